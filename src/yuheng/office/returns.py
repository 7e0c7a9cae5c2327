"""A returned workbook: which cells were filled in, which of ours were changed, and what could not be understood."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from yuheng.model import Issue
from yuheng.office.dispatch import MARK
from yuheng.office.return_entries import Entry, read_owner, read_status, read_value, read_words
from yuheng.office.return_layout import Layout, Row, Section, layout_of
from yuheng.office.return_matching import Rows
from yuheng.office.return_rows import LOCKED, OWED, TITLES, SentRow, folded
from yuheng.office.workbook import Sheet, Workbook, open_workbook
from yuheng.office.workbook.book import NOTHING, Held, a1

_OURS_ABOVE: Final = ("进展填报表", "请填", "规划没有写明")
_REFUSED: Final = ("goal", "unit", "due", "kind", "what")
_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Returned:
    """One filled-in cell.

    Attributes:
        row: the duty's id.
        field: which of `OWED`, or "owner".
        entry: what it says.
        file, sha256, sheet, cell: where it stands.
        how: how its row was found; `doubt` what is to be looked at there.
    """

    row: str
    field: str
    entry: Entry
    file: str
    sha256: str
    sheet: str
    cell: str
    how: str
    doubt: str = ""

    @property
    def place(self) -> str:
        """File, sheet and cell for people."""
        return f"{self.file}·{self.sheet}!{self.cell}"


@dataclass(frozen=True, slots=True)
class Change:
    """One of our own cells that came back changed: it is not taken over, and it is shown."""

    row: str
    field: str
    sent: str
    returned: str
    file: str
    sheet: str
    cell: str

    @property
    def is_refused(self) -> bool:
        """Whether it changes what was promised: target, unit, date, kind or name."""
        return self.field in _REFUSED


@dataclass(slots=True)
class Return:
    """One workbook as it came back.

    Attributes:
        file, sha256: which one.
        owner: whose it says it is; None where it does not say.
        values: cells filled in differently from what was sent.
        changes: our cells that were changed.
        issues: what was not understood; every one names sheet and cell.
        rows: ids of the rows that came back.
    """

    file: str
    sha256: str
    owner: str | None = None
    values: list[Returned] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    rows: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Voiding:
    """A named person's word that a file does not count, or that it counts again; the file itself stays."""

    sha256: str
    counts: bool
    by: str
    on: date
    reason: str


def read_return(name: str, data: bytes, sent: Sequence[SentRow]) -> Return:
    """Read a returned workbook against the rows of its period.

    Raises:
        UnreadableSnapshot: no workbook, locked, damaged.
        Misuse: a sheet's XML is damaged.
    """
    book = open_workbook(name, data)
    back = Return(name, hashlib.sha256(data).hexdigest())
    period, back.owner = _mark(book)
    wanted = sent[0].period if sent else ""
    if period and period != wanted:
        message = f"这是 {period} 的表，现在收的是 {wanted}；没有并入。"
        back.issues.append(Issue("return-of-another-period", message, name))
        return back
    rows = Rows(sent, back.owner)
    own = [row for row in sent if back.owner is None or row.owner == back.owner] or list(sent)
    for sheet in book.sheets:
        if sheet.name != MARK:
            _read_sheet(sheet, layout_of(sheet, own), rows, back)
    _told_twice(back)
    gone = [row for row in own if back.owner is not None and row.id not in back.rows]
    if gone:
        named = "、".join(f"“{row.locked['what'][:_SHOWN]}”" for row in gone[:5])
        message = f"下发的 {len(gone)} 行没有回来：{named}{' 等' if len(gone) > 5 else ''}；按未报计。"
        back.issues.append(Issue("row-missing", message, name))
    return back


def _mark(book: Workbook) -> tuple[str, str | None]:
    """Period and owner as the hidden sheet says; nothing where it was deleted or written over."""
    sheet = book.sheet(MARK)
    if sheet is None:
        return "", None
    try:
        said = json.loads(sheet.held(1, 1).words)
        return str(said["period"]), str(said["owner"])
    except (ValueError, KeyError, TypeError):
        return "", None


def _read_sheet(sheet: Sheet, layout: Layout, rows: Rows, back: Return) -> None:
    if not layout.sections:
        count = sum(len(row) for _, row in sheet.rows())
        if count:
            message = f"工作表“{sheet.name}”不是下发的表，其中 {count} 格没有读。"
            back.issues.append(Issue("sheet-unknown", message, back.file))
        return
    for number, row in layout.above:
        text = "".join(held.words for held in row.values())
        if not any(word in text for word in _OURS_ABOVE):
            _unknown_row(sheet, number, row, "在表头之上", back)
    for number, row in layout.strange:
        said = "；".join(f"{a1(number, column)}“{held.words[:_SHOWN]}”" for column, held in sorted(row.items()))
        message = f"{sheet.name} 第 {number} 行是表头，其中有不是下发的列名：{said}。"
        back.issues.append(Issue("head-changed", message, back.file))
    extra: dict[int, list[str]] = defaultdict(list)
    titles: dict[int, str] = {}
    for section in layout.sections:
        titles.update(section.titles)
        for number, row in section.rows:
            _read_row(sheet, layout, section, number, row, rows, back, extra)
    for column, cells in sorted(extra.items()):
        title = titles.get(column, "")
        listed = "；".join(cells[:50]) + (f" 等 {len(cells)} 格" if len(cells) > 50 else "")
        message = f"工作表“{sheet.name}”有一列{f'“{title}”' if title else '没有列名的'}不是下发的：{listed}。"
        back.issues.append(Issue("column-unknown", message, back.file))


