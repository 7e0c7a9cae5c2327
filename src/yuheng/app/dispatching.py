"""Send each owner the sheet that it owes, and remember what was sent."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from yuheng.app.compiling import write_file
from yuheng.app.periods import asked_before, assigned, ledger_claims, never_asked, period_folder, previous_values
from yuheng.errors import Misuse
from yuheng.office.dispatch import Outgoing, outgoing
from yuheng.office.duties import Duty, duties_in, in_force, reporting_period
from yuheng.office.return_rows import LOCKED, SentRow
from yuheng.vocab.calendar import WorkingDay, working_day

GIVEN_DAYS: Final = 5
"""Working days that an owner has, where the clerk does not say."""


@dataclass(frozen=True, slots=True)
class Dispatched:
    """What was written and what it spares.

    Attributes:
        files: the workbooks.
        sheets: the same with their rows; the clerk's own, for duties without an owner, has the owner "".
        due: by when they are to be back.
        prefilled: cells that nobody has to type.
        owed: cells that the owners are asked for.
        left_out: how many duties were due before the period, were never asked for, and still are not.
    """

    files: tuple[Path, ...]
    sheets: tuple[Outgoing, ...]
    due: WorkingDay
    prefilled: int
    owed: int
    left_out: int = 0


def dispatch(
    ledger: Path,
    out: Path,
    *,
    period: str,
    on: date,
    due: date | None = None,
    owners: Sequence[str] = (),
    overdue: bool = False,
) -> Dispatched:
    """Write one workbook for each owner into `out`; what was sent is kept in the ledger's folder.

    Sent again, cells that came back already are filled in, and the rows keep their identities, so that the first sheets
    may still come back too.

    Args:
        ledger: the folder that `yuheng compile` wrote.
        out: where the workbooks go.
        period: 2026-10, 2026Q3, 2026H1 or 2026.
        on: the day of sending.
        due: by when; five working days later where not given.
        owners: only these; everybody where empty.
        overdue: also what was due before the period and was never asked for.

    Raises:
        Misuse: no ledger, no such period or owner, nothing to report, or a folder that cannot be written.
    """
    folder = period_folder(ledger, period)
    shown, still = previous_values(ledger, folder.label)
    claims = ledger_claims(ledger)
    every = duties_in(claims, assigned=assigned(ledger))
    silent = never_asked(folder.label, every, asked=asked_before(ledger, folder.label))
    duties = in_force(every, reporting_period(period), open_before=still | silent if overdue else still)
    chosen = _chosen(duties, owners)
    if not chosen:
        raise Misuse(f"{period} 没有要报的目标和任务。", hint="台账里的目标和任务都已到期；换一个期间，或先编译规划。")
    back = WorkingDay(due) if due is not None else working_day(on, GIVEN_DAYS)
    cells = {(cell.row, cell.field): cell.entry for cell in folder.cells()}
    current = {key: entry.words for key, entry in cells.items() if entry is not None}
    sheets = outgoing(chosen, period=folder.label, due=back.day, previous=shown, current=current)
    files = tuple(write_file(out / sheet.file, sheet.data) for sheet in sheets)
    rows = [row for sheet in sheets for row in sheet.rows]
    again = {row.id for row in rows}
    kept = [row for row in folder.sent() if row.id not in again]
    folder.keep_sent([*_as_first_sent(rows, folder.sent()), *kept], on=on, due=back.day)
    prefilled = sum(sum(row.locked[name] != "" for name in LOCKED) for row in rows)
    left_out = 0 if overdue else len(silent)
    return Dispatched(files, sheets, back, prefilled, sum(len(row.owed) for row in rows), left_out)


def recall(ledger: Path, label: str) -> None:
    """Take back a period that was sent out by mistake: as if it never was, so that no later one counts on it.

    Raises:
        Misuse: nothing was sent for it, or something came back already.
    """
    folder = period_folder(ledger, label)
    folder.terms()
    if folder.received():
        raise Misuse(f"{folder.label} 已收到 {len(folder.received())} 个文件，不能撤回。", hint="收错的文件可以作废。")
    shutil.rmtree(folder.path)


def _as_first_sent(rows: Sequence[SentRow], before: Sequence[SentRow]) -> list[SentRow]:
    """A row sent twice is compared with what it held the first time: nothing that came back since may look unsaid."""
    first = {row.id: row for row in before}
    return [first.get(row.id, row) for row in rows]


def _chosen(duties: Sequence[Duty], owners: Sequence[str]) -> tuple[Duty, ...]:
    known = {duty.owner for duty in duties}
    unknown = [owner for owner in owners if owner not in known]
    if unknown:
        named = "、".join(sorted(known - {""})[:20])
        raise Misuse(f"没有要报的单位：{'、'.join(unknown)}。", hint=f"这一期要报的有：{named}。")
    return tuple(duty for duty in duties if not owners or duty.owner in owners)
