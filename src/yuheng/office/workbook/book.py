"""A workbook as it lies on the disk: its sheets, and what their cells hold and show."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from html import unescape
from typing import TYPE_CHECKING, Final, Literal

from yuheng.errors import UnreadableSnapshot
from yuheng.office.workbook.cells import Cell, SheetCells, column_letters, scan
from yuheng.office.workbook.formats import Look, day_of, looks_of
from yuheng.read.packed import Packed, attribute, child, local

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Kind = Literal["blank", "number", "text", "boolean", "error", "day"]
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
"""The name of the stream that holds a workbook under a password."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a cell holds.

    Attributes:
        kind: "error" is #REF!, #N/A …; "day" a number formatted as a date.
        words: as a person sees it, without thousands separators: 36.2%, 2025-12-31, TRUE.
        number: of a number, as stored: 0.362 where 36.2% is shown.
        day: of a date.
        is_formula: whether it is computed, and so nobody's entry.
    """

    kind: Kind = "blank"
    words: str = ""
    number: Decimal | None = None
    day: datetime | None = None
    is_formula: bool = False


NOTHING: Final = Held()


@dataclass(slots=True)
class Sheet:
    """A worksheet: its name, its part of the file, whether it is shown, and its cells, scanned when first asked for."""

    name: str
    part: str
    is_visible: bool
    book: Workbook
    _cells: SheetCells | None = None
    _at: dict[tuple[int, int], Cell] = field(default_factory=dict)

    @property
    def cells(self) -> SheetCells:
        """The rows and cells as scanned.

        Raises:
            Misuse: the sheet's XML is damaged or not UTF-8.
        """
        if self._cells is None:
            self._cells = scan(self.book.packed.data(self.part), name=f"{self.book.name}·{self.name}")
            self._at = {(cell.row, cell.column): cell for row in self._cells.rows for cell in row.cells}
        return self._cells

    def cell(self, row: int, column: int) -> Cell | None:
        """The element of a cell, from 1; None where the file has none."""
        return self._at.get((row, column)) if self.cells else None

    def held(self, row: int, column: int) -> Held:
        """What a cell holds."""
        cell = self.cell(row, column)
        return NOTHING if cell is None else self.book.held(self.cells, cell)

    def rows(self) -> Iterator[tuple[int, dict[int, Held]]]:
        """Row numbers with the cells that hold something."""
        for row in self.cells.rows:
            found = {cell.column: self.book.held(self.cells, cell) for cell in row.cells}
            yield row.number, {column: held for column, held in found.items() if held.kind != "blank"}


@dataclass(slots=True)
class Workbook:
    """A workbook of Excel, WPS or LibreOffice (.xlsx, .xlsm, .xltx); the bytes are kept as they came."""

    name: str
    data: bytes
    packed: Packed
    part: str
    from_1904: bool
    looks: tuple[Look, ...]
    strings: tuple[str, ...]
    is_signed: bool
    members: dict[str, str]
    sheets: list[Sheet] = field(default_factory=list)

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    def look(self, style: int) -> Look:
        """What a format makes of a number."""
        return self.looks[style] if style < len(self.looks) else "plain"

    def held(self, cells: SheetCells, cell: Cell) -> Held:
        """What a cell of a scanned sheet holds."""
        inside = cells.data[cell.inside[0] : cell.inside[1]]
        prefix = cells.prefix.encode("ascii")
        is_formula = _element(inside, prefix + b"f") is not None
        if cell.attributes.get("t", "n") == "inlineStr":
            words = "".join(_texts(inside, prefix))
            return Held("text" if words else "blank", words, is_formula=is_formula)
        written = _element(inside, prefix + b"v")
        if written is None or (written == "" and cell.attributes.get("t") != "str"):
            return Held(is_formula=is_formula)
        return self._read(cell, written, is_formula)

    def _read(self, cell: Cell, written: str, is_formula: bool) -> Held:
        match cell.attributes.get("t", "n"):
            case "s":
                known = written.strip().isdecimal() and int(written) < len(self.strings)
                words = self.strings[int(written)] if known else ""
                return Held("text" if words else "blank", words, is_formula=is_formula)
            case "str":
                words = _unescaped(written)
                return Held("text" if words else "blank", words, is_formula=is_formula)
            case "b":
                return Held("boolean", "TRUE" if written.strip() in ("1", "true") else "FALSE", is_formula=is_formula)
            case "e":
                return Held("error", written, is_formula=is_formula)
            case "d":
                return Held("text", written, is_formula=is_formula)
            case "n":
                return self._number(cell, written, is_formula)
            case other:
                return Held("error", f"{written}（类型 {other}）", is_formula=is_formula)

    def _number(self, cell: Cell, written: str, is_formula: bool) -> Held:
        try:
            number = Decimal(f"{Decimal(written.strip()):.15g}")
        except InvalidOperation:
            return Held("error", written, is_formula=is_formula)
        look = self.look(cell.style)
        day = day_of(number, from_1904=self.from_1904) if look == "date" else None
        if day is not None:
            shown = day.date().isoformat() if day.time() == time() else day.isoformat(" ", "seconds")
            return Held("day", shown, number, day, is_formula)
        shown = f"{plain(number * 100)}%" if look == "percent" else plain(number)
        return Held("number", shown, number, None, is_formula)


def open_workbook(name: str, data: bytes) -> Workbook:
    """Open a workbook without changing anything in it.

    Raises:
        UnreadableSnapshot: locked with a password, an old .xls, damaged, or no workbook.
    """
    if not data:
        raise UnreadableSnapshot(f"{name}：文件是空的。", hint="重新保存后再交。")
    if data.startswith(_COMPOUND):
        is_locked = _LOCKED in data
        raise UnreadableSnapshot(
            f"{name}：{'加了密码' if is_locked else '是旧的 .xls 或 .et 格式'}，没有读。",
            hint=f"请用 Excel 或 WPS 打开，{'去掉密码，' if is_locked else ''}点“文件”→“另存为”，类型选“Excel 工作簿"
            "（*.xlsx）”，再交另存的这一份；只改后缀名没有用。",
        )
    packed = Packed(name, data)
    members = {each.replace("\\", "/").lower(): each for each in zipfile.ZipFile(io.BytesIO(data)).namelist()}
    roots = _relations(packed, "_rels/.rels", "")
    part = next((target for kind, target in roots.values() if kind == "officeDocument"), "xl/workbook.xml")
    if part.lower() not in members:
        raise UnreadableSnapshot(
            f"{name}：不是工作簿（没有 {part}）。", hint="用 Excel 或 WPS 打开，另存为 .xlsx 再试。"
        )
    root = packed.xml(part)
    folder, file = posixpath.split(part)
    relations = _relations(packed, f"{folder}/_rels/{file}.rels", folder)
    parts = dict(relations.values())
    book = Workbook(
        name=name,
        data=data,
        packed=packed,
        part=part,
        from_1904=(attribute(child(root, "workbookPr"), "date1904") or "0") in ("1", "true"),
        looks=looks_of(packed, parts.get("styles", "xl/styles.xml")),
        strings=_strings(packed, parts.get("sharedStrings", "")),
        is_signed=any(each.startswith("_xmlsignatures/") for each in members),
        members=members,
    )
    for entry in child(root, "sheets") or ():
        kind, target = relations.get(next((v for k, v in entry.attrib.items() if k.endswith("}id")), ""), ("", ""))
        if kind == "worksheet" and target.lower() in members:
            book.sheets.append(Sheet(entry.get("name", ""), target, entry.get("state", "visible") == "visible", book))
    return book


def plain(number: Decimal) -> str:
    """A number without exponent and without trailing zeros.

    >>> plain(Decimal("36.20")), plain(Decimal("1E+3"))
    ('36.2', '1000')
    """
    words = f"{number:f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def a1(row: int, column: int) -> str:
    """The A1 reference of a cell, from 1.

    >>> a1(3, 28)
    'AB3'
    """
    return f"{column_letters(column)}{row}"


def _relations(packed: Packed, part: str, folder: str) -> dict[str, tuple[str, str]]:
    """Id to (last word of the type, part it leads to)."""
    if part not in packed:
        return {}
    found = {}
    for relation in packed.xml(part):
        target = (attribute(relation, "Target") or "").replace("\\", "/")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        kind = (attribute(relation, "Type") or "").rpartition("/")[2]
        found[attribute(relation, "Id") or ""] = (kind, path)
    return found


def relations_of(packed: Packed, part: str) -> dict[str, tuple[str, str]]:
    """Where the relations of a part lead: id to (last word of the type, part)."""
    folder, file = posixpath.split(part)
    return _relations(packed, f"{folder}/_rels/{file}.rels", folder)


def _strings(packed: Packed, part: str) -> tuple[str, ...]:
    if part not in packed:
        return ()
    return tuple(_said(item) for item in packed.xml(part) if local(item.tag) == "si")


def _said(item: Element) -> str:
    """The words of a string, in pieces or whole; how they are pronounced (rPh) is left out."""
    words = []
    for part in item:
        if local(part.tag) == "t":
            words.append(part.text or "")
        elif local(part.tag) == "r":
            words += [inner.text or "" for inner in part if local(inner.tag) == "t"]
    return _unescaped("".join(words))


def _element(inside: bytes, tag: bytes) -> str | None:
    """The text of the first element of that name among a cell's few; "" for an empty one, None where there is none."""
    at = -1
    while (at := inside.find(b"<" + tag, at + 1)) >= 0:
        after = inside[at + len(tag) + 1 : at + len(tag) + 2]
        if after in (b">", b"/", b" ", b"\t", b"\r", b"\n"):
            end = inside.index(b">", at)
            if inside[end - 1 : end] == b"/":
                return ""
            return _text(inside[end + 1 : inside.find(b"</" + tag, end)])
    return None


