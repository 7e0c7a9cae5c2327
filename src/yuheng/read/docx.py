"""Word: paragraphs in document order, with the headings, tables, boxes, notes and numbers that a reader sees.

Read from the XML itself: libraries drop text boxes, or read them twice, and leave out automatic numbers, so that a
plan's "（三）" vanishes with its level.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from yuheng.errors import UnreadableSnapshot
from yuheng.model import Issue, Mark, Reading, Run
from yuheng.model.document import MarkKind
from yuheng.read.numbering import Numbering, Style, read_numbering, read_styles
from yuheng.read.packed import Packed, attribute, child, is_on, local, whole

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_GONE: Final = frozenset({"del", "moveFrom", "instrText", "delText", "delInstrText", "rt", "rPr", "pPr", "sectPr"})
"""What is not printed: deletions that wait for approval, field codes, readings set above characters."""

_LONGEST_HEADING: Final = 120
"""Characters; a longer paragraph in a heading's style is a body that someone styled wrongly."""

_STYLE_DEPTH: Final = 20

_STATED: Final = {
    "title": "file-title",
    "creator": "file-author",
    "created": "file-created",
    "modified": "file-modified",
}


def read_docx(name: str, data: bytes) -> tuple[Reading, tuple[Issue, ...]]:
    """Read a Word file; runs name the paragraph (0-based, in order of the text).

    Headers and footers are left out; tracked deletions too, insertions are kept; footnotes and endnotes come last.

    Raises:
        UnreadableSnapshot: damaged, locked, a bomb, or nested beyond measure.
    """
    packed = Packed(name, data)
    main = _main_part(packed)
    folder = main.rpartition("/")[0]
    issues = list(packed.macros())
    styles_root = _optional(packed, f"{folder}/styles.xml", issues)
    styles = {} if styles_root is None else read_styles(styles_root)
    numbers_root = _optional(packed, f"{folder}/numbering.xml", issues)
    numbering = Numbering() if numbers_root is None else read_numbering(numbers_root, styles)
    body = _Body(styles, numbering)
    try:
        body.blocks(child(packed.xml(main), "body"))
        for notes in ("footnotes", "endnotes"):
            root = _optional(packed, f"{folder}/{notes}.xml", issues)
            for note in root if root is not None else ():
                if attribute(note, "type") in {None, "normal"}:
                    body.marked(note, "note")
    except RecursionError as error:
        raise UnreadableSnapshot(
            f"{name}：{main} 的嵌套深得不像文档，没有读完。", hint="用 Word 打开，另存一份再试。"
        ) from error
    # an outer mark is written after those inside it, and goes before them where the spans are the same
    marks = body.marks[::-1]
    marks.sort(key=lambda mark: (mark.start, -mark.end))
    reading = Reading(
        "".join(body.parts),
        wrapped=False,
        runs=tuple(body.runs),
        marks=tuple(marks),
        reader="docx/1",
        properties=_properties(packed, body.title),
    )
    return reading, tuple(issues)


def _main_part(packed: Packed) -> str:
    """Where the text is: named in the relations, nearly always word/document.xml."""
    if "_rels/.rels" in packed:
        for relation in packed.xml("_rels/.rels"):
            if (attribute(relation, "Type") or "").endswith("/officeDocument"):
                target = (attribute(relation, "Target") or "").lstrip("/")
                if target in packed:
                    return target
    return "word/document.xml"


def _optional(packed: Packed, path: str, issues: list[Issue]) -> Element | None:
    """A part that a text can be read without; a damaged one is an issue."""
    if path not in packed:
        return None
    try:
        return packed.xml(path)
    except UnreadableSnapshot as error:
        issues.append(Issue("part-damaged", f"{error.message}正文照读，标题级别、编号或脚注可能缺失。", packed.name))
        return None


