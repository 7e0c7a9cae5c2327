# ruff: noqa: E501  # findings are compared whole
from __future__ import annotations

from datetime import date

from tests.unit.audit.plans import CITY, NEWS, PLAN, Paper, plan

from yuheng.audit.conclusions import KINDS
from yuheng.audit.identities import identities_in
from yuheng.audit.statements import statements_of
from yuheng.model import Metadata

DISTRICT = Metadata("武侯区规划", number="武府发〔2021〕1号", issued=date(2021, 12, 1), kind="plan", region="武侯区")
OTHER = Metadata("锦江区规划", number="锦府发〔2021〕1号", issued=date(2021, 12, 1), kind="plan", region="锦江区")


def told(*papers: Paper) -> list[tuple[str, bool, str]]:
    statements = statements_of([paper.compiled() for paper in papers])
    return [(KINDS[each.kind], each.proposed, each.message) for each in identities_in(statements)]


def test_an_amount_and_its_share_tell_the_whole_and_how_it_must_grow() -> None:
    assert told(plan()) == [
        ("占比核算", False, "占比核算：2020地区生产总值应为6860亿元—7143亿元，所给文档未述总量。"),
        ("占比核算", False, "占比核算：2025地区生产总值应为9272亿元—9396亿元，所给文档未述总量。"),
        ("占比核算", False, "占比核算：地区生产总值年均增长须在5.4%—6.5%，增加值年均增长10.49%—11.02%，没有矛盾。"),
    ]


def test_a_stated_whole_agrees_or_contradicts() -> None:
    def with_gdp(words: str) -> list[tuple[str, bool, str]]:
        paper = Paper(PLAN).actual("大健康产业增加值", "420亿元", "2020").actual("地区生产总值", words, "2020")
        return told(paper.actual("大健康产业增加值占地区生产总值比重", "6.0%", "2020"))

    assert with_gdp("7000亿元") == [
        ("占比核算", False, "占比核算：2020地区生产总值应为6934亿元—7067亿元，与所述总量相合。")
    ]
    assert with_gdp("8000亿元") == [
        ("数据冲突", False, "占比核算：2020地区生产总值应为6934亿元—7067亿元，与所述总量矛盾。")
    ]


def test_one_actual_in_two_documents_agrees_or_conflicts_beyond_rounding() -> None:
    def against(words: str) -> list[tuple[str, bool, str]]:
        return told(
            Paper(PLAN).actual("中药材产值", "90.4亿元", "2020"), Paper(NEWS).actual("中药材产值", words, "2020")
        )

    assert against("约90亿元") == [
        ("数据印证", False, "数据印证：中药材产值90.4亿元（2020）与中药材产值约90亿元（2020）相合。")
    ]
    assert against("80亿元") == [
        ("数据冲突", False, "数据冲突：中药材产值90.4亿元（2020）与中药材产值80亿元（2020），取整不能解释。")
    ]


def test_a_narrower_count_is_kept_beside_the_wider_one() -> None:
    forum = Paper(NEWS).actual("规模以上生物医药企业", "88家", "2020")
    expected = "数据冲突或范围不同：规模以上生物医药企业88家（2020）与规上医药企业96家（2020），两数并存。范围不同：医药、生物医药"
    [(kind, proposed, message)] = [each for each in told(plan(), forum) if each[0] == "数据冲突"]
    assert (kind, proposed) == ("数据冲突", True)
    assert message == expected


def test_a_part_that_is_named_stands_against_its_whole() -> None:
    paper = plan().target(
        "“生命谷”产值",
        "400亿元",
        subject="成都生物医药基地",
        around="依托成都生物医药基地，打造400亿元产值的“生命谷”。",
    )
    assert told(paper)[-1] == (
        "部分与整体",
        False,
        "部分与整体：“生命谷”产值400亿元（未说明期限）（成都生物医药基地）对生物医药产业产值突破600亿元（2025），一处占整体约67%。",
    )


