"""Which clauses commit somebody, to what, and which do not."""

from __future__ import annotations

import pytest
from tests.unit.marked import marked

from yuheng.extract.tasks import link_figures, tasks_in
from yuheng.model import Anchor, Figure, Period, Quantity, Target, Task, check_anchor, id_of
from yuheng.text.documents import plain_document

PLAN = "江州市健康产业发展规划\n第三章  主要任务\n第一节  夯实平台\n"


def said(text: str) -> list[tuple[str, str]]:
    """Action and object of every task of a plan's paragraph."""
    tasks, issues = tasks_in(plain_document(PLAN + text))
    assert issues == ()
    return [(task.action, task.object) for task in tasks]


def test_a_sentence_with_four_verbs_is_four_tasks_with_one_parent() -> None:
    document, spans = marked(
        PLAN + "⟦加快建设中药标本馆⟧，⟦完善检验检测网络⟧，⟦支持药企开展国际注册⟧，⟦提升审评服务能力⟧。"
    )

    tasks, issues = tasks_in(document)

    assert issues == ()
    assert [task.anchor for task in tasks] == spans
    assert [(task.action, task.object, task.conditional) for task in tasks] == [
        ("建设", "中药标本馆", False),
        ("完善", "检验检测网络", False),
        ("支持", "药企开展国际注册", True),
        ("提升", "审评服务能力", False),
    ]
    assert len({task.parent for task in tasks}) == 1
    assert len({task.id for task in tasks}) == 4


def test_every_anchor_holds_and_the_heading_path_comes_with_the_task() -> None:
    document = plain_document(PLAN + "大力发展森林康养，引导民宿集聚。")

    tasks, _ = tasks_in(document)

    for task in tasks:
        check_anchor(document, task.anchor)
        check_anchor(document, task.sentence)
    assert {task.heading[-1] for task in tasks} == {"第一节夯实平台"}
    assert [task.sector for task in tasks] == ["森林康养", "健康产业"]


@pytest.mark.parametrize(
    "context",
    [
        "围绕重大慢病防治需求",
        "依托滨江院士工作站",
        "通过校企共建实验室",
        "按照一县一品的原则",
        "以临床价值为导向",
        "发挥山地气候优势",
        "采取股权合作模式",
        "面向长三角市场",
    ],
)
def test_means_and_basis_are_the_context_of_a_task_and_none_themselves(context: str) -> None:
    assert said(f"{context}，培育一批特色药企。") == [("培育", "一批特色药企")]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("对创新药项目开辟绿色审批窗口", ("开辟", "对创新药项目开辟绿色审批窗口")),
        ("将远程会诊纳入医保支付范围", ("纳入", "远程会诊纳入医保支付范围")),
        ("联合高校推动成果就地转化", ("推动", "成果就地转化")),
        ("以数字化改造为抓手提升制剂质量", ("提升", "制剂质量")),
        ("通过以奖代补等方式引导乡镇建设康复站", ("引导", "乡镇建设康复站")),
    ],
)
def test_the_verb_behind_a_prepositional_phrase_is_the_task(clause: str, expected: tuple[str, str]) -> None:
    assert said(f"{clause}。") == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "创新平台不断夯实。",
        "发展环境更优。",
        "服务能力显著提升。",
        "全面深化改革质效明显提升。",
        "努力实现以下目标任务。",
        "研发投入占比达到4%。",
        "近年来，建设药品检验所三处，完善配送网络。",
        "截至去年底，已建成互联网医院五家。",
        "勇于探索，积极尝试。",
        "促进青少年健康成长意义重大。",
        "药企可享受本市人才政策。",
        "引进人才的子女入学等问题。",
        "为推动产业升级，现制定本规划。",
    ],
)
def test_states_reports_and_preambles_promise_nothing(sentence: str) -> None:
    assert said(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "objects"),
    [
        (
            "建成省级重点实验室6个、中试基地4个、临床试验中心2个，以及检测机构9个。",
            ["省级重点实验室6个", "中试基地4个", "临床试验中心2个", "检测机构9个"],
        ),
        (
            "支持建设药物安全评价公共平台以及生物样本共享平台。",
            ["药物安全评价公共平台", "生物样本共享平台"],
        ),
        ("改造老旧病房2万间、供暖管网30公里。", ["老旧病房2万间", "供暖管网30公里"]),
        (
            "加快推进江州康复辅具产业园、滨江中药检验中心、东山远程影像平台建设。",
            ["江州康复辅具产业园", "滨江中药检验中心", "东山远程影像平台"],
        ),
    ],
)
def test_coordinated_objects_that_stand_in_full_are_tasks_of_their_own(sentence: str, objects: list[str]) -> None:
    assert [thing for _, thing in said(sentence)] == objects


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("促进设备共享、人才共用、标准互认。", ("促进", "设备共享、人才共用、标准互认")),
        ("建设药谷、药港、药园等一批载体。", ("建设", "药谷、药港、药园等一批载体")),
        ("不得以任何形式限制外地药品进入市场。", ("不得", "以任何形式限制外地药品进入市场")),
        ("培训护理员300名以上。", ("培训", "护理员300名以上")),
        ("创新建设运营模式。", ("创新", "建设运营模式")),
        ("引进和培育一批检测机构。", ("引进和培育", "一批检测机构")),
        ("加快体育数据中心建设。", ("建设", "体育数据中心")),
        ("推动企业壮大规模、提升品质。", ("推动", "企业壮大规模、提升品质")),
        ("重点发展康复机器人，助听、助行等辅具产品。", ("发展", "康复机器人，助听、助行等辅具产品")),
        ("支持企业围绕罕见病，开发孤儿药。", ("支持", "企业围绕罕见病，开发孤儿药")),
    ],
)
def test_aspects_and_examples_stay_one_task(sentence: str, expected: tuple[str, str]) -> None:
    assert said(sentence) == [expected]


