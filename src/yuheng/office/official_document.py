"""An official document as Word: the layout of GB/T 9704, footnotes, tables, pictures, and a red head where wanted.

The page holds 22 lines of 28 characters because the grid, the line spacing and the margins say so, each for itself:
programs differ in which of them they believe.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, cast

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from yuheng.office.official_notes import Notes, declare_fonts
from yuheng.vocab.official_layout import OfficialLayout, official_layout

_RED: Final = RGBColor(0xE6, 0x00, 0x12)
_BLACK: Final = RGBColor(0, 0, 0)
_LATIN: Final = "Times New Roman"
_POINTS: Final = 72 / 25.4
_STEADY: Final = datetime(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its sign stands where this stands among the words."""

    words: str


@dataclass(frozen=True, slots=True)
class RedHead:
    """发文机关标志 and 发文字号, above a red line."""

    mark: str
    number: str


Words = str | Note


class OfficialDocument:
    """Put together from the top down; `close` gives the bytes, the same for the same calls."""

    def __init__(self, title: str, *, red_head: RedHead | None = None) -> None:
        """Begin a document with its title, and with a red head where one is given."""
        self._layout = official_layout()
        self._document = Document()
        self._notes = Notes(self._document)
        _page(self._document, self._layout)
        _styles(self._document, self._layout)
        self._ids: dict[str, str] = {style.name: style.style_id for style in self._document.styles}
        _numbers(self._document, self._layout)
        declare_fonts(self._document, self._layout.fonts.values())
        core = self._document.core_properties
        core.title, core.author, core.comments = title, "玉衡 Yuheng", ""
        core.created = core.modified = _STEADY
        if red_head is not None:
            self._red_head(red_head)
        for line in title.split("\n"):
            self._line(line, style="Title")
        self._line("")

    def address(self, words: str) -> None:
        """主送机关, flush left."""
        self._line(words, style="Flush")

    def heading(self, level: int, words: str) -> None:
        """A heading of level 1 (一、), 2 (（一）), 3 (1.) or 4 (（1）)."""
        self._line(words, style=f"Heading {level}")

    def paragraph(self, *words: Words) -> None:
        """A paragraph of words and footnotes."""
        self._put(self._paragraph("Normal"), words)

    def table(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[Sequence[Words]]],
        widths: Sequence[float],
        *,
        groups: Sequence[tuple[str, int]] = (),
    ) -> None:
        """A table with a head that repeats on every page.

        Args:
            head, rows: the words of each cell.
            widths: shares of the text's width.
            groups: a line above the head, each with how many columns it spans; "" lets a column's own head stand there.
        """
        heads = 2 if groups else 1
        table = self._document.add_table(rows=len(rows) + heads, cols=len(head))
        table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        total = sum(widths)
        sizes = [Mm(self._layout.text_width * width / total) for width in widths]
        for column, size in zip(table._tbl.tblGrid.gridCol_lst, sizes, strict=True):
            column.w = size
        title, text = self._ids["Table Head"], self._ids["Table Text"]
        above: list[Sequence[Sequence[Words]]] = [[()] * len(head)] if groups else []
        said: list[Sequence[Sequence[Words]]] = [*above, [(words,) for words in head], *rows]
        for number, (line, words) in enumerate(zip(table._tbl.tr_lst, said, strict=True)):
            _on(line.get_or_add_trPr(), "w:cantSplit" if number >= heads else "w:tblHeader")
            for element, size, parts in zip(line.tc_lst, sizes, words, strict=True):
                element.width = size
                element.p_lst[0].style = text if number >= heads else title
                self._put(Paragraph(element.p_lst[0], self._document._body), parts)
        if groups:
            _grouped(table, groups)
        self._line("", style="Table Text")

    def small(self, words: str) -> None:
        """A line in the type of tables, as what stands under one."""
        self._line(words, style="Table Text")

    def picture(self, png: bytes, caption: str) -> None:
        """A picture across the text, with its caption under it."""
        paragraph = self._paragraph("Picture")
        paragraph.add_run().add_picture(io.BytesIO(png), width=Mm(self._layout.text_width))
        self._line(caption, style="Table Head")

    def sign(self, name: str, day: date) -> None:
        """署名 and 成文日期 on the right."""
        self._line("")
        self._line(name, style="Signed")
        self._line(f"{day.year}年{day.month}月{day.day}日", style="Signed")

    def attachments(self, titles: Sequence[str]) -> None:
        """附件说明 under the text: one line for each, without a mark at its end."""
        for number, title in enumerate(titles, start=1):
            self._line(f"{'附件：' if number == 1 else '　　　'}{number}. {title}")

    def attachment(self, number: int, title: str) -> None:
        """Begin an attachment: on a new page, its number flush left, its title in the middle."""
        self.new_page()
        self._line(f"附件{number}", style="Attachment")
        self._line(title, style="Title")
        self._line("")

    def new_page(self) -> None:
        """Go on on a new page."""
        self._document.add_section(WD_SECTION.NEW_PAGE)

    def centred(self, words: str) -> None:
        """A line in the middle, as a number under a title."""
        self._line(words, style="Centred")

    def close(self) -> bytes:
        """Finish, and give the file's bytes."""
        self._notes.close()
        buffer = io.BytesIO()
        self._document.save(buffer)
        return buffer.getvalue()

    def _line(self, words: str, *, style: str = "Normal") -> None:
        self._put(self._paragraph(style), (words,) if words else ())

    def _paragraph(self, style: str) -> Any:
        """A paragraph at the end; python-docx looks through all styles for each, which a long paper cannot afford."""
        paragraph = self._document.add_paragraph()
        if style != "Normal":
            paragraph._p.style = self._ids[style]
        return paragraph

    def _put(self, paragraph: Any, words: Sequence[Words]) -> None:
        for part in words:
            match part:
                case str():
                    paragraph.add_run(part)
                case Note():
                    self._notes.add(paragraph, part.words)

    def _red_head(self, head: RedHead) -> None:
        mark = self._paragraph("Red Mark")
        mark.add_run(head.mark)
        mark.paragraph_format.space_before = Mm(10)
        mark.paragraph_format.space_after = Pt(_pitch(self._layout))
        fitting = self._layout.text_width * _POINTS / max(len(head.mark), 1)
        mark.runs[0].font.size = Pt(min(self._layout.fonts["mark"].size, math.floor(fitting)))
        number = self._paragraph("Centred")
        number.add_run(head.number)
        borders = OxmlElement("w:pBdr")
        bottom = OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "16"), ("space", "11"), ("color", "E60012")):
            bottom.set(qn(f"w:{name}"), value)
        borders.append(bottom)
        number._p.get_or_add_pPr().append(borders)
        self._line("")


