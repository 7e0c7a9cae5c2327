"""A stranger's workbook: what its cells hold, and cells written in place with all else left byte for byte."""

from yuheng.office.workbook.book import Sheet, Workbook, open_workbook
from yuheng.office.workbook.cells import Cell, column_letters, column_number
from yuheng.office.workbook.patching import Edit, Patched, Written, patch

__all__ = [
    "Cell",
    "Edit",
    "Patched",
    "Sheet",
    "Workbook",
    "Written",
    "column_letters",
    "column_number",
    "open_workbook",
    "patch",
]
