"""What every page of an event has in common: whose it is, where its steps stand, what the worker is doing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from yuheng.app.access import changeable
from yuheng.app.copies import EVERYTHING, Scope
from yuheng.app.event_steps import steps_of
from yuheng.app.event_view import event_at, key_of, setting_at
from yuheng.app.folder_acts import ask_for
from yuheng.app.folders import files_of, reading_copy, work_in
from yuheng.app.ingesting import queue
from yuheng.app.rows import job_row
from yuheng.errors import Misuse, YuhengError
from yuheng.exchange.meetings import Pair, pair_of
from yuheng.ledger.models import PRINT, Account, Folder, FolderKind, Job, JobState
from yuheng.web.pages import message_of, person

_TOLD: Final = timedelta(minutes=10)
"""How long the end of a job is told on the page."""

_PAGES: Final[Mapping[str, str]] = {
    "event.match": "matches",
    "event.timetable": "timetable",
}
"""The page of which step tells how an act has ended."""


def own_event(request: HttpRequest, number: int) -> Folder:
    """An event that the account runs; any other one does not exist for this page."""
    rows = changeable(person(request), Folder.objects.filter(kind=FolderKind.EVENT))
    return get_object_or_404(rows, pk=number)


def event_row(folder: Folder, root: Path) -> dict[str, Any]:
    """An event in short."""
    setting = setting_at(root)
    return {
        "id": folder.pk,
        "title": setting.title,
        "day": setting.day,
        "place": setting.place,
        "published": folder.published,
        "contacts_until": setting.contacts_until,
    }


def framed(folder: Folder, step: str = "") -> dict[str, Any]:
    """The values that every page of an organiser has."""
    root = reading_copy(folder)
    return {
        "event": event_row(folder, root),
        "steps": steps_of(root, files_of(folder), published=folder.published),
        "step": step,
        "work": work_row(folder, step),
    }


def work_row(folder: Folder, step: str) -> dict[str, Any] | None:
    """The newest job of an event: on every page while it is unfinished, on its own page a little longer.

    Printing is told of where the prints are (`event_press`): nothing waits for it.
    """
    job = Job.objects.filter(kind="folder", folder=folder).exclude(act=PRINT).order_by("-created").first()
    if job is None:
        return None
    unfinished = job.state in (JobState.WAITING, JobState.WORKING)
    told = _PAGES.get(job.act) == step and job.ended is not None and timezone.now() - job.ended < _TOLD
    return {**job_row(job), "unfinished": unfinished} if unfinished or told else None


def ask(folder: Folder, act: str, arguments: Mapping[str, Any], *, by: Account) -> Job:
    """Have the worker do an act on an event."""
    with transaction.atomic():
        job = ask_for(folder, act, arguments, by=by, at=timezone.now())
        queue(job)
    return job


def done(
    request: HttpRequest,
    folder: Folder,
    act: str,
    work: Callable[[Path], object],
    said: str,
    *,
    scope: Scope = EVERYTHING,
) -> bool:
    """Do a short act and say what came of it; whether it was kept."""
    try:
        work_in(folder, work, act=act, by=person(request), at=timezone.now(), scope=scope)
    except YuhengError as error:
        messages.error(request, message_of(error))
        return False
    messages.success(request, said)
    return True


def hall_clock() -> datetime:
    """The moment on the hall's clock, as the slots are written."""
    return timezone.localtime().replace(tzinfo=None)


def pair_from(root: Path, given: Mapping[str, str]) -> Pair:
    """The pair that a form names, by its key or by two firms.

    Raises:
        Misuse: no such pair.
    """
    event = event_at(root)
    if given.get("pair"):
        pairs = {pair_of(*match.pair) for match in event.matches} | {pin.pair for pin in event.setting.pins}
        known = {key_of(pair): pair for pair in (*pairs, *event.setting.vetoes)}
        if given["pair"] not in known:
            raise Misuse("没有这一对。", hint="刷新后再试。")
        return known[given["pair"]]
    one, other = given.get("one", "").strip(), given.get("other", "").strip()
    for name in (one, other):
        if name not in event.registered.firms:
            near = [firm for firm in event.firms if name and name in firm][:5]
            raise Misuse(f"“{name}”不在登记名单中。", hint=f"是不是：{'、'.join(near)}？" if near else "写全单位名称。")
    return pair_of(one, other)


def number_in(given: Mapping[str, str], name: str, word: str, *, most: int = 10_000) -> int:
    """A whole number from 1 on, as a form gives it.

    Raises:
        Misuse: it is none.
    """
    text = given.get(name, "").strip()
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
        raise Misuse(f"{word}“{text}”要是1至{most}的整数。")
    return int(text)


def download(data: bytes, name: str, kind: str = "application/octet-stream") -> HttpResponse:
    """A file to be saved."""
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response
