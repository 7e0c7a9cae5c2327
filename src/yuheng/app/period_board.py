"""How a period stands, as plain rows for its pages: who has replied, what waits for a person, what it all spared."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from yuheng.app.collecting import Collected, standing
from yuheng.app.period_acts import SHEETS
from yuheng.app.periods import PERIODS, RECEIVED, SENT, PeriodFolder, period_folder
from yuheng.office.dispatch import UNASSIGNED
from yuheng.office.duties import reporting_period
from yuheng.office.merging import Merged
from yuheng.office.return_book import APART, STATE_WORDS, return_book
from yuheng.office.return_rows import LOCKED, STATUSES, TITLES, SentRow
from yuheng.office.returns import Change, Return, Voiding
from yuheng.vocab.calendar import unannounced_words

Row = dict[str, Any]
TOGETHER: Final = "、"
REASONS: Final = ("电话核实", "以更正后的为准", "以统计部门口径为准", "牵头单位会商一致", "目标未变，数无误")
_OFFERED: Final = 12
_SHADES: Final = (("done", "f-done"), ("open", "f-wait"), ("missing", "f-none"))


@dataclass(frozen=True, slots=True)
class Board:
    """A period read once: rows sent, what came back, merged."""

    folder: PeriodFolder
    on: date
    sent: tuple[SentRow, ...]
    returns: tuple[Return, ...]
    standing: Collected

    @property
    def rows(self) -> dict[str, SentRow]:
        """The rows sent, by the duty's id."""
        return {row.id: row for row in self.sent}


@lru_cache(maxsize=4)
def board_of(root: Path, label: str, on: date) -> Board:
    """A period of a layout of the folder that never changes (`app.folders.reading_copy`).

    Raises:
        Misuse: nothing was sent for the period.
    """
    folder = period_folder(root, label)
    sent_on, due = folder.terms()
    return Board(folder, max(on, sent_on), folder.sent(), folder.returns(), standing(folder, (), due=due, on=on))


def labels_in(root: Path) -> tuple[str, ...]:
    """The periods that something was sent for, the latest first."""
    folder = root / PERIODS
    found = [path.name for path in folder.iterdir() if (path / SENT).is_file()] if folder.is_dir() else []
    return tuple(sorted(found, key=lambda label: (reporting_period(label).end or date.min, label), reverse=True))


def summary_of(board: Board) -> Row:
    """A period in one row: when, how many, how far; what needed no typing and no telephone."""
    sent_on, due = board.folder.terms()
    states = Counter(cell.state for cell in board.standing.cells)
    asked = [row for row in board.sent if row.owner]
    late = board.standing.late
    return {
        "label": board.folder.label,
        "sent_on": sent_on,
        "due": due,
        "owners": len({row.owner for row in asked}),
        "rows": len(asked),
        "unassigned": len(board.sent) - len(asked),
        "files": len(board.returns),
        "taken": states["taken"],
        "conflict": states["conflict"],
        "held": states["held"],
        "unread": states["unread"],
        "open": len(open_cells(board)),
        "refused": sum(change.is_refused for change in board.standing.changes),
        "issues": len(board.standing.issues),
        "late": len(late),
        "silent": sum(not each.has_replied for each in late),
        "overdue_days": late[0].since.count if late else 0,
        "calendar": unannounced_words(late[0].since.unannounced) if late else "",
        "prefilled": sum(sum(row.locked[name] != "" for name in LOCKED) for row in board.sent),
        "not_typed": sum(sum(row.locked[name] != "" for name in LOCKED) for row in board.sent) + states["taken"],
        "not_called": len(board.standing.reminders),
    }


def owner_rows(board: Board) -> list[Row]:
    """One row for each owner, those that ask for work first: its rows answered, waiting and missing as a bar, its cells
    by state, how late it is.
    """
    cells: dict[str, list[Merged]] = defaultdict(list)
    for cell in board.standing.cells:
        cells[board.rows[cell.row].owner].append(cell)
    late = {each.owner: each for each in board.standing.late}
    refused = Counter(board.rows[c.row].owner for c in board.standing.changes if c.is_refused and c.row in board.rows)
    by_owner: dict[str, list[SentRow]] = defaultdict(list)
    for row in board.sent:
        by_owner[row.owner].append(row)
    found = [
        _owner_row(owner, rows, cells[owner], refused[owner], late[owner].since.count if owner in late else 0)
        for owner, rows in by_owner.items()
    ]
    return sorted(found, key=lambda row: (row["owner"] == "", not row["open"], not row["missing"], row["owner"]))


def _owner_row(owner: str, rows: Sequence[SentRow], cells: Sequence[Merged], refused: int, days: int) -> Row:
    answered = {cell.row for cell in cells if cell.answers}
    waiting = {cell.row for cell in cells if cell.state != "taken"}
    states: Counter[str] = Counter(cell.state for cell in cells)
    count = {
        "done": len(answered - waiting),
        "open": len(waiting),
        "missing": len(rows) - len(answered | waiting),
    }
    begin, parts = 0.0, []
    for key, shade in _SHADES:
        length = 100 * count[key] / len(rows)
        if length:
            parts.append({"shade": shade, "begin": round(begin, 2), "length": round(length, 2)})
        begin += length
    return {
        "owner": owner,
        "name": owner or UNASSIGNED,
        "file": rows[0].file,
        "path": f"{SHEETS}/{rows[0].file}",
        "asked": len(rows),
        **count,
        **{f"cells_{state}": states[state] for state in STATE_WORDS},
        "refused": refused,
        "late_days": days,
        "parts": parts,
    }


