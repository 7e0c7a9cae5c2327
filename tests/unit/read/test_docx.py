from __future__ import annotations

import pytest
from tests.unit.read.samples import docx, packed, paragraph, reading_or_hint

from yuheng.errors import UnreadableSnapshot
from yuheng.model import Issue, Mark, Reading, Run
from yuheng.read import read_snapshot


def read(body: str, **parts: str) -> Reading:
    return read_snapshot("规划.docx", docx(body, **parts))[1]


def marked(reading: Reading, kind: str) -> list[tuple[str, int]]:
    return [(reading.text[m.start : m.end], m.level) for m in reading.marks if m.kind == kind]


def table(*rows: list[str]) -> str:
    return "<w:tbl>" + "".join("<w:tr>" + "".join(cells) + "</w:tr>" for cells in rows) + "</w:tbl>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text) if text else '<w:p/>'}</w:tc>"


def test_a_paragraph_is_a_line_and_names_its_number() -> None:
    reading = read(paragraph("一、总则") + "<w:p/>" + paragraph("到2025年，床位达到6张。"))

    assert reading == Reading(
        "一、总则\n\n到2025年，床位达到6张。\n",
        wrapped=False,
        runs=(Run(0, 4, paragraph=0), Run(6, 20, paragraph=2)),
        reader="docx/1",
    )


def test_deletions_are_gone_and_insertions_stay() -> None:
    reading = read(
        "<w:p><w:r><w:t>床位达到</w:t></w:r><w:del><w:r><w:delText>5</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>6</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:r><w:t>张</w:t></w:r></w:p>"
    )

    assert reading.text == "床位达到6张\n"


def test_a_paragraph_whose_end_is_deleted_joins_the_next() -> None:
    assert read(paragraph("前半", "<w:rPr><w:del/></w:rPr>") + paragraph("后半")).text == "前半后半\n"


def test_a_text_box_is_read_once_after_the_paragraph_it_hangs_on() -> None:
    box = "<w:txbxContent>" + paragraph("专栏一 重点工程") + "</w:txbxContent>"
    reading = read(
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>" + box + "</wps:txbx></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><v:textbox>" + box + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
        "<w:t>正文</w:t></w:r></w:p>" + paragraph("下文")
    )

    assert reading.text == "正文\n专栏一 重点工程\n下文\n"
    assert marked(reading, "box") == [("专栏一 重点工程", 0)]
    assert [run.paragraph for run in reading.runs] == [0, 1, 2]


def test_an_old_text_box_is_read_too() -> None:
    body = (
        "<w:p><w:r><w:pict><v:textbox><w:txbxContent>"
        + paragraph("框中字")
        + "</w:txbxContent></v:textbox></w:pict></w:r></w:p>"
    )

    assert read(body).text == "\n框中字\n"


def test_cells_are_read_row_by_row_and_merged_ones_once() -> None:
    reading = read(
        table(
            [cell("指标", '<w:vMerge w:val="restart"/>'), cell("目标", '<w:gridSpan w:val="2"/>')],
            [cell("不见", "<w:vMerge/>"), cell("2025年"), cell("2030年")],
            [cell("床位"), cell(""), cell("8")],
        )
    )

    assert reading.text == "指标\n目标\n2025年\n2030年\n床位\n\n8\n"
    assert marked(reading, "cell") == [("指标", 0), ("目标", 1), ("2025年", 1), ("2030年", 2), ("床位", 0), ("8", 2)]
    assert marked(reading, "row") == [("指标\n目标", 0), ("2025年\n2030年", 0), ("床位\n\n8", 0)]
    assert marked(reading, "table") == [(reading.text[:-1], 0)]


def test_a_table_of_one_cell_is_a_box() -> None:
    reading = read(table(["<w:tc>" + paragraph("专栏1") + paragraph("新增床位600张。") + "</w:tc>"]))

    assert marked(reading, "box") == [("专栏1\n新增床位600张。", 0)]
    assert marked(reading, "table") == []


def test_a_deleted_row_is_gone() -> None:
    gone = "<w:tr><w:trPr><w:del/></w:trPr>" + cell("旧") + cell("旧") + "</w:tr>"

    assert read("<w:tbl>" + gone + "<w:tr>" + cell("甲") + cell("乙") + "</w:tr></w:tbl>").text == "甲\n乙\n"


def test_footnotes_come_last_and_are_notes() -> None:
    note = '<w:footnote w:id="{}" {}>{}</w:footnote>'
    reading = read(
        paragraph("正文"),
        footnotes=note.format(0, 'w:type="separator"', paragraph("线")) + note.format(1, "", paragraph("2020年数值。")),
    )

    assert (reading.text, marked(reading, "note")) == ("正文\n2020年数值。\n", [("2020年数值。", 0)])


def test_fields_show_their_result_and_not_their_code() -> None:
    reading = read(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>PAGEREF</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>12</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>'
        "<w:fldSimple><w:r><w:t>域</w:t></w:r></w:fldSimple></w:p>"
    )

    assert reading.text == "12链接域\n"


def test_a_field_that_never_ends_hides_no_more_than_its_paragraph() -> None:
    begin = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>代码</w:t></w:r></w:p>'

    assert read(begin + paragraph("正文")).text == "\n正文\n"


def test_breaks_tabs_hyphens_and_hidden_words_are_as_printed() -> None:
    reading = read(
        "<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t><w:noBreakHyphen/><w:sym w:char='2460'/></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>见</w:t></w:r></w:p>"
    )

    assert reading.text == "一\n二\t三-①见\n"


def test_what_content_controls_hold_is_read() -> None:
    body = "<w:sdt><w:sdtContent>" + paragraph("控件里的段落") + "</w:sdtContent></w:sdt>"

    assert read(body).text == "控件里的段落\n"


