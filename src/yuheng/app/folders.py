"""Folders in the ledger: what works on a folder of files works on these too, and every version is kept.

The verbs of the clerk's months and of an event take a folder on disk. Here they get one: the newest files are laid out,
the verb runs, and what it has changed comes back as new rows in one transaction. So the site and the command line are
one program, and a folder taken along on a laptop is the same folder.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import F

from yuheng.app.copies import EVERYTHING, Scope, changed_in, copy_out, digest_of, let_go, link_out
from yuheng.errors import Misuse, Overtaken
from yuheng.ledger import chain, vault
from yuheng.ledger.models import Account, Document, Erasure, Filed, Folder, FolderKind, Snapshot

Value = TypeVar("Value")
_COPIES: Final = "folders"
_CONTENTS: Final = "contents"
_MOST: Final = 256 * 1024 * 1024
"""Bytes of one file."""

_TRIES: Final = 4
_LEFT: Final = timedelta(days=1)

_KEPT: Final = 12
"""Layouts of a folder that stay on disk, those read last: somebody may still be reading an earlier one while a queue of
firms checks in."""


def make_folder(kind: FolderKind, title: str, *, by: Account | None, at: datetime) -> Folder:
    """A new, empty folder.

    Raises:
        Misuse: no title.
    """
    if not title.strip():
        raise Misuse("没有写名称。")
    with transaction.atomic():
        folder = Folder.objects.create(kind=kind, title=title.strip()[:200], made_by=by, made=at)
        chain.append(at, _name(by), act="folder.made", about=f"folder:{folder.pk}", details={"title": folder.title})
    return folder


class Version(NamedTuple):
    """One version of one file of a folder, read without its row: an event of 400 firms has thousands.

    Attributes:
        path: within the folder.
        revision: the folder's, with which it came in.
        sha256: of its bytes; None where the file was taken out.
        size: in bytes; None with them.
        erased: why its bytes were erased; empty where they are there.
    """

    path: str
    revision: int
    sha256: str | None
    size: int | None
    erased: str

    @property
    def is_there(self) -> bool:
        """Whether its bytes can be read."""
        return self.sha256 is not None and not self.erased


def files_of(folder: Folder) -> dict[str, Version]:
    """The newest version of each file that is in a folder now, by its path; an erased one is not there any more."""
    newest = {version.path: version for version in versions_of(folder)}
    return {path: version for path, version in sorted(newest.items()) if version.is_there}


def versions_of(folder: Folder, path: str = "") -> list[Version]:
    """Every version of a folder's files, or of one of them, the oldest first."""
    rows = Filed.objects.filter(folder=folder, **({"path": path} if path else {})).order_by("revision", "path")
    columns = ("path", "revision", "snapshot", "snapshot__size", "snapshot__erasure__reason")
    return [
        Version(at, revision, sha256, size, erased or "")
        for at, revision, sha256, size, erased in rows.values_list(*columns)
    ]


def bytes_of(version: Version) -> bytes:
    """The content of one version of a file.

    Raises:
        Misuse: it was taken out or erased.
    """
    if version.sha256 is None:
        raise Misuse(f"“{version.path}”已从案卷中取出。")
    if version.erased:
        raise Misuse(f"“{version.path}”已按规定删除（{version.erased}）。")
    return vault.open_snapshot(settings.DATA, version.sha256)


def reading_copy(folder: Folder) -> Path:
    """A folder on disk with a folder's newest files, to read and never to write; laid out once for the same files."""
    files = {path: str(version.sha256) for path, version in files_of(folder).items()}
    named = "\n".join(f"{path}\t{sha256}" for path, sha256 in files.items())
    copies = _copies_of(folder)
    place: Path = copies / hashlib.sha256(named.encode()).hexdigest()[:32]
    try:
        os.utime(place)
    except FileNotFoundError:
        with TemporaryDirectory(dir=copies, prefix=".coming-") as coming:
            laid = Path(coming) / "files"
            laid.mkdir()
            link_out(files, laid, contents=copies / _CONTENTS, bytes_of=_bytes)
            try:
                laid.rename(place)
            except OSError:
                if not place.is_dir():  # otherwise somebody else was first
                    raise
        laid_out = (each for each in copies.iterdir() if each.name[0] != "." and each.name != _CONTENTS)
        for old in sorted(laid_out, key=lambda each: each.stat().st_mtime)[:-_KEPT]:
            shutil.rmtree(old, ignore_errors=True)
        let_go(copies / _CONTENTS, now=time.time())
    return place


