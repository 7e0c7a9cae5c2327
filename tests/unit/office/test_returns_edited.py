"""Whatever people do to a sheet: no filled-in cell is lost, and none lands in another row.

Each run fills in some cells with words that occur nowhere else, then sorts, inserts, moves, renames, merges, copies and
deletes. Every word must afterwards be the answer of the row it was written in, or stand in an issue; no answer may
belong to another row. What no reader can see is left out: a sort of the owed cells alone.
"""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import PatternFill
from tests.unit.office.filling import HEAD, Filled
from tests.unit.office.plans import HEALTH, sheets

from yuheng.office.returns import read_return

OUT = sheets()
ROWS = OUT[HEALTH].rows
ALL = tuple(row for each in OUT.values() for row in each.rows)
NAMES = {row.id: row.locked["what"] for row in ALL}
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
Intended = dict[tuple[str, str], str]


def type_in(number: int, style: int, unit: str) -> object:
    """One number as five people type it."""
    return (number, str(number), str(number).translate(WIDE), f"{number}{unit}", f" {number} ")[style]


def fill(sheet: Filled, cells: list[tuple[int, str, int]]) -> Intended:
    intended: Intended = {}
    for at, (place, field, style) in enumerate(cells):
        row = ROWS[place % len(ROWS)]
        if field not in row.owed:
            continue
        name = row.locked["what"]
        number = 7001 + at
        value = type_in(number, style, row.locked["unit"]) if field == "value" else f"事{number}项"
        sheet.put(name, field, value)
        intended[name, field] = str(value).strip()
    return intended


def sort_all(sheet: Filled, a: int, _b: int, _kept: Intended) -> None:
    column = a % 12
    sheet.sort(lambda row: (str(row[column] is None), str(row[column])))


def sort_without_identity(sheet: Filled, a: int, _b: int, _kept: Intended) -> None:
    column = 2 + a % 8
    sheet.sort(lambda row: (str(row[column] is None), str(row[column])), without=(1,))


def sort_half(sheet: Filled, a: int, _b: int, _kept: Intended) -> None:
    """From the first visible column to the last that is owed; the plan's words stay where they were."""
    try:
        words, chapter = sheet.column("words"), sheet.column("chapter")
    except AssertionError:
        return
    column = 2 + a % 8
    sheet.sort(lambda row: (str(row[column] is None), str(row[column])), without=(1, words, chapter))


def insert_rows(sheet: Filled, a: int, b: int, _kept: Intended) -> None:
    sheet.sheet.insert_rows(1 + a % (sheet.sheet.max_row + 1), 1 + b % 2)


def insert_column(sheet: Filled, a: int, _b: int, _kept: Intended) -> None:
    sheet.sheet.insert_cols(1 + a % sheet.sheet.max_column)


def move_column(sheet: Filled, a: int, b: int, _kept: Intended) -> None:
    width = sheet.sheet.max_column
    sheet.move_column(1 + a % width, 1 + b % width)


def rename_head(sheet: Filled, a: int, b: int, _kept: Intended) -> None:
    for row in range(1, 12):
        if sheet.sheet.cell(row, 2).value in ("序号", "编号"):
            sheet.sheet.cell(row, 1 + a % sheet.sheet.max_column).value = ("编号", "完成情况（数）", None)[b % 3]
            return


def drop_keys(sheet: Filled, _a: int, _b: int, _kept: Intended) -> None:
    for row in range(1, 12):
        if str(sheet.sheet.cell(row, 3).value).startswith("yh:"):
            sheet.sheet.delete_rows(row)
            return


def drop_identities(sheet: Filled, a: int, _b: int, _kept: Intended) -> None:
    for row in range(1, sheet.sheet.max_row + 1):
        for column in range(1, sheet.sheet.max_column + 1):
            if str(sheet.sheet.cell(row, column).value).startswith("yh-") and (a + row) % 3:
                sheet.sheet.cell(row, column).value = ("yh-" + "0" * 12 + "-abcd") if a % 2 else None