STYLES = (
    '<w:style w:styleId="h"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:styleId="h2"><w:name w:val="二级"/><w:basedOn w:val="h"/></w:style>'
    '<w:style w:styleId="t"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="toc"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:styleId="loop"><w:name w:val="a"/><w:basedOn w:val="loop"/></w:style>'
)


def styled(text: str, style: str, more: str = "") -> str:
    return paragraph(text, f'<w:pStyle w:val="{style}"/>{more}')


def test_headings_are_told_by_style_by_its_parent_and_by_the_paragraph_itself() -> None:
    reading = read(
        styled("总体要求", "h") + styled("主要目标", "h2") + styled("工程", "h", '<w:outlineLvl w:val="2"/>')
        + styled("正文", "h", '<w:outlineLvl w:val="9"/>') + styled("圈", "loop") + styled("长" * 121, "h"),
        styles=STYLES,
    )  # fmt: skip

    assert marked(reading, "heading") == [("总体要求", 1), ("主要目标", 1), ("工程", 3)]


def test_the_title_is_what_stands_in_the_titles_style() -> None:
    reading = read(styled("健康产业规划", "t") + styled("总则\t3", "toc"), styles=STYLES)

    assert reading.properties == (("title", "健康产业规划"),)
    assert marked(reading, "contents") == [("总则\t3", 0)]


LISTS = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>'
    '<w:lvlText w:val="第%1章"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2.%3"/></w:lvl>'
    "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>'
    "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def listed(text: str, number: int, level: int = 0) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_automatic_numbers_are_written_before_their_paragraphs() -> None:
    reading = read(
        listed("总则", 1) + listed("目标", 1, 1) + listed("任务", 1, 1) + listed("床位", 1, 2) + listed("保障", 1)
        + listed("组织", 1, 1) + listed("点", 2) + listed("无", 0) + listed("未定义", 9) + listed("附则", 3),
        numbering=LISTS,
    )  # fmt: skip

    assert reading.text.splitlines() == [
        "第一章总则", "（一） 目标", "（二） 任务", "1.2.1 床位", "第二章保障",
        "（一） 组织", "点", "无", "未定义", "第五章附则",
    ]  # fmt: skip
    assert reading.runs[0] == Run(0, 5, paragraph=0)


def test_a_style_can_carry_the_number() -> None:
    style = (
        '<w:style w:styleId="n"><w:name w:val="章"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )

    reading = read(
        styled("总则", "n") + styled("序言", "n", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
        styles=style,
        numbering=LISTS,
    )

    assert reading.text == "第一章总则\n序言\n"


def test_headers_and_footers_are_left_out() -> None:
    data = packed(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": '<d xmlns:w="w"><w:body><w:p><w:r><w:t>文</w:t></w:r></w:p></w:body></d>',
            "word/header1.xml": '<h xmlns:w="w"><w:p><w:r><w:t>页眉</w:t></w:r></w:p></h>',
        }
    )

    assert read_snapshot("a.docx", data)[1].text == "文\n"


def test_a_damaged_part_beside_the_text_is_an_issue() -> None:
    data = packed(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": '<d xmlns:w="w"><w:body><w:p><w:r><w:t>文</w:t></w:r></w:p></w:body></d>',
            "word/styles.xml": "<styles",
        }
    )

    _, reading, issues = read_snapshot("a.docx", data)

    assert (reading.text, [(type(issue), issue.code) for issue in issues]) == ("文\n", [(Issue, "part-damaged")])


LAUGHS = '<!DOCTYPE d [<!ENTITY a "哈哈哈哈哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><d><p>&b;</p></d>'
OUTSIDE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><d>&x;</d>'


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (LAUGHS, "实体或外部引用"),
        (OUTSIDE, "实体或外部引用"),
        ("<d><p>", "不是完好的 XML"),
        ("", "不是完好的 XML"),
        ('<?xml version="1.0" encoding="no-such"?><d/>', "不是完好的 XML"),
        ("<d><body>" + "<p><r>" * 50_000 + "</r></p>" * 50_000 + "</body></d>", "嵌套"),
        (" " * 30_000_000, "压缩炸弹"),
    ],
)
def test_a_hostile_word_file_is_refused_by_name(document: str, says: str) -> None:
    data = packed({"[Content_Types].xml": "<Types/>", "word/document.xml": document})

    with pytest.raises(UnreadableSnapshot, match="陷阱") as caught:
        read_snapshot("陷阱.docx", data)

    assert (says in caught.value.message, bool(caught.value.hint)) == (True, True)


def test_paths_that_climb_out_of_the_archive_write_nothing() -> None:
    data = packed(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": '<d xmlns:w="w"><w:body><w:p><w:r><w:t>文</w:t></w:r></w:p></w:body></d>',
            "../../climbed.txt": "x",
            "word/vbaProject.bin": b"macro",
        }
    )

    assert read_snapshot("a.docx", data)[1].text == "文\n"


def test_an_archive_cut_short_is_refused() -> None:
    data = docx(paragraph("文" * 1000))

    for end in (40, len(data) // 2, len(data) - 30):
        with pytest.raises(UnreadableSnapshot):
            read_snapshot("a.docx", data[:end])


def test_a_byte_changed_anywhere_is_read_or_refused() -> None:
    data = docx(paragraph("到2025年，床位达到6张。") * 3, styles=STYLES)

    for at in range(0, len(data), 7):
        assert reading_or_hint("a.docx", data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])


def test_marks_are_in_order_outermost_first() -> None:
    reading = read(table([cell("甲"), cell("乙")]))

    assert reading.marks == (Mark(0, 3, "table"), Mark(0, 3, "row"), Mark(0, 1, "cell"), Mark(2, 3, "cell", 1))
