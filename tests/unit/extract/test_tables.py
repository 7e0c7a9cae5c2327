"""Tables of indicators with columns: what a cell states is said by its row and its header."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from yuheng.extract.figures import figures_in
from yuheng.model import Figure, Metadata
from yuheng.text.documents import plain_document

PLAN = Metadata(title="云川省“十四五”健康产业规划", kind="plan", issued=date(2021, 12, 1), region="云川省")


def read(text: str, meta: Metadata = PLAN) -> list[tuple[str, str, str, str, str]]:
    """Each figure of a text as kind, comparator with number, unit, period, indicator."""
    figures, issues = figures_in(replace(plain_document(text), meta=meta))
    assert issues == ()
    return [_short(figure) for figure in figures]


def _short(figure: Figure) -> tuple[str, str, str, str, str]:
    quantity = figure.quantity
    number = f"{quantity.op}{quantity.value}" + (f"-{quantity.value2}" if quantity.value2 is not None else "")
    return type(figure).__name__, number, quantity.unit, figure.period.label if figure.period else "", figure.indicator


def table(*rows: str) -> str:
    """Rows as a text file keeps them: cells parted by tabs."""
    return "\n".join(row.replace(" | ", "\t") for row in rows)


def test_the_header_says_which_year_a_cell_is_of_and_whether_it_is_promised() -> None:
    text = table(
        "序号 | 指标 | 单位 | 2020年 | 2025年 | 属性",
        "1 | 药店数 | 家 | 120 | 200 | 预期性",
        "2 | 签约率 | % | 61.5 | ≥75 | 约束性",
    )

    assert read(text) == [
        ("Actual", "=120", "家", "2020", "药店数"),
        ("Target", "=200", "家", "2025", "药店数"),
        ("Actual", "=61.5", "%", "2020", "签约率"),
        ("Target", ">=75", "%", "2025", "签约率"),
    ]


def test_a_unit_may_stand_in_the_row_s_bracket() -> None:
    text = table("指标 | 2020年 | 2025年", "药店数（家） | 120 | 200", "从业人员（万人） | 1.5 | 2")

    assert read(text) == [
        ("Actual", "=120", "家", "2020", "药店数"),
        ("Target", "=200", "家", "2025", "药店数"),
        ("Actual", "=1.5", "万人", "2020", "从业人员"),
        ("Target", "=2", "万人", "2025", "从业人员"),
    ]


def test_a_cell_of_words_or_a_dash_states_nothing() -> None:
    text = table("指标 | 单位 | 2020年 | 2025年", "药店数 | 家 | — | 200", "满意度 | % | 80 | 持续提高")

    assert read(text) == [("Target", "=200", "家", "2025", "药店数"), ("Actual", "=80", "%", "2020", "满意度")]


def test_a_column_of_growth_holds_rates_over_the_plan_and_a_bracketed_total_its_own_unit() -> None:
    text = table(
        "指标 | 单位 | 2025年 | 年均增速（%） | 属性",
        "药业产值 | 亿元 | 700 | 14.5 | 预期性",
        "药店数 | 家 | 200 | [80] | 预期性",
    )

    assert read(text) == [
        ("Target", "=700", "亿元", "2025", "药业产值"),
        ("Target", "=14.5", "%", "十四五", "药业产值"),
        ("Target", "=200", "家", "2025", "药店数"),
        ("Target", "=80", "家", "十四五", "药店数"),
    ]


def test_a_caption_gives_the_unit_and_what_the_places_are_measured_by() -> None:
    text = "表2　重点园区产值目标（单位：亿元）\n" + table(
        "园区名称 | 2021年 | 2025年", "青川高新区 | 120 | 260", "江北药园 | 85.5 | 150左右"
    )

    assert read(text) == [
        ("Actual", "=120", "亿元", "2021", "青川高新区产值"),
        ("Target", "=260", "亿元", "2025", "青川高新区产值"),
        ("Actual", "=85.5", "亿元", "2021", "江北药园产值"),
        ("Target", "~150", "亿元", "2025", "江北药园产值"),
    ]


def test_a_header_may_have_two_rows() -> None:
    text = table(
        "指标 | 单位 | 2025年目标 | ",
        " |  | 总量 | 年均增速（%）",
        "药业产值 | 亿元 | 700 | 14.5",
        "药店数 | 家 | 200 | 8",
    )

    assert read(text) == [
        ("Target", "=700", "亿元", "2025", "药业产值"),
        ("Target", "=14.5", "%", "2025", "药业产值"),
        ("Target", "=200", "家", "2025", "药店数"),
        ("Target", "=8", "%", "2025", "药店数"),
    ]


def test_a_table_without_a_header_of_years_states_no_figures() -> None:
    text = table("单位 | 联系人 | 电话", "青川局 | 王宁 | 68001234", "江北局 | 李安 | 68005678")

    assert read(text) == []


def test_a_column_s_name_may_hold_digits_and_a_unit_may_be_none() -> None:
    handed_out = table(
        "县区 | 65岁以上老人数（人） | 2型糖尿病患者数（人）",
        "城东区 | 63800 | 19900",
        "平山县 | 51200 | 12700",
    )
    listed = "\n".join(
        ("指标", "单位", "2020年", "2025年", "抗菌药物强度", "—", "38.2", "≤36", "每床药师", "人", "2.9", "3.2")
    )

    assert [figure[1:] for figure in read(handed_out)] == [
        ("=63800", "人", "", "城东区65岁以上老人数"),
        ("=19900", "人", "", "城东区2型糖尿病患者数"),
        ("=51200", "人", "", "平山县65岁以上老人数"),
        ("=12700", "人", "", "平山县2型糖尿病患者数"),
    ]
    assert [figure[1:] for figure in read(listed)] == [
        ("=38.2", "", "2020", "抗菌药物强度"),
        ("<=36", "", "2025", "抗菌药物强度"),
        ("=2.9", "人", "2020", "每床药师"),
        ("=3.2", "人", "2025", "每床药师"),
    ]
