"""What people say of documents: the amendments that nobody has superseded, and what a reading is given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from yuheng.ledger.models import Amendment, Document

FIELDS: Final = ("title", "issuer", "number", "issued", "kind", "region")
"""The fields of `model.Metadata`, in the order in which people look at them."""


def live_amendments(sha256: str) -> dict[str, Amendment]:
    """The last word on each field of a snapshot's document, by field; a withdrawal is one too."""
    later = Amendment.objects.filter(supersedes=OuterRef("pk"))
    rows = Amendment.objects.filter(snapshot=sha256).filter(~Exists(later)).select_related("by")
    return {row.field: row for row in rows.order_by("pk")}


def given_for(sha256: str) -> dict[str, str]:
    """What a reading of a snapshot is given: the fields of which people said something, with what they said."""
    return {field: row.value for field, row in live_amendments(sha256).items() if not row.withdrawn}


def without_day(rows: QuerySet[Document]) -> QuerySet[Document]:
    """Those of the documents that have no day of issue, and of which nobody has said one, or that they have none."""
    said = Amendment.objects.filter(field="issued", withdrawn=False, superseded_by=None)
    return rows.filter(issued=None).exclude(snapshot__in=said.values("snapshot"))


def inputs_of(sha256: str, given: Mapping[str, str]) -> list[str]:
    """What a run names as its inputs: the bytes, and of each field that people gave what they said.

    >>> inputs_of("ab", {"title": "规划", "issued": "2021-03-01"})
    ['ab', 'issued=2021-03-01', 'title=规划']
    """
    return [sha256, *(f"{field}={given[field]}" for field in sorted(given))]
