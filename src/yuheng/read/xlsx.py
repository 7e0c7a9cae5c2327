"""Lists as .xlsx: every visible sheet, its cells as they were typed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from yuheng.errors import UnreadableSnapshot
from yuheng.model import Issue, Reading
from yuheng.read.grid import Grid
from yuheng.read.limits import MAX_CELLS
from yuheng.read.packed import Packed, attribute, child, local, whole

_CELL: Final = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
_REFERENCE: Final = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_STYLE: Final = re.compile(rb"""\bs=["']([0-9]{1,6})["']""")
_DEFAULT_NAME: Final = re.compile(r"(?i)(?:sheet|工作表)\s*\d*")
_LITERALS: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_PERCENT_FORMATS: Final = frozenset({9, 10})
_HINT: Final = "用 Excel 或 WPS 打开，另存一份再试。"

Value = str | int | float | bool | date | datetime | time | timedelta


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet as the workbook lists it: its name, its part of the file, and whether it is shown."""

    name: str
    part: str
    visible: bool


def read_xlsx(name: str, data: bytes) -> tuple[Reading, tuple[Issue, ...]]:
    """Read a workbook; a row is a line, hidden sheets are an issue and not read.

    Raises:
        UnreadableSnapshot: damaged, locked, or with more cells than `MAX_CELLS` in its used area.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    packed = Packed(name, data)
    sheets = _sheets(packed)
    percents = _percent_styles(packed)
    grid = Grid()
    issues = list(packed.macros())
    shown = [sheet for sheet in sheets if sheet.visible and "sheets/" in sheet.part and sheet.part in packed]
    used = {sheet.part: _surveyed(packed, sheet, percents) for sheet in shown}
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in shown:
            if not _DEFAULT_NAME.fullmatch(sheet.name):
                grid.heading(sheet.name)
            values = workbook.get_sheet_by_name(sheet.name)
            top, left = values.start or (0, 0)
            rows = values.to_python(skip_empty_area=True)
            grid.table(sheet.name, _typed(rows, top, left, shares=used[sheet.part]))
    except (CalamineError, ValueError, OSError) as error:
        raise UnreadableSnapshot(f"{name}：工作簿损坏（{error}）。", hint=_HINT) from error
    hidden = [sheet.name for sheet in sheets if not sheet.visible]
    if hidden:
        issues.append(Issue("sheet-hidden", f"隐藏的工作表没有读：{'、'.join(hidden)}；需要时取消隐藏再试。", name))
    reading = Reading(grid.text, False, tuple(grid.runs), tuple(grid.marks), "xlsx/1", _properties(packed))
    return reading, tuple(issues)


def printed(value: Value, *, percent: bool = False) -> str:
    """A cell's value as it was typed: no 6.0 for 6, dates as 2025-12-31, 36% where the cell is a percentage.

    >>> printed(6.0), printed(0.1 + 0.2), printed(0.362, percent=True), printed(datetime(2025, 12, 31))
    ('6', '0.3', '36.2%', '2025-12-31')
    """
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            number = Decimal(f"{value:.15g}")
            if percent and number.is_finite():
                return f"{_plain(number * 100)}%"
            return _plain(number)
        case datetime():
            midnight = value.time() == time()
            return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case str():
            return value


def _plain(number: Decimal) -> str:
    if not number.is_finite():
        return str(number)
    words = f"{number:f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def _typed(
    rows: list[list[Value]], top: int, left: int, *, shares: frozenset[tuple[int, int]]
) -> Iterator[tuple[int, Iterator[tuple[int, str]]]]:
    for row, values in enumerate(rows, start=top):
        yield row, _row(values, row, left, shares=shares)


def _row(values: list[Value], row: int, left: int, *, shares: frozenset[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    for column, value in enumerate(values, start=left):
        yield column, printed(value, percent=(row, column) in shares)


def _properties(packed: Packed) -> tuple[tuple[str, str], ...]:
    """What the workbook calls itself, for which its sheets have no row."""
    if "docProps/core.xml" not in packed:
        return ()
    try:
        title = child(packed.xml("docProps/core.xml"), "title")
    except UnreadableSnapshot:
        return ()  # the properties are a courtesy, and the text does not need them
    words = (title.text or "").strip() if title is not None else ""
    return (("workbook", words),) if words else ()


def _sheets(packed: Packed) -> list[Sheet]:
    relations = {
        attribute(relation, "Id") or "": (attribute(relation, "Target") or "").lstrip("/")
        for relation in packed.xml("xl/_rels/workbook.xml.rels")
    }
    found = []
    for sheet in child(packed.xml("xl/workbook.xml"), "sheets") or ():
        target = relations.get(next((v for k, v in sheet.attrib.items() if k.endswith("}id")), ""), "")
        part = target if target.startswith("xl/") else f"xl/{target}"
        found.append(Sheet(sheet.get("name", ""), part, sheet.get("state", "visible") == "visible"))
    return found


def _percent_styles(packed: Packed) -> frozenset[int]:
    """The cell styles that print a share as a percentage."""
    if "xl/styles.xml" not in packed:
        return frozenset()
    root = packed.xml("xl/styles.xml")
    custom = {
        whole(attribute(form, "numFmtId")): _LITERALS.sub("", attribute(form, "formatCode") or "")
        for form in child(root, "numFmts") or ()
    }
    return frozenset(
        index
        for index, style in enumerate(child(root, "cellXfs") or ())
        if local(style.tag) == "xf"
        and ((key := whole(attribute(style, "numFmtId"))) in _PERCENT_FORMATS or "%" in custom.get(key, ""))
    )


def _surveyed(packed: Packed, sheet: Sheet, percents: frozenset[int]) -> frozenset[tuple[int, int]]:
    """The cells of a sheet that print as percentages, and a guard: one cell at the far corner makes a huge sheet.

    Raises:
        UnreadableSnapshot: the area in use has more than `MAX_CELLS` cells.
    """
    shares: set[tuple[int, int]] = set()
    low, high = [2**31, 2**31], [0, 0]
    for cell in _CELL.finditer(packed.data(sheet.part)):
        place = _REFERENCE.search(cell[1])
        if place is None:
            continue
        at = (int(place[2]) - 1, _column(place[1]))
        low = [min(low[0], at[0]), min(low[1], at[1])]
        high = [max(high[0], at[0]), max(high[1], at[1])]
        style = _STYLE.search(cell[1])
        if style is not None and int(style[1]) in percents:
            shares.add(at)
    area = (high[0] - low[0] + 1) * (high[1] - low[1] + 1) if high >= low else 0
    if area > MAX_CELLS:
        raise UnreadableSnapshot(
            f"{packed.name}：工作表 {sheet.name!r} 占 {area} 格，超过上限 {MAX_CELLS}。",
            hint="删去远处的空格式（Ctrl+End 可见最后一格），或另存为 .csv。",
        )
    return frozenset(shares)


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - ord("A") + 1
    return column - 1
