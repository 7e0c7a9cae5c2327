"""Which formulas read a cell: their stored results are out of date once the cell is written.

A program that opens the workbook shows the stored result until something makes it compute, so a total may silently
contradict its own rows. Nothing outside the owned cells may be touched; what is stale is therefore said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from yuheng.office.workbook.book import Workbook, a1
from yuheng.office.workbook.cells import areas_of, column_number
from yuheng.read.packed import attribute, child

Area = tuple[str, int, int, int, int]
"""Sheet, top, left, bottom, right."""

_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384
_STRING: Final = re.compile(r'"[^"]*"')
_AREA: Final = re.compile(
    r"(?:(?P<sheet>'(?:[^']|'')+'|[\w.\u4e00-\u9fff]+)!)?"
    r"(?:(?P<first>\$?[A-Za-z]{1,3}\$?\d{1,7})(?::(?P<last>\$?[A-Za-z]{1,3}\$?\d{1,7}))?"
    r"|(?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})|(?P<rows>\$?\d{1,7}:\$?\d{1,7}))(?![\w(!])"
)
_OPAQUE: Final = re.compile(r"\b(?:INDIRECT|OFFSET|SUBTOTAL)\s*\(|\[", re.IGNORECASE)
_FORMULA: Final = re.compile(rb"<(?:[\w.-]+:)?f(?:\s([^>]*?))?(?:/>|>(.*?)</(?:[\w.-]+:)?f>)", re.DOTALL)
_REF: Final = re.compile(rb"\bref\s*=\s*[\"']([^\"']+)[\"']")


def readers_of(book: Workbook, written: Iterable[tuple[str, int, int]]) -> tuple[str, ...]:
    """The cells whose formulas read one of those written, also through other formulas, as 表!A1 in the file's order.

    Where a formula hides what it reads (INDIRECT, OFFSET, table columns), it is listed: better one too many.
    """
    formulas = list(_formulas(book))
    names = _names(book)
    reads = [tuple(_stretched(area, fills) for area in _areas(text, sheet, names)) for sheet, fills, text in formulas]
    opaque = [bool(_OPAQUE.search(_STRING.sub("", text))) for _, _, text in formulas]
    stale: set[int] = set()
    changed: list[Area] = [(sheet, row, column, row, column) for sheet, row, column in written]
    while changed:
        index = _by_sheet(changed)
        fresh = [
            at
            for at in range(len(formulas))
            if at not in stale and (opaque[at] or any(_meets(area, index) for area in reads[at]))
        ]
        stale.update(fresh)
        changed = [formulas[at][1] for at in fresh]
    return tuple(f"{formulas[at][0]}!{a1(formulas[at][1][1], formulas[at][1][2])}" for at in sorted(stale))


def _stretched(area: Area, fills: Area) -> Area:
    """What the last cell of a filled area reads lies as far from what the first reads as the two lie apart."""
    sheet, top, left, bottom, right = area
    return sheet, top, left, bottom + fills[3] - fills[1], right + fills[4] - fills[2]


def _by_sheet(areas: Iterable[Area]) -> dict[str, list[Area]]:
    index: dict[str, list[Area]] = defaultdict(list)
    for area in areas:
        index[area[0]].append(area)
    return index


def _meets(area: Area, index: dict[str, list[Area]]) -> bool:
    _, top, left, bottom, right = area
    return any(
        top <= other[3] and other[1] <= bottom and left <= other[4] and other[2] <= right
        for other in index.get(area[0], ())
    )


def _formulas(book: Workbook) -> Iterator[tuple[str, Area, str]]:
    """Sheet, the area that a formula fills (more than a cell where it is shared), and its text."""
    for sheet in book.sheets:
        for row in sheet.cells.rows:
            for cell in row.cells:
                found = _FORMULA.search(sheet.cells.data, *cell.inside)
                if found is None or not found[2]:
                    continue
                ref = _REF.search(found[1] or b"")
                areas = list(areas_of(ref[1].decode("ascii", "replace"))) if ref else []
                area = areas[0] if areas else (cell.row, cell.column, cell.row, cell.column)
                text = found[2].decode("utf-8", "replace").replace("&amp;", "&").replace("&apos;", "'")
                yield sheet.name, (sheet.name, *area), text.replace("&quot;", '"')


def _names(book: Workbook) -> dict[str, str]:
    root = book.packed.xml(book.part)
    return {(attribute(each, "name") or "").lower(): each.text or "" for each in child(root, "definedNames") or ()}


def _areas(text: str, home: str, names: dict[str, str]) -> Iterator[Area]:
    text = _STRING.sub("", text)
    for match in _AREA.finditer(text):
        sheet = match["sheet"].strip("'").replace("''", "'") if match["sheet"] else home
        if match["columns"]:
            first, last = (column_number(part.replace("$", "")) for part in match["columns"].split(":"))
            yield sheet, 1, min(first, last), _LAST_ROW, max(first, last)
        elif match["rows"]:
            top, bottom = (int(part.replace("$", "")) for part in match["rows"].split(":"))
            yield sheet, min(top, bottom), 1, max(top, bottom), _LAST_COLUMN
        else:
            reference = match["first"] + (f":{match['last']}" if match["last"] else "")
            for top, left, bottom, right in areas_of(reference):
                yield sheet, min(top, bottom), min(left, right), max(top, bottom), max(left, right)
    for name, refers in names.items():
        if name and re.search(rf"(?<![\w.]){re.escape(name)}(?![\w.(])", text, re.IGNORECASE):
            yield from _areas(refers, home, {})
