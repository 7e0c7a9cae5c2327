"""收报: the office's periods, the sheets that go out and come back, and how each stands."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from yuheng.app.collecting import BOOK, REMINDERS
from yuheng.app.folders import reading_copy
from yuheng.app.period_acts import SHEETS
from yuheng.app.period_board import (
    Board,
    board_book,
    board_of,
    changed_cells,
    issue_rows,
    labels_in,
    late_rows,
    owner_rows,
    received_rows,
    summary_of,
)
from yuheng.app.period_desk import (
    BOOKS,
    MAX_BYTES,
    ask,
    kept_files,
    labels_around,
    proposal,
    recall_here,
    sent_before,
    void_here,
)
from yuheng.app.period_ledger import chosen_plans, has_plans, office_folder, opened_office_folder, plan_rows
from yuheng.app.periods import RECEIVED
from yuheng.app.rows import job_row
from yuheng.errors import Misuse, YuhengError
from yuheng.ledger.models import Folder, Job, JobState
from yuheng.office.duties import reporting_period
from yuheng.web.pages import Page, message_of, person

RECENT: Final = 600
"""Seconds for which a finished act stays on the page."""

TABS: Final = (
    ("period", gettext_noop("收表")),
    ("open-cells", gettext_noop("待办")),
    ("verdicts", gettext_noop("裁定")),
    ("papers", gettext_noop("出件")),
    ("notices", gettext_noop("督办")),
    ("workbooks", gettext_noop("自有台账")),
)


def period_folder_here() -> Folder:
    """The office's folder; 404 before the first period."""
    folder = office_folder()
    if folder is None:
        raise Http404
    return folder


def here(label: str) -> tuple[Folder, Path, Board]:
    """A period that something was sent for; 404 for any other."""
    folder = period_folder_here()
    root = reading_copy(folder)
    if label not in labels_in(root):
        raise Http404
    return folder, root, board_of(root, label, timezone.localdate())


def frame_of(board: Board, tab: str) -> dict[str, Any]:
    """What stands above each of a period's pages: its tabs, and what the worker is doing."""
    label = board.folder.label
    tabs = [{"url": reverse(name, args=[label]), "word": _(word), "here": name == tab} for name, word in TABS]
    return {"label": label, "tabs": tabs, **jobs_of(tab, label)}


def jobs_of(page: str, label: str = "") -> dict[str, Any]:
    """The last act on the periods: unfinished on every page, for no other can begin; then on its own period's page."""
    job = Job.objects.filter(kind="folder", act__startswith="period.").order_by("-created").first()
    if job is None:
        return {"jobs": [], "unfinished": 0}
    unfinished = job.state in (JobState.WAITING, JobState.WORKING)
    word, pages = ACTS_SHOWN[job.act]
    fresh = job.ended is not None and (timezone.now() - job.ended).total_seconds() < RECENT
    period = str(job.arguments.get("period", ""))
    shown = unfinished or (fresh and page in pages and (not label or not period or period == label))
    act = f"{period} {_(word)}".strip()
    return {"jobs": [{**job_row(job), "act": act}] if shown else [], "unfinished": int(unfinished)}


ACTS_SHOWN: Final = {
    "period.dispatch": (gettext_noop("下发"), ("periods", "period")),
    "period.collect": (gettext_noop("收表"), ("period",)),
    "period.refresh": (gettext_noop("按现在的台账更新"), ("verdicts",)),
    "period.report": (gettext_noop("出件"), ("papers",)),
    "period.fill": (gettext_noop("填入自有台账"), ("workbooks",)),
}
"""What an act is called, and the pages that tell of its end."""


def period_jobs(request: HttpRequest) -> HttpResponse:
    """What the worker is doing, alone; when it is done the page is asked for again, for then everything may differ."""
    values = jobs_of("")
    response = render(request, "web/period_jobs.html", values)
    if not values["unfinished"]:
        response.headers["HX-Refresh"] = "true"
    return response


def periods(request: HttpRequest) -> Page:
    """Every period, the latest first."""
    folder = office_folder()
    today = timezone.localdate()
    root = reading_copy(folder) if folder is not None else None
    found = [summary_of(board_of(root, label, today)) for label in labels_in(root)] if root is not None else []
    return Page("web/periods.html", {"periods": found}, {**jobs_of("periods"), "has_plans": has_plans()})