def _texts(inside: bytes, prefix: bytes) -> Iterator[str]:
    """The pieces of an inline string, pronunciation left out."""
    rest = inside
    while (at := rest.find(b"<" + prefix + b"rPh")) >= 0:
        stop = rest.find(b"</" + prefix + b"rPh>", at)
        rest = rest[:at] + (rest[stop + len(prefix) + 6 :] if stop >= 0 else b"")
    tag = prefix + b"t"
    at = 0
    while (at := rest.find(b"<" + tag, at)) >= 0:
        end = rest.index(b">", at)
        after = rest[at + len(tag) + 1 : at + len(tag) + 2]
        if after in (b">", b" ", b"\n", b"\t", b"\r") and rest[end - 1 : end] != b"/":
            stop = rest.find(b"</" + tag, end)
            yield _unescaped(_text(rest[end + 1 : stop]))
        at = end


def _text(data: bytes) -> str:
    if data.startswith(b"<![CDATA["):
        return data[9:].partition(b"]]>")[0].decode("utf-8", "replace")
    return unescape(data.decode("utf-8", "replace"))


def _unescaped(words: str) -> str:
    """Excel writes what XML cannot hold as _x000D_, and an underscore that would look like that as _x005F_."""
    if "_x" not in words:
        return words
    import re

    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), words)
