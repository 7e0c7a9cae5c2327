"""Checks a published timetable against the rules, one sentence a fault.

Shares no code with what makes timetables, on purpose: it works on plain names and counts, imports only the nouns, and
so cannot repeat a mistake of the solver.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from yuheng.exchange.meetings import Candidate, Meeting, Rules


def faults_in(
    meetings: Sequence[Meeting],
    *,
    firms: Collection[str],
    candidates: Iterable[Candidate],
    rules: Rules,
    excused: Collection[str] = (),
    refusals: Mapping[tuple[str, str], Sequence[str]] | None = None,
) -> list[str]:
    """Every way in which the timetable breaks a rule, in Chinese; empty where it keeps them all.

    Args:
        meetings: as published.
        firms: who is registered.
        candidates: the pairs that may meet, with their scores.
        rules: the event's rules.
        excused: firms whose missing floor is proven to be unavoidable.
        refusals: for pairs of the rules' vetoes, which of the two said no: one firm's no is not told as both firms'.
    """
    scores = {tuple(sorted(each.pair)): each.score for each in candidates}
    return [
        *_each(meetings, set(firms), scores, rules, refusals or {}),
        *_twice(meetings),
        *_too_many(meetings, rules),
        *_pins(meetings, rules),
        *_floors(meetings, set(firms) - set(excused), scores, rules),
    ]


def _each(
    meetings: Sequence[Meeting],
    firms: set[str],
    scores: dict[tuple[str, ...], int],
    rules: Rules,
    refusals: Mapping[tuple[str, str], Sequence[str]],
) -> Iterable[str]:
    for meeting in meetings:
        one, other = meeting.pair
        where = f"第{meeting.slot + 1}时段{meeting.table + 1}号桌 {one}—{other}"
        if not 0 <= meeting.slot < rules.slots:
            yield f"{where}：没有这个时段"
        if not 0 <= meeting.table < rules.tables:
            yield f"{where}：没有这张桌"
        if (meeting.table, meeting.slot) in rules.lost:
            yield f"{where}：这张桌不能用"
        for firm in (one, other):
            if firm not in firms:
                yield f"{where}：“{firm}”没有登记"
            if (firm, meeting.slot) in rules.absent:
                yield f"{where}：“{firm}”不在场"
        if (one, other) in rules.vetoes or (other, one) in rules.vetoes:
            said = refusals.get((one, other)) or refusals.get((other, one)) or ()
            yield f"{where}：{'、'.join(f'“{firm}”' for firm in said)}不同意对接" if said else f"{where}：要求回避"
        for group in rules.rivals:
            if {one, other} <= group:
                yield f"{where}：两家是竞争单位"
        score = scores.get(tuple(sorted((one, other))))
        if one == other:
            yield f"{where}：自己与自己对接"
        elif score is None:
            yield f"{where}：两家之间没有匹配"
        elif score != meeting.score:
            yield f"{where}：分数{meeting.score}与匹配的{score}不符"


def _twice(meetings: Sequence[Meeting]) -> Iterable[str]:
    at_once = Counter((firm, meeting.slot) for meeting in meetings for firm in set(meeting.pair))
    tables = Counter((meeting.table, meeting.slot) for meeting in meetings)
    pairs = Counter(tuple(sorted(meeting.pair)) for meeting in meetings)
    for (firm, slot), count in sorted(at_once.items()):
        if count > 1:
            yield f"“{firm}”第{slot + 1}时段同时有{count}场"
    for (table, slot), count in sorted(tables.items()):
        if count > 1:
            yield f"第{slot + 1}时段{table + 1}号桌同时有{count}场"
    for pair, count in sorted(pairs.items()):
        if count > 1:
            yield f"{'—'.join(pair)}对接了{count}次"


def _too_many(meetings: Sequence[Meeting], rules: Rules) -> Iterable[str]:
    counts = Counter(firm for meeting in meetings for firm in set(meeting.pair))
    for firm, count in sorted(counts.items()):
        limit = rules.own_most.get(firm, rules.most)
        if count > limit:
            yield f"“{firm}”有{count}场，上限{limit}场"


def _pins(meetings: Sequence[Meeting], rules: Rules) -> Iterable[str]:
    for pin in rules.pins:
        held = [meeting for meeting in meetings if sorted(meeting.pair) == sorted(pin.pair)]
        name = "—".join(pin.pair)
        if not held:
            yield f"指定的对接{name}没有安排"
        elif pin.slot is not None and all(meeting.slot != pin.slot for meeting in held):
            yield f"指定的对接{name}不在第{pin.slot + 1}时段"
        elif pin.table is not None and all(meeting.table != pin.table for meeting in held):
            yield f"指定的对接{name}不在{pin.table + 1}号桌"


def _floors(
    meetings: Sequence[Meeting], firms: set[str], scores: dict[tuple[str, ...], int], rules: Rules
) -> Iterable[str]:
    counts = Counter(firm for meeting in meetings for firm in set(meeting.pair))
    possible = Counter(firm for pair in scores for firm in pair)
    for firm in sorted(firms):
        present = sum((firm, slot) not in rules.absent for slot in range(rules.slots))
        due = min(rules.floor, possible[firm], present, rules.own_most.get(firm, rules.most))
        if counts[firm] < due:
            yield f"“{firm}”只有{counts[firm]}场，下限{due}场"
