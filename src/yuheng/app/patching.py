"""Adopt the office's own ledger workbook, and write into it what the period brought."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from yuheng.app.compiling import write_file
from yuheng.app.periods import PeriodFolder, assigned, ledger_claims, ledger_documents, period_folder
from yuheng.errors import Misuse, UnreadableSnapshot
from yuheng.model import Issue
from yuheng.office.adopted_rows import Standing, edits_for, paired
from yuheng.office.adoption import Adoption, adoption_bytes, found_again, ledger_rows, proposed, read_adoption
from yuheng.office.duties import Duty, duties_in, reporting_period
from yuheng.office.merging import Merged
from yuheng.office.verdicts import verdicts_of
from yuheng.office.workbook import Patched, Workbook, open_workbook, patch

MAPPING: Final = ".yuheng.toml"


@dataclass(frozen=True, slots=True)
class Filled:
    """What was written into an adopted workbook.

    Attributes:
        path: the new file; the workbook itself stays as it is.
        patched: the cells, what was not written, and which formulas are out of date.
        issues: rows that could not be told, and cells that could not be written.
        rows: how many rows were told of how many.
    """

    path: Path
    patched: Patched
    issues: tuple[Issue, ...]
    rows: tuple[int, int]


def mapping_path(workbook: Path) -> Path:
    """Where the proposal about a workbook's columns lies: beside it."""
    return workbook.with_name(workbook.name + MAPPING)


def adopt(workbook: Path, *, confirm: bool) -> tuple[Adoption, bool]:
    """The workbook's adoption, and whether it was proposed just now; a proposal of before is confirmed by `confirm`.

    Raises:
        Misuse: the workbook is not there or no column of it can be told, or the mapping cannot be read.
        UnreadableSnapshot: it is no workbook.
    """
    path = mapping_path(workbook)
    is_new = not path.is_file()
    if is_new:
        # never confirmed unseen: what was proposed just now has been read by nobody
        adoption = proposed(_open(workbook))
        write_file(path, adoption_bytes(adoption))
        return adoption, True
    adoption = read_adoption(path.read_text("utf-8"), name=path.name)
    if confirm and not adoption.is_confirmed:
        adoption = replace(adoption, is_confirmed=True)
        write_file(path, adoption_bytes(adoption))
    return adoption, False


def fill(workbook: Path, ledger: Path, *, period: str, on: date, out: Path, recalculate: bool = False) -> Filled:
    """Write what a period brought into a copy of the workbook, into its owned columns only.

    Args:
        workbook: the office's own; it is read and never written, unless `out` is the same path.
        ledger: the folder that `yuheng compile` wrote.
        period: the period collected.
        on: the day to judge the calendar by.
        out: the file to write.
        recalculate: ask the program that opens it to compute all formulas (one attribute outside the owned cells).

    Raises:
        Misuse: nobody has confirmed the columns yet, or nothing was collected.
        UnreadableSnapshot: it is no workbook.
    """
    adoption, _ = adopt(workbook, confirm=False)
    if not adoption.is_confirmed:
        raise Misuse(
            f"{workbook.name} 的列还没有人确认。", hint=f"核对 {mapping_path(workbook)} 后加 --confirm 再运行。"
        )
    book = _open(workbook)
    folder = period_folder(ledger, period)
    known = found_again(book, adoption)
    claims = ledger_claims(ledger)
    duties = duties_in(claims, assigned=assigned(ledger))
    rows = ledger_rows(book, known)
    pairs, issues = paired(rows, duties, name=book.name)
    standings = _standings(folder, duties, on=on, ledger=ledger)
    edits, more = edits_for(pairs, known, standings, period=reporting_period(period), name=book.name)
    done = patch(book, edits, recalculate=recalculate)
    return Filled(write_file(out, done.data), done, (*issues, *more, *done.issues), (len(pairs), len(rows)))


def _standings(folder: PeriodFolder, duties: tuple[Duty, ...], *, on: date, ledger: Path) -> dict[str, Standing]:
    """What is known of each duty that was sent out."""
    sent = {row.id for row in folder.sent()}
    if not sent:
        raise Misuse(f"{folder.label} 还没有下发过表。", hint=f"先运行 yuheng dispatch --period {folder.label}。")
    cells = folder.cells()
    by_key: dict[tuple[str, str], Merged] = {(cell.row, cell.field): cell for cell in cells}
    asked = [duty for duty in duties if duty.id in sent]
    period = reporting_period(folder.label)
    documents = ledger_documents(ledger)
    verdicts = verdicts_of(asked, ledger_claims(ledger), cells, period=period, on=on, documents=documents)
    found = {}
    for verdict in verdicts:
        row = verdict.duty.id
        entries = {
            field: by_key[row, field].entry if (row, field) in by_key else None
            for field in ("value", "status", "progress", "source")
        }
        answered = any(entry is not None for entry in entries.values())
        found[row] = Standing(
            **entries,
            evidence=verdict.evidence.word if answered else "",
            schedule=verdict.schedule if answered else "",
            updated=on if answered else None,
            undecided=(row, "value") in by_key and by_key[row, "value"].state == "conflict",
        )
    return found


def _open(workbook: Path) -> Workbook:
    if not workbook.is_file():
        raise Misuse(f"没有这个文件：{workbook}")
    try:
        return open_workbook(workbook.name, workbook.read_bytes())
    except OSError as error:
        raise UnreadableSnapshot(f"{workbook}：打不开（{error.strerror}）。") from error