def second_head(sheet: Filled, a: int, _b: int, _kept: Intended) -> None:
    """The head copied once more between the rows, as where two departments' tables were pasted together."""
    heads = [cell.value for cell in sheet.sheet[HEAD]]
    at = HEAD + 1 + a % len(ROWS)
    sheet.sheet.insert_rows(at)
    for column, head in enumerate(heads, start=1):
        sheet.sheet.cell(at, column).value = head


def merge_down(sheet: Filled, a: int, b: int, kept: Intended) -> None:
    """Merging keeps the first value and drops the others before our eyes: those are not lost by us."""
    try:
        column = sheet.column(("progress", "value", "due", "chapter", "unit")[b % 5])
        names = sheet.column("what")
    except AssertionError:
        return
    field = ("progress", "value", "due", "chapter", "unit")[b % 5]
    at = HEAD + 1 + a % len(ROWS)
    for area in sheet.sheet.merged_cells.ranges:
        if area.min_row <= at + 1 and area.max_row >= at and area.min_col <= column <= area.max_col:
            return
    kept.pop((str(sheet.sheet.cell(at + 1, names).value), field), None)
    sheet.sheet.merge_cells(start_row=at, end_row=at + 1, start_column=column, end_column=column)


def filter_rows(sheet: Filled, a: int, _b: int, _kept: Intended) -> None:
    for row in range(HEAD + 1, sheet.sheet.max_row + 1):
        sheet.sheet.row_dimensions[row].hidden = (row + a) % 2 == 0


def paint(sheet: Filled, a: int, _b: int, _kept: Intended) -> None:
    for cell in sheet.sheet[1 + a % sheet.sheet.max_row]:
        if hasattr(cell, "fill"):
            cell.fill = PatternFill("solid", fgColor="FFFF00")


def drop_mark(sheet: Filled, _a: int, _b: int, _kept: Intended) -> None:
    if "_yuheng" in sheet.book.sheetnames:
        del sheet.book["_yuheng"]


def reword(sheet: Filled, a: int, b: int, kept: Intended) -> None:
    """Somebody mends our words or our target: the row is still that row."""
    try:
        column = sheet.column(("goal", "due", "words")[b % 3])
    except AssertionError:
        return
    cell = sheet.sheet.cell(HEAD + 1 + a % len(ROWS), column)
    if type(cell).__name__ == "Cell" and isinstance(cell.value, str) and cell.value and "yh:" not in cell.value:
        cell.value += "左右"


OPERATIONS: tuple[Callable[[Filled, int, int, Intended], None], ...] = (
    sort_all,
    sort_without_identity,
    sort_half,
    insert_rows,
    insert_column,
    move_column,
    rename_head,
    drop_keys,
    drop_identities,
    second_head,
    merge_down,
    filter_rows,
    paint,
    drop_mark,
    reword,
)
_MOVES = (
    sort_all,
    sort_without_identity,
    sort_half,
    move_column,
    insert_rows,
    insert_column,
    drop_keys,
    second_head,
)

cells = st.lists(
    st.tuples(st.integers(0, 20), st.sampled_from(("value", "value", "progress", "source")), st.integers(0, 4)),
    min_size=1,
    max_size=8,
)
operations = st.lists(
    st.tuples(st.sampled_from(OPERATIONS), st.integers(0, 40), st.integers(0, 40)), min_size=0, max_size=6
)


@given(cells, operations)
def test_no_edit_is_lost_and_none_lands_in_another_row(
    cells: list[tuple[int, str, int]],
    operations: list[tuple[Callable[[Filled, int, int, Intended], None], int, int]],
) -> None:
    sheet = Filled(OUT[HEALTH].data)
    intended = fill(sheet, cells)
    merged = False
    for operation, a, b in operations:
        if merged and operation in _MOVES:
            continue  # Excel sorts nothing that is merged, and openpyxl forgets to move the merged areas along
        operation(sheet, a, b, intended)
        merged = merged or operation is merge_down

    found = read_return("回.xlsx", sheet.data(), ALL)

    answers = {(NAMES[value.row], value.field): value.entry.words for value in found.values}
    messages = "".join(issue.message for issue in found.issues)
    wrong = {place: words for place, words in answers.items() if intended.get(place) != words}
    lost = {place: words for place, words in intended.items() if place not in answers and words not in messages}
    assert wrong == {}
    assert lost == {}
