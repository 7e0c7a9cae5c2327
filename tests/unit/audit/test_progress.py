from __future__ import annotations

from datetime import date

import pytest
from tests.unit.audit.plans import CITY, NEWS, PLAN, Paper

from yuheng.audit.progress import Track, direction_of, progress_in, tracks_in
from yuheng.audit.statements import statements_of
from yuheng.model import Metadata

EARLY = Metadata("大健康产业行动计划", number="成办发〔2018〕3号", issued=date(2018, 3, 1), kind="plan", region=CITY)
LATE = Metadata("大健康公报", number="〔2024〕1号", issued=date(2024, 3, 1), kind="report", region=CITY)

STEP = Paper(LATE).actual("中药材产值", "50亿元", "2020")


def track(*papers: Paper) -> Track:
    [found] = tracks_in(statements_of([paper.compiled() for paper in papers]), on=date(2024, 6, 1))
    return found


def judged(*papers: Paper) -> tuple[str, str]:
    found = track(*papers)
    return found.verdict.word, found.verdict.reason


def test_a_target_met_in_time_stays_met_whatever_is_reported_later() -> None:
    target = Paper(EARLY).target("三甲医院", "8家", "2022")
    reports = Paper(LATE).actual("三甲医院", "9家", "2020").actual("三甲医院", "12家", "2023")
    assert judged(target, reports) == ("提前实现", "期限未到，已达到目标")


def test_a_report_after_the_date_decides_where_those_before_do_not() -> None:
    target = Paper(EARLY).target("中药材产值", "60亿元", "2022")
    reports = Paper(LATE).actual("中药材产值", "31亿元", "2020").actual("中药材产值", "45亿元", "2023")
    assert judged(target, reports) == ("滞后", "期限已过，期后的实绩仍未达到目标")


def test_two_bases_of_one_date_are_both_used() -> None:
    target = Paper(PLAN).target("三甲医院", "20家", "2025").actual("三甲医院", "10家", "2020")
    other = Paper(NEWS).actual("三甲医院", "12家", "2020")
    found = track(target, other, Paper(LATE).actual("三甲医院", "19家", "2023"))
    assert len(found.bases) == 2
    assert (found.verdict.word, found.notes) == ("快于预期", ("同期有2个基数，裁定相同",))
    doubtful = track(target, other, Paper(LATE).actual("三甲医院", "16家", "2023"))
    assert doubtful.verdict.reason == "同期有2个基数，裁定不同：滞后、基本符合预期"


def test_one_base_is_never_borrowed_for_another_dimension() -> None:
    paper = Paper(PLAN).target("三甲医院", "20家", "2025", subject="锦江区").actual("三甲医院", "10家", "2020")
    assert track(paper).base is None
    shares = Paper(PLAN).target("三甲医院", "60%", "2025").actual("三甲医院", "10家", "2020")
    assert track(shares).base is None


def test_last_years_growth_is_no_step_towards_this_years() -> None:
    points = Metadata("2024年工作要点", number="成健办〔2024〕1号", issued=date(2024, 2, 1), kind="notice", region=CITY)
    paper = Paper(points).target("中药材产值", "8%", "2024", measure="growth")
    before = paper.actual("中药材产值", "9%", "2023", measure="growth")
    assert judged(before) == ("不可判定", "无实绩")


def test_half_a_year_is_no_base_and_no_measure_of_a_whole_one() -> None:
    paper = Paper(PLAN).target("中药材产值", "60亿元", "2025").actual("中药材产值", "15亿元", "2020H1")
    assert track(paper).base is None
    assert track(paper).verdict.word == "不可判定"


def test_the_three_columns_do_not_touch_each_other() -> None:
    found = track(Paper(EARLY).target("三甲医院", "8家", "2022"))
    assert (found.schedule, found.verdict.word, found.verdict.reason) == ("已到期", "不可判定", "无实绩")


def test_a_floor_under_what_should_be_low_asks_for_a_look() -> None:
    paper = Paper(PLAN).target("成人吸烟率", "30%以上", "2025").actual("成人吸烟率", "24%", "2020")
    [finding] = progress_in(tracks_in(statements_of([paper.compiled()]), on=date(2024, 6, 1)))
    assert ("请核对", "目标是下限，而该指标以低为好") in finding.parts


def test_a_document_without_a_region_speaks_of_the_place_it_mostly_names() -> None:
    nation = Metadata("健康行动", number="国健〔2019〕1号", issued=date(2019, 7, 1), kind="plan")
    paper = (
        Paper(nation)
        .target("婴儿死亡率", "5‰", "2030")
        .actual("婴儿死亡率", "6.8‰", "2017", subject="全国")
        .target("成人吸烟率", "20%", "2030", subject="全国")
    )
    found = tracks_in(statements_of([paper.compiled()]), on=date(2024, 6, 1))
    assert [each.target.subject for each in found] == ["全国", "全国"]
    assert found[0].base is not None
    assert found[0].target.assumed == ("原文未写主体，按文中多数所指的“全国”计",)


