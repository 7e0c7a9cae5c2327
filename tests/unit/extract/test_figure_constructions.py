"""One sentence for each construction: what every number in it measures, and which numbers measure nothing."""

from __future__ import annotations

from datetime import date

import pytest
from tests.unit.extract.test_figures import read

from yuheng.model import Metadata

PLAN = Metadata(kind="plan", issued=date(2021, 12, 1), region="云川省")
NEWS = Metadata(kind="news", issued=date(2024, 5, 20), region="云川省")
REPORT = Metadata(kind="report", issued=date(2024, 1, 9), region="云川省")
MEASURES = Metadata(kind="measures", issued=date(2023, 3, 1), region="云川省")

Row = tuple[str, str, str, str]


def rows(text: str, meta: Metadata) -> list[Row]:
    """Each figure as comparator with number, unit, period, indicator."""
    return [figure[1:] for figure in read(text, meta)]


INDICATORS: dict[str, tuple[str, list[Row]]] = {
    "a verb between subject and head is left out": (
        "全市医药工业实现营业收入80亿元，增长9%。",
        [("=80", "亿元", "", "医药工业营业收入"), ("=9", "%", "", "医药工业营业收入")],
    ),
    "a comparison keeps its subject": (
        "全市药品产值80亿元，高于全省平均增速3个百分点。",
        [("=80", "亿元", "", "药品产值"), ("=3", "个百分点", "", "药品产值高于全省")],
    ),
    "a numeral is read whole and as one speaks it": (
        "全市药企一万二千家。全市药店一百八家。注册护士三千五人。园区总投资一亿二千万元。",
        [
            ("=12000", "家", "", "药企"),
            ("=180", "家", "", "药店"),
            ("=3500", "人", "", "注册护士"),
            ("=120000000", "元", "", "园区总投资"),
        ],
    ),
    "points may be written short": (
        "研发投入强度分别低于甲市、乙市2.3个和1.7个百分点。",
        [
            ("=2.3", "个百分点", "", "研发投入强度分别低于甲市"),
            ("=1.7", "个百分点", "", "研发投入强度分别低于乙市"),
        ],
    ),
    "a generic head takes the subject, without its size words": (
        "该药厂计划总投资30亿元，一期投资12亿元，达产后年产值40亿元、年税收2亿元。",
        [
            ("=30", "亿元", "", "该药厂计划总投资"),
            ("=12", "亿元", "", "该药厂一期投资"),
            ("=40", "亿元", "", "该药厂年产值"),
            ("=2", "亿元", "", "该药厂年税收"),
        ],
    ),
    "a total drops what was new": (
        "新增规上药企18家，总数达到153家。",
        [("=18", "家", "", "新增规上药企"), ("=153", "家", "", "规上药企总数")],
    ),
    "a share of a plan keeps both": (
        "城镇新增就业5万人，完成年度目标的113%。",
        [("=5", "万人", "", "城镇新增就业"), ("=113", "%", "", "城镇新增就业完成年度目标")],
    ),
    "growth after a share speaks of what it is a share of": (
        "药品营收50亿元，占全省25%，年均增长15%。",
        [("=50", "亿元", "", "药品营收"), ("=25", "%", "", "药品营收占全省"), ("=15", "%", "", "药品营收")],
    ),
    "short brackets are part of a name": (
        "每千人口执业（助理）医师3.5人。",
        [("=3.5", "人", "", "每千人口执业（助理）医师")],
    ),
    "a number in brackets says the same again": (
        "园区规划面积约1.8平方公里（2700亩）。",
        [("~1.8", "平方公里", "", "园区规划面积"), ("=2700", "亩", "", "园区规划面积")],
    ),
    "groups of people share the indicator": (
        "婴儿死亡率2.9‰，其中城市2.3‰、农村3.4‰。",
        [("=2.9", "‰", "", "婴儿死亡率"), ("=2.3", "‰", "", "城市婴儿死亡率"), ("=3.4", "‰", "", "农村婴儿死亡率")],
    ),
    "kinds of country are whose value it is": (
        "人均预期寿命为76岁，而高收入国家平均为80岁。",
        [("=76", "岁", "", "人均预期寿命"), ("=80", "岁", "", "人均预期寿命")],
    ),
    "a verb alone goes on with what was counted": (
        "2022年新建药店12个，改造诊所26所；2023年新建10个、改造20所。",
        [
            ("=12", "个", "2022", "药店"),
            ("=26", "所", "2022", "改造诊所"),
            ("=10", "个", "2023", "药店"),
            ("=20", "所", "2023", "改造诊所"),
        ],
    ),
    "a verb alone takes the object before it": (
        "推进医疗集团建设，到2023年组建20个以上。",
        [(">=20", "个", "2023", "医疗集团")],
    ),
    "a clause of growth alone speaks of both": (
        "城镇和农村居民收入分别达到4.8万元、2.5万元，增长5.6%和7.8%。",
        [
            ("=4.8", "万元", "", "城镇居民收入"),
            ("=2.5", "万元", "", "农村居民收入"),
            ("=5.6", "%", "", "城镇居民收入"),
            ("=7.8", "%", "", "农村居民收入"),
        ],
    ),
    "as many times as in a year is a comparison": (
        "药店、诊所分别达到90家、60家，是2016年的1.8倍和1.6倍。",
        [("=90", "家", "", "药店"), ("=60", "家", "", "诊所"), ("=1.8", "倍", "", "药店"), ("=1.6", "倍", "", "诊所")],
    ),
    "units written once belong to the list": (
        "小学生、初中生每天睡眠时间分别不少于10、9个小时。",
        [(">=10", "个小时", "", "小学生每天睡眠时间"), (">=9", "个小时", "", "初中生每天睡眠时间")],
    ),
    "a new noun after a comma begins a new statement": (
        "实施项目320个，86个贫困村脱贫。",
        [("=320", "个", "", "项目"), ("=86", "个", "", "贫困村脱贫")],
    ),
    "people counted in ten thousands count": (
        "4.2万贫困人口脱贫，入院人次96.4万。",
        [("=4.2", "万", "", "贫困人口脱贫"), ("=96.4", "万", "", "入院人次")],
    ),
    "round numbers in words are numbers": (
        "预计药业产值突破百亿元。",
        [(">1", "百亿元", "", "药业产值")],
    ),
    "what each person gets is no part of the indicator": (
        "居民医保补助标准提高到每人每年640元。",
        [("=640", "元", "", "居民医保补助标准")],
    ),
    "days of stay are days": (
        "平均住院日8.6日，比上年缩短0.3日。",
        [("=8.6", "日", "", "平均住院日"), ("=0.3", "日", "", "平均住院日")],
    ),
    "deeds are said of what was counted": (
        "新开工项目20个，竣工15个，投产12个。",
        [("=20", "个", "", "新开工项目"), ("=15", "个", "", "新开工项目竣工"), ("=12", "个", "", "新开工项目投产")],
    ),
    "an average beside it is of the same": (
        "每千人口床位数仅0.58张，低于全省0.75张的平均水平。",
        [("=0.58", "张", "", "每千人口床位数"), ("=0.75", "张", "", "每千人口床位数")],
    ),
    "a bracket explains the noun before it": (
        "投资15亿元新建市中医院东院区（床位800张）。",
        [("=15", "亿元", "", "市中医院东院区投资"), ("=800", "张", "", "新建市中医院东院区床位")],
    ),
    "another level has the same indicator": (
        "三级医院覆盖比例达到10%，二级达到15%。",
        [("=10", "%", "", "三级医院覆盖比例"), ("=15", "%", "", "二级医院覆盖比例")],
    ),
    "growth after three amounts belongs to each": (
        "药店340个，床位42万张，药师53万人，比2015年末分别增长12%、31%和39%。",
        [
            ("=340", "个", "", "药店"),
            ("=42", "万张", "", "药店床位"),
            ("=53", "万人", "", "药师"),
            ("=12", "%", "", "药店"),
            ("=31", "%", "", "药店床位"),
            ("=39", "%", "", "药师"),
        ],
    ),
    "a denominator written once is that of the list": (
        "每千人口药师数、护士数分别达到3.6人、4.2人，每千人口床位6张、托位4个。",
        [
            ("=3.6", "人", "", "每千人口药师数"),
            ("=4.2", "人", "", "每千人口护士数"),
            ("=6", "张", "", "每千人口床位"),
            ("=4", "个", "", "每千人口托位"),
        ],
    ),
    "levels of government have the same indicator": (
        "省级实验室面积不少于3万平方米，市级不少于8000平方米。",
        [(">=3", "万平方米", "", "省级实验室面积"), (">=8000", "平方米", "", "市级实验室面积")],
    ),
    "等 may end a rank": ("三级甲等达到88家。", [("=88", "家", "", "三级甲等")]),
    "land that works take is measured": (
        "药谷总投资9亿元，占地约300亩。",
        [("=9", "亿元", "", "药谷总投资"), ("~300", "亩", "", "药谷占地")],
    ),
    "以上 binds those of its unit only": (
        "床位和占比分别达到4万张、60%以上。",
        [("=4", "万张", "", "床位"), (">=60", "%", "", "占比")],
    ),
    "a service standard is a ceiling": ("审批事项2个工作日内办结。", [("<=2", "个工作日", "", "审批事项")]),
    "a rating reached is a figure": ("电子病历水平达到4级。", [("=4", "级", "", "电子病历水平")]),
}