def _grouped(table: Any, groups: Sequence[tuple[str, int]]) -> None:
    """Join the cells of the line above a head: a group's over its columns, others with the head under them."""
    column = 0
    for title, span in groups:
        first = table.cell(0, column)
        if title:
            joined = first.merge(table.cell(0, column + span - 1))
            joined.paragraphs[0].add_run(title)
        else:
            words, style = table.cell(1, column).text, first.paragraphs[0].style
            joined = first.merge(table.cell(1, column))
            joined.paragraphs[0].text, joined.paragraphs[0].style = words, style
        for extra in joined.paragraphs[1:]:
            extra._p.getparent().remove(extra._p)
        joined.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        column += span


def _page(document: Any, layout: OfficialLayout) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(layout.width), Mm(layout.height)
    section.top_margin, section.bottom_margin = Mm(layout.top), Mm(layout.bottom)
    section.left_margin, section.right_margin = Mm(layout.left), Mm(layout.right)
    section.header_distance = Mm(15)
    size = layout.fonts["number"].size / _POINTS
    section.footer_distance = Mm(layout.bottom - layout.number_gap - size)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(int(_pitch(layout) * 20)))


def _tracking(layout: OfficialLayout) -> int:
    """Twentieths of a point to take from each character so that 28 fit: the standard's own sizes leave no room for it.

    A grid of characters would say the same, but LibreOffice then gives a 16 pt character two cells of 15.8 pt.
    """
    return math.floor((layout.text_width * _POINTS / layout.characters - layout.fonts["body"].size) * 20)


def _pitch(layout: OfficialLayout) -> float:
    """Points from line to line, rounded down to a twentieth: 22 lines must fit, and a 23rd must not."""
    return int(layout.text_height * _POINTS / layout.lines * 20) / 20


