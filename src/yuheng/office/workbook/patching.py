"""Cells written into a stranger's workbook, by changing the bytes of those cells and of nothing else.

Every program that opens a workbook and saves it drops what it does not know: shapes, slicers, macros, a colleague's
conditional formats. Here the sheet's XML is spliced: outside the written cells it stays byte for byte, and every other
part of the file is copied packed. Words are written as inline strings, so that the shared strings stay as they are;
formulas are never overwritten, so that the order of calculation stays as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from yuheng.errors import Misuse
from yuheng.model import Issue
from yuheng.office.workbook.archive import replaced
from yuheng.office.workbook.book import Sheet, Workbook, a1, plain, relations_of
from yuheng.office.workbook.cells import Cell, RowSpan, areas_of
from yuheng.office.workbook.formats import serial_of
from yuheng.office.workbook.formulas import readers_of
from yuheng.read.packed import attribute

Value = Decimal | str | date | None
_UNSTORABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FILLED: Final = re.compile(rb"<(?:[\w.-]+:)?f\s[^>]*?\bref\s*=\s*[\"']([^\"']+)[\"']")
_FORMULA: Final = re.compile(rb"<(?:[\w.-]+:)?f[\s>/]")
_CALCULATION: Final = re.compile(rb"<((?:[\w.-]+:)?)calcPr\b([^>]*?)(/?)>")
_BEFORE_CALCULATION: Final = (b"definedNames", b"externalReferences", b"functionGroups", b"sheets")
_LONGEST: Final = 32_767


@dataclass(frozen=True, slots=True)
class Edit:
    """What a cell is to hold: row and column from 1; a share where percentages are shown is given as 36.2, not 0.362;
    None empties the cell.
    """

    sheet: str
    row: int
    column: int
    value: Value
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A cell that was changed, with what it showed before and shows now."""

    sheet: str
    cell: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Patched:
    """A workbook with cells written in place.

    Attributes:
        data: the file.
        written: the cells that changed; those that held the value already are not among them.
        issues: cells that were not written, and why.
        stale: formulas that read a written cell and show their old result until somebody computes: 表!D9. Empty where
            the workbook asks to be computed when it is opened.
    """

    data: bytes
    written: tuple[Written, ...]
    issues: tuple[Issue, ...]
    stale: tuple[str, ...]


def patch(book: Workbook, edits: Iterable[Edit], *, recalculate: bool = False) -> Patched:
    """Write the cells, and leave every other byte of the file's parts as it was.

    Args:
        book: as `open_workbook` gives it.
        edits: at most one for each cell.
        recalculate: ask the program that opens the file to compute all formulas. This changes one attribute in the
            workbook's own part, and is therefore done only where asked for; without it `stale` says what to look at.

    Raises:
        Misuse: a sheet is not there, its XML cannot be kept, the workbook is signed, or a cell is written twice.
    """
    by_sheet: dict[str, list[Edit]] = defaultdict(list)
    for edit in edits:
        by_sheet[edit.sheet].append(edit)
    if by_sheet and book.is_signed:
        raise Misuse(f"{book.name}：带有数字签名，写入任何一格都会使签名失效。", hint="请签名人去掉签名后再试。")
    contents: dict[str, bytes] = {}
    written: list[Written] = []
    issues: list[Issue] = []
    places: list[tuple[str, int, int]] = []
    for name, wanted in by_sheet.items():
        sheet = book.sheet(name)
        if sheet is None:
            known = "、".join(each.name for each in book.sheets)
            raise Misuse(f"{book.name}：没有工作表“{name}”；现有 {known}。")
        todo = _writable(sheet, wanted, issues)
        if todo:
            contents[book.members[sheet.part.lower()]] = _spliced(sheet, todo)
            written += [_written(sheet, edit) for edit in todo]
            places += [(name, edit.row, edit.column) for edit in todo]
    root = book.packed.data(book.part)
    stale = readers_of(book, places) if places and not _computes_itself(root) else ()
    if recalculate and stale:
        contents[book.members[book.part.lower()]] = _recalculated(root)
    data = replaced(book.data, contents, name=book.name) if contents else book.data
    return Patched(data, tuple(written), tuple(issues), stale)


def _writable(sheet: Sheet, edits: Sequence[Edit], issues: list[Issue]) -> list[Edit]:
    """The edits that change something and may be made, in the order of the sheet."""
    filled, heads = _filled(sheet), _table_heads(sheet)
    todo, seen = [], set()
    for edit in sorted(edits, key=lambda edit: (edit.row, edit.column)):
        place = edit.row, edit.column
        if place in seen:
            raise Misuse(f"{sheet.book.name}：{sheet.name}!{a1(*place)} 要写两次。")
        seen.add(place)
        reason = _refusal(sheet, edit, filled, heads)
        if reason:
            message = f"{sheet.name}!{a1(*place)} {reason}，没有写入“{_shown(edit)}”。"
            issues.append(Issue("cell-not-written", message, sheet.book.name))
        elif not _holds(sheet, edit):
            todo.append(edit)
    return todo


