"""Take documents in: receive the bytes, read them outside the request, store what they say.

Every step is one transaction, and every step can be done again: bytes are stored under their hash, a job is taken up by
whoever raises its attempt, and a reading is stored by the attempt that is still the job's, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path, PurePath
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from yuheng import __version__
from yuheng.app.folder_acts import do_act
from yuheng.app.folders import without_places
from yuheng.app.publishing import make_current, set_published
from yuheng.app.reading import rules_hash
from yuheng.app.reading_child import Limits, read_apart
from yuheng.app.recounting import ask_for_audit, recount
from yuheng.app.roles import role_of
from yuheng.errors import Misuse, UnreadableSnapshot, YuhengError
from yuheng.ledger import chain, vault
from yuheng.ledger.amendments import given_for
from yuheng.ledger.models import Account, Document, Folder, Job, JobState, Snapshot, Source
from yuheng.ledger.readings import Made, append_issues, append_reading, retire, stored_reading
from yuheng.ledger.workers import is_gone, this_worker

MAX_BYTES: Final = 256 * 1024 * 1024
ATTEMPTS: Final = 3
"""How often a file may take its worker down before it is refused."""

LEASE: Final = timedelta(minutes=10)
"""How long a worker on another machine may be silent before its job is taken up again."""


def receive(
    name: str,
    pieces: Iterable[bytes],
    *,
    by: Account | None,
    at: datetime,
    source: str = "",
    ocr: bool = False,
    folder: Folder | None = None,
) -> Job:
    """Keep the bytes of one file and queue its reading; the job, which a page can follow.

    The same bytes again, under whatever name, are not read twice: their unfinished job is returned, or a finished one
    that names the document there is.

    Args:
        name: the file's.
        pieces: its bytes.
        by, at: who hands it in, and when.
        source: where it comes from; the file's name where that is all there is.
        ocr: read scanned pages.
        folder: the folder whose published list it is: the document takes the place of the source's earlier ones, and
            is published as long as the folder is.

    Raises:
        Misuse: too large, or the disk refuses it.
    """
    plain = plain_name(name)
    sha256, size = vault.store(settings.DATA, pieces, limit=MAX_BYTES)
    with transaction.atomic():
        snapshot, fresh = Snapshot.objects.get_or_create(
            sha256=sha256, defaults={"name": plain, "size": size, "received": at}
        )
        origin, _ = Source.objects.get_or_create(name=(source or _source_of(plain, by))[:300])
        waiting = snapshot.jobs.filter(kind="read", state__in=[JobState.WAITING, JobState.WORKING]).first()
        if waiting is not None:
            if folder is not None and waiting.folder_id is None:
                Job.objects.filter(pk=waiting.pk).update(folder=folder)
            return waiting
        job = Job(kind="read", snapshot=snapshot, source=origin, name=plain, by=by, created=at, ocr=ocr, folder=folder)
        known = stored_reading(sha256, _made_by(), given_for(sha256))
        if known is not None:
            job.state, job.document, job.ended = JobState.DONE, known, at
            job.step = "已在库中"
        job.save()
        who = by.get_username() if by is not None else "yuheng"
        chain.append(
            at, who, act="snapshot.received", about=f"snapshot:{sha256}", details={"name": plain, "new": fresh}
        )
        if known is None:
            queue(job)
        elif folder is not None:
            _follow_folder(known, origin, folder, by=by, at=at)
            _ask_for_audit(at)
    return job


def _source_of(name: str, by: Account | None) -> str:
    """The source of a file that names none: its name; of whoever sees only their own, under theirs.

    A verdict holds for the same words of the same source. Else an organiser's file of a name that the office uses too
    would have the organiser's verdicts hold for the office's document.
    """
    is_own = by is not None and role_of(by.role).scope == "own"
    return f"{by.get_username()}/{name}" if by is not None and is_own else name


def read_again(document: Document, *, by: Account | None, at: datetime) -> Job:
    """Queue another reading of a document's snapshot, by the reader of today and with what people say of it now.

    Where one is being read already, that one sees to it when it ends: it asks again if it was given something else.

    Raises:
        Misuse: it is read so already.
    """
    if is_read(document):
        raise Misuse(f"“{document}”已由当前版本读过。")
    unfinished = Q(snapshot=document.snapshot_id, kind="read", state__in=[JobState.WAITING, JobState.WORKING])
    with transaction.atomic():
        waiting = Job.objects.select_for_update().filter(unfinished).first()
        if waiting is not None:
            return waiting
        last = Job.objects.filter(snapshot=document.snapshot_id, kind="read").order_by("-created").first()
        job = Job.objects.create(
            kind="read",
            snapshot=document.snapshot,
            source=document.source,
            folder=last.folder if last is not None else None,
            name=document.doc,
            ocr=last is not None and last.ocr,
            by=by,
            created=at,
        )
        queue(job)
    return job


def is_read(document: Document) -> bool:
    """Whether the live document of a snapshot is what today's reader makes of it, given what people say now."""
    stored = stored_reading(document.snapshot_id, _made_by(), given_for(document.snapshot_id))
    return stored is not None and stored.live


