"""What the office does on the pages of a period, each in the folder that the ledger keeps, signed by who signed in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from yuheng.app.collecting import Collected, left_out, settle, settle_cell, void
from yuheng.app.compiling import write_file
from yuheng.app.dispatching import GIVEN_DAYS, recall
from yuheng.app.folder_acts import ask_for
from yuheng.app.folders import files_of, work_in
from yuheng.app.ingesting import plain_name, queue
from yuheng.app.patching import adopt, mapping_path
from yuheng.app.period_acts import OWN, PAPERS, collect_kept
from yuheng.app.period_ledger import duties_of
from yuheng.app.periods import (
    EXPLANATIONS,
    PERIODS,
    RETURNS,
    SETTLEMENTS,
    VOIDINGS,
    asked_before,
    assigned,
    never_asked,
    period_folder,
    previous_values,
)
from yuheng.app.reporting import explain, follow, issue_notices
from yuheng.app.revision import remembered
from yuheng.errors import Misuse
from yuheng.ledger import vault
from yuheng.ledger.models import Account, Filed, Folder, Job
from yuheng.office.adoption import adoption_bytes
from yuheng.office.dispatch import owed_fields
from yuheng.office.duties import in_force, reporting_period
from yuheng.office.notices import STEP_WORDS
from yuheng.vocab.calendar import unannounced_words, working_day
from yuheng.vocab.workbook_columns import column_roles

BOOKS: Final = (".xlsx", ".xlsm", ".xls", ".et")
MAX_BYTES: Final = 32 * 1024 * 1024
NOTICES_DRAWN: Final = "notices"
Row = dict[str, Any]


def proposal(root: Path, label: str, plans: Sequence[str], *, on: date, overdue: bool = False) -> Row:
    """What a period would ask, before anything goes out: when it is due, and each owner with its rows and cells.

    What was due before and never asked for is counted, and taken along where `overdue` says so.

    Args:
        root: a reading copy, which is named by its content.
        label, plans, on, overdue: what is asked for.

    Raises:
        Misuse: no such period, or no plan chosen.
    """
    asked: tuple[str | int, ...] = (root.as_posix(), label, on.isoformat(), int(overdue), *sorted(plans))
    return remembered(lambda: _proposed(root, label, plans, on=on, overdue=overdue), "proposal", *asked)


def _proposed(root: Path, label: str, plans: Sequence[str], *, on: date, overdue: bool) -> Row:
    period = reporting_period(label)
    still, asked_for, sent = _before(root, period.label)
    every = duties_of(plans, assigned=assigned(root))
    silent = never_asked(period.label, every, asked=asked_for)
    duties = in_force(every, period, open_before=still | silent if overdue else still)
    due = working_day(on, GIVEN_DAYS)
    rows, cells = Counter(duty.owner for duty in duties), Counter[str]()
    asked: dict[str, list[str]] = defaultdict(list)
    for duty in duties:
        cells[duty.owner] += len(owed_fields(duty.kind, duty.owner))
        asked[duty.owner].append(f"{duty.what}{f'（{duty.goal}{duty.unit}）' if duty.goal else ''}")
    return {
        "label": period.label,
        "due": sent[1] if sent is not None and sent[1] >= on else due.day,
        "sent_on": sent[0] if sent is not None else None,
        "sent_due": sent[1] if sent is not None else None,
        "left_out": 0 if overdue else len(silent),
        "overdue": len(silent) if overdue else 0,
        "calendar": unannounced_words(due.unannounced),
        "days": GIVEN_DAYS,
        "owners": [
            {"owner": name, "rows": rows[name], "cells": cells[name], "asked": asked[name]}
            for name in sorted(rows)
            if name
        ],
        "rows": sum(count for name, count in rows.items() if name),
        "unassigned": rows[""],
    }


@lru_cache(maxsize=8)
def _before(root: Path, label: str) -> tuple[frozenset[str], frozenset[str], tuple[date, date] | None]:
    """What a reading copy says of a period before it is sent: the duties still open, those asked for, `sent_before`."""
    return previous_values(root, label)[1], asked_before(root, label), sent_before(root, label)


def sent_before(root: Path, label: str) -> tuple[date, date] | None:
    """When a period was sent out and is due, where it was."""
    folder = period_folder(root, label)
    return folder.terms() if folder.sent() else None


def labels_around(on: date) -> list[str]:
    """The periods that an office may be about to ask for: the month before and this one, quarter, half-year, year."""
    year, month = (on.year, on.month - 1) if on.month > 1 else (on.year - 1, 12)
    months = [f"{year}-{month:02d}", f"{on.year}-{on.month:02d}"]
    quarter, half = (month + 2) // 3, (month + 5) // 6
    return [*months, f"{year}Q{quarter}", f"{year}H{half}", f"{year}"]


def ask(folder: Folder, act: str, arguments: Row, *, by: Account, at: datetime) -> Job:
    """Queue an act on the periods for the worker.

    Raises:
        Misuse: another one is not finished yet.
    """
    with transaction.atomic():
        job = ask_for(folder, act, arguments, by=by, at=at)
        queue(job)
    return job


def kept_files(files: Iterable[tuple[str, Iterable[bytes]]]) -> tuple[list[list[str]], list[str]]:
    """Keep returned workbooks in the vault: name and hash of each, and the names of what is no workbook.

    Raises:
        Misuse: one is too large, or the disk refuses it.
    """
    kept, others = [], []
    for given, pieces in files:
        name = plain_name(given)
        if PurePath(name).suffix.lower() in BOOKS:
            kept.append([name, vault.store(settings.DATA, pieces, limit=MAX_BYTES)[0]])
        else:
            others.append(name)
    return kept, others


def hand_in(
    folder: Folder, files: list[list[str]], *, period: str, owners: frozenset[str], by: Account, at: datetime, on: date
) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Take in what an owner hands in itself, at once, for its own rows only.

    How many files brought something; and which brought nothing, with the reason.

    Raises:
        Misuse: a sheet is another owner's.
    """

    def work(root: Path) -> Collected:
        return collect_kept(root, files, period=period, on=on, owners=owners)

    done = work_in(folder, work, act="period.handed-in", by=by, at=at)
    return sum(bool(back.values) for back in done.new), left_out(done)


