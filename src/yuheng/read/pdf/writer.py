"""Pages to one reading: the text, where each stretch lies, and the marks of its tables."""

from __future__ import annotations

from yuheng.model import Mark, Run
from yuheng.read.pdf.furniture import MarginLine, is_in_margin
from yuheng.read.pdf.page import Line, PageText


class Writer:
    """Collects the text of pages as they are read; a page that was added is not needed any more.

    Attributes:
        written: characters so far.
        runs, marks: as `Reading` has them.
        margins: the lines that may turn out to be running heads once all pages are known.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.written = 0
        self.runs: list[Run] = []
        self.marks: list[Mark] = []
        self.margins: list[MarginLine] = []

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self._parts)

    def add(self, page: PageText, number: int) -> None:
        """Append a page: one line each; a blank line where a paragraph opens; cells and rows marked."""
        cell: tuple[int, int, int] | None = None
        starts = {"table": 0, "row": 0, "cell": 0}
        for line in page.lines:
            now = None if line.table is None else (line.table, line.row, line.column)
            self._close(cell, now, starts)
            if line.opens and self.written:
                self._put("\n")
            self._open(cell, now, starts)
            cell = now
            start = self.written
            self._write(line, number)
            if line.askew:
                self.marks.append(Mark(start, self.written, "cut"))
            elif line.table is None and is_in_margin(line.bottom, line.top, page.height):
                height = (line.bottom + line.top) / 2 / max(page.height, 1.0)
                self.margins.append(MarginLine(number, height, line.text, start, self.written))
            self._put("\n")
        self._close(cell, None, starts)

    def _write(self, line: Line, number: int) -> None:
        shared: dict[float, float] = {}  # equal numbers are kept once: a long PDF has a million boxes
        start = self.written
        for text, box in line.pieces:
            end = start + len(text)
            if box is not None:
                left, bottom, right, top = (shared.setdefault(value, value) for value in (round(v, 2) for v in box))
                self.runs.append(Run(start, end, page=number, box=(left, bottom, right, top)))
            self._put(text)
            start = end

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self.written += len(text)

    def _open(self, before: tuple[int, ...] | None, now: tuple[int, ...] | None, starts: dict[str, int]) -> None:
        for depth, kind in enumerate(("table", "row", "cell"), start=1):
            if now is not None and (before is None or before[:depth] != now[:depth]):
                starts[kind] = self.written

    def _close(self, before: tuple[int, ...] | None, now: tuple[int, ...] | None, starts: dict[str, int]) -> None:
        """Mark what ended with the line before; its last line end is not part of it."""
        if before is None:
            return
        end = self.written - 1
        if now is None or now[:1] != before[:1]:
            self.marks.append(Mark(starts["table"], end, "table"))
        if now is None or now[:2] != before[:2]:
            self.marks.append(Mark(starts["row"], end, "row"))
        if now != before:
            self.marks.append(Mark(starts["cell"], end, "cell", before[2]))