def _properties(packed: Packed, title: str) -> tuple[tuple[str, str], ...]:
    """The title that the text has by its style, and what the file says of itself (often a template's words)."""
    found = [("title", title)] if title else []
    if "docProps/core.xml" in packed:
        try:
            core = packed.xml("docProps/core.xml")
        except UnreadableSnapshot:
            return tuple(found)  # the properties are a courtesy, and the text does not need them
        named = {
            "title": "file-title",
            "creator": "file-author",
            "created": "file-created",
            "modified": "file-modified",
        }
        for element in core:
            to = named.get(local(element.tag))
            if to and (element.text or "").strip():
                found.append((to, (element.text or "").strip()))
    return tuple(found)


class _Body:
    """The text as it is written, paragraph by paragraph."""

    def __init__(self, styles: dict[str, Style], numbering: Numbering) -> None:
        self.parts: list[str] = []
        self.written = 0
        self.runs: list[Run] = []
        self.marks: list[Mark] = []
        self.title = ""
        self._styles = styles
        self._numbering = numbering
        self._ordinal = 0
        self._fields: list[bool] = []
        """Of each open field, whether its result has begun; what stands before is its code."""

    def blocks(self, parent: Element | None) -> None:
        """Write the paragraphs and tables inside an element."""
        for element in parent if parent is not None else ():
            match local(element.tag):
                case "p":
                    self._paragraph(element)
                case "tbl":
                    self._table(element)
                case "sdt":
                    self.blocks(child(element, "sdtContent"))
                case "customXml" | "ins" | "moveTo" | "smartTag":
                    self.blocks(element)
                case "AlternateContent":
                    self.blocks(_chosen(element))
                case _:
                    continue

    def marked(self, parent: Element, kind: MarkKind, level: int = 0) -> None:
        """Write an element's blocks under a mark; no words, no mark."""
        start, at = self.written, len(self.parts)
        self.blocks(parent)
        self._mark(start, at, kind, level)

    def _mark(self, start: int, at: int, kind: MarkKind, level: int = 0) -> None:
        """Mark what was written since the part numbered `at`, without the line ends around it."""
        words = "".join(self.parts[at:])
        kept = words.strip("\n")
        if kept.strip():
            start += len(words) - len(words.lstrip("\n"))
            self.marks.append(Mark(start, start + len(kept), kind, level))

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.written += len(text)

    def _paragraph(self, element: Element) -> None:
        properties = child(element, "pPr")
        start = self.written
        boxes: list[Element] = []
        pieces: list[str] = []
        self._inline(element, pieces, boxes)
        text = "".join(pieces)
        style = attribute(child(properties, "pStyle"), "val") or ""
        label = self._label(properties, style)
        if text.strip():
            text = label + text
        # a field's code ends with its paragraph at the latest: a broken field must not swallow the document
        self._fields = [begun for begun in self._fields if begun]
        ordinal, self._ordinal = self._ordinal, self._ordinal + 1
        if text:
            self._put(text)
            self.runs.append(Run(start, self.written, paragraph=ordinal))
            self._mark_paragraph(properties, style, start)
        if child(properties, "rPr", "del") is None:
            self._put("\n")
        for box in boxes:
            self.marked(box, "box")

    def _mark_paragraph(self, properties: Element | None, style: str, start: int) -> None:
        names = [found.name for found in self._chain(style)]
        text = "".join(self.parts[-1:]).strip()
        if any(name.startswith("toc ") for name in names):
            self.marks.append(Mark(start, self.written, "contents"))
            return
        if not self.title and any(name in {"title", "标题"} for name in names[:1]):
            self.title = " ".join(text.split())
        outline = whole(attribute(child(properties, "outlineLvl"), "val"))
        if outline is None:
            outline = next((found.outline for found in self._chain(style) if found.outline is not None), None)
        if outline is not None and 0 <= outline < 9 and 0 < len(text) <= _LONGEST_HEADING:
            self.marks.append(Mark(start, self.written, "heading", outline + 1))

    def _label(self, properties: Element | None, style: str) -> str:
        """The automatic number of a paragraph; its own list goes before its style's, list 0 means none."""
        number = attribute(child(properties, "numPr", "numId"), "val")
        level = whole(attribute(child(properties, "numPr", "ilvl"), "val"))
        for found in self._chain(style):
            number = found.number if number is None else number
            level = found.level if level is None else level
        if number is None or number == "0":
            return ""
        return self._numbering.next_label(number, level or 0)

    def _chain(self, style: str) -> list[Style]:
        """A style and those it is based on, nearest first; a circle ends."""
        chain: list[Style] = []
        while style in self._styles and len(chain) < _STYLE_DEPTH:
            chain.append(self._styles[style])
            style = chain[-1].parent
        return chain

    def _inline(self, element: Element, pieces: list[str], boxes: list[Element]) -> None:
        """Collect what is printed inside a paragraph, and the text boxes that hang on it."""
        for inner in element:
            tag = local(inner.tag)
            if tag in _GONE:
                continue
            if tag == "fldChar":
                self._field(attribute(inner, "fldCharType"))
            elif tag == "AlternateContent":
                self._inline_chosen(inner, pieces, boxes)
            elif tag in {"drawing", "pict", "object"}:
                boxes += _boxes_in(inner)
            elif tag == "r" and is_on(child(inner, "rPr", "vanish")):
                continue
            elif all(self._fields):
                pieces.append(_printed(inner, tag))
                self._inline(inner, pieces, boxes)
            else:
                self._inline(inner, [], boxes)

    def _inline_chosen(self, element: Element, pieces: list[str], boxes: list[Element]) -> None:
        chosen = _chosen(element)
        if chosen is not None:
            self._inline(chosen, pieces, boxes)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _table(self, table: Element) -> None:
        rows = [row for row in _unwrapped(table, "tr") if child(row, "trPr", "del") is None]
        cells = [_cells(row) for row in rows]
        every = [cell for row in cells for _, cell in row]
        if len(every) == 1:
            self.marked(every[0], "box")
            return
        start, at = self.written, len(self.parts)
        for row in cells:
            row_start, row_at = self.written, len(self.parts)
            for column, cell in row:
                self.marked(cell, "cell", column)
            self._mark(row_start, row_at, "row")
        self._mark(start, at, "table")


