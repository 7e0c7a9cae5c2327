"""How different offices write the same sort of number: bulletins, lists of a year's work, grants, brochures, news."""

from __future__ import annotations

from datetime import date

import pytest
from tests.unit.extract.test_figure_constructions import NEWS, PLAN, Row, rows

from yuheng.extract.figures import figures_in
from yuheng.model import Metadata, Target
from yuheng.text.documents import plain_document

BULLETIN = Metadata(title="云川市2024年卫生事业统计公报", region="云川市")
POINTS = Metadata(title="云川市2026年卫生健康工作要点", kind="plan", region="云川市")

READ: dict[str, tuple[str, Metadata, list[Row]]] = {
    "a ratio keeps its first number, and the second is its unit": (
        "医护比达到1:1.2，护理员与失能老人之比不低于1:4，退休比为2.25。",
        PLAN,
        [("=1", ":1.2", "", "医护比"), (">=1", ":4", "", "护理员与失能老人之比"), ("=2.25", "", "", "退休比")],
    ),
    "a score, a clock and an attachment's number are no ratios": (
        "甲队与乙队3:1，14:30开赛。附件1：2025年药品产值8亿元。",
        NEWS,
        [("=8", "亿元", "2025", "药品产值")],
    ),
    "数 ends a name before a long number and is vague before a round one": (
        "医疗机构总数1030个，床位数1000张，走访数10家药企。",
        NEWS,
        [("=1030", "个", "", "医疗机构总数"), ("=1000", "张", "", "医疗机构床位数"), (">10", "家", "", "药企")],
    ),
    "最高 and 最长 bound what is granted": (
        "每个单位每年最高补助60万元，贴息期最长3年。",
        Metadata(kind="measures"),
        [("<=60", "万元", "", "每个单位每年补助"), ("<=3", "年", "", "贴息期")],
    ),
    "a price may be by place and by time": (
        "厂房租金12元/㎡·月，工业用水3.4元/吨，蒸汽供应能力120t/h。",
        NEWS,
        [
            ("=12", "元/㎡·月", "", "厂房租金"),
            ("=3.4", "元/吨", "", "工业用水"),
            ("=120", "t/h", "", "蒸汽供应能力"),
        ],
    ),
    "a comparison with the year before dates nothing": (
        "2024年末，卫生人员98万人。与上年比较，护士增加6万人。每千人口护士3.5人。",
        BULLETIN,
        [
            ("=98", "万人", "2024", "卫生人员"),
            ("=6", "万人", "2024", "护士"),
            ("=3.5", "人", "2024", "每千人口护士"),
        ],
    ),
    "a span in passing is of its own clause": (
        "2023年药品产值80亿元，近5年年均增长16%，药企380家。",
        NEWS,
        [("=80", "亿元", "2023", "药品产值"), ("=16", "%", "近5年", "药品产值"), ("=380", "家", "2023", "药企")],
    ),
    "the end of a year is that year's, though the word 年 comes twice": (
        "截至2023年年底，养老机构12家，比上年增长3%。",
        NEWS,
        [("=12", "家", "2023", "养老机构"), ("=3", "%", "2023", "养老机构")],
    ),
    "a month alone is of the year of the text": (
        "4月份，药品产值8亿元。",
        NEWS,
        [("=8", "亿元", "2024", "药品产值")],
    ),
    "the day on which it was said is not when it holds": (
        "2012年9月5日，管委会负责人称，每年引进药企20家。",
        Metadata(kind="news"),
        [("=20", "家", "", "药企")],
    ),
    "last year is unknown where the text has no date": (
        "2012年成立药谷，去年药谷产值50亿元。",
        Metadata(kind="news"),
        [("=50", "亿元", "", "药谷产值")],
    ),
    "a day of delivery dates only itself": (
        "项目预计于2021年交付使用。项目总投资9亿元。",
        Metadata(kind="news"),
        [("=9", "亿元", "", "项目总投资")],
    ),
    "a time may follow its number": (
        "引导基金首期10亿元于2026年6月底前到位。单个项目投资不超过2亿元。",
        PLAN,
        [("=10", "亿元", "2026", "引导基金首期"), ("<=2", "亿元", "", "单个项目投资")],
    ),
    "全年 under a heading of five years is the year that the paragraph opened with": (
        "“十四五”工作回顾\n2025年，我们顶压前行。全年财政收入218亿元。",
        Metadata(kind="report", issued=date(2026, 1, 20)),
        [("=218", "亿元", "2025", "财政收入")],
    ),
    "a list of one year's work dates what it promises, but not what lasts": (
        "新增床位1200张。每年培训护士300人。产业投资48亿元，同比增长20%。",
        POINTS,
        [
            ("=1200", "张", "2026", "新增床位"),
            ("=300", "人", "", "培训护士"),
            ("=48", "亿元", "2026", "产业投资"),
            ("=20", "%", "2026", "产业投资"),
        ],
    ),
    "a level may be called so": (
        "医疗器械集群迈进1000亿元级规模，培育100亿元级产业集群3个。",
        PLAN,
        [("=1000", "亿元", "", "医疗器械集群规模"), ("=3", "个", "", "100亿元级产业集群")],
    ),
    "land that is offered and days that are counted are figures": (
        "园区可供应土地4500亩，空气优良天数312天，累计结存可支付18.6个月。",
        NEWS,
        [
            ("=4500", "亩", "", "园区可供应土地"),
            ("=312", "天", "", "空气优良天数"),
            ("=18.6", "个月", "", "结存可支付"),
        ],
    ),
    "two rates and two numbers need no 分别": (
        "每千人口执业医师数、注册护士数达到3.6人、4.2人。",
        PLAN,
        [("=3.6", "人", "", "每千人口执业医师数"), ("=4.2", "人", "", "每千人口注册护士数")],
    ),
    "各 hands out like 分别": (
        "财政补助670元，个人缴费400元，较上年各提高30元、20元。",
        NEWS,
        [
            ("=670", "元", "", "财政补助"),
            ("=400", "元", "", "个人缴费"),
            ("=30", "元", "", "财政补助"),
            ("=20", "元", "", "个人缴费"),
        ],
    ),
    "rates in different measures share 分别 and its bound": (
        "孕产妇死亡率、婴儿死亡率分别控制在8/10万和2.5‰以下。",
        PLAN,
        [("<=8", "/10万", "", "孕产妇死亡率"), ("<=2.5", "‰", "", "婴儿死亡率")],
    ),
    "a name in letters is not cut in two": (
        "呼吸机、ECMO年产量分别达1.5万台、200台。",
        PLAN,
        [("=1.5", "万台", "", "呼吸机年产量"), ("=200", "台", "", "ECMO年产量")],
    ),
    "a profit is not of the kind that an income is": (
        "药企主营业务收入176亿元，利润23亿元。",
        NEWS,
        [("=176", "亿元", "", "药企主营业务收入"), ("=23", "亿元", "", "药企利润")],
    ),
    "a fold may be more than a fold, and what is off may be a third": (
        "投资比2018年翻了两番多，注册费用减免1/3。",
        NEWS,
        [(">2", "番", "", "投资"), ("=1", "/3", "", "注册费用减免")],
    ),
    "a numeral that sums up the list before it counts": (
        "会议设经济贸易、学术交流、行业培训、文化宣传四大板块，坚持两大方向。",
        NEWS,
        [("=4", "大", "", "板块")],
    ),
    "起 is a floor": (
        "工业用地10万元/亩起，发生火灾5起。",
        NEWS,
        [(">=10", "万元/亩", "", "工业用地"), ("=5", "起", "", "火灾")],
    ),
    "what is built in a list is built": (
        "园区已建成55万平方米绿道示范段、26万平方米湿地公园。",
        NEWS,
        [("=55", "万平方米", "", "绿道示范段"), ("=26", "万平方米", "", "湿地公园")],
    ),
    "what a works can make is no figure": ("年产3亿枚的蛋鸡场投产。", NEWS, []),
    "a number's noun ends where the next number's begins": (
        "签约的18个项目总投资76亿元。",
        NEWS,
        [("=18", "个", "", "项目"), ("=76", "亿元", "", "项目总投资")],
    ),
    "a share tells what grows next": (
        "工业投资占全区的34%，增长40%。",
        NEWS,
        [("=34", "%", "", "工业投资占全区"), ("=40", "%", "", "工业投资")],
    ),
    "a head that comes back has its full name": (
        "药品制造业产值80亿元（其中中药20亿元），力争到2030年，产值120亿元。",
        PLAN,
        [
            ("=80", "亿元", "", "药品制造业产值"),
            ("=20", "亿元", "", "中药产值"),
            ("=120", "亿元", "2030", "药品制造业产值"),
        ],
    ),
    "high growth says what grows": ("药品产值保持35%以上的高增长。", NEWS, [(">=35", "%", "", "药品产值")]),
    "the last year of a plan is its term's end, and its list stands under it": (
        "到规划期末，药品产值突破900亿元。其中：\n（1）药企达到18家。",
        Metadata(title="云川市“十五五”健康服务业发展规划", kind="plan"),
        [(">900", "亿元", "2030", "药品产值"), ("=18", "家", "2030", "药企")],
    ),
    "an age of men and of women is one of the list": (
        "户籍人口期望寿命85.3岁，其中：男性82.7岁，女性87.8岁。为65岁以上男性体检。",
        NEWS,
        [
            ("=85.3", "岁", "", "户籍人口期望寿命"),
            ("=82.7", "岁", "", "男性户籍人口期望寿命"),
            ("=87.8", "岁", "", "女性户籍人口期望寿命"),
        ],
    ),
    "a case of an award may stand without 对": (
        "取得批件的，给予最高不超过200万元补助；完成Ⅰ期、Ⅱ期临床试验的，分别给予500万元、900万元补助。",
        Metadata(kind="measures"),
        [
            ("<=200", "万元", "", "取得批件补助"),
            ("=500", "万元", "", "完成Ⅰ期临床试验补助"),
            ("=900", "万元", "", "完成Ⅱ期临床试验补助"),
        ],
    ),
    "a year that is only exceeded dates nothing": (
        "2025年药品产值增速将高于2024年，达到5%左右。",
        NEWS,
        [("~5", "%", "2025", "药品产值")],
    ),
    "a second change has the years of the first": (
        "“十四五”时期，事业发展。预期寿命由2020年的78岁提高到2025年的80岁，素养水平由23%提高到35%。",
        PLAN,
        [
            ("=78", "岁", "2020", "预期寿命"),
            ("=80", "岁", "2025", "预期寿命"),
            ("=23", "%", "2020", "素养水平"),
            ("=35", "%", "2025", "素养水平"),
        ],
    ),
    "what a site takes up is told before its name": (
        "占地3000亩的药谷总投资44亿元，建筑容积率1.48。",
        NEWS,
        [("=3000", "亩", "", "药谷占地"), ("=44", "亿元", "", "药谷总投资"), ("=1.48", "", "", "建筑容积率")],
    ),
    "从 A 调整到 B is one change": (
        "护理补贴由100元调整到不低于200元。",
        PLAN,
        [("=100", "元", "", "护理补贴（调整前）"), (">=200", "元", "", "护理补贴")],
    ),
}


