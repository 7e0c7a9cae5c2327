"""Rows of cells to one text: a row a line, cells set apart by tabs, each with its sheet and A1 reference."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from yuheng.model import Mark, Run

_BREAKS: Final = re.compile(r"[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")


class Grid:
    """Collects the text, runs and marks of the sheets of one file."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._written = 0
        self.runs: list[Run] = []
        self.marks: list[Mark] = []

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self._parts)

    def heading(self, sheet: str) -> None:
        """Write a sheet's name above its rows."""
        name = _BREAKS.sub(" ", sheet)
        self.marks.append(Mark(self._written, self._written + len(name), "heading", 1))
        self.runs.append(Run(self._written, self._written + len(name), sheet=sheet))
        self._put(name + "\n")

    def table(self, sheet: str, rows: Iterable[tuple[int, Iterable[tuple[int, str]]]]) -> None:
        """Write rows of (column, words) with their row numbers, all from 0; empty cells and rows are left out."""
        at = len(self.marks)
        start = end = self._written
        for number, cells in rows:
            row_start = self._written
            row_at = len(self.marks)
            for column, words in cells:
                # a line end inside a cell becomes a space, one for one: a row stays a line
                words = _BREAKS.sub(" ", words)
                if words.strip():
                    self._cell(sheet, number, column, words, first=self._written == row_start)
            if self._written > row_start:
                end = self._written
                self.marks.insert(row_at, Mark(row_start, end, "row"))
                self._put("\n")
        if end > start:
            self.marks.insert(at, Mark(start, end, "table"))

    def _cell(self, sheet: str, row: int, column: int, words: str, *, first: bool) -> None:
        if not first:
            self._put("\t")
        start = self._written
        self._put(words)
        self.marks.append(Mark(start, self._written, "cell", column))
        self.runs.append(Run(start, self._written, sheet=sheet, cell=reference(row, column)))

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._written += len(text)


def reference(row: int, column: int) -> str:
    """The A1 reference of a cell, from its row and column counted from 0.

    >>> reference(0, 0), reference(9, 27)
    ('A1', 'AB10')
    """
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{letters}{row + 1}"