def test_every_year_is_a_floor_for_each_year() -> None:
    steady = Paper(NEWS).actual(
        "生物医药产业", "10%以上", "十三五", measure="growth", around="“十三五”以来每年增长10%以上。"
    )
    slow = Paper(PLAN).actual("生物医药产业产值", "2.1%", "2020H1", measure="growth")
    assert told(steady, slow) == [
        (
            "数据冲突",
            True,
            "数据冲突：生物医药产业增长10%以上（十三五）与生物医药产业产值增长2.1%（2020H1），2.1% < 10%。"
            "可比性存疑：一处为“生物医药产业”，一处为“生物医药产业产值”，且只是2020H1的数",
        )
    ]
    mean = Paper(NEWS).actual("生物医药产业", "10%以上", "十三五", measure="growth", around="“十三五”年均增长10%以上。")
    assert told(mean, slow) == []


def test_two_levels_and_the_growth_between_them() -> None:
    def grown(rate: str) -> list[tuple[str, bool, str]]:
        paper = Paper(PLAN).actual("中药材产值", "100亿元", "2019").actual("中药材产值", "110亿元", "2020")
        return told(paper.actual("中药材产值", rate, "2020", measure="growth"))

    assert grown("10.2%") == [("增速核算", False, "增速核算：中药材产值110亿元（2020）与增速10.2%相合。")]
    [(kind, proposed, _)] = grown("15%")
    assert (kind, proposed) == ("数据冲突", True)


def test_districts_add_up_and_their_targets_show_how_much_was_added_on() -> None:
    city = Paper(PLAN).target("中药材产值", "100亿元", "2025").actual("中药材产值", "60亿元", "2020")
    first = Paper(DISTRICT).target("中药材产值", "70亿元", "2025").actual("中药材产值", "30亿元", "2020")
    second = Paper(OTHER).target("中药材产值", "60亿元", "2025").actual("中药材产值", "25亿元", "2020")
    assert sorted(told(city, first, second)) == [
        ("分区合计", False, "分区合计：2个分区合计54亿元—56亿元，不超过整体（中药材产值60亿元（2020））。"),
        ("层层加码", False, "层层加码：2个分区的目标合计为整体目标的1.30倍（中药材产值100亿元（2025））。"),
    ]


def test_two_cities_never_contradict_each_other() -> None:
    elsewhere = Metadata("规划", number="绵府发〔2021〕2号", issued=date(2021, 1, 1), kind="plan", region="绵阳市")
    assert (
        told(Paper(PLAN).actual("中药材产值", "90亿元", "2020"), Paper(elsewhere).actual("中药材产值", "9亿元", "2020"))
        == []
    )
    assert elsewhere.region != CITY


def test_a_growth_of_five_years_is_none_of_one_and_no_yearly_average() -> None:
    def both(first: str, second: str, period: str) -> list[tuple[str, bool, str]]:
        one = Paper(PLAN).actual("中药材产值", "33.6%", "十三五", measure="growth", around=first)
        return told(one, Paper(NEWS).actual("中药材产值", "5.9%", period, measure="growth", around=second))

    assert both("五年增长33.6%。", "年均增长5.9%。", "十三五") == []
    assert both("五年增长33.6%。", "增长5.9%。", "2020") == []
    assert both("五年增长33.6%。", "五年增长5.9%。", "十三五") == [
        ("数据冲突", False, "数据冲突：中药材产值增长33.6%（十三五）与中药材产值增长5.9%（十三五），取整不能解释。")
    ]


def test_a_cut_is_called_one_and_is_no_growth() -> None:
    def less() -> Paper:
        return Paper(PLAN).actual("能耗", "3.2%", "2020", measure="growth", around="2020年能耗下降3.2%。")

    cut = less()
    grown = Paper(NEWS).actual("能耗", "5%", "2020", measure="growth", around="2020年能耗增长5%。")

    assert told(less().actual("能耗", "100吨", "2019").actual("能耗", "96.8吨", "2020")) == []
    assert told(cut, grown) == []
    assert [each.said() for each in statements_of([cut.compiled(), grown.compiled()]) if each.nature == "growth"] == [
        "能耗下降3.2%（2020）",
        "能耗增长5%（2020）",
    ]
