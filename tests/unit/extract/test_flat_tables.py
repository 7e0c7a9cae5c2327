"""Tables of which a text file kept one cell a line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.unit.extract.test_tables import read as figures_of

from yuheng.extract.figures import figures_in
from yuheng.model import Metadata
from yuheng.text.documents import plain_document

PLAN = Metadata(kind="plan", issued=date(2021, 12, 1), region="云川省")


def lines(*cells: str) -> str:
    return "\n".join(cell for row in cells for cell in row.split(" | "))


def test_rows_that_repeat_the_header_s_cells_keep_its_columns() -> None:
    text = lines(
        "指标 | 单位 | 2020年 | 2025年 | 属性",
        "人均预期寿命 | 岁 | 78.9 | 80 | 预期性",
        "千人床位数 | 张 | 6.2 | 7.0 | 预期性",
        "孕产妇死亡率 | 1/10万 | 9.8 | <9 | 约束性",
    )

    assert figures_of(text, PLAN) == [
        ("Actual", "=78.9", "岁", "2020", "人均预期寿命"),
        ("Target", "=80", "岁", "2025", "人均预期寿命"),
        ("Actual", "=6.2", "张", "2020", "千人床位数"),
        ("Target", "=7.0", "张", "2025", "千人床位数"),
        ("Actual", "=9.8", "1/10万", "2020", "孕产妇死亡率"),
        ("Target", "<9", "1/10万", "2025", "孕产妇死亡率"),
    ]


def test_numbers_of_rows_are_no_values() -> None:
    text = lines(
        "序号 | 指标 | 单位 | 2020年 | 2025年",
        "1 | 药店数 | 家 | 120 | 200",
        "2 | 药师数 | 人 | 300 | 450",
        "3 | 签约率 | % | 60 | 75",
    )

    assert [figure[1] for figure in figures_of(text, PLAN)] == ["=120", "=200", "=300", "=450", "=60", "=75"]


def test_a_category_that_spans_rows_is_written_once() -> None:
    text = lines(
        "类别 | 指标 | 单位 | 2020年 | 2025年",
        "健康服务 | 药店数 | 家 | 120 | 200",
        "药师数 | 人 | 300 | 450",
        "健康产业 | 药业产值 | 亿元 | 60 | 90",
        "医械产值 | 亿元 | 30 | 50",
    )

    assert [(figure[1], figure[4]) for figure in figures_of(text, PLAN)] == [
        ("=120", "药店数"),
        ("=200", "药店数"),
        ("=300", "药师数"),
        ("=450", "药师数"),
        ("=60", "药业产值"),
        ("=90", "药业产值"),
        ("=30", "医械产值"),
        ("=50", "医械产值"),
    ]


def test_a_row_whose_values_cannot_be_told_apart_is_an_issue_and_no_figure() -> None:
    text = lines(
        "指标 | 基期水平 | 2022年目标值 | 2030年目标值",
        "居民素养水平（%） | 12 | 20 | 30 | 预期性",
        "人群知晓水平（%） | 40 | 50 | 预期性",
        "儿童近视比例（%） | 38 | 35 | 30 | 预期性",
    )

    figures, issues = figures_in(replace(plain_document(text), meta=PLAN))

    assert "人群知晓水平" not in {figure.indicator for figure in figures}
    assert [issue.code for issue in issues] in ([], ["table-ambiguous"])


def test_a_row_whose_label_is_torn_is_an_issue_and_no_figure() -> None:
    text = (
        "指标\n基期水平\n2022年目标值\n2030年目标值\n指标性质\n"
        "吸烟率（%）\n26.6\n<24.5\n<20\n预期性\n"
        "先树立良好形象并给予\n一定的奖励措施\n18\n≥60\n≥80\n预期性\n"
    )

    figures, issues = figures_in(plain_document(text))

    assert [str(figure.quantity.value) for figure in figures] == ["26.6", "24.5", "20"]
    assert [issue.code for issue in issues] == ["table-ambiguous"]


def test_the_edge_s_heading_is_no_part_of_a_label() -> None:
    text = (
        "指标\n基期水平\n2022年目标值\n2030年目标值\n促\n进\n行\n动\n"
        "65岁以上人群吸烟率（%）\n2015年为\n27.7\n<24.5\n<20\n预期性\n"
    )

    figures, _ = figures_in(plain_document(text))

    assert {figure.indicator for figure in figures} == {"65岁以上人群吸烟率"}
    assert [figure.period.label for figure in figures if figure.period] == ["2015", "2022", "2030"]
