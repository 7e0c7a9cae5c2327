"""Three versions of every owed cell: as sent, as returned, as the ledger has it; and what follows from them.

Nothing is overwritten. A cell is taken over where one answer stands alone; where answers disagree all are kept until a
named person settles it; where our own cells were changed around it, it waits for a look. Offices that lead one target
together report one number: where theirs differ none holds, or a paper would print whichever comes first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from yuheng.audit.amounts import family_of
from yuheng.model import Quantity
from yuheng.office.return_entries import Entry, read_answer, read_value
from yuheng.office.return_rows import SentRow, folded
from yuheng.office.returns import Change, Returned
from yuheng.office.workbook.book import Held, plain
from yuheng.vocab.calendar import WorkingDays, unannounced_words, working_days
from yuheng.vocab.units import split_unit

State = Literal["taken", "held", "conflict", "unread"]
_JUMP: Final = Decimal(3)
_PREVIOUS: Final = re.compile(r"(.*)（[^（）]*）", re.DOTALL)
_UNTRUSTED: Final = ("goal", "unit", "due", "kind")
_WHOLE: Final = frozenset({"count"})


@dataclass(frozen=True, slots=True)
class Settlement:
    """A named person's word on one cell, where answers disagree or had to be looked at.

    Attributes:
        row, field: which cell.
        words: what holds; "" that nothing does.
        by, on, reason: who, when and why.
        seen: SHA-256 of the files whose answers lay before that person.
    """

    row: str
    field: str
    words: str
    by: str
    on: date
    reason: str
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """One owed cell after merging.

    Attributes:
        row, field: which cell.
        state: "taken" into the ledger; "held" until somebody looks; "conflict" between answers; "unread" words that are
            no number or none of the list.
        entry: what holds; None unless taken.
        answers: everything that was returned for it, in the order of files.
        remarks: what to look at, in Chinese: out of range, a jump, how the row was found.
        by: who decided: a file's name, or the person who settled it.
        settled: the words of that person, where they hold.
        joint: what the other offices that lead the same target reported for it, each with its office.
        is_apart: whether they and this one say different numbers, and nobody has settled which holds.
    """

    row: str
    field: str
    state: State
    entry: Entry | None
    answers: tuple[Returned, ...]
    remarks: tuple[str, ...]
    by: str
    settled: Settlement | None = None
    joint: tuple[tuple[str, Returned], ...] = ()
    is_apart: bool = False

    def told(self, owner: str) -> tuple[tuple[str, Returned], ...]:
        """Everything that was reported for it, each with its office; `owner` is the cell's own."""
        return (*((owner, answer) for answer in self.answers), *self.joint)

    @property
    def settled_with(self) -> tuple[str, ...]:
        """The rows that one settlement is for: its own, and those of the other offices that lead the same target."""
        return tuple(dict.fromkeys((self.row, *(answer.row for _, answer in self.joint))))

    @property
    def seen(self) -> tuple[str, ...]:
        """SHA-256 of the files that whoever settles it has before them."""
        return tuple(sorted({each.sha256 for each in (*self.answers, *(answer for _, answer in self.joint))}))

    @property
    def held_answers(self) -> tuple[Returned, ...]:
        """The answers that say what holds; none where a person settled on words that nobody returned."""
        return self.held_of(self.answers)

    def held_of(self, answers: Iterable[Returned]) -> tuple[Returned, ...]:
        """Those of some answers that say what holds."""
        if self.entry is None:
            return ()
        return tuple(each for each in answers if _meaning(each.entry) == _meaning(self.entry))


def merged(
    sent: Sequence[SentRow],
    values: Iterable[Returned],
    changes: Iterable[Change] = (),
    settlements: Iterable[Settlement] = (),
) -> tuple[Merged, ...]:
    """Merge all answers of a period, in the order of the rows sent.

    The last settlement of a cell holds over every answer that was there when it was made; an answer that comes later
    and says something else opens the cell again.
    """
    rows = {row.id: row for row in sent}
    answers: dict[tuple[str, str], list[Returned]] = defaultdict(list)
    for value in values:
        if value.row in rows:
            answers[value.row, value.field].append(value)
    untrusted: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in changes:
        if change.field in _UNTRUSTED and change.is_refused:
            untrusted[change.row, change.file].append(change)
    settled = {(each.row, each.field): each for each in settlements}
    found = []
    for row in sent:
        for field in row.owed:
            key = row.id, field
            if key in answers or key in settled:
                found.append(_cell(row, field, answers[key], untrusted, settled.get(key)))
    return _held_together(rows, found)