def test_an_enumeration_comma_may_join_two_tasks() -> None:
    assert said("优化投资结构、提高资金效益。") == [("优化", "投资结构"), ("提高", "资金效益")]


def test_run_in_headings_are_no_tasks() -> None:
    paragraphs = (
        "做强产业园区。面向骨干药企的扩产需求，建设标准化专业厂房，引入第三方检测服务，培育一批园区运营机构。",
        "做优流通网络。面向乡镇卫生院的用药需求，健全冷链配送体系，扩大药品配送范围，推动联网。",
    )

    assert [action for action, _ in said("\n\n" + "\n\n".join(paragraphs) + "\n")] == [
        *("建设", "引入", "培育"),
        *("健全", "扩大", "推动"),
    ]


def test_background_and_principles_promise_nothing_but_measures_do() -> None:
    document = plain_document(
        "江州市养老服务规划\n第一章  发展基础\n建设养老院三十家，完善助餐网络。\n"
        "第二章  基本原则\n坚持政府主导，激发市场活力。\n第三章  保障措施\n健全评估制度，培养护理人才。\n"
    )

    tasks, _ = tasks_in(document)

    assert [(task.action, task.object) for task in tasks] == [("健全", "评估制度"), ("培养", "护理人才")]


def test_news_promises_only_where_it_says_so() -> None:
    document = plain_document(
        "江州新闻网3月2日电 江州市推进中药加工，建设产业园。\n下一步，江州市将扩大种植面积，打造药材集散中心。\n"
    )

    tasks, _ = tasks_in(document)

    assert [(task.action, task.object) for task in tasks] == [("扩大", "种植面积"), ("打造", "药材集散中心")]
    assert {owner.name for task in tasks for owner in task.owners} == {"江州市"}


def test_a_deadline_holds_from_its_clause_on_and_not_before() -> None:
    tasks, _ = tasks_in(plain_document(PLAN + "培育龙头药企，到2027年建成药物评价中心，形成产业集群。"))

    assert [(task.action, task.due.label if task.due else "") for task in tasks] == [
        ("培育", ""),
        ("建成", "2027"),
        ("形成", "2027"),
    ]


def test_what_experts_advise_is_no_task() -> None:
    document = plain_document(PLAN + "与会专家建议，江州应加快建设药物中试平台，完善激励机制。\n完善中试平台收费制度。")

    tasks, _ = tasks_in(document)

    assert [task.object for task in tasks] == ["中试平台收费制度"]


