"""A firm's own sheet: what it says goes out in a workbook with drop-downs and comes back word for word."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from yuheng.errors import Misuse
from yuheng.extract.trade_columns import columns_of
from yuheng.office.event_own import TITLES, OwnSheet, own_bytes, own_columns, own_name, owner_of, read_own
from yuheng.office.event_sheet import FIELDS, Table, tables_at

FIRM = "岚江药业有限公司"
SAID = OwnSheet(
    FIRM,
    {"contact": "张三", "phone": "0138", "licence_until": "长期", "veto": "白虎器械"},
    (
        {"side": "供给", "name": "=1+1", "segment": "械.耗材.口罩", "quantity": "10万只", "must": "CE、FDA"},
        {"side": "需求", "name": "铝箔", "until": "2026-12-31"},
    ),
)


def table_of(folder: Path, data: bytes, *, firm: str = FIRM) -> Table:
    path = folder / own_name(firm)
    path.write_bytes(data)
    [table] = tables_at(path)
    return table


def test_what_a_firm_says_comes_back_word_for_word_and_the_same_words_are_the_same_bytes(tmp_path: Path) -> None:
    table = table_of(tmp_path, own_bytes(SAID))

    assert read_own(table, FIRM) == SAID
    assert owner_of(table) == FIRM
    assert own_bytes(SAID) == own_bytes(SAID)


def test_an_empty_sheet_names_its_firm_and_has_room_for_items_with_drop_downs(tmp_path: Path) -> None:
    data = own_bytes(OwnSheet(FIRM))
    book = load_workbook(BytesIO(data))
    page = book["供需"]

    assert read_own(table_of(tmp_path, data), FIRM) == OwnSheet(FIRM)
    assert {str(each.sqref).split(":")[0]: each.formula1 for each in page.data_validations.dataValidation} == {
        "B3": "选项!$A$1:$A$2",
        "D3": f"选项!$B$1:$B${book['选项'].max_row}",
        "H3": "选项!$C$1:$C$4",
        "I3": "选项!$D$1:$D$7",
    }
    assert book["选项"].sheet_state == "hidden"
    book.close()


def test_the_head_is_found_by_the_words_of_any_sheet_and_means_the_same_fields() -> None:
    assert list(columns_of(list(TITLES.values())).values()) == list(TITLES)
    assert set(TITLES) <= set(FIELDS)


def test_columns_may_be_moved_or_left_out_but_not_be_others() -> None:
    assert own_columns(["名称", "单位名称", "", "供需类型"]) == {0: "name", 1: "firm", 3: "side"}
    assert own_columns(["单位名称", "名称", "备注"]) is None
    assert own_columns(["单位名称", "名称", "名称"]) is None
    assert own_columns(["单位名称", "数量"]) is None


def test_a_sheet_speaks_for_the_firm_that_its_file_is_named_by_and_for_no_other(tmp_path: Path) -> None:
    table = table_of(tmp_path, own_bytes(SAID), firm="白虎器械有限公司")

    assert owner_of(table) == ""
    with pytest.raises(Misuse, match=f"第3行写的是“{FIRM}”，不是本单位"):
        read_own(table, "白虎器械有限公司")


def test_firms_whose_names_differ_in_signs_that_no_file_may_have_keep_two_files() -> None:
    names = {own_name(name) for name in ("甲/乙公司", "甲:乙公司", "甲_乙公司", "长" * 80, "长" * 81)}

    assert len(names) == 5
    assert max(len(name) for name in names) <= 80
