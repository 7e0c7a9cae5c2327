"""What became of a target in later documents: kept, postponed, raised, lowered, met, or no longer stated.

A false edge is worse than a missing one. An edge is drawn only between targets of the same indicator and the same
subject; where the names differ and the vocabulary says that documents carry the target on under both, the difference is
part of the finding. That a target is not seen again is said only of documents that demonstrably carry the older one on.
The words are neutral: a target may be dropped for good reasons, which the documents do not tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter

from yuheng.audit.conclusions import KINDS, cited, conclude
from yuheng.audit.path import pace_needed, spell_pace, years_between
from yuheng.audit.statements import Publication, Statement, in_buckets, spelled, unit_of
from yuheng.model.finding import Finding
from yuheng.resolve.indicators import Comparison, compare
from yuheng.vocab.indicators import not_comparable

RULE = "lineage/1"
ENOUGH_EDGES = 2
"""A later document carries an older one on from two common targets on, or half of the older one's."""


SHORTEST_OWN = 6
"""Characters from which an undated phrase that the vocabulary does not know can name one thing."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A target and the next document's target that carries it on."""

    older: Statement
    newer: Statement
    kind: str
    comparison: Comparison


def edges_in(statements: Sequence[Statement]) -> tuple[Edge, ...]:
    """Every target with its next statement in a later document."""
    edges: list[Edge] = []
    for bucket in in_buckets(
        each for each in statements if each.is_target and each.meta.issued and each.subject
    ).values():
        for older in bucket:
            later = [(newer, compare(older.measured, newer.measured)) for newer in bucket if _is_later(newer, older)]
            alike = [(newer, found) for newer, found in later if found.is_comparable and _is_one_count(older, newer)]
            if alike:
                newer, found = min(alike, key=lambda pair: _nearness(older, *pair))
                edges.append(Edge(older, newer, _kind(older, newer), found))
    return tuple(sorted(_one_to_one(edges), key=lambda edge: (edge.older.order, edge.newer.order)))


def lineage_in(statements: Sequence[Statement]) -> tuple[Finding, ...]:
    """The findings on every target of a document that a later document carries on."""
    edges = edges_in(statements)
    actuals = _actuals(statements)
    findings = [_of_edge(edge, actuals) for edge in edges]
    carried = {edge.older.figure.id for edge in edges}
    published: dict[Publication, list[tuple[int, Statement]]] = defaultdict(list)
    for place, each in enumerate(statements):
        published[each.publication].append((place, each))
    for publication, successors in _successions(statements, edges).items():
        numbered = sorted((pair for each in successors for pair in published[each]), key=itemgetter(0))
        later = [each for _, each in numbered]
        looked, alike = "；".join(sorted({cited(each) for each in later})), _by_kind(later)
        for _, target in published[publication]:
            if target.is_target and target.figure.id not in carried:
                findings.append(_of_missing(target, alike.get(_kind_of(target), ()), looked))
    return tuple(findings)


def _by_kind(statements: Iterable[Statement]) -> dict[tuple[str, str, str], list[Statement]]:
    kinds: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for each in statements:
        kinds[_kind_of(each)].append(each)
    return kinds


def _kind_of(statement: Statement) -> tuple[str, str, str]:
    """What two statements share at the least that have anything to do with each other (`_relation`)."""
    return statement.subject, statement.amount.family, statement.nature


def _is_later(newer: Statement, older: Statement) -> bool:
    if newer.publication == older.publication or newer.meta.issued is None or older.meta.issued is None:
        return False
    return newer.meta.issued > older.meta.issued


def _nearness(older: Statement, newer: Statement, found: Comparison) -> tuple[object, ...]:
    """The next document first, then the same name, then the same due date, then the one due soonest after."""
    assert newer.meta.issued is not None  # noqa: S101  # _is_later has looked
    away = Decimal(0)
    if older.until is not None and newer.until is not None:
        away = abs(years_between(older.until, newer.until))
    return (newer.meta.issued, found.relation != "same", away, newer.figure.sentence.quote, newer.figure.anchor.quote)


def _one_to_one(edges: Iterable[Edge]) -> list[Edge]:
    """Keep one edge into each newer target: the older documents' latest, and of those the nearest name and date."""
    into: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        into[edge.newer.figure.id].append(edge)
    kept = []
    for rivals in into.values():
        last = max(edge.older.meta.issued for edge in rivals if edge.older.meta.issued is not None)
        latest = [edge for edge in rivals if edge.older.meta.issued == last]
        kept.append(
            min(latest, key=lambda edge: (*_nearness(edge.older, edge.newer, edge.comparison), edge.older.order))
        )
    return kept


