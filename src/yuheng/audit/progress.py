"""Each target with its base, its reports, and the verdict: three columns that are never merged.

What an office says (官方结论), what the documents' numbers show (证据裁定) and where the calendar stands (时序) are
three different things. A target whose date has passed is not thereby missed; one called 完成 is not thereby met.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from yuheng.audit.amounts import spell
from yuheng.audit.conclusions import cited, conclude
from yuheng.audit.path import (
    RULE,
    Course,
    Schedule,
    Verdict,
    judge,
    pace_needed,
    schedule_of,
    spell_pace,
    years_between,
)
from yuheng.audit.statements import Statement, horizon_of, in_buckets, spelled, unit_of, words_before
from yuheng.model.finding import Finding
from yuheng.resolve.indicators import Comparison, compare
from yuheng.vocab.indicators import Accumulation, Direction, wording

NO_OFFICIAL = "所给文档中未见官方结论"


@dataclass(frozen=True, slots=True)
class Track:
    """One target and everything that its verdict rests on.

    Attributes:
        target: the promise.
        bases: where it starts: one report, or several of one date that disagree.
        report: the latest report after the base; None where there is none.
        verdict: what the numbers show.
        schedule: where the calendar stands.
        notes: what readers must know of the comparison (other names, several bases), in Chinese.
    """

    target: Statement
    bases: tuple[Statement, ...]
    report: Statement | None
    verdict: Verdict
    schedule: Schedule
    notes: tuple[str, ...]

    @property
    def base(self) -> Statement | None:
        """The base that the arithmetic shown starts from."""
        return self.bases[0] if self.bases else None


def tracks_in(statements: Sequence[Statement], *, on: date) -> tuple[Track, ...]:
    """Every target with its base, report and verdict, in the order of the statements."""
    actuals = in_buckets(each for each in statements if not each.is_target)
    return tuple(
        _track(each, actuals.get(each.bucket, ()), on=on) for each in statements if each.is_target and each.subject
    )


def progress_in(tracks: Sequence[Track]) -> tuple[Finding, ...]:
    """A verdict on every target that has a base or a report, and 缺基数 for every dated one that has none."""
    findings = []
    for track in tracks:
        if _is_retold(track):
            continue
        if track.bases or track.report is not None:
            findings.append(_verdict(track))
        elif track.target.until is not None and not _needs_no_base(track.target):
            findings.append(_without_base(track))
    return tuple(findings)


def _is_retold(track: Track) -> bool:
    """An undated number that its own document reports in the same words elsewhere promises nothing."""
    base, target = track.base, track.target
    if base is None or target.until is not None or track.report is not None:
        return False
    return base.publication == target.publication and base.amount.stated == target.amount.stated


def _needs_no_base(target: Statement) -> bool:
    """A growth rate, and what is newly made in the period (新增500家), start from nothing."""
    return target.nature == "growth" or target.is_new or _is_yearly_count(target)


def _is_yearly_count(target: Statement) -> bool:
    return target.figure.measure == "flow" and target.measured.indicator is None and _is_one_year(target)


def accumulation_of(target: Statement) -> Accumulation:
    """How the target's amounts add up: by the vocabulary, else by the figure's own measure and period."""
    if target.measured.indicator is not None:
        return target.measured.indicator.accumulation
    if target.figure.measure != "flow":
        return "level"
    return "cumulative" if _start(target) is not None and not _is_one_year(target) else "flow"


def direction_of(target: Statement) -> Direction | None:
    """Which way is better: by a verb that asks for less (控制在, 降至), else by the indicator, else by a verb of goals.

    A count that a plan sets out to build, bring in or reach (新增20个, 建成5家) is wanted larger, whatever is counted;
    without such a verb nothing is known. What is to be kept, or in a band, stays so. A number that is itself a cut
    (审批时限压缩30%) is better larger, unless more is wanted of what is cut.
    """
    known = target.measured.direction
    if known in ("keep", "band"):
        return known
    quantity, before = target.figure.quantity, words_before(target.figure)
    verb = before.rstrip("了约近超再")
    if verb.endswith(wording().less_verbs):
        return "less"
    if target.figure.measure == "growth" and verb.endswith(wording().cut_verbs):
        return "less" if known == "more" else "more"
    if known is None and any(verb in before + quantity.stated for verb in wording().more_verbs):
        return "more"
    return known


def _track(target: Statement, actuals: Sequence[Statement], *, on: date) -> Track:
    fit = [(each, found) for each in actuals if (found := _fit(target, each)) is not None and each.until is not None]
    before = [pair for pair in fit if _is_base(pair[0], target)]
    bases = () if _needs_no_base(target) else _best(before)
    starts = tuple(each for each, _ in bases)
    after = [pair for pair in fit if _is_report(pair[0], target, bases)]
    report, (verdict, more) = _told(target, starts, after)
    used = [*bases, *(pair for pair in after if pair[0] is report)]
    notes = sorted({found.reason for _, found in used if found.reason})
    return Track(
        target,
        starts,
        report,
        verdict,
        schedule_of(target.until, on=on),
        (*notes, *more),
    )


def _told(
    target: Statement, bases: tuple[Statement, ...], after: Sequence[tuple[Statement, Comparison]]
) -> tuple[Statement | None, tuple[Verdict, tuple[str, ...]]]:
    """The report that tells most, with its verdict: the last one up to the date, else the first one after it."""
    due = target.until
    in_time = [pair for pair in after if due is None or _until(pair[0]) <= due]
    late = [pair for pair in after if due is not None and _until(pair[0]) > due]
    choice = [max(in_time, key=_rank)[0]] if in_time else []
    choice += [min(late, key=_rank)[0]] if late else []
    verdicts = [(report, _judged(target, bases, report)) for report in choice]
    decided = [each for each in verdicts if each[1][0].word != "不可判定"]
    if decided or verdicts:
        return (decided or verdicts)[0]
    return None, _judged(target, bases, None)


def _fit(target: Statement, actual: Statement) -> Comparison | None:
    """Whether a report may serve as a target's base; within one publication a looser name will do, and is shown."""
    if actual.is_new != target.is_new:
        return None
    found = compare(actual.measured, target.measured)
    if found.is_comparable:
        return found
    one, other = actual.measured, target.measured
    same_sector = (one.sector or one.topic) == (other.sector or other.topic)
    loose = found.relation in ("narrower", "wider") and same_sector and not (one.rest and other.rest)
    if loose and one.grades == other.grades and actual.publication == target.publication:
        return Comparison("variant", f"基数与目标名称不全同，须核：{found.reason}")
    return None


