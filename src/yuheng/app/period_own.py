"""One owner's own part of a period: its sheet, what it has handed in, what is open about it. Nobody else's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from yuheng.app.period_board import Board, cell_row
from yuheng.office.merging import Merged
from yuheng.office.return_rows import TITLES

JOINT: Final = "与共同牵头的单位报数不一致，由办公室核定"


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """What one account may see of a period: the names that are its own, its files, and the rest as plain values."""

    owners: frozenset[str]
    files: tuple[str, ...]
    row: dict[str, Any]


def _own_row(board: Board, cell: Merged) -> dict[str, Any]:
    """A cell that waits, without what other offices said of the same target: only the office sees both."""
    row = cell_row(board.rows[cell.row], replace(cell, joint=(), is_apart=False))
    return {**row, "remarks": [*([JOINT] if cell.is_apart else []), *row["remarks"]]}


def own_sheet(board: Board, owners: frozenset[str]) -> OwnSheet | None:
    """The part of a period that some owners have in it; None where they have none."""
    sent = [row for row in board.sent if row.owner in owners]
    if not sent:
        return None
    ids = {row.id for row in sent}
    files = tuple(dict.fromkeys(row.file for row in sent))
    _, due = board.folder.terms()
    cells = [cell for cell in board.standing.cells if cell.row in ids]
    answered = {cell.row for cell in cells if cell.answers}
    late = next((each for each in board.standing.late if each.owner in owners), None)
    came = [back for back in board.returns if (back.rows and back.rows <= ids) or back.owner in owners]
    row = {
        "label": board.folder.label,
        "due": due,
        "files": list(files),
        "asked": len(sent),
        "answered": len(answered),
        "taken": sum(cell.state == "taken" for cell in cells),
        "open": [_own_row(board, cell) for cell in cells if cell.state != "taken"],
        "missing": [row.locked["what"] for row in sent if row.id not in answered],
        "late_days": late.since.count if late is not None else 0,
        "came": [{"file": back.file, "values": len(back.values)} for back in came],
        "issues": [issue.message for back in came for issue in back.issues],
        "refused": [
            {
                "what": board.rows[change.row].locked["what"],
                "field_word": TITLES[change.field],
                "sent": change.sent,
                "returned": change.returned,
            }
            for back in came
            for change in back.changes
            if change.is_refused and change.row in ids
        ],
    }
    return OwnSheet(owners, files, row)