def start(request: HttpRequest) -> Page:
    """What a period would ask of whom, before anything goes out."""
    today, plans = timezone.localdate(), plan_rows()
    folder = office_folder()
    root = reading_copy(folder) if folder is not None else Path()
    known = {row["key"] for row in plans}
    given, around = request.GET, labels_around(today)
    asked, looked = given.getlist("plan"), "period" in given
    chosen = [key for key in (asked if looked else asked or chosen_plans(root)) if key in known]
    label = given.get("period", "").strip() or around[0]
    values: dict[str, Any] = {"plans": plans, "chosen": chosen, "period": label, "proposal": None, "trouble": ""}
    try:
        values["period"] = reporting_period(label).label
    except Misuse as error:
        values["trouble"] = message_of(error)
    else:
        if chosen:
            values["proposal"] = proposal(root, label, chosen, on=today, overdue=given.get("overdue") == "1")
        elif looked:
            values["trouble"] = _("没有选规划：至少选一份写有目标或任务的文档。")
    return Page("web/period_start.html", values, {"around": around, "today": today})


@require_POST
def dispatch(request: HttpRequest) -> HttpResponse:
    """Send a period out; the worker makes the workbooks. What is refused goes back to the form with the reason."""
    account, now, given = person(request), timezone.now(), request.POST
    plans, overdue = given.getlist("plan"), given.get("overdue") == "1"
    try:
        label = reporting_period(given.get("period", "")).label
        due = _due(label, given, today=timezone.localdate(now))
        arguments = {
            "period": label,
            "on": timezone.localdate(now).isoformat(),
            "due": due.isoformat(),
            "plans": plans,
            "owners": given.getlist("owner"),
            "overdue": overdue,
        }
        ask(opened_office_folder(by=account, at=now), "period.dispatch", arguments, by=account, at=now)
    except Misuse as error:
        messages.error(request, message_of(error))
        query = {"plan": plans, "period": given.get("period", ""), **({"overdue": "1"} if overdue else {})}
        return redirect(f"{reverse('period-start')}?{urlencode(query, doseq=True)}")
    return redirect("periods")


def _due(label: str, given: QueryDict, *, today: date) -> date:
    """By when the sheets are to be back: not in the past, and of a period sent before only moved when that is said.

    Raises:
        Misuse: no plan, no date, one that has passed, or a period sent before that nobody said to send again.
    """
    if not given.getlist("plan"):
        raise Misuse("没有选规划。", hint="至少选一份写有目标或任务的文档。")
    due, folder = _day(given.get("due", "")), office_folder()
    if due < today:
        raise Misuse(f"返回日期 {due.isoformat()} 已经过了。", hint="选今天或以后的一天。")
    before = sent_before(reading_copy(folder), label) if folder is not None else None
    if before is not None and given.get("again") != "1":
        hint = f"要再下发一次、返回日期改为 {due.isoformat()}，请勾选“再下发”。"
        raise Misuse(f"{label} 已于 {before[0].isoformat()} 下发过，{before[1].isoformat()} 前返回。", hint=hint)
    return due


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Misuse(f"“{text}”不是日期，要写成 2026-11-16。") from None


def period(request: HttpRequest, label: str) -> Page:
    """How a period stands: its numbers, the board of owners, who has not replied."""
    _folder, _root, board = here(label)
    return Page(
        "web/period.html",
        {
            "summary": summary_of(board),
            "owners": owner_rows(board),
            "late": late_rows(board),
            "refused": changed_cells(board, refused=True),
            "issues": issue_rows(board),
            "received": received_rows(board),
        },
        {**frame_of(board, "period"), "megabytes": MAX_BYTES >> 20, "accept": ",".join(BOOKS)},
    )