@pytest.mark.parametrize(
    ("indicator", "words", "wanted"),
    [
        ("新增慢病随访包", "20个", "more"),
        ("建成互助驿站", "12处", "more"),
        ("互助驿站", "12处", None),
        ("护理床位收费投资控制在", "30亿元", "less"),
        ("投资", "30亿元", "more"),
        ("随访间隔降至", "20天", "less"),
        ("森林覆盖率达到", "60%", "keep"),
    ],
)
def test_the_verb_of_a_goal_tells_which_way_is_better_where_the_name_does_not(
    indicator: str, words: str, wanted: str | None
) -> None:
    [target] = statements_of([Paper(PLAN).target(indicator, words, "2025").compiled()])

    assert direction_of(target) == wanted


@pytest.mark.parametrize("indicator", ["审批时限压缩", "婴儿死亡率下降", "随访间隔缩短"])
def test_a_number_that_is_itself_a_cut_is_better_larger(indicator: str) -> None:
    [target] = statements_of([Paper(PLAN).target(indicator, "30%", "2025", measure="growth").compiled()])

    assert direction_of(target) == "more"


def test_a_count_that_a_plan_builds_is_judged_without_a_base() -> None:
    reported = Paper(LATE).actual("互助驿站", "9处", "2022")

    assert judged(Paper(EARLY).target("建成互助驿站", "8处", "2022"), reported) == (
        "基本符合预期",
        "期限已到，达到目标",
    )
    assert judged(Paper(EARLY).target("互助驿站", "8处", "2022"), reported)[1].startswith("方向不明")


def test_what_is_newly_made_has_no_stock_for_its_base_and_is_not_met_by_one() -> None:
    made = Paper(EARLY).target("绿色矿山", "75座", "2022", around="新建绿色矿山75座。")
    stock = Paper(PLAN).actual("绿色矿山", "165座", "2020", around="建成绿色矿山165座。")
    found = track(made, stock)
    assert (found.bases, found.report) == ((), None)
    reached = Paper(EARLY).target("绿色矿山", "275座", "2022", around="新建一批，绿色矿山达到275座。")
    assert track(reached, stock).report is not None
    again = Paper(LATE).actual("绿色矿山", "80座", "2022", around="新建绿色矿山80座。")
    assert judged(made, again) == ("基本符合预期", "期限已到，达到目标")


def test_what_a_plan_says_of_its_own_present_is_no_progress_on_it() -> None:
    paper = Paper(PLAN).target("成人吸烟率", "20%", "2025").actual("成人吸烟率", "24%", "2018")
    assert judged(paper.actual("成人吸烟率", "约24%", "2021", around="目前成人吸烟率约24%。")) == ("不可判定", "无实绩")
    later = Paper(LATE).actual("成人吸烟率", "24%", "2021")
    assert judged(paper, later) == ("滞后", "按等差路径应完成43%")


def test_a_number_told_again_without_a_date_is_no_promise() -> None:
    paper = Paper(PLAN).actual("老年人口", "20万人", "2020").target("老年人口", "20万人", around="老年人口达20万人。")
    assert progress_in(tracks_in(statements_of([paper.compiled()]), on=date(2024, 6, 1))) == ()
    promised = paper.target("老年大学", "30所", around="老年大学达30所。").actual("老年大学", "20所", "2020")
    [finding] = progress_in(tracks_in(statements_of([promised.compiled()]), on=date(2024, 6, 1)))
    assert finding.message == "老年大学30所（未说明期限）：不可判定，无实绩。"


def test_a_promise_for_two_years_is_due_with_the_first() -> None:
    paper = Paper(PLAN).actual("成人筛查率", "50%", "2020").target("成人筛查率", "60%以上", "2022;2030")
    found = track(paper)
    assert (found.target.until, found.target.label()) == (date(2023, 1, 1), "2022;2030")
    assert found.target.assumed == ("2022年和2030年都应达到，按先到的2022年计",)


def test_what_is_left_to_do_is_told_from_the_last_report_on() -> None:
    target = Paper(EARLY).target("中药材产值", "100亿元", "2022")
    [behind] = progress_in(tracks_in(statements_of(each.compiled() for each in (target, STEP)), on=date(2024, 6, 1)))
    assert behind.message == (
        "中药材产值100亿元（2022）：不可判定，无基数：只知尚未达到目标，不知进度。"
        "自中药材产值50亿元（2020）起，尚需年均增长40.7%—42.1%。"
    )
    met = Paper(EARLY).target("中药材产值", "45亿元", "2022")
    [done] = progress_in(tracks_in(statements_of(each.compiled() for each in (met, STEP)), on=date(2024, 6, 1)))
    assert "尚需" not in done.message


def test_a_number_held_against_the_nation_is_still_the_citys() -> None:
    around = "全市人均预期寿命提高到77.9岁，高于全国平均水平。"
    [own] = statements_of(
        [Paper(NEWS).actual("人均预期寿命", "77.9岁", "2022", subject="全国", around=around).compiled()]
    )
    assert own.subject == CITY
    around = "全市向好，全国人均预期寿命为77.9岁。"
    [all_] = statements_of(
        [Paper(NEWS).actual("人均预期寿命", "77.9岁", "2022", subject="全国", around=around).compiled()]
    )
    assert all_.subject == "全国"


def test_a_share_of_those_who_did_something_says_what_they_did() -> None:
    around = "70%的规上企业迈入数字化阶段，其余跟进。"
    [target] = statements_of([Paper(PLAN).target("规上企业", "70%", "2025", around=around).compiled()])
    assert target.said() == "规上企业迈入数字化阶段的比例70%（2025）"
