"""印制 of an event: how far the worker is, which sheets there are of which version, and which are stale."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from yuheng.app.copies import remembered
from yuheng.app.event_folder import PLAN
from yuheng.app.event_press import (
    AGENDAS,
    BOOK,
    PRINTED,
    TABLES,
    WALL,
    Print,
    is_behind,
    prints_in,
    stale_in,
    waiting_sheets,
)
from yuheng.app.event_press import PRINTS as RECORD
from yuheng.app.event_view import plan_at
from yuheng.app.folders import reading_copy
from yuheng.app.rows import job_row
from yuheng.ledger.models import PRINT, Folder, Job, JobState
from yuheng.office.event_file import Plan
from yuheng.web.event_frame import own_event

PRINTS: Final = (WALL, AGENDAS, TABLES, BOOK)
_NAMED: Final = 12


def press_row(folder: Folder, root: Path, plan: Plan, *, at: str) -> dict[str, Any]:
    """What is printed of an event's plan, how far the worker is, and the files that a page shows.

    Args:
        folder: the event.
        root: a layout of it.
        plan: the one in force.
        at: the page: "day" shows the changed sheets that are not on paper yet, "timetable" the full prints.

    Raises:
        Http404: no page shows prints under this name.
    """
    if at not in _FILES:
        raise Http404
    job = Job.objects.filter(folder=folder, act=PRINT).order_by("-created").first()
    behind = is_behind(root, plan)
    told = job is not None and (job.state != JobState.DONE and (behind or job.state != JobState.FAILED))
    return {
        "version": plan.version,
        "behind": behind,
        "job": job_row(job) if job is not None and told else None,
        "at_work": job is not None and job.state in (JobState.WAITING, JobState.WORKING),
        "files": _FILES[at](root),
    }


@remembered(PLAN, RECORD, PRINTED)
def _waiting_rows(root: Path) -> list[dict[str, Any]]:
    """The changed sheets that are not on paper yet; asked for each second, made anew once one of them is."""
    plan = plan_at(root)
    return [] if plan is None else [_print_row(root, each, plan) for each in waiting_sheets(root)]


@remembered(PLAN, RECORD)
def _full_rows(root: Path) -> list[dict[str, Any]]:
    plan, held = plan_at(root), prints_in(root)
    return [] if plan is None else [_print_row(root, held[name], plan) for name in PRINTS if name in held]


_FILES: Final = {"day": _waiting_rows, "timetable": _full_rows}


def _print_row(root: Path, each: Print, plan: Plan) -> dict[str, Any]:
    """A printed file, and whose sheets in it are not to be handed out any more."""
    firms, tables = stale_in(root, each, plan)
    return {
        "name": each.name,
        "version": each.version,
        "old": each.version < plan.version,
        "firms": len(each.firms),
        "tables": len(each.tables),
        "stale_firms": list(firms),
        "stale_tables": [table + 1 for table in tables],
        "shown": "、".join(firms[:_NAMED]),
        "more": max(len(firms) - _NAMED, 0),
    }


def event_press(request: HttpRequest, number: int) -> HttpResponse:
    """How far the printing is, for the page that shows it; asked for again as long as it lasts."""
    folder = own_event(request, number)
    root = reading_copy(folder)
    plan, at = plan_at(root), request.GET.get("at", "day")
    if plan is None:
        raise Http404
    values = {"press": press_row(folder, root, plan, at=at), "event": {"id": folder.pk}, "at": at}
    return render(request, "web/event_press.html", values)
