"""The picture of a finding on progress: the way that a target asks for, and where the reports stand on it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.utils.translation import get_language

from yuheng.app.access import Person, seen
from yuheng.app.reading import compiled_from
from yuheng.app.revision import remembered
from yuheng.app.sentences import translated
from yuheng.ledger.models import Cited, Document, Entry, Finding


def is_drawable(finding: Finding) -> bool:
    """Whether such a finding has a picture, and the means to draw it are installed."""
    from yuheng.office.charts import is_drawable as has_means

    return finding.kind == "verdict" and has_means()


def path_picture(account: Person, finding: Finding, *, on: date) -> bytes | None:
    """The path as SVG; None where the claims as they stand now make none.

    The picture is drawn from the same claims as the finding, as they stand today, and only from those that the account
    sees. Its captions are in the reader's language, quotes as they stand.
    """
    claims = list(Cited.objects.filter(finding=finding).order_by("place").values_list("claim_id", flat=True))
    rows = seen(account, Entry.objects.filter(claim__claim_id__in=claims)).exclude(state="rejected")
    keys = tuple(rows.order_by("pk").values_list("pk", flat=True))
    if not keys:
        return None
    said = get_language() or ""
    return remembered(lambda: _drawn(claims[0], keys, on), "path", claims[0], *keys, on.isoformat(), said)


def _drawn(first: str, keys: tuple[int, ...], on: date) -> bytes | None:
    from yuheng.audit.progress import tracks_in
    from yuheng.audit.statements import statements_of
    from yuheng.office.charts import is_worth_drawing, path_chart, svg_of

    said: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for entry in Entry.objects.filter(pk__in=keys).order_by("document_id", "start"):
        said[entry.document_id].append(entry.payload)
    documents = Document.objects.filter(pk__in=said).select_related("snapshot", "body", "run").order_by("issued", "pk")
    statements = statements_of([compiled_from(_row(each, said[each.pk])) for each in documents])
    for track in tracks_in(statements, on=on):
        if track.target.figure.id == first and is_worth_drawing(track):
            return svg_of(path_chart(track, say=translated)).encode()
    return None


def _row(document: Document, claims: list[dict[str, Any]]) -> dict[str, Any]:
    meta = {name: getattr(document, name) for name in ("title", "issuer", "number", "kind", "region")}
    return {
        "doc": document.doc,
        "document_id": document.document_id,
        "sha256": document.snapshot_id,
        "size": document.snapshot.size,
        "media": document.snapshot.media or document.run.reader.partition("/")[0],
        "meta": {**meta, "issued": document.issued.isoformat() if document.issued else ""},
        "text": document.body.text,
        "blocks": document.body.blocks,
        "cells": document.body.cells,
        "characters": document.characters,
        "claims": claims,
    }
