"""Sheets that clerks can sort, filter and print: one look for every table that leaves the program.

Every text is written as text: a document that says "=cmd|…" stays words, and is no formula, no address, no number.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Generic, TypeVar

import xlsxwriter

from yuheng.office.claims_file import printed

ACCENT: Final = "#1F4E5F"
_LINE: Final = "#C9D3D6"
_CELL_LIMIT: Final = 32_000
_LINK_LIMIT: Final = 60_000
_EXACT_DIGITS: Final = 15
_FIRST_YEAR: Final = 1900
_LINE_POINTS: Final = 14.5
_TALLEST: Final = 405.0
_CREATED: Final = datetime(2000, 1, 1)  # a workbook's own times must not change from run to run

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that opens something: an address relative to the workbook, and the words to click on."""

    target: str
    words: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words with one stretch of them [start, end) in bold."""

    text: str
    start: int
    end: int


Cell = str | int | Decimal | date | Link | Quoted | None


@dataclass(frozen=True)  # no slots: `Column[Row](…)` could not be written
class Column(Generic[Row]):
    """One column: its title, its width in Latin letters, how a row fills it, and whether it holds amounts."""

    title: str
    width: float
    cell: Callable[[Row], Cell]
    right: bool = False


@dataclass(slots=True)
class Book:
    """A workbook in memory; the same rows give the same bytes."""

    title: str
    buffer: io.BytesIO = field(default_factory=io.BytesIO)
    _workbook: Any = None
    _links: int = 0
    _formats: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._workbook = xlsxwriter.Workbook(
            self.buffer,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_date_format": "yyyy-mm-dd",
            },
        )
        self._workbook.set_properties({"title": self.title, "author": "玉衡 Yuheng", "created": _CREATED})
        self._workbook.formats[0].set_font_name("微软雅黑")
        self._workbook.formats[0].set_font_size(10)

    def add(self, name: str, columns: Sequence[Column[Row]], rows: Iterable[Row], *, frozen: int = 1) -> None:
        """Add a table as a sheet, with `frozen` columns that stay in sight; an empty one says so in words."""
        sheet = self._workbook.add_worksheet(name)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
            sheet.write_string(0, index, column.title, self._format("head right" if column.right else "head"))
        sheet.set_row(0, 24)
        count = 0
        for count, row in enumerate(rows, start=1):
            cells = [column.cell(row) for column in columns]
            sheet.set_row(count, _height(cells, columns))
            for index, (cell, column) in enumerate(zip(cells, columns, strict=True)):
                self._write(sheet, count, index, cell, right=column.right)
        if count == 0:
            sheet.write_string(1, 0, "（无）", self._format("text"))
        sheet.freeze_panes(1, frozen)
        sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
        self._printable(sheet, name)

    def close(self) -> bytes:
        """Finish, and give the file's bytes."""
        self._workbook.close()
        return self.buffer.getvalue()

    def _printable(self, sheet: Any, name: str) -> None:
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(f"&L&8{_in_footer(self.title)}　{name}&R&8第 &P 页，共 &N 页")

    def _write(self, sheet: Any, row: int, column: int, cell: Cell, *, right: bool) -> None:
        text = self._format("text")
        match cell:
            case None | "":
                sheet.write_blank(row, column, None, text)
            case str():
                sheet.write_string(row, column, storable(cell), text)
            case Decimal() | int():
                self._write_number(sheet, row, column, Decimal(cell), "number" if right else "ordinal")
            case date() if cell.year < _FIRST_YEAR:
                sheet.write_string(row, column, cell.isoformat(), text)
            case date():
                sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), self._format("day"))
            case Link() if self._links < _LINK_LIMIT:
                self._links += 1
                sheet.write_url(row, column, f"external:{cell.target}", self._format("link"), cell.words)
            case Link():
                sheet.write_string(row, column, cell.words, text)
            case Quoted():
                self._write_quoted(sheet, row, column, cell)

    def _write_number(self, sheet: Any, row: int, column: int, value: Decimal, look: str) -> None:
        """As a number with the decimals printed; a spreadsheet keeps 15 digits, so longer ones stay text."""
        plain = printed(value)
        digits = plain.replace("-", "").replace(".", "").strip("0")
        if len(digits) > _EXACT_DIGITS:
            sheet.write_string(row, column, plain, self._format("text"))
            return
        decimals = len(plain.partition(".")[2])
        code = "#,##0" + ("." + "0" * decimals if decimals else "")
        sheet.write_number(row, column, float(value), self._format(look, num_format=code))

    def _write_quoted(self, sheet: Any, row: int, column: int, quoted: Quoted) -> None:
        before, bold, after = (
            storable(part)
            for part in (
                quoted.text[: quoted.start],
                quoted.text[quoted.start : quoted.end],
                quoted.text[quoted.end :],
            )
        )
        text, plain = self._format("text"), self._format("plain")
        if len(quoted.text) > _CELL_LIMIT or not bold or not (before or after):
            sheet.write_string(row, column, storable(quoted.text), text)
            return
        parts = ((plain, before), (self._format("bold"), bold), (plain, after))
        sheet.write_rich_string(row, column, *(item for part in parts if part[1] for item in part), text)

    def _format(self, name: str, *, num_format: str = "") -> Any:
        key = name + num_format
        if key not in self._formats:
            made = dict(_LOOKS[name])
            if num_format:
                made["num_format"] = num_format
            self._formats[key] = self._workbook.add_format(made)
        return self._formats[key]


