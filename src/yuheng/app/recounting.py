"""Work the findings out anew after something came in or was decided."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from yuheng import __version__
from yuheng.app.reading import compiled_from, rules_hash
from yuheng.ledger import chain
from yuheng.ledger.engine import take_turns
from yuheng.ledger.entries import payloads_of
from yuheng.ledger.models import (
    Cited,
    Document,
    Entry,
    EntryState,
    Finding,
    Job,
    JobState,
    LogEntry,
    Mark,
    Run,
)
from yuheng.ledger.readings import signature_of
from yuheng.model import id_of
from yuheng.model.compiled import Compiled
from yuheng.model.finding import Finding as Drawn

AUDITED: Final = "audited"
_BATCH: Final = 400


def ask_for_audit(*, at: datetime) -> Job | None:
    """Put one audit of the whole ledger in the queue; None where one is waiting already, which will see this too.

    Runs in the transaction of what makes the audit necessary; the caller queues what is returned.
    """
    if Job.objects.filter(kind="audit", state=JobState.WAITING).exists():
        return None
    return Job.objects.create(kind="audit", name="核对全部文档", created=at)


def compiled_ledger() -> tuple[Compiled, ...]:
    """Every live document with its claims as they stand: corrected where corrected, without those rejected."""
    said: dict[int, list[dict[str, Any]]] = {}
    entries = Entry.objects.exclude(state=EntryState.REJECTED).order_by("document_id", "start", "claim_id")
    for document, payload in payloads_of(entries):
        said.setdefault(document, []).append(payload)
    documents = Document.objects.filter(live=True).select_related("snapshot", "body", "run").order_by("pk")
    return tuple(compiled_from(_row(each, said.get(each.pk, []))) for each in documents.iterator(chunk_size=50))


def recount(job: Job, *, is_ours: Callable[[], bool]) -> None:
    """Audit the whole ledger and store what is new; a finding that is no longer drawn stops being live.

    The marks are taken before the ledger is read: what comes in while the audit runs has asked for another one.
    """
    from yuheng.audit.findings import audit_of

    started = timezone.now()
    seen = LogEntry.objects.aggregate(last=Max("number"))["last"] or 0
    documents = compiled_ledger()
    drawn = audit_of(documents, on=timezone.localdate(started)).findings
    with transaction.atomic():
        if not is_ours():
            return
        ended = timezone.now()
        store_findings(drawn, inputs=[each.id for each in documents], seen=seen, started=started, ended=ended)
        Job.objects.filter(pk=job.pk).update(state=JobState.DONE, step="", ended=ended, done=1, total=1)


def store_findings(
    drawn: Sequence[Drawn], *, inputs: Sequence[str], seen: int, started: datetime, ended: datetime
) -> int:
    """Store the findings of one audit; how many are new. A conclusion drawn before is the row it was.

    Of two audits at once the one that has seen less of the log stores nothing: it would bring back what is over.
    """
    take_turns("findings")
    mark = Mark.objects.filter(name=AUDITED).first()
    if mark is not None and int(mark.value) > seen:
        return 0
    run = _run(inputs, seen, started, ended)
    before = {(row.finding_id, row.fingerprint): row for row in Finding.objects.defer("parts", "message")}
    now = {(each.id, fingerprint_of(each)): (place, each) for place, each in enumerate(drawn)}
    gone = [row.pk for key, row in before.items() if row.live and key not in now]
    back = [row.pk for key, row in before.items() if not row.live and key in now]
    for keys, live in ((gone, False), (back, True)):
        for first in range(0, len(keys), _BATCH):
            Finding.objects.filter(pk__in=keys[first : first + _BATCH]).update(live=live)
    fresh = [(place, each, key[1]) for key, (place, each) in now.items() if key not in before]
    rows = Finding.objects.bulk_create(
        [_finding(each, run, place=place, fingerprint=mark) for place, each, mark in fresh], batch_size=_BATCH
    )
    Cited.objects.bulk_create(
        [
            Cited(finding=row, claim_id=claim, place=place)
            for row, (_, each, _) in zip(rows, fresh, strict=True)
            for place, claim in enumerate(each.claims)
        ],
        batch_size=_BATCH,
    )
    details = {"findings": len(drawn), "new": len(fresh), "gone": len(gone), "seen": seen}
    chain.append(ended, "yuheng", act="ledger.audited", about=f"run:{run.pk}", details=details)
    Mark.objects.update_or_create(name=AUDITED, defaults={"value": str(seen), "at": ended})
    return len(fresh)


def fingerprint_of(finding: Drawn) -> str:
    """Hash of what a finding says: with other numbers in it, it is another conclusion under the same id."""
    said = [finding.message, [list(part) for part in finding.parts], finding.proposed]
    return id_of("finding", json.dumps(said, ensure_ascii=False))


def _run(inputs: Sequence[str], seen: int, started: datetime, ended: datetime) -> Run:
    made_by = (__version__, rules_hash())
    return Run.objects.create(
        kind="audit",
        code=made_by[0],
        rules=made_by[1],
        inputs=list(inputs),
        signature=signature_of("audit", made_by, [*inputs, str(seen), started.isoformat()]),
        started=started,
        ended=ended,
    )


def _finding(each: Drawn, run: Run, *, place: int, fingerprint: str) -> Finding:
    return Finding(
        finding_id=each.id,
        fingerprint=fingerprint,
        kind=each.kind,
        rule=each.rule,
        version=each.version,
        parts=[list(part) for part in each.parts],
        message=each.message,
        proposed=each.proposed,
        order=place,
        run=run,
    )


def _row(document: Document, claims: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "doc": document.doc,
        "document_id": document.document_id,
        "sha256": document.snapshot_id,
        "size": document.snapshot.size,
        "media": document.snapshot.media or document.run.reader.partition("/")[0],
        "meta": {
            "title": document.title,
            "issuer": document.issuer,
            "number": document.number,
            "issued": document.issued.isoformat() if document.issued else "",
            "kind": document.kind,
            "region": document.region,
        },
        "text": document.body.text,
        "blocks": document.body.blocks,
        "cells": document.body.cells,
        "characters": document.characters,
        "claims": claims,
    }