def _refusal(
    sheet: Sheet, edit: Edit, filled: Sequence[tuple[int, int, int, int]], heads: Sequence[tuple[int, int, int, int]]
) -> str:
    place = edit.row, edit.column
    cell = sheet.cell(*place)
    if cell is not None and _FORMULA.search(sheet.cells.data, *cell.inside):
        return "是公式"
    if _area_with(filled, place) is not None:
        return "由数组公式算出"
    if _area_with(heads, place) is not None:
        return "是表格的列名"
    merged = _area_with(sheet.cells.merged, place)
    if merged is not None and merged[:2] != place:
        return f"并在 {a1(*merged[:2])} 里"
    if isinstance(edit.value, str) and len(edit.value) > _LONGEST:
        return f"放不下 {len(edit.value)} 字（Excel 每格至多 {_LONGEST} 字）"
    return ""


def _area_with(areas: Sequence[tuple[int, int, int, int]], place: tuple[int, int]) -> tuple[int, int, int, int] | None:
    row, column = place
    return next((each for each in areas if each[0] <= row <= each[2] and each[1] <= column <= each[3]), None)


def _filled(sheet: Sheet) -> tuple[tuple[int, int, int, int], ...]:
    """Areas filled by one array formula or data table; those of shared formulas hold a formula in each cell."""
    data = sheet.cells.data
    return tuple(
        area
        for match in _FILLED.finditer(data, *sheet.cells.body)
        if b"shared" not in match[0]
        for area in areas_of(match[1].decode("ascii", "replace"))
    )


def _table_heads(sheet: Sheet) -> tuple[tuple[int, int, int, int], ...]:
    """The head rows of the sheet's tables: their words must be the columns' names, or Excel repairs the file."""
    heads = []
    packed = sheet.book.packed
    for kind, part in relations_of(packed, sheet.part).values():
        if kind == "table" and part in packed:
            root = packed.xml(part)
            count = int(attribute(root, "headerRowCount") or "1")
            for top, left, _, right in areas_of(attribute(root, "ref") or ""):
                if count:
                    heads.append((top, left, top + count - 1, right))
    return tuple(heads)


def _holds(sheet: Sheet, edit: Edit) -> bool:
    held = sheet.held(edit.row, edit.column)
    match edit.value:
        case None | "":
            return held.kind == "blank"
        case str():
            return held.kind == "text" and held.words == edit.value
        case Decimal():
            return held.kind == "number" and held.number == _stored(sheet, edit, edit.value)
        case date():
            return held.words == edit.value.isoformat()


def _stored(sheet: Sheet, edit: Edit, value: Decimal) -> Decimal:
    """A share is stored as a hundredth where the cell shows percentages."""
    if edit.is_share and sheet.book.look(_style(sheet, edit)) == "percent":
        return value / 100
    return value


def _style(sheet: Sheet, edit: Edit) -> int:
    """The cell's own format, else its row's, else its column's, as Excel would."""
    cell = sheet.cell(edit.row, edit.column)
    if cell is not None:
        return cell.style
    row = next((row for row in sheet.cells.rows if row.number == edit.row), None)
    if row is not None and row.attributes.get("customFormat") in ("1", "true"):
        style = row.attributes.get("s", "0")
        return int(style) if style.isdecimal() else 0
    return sheet.cells.column_style(edit.column)


def _element(sheet: Sheet, edit: Edit) -> bytes:
    """The cell's new element: its other attributes as they were, metadata of rich values left out."""
    prefix = sheet.cells.prefix
    cell = sheet.cell(edit.row, edit.column)
    kept = {} if cell is None else {k: v for k, v in cell.attributes.items() if k not in ("r", "t", "cm", "vm")}
    style = _style(sheet, edit)
    if cell is None and style:
        kept["s"] = str(style)
    head = f"<{prefix}c r={quoteattr(a1(edit.row, edit.column))}"
    head += "".join(f" {name}={quoteattr(value)}" for name, value in kept.items())
    kind, inside = _content(sheet, edit)
    if not inside:
        return f"{head}/>".encode()
    return f"{head}{kind}>{inside}</{prefix}c>".encode()


def _content(sheet: Sheet, edit: Edit) -> tuple[str, str]:
    """The type attribute and what stands between the tags."""
    prefix, value = sheet.cells.prefix, edit.value
    if isinstance(value, date):
        serial = serial_of(value, from_1904=sheet.book.from_1904)
        if serial is not None and sheet.book.look(_style(sheet, edit)) == "date":
            value = Decimal(serial)
        else:
            value = value.isoformat()
    match value:
        case None | "":
            return "", ""
        case Decimal():
            return "", f"<{prefix}v>{plain(_stored(sheet, edit, value))}</{prefix}v>"
        case str():
            words = _LIKE_ESCAPE.sub("_x005F_", value).replace("\r\n", "\n").replace("\r", "\n")
            words = escape(_UNSTORABLE.sub("", words))
            text = f'<{prefix}is><{prefix}t xml:space="preserve">{words}</{prefix}t></{prefix}is>'
            return ' t="inlineStr"', text


