"""What a part, a class or a yield leaves out and takes from what was said before it."""

from __future__ import annotations

import pytest
from tests.unit.extract.test_figure_constructions import NEWS, PLAN, REPORT, Row, rows
from tests.unit.extract.test_figures import read

from yuheng.extract.figures import figures_in
from yuheng.model import Metadata
from yuheng.text.documents import plain_document

PARTS: dict[str, tuple[str, list[Row]]] = {
    "what 其中 opens takes the head of its whole": (
        "全县卫生机构床位300张，其中：县医院200张，卫生院100张。",
        [("=300", "张", "", "卫生机构床位"), ("=200", "张", "", "县医院床位"), ("=100", "张", "", "卫生院床位")],
    ),
    "a part with a head of its own keeps it": (
        "全县药业产值80亿元，其中中药销售收入20亿元；茶业12亿元。",
        [("=80", "亿元", "", "药业产值"), ("=20", "亿元", "", "中药销售收入"), ("=12", "亿元", "", "茶业")],
    ),
    "the money beside a class's number is the class's": (
        "其中，制剂类22项、资金4150万元，器械类9项、资金700万元。",
        [
            ("=22", "项", "", "制剂类"),
            ("=4150", "万元", "", "制剂类资金"),
            ("=9", "项", "", "器械类"),
            ("=700", "万元", "", "器械类资金"),
        ],
    ),
    "works yield, not the line that was counted last": (
        "青云药厂项目总投资18亿元，建设4条灌装线，全部达产后年产值25亿元，年纳税2亿元。",
        [
            ("=18", "亿元", "", "青云药厂项目总投资"),
            ("=4", "条", "", "灌装线"),
            ("=25", "亿元", "", "青云药厂项目年产值"),
            ("=2", "亿元", "", "青云药厂项目年纳税"),
        ],
    ),
    "a total of a year is of the whole, not of its last part": (
        "药谷集聚药企80家，其中上市药企7家，2020年实现产值16亿元，增长9%。",
        [
            ("=80", "家", "", "药谷集聚药企"),
            ("=7", "家", "", "上市药企"),
            ("=16", "亿元", "2020", "药谷集聚药企产值"),
            ("=9", "%", "2020", "药谷集聚药企产值"),
        ],
    ),
    "where something lies is no part of its name": (
        "青云健康城位于云川新区东部，规划面积18平方公里，周边50公里范围内有高校23所。",
        [("=18", "平方公里", "", "青云健康城规划面积"), ("=23", "所", "", "高校")],
    ),
    "a table's number and what it is broken down by make no points": (
        "表1分年度目标。药企得分1分。",
        [("=1", "分", "", "药企得分")],
    ),
    "accounts behind a semicolon are of whom the sentence speaks": (
        "全县药企完成产值8亿元，增长9%；实现营业收入7亿元、利润总额2亿元；茶业利润1亿元。",
        [
            ("=8", "亿元", "", "药企产值"),
            ("=9", "%", "", "药企产值"),
            ("=7", "亿元", "", "药企营业收入"),
            ("=2", "亿元", "", "药企利润总额"),
            ("=1", "亿元", "", "茶业利润"),
        ],
    ),
    "a size in words only says which things are counted": (
        "销售过亿元的中成药仅有5个。",
        [("=5", "个", "", "销售过亿元的中成药")],
    ),
    "what was begun is what was counted": (
        "全市安排药业项目86个。已开工71个。",
        [("=86", "个", "", "药业项目"), ("=71", "个", "", "药业项目开工")],
    ),
}


@pytest.mark.parametrize(("text", "stated"), PARTS.values(), ids=PARTS.keys())
def test_a_part_is_named_with_what_it_leaves_out(text: str, stated: list[Row]) -> None:
    assert rows(text, PLAN) == stated


def test_a_headline_that_the_article_states_again_makes_no_second_figure() -> None:
    text = "总投资52亿元！9个药业项目落户青泽\n本次签约药业项目9个，总投资52亿元。园区建厂房12栋。"

    assert [row[:2] for row in rows(text, NEWS)] == [("=9", "个"), ("=52", "亿元"), ("=12", "栋")]
    assert rows(text.replace("总投资52亿元。", ""), NEWS)[0][:2] == ("=52", "亿元")


def test_money_that_an_article_gives_each_acre_is_promised() -> None:
    assert read("县里出台办法，对新建基地每亩补助300元。", NEWS)[0][:3] == ("Target", "=300", "元")
    assert read("县里出台办法，对新建基地每亩已补助300元。", NEWS)[0][:3] == ("Actual", "=300", "元")


def test_a_column_of_yearly_growth_is_due_with_the_aim_beside_it() -> None:
    text = (
        "云川市健康产业主要指标\n指标\t2020年\t2025年\t年均增速\t属性\n药业产值（亿元）\t218\t420\t14%\t预期性\n"
        "药园（个）\t3\t5\t—\t预期性\n"
    )
    figures, _ = figures_in(plain_document(text))

    assert [(type(f).__name__, str(f.quantity.low), f.period and f.period.label) for f in figures] == [
        ("Actual", "218", "2020"),
        ("Target", "420", "2025"),
        ("Target", "14", "2025"),
        ("Actual", "3", "2020"),
        ("Target", "5", "2025"),
    ]


def test_five_years_to_come_are_due_with_the_plan_or_the_fifth_year() -> None:
    text = "一、今后五年奋斗目标\n药业产值达到80亿元。\n"
    spring = Metadata(title="云川县政府工作报告", kind="report", region="云川县", issued=REPORT.issued)

    assert rows(text, spring)[0][2] == "2028"
    assert rows(text, Metadata(title="云川县政府工作报告", kind="report"))[0][2] == ""
