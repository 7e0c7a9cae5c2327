"""Write the 通报, 专报 or assessment of a period, issue and follow notices, and print to PDF where LibreOffice is."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from yuheng.app.compiling import write_file
from yuheng.app.periods import (
    EXPLANATIONS,
    PeriodFolder,
    add_lines,
    assigned,
    ledger_claims,
    ledger_documents,
    period_folder,
)
from yuheng.errors import Misuse
from yuheng.office.bulletin import Bulletin, Kind, bulletin_bytes
from yuheng.office.duties import duties_in, reporting_period
from yuheng.office.merging import late_in
from yuheng.office.notices import Notice, Step, event_line, issued, notice_bytes, notices_from, overdue, with_step
from yuheng.office.official_document import RedHead
from yuheng.office.official_fonts import profile_with_fonts
from yuheng.office.returns_file import explanation_line
from yuheng.office.verdicts import Explanation, PeriodVerdict, verdicts_of

EVERYBODY: Final = "各有关单位"
NOTICES: Final = "notices.jsonl"
_MINUTES: Final = 3
_LONGEST: Final = 2000


@dataclass(frozen=True, slots=True)
class Reported:
    """What was written: the Word file, its verdicts, and the PDF where it could be made."""

    path: Path
    verdicts: tuple[PeriodVerdict, ...]
    pdf: Path | None


def report(
    ledger: Path,
    out: Path,
    *,
    period: str,
    kind: Kind,
    on: date,
    subject: str,
    issuer: str,
    address: str,
    red_head: RedHead | None = None,
    pdf: bool = False,
) -> Reported:
    """Write one document about a period.

    Args:
        ledger: the folder that `yuheng compile` wrote.
        out: the Word file.
        period: the period collected.
        kind: 通报, 专报 or 中期评估.
        on: 成文日期, and the day to judge the calendar by.
        subject: what the plan is called in the title.
        issuer, address: who signs, and to whom.
        red_head: the mark and the number above the red line, where wanted.
        pdf: print it too, by LibreOffice.

    Raises:
        Misuse: nothing was sent for the period; a 专报 is addressed to nobody; the file cannot be written; a PDF is
            wanted and LibreOffice is absent.
    """
    if kind == "专报" and address in ("", EVERYBODY):
        raise Misuse("专报是报给上级的，要写明主送谁。", hint="如 市政府（命令行用 --address）。")
    folder = period_folder(ledger, period)
    verdicts = period_verdicts(folder, on=on)
    sent, cells = folder.sent(), folder.cells()
    _, due = folder.terms()
    bulletin = Bulletin(
        period=reporting_period(period),
        subject=subject,
        issuer=issuer,
        address=address,
        day=on,
        verdicts=verdicts,
        late=late_in(sent, cells, due=due, on=on),
        open_cells=sum(cell.state != "taken" for cell in cells),
        red_head=red_head,
        due=due,
    )
    path = write_file(out, bulletin_bytes(bulletin, kind))
    return Reported(path, verdicts, printed(path) if pdf else None)


def period_verdicts(folder: PeriodFolder, *, on: date) -> tuple[PeriodVerdict, ...]:
    """The verdicts on everything that was sent out for a period.

    Raises:
        Misuse: nothing was.
    """
    sent = {row.id for row in folder.sent() if row.owner}
    if not sent:
        raise Misuse(f"{folder.label} 还没有下发过表。", hint=f"先运行 yuheng dispatch --period {folder.label}。")
    claims = ledger_claims(folder.root)
    documents, said = ledger_documents(folder.root), assigned(folder.root)
    duties = [duty for duty in duties_in(claims, assigned=said, documents=documents) if duty.id in sent]
    return verdicts_of(
        duties,
        claims,
        folder.cells(),
        period=reporting_period(folder.label),
        on=on,
        documents=documents,
        explanations=folder.explanations(),
    )


def has_printer() -> bool:
    """Whether LibreOffice is there to print with."""
    return _printer() is not None


def _printer() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def printed(path: Path) -> Path:
    """Print a Word file to a PDF beside it, in a profile of its own that knows the fonts' stand-ins.

    Raises:
        Misuse: LibreOffice is not installed, or it failed.
    """
    program = _printer()
    if program is None:
        raise Misuse("要生成 PDF 须有 LibreOffice。", hint="安装后再试，或在 Word、WPS 里打开另存为 PDF。")
    with tempfile.TemporaryDirectory() as folder:
        profile = profile_with_fonts(Path(folder))
        out = path.resolve().parent
        arguments = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to", "pdf"]
        try:
            done = subprocess.run(  # noqa: S603  # a fixed program, and a path that the caller names
                [program, *arguments, "--outdir", str(out), str(path.resolve())],
                capture_output=True,
                check=False,
                timeout=60 * _MINUTES,
            )
        except subprocess.TimeoutExpired as error:
            hint = "在 Word、WPS 里打开另存为 PDF。"
            raise Misuse(f"LibreOffice {_MINUTES} 分钟没有排完 {path.name}。", hint=hint) from error
    pdf = path.with_suffix(".pdf")
    if done.returncode != 0 or not pdf.is_file():
        said = done.stderr.decode("utf-8", "replace").strip()[-300:]
        raise Misuse(f"LibreOffice 没有生成 PDF：{said or done.returncode}", hint="关闭正在运行的 LibreOffice 再试。")
    return pdf


def all_notices(ledger: Path) -> tuple[Notice, ...]:
    """Every notice of a ledger."""
    path = ledger / NOTICES
    return notices_from(path.read_text("utf-8").split("\n") if path.is_file() else [], name=str(path))


def due_for_notice(ledger: Path, verdicts: Sequence[PeriodVerdict], *, period: str) -> tuple[PeriodVerdict, ...]:
    """The overdue duties that somebody owes and that no notice was issued on: none open, and none of this period."""
    known = [notice for notice in all_notices(ledger) if notice.is_open or notice.period == period]
    busy = {notice.duty for notice in known if notice.step != "withdrawn"}
    return tuple(each for each in overdue(verdicts) if each.duty.owner and each.duty.id not in busy)


def issue_notices(
    ledger: Path, out: Path, *, period: str, on: date, by: str, issuer: str, only: Sequence[str] | None = None
) -> tuple[Path, ...]:
    """Issue a notice on overdue duties that have none, and write each as Word.

    Args:
        ledger, out: the ledger's folder, and where the papers go.
        period, on: the period collected, and the day.
        by, issuer: whose act it is, and which office signs the paper.
        only: ids of the duties, or what they begin with; all of them where None.

    Raises:
        Misuse: nobody signs, nothing was sent for the period, or an id is none of a duty that is due for a notice.
    """
    verdicts = period_verdicts(period_folder(ledger, period), on=on)
    due = due_for_notice(ledger, verdicts, period=period)
    if only is not None:
        wanted = {_meant(key, [each.duty.id for each in due], "到期未完成、还没有交办的事项") for key in only}
        due = tuple(each for each in due if each.duty.id in wanted)
    before = {notice.id: notice for notice in all_notices(ledger)}
    new = [issued(verdict, period=period, by=by, on=on, issuer=issuer, before=before) for verdict in due]
    add_lines(ledger / NOTICES, map(event_line, new))
    return tuple(write_file(out / _file_name(notice), notice_bytes(notice, verdicts, issuer=issuer)) for notice in new)


def _meant(key: str, known: Sequence[str], what: str) -> str:
    """The one id that begins so.

    Raises:
        Misuse: none does, or several do.
    """
    found = [each for each in known if key and each.startswith(key)]
    if len(found) != 1:
        raise Misuse(f"“{key}”不是{what}的编号。" if not found else f"“{key}”对得上 {len(found)} 项，请多写几位。")
    return found[0]


def notice_paper(ledger: Path, notice: str, *, on: date, issuer: str = "") -> bytes:
    """One notice as Word with its chain so far, whenever it is wanted again; signed by the office that issued it.

    Raises:
        Misuse: no such notice, or its duty is no longer in the ledger.
    """
    found = _notice(ledger, notice)
    verdicts = period_verdicts(period_folder(ledger, found.period), on=on)
    return notice_bytes(found, verdicts, issuer=found.issuer or issuer or found.events[0].by)


def explain(ledger: Path, duty: str, *, words: str, period: str, by: str, on: date) -> Explanation:
    """Note on a duty that is behind what its owner did not say; the paper carries it with name and day.

    Args:
        ledger: the folder.
        duty: its id, or what that begins with.
        words: why, what is done, until when.
        period, by, on: of which period, who says so, and when.

    Raises:
        Misuse: no words, no name, or no such duty was asked for in this period.
    """
    if not words.strip():
        raise Misuse("说明是空的。", hint="写明原因、措施、何时完成。")
    if not by.strip():
        raise Misuse("说明要署名。", hint="加 --by 姓名。")
    folder = period_folder(ledger, period)
    found = _meant(duty, [row.id for row in folder.sent()], f"{period} 下发过的事项")
    said = Explanation(found, words.strip()[:_LONGEST], by.strip(), on)
    folder.add(EXPLANATIONS, [explanation_line(said)])
    return said


def follow(ledger: Path, notice: str, step: Step, *, by: str, on: date, words: str) -> Notice:
    """Take the next step with one notice: a reply, a rejection, the closure, or its withdrawal.

    Raises:
        Misuse: no such notice, or a step that cannot follow.
    """
    after = with_step(_notice(ledger, notice), step, by=by, on=on, words=words)
    add_lines(ledger / NOTICES, [event_line(after)])
    return after


def _notice(ledger: Path, key: str) -> Notice:
    known = all_notices(ledger)
    found = next((each for each in known if each.id == key), None)
    if found is None:
        open_ones = "、".join(each.id for each in known if each.is_open)
        raise Misuse(f"没有督办单 {key}。", hint=f"未办结的有：{open_ones or '（无）'}。")
    return found


def _file_name(notice: Notice) -> str:
    name = "".join("_" if char in '\\/:*?"<>|' else char for char in f"{notice.owner}_{notice.what}")[:60]
    return f"督办单_{notice.id}_{name}.docx"