def _kind(older: Statement, newer: Statement) -> str:
    before, after = older.amount.stated, newer.amount.stated
    if _is_stage(older, newer):
        return "continued"
    if before != after:
        tightened = after < before if (older.measured.direction or "more") == "less" else after > before
        return "raised" if tightened else "lowered"
    if older.until is None or newer.until is None or older.nature == "growth":
        return "continued"
    return "postponed" if (newer.earliest or newer.until) > older.until else "continued"


def _is_one_count(older: Statement, newer: Statement) -> bool:
    own = not older.measured.head and len(older.measured.key) < SHORTEST_OWN
    if own and older.until is None and newer.until is None:
        return False  # 年产值首次: too little to tell what it is
    if older.measured.indicator is not None or not (_is_added(older) or _is_added(newer)):
        return True
    return older.until == newer.until or older.until is None


def _is_stage(older: Statement, newer: Statement) -> bool:
    """A later document's target for an earlier year breaks the older one down (年度目标), and changes nothing of it."""
    return older.until is not None and newer.until is not None and newer.until < (older.earliest or older.until)


def _is_added(statement: Statement) -> bool:
    """Whether it counts what is newly made in its own period: 新增3个 by 2022 and 新增2个 by 2024 are two counts."""
    return statement.figure.measure == "flow" or statement.figure.indicator.startswith("新")


def _actuals(statements: Iterable[Statement]) -> dict[tuple[str, str, str, str], list[Statement]]:
    return in_buckets(each for each in statements if not each.is_target)


def _of_edge(edge: Edge, actuals: dict[tuple[str, str, str, str], list[Statement]]) -> Finding:
    older, newer = edge.older, edge.newer
    parts = [
        ("前", f"{cited(older)}：{older.said()}"),
        ("后", f"{cited(newer)}：{newer.said()}"),
        ("期限", _dates(older, newer)),
        ("措辞", _wording(older, newer)),
        ("口径", edge.comparison.reason),
    ]
    base = _base_of(edge, actuals)
    used = [older, newer]
    if base is not None:
        used.append(base)
        parts.append(("基数", f"{cited(base)}：{base.said()}"))
        parts += [(f"所需速度（{each.label()}）", _needed(base, each)) for each in (older, newer)]
    message = f"{KINDS[edge.kind]}：{older.said()} → {newer.said()}。{_dates(older, newer)}"
    return conclude(edge.kind, RULE, used, parts=parts, message=message.rstrip("；"))


def _dates(older: Statement, newer: Statement) -> str:
    if older.until is None and newer.until is None:
        return "两处均未写明期限"
    if older.until is None:
        return f"期限新定：{newer.label()}"
    if newer.until is None:
        return f"原期限{older.label()}，后文未写明期限"
    if older.until == newer.until:
        return f"期限未变：{newer.label()}"
    if _is_stage(older, newer):
        return f"后文为{newer.label()}的阶段目标，原期限{older.label()}"
    if older.nature == "growth":
        return f"两期各自的速度：{older.label()}、{newer.label()}"
    gap = years_between(older.until, newer.until)
    least = years_between(older.until, newer.earliest or newer.until)
    most = years_between(older.earliest or older.until, newer.until)
    words = f"期限由{older.label()}到{newer.label()}"
    if least != most:
        return f"{words}，相差{least:.1f}—{most:.1f}年"
    return f"{words}，推后{_years(gap)}年" if gap > 0 else f"{words}，提前{_years(-gap)}年"


def _years(gap: Decimal) -> str:
    return f"{gap:.0f}" if gap == gap.to_integral_value() else f"{gap:.1f}"


def _wording(older: Statement, newer: Statement) -> str:
    before, after = older.figure.quantity, newer.figure.quantity
    if before.op == after.op and before.hedged == after.hedged and older.figure.indicator == newer.figure.indicator:
        return ""
    return f"“{older.figure.indicator}{before.stated}”变为“{newer.figure.indicator}{after.stated}”"


def _base_of(edge: Edge, actuals: dict[tuple[str, str, str, str], list[Statement]]) -> Statement | None:
    """The latest report from which both targets could still be reached; of one year the one with the nearest name."""
    dues = [each.until for each in (edge.older, edge.newer) if each.until is not None]
    if len(dues) < 2:
        return None
    fit = [
        (each, found)
        for each in actuals.get(edge.newer.bucket, ())
        if each.until is not None and each.until < min(dues) and not each.is_partial
        if (found := compare(each.measured, edge.newer.measured)).is_comparable
    ]
    if not fit:
        return None
    best = max(fit, key=lambda pair: (pair[0].until, pair[1].relation == "same", pair[0].figure.anchor.quote))
    return best[0]


def _needed(base: Statement, target: Statement) -> str:
    if base.until is None or target.until is None:
        return ""
    years = years_between(base.until, target.until)
    pace = pace_needed(base.amount, target.amount, years=years)
    return (
        ""
        if pace is None
        else f"{spell_pace(pace, target.amount.family, places=1, unit=unit_of(target))}（{_years(years)}年）"
    )


