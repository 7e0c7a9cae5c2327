"""Take back what the owners sent: keep the files, merge the cells, say what is left to do and who has not replied."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from yuheng.app.compiling import write_file
from yuheng.app.periods import (
    ASSIGNED,
    RECEIVED,
    RETURNS,
    SETTLEMENTS,
    VOIDINGS,
    PeriodFolder,
    add_lines,
    assigned,
    ledger_claims,
    period_folder,
)
from yuheng.errors import Misuse, YuhengError
from yuheng.model import Issue
from yuheng.office.duties import duties_in
from yuheng.office.merging import Late, Merged, Settlement, late_in, reminder
from yuheng.office.owner_names import as_known, owners_written
from yuheng.office.return_book import return_book
from yuheng.office.return_entries import read_answer
from yuheng.office.return_rows import SentRow
from yuheng.office.returns import Change, Return, Voiding, read_return
from yuheng.office.returns_file import return_line, settlement_line, voiding_line

BOOK: Final = "收表.xlsx"
REMINDERS: Final = "催报"
_OLD: Final = (".xls", ".et", ".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Collected:
    """A period after its returns were taken in.

    Attributes:
        new: the files taken in now; those known already by their bytes are not among them.
        again: those known already, as they were taken in the first time, each with the name that it came by now.
        cells: every owed cell as merged.
        changes, issues: of all returns of the period.
        late: who has rows left.
        reminders: owner and text, ready to send.
        due: by when the sheets were to be back.
        voided: SHA-256 of the files that somebody voided.
    """

    new: tuple[Return, ...]
    cells: tuple[Merged, ...]
    changes: tuple[Change, ...]
    issues: tuple[Issue, ...]
    late: tuple[Late, ...]
    reminders: tuple[tuple[str, str], ...]
    due: date
    again: tuple[tuple[str, Return], ...] = ()
    voided: frozenset[str] = frozenset()

    def count(self, state: str) -> int:
        """How many cells are in a state."""
        return sum(cell.state == state for cell in self.cells)


def collect(
    ledger: Path, paths: Sequence[Path], *, period: str, on: date, owners: frozenset[str] | None = None
) -> Collected:
    """Take in files and folders of returned workbooks; without any, only say how things stand.

    Each file is kept as it came under the period's folder. The same bytes twice are taken in once; a file that cannot
    be read is kept and becomes an issue.

    Args:
        ledger: the folder that `yuheng compile` wrote.
        paths: workbooks, or folders with workbooks.
        period: the period that was sent out.
        on: the day to count late days by.
        owners: whoever sends these in may answer for these owners only; None for the office, which takes in everything.

    Raises:
        Misuse: nothing was sent for the period, a path names nothing, or a sheet says that it is another owner's.
    """
    folder = period_folder(ledger, period)
    _, due = folder.terms()
    sent = [row for row in folder.sent() if owners is None or row.owner in owners]
    known = {back.sha256: back for back in folder.received()}
    new: list[Return] = []
    again: list[tuple[str, Return]] = []
    for path in _files(paths):
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        back = known.get(digest) or _read(path.name, data, digest, sent)
        if owners is not None and back.owner is not None and back.owner not in owners:
            raise Misuse(f"{path.name} 是别的单位的填报表。", hint="请用下发给本单位的表填写后再交。")
        if digest in known:
            again.append((path.name, back))
        else:
            known[digest] = back
            write_file(folder.path / RECEIVED / f"{digest[:12]}_{path.name}", data)
            new.append(back)
    folder.add(RETURNS, (return_line(back, on=on) for back in new))
    _keep_assigned(ledger, new, sent, on=on)
    return replace(standing(folder, tuple(new), due=due, on=on), again=tuple(again), voided=frozenset(folder.voided()))


def standing(folder: PeriodFolder, new: tuple[Return, ...], *, due: date, on: date) -> Collected:
    """How a period stands: everything taken in so far, merged."""
    sent, returns, cells = folder.sent(), folder.returns(), folder.cells()
    late = late_in(sent, cells, due=due, on=on)
    answered = {cell.row for cell in cells if cell.answers}
    missing = {each.owner: [row for row in sent if row.owner == each.owner and row.id not in answered] for each in late}
    came: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for back in returns:
        if back.owner and (why := _why_nothing(back)):
            came[back.owner].append((back.file, why))
    return Collected(
        new=new,
        cells=cells,
        changes=tuple(change for back in returns for change in back.changes),
        issues=tuple(issue for back in returns for issue in back.issues),
        late=late,
        reminders=tuple(
            (each.owner, reminder(each, missing[each.owner], due=due, on=on, came=came.get(each.owner, ())))
            for each in late
        ),
        due=due,
    )


def left_out(collected: Collected) -> tuple[tuple[str, str], ...]:
    """The files that brought nothing, each with the reason: unreadable, of another period, empty, or known already."""
    found = [(back.file, _why_nothing(back)) for back in collected.new]
    for name, back in collected.again:
        before = "" if back.file == name else f"（{back.file}）"
        if back.sha256 in collected.voided:
            found.append((name, f"与已作废的文件{before}一模一样，没有再收；要用它请先恢复。"))
        else:
            found.append((name, f"与已收的文件{before}一模一样，没有再收。{_why_nothing(back)}"))
    return tuple((name, why) for name, why in found if why)


def _why_nothing(back: Return) -> str:
    """Why a return brought nothing; empty where it brought something."""
    if back.values:
        return ""
    whole = next((each.message for each in back.issues if each.code in _WHOLE), "")
    if whole:
        return whole.removeprefix(f"{back.file}：")
    return "黄色各格没有填。" if back.rows else "没有认出下发的行。"


_WHOLE: Final = ("file-unreadable", "return-of-another-period")
"""Issues for which a file is not read at all."""


def write_collected(collected: Collected, ledger: Path, out: Path, *, period: str) -> tuple[Path, ...]:
    """Write 收表.xlsx, and a text of reminder for everyone who has rows left.

    Raises:
        Misuse: the folder cannot be written.
    """
    sent = period_folder(ledger, period).sent()
    data = return_book(sent, collected.cells, collected.changes, collected.issues, collected.late)
    written = [write_file(out / BOOK, data)]
    for owner, text in collected.reminders:
        name = "".join("_" if char in '\\/:*?"<>|' else char for char in owner)
        written.append(write_file(out / REMINDERS / f"{name}.txt", text.encode("utf-8")))
    return tuple(written)


def settle(ledger: Path, file: str, *, period: str, by: str, on: date, reason: str = "") -> tuple[Settlement, ...]:
    """Let one returned file hold wherever its cells disagree with others or wait to be looked at.

    Args:
        ledger: the folder.
        file: the file's name, as it was taken in.
        period: its period.
        by: who decides; settlements without a name are refused.
        on, reason: when and why.

    Raises:
        Misuse: no name, no such file, or nothing of it is open.
    """
    if not by.strip():
        raise Misuse("选定要署名。", hint="加 --by 姓名。")
    folder = period_folder(ledger, period)
    known = sorted({back.file for back in folder.returns()})
    if file not in known:
        raise Misuse(f"{period} 没有收过 {file}。", hint=f"收过的有：{'、'.join(known) or '（无）'}。")
    settled = []
    for cell in folder.cells():
        answers = [answer for answer in cell.answers if answer.file == file]
        if cell.state in ("conflict", "held") and answers:
            words = answers[-1].entry.words
            why = reason or f"以 {file} 为准"
            settled += [Settlement(row, cell.field, words, by, on, why, cell.seen) for row in cell.settled_with]
    if not settled:
        raise Misuse(f"{file} 没有不一致或待核的格。")
    _keep_settled(ledger, folder, settled)
    return tuple(settled)


def settle_cell(
    ledger: Path, row: str, field: str, *, words: str, period: str, by: str, on: date, reason: str
) -> Settlement:
    """Let words hold for one cell: one of the answers, what was asked for again by telephone, or "" that nothing does.

    Of a target that several offices lead they hold for each of them: it has one number.

    Args:
        ledger: the folder.
        row, field: which cell, as `Merged` names it.
        words: what holds.
        period: its period.
        by, on, reason: who decides, when, and why.

    Raises:
        Misuse: no name, no reason, no such cell, or words that its column does not take.
    """
    if not by.strip() or not reason.strip():
        raise Misuse("选定要署名并写明理由。")
    folder = period_folder(ledger, period)
    found = next((each for each in folder.cells() if (each.row, each.field) == (row, field)), None)
    if found is None:
        raise Misuse(f"{period} 没有收到过这一格。", hint="刷新后再选。")
    sent = next(each for each in folder.sent() if each.id == row)
    entry = read_answer(field, words.strip(), sent.locked["unit"])
    if entry.trouble:
        raise Misuse(f"“{words}”{entry.trouble}。")
    settled = [
        Settlement(each, field, words.strip(), by.strip(), on, reason.strip(), found.seen)
        for each in found.settled_with
    ]
    _keep_settled(ledger, folder, settled)
    return settled[0]


def void(ledger: Path, file: str, *, counts: bool, period: str, by: str, on: date, reason: str) -> Voiding:
    """Say that a returned file does not count, as one taken in by mistake, or that it counts again.

    The file and what was said of it stay; only the merging leaves it out.

    Args:
        ledger: the folder.
        file: its name as it was taken in, or its SHA-256 where two have one name.
        counts: False to void it, True to restore it.
        period: its period.
        by, on, reason: who says so, when and why.

    Raises:
        Misuse: no name, no reason, no such file or several, it is voided (or counts) already, or it names owners.
    """
    if not by.strip() or not reason.strip():
        raise Misuse("作废和恢复要署名并写明理由。", hint="加 --by 姓名 --reason 理由。")
    folder = period_folder(ledger, period)
    found = [back for back in folder.received() if file in (back.file, back.sha256)]
    if len(found) != 1:
        known = "、".join(sorted({back.file for back in folder.received()})) or "（无）"
        said = f"没有收过 {file}" if not found else f"收过 {len(found)} 份 {file}，请按 SHA-256 指明"
        raise Misuse(f"{period} {said}。", hint=f"收过的有：{known}。")
    [back] = found
    if (back.sha256 not in folder.voided()) == counts:
        raise Misuse(f"{back.file} {'没有作废过' if counts else '已经作废'}。")
    if any(value.field == "owner" for value in back.values):
        raise Misuse(f"{back.file} 填的是责任单位，已记入台账。", hint="在“待办”里逐项改定。")
    voiding = Voiding(back.sha256, counts, by.strip(), on, reason.strip())
    folder.add(VOIDINGS, [voiding_line(voiding)])
    return voiding


def _read(name: str, data: bytes, digest: str, sent: Sequence[SentRow]) -> Return:
    try:
        return read_return(name, data, sent)
    except YuhengError as error:
        return Return(name, digest, issues=[Issue("file-unreadable", str(error), name)])


def _files(paths: Sequence[Path]) -> list[Path]:
    """Workbooks in the order of their names; lock files (~$) are none."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (each for each in path.rglob("*") if each.suffix.lower() in _OLD)
            found += sorted(each for each in inside if not each.name.startswith(("~$", ".")))
        elif path.is_file():
            found.append(path)
        else:
            raise Misuse(f"没有这个文件或文件夹：{path}")
    return found


