"""What is printed of a plan, and what nobody may hand out any more."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.unit.app.test_event_day import FOUR, ONE, THREE, TWO, meeting, small_event

from yuheng.app.event import make_timetable
from yuheng.app.event_day import News, plan_again
from yuheng.app.event_desk import keep_setting, move
from yuheng.app.event_folder import PLAN, SETTING, read_event
from yuheng.app.event_press import (
    AGENDAS,
    BOOK,
    TABLES,
    WALL,
    Print,
    is_behind,
    make_print,
    note_printed,
    print_out,
    prints_due,
    prints_in,
    stale_in,
    waiting_sheets,
)
from yuheng.errors import Misuse
from yuheng.exchange.meetings import pair_of
from yuheng.office.event_file import read_plan
from yuheng.office.event_setting import read_setting

NOON = datetime(2026, 5, 20, 12, tzinfo=UTC)
LATE = News(now=1, late=((FOUR, 3),))
"""丙 and 丁 meet one slot later; the day of 甲 and 乙 stays as it is."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_event(tmp_path)


def due(folder: Path, *, everything: bool = False) -> list[tuple[str, tuple[str, ...], tuple[int, ...]]]:
    plan = read_plan(folder / PLAN)
    return [(e.name, e.firms, e.tables) for e in prints_due(folder, read_event(folder), plan, everything=everything)]


def printed(folder: Path, *, everything: bool = False) -> list[str]:
    """The files that were made, without the calendars."""
    written = print_out(folder, read_event(folder), read_plan(folder / PLAN), everything=everything)
    return [path.name for path in written if path.suffix != ".ics"]


def test_before_anything_is_printed_everything_is_due_agendas_first(folder: Path) -> None:
    assert due(folder) == [(AGENDAS, (FOUR, THREE, TWO, ONE), ()), (TABLES, (), (0,)), (BOOK, (), ()), (WALL, (), ())]
    assert is_behind(folder, read_plan(folder / PLAN))


def test_a_plan_that_is_printed_is_not_printed_again(folder: Path) -> None:
    assert printed(folder, everything=True) == [AGENDAS, TABLES, BOOK, WALL, "总表.png"]

    assert printed(folder, everything=True) == []
    assert not is_behind(folder, read_plan(folder / PLAN))


def test_only_those_whose_day_has_changed_get_new_sheets(folder: Path) -> None:
    printed(folder)
    plan_again(folder, LATE)

    assert due(folder) == [
        ("变更议程.v2.pdf", (FOUR, THREE), ()),
        ("变更桌卡.v2.pdf", (), (0,)),
        (BOOK, (), ()),
        (WALL, (), ()),
    ]
    calendar = folder / f"日历/{FOUR}.ics"
    before = calendar.read_bytes()
    printed(folder)
    assert calendar.read_bytes() != before


def test_sheets_of_a_plan_between_are_never_made_and_its_changes_are_in_the_next_ones(folder: Path) -> None:
    printed(folder)
    plan_again(folder, LATE)
    plan_again(folder, News(now=1, away=(ONE,)))

    assert due(folder)[0] == ("变更议程.v3.pdf", (FOUR, THREE), ())
    plan_again(folder, News(now=0, away=(ONE,)))
    assert due(folder)[0] == ("变更议程.v4.pdf", (FOUR, THREE, TWO), ())


def test_who_is_away_gets_no_sheet_and_who_comes_after_all_does_though_nobody_is_left_to_meet(folder: Path) -> None:
    printed(folder)
    plan_again(folder, News(now=0, away=(THREE,)))
    assert due(folder)[0][1] == (FOUR,), "whose meeting has fallen away, and who is there"
    printed(folder)
    assert not is_behind(folder, read_plan(folder / PLAN))

    plan_again(folder, News(now=3, away=(FOUR,), back=(THREE,)))
    assert THREE not in {firm for each in read_plan(folder / PLAN).meetings for firm in each.pair}
    assert due(folder)[0][1] == (THREE,)


def test_who_is_back_where_the_sheet_in_hand_has_them_needs_no_new_one(folder: Path) -> None:
    printed(folder)
    move(folder, pair_of(THREE, FOUR), slot=3, table=0)
    move(folder, pair_of(THREE, FOUR), slot=2, table=0)

    assert [name for name, _, _ in due(folder)] == [BOOK, WALL]


