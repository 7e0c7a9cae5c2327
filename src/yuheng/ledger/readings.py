"""One reading of a snapshot into the tables: run, document, body, anchors, claims, entries, mentions, issues.

All of it comes in one transaction of the caller: a reader that dies half way has stored nothing. The run's signature
(snapshot, code, rules) is unique, so two workers cannot store the same reading twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from yuheng.ledger.amendments import inputs_of
from yuheng.ledger.entries import rebuild
from yuheng.ledger.models import Anchor, Body, Claim, Document, Entry, Issue, Mention, Run, Snapshot, Source
from yuheng.ledger.slots import fingerprint_of, slots_of
from yuheng.model import Given, id_of

_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Made:
    """What made a reading, and when: code version, hash of its rules, start and end, and what people say of it."""

    code: str
    rules: str
    started: datetime
    ended: datetime
    given: Given = field(default_factory=dict)


def signature_of(kind: str, made_by: tuple[str, str], inputs: Sequence[str]) -> str:
    """Names a piece of work: the same code and rules over the same inputs give the same rows."""
    return id_of("run", kind, *made_by, *inputs)


def stored_reading(sha256: str, made_by: tuple[str, str], given: Given) -> Document | None:
    """The document that this code and these rules have already read out of a snapshot, given what people say of it."""
    signature = signature_of("read", made_by, inputs_of(sha256, given))
    return Document.objects.filter(run__signature=signature).first()


def append_reading(reading: Mapping[str, Any], source: Source, *, snapshot: Snapshot, doc: str, made: Made) -> Document:
    """Store what `app.reading` read out of a snapshot, and let it supersede the reading before it.

    Verdicts are not touched: they bind to slots and fingerprints, and the new entries find them there.
    """
    last = Document.objects.filter(snapshot=snapshot).order_by("-pk").first()
    standing = Document.objects.filter(snapshot=snapshot, live=True).first()  # an earlier one, where that came back
    if standing is not None:
        Document.objects.filter(pk=standing.pk).update(live=False)
    document = Document.objects.create(
        document_id=reading["document_id"],
        snapshot=snapshot,
        run=_run(reading, snapshot, made),
        source=source,
        supersedes=last,
        doc=doc,
        characters=reading["characters"],
        claims_count=len(reading["claims"]),
        issues_count=len(reading["issues"]),
        stored=made.ended,
        published=standing.published if standing is not None else False,
        **_metadata(reading["meta"]),
    )
    body = {name: reading[name] for name in ("text", "blocks", "cells", "read")}
    Body.objects.create(document=document, **body)
    claims = _append_claims(document, reading["claims"])
    if standing is not None:
        Entry.objects.filter(document=standing).delete()
        Issue.objects.filter(document=standing).update(live=False)
    rebuild(claims)
    _append_mentions(document, reading["mentions"])
    append_issues(reading["issues"], doc, document=document, met=made.ended)
    return document


def retire(document: Document) -> None:
    """Let a document be current no longer, since its source has said something newer: it leaves every list.

    It is published no longer either: what was struck from a list is nobody's to read under its old address. Its rows
    stay, and so do the verdicts on it: they bind to slots, and find the same words in what replaced it.
    """
    Document.objects.filter(pk=document.pk).update(live=False, published=False)
    Entry.objects.filter(document=document).delete()
    Issue.objects.filter(document=document).update(live=False)


def bring_back(document: Document) -> None:
    """Let a retired document be current again: its source says once more what it said then."""
    Document.objects.filter(pk=document.pk).update(live=True)
    rebuild(list(Claim.objects.filter(document=document).select_related("document").order_by("pk")))
    Issue.objects.filter(document=document).update(live=True)


def append_issues(issues: Sequence[Mapping[str, Any]], name: str, *, document: Document | None, met: datetime) -> None:
    """Store what was not understood; an issue that people have worked on keeps their work when it is met again."""
    for issue in issues:
        row = issue["anchor"]
        where = [row["quote"], row["place"]["start"]] if row else []
        about = document.snapshot_id if document is not None else name
        anchor = _anchor(document, row) if row and document is not None else None
        if anchor is not None:
            anchor.save()
        found, fresh = Issue.objects.get_or_create(
            issue_id=id_of("issue", issue["code"], about, *where, issue["message"]),
            defaults={
                "document": document,
                "name": name,
                "code": issue["code"],
                "message": issue["message"],
                "anchor": anchor,
                "met": met,
            },
        )
        if not fresh:
            found.live, found.document, found.anchor = True, document, anchor
            found.save(update_fields=["live", "document", "anchor"])


def _run(reading: Mapping[str, Any], snapshot: Snapshot, made: Made) -> Run:
    return Run.objects.create(
        kind="read",
        code=made.code,
        rules=made.rules,
        reader=reading["reader"],
        inputs=inputs_of(snapshot.sha256, made.given),
        signature=signature_of("read", (made.code, made.rules), inputs_of(snapshot.sha256, made.given)),
        started=made.started,
        ended=made.ended,
    )


def _metadata(meta: Mapping[str, Any]) -> dict[str, Any]:
    issued = meta["issued"]
    lengths = {"title": 1000, "issuer": 500, "number": 200, "kind": 20, "region": 200}
    return {
        **{name: meta[name][:length] for name, length in lengths.items()},
        "issued": date.fromisoformat(issued) if issued else None,
    }


def _anchor(document: Document, row: Mapping[str, Any]) -> Anchor:
    return Anchor(document=document, start=row["start"], end=row["end"], quote=row["quote"], place=row["place"])


def _append_claims(document: Document, payloads: Sequence[Mapping[str, Any]]) -> list[Claim]:
    own = [_anchor(document, payload["anchor"]) for payload in payloads]
    around: dict[tuple[int, int], Anchor] = {}
    for payload in payloads:
        row = {**payload["sentence"], "quote": payload["quote"]}
        around.setdefault((row["start"], row["end"]), _anchor(document, row))
    Anchor.objects.bulk_create([*own, *around.values()], batch_size=_BATCH)
    claims = [
        Claim(
            claim_id=payload["id"],
            document=document,
            kind=payload["kind"],
            anchor=anchor,
            sentence=around[payload["sentence"]["start"], payload["sentence"]["end"]],
            slot=slot,
            fingerprint=fingerprint_of(payload),
            payload=payload,
        )
        for payload, anchor, slot in zip(payloads, own, slots_of(document.source.name, payloads), strict=True)
    ]
    return Claim.objects.bulk_create(claims, batch_size=_BATCH)


def _append_mentions(document: Document, mentions: Sequence[Mapping[str, Any]]) -> None:
    Mention.objects.bulk_create(
        [
            Mention(
                document=document,
                name=mention["name"],
                kind=mention["kind"],
                full=mention["full"],
                spans=mention["spans"],
                codes=mention["codes"],
            )
            for mention in mentions
        ],
        batch_size=_BATCH,
    )