def _spliced(sheet: Sheet, edits: Sequence[Edit]) -> bytes:
    """The sheet's XML with the cells put in: replaced where they are, else set into their row, else into a new row."""
    cells = sheet.cells
    rows = {row.number: row for row in cells.rows}
    numbers = [row.number for row in cells.rows]
    if numbers != sorted(set(numbers)):
        raise Misuse(f"{sheet.book.name}·{sheet.name}：行号不按顺序。", hint="用 Excel 或 WPS 打开，另存一份再试。")
    pieces: list[tuple[int, int, bytes]] = []
    by_row: dict[int, list[Edit]] = defaultdict(list)
    for edit in edits:
        by_row[edit.row].append(edit)
    fresh: dict[int, list[bytes]] = defaultdict(list)
    for number, wanted in by_row.items():
        if number in rows:
            pieces += _in_row(sheet, rows[number], wanted)
        else:
            at = bisect_left(numbers, number)
            place = cells.rows[at].span[0] if at < len(numbers) else cells.body[1]
            made = b"".join(_element(sheet, edit) for edit in wanted if edit.value not in (None, ""))
            prefix = cells.prefix.encode()
            if made:
                fresh[place].append(b'<%srow r="%d">%s</%srow>' % (prefix, number, made, prefix))
    if cells.is_empty:
        tag = f"{cells.prefix}sheetData".encode()
        body = b"".join(each for place in sorted(fresh) for each in fresh[place])
        pieces.append((*cells.body, b"<" + tag + b">" + body + b"</" + tag + b">"))
    else:
        pieces += [(place, place, b"".join(made)) for place, made in fresh.items()]
    return _joined(cells.data, pieces)


def _in_row(sheet: Sheet, row: RowSpan, edits: Sequence[Edit]) -> list[tuple[int, int, bytes]]:
    """Pieces (start, stop, bytes) that put cells into a row."""
    known: dict[int, Cell] = {cell.column: cell for cell in row.cells}
    columns = [cell.column for cell in row.cells]
    pieces: list[tuple[int, int, bytes]] = []
    fresh: dict[int, bytes] = defaultdict(bytes)
    for edit in edits:
        if edit.column in known:
            pieces.append((*known[edit.column].span, _element(sheet, edit)))
        elif edit.value not in (None, ""):
            at = bisect_left(columns, edit.column)
            fresh[row.cells[at].span[0] if at < len(columns) else row.body[1]] += _element(sheet, edit)
    if row.is_empty and fresh:
        start, stop = row.span
        tag = sheet.cells.data[start:stop]
        opened = tag[: tag.rindex(b"/")].rstrip() + b">"
        name = f"{sheet.cells.prefix}row".encode()
        return [(start, stop, opened + b"".join(fresh.values()) + b"</" + name + b">")]
    return pieces + [(place, place, made) for place, made in fresh.items()]


def _joined(data: bytes, pieces: Iterable[tuple[int, int, bytes]]) -> bytes:
    out, at = [], 0
    for start, stop, new in sorted(pieces, key=lambda piece: (piece[0], piece[1])):
        out += [data[at:start], new]
        at = stop
    return b"".join([*out, data[at:]])


def _shown(edit: Edit) -> str:
    match edit.value:
        case None:
            return ""
        case Decimal():
            return plain(edit.value) + ("%" if edit.is_share else "")
        case date():
            return edit.value.isoformat()
        case str():
            return edit.value


def _written(sheet: Sheet, edit: Edit) -> Written:
    return Written(sheet.name, a1(edit.row, edit.column), sheet.held(edit.row, edit.column).words, _shown(edit))


def _computes_itself(data: bytes) -> bool:
    """Whether the workbook already asks to be computed when it is opened."""
    found = _CALCULATION.search(data)
    return found is not None and re.search(rb"fullCalcOnLoad\s*=\s*[\"'](?:1|true)", found[2]) is not None


def _recalculated(data: bytes) -> bytes:
    """The workbook's part with fullCalcOnLoad set."""
    found = _CALCULATION.search(data)
    if found is not None:
        others = re.sub(rb"\sfullCalcOnLoad\s*=\s*(?:\"[^\"]*\"|'[^']*')", b"", found[2])
        new = b"<" + found[1] + b"calcPr" + others.rstrip() + b' fullCalcOnLoad="1"' + found[3] + b">"
        return data[: found.start()] + new + data[found.end() :]
    for name in _BEFORE_CALCULATION:
        closing = re.search(rb"</((?:[\w.-]+:)?)" + name + rb">", data)
        if closing is not None:
            new = b"<" + closing[1] + b'calcPr fullCalcOnLoad="1"/>'
            return data[: closing.end()] + new + data[closing.end() :]
    raise Misuse("工作簿没有工作表清单。", hint="用 Excel 或 WPS 打开，另存一份再试。")
