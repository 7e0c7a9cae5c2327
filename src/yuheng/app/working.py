"""The worker: takes jobs off the queue until it is told to stop."""

from __future__ import annotations

import signal
import time
from datetime import date
from types import FrameType
from typing import Final

from django.db import close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from yuheng.app.event_ledger import follow_lists
from yuheng.app.ingesting import queue, resume
from yuheng.app.resolving import is_behind, last_change, resolve_parties
from yuheng.app.searching import follow
from yuheng.app.standing_acts import ask_look, is_due
from yuheng.ledger.workers import this_worker

_PAUSE: Final = 0.5
_LOOK_ROUND: Final = 5.0
"""Seconds between looks for jobs whose worker is gone."""


class _Stop(SystemExit):
    pass


def work(*, once: bool = False) -> None:
    """Do the queue's jobs; with `once`, until it is empty.

    A worker may be killed at any moment: what it had begun is taken up again by the next one that looks round. Names
    that somebody has judged are joined after the job at hand; new documents' names, and the index, when all are read.
    """
    told: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        told.append(number)
        raise _Stop(0)

    signal.signal(signal.SIGTERM, stop)
    looked, seen, day = -1.0, -1, date.min
    resolve_parties()  # by the rules of today
    while True:
        close_old_connections()
        if time.monotonic() - looked > _LOOK_ROUND or once:
            resume(at=timezone.now())
            follow_lists(at=timezone.now())
            looked = time.monotonic()
            day = _look_at_standing(day)
        _queue().run()
        if told:  # the queue keeps to itself whatever ends one of its calls
            return
        if is_behind(judged=True):
            resolve_parties()
        if DBTaskResult.objects.ready().exists():
            continue
        if is_behind():
            resolve_parties()
        newest = last_change()
        if newest != seen and follow() is not None:
            seen = newest
        if once:
            return
        time.sleep(_PAUSE)


def _look_at_standing(last: date) -> date:
    """Once a day, have somebody look at the standing exchange: items end, and with them contacts; the day."""
    now = timezone.now()
    day = timezone.localtime(now).date()
    folder = None if day == last else is_due(on=day)
    job = None if folder is None else ask_look(folder, by=None, at=now)
    if job is not None:
        queue(job)
    return day


def _queue() -> Worker:
    """One look at the queue: the next job, or none."""
    return Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=this_worker()[:64],
        excluded_queue_names=[],
    )