_LOOKS = (
    ("Normal", "body", True, WD_ALIGN_PARAGRAPH.JUSTIFY),
    ("Title", "title", False, WD_ALIGN_PARAGRAPH.CENTER),
    ("Heading 1", "heading1", True, WD_ALIGN_PARAGRAPH.LEFT),
    ("Heading 2", "heading2", True, WD_ALIGN_PARAGRAPH.LEFT),
    ("Heading 3", "body", True, WD_ALIGN_PARAGRAPH.LEFT),
    ("Heading 4", "body", True, WD_ALIGN_PARAGRAPH.LEFT),
    ("Attachment", "heading1", False, WD_ALIGN_PARAGRAPH.LEFT),
    ("Flush", "body", False, WD_ALIGN_PARAGRAPH.LEFT),
    ("Centred", "body", False, WD_ALIGN_PARAGRAPH.CENTER),
    ("Signed", "body", False, WD_ALIGN_PARAGRAPH.RIGHT),
    ("Table Head", "table", False, WD_ALIGN_PARAGRAPH.CENTER),
    ("Table Text", "table", False, WD_ALIGN_PARAGRAPH.LEFT),
    ("Picture", "body", False, WD_ALIGN_PARAGRAPH.CENTER),
    ("Red Mark", "mark", False, WD_ALIGN_PARAGRAPH.CENTER),
    ("Footnote Words", "note", False, WD_ALIGN_PARAGRAPH.LEFT),
    ("Page Number", "number", False, WD_ALIGN_PARAGRAPH.LEFT),
)
"""Each style: its font in the layout, whether its first line is indented, and how it is set."""


def _styles(document: Any, layout: OfficialLayout) -> None:
    styles, fonts, pitch = document.styles, layout.fonts, _pitch(layout)
    body = fonts["body"]
    known = {style.name for style in styles}
    for name, font, indented, align in _LOOKS:
        style = styles[name] if name in known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if name not in known:
            style.base_style = None
        _set_font(style, fonts[font].name, fonts[font].size)
        shape = style.paragraph_format
        shape.space_before = shape.space_after = Pt(0)
        shape.alignment, shape.keep_with_next = align, name.startswith("Heading")
        shape.widow_control = False
        indent = style.element.get_or_add_pPr().get_or_add_ind()
        indent.set(qn("w:firstLineChars"), "200" if indented else "0")
        indent.set(qn("w:firstLine"), str(int(body.size * 40)) if indented else "0")
        if font in ("body", "heading1", "heading2", "title") and name != "Picture":
            shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
            if font != "title":
                tracking = OxmlElement("w:spacing")
                tracking.set(qn("w:val"), str(_tracking(layout)))
                style.element.rPr.insert_element_before(tracking, "w:w", "w:kern", "w:position", "w:sz", "w:szCs")
        else:
            shape.line_spacing = 1.0
            _off_grid(style)
    styles["Red Mark"].font.color.rgb = _RED
    styles["Signed"].paragraph_format.right_indent = Pt(body.size * 4)


def _set_font(style: Any, name: str, size: float) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
    style.font.color.rgb = _BLACK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for kind, value in (("ascii", _LATIN), ("hAnsi", _LATIN), ("cs", _LATIN), ("eastAsia", name)):
        fonts.set(qn(f"w:{kind}"), value)
    spacing = style.element.rPr.find(qn("w:spacing"))
    if spacing is not None:
        style.element.rPr.remove(spacing)
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        style.element.pPr.remove(borders)


def _off_grid(style: Any) -> None:
    snap = OxmlElement("w:snapToGrid")
    snap.set(qn("w:val"), "0")
    style.element.get_or_add_pPr().insert_element_before(snap, "w:spacing", "w:ind", "w:contextualSpacing", "w:jc")


def _numbers(document: Any, layout: OfficialLayout) -> None:
    """— 1 — outside at the bottom: right on odd pages, left on even ones, a character in."""
    settings = document.settings
    settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    size = layout.fonts["number"].size
    for footer, align in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style, paragraph.alignment = document.styles["Page Number"], align
        paragraph.paragraph_format.right_indent = paragraph.paragraph_format.left_indent = Pt(size)
        paragraph.add_run("— ")
        _field(paragraph.add_run(), "PAGE")
        paragraph.add_run(" —")


def _field(run: Any, code: str) -> None:
    for kind in ("begin", "instr", "separate", "text", "end"):
        if kind == "instr":
            element = OxmlElement("w:instrText")
            element.text = code
        elif kind == "text":
            element = OxmlElement("w:t")
            element.text = "1"
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def _on(properties: Any, name: str) -> None:
    properties.append(cast(Any, OxmlElement(name)))
