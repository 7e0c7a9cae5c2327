"""The day of an event in its folder: one piece of news after the other."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from yuheng.app.event_day import News, plan_again, take_back, take_outcomes
from yuheng.app.event_desk import faults, keep_setting, move
from yuheng.app.event_folder import MATCHES, OUTCOMES, PLAN, REGISTERED, read_event
from yuheng.app.event_people import note_consent
from yuheng.errors import Misuse
from yuheng.exchange.items import Firm, Item
from yuheng.exchange.matches import Match, Part
from yuheng.exchange.meetings import Meeting, Pair, pair_of
from yuheng.exchange.outcomes import Outcome
from yuheng.exchange.registration import Registration
from yuheng.office.event_file import (
    Plan,
    matches_text,
    plan_text,
    read_outcomes,
    read_plan,
    read_registration,
    read_withdrawals,
    registration_text,
)
from yuheng.office.event_setting import Clock, Setting

ONE, TWO, THREE, FOUR = "甲药业", "乙医院", "丙器械", "丁医院"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_event(tmp_path)


def small_event(tmp_path: Path) -> Path:
    """甲 meets 乙 at nine, 丙 meets 丁 after; nobody else matches anybody."""
    keep_setting(tmp_path, Setting(title="会", day=date(2026, 5, 20), clock=Clock(count=4, breaks=()), tables=2))
    firms = {name: Firm(name=name) for name in (ONE, TWO, THREE, FOUR)}
    pairs = ((ONE, TWO), (THREE, FOUR))
    items = [Item(id=f"G{n}", firm=offer, side="offer", name="口罩") for n, (offer, _) in enumerate(pairs)]
    items += [Item(id=f"X{n}", firm=need, side="need", name="口罩") for n, (_, need) in enumerate(pairs)]
    (tmp_path / REGISTERED).write_text(registration_text(Registration(firms, items)), "utf-8")
    parts = (Part("产品", 0.8, "都写有口罩"),)
    made = [Match(f"X{n}", f"G{n}", (need, offer), 800, parts, ()) for n, (offer, need) in enumerate(pairs)]
    (tmp_path / MATCHES).write_text(matches_text(made), "utf-8")
    meetings = (meeting(0, 0, (ONE, TWO)), meeting(2, 0, (THREE, FOUR)))
    (tmp_path / PLAN).write_text(plan_text(Plan(version=1, meetings=meetings, objective=1600, bound=1600)), "utf-8")
    return tmp_path


def meeting(slot: int, table: int, firms: Pair) -> Meeting:
    return Meeting(slot, table, pair_of(*firms), 800)


def test_a_firm_stranded_by_the_first_news_does_not_stop_the_second(folder: Path) -> None:
    first, _, _ = plan_again(folder, News(now=0, away=(ONE,)))
    second, plan, _ = plan_again(folder, News(now=1, late=((FOUR, 3),)))

    assert first.stranded == (TWO,)
    assert plan.version == 3
    assert second.meetings == (meeting(3, 0, (THREE, FOUR)),)
    assert faults(plan, read_event(folder)) == []


def test_an_absence_is_taken_back_from_the_next_slot_on_and_the_past_stays_as_it_was(folder: Path) -> None:
    _, away, _ = plan_again(folder, News(now=1, away=(FOUR,)))
    _, back, _ = plan_again(folder, News(now=2, back=(FOUR,)))

    assert [each.pair for each in away.meetings] == [pair_of(ONE, TWO)]
    assert [each.pair for each in back.meetings] == [pair_of(ONE, TWO), pair_of(THREE, FOUR)]
    assert (back.absent, [each.slot >= 2 for each in back.meetings]) == (((FOUR, 1),), [False, True])
    assert faults(back, read_event(folder)) == []


def test_a_firm_registered_as_absent_that_comes_all_the_same_can_meet(folder: Path) -> None:
    registered = read_registration(folder / REGISTERED)
    registered.absences = [(ONE, slot) for slot in range(4)]
    (folder / REGISTERED).write_text(registration_text(registered), "utf-8")

    _, away, _ = plan_again(folder, News(now=0))
    _, back, _ = plan_again(folder, News(now=1, back=(ONE,)))

    assert ONE not in {firm for each in away.meetings for firm in each.pair}
    assert pair_of(ONE, TWO) in {each.pair for each in back.meetings if each.slot >= 1}
    assert faults(back, read_event(folder)) == []


def test_a_table_that_can_be_used_again_is_used_again(folder: Path) -> None:
    _, lost, _ = plan_again(folder, News(now=1, lost=(0, 1)))
    _, found, _ = plan_again(folder, News(now=2, found=(1,)))

    assert [each.pair for each in lost.meetings] == [pair_of(ONE, TWO)]
    assert [(each.pair, each.table) for each in found.meetings if each.slot >= 2] == [(pair_of(THREE, FOUR), 1)]
    assert found.lost == ((0, 1), (0, 2), (0, 3), (1, 1))


def test_a_no_on_the_day_cancels_that_meeting_and_leaves_the_others(folder: Path) -> None:
    note_consent(folder, pair_of(THREE, FOUR), [FOUR], yes=False, by="四", on=date(2026, 5, 20))
    assert faults(read_plan(folder / PLAN), read_event(folder)) == [
        f"第3时段1号桌 {'—'.join(pair_of(THREE, FOUR))}：“{FOUR}”不同意对接"
    ]

    made, plan, _ = plan_again(folder, News(now=1))

    assert (made.dropped, plan.meetings) == ((meeting(2, 0, (THREE, FOUR)),), (meeting(0, 0, (ONE, TWO)),))
    assert faults(plan, read_event(folder)) == []


def test_a_no_after_the_meeting_does_not_stop_the_next_plan(folder: Path) -> None:
    note_consent(folder, pair_of(ONE, TWO), [TWO], yes=False, by="二", on=date(2026, 5, 20))

    _, plan, _ = plan_again(folder, News(now=1, late=((FOUR, 3),)))

    assert [each.pair for each in plan.meetings] == [pair_of(ONE, TWO), pair_of(THREE, FOUR)]
    assert faults(plan, read_event(folder)) == []


def test_the_verifier_still_stops_a_plan_that_forgets_somebody(folder: Path) -> None:
    forgetful = Plan(version=2, meetings=(meeting(0, 0, (ONE, TWO)),), objective=800, bound=1600)

    assert faults(forgetful, read_event(folder)) == [
        f"“{FOUR}”只有0场，下限1场",
        f"“{THREE}”只有0场，下限1场",
    ]


def test_a_meeting_does_not_move_into_an_absence(folder: Path) -> None:
    plan_again(folder, News(now=1, late=((FOUR, 2),)))

    with pytest.raises(Misuse, match=f"“{FOUR}”不在场"):
        move(folder, pair_of(THREE, FOUR), slot=1, table=0)


def test_what_has_begun_does_not_move_any_more(folder: Path) -> None:
    with pytest.raises(Misuse, match="已经开始"):
        move(folder, pair_of(ONE, TWO), slot=3, table=1, begun=1)
    with pytest.raises(Misuse, match="已经开始"):
        move(folder, pair_of(THREE, FOUR), slot=0, table=1, begun=1)


# --- outcomes

ON = date(2026, 5, 20)
LINES = [f"{ONE} {TWO} 有意向", f"{ONE} {TWO} 已签合同 80万元 2026-07-01 合同.pdf", f"{THREE} {FOUR} 不合适"]


def taken_back(folder: Path, line: str, instead: str = "") -> Outcome:
    take_outcomes(folder, LINES, on=ON)
    return take_back(folder, line, by="张三", at=datetime(2026, 7, 2, tzinfo=UTC), on=date(2026, 7, 2), instead=instead)


def test_a_line_is_taken_back_by_its_own_words_and_stays_with_who_did_so(folder: Path) -> None:
    gone = taken_back(folder, f"{FOUR} 与 {THREE}：不合适")

    assert [each.label for each in read_outcomes(folder / OUTCOMES)] == ["有意向", "已签合同"]
    assert [(each.outcome, each.by, each.instead) for each in read_withdrawals(folder / OUTCOMES)] == [
        (gone, "张三", None)
    ]


def test_a_corrected_line_keeps_the_signed_paper_of_the_one_that_it_replaces(folder: Path) -> None:
    taken_back(folder, f"{ONE}—{TWO} 已签合同", f"{ONE}—{TWO} 已签合同 60万元 2026-07-01")

    held = [each for each in read_outcomes(folder / OUTCOMES) if each.label == "已签合同"]
    assert [(each.amount, each.paper, each.on) for each in held] == [(Decimal(60), "合同.pdf", date(2026, 7, 1))]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"{ONE} {TWO} 已签合同 81万元", "对不上一条现有的结果"),
        (f"{ONE} {TWO} 已签合同 2026-07-02", "对不上一条现有的结果"),
        (f"{THREE} {FOUR} 有意向", "对不上一条现有的结果"),
    ],
)
def test_a_line_that_says_something_else_takes_nothing_back(folder: Path, line: str, said: str) -> None:
    with pytest.raises(Misuse, match=said):
        taken_back(folder, line)

    assert len(read_outcomes(folder / OUTCOMES)) == 3


def test_a_line_that_fits_two_outcomes_is_asked_back_with_both(folder: Path) -> None:
    take_outcomes(folder, [f"{ONE} {TWO} 有意向 2026-06-01"], on=ON)

    with pytest.raises(Misuse, match="2026-05-20 有意向；2026-06-01 有意向"):
        taken_back(folder, LINES[0])
