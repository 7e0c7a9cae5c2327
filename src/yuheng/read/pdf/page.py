"""One page: its lines in reading order, with the tables among them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any, Final

from yuheng.read.pdf.aligned import Aligned, aligned_in
from yuheng.read.pdf.columns import bands_in
from yuheng.read.pdf.glyphs import Box, Frame, Layer, frame_of, layers_on
from yuheng.read.pdf.lines import Segment, boxes_of, rows_of, segment_of, segments_in
from yuheng.read.pdf.tables import Table, rulings_on, tables_on

_UNRULED: Final = 10_000
"""Tables without rulings are numbered from here on."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, as stretches with their boxes (as displayed), and what the layout says of it.

    Attributes:
        pieces: text and box, in order; a box of None is a space between.
        bottom, top: its height on the displayed page.
        table, row, column: the cell it belongs to; `table` counts the page's tables from 0, None outside of them.
        opens: it begins a paragraph: indented, or below a gap.
        askew: a watermark or other text set at an angle.
    """

    pieces: tuple[tuple[str, Box | None], ...]
    bottom: float
    top: float
    table: int | None = None
    row: int = 0
    column: int = 0
    opens: bool = False
    askew: bool = False

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(text for text, _ in self.pieces)


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's lines in reading order, its displayed height, and whether there was more than is read of one page."""

    lines: tuple[Line, ...]
    height: float
    overfull: bool


def lines_on(page: Any) -> PageText:
    """Read one pypdfium2 page: tables cell by cell, columns one after the other."""
    layers, overfull = layers_on(page)
    shown = frame_of(page)
    lines: list[Line] = []
    for number, layer in enumerate(layers):
        if layer.askew:
            # its characters are in no rows: the order in which they were drawn is the best there is
            lines.append(replace(_line([segment_of(layer.glyphs)], layer.frame, shown), askew=True))
        elif number == 0:
            lines += _main_lines(page, layer, shown)
        else:
            lines += [_line(row, layer.frame, shown) for row in rows_of(segments_in(layer.glyphs))]
    return PageText(tuple(lines), shown.height, overfull)


def _main_lines(page: Any, layer: Layer, shown: Frame) -> Iterable[Line]:
    """The lines in the page's main direction, which alone has tables and columns."""
    frame = layer.frame
    tables, rest = tables_on(rulings_on(page, frame), layer.glyphs, frame.height)
    items: list[Segment | Table] = [*segments_in(rest), *tables]
    for band in bands_in(items):
        yield from _band_lines(band, tables, frame, shown)


def _band_lines(band: list[Segment | Table], tables: list[Table], frame: Frame, shown: Frame) -> Iterable[Line]:
    """The lines of one column, with each table where its top is."""
    segments = [item for item in band if isinstance(item, Segment)]
    waiting = sorted((item for item in band if isinstance(item, Table)), key=lambda t: -t.top)
    rows = rows_of(segments)
    left = min((row[0].left for row in rows), default=0.0)
    pitch = _pitch(rows)
    above: Segment | None = None
    cells = {
        at: (number, table) for number, table in enumerate(aligned_in(rows)) for at in range(table.first, table.last)
    }
    for at, row in enumerate(rows):
        while waiting and waiting[0].top > row[0].base:
            table = waiting.pop(0)
            yield from _table_lines(table, tables.index(table), frame, shown)
            above = None
        head = row[0]
        if at in cells:
            yield from _aligned_lines(row, at, *cells[at], frame, shown)
            above = None
            continue
        indented = head.left - left > 1.4 * 0.8 * head.size
        apart = above is not None and above.base - head.base > 1.6 * pitch
        yield replace(_line(row, frame, shown), opens=indented or apart)
        above = head
    for table in waiting:
        yield from _table_lines(table, tables.index(table), frame, shown)


def _aligned_lines(
    row: list[Segment], at: int, number: int, table: Aligned, frame: Frame, shown: Frame
) -> Iterable[Line]:
    """The cells of one row of a table without rulings."""
    for segment in row:
        line = _line([segment], frame, shown)
        yield replace(line, table=_UNRULED + number, row=at - table.first, column=table.column(segment))


def _pitch(rows: list[list[Segment]]) -> float:
    steps = [above[0].base - below[0].base for above, below in pairwise(rows)]
    return median(steps) if steps else 0.0


def _table_lines(table: Table, number: int, frame: Frame, shown: Frame) -> Iterable[Line]:
    for cell in table.cells:
        for row in rows_of(cell.lines):
            yield replace(_line(row, frame, shown), table=number, row=cell.row, column=cell.column)


def _line(row: list[Segment], frame: Frame, shown: Frame) -> Line:
    pieces: list[tuple[str, Box | None]] = []
    boxes: list[Box] = []
    for segment in row:
        if pieces:
            pieces.append((" ", None))
        for text, box in boxes_of(segment):
            placed = shown.seen(frame.unseen(box))
            boxes.append(placed)
            pieces.append((text, placed))
    return Line(tuple(pieces), min(box[1] for box in boxes), max(box[3] for box in boxes))
