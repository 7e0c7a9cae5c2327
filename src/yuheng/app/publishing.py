"""Open a document to visitors, or take it back; and which of a source's documents is current. All is in the log."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from yuheng.ledger import chain
from yuheng.ledger.models import Account, Document, Entry
from yuheng.ledger.readings import bring_back, retire


def set_published(document: Document, published: bool, *, by: Account | None, at: datetime) -> None:
    """Show a document and its claims to everybody who may sign in, or no longer; twice is once."""
    with transaction.atomic():
        changed = Document.objects.filter(pk=document.pk, published=not published).update(published=published)
        if changed:
            Entry.objects.filter(document=document).update(published=published)
            act = "document.published" if published else "document.withdrawn"
            chain.append(at, _name(by), act=act, about=f"document:{document.pk}")


def make_current(document: Document, earlier: QuerySet[Document], *, by: Account | None, at: datetime) -> None:
    """Let a document stand for what says one thing at a time: earlier ones leave the lists, and it comes back to them.

    As a list that is published anew: both versions side by side would say everything twice, and what was struck from
    the list would still be offered.
    """
    with transaction.atomic():
        left = list(earlier.filter(live=True).exclude(pk=document.pk).order_by("pk"))
        for each in left:
            retire(each)
        back = not Document.objects.filter(pk=document.pk, live=True).exists()
        if back:
            bring_back(document)
        if left or back:
            details = {"replaced": [each.pk for each in left]}
            chain.append(at, _name(by), act="document.current", about=f"document:{document.pk}", details=details)


def _name(by: Account | None) -> str:
    return by.get_username() if by is not None else "yuheng"
