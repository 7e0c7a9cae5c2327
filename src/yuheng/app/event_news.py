"""News of the day: planned while the organiser waits and kept before anything is printed, so that a hall sees it."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Final

from yuheng.app.event_acts import PLANNING
from yuheng.app.event_day import News, plan_again
from yuheng.app.event_printing import ask_print
from yuheng.app.folders import work_in
from yuheng.app.ingesting import queue
from yuheng.errors import Misuse
from yuheng.ledger.models import Account, Folder, Job, JobState
from yuheng.office.event_file import Plan

_TURNS: Final[defaultdict[int, Lock]] = defaultdict(Lock)
"""Whose turn it is to plan in a folder: two who report at once would plan on the same plan, and one of them twice."""


def hear(folder: Folder, news: News, *, by: Account, at: datetime) -> Plan:
    """Plan the rest of the day again by what was heard; the new plan is kept, and its sheets are asked for.

    One piece of news after the other, each on the plan that the one before has made.

    Raises:
        Misuse: news that cannot be, or a timetable is being made from the start.
        Overtaken: the plan was changed by others each time.
    """
    if Job.objects.filter(
        folder=folder, act="event.timetable", state__in=[JobState.WAITING, JobState.WORKING]
    ).exists():
        raise Misuse("正在排会，这条情况还没有记下。", hint="排好后再报一次。")

    def work(root: Path) -> Plan:
        return plan_again(root, news)[1]

    def finish() -> None:
        job = ask_print(folder, everything=False, by=by, at=at)
        if job is not None:
            queue(job)

    with _TURNS[folder.pk]:
        return work_in(folder, work, act="event.replan", by=by, at=at, finish=finish, scope=PLANNING)
