"""Tables that divide the work: 序号 | 重点任务 | 责任单位 | 完成时限, row by row."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from yuheng.extract.owners import owners_in_cell
from yuheng.extract.task_scope import due_in
from yuheng.model import Block, Document, Owner, Period

_TASK = re.compile("任务|工作内容|工作事项|工作措施|具体措施|主要措施|工作举措|主要内容|重点工作|工作要点|事项$")
_GOAL = re.compile("目标|成效|预期|要求$|标准$")
_OWNER = re.compile("责任|牵头|配合|负责|主办|协办|承办|参与|实施主体")
_DUE = re.compile("时限|完成时间|时间节点|时间要求|进度安排|完成日期")
_NOT_OWNER = re.compile("责任(?:人|领导)|联系")


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One row: the cells that state the task, those that state what it is to reach, and who and when."""

    cells: tuple[Block, ...]
    goals: tuple[Block, ...]
    owners: tuple[Owner, ...]
    due: Period | None


def task_rows_in(document: Document) -> tuple[TaskRow, ...]:
    """Read the rows of every table whose head names a task and an owner.

    A cell that a row lacks because one above it reaches down (merged) is taken from above; an empty cell is empty: the
    table does not say. Tables without such a head, and readings without marks (plain text), give nothing.
    """
    return tuple(_rows(document))


def _rows(document: Document) -> Iterator[TaskRow]:
    head: dict[int, str] = {}
    above: dict[int, Block] = {}
    path: tuple[str, ...] | None = None
    for row in _cells_by_row(document):
        blocks = dict(row)
        words = {column: document.text[block.start : block.end] for column, block in row}
        first = row[0][1]
        if _is_head(words):
            head, above, path = words, {}, first.path
            continue
        if not head or first.path != path:
            head = {}
            continue
        filled = {column: blocks.get(column) or above.get(column) for column in head}
        above = {column: block for column, block in filled.items() if block is not None}
        cells = tuple(
            block for column, block in blocks.items() if column in head and _is_task(head[column]) and block is not None
        )
        if cells:
            goals = tuple(
                block for column, block in blocks.items() if _GOAL.search(head.get(column, "")) and block not in cells
            )
            yield TaskRow(cells, goals, _owners(document, head, above), _due(document, head, above))


def _is_head(words: dict[int, str]) -> bool:
    short = [word for word in words.values() if len(word) <= 12]
    return len(short) == len(words) and any(map(_is_task, short)) and any(map(_is_owner, short))


def _is_task(title: str) -> bool:
    return _TASK.search(title) is not None and not _is_owner(title)


def _is_owner(title: str) -> bool:
    return _OWNER.search(title) is not None and _NOT_OWNER.search(title) is None


def _owners(document: Document, head: dict[int, str], cells: dict[int, Block]) -> tuple[Owner, ...]:
    return tuple(
        owner
        for column, block in sorted(cells.items())
        if _is_owner(head[column])
        for owner in owners_in_cell(document, block.start, block.end, title=head[column])
    )


def _due(document: Document, head: dict[int, str], cells: dict[int, Block]) -> Period | None:
    dues = (due_in(document, b.start, b.end) for column, b in sorted(cells.items()) if _DUE.search(head[column]))
    return next((due for due in dues if due is not None), None)


def _cells_by_row(document: Document) -> Iterator[list[tuple[int, Block]]]:
    """The table blocks of each row with their columns, by the reading's marks, else by the tabs of a plain text."""
    rows = [mark for mark in document.reading.marks if mark.kind == "row"]
    cells = [mark for mark in document.reading.marks if mark.kind == "cell"]
    if not rows or not cells:
        yield from _cells_by_tab(document)
        return
    row_starts, cell_starts = [mark.start for mark in rows], [mark.start for mark in cells]
    current, found = -1, list[tuple[int, Block]]()
    for block in document.blocks:
        if block.kind != "table":
            continue
        raw = document.chars.to_raw(block.start)
        row, cell = bisect_right(row_starts, raw) - 1, bisect_right(cell_starts, raw) - 1
        if row < 0 or cell < 0 or raw >= rows[row].end or raw >= cells[cell].end:
            continue
        if row != current and found:
            yield found
            found = []
        current = row
        found.append((cells[cell].level, block))
    if found:
        yield found


def _cells_by_tab(document: Document) -> Iterator[list[tuple[int, Block]]]:
    width = 0
    path: tuple[str, ...] | None = None
    for block in document.blocks:
        words = document.text[block.start : block.end]
        if block.kind != "table" or "\t" not in words:
            continue
        at, cells = block.start, list[tuple[int, Block]]()
        for column, cell in enumerate(words.split("\t")):
            if cell:
                cells.append((column, replace(block, start=at, end=at + len(cell))))
            at += len(cell) + 1
        width = max(width, len(cells)) if block.path == path else len(cells)
        path = block.path
        yield cells if len(cells) == width else _counted(document, cells)


def _counted(document: Document, cells: list[tuple[int, Block]]) -> list[tuple[int, Block]]:
    """The cells of a row shorter than its table's others, its columns counted where the file keeps its empty cells."""
    column, counted = cells[0][0], [cells[0]]
    for (_, left), (_, right) in pairwise(cells):
        start, end = document.chars.to_raw(left.end - 1), document.chars.to_raw(right.start)
        column += document.reading.text.count("\t", start, end)
        counted.append((column, right))
    return counted
