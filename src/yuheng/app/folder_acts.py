"""Acts on a folder that take longer than a page may: queued, done by the worker, followed on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from yuheng.app import period_acts
from yuheng.app.event_acts import EVENT_ACTS
from yuheng.app.folders import work_in
from yuheng.app.standing_acts import STANDING_ACTS, erase_lapsed
from yuheng.errors import Misuse
from yuheng.ledger.models import Account, Folder, Job, JobState

Act = Callable[[Path, Mapping[str, Any]], str]
"""Works in a folder on disk with plain arguments; what came of it, for the page: a line, and more under it."""


def ask_for(folder: Folder, act: str, arguments: Mapping[str, Any], *, by: Account, at: datetime) -> Job:
    """Put an act on a folder in the queue; the job, which the page follows. The caller queues it.

    Raises:
        Misuse: no such act, or another one is not finished yet.
    """
    if act not in ACTS:
        raise Misuse(f"no act on folders is called {act!r}.")
    try:
        with transaction.atomic():
            return Job.objects.create(
                kind="folder", folder=folder, act=act, arguments=dict(arguments), name=folder.title, by=by, created=at
            )
    except IntegrityError:
        raise Misuse(f"“{folder}”上一项还没有做完。", hint="等它完成后再做。") from None


def do_act(job: Job, *, is_ours: Callable[[], bool]) -> None:
    """Do a job's act and keep what it has changed, if the job is still this worker's when it is done.

    Raises:
        Misuse: the act refused, or others have changed the folder each time that it was done; nothing is kept.
    """
    if job.folder is None:
        raise Misuse(f"job {job.pk} has no folder.")
    said: list[str] = []

    def finish() -> None:
        if not is_ours():
            raise Misuse("另一个工作进程已接手。")
        first, _, more = said[0].partition("\n")
        Job.objects.filter(pk=job.pk).update(
            state=JobState.DONE, step=first[:80], ended=timezone.now(), done=1, total=1, message=more
        )

    def work(root: Path) -> None:
        said[:] = [ACTS[job.act](root, job.arguments)]

    work_in(job.folder, work, act=job.act, by=job.by, at=timezone.now(), finish=finish)
    if job.act in STANDING_ACTS:
        erase_lapsed(job.folder, at=timezone.now())


ACTS: Final[Mapping[str, Act]] = {
    **EVENT_ACTS,
    **STANDING_ACTS,
    "period.dispatch": period_acts.send_out,
    "period.collect": period_acts.take_in,
    "period.refresh": period_acts.bring_up_to_date,
    "period.report": period_acts.write_paper,
    "period.fill": period_acts.fill_in,
}
"""What can be asked for, by the name it has in the log."""
