"""Tables of a document as grids of cells, from whatever is left of them.

Word, PDF, HTML and Excel tell rows and columns; a text file keeps tabs or bars, or only one cell a line. In the last
case the order of the lines is all there is, so a grid of it is marked `flat`: its rows hold cells in reading order and
no column numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from yuheng.model import Block, Document, Mark


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its span in the document's text, its text, and its column (0-based; -1 in a flat grid)."""

    start: int
    end: int
    text: str
    column: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells; `flat` where columns are unknown. `path` is the heading path of its first cell."""

    rows: tuple[tuple[Cell, ...], ...]
    path: tuple[str, ...]
    flat: bool = False


_SEPARATOR = re.compile(r"\s*[\t|｜]\s*")
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
    for block in (*document.blocks, None):
        if block is not None and _is_table_line(document, block):
            run.append(block)
            continue
        if run:
            grids += _grids_of(document, run, rows, cells)
            run = []
    return tuple(grids)


def _is_table_line(document: Document, block: Block) -> bool:
    if block.kind == "table":
        return True
    line = document.text[block.start : block.end]
    return len(_SEPARATOR.findall(line.strip(" |"))) >= 1 and len(line) < 400 and ("\t" in line or line.count("|") >= 2)


def _grids_of(document: Document, run: list[Block], rows: list[Mark], cells: list[Mark]) -> list[Grid]:
    path = run[0].path
    if rows and cells:
        marked = _marked_rows(document, run, rows, cells)
        if marked:
            return [Grid(tuple(marked), path)]
    separated = [block for block in run if _SEPARATOR.search(document.text[block.start : block.end].strip(" |"))]
    if len(separated) >= 2:
        return [Grid(tuple(_split_row(document, block) for block in separated if not _is_rule(document, block)), path)]
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
