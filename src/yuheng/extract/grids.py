"""Tables of a document as grids of cells, from whatever is left of them.

Word, PDF, HTML and Excel tell rows and columns; a text file keeps tabs or bars, or only one cell a line. In the last
case the order of the lines is all there is, so a grid of it is marked `flat`: its rows hold cells in reading order and
no column numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from yuheng.model import Block, Document, Mark
from yuheng.vocab.units import is_unit


@dataclass(slots=True)
class Cell:
    """One cell: its span in the document's text, its text, and its column (0-based; -1 in a flat grid)."""

    start: int
    end: int
    text: str
    column: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells; `flat` where columns are unknown, `inferred` where regular lines were taken for rows.

    `path` is the heading path of its first cell, `caption` what stands over it (表2 重点园区产值（单位：亿元）),
    `above` the line over it whatever it says.
    """

    rows: tuple[tuple[Cell, ...], ...]
    path: tuple[str, ...]
    flat: bool = False
    caption: str = ""
    above: str = ""
    inferred: bool = False


_SEPARATOR = re.compile(r"\s*[\t|｜]\s*")
_CAPTION = re.compile(r"^(?:附?表|专栏)\s?[\d一二三四五六七八九十]|单位[:：]|指标|目标.{0,6}表$")
_HEADER = re.compile(
    r"序号|编号|(?:类别|领域|分类|维度|一级指标|类型)|(?:主要|具体|核心|二级|三级)?(?:指标|目标)(?:名称|内容)?|名称|项目|(?:计量)?单位"
    r"|(?:指标)?(?:属性|性质)|备注|责任(?:单位|部门)|牵头(?:单位|部门)"
    r"|(?P<value>20\d\d\s?年?(?:末|底)?(?:目标值?|实际值?|现状值?|完成值?|基期值?|基数|预期值?|规划值?)?(?:[（(][^（）()]{1,8}[）)])?"
    r"|(?:现状|基期|基准|目标|完成|实际|规划|预期)(?:值|水平|数)?"
    r"|“?十[三四五六]五”?(?:末|期末)?(?:年均增[速长](?:率)?|目标值?)?|(?:“十[三四五六]五”)?年均增[速长](?:率)?(?:[（(]%[）)])?|累计(?:值|增长)?)"
)
_VALUE_CELL = re.compile(
    r"[≥≤<>＞＜约﹥﹤＝=]?\s?[\[〔【(（]?-?\d[\d,.]*(?:\s?[—–～~\-]\s?\d[\d.]*)?[\]〕】)）]?\s?\S{0,6}|[—\-－–/／]+"
    r"|(?:持续|逐步|明显|显著|稳步|不断|进一步|有所|基本)?(?:提高|提升|下降|降低|改善|达标|增长|消除|全覆盖|完成省?下?达?.{0,6}|完成国家下达.{0,4})"
)
_RULE = re.compile(r"[|\s:：\-—+]+")


def grids_in(document: Document) -> tuple[Grid, ...]:
    """Every table of a document, in order."""
    marks = sorted(
        (mark for mark in document.reading.marks if mark.kind in ("row", "cell")),
        key=lambda mark: (mark.start, -mark.end),
    )
    rows = [mark for mark in marks if mark.kind == "row"]
    cells = [mark for mark in marks if mark.kind == "cell"]
    grids: list[Grid] = []
    run: list[Block] = []
    before: list[Block | None] = []
    for block in (*document.blocks, None):
        if block is not None and _is_table_line(document, block):
            run.append(block)
            continue
        if run:
            above = [document.text[line.start : min(line.end, line.start + 80)] for line in before[-2:] if line]
            caption = "\n".join(line for line in above if _CAPTION.search(line))
            last = above[-1] if above else ""
            grids += [
                replace(grid, caption=caption, above=grid.above or last)
                for grid in _grids_of(document, run, rows, cells)
            ]
            run, before = [], []
        before.append(block)
    return tuple(grids)


def _is_table_line(document: Document, block: Block) -> bool:
    if block.kind == "table":
        return True
    line = document.text[block.start : block.end]
    if len(line) >= 400 or ("\t" not in line and line.count("|") < 2):
        return False
    return _SEPARATOR.search(line.strip(" |")) is not None


def _grids_of(document: Document, run: list[Block], rows: list[Mark], cells: list[Mark]) -> list[Grid]:
    path = run[0].path
    if rows and cells:
        marked = _marked_rows(document, run, rows, cells)
        if marked:
            return [_parted(document, Grid(tuple(marked), path))]
    separated = [block for block in run if _SEPARATOR.search(document.text[block.start : block.end].strip(" |"))]
    if len(separated) >= 2:
        split = [_split_row(document, block) for block in separated if not _is_rule(document, block)]
        width = len(split[0]) if split else 0
        return [Grid(tuple(_with_empty_cells(document, row) if len(row) < width else row for row in split), path)]
    if regular := _regular_rows(document, run):
        return [Grid(tuple(regular), path, inferred=True)]
    if measured := _measured_rows(document, run):
        return [measured]
    lines = tuple(Cell(block.start, block.end, document.text[block.start : block.end], -1) for block in run)
    return [Grid((lines,), path, flat=True)] if len(lines) >= 4 else []


def _marked_rows(document: Document, run: list[Block], rows: list[Mark], cells: list[Mark]) -> list[tuple[Cell, ...]]:
    row_starts, cell_starts = [mark.start for mark in rows], [mark.start for mark in cells]
    found: dict[int, list[Cell]] = {}
    for block in run:
        raw = document.chars.to_raw(block.start)
        row = bisect_right(row_starts, raw) - 1
        cell = bisect_right(cell_starts, raw) - 1
        if row < 0 or cell < 0 or rows[row].end <= raw or cells[cell].end <= raw:
            continue
        text = document.text[block.start : block.end]
        found.setdefault(row, []).append(Cell(block.start, block.end, text, cells[cell].level))
    return [tuple(cells) for _, cells in sorted(found.items())]


def is_row(text: str, block: Block) -> bool:
    """Whether a block is a whole row of a workbook or a list: cells side by side, which make no sentence."""
    return block.kind == "table" and text.find("\t", block.start, block.end) >= 0


def _parted(document: Document, grid: Grid) -> Grid:
    """A grid of a workbook or list, whose rows are lines, with each line cut into its cells; any other as it is."""
    cells = sorted((mark for mark in document.reading.marks if mark.kind == "cell"), key=lambda mark: mark.start)
    if not cells or not any("\t" in cell.text for row in grid.rows for cell in row):
        return grid
    starts = [mark.start for mark in cells]
    rows = tuple(
        tuple(part for cell in row for part in _parts(document, cell, cells, starts=starts)) for row in grid.rows
    )
    return replace(grid, rows=rows)


def _parts(document: Document, cell: Cell, marks: Sequence[Mark], *, starts: Sequence[int]) -> Iterator[Cell]:
    for match in re.finditer(r"[^\t]+", cell.text):
        start = cell.start + match.start()
        mark = marks[max(bisect_right(starts, document.chars.to_raw(start)) - 1, 0)]
        yield Cell(start, start + len(match[0]), match[0], mark.level)


def _is_rule(document: Document, block: Block) -> bool:
    return bool(_RULE.fullmatch(document.text[block.start : block.end]))


def _split_row(document: Document, block: Block) -> tuple[Cell, ...]:
    line = document.text[block.start : block.end]
    cells: list[Cell] = []
    at = edge = len(line) - len(line.lstrip(" |｜"))
    for column, separator in enumerate((*_SEPARATOR.finditer(line, edge), None)):
        end = separator.start() if separator else len(line)
        text = line[at:end]
        lead = len(text) - len(text.lstrip())
        if text.strip():
            cells.append(Cell(block.start + at + lead, block.start + at + len(text.rstrip()), text.strip(), column))
        at = separator.end() if separator else end
    return tuple(cells)


def _with_empty_cells(document: Document, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """A row that is shorter than its header, with its columns counted in the reading, where empty cells still stand.

    Clean text keeps one tab of several; two tabs in a row of too few cells are an empty cell, not a wider gap.
    """
    if not row or any(mark in document.text[row[0].start : row[-1].end] for mark in "|｜"):
        return row
    text, chars = document.reading.text, document.chars
    first = chars.to_raw(row[0].start)
    column = text.count("\t", text.rfind("\n", 0, first) + 1, first)
    counted = [replace(row[0], column=column)]
    for left, right in pairwise(row):
        column += text.count("\t", chars.to_raw(left.end - 1), chars.to_raw(right.start))
        counted.append(replace(right, column=column))
    return tuple(counted)


def _regular_rows(document: Document, run: Sequence[Block]) -> list[tuple[Cell, ...]]:
    """Rows of a table of which one cell a line is left, where every row has the header's cells; else nothing.

    A column of categories (类别, 领域), whose cells span rows, may be missing in a row.
    """
    texts = [document.text[block.start : block.end].strip() for block in run]
    found = _header_at(texts)
    if found is None:
        return []
    first, last = found
    header = texts[first:last]
    values = [at for at, text in enumerate(header) if (match := _HEADER.fullmatch(text)) and match.group("value")]
    spans = [at for at, text in enumerate(header) if re.fullmatch(r"类别|领域|分类|维度|一级指标|类型", text)]
    rows, at, odd = [_cells_of(run[first:last], texts[first:last], range(last - first))], last, 0
    while at < len(texts):
        for columns in _layouts(len(header), spans):
            part = texts[at : at + len(columns)]
            if len(part) == len(columns) and _fits(part, columns, values, header):
                rows.append(_cells_of(run[at : at + len(columns)], part, columns))
                at += len(columns)
                break
        else:
            odd, at = odd + 1, at + 1
    return rows if len(rows) > 2 and odd <= len(rows) else []


_MEASURED = re.compile(r"(?=\S*[\u4e00-\u9fff])[^（()）]{1,20}[（(](?P<unit>[^（）()]{1,8})[）)]")


def is_measured(text: str) -> bool:
    """Whether a header cell names what its column measures and in which unit: 主营业务收入（亿元）, 同比（%）."""
    found = _MEASURED.fullmatch(text.strip())
    return found is not None and is_unit(found.group("unit"))


def _measured_rows(document: Document, run: Sequence[Block]) -> Grid | None:
    """A table one cell a line whose header gives each column its unit: a label, then as many numbers as columns."""
    texts = [document.text[block.start : block.end].strip() for block in run]
    first = next((at for at, text in enumerate(texts) if is_measured(text)), 0)
    last = first
    while last < len(texts) and is_measured(texts[last]):
        last += 1
    width = last - first + 1
    if first == 0 or width < 3 or len(texts[first - 1]) > 8:
        return None
    rows, at = [_cells_of(run[first - 1 : last], texts[first - 1 : last], range(width))], last
    while at < len(texts):
        part = texts[at : at + width]
        if len(part) == width and _is_measured_row(part):
            rows.append(_cells_of(run[at : at + width], part, range(width)))
            at += width
        else:
            at += 1
    above = texts[first - 2] if first > 1 else ""
    return Grid(tuple(rows), run[0].path, above=above) if len(rows) > 2 else None


def _is_measured_row(part: Sequence[str]) -> bool:
    return not _VALUE_CELL.fullmatch(part[0]) and all(_VALUE_CELL.fullmatch(text) for text in part[1:])


def _header_at(texts: Sequence[str]) -> tuple[int, int] | None:
    """The first run of three lines or more that are all a header's, with a label and a value column among them."""
    at = 0
    while at < len(texts):
        end = at
        while end < len(texts) and _HEADER.fullmatch(texts[end]):
            end += 1
        named = any(re.search(r"指标|目标$|名称|项目|内容", text) for text in texts[at:end])
        if end - at >= 3 and named and any(re.search(r"20\d\d|目标|五", text) for text in texts[at:end]):
            return at, end
        at = max(end, at + 1)
    return None


def _layouts(width: int, spans: Sequence[int]) -> list[list[int]]:
    """The columns that a row may fill: all, or all but those whose cells span rows."""
    whole = list(range(width))
    return [whole, [column for column in whole if column not in spans]] if spans else [whole]


def _fits(part: Sequence[str], columns: Sequence[int], values: Sequence[int], header: Sequence[str]) -> bool:
    for text, column in zip(part, columns, strict=True):
        is_value = bool(_VALUE_CELL.fullmatch(text))
        if column in values and not is_value:
            return False
        if header[column] in ("序号", "编号") and not re.fullmatch(r"\d{1,3}", text):
            return False
        if re.search(r"指标$|名称|项目|内容", header[column]) and (is_value or len(text) > 60):
            return False
    return True


def _cells_of(blocks: Sequence[Block], texts: Sequence[str], columns: Sequence[int]) -> tuple[Cell, ...]:
    return tuple(
        Cell(block.start, block.end, text, column) for block, text, column in zip(blocks, texts, columns, strict=True)
    )