@pytest.mark.parametrize(("text", "stated"), INDICATORS.values(), ids=INDICATORS.keys())
def test_every_number_is_named_by_its_sentence(text: str, stated: list[Row]) -> None:
    assert rows(text, PLAN) == stated


DATED: dict[str, tuple[str, list[tuple[str, ...]]]] = {
    "what a meeting requires is promised": (
        "会议要求，今年要实现两个突破：药业营收突破60亿元，新引进项目突破30个。",
        [("Target", ">60", "亿元", "2024", "药业营收"), ("Target", ">30", "个", "2024", "新引进项目")],
    ),
    "what has been since works began is now": (
        "药谷2018年启动建设，现有企业165家、上市公司7家。",
        [("Actual", "=165", "家", "2024", "企业"), ("Actual", "=7", "家", "2024", "上市公司")],
    ),
    "a date of opening at the end of a clause dates nothing behind it": (
        "新建院区1处，2025年建成投用；每年选拔骨干50名。",
        [("Actual", "=1", "处", "", "院区"), ("Actual", "=50", "名", "", "选拔骨干")],
    ),
    "works of a size are figures": (
        "去年完成一期12万平方米厂房建设，竣工项目15个。",
        [("Actual", "=12", "万平方米", "2023", "厂房建设"), ("Actual", "=15", "个", "2023", "竣工项目")],
    ),
}


