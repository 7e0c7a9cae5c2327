"""How plans, bulletins and reports of other provinces write what the first ones wrote otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from yuheng.extract.agreements import agreements_in
from yuheng.extract.figures import figures_in
from yuheng.extract.sitings import sitings_in
from yuheng.extract.tasks import tasks_in
from yuheng.model import Figure, Metadata
from yuheng.text.documents import plain_document

PLAN = Metadata(kind="plan", issued=date(2025, 3, 1), region="云川省")
BULLETIN = Metadata(title="白石市2024年国民经济和社会发展统计公报", issued=date(2025, 3, 1), region="白石市")


def read(text: str, meta: Metadata = PLAN) -> list[tuple[str, str, str, str]]:
    """Kind, comparator with number, unit and indicator of every figure."""
    figures, issues = figures_in(replace(plain_document(text), meta=meta))
    assert issues == ()
    return [short(figure) for figure in figures]


def short(figure: Figure) -> tuple[str, str, str, str]:
    quantity = figure.quantity
    return type(figure).__name__, f"{quantity.op}{quantity.value}", quantity.unit, figure.indicator


def said(text: str, meta: Metadata = PLAN) -> list[tuple[str, str, list[str]]]:
    """Action, object and owners of every task."""
    tasks, _ = tasks_in(replace(plain_document(text), meta=meta))
    return [(task.action, task.object, [owner.name for owner in task.owners]) for task in tasks]


@pytest.mark.parametrize(
    ("words", "number", "unit"),
    [
        ("三分之二", "2", "/3"), ("1/3", "1", "/3"), ("百分之八十五", "85", "%"), ("百分之三点五", "3.5", "%"),
        ("千分之六", "6", "‰"),
    ],
)  # fmt: skip
def test_a_fraction_in_words_is_a_share_of_its_whole(words: str, number: str, unit: str) -> None:
    assert read(f"到2030年，失能老人照护率达到{words}。") == [("Target", f"={number}", unit, "失能老人照护率")]


def test_a_fraction_keeps_its_bound() -> None:
    assert read("到2030年，护理型机构占比不低于三分之一。") == [("Target", ">=1", "/3", "护理型机构占比")]


@pytest.mark.parametrize("words", ["二期工程1/2标段开工", "门牌3/5号", "十分之重要"])
def test_a_stroke_between_numbers_is_a_fraction_only_where_something_reaches_it(words: str) -> None:
    assert figures_in(replace(plain_document(f"今年，{words}。"), meta=PLAN)) == ((), ())


def test_blanks_between_thousands_belong_to_the_number() -> None:
    text = "全年实现生产总值1 204.35亿元，总诊疗人次达到2 045.6万人次。"

    document = plain_document(text)
    figures, _ = figures_in(replace(document, meta=BULLETIN))

    assert [short(figure)[1:] for figure in figures] == [
        ("=1204.35", "亿元", "生产总值"), ("=2045.6", "万人次", "总诊疗人次"),
    ]  # fmt: skip
    assert [text[figure.number.place.start : figure.number.place.end] for figure in figures] == [
        "1 204.35亿元", "2 045.6万人次",
    ]  # fmt: skip


def test_digits_set_wide_belong_to_one_number() -> None:
    assert read("到2026年，护理院床位使用率达到 8 5 % ，康复投资完成 3 6 亿 元 。") == [
        ("Target", "=85", "%", "护理院床位使用率"), ("Target", "=36", "亿元", "康复投资完成"),
    ]  # fmt: skip


@pytest.mark.parametrize("row", ["护理型床位 张 120 150 预期性", "新增医院 家 3 5 约束性", "床位 120 150 张"])
def test_numbers_side_by_side_in_a_row_stay_two(row: str) -> None:
    assert any(pair in plain_document(row).text for pair in ("120 150", "3 5"))


def test_a_wide_comma_parts_thousands_where_no_unit_stands_before_it() -> None:
    assert plain_document("床位达到1，200张，共有3家，100人参加；2025，300家").text == (
        "床位达到1,200张，共有3家，100人参加；2025，300家"
    )


def test_a_rate_below_zero_keeps_its_sign() -> None:
    assert read("年末人口出生率5.10‰，自然增长率-1.85‰。", BULLETIN) == [
        ("Actual", "=5.10", "‰", "人口出生率"), ("Actual", "=-1.85", "‰", "自然增长率"),
    ]  # fmt: skip


def test_a_numeral_behind_its_noun_counts_it() -> None:
    assert read("2024年改造村级诊室三十六个、建成驿站二十个。")[0][1:3] == ("=36", "个")


@pytest.mark.parametrize("words", ["将达到千亿级。", "突破千亿级，"])
def test_a_level_of_a_thousand_hundred_millions_that_is_reached_is_a_figure(words: str) -> None:
    assert [figure[2] for figure in read(f"到2030年，全省医药产业规模{words}")] == ["千亿"]


def test_a_base_value_was_reached_whatever_the_plan_promises() -> None:
    undated = replace(PLAN, issued=None)

    assert [figure[:2] for figure in read("比重由2024年的6.2%提高到2027年的7.5%。", undated)] == [
        ("Actual", "=6.2"), ("Target", "=7.5"),
    ]  # fmt: skip


def test_a_plan_without_a_date_speaks_at_the_beginning_of_its_years() -> None:
    titled = replace(PLAN, issued=None, title="白石县康养服务行动计划（2025—2027年）")

    assert [figure[:2] for figure in read("2024年，全县老年人口9.1万人。2027年，床位达到800张。", titled)] == [
        ("Actual", "=9.1"), ("Target", "=800"),
    ]  # fmt: skip


def test_the_area_of_a_building_is_no_part_of_what_else_is_counted_there() -> None:
    assert [figure[3] for figure in read("康复园建筑面积5万平方米，设置床位600张。")] == [
        "康复园建筑面积",
        "康复园床位",
    ]


def test_a_park_that_grows_or_builds_something_owes_it() -> None:
    assert said("青溪医药产业园重点发展细胞药物。白石综合保税区负责建设跨境医药仓。") == [
        ("发展", "细胞药物", ["青溪医药产业园"]), ("建设", "跨境医药仓", ["白石综合保税区"]),
    ]  # fmt: skip


def test_words_that_do_something_are_no_park() -> None:
    assert said("西翼依托青溪药谷发展现代中药。") == []


@pytest.mark.parametrize(
    "text",
    ["种植面积稳定在20万亩以上。", "检查员队伍由80人扩充至120人。", "力争到“十五五”末，每千人口床位数达到8张。"],
)
def test_a_noun_that_begins_with_a_verb_is_no_task(text: str) -> None:
    assert said(text) == []


def test_a_list_of_duties_promises_with_bare_verbs_and_a_bulletin_does_not() -> None:
    text = "完善急救网络，建成急救站8个。"

    assert [task[:2] for task in said(text, Metadata(kind="list", title="白石区重点工作任务清单"))] == [
        ("完善", "急救网络"), ("建成", "急救站8个"),
    ]  # fmt: skip
    assert said(text, BULLETIN) == said(text, Metadata(kind="list", title="白石区名医名单")) == []


def test_banners_owe_and_the_province_s_purse_pays() -> None:
    assert said("各盟市建成检验机构1家以上，省级财政每年安排专项资金。") == [
        ("建成", "检验机构1家以上", ["各盟市"]), ("安排", "专项资金", []),
    ]  # fmt: skip


def test_a_rank_that_an_award_asks_for_is_no_site() -> None:
    text = "对首次获评国家级中医药康养示范基地的，一次性奖励100万元。"

    assert sitings_in(replace(plain_document(text), meta=PLAN))[0] == []


def test_a_sentence_is_no_site() -> None:
    text = "目前，重庆已建成森林康养基地24个。"

    assert [site.site for site in sitings_in(replace(plain_document(text), meta=PLAN))[0]] == []


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("青溪高新区管委会与瑞和医药集团签订战略合作协议。", [("青溪高新区管委会", "瑞和医药集团")]),
        (
            "青溪市人民医院、白石医学院分别与康宁医疗公司签署合作备忘录。",
            [("青溪市人民医院", "康宁医疗公司"), ("白石医学院", "康宁医疗公司")],
        ),
        ("青溪新区管委会与同泰制药公司签署投资协议。", [("青溪新区管委会", "同泰制药公司")]),
        (
            "康宁医疗公司与青溪市人民医院、白石医学院分别签署合作备忘录。",
            [("康宁医疗公司", "青溪市人民医院"), ("康宁医疗公司", "白石医学院")],
        ),
    ],
)
def test_who_signs_with_whom(text: str, parties: list[tuple[str, ...]]) -> None:
    found, _ = agreements_in(replace(plain_document(text), meta=replace(PLAN, kind="news")))

    assert [agreement.parties for agreement in found] == parties


def test_the_rows_of_a_duty_table_in_plain_text_are_tasks() -> None:
    text = (
        "白石县攻坚任务分解表\n序号\t主要任务\t牵头单位\t完成时限\n1\t建设青溪步道\t县林业局\t2026年12月\n"
        "2\t改造敬老院\t县民政局\t2025年底\n3\t整治药市\t县市场监管局\t2025年底\n"
    )

    tasks, _ = tasks_in(plain_document(text))

    assert [(t.action, t.object, [o.name for o in t.owners], t.due and t.due.label) for t in tasks] == [
        ("建设", "青溪步道", ["县林业局"], "2026"), ("改造", "敬老院", ["县民政局"], "2025"),
        ("整治", "药市", ["县市场监管局"], "2025"),
    ]  # fmt: skip


def test_projects_that_were_signed_and_now_begin_are_nobody_s_agreement() -> None:
    assert agreements_in(replace(plain_document("推动15个在建项目投产、20个签约项目开工。"), meta=PLAN)) == ((), ())


def test_a_heading_is_not_joined_to_a_paragraph_far_longer_than_itself() -> None:
    text = (
        "青溪市产业意见\n一、总体目标\n力争用3年时间，集群规模突破300亿元，新取得医疗器械注册证60个以上。\n"
        "二、强化政策支持\n对新取得注册证的企业，每个奖励20万元，单个企业年度累计不超过300万元，专款专用。\n"
    )

    document = plain_document(text)

    assert [document.text[b.start : b.end] for b in document.blocks if b.kind == "heading"] == [
        "一、总体目标", "二、强化政策支持",
    ]  # fmt: skip


def test_a_short_heading_between_blank_lines_is_not_joined_to_its_paragraph() -> None:
    text = (
        "青溪市产业布局规划\n\n第一节 提升“一轴”\n\n"
        "沿青溪打造健康产业发展轴，重点布局生物医药、医疗器械和健康服务，推动沿线园区协同发展。\n\n"
        "第二节 壮大“两翼”\n\n支持各县发展特色康养。\n"
    )

    document = plain_document(text)

    assert [document.text[b.start : b.end] for b in document.blocks if b.kind == "heading"] == [
        "第一节提升“一轴”", "第二节壮大“两翼”",
    ]  # fmt: skip
