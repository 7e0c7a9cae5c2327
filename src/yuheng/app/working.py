"""The worker: takes jobs off the queue until it is told to stop."""

from __future__ import annotations

import signal
import time
from types import FrameType
from typing import Final

from django.db import close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from yuheng.app.ingesting import resume
from yuheng.app.resolving import resolve_parties
from yuheng.app.searching import follow
from yuheng.ledger.models import LogEntry
from yuheng.ledger.workers import this_worker

_PAUSE: Final = 0.5
_LOOK_ROUND: Final = 5.0
"""Seconds between looks for jobs whose worker is gone."""


class _Stop(SystemExit):
    pass


def work(*, once: bool = False) -> None:
    """Do the queue's jobs; with `once`, until it is empty.

    A worker may be killed at any moment: what it had begun is taken up again by the next one that looks round.
    """
    signal.signal(signal.SIGTERM, _stop)
    looked = seen = -1.0
    while True:
        close_old_connections()
        if time.monotonic() - looked > _LOOK_ROUND or once:
            resume(at=timezone.now())
            looked = time.monotonic()
        _queue().run()
        newest = float(LogEntry.objects.filter(act__in=("document.read", "ledger.restored")).count())
        if newest != seen:
            resolve_parties()
            if follow() is not None:
                seen = newest
        if once:
            return
        time.sleep(_PAUSE)


def _queue() -> Worker:
    """One pass over the queue: it ends when nothing is ready."""
    return Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=this_worker()[:64],
        excluded_queue_names=[],
    )


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise _Stop(0)