_BASE: Final = {
    "font_name": "微软雅黑",
    "font_size": 10,
    "valign": "top",
    "bottom": 1,
    "bottom_color": _LINE,
    "text_wrap": True,
}
_HEAD: Final = {**_BASE, "bold": True, "valign": "vcenter", "font_color": "#FFFFFF", "bg_color": ACCENT}
_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "head": _HEAD,
    "head right": {**_HEAD, "align": "right", "indent": 1},
    "text": dict(_BASE),
    "ordinal": {**_BASE, "align": "left", "text_wrap": False},
    "number": {**_BASE, "align": "right", "indent": 1, "text_wrap": False},
    "day": {**_BASE, "align": "left", "num_format": "yyyy-mm-dd"},
    "link": {**_BASE, "font_color": ACCENT, "underline": 1},
    "plain": {"font_name": "微软雅黑", "font_size": 10},
    "bold": {"font_name": "微软雅黑", "font_size": 10, "bold": True, "font_color": ACCENT},
}


def _height(cells: Sequence[Cell], columns: Sequence[Column[Row]]) -> float:
    """A row's height in points: not every program that opens the file works out wrapped lines by itself."""
    lines = 1
    for cell, column in zip(cells, columns, strict=True):
        text = cell.text if isinstance(cell, Quoted) else cell
        if isinstance(text, str):
            wide = column.width - 1
            if len(text) * 2 > wide or "\n" in text:
                needed = sum(max(math.ceil(_width(line) / wide), 1) for line in text.split("\n"))
                lines = max(lines, needed)
    return min(lines * _LINE_POINTS + 4, _TALLEST)


def _width(text: str) -> float:
    """In Latin letters: a Chinese one is two wide, as it is two bytes of GBK; digits are a little wider than one."""
    return 1.05 * len(text[:_CELL_LIMIT].encode("gbk", "replace"))


def storable(text: str) -> str:
    """A text as a cell can hold it: no lone surrogates, and cut with a sign where a cell's limit is passed."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= _CELL_LIMIT else text[:_CELL_LIMIT] + "……（过长，余下见 reader.html）"


def _in_footer(text: str) -> str:
    """Footers are limited to 255 characters, and & is their escape."""
    return text.replace("&", "&&")[:120]
