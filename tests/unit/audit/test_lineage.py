# ruff: noqa: E501  # findings are compared whole
from __future__ import annotations

from datetime import date

from tests.unit.audit.plans import CITY, PLAN, Paper, opinion, plan

from yuheng.audit.conclusions import KINDS
from yuheng.audit.lineage import edges_in, lineage_in
from yuheng.audit.statements import statements_of
from yuheng.model import Metadata
from yuheng.model.finding import Finding


def found(*papers: Paper) -> list[Finding]:
    return list(lineage_in(statements_of([paper.compiled() for paper in papers])))


def told(*papers: Paper) -> list[tuple[str, str]]:
    return sorted((KINDS[finding.kind], finding.message) for finding in found(*papers))


def kinds(older: Paper, newer: Paper) -> list[str]:
    return [KINDS[edge.kind] for edge in edges_in(statements_of([older.compiled(), newer.compiled()]))]


def one(words: str, period: str, indicator: str = "养老床位数", meta: Metadata = PLAN) -> Paper:
    return Paper(meta).target(indicator, words, period)


EARLIER = Metadata("大健康产业行动计划", number="成办发〔2019〕3号", issued=date(2019, 3, 1), kind="plan", region=CITY)


def test_every_target_of_an_opinion_is_told_what_became_of_it() -> None:
    gone = "，成办发〔2021〕9号（2021-10-01）中没有同一指标的目标。"
    assert told(opinion(), plan()) == sorted(
        [
            (
                "顺延",
                "顺延：生物医药工业总产值600亿元（2022） → 生物医药产业产值突破600亿元（2025）。期限由2022到2025，推后3年",
            ),
            ("延续", "延续：产值百亿级企业2家（未说明期限） → 生物医药产业领域百亿级企业2家（2025）。期限新定：2025"),
            (
                "顺延",
                "顺延：国家级生物医药产业聚集区1个（2021—2023） → 国家级生物医药产业集聚区1个（2025）。"
                "期限由2021—2023到2025，相差2.6—4.6年",
            ),
            (
                "已达成后未延续",
                "已达成后未延续：10亿级企业8家（未说明期限）；后文报告年产值10亿元级重点企业9家（2020），9家 ≥ 8家，未再提出目标。",
            ),
            (
                "口径不同不可比",
                "口径不同不可比：国家级企业技术创新平台9个（未说明期限）与国家级平台5个（2020）、各类国家级创新平台12个（2025）。"
                "限定不同：“国家级企业技术创新平台”限于国家级、企业技术创新，“国家级平台”限于国家级",
            ),
            ("未见量化延续", f"未见量化延续：企业研发投入占销售收入比重4%以上（未说明期限）{gone}"),
        ]
    )


def test_a_postponed_target_shows_what_both_dates_ask_of_the_same_base() -> None:
    [postponed] = [each for each in found(opinion(), plan()) if "总产值600" in each.message]

    assert dict(postponed.parts) == {
        "前": "成办发〔2018〕1号（2018-06-01）：生物医药工业总产值600亿元（2022）",
        "后": "成办发〔2021〕9号（2021-10-01）：生物医药产业产值突破600亿元（2025）",
        "期限": "期限由2022到2025，推后3年",
        "措辞": "“生物医药工业总产值600亿元”变为“生物医药产业产值突破600亿元”",
        "口径": "工业产值只计工业企业，产业产值还可含服务和流通",
        "基数": "成办发〔2021〕9号（2021-10-01）：生物医药工业产值318亿元（2020）",
        "所需速度（2022）": "年均增长37.3%—37.5%（2年）",
        "所需速度（2025）": "年均增长13.5%—13.6%（5年）",
    }


def test_the_same_number_later_is_postponed_and_another_number_is_raised_or_lowered() -> None:
    older = one("100张", "2022", meta=EARLIER)
    assert kinds(older, one("100张", "2025")) == ["顺延"]
    assert kinds(older, one("100张", "2022")) == ["延续"]
    assert kinds(older, one("120张", "2025")) == ["上调"]
    assert kinds(older, one("80张", "2025")) == ["下调"]
    assert kinds(older, one("100张以上", "2022")) == ["延续"]


