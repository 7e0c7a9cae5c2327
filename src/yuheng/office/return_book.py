"""收表.xlsx: what was taken over, what waits for a person, what was refused, and who has not replied."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from yuheng.model import Issue
from yuheng.office.merging import Late, Merged
from yuheng.office.return_rows import TITLES, SentRow
from yuheng.office.returns import Change
from yuheng.office.sheets import Book, Cell, Column
from yuheng.office.workbook.book import plain
from yuheng.vocab.calendar import unannounced_words

STATE_WORDS: Final = {"taken": "已采用", "held": "待核", "conflict": "不一致", "unread": "读不出"}

APART: Final = "共同牵头的单位报数不一致；选定的一个对各单位都算"


@dataclass(frozen=True, slots=True)
class _Line:
    row: SentRow
    cell: Merged


def return_book(
    sent: Sequence[SentRow],
    cells: Sequence[Merged],
    changes: Sequence[Change],
    issues: Sequence[Issue],
    late: Sequence[Late],
) -> bytes:
    """The workbook that the clerk works through; sheets without rows say so in words."""
    rows = {row.id: row for row in sent}
    lines = [_Line(rows[cell.row], cell) for cell in cells]
    book = Book("收表")
    book.add("待办", _CELLS, [line for line in lines if line.cell.state != "taken"], frozen=3)
    book.add("提示", _CELLS, [line for line in lines if line.cell.state == "taken" and line.cell.remarks], frozen=3)
    book.add("已采用", _CELLS, [line for line in lines if line.cell.state == "taken"], frozen=3)
    book.add("拒绝的改动", _changes(rows), [change for change in changes if change.is_refused])
    book.add("其他改动", _changes(rows), [change for change in changes if not change.is_refused])
    book.add("问题", _ISSUES, issues)
    book.add("未报", _LATE, late)
    return book.close()


def _answers(line: _Line) -> str:
    """What came for a cell; of a target that several offices lead, side by side with whose it is."""
    told = line.cell.told(line.row.owner)
    whose = {owner for owner, _ in told}
    said = ((f"{owner}，" if len(whose) > 1 else "", answer) for owner, answer in told)
    return "\n".join(f"{name}{answer.place}：{answer.entry.words or '（清空）'}" for name, answer in said)


def _why(line: _Line) -> str:
    return "\n".join((*([APART] if line.cell.is_apart else []), *line.cell.remarks))


def _number(line: _Line) -> Cell:
    entry = line.cell.entry
    return plain(entry.quantity.value) if entry is not None and entry.quantity is not None else ""


_CELLS: Final = (
    Column[_Line]("责任单位", 18, lambda line: line.row.owner),
    Column[_Line]("指标或任务", 30, lambda line: line.row.locked["what"]),
    Column[_Line]("栏", 11, lambda line: TITLES[line.cell.field]),
    Column[_Line]("状态", 8, lambda line: STATE_WORDS[line.cell.state]),
    Column[_Line]("采用的值", 20, lambda line: "" if line.cell.entry is None else line.cell.entry.words),
    Column[_Line]("数", 10, _number, right=True),
    Column[_Line]("单位", 8, lambda line: line.row.locked["unit"]),
    Column[_Line]("报来的", 48, _answers),
    Column[_Line]("说明", 52, _why),
    Column[_Line]("依据", 20, lambda line: line.cell.by),
)


def _changes(rows: Mapping[str, SentRow]) -> tuple[Column[Change], ...]:
    def of(get: Callable[[SentRow], str]) -> Callable[[Change], Cell]:
        return lambda change: get(rows[change.row]) if change.row in rows else ""

    return (
        Column[Change]("责任单位", 18, of(lambda row: row.owner)),
        Column[Change]("指标或任务", 30, of(lambda row: row.locked["what"])),
        Column[Change]("栏", 11, lambda change: TITLES[change.field]),
        Column[Change]("发出时", 30, lambda change: change.sent),
        Column[Change]("报回时", 30, lambda change: change.returned),
        Column[Change]("位置", 30, lambda change: f"{change.file}·{change.sheet}!{change.cell}"),
    )


_ISSUES: Final = (
    Column[Issue]("文件", 30, lambda issue: issue.document),
    Column[Issue]("代码", 22, lambda issue: issue.code),
    Column[Issue]("问题和处理办法", 90, lambda issue: issue.message),
)
_LATE: Final = (
    Column[Late]("责任单位", 24, lambda late: late.owner),
    Column[Late]("未报", 8, lambda late: late.missing, right=True),
    Column[Late]("应报", 8, lambda late: late.asked, right=True),
    Column[Late]("逾期工作日", 11, lambda late: late.since.count, right=True),
    Column[Late]("说明", 44, lambda late: unannounced_words(late.since.unannounced)),
)
