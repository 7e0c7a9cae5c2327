from __future__ import annotations

import io
from datetime import date, datetime

import pytest
import xlsxwriter
from tests.unit.read.samples import packed, reading_or_hint

from yuheng.errors import UnreadableSnapshot
from yuheng.model import Mark, Reading, Run
from yuheng.read import read_snapshot


def workbook(*, name: str = "Sheet1", hidden: str = "") -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name)
        percent = book.add_format({"num_format": "0.0%"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(1, 1, ["指标", "数值"])
        sheet.write_row(2, 1, ["床位数", 6.0])
        sheet.write(3, 1, "占比\n（%）")
        sheet.write(3, 2, 0.362, percent)
        sheet.write(4, 1, 0.1 + 0.2)
        sheet.write_datetime(4, 2, datetime(2025, 12, 31), day)
        if hidden:
            book.add_worksheet(hidden).hide()
    return buffer.getvalue()


def test_a_row_is_a_line_and_cells_are_as_typed() -> None:
    _, reading, issues = read_snapshot("表.xlsx", workbook())

    assert (reading.text, reading.wrapped, issues) == (
        "指标\t数值\n床位数\t6\n占比 （%）\t36.2%\n0.3\t2025-12-31\n", False, (),
    )  # fmt: skip
    assert [(reading.text[r.start : r.end], r.sheet, r.cell) for r in reading.runs[:4]] == [
        ("指标", "Sheet1", "B2"), ("数值", "Sheet1", "C2"), ("床位数", "Sheet1", "B3"), ("6", "Sheet1", "C3"),
    ]  # fmt: skip
    assert reading.marks[:4] == (
        Mark(0, 39, "table"), Mark(0, 5, "row"), Mark(0, 2, "cell", 1), Mark(3, 5, "cell", 2),
    )  # fmt: skip


def test_a_named_sheet_is_a_heading_and_a_hidden_one_an_issue() -> None:
    _, reading, issues = read_snapshot("表.xlsx", workbook(name="2025年目标", hidden="下拉"))

    assert reading.text.startswith("2025年目标\n指标\t数值\n")
    assert reading.marks[0] == Mark(0, 7, "heading", 1)
    assert [(issue.code, "下拉" in issue.message) for issue in issues] == [("sheet-hidden", True)]


def test_a_cell_in_the_far_corner_does_not_fill_the_memory() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "甲")
        sheet.write(1_048_575, 16_383, "乙")

    with pytest.raises(UnreadableSnapshot, match="17179869184 格，超过上限"):
        read_snapshot("表.xlsx", buffer.getvalue())


def test_a_damaged_workbook_is_refused() -> None:
    for members in (
        {"xl/workbook.xml": "<workbook/>"},
        {"xl/workbook.xml": "<workbook", "xl/_rels/workbook.xml.rels": "<r/>"},
    ):
        with pytest.raises(UnreadableSnapshot):
            read_snapshot("表.xlsx", packed({**members}))


def test_a_byte_changed_anywhere_is_read_or_refused() -> None:
    data = workbook()

    for at in range(0, len(data), 61):
        assert reading_or_hint("a.xlsx", data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])


def test_a_list_in_gb18030_keeps_quotes_and_empty_cells_in_their_columns() -> None:
    data = '企业,"产值（万元）",备注\r\n甲公司,"1,200",\r\n"乙""公司""",,无\r\n'.encode("gb18030")

    _, reading, issues = read_snapshot("名单.csv", data)

    assert (reading, issues) == (
        Reading(
            '企业\t产值（万元）\t备注\n甲公司\t1,200\n乙"公司"\t无\n',
            wrapped=False,
            runs=(
                Run(0, 2, sheet="", cell="A1"),
                Run(3, 9, sheet="", cell="B1"),
                Run(10, 12, sheet="", cell="C1"),
                Run(13, 16, sheet="", cell="A2"),
                Run(17, 22, sheet="", cell="B2"),
                Run(23, 28, sheet="", cell="A3"),
                Run(29, 30, sheet="", cell="C3"),
            ),
            marks=(
                Mark(0, 30, "table"),
                Mark(0, 12, "row"),
                Mark(0, 2, "cell"),
                Mark(3, 9, "cell", 1),
                Mark(10, 12, "cell", 2),
                Mark(13, 22, "row"),
                Mark(13, 16, "cell"),
                Mark(17, 22, "cell", 1),
                Mark(23, 30, "row"),
                Mark(23, 28, "cell"),
                Mark(29, 30, "cell", 2),
            ),
            reader="csv/1",
            properties=(("encoding", "gb18030"), ("delimiter", ",")),
        ),
        (),
    )


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    lines = [["指标", "单位", "2025年"], ["床位", "张", "6.5"], ["医师", "人", "3.2"]]

    _, reading, _ = read_snapshot("a.csv", "\ufeff".encode() + "\n".join(map(delimiter.join, lines)).encode())

    assert reading.text == "".join("\t".join(line) + "\n" for line in lines)


def test_a_quote_that_never_ends_is_refused_once_it_swallows_too_much() -> None:
    with pytest.raises(UnreadableSnapshot, match="引号"):
        read_snapshot("a.csv", ('甲,"乙\n' + "丙,丁\n" * 40_000).encode())


def test_dates_are_read_as_days() -> None:
    from yuheng.read.xlsx import printed

    values = (date(2025, 1, 2), datetime(2025, 1, 2, 3, 4), True, 10**15, -0.5, 1e21, float("inf"))

    assert [printed(value) for value in values] == [
        "2025-01-02", "2025-01-02 03:04:00", "TRUE", "1000000000000000", "-0.5", "1000000000000000000000", "Infinity",
    ]  # fmt: skip
