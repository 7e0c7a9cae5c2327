"""The date that a text without one fixes by itself, and what 过去一年, 目前 and 提前 make of a figure's time."""

from __future__ import annotations

from datetime import date

import pytest
from tests.unit.extract.test_figure_constructions import NEWS, PLAN, REPORT, Row, rows
from tests.unit.extract.test_figures import read

from yuheng.model import Metadata
from yuheng.text.documents import plain_document

ARTICLE = Metadata(title="云川细胞产业活动侧记")
NOTICE = Metadata(title="关于互联网医院建设情况的通报", kind="notice", region="云川省")
ASKING = Metadata(title="关于互联网医院建设的通知", kind="notice", region="云川省")
FUNDS = Metadata(title="关于下达2025年度专项资金的通知", kind="notice", number="云科发〔2025〕19号")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "11月6日至8日，2023云川细胞论坛在云川会议中心举办。截至今年9月底，全市有药企96家。",
            [("=96", "家", "2023", "药企")],
        ),
        (
            "3月18日，云川高新区2024年第一季度项目签约仪式举行。今年全市新增药企23家。",
            [("=23", "家", "2024", "新增药企")],
        ),
        ("3月18日，云川高新区2023年度总结大会举行。今年全市新增药企23家。", [("=23", "家", "", "新增药企")]),
        ("3月18日，云川发布2023年细胞产业白皮书。今年全市新增药企23家。", [("=23", "家", "", "新增药企")]),
    ],
)
def test_an_article_without_a_date_is_of_the_year_of_the_event_it_opens_with(text: str, expected: list[Row]) -> None:
    assert rows(text, ARTICLE) == expected


def test_a_month_alone_below_the_title_dates_what_names_no_year() -> None:
    text = (
        "关于互联网医院建设情况的通报\n（2021年8月）\n截至6月底，建成互联网医院83家。\n"
        "一、下一步要求\n年底前，线上服务率达到60%。"
    )

    assert rows(text, NOTICE) == [("=83", "家", "2021", "互联网医院"), ("=60", "%", "2021", "线上服务率")]
    assert [row[2] for row in rows(text.replace("（2021年8月）\n", ""), NOTICE)] == ["", ""]
    assert [row[2] for row in rows(text.replace("（2021年8月）", "（2021年12月）"), NOTICE)] == ["2021", ""]


def test_a_circular_on_how_things_stand_reports() -> None:
    text = "各医院接入省级平台268家，电子健康档案建档率达91%。"

    assert [row[0] for row in read(text, NOTICE)] == ["Actual", "Actual"]
    assert [row[0] for row in read(text, ASKING)] == ["Target", "Target"]


def test_what_a_heading_calls_the_past_year_is_the_year_before_an_early_report() -> None:
    text = "一、过去一年工作回顾\n\n全县药业产值完成80亿元。\n药企达到11家。\n二、2022年重点工作\n新建药园6个。"
    early = Metadata(title="云川县政府工作报告", kind="report", issued=date(2022, 1, 11), region="云川县")
    late = Metadata(title="云川县政府工作报告", kind="report", issued=date(2022, 8, 11), region="云川县")

    assert [row[2] for row in rows(text, early)] == ["2021", "2021", "2022"]
    assert [row[2] for row in rows(text, late)] == ["", "", "2022"]


def test_a_promise_that_starts_from_where_things_stand_is_still_promised() -> None:
    promised = read("到2025年，建成平台10个，产业规模由目前的80亿元增加到200亿元。", PLAN)

    assert [row[:4] for row in promised[::2]] == [
        ("Target", "=10", "个", "2025"),
        ("Target", "=200", "亿元", "2025"),
    ]
    assert read("到2025年，建成平台10个，目前产业规模80亿元。", PLAN)[1][0] == "Actual"


def test_three_months_ahead_are_not_the_first_three_of_a_year() -> None:
    assert rows("项目延期的，应当提前3个月申请，补助经费80万元。", FUNDS)[-1][2] == ""
    assert rows("2025年前3个月，补助经费80万元。", FUNDS)[-1][2] == "2025Q1"


EVALUATION = "《云川市健康产业“十四五”规划》实施情况中期评估报告\n2023年9月\n一、进展\n"


def test_an_evaluation_of_a_plan_speaks_from_its_own_month_not_from_the_plan_s_first_year() -> None:
    text = "2022年，产业总产值达到600亿元，完成2025年目标值的68%。到2025年，产业总产值达到900亿元。"

    assert [figure[:4] for figure in read(EVALUATION + text, plain_document(EVALUATION + text).meta)] == [
        ("Actual", "=600", "亿元", "2022"),
        ("Actual", "=68", "%", "2022"),
        ("Target", "=900", "亿元", "2025"),
    ]


def test_what_an_aim_is_called_after_stays_what_was_measured() -> None:
    text = "研发投入强度提高到3.8%，与2025年5%的目标尚有差距。"

    assert rows(text, REPORT) == [("=3.8", "%", "", "研发投入强度"), ("=5", "%", "2025", "研发投入强度")]