def open_cells(board: Board) -> list[Row]:
    """The cells that wait for a person, owner by owner, with everything that was said for each.

    A target that several offices lead, with different numbers, is one question: it stands once, before all others.
    """
    waiting = [cell for cell in _by_owner(board, board.standing.cells) if cell.state != "taken"]
    joint: dict[frozenset[str], Merged] = {}
    for cell in waiting:
        if cell.is_apart:
            joint.setdefault(frozenset(cell.settled_with), cell)
    own = (cell for cell in waiting if not cell.is_apart)
    return [cell_row(board.rows[cell.row], cell) for cell in (*joint.values(), *own)]


def reasons_in(board: Board) -> list[str]:
    """Reasons to choose from instead of typing one for each cell: those given before, then the usual ones."""
    said = [each.reason for each in reversed(board.folder.settlements()) if each.reason]
    return list(dict.fromkeys((*said, *REASONS)))[:_OFFERED]


def flagged_cells(board: Board) -> list[Row]:
    """The cells that were taken over and are worth a look: out of range, a jump, how the row was found, who settled;
    and every owner that was filled in, for the next period asks it.
    """
    taken = [cell for cell in board.standing.cells if cell.state == "taken"]
    cells = [cell for cell in taken if cell.remarks or cell.field == "owner"]
    return [cell_row(board.rows[cell.row], cell) for cell in _by_owner(board, cells)]


def _by_owner(board: Board, cells: Iterable[Merged]) -> list[Merged]:
    return sorted(cells, key=lambda cell: (board.rows[cell.row].owner == "", board.rows[cell.row].owner))


def cell_row(row: SentRow, cell: Merged) -> Row:
    """One cell with everything that was said for it, by the other offices too that lead the same target."""
    told = cell.told(row.owner)
    return {
        "row": cell.row,
        "field": cell.field,
        "field_word": TITLES[cell.field],
        "owner": row.owner,
        "name": TOGETHER.join(dict.fromkeys(owner for owner, _ in told)) if cell.is_apart else row.owner or UNASSIGNED,
        "joint": cell.is_apart,
        "what": row.locked["what"],
        "goal": row.locked["goal"],
        "unit": row.locked["unit"],
        "due": row.locked["due"],
        "previous": row.locked["previous"],
        "sent": row.owed.get(cell.field, ""),
        "state": cell.state,
        "state_word": STATE_WORDS[cell.state],
        "value": "" if cell.entry is None else cell.entry.words,
        "answers": [
            {
                "owner": owner,
                "words": answer.entry.words,
                "unit": row.locked["unit"] if cell.field == "value" and answer.entry.words[-1:].isdecimal() else "",
                "place": answer.place,
                "file": answer.file,
                "trouble": answer.entry.trouble,
            }
            for owner, answer in told
        ],
        "words": list(STATUSES) if cell.field == "status" else [],
        "remarks": [*([APART] if cell.is_apart else []), *cell.remarks],
        "by": cell.by,
    }


def changed_cells(board: Board, *, refused: bool) -> list[Row]:
    """Our own cells that came back changed: none of it was taken over."""
    return [_change_row(each, board.rows) for each in board.standing.changes if each.is_refused == refused]


def _change_row(change: Change, rows: Mapping[str, SentRow]) -> Row:
    row = rows.get(change.row)
    return {
        "owner": "" if row is None else row.owner,
        "what": "" if row is None else row.locked["what"],
        "field_word": TITLES[change.field],
        "sent": change.sent,
        "returned": change.returned,
        "place": f"{change.file}·{change.sheet}!{change.cell}",
    }


def issue_rows(board: Board) -> list[Row]:
    """What could not be understood in the files that came back."""
    return [{"file": issue.document, "code": issue.code, "message": issue.message} for issue in board.standing.issues]


def received_rows(board: Board) -> list[Row]:
    """Every file taken in, the last one first: whose rows it answers, how many cells it brought, whether it counts."""
    voided = board.folder.voided()
    return [_received_row(back, board.rows, voided.get(back.sha256)) for back in reversed(board.folder.received())]


def _received_row(back: Return, rows: Mapping[str, SentRow], voiding: Voiding | None) -> Row:
    owners = dict.fromkeys(rows[value.row].owner or UNASSIGNED for value in back.values if value.row in rows)
    return {
        "file": back.file,
        "sha256": back.sha256,
        "path": f"{RECEIVED}/{back.sha256[:12]}_{back.file}",
        "owners": list(owners) or ([back.owner] if back.owner else []),
        "values": len(back.values),
        "void": None if voiding is None else {"by": voiding.by, "on": voiding.on, "reason": voiding.reason},
        "names_owners": any(value.field == "owner" for value in back.values),
    }


def late_rows(board: Board) -> list[Row]:
    """Who has rows left, with the text of the reminder."""
    texts = dict(board.standing.reminders)
    return [
        {
            "owner": each.owner,
            "missing": each.missing,
            "asked": each.asked,
            "replied": each.has_replied,
            "days": each.since.count,
            "calendar": unannounced_words(each.since.unannounced),
            "text": texts[each.owner],
        }
        for each in board.standing.late
    ]


def board_book(board: Board) -> bytes:
    """收表.xlsx of the period."""
    done = board.standing
    return return_book(board.sent, done.cells, done.changes, done.issues, done.late)
