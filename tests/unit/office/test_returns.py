"""Sheets that went out and came back: every filled-in cell is in its own row, or a question with its place."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.unit.office.filling import FIRST, HEAD, Filled
from tests.unit.office.plans import HEALTH, SCIENCE, sheets

from yuheng.office.merging import merged
from yuheng.office.return_rows import SentRow, read_token
from yuheng.office.returns import Return, read_return
from yuheng.office.workbook import open_workbook

OUT = sheets()
ROWS = OUT[HEALTH].rows
ALL = tuple(row for each in OUT.values() for row in each.rows)


def filled() -> Filled:
    return Filled(OUT[HEALTH].data)


def back(sheet: Filled) -> Return:
    return read_return("回.xlsx", sheet.data(), ALL)


def answers(found: Return) -> dict[tuple[str, str], str]:
    names = {row.id: row.locked["what"] for row in ALL}
    return {(names[value.row], value.field): value.entry.words for value in found.values}


def row_of(what: str) -> SentRow:
    return next(row for row in ALL if row.locked["what"] == what)


def test_a_sheet_that_comes_back_untouched_says_nothing() -> None:
    found = back(filled())

    assert (found.values, found.changes, found.issues) == ([], [], [])
    assert found.rows == {row.id for row in ROWS}
    assert found.owner == HEALTH


def test_only_what_is_owed_is_unlocked_and_carries_a_drop_down() -> None:
    sheet = filled().sheet
    unlocked = {
        cell.column_letter for row in sheet.iter_rows(min_row=FIRST) for cell in row if not cell.protection.locked
    }
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]

    assert unlocked == {Filled(OUT[HEALTH].data).sheet.cell(1, filled().column(f)).column_letter for f in (
        "value", "status", "progress", "source")}  # fmt: skip
    assert len(lists) == len(ROWS)
    assert sheet.column_dimensions["A"].hidden
    assert (
        "到2026年，护理床位数达到500张" in sheet.cell(filled().row("护理床位数"), filled().column("what")).comment.text
    )


def test_rows_sorted_with_inserted_rows_and_moved_columns_are_found_by_their_identity() -> None:
    sheet = filled()
    sheet.put("护理床位数", "value", "４８０张")
    sheet.put("中药材产值", "value", "1.2万万元")
    sheet.put("开工东区康养社区", "status", "滞后 ")
    sheet.sort(lambda row: str(row[4]), without=())
    sheet.sheet.insert_rows(FIRST + 1)
    sheet.sheet.insert_cols(3)
    sheet.move_column(sheet.column("value"), 2)

    found = back(sheet)

    assert answers(found) == {
        ("护理床位数", "value"): "４８０张",
        ("中药材产值", "value"): "1.2万万元",
        ("开工东区康养社区", "status"): "滞后",
    }
    assert found.changes == []


def test_a_sort_that_left_the_hidden_column_out_is_told_by_the_words() -> None:
    sheet = filled()
    sheet.put("护理床位数", "value", 480)
    sheet.sort(lambda row: str(row[3]), without=(1,))

    found = back(sheet)

    assert answers(found) == {("护理床位数", "value"): "480"}
    assert [(value.how, value.doubt) for value in found.values] == [
        ("按内容认行", "行号是另一行的，多半排序时漏了隐藏列")
    ]


def test_a_sort_of_half_the_columns_leaves_the_row_open_instead_of_guessing() -> None:
    sheet = filled()
    sheet.put("护理床位数", "value", 480)
    words = sheet.column("words")
    sheet.sort(lambda row: str(row[3]), without=(1, words, words + 1))

    found = back(sheet)

    assert answers(found) == {}
    assert any("480" in issue.message and issue.code == "row-unknown" for issue in found.issues)


def test_renamed_heads_and_a_deleted_key_row_leave_the_titles_that_are_left() -> None:
    sheet = filled()
    sheet.put("护理床位数", "value", 480)
    sheet.sheet.delete_rows(HEAD - 1)
    sheet.sheet.cell(HEAD - 1, 4).value = "指标（任务）名称"

    assert answers(back(sheet)) == {("护理床位数", "value"): "480"}


def test_with_every_hidden_thing_gone_the_words_are_enough() -> None:
    sheet = filled()
    sheet.put("护理床位数", "value", 480)
    sheet.sheet.delete_rows(HEAD - 1)
    sheet.sheet.delete_cols(1)
    del sheet.book["_yuheng"]

    found = back(sheet)

    assert answers(found) == {("护理床位数", "value"): "480"}
    assert [(value.how, value.doubt) for value in found.values] == [("按内容认行", "行号缺失")]


def test_identities_dragged_down_are_broken_and_not_another_rows() -> None:
    sheet = filled()
    token = str(sheet.sheet.cell(FIRST, 1).value)
    for step, row in enumerate(range(FIRST + 1, FIRST + 4), start=1):
        sheet.sheet.cell(row, 1).value = token[:-4] + f"{(int(token[-4:], 16) + step) % 65536:04x}"
    sheet.put("中药材产值", "value", 12)

    found = back(sheet)

    assert answers(found) == {("中药材产值", "value"): "12"}
    assert [value.doubt for value in found.values] == ["行号损坏"]


def test_a_changed_target_unit_or_date_is_refused_and_shown_and_the_value_waits() -> None:
    sheet = filled()
    sheet.put("护理床位数", "goal", "不低于400")
    sheet.put("中药材产值", "unit", "万元")
    sheet.put("护理床位数", "value", 390)
    sheet.put("护理型床位占比", "value", 0.52)

    found = back(sheet)
    cells = {(cell.row, cell.field): cell for cell in merged(ALL, found.values, found.changes)}

    assert [(change.field, change.sent, change.returned) for change in found.changes] == [
        ("goal", "不低于500", "不低于400"),
        ("unit", "亿元", "万元"),
    ]
    held = cells[row_of("护理床位数").id, "value"]
    assert (held.state, held.answers[0].entry.words) == ("held", "390")
    assert held.remarks == ("同一行的目标、单位或时限被改动，未采用：填报!E5由“不低于500”改为“不低于400”",)
    assert cells[row_of("护理型床位占比").id, "value"].state == "taken"


def test_a_value_merged_over_two_rows_counts_for_the_first_and_asks_about_the_second() -> None:
    sheet = filled()
    sheet.put("护理床位数", "progress", "均已开工")
    at, column = sheet.row("护理床位数"), sheet.column("progress")
    sheet.sheet.merge_cells(start_row=at, end_row=at + 1, start_column=column, end_column=column)

    found = back(sheet)

    assert answers(found) == {("护理床位数", "progress"): "均已开工"}
    assert [issue.message for issue in found.issues] == [
        "填报!K6 与 K5 合并，“均已开工”只记在 K5 一行；若各行同此，请分别填写。"
    ]


def test_what_cannot_be_read_is_an_issue_with_sheet_and_cell_and_its_words_stay() -> None:
    sheet = filled()
    sheet.put("护理床位数", "value", "年底前完成")
    sheet.put("中药材产值", "status", "正常推进")

    found = back(sheet)

    assert [issue.message for issue in found.issues] == [
        "填报!I5 本期值“年底前完成”读不出一个数；原样保留，请核实。",
        "填报!J6 自评“正常推进”不是所列的词（提前实现、快于预期、基本符合预期、滞后、不可判定）；原样保留，请核实。",
    ]
    assert answers(found)["护理床位数", "value"] == "年底前完成"
    assert {cell.state for cell in merged(ALL, found.values)} == {"unread"}


def test_rows_columns_and_sheets_of_their_own_are_told_of_and_not_dropped() -> None:
    sheet = filled()
    last = sheet.sheet.max_row + 2
    sheet.sheet.cell(last, sheet.column("what")).value = "新增：智慧养老平台"
    sheet.sheet.cell(last, sheet.column("value")).value = 3
    extra = sheet.sheet.max_column + 1
    sheet.sheet.cell(HEAD, extra).value = "经办人"
    sheet.sheet.cell(FIRST, extra).value = "王五"
    sheet.book.create_sheet("说明")["A1"] = "另附材料"

    messages = [issue.message for issue in back(sheet).issues]

    assert any("第 12 行" in message and "智慧养老平台" in message and "“3”" in message for message in messages)
    assert "工作表“填报”有一列“经办人”不是下发的：O5“王五”。" in messages
    assert "工作表“说明”不是下发的表，其中 1 格没有读。" in messages


def test_a_second_head_pasted_with_its_rows_in_another_order_of_columns_is_read_by_its_own_titles() -> None:
    sheet = filled()
    at = sheet.row("中药材产值")
    values = [cell.value for cell in sheet.sheet[at]]
    heads = [cell.value for cell in sheet.sheet[HEAD]]
    sheet.sheet.delete_rows(at)
    start = sheet.sheet.max_row + 2
    for column, (head, value) in enumerate(zip(reversed(heads), reversed(values), strict=True), start=1):
        sheet.sheet.cell(start, column).value = head
        sheet.sheet.cell(start + 1, column).value = 18 if head == "本期值" else value

    assert answers(back(sheet)) == {("中药材产值", "value"): "18"}


def test_the_sheet_of_another_month_is_not_merged() -> None:
    other = tuple(replace(row, period="2026-09") for row in ALL)

    found = read_return("回.xlsx", filled().data(), other)

    assert [issue.message for issue in found.issues] == ["这是 2026-10 的表，现在收的是 2026-09；没有并入。"]


def test_a_copied_row_with_two_answers_keeps_both() -> None:
    sheet = filled()
    sheet.put("护理床位数", "value", 480)
    copy = [cell.value for cell in sheet.sheet[sheet.row("护理床位数")]]
    last = sheet.sheet.max_row + 1
    for column, value in enumerate(copy, start=1):
        sheet.sheet.cell(last, column).value = value
    sheet.sheet.cell(last, sheet.column("value")).value = 490

    found = back(sheet)
    [cell] = merged(ALL, found.values)

    assert (cell.state, [answer.entry.words for answer in cell.answers]) == ("conflict", ["480", "490"])


@pytest.mark.parametrize("words", ["", "yh-", "yh-0123456789ab-0000", "别的"])
def test_nothing_but_a_whole_identity_is_one(words: str) -> None:
    assert read_token(words) == ""
    assert all(read_token(row.token) == row.token for row in ALL)


def test_numbers_come_in_the_unit_of_the_row() -> None:
    sheet = filled()
    sheet.put("中药材产值", "value", "18000万元")
    sheet.put("护理型床位占比", "value", "约５２.５％")
    sheet.put("家庭医生签约人数", "value", "二十八")

    found = {value.row: value.entry.quantity for value in back(sheet).values}

    quantities = [found[row_of(name).id] for name in ("中药材产值", "护理型床位占比", "家庭医生签约人数")]
    assert [quantity and (quantity.value, quantity.unit) for quantity in quantities] == [
        (Decimal("1.8"), "亿元"),
        (Decimal("52.5"), "%"),
        (Decimal(28), "万人"),
    ]


def test_the_other_office_got_only_its_own_rows() -> None:
    sheet = open_workbook("x", OUT[SCIENCE].data)

    words = {held.words for _, row in sheet.sheets[0].rows() for held in row.values()}
    assert "规上企业" in words
    assert not words & {"护理床位数", HEALTH}