@contextmanager
def working_copy(
    folder: Folder,
    *,
    act: str,
    by: Account | None,
    at: datetime,
    finish: Callable[[], None] | None = None,
    scope: Scope = EVERYTHING,
) -> Iterator[Path]:
    """A folder on disk to work in; what has changed when the block ends is kept, all of it or nothing.

    An error in the block keeps nothing. So does another person's change meanwhile to what this work rests on, or has
    written too: theirs was first, and it may be what this work should have known. Changes to other files stand beside
    this work's: a firm that checks in while a hall's sheets are printed is in nobody's way.

    Args:
        folder: the folder.
        act: for the log, "event.replan".
        by, at: who works, and when.
        finish: what else belongs to the same transaction; what it raises keeps nothing.
        scope: the files that the work is handed.

    Raises:
        Misuse: a file was erased before and comes back, or the disk is full.
        Overtaken: somebody else changed what this work rests on meanwhile.
    """
    (settings.DATA / _COPIES).mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=settings.DATA / _COPIES, prefix=".work-") as place:
        folder.refresh_from_db()
        root, seen = Path(place), folder.revision
        before = {path: str(version.sha256) for path, version in files_of(folder).items() if scope.is_given(path)}
        copy_out(before, root, contents=_copies_of(folder) / _CONTENTS, bytes_of=_bytes)
        yield root
        changed, gone = changed_in(root, before)
        stored = {path: _stored(file) for path, file in changed.items()}
        with transaction.atomic():
            if stored or gone:
                revision = _next_revision(folder, scope, {*stored, *gone}, seen=seen)
                _keep(folder, stored, gone, revision=revision, act=act, by=by, at=at)
            if finish is not None:
                finish()
    folder.refresh_from_db()


def work_in(
    folder: Folder,
    work: Callable[[Path], Value],
    *,
    act: str,
    by: Account | None,
    at: datetime,
    finish: Callable[[], None] | None = None,
    scope: Scope = EVERYTHING,
) -> Value:
    """Work in a folder as `working_copy` does, again on what is there now where somebody else was first.

    For work whose outcome follows from the folder: a sheet that forty offices hand in on one morning must not be
    refused because another one came in at the same second.

    Raises:
        Overtaken: it was overtaken each time.
    """
    for left in reversed(range(_TRIES)):
        try:
            with working_copy(folder, act=act, by=by, at=at, finish=finish, scope=scope) as root:
                done = work(root)
        except Overtaken:
            if not left:
                raise
        else:
            return done
    raise AssertionError("unreachable")


def without_places(words: str) -> str:
    """Words for people: a file keeps its name, and where it lies on the server is cut off."""
    return re.sub(rf"{re.escape(str(settings.DATA))}(?:/[^/：，。；“”\n]+)*/", "", words)


