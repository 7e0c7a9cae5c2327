"""The day: who can stay stays, freed places are filled, nobody is in two places, and what was held is a fact."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.exchange.events import candidates, wished_event

from yuheng.exchange.meetings import Meeting, Rules
from yuheng.exchange.replan import replan
from yuheng.exchange.timetable import timetable_of
from yuheng.exchange.verifier import faults_in

FIRMS, WISHES = wished_event(100, 8, seed=31)
RULES = Rules(slots=8, tables=20, most=8)
PLAN = timetable_of(FIRMS, WISHES, rules=RULES).meetings


def gone(firms: list[str], now: int) -> Rules:
    return replace(RULES, absent=frozenset((firm, slot) for firm in firms for slot in range(now, RULES.slots)))


def test_the_absent_are_out_and_the_others_stay_where_they_are() -> None:
    rules = gone(FIRMS[:3], 2)

    made = replan(PLAN, FIRMS, candidates=WISHES, rules=rules, now=2)

    kept = [m for m in PLAN if m.slot < 2 or not set(m.pair) & set(FIRMS[:3])]
    assert set(kept) <= set(made.meetings)
    assert made.moved == ()
    assert {meeting for meeting in made.meetings if meeting.slot < 2} == {m for m in PLAN if m.slot < 2}
    assert (
        faults_in(
            [m for m in made.meetings if m.slot >= 2], firms=FIRMS, candidates=WISHES, rules=replace(rules, floor=0)
        )
        == []
    )
    assert made.added != ()


def test_a_lost_table_moves_only_its_own_meetings() -> None:
    rules = replace(RULES, lost=frozenset((4, slot) for slot in range(3, 8)))

    made = replan(PLAN, FIRMS, candidates=WISHES, rules=rules, now=3)

    others = {meeting for meeting in PLAN if meeting.table != 4 or meeting.slot < 3}
    assert others <= set(made.meetings)
    assert [meeting for meeting in made.meetings if meeting.table == 4 and meeting.slot >= 3] == []
    assert made.moved == ()


def test_a_late_arrival_keeps_its_later_meetings_and_gets_the_missed_ones_back() -> None:
    wishes = candidates(("晚到", "乙", 9), ("晚到", "丙", 8))
    plan = [Meeting(0, 0, ("乙", "晚到"), 9), Meeting(2, 0, ("丙", "晚到"), 8)]
    rules = Rules(slots=4, tables=1, most=4, absent=frozenset({("晚到", 0), ("晚到", 1)}))

    made = replan(plan, ["晚到", "乙", "丙"], candidates=wishes, rules=rules, now=0)

    assert set(made.meetings) == {Meeting(2, 0, ("丙", "晚到"), 8), Meeting(3, 0, ("乙", "晚到"), 9)}
    assert [meeting.pair for meeting in made.rebooked] == [("乙", "晚到")]
    assert made.changed == ("乙", "晚到")


def test_a_new_firm_gets_a_meeting_without_moving_anybody() -> None:
    firms, wishes = [*FIRMS, "新来"], [*WISHES, *candidates(*(("新来", firm, 50) for firm in FIRMS[40:50]))]

    made = replan(PLAN, firms, candidates=wishes, rules=replace(RULES, tables=21), now=4)

    assert [meeting for meeting in made.added if "新来" in meeting.pair] != []
    assert (made.moved, made.dropped) == ((), ())


def test_without_news_nothing_changes_but_what_was_open_may_be_filled() -> None:
    made = replan(PLAN, FIRMS, candidates=WISHES, rules=RULES, now=0)

    assert set(PLAN) <= set(made.meetings)
    assert (made.moved, made.dropped, made.rebooked) == ((), (), ())


@given(
    away=st.lists(st.sampled_from(FIRMS), max_size=6, unique=True),
    tables=st.lists(st.integers(0, 19), max_size=2, unique=True),
    now=st.integers(0, 7),
)
def test_no_news_double_books_anybody_or_moves_more_than_one_in_a_hundred(
    away: list[str], tables: list[int], now: int
) -> None:
    lost = frozenset((table, slot) for table in tables for slot in range(now, 8))
    rules = replace(gone(away, now), lost=lost)

    made = replan(PLAN, FIRMS, candidates=WISHES, rules=rules, now=now)

    later = [meeting for meeting in made.meetings if meeting.slot >= now]
    assert faults_in(later, firms=FIRMS, candidates=WISHES, rules=replace(rules, floor=0)) == []
    assert faults_in(made.meetings, firms=FIRMS, candidates=WISHES, rules=replace(RULES, floor=0)) == []
    assert len(made.moved) <= 0.01 * made.surviving
