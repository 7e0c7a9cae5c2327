"""Which table each meeting sits at, so that few firms have to change tables between two of their meetings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from yuheng.exchange.meetings import Meeting, Pair, Rules

Sitting = tuple[Pair, int]
"""A pair and its slot."""

_SWEEPS: Final = 60
_WORK: Final = 100_000_000
"""Pairs of a meeting and a table weighed in all: halls of thousands of tables get fewer sweeps, by a count."""

_NOISE: Final = 0.3
"""Less than one change of table: it only chooses among what is equally good, so that sweeps do not get stuck."""


def seat(
    sittings: Sequence[Sitting], rules: Rules, *, fixed: Mapping[Sitting, int] | None = None
) -> dict[Sitting, int]:
    """Give every sitting a table of its slot; those in `fixed` keep theirs.

    The firms with the most meetings are hosts: each has a home table as long as there are tables, and a meeting goes to
    the home of its busier firm. What finds its homes taken sits where one of the two sat last, else anywhere. Then each
    slot's tables are dealt anew, exactly, by where its firms sit before and after.

    >>> seat([(("a", "b"), 0), (("a", "c"), 1)], Rules(slots=2, tables=2, most=2))
    {(('a', 'b'), 0): 0, (('a', 'c'), 1): 0}
    """
    fixed = dict(fixed or {})
    homes = _homes(sittings, rules.tables)
    tables: dict[Sitting, int] = {}
    last: dict[str, int] = {}
    for slot in sorted({slot for _, slot in sittings}):
        here = sorted(sitting for sitting in sittings if sitting[1] == slot)
        seated = {sitting: fixed[sitting] for sitting in here if sitting in fixed}
        free = set(rules.tables_in(slot)) - set(seated.values())
        waiting = [sitting for sitting in here if sitting not in seated]
        for wish in (_stays, _home, _last):
            for sitting in list(waiting):
                table = next((t for t in wish(sitting[0], last, homes) if t in free), None)
                if table is not None:
                    seated[sitting] = table
                    free.remove(table)
                    waiting.remove(sitting)
        for sitting, table in zip(waiting, sorted(free, reverse=True), strict=False):
            seated[sitting] = table
        tables |= seated
        last |= {firm: table for (pair, _), table in seated.items() for firm in pair}
    return _dealt_anew(tables, rules, fixed)


def _dealt_anew(first: dict[Sitting, int], rules: Rules, fixed: Mapping[Sitting, int]) -> dict[Sitting, int]:
    """Deal the tables of one slot after the other, given all others; kept only where that spares changes of table."""
    import numpy as np

    tables, drawn, near = dict(first), np.random.default_rng(0), _neighbours(first)
    loose: dict[int, list[Sitting]] = {}
    for sitting in sorted(tables):
        if sitting not in fixed:
            loose.setdefault(sitting[1], []).append(sitting)
    room = {
        slot: sorted(set(rules.tables_in(slot)) - {table for sitting, table in fixed.items() if sitting[1] == slot})
        for slot in loose
    }
    sweeps = min(_SWEEPS, _WORK // max(sum(len(loose[slot]) * len(room[slot]) for slot in loose), 1))
    for _ in range(sweeps):
        for slot in sorted(loose):
            _deal(tables, loose[slot], room[slot], near=near, drawn=drawn)
    before, after = (
        sum(given[one] != given[other] for one in near for other in near[one]) for given in (first, tables)
    )
    return tables if after < before else first


def _deal(
    tables: dict[Sitting, int],
    here: Sequence[Sitting],
    room: Sequence[int],
    *,
    near: Mapping[Sitting, Sequence[Sitting]],
    drawn: Any,
) -> None:
    """Give the meetings of one slot the tables at which the most of their firms sit before or after."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    column = {table: number for number, table in enumerate(room)}
    stays = np.zeros((len(here), len(room)))
    for row, sitting in enumerate(here):
        for other in near[sitting]:
            if tables[other] in column:
                stays[row, column[tables[other]]] += 1
    rows, columns = linear_sum_assignment(stays + _NOISE * drawn.random(stays.shape), maximize=True)
    now = sum(stays[row, column[tables[sitting]]] for row, sitting in enumerate(here))
    if stays[rows, columns].sum() >= now:
        for row, number in zip(rows.tolist(), columns.tolist(), strict=True):
            tables[here[row]] = room[number]


def _neighbours(tables: Iterable[Sitting]) -> dict[Sitting, list[Sitting]]:
    """What each meeting's firms do before and after it."""
    days: dict[str, list[Sitting]] = {}
    near: dict[Sitting, list[Sitting]] = {sitting: [] for sitting in tables}
    for sitting in sorted(near, key=lambda each: (each[1], each[0])):
        for firm in sitting[0]:
            days.setdefault(firm, []).append(sitting)
    for day in days.values():
        for one, other in pairwise(day):
            near[one].append(other)
            near[other].append(one)
    return near


def _homes(sittings: Iterable[Sitting], tables: int) -> dict[str, int]:
    """Home tables of the busiest firms; a firm whose meetings all have a host by then needs none."""
    partners: dict[str, list[Pair]] = {}
    for pair, _ in sittings:
        for firm in pair:
            partners.setdefault(firm, []).append(pair)
    homes: dict[str, int] = {}
    for firm in sorted(partners, key=lambda name: (-len(partners[name]), name)):
        hosted = sum(1 for pair in partners[firm] if pair[0] in homes or pair[1] in homes)
        if len(homes) < tables and hosted * 2 <= len(partners[firm]):
            homes[firm] = len(homes)
    return homes


def _stays(pair: Pair, last: Mapping[str, int], _homes: Mapping[str, int]) -> list[int]:
    """The table at which both sat last."""
    a, b = last.get(pair[0], -1), last.get(pair[1], -2)
    return [a] if a == b else []


def _home(pair: Pair, _last: Mapping[str, int], homes: Mapping[str, int]) -> list[int]:
    return [homes[firm] for firm in pair if firm in homes]


def _last(pair: Pair, last: Mapping[str, int], _homes: Mapping[str, int]) -> list[int]:
    return [last[firm] for firm in pair if firm in last]


def table_changes(meetings: Iterable[Meeting]) -> int:
    """How often a firm's next meeting is at another table, over all firms."""
    last: dict[str, int] = {}
    changes = 0
    for meeting in sorted(meetings):
        for firm in meeting.pair:
            changes += last.get(firm, meeting.table) != meeting.table
            last[firm] = meeting.table
    return changes
