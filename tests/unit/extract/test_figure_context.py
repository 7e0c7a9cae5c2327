"""What a figure takes from around its sentence: a text's own year, the work a heading names, the whole of a part."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.unit.extract.test_figure_constructions import MEASURES, NEWS, PLAN, REPORT, Row, rows
from tests.unit.extract.test_figures import short

from yuheng.extract.figures import figures_in
from yuheng.model import Metadata
from yuheng.text.documents import plain_document

HALF = Metadata(title="云川药业发布2025年半年报", kind="news", region="云川市")
DUTIES = Metadata(title="关于下达2025年云川市卫生健康目标任务的通知", kind="notice", region="云川市")
UNDATED = Metadata(title="云川县养老服务三年行动方案", kind="plan")
REVIEW = Metadata(title="云川县卫健局2025年上半年工作总结及下半年工作计划", kind="plan", region="云川县")
BULLETIN = Metadata(title="云川县2025年统计公报", region="云川县")

READ: dict[str, tuple[str, Metadata, list[Row]]] = {
    "the last year of a plan is where things stand from then on": (
        "“十三五”时期，全省药业营收年均增长8%，2020年达到300亿元。其中，中药产值90亿元。药企由2015年的80家增加到120家。",
        PLAN,
        [
            ("=8", "%", "十三五", "药业营收"),
            ("=300", "亿元", "2020", "药业营收"),
            ("=90", "亿元", "2020", "中药产值"),
            ("=80", "家", "2015", "药企"),
            ("=120", "家", "2020", "药企"),
        ],
    ),
    "another year than the plan's last is of its own clause": (
        "“十三五”时期，全省药业营收年均增长8%，2018年达到200亿元。药店开办60家。",
        PLAN,
        [
            ("=8", "%", "十三五", "药业营收"),
            ("=200", "亿元", "2018", "药业营收"),
            ("=60", "家", "十三五", "药店开办"),
        ],
    ),
    "what begins with 其中 is of the time of its whole": (
        "到2025年，药企达到90家，2030年达到150家。其中，规上药企60家。",
        PLAN,
        [("=90", "家", "2025", "药企"), ("=150", "家", "2030", "药企"), ("=60", "家", "2030", "规上药企")],
    ),
    "a year inside an item ends with its item": (
        "“十四五”时期，药业产值年均增长9%，到2024年突破80亿元；药店达到90家。",
        PLAN,
        [("=9", "%", "十四五", "药业产值"), (">80", "亿元", "2024", "药业产值"), ("=90", "家", "十四五", "药店")],
    ),
    "a year at the head of the sentence governs its items": (
        "到2024年，药业产值突破80亿元；药店达到90家。",
        PLAN,
        [(">80", "亿元", "2024", "药业产值"), ("=90", "家", "2024", "药店")],
    ),
    "a report of half a year tells of that half, and what it expects has no time": (
        "公司披露2025年半年度报告，营业收入46亿元。\n研发投入7亿元。\n公司预计，峰值销售额将达20亿元。",
        HALF,
        [
            ("=46", "亿元", "2025H1", "营业收入"),
            ("=7", "亿元", "2025H1", "研发投入"),
            ("=20", "亿元", "", "峰值销售额"),
        ],
    ),
    "an article goes on about the year that its first figures open with": (
        "2023年，体育产业产值190亿元。\n健身业产值60亿元。\n该园区将新建场馆5座。",
        NEWS,
        [
            ("=190", "亿元", "2023", "体育产业产值"),
            ("=60", "亿元", "2023", "健身业产值"),
            ("=5", "座", "", "场馆"),
        ],
    ),
    "the day of an event dates no other paragraph": (
        "2023年9月28日，签约项目12个。\n全市药企60家。",
        NEWS,
        [("=12", "个", "2023", "签约项目"), ("=60", "家", "", "药企")],
    ),
    "目前 in a text without a date is not the article's year": (
        "2023年，急救6万人次。\n目前全市救护站80个。",
        Metadata(kind="news"),
        [("=6", "万人次", "2023", "急救"), ("=80", "个", "", "救护站")],
    ),
    "a notice that hands out a year's duties promises for that year": (
        "签约服务覆盖率达到66%以上，孕产妇管理率不低于92%。",
        DUTIES,
        [(">=66", "%", "2025", "签约服务覆盖率"), (">=92", "%", "2025", "孕产妇管理率")],
    ),
    "社会保障 is a chapter of a bulletin, not a promise": (
        "一、卫生和社会保障\n床位2378张，注册护士1204人。",
        BULLETIN,
        [("=2378", "张", "2025", "床位"), ("=1204", "人", "2025", "注册护士")],
    ),
    "现已 is now": ("园区现已集聚药企130多家。", NEWS, [(">130", "家", "2024", "园区集聚药企")]),
    "what a plan aimed at is no achievement": (
        "2024年千人托位数达到4.52个，提前完成“十四五”规划4.5个的目标。",
        NEWS,
        [("=4.52", "个", "2024", "千人托位数"), ("=4.5", "个", "十四五", "千人托位数")],
    ),
    "a heading names the work whose size is told": (
        "1.康复器械产业园。一期占地260亩，总投资9亿元。\n2.新建云川老年医院。设床位600张。",
        UNDATED,
        [
            ("=260", "亩", "", "康复器械产业园一期占地"),
            ("=9", "亿元", "", "康复器械产业园一期总投资"),
            ("=600", "张", "", "云川老年医院床位"),
        ],
    ),
    "a chapter's title is no work": (
        "二、重点工程\n总投资9亿元。",
        UNDATED,
        [("=9", "亿元", "", "总投资")],
    ),
    "the sentence before names the work that goes on": (
        "云川细胞药基地项目计划总投资25亿元。全部达产后，预计年产值40亿元，年纳税2亿元。",
        NEWS,
        [
            ("=25", "亿元", "", "云川细胞药基地项目计划总投资"),
            ("=40", "亿元", "", "云川细胞药基地项目年产值"),
            ("=2", "亿元", "", "云川细胞药基地项目年纳税"),
        ],
    ),
    "a sum is of all that was listed": (
        "敬老院11所、民办养老院7家，共有床位2140张。",
        REPORT,
        [("=11", "所", "", "敬老院"), ("=7", "家", "", "民办养老院"), ("=2140", "张", "", "床位")],
    ),
    "a part of things is told with what they do": (
        "到2025年，90%以上的乡镇卫生院达到服务能力基本标准。",
        PLAN,
        [(">=90", "%", "2025", "乡镇卫生院达到服务能力基本标准")],
    ),
    "what is said on both sides of a rate's bearers is shared": (
        "高血压、2型糖尿病患者规范管理率分别达到65%、64%。",
        PLAN,
        [("=65", "%", "", "高血压患者规范管理率"), ("=64", "%", "", "2型糖尿病患者规范管理率")],
    ),
    "crossing round numbers leaves the subject to what grows": (
        "全市经济总量连跨5个百亿台阶，年均增长6.3%。",
        REPORT,
        [("=5", "个", "", "经济总量连跨百亿台阶"), ("=6.3", "%", "", "经济总量")],
    ),
    "a standard by which money is given is not what it is given for": (
        "收住失能老人的，按每人每月200元标准给予运营补贴。",
        MEASURES,
        [("=200", "元", "", "收住失能老人每人每月运营补贴")],
    ),
    "what holds many things in one is named behind them": (
        "每个镇建成1个以上集助餐、康复于一体的养老服务中心。",
        PLAN,
        [(">=1", "个", "", "养老服务中心")],
    ),
    "a standard of minutes and hours may stand before what is done within": (
        "院前急救呼叫3分钟内派车，检验结果24小时内出具，病历水平不低于4级。",
        PLAN,
        [("<=3", "分钟", "", "院前急救呼叫"), ("<=24", "小时", "", "检验结果"), (">=4", "级", "", "病历水平")],
    ),
    "what fell under an influence is not the influence": (
        "中药板块收入15亿元，受集采影响同比下滑6.5%；原料药收入8亿元，毛利率23%。",
        NEWS,
        [
            ("=15", "亿元", "", "中药板块收入"),
            ("=6.5", "%", "", "中药板块收入"),
            ("=8", "亿元", "", "原料药收入"),
            ("=23", "%", "", "原料药毛利率"),
        ],
    ),
    "of what is greatest each number is its own": (
        "用品和相关产品制造业总产出和增加值最大，分别为112亿元和27亿元。",
        NEWS,
        [
            ("=112", "亿元", "", "用品和相关产品制造业总产出"),
            ("=27", "亿元", "", "用品和相关产品制造业增加值"),
        ],
    ),
    "a sort alone is a sort of what was just counted": (
        "全省省级以上研发平台146个，其中国家级11个，中药企业41家（规上9家）。",
        NEWS,
        [
            ("=146", "个", "", "省级以上研发平台"),
            ("=11", "个", "", "国家级研发平台"),
            ("=41", "家", "", "中药企业"),
            ("=9", "家", "", "规上中药企业"),
        ],
    ),
    "a comparison is not what the next number is of": (
        "药品产值80亿元，超全国平均水平4.8个百分点，贡献率为7.8%。",
        NEWS,
        [
            ("=80", "亿元", "", "药品产值"),
            ("=4.8", "个百分点", "", "药品产值超全国平均水平"),
            ("=7.8", "%", "", "药品贡献率"),
        ],
    ),
    "an article without a date was written when its event was": (
        "2013年云川药材交易会近日在云川闭幕。客商由去年的13万人次增加到今年的15万人次。",
        Metadata(kind="news"),
        [("=13", "万人次", "2012", "客商"), ("=15", "万人次", "2013", "客商")],
    ),
    "a bulletin that revises an earlier year in passing goes on about its own": (
        "全年药品产值452亿元。根据制度规定，2020年药品产值修订为312亿元。其中，器械产值97亿元。年末药企128家。",
        BULLETIN,
        [
            ("=452", "亿元", "2025", "药品产值"),
            ("=312", "亿元", "2020", "药品产值"),
            ("=97", "亿元", "2025", "器械产值"),
            ("=128", "家", "2025", "药企"),
        ],
    ),
    "a short noun behind a list says what its head says": (
        "园区新开工甲药厂、乙药厂二期等项目12个，续建丙公寓、丁中心等23个项目，过万亩的药材品种有杜仲、花椒等14个品种。",
        NEWS,
        [
            ("=12", "个", "", "新开工项目"),
            ("=23", "个", "", "续建项目"),
            ("=14", "个", "", "过万亩的药材品种"),
        ],
    ),
    "建设 is a verb before what is built and a part of 建设周期": (
        "新建养老中心，建设床位300张，建设周期30个月。",
        PLAN,
        [("=300", "张", "", "养老中心床位"), ("=30", "个月", "", "建设周期")],
    ),
    "the least holds for all that is listed": (
        "每个街道至少建成1处养老中心、3处助餐点，配备2名医生。",
        PLAN,
        [(">=1", "处", "", "养老中心"), (">=3", "处", "", "助餐点"), ("=2", "名", "", "医生")],
    ),
    "numbered items without a stop are read": (
        "一、主要目标\n（一）新增规上药企12家\n（二）药业产值突破20亿元\n二、重点任务\n1、培训医生500人次\n2、新建步道30公里",
        PLAN,
        [
            ("=12", "家", "", "新增规上药企"),
            (">20", "亿元", "", "药业产值"),
            ("=500", "人次", "", "培训医生"),
            ("=30", "公里", "", "步道"),
        ],
    ),
    "a review of half a year tells of it and plans for the rest": (
        "一、工作完成情况\n\n接种疫苗2万剂次。\n\n二、存在的问题\n\n每千人口医师仅2.1人。\n\n三、工作计划\n\n招聘医师60名。",
        REVIEW,
        [
            ("=2", "万剂次", "2025H1", "接种疫苗"),
            ("=2.1", "人", "", "每千人口医师"),
            ("=60", "名", "2025H2", "招聘医师"),
        ],
    ),
    "a review of a year plans for the next": (
        "一、工作完成情况\n\n接种疫苗2万剂次。\n\n二、工作安排\n\n招聘医师60名。",
        Metadata(title="云川县2024年卫健工作总结和2025年工作打算", region="云川县"),
        [("=2", "万剂次", "2024", "接种疫苗"), ("=60", "名", "2025", "招聘医师")],
    ),
    "nothing is counted in the year of foundation": (
        "云川医院始建于1951年。编制床位2600张。",
        NEWS,
        [("=2600", "张", "", "编制床位")],
    ),
    "years named inside a sentence say nothing of the next": (
        "实施安居工程，2022—2024年每年改造老人家庭1500户。日间照料覆盖率达到95%。",
        PLAN,
        [("=1500", "户", "2022-2024", "改造老人家庭"), ("=95", "%", "", "日间照料覆盖率")],
    ),
    "a core zone is a part and no place": (
        "【规模】规划总面积28平方公里，其中核心区6平方公里。",
        NEWS,
        [("=28", "平方公里", "", "规划总面积"), ("=6", "平方公里", "", "核心区")],
    ),
    "a price may be by share": ("回购价格不超过38元/股。", NEWS, [("<=38", "元/股", "", "回购价格")]),
}


@pytest.mark.parametrize("name", READ)
def test_a_figure_takes_what_its_sentence_leaves_out(name: str) -> None:
    text, meta, expected = READ[name]

    assert rows(text, meta) == expected


def test_what_stands_before_a_plan_s_first_chapter_is_how_things_are() -> None:
    text = (
        "截至2024年末，全县老人8万人，失能老人6300余人。为完善服务，制定本方案。\n"
        "一、目标\n到2027年，床位达到3000张。\n"
    )

    figures, _ = figures_in(replace(plain_document(text), meta=UNDATED))

    assert [short(figure)[:4] for figure in figures] == [
        ("Actual", "=8", "万人", "2024"),
        ("Actual", ">6300", "人", "2024"),
        ("Target", "=3000", "张", "2027"),
    ]


def test_what_a_box_lists_is_not_due_with_the_chapter_s_overview() -> None:
    text = (
        "三、发展目标\n到2025年，服务能力显著增强，主要实现以下目标：\n（1）医疗。三级医院达到18家。\n"
        "专栏3 医养工程\n1.新建云川老年医院。设床位600张。\n"
    )

    assert rows(text, PLAN) == [("=18", "家", "2025", "三级医院"), ("=600", "张", "", "云川老年医院床位")]


def test_a_plan_s_paragraphs_do_not_take_the_year_of_the_first() -> None:
    assert rows("2020年，药业产值190亿元。\n健身业产值60亿元。", PLAN) == [
        ("=190", "亿元", "2020", "药业产值"),
        ("=60", "亿元", "", "健身业产值"),
    ]


def test_the_date_of_a_half_year_report_is_not_that_of_a_year() -> None:
    meta = replace(HALF, issued=date(2025, 8, 21))

    assert rows("净利润8亿元。", meta) == [("=8", "亿元", "2025H1", "净利润")]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("药品产值增长9%，高于全国平均水平2个百分点。", "云川省"),
        ("药企达到90家，居全国第4位。", "云川省"),
        ("全国药企达到9000家。", "全国"),
        ("我国药企达到9000家，占全球的30%。", "全国"),
    ],
)
def test_what_compares_with_the_nation_is_not_the_nation_s(text: str, subject: str) -> None:
    figures, _ = figures_in(replace(plain_document(text), meta=NEWS))

    assert {figure.subject for figure in figures} == {subject}


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("培训养老护理员300人次。", "flow"),
        ("年度抽检药品620批次。", "flow"),
        ("产业基金到位8亿元。", "flow"),
        ("养老护理员300人。", "level"),
    ],
)
def test_events_are_counted_over_a_time(text: str, measure: str) -> None:
    [figure], _ = figures_in(replace(plain_document(text), meta=NEWS))

    assert figure.measure == measure


def test_what_a_sentence_grants_at_most_is_granted() -> None:
    text = "按设备投资额的8%给予补助，最高2000万元；给予院士团队最高1亿元项目资助。"
    meta = Metadata(title="云川康谷招商手册（2025版）")

    figures, _ = figures_in(replace(plain_document(text), meta=meta))

    assert [short(figure)[:3] for figure in figures] == [
        ("Target", "=8", "%"),
        ("Target", "<=2000", "万元"),
        ("Target", "<=1", "亿元"),
    ]


def test_an_edition_is_no_figure() -> None:
    assert rows("云川康谷招商手册（2025版）。全市药企90家。", NEWS) == [("=90", "家", "", "药企")]
