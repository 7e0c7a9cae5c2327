"""The search box: hits that the account may see, each with its document, heading and quote."""

from __future__ import annotations

from typing import Final

from yuheng.app.access import Person, role_for, seen
from yuheng.app.rows import Row, document_row
from yuheng.app.searching import Found, Hit, search
from yuheng.ledger.models import Document, Entry, Mention
from yuheng.office.words import KIND_WORDS

PAGE: Final = 20
WORDS: Final[dict[Found, str]] = {"passage": "原文", "claim": "断言", "party": "主体"}


def found(account: Person, words: str, *, kind: Found | None = None, page: int = 1) -> tuple[list[Row], int]:
    """One page of hits, best first, and how many there are."""
    role = role_for(account)
    documents: list[int] | None = None
    if role is None or role.scope != "all":
        documents = list(seen(account, Document.objects.filter(live=True)).values_list("pk", flat=True))
        if not documents:
            return [], 0
    kinds = tuple(WORDS) if kind is None else (kind,)
    hits = search(words, kinds=kinds, documents=documents, limit=PAGE, offset=(page - 1) * PAGE)
    return _rows(account, hits.hits), hits.total


def _rows(account: Person, hits: tuple[Hit, ...]) -> list[Row]:
    """A hit whose row has gone since the index was made is left out."""
    every = Document.objects.filter(pk__in={hit.document for hit in hits})
    documents = {row.pk: row for row in seen(account, every).select_related("snapshot", "run")}
    claims = seen(account, Entry.objects.filter(pk__in=[hit.key for hit in hits if hit.kind == "claim"]))
    entries = {row.pk: row for row in claims}
    rows = []
    for hit in hits:
        pieces = [{"text": text, "marked": marked} for text, marked in hit.pieces]
        row: Row = {"kind": hit.kind, "kind_word": WORDS[hit.kind], "pieces": pieces}
        if hit.kind == "party":
            mention = Mention.objects.filter(naming__party=hit.key).order_by("pk").values_list("pk", flat=True).first()
            if mention is not None:
                rows.append({**row, "mention": mention})
        elif hit.document in documents:
            document = documents[hit.document]
            row |= {"document": document.pk, "title": document_row(document)["title"]}
            if hit.kind == "passage":
                rows.append({**row, "block": hit.block, "heading": list(hit.heading), "quote": hit.words})
            elif hit.key in entries:
                entry = entries[hit.key]
                rows.append(
                    {
                        **row,
                        "claim": entry.pk,
                        "claim_kind": entry.kind,
                        "claim_word": KIND_WORDS[entry.kind],
                        "heading": entry.payload["heading"],
                        "quote": entry.payload["quote"],
                    }
                )
    return rows
