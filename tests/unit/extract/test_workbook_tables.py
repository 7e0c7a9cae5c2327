"""Tables of indicators as workbooks and lists: a row is one line of cells, and no sentence."""

from __future__ import annotations

from io import BytesIO

import pytest
import xlsxwriter

from yuheng.extract import claims_in
from yuheng.model import Actual, Document, Target, check_anchor
from yuheng.read import read_snapshot
from yuheng.text.documents import document_from

Rows = list[list[str | float]]

INDICATORS: Rows = [
    ["岚江市大健康产业发展主要指标"],
    ["序号", "指标", "单位", "2020年", "2025年", "属性"],
    [1, "大健康产业总产值", "亿元", 500, "", "预期性"],
    ["", "每千人口执业医师数", "人", 2.8, 3.5, "约束性"],
    [3, "护理型床位占比", "%", "40", "≥55", "约束性"],
]


def as_list(rows: Rows) -> Document:
    text = "\n".join(",".join(str(cell) for cell in row) for row in rows)
    return _document("指标.csv", text.encode())


def as_workbook(rows: Rows) -> Document:
    data = BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    sheet = book.add_worksheet("指标")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return _document("指标.xlsx", data.getvalue())


def _document(name: str, data: bytes) -> Document:
    snapshot, reading, _ = read_snapshot(name, data)
    return document_from(snapshot, reading)


@pytest.mark.parametrize("made", [as_list, as_workbook])
def test_a_row_of_a_workbook_gives_a_figure_for_each_year(made: object) -> None:
    assert callable(made)
    document = made(INDICATORS)

    claims, issues = claims_in(document)

    for claim in claims:
        check_anchor(document, claim.anchor)
    figures = [claim for claim in claims if isinstance(claim, Target | Actual)]
    assert [
        (type(each).__name__, each.indicator, str(each.quantity.value), each.quantity.unit, each.period.label)
        for each in figures
        if each.period is not None
    ] == [
        ("Actual", "大健康产业总产值", "500", "亿元", "2020"),
        ("Actual", "每千人口执业医师数", "2.8", "人", "2020"),
        ("Target", "每千人口执业医师数", "3.5", "人", "2025"),
        ("Actual", "护理型床位占比", "40", "%", "2020"),
        ("Target", "护理型床位占比", "55", "%", "2025"),
    ]
    assert (len(figures), issues) == (5, ())


@pytest.mark.parametrize("made", [as_list, as_workbook])
def test_cells_side_by_side_are_no_sentence_that_builds_or_signs(made: object) -> None:
    assert callable(made)
    document = made(
        [
            ["编号", "年份", "课题", "承担单位", "所在地"],
            ["X01", 2012, "岚江产业园布局与中药生产基地建设研究", "岚江大学与青溪药业联合中心签约课题", "重庆市渝北区"],
        ]
    )

    claims, _ = claims_in(document)

    assert claims == ()