def test_figures_are_linked_to_the_task_in_whose_words_they_stand() -> None:
    document, [number] = marked(PLAN + "建成检测中心⟦12个⟧，完善标准体系。")
    tasks, _ = tasks_in(document)
    figure = _target(number)

    linked = link_figures(tasks, [figure])

    assert [(task.action, task.figures) for task in linked] == [("建成", (figure.id,)), ("完善", ())]


def _target(number: Anchor) -> Figure:
    from decimal import Decimal

    return Target(
        id=id_of("figure", number.start),
        anchor=number,
        sentence=number,
        heading=(),
        number=number,
        indicator="检测中心",
        subject="",
        quantity=Quantity(Decimal(12), Decimal(12), "个", "12个"),
        period=Period("2025", None, None, ""),
        measure="level",
    )


def test_tasks_are_equal_from_run_to_run() -> None:
    text = PLAN + "市药监局要优化流程，加快审批；各区县政府要落实配套。"

    first: tuple[Task, ...] = tasks_in(plain_document(text))[0]

    assert first == tasks_in(plain_document(text))[0]
    assert [[owner.name for owner in task.owners] for task in first] == [["市药监局"], ["市药监局"], ["各区县政府"]]


def owed(text: str) -> list[tuple[tuple[str, ...], str, str]]:
    """Owners, action and object of every task of a plan's paragraph."""
    tasks, _ = tasks_in(plain_document(PLAN + text))
    return [(tuple(owner.name for owner in task.owners), task.action, task.object) for task in tasks]


def test_who_leads_in_a_clause_of_its_own_owes_what_follows() -> None:
    assert owed("由市科技局牵头，明年底前组建药物研究院，集聚研究人员。") == [
        (("市科技局",), "组建", "药物研究院"),
        (("市科技局",), "集聚", "研究人员"),
    ]


def test_a_district_may_be_told_to_act_though_no_gazetteer_knows_it() -> None:
    assert owed("禾砚县重点发展黄精种植，永川区规划建设康复医院。") == [
        (("禾砚县",), "发展", "黄精种植"),
        (("永川区",), "规划建设", "康复医院"),
    ]
    assert owed("示范区建设水平持续提升，老城区改造成效明显。") == []


@pytest.mark.parametrize(
    ("text", "action", "thing"),
    [
        ("在砚池区、霁月区建设水上运动中心2处。", "建设", "水上运动中心2处"),
        ("沿澹溪两岸布局康养文旅走廊。", "布局", "康养文旅走廊"),
        ("围绕罕见病开展药物研发。", "开展", "药物研发"),
        ("各市要结合实际制定实施方案。", "制定", "实施方案"),
    ],
)
def test_a_place_or_basis_before_the_verb_hides_no_task(text: str, action: str, thing: str) -> None:
    assert said(text) == [(action, thing)]


def test_what_a_measure_brings_about_is_no_measure() -> None:
    assert said("建设中药材交易市场，有效带动农户增收，从而促进区域协调发展。") == [("建设", "中药材交易市场")]


def test_a_task_of_a_document_of_one_year_is_due_in_it() -> None:
    text = "岚江市2024年工作要点\n一、重点工作\n6月底前开工建设康养社区。\n年底前完成厂房改造。\n三年内建成医院。"
    tasks, _ = tasks_in(plain_document(text))

    assert [(task.object, task.due and (task.due.label, task.due.stated)) for task in tasks] == [
        ("康养社区", ("2024H1", "6月底前")),
        ("厂房改造", ("2024", "年底前")),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "养老服务由市民政局牵头，到2027年新增养老床位500张。",
        "（一）养老服务\n由市民政局牵头，到2027年新增养老床位500张。",
        "（一）养老服务。由市民政局牵头，到2027年新增养老床位500张。",
        "（一）养老服务 由市民政局牵头，到2027年新增养老床位500张。",
    ],
)
def test_a_topic_before_who_leads_is_no_part_of_the_name(text: str) -> None:
    assert owed(text) == [(("市民政局",), "新增", "养老床位500张")]