def settle_here(
    folder: Folder, row: str, field: str, *, words: str, period: str, reason: str, by: Account, at: datetime, on: date
) -> None:
    """Let words hold for one cell, signed by who is signed in.

    Raises:
        Misuse: no reason, no such cell, or words that its column does not take.
    """

    def work(root: Path) -> None:
        settle_cell(root, row, field, words=words, period=period, by=by.signature, on=on, reason=reason)

    work_in(folder, work, act="period.settled", by=by, at=at)


def settle_file(folder: Folder, file: str, *, period: str, reason: str, by: Account, at: datetime, on: date) -> int:
    """Let one returned file hold wherever its cells are open; how many cells.

    Raises:
        Misuse: no reason, no such file, or nothing of it is open.
    """
    if not reason.strip():
        raise Misuse("选定要写明理由。")

    def work(root: Path) -> int:
        return len(settle(root, file, period=period, by=by.signature, on=on, reason=reason.strip()))

    return work_in(folder, work, act="period.settled", by=by, at=at)


def void_here(
    folder: Folder, file: str, *, counts: bool, period: str, reason: str, by: Account, at: datetime, on: date
) -> None:
    """Void a returned file or restore it, signed by who is signed in.

    Raises:
        Misuse: no reason, no such file, or it is so already.
    """

    def work(root: Path) -> None:
        void(root, file, counts=counts, period=period, by=by.signature, on=on, reason=reason)

    work_in(folder, work, act="period.voided", by=by, at=at)


def explain_here(folder: Folder, duty: str, *, words: str, period: str, by: Account, at: datetime, on: date) -> None:
    """Note on a duty what its owner did not say, signed by who is signed in.

    Raises:
        Misuse: no words, or the duty was not asked for in this period.
    """

    def work(root: Path) -> None:
        explain(root, duty, words=words, period=period, by=by.signature, on=on)

    work_in(folder, work, act="period.explained", by=by, at=at)


