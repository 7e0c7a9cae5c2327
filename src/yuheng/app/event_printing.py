"""Printing as the worker's job: it follows the plan, and is in nobody's way.

A hall must see the new plan at once, and its sheets take a minute. So they are a job of their own, which makes file
after file of whatever plan is the newest. A newer one ends the file at hand; another act that waits goes first; who
checks in meanwhile is not noticed. What is made is kept file by file: a worker killed in the middle loses one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from yuheng.app.copies import Scope
from yuheng.app.event_folder import CONSENTS, MATCHES, PLAN, REGISTERED, SECRET, SETTING, STANDING
from yuheng.app.event_press import PRINTED, PRINTS, Print, make_print, pages_in, prints_due
from yuheng.app.event_view import event_at, plan_at
from yuheng.app.folders import reading_copy, versions_of, working_copy
from yuheng.errors import Misuse, Overtaken
from yuheng.ledger.models import PRINT, Account, Folder, Job, JobState
from yuheng.office.event_file import Plan

_UNFINISHED: Final = (JobState.WAITING, JobState.WORKING)

_SCOPE: Final = Scope(
    (SETTING, PLAN, PRINTS), sees=(STANDING, REGISTERED, MATCHES, CONSENTS, SECRET, PRINTED, "timetable.v*.json")
)


class _Stopped(Exception):
    """The printing ends here, and somebody goes on with it later."""


def ask_print(folder: Folder, *, everything: bool, by: Account | None, at: datetime) -> Job | None:
    """Have the worker print what is due; None where it is about to: it prints whatever plan is the newest then.

    To be called in a transaction that has changed the folder, or after it; the caller queues the job.

    Args:
        folder: the event's.
        everything: all sheets, not only those of whose firms or tables the day has changed.
        by, at: who asks, and when.
    """
    with transaction.atomic():
        _hold(folder)
        job = Job.objects.filter(folder=folder, act=PRINT, state__in=_UNFINISHED).first()
        if job is None:
            return _new_job(folder, everything=everything, by=by, at=at)
        if everything and not job.arguments["everything"]:
            Job.objects.filter(pk=job.pk).update(arguments={"everything": True})
    return None


def _new_job(folder: Folder, *, everything: bool, by: Account | None, at: datetime) -> Job | None:
    try:
        with transaction.atomic():
            return Job.objects.create(
                kind="folder",
                folder=folder,
                act=PRINT,
                arguments={"everything": everything},
                name=folder.title,
                by=by,
                created=at,
            )
    except IntegrityError:
        return None


def print_for(job: Job, folder: Folder, *, is_ours: Callable[[], bool], tell: Callable[[Job], None]) -> None:
    """Print what is due of the newest plan until nothing is.

    Args:
        job: the job that is at it.
        folder: the event's.
        is_ours: whether the job is still this worker's; holds it for the transaction.
        tell: queues the job again where it makes way for another act.

    Raises:
        Misuse: the event cannot be printed: no plan, or no room for it in the setting.
    """
    try:
        while True:
            seen = _state(job, folder)
            due = _due(folder, everything=seen[1])
            if due:
                _print_all(job, folder, due, plan=seen[0])
            elif _ended(job, folder, seen, is_ours=is_ours):
                return
    except _Stopped:
        _make_way(job, tell=tell)


def _state(job: Job, folder: Folder) -> tuple[str | None, bool]:
    """The bytes of the plan in force, and whether all sheets are asked for."""
    versions = versions_of(folder, PLAN)
    arguments = Job.objects.values_list("arguments", flat=True).get(pk=job.pk)
    return (versions[-1].sha256 if versions else None), arguments["everything"]


def _due(folder: Folder, *, everything: bool) -> list[Print]:
    root = reading_copy(folder)
    return prints_due(root, event_at(root), _plan(root), everything=everything)


def _plan(root: Path) -> Plan:
    plan = plan_at(root)
    if plan is None:
        raise Misuse("还没有时间表。", hint="先在“时间表”一页排会。")
    return plan


def _print_all(job: Job, folder: Folder, due: list[Print], *, plan: str | None) -> None:
    """Make one file after the other, each kept as it is done; a plan that has changed ends it without a word."""
    event = event_at(reading_copy(folder))
    counts = [pages_in(each, event) for each in due]
    for place, each in enumerate(due):
        tell = partial(_beat, job, folder, each.name, plan=plan, before=sum(counts[:place]), total=sum(counts))
        try:
            with working_copy(folder, act=PRINT, by=job.by, at=timezone.now(), scope=_SCOPE) as root:
                tell(0)
                copy = reading_copy(folder)  # no older than the working copy, and read already
                make_print(root, event_at(copy), _plan(copy), each, tell=tell)
        except Overtaken:
            return


def _beat(job: Job, folder: Folder, name: str, done: int, *, plan: str | None, before: int, total: int) -> None:
    """Say how far it is with one of the files.

    Raises:
        Overtaken: there is a newer plan.
        _Stopped: another act waits, or the job is no longer this worker's.
    """
    ours = Job.objects.filter(pk=job.pk, attempt=job.attempt, state=JobState.WORKING)
    if not ours.update(beat=timezone.now(), step=name[:80], done=before + done, total=total):
        raise _Stopped
    if Job.objects.filter(folder=folder, state=JobState.WAITING, kind="folder").exclude(act=PRINT).exists():
        raise _Stopped
    if _state(job, folder)[0] != plan:
        raise Overtaken("时间表已有新的一版。")


def _ended(job: Job, folder: Folder, seen: tuple[str | None, bool], *, is_ours: Callable[[], bool]) -> bool:
    """End the job, unless more has come since it was looked at."""
    with transaction.atomic():
        _hold(folder)
        if _state(job, folder) != seen:
            return False
        if is_ours():
            Job.objects.filter(pk=job.pk).update(
                state=JobState.DONE, step="已印制", ended=timezone.now(), done=1, total=1, message=""
            )
    return True


def _make_way(job: Job, *, tell: Callable[[Job], None]) -> None:
    """Put the job behind what waits; that it was taken up once is no failure of its worker."""
    with transaction.atomic():
        ours = Job.objects.filter(pk=job.pk, attempt=job.attempt, state=JobState.WORKING)
        if ours.update(state=JobState.WAITING, attempt=F("attempt") - 1, step="", beat=timezone.now()):
            tell(job)


def _hold(folder: Folder) -> None:
    """Let nobody change the folder until the transaction ends; on SQLite a transaction does so by itself."""
    Folder.objects.select_for_update().get(pk=folder.pk)
