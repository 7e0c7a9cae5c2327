"""Acts on a folder that take longer than a page may: queued, done by the worker, followed on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from yuheng.app import period_acts
from yuheng.app.copies import EVERYTHING
from yuheng.app.event_acts import EVENT_ACTS, EVENT_SCOPES
from yuheng.app.event_printing import ask_print, print_for
from yuheng.app.folders import work_in
from yuheng.app.standing_acts import STANDING_ACTS, erase_lapsed
from yuheng.errors import Misuse
from yuheng.ledger.models import PRINT, Account, Folder, Job, JobState

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
        raise Misuse(f"“{folder}”正在{_unfinished(folder)}，还没有做完。", hint="等它完成后再做。") from None


def _unfinished(folder: Folder) -> str:
    """What is being done to a folder, in words."""
    states = [JobState.WAITING, JobState.WORKING]
    acts = Job.objects.filter(folder=folder, kind="folder", state__in=states).exclude(act=PRINT)
    return "、".join(WORDS[act] for act in acts.values_list("act", flat=True)) or "做上一项"


def do_act(job: Job, *, is_ours: Callable[[], bool], tell: Callable[[Job], None]) -> None:
    """Do a job's act and keep what it has changed, if the job is still this worker's when it is done.

    A timetable is kept, and seen, before its sheets are printed: they are another job.

    Args:
        job: the job.
        is_ours: whether it is still this worker's; holds it for the transaction.
        tell: queues what follows.

    Raises:
        Misuse: the act refused, or others have changed the folder each time that it was done; nothing is kept.
    """
    if job.folder is None:
        raise Misuse(f"job {job.pk} has no folder.")
    if job.act == PRINT:
        print_for(job, job.folder, is_ours=is_ours, tell=tell)
        return
    folder = job.folder
    said: list[str] = []

    def finish() -> None:
        if not is_ours():
            raise Misuse("另一个工作进程已接手。")
        first, _, more = said[0].partition("\n")
        Job.objects.filter(pk=job.pk).update(
            state=JobState.DONE, step=first[:80], ended=timezone.now(), done=1, total=1, message=more
        )
        if job.act == "event.timetable":
            prints = ask_print(folder, everything=True, by=job.by, at=timezone.now())
            if prints is not None:
                tell(prints)

    def work(root: Path) -> None:
        said[:] = [ACTS[job.act](root, job.arguments)]

    scope = EVENT_SCOPES.get(job.act, EVERYTHING)
    work_in(folder, work, act=job.act, by=job.by, at=timezone.now(), finish=finish, scope=scope)
    if job.act in STANDING_ACTS:
        erase_lapsed(folder, at=timezone.now())


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

WORDS: Final[Mapping[str, str]] = {
    "event.match": "匹配",
    "event.timetable": "排会",
    "standing.look": "匹配",
    "period.dispatch": "制发报送表",
    "period.collect": "收报",
    "period.refresh": "更新台账",
    "period.report": "写文件",
    "period.fill": "填表",
}
"""What each is called while it is done."""