def issue_here(
    folder: Folder, duties: Sequence[str], *, period: str, issuer: str, by: Account, at: datetime, on: date
) -> int:
    """Issue a notice on each of the overdue duties that were ticked; how many.

    Raises:
        Misuse: none was ticked, one of them needs no notice any more, or nothing was sent for the period.
    """
    if not duties:
        raise Misuse("没有勾选事项。", hint="勾选要交办的，再按“交办勾选的”。")

    def work(root: Path) -> int:
        out = period_folder(root, period).path / NOTICES_DRAWN
        name = by.signature
        return len(issue_notices(root, out, period=period, on=on, by=name, issuer=issuer or name, only=duties))

    return work_in(folder, work, act="period.notices", by=by, at=at)


def paper_rows(folder: Folder, label: str) -> list[Row]:
    """The papers of a period, when each was written, and whether more came in or was decided since."""
    files, place = files_of(folder), f"{PERIODS}/{label}/"
    since = [files[place + name].revision for name in _DECIDED if place + name in files]
    return [
        {
            "name": path.removeprefix(f"{place}{PAPERS}/"),
            "path": path.removeprefix(place),
            "written": Filed.objects.filter(folder=folder, path=path).latest("revision").at,
            "stale": any(revision > filed.revision for revision in since),
        }
        for path, filed in files.items()
        if path.startswith(f"{place}{PAPERS}/")
    ]


_DECIDED: Final = (RETURNS, SETTLEMENTS, EXPLANATIONS, VOIDINGS)


def recall_here(folder: Folder, label: str, *, by: Account, at: datetime) -> None:
    """Take back a period that was sent out by mistake; what was sent stays in the folder's earlier versions.

    Raises:
        Misuse: something came back for it already.
    """

    def work(root: Path) -> None:
        recall(root, label)

    work_in(folder, work, act="period.recalled", by=by, at=at)


def step_here(
    folder: Folder, notice: str, step: str, *, words: str, who: str, by: Account, at: datetime, on: date
) -> None:
    """Take the next step with a notice; a reply is signed by who replied, everything else by who is signed in.

    Raises:
        Misuse: no such notice or step, a step that cannot follow, or one that says nothing.
    """
    wanted = next((each for each in STEP_WORDS if each == step), None)
    if wanted is None or wanted == "issued":
        raise Misuse(f"没有“{step}”这一步。")
    name = who.strip()[:80] if wanted == "replied" else by.signature

    def work(root: Path) -> None:
        follow(root, notice, wanted, by=name, on=on, words=words[:2000])

    work_in(folder, work, act=f"period.notice.{step}", by=by, at=at)


def bring_workbook(folder: Folder, name: str, data: bytes, *, by: Account, at: datetime) -> str:
    """Keep the office's own workbook, and propose what its columns are where it is new; its name.

    Raises:
        Misuse: it is too large, or no column of it can be told.
        UnreadableSnapshot: it is no workbook.
    """
    plain = plain_name(name)
    if len(data) > MAX_BYTES:
        raise Misuse(f"{plain} 超过 {MAX_BYTES >> 20} MB。")

    def work(root: Path) -> None:
        path = write_file(root / OWN / plain, data)
        adopt(path, confirm=False)

    work_in(folder, work, act="period.workbook", by=by, at=at)
    return plain


def confirm_workbook(folder: Folder, name: str, roles: Sequence[str], *, by: Account, at: datetime) -> None:
    """Confirm what the columns of a workbook are, as looked at and mended on the page; `roles` are in their order.

    Raises:
        Misuse: no such workbook, a role is unknown, or the columns are not those that were shown.
    """
    if set(roles) - {"", *column_roles()}:
        raise Misuse("有一列的用途不认识。")

    def work(root: Path) -> None:
        path = root / OWN / plain_name(name)
        adoption, _ = adopt(path, confirm=False)
        if sum(len(sheet.columns) for sheet in adoption.sheets) != len(roles):
            raise Misuse("列和刚才看到的不一样了。", hint="刷新后再核对。")
        given = iter(roles)
        sheets = tuple(
            replace(sheet, columns=tuple(replace(use, role=next(given)) for use in sheet.columns))
            for sheet in adoption.sheets
        )
        write_file(mapping_path(path), adoption_bytes(replace(adoption, sheets=sheets, is_confirmed=True)))

    work_in(folder, work, act="period.workbook.confirmed", by=by, at=at)