def test_printing_that_was_cut_short_goes_on_with_the_next_file(folder: Path) -> None:
    class _Cut(Exception):
        pass

    def cut(name: str, done: int, total: int) -> None:
        assert total == 5  # two agendas a page, a card, the workbook, one page of the wall
        if name == TABLES:
            raise _Cut

    with pytest.raises(_Cut):
        print_out(folder, read_event(folder), read_plan(folder / PLAN), tell=cut)

    assert (sorted(prints_in(folder)), (folder / TABLES).exists()) == ([AGENDAS], False)
    assert printed(folder) == [TABLES, BOOK, WALL, "总表.png"]


def test_another_setting_is_printed_where_everything_is_asked_for(folder: Path) -> None:
    from dataclasses import replace

    printed(folder)
    keep_setting(folder, replace(read_setting(folder / SETTING), place="岚江会展中心"))

    assert [name for name, _, _ in due(folder, everything=True)] == [AGENDAS, TABLES, BOOK, WALL]


def test_a_sheet_in_an_older_file_is_stale_where_its_day_has_changed_since(folder: Path) -> None:
    printed(folder)
    plan_again(folder, LATE)
    printed(folder)
    plan_again(folder, News(now=3, lost=(0,)))
    printed(folder)

    [agendas, cards, *later] = waiting_sheets(folder)
    plan = read_plan(folder / PLAN)
    assert [(each.name, each.version) for each in (agendas, cards, *later)] == [
        ("变更桌卡.v2.pdf", 2),
        ("变更议程.v2.pdf", 2),
        ("变更桌卡.v3.pdf", 3),
        ("变更议程.v3.pdf", 3),
    ]
    assert stale_in(folder, cards, plan) == ((FOUR, THREE), ())
    assert stale_in(folder, agendas, plan) == ((), (0,))
    assert [stale_in(folder, each, plan) for each in later] == [((), ()), ((), ())]
    assert stale_in(folder, prints_in(folder)[AGENDAS], plan) == ((FOUR, THREE), ())


def test_sheets_of_which_the_plan_is_gone_are_all_stale(folder: Path) -> None:
    printed(folder)
    plan_again(folder, LATE)
    (folder / "timetable.v1.json").unlink()

    assert stale_in(folder, prints_in(folder)[AGENDAS], read_plan(folder / PLAN))[0] == (FOUR, THREE, TWO, ONE)
    assert due(folder)[0][0] == AGENDAS


def test_sheets_wait_until_they_are_marked_and_are_not_marked_before_they_are_made(folder: Path) -> None:
    printed(folder)
    plan_again(folder, LATE)
    plan = read_plan(folder / PLAN)

    with pytest.raises(Misuse, match="第2版的议程和桌卡还没有印制完"):
        note_printed(folder, plan, version=2, by="王", at=NOON)
    printed(folder)
    with pytest.raises(Misuse, match="时间表已是第2版"):
        note_printed(folder, plan, version=1, by="王", at=NOON)
    assert len(waiting_sheets(folder)) == 2
    note_printed(folder, plan, version=2, by="王", at=NOON)
    assert waiting_sheets(folder) == []


def test_a_timetable_made_anew_is_another_version_and_all_of_it_is_printed(folder: Path) -> None:
    printed(folder)
    plan_again(folder, LATE)
    printed(folder)
    made, _ = make_timetable(folder)

    assert made.version == 3
    assert due(folder)[0][0] == AGENDAS
    printed(folder)
    assert waiting_sheets(folder) == []


def test_a_print_says_what_it_holds(folder: Path) -> None:
    plan, event = read_plan(folder / PLAN), read_event(folder)
    [agendas, *_] = prints_due(folder, event, plan)
    pages: list[int] = []

    make_print(folder, event, plan, agendas, tell=pages.append)

    assert prints_in(folder) == {
        AGENDAS: Print(name=AGENDAS, version=1, edition=agendas.edition, firms=(FOUR, THREE, TWO, ONE))
    }
    assert pages == [1, 2]
    assert plan.meetings[0] == meeting(0, 0, (ONE, TWO))
