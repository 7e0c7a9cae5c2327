"""Figures of tables of which a text file kept one cell a line.

Only the order of the lines is left. The header tells how many value columns there are; they run from the base to the
farthest year. A row ends where its 属性 stands (预期性, 约束性) or where the next indicator begins. Its values are
given to the columns only where there are as many of them; otherwise the row is an Issue, since a wrong column would be
a wrong year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from yuheng.extract.grids import Cell, Grid
from yuheng.extract.scopes import Scopes
from yuheng.extract.tables import Column, base_period, cell_figure
from yuheng.model import Document, Figure, Issue, anchor_at
from yuheng.text.periods import year_period

_PROPERTY = re.compile(r"(?:预期|约束|倡导|指导|引导)性?(?:指标)?")
_HEADER_WORD = re.compile(
    r"序号|指标(?:名称|性质|属性|类型)?|性质|属性|单位|领域|类别|基期水平|基期值?|现状值?|年目标?值?|标值|目标值|20\d\d年?(?:目标值?)?"
)
_YEAR_TARGET = re.compile(r"(20\d\d)年?目标?值?")
_BASE = re.compile(r"基期|现状|基线")
_NUMBER = re.compile(
    r"[≥≤<>＞＜约]?\s?\d+(?:\.\d+)?(?:[—～~\-]\d+(?:\.\d+)?)?\s?[%‰]?(?:以上|以下|左右|及以上)?[#＃*]?"
)
_DATED = re.compile(r"20\d\d年为?")
_WORDLESS = re.compile(r"[—\-－–/]+")
_WORD_VALUE = re.compile(
    r"(?:有效|持续|显著|明显|基本|保持|稳步|逐步|不断|上升|趋势|提高|提升|下降|降低|减缓|改善|控制|消除|实现|和消|除危|害|达标|以上|增速|有所|完成|增长)+[#＃]?"
)
_UNIT_LINE = re.compile(r"[（(][^（）()]{1,10}[）)]")
_LABEL_END = re.compile(r"[（(][^（）()]{1,10}[）)]$")
_NUMBERED = re.compile(r"^\d{1,3}(?![岁年个月周天类级种\d])(?=[\u4e00-\u9fff])")
_ORDINAL = re.compile(r"[（(][一二三四五六七八九十]+[）)]|～")
_GROUP = re.compile(r".{2,14}(?:指标|行动|水平|领域)")


@dataclass
class _Row:
    label: list[Cell] = field(default_factory=list)
    items: list[Cell] = field(default_factory=list)

    @property
    def closed(self) -> bool:
        return bool(self.label) and bool(_LABEL_END.search(self.label[-1].text))


def flat_figures_in(
    document: Document, grids: tuple[Grid, ...], scopes: Scopes
) -> tuple[list[Figure], list[Issue], set[int]]:
    """Read the flat grids; also returns the starts of the cells that were taken."""
    figures: list[Figure] = []
    issues: list[Issue] = []
    taken: set[int] = set()
    columns: list[Column] = []
    numbered = False
    last = 0
    for grid in (grid for grid in grids if grid.flat):
        cells = list(grid.rows[0])
        found = _columns(cells, document)
        numbered = numbered or any(cell.text == "序号" for cell in cells)
        columns = columns if _is_part_of(found, columns) else found
        if not columns:
            continue
        row = _Row()
        for cell in _joined_dates(document, [cell for cell in cells if not _HEADER_WORD.fullmatch(cell.text)]):
            if numbered and cell.text.isdecimal() and last < int(cell.text) <= last + 8:
                last = int(cell.text)
                continue
            if _ends_row(row, cell):
                _take(document, grid, row, columns, figures, issues, taken)
                row = _Row()
            _put(row, cell)
        _take(document, grid, row, columns, figures, issues, taken)
    return figures, issues, taken


def _columns(cells: list[Cell], document: Document) -> list[Column]:
    """The value columns that a grid's header names: the base first, then the years."""
    header = "".join(cell.text for cell in cells if _HEADER_WORD.fullmatch(cell.text))
    years = sorted({int(year) for year in re.findall(r"(20\d\d)年目标?值?", header)})
    if not years:
        return []
    base = [Column("value", base_period(document.text), "actual")] if _BASE.search(header) or len(years) > 1 else []
    return base + [Column("value", year_period(year, f"{year}年目标值"), "target") for year in years]


def _is_part_of(found: list[Column], known: list[Column]) -> bool:
    """Whether a page's header is a piece of the table's: its other cells were lost, the columns are the same."""
    periods = {column.period for column in known}
    return len(found) < len(known) and all(column.period in periods for column in found)