def _printed(element: Element, tag: str) -> str:
    match tag:
        case "t":
            return element.text or ""
        case "tab" | "ptab":
            return "\t"
        case "br" | "cr":
            return "\n"
        case "noBreakHyphen":
            return "-"
        case "sym":
            code = attribute(element, "char") or ""
            try:
                return chr(int(code, 16))
            except (ValueError, OverflowError):
                return "\ufffd"
        case _:
            return ""


def _chosen(element: Element) -> Element | None:
    """The one of several forms of the same content that is read: the first, or the one that holds text boxes."""
    forms = [form for form in element if local(form.tag) in {"Choice", "Fallback"}]
    return next((form for form in forms if _boxes_in(form)), forms[0] if forms else None)


def _boxes_in(element: Element) -> list[Element]:
    """The text boxes inside a drawing, outermost only, each form of a box once."""
    found: list[Element] = []
    for inner in element:
        tag = local(inner.tag)
        if tag == "txbxContent":
            found.append(inner)
        elif tag == "AlternateContent":
            chosen = _chosen(inner)
            found += _boxes_in(chosen) if chosen is not None else []
        else:
            found += _boxes_in(inner)
    return found


def _unwrapped(parent: Element, tag: str) -> list[Element]:
    """Children by tag, also those inside content controls and tracked insertions."""
    found: list[Element] = []
    for element in parent:
        match local(element.tag):
            case name if name == tag:
                found.append(element)
            case "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo":
                found += _unwrapped(element, tag)
            case _:
                continue
    return found


def _cells(row: Element) -> list[tuple[int, Element]]:
    """A row's cells with their column; a cell merged into the one above or before is left out."""
    column = whole(attribute(child(row, "trPr", "gridBefore"), "val")) or 0
    cells: list[tuple[int, Element]] = []
    for cell in _unwrapped(row, "tc"):
        properties = child(cell, "tcPr")
        merges = [child(properties, kind) for kind in ("vMerge", "hMerge")]
        if not any(merge is not None and attribute(merge, "val") != "restart" for merge in merges):
            cells.append((column, cell))
        column += whole(attribute(child(properties, "gridSpan"), "val")) or 1
    return cells
