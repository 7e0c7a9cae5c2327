"""Between two looks: what a firm or organiser does is written at once, and the next look tells what came of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from python_calamine import load_workbook

from yuheng.app.event import take_in
from yuheng.app.event_desk import confirm_columns
from yuheng.app.event_standing import NEWS, look_again
from yuheng.app.standing_desk import (
    bring,
    drop_waiting,
    hand_in_item,
    keep_own_details,
    keep_standing,
    open_standing,
    read_exchange,
    read_waiting,
    reply,
    tables_waiting,
    take_from,
    waiting_in,
)
from yuheng.errors import Misuse
from yuheng.exchange.registration import Answered
from yuheng.extract.trade_columns import columns_of
from yuheng.office.event_standing import StandingSetting, read_standing

FIRST, LATER, LAST = date(2026, 5, 20), date(2026, 6, 10), date(2026, 7, 1)
OFFER = {"side": "offer", "form": "产能", "name": "冻干粉针代工", "specification": "西林瓶 10ml"}
NEED = {**OFFER, "side": "need", "name": "冻干粉针委托生产"}
SHEET = "单位名称,供给,规格,电话\n云津新厂,冻干粉针代工,西林瓶 20ml,1380009\n".encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "常设").mkdir()
    open_standing(tmp_path / "常设")
    return tmp_path / "常设"


def test_what_firms_hand_in_matches_at_the_next_look_and_is_told_with_its_reason(folder: Path) -> None:
    hand_in_item(folder, "云津药厂", NEED, on=FIRST)
    hand_in_item(folder, "岚江代工厂", OFFER, on=FIRST)
    assert read_exchange(folder).matches == ()

    first = look_again(folder, on=FIRST, books=False)
    hand_in_item(folder, "岚江三厂", OFFER, on=LATER)
    later = look_again(folder, on=LATER, books=False)

    assert [match.pair for match in first.new] == [("云津药厂", "岚江代工厂")]
    assert [match.pair for match in later.new] == [("云津药厂", "岚江三厂")]
    written = ["matches.json", "standing.toml", "供需清单.xlsx", "常设.json", "登记.json"]
    assert sorted(path.name for path in folder.iterdir()) == written


def test_everything_since_a_day_can_be_told_again_with_the_day_of_each(folder: Path) -> None:
    hand_in_item(folder, "云津药厂", NEED, on=FIRST)
    hand_in_item(folder, "岚江代工厂", OFFER, on=FIRST)
    look_again(folder, on=FIRST, books=False)
    hand_in_item(folder, "岚江三厂", OFFER, on=LATER)
    look_again(folder, on=LATER, books=False)

    told = look_again(folder, on=LAST)
    again = look_again(folder, on=LAST, since=FIRST)
    head, *rows = load_workbook(str(folder / "2026-07-01" / NEWS)).get_sheet_by_index(0).to_python()

    assert (len(told.new), len(again.new)) == (0, 2)
    wanted = ("供给单位", "首次可对接", "为何是新的")
    assert sorted(tuple(dict(zip(head, row, strict=True))[name] for name in wanted) for row in rows) == [
        ("岚江三厂", LATER, "新单位：岚江三厂"),
        ("岚江代工厂", FIRST, "新单位：云津药厂、岚江代工厂"),
    ]


def test_what_firms_say_by_telephone_is_noted_and_a_no_keeps_them_apart(folder: Path) -> None:
    hand_in_item(folder, "云津药厂", NEED, on=FIRST)
    for firm in ("岚江代工厂", "岚江三厂"):
        hand_in_item(folder, firm, OFFER, on=FIRST)

    said = look_again(folder, on=FIRST, agree=[("云津药厂", "岚江三厂")], refuse=[("岚江代工厂", "云津药厂")])

    assert [match.pair for match in said.matches] == [("云津药厂", "岚江三厂")]
    assert {(firm, consent.yes) for (_, firm), consent in read_exchange(folder).consents.items()} == {
        ("云津药厂", True),
        ("岚江三厂", True),
        ("岚江代工厂", False),
    }
    with pytest.raises(Misuse, match="没有登记过：岚江九厂"):
        look_again(folder, on=FIRST, agree=[("云津药厂", "岚江九厂")])


def test_a_firm_answers_for_its_own_items_and_the_organiser_for_all(folder: Path) -> None:
    hand_in_item(folder, "云津药厂", NEED, on=FIRST)
    hand_in_item(folder, "岚江代工厂", OFFER, on=FIRST)

    for words in ({"withdraw": ["G0001"]}, {"extend": [("G0001", LAST)]}, {"withdraw": ["岚江代工厂"]}):
        with pytest.raises(Misuse, match="没有登记过"):
            reply(folder, on=FIRST, firm="云津药厂", **words)
    reply(folder, on=FIRST, firm="云津药厂", extend=[("X0001", LAST)])
    reply(folder, on=FIRST, withdraw=["G0001"])

    assert [(item.id, item.until) for item in read_exchange(folder).registered.items] == [("X0001", LAST)]


def test_a_sheet_waits_until_its_columns_are_confirmed_and_keeps_its_cells(folder: Path) -> None:
    bring(folder, "供给.csv", SHEET, on=FIRST)
    assert read_waiting(folder, on=FIRST).came == ()
    with pytest.raises(Misuse, match="同一份登记表已在等待读入"):
        bring(folder, "又一份.csv", SHEET, on=FIRST)
    with pytest.raises(Misuse, match="没有认出登记表"):
        bring(folder, "便条.csv", "张三\n".encode(), on=FIRST)

    confirm_columns(folder, {table.signature: columns_of(table.head) for table in tables_waiting(folder)})
    came = read_waiting(folder, on=FIRST).came
    bring(folder, "供给.csv", SHEET.replace(b"20ml", b"30ml"), on=FIRST)

    assert [(item.id, item.firm, item.origin and item.origin.words) for item in came] == [
        ("G0001", "云津新厂", "2026-05-20 供给.csv·B2")
    ]
    assert [path.name for path in (folder / "登记表").iterdir()] == ["2026-05-20 供给.csv"]
    assert [path.name for path in waiting_in(folder)] == ["2026-05-20 2 供给.csv"]
    drop_waiting(folder, "2026-05-20 2 供给.csv")
    assert waiting_in(folder) == []


def test_the_items_of_an_event_are_taken_over_when_it_is_over_and_not_before(folder: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "供给.csv"
    sheet.write_bytes(SHEET)
    take_in(tmp_path / "会", [sheet], on=LATER, confirm=True)

    with pytest.raises(Misuse, match="还没有结束"):
        take_from(folder, tmp_path / "会", on=LATER)
    taken = take_from(folder, tmp_path / "会", on=LAST)
    looked = look_again(folder, on=LAST, event=tmp_path / "会")

    assert [item.name for item in taken.came] == ["冻干粉针代工"]
    assert looked.taken is not None
    assert (looked.taken.came, looked.taken.known) == ((), 1)
    assert "1380009" in (tmp_path / "会/登记.json").read_text("utf-8")
    assert [path.name for path in folder.rglob("*") if path.is_file() and b"1380009" in path.read_bytes()] == []


def test_no_version_of_the_registration_has_the_bytes_of_an_earlier_one(folder: Path) -> None:
    seen = []
    for phone in ("1380001", "1380002", "1380001"):
        keep_own_details(folder, "厂", {"phone": phone}, on=FIRST)
        seen.append((folder / "登记.json").read_bytes())

    assert len(set(seen)) == 3
    assert read_exchange(folder).look.lapsed == FIRST


def test_a_setting_is_read_back_as_it_was_written(folder: Path) -> None:
    setting = StandingSetting(
        title='成渝"常设"', gaps=("械.诊断", "药"), ask_days=14, ask_open_days=90, keep_contacts_days=60
    )

    keep_standing(folder, setting)

    assert read_standing(folder / "standing.toml") == setting
    assert "# 到期前多少天去问" in (folder / "standing.toml").read_text("utf-8")


def test_a_question_that_the_form_has_answered_is_kept_as_answered_and_asked_no_more(folder: Path) -> None:
    sheet = "单位名称,供给,阶段,电话\n云津新厂,冻干粉针代工,快了,1380009\n".encode()
    bring(folder, "表.csv", sheet, on=FIRST)
    [table] = tables_waiting(folder)
    confirm_columns(folder, {table.signature: columns_of(table.head)})
    read_waiting(folder, on=FIRST)
    [asked] = read_exchange(folder).registered.questions

    hand_in_item(folder, "云津新厂", OFFER, on=LATER, instead="G0001")
    look_again(folder, on=LAST, books=False)

    now = read_exchange(folder).registered
    assert (now.questions, now.answered) == ([], [Answered(asked, "单位在网页上改了G0001", LATER)])
