"""What a period is dispatched from: the plans that the office chose, as the ledger has their claims today."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any, Final

from django.db.models import Count, QuerySet

from yuheng.app.compiling import CLAIMS, DOCUMENTS, write_file
from yuheng.app.folders import make_folder
from yuheng.errors import Misuse
from yuheng.ledger.entries import payloads_of
from yuheng.ledger.models import Account, Document, Entry, EntryState, Folder, FolderKind
from yuheng.model import Metadata
from yuheng.office.claims_file import claim_of
from yuheng.office.documents_file import document_line
from yuheng.office.duties import Duty, duties_in
from yuheng.office.words import DOCUMENT_WORDS
from yuheng.resolve.indicators import measured

PLANS: Final = "plans.json"
_BATCH: Final = 400
Row = dict[str, Any]


def office_folder() -> Folder | None:
    """The folder of the office's periods; None before the first one."""
    return Folder.objects.filter(kind=FolderKind.PERIODS).first()


def opened_office_folder(*, by: Account, at: datetime) -> Folder:
    """The folder of the office's periods, made where there is none yet."""
    return office_folder() or make_folder(FolderKind.PERIODS, "各期收报", by=by, at=at)


def chosen_plans(root: Path) -> tuple[str, ...]:
    """The snapshots of the plans chosen last; none before the first period."""
    path = root / PLANS
    return tuple(json.loads(path.read_text("utf-8"))) if path.is_file() else ()


def plan_rows() -> list[Row]:
    """The live documents that promise something, plans first, with how many targets and tasks each has."""
    counted = _promised().order_by().values_list("document_id", "kind").annotate(n=Count("pk"))
    promises = {(document, kind): n for document, kind, n in counted}
    promising = {document for document, _ in promises}
    found = [each for each in Document.objects.filter(live=True).order_by("-issued", "pk") if each.pk in promising]
    return [
        {
            "key": each.snapshot_id,
            "document": each.pk,
            "title": str(each),
            "number": each.number,
            "issuer": each.issuer,
            "kind": each.kind,
            "kind_word": DOCUMENT_WORDS[each.kind],
            "issued": each.issued,
            "targets": promises.get((each.pk, "target"), 0),
            "tasks": promises.get((each.pk, "task"), 0),
        }
        for each in sorted(found, key=lambda each: each.kind != "plan")
    ]


def has_plans() -> bool:
    """Whether any live document promises something."""
    return _promised().exists()


def _promised() -> QuerySet[Entry]:
    return Entry.objects.filter(kind__in=("target", "task")).exclude(state=EntryState.REJECTED)


def duties_of(plans: Sequence[str], *, assigned: Mapping[str, Sequence[str]]) -> tuple[Duty, ...]:
    """The duties that chosen plans bring, before anything is written: who would be asked for how much."""
    rows = _payloads(_documents(plans), kinds=("target", "task"))
    return duties_in([(payload["doc"], claim_of(payload)) for _, payload in rows], assigned=assigned)


def write_ledger_now(root: Path, plans: Sequence[str]) -> None:
    """Write claims.jsonl and documents.jsonl as `yuheng compile` would, from the ledger as it stands.

    Corrected claims stand corrected, rejected ones are out. Of other documents only those actuals are taken along that
    measure what a chosen plan promises: the base of a target often stands in a bulletin.

    Raises:
        Misuse: no plan is chosen, or one is no longer there.
    """
    documents = _documents(plans)
    chosen = list(_payloads(documents))
    wanted = {_measure(payload["indicator"]) for _, payload in chosen if payload["kind"] == "target"}
    others = list(_actuals(wanted, apart_from=documents))
    named = _names([*documents, *{document.pk: document for document, _ in others}.values()])
    lines = [
        json.dumps({**payload, "doc": named[document.pk]}, ensure_ascii=False)
        for document, payload in (*chosen, *others)
    ]
    write_file(root / CLAIMS, _file(lines))
    about = {document.pk: document for document, _ in (*chosen, *others)}
    write_file(
        root / DOCUMENTS,
        _file([document_line(named[pk], each.document_id, _metadata(each)) for pk, each in about.items()]),
    )
    write_file(root / PLANS, _file([json.dumps(sorted(plans))]))


def _documents(plans: Sequence[str]) -> list[Document]:
    if not plans:
        raise Misuse("没有选规划。", hint="至少选一份写有目标或任务的文档。")
    found = list(Document.objects.filter(live=True, snapshot__in=plans).order_by("pk"))
    if len(found) != len(set(plans)):
        raise Misuse("所选的规划有的已不在文库里。", hint="刷新后重新选。")
    return found


def _payloads(documents: Sequence[Document], *, kinds: Sequence[str] = ()) -> Iterator[tuple[Document, Row]]:
    by_key = {document.pk: document for document in documents}
    rows = Entry.objects.filter(document__in=documents).exclude(state=EntryState.REJECTED)
    rows = rows.filter(kind__in=kinds) if kinds else rows
    for document, payload in payloads_of(rows.order_by("document_id", "start", "claim_id")):
        yield by_key[document], payload


def _actuals(wanted: set[str], *, apart_from: Sequence[Document]) -> Iterator[tuple[Document, Row]]:
    rows = Entry.objects.filter(kind="actual").exclude(state=EntryState.REJECTED).exclude(document__in=apart_from)
    names = rows.order_by().values_list("indicator", flat=True).distinct()
    fitting = sorted(name for name in names if _measure(name) in wanted)
    by_document: dict[int, list[Row]] = defaultdict(list)
    for first in range(0, len(fitting), _BATCH):
        found = rows.filter(indicator__in=fitting[first : first + _BATCH]).order_by("document_id", "start", "claim_id")
        for document, payload in payloads_of(found):
            by_document[document].append(payload)
    for each in Document.objects.filter(pk__in=by_document).order_by("pk"):
        for payload in by_document[each.pk]:
            yield each, payload


def _measure(indicator: str) -> str:
    """What two phrases must share before they can be one indicator (`resolve.indicators.compare`)."""
    found = measured(indicator)
    return found.head or found.key


def _names(documents: Iterable[Document]) -> dict[int, str]:
    """A name for each document; two files of one name keep two, or one's claims would pass for the other's."""
    names: dict[int, str] = {}
    for document in documents:
        name, number, path = document.doc, 2, PurePath(document.doc)
        while name in names.values():
            name, number = f"{path.stem}（{number}）{path.suffix}", number + 1
        names[document.pk] = name
    return names


def _metadata(document: Document) -> Metadata:
    about = document
    return Metadata(about.title, about.issuer, about.number, about.issued, about.kind, about.region)


def _file(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("utf-8")