def plain_name(name: str) -> str:
    """The file's own name, whatever path or control characters a browser or a stranger sends along.

    >>> plain_name("..\\\\..\\\\etc/../规划.docx"), plain_name("/")
    ('规划.docx', '未命名')
    """
    last = PurePath(name.replace("\\", "/")).name
    kept = "".join(letter for letter in last if letter.isprintable())[-200:]
    return kept if kept.strip(". ") else "未命名"


def take_up(job_id: UUID, *, at: datetime) -> Job | None:
    """Make a waiting job this worker's; None where it is not waiting (somebody has it, or it is finished)."""
    taken = Job.objects.filter(pk=job_id, state=JobState.WAITING).update(
        state=JobState.WORKING, attempt=F("attempt") + 1, worker=this_worker(), beat=at, started=at, step="读取"
    )
    return Job.objects.select_related("snapshot", "source", "by").get(pk=job_id) if taken else None


def read_and_store(job: Job) -> None:
    """Read a job's file in a process of its own, and store what it says; a file that cannot be read fails the job."""
    snapshot, _ = _given(job)
    path = vault.place_of(settings.DATA, snapshot.sha256)
    started, given = timezone.now(), given_for(snapshot.sha256)
    try:
        vault.open_snapshot(settings.DATA, snapshot.sha256)
        limits = Limits(settings.READ_MEMORY, settings.READ_SECONDS)
        reading = read_apart(path, job.name, ocr=job.ocr, limits=limits, beat=lambda: _beat(job), given=given)
    except (UnreadableSnapshot, Misuse) as error:
        fail(job, str(error), at=timezone.now())
        return
    made = Made(*_made_by(), started, timezone.now(), given)
    store_reading(job, reading, made)


def store_reading(job: Job, reading: Mapping[str, Any], made: Made) -> Document | None:
    """Store a reading, end its job and ask for an audit, all in one transaction.

    None where the job has meanwhile been taken up by another worker, or ended: then that one stores, and this one does
    not.
    """
    snapshot, source = _given(job)
    with transaction.atomic():
        if not _is_ours(job, step="入库"):
            return None
        document = stored_reading(snapshot.sha256, (made.code, made.rules), made.given)
        if document is not None and not document.live and job.folder is None:
            _bring_back(document, reading, by=job.by, at=made.ended)
        if document is None:
            document = append_reading(reading, source, snapshot=snapshot, doc=job.name, made=made)
            details = {"claims": document.claims_count, "issues": document.issues_count, "job": str(job.pk)}
            who = job.by.get_username() if job.by is not None else "yuheng"
            chain.append(made.ended, who, act="document.read", about=f"document:{document.pk}", details=details)
        Job.objects.filter(pk=job.pk).update(
            state=JobState.DONE, step="", document=document, ended=made.ended, done=1, total=1, message=""
        )
        if job.folder is not None:
            _follow_folder(document, source, job.folder, by=job.by, at=made.ended, job=job)
        if given_for(snapshot.sha256) != made.given and not is_read(document):
            read_again(document, by=job.by, at=made.ended)
        _ask_for_audit(made.ended)
    return document


def _bring_back(document: Document, reading: Mapping[str, Any], *, by: Account | None, at: datetime) -> None:
    """Let an earlier reading stand again, as open as the one that it takes the place of: what people said of the
    document since was taken back.
    """
    rows = Document.objects.filter(snapshot=document.snapshot_id)
    published = rows.filter(live=True, published=True).exists()
    make_current(document, rows, by=by, at=at)
    append_issues(reading["issues"], document.doc, document=document, met=at)
    set_published(document, published, by=by, at=at)
    document.refresh_from_db()


def _ask_for_audit(at: datetime) -> None:
    ask = ask_for_audit(at=at)
    if ask is not None:
        queue(ask)


def _follow_folder(
    document: Document, source: Source, folder: Folder, *, by: Account | None, at: datetime, job: Job | None = None
) -> None:
    """Let a folder's list stand in the ledger as it stands in the folder: alone, and published while the folder is.

    A list that was handed in before one that is stored already comes too late, and is none of the ledger's any more.
    """
    folder.refresh_from_db()
    later = Job.objects.filter(kind="read", folder=folder, document__live=True).exclude(snapshot=document.snapshot_id)
    if job is not None and later.filter(created__gt=job.created).exists():
        retire(document)
        return
    read = Job.objects.filter(kind="read", folder=folder).values("snapshot")  # some may have been handed in before
    make_current(document, Document.objects.filter(Q(source=source) | Q(snapshot__in=read)), by=by, at=at)
    set_published(document, folder.published, by=by, at=at)


