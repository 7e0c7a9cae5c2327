"""The office's own workbook: its columns proposed, its rows told, and only what was taken written."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from tests.unit.office.plans import HEALTH, duties
from tests.unit.office.workbooks import base

from yuheng.errors import Misuse
from yuheng.office.adopted_rows import Standing, edits_for, paired
from yuheng.office.adoption import Adoption, adoption_bytes, found_again, ledger_rows, proposed, read_adoption
from yuheng.office.duties import reporting_period
from yuheng.office.return_entries import read_value
from yuheng.office.workbook import Workbook, open_workbook
from yuheng.office.workbook.book import Held

PERIOD = reporting_period("2026-10")


def roles(adoption: Adoption) -> dict[str, str]:
    return {use.column: use.role for use in adoption.sheets[0].columns if use.role}


def book(*rows: tuple[object, ...], name: str = "台账.xlsx") -> Workbook:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    buffer = io.BytesIO()
    made.save(buffer)
    return open_workbook(name, buffer.getvalue())


def test_a_head_merged_over_three_rows_is_read_and_the_proposal_comes_back_from_its_file() -> None:
    adoption = proposed(open_workbook("台账.xlsx", base()))

    assert roles(adoption) == {
        "A": "number", "B": "what", "C": "goal", "D": "unit", "E": "owner", "F": "value", "G": "progress"}  # fmt: skip
    assert (adoption.sheets[0].head, adoption.is_confirmed) == (5, False)
    assert read_adoption(adoption_bytes(adoption).decode("utf-8"), name="x") == adoption


def test_columns_that_moved_are_followed_by_their_titles_and_lost_ones_are_refused() -> None:
    head = ("指标名称", "目标值", "单位", "完成值")
    adoption = proposed(book(head, ("护理床位数", 500, "张", None)))

    moved = found_again(book(("台账",), ("区县", *head), ("东区", "护理床位数", 500, "张", None)), adoption)

    assert roles(moved) == {"B": "what", "C": "goal", "D": "unit", "E": "value"}
    assert moved.sheets[0].head == 2
    with pytest.raises(Misuse, match="表头变了"):
        found_again(book(("指标名称", "目标值", "单位", "本年完成"), ("护理床位数", 500, "张", 1)), adoption)


def test_of_monthly_columns_the_periods_own_is_written() -> None:
    adoption = proposed(
        book(("指标", "单位", "9月完成值", "10月完成值", "进展情况"), ("护理床位数", "张", 1, None, None))
    )
    opened = book(("指标", "单位", "9月完成值", "10月完成值", "进展情况"), ("护理床位数", "张", 1, None, None))
    duty = next(duty for duty in duties() if duty.what == "护理床位数")
    pairs, issues = paired(ledger_rows(opened, adoption), duties(), name="台账.xlsx")

    standing = Standing(value=read_value(Held("text", "480"), "张"))
    edits, more = edits_for(pairs, adoption, {duty.id: standing}, period=PERIOD, name="台账.xlsx")

    assert [(edit.row, edit.column, str(edit.value)) for edit in edits] == [(2, 4, "480")]
    assert (issues, more) == ([], [])


def test_a_row_whose_target_differs_or_that_fits_nothing_is_left_and_said() -> None:
    opened = book(
        ("指标名称", "目标值", "单位", "完成值"),
        ("护理床位数", 800, "张", None),
        ("智慧社区", 3, "个", None),
        ("中药材产值（亿元）", 200000, "万元", None),
    )

    pairs, issues = paired(ledger_rows(opened, proposed(opened)), duties(), name="台账.xlsx")

    assert [(pair.row.row, pair.duties[0].what) for pair in pairs] == [(4, "中药材产值")]
    assert [issue.message for issue in issues] == [
        "Sheet 第 2 行“护理床位数”名称对得上，目标、时限或单位与台账不符，没有写。",
        "Sheet 第 3 行“智慧社区”在台账里找不到，没有写。",
    ]


def test_a_number_goes_in_the_unit_of_the_offices_own_column() -> None:
    opened = book(("指标名称", "目标值", "单位", "完成值"), ("中药材产值", 200000, "万元", None))
    adoption = proposed(opened)
    pairs, _ = paired(ledger_rows(opened, adoption), duties(), name="台账.xlsx")
    standing = Standing(value=read_value(Held("text", "18.5"), "亿元"))

    edits, _ = edits_for(pairs, adoption, {pairs[0].duties[0].id: standing}, period=PERIOD, name="台账.xlsx")

    assert [edit.value for edit in edits] == [Decimal(185000)]


def test_where_offices_report_differently_nothing_is_written() -> None:
    opened = book(("指标名称", "目标值", "单位", "完成值"), ("护理床位数", 500, "张", None))
    adoption = proposed(opened)
    first = next(duty for duty in duties() if duty.what == "护理床位数")
    second = replace(first, id="other", owner="市民政局")
    pairs, _ = paired(ledger_rows(opened, adoption), (first, second), name="台账.xlsx")
    said = {
        key: Standing(value=read_value(Held("text", words), "张"))
        for key, words in ((first.id, "480"), ("other", "470"))
    }

    edits, issues = edits_for(pairs, adoption, said, period=PERIOD, name="台账.xlsx")

    assert edits == []
    assert [issue.message for issue in issues] == [
        "Sheet 第 2 行“护理床位数”的本期值各单位报的不同（480；470），没有写。"
    ]
    assert first.owner == HEALTH


def test_a_number_that_nobody_has_settled_is_not_written_and_the_row_says_so() -> None:
    opened = book(("指标名称", "目标值", "单位", "完成值"), ("护理床位数", 500, "张", None))
    adoption = proposed(opened)
    [first] = [duty for duty in duties() if duty.what == "护理床位数"]
    pairs, _ = paired(ledger_rows(opened, adoption), (first,), name="台账.xlsx")

    edits, issues = edits_for(pairs, adoption, {first.id: Standing(undecided=True)}, period=PERIOD, name="台账.xlsx")

    assert (edits, [issue.message for issue in issues]) == (
        [],
        ["Sheet 第 2 行“护理床位数”的报数不一致，还没有选定，没有写。"],
    )


def test_a_workbook_without_a_column_of_indicators_is_refused() -> None:
    with pytest.raises(Misuse, match="没有一张表的表头"):
        proposed(book(("姓名", "电话"), ("张三", 1)))


def test_another_offices_answer_is_not_written_and_a_short_name_is_the_same_office() -> None:
    opened = book(
        ("指标名称", "目标值", "单位", "责任单位", "完成值"),
        ("护理床位数", 500, "张", "市财政局", None),
        ("护理床位数", 500, "张", "市卫健委、市财政局", None),
    )

    known = [replace(duty, owner="市卫生健康委") for duty in duties() if duty.owner == HEALTH]

    pairs, issues = paired(ledger_rows(opened, proposed(opened)), known, name="台账.xlsx")

    assert [(pair.row.row, [duty.owner for duty in pair.duties]) for pair in pairs] == [(3, ["市卫生健康委"])]
    assert [issue.message for issue in issues] == [
        "Sheet 第 2 行“护理床位数”名称对得上，责任单位“市财政局”与台账的“市卫生健康委”不同，没有写。"
    ]