def _is_base(actual: Statement, target: Statement) -> bool:
    if actual.is_partial:
        return False
    horizon = horizon_of(target.meta.title)
    last = target.meta.issued + timedelta(days=1) if target.meta.issued is not None else target.until
    if horizon is not None:
        last = horizon[0] if last is None else max(last, horizon[0])
    return (last is None or _until(actual) <= last) and (target.until is None or _until(actual) < target.until)


def _is_report(actual: Statement, target: Statement, bases: Sequence[tuple[Statement, Comparison]]) -> bool:
    """After the base; where there is none, after the promise: last year's growth says nothing on this year's goal."""
    if _is_of_now(actual, target):
        return False
    if bases:
        return _until(actual) > _until(bases[0][0])
    if not _starts_anew(target) or target.meta.issued is None:
        return True
    return _until(actual) > max(target.meta.issued, target.since or target.meta.issued)


def _is_of_now(actual: Statement, target: Statement) -> bool:
    """What a plan says of its own present (目前约30克) was known when it promised: no progress on the promise."""
    issued = target.meta.issued
    return actual.publication == target.publication and issued is not None and _until(actual) > issued + timedelta(1)


def _starts_anew(target: Statement) -> bool:
    """A rate, or what the coming year is to bring: nothing before the promise meets it or is on the way to it."""
    if target.nature == "growth" or target.is_new:
        return True
    issued, due = target.meta.issued, target.until
    if accumulation_of(target) == "level" or issued is None or due is None or due <= issued:
        return False
    return years_between(issued, due) <= 1


def _until(statement: Statement) -> date:
    assert statement.until is not None  # noqa: S101  # _track has looked
    return statement.until


def _rank(pair: tuple[Statement, Comparison]) -> tuple[object, ...]:
    each, found = pair
    return (_until(each), found.relation == "same", not each.is_partial, each.figure.anchor.quote)


def _best(before: Sequence[tuple[Statement, Comparison]]) -> tuple[tuple[Statement, Comparison], ...]:
    """The latest base; and any other of that date that says something else under the same name."""
    if not before:
        return ()
    best = max(before, key=_rank)
    rivals = [
        pair
        for pair in sorted(before, key=_rank, reverse=True)
        if pair[0] is not best[0]
        and _until(pair[0]) == _until(best[0])
        and pair[1].relation == best[1].relation
        and not pair[0].amount.span.overlaps(best[0].amount.span)
    ]
    return (best, *rivals)


def _judged(
    target: Statement, bases: tuple[Statement, ...], report: Statement | None
) -> tuple[Verdict, tuple[str, ...]]:
    verdicts = [judge(_course(target, base, report)) for base in bases or (None,)]
    if len({verdict.word for verdict in verdicts}) == 1:
        note = (f"同期有{len(bases)}个基数，裁定相同",) if len(bases) > 1 else ()
        return verdicts[0], note
    words = "、".join(verdict.word for verdict in verdicts)
    return Verdict("不可判定", f"同期有{len(bases)}个基数，裁定不同：{words}", verdicts[0].pace), ()


