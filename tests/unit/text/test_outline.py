from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuheng.model import Mark
from yuheng.text.outline import blocks_in

Shown = tuple[str, int, str, tuple[str, ...]]

PROSE = "岚江市多年来坚持把康养产业作为支柱产业来培育，形成了较为完整的产业体系和服务网络。"


def shown(text: str, *marks: Mark) -> list[Shown]:
    return [
        (block.kind, block.level, text[block.start : block.end], block.path) for block in blocks_in(text, marks=marks)
    ]


def test_numbers_nest_by_the_ladder_and_the_first_met_is_the_highest() -> None:
    text = "一、发展目标\n（一）规模壮大\n1.产值\n到2027年达到50亿元。\n（二）布局优化\n建成园区。\n二、任务"

    assert shown(text) == [
        ("heading", 1, "一、发展目标", ()),
        ("heading", 2, "（一）规模壮大", ("一、发展目标",)),
        ("heading", 3, "1.产值", ("一、发展目标", "（一）规模壮大")),
        ("paragraph", 0, "到2027年达到50亿元。", ("一、发展目标", "（一）规模壮大", "1.产值")),
        ("heading", 2, "（二）布局优化", ("一、发展目标",)),
        ("paragraph", 0, "建成园区。", ("一、发展目标", "（二）布局优化")),
        ("heading", 1, "二、任务", ()),
    ]


def test_chapters_stand_above_sections_and_articles_run_into_their_text() -> None:
    text = (
        "第二章奖励措施\n第一节研发\n第五条（研发奖励）对获批的企业给予一次性奖励。\n第六条按照本办法第五条的规定执行。"
    )

    assert shown(text) == [
        ("heading", 1, "第二章奖励措施", ()),
        ("heading", 2, "第一节研发", ("第二章奖励措施",)),
        ("heading", 3, "第五条（研发奖励）", ("第二章奖励措施", "第一节研发")),
        ("paragraph", 0, "对获批的企业给予一次性奖励。", ("第二章奖励措施", "第一节研发", "第五条（研发奖励）")),
        ("heading", 3, "第六条", ("第二章奖励措施", "第一节研发")),
        ("paragraph", 0, "按照本办法第五条的规定执行。", ("第二章奖励措施", "第一节研发", "第六条")),
    ]


def test_a_head_with_its_full_stop_belongs_to_the_path_of_the_rest() -> None:
    text = "（一）创新能力提升。企业研发投入占比达到3%。\n（二）培育企业12家。"

    assert shown(text) == [
        ("heading", 1, "（一）创新能力提升。", ()),
        ("paragraph", 0, "企业研发投入占比达到3%。", ("（一）创新能力提升",)),
        ("paragraph", 0, "（二）培育企业12家。", ()),
    ]


def test_first_words_are_a_heading_only_among_sisters() -> None:
    text = "产业规模更大。全市产业增加值达到三百亿元。\n创新能力更强。建成省级以上创新平台十个。\n" + PROSE

    assert [row[:3] for row in shown(text)] == [
        ("heading", 1, "产业规模更大。"),
        ("paragraph", 0, "全市产业增加值达到三百亿元。"),
        ("heading", 1, "创新能力更强。"),
        ("paragraph", 0, "建成省级以上创新平台十个。"),
        ("paragraph", 0, PROSE),
    ]
    alone = "健康是人生第一财富。" + PROSE
    assert shown(alone) == [("paragraph", 0, alone, ())]
    lonely = "生态优势突出。" + PROSE
    assert shown(lonely + "\n" + PROSE) == [("paragraph", 0, lonely, ()), ("paragraph", 0, PROSE, ())]


def test_dashes_stand_above_numbers_where_they_came_first() -> None:
    text = f"（一）控烟行动。\n{PROSE}\n——个人：\n1.尽早戒烟。不在室内吸烟。\n——社会：\n1.禁止售烟。不向少年售烟。"

    assert [row[2:] for row in shown(text) if row[0] == "heading"] == [
        ("（一）控烟行动。", ()),
        ("——个人：", ("（一）控烟行动",)),
        ("1.尽早戒烟。", ("（一）控烟行动", "——个人")),
        ("——社会：", ("（一）控烟行动",)),
        ("1.禁止售烟。", ("（一）控烟行动", "——社会")),
    ]


def test_a_box_lasts_until_the_next_heading_of_the_ladder() -> None:
    text = "第一节空间布局\n专栏1重点园区\n岚江国际生物城，重点布局疫苗。\n第二节重点领域\n支持企业发展。"

    assert shown(text) == [
        ("heading", 1, "第一节空间布局", ()),
        ("heading", 2, "专栏1重点园区", ("第一节空间布局",)),
        ("box", 0, "岚江国际生物城，重点布局疫苗。", ("第一节空间布局", "专栏1重点园区")),
        ("heading", 1, "第二节重点领域", ()),
        ("paragraph", 0, "支持企业发展。", ("第二节重点领域",)),
    ]


def test_a_box_ends_where_names_of_projects_give_way_to_orders() -> None:
    text = (
        "第一节医疗服务\n着力扩大优质供给。优化全市医疗资源的布局。\n专栏1重大项目\n"
        "公立医院提升工程。建设岚江市第一人民医院新院区。\n传染病防治工程。改造市县两级传染病房。\n"
        "大力发展智慧医疗。推进互联网医院建设与应用。"
    )

    assert shown(text)[-1] == (
        "paragraph",
        0,
        "推进互联网医院建设与应用。",
        ("第一节医疗服务", "大力发展智慧医疗"),
    )
    assert [row[0] for row in shown(text)].count("box") == 2