def _held_together(rows: Mapping[str, SentRow], cells: Sequence[Merged]) -> tuple[Merged, ...]:
    """Hold the numbers that several offices report for one target against each other: where they differ none is taken.

    An office that says it has no number contradicts nobody.
    """
    together: dict[str, list[Merged]] = defaultdict(list)
    for cell in cells:
        if cell.field == "value" and rows[cell.row].owner:
            together[rows[cell.row].claim].append(cell)
    found: dict[str, Merged] = {}
    for group in together.values():
        said = [{_meaning(entry) for entry in _said(cell)} for cell in group]
        differ = sum(map(bool, said)) > 1 and len(set().union(*said)) > 1
        for cell in group if len(group) > 1 else ():
            others = [(rows[each.row].owner, answer) for each in group if each is not cell for answer in each.answers]
            open_now = replace(cell, state="conflict", entry=None, by="", settled=None) if differ else cell
            found[cell.row] = replace(open_now, joint=tuple(others), is_apart=differ)
    return tuple(found.get(cell.row, cell) if cell.field == "value" else cell for cell in cells)


def _said(cell: Merged) -> list[Entry]:
    """The numbers that a cell may come to: the one that holds, else all that can be read."""
    if cell.entry is not None:
        return [cell.entry] if cell.entry.quantity is not None else []
    return _numbers(cell.answers)


def _numbers(answers: Iterable[Returned]) -> list[Entry]:
    return [each.entry for each in answers if each.entry.quantity is not None and not each.entry.trouble]


def _cell(
    row: SentRow,
    field: str,
    answers: Sequence[Returned],
    untrusted: Mapping[tuple[str, str], Sequence[Change]],
    settlement: Settlement | None,
) -> Merged:
    ordered = tuple(answers)
    entry = None if settlement is None else _settled(row, field, settlement)
    if settlement is not None and entry is not None and not _reopened(settlement, entry, ordered):
        why = f"{settlement.by} {settlement.on.isoformat()} 选定" + (
            f"：{settlement.reason}" if settlement.reason else ""
        )
        remarks = (*_remarks(row, field, entry), why)
        return Merged(row.id, field, "taken", entry, ordered, remarks, settlement.by, settlement)
    remarks = tuple(dict.fromkeys(f"{each.how}：{each.doubt}" for each in ordered if each.doubt))
    different = list({_meaning(each.entry): each for each in reversed(ordered)}.values())[::-1]
    if len(different) > 1:
        said = "；".join(f"{each.place}“{each.entry.words}”" for each in different)
        return Merged(row.id, field, "conflict", None, ordered, (*remarks, f"填报不一致：{said}"), "")
    answer = different[0]
    if answer.entry.trouble:
        said = f"{answer.place}“{answer.entry.words}”{answer.entry.trouble}"
        return Merged(row.id, field, "unread", None, ordered, (*remarks, said), "")
    changed = [change for each in ordered for change in untrusted.get((row.id, each.file), ())]
    if changed:
        said = "；".join(f"{each.sheet}!{each.cell}由“{each.sent}”改为“{each.returned}”" for each in changed)
        remarks = (*remarks, f"同一行的目标、单位或时限被改动，未采用：{said}")
        return Merged(row.id, field, "held", None, ordered, remarks, "")
    return Merged(
        row.id, field, "taken", answer.entry, ordered, (*remarks, *_remarks(row, field, answer.entry)), answer.file
    )


def _reopened(settlement: Settlement, entry: Entry, answers: Sequence[Returned]) -> bool:
    """Whether something else came back after the settlement was made."""
    return any(each.sha256 not in settlement.seen and _meaning(each.entry) != _meaning(entry) for each in answers)


def _settled(row: SentRow, field: str, settlement: Settlement) -> Entry:
    return read_answer(field, settlement.words, row.locked["unit"])


def _meaning(entry: Entry) -> str:
    """Two ways of typing one number are one answer."""
    if entry.quantity is None:
        return "none" if entry.is_none else f"words {folded(entry.words)}"
    low, high = entry.quantity.low, entry.quantity.high
    bounds = ["" if bound is None else plain(bound) for bound in (low, high)]
    return f"{bounds} {entry.quantity.approximate} {entry.quantity.strict}"