def zipped(folder: Folder) -> bytes:
    """All files of a folder in one zip, to take along."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for path, version in files_of(folder).items():
            entry = zipfile.ZipInfo(path, date_time=(1980, 1, 1, 0, 0, 0))
            file.writestr(entry, bytes_of(version), zipfile.ZIP_DEFLATED)
    return content.getvalue()


def publish_folder(folder: Folder, *, published: bool, by: Account, at: datetime) -> None:
    """Show what of a folder is meant for the public to everybody who signs in, or no longer."""
    with transaction.atomic():
        Folder.objects.filter(pk=folder.pk).update(published=published)
        act = "folder.published" if published else "folder.withdrawn"
        chain.append(at, _name(by), act=act, about=f"folder:{folder.pk}")
    folder.refresh_from_db()


def erase(folder: Folder, versions: Sequence[Version], *, reason: str, by: Account | None, at: datetime) -> int:
    """Erase the bytes of versions of a folder's files, as personal data must be when their time is over; how many.

    The rows stay and say that something was there, who erased it and why. Only files of folders can be erased: what a
    document was read from carries anchors.

    Raises:
        Misuse: no reason, or a document was read from the same bytes.
    """
    if not reason.strip():
        raise Misuse("删除要写明理由。")
    snapshots = sorted({each.sha256 for each in versions if each.sha256 is not None and not each.erased})
    read = Document.objects.filter(snapshot__in=snapshots).select_related("snapshot").first()
    if read is not None:
        raise Misuse(f"“{read}”由同一份文件读出，不能删除。")
    with transaction.atomic():
        Erasure.objects.bulk_create(
            [Erasure(snapshot_id=each, reason=reason[:400], by=by, at=at) for each in snapshots]
        )
        chain.append(at, _name(by), act="folder.erased", details={"snapshots": snapshots, "reason": reason})
        transaction.on_commit(lambda: _remove(snapshots, folder.pk))
    return len(snapshots)


def sweep(*, at: datetime) -> int:
    """Remove what killed work left behind more than a day ago, since it may hold personal data; how many folders."""
    old = [
        each
        for each in (settings.DATA / _COPIES).glob("**/.*")
        if each.is_dir() and at.timestamp() - each.stat().st_mtime > _LEFT.total_seconds()
    ]
    for each in old:
        shutil.rmtree(each, ignore_errors=True)
    return len(old)


def _next_revision(folder: Folder, scope: Scope, touched: set[str], *, seen: int) -> int:
    """The folder's next revision, and nobody else's until the transaction ends.

    Raises:
        Overtaken: what came in since `seen` is something that the work needed, or has written as well.
    """
    Folder.objects.filter(pk=folder.pk).update(revision=F("revision") + 1)  # whoever keeps at the same time waits here
    revision = Folder.objects.values_list("revision", flat=True).get(pk=folder.pk)
    others = Filed.objects.filter(folder=folder, revision__gt=seen).values_list("path", flat=True)
    if any(path in touched or scope.needs_it(path) for path in others):
        raise Overtaken(f"“{folder}”刚被别人改动过，这次没有保存。", hint="刷新后再做一次。")
    return revision


def _keep(
    folder: Folder,
    stored: Mapping[str, tuple[str, int]],
    gone: Sequence[str],
    *,
    revision: int,
    act: str,
    by: Account | None,
    at: datetime,
) -> None:
    known = set(Snapshot.objects.filter(pk__in=[sha256 for sha256, _ in stored.values()]).values_list("pk", flat=True))
    fresh = {
        sha256: Snapshot(sha256=sha256, name=path.rpartition("/")[2][-300:], size=size, received=at)
        for path, (sha256, size) in stored.items()
        if sha256 not in known
    }
    Snapshot.objects.bulk_create(fresh.values())
    rows: list[tuple[str, str | None]] = [(path, sha256) for path, (sha256, _) in stored.items()]
    rows += [(path, None) for path in gone]
    Filed.objects.bulk_create(
        Filed(folder=folder, path=path, revision=revision, snapshot_id=sha256, by=by, at=at)
        for path, sha256 in sorted(rows)
    )
    details = {"revision": revision, "changed": len(stored), "gone": len(gone)}
    chain.append(at, _name(by), act=act, about=f"folder:{folder.pk}", details=details)


def _stored(file: Path) -> tuple[str, int]:
    """The bytes in the vault.

    Raises:
        Misuse: they were erased: their rows say that they are gone, and would say so of the new ones.
    """
    erased = Erasure.objects.filter(snapshot=digest_of(file)).first()
    if erased is not None:
        raise Misuse(f"“{file.name}”与已按规定删除的一份完全相同（{erased.reason}），不能再存。")
    with file.open("rb") as content:
        return vault.store(settings.DATA, iter(lambda: content.read(1 << 20), b""), limit=_MOST)


def _copies_of(folder: Folder) -> Path:
    """Where a folder's layouts lie, with their contents."""
    copies: Path = settings.DATA / _COPIES / str(folder.pk)
    (copies / _CONTENTS).mkdir(parents=True, exist_ok=True)
    return copies


def _bytes(sha256: str) -> bytes:
    return vault.open_snapshot(settings.DATA, sha256)


def _remove(hashes: Sequence[str], folder: int) -> None:
    for sha256 in hashes:
        vault.place_of(settings.DATA, sha256).unlink(missing_ok=True)
    shutil.rmtree(settings.DATA / _COPIES / str(folder), ignore_errors=True)


def _name(by: Account | None) -> str:
    return by.get_username() if by is not None else "yuheng"
