"""Who owes a task: subjects, notes in brackets, notes on a line of their own."""

from __future__ import annotations

import pytest
from tests.unit.marked import marked

from yuheng.extract.owners import owner_notes_in
from yuheng.extract.tasks import tasks_in
from yuheng.text.documents import plain_document

PLAN = "江州市健康产业行动方案\n二、主要任务\n"


def owners_of(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Object and owners of every task."""
    tasks, _ = tasks_in(plain_document(PLAN + text))
    return [(task.object, [(owner.name, owner.role) for owner in task.owners]) for task in tasks]


@pytest.mark.parametrize(
    ("note", "owners"),
    [
        (
            "（省卫生健康委牵头，省财政厅、省医保局按职责分工负责）",
            [("省卫生健康委", "牵头"), ("省财政厅", "负责"), ("省医保局", "负责")],
        ),
        ("（市药监局负责）", [("市药监局", "负责")]),
        ("（由市商务委牵头，江州海关配合）", [("市商务委", "牵头"), ("江州海关", "配合")]),
        (
            "（牵头单位：市科技局；配合单位：市财政局、市教委）",
            [("市科技局", "牵头"), ("市财政局", "配合"), ("市教委", "配合")],
        ),
        ("（市发展改革委、各区县政府）", [("市发展改革委", "负责"), ("各区县政府", "负责")]),
        ("（科技部、卫生健康委等按职责分工负责）", [("科技部", "负责"), ("卫生健康委", "负责")]),
    ],
)
def test_a_note_is_read_name_by_name_with_each_ones_role(note: str, owners: list[tuple[str, str]]) -> None:
    assert owners_of(f"（一）壮大集群。建设专业园区。{note}") == [("专业园区", owners)]


def test_every_name_is_anchored_at_its_words() -> None:
    document, spans = marked("建设园区。（⟦市科技局⟧牵头，⟦市财政局⟧配合）")
    [note] = owner_notes_in(document, 0, len(document.text))

    assert [owner.anchor for owner in note.owners] == spans


def test_a_bracket_that_names_no_body_is_no_note() -> None:
    document = plain_document("推行项目法人负责制（责任到人、按职责推进）。")

    assert owner_notes_in(document, 0, len(document.text)) == ()


def test_a_note_owes_its_own_paragraph_only() -> None:
    assert owners_of(
        "（一）壮大集群。建设专业园区。（市科技局负责）\n（二）优化服务。健全代办制度。（市政务办负责）\n"
    ) == [("专业园区", [("市科技局", "负责")]), ("代办制度", [("市政务办", "负责")])]


def test_a_line_of_owners_speaks_for_the_paragraphs_above_it_in_its_section_with_its_deadline() -> None:
    tasks, _ = tasks_in(
        plain_document(
            PLAN + "（一）壮大集群。\n建设专业园区。\n（二）优化服务。\n健全代办制度。\n培育中介机构。\n"
            "责任单位：市政务办、市商务委；完成时限：2026年6月底\n"
        )
    )

    assert [(task.object, [owner.name for owner in task.owners], task.due and task.due.label) for task in tasks] == [
        ("专业园区", [], None),
        ("代办制度", ["市政务办", "市商务委"], "2026"),
        ("中介机构", ["市政务办", "市商务委"], "2026"),
    ]


def test_lines_of_owners_that_follow_each_other_owe_the_same_tasks() -> None:
    text = "（一）优化服务。\n健全代办制度。\n牵头单位：市政务办\n配合单位：市商务委\n（二）壮大集群。\n建设园区。\n"

    assert owners_of(text) == [
        ("代办制度", [("市政务办", "牵头"), ("市商务委", "配合")]),
        ("园区", []),
    ]


def test_a_subject_holds_until_the_next_one_in_its_sentence() -> None:
    assert owners_of("市药监局要优化流程，开通咨询窗口；市医保局要完善支付目录。培育龙头企业。") == [
        ("流程", [("市药监局", "")]),
        ("咨询窗口", [("市药监局", "")]),
        ("支付目录", [("市医保局", "")]),
        ("龙头企业", []),
    ]


def test_several_subjects_are_several_owners_and_a_shared_ending_is_one() -> None:
    assert owners_of("各区县政府、市级有关部门要落实配套政策。卫生健康、民政等部门要建立会商机制。") == [
        ("配套政策", [("各区县政府", ""), ("市级有关部门", "")]),
        ("会商机制", [("卫生健康、民政等部门", "")]),
    ]


def test_who_leads_and_who_joins_stands_in_the_words() -> None:
    assert owners_of("市商务委会同江州海关建立进口药械通道。由市科技局牵头制定攻关清单。") == [
        ("进口药械通道", [("市商务委", "牵头"), ("江州海关", "配合")]),
        ("攻关清单", [("市科技局", "牵头")]),
    ]


def test_what_a_support_clause_asks_of_firms_does_not_make_them_owners() -> None:
    assert owners_of("支持企业牵头组建创新联合体。") == [("企业牵头组建创新联合体", [])]


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("建设康复站3个，由市卫生健康委牵头。", [("市卫生健康委", "牵头")]),
        ("建设康复站3个，市民政局负责。", [("市民政局", "负责")]),
        ("1.建设康复站3个；由市民政局牵头负责，各区县政府配合；", [("市民政局", "牵头"), ("各区县政府", "配合")]),
        ("建设康复站3个由市民政局负责。", [("市民政局", "负责")]),
        ("建设康复站3个。由市民政局会同市财政局负责。", [("市民政局", "牵头"), ("市财政局", "配合")]),
        (
            "建设康复站3个，由住房和城乡建设局和市医保局按职责分工负责。",
            [("住房和城乡建设局", "负责"), ("市医保局", "负责")],
        ),
        ("建设康复站3个，行业协会参与。", []),
        ("坚持党政同责，政府负责，社会参与。建设康复站3个，政府负责，社会参与。", []),
        ("建设康复站3个，引导行业协会负责。", []),
    ],
)
def test_a_clause_at_the_end_says_who_owes_what_stands_before_it(text: str, owners: list[tuple[str, str]]) -> None:
    assert ("康复站3个", owners) in [(thing.removesuffix("由市民政局负责"), who) for thing, who in owners_of(text)]


def test_a_clause_at_the_end_owes_its_own_sentence_only() -> None:
    assert owners_of(
        "健全代办制度。建设康复站，由市民政局牵头；培育中介机构，市商务委负责。由市科技局牵头，组建研究院。"
    ) == [
        ("代办制度", []),
        ("康复站", [("市民政局", "牵头")]),
        ("中介机构", [("市商务委", "负责")]),
        ("研究院", [("市科技局", "牵头")]),
    ]


BEDS = ("每千人口床位数达到8张", [("市卫生健康委", "牵头"), ("市财政局", "配合")])
SHARE = ("护理型床位占比达到60%", [("市民政局", "牵头")])


@pytest.mark.parametrize("gap", ["", "\n", "\n\n"])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_note_makes_the_target_before_it_a_task_wherever_the_note_stands(gap: str, between: str) -> None:
    items = (
        f"1.到2027年，每千人口床位数达到8张。{gap}（牵头单位：市卫生健康委；配合单位：市财政局）",
        f"2.护理型床位占比达到60%。{gap}（牵头单位：市民政局）",
    )

    assert owners_of(between.join(items)) == [BEDS, SHARE]


def test_several_notes_in_one_paragraph_or_sentence_owe_what_stands_before_each() -> None:
    run_in = (
        "（一）床位。到2027年，每千人口床位数达到8张。（牵头单位：市卫生健康委）（配合单位：市财政局）新增床位500张。"
    )
    assert owners_of(run_in + "（责任单位：市民政局）") == [BEDS, ("床位500张", [("市民政局", "负责")])]
    note = "（牵头单位：市卫生健康委；配合单位：市财政局）"
    assert owners_of(f"到2027年，每千人口床位数达到8张{note}，护理型床位占比达到60%（牵头单位：市民政局）。") == [
        BEDS,
        SHARE,
    ]


def test_a_target_that_nobody_owes_and_a_present_state_are_no_tasks() -> None:
    text = "到2027年，每千人口床位数达到8张。\n（一）现状。目前，全市床位数达到9张。（牵头单位：市民政局）\n"

    assert owners_of(text) == []