def fail(job: Job, message: str, *, at: datetime) -> None:
    """End a job without result, and put what happened on the list of issues; people never read where files lie."""
    message = without_places(message)
    with transaction.atomic():
        if not _is_ours(job, step=""):
            return
        Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, message=message, ended=at)
        if job.kind == "read":
            issue = {"code": "file-unreadable", "message": message, "anchor": None}
            append_issues([issue], job.name, document=None, met=at)
        chain.append(at, "yuheng", act=f"job.failed.{job.kind}", about=f"job:{job.pk}", details={"message": message})


def resume(*, at: datetime) -> int:
    """Take up the jobs whose worker is gone or silent, and those that nobody was told of; how many.

    A file that has taken its worker down `ATTEMPTS` times is refused: it would do so for ever.
    """
    count = 0
    for job in Job.objects.filter(state=JobState.WORKING):
        silent = job.beat is None or at - job.beat > LEASE
        if not (silent or is_gone(job.worker)):
            continue
        if job.attempt >= ATTEMPTS:
            fail(job, f"处理时工作进程 {job.attempt} 次意外终止，不再重试。请把文件拆开后再试。", at=at)
            continue
        with transaction.atomic():
            ours = Job.objects.filter(pk=job.pk, state=JobState.WORKING, attempt=job.attempt)
            if ours.update(state=JobState.WAITING, step="重新排队", beat=at):
                queue(job)
                count += 1
    for job in Job.objects.filter(state=JobState.WAITING):
        if not _has_task(job):
            queue(job)
            count += 1
    return count


@task()
def do_job(job_id: str) -> None:
    """What the queue calls: take the job up, and do it."""
    job = take_up(UUID(job_id), at=timezone.now())
    if job is None:
        return
    try:
        _do(job)
    except DatabaseError as error:
        fail(job, f"台账存不下：{error}。检查磁盘空间后再试。", at=timezone.now())
    except Exception as error:
        fail(job, f"程序出错（{type(error).__name__}: {error}）；请报告给开发者。", at=timezone.now())
        raise


def _do(job: Job) -> None:
    match job.kind:
        case "read":
            read_and_store(job)
        case "audit":
            recount(job, is_ours=lambda: _is_ours(job, step="核对"))
        case "folder":
            _do_act(job)
        case _:
            raise Misuse(f"no job is of kind {job.kind!r}.")


def _do_act(job: Job) -> None:
    try:
        do_act(job, is_ours=lambda: _is_ours(job, step="保存"), tell=queue)
    except YuhengError as error:
        fail(job, str(error), at=timezone.now())


def _given(job: Job) -> tuple[Snapshot, Source]:
    if job.snapshot is None or job.source is None:
        raise Misuse(f"job {job.pk} has no file to read.")
    return job.snapshot, job.source


def queue(job: Job) -> None:
    """Tell the workers of a job, in the transaction that makes it: a job that is not stored is not told of either."""
    do_job.enqueue(str(job.pk))


def _has_task(job: Job) -> bool:
    """Whether the queue still holds a call for a waiting job; a worker killed between its two steps leaves none."""
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects.ready().filter(args_kwargs={"args": [str(job.pk)], "kwargs": {}}).exists()


def _is_ours(job: Job, *, step: str) -> bool:
    """Hold a job for this transaction if it is still this attempt's."""
    ours = Job.objects.filter(pk=job.pk, attempt=job.attempt, state=JobState.WORKING)
    return ours.update(step=step, beat=timezone.now()) == 1


def _beat(job: Job) -> bool:
    """Say that the worker lives; False where the job is no longer its own, and the reading can stop."""
    return Job.objects.filter(pk=job.pk, attempt=job.attempt, state=JobState.WORKING).update(beat=timezone.now()) == 1


def _made_by() -> tuple[str, str]:
    return __version__, rules_hash()


def receive_file(path: Path, *, by: Account | None, at: datetime, source: str = "", ocr: bool = False) -> Job:
    """Take in one file of this machine, as `receive` does.

    Raises:
        Misuse: it cannot be opened, or as `receive` raises.
    """
    try:
        with path.open("rb") as file:
            return receive(path.name, iter(lambda: file.read(1 << 20), b""), by=by, at=at, source=source, ocr=ocr)
    except OSError as error:
        raise Misuse(f"{path} 打不开（{error.strerror}）。", hint="检查路径和权限。") from error
