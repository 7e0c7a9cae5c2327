"""Registration sheets: the head is found wherever it stands, and what people confirmed is kept."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import load_workbook

from yuheng.errors import UnreadableSnapshot
from yuheng.exchange.registration import Question
from yuheng.extract.trade_columns import columns_of
from yuheng.office.event_sheet import Table, broken_in, columns_text, questions_bytes, read_columns, tables_at
from yuheng.office.sheets import Book, Column


def test_a_list_in_gbk_with_a_title_above_its_head_is_found(tmp_path: Path) -> None:
    path = tmp_path / "各医院需求.csv"
    path.write_bytes("附件2\r\n医院名称,需求物资,数量\r\n岚江医院,口罩,2万只\r\n".encode("gb18030"))

    assert tables_at(path) == [
        Table(
            "各医院需求.csv",
            ("医院名称", "需求物资", "数量"),
            2,
            (("岚江医院", "口罩", "2万只"),),
            "need",
            snapshot=hashlib.sha256(path.read_bytes()).hexdigest(),
            file="各医院需求.csv",
        )
    ]


def test_each_sheet_of_a_workbook_is_a_table_and_says_its_side(tmp_path: Path) -> None:
    book = Book("登记")
    columns = (
        Column[tuple[str, str]]("单位名称", 20, lambda row: row[0]),
        Column[tuple[str, str]]("名称", 20, lambda row: row[1]),
    )
    book.add("供给", columns, [("甲", "口罩")])
    book.add("需求", columns, [("乙", "CT")])
    book.add("说明", (Column[tuple[str, str]]("填表说明", 20, lambda row: row[0]),), [("请填", "")])
    path = tmp_path / "登记.xlsx"
    path.write_bytes(book.close())

    tables = tables_at(path)

    assert [(table.where, table.side, table.rows) for table in tables] == [
        ("登记.xlsx·供给", "offer", (("甲", "口罩"),)),
        ("登记.xlsx·需求", "need", (("乙", "CT"),)),
    ]
    assert list(tables[0].filled({0: "firm", 1: "name"})) == [("登记.xlsx·供给第2行", {"firm": "甲", "name": "口罩"})]


def test_a_head_of_two_rows_is_read_as_one_wherever_its_cells_are_merged(tmp_path: Path) -> None:
    path = tmp_path / "登记.csv"
    path.write_text(
        "2026年登记表,,,,,,\n序号,企业名称,产品供给信息,,采购需求,,联系电话\n,,产品名称,规格,需求产品,数量,\n"
        "1,岚江厂,口罩,YY 0469,熔喷布,5吨,13800000000\n",
        "utf-8",
    )

    [table] = tables_at(path)

    assert (table.head, table.first, table.rows) == (
        (
            "序号",
            "企业名称",
            "产品供给信息›产品名称",
            "产品供给信息›规格",
            "采购需求›需求产品",
            "采购需求›数量",
            "联系电话",
        ),
        3,
        (("1", "岚江厂", "口罩", "YY 0469", "熔喷布", "5吨", "13800000000"),),
    )
    assert columns_of(table.head) == {
        1: "firm", 2: "offer", 3: "offer_specification", 4: "need", 5: "need_quantity", 6: "phone"
    }  # fmt: skip


def test_groups_above_all_columns_are_read_with_them_and_rows_of_data_are_no_titles(
    tmp_path: Path,
) -> None:
    path = tmp_path / "登记.csv"
    path.write_text("序号,供需,,联系,\n,单位名称,产品,姓名,手机\n1,岚江厂,口罩,李甲,138\n", "utf-8")
    plain = tmp_path / "表.csv"
    plain.write_text("单位名称,产品,,数量\n岚江厂,口罩,,\n,手套,医用,\n", "utf-8")

    assert [(table.head, table.first) for table in (*tables_at(path), *tables_at(plain))] == [
        (("序号", "供需›单位名称", "供需›产品", "联系›姓名", "联系›手机"), 2),
        (("单位名称", "产品", "", "数量"), 1),
    ]


def test_columns_that_were_confirmed_by_one_row_of_a_head_of_two_stay_confirmed(tmp_path: Path) -> None:
    path = tmp_path / "登记.csv"
    path.write_text("单位名称,产品,,联系人\n,名称,规格,\n岚江厂,口罩,YY 0469,李甲\n", "utf-8")

    [table] = tables_at(path, known={"单位名称 | 产品 |  | 联系人"})

    assert (table.head, table.first) == (("单位名称", "产品", "", "联系人"), 1)


def test_a_head_of_other_words_is_guessed_until_a_person_has_said_what_it_means(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("附件3,,\n填报口径：见通知,,\n参与方,想买的,谁来谈\n岚江医院,病床,13800000000\n", "utf-8")

    [guessed] = tables_at(path)
    [known] = tables_at(path, known=["参与方 | 想买的 | 谁来谈"])

    assert (guessed.signature, guessed.first, guessed.recognised) == ("参与方 | 想买的 | 谁来谈", 3, False)
    assert known == replace(guessed, recognised=True)


def test_nothing_is_guessed_beside_a_head_that_is_known_nor_where_nothing_stands_below(tmp_path: Path) -> None:
    book = Book("登记")
    pair = tuple[str, str]
    book.add(
        "说明",
        (Column[pair]("项", 20, lambda row: row[0]), Column[pair]("说明", 20, lambda row: row[1])),
        [("甲", "乙")],
    )
    columns = (Column[pair]("单位名称", 20, lambda row: row[0]), Column[pair]("名称", 20, lambda row: row[1]))
    book.add("供给", columns, [("甲", "口罩")])
    path = tmp_path / "登记.xlsx"
    path.write_bytes(book.close())
    (tmp_path / "空.csv").write_text("参与方,想买的\n", "utf-8")

    assert [table.sheet for table in tables_at(path)] == ["供给"]
    assert tables_at(tmp_path / "空.csv") == []


def test_an_origin_holds_in_the_very_bytes_and_cell_that_it_names_and_nowhere_else(tmp_path: Path) -> None:
    book = Book("登记")
    columns = (
        Column[tuple[str, str]]("单位名称", 20, lambda row: row[0]),
        Column[tuple[str, str]]("产品", 20, lambda row: row[1]),
    )
    book.add("供给", columns, [("甲", "口罩"), ("乙", "手套")])
    path = tmp_path / "登记.xlsx"
    path.write_bytes(book.close())
    [table] = tables_at(path)

    origin = table.origins({0: "firm", 1: "name"})[("登记.xlsx·供给第3行", "name")]

    assert (origin.words, origin.quote) == ("登记.xlsx·供给!B3", "手套")
    wrong = [
        replace(origin, cell="B2"),
        replace(origin, quote="手"),
        replace(origin, start=1),
        replace(origin, sheet=""),
    ]
    assert broken_in([origin, *wrong], path) == [wrong[0], wrong[2], wrong[3]]
    path.write_bytes(path.read_bytes() + b"\n")
    assert broken_in([origin], path) == [origin]


def test_a_file_that_is_no_sheet_is_refused_with_the_way_out(tmp_path: Path) -> None:
    for name in ("登记.docx", "登记.xlsx"):
        path = tmp_path / name
        path.write_bytes(b"not a workbook")
        with pytest.raises(UnreadableSnapshot):
            tables_at(path)


def test_confirmed_columns_come_back_as_they_were(tmp_path: Path) -> None:
    confirmed = {'单位"全称" | 产品': {0: "firm", 1: "name"}, "医院 | 需求": {0: "firm", 1: "need"}}
    path = tmp_path / "columns.toml"
    path.write_text(columns_text(confirmed), "utf-8")

    assert read_columns(path) == confirmed
    assert read_columns(tmp_path / "none.toml") == {}


def test_questions_go_out_by_firm_with_room_for_the_answer(tmp_path: Path) -> None:
    path = tmp_path / "待补充.xlsx"
    path.write_bytes(
        questions_bytes([Question("乙", "表第3行", "side", "供还是需？"), Question("甲", "表", "code", "代码？")])
    )

    rows = load_workbook(str(path)).get_sheet_by_index(0).to_python()

    assert rows == [
        ["单位", "问题", "答复", "位置"],
        ["乙", "供还是需？", "", "表第3行"],
        ["甲", "代码？", "", "表"],
    ]