@pytest.mark.parametrize(("text", "stated"), DATED.values(), ids=DATED.keys())
def test_news_is_dated_and_told_done_from_promised(text: str, stated: list[tuple[str, ...]]) -> None:
    assert read(text, NEWS) == stated


AWARDS: dict[str, tuple[str, list[Row]]] = {
    "steps of a threshold have steps of an award": (
        "对年营收首次突破5亿元、10亿元的药企，分别给予50万元、100万元奖励。",
        [
            ("=50", "万元", "", "年营收首次突破5亿元的药企奖励"),
            ("=100", "万元", "", "年营收首次突破10亿元的药企奖励"),
        ],
    ),
    "最高 is a ceiling for all of its list": (
        "对完成临床试验的1类新药，给予最高300万元、600万元资助。",
        [("<=300", "万元", "", "1类新药资助"), ("<=600", "万元", "", "1类新药资助")],
    ),
    "a case may end in 的": (
        "对固定资产投资超过5000万元的，给予200万元补助。",
        [("=200", "万元", "", "固定资产投资超过5000万元补助")],
    ),
    "a rate of an award is promised too": (
        "对购买检测服务的机构，按检测费用的5%给予补助。",
        [("=5", "%", "", "检测费用")],
    ),
}


@pytest.mark.parametrize(("text", "stated"), AWARDS.values(), ids=AWARDS.keys())
def test_an_award_is_read_and_its_condition_is_not(text: str, stated: list[Row]) -> None:
    assert rows(text, MEASURES) == stated


IGNORED = {
    "a size of firms that are counted": ("年产值超10亿元企业9家、营收超50亿元企业仅有1家。", ["=9", "=1"]),
    "a size behind a count": ("形成20家年销售收入超过10亿元的药企。", ["=20"]),
    "a class of drug": ("新增1类新药证书5个。", ["=5"]),
    "an age of whom it is for": ("为65岁以上老年人体检60万人次。", ["=60"]),
    "a size of where": ("在常住人口超过300万的县，可设置3所以上医院。", [">=3"]),
    "a ratio of parts": ("三次产业结构为7.5∶43.6∶48.9，第一局3：1。", []),
    "a term of validity": ("本办法有效期5年。", []),
    "a number of a table": ("主要发展指标见表1。", []),
    "a day of a month": ("名单于每月15日公布。", []),
}


@pytest.mark.parametrize(("text", "stated"), IGNORED.values(), ids=IGNORED.keys())
def test_a_size_of_what_is_counted_is_no_figure(text: str, stated: list[str]) -> None:
    assert [row[0] for row in rows(text, PLAN)] == stated


