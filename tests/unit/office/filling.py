"""What people do to a sheet before they send it back, on openpyxl: a second program, as theirs is."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl

from yuheng.office.dispatch import SHEET
from yuheng.office.return_rows import TITLES

HEAD = 4
FIRST = 5


class Filled:
    """A workbook being filled in."""

    def __init__(self, data: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(data))
        self.sheet = self.book[SHEET]
        self.sheet.protection.sheet = False

    def column(self, field: str) -> int:
        """Where a field's column stands now, by its hidden key, else by its title."""
        for row in self.sheet.iter_rows(min_row=1, max_row=12):
            for cell in row:
                if cell.value in (f"yh:{field}", TITLES[field]):
                    return int(cell.column)
        raise AssertionError(f"no column {field}")

    def row(self, what: str) -> int:
        """Where a row stands now, by its name."""
        column = self.column("what")
        for row in range(1, self.sheet.max_row + 1):
            if self.sheet.cell(row, column).value == what:
                return row
        raise AssertionError(f"no row {what}")

    def put(self, what: str, field: str, value: Any) -> None:
        self.sheet.cell(self.row(what), self.column(field)).value = value

    def rows(self) -> list[list[Any]]:
        """The values of all rows under the head."""
        width = self.sheet.max_column
        return [
            [self.sheet.cell(row, column).value for column in range(1, width + 1)]
            for row in range(FIRST, self.sheet.max_row + 1)
        ]

    def put_rows(self, rows: list[list[Any]]) -> None:
        for at, values in enumerate(rows, start=FIRST):
            for column, value in enumerate(values, start=1):
                self.sheet.cell(at, column).value = value

    def sort(self, key: Callable[[list[Any]], Any], *, without: tuple[int, ...] = ()) -> None:
        """Sort the rows, the columns `without` left where they are."""
        rows = self.rows()
        ordered = sorted(rows, key=key)
        self.put_rows(
            [
                [old[at] if at + 1 in without else new[at] for at in range(len(new))]
                for old, new in zip(rows, ordered, strict=True)
            ]
        )

    def move_column(self, source: int, to: int) -> None:
        """Cut a column, head and all, and insert it before another."""
        for row in range(1, self.sheet.max_row + 1):
            values = [self.sheet.cell(row, column).value for column in range(1, self.sheet.max_column + 1)]
            moved = values.pop(source - 1)
            values.insert(to - 1, moved)
            for column, value in enumerate(values, start=1):
                self.sheet.cell(row, column).value = value

    def data(self) -> bytes:
        buffer = io.BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()
