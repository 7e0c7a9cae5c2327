"""The standing exchange in the ledger: its one folder, the look that the worker takes, and the end of contacts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from yuheng.app.event_folder import REGISTERED, SHEETS
from yuheng.app.event_standing import LOOK, look_again
from yuheng.app.folders import erase, files_of, make_folder, reading_copy, versions_of, working_copy
from yuheng.app.standing_desk import open_standing
from yuheng.errors import Misuse
from yuheng.ledger.models import Account, Document, Filed, Folder, FolderKind, Job
from yuheng.office.event_standing import read_look

LOOK_ACT: Final = "standing.look"


def standing_folder() -> Folder | None:
    """The ledger's standing exchange; None before somebody has made it."""
    return Folder.objects.filter(kind=FolderKind.STANDING).first()


def make_standing(*, by: Account, at: datetime) -> Folder:
    """Make the standing exchange, with nothing in it.

    Raises:
        Misuse: there is one already.
    """
    try:
        with transaction.atomic():
            folder = make_folder(FolderKind.STANDING, "常设对接", by=by, at=at)
    except IntegrityError:
        raise Misuse("已经有常设对接了，由建立它的人和办公室管理。") from None
    with working_copy(folder, act="standing.made", by=by, at=at) as root:
        open_standing(root)
    return folder


def _look(root: Path, arguments: Mapping[str, Any]) -> str:
    looked = look_again(root, on=date.fromisoformat(arguments["on"]), books=False)
    return f"匹配{len(looked.matches)}对，其中新增{len(looked.new)}对"


def erase_lapsed(folder: Folder, *, at: datetime) -> int:
    """Erase the versions of the registration that hold a contact which is kept no more; how many files.

    The newest version says on which day a contact last went. What was kept until then, and is not the newest, goes from
    the vault, and the sheets that came until then too: they hold contacts, and the items keep the words of their cells.
    What an event has as well ends with that event's contacts; what a document was read from cannot be erased.
    """
    day = read_look(reading_copy(folder) / LOOK).lapsed
    newest = files_of(folder).get(REGISTERED)
    if day is None or newest is None:
        return 0
    rows = Filed.objects.filter(Q(path=REGISTERED) | Q(path__startswith=f"{SHEETS}/"), folder=folder)
    until = {sha256 for sha256, at in rows.values_list("snapshot", "at") if timezone.localtime(at).date() <= day}
    kept = {
        newest.sha256,
        *Filed.objects.exclude(folder=folder).filter(snapshot__in=until).values_list("snapshot", flat=True),
        *Document.objects.filter(snapshot__in=until).values_list("snapshot", flat=True),
    }
    old = [each for each in versions_of(folder) if each.is_there and each.sha256 in until - kept]
    return erase(folder, old, reason=f"联系方式已于{day}到期或改动", by=None, at=at) if old else 0


def ask_look(folder: Folder, *, by: Account | None, at: datetime) -> Job | None:
    """Have the worker look at the standing exchange; None where it is about to: that look sees what came before it.

    A look that has begun already begins again where the folder has changed meanwhile, so it sees it too.
    """
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind="folder",
                folder=folder,
                act=LOOK_ACT,
                arguments={"on": timezone.localtime(at).date().isoformat()},
                name=folder.title,
                by=by,
                created=at,
            )
    except IntegrityError:
        return None
    return job


def is_due(*, on: date) -> Folder | None:
    """The standing exchange if nobody has looked at it on this day: what ends, ends though nobody does anything."""
    folder = standing_folder()
    last = None if folder is None else read_look(reading_copy(folder) / LOOK).on
    return folder if last is None or last < on else None


STANDING_ACTS: Final[Mapping[str, Callable[[Path, Mapping[str, Any]], str]]] = {LOOK_ACT: _look}
"""What the worker does for the standing exchange."""