def _remarks(row: SentRow, field: str, entry: Entry) -> tuple[str, ...]:
    """What a person should look at; the value stays."""
    remarks = [entry.note] if entry.note else []
    if field == "value" and entry.quantity is not None:
        remarks += _out_of_range(entry.quantity, row)
        remarks += _jumps(entry.quantity, row)
    return tuple(remarks)


def _out_of_range(quantity: Quantity, row: SentRow) -> list[str]:
    value, unit = quantity.value, row.locked["unit"]
    family = family_of(unit)
    found = []
    if value < 0 and row.counting != "增速":
        found.append(f"{plain(value)}{unit}是负数")
    if family == "share" and row.counting != "增速" and value > 100:
        found.append(f"占比{plain(value)}{unit}超过100%")
    if (
        family in _WHOLE
        and split_unit(unit)[0] == 1
        and value != value.to_integral_value()
        and not unit.startswith("人次")
    ):
        found.append(f"{plain(value)}{unit}不是整数")
    return found


def _jumps(quantity: Quantity, row: SentRow) -> list[str]:
    """Against the last report, else against the goal: a number in the wrong unit is off by a hundred or more."""
    last = _previous(row)
    if last is not None and last > 0:
        if quantity.value > last * _JUMP or quantity.value * _JUMP < last:
            return [f"与上期{plain(last)}相比变动过大"]
        if row.counting == "规划期累计" and quantity.value < last:
            return [f"累计数比上期{plain(last)}少"]
        return []
    goal = read_value(Held("text", row.locked["goal"]), row.locked["unit"]).quantity if row.locked["goal"] else None
    if goal is not None and goal.value > 0 and quantity.value > goal.value * 50:
        return [
            f"是目标{row.locked['goal']}的{plain((quantity.value / goal.value).quantize(Decimal(1)))}倍，单位或许不对"
        ]
    return []


def _previous(row: SentRow) -> Decimal | None:
    """The number of the last report, as it was shown in the row."""
    shown = _PREVIOUS.fullmatch(row.locked["previous"])
    quantity = read_value(Held("text", shown[1]), row.locked["unit"]).quantity if shown else None
    return None if quantity is None else quantity.value


@dataclass(frozen=True, slots=True)
class Late:
    """An owner whose rows are not back: how many of how many, and how late."""

    owner: str
    missing: int
    asked: int
    since: WorkingDays

    @property
    def has_replied(self) -> bool:
        """Whether something came back."""
        return self.missing < self.asked


def late_in(sent: Sequence[SentRow], cells: Iterable[Merged], *, due: date, on: date) -> tuple[Late, ...]:
    """Who has not filled in what was asked, the longest list first; before the due date nobody is late.

    A row counts as answered when any of its cells came back, conflicting or unread ones included: those are questions
    to the clerk, not to the owner.
    """
    answered = {cell.row for cell in cells if cell.answers}
    since = working_days(due, on)
    by_owner: dict[str, list[SentRow]] = defaultdict(list)
    for row in sent:
        if row.owner:
            by_owner[row.owner].append(row)
    late = [
        Late(owner, sum(row.id not in answered for row in rows), len(rows), since) for owner, rows in by_owner.items()
    ]
    return tuple(sorted((each for each in late if each.missing), key=lambda each: (-each.missing, each.owner)))


def reminder(late: Late, rows: Sequence[SentRow], *, due: date, on: date, came: Sequence[tuple[str, str]] = ()) -> str:
    """The text to send to one owner: what is missing, since when, what came instead (file, reason), and what to do."""
    passed = f"，已逾期{late.since.count}个工作日{unannounced_words(late.since.unannounced)}" if on > due else ""
    listed = "\n".join(f"{number}. {row.locked['what']}" for number, row in enumerate(rows, start=1))
    name = rows[0].file if rows else ""
    instead = "".join(f"　　送来的《{file}》没有采用：{why}\n" for file, why in came)
    return (
        f"{late.owner}：\n　　{rows[0].period if rows else ''}进展填报表应于{due.year}年{due.month}月{due.day}日前返回"
        f"{passed}。截至{on.month}月{on.day}日，下列{len(rows)}项（共{late.asked}项）尚未收到：\n{listed}\n{instead}"
        f"　　请在《{name}》的黄色各格填写后返回；没有数据的请写“无”并说明原因。\n"
    )