def _course(target: Statement, base: Statement | None, report: Statement | None) -> Course:
    return Course(
        direction=direction_of(target),
        accumulation=accumulation_of(target),
        rate=target.nature == "growth",
        goal=target.amount,
        due=target.until,
        base=None if base is None else base.amount,
        base_on=None if base is None else base.until,
        actual=None if report is None else report.amount,
        actual_on=None if report is None else report.until,
        partial=report is not None and report.is_partial,
        start=_start(target),
    )


def _start(target: Statement) -> date | None:
    horizon = horizon_of(target.meta.title)
    if horizon is not None:
        return horizon[0]
    return target.since


def _is_one_year(target: Statement) -> bool:
    start = _start(target)
    return start is not None and target.until is not None and years_between(start, target.until) <= Decimal(1)


def _verdict(track: Track) -> Finding:
    target, verdict = track.target, track.verdict
    family = target.amount.family
    parts = [
        ("目标", f"{cited(target)}：{target.said()}"),
        *[("基数", f"{cited(base)}：{base.said()}") for base in track.bases],
        ("实绩", "" if track.report is None else f"{cited(track.report)}：{track.report.said()}"),
        ("所需速度", _pace(track)),
        ("路径应达", "" if verdict.expected is None else spell(verdict.expected, family, unit=unit_of(target))),
        ("已走路程", _share(verdict)),
        ("尚需速度", _still_needed(track)),
        ("已过时间", "" if verdict.elapsed is None else f"{verdict.elapsed:.0%}"),
        ("官方结论", NO_OFFICIAL),
        ("证据裁定", f"{verdict.word}（{verdict.reason}）"),
        ("时序", track.schedule),
        *[("口径", note) for note in track.notes],
        ("与基数比", _behind(track)),
        ("请核对", _against(track.target)),
    ]
    pace = _pace(track)
    message = f"{target.said()}：{verdict.word}，{verdict.reason}。"
    if track.base is not None and pace:
        message += f"自{track.base.said()}起，需{pace}。"
    still = _still_needed(track)
    if still:
        message += f"{still}。"
    used = [target, *track.bases, *([] if track.report is None else [track.report])]
    return conclude("verdict", RULE, used, parts=parts, message=message)


def _behind(track: Track) -> str:
    """A goal on the wrong side of its base is worth a look: often 新增 was left out, or the base is another thing."""
    base, target = track.base, track.target
    wanted = direction_of(target)
    if base is None or target.nature == "growth" or wanted in ("keep", "band"):
        return ""
    less = wanted == "less"
    behind = target.amount.stated > base.amount.stated if less else target.amount.stated < base.amount.stated
    if not behind:
        return ""
    goal, start = spelled(target), spelled(base)
    return f"目标值{goal}高于基数{start}" if less else f"目标值{goal}低于基数{start}"


def _against(target: Statement) -> str:
    """A floor under what should be low, or a ceiling over what should be high: often a cell read from a wrong row."""
    wanted, span = "" if target.cut else target.measured.direction, target.amount.span
    if wanted == "less" and span.high is None:
        return "目标是下限，而该指标以低为好"
    if wanted == "more" and span.low is None:
        return "目标是上限，而该指标以高为好"
    return ""


def _pace(track: Track) -> str:
    pace = track.verdict.pace
    return "" if pace is None else spell_pace(pace, track.target.amount.family, unit=unit_of(track.target))


def _still_needed(track: Track) -> str:
    """What each year left must bring from the last report to the goal; whether it can be is for people to say."""
    target, report = track.target, track.report
    if report is None or target.until is None or target.nature == "growth" or report.is_partial:
        return ""
    wanted, years = direction_of(target), years_between(_until(report), target.until)
    ahead = target.amount.stated - report.amount.stated
    if wanted not in ("more", "less") or years <= 0 or ahead == 0 or (ahead > 0) != (wanted == "more"):
        return ""
    pace = pace_needed(report.amount, target.amount, years=years)
    if pace is None:
        return ""
    return f"自{report.said()}起，尚需{spell_pace(pace, target.amount.family, places=1, unit=unit_of(target))}"


def _share(verdict: Verdict) -> str:
    if verdict.progress is None or verdict.progress.low is None or verdict.progress.high is None:
        return ""
    low, high = f"{verdict.progress.low:.0%}", f"{verdict.progress.high:.0%}"
    return low if low == high else f"{low}—{high}"


def _without_base(track: Track) -> Finding:
    target = track.target
    parts = [
        ("目标", f"{cited(target)}：{target.said()}"),
        ("查找", f"主体“{target.subject}”、指标“{target.figure.indicator}”的实绩，所给文档中没有"),
        ("时序", track.schedule),
    ]
    message = f"缺基数：{target.said()}，所给文档中没有同一指标的实绩。"
    return conclude("target-without-base", RULE, [target], parts=parts, message=message)
