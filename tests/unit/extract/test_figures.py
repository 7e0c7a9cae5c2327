"""What is read from a sentence, whole: kind, comparator, amount, unit, period, indicator."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.unit.marked import marked

from yuheng.extract.figures import figures_in
from yuheng.model import Actual, Document, Figure, Metadata, Period, Quantity, Target
from yuheng.text.documents import plain_document

PLAN = Metadata(kind="plan", issued=date(2021, 12, 1), region="云川省")
NEWS = Metadata(kind="news", issued=date(2024, 5, 20), region="云川省")


def read(text: str, meta: Metadata = PLAN) -> list[tuple[str, str, str, str, str]]:
    """Each figure of a text as kind, comparator with number, unit, period, indicator."""
    figures, _ = figures_in(replace(plain_document(text), meta=meta))
    return [short(figure) for figure in figures]


def short(figure: Figure) -> tuple[str, str, str, str, str]:
    quantity = figure.quantity
    number = f"{quantity.op}{quantity.value}" + (f"-{quantity.value2}" if quantity.value2 is not None else "")
    period = figure.period.label if figure.period else ""
    return type(figure).__name__, number, quantity.unit, period, figure.indicator


def test_a_floor_stays_a_floor_and_points_at_its_words() -> None:
    document, [floor, number] = marked("到2025年，森林覆盖率⟦不低于⟦60%⟧⟧，其余另行安排。")

    figures, issues = figures_in(replace(document, meta=PLAN))

    assert [(type(f), f.quantity, f.anchor, f.number, f.period) for f in figures] == [
        (
            Target,
            Quantity(Decimal(60), None, "%", "不低于60%"),
            floor,
            number,
            Period("2025", date(2025, 1, 1), date(2026, 1, 1), "2025年"),
        )
    ]
    assert issues == ()


def test_the_sentence_around_a_number_is_quoted_and_nothing_more() -> None:
    document, [sentence] = marked("现状良好。⟦2020年全市药店达到312家。⟧今后再看。")

    [figure], _ = figures_in(replace(document, meta=PLAN))

    assert figure.sentence == sentence
    assert isinstance(figure, Actual)


COMPARATORS = [
    ("产值达到50亿元", "=50"),
    ("产值达到50亿元以上", ">=50"),
    ("产值不低于50亿元", ">=50"),
    ("产值至少50亿元", ">=50"),
    ("产值超过50亿元", ">50"),
    ("产值突破50亿元", ">50"),
    ("产值逾50亿元", ">50"),
    ("产值50余亿元", ">50"),
    ("产值不超过50亿元", "<=50"),
    ("产值控制在50亿元以内", "<=50"),
    ("产值低于50亿元", "<50"),
    ("产值约50亿元", "~50"),
    ("产值近50亿元", "~50"),
    ("产值50亿元左右", "~50"),
    ("产值达到50—60亿元", "range50-60"),
    ("产值达到50亿元至60亿元", "range50-60"),
]


@pytest.mark.parametrize(("words", "stated"), COMPARATORS, ids=[words for words, _ in COMPARATORS])
def test_how_firmly_a_number_is_stated_is_kept(words: str, stated: str) -> None:
    assert read(f"到2025年，医药工业{words}。") == [("Target", stated, "亿元", "2025", "医药工业产值")]


WORDS = [
    ("培育领军企业十余家。", ">10", "家", "领军企业"),
    ("组织数十位专家下乡义诊。", ">10", "位", "专家下乡义诊"),
    ("建设上百个健康小屋。", ">=100", "个", "健康小屋"),
    ("医药工业产值翻一番。", "=1", "番", "医药工业产值"),
    ("力争创新药实现零的突破。", ">0", "", "创新药"),
    ("医药工业产值保持两位数增长。", ">=10", "%", "医药工业产值"),
    ("打造千亿产值的健康产业带。", "=1", "千亿", "产值的健康产业带"),
    ("慢病患者超七成得到规范管理。", ">7", "成", "慢病患者"),
    ("孕产妇死亡率控制在10/10万以内。", "<=10", "/10万", "孕产妇死亡率"),
    ("婴儿死亡率降至4‰以下。", "<=4", "‰", "婴儿死亡率"),
    ("城镇化率提高2个百分点。", "=2", "个百分点", "城镇化率"),
    ("构建15分钟可达的社区医疗服务圈。", "<=15", "分钟", "可达的社区医疗服务圈"),
]


@pytest.mark.parametrize(("text", "stated", "unit", "indicator"), WORDS, ids=[row[0] for row in WORDS])
def test_words_that_are_numbers_are_read(text: str, stated: str, unit: str, indicator: str) -> None:
    assert read(text) == [("Target", stated, unit, "", indicator)]


def test_a_list_under_one_verb_gives_each_number_its_own_noun() -> None:
    assert read("培育百亿级企业2家、50亿级企业4家、10亿级企业9家。") == [
        ("Target", "=2", "家", "", "百亿级企业"),
        ("Target", "=4", "家", "", "50亿级企业"),
        ("Target", "=9", "家", "", "10亿级企业"),
    ]


def test_numbers_before_their_nouns_take_the_noun_behind() -> None:
    assert read("建成1个省级医学中心、2个区域中心和一批专科联盟。") == [
        ("Target", "=1", "个", "", "省级医学中心"),
        ("Target", "=2", "个", "", "区域中心"),
    ]


def test_shared_numbers_are_handed_out_by_fenbie() -> None:
    assert read("到2025年，城镇和农村居民人均可支配收入分别超过6万元、3万元。") == [
        ("Target", ">6", "万元", "2025", "城镇居民人均可支配收入"),
        ("Target", ">3", "万元", "2025", "农村居民人均可支配收入"),
    ]


def test_two_years_share_the_numbers_between_them() -> None:
    assert read("到2025年和2030年，居民健康素养水平分别不低于25%和32%；合格碘盐覆盖率均达到90%以上。") == [
        ("Target", ">=25", "%", "2025", "居民健康素养水平"),
        ("Target", ">=32", "%", "2030", "居民健康素养水平"),
        ("Target", ">=90", "%", "2025;2030", "合格碘盐覆盖率"),
    ]


def test_growth_after_two_amounts_belongs_to_each() -> None:
    assert read("2020年接待游客900万人次，旅游收入60亿元，分别增长12%、15%。") == [
        ("Actual", "=900", "万人次", "2020", "接待游客"),
        ("Actual", "=60", "亿元", "2020", "旅游收入"),
        ("Actual", "=12", "%", "2020", "接待游客"),
        ("Actual", "=15", "%", "2020", "旅游收入"),
    ]


def test_a_change_has_a_value_before_and_a_value_after() -> None:
    assert read("服务人次占比由2015年的18.2%提升至2020年的24.6%，审批时限从60天压减至40天。") == [
        ("Actual", "=18.2", "%", "2015", "服务人次占比"),
        ("Actual", "=24.6", "%", "2020", "服务人次占比"),
        ("Actual", "=60", "天", "2015", "审批时限"),
        ("Actual", "=40", "天", "2020", "审批时限"),
    ]


def test_a_year_in_an_overview_governs_the_paragraphs_under_it() -> None:
    text = (
        "第四节 发展目标\n到2025年，健康产业体系基本形成，服务能力大幅提升，成为重要支柱产业。\n"
        "规模更大。产业增加值突破300亿元。\n创新更强。建成省级平台8个。\n第五节 布局\n建设园区3个。\n"
    )

    assert read(text) == [
        ("Target", ">300", "亿元", "2025", "产业增加值"),
        ("Target", "=8", "个", "2025", "省级平台"),
        ("Target", "=3", "个", "", "园区"),
    ]


def test_a_due_year_inside_a_sentence_governs_the_rest_of_it_only() -> None:
    assert read("培育百亿级企业2家，到2023年工业产值达到90亿元。建成园区1个。") == [
        ("Target", "=2", "家", "", "百亿级企业"),
        ("Target", "=90", "亿元", "2023", "工业产值"),
        ("Target", "=1", "个", "", "园区"),
    ]


def test_a_past_year_holds_until_the_paragraph_ends() -> None:
    assert read("2020年全市产业增加值90亿元。流通销售额40亿元。\n全市有药店800家。") == [
        ("Actual", "=90", "亿元", "2020", "产业增加值"),
        ("Actual", "=40", "亿元", "2020", "流通销售额"),
        ("Target", "=800", "家", "", "药店"),
    ]


def test_what_is_only_compared_with_is_no_period() -> None:
    assert read("农村户厕改造率达到85%，较2015年提高20个百分点。") == [
        ("Target", "=85", "%", "", "农村户厕改造率"),
        ("Target", "=20", "个百分点", "", "农村户厕改造率"),
    ]


def test_this_year_is_the_document_s_year_and_nothing_without_a_date() -> None:
    text = "今年上半年，医药工业产值41亿元。"

    assert read(text, NEWS) == [("Actual", "=41", "亿元", "2024H1", "医药工业产值")]
    assert read(text, replace(NEWS, issued=None)) == [("Actual", "=41", "亿元", "", "医药工业产值")]


def test_five_years_mean_the_plan_that_the_text_speaks_of() -> None:
    text = "“十三五”规划圆满收官。\n五年来，新建医院12所。"

    assert read(text, replace(NEWS, issued=date(2021, 1, 20))) == [("Actual", "=12", "所", "十三五", "医院")]


def test_news_reports_what_is_done_and_promises_what_will_be() -> None:
    text = "目前园区已入驻企业40家。下一步，园区将围绕疫苗精准招商，年内再引进项目10个。"

    assert read(text, NEWS) == [
        ("Actual", "=40", "家", "2024", "园区已入驻企业"),
        ("Target", "=10", "个", "2024", "再引进项目"),
    ]


def test_life_expectancy_is_no_expectation() -> None:
    assert read("全市人均预期寿命为78.3岁。", NEWS) == [("Actual", "=78.3", "岁", "", "人均预期寿命")]


def test_elliptic_clauses_say_what_the_sentence_spoke_of() -> None:
    assert read("2020年药品销售额达到80亿元，同比增长6.5%，占全省的比重达到12%。") == [
        ("Actual", "=80", "亿元", "2020", "药品销售额"),
        ("Actual", "=6.5", "%", "2020", "药品销售额"),
        ("Actual", "=12", "%", "2020", "药品销售额占全省的比重"),
    ]


def test_a_place_alone_takes_the_list_s_indicator_and_is_its_subject() -> None:
    figures, _ = figures_in(replace(plain_document("建设种植基地20万亩，其中禾丰县8万亩、白鹭县7万亩。"), meta=PLAN))

    assert [(f.indicator, f.subject, f.quantity.value) for f in figures] == [
        ("种植基地", "云川省", Decimal(20)),
        ("种植基地", "禾丰县", Decimal(8)),
        ("种植基地", "白鹭县", Decimal(7)),
    ]


IGNORED = {
    "a date": "本方案自2021年12月1日起施行。",
    "a document number": "现将云府办发〔2021〕15号文件印发给你们。",
    "a plan's name": "编制“十四五”规划。",
    "a title's number": "落实《健康云川2030规划纲要》。",
    "a rank": "增速居全省第3位，排名由第9位上升到第5位。",
    "an age": "做好65岁以上老年人和0—6岁儿童健康管理。",
    "a rating": "创建5A级景区，建设5G专网，推广3D打印。",
    "a code in quotes": "实施“415X”工程和“1+8+N”行动。",
    "a threshold of money": "支持年产值10亿元以上企业做大做强。",
    "a tier": "支持10亿级企业发展。",
    "a duration in passing": "开展为期三年的专项行动，近五年来成效明显。",
    "a streak": "增速连续16个季度高于全国平均水平。",
    "a clock": "会议于15:30召开。",
    "a telephone": "请拨打12320热线咨询。",
    "an abstract count": "聚焦两大领域，做好三个方面工作，用好两种资源。",
    "a capacity in a name": "加快750千伏输变电工程和7万吨合金项目建设。",
    "a denominator": "按照每千人口的标准配置。",
    "a formula": "计算方法：合格人数/总人数×100%。",
    "a condition of support": "对年产值首次突破10亿元、20亿元的企业予以通报表扬。",
}


@pytest.mark.parametrize("text", IGNORED.values(), ids=IGNORED.keys())
def test_what_counts_nothing_is_ignored_on_purpose(text: str) -> None:
    assert read(text) == []


def test_a_denominator_stays_in_the_indicator() -> None:
    assert read("每千人口托位数达到4.6个，每万名老人配备1名护理员。") == [
        ("Target", "=4.6", "个", "", "每千人口托位数"),
        ("Target", "=1", "名", "", "护理员"),
    ]


def test_an_unknown_unit_is_an_issue_and_never_a_number() -> None:
    document, [place] = marked("年产量达到⟦300砼⟧。")

    figures, issues = figures_in(document)

    assert figures == ()
    assert [(issue.code, issue.anchor) for issue in issues] == [("unit-unknown", place)]


def test_hedges_soften_their_own_clause() -> None:
    figures, _ = figures_in(plain_document("力争产值突破90亿元，确保企业达到20家。"))

    assert [figure.quantity.hedged for figure in figures] == [True, False]


def test_a_very_long_paragraph_is_read_to_its_end() -> None:
    text = "".join(f"第{n}项指标说明如下，药店达到{n + 100}家。" for n in range(900))

    assert len(read(text)) == 900


def test_the_same_text_gives_the_same_ids_under_another_name() -> None:
    text = "到2025年，药店达到300家。"
    one, other = (figures_in(plain_document(text, name))[0] for name in ("甲.txt", "乙.txt"))

    assert one == other


def test_boilerplate_is_not_read() -> None:
    document: Document = plain_document("到2025年，药店达到300家。\n免责声明：本文阅读量超过5000次。\n")

    assert [short(figure)[1] for figure in figures_in(document)[0]] == ["=300"]
