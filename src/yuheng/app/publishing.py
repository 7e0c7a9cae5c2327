"""Open a document to visitors, or take it back; both are in the log."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yuheng.ledger import chain
from yuheng.ledger.models import Account, Document, Entry


def set_published(document: Document, published: bool, *, by: Account, at: datetime) -> None:
    """Show a document and its claims to everybody who may sign in, or no longer; twice is once."""
    with transaction.atomic():
        changed = Document.objects.filter(pk=document.pk, published=not published).update(published=published)
        if changed:
            Entry.objects.filter(document=document).update(published=published)
            act = "document.published" if published else "document.withdrawn"
            chain.append(at, by.get_username(), act=act, about=f"document:{document.pk}")