def _successions(statements: Sequence[Statement], edges: Sequence[Edge]) -> dict[Publication, set[Publication]]:
    """Which later publications carry which older one on, by the number of targets they share."""
    counts: dict[tuple[Publication, Publication], int] = defaultdict(int)
    for edge in edges:
        counts[edge.older.publication, edge.newer.publication] += 1
    sizes: dict[Publication, int] = defaultdict(int)
    for each in statements:
        sizes[each.publication] += each.is_target
    yearly = _yearly(statements)
    found: dict[Publication, set[Publication]] = defaultdict(set)
    for (older, newer), count in counts.items():
        if newer in yearly:
            continue
        if count >= ENOUGH_EDGES or count * 2 >= sizes[older]:
            found[older].add(newer)
    return found


def _yearly(statements: Sequence[Statement]) -> set[Publication]:
    """Documents most of whose dated targets fall due within the year: work points restate no plan."""
    near: dict[Publication, list[bool]] = defaultdict(list)
    for each in statements:
        if each.is_target and each.until is not None and each.meta.issued is not None:
            near[each.publication].append(years_between(each.meta.issued, each.until) <= 1)
    return {publication for publication, flags in near.items() if sum(flags) * 2 > len(flags)}


def _of_missing(target: Statement, later: Sequence[Statement], looked: str) -> Finding:
    """A target that no later document states again: met, stated otherwise, or not seen.

    Args:
        target: the promise.
        later: what later documents say of its kind.
        looked: those documents, in words.
    """
    near = [(each, _relation(target, each)) for each in later]
    reports = [each for each, found in near if not each.is_target and found.is_comparable]
    met = [each for each in reports if _meets(each, target) and _is_after(each, target)]
    if met:
        return _met(target, max(met, key=lambda each: (each.until is not None, each.until, each.order)))
    alike = [(each, found) for each, found in near if found.relation in ("narrower", "wider", "incomparable")]
    if alike:
        return _not_comparable(target, alike)
    parts = [("前", f"{cited(target)}：{target.said()}"), ("查过", looked)]
    parts += [("后文实绩", f"{cited(each)}：{each.said()}") for each in reports]
    message = f"未见量化延续：{target.said()}，{looked}中没有同一指标的目标。"
    return conclude("not-continued", RULE, [target, *reports], parts=parts, message=message)


def _relation(target: Statement, other: Statement) -> Comparison:
    if _kind_of(other) != _kind_of(target):
        return Comparison("unrelated")
    if other.bucket == target.bucket:
        return compare(target.measured, other.measured)
    known, near = target.measured.indicator, other.measured.indicator
    if known is None or near is None or not not_comparable(known.key, near.key) or not other.is_target:
        return Comparison("unrelated")
    return compare(target.measured, other.measured)


def _is_after(report: Statement, target: Statement) -> bool:
    return report.until is not None and target.meta.issued is not None and report.until > target.meta.issued


def _meets(report: Statement, target: Statement) -> bool:
    low, goal = report.amount.said.low, target.amount.said
    high = report.amount.said.high
    if target.measured.direction == "less":
        return high is not None and goal.high is not None and high <= goal.high
    return low is not None and goal.low is not None and low >= goal.low


def _met(target: Statement, report: Statement) -> Finding:
    found = compare(target.measured, report.measured)
    sign = "≤" if target.measured.direction == "less" else "≥"
    sums = f"{spelled(report)} {sign} {spelled(target)}"
    parts = [
        ("前", f"{cited(target)}：{target.said()}"),
        ("后文实绩", f"{cited(report)}：{report.said()}"),
        ("算式", sums),
        ("口径", found.reason or _tier_note(target)),
        ("未定义", _tier_note(target)),
    ]
    message = f"已达成后未延续：{target.said()}；后文报告{report.said()}，{sums}，未再提出目标。"
    return conclude("met-not-continued", RULE, [target, report], parts=parts, message=message)


def _tier_note(target: Statement) -> str:
    tier = target.measured.tier[1]
    return f"{tier}亿级是否包含更高一级的企业，两处都没有说明" if tier else ""


def _not_comparable(target: Statement, alike: Sequence[tuple[Statement, Comparison]]) -> Finding:
    parts = [("前", f"{cited(target)}：{target.said()}")]
    for each, found in alike:
        word = "目标" if each.is_target else "实绩"
        parts += [(f"后文{word}", f"{cited(each)}：{each.said()}"), ("口径", found.reason)]
    others = "、".join(each.said() for each, _ in alike)
    message = f"口径不同不可比：{target.said()}与{others}。{alike[0][1].reason}"
    return conclude("not-comparable", RULE, [target, *(each for each, _ in alike)], parts=parts, message=message)