def test_a_year_beside_the_value_of_a_change_dates_it_without_de() -> None:
    text = "每千人口床位数由2021年6.58张增加到2022年6.79张，医院20家。"

    assert read(text, REPORT)[:2] == [
        ("Actual", "=6.58", "张", "2021", "每千人口床位数"),
        ("Actual", "=6.79", "张", "2022", "每千人口床位数"),
    ]
    assert [row[2] for row in rows("2022年床位由6张增加到8张。", REPORT)] == ["", "2022"]


def test_what_the_next_sentence_promises_is_not_of_the_year_just_told() -> None:
    text = "去年，全市接待旅居老人41万人次。我们计划用两年时间，再建康养床位2万张。"

    assert [(row[0], row[3]) for row in read(text, NEWS)] == [("Actual", "2023"), ("Target", "")]
    assert [row[3] for row in read(text.replace("我们计划用两年时间，再", ""), NEWS)] == ["2023", "2023"]


def test_the_end_of_june_ends_the_half_year_that_a_text_tells_of() -> None:
    text = "今年上半年，各地推进药房建设。\n截至6月底，建成药房83家。\n截至2023年6月底，建成药房70家。"

    assert [row[2] for row in rows(text, NEWS)] == ["2024H1", "2023"]
    assert [row[2] for row in rows(text.replace("上半年", "以来"), NEWS)] == ["2024", "2023"]


def test_what_there_is_now_is_not_of_the_year_whose_course_was_told() -> None:
    course = "2020年，全州接待游客80万人次。现有药园13座、药店9家。"
    state = "截至2022年末，全州有游客80万人。现有药园13座、药店9家。"

    assert [(row[0], row[3]) for row in read(course, PLAN)] == [("Actual", "2020"), ("Actual", ""), ("Actual", "")]
    assert [row[2] for row in rows(state, NEWS)] == ["2022", "2022", "2022"]
    assert [row[2] for row in rows("全州现有药园13座。", NEWS)] == ["2024"]
    assert [row[2] for row in rows("依托现有基础，全州药园13座。", NEWS)] == [""]


def test_what_an_article_hopes_for_the_whole_year_is_of_its_year() -> None:
    assert read("药谷将力争全年引进项目30个。", NEWS)[0][:4] == ("Target", "=30", "个", "2024")
    assert rows("药谷全年引进项目30个。", NEWS)[0][2] == ""


def test_during_a_forum_is_the_day_of_an_article_and_nothing_of_a_plan() -> None:
    text = "论坛期间，发布药业品牌20个。"

    assert read(text, NEWS)[0][:4] == ("Actual", "=20", "个", "2024")
    assert rows(text, PLAN)[0][2] == ""


def test_what_an_item_is_due_with_does_not_date_the_next_item() -> None:
    text = "一是编制规划。到2025年，托位达到40个。二是优化政策。拟将补贴由每床120元提高到200元。"

    assert [row[2] for row in rows(text, PLAN)] == ["2025", "", ""]
    assert [row[2] for row in rows(text.replace("一是", "").replace("二是", ""), PLAN)] == ["2025", "", "2025"]


def test_a_heading_ends_where_a_year_opens_the_line_below() -> None:
    text = "一、过去一年工作回顾\n2021年，全县药业产值完成80亿元。\n药企达到11家。"
    early = Metadata(title="云川县政府工作报告", kind="report", issued=date(2022, 1, 11), region="云川县")

    assert [row[1:4] for row in read(text, early)] == [("=80", "亿元", "2021"), ("=11", "家", "2021")]


def test_a_title_says_of_which_part_of_the_year_an_article_tells() -> None:
    told = Metadata(title="前三季度全市医药工业运行情况", kind="news", issued=date(2025, 10, 28))
    other = Metadata(title="前三季度先进人物", kind="news", issued=date(2025, 10, 28))
    text = "中成药产值88亿元。\n预计全年，药业产值突破530亿元。"

    assert [row[2] for row in rows(text, told)] == ["2025Q1-Q3", "2025"]
    assert [row[2] for row in rows(text, other)] == ["", "2025"]
    assert [row[2] for row in rows(text, Metadata(title=told.title, kind="news"))] == ["", ""]


def test_a_part_of_the_year_ends_with_its_item() -> None:
    text = "一、2024年工作打算\n力争6月底前完成搬迁，新增床位200张；建成药房9家。"

    assert [row[2] for row in rows(text, REPORT)] == ["2024H1", "2024"]


def test_an_explanation_of_measures_promises_what_they_give() -> None:
    text = "名医工作室，每年资助10万元。对新设的药馆、药园，分别给予50万元、20万元奖励。"
    title = "关于支持中医药发展若干措施的政策解读"

    assert [row[0] for row in read(text, Metadata(title=title))] == ["Target"] * 3