@pytest.mark.parametrize(("text", "meta", "stated"), READ.values(), ids=READ.keys())
def test_a_number_is_read_as_its_style_means_it(text: str, meta: Metadata, stated: list[Row]) -> None:
    assert rows(text, meta) == stated


KINDS: dict[str, tuple[str, list[str]]] = {
    "an overview's list is due when the overview says": (
        "到“十五五”末，实现以下目标：\n——护理型床位占比73%。\n——养老护理员12万人。",
        ["target", "target"],
    ),
    "what a named plan states is promised": (
        "《规划》提出，“十四五”时期，体育产业总规模要超过7200亿元，服务业占比超过70%。",
        ["target", "target"],
    ),
    "an expectation ends with its part of the sentence": (
        "甲项目预计年产值10亿元；乙项目总投资30亿元。",
        ["target", "actual"],
    ),
    "a slogan promises nothing": ("展会以“科技创未来”为主题，展出面积10万平方米。", ["actual"]),
    "what is made into something is so already": ("该市将医养健康作为13个重点产业之一。", ["actual"]),
    "money that is granted is promised": ("厂房租金按50%给予补贴。去年发放补贴30万元。", ["target", "actual"]),
    "what was done goes on in its sentence": (
        "三、重点任务\n一季度已开工6个项目，完成投资9亿元，占年度计划的20%。",
        ["actual", "actual", "actual"],
    ),
    "what a plan of five years says of the year before it is done": (
        "云川省“十三五”中医药发展规划\n2015年产值95亿元，力争到2020年达到200亿元。",
        ["actual", "target"],
    ),
    "a notice of data tells": ("2015年云川省体育产业规模数据的公告\n体育产业增加值为54亿元。", ["actual"]),
    "what comes once a works is open is promised": ("项目建成后年产值20亿元。", ["target"]),
    "what is open already is done": ("配套保障措施\n人才公寓800套、医院1所（床位500张）均已投用。", ["actual"] * 3),
    "what can be reached is promised": ("园区建成，年销售收入可达30亿元。", ["target"]),
    "growth may be expected": ("预计今年产值将突破2亿元，同比增长四成。", ["target", "target"]),
    "an explanation tells where things stand with their years and what is given without": (
        "《云川市银发经济三年行动计划》政策解读\n2025年，银发经济规模412亿元。\n每人每月补贴300元。",
        ["actual", "target"],
    ),
}


