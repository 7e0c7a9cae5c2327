"""Published lists, of events and of the standing exchange, as documents of the ledger: their items become claims.

The folder stays the source of truth: registrations, contacts and matches live there, and contacts can be erased there.
The ledger takes in what was published, and nothing else of it (decision 0014).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from yuheng.app.event import publish_list
from yuheng.app.event_desk import day_of
from yuheng.app.event_folder import LIST
from yuheng.app.event_standing import issue_list
from yuheng.app.folders import bytes_of, files_of, publish_folder, working_copy
from yuheng.app.ingesting import receive
from yuheng.app.publishing import set_published
from yuheng.errors import Misuse
from yuheng.ledger.models import Account, Document, Filed, Folder, FolderKind, Job, JobState

_ONE_DAY: Final = "供需清单（对接活动{}）"
_STANDING: Final = "供需清单（常设对接）"
_FIRMS_WAIT: Final = timedelta(hours=1)


def publish_event(folder: Folder, *, by: Account, at: datetime) -> None:
    """Write an event's list, open it to everybody who signs in, and have the ledger take it in.

    Raises:
        Misuse: nothing was registered, or somebody else changed the folder meanwhile.
    """
    with working_copy(folder, act="event.list", by=by, at=at) as root:
        publish_list(root, on=day_of(root), issued=timezone.localtime(at).date())
    publish_folder(folder, published=True, by=by, at=at)
    take_list_in(folder, by=by, at=at)


def publish_exchange(folder: Folder, *, by: Account, at: datetime) -> None:
    """Open the standing exchange and its list to everybody who signs in, and have the ledger take the list in.

    Raises:
        Misuse: somebody else changed the folder meanwhile.
    """
    with working_copy(folder, act="standing.list", by=by, at=at) as root:
        issue_list(root, on=timezone.localtime(at).date())
    publish_folder(folder, published=True, by=by, at=at)
    take_list_in(folder, by=by, at=at)


def withdraw_list(folder: Folder, *, by: Account, at: datetime) -> None:
    """Take a list back: the page and the ledger's document of it are the office's own again, at once."""
    with transaction.atomic():
        publish_folder(folder, published=False, by=by, at=at)
        read = Job.objects.filter(kind="read", folder=folder).values("snapshot")  # somebody may have handed it in first
        rows = Document.objects.filter(Q(source__name=_source(folder)) | Q(snapshot__in=read))
        for document in rows.order_by("pk"):
            set_published(document, False, by=by, at=at)


def _source(folder: Folder) -> str:
    """One source a folder, whatever it is called by then."""
    match folder.kind:
        case FolderKind.EVENT:
            return _ONE_DAY.format(folder.pk)
        case FolderKind.STANDING:
            return _STANDING
        case other:
            raise Misuse(f"a folder of kind {other!r} publishes no list.")


def take_list_in(folder: Folder, *, by: Account | None, at: datetime) -> Job | None:
    """Queue the reading of a list as it was written last; None where there is none.

    The same source each time, so that verdicts on an item hold for the next version of the list.

    Raises:
        Misuse: the disk refuses it.
    """
    filed = files_of(folder).get(LIST[0])
    if filed is None:
        return None
    name = f"{folder.title} {LIST[0]}"
    return receive(name, [bytes_of(filed)], by=by, at=at, source=_source(folder), folder=folder)


def follow_lists(*, at: datetime) -> int:
    """Take in the published lists that have changed since, by whatever act; how many. The worker looks round for them.

    What firms change themselves is taken in once an hour: every version of a list stays in the ledger for good, and
    four hundred firms on their last day would leave four hundred.

    A list that could not be read is not tried again: its job says why.
    """
    count = 0
    lists = Folder.objects.filter(kind__in=(FolderKind.EVENT, FolderKind.STANDING), published=True)
    for folder in lists.select_related("made_by").order_by("pk"):
        if _is_behind(folder, at=at):
            take_list_in(folder, by=folder.made_by, at=at)
            count += 1
    return count


def _is_behind(folder: Folder, *, at: datetime) -> bool:
    lists = Filed.objects.filter(folder=folder, path=LIST[0])
    last = lists.aggregate(last=Max("revision"))["last"]
    newest = lists.filter(revision=last, snapshot__isnull=False).select_related("by").first()
    if newest is None:
        return False
    jobs = Job.objects.filter(kind="read", folder=folder)
    if newest.by is not None and newest.by.role == "firm" and jobs.filter(created__gt=at - _FIRMS_WAIT).exists():
        return False
    if Document.objects.filter(snapshot=newest.snapshot_id, live=True).exists():
        return False  # published or not: a clerk who takes the document back by hand is not overruled
    unread = [JobState.WAITING, JobState.WORKING, JobState.FAILED]
    return not jobs.filter(snapshot=newest.snapshot_id, state__in=unread).exists()