def test_a_report_s_last_year_is_the_year_under_its_heading() -> None:
    text = (
        "一、2023年工作回顾\n过去一年，新建医院12所。\n"
        "二、2024年工作安排\n新建医院15所，一季度开工率达到60%。争取资金8亿元。\n"
    )

    assert read(text, REPORT) == [
        ("Actual", "=12", "所", "2023", "医院"),
        ("Target", "=15", "所", "2024", "医院"),
        ("Target", "=60", "%", "2024Q1", "开工率"),
        ("Target", "=8", "亿元", "2024", "资金"),
    ]


def test_five_years_of_a_new_government_end_with_the_last() -> None:
    report = Metadata(kind="report", issued=date(2022, 2, 18), region="云川省")

    assert rows("一、过去五年工作回顾\n新建医院12所。\n", report) == [("=12", "所", "2017-2021", "医院")]


def test_what_changed_in_the_same_sentence_changed_in_the_same_years() -> None:
    text = "人均预期寿命从2018年的78.6岁提高到2021年的79.4岁，孕产妇死亡率由12/10万降到8/10万。"

    assert rows(text, NEWS) == [
        ("=78.6", "岁", "2018", "人均预期寿命"),
        ("=79.4", "岁", "2021", "人均预期寿命"),
        ("=12", "/10万", "2018", "孕产妇死亡率"),
        ("=8", "/10万", "2021", "孕产妇死亡率"),
    ]


def test_the_day_works_open_is_not_when_they_yield() -> None:
    assert rows("项目预计2025年6月投产，全部达产后年产值50亿元。", NEWS) == [("=50", "亿元", "", "项目年产值")]


def test_events_in_news_are_of_the_day_s_year() -> None:
    assert read("仪式上，15个项目签约。", NEWS) == [("Actual", "=15", "个", "2024", "项目签约")]


def test_a_year_compared_with_dates_nothing() -> None:
    assert rows("上半年旅游收入28亿元，恢复至2019年同期的108%。", NEWS) == [
        ("=28", "亿元", "2024H1", "旅游收入"),
        ("=108", "%", "2024H1", "旅游收入"),
    ]


def test_next_year_is_promised() -> None:
    assert read("明年将新建药店30家。", NEWS) == [("Target", "=30", "家", "2025", "药店")]


def test_what_a_plan_says_of_the_nation_is_so() -> None:
    assert read("我国成人吸烟率为26%。到2025年，全省成人吸烟率低于22%。", PLAN) == [
        ("Actual", "=26", "%", "", "成人吸烟率"),
        ("Target", "<22", "%", "2025", "成人吸烟率"),
    ]


def test_a_plan_is_known_by_its_title_too() -> None:
    named = Metadata(title="关于推进健康服务发展的意见", issued=date(2024, 4, 22))

    assert read("药店达到30家。", named) == [("Target", "=30", "家", "", "药店")]


def test_a_document_of_one_year_dates_its_whole_year_and_the_parts_of_it() -> None:
    text = (
        "全年实现药品产值18亿元。新增规上企业20家。\n年内完成投资30亿元。\n6月底前，培训护士300人。三年内建成医院3家。\n"
        "上半年建成护理床位500张，今年新增床位800张。\n年底前建成中医馆12个。"
    )
    points = Metadata(title="岚江市2024年工作要点", kind="plan", issued=date(2023, 12, 28))

    assert [(row[3], row[2]) for row in rows(text, points)] == [
        ("药品产值", "2024"), ("新增规上企业", "2024"), ("投资", "2024"), ("培训护士", "2024H1"), ("医院", ""),
        ("护理床位", "2024H1"), ("新增床位", "2024"), ("中医馆", "2024"),
    ]  # fmt: skip


@pytest.mark.parametrize("title", ["岚江市医药产业规划（2021—2025年）", "岚江市2035年远景目标纲要", "岚江市工作要点"])
def test_without_a_certain_year_of_its_own_a_whole_year_stays_unknown(title: str) -> None:
    found = rows("全年实现药品产值18亿元，年内完成投资30亿元。", Metadata(title=title, kind="plan"))

    assert [row[2] for row in found] == ["", ""]


def test_what_a_report_of_a_year_looks_back_on_is_not_of_that_year() -> None:
    report = Metadata(title="岚江市2024年政府工作报告", kind="report")
    text = "一、过去一年工作回顾\n全年实现产值10亿元。\n二、工作安排\n全年实现产值18亿元。"

    assert [row[:3] for row in rows(text, report)] == [("=10", "亿元", "2023"), ("=18", "亿元", "2024")]