@pytest.mark.parametrize(("text", "kinds"), KINDS.values(), ids=KINDS.keys())
def test_what_is_promised_and_what_is_done(text: str, kinds: list[str]) -> None:
    figures, _ = figures_in(plain_document(text))

    assert ["target" if isinstance(figure, Target) else "actual" for figure in figures] == kinds


def stated(text: str) -> list[tuple[str, str, str, str]]:
    """Each figure of a whole document: promised or done, comparator with number and unit, period, indicator."""
    figures, _ = figures_in(plain_document(text))
    return [
        (
            type(figure).__name__,
            f"{figure.quantity.op}{figure.quantity.value}{figure.quantity.unit}",
            figure.period.label if figure.period else "",
            figure.indicator,
        )
        for figure in figures
    ]


def test_the_cells_of_a_duty_table_are_read_and_due_with_their_row() -> None:
    table = (
        "附件 任务分工表\n序号\t重点任务\t工作目标\t牵头单位\t完成时限\n"
        "1\t新增注册证60张\t服务企业200家\t市药监局\t2028年12月\n"
        "2\t举办对接活动每年不少于4场\t\t市卫生健康委\t持续推进\n"
    )

    assert stated(table) == [
        ("Target", "=60张", "2028", "新增注册证"),
        ("Target", "=200家", "2028", "服务企业"),
        ("Target", ">=4场", "", "对接活动"),
    ]


