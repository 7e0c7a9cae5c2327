"""Arithmetic that must hold between figures: shares, parts, growth, sums, and one fact stated twice.

A contradiction is reported only where no rounding of the printed digits explains it. Where a figure that is not stated
follows from two that are (the total behind an amount and its share), it is printed with its bounds: that is how a plan
tells more than it says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from yuheng.audit.amounts import spell_interval
from yuheng.audit.conclusions import cited, conclude
from yuheng.audit.path import years_between
from yuheng.audit.statements import Publication, Statement, clause_of, in_buckets, spelled
from yuheng.model.finding import Finding
from yuheng.model.interval import Interval, required_growth
from yuheng.resolve.indicators import INDUSTRY, Comparison, compare
from yuheng.vocab.gazetteer import division_named

RULE = "identities/1"
_EVERY_YEAR = ("每年", "年年", "逐年", "历年")
_PER_CENT = Decimal(100)


def identities_in(statements: Sequence[Statement]) -> tuple[Finding, ...]:
    """Every identity that the statements allow to be checked."""
    known = [each for each in statements if each.subject]
    return (
        *_stated_twice(known),
        *_shares(known),
        *_named_parts(known),
        *_every_year(known),
        *_grown(known),
        *_sums(known),
    )


def _stated_twice(statements: Sequence[Statement]) -> list[Finding]:
    """One actual in two publications: they agree, or they do not."""
    findings = []
    for bucket in in_buckets(each for each in statements if not each.is_target and each.year).values():
        for first, second in combinations(_first_said(bucket), 2):
            if first.year != second.year or first.is_partial != second.is_partial:
                continue
            if first.publication == second.publication or not _is_one_span(first, second):
                continue
            found = _compare_reports(first, second, compare(first.measured, second.measured))
            if found is not None:
                findings.append(found)
    return findings


def _is_one_span(first: Statement, second: Statement) -> bool:
    """Whether two reports cover the same time: a growth of five years is none of one, and 年均5.9% none of all five."""
    if first.nature != "growth":
        return first.is_new == second.is_new
    return first.since == second.since and _is_yearly(first) == _is_yearly(second)


def _is_yearly(rate: Statement) -> bool:
    return "年均" in clause_of(rate.figure)


def _first_said(bucket: Iterable[Statement]) -> list[Statement]:
    """One report of each thing and year per publication: of several the later ones are parts (其中11家)."""
    first: dict[tuple[object, ...], Statement] = {}
    for each in sorted(bucket, key=lambda each: each.order):
        first.setdefault((each.publication, each.measured.key, each.year, each.is_partial), each)
    return list(first.values())


def _compare_reports(first: Statement, second: Statement, found: Comparison) -> Finding | None:
    if found.relation in ("unrelated", "incomparable"):
        return None
    overlap = first.amount.span.overlaps(second.amount.span)
    if found.relation in ("narrower", "wider"):
        part, whole = (first, second) if found.relation == "narrower" else (second, first)
        return _part_in_reports(part, whole, found, overlap=overlap)
    parts = _both(first, second, found.reason)
    if overlap:
        message = f"数据印证：{first.said()}与{second.said()}相合。"
        return conclude("agreement", RULE, [first, second], parts=parts, message=message)
    message = f"数据冲突：{first.said()}与{second.said()}，取整不能解释。"
    return conclude("conflict", RULE, [first, second], parts=parts, message=message, proposed=bool(found.reason))


def _part_in_reports(part: Statement, whole: Statement, found: Comparison, *, overlap: bool) -> Finding | None:
    """Two reports of which one counts less: a coincidence is worth a look, and a part above its whole is an error."""
    if part.nature != "amount" or not part.measured.grades:
        return None
    parts = _both(part, whole, found.reason)
    if overlap:
        message = f"数据印证：{part.said()}与{whole.said()}相合，前者范围较窄。"
        return conclude("agreement", RULE, [part, whole], parts=parts, message=message, proposed=True)
    if part.measured.rest != whole.measured.rest or part.measured.grades != whole.measured.grades:
        return None
    message = f"数据冲突或范围不同：{part.said()}与{whole.said()}，两数并存。{found.reason}"
    return conclude("conflict", RULE, [part, whole], parts=parts, message=message, proposed=True)


def _both(first: Statement, second: Statement, reason: str) -> list[tuple[str, str]]:
    rows = [("一处", f"{cited(first)}：{first.said()}"), ("另一处", f"{cited(second)}：{second.said()}")]
    spans = [spell_interval(each.amount.span, each.amount.family) for each in (first, second)]
    return [*rows, ("取值", f"{spans[0]}；{spans[1]}"), ("口径", reason)]


def _shares(statements: Sequence[Statement]) -> list[Finding]:
    """share × total: what the whole must be, whether a stated whole fits, and how it must grow."""
    implied: dict[tuple[str, str, str], list[tuple[Statement, Statement, Interval]]] = defaultdict(list)
    for share, part in _share_pairs(statements):
        span = _point_or_span(share)
        if span.low is not None and span.low > 0:
            whole = _point_or_span(part) / span.scaled(1 / _PER_CENT)
            implied[share.subject, share.measured.key, share.measured.sector].append((share, part, whole))
    findings = []
    for rows in implied.values():
        findings += [_checked_share(row, statements) for row in rows]
        ordered = sorted(rows, key=lambda row: (row[0].year or 0, row[0].order))
        findings += [_share_growth(a, b) for a, b in pairwise(ordered) if a[0].year != b[0].year]
    return [each for each in findings if each is not None]


def _share_pairs(statements: Sequence[Statement]) -> Iterable[tuple[Statement, Statement]]:
    amounts: dict[tuple[str, str, int | None, bool], list[Statement]] = defaultdict(list)
    for each in statements:
        if each.nature == "amount" and each.measured.head:
            amounts[each.subject, each.measured.head, each.year, each.is_target].append(each)
    for share in statements:
        if not share.measured.whole or share.nature != "share" or share.year is None:
            continue
        for part in amounts.get((share.subject, share.measured.head, share.year, share.is_target), ()):
            if part.measured.sector == share.measured.sector and part.measured.rest == share.measured.rest:
                yield share, part
                break


def _point_or_span(statement: Statement) -> Interval:
    """A promise with one open side counts as the number it names: what follows holds for that number."""
    span = statement.amount.span
    return span if span.is_bounded else Interval.exactly(statement.amount.stated)


def _checked_share(row: tuple[Statement, Statement, Interval], statements: Sequence[Statement]) -> Finding | None:
    share, part, whole = row
    name = share.measured.whole
    stated = [
        each
        for each in statements
        if each.nature == "amount" and each.subject == share.subject and each.year == share.year
        if each.is_target == share.is_target and name in (each.measured.key, _name(each))
    ]
    family = part.amount.family
    sums = f"{spell_interval(_point_or_span(part), family)} ÷ {spell_interval(_point_or_span(share), 'share')}"
    parts = [
        ("部分", f"{cited(part)}：{part.said()}"),
        ("占比", f"{cited(share)}：{share.said()}"),
        ("算式", f"{sums} = {spell_interval(whole, family, places=0)}"),
        *[("总量", f"{cited(each)}：{each.said()}") for each in stated],
    ]
    broken = [each for each in stated if not each.amount.span.overlaps(whole)]
    verdict = "与所述总量矛盾" if broken else "与所述总量相合" if stated else "所给文档未述总量"
    message = f"占比核算：{share.label()}{name}应为{spell_interval(whole, family, places=0)}，{verdict}。"
    kind = "conflict" if broken else "share-identity"
    return conclude(kind, RULE, [share, part, *stated], parts=parts, message=message)


def _name(statement: Statement) -> str:
    return statement.measured.indicator.name if statement.measured.indicator is not None else statement.measured.key


def _share_growth(
    before: tuple[Statement, Statement, Interval], after: tuple[Statement, Statement, Interval]
) -> Finding | None:
    """How the whole must grow so that two shares and two amounts hold together."""
    if before[0].until is None or after[0].until is None:
        return None
    years = years_between(before[0].until, after[0].until)
    rates = [
        required_growth(_point_or_span(before[1]), _point_or_span(after[1]), years=years),
        required_growth(before[2], after[2], years=years),
    ]
    part, whole = (spell_interval(rate, "share", places=places) for rate, places in zip(rates, (2, 1), strict=True))
    parts = [
        ("起点", f"{cited(before[1])}：{before[1].said()}；{before[0].said()}"),
        ("终点", f"{cited(after[1])}：{after[1].said()}；{after[0].said()}"),
        (f"{_name(before[1])}年均增长", part),
        (f"{before[0].measured.whole}年均增长（推算）", whole),
    ]
    message = f"占比核算：{before[0].measured.whole}年均增长须在{whole}，{_name(before[1])}年均增长{part}，没有矛盾。"
    used = [after[0], after[1], before[0], before[1]]
    return conclude("share-identity", RULE, used, parts=parts, message=message)


def _named_parts(statements: Sequence[Statement]) -> list[Finding]:
    """One named site's amount against the whole place's: a part may not exceed its whole."""
    findings = []
    stated: dict[tuple[Publication, str, str], list[Statement]] = defaultdict(list)
    for each in statements:
        if each.is_target:
            stated[each.publication, each.subject, each.measured.head].append(each)
    for part in statements:
        if not part.measured.indicator or part.nature != "amount" or not part.is_target or part.measured.sector:
            continue
        region = part.meta.region
        if not region or (part.subject == region and not part.measured.rest):
            continue
        near = stated.get((part.publication, region, part.measured.head), ())
        wholes = [each for each in near if _is_whole(each, part)]
        if wholes:
            whole = min(wholes, key=lambda each: (each.until or part.meta.issued or each.until, each.order))
            findings.append(_share_of_whole(part, whole))
    return findings


def _is_whole(whole: Statement, part: Statement) -> bool:
    """Whether a target of the same publication and head, of the whole place, is the whole of a part."""
    if whole.measured.rest or whole.amount.family != part.amount.family:
        return False
    named = f"{part.subject}{part.figure.sentence.quote}"
    return bool(whole.measured.sector) and whole.measured.sector in named


def _share_of_whole(part: Statement, whole: Statement) -> Finding:
    ratio = part.amount.stated / whole.amount.stated
    sums = f"{spelled(part)} ÷ {spelled(whole)} = {ratio:.0%}"
    parts = [
        ("部分", f"{cited(part)}：{part.subject}，{part.said()}"),
        ("整体", f"{cited(whole)}：{whole.said()}"),
        ("算式", sums),
        ("期限", "" if part.until else "部分未写明期限"),
    ]
    broken = ratio > 1 and whole.amount.span.high is not None
    word = "部分大于整体" if broken else "部分大于整体所述下限" if ratio > 1 else f"一处占整体约{ratio:.0%}"
    message = f"部分与整体：{part.said()}（{part.subject}）对{whole.said()}，{word}。"
    kind = "conflict" if broken else "part-of-whole"
    return conclude(kind, RULE, [part, whole], parts=parts, message=message)


def _every_year(statements: Sequence[Statement]) -> list[Finding]:
    """ "每年保持两位数增长" is a floor for each year it covers: a lower report of one of them contradicts it."""
    rates = [each for each in statements if each.nature == "growth" and not each.is_target and each.since]
    rates = [each for each in rates if not each.cut]
    findings = []
    for floor in rates:
        words = clause_of(floor.figure)
        if floor.amount.span.low is None or not any(word in words for word in _EVERY_YEAR):
            continue
        for report in rates:
            if _is_within(report, floor) and not report.amount.span.overlaps(floor.amount.span):
                findings.append(_below_floor(report, floor))
    return findings


def _is_within(report: Statement, floor: Statement) -> bool:
    if report is floor or report.subject != floor.subject or None in (report.until, floor.until):
        return False
    assert report.since is not None  # noqa: S101  # the caller has looked
    assert report.until is not None  # noqa: S101
    assert floor.since is not None  # noqa: S101
    assert floor.until is not None  # noqa: S101
    if report.since < floor.since or report.until > floor.until or report.measured.sector != floor.measured.sector:
        return False
    return floor.measured.head in (INDUSTRY, report.measured.head)


def _below_floor(report: Statement, floor: Statement) -> Finding:
    same = report.measured.head == floor.measured.head and not report.is_partial
    reason = "" if same else f"可比性存疑：一处为“{floor.figure.indicator}”，一处为“{report.figure.indicator}”"
    if report.is_partial and reason:
        reason += f"，且只是{report.label()}的数"
    sums = f"{spelled(report)} < {spelled(floor)}"
    parts = [*_both(floor, report, reason), ("算式", sums)]
    message = f"数据冲突：{floor.said()}与{report.said()}，{sums}。{reason}"
    return conclude("conflict", RULE, [floor, report], parts=parts, message=message, proposed=not same)


def _grown(statements: Sequence[Statement]) -> list[Finding]:
    """level × (1 + growth) against the next level, where all three are reported for whole years."""
    levels: dict[tuple[str, str, str, int | None], list[Statement]] = defaultdict(list)
    for each in statements:
        if not each.is_target and each.nature == "amount" and not each.is_partial:
            levels[each.subject, each.measured.key, each.measured.sector, each.year].append(each)
    checked: set[tuple[str, str, str, int]] = set()
    findings = []
    for rate in statements:
        if (
            rate.nature != "growth"
            or rate.cut
            or rate.is_target
            or rate.is_partial
            or rate.year is None
            or _is_average(rate)
        ):
            continue
        key = (rate.subject, rate.measured.key, rate.measured.sector)
        if (*key, rate.year) in checked:
            continue
        before, after = levels.get((*key, rate.year - 1)), levels.get((*key, rate.year))
        if before and after:
            checked.add((*key, rate.year))
            findings.append(_checked_growth(before[0], after[0], rate))
    return [each for each in findings if each is not None]


def _is_average(rate: Statement) -> bool:
    if rate.since is not None and rate.until is not None and (rate.until - rate.since).days > 370:
        return True
    return "年均" in rate.figure.anchor.quote


def _checked_growth(before: Statement, after: Statement, rate: Statement) -> Finding | None:
    low, high = before.amount.span.low, rate.amount.span.low
    if low is None or low <= 0 or high is None or high <= -_PER_CENT:
        return None
    factor = (rate.amount.span + Interval.exactly(100)).scaled(1 / _PER_CENT)
    wanted = before.amount.span * factor
    family = after.amount.family
    sums = f"{spelled(before)} × (1+{spelled(rate)}) = {spell_interval(wanted, family)}"
    parts = [
        ("上年", f"{cited(before)}：{before.said()}"),
        ("增速", f"{cited(rate)}：{rate.said()}"),
        ("本年", f"{cited(after)}：{after.said()}"),
        ("算式", f"{sums}；所述{spell_interval(after.amount.span, family)}"),
    ]
    if wanted.overlaps(after.amount.span):
        message = f"增速核算：{after.said()}与增速{spelled(rate)}相合。"
        return conclude("growth-identity", RULE, [after, before, rate], parts=parts, message=message)
    reason = "增速或按可比价计算，数额按现价计算；也可能口径有调整"
    message = f"增速核算：{sums}，而所述为{spelled(after)}。{reason}。"
    rows = [*parts, ("口径", reason)]
    return conclude("conflict", RULE, [after, before, rate], parts=rows, message=message, proposed=True)


def _sums(statements: Sequence[Statement]) -> list[Finding]:
    """Districts against their city: reports add up to the whole; of targets the sum shows how much was added on."""
    findings = []
    places: dict[tuple[str, str, str, str, int | None, bool], list[Statement]] = defaultdict(list)
    for each in statements:
        place = division_named(each.subject)
        if place is None or not place.parent or each.nature != "amount" or each.year is None:
            continue
        parent = place.parent
        key = (parent, each.measured.key, each.measured.sector, each.amount.family, each.year, each.is_target)
        places[key].append(each)
    for (parent, name, sector, family, year, is_target), parts in places.items():
        if len({each.subject for each in parts}) < 2 or len(parts) != len({each.subject for each in parts}):
            continue
        for whole in statements:
            place = division_named(whole.subject)
            same = (whole.measured.key, whole.measured.sector, whole.amount.family, whole.year, whole.is_target)
            if place is not None and place.code == parent and same == (name, sector, family, year, is_target):
                findings.append(_added_up(parts, whole))
    return findings


def _added_up(parts: Sequence[Statement], whole: Statement) -> Finding:
    total = parts[0].amount.span
    for each in parts[1:]:
        total += each.amount.span
    stated = sum((each.amount.stated for each in parts), Decimal(0))
    family = whole.amount.family
    factor = f"{stated / whole.amount.stated:.2f}" if whole.amount.stated else ""
    rows = [
        ("整体", f"{cited(whole)}：{whole.said()}"),
        *[("分区", f"{each.subject}：{each.said()}") for each in parts],
        (
            "算式",
            f"{len(parts)}个分区合计{spell_interval(total, family)}，整体{spell_interval(whole.amount.span, family)}",
        ),
    ]
    if whole.is_target:
        rows.append(("加码系数", factor))
        message = f"层层加码：{len(parts)}个分区的目标合计为整体目标的{factor}倍（{whole.said()}）。"
        return conclude("added-up-targets", RULE, [whole, *parts], parts=rows, message=message)
    over = total.low is not None and whole.amount.span.high is not None and total.low > whole.amount.span.high
    word = "超过整体" if over else "不超过整体"
    message = f"分区合计：{len(parts)}个分区合计{spell_interval(total, family)}，{word}（{whole.said()}）。"
    return conclude("conflict" if over else "sum-identity", RULE, [whole, *parts], parts=rows, message=message)