def _keep_assigned(ledger: Path, new: Sequence[Return], sent: Sequence[SentRow], *, on: date) -> None:
    """Owners that the clerk filled in become part of the ledger; the next dispatch asks them."""
    said = [
        (value.row, value.entry.words, {"by": value.place, "sha256": value.sha256, "on": on.isoformat()})
        for back in new
        for value in back.values
        if value.field == "owner" and value.entry.words and not value.entry.trouble
    ]
    _assign(ledger, sent, said)


def _keep_settled(ledger: Path, folder: PeriodFolder, settled: Sequence[Settlement]) -> None:
    """Write down what was settled; a settled owner holds for the next dispatch too."""
    folder.add(SETTLEMENTS, map(settlement_line, settled))
    owners = [
        (each.row, each.words, {"by": each.by, "on": each.on.isoformat(), "reason": each.reason})
        for each in settled
        if each.field == "owner"
    ]
    _assign(ledger, folder.sent(), owners)


def _assign(ledger: Path, sent: Sequence[SentRow], said: Sequence[tuple[str, str, dict[str, str]]]) -> None:
    """Add who answers for which claim, each office as the ledger spells it; without any name, nobody does again."""
    if not said:
        return
    claims = {row.id: row.claim for row in sent}
    known = {duty.owner for duty in duties_in(ledger_claims(ledger), assigned=assigned(ledger)) if duty.owner}
    lines = []
    for row, words, signed in said:
        owners = tuple(dict.fromkeys(as_known(name, known) for name in owners_written(words)))
        known.update(owners)
        lines.append(json.dumps({"claim": claims[row], "owner": "、".join(owners), **signed}, ensure_ascii=False))
    add_lines(ledger / ASSIGNED, lines)
