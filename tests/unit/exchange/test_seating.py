"""Tables: hosts stay, pinned tables hold, and few firms change."""

from __future__ import annotations

from dataclasses import replace

from tests.unit.exchange.events import wished_event

from yuheng.exchange.meetings import Meeting, Rules
from yuheng.exchange.seating import seat, table_changes
from yuheng.exchange.timetable import timetable_of


def test_tables_dealt_slot_by_slot_are_changed_less_often_than_tables_given_by_name() -> None:
    firms, wishes = wished_event(80, 8, seed=3)
    rules = Rules(slots=8, tables=20, most=8)

    made = timetable_of(firms, wishes, rules=rules)

    by_name = [
        replace(meeting, table=place)
        for slot in range(8)
        for place, meeting in enumerate(sorted((m for m in made.meetings if m.slot == slot), key=lambda m: m.pair))
    ]
    assert table_changes(made.meetings) < 0.75 * table_changes(by_name)


def test_a_fixed_table_stays_and_nobody_else_gets_it() -> None:
    sittings = [(("a", "b"), 0), (("c", "d"), 0), (("a", "c"), 1), (("b", "d"), 1)]

    tables = seat(sittings, Rules(slots=2, tables=3, most=2), fixed={(("c", "d"), 0): 2, (("b", "d"), 1): 0})

    assert (tables[("c", "d"), 0], tables[("b", "d"), 1]) == (2, 0)
    assert tables[("a", "b"), 0] != 2
    assert tables[("a", "c"), 1] != 0


def test_a_lost_table_is_nobodys() -> None:
    sittings = [(("a", "b"), 0), (("c", "d"), 0)]

    tables = seat(sittings, Rules(slots=1, tables=3, most=1, lost=frozenset({(1, 0)})))

    assert sorted(tables.values()) == [0, 2]


def test_two_firms_that_meet_once_each_change_nothing() -> None:
    assert table_changes([Meeting(0, 0, ("a", "b"), 1), Meeting(1, 3, ("c", "d"), 1)]) == 0
