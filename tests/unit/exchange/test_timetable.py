"""Timetables: proven where nobody is absent, bounded where somebody is, fair, calm and the same every time."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.exchange.events import away, candidates, idle_gaps, wished_event

from yuheng.errors import Misuse
from yuheng.exchange.meetings import Candidate, Meeting, Pin, Rules, pair_of
from yuheng.exchange.rounds import Effort
from yuheng.exchange.seating import table_changes
from yuheng.exchange.timetable import greedy_timetable, timetable_of
from yuheng.exchange.verifier import faults_in

QUICK = Effort(gap=0.0, rounds=60, seconds=30)


def test_the_best_total_is_taken_though_best_first_would_miss_it() -> None:
    firms = ["甲", "乙", "丙", "丁"]
    wishes = candidates(("甲", "丙", 10), ("甲", "丁", 9), ("乙", "丙", 9))
    rules = Rules(slots=1, tables=2, most=1)

    made = timetable_of(firms, wishes, rules=rules)

    assert [(meeting.pair, meeting.slot) for meeting in made.meetings] == [(("丁", "甲"), 0), (("丙", "乙"), 0)]
    assert (made.objective, made.bound, made.stopped) == (18, 18, "optimal")
    assert greedy_timetable(firms, wishes, rules=rules).objective == 10


def test_without_absences_every_event_is_solved_to_its_bound() -> None:
    firms, wishes = wished_event(120, 8, seed=3)

    for tables in (8, 20, 60):
        rules = Rules(slots=8, tables=tables, most=8)
        made = timetable_of(firms, wishes, rules=rules)
        assert (made.gap, made.is_optimal, made.below, made.stopped) == (0.0, True, (), "optimal")
        assert faults_in(made.meetings, firms=firms, candidates=wishes, rules=rules) == []


def test_with_a_quarter_absent_the_gap_is_small_and_said() -> None:
    firms, wishes = wished_event(100, 8, seed=5)
    rules = Rules(slots=8, tables=25, most=8, absent=away(firms, 8, 0.25, seed=1))

    made = timetable_of(firms, wishes, rules=rules, effort=Effort(gap=0.005, seconds=60))

    assert made.gap <= 0.01
    assert made.objective <= made.bound
    assert faults_in(made.meetings, firms=firms, candidates=wishes, rules=rules, excused=made.below) == []


def test_idle_gaps_are_at_most_half_of_those_that_best_first_leaves() -> None:
    firms, wishes = wished_event(120, 8, seed=7)
    rules = Rules(slots=12, tables=24, most=12)

    made, greedy = timetable_of(firms, wishes, rules=rules), greedy_timetable(firms, wishes, rules=rules)

    assert idle_gaps(made.meetings, rules) * 2 <= idle_gaps(greedy.meetings, rules)


def test_a_full_hall_with_a_quarter_absent_is_calmed_as_much() -> None:
    firms, wishes = wished_event(120, 8, seed=7)
    rules = Rules(slots=12, tables=24, most=12, absent=away(firms, 12, 0.25, seed=4))

    made, greedy = timetable_of(firms, wishes, rules=rules, effort=QUICK), greedy_timetable(firms, wishes, rules=rules)

    assert len(made.meetings) > 0.95 * 24 * 12
    assert idle_gaps(made.meetings, rules) * 2 <= idle_gaps(greedy.meetings, rules)


def test_a_hall_with_more_room_than_meetings_begins_in_the_first_round() -> None:
    firms, wishes = wished_event(12, 2, seed=1)

    made = timetable_of(firms, wishes, rules=Rules(slots=9, tables=12, most=2))

    used = sorted({meeting.slot for meeting in made.meetings})
    assert used == list(range(len(used)))


def test_a_round_moves_ahead_only_where_its_firms_and_tables_are_there_and_no_pin_holds_it() -> None:
    firms, wishes = ["甲", "乙", "丙", "丁"], candidates(("甲", "乙", 10), ("丙", "丁", 9))
    late = frozenset({("甲", 0), ("丙", 0), ("丙", 1), ("丙", 2)})
    no_table = frozenset({(0, 1), (1, 1)})
    pins = (Pin(pair_of("丙", "丁"), slot=3),)

    made = [
        {meeting.pair: meeting.slot for meeting in timetable_of(firms, wishes, rules=rules).meetings}
        for rules in (
            Rules(slots=4, tables=2, most=1),
            Rules(slots=4, tables=2, most=1, absent=late),
            Rules(slots=4, tables=2, most=1, absent=late, lost=no_table),
            Rules(slots=4, tables=2, most=1, pins=pins),
        )
    ]

    one, other = pair_of("甲", "乙"), pair_of("丙", "丁")
    assert made == [{one: 0, other: 1}, {one: 1, other: 3}, {one: 2, other: 3}, {one: 0, other: 3}]


def test_a_firm_with_many_meetings_stays_at_its_table() -> None:
    wishes = candidates(*(("医院", f"厂{number}", 10) for number in range(5)))

    made = timetable_of(["医院", *(f"厂{n}" for n in range(5))], wishes, rules=Rules(slots=6, tables=4, most=6))

    assert len(made.meetings) == 5
    assert table_changes(made.meetings) == 0


def test_an_event_has_at_most_as_many_slots_as_a_day_can_be_told_by() -> None:
    with pytest.raises(Misuse, match="至多为 48"):
        Rules(slots=49, tables=1, most=1)


def test_the_same_seed_gives_the_same_timetable_whatever_the_order_of_the_input() -> None:
    firms, wishes = wished_event(60, 6, seed=9)
    rules = Rules(slots=8, tables=12, most=8, absent=away(firms, 8, 0.2, seed=2))

    once = timetable_of(firms, wishes, rules=rules, seed=4, effort=QUICK)
    again = timetable_of(reversed(firms), wishes[::-1], rules=rules, seed=4, effort=QUICK)

    assert once == again


def test_firms_that_offer_and_need_in_a_ring_are_scheduled_too() -> None:
    firms = ["甲", "乙", "丙", "丁", "戊"]
    wishes = candidates(*((one, other, 5) for one, other in itertools.combinations(firms, 2)))
    rules = Rules(slots=5, tables=2, most=4)

    made = timetable_of(firms, wishes, rules=rules)

    assert (len(made.meetings), made.objective) == (10, 50)
    assert faults_in(made.meetings, firms=firms, candidates=wishes, rules=rules) == []


def test_pins_stand_where_they_were_set_and_vetoes_and_rivals_never_meet() -> None:
    firms, wishes = wished_event(40, 6, seed=11)
    one, two, three = (each.pair for each in wishes[:30:10])
    rules = Rules(
        slots=6,
        tables=8,
        most=6,
        pins=(Pin(one, slot=2, table=5),),
        vetoes=frozenset({two}),
        rivals=(frozenset(three),),
    )

    made = timetable_of(firms, wishes, rules=rules, effort=QUICK)

    assert [(meeting.slot, meeting.table) for meeting in made.meetings if meeting.pair == one] == [(2, 5)]
    assert [meeting for meeting in made.meetings if meeting.pair in (two, three)] == []
    assert faults_in(made.meetings, firms=firms, candidates=wishes, rules=rules, excused=made.below) == []


def test_a_veto_and_a_pin_hold_in_whichever_order_their_firms_are_written() -> None:
    wishes = candidates(("单位2", "单位10", 5), ("单位2", "单位3", 4))
    rules = Rules(slots=2, tables=1, most=2, vetoes=frozenset({("单位2", "单位10")}), pins=(Pin(("单位3", "单位2")),))

    made = timetable_of(["单位2", "单位3", "单位10"], wishes, rules=rules)

    assert [meeting.pair for meeting in made.meetings] == [("单位2", "单位3")]


def test_a_firm_that_nobody_matches_is_named_and_hinders_nothing() -> None:
    made = timetable_of(["甲", "乙", "孤"], candidates(("甲", "乙", 5)), rules=Rules(slots=2, tables=1, most=2))

    assert (made.unmatched, made.below, len(made.meetings)) == (("孤",), (), 1)


def test_an_event_without_matches_has_an_empty_timetable() -> None:
    made = timetable_of(["甲", "乙"], [], rules=Rules(slots=2, tables=1, most=2))

    assert (made.meetings, made.objective, made.bound, made.gap) == ((), 0, 0, 0.0)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"pins": (Pin(("乙", "甲"), slot=9),)}, "只有2个时段"),
        ({"pins": (Pin(("乙", "甲"), slot=0), Pin(("丙", "甲"), slot=0))}, "已有别的指定"),
        ({"pins": (Pin(("丙", "乙")),)}, "没有匹配"),
        ({"absent": frozenset({("丁", 0)})}, "不在参会名单"),
        ({"pins": (Pin(("乙", "甲")), Pin(("丙", "甲"))), "most": 1}, "指定的对接不能都排上"),
    ],
)
def test_what_cannot_be_set_is_refused_in_plain_words(changed: dict[str, Any], said: str) -> None:
    wishes = candidates(("甲", "乙", 5), ("甲", "丙", 4))
    rules = replace(Rules(slots=2, tables=2, most=2), **changed)

    with pytest.raises(Misuse, match=said):
        timetable_of(["甲", "乙", "丙"], wishes, rules=rules)


@st.composite
def events(draw: st.DrawFn) -> tuple[list[str], list[Candidate], Rules]:
    firms = [f"单位{number}" for number in range(draw(st.integers(2, 12)))]
    every = list(itertools.combinations(firms, 2))
    chosen = draw(st.lists(st.sampled_from(every), unique=True, max_size=30))
    wishes = [Candidate(pair_of(*pair), draw(st.integers(1, 20))) for pair in chosen]
    slots, tables = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    cells = [(firm, slot) for firm in firms for slot in range(slots)]
    seats = [(table, slot) for table in range(tables) for slot in range(slots)]
    rules = Rules(
        slots=slots,
        tables=tables,
        most=draw(st.integers(1, 6)),
        floor=draw(st.integers(0, 2)),
        absent=frozenset(draw(st.lists(st.sampled_from(cells), max_size=8))),
        lost=frozenset(draw(st.lists(st.sampled_from(seats), max_size=3))),
        vetoes=frozenset(draw(st.lists(st.sampled_from(every), max_size=3))),
        rivals=tuple(frozenset(draw(st.lists(st.sampled_from(firms), min_size=2, max_size=3))) for _ in range(1)),
    )
    return firms, wishes, rules


@given(event=events(), seed=st.integers(0, 3))
def test_no_event_makes_a_timetable_that_the_verifier_refuses(
    event: tuple[list[str], list[Candidate], Rules], seed: int
) -> None:
    firms, wishes, rules = event

    made = timetable_of(firms, wishes, rules=rules, seed=seed, effort=QUICK)

    assert faults_in(made.meetings, firms=firms, candidates=wishes, rules=rules, excused=made.below) == []
    assert made.objective == sum(meeting.score for meeting in made.meetings)
    assert made.objective <= made.bound


def best_by_trying(firms: list[str], wishes: list[Candidate], rules: Rules) -> int:
    """The best total of an event without absences, by looking at every choice; and without looking at any clock."""
    best = 0
    for count in range(len(wishes) + 1):
        for chosen in itertools.combinations(wishes, count):
            meetings = Counter(firm for each in chosen for firm in each.pair)
            if len(chosen) <= rules.slots * rules.tables and all(n <= rules.most for n in meetings.values()):
                best = max(best, sum(each.score for each in chosen))
    return best


@given(wishes=st.dictionaries(st.tuples(st.sampled_from("甲乙丙"), st.sampled_from("丁戊己")), st.integers(1, 9)))
def test_the_bound_is_what_trying_every_choice_finds(wishes: dict[tuple[str, str], int]) -> None:
    listed = [Candidate(pair_of(*pair), score) for pair, score in wishes.items()]
    rules = Rules(slots=3, tables=2, most=2, floor=0)

    made = timetable_of("甲乙丙丁戊己", listed, rules=rules)

    assert made.objective == made.bound == best_by_trying(list("甲乙丙丁戊己"), listed, rules)


def test_meetings_are_ordered_as_the_day_runs() -> None:
    assert sorted([Meeting(1, 0, ("a", "b"), 1), Meeting(0, 1, ("c", "d"), 1)])[0].slot == 0