def test_contents_give_no_headings() -> None:
    text = "目录\n第一章总则\n第二章目标\n第一章总则\n一切从实际出发。"

    assert shown(text) == [
        ("contents", 0, "目录", ()),
        ("contents", 0, "第一章总则", ()),
        ("contents", 0, "第二章目标", ()),
        ("heading", 1, "第一章总则", ()),
        ("paragraph", 0, "一切从实际出发。", ("第一章总则",)),
    ]


def test_news_has_headings_without_numbers_and_captions_are_none() -> None:
    text = f"岚江康养大会签约十二个项目\n{PROSE}\n搭建交流平台\n签约现场\n{PROSE}\n记者：李岚\n免责声明：内容仅供参考。"

    assert shown(text) == [
        ("title", 0, "岚江康养大会签约十二个项目", ()),
        ("paragraph", 0, PROSE, ()),
        ("heading", 1, "搭建交流平台", ()),
        ("note", 0, "签约现场", ("搭建交流平台",)),
        ("paragraph", 0, PROSE, ("搭建交流平台",)),
        ("boilerplate", 0, "记者：李岚", ("搭建交流平台",)),
        ("boilerplate", 0, "免责声明：内容仅供参考。", ("搭建交流平台",)),
    ]


def test_other_news_at_the_foot_is_boilerplate() -> None:
    text = f"{PROSE}\n推荐新闻\n岚江产值突破百亿 2024-05-06 10:00:00\n扫码关注我们"

    assert [row[0] for row in shown(text)] == ["paragraph", "boilerplate", "boilerplate", "boilerplate"]


def test_a_signature_stands_under_no_heading() -> None:
    text = f"一、加强领导\n{PROSE}\n岚江市人民政府办公室\n2024年5月6日\n（此件公开发布）"

    assert [row[2:] for row in shown(text)][2:] == [
        ("岚江市人民政府办公室", ()),
        ("2024年5月6日", ()),
        ("（此件公开发布）", ()),
    ]


def test_an_address_to_the_assembly_begins_a_new_part() -> None:
    text = f"一、过去五年\n（一）经济稳步增长。全省产值增长。\n各位代表！{PROSE}"

    assert shown(text)[-1] == ("paragraph", 0, f"各位代表！{PROSE}", ("一、过去五年",))


def test_attachments_are_a_list_where_named_and_begin_again_where_they_stand() -> None:
    text = f"{PROSE}\n附件：1.分工表\n2.指标表\n附件1\n重点任务分工表\n任务\t牵头单位\t时限"

    assert [row[0] for row in shown(text)] == ["paragraph", "list", "list", "heading", "title", "table"]


def test_the_record_above_a_document_is_boilerplate() -> None:
    text = "索引号：0115/2023发文机构：云南省财政厅\n标题：关于印发《若干措施》的通知\n关于印发《若干措施》的通知"

    assert [row[0] for row in shown(text)] == ["boilerplate", "boilerplate", "title"]


def test_one_cell_a_line_is_a_table() -> None:
    text = f"二、主要指标\n序号\n指标\n现状\n1\n床位数\n14.2\n预期性\n{PROSE}"

    assert [row[0] for row in shown(text)] == ["heading", *["table"] * 7, "paragraph"]


def test_the_reader_knows_better_than_the_words() -> None:
    text = "岚江康养\n重点任务\n床位\n指标说明\n推荐新闻"
    marks = (Mark(0, 4, "heading", 1), Mark(5, 9, "heading", 2), Mark(10, 12, "cell"), Mark(13, 17, "note"))

    assert shown(text, *marks, Mark(18, 22, "heading", 2)) == [
        ("title", 0, "岚江康养", ()),
        ("heading", 1, "重点任务", ()),
        ("table", 0, "床位", ("重点任务",)),
        ("note", 0, "指标说明", ("重点任务",)),
        ("boilerplate", 0, "推荐新闻", ("重点任务",)),
    ]


@pytest.mark.parametrize("line", ["二、三线城市和一、二级医院均已覆盖到位。", "1.5亿元投入到位，全部用于设备更新。"])
def test_numbers_that_are_amounts_open_no_heading(line: str) -> None:
    assert [row[0] for row in shown(line)] == ["paragraph"]


PIECES = st.sampled_from(
    [
        *"一二（）()1.、。：——专栏目录第章节条①附件岚江市产值达到5%年月日\n\n\n",
        "一、",
        "（一）",
        "第一章",
        "各位代表！",
        "来源：",
        PROSE,
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=60).map("".join)))
def test_blocks_tile_the_lines(text: str) -> None:
    blocks = blocks_in(text)

    lines, at = [], 0
    for line in text.split("\n"):
        if line:
            lines.append((at, at + len(line)))
        at += len(line) + 1
    joined: list[tuple[int, int]] = []
    for block in blocks:
        if joined and joined[-1][1] == block.start:
            joined[-1] = (joined[-1][0], block.end)
        else:
            joined.append((block.start, block.end))
    assert joined == lines
    assert all(block.level == len(block.path) + 1 for block in blocks if block.kind == "heading")
    assert all(block.level == 0 for block in blocks if block.kind != "heading")


def test_a_numbered_line_with_an_amount_is_an_item_where_nothing_stands_under_it() -> None:
    text = "一、任务\n（一）引进项目15个\n（二）建设3个园区\n加快建设，形成集群。\n（三）培训500人次"

    assert [(block.kind, text[block.start : block.end]) for block in blocks_in(text)] == [
        ("heading", "一、任务"),
        ("list", "（一）引进项目15个"),
        ("heading", "（二）建设3个园区"),
        ("paragraph", "加快建设，形成集群。"),
        ("list", "（三）培训500人次"),
    ]