def _read_row(
    sheet: Sheet,
    layout: Layout,
    section: Section,
    number: int,
    row: Row,
    rows: Rows,
    back: Return,
    extra: dict[int, list[str]],
) -> None:
    columns = section.columns
    fields = {
        name: row.get(columns[name], NOTHING).words
        for name in LOCKED
        if name in columns and ((number, columns[name]) not in layout.covered or columns[name] in row)
    }
    identity = row[columns["row"]].words if columns.get("row") in row else ""
    match = rows.match(identity, fields)
    if match.row is None:
        meant = {column: held for column, held in row.items() if column != columns.get("number")}
        if meant:
            _unknown_row(sheet, number, row, match.doubt, back)
        return
    sent = match.row
    back.rows.add(sent.id)
    for name, words in fields.items():
        if folded(words) != folded(sent.locked[name]):
            cell = a1(number, columns[name])
            back.changes.append(Change(sent.id, name, sent.locked[name], words, back.file, sheet.name, cell))
    for name in sent.owed:
        if name in columns:
            held = _owed(sheet, layout, number, columns[name], row, back)
            _take(sheet, sent, name, held, a1(number, columns[name]), match.how, match.doubt, back)
    mapped = set(columns.values())
    for column, held in row.items():
        if column not in mapped:
            extra[column].append(f"{a1(number, column)}“{held.words[:_SHOWN]}”")
        elif column in {columns[n] for n in (*OWED, "owner") if n in columns and n not in sent.owed} and held.words:
            message = f"{sheet.name}!{a1(number, column)} 这一行不填此格，却写着“{held.words[:_SHOWN]}”。"
            back.issues.append(Issue("cell-unasked", message, back.file))


def _owed(sheet: Sheet, layout: Layout, number: int, column: int, row: Row, back: Return) -> Held | None:
    """What an owed cell holds; None where it lies under a merged one, whose value counts for its first row only."""
    first = layout.covered.get((number, column))
    if first is None:
        return row.get(column, NOTHING)
    held, under = sheet.held(*first), row.get(column, NOTHING)
    if under.words:
        message = (
            f"{sheet.name}!{a1(number, column)} 被并在 {a1(*first)} 里，下面还藏着“{under.words[:_SHOWN]}”，没有采用。"
        )
        back.issues.append(Issue("cell-merged", message, back.file))
    elif held.words:
        message = (
            f"{sheet.name}!{a1(number, column)} 与 {a1(*first)} 合并，“{held.words[:_SHOWN]}”只记在 {a1(*first)} 一行；"
            "若各行同此，请分别填写。"
        )
        back.issues.append(Issue("cell-merged", message, back.file))
    return None


def _take(
    sheet: Sheet, sent: SentRow, name: str, held: Held | None, cell: str, how: str, doubt: str, back: Return
) -> None:
    """Keep a cell that says something other than what was sent; what cannot be read is kept, and an issue."""
    if held is None:
        return
    match name:
        case "value":
            entry = read_value(held, sent.locked["unit"])
        case "status":
            entry = read_status(held)
        case "owner":
            entry = read_owner(held)
        case "progress" | "source":
            entry = read_words(held)
        case _:
            raise ValueError(f"no such field: {name}")
    if folded(entry.words) == folded(sent.owed[name]):
        return
    if entry.trouble:
        message = f"{sheet.name}!{cell} {TITLES[name]}“{entry.words[:_SHOWN]}”{entry.trouble}；原样保留，请核实。"
        back.issues.append(Issue("cell-unread", message, back.file))
    back.values.append(Returned(sent.id, name, entry, back.file, back.sha256, sheet.name, cell, how, doubt))


def _unknown_row(sheet: Sheet, number: int, row: Row, doubt: str, back: Return) -> None:
    said = "；".join(f"{a1(number, column)}“{held.words[:_SHOWN]}”" for column, held in sorted(row.items()))
    message = f"{sheet.name} 第 {number} 行认不出是哪一行（{doubt}）：{said}。没有并入。"
    back.issues.append(Issue("row-unknown", message, back.file))


def _told_twice(back: Return) -> None:
    """One row copied: the copy that says nothing is dropped, two that differ both stay and are said."""
    places: dict[tuple[str, str], list[Returned]] = defaultdict(list)
    for value in back.values:
        places[value.row, value.field].append(value)
    kept: list[Returned] = []
    for values in places.values():
        spoken = [value for value in values if value.entry.words] or values[:1]
        different = list({folded(value.entry.words): value for value in reversed(spoken)}.values())[::-1]
        kept += different
        if len(different) > 1:
            cells = "、".join(f"{value.cell}“{value.entry.words[:_SHOWN]}”" for value in different)
            message = f"{different[0].sheet} 同一行出现 {len(different)} 次，填的不同：{cells}；都保留，请选定。"
            back.issues.append(Issue("row-twice", message, back.file))
    back.values[:] = kept


def replied(returns: Iterable[Return], sent: Sequence[SentRow]) -> Iterator[tuple[str, int, int]]:
    """For each owner asked: how many rows it was sent and in how many it filled something in, owners in order."""
    filled = {value.row for back in returns for value in back.values if value.entry.words}
    asked: Counter[str] = Counter(row.owner for row in sent)
    done: Counter[str] = Counter(row.owner for row in sent if row.id in filled)
    for owner in sorted(asked):
        yield owner, asked[owner], done[owner]


def by_row(sent: Iterable[SentRow]) -> Mapping[str, SentRow]:
    """The rows sent by the duty's id."""
    return {row.id: row for row in sent}