@require_POST
def upload_returns(request: HttpRequest, label: str) -> HttpResponse:
    """Take returned workbooks in; the worker reads and merges them."""
    account, now = person(request), timezone.now()
    folder, _root, _board = here(label)
    try:
        kept, others = kept_files((file.name or "", file.chunks()) for file in request.FILES.getlist("files"))
        if others and not kept:
            messages.error(request, _("不是工作簿，没有收：%s") % "、".join(others[:20]))
        if kept:
            today = timezone.localdate(now).isoformat()
            arguments = {"period": label, "on": today, "files": kept, "others": others}
            ask(folder, "period.collect", arguments, by=account, at=now)
        elif not others:
            messages.error(request, _("没有收到文件。"))
    except YuhengError as error:
        messages.error(request, message_of(error))
    return redirect("period", label)


@require_POST
def void_return(request: HttpRequest, label: str) -> HttpResponse:
    """Void a file that was taken in by mistake, or restore it."""
    folder, _root, _board = here(label)
    given, counts = request.POST, request.POST.get("counts") == "1"

    def work() -> str:
        void_here(
            folder,
            given.get("file", ""),
            counts=counts,
            period=label,
            reason=given.get("reason", ""),
            by=person(request),
            at=timezone.now(),
            on=timezone.localdate(),
        )
        return _("已恢复。") if counts else _("已作废，不再计入。")

    said(request, work)
    return redirect(f"{reverse('period', args=[label])}#received")


@require_POST
def take_back(request: HttpRequest, label: str) -> HttpResponse:
    """Take back a period that was sent out by mistake."""
    folder, _root, _board = here(label)

    def work() -> str:
        recall_here(folder, label, by=person(request), at=timezone.now())
        return _("%s 已撤回。") % label

    said(request, work)
    return redirect("periods")


@require_POST
def refresh(request: HttpRequest, label: str) -> HttpResponse:
    """Take over what was decided on the plans' claims since the sheets went out."""
    account = person(request)
    folder, _root, _board = here(label)
    try:
        ask(folder, "period.refresh", {}, by=account, at=timezone.now())
    except Misuse as error:
        messages.error(request, message_of(error))
    return redirect("verdicts", label)


# --- files


KEPT_PLACES: Final = (SHEETS, RECEIVED, "papers", "notices", "filled")
"""The parts of a period's folder that are handed out as files."""


def period_file(request: HttpRequest, label: str, path: str) -> HttpResponse:
    """One file of a period: a sheet as it went out, a return as it came, a paper."""
    _folder, _root, board = here(label)
    base = board.folder.path.resolve()
    file, place = (base / path).resolve(), path.split("/", maxsplit=1)[0]
    if place not in KEPT_PLACES or not file.is_relative_to(base / place) or not file.is_file():
        raise Http404
    name = file.name.split("_", 1)[1] if path.startswith(f"{RECEIVED}/") else file.name
    return as_file(file.read_bytes(), name)


def sheets_zip(request: HttpRequest, label: str) -> HttpResponse:
    """All sheets of a period in one file, to send out."""
    _folder, _root, board = here(label)
    names = dict.fromkeys(row.file for row in board.sent)
    files = [(name, (board.folder.path / SHEETS / name).read_bytes()) for name in names]
    return as_file(_zipped(files), f"{label}_填报表.zip")


def reminders_zip(request: HttpRequest, label: str) -> HttpResponse:
    """The texts of reminder, one for each owner that has rows left."""
    _folder, _root, board = here(label)
    files = [
        (f"{REMINDERS}/{owner.replace('/', '_')}.txt", text.encode("utf-8")) for owner, text in board.standing.reminders
    ]
    return as_file(_zipped(files), f"{label}_{REMINDERS}.zip")


def board_download(request: HttpRequest, label: str) -> HttpResponse:
    """收表.xlsx: everything that these pages show, to sort and filter."""
    _folder, _root, board = here(label)
    return as_file(board_book(board), f"{label}_{BOOK}")


def _zipped(files: list[tuple[str, bytes]]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), data)
    return content.getvalue()


def as_file(data: bytes, name: str) -> HttpResponse:
    """Bytes as a download under a name, Chinese letters and all."""
    response = HttpResponse(data, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response


def said(request: HttpRequest, work: Callable[[], str]) -> None:
    """Do what a form asks, and say what came of it or why it was refused."""
    try:
        done = work()
    except YuhengError as error:
        messages.error(request, message_of(error))
    else:
        if done:
            messages.success(request, done)
