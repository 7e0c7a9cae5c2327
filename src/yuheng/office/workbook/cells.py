"""The rows and cells of one worksheet's XML, each with the bytes that it lies in.

The XML is never parsed into a tree and written back, because no writer gives the same bytes again. It is scanned once:
what is known of a cell is where it starts and ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from yuheng.errors import Misuse

_TOKEN: Final = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    rb"|<(?P<close>/?)(?P<prefix>[\w.-]+:)?(?P<name>[\w.-]+)(?P<attributes>(?:\s+[^\s=>/]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)"
    rb"\s*(?P<empty>/?)>",
    re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(rb"([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_REFERENCE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ENCODING: Final = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)")
_MERGE: Final = re.compile(rb"<(?:[\w.-]+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([^\"']+)[\"']")
_COLUMN: Final = re.compile(rb"<(?:[\w.-]+:)?col\s([^>]*?)/?>")

Attributes = dict[str, str]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """One `<c>` element.

    Attributes:
        row, column: its place, from 1.
        span: its bytes in the sheet's XML.
        inside: the bytes between its tags; empty for `<c …/>`.
        attributes: as written, entities resolved.
    """

    row: int
    column: int
    span: Span
    inside: Span
    attributes: Attributes

    @property
    def style(self) -> int:
        """The number of its format; 0 where none is given."""
        written = self.attributes.get("s", "0")
        return int(written) if written.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class RowSpan:
    """One `<row>` element: `body` is what lies between its tags, `is_empty` tells `<row …/>`."""

    number: int
    span: Span
    body: Span
    is_empty: bool
    attributes: Attributes
    cells: tuple[Cell, ...]


@dataclass(slots=True)
class SheetCells:
    """Everything of a worksheet's XML that reading and patching need.

    Attributes:
        data: the XML.
        prefix: the namespace prefix of its elements with its colon; empty where the namespace is the default.
        rows: in the order of the file.
        body: the bytes between `<sheetData>` and `</sheetData>`; for `<sheetData/>` the span of the whole tag.
        is_empty: whether it is `<sheetData/>`.
        merged: merged areas as (top, left, bottom, right), from 1.
    """

    data: bytes
    prefix: str
    rows: tuple[RowSpan, ...]
    body: Span
    is_empty: bool
    merged: tuple[tuple[int, int, int, int], ...] = ()
    _styles: list[tuple[int, int, int]] = field(default_factory=list)

    def column_style(self, column: int) -> int:
        """The format that `<cols>` gives to empty cells of a column."""
        return next((style for low, high, style in self._styles if low <= column <= high), 0)


def scan(data: bytes, *, name: str) -> SheetCells:
    """Find the rows and cells of a worksheet; `name` is for messages.

    Raises:
        Misuse: not UTF-8, or no worksheet.
    """
    encoding = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or (encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii")):
        raise Misuse(f"{name}：工作表的编码不是 UTF-8，不能原样修改。", hint="用 Excel 或 WPS 打开，另存一份再试。")
    tokens = (match for match in _TOKEN.finditer(data) if match["name"] is not None)
    prefix = b""
    for token in tokens:
        local = token["name"]
        if local == b"worksheet":
            prefix = token["prefix"] or b""
        if local == b"sheetData" and (token["prefix"] or b"") == prefix:
            rows, stop = ((), token.end()) if token["empty"] else _rows(data, tokens, prefix)
            body = (token.start(), token.end()) if token["empty"] else (token.end(), stop)
            merged = tuple(area for match in _MERGE.finditer(data, stop) for area in areas_of(match[1].decode("ascii")))
            styles = list(_column_styles(data[: token.start()]))
            return SheetCells(data, prefix.decode("ascii"), rows, body, bool(token["empty"]), merged, styles)
    raise Misuse(f"{name}：不是工作表（没有 sheetData）。", hint="图表页和宏表不能写。")


def _rows(data: bytes, tokens: Iterator[re.Match[bytes]], prefix: bytes) -> tuple[tuple[RowSpan, ...], int]:
    """The rows up to `</sheetData>`, and where that tag starts. Cells and rows may leave out their references."""
    rows: list[RowSpan] = []
    number = 0
    for token in tokens:
        ours = (token["prefix"] or b"") == prefix
        if ours and token["close"] and token["name"] == b"sheetData":
            return tuple(rows), token.start()
        if not ours or token["close"] or token["name"] != b"row":
            continue
        attributes = _attributes(token)
        number = int(attributes["r"]) if "r" in attributes else number + 1
        if token["empty"]:
            rows.append(RowSpan(number, token.span(), (token.end(), token.end()), True, attributes, ()))
            continue
        cells, stop, end = _cells(tokens, prefix, number)
        rows.append(RowSpan(number, (token.start(), end), (token.end(), stop), False, attributes, cells))
    raise Misuse("工作表的 XML 不完整（没有 </sheetData>）。", hint="用 Excel 或 WPS 打开，另存一份再试。")


def _cells(tokens: Iterator[re.Match[bytes]], prefix: bytes, row: int) -> tuple[tuple[Cell, ...], int, int]:
    """The cells up to `</row>`, and where that tag starts and ends."""
    cells: list[Cell] = []
    column = depth = 0
    opened: tuple[int, int, Attributes] | None = None
    for token in tokens:
        ours = (token["prefix"] or b"") == prefix
        if ours and token["close"] and token["name"] == b"row" and opened is None:
            return tuple(cells), token.start(), token.end()
        if opened is None:
            if not ours or token["close"] or token["name"] != b"c":
                continue
            attributes = _attributes(token)
            place = _REFERENCE.fullmatch(attributes.get("r", ""))
            column = column_number(place[1]) if place else column + 1
            if token["empty"]:
                cells.append(Cell(row, column, token.span(), (token.end(), token.end()), attributes))
            else:
                opened, depth = (token.start(), token.end(), attributes), 0
        elif ours and token["name"] == b"c":
            depth += -1 if token["close"] else 0 if token["empty"] else 1
            if depth < 0:
                cells.append(Cell(row, column, (opened[0], token.end()), (opened[1], token.start()), opened[2]))
                opened = None
    raise Misuse("工作表的 XML 不完整（没有 </row>）。", hint="用 Excel 或 WPS 打开，另存一份再试。")


def _attributes(token: re.Match[bytes]) -> Attributes:
    return {
        match[1].decode("utf-8"): unescape((match[2] if match[2] is not None else match[3]).decode("utf-8"))
        for match in _ATTRIBUTE.finditer(token["attributes"])
    }


def _column_styles(head: bytes) -> Iterator[tuple[int, int, int]]:
    for match in _COLUMN.finditer(head):
        values = {m[1]: (m[2] or m[3] or b"").decode("ascii", "replace") for m in _ATTRIBUTE.finditer(match[1])}
        if values.get(b"style", "").isdecimal() and values.get(b"min", "").isdecimal():
            yield int(values[b"min"]), int(values.get(b"max", values[b"min"])), int(values[b"style"])


def areas_of(reference: str) -> Iterator[tuple[int, int, int, int]]:
    """The areas of a reference as (top, left, bottom, right), from 1; what is no cell reference gives none.

    >>> list(areas_of("A1:B3 D4"))
    [(1, 1, 3, 2), (4, 4, 4, 4)]
    """
    for part in reference.split():
        ends = [_REFERENCE.fullmatch(end) for end in part.split(":")]
        if len(ends) not in (1, 2):
            continue
        first, last = ends[0], ends[-1]
        if first is not None and last is not None:
            yield int(first[2]), column_number(first[1]), int(last[2]), column_number(last[1])


def column_number(letters: str) -> int:
    """A column's number from its letters.

    >>> column_number("A"), column_number("ab")
    (1, 28)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """A column's letters from its number, from 1.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
