"""A standing exchange over three days: what came is told once, and its folder is no event of one day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from python_calamine import load_workbook

from yuheng.app.event import make_timetable, match_items, publish_list, take_in
from yuheng.app.event_day import take_outcomes
from yuheng.app.event_standing import ASK, NEWS, Looked, look_again
from yuheng.errors import Misuse

FIRST, LATER, LAST = date(2026, 5, 20), date(2026, 6, 10), date(2026, 7, 1)
HEAD = "单位名称,供需类型,产品名称,规格,对接形式,有效期,回避单位,电话\n"
MAKER = "云津药厂,需求,冻干粉针委托生产,西林瓶 10ml,,2026-12-31,,1380001\n"
FREE = "岚江代工厂,供给,冻干粉针委托加工,西林瓶 10ml,,2026-06-30,,1380002\n"
PATENT = "岚江药研院,供给,冻干粉针委托生产工艺,西林瓶 10ml,技术转让,长期,,1380003\n"
SHUNNED = "云津二厂,供给,冻干粉针委托加工,西林瓶 10ml,产能,2026-12-31,云津药厂,1380004\n"
NEWCOMER = "岚江三厂,供给,冻干粉针委托加工,西林瓶 20ml,,2026-12-31,,1380005\n"


def looked(folder: Path, *rows: str, on: date, name: str = "表.csv") -> Looked:
    path = folder / name
    path.write_text(HEAD + "".join(rows), "utf-8")
    return look_again(folder / "常设", [path] if rows else [], on=on, confirm=True)


def pairs(found: Looked) -> list[tuple[str, str]]:
    return [match.pair for match in found.new]


def rows_of(path: Path) -> Sequence[Sequence[object]]:
    return load_workbook(str(path)).get_sheet_by_index(0).to_python()


def test_each_match_is_told_on_one_day_and_each_end_is_asked_about_once(tmp_path: Path) -> None:
    first = looked(tmp_path, MAKER, FREE, PATENT, SHUNNED, on=FIRST)
    again = looked(tmp_path, on=FIRST)
    later = looked(tmp_path, NEWCOMER, on=LATER)
    last = looked(tmp_path, on=LAST)

    old, new = ("云津药厂", "岚江代工厂"), ("云津药厂", "岚江三厂")
    assert [pairs(each) for each in (first, again, later, last)] == [[old], [old], [new], []]
    assert {match.pair for match in later.matches} == {old, new}
    assert [match.pair for match in last.matches] == [new]
    assert [[each.firm for each in look.soon] for look in (first, again, later, last)] == [[], [], ["岚江代工厂"], []]
    assert [[each.firm for each in look.over] for look in (later, last)] == [[], ["岚江代工厂"]]
    head, *news = rows_of(tmp_path / "常设/2026-06-10" / NEWS)
    assert [dict(zip(head, row, strict=True))["为何是新的"] for row in news] == ["新单位：岚江三厂"]
    assert [dict(zip(head, row, strict=True))["对接形式"] for row in news] == ["产能"]
    assert rows_of(tmp_path / "常设/2026-06-10" / ASK)[1][:2] == [
        "岚江代工厂",
        "G0001“冻干粉针委托加工”将于2026-06-30到期（还有20天）。延长到哪一天，还是撤回？",
    ]


def test_neither_a_form_that_cannot_answer_nor_a_veto_is_matched_though_the_words_are_the_same(tmp_path: Path) -> None:
    refused = looked(tmp_path, MAKER, PATENT, SHUNNED, on=FIRST)
    assert [item.form for item in refused.items] == ["产能", "技术转让", "产能"]
    assert refused.matches == ()

    allowed = looked(
        tmp_path, PATENT.replace("技术转让", "产能"), SHUNNED.replace("云津药厂", ""), on=FIRST, name="改.csv"
    )
    assert sorted(pairs(allowed)) == [("云津药厂", "云津二厂"), ("云津药厂", "岚江药研院")]


def test_replies_by_word_of_mouth_extend_and_withdraw(tmp_path: Path) -> None:
    looked(tmp_path, MAKER, FREE, NEWCOMER, on=FIRST)
    folder = tmp_path / "常设"

    found = look_again(folder, on=LAST, extend=[("G0001", date(2026, 12, 31))], withdraw=["岚江三厂"])

    assert [(item.id, item.until) for item in found.items] == [
        ("X0001", date(2026, 12, 31)),
        ("G0001", date(2026, 12, 31)),
    ]
    assert [item.id for item in found.change.went] == ["G0002"]
    assert (found.soon, found.over) == ((), ())
    with pytest.raises(Misuse, match="没有登记过：G0002"):
        look_again(folder, on=LAST, extend=[("G0002", LAST)])
    with pytest.raises(Misuse, match="不能回到更早的2026-06-10"):
        look_again(folder, on=LATER)


def test_the_list_is_grouped_by_form_and_no_file_to_hand_on_has_a_contact(tmp_path: Path) -> None:
    looked(tmp_path, MAKER, PATENT, FREE, "岚江口罩厂,供给,医用口罩,,,,,1380006\n", on=FIRST)
    folder = tmp_path / "常设"

    rows = load_workbook(str(folder / "供需清单.xlsx")).get_sheet_by_name("供给清单").to_python()

    assert [row[0] for row in rows] == ["对接形式", "技术转让", "产能", "其他未写明"]
    assert "1380002" in (folder / "登记.json").read_text("utf-8")
    books = [str(cell) for path in folder.rglob("*.xlsx") for row in rows_of(path) for cell in row]
    pages = [(folder / name).read_text("utf-8") for name in ("供需清单.html", "供需清单.jsonld", "常设.json")]
    assert "138000" not in "".join([*books, *pages])


def test_nothing_is_told_before_columns_are_confirmed(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text(HEAD + MAKER, "utf-8")

    assert look_again(tmp_path / "常设", [path], on=FIRST).registered is None
    assert [each.name for each in (tmp_path / "常设").iterdir()] == ["standing.toml"]
    with pytest.raises(Misuse, match="还没有这个文件"):
        look_again(tmp_path / "常设", on=FIRST)


def test_a_standing_exchange_takes_outcomes_but_no_timetable_and_an_event_is_none(tmp_path: Path) -> None:
    looked(tmp_path, MAKER, FREE, on=FIRST)
    folder, sheet = tmp_path / "常设", tmp_path / "表.csv"
    before = (folder / "登记.json").read_bytes()

    for refused in (
        lambda: take_in(folder, [sheet], on=FIRST, confirm=True),
        lambda: publish_list(folder, on=FIRST, issued=FIRST),
        lambda: match_items(folder, on=FIRST),
        lambda: make_timetable(folder),
    ):
        with pytest.raises(Misuse, match="这是常设对接"):
            refused()
    assert (folder / "登记.json").read_bytes() == before
    outcomes, _ = take_outcomes(folder, ["云津药厂 岚江代工厂 有意向"], on=LATER)
    assert [outcome.pair for outcome in outcomes] == [("云津药厂", "岚江代工厂")]

    take_in(tmp_path / "会", [sheet], on=FIRST, confirm=True)
    with pytest.raises(Misuse, match="这是一天的活动"):
        look_again(tmp_path / "会", [sheet], on=FIRST, confirm=True)


def test_the_same_days_and_sheets_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("一", "二"):
        (tmp_path / name).mkdir()
        looked(tmp_path / name, MAKER, FREE, PATENT, on=FIRST)
        looked(tmp_path / name, NEWCOMER, on=LATER)

    one, two = (
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("一", "二")
    )
    assert one == two
