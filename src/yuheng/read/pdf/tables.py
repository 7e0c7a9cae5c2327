"""Tables with ruling lines: the cells that the lines enclose, and the characters in each."""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from yuheng.read.limits import MAX_RULINGS
from yuheng.read.pdf.glyphs import Box, Frame, Glyph
from yuheng.read.pdf.lines import Segment, segments_in

_THIN: Final = 3.0
_SNAP: Final = 3.0
_SHORT: Final = 4.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell: its row and column from 0 (of its upper left corner), and its lines."""

    row: int
    column: int
    lines: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table on one page, its cells row by row; empty cells are left out."""

    cells: tuple[Cell, ...]
    left: float
    bottom: float
    right: float
    top: float


def rulings_on(page: Any, frame: Frame) -> list[Box]:
    """The horizontal and vertical lines drawn on a page, as seen, flat boxes; empty when it is a drawing."""
    import pypdfium2.raw as c

    found: list[Box] = []
    for drawn in page.get_objects(filter=[c.FPDF_PAGEOBJ_PATH], max_depth=6):
        left, bottom, right, top = drawn.get_bounds()
        if min(right - left, top - bottom) <= _THIN:
            if max(right - left, top - bottom) >= _SHORT:
                found.append(frame.seen((left, bottom, right, top)))
        else:
            found += [frame.seen(side) for side in _sides(drawn)]
        if len(found) > MAX_RULINGS:
            return []
    return found


def tables_on(rulings: Sequence[Box], glyphs: Sequence[Glyph], height: float) -> tuple[list[Table], list[Glyph]]:
    """The tables that ruling lines enclose, top first, and the characters outside of them.

    One box around a text is a frame, not a table: its characters stay outside.
    """
    cells = _enclosed(rulings, height) if len(rulings) >= 4 else []
    if not cells:
        return [], list(glyphs)
    tables = []
    rest = list(glyphs)
    for group in cells:
        table, rest = _filled(group, rest)
        if len(table.cells) > 1:
            tables.append(table)
        else:
            rest += [glyph for cell in table.cells for line in cell.lines for glyph in line.glyphs]
    return tables, rest


def _sides(drawn: Any) -> list[Box]:
    """The straight pieces of a path that run along an axis."""
    import pypdfium2.raw as c

    matrix = drawn.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    sides: list[Box] = []
    start = here = (0.0, 0.0)
    for i in range(min(c.FPDFPath_CountSegments(drawn.raw), MAX_RULINGS)):
        piece = c.FPDFPath_GetPathSegment(drawn.raw, i)
        if not c.FPDFPathSegment_GetPoint(piece, x, y):
            continue
        to = matrix.on_point(x.value, y.value)
        kind = c.FPDFPathSegment_GetType(piece)
        if kind == c.FPDF_SEGMENT_MOVETO:
            start = to
        elif kind == c.FPDF_SEGMENT_LINETO:
            sides += _axis_aligned(here, to)
        here = to
        if c.FPDFPathSegment_GetClose(piece):
            sides += _axis_aligned(here, start)
            here = start
    return sides


def _axis_aligned(a: tuple[float, float], b: tuple[float, float]) -> list[Box]:
    wide, high = abs(a[0] - b[0]), abs(a[1] - b[1])
    if min(wide, high) > 1.0 or max(wide, high) < _SHORT:
        return []
    return [(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))]


def _enclosed(rulings: Sequence[Box], height: float) -> list[list[Box]]:
    """Cells as boxes, grouped by table, top first."""
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    edges = merge_edges([_edge(box, height) for box in rulings], _SNAP, _SNAP, _SNAP, _SNAP)
    edges = [edge for edge in edges if max(edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]) >= _SHORT]
    cells = intersections_to_cells(edges_to_intersections(edges, _SNAP, _SNAP))
    tables = cells_to_tables([cell for cell in cells if cell[2] - cell[0] > _SNAP and cell[3] - cell[1] > _SNAP])
    boxes = [[(left, height - bottom, right, height - top) for left, top, right, bottom in table] for table in tables]
    return sorted(boxes, key=lambda table: -max(box[3] for box in table))


def _edge(box: Box, height: float) -> dict[str, Any]:
    """A ruling as pdfplumber's table functions take it: y counts down from the top."""
    left, bottom, right, top = box
    if right - left >= top - bottom:
        middle = height - (bottom + top) / 2
        return {"x0": left, "x1": right, "top": middle, "bottom": middle, "width": right - left, "orientation": "h"}
    middle = (left + right) / 2
    return {
        "x0": middle,
        "x1": middle,
        "top": height - top,
        "bottom": height - bottom,
        "height": top - bottom,
        "orientation": "v",
    }


def _filled(boxes: list[Box], glyphs: Sequence[Glyph]) -> tuple[Table, list[Glyph]]:
    """Put each character into the cell that holds its middle; return the table and the characters left over."""
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    bottom, top = min(box[1] for box in boxes), max(box[3] for box in boxes)
    contents: dict[Box, list[Glyph]] = {box: [] for box in boxes}
    rest: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2
        holder = None
        if left <= x <= right and bottom <= y <= top:
            holder = next((b for b in boxes if b[0] <= x <= b[2] and b[1] <= y <= b[3]), None)
        (rest if holder is None else contents[holder]).append(glyph)
    columns = _levels([box[0] for box in boxes])
    rows = _levels([-box[3] for box in boxes])
    cells = [
        Cell(bisect_left(rows, -box[3] - _SNAP), bisect_left(columns, box[0] - _SNAP), tuple(segments_in(inside, 9.0)))
        for box, inside in contents.items()
        if inside
    ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Table(tuple(cells), left, bottom, right, top), rest


def _levels(values: list[float]) -> list[float]:
    """Distinct coordinates, those within a ruling's width taken as one."""
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > _SNAP:
            levels.append(value)
    return levels