def _joined_dates(document: Document, cells: list[Cell]) -> list[Cell]:
    """ "2015年为" and "48" on two lines are one value."""
    joined: list[Cell] = []
    pending: Cell | None = None
    for cell in cells:
        if pending is not None and _NUMBER.fullmatch(cell.text):
            start = pending.start
            joined.append(Cell(start, cell.end, document.text[start : cell.end], -1))
            pending = None
            continue
        if pending is not None:
            joined.append(pending)
            pending = None
        if _DATED.fullmatch(cell.text):
            pending = cell
            continue
        tail = re.search(r"(?<=.{6})20\d\d年为$", cell.text) if cell.text.endswith("年为") else None
        if tail:
            joined.append(Cell(cell.start, cell.start + tail.start(), cell.text[: tail.start()], -1))
            pending = Cell(cell.start + tail.start(), cell.end, tail.group(), -1)
            continue
        joined.append(cell)
    return joined + ([pending] if pending else [])


def _is_item(cell: Cell) -> bool:
    return bool(
        _NUMBER.fullmatch(cell.text)
        or _WORDLESS.fullmatch(cell.text)
        or _WORD_VALUE.fullmatch(cell.text)
        or re.match(r"20\d\d年", cell.text)
    )


def _ends_row(row: _Row, cell: Cell) -> bool:
    if _PROPERTY.fullmatch(cell.text):
        return True
    return (
        bool(row.items)
        and bool(row.label)
        and not _is_item(cell)
        and not _UNIT_LINE.fullmatch(cell.text)
        and len(cell.text) > 4
    )


def _put(row: _Row, cell: Cell) -> None:
    if _PROPERTY.fullmatch(cell.text):
        return
    if _is_item(cell):
        previous = row.items[-1] if row.items else None
        if previous and _WORD_VALUE.fullmatch(previous.text) and _WORD_VALUE.fullmatch(cell.text):
            row.items[-1] = Cell(previous.start, cell.end, previous.text + cell.text, -1)
            return
        row.items.append(cell)
        return
    if (
        row.closed
        or len(cell.text) < 3  # a piece of a heading that runs down the page's edge
        or _ORDINAL.fullmatch(cell.text)
        or (_GROUP.fullmatch(cell.text) and not _LABEL_END.search(cell.text))
    ):
        return
    row.label.append(cell)


def _take(
    document: Document,
    grid: Grid,
    row: _Row,
    columns: list[Column],
    figures: list[Figure],
    issues: list[Issue],
    taken: set[int],
) -> None:
    """Give a finished row's values to the columns, or say that it cannot be done."""
    numbers = [item for item in row.items if re.search(r"\d", item.text)]
    if not row.label or not numbers:
        return
    label = _NUMBERED.sub("", "".join(cell.text for cell in row.label))
    start, end = min(row.label[0].start, row.items[0].start), max(row.label[-1].end, row.items[-1].end)
    placed = _placed(label, row.items, columns) if _is_label(label) else []
    if not placed:
        quote = anchor_at(document, row.label[0].start, row.label[-1].end)
        issues.append(
            Issue(
                "table-ambiguous",
                f"表格行“{label[:30]}”有{len(row.items)}个取值，表头有{len(columns)}列，无法确定哪个值属于哪一列；"
                "请对照原件（PDF 或 Word）填写，或直接上传原件。",
                document.snapshot.name,
                quote,
            )
        )
        return
    for part, item, column in placed:
        figure = cell_figure(document, grid.path, part, item, column, unit="", row=(start, end))
        if figure is not None:
            figures.append(figure)
            taken.update((item.start, *(cell.start for cell in row.label)))


def _is_label(label: str) -> bool:
    """Whether words name an indicator of a table: they end with its unit, and no value stands among them."""
    return bool(_LABEL_END.search(label)) and not re.search(r"[≥≤<>]|预期性|约束性", label)


def _placed(label: str, items: list[Cell], columns: list[Column]) -> list[tuple[str, Cell, Column]]:
    """Each value with its label and its column; empty where the numbers do not fit."""
    if any(re.match(r"20\d\d年", item.text) for item in items[1:]):
        return []  # only a base is dated by itself
    if len(items) == len(columns):
        return [(label, item, column) for item, column in zip(items, columns, strict=True)]
    parts = [part for part in re.split(r"[，,；;]", label) if part]
    if len(parts) > 1 and len(items) == 1 + len(parts) * (len(columns) - 1):
        return [
            (parts[index % len(parts)], item, columns[1 + index // len(parts)]) for index, item in enumerate(items[1:])
        ]
    return []