def test_where_less_is_better_a_smaller_number_raises_the_demand() -> None:
    older = one("5‰", "2022", "婴儿死亡率", EARLIER)
    assert kinds(older, one("4‰", "2025", "婴儿死亡率")) == ["上调"]
    assert kinds(older, one("6‰", "2025", "婴儿死亡率")) == ["下调"]


def test_a_target_for_an_earlier_year_is_a_stage_and_lowers_nothing() -> None:
    assert kinds(one("100张", "2025", meta=EARLIER), one("60张", "2023")) == ["延续"]


def test_what_is_newly_made_in_two_periods_is_two_counts() -> None:
    older = one("30家", "2022", "新增养老机构", EARLIER)
    assert kinds(older, one("20家", "2025", "新增养老机构")) == []


def test_no_edge_leads_to_another_subject_unit_tier_or_sector() -> None:
    older = one("100张", "2022", meta=EARLIER)
    elsewhere = Metadata(
        "大健康产业规划", number="绵府发〔2021〕2号", issued=date(2021, 1, 1), kind="plan", region="绵阳市"
    )
    assert kinds(older, one("100张", "2025", meta=elsewhere)) == []
    assert kinds(older, one("100%", "2025")) == []
    assert kinds(one("3家", "2022", "百亿级企业", EARLIER), one("3家", "2025", "50亿级企业")) == []
    assert kinds(one("9亿元", "2022", "中药材产值", EARLIER), one("9亿元", "2025", "医疗器械产值")) == []
    assert kinds(one("9亿元", "2022", "中药材产值", EARLIER), one("9亿元", "2025", "中药材增加值")) == []


def test_a_document_without_a_date_or_a_place_has_no_place_in_a_lineage() -> None:
    undated = Metadata("大健康产业规划", number="成办发〔2021〕7号", kind="plan", region=CITY)
    nowhere = Metadata("大健康产业规划", number="〔2021〕7号", issued=date(2021, 1, 1), kind="plan")
    older = one("100张", "2022", meta=EARLIER)
    assert kinds(older, one("100张", "2025", meta=undated)) == []
    assert kinds(one("100张", "2022", meta=nowhere), one("100张", "2025")) == []


def test_one_shared_indicator_of_many_does_not_make_a_successor() -> None:
    older = one("100张", "2022", meta=EARLIER).target("养老机构", "30家", "2022").target("护理人员", "500人", "2022")
    newer = one("100张", "2025").target("中药材产值", "9亿元", "2025")
    assert [KINDS[each.kind] for each in found(older, newer)] == ["顺延"]


def test_work_points_of_a_year_are_not_expected_to_restate_a_plan() -> None:
    points = Metadata("2022年工作要点", number="成健办〔2022〕1号", issued=date(2022, 2, 1), kind="notice", region=CITY)
    yearly = Paper(points).target("大健康产业增加值", "500亿元", "2022").target("在研创新药", "20个", "2022")
    assert {KINDS[each.kind] for each in found(plan(), yearly)} == {"延续"}


def test_what_a_policy_pays_is_no_target() -> None:
    older = Paper(EARLIER).target("单个企业", "3000万元", around="对单个企业给予最高3000万元奖励。")
    newer = Paper(PLAN).target("单个企业", "4000万元", around="对单个企业给予最高4000万元奖励。")
    assert found(older, newer) == []


def test_a_rate_of_another_period_is_not_put_off() -> None:
    def rate(words: str, period: str, meta: Metadata = PLAN) -> Paper:
        return Paper(meta).target("中药材产值", words, period, measure="growth")

    assert kinds(rate("20%", "2022", EARLIER), rate("20%", "2025")) == ["延续"]
    [finding] = found(rate("20%", "2022", EARLIER), rate("13.5%", "2025"))
    assert finding.message == (
        "下调：中药材产值增长20%（2022） → 中药材产值增长13.5%（2025）。两期各自的速度：2022、2025"
    )
