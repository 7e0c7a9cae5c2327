"""Write the 通报, 专报 or assessment of a period, issue and follow notices, and print to PDF where LibreOffice is."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from yuheng.app.compiling import write_file
from yuheng.app.periods import PeriodFolder, add_lines, assigned, ledger_claims, ledger_documents, period_folder
from yuheng.errors import Misuse
from yuheng.office.bulletin import Bulletin, Kind, bulletin_bytes
from yuheng.office.duties import duties_in, reporting_period
from yuheng.office.merging import late_in
from yuheng.office.notices import Notice, Step, event_line, issued, notice_bytes, notices_from, overdue, with_step
from yuheng.office.official_document import RedHead
from yuheng.office.official_fonts import profile_with_fonts
from yuheng.office.verdicts import PeriodVerdict, verdicts_of

NOTICES: Final = "notices.jsonl"
_MINUTES: Final = 3


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
        Misuse: nothing was sent for the period; the file cannot be written; a PDF is wanted and LibreOffice is absent.
    """
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


def issue_notices(ledger: Path, out: Path, *, period: str, on: date, by: str, issuer: str) -> tuple[Path, ...]:
    """Issue a notice on every overdue duty that has none open, and write each as Word.

    Raises:
        Misuse: nobody signs, or nothing was sent for the period.
    """
    verdicts = period_verdicts(period_folder(ledger, period), on=on)
    known = all_notices(ledger)
    busy = {notice.duty for notice in known if notice.is_open} | {n.duty for n in known if n.period == period}
    new = [issued(verdict, period=period, by=by, on=on) for verdict in overdue(verdicts) if verdict.duty.id not in busy]
    add_lines(ledger / NOTICES, map(event_line, new))
    return tuple(write_file(out / _file_name(notice), notice_bytes(notice, verdicts, issuer=issuer)) for notice in new)


def notice_paper(ledger: Path, notice: str, *, on: date, issuer: str) -> bytes:
    """One notice as Word with its chain so far, whenever it is wanted again.

    Raises:
        Misuse: no such notice, or its duty is no longer in the ledger.
    """
    found = _notice(ledger, notice)
    verdicts = period_verdicts(period_folder(ledger, found.period), on=on)
    return notice_bytes(found, verdicts, issuer=issuer)


def follow(ledger: Path, notice: str, step: Step, *, by: str, on: date, words: str) -> Notice:
    """Take the next step with one notice: a reply, a rejection, the closure.

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