def test_a_table_of_properties_runs_from_the_base_to_the_promise_without_a_date_of_issue() -> None:
    table = "专栏 主要指标\n序号\t指标\t2025年\t2030年\t属性\n1\t护理型床位占比（%）\t62\t73\t约束性\n"

    assert stated(table) == [
        ("Actual", "=62%", "2025", "护理型床位占比"),
        ("Target", "=73%", "2030", "护理型床位占比"),
    ]


def test_the_dateline_of_an_article_is_its_date() -> None:
    article = "两个项目签约\n　　东山网2019年3月22日讯　此次集中签约项目2个，去年药品产值8亿元。\n"

    assert stated(article) == [("Actual", "=2个", "2019", "集中签约项目"), ("Actual", "=8亿元", "2018", "药品产值")]


def test_a_table_whose_header_gives_each_column_its_unit_is_read_with_tabs_and_one_cell_a_line() -> None:
    cells = [
        "行业",
        "营业收入（亿元）",
        "同比（%）",
        "中成药",
        "339.7",
        "10.9",
        "化学药",
        "408.4",
        "9.4",
        "饮片",
        "104.7",
        "21.3",
    ]
    rows = ["\t".join(cells[at : at + 3]) for at in range(0, 12, 3)]
    expected = [
        ("Actual", "=339.7亿元", "2017H1", "中成药营业收入"),
        ("Actual", "=10.9%", "2017H1", "中成药同比"),
        ("Actual", "=408.4亿元", "2017H1", "化学药营业收入"),
        ("Actual", "=9.4%", "2017H1", "化学药同比"),
        ("Actual", "=104.7亿元", "2017H1", "饮片营业收入"),
        ("Actual", "=21.3%", "2017H1", "饮片同比"),
    ]

    for lines in (cells, rows):
        assert stated("医药工业指标完成情况\n2017年上半年医药工业收入表\n" + "\n".join(lines) + "\n") == expected


def test_a_table_whose_cells_stand_apart_by_blanks_is_a_table() -> None:
    table = (
        "云川市“十五五”健康规划\n表2　主要指标\n指标名称　单位　2025年基数　2030年\n"
        "健康服务业规模　亿元　446　900\n人均预期寿命　岁　79.6　80.8\n千人口托位数　个　4.6　5.5\n"
    )

    assert stated(table) == [
        ("Actual", "=446亿元", "2025", "健康服务业规模"),
        ("Target", "=900亿元", "2030", "健康服务业规模"),
        ("Actual", "=79.6岁", "2025", "人均预期寿命"),
        ("Target", "=80.8岁", "2030", "人均预期寿命"),
        ("Actual", "=4.6个", "2025", "千人口托位数"),
        ("Target", "=5.5个", "2030", "千人口托位数"),
    ]


def test_a_table_by_years_is_dated_by_its_rows() -> None:
    table = (
        "云川区卫生基本情况\n医疗机构业务量（2025年）\n年份 | 诊疗人次（万人次） | 出院人数（万人） |\n"
        "2024年 | 645.6 | 8.4 |\n2025年 | 650.1 | 8.9 |\n"
    )

    assert stated(table) == [
        ("Actual", "=645.6万人次", "2024", "诊疗人次"),
        ("Actual", "=8.4万人", "2024", "出院人数"),
        ("Actual", "=650.1万人次", "2025", "诊疗人次"),
        ("Actual", "=8.9万人", "2025", "出院人数"),
    ]
