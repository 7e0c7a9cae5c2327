"""What an outcome rests on and what it serves: the signed paper's document and claims, the target, the segment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from django.db.models import Case, Q, Value, When

from yuheng.app.access import Person, seen
from yuheng.app.listing import fetched
from yuheng.app.revision import remembered
from yuheng.app.rows import Row
from yuheng.exchange.outcomes import SCALE
from yuheng.ledger.models import Document, Entry, EntryState, Job
from yuheng.model import Quantity
from yuheng.vocab.chain import segments

_MOST: Final = 12


def papers_of(account: Person, papers: Mapping[str, str]) -> dict[str, Row]:
    """Each signed paper with the document that was read from it and the agreements that stand in it.

    Args:
        account: who asks: documents and claims that it does not see are not there.
        papers: SHA-256 by name.
    """
    documents = {
        each.snapshot_id: each
        for each in seen(account, Document.objects.filter(snapshot__in=papers.values())).order_by("pk")
    }
    jobs = {each.snapshot_id: each for each in Job.objects.filter(kind="read", snapshot__in=papers.values())}
    found = {}
    for name, sha256 in papers.items():
        document, job = documents.get(sha256), jobs.get(sha256)
        entries = seen(account, Entry.objects.filter(document=document, kind="agreement")) if document else []
        found[name] = {
            "name": name,
            "document": document.pk if document else None,
            "state": job.state if job else "",
            "message": job.message if job else "",
            "agreements": [
                {"id": entry.pk, "what": entry.what, "amount": entry.payload["amount"]} for entry in entries
            ],
        }
    return found


def differs(amount: Decimal | None, agreements: Iterable[Row]) -> bool:
    """Whether an amount as reported is in none of the agreements of its paper; without an amount in both nobody knows.

    An amount of the paper in a unit that is no money (an order of 300 beds) is not held against it.
    """
    stated = [each["amount"] for each in agreements if each["amount"] and each["amount"]["unit"] in SCALE]
    return amount is not None and bool(stated) and not any(_within(amount, each) for each in stated)


def _within(amount: Decimal, row: Mapping[str, str]) -> bool:
    low, high = Quantity.bounds(row["op"], Decimal(row["value"]), Decimal(row["value2"]) if row["value2"] else None)
    scale = SCALE[row["unit"]]
    return (low is None or low * scale <= amount) and (high is None or amount <= high * scale)


def targets_for(account: Person, segment: str) -> list[Row]:
    """Targets that speak of a segment or of what it lies in, the nearest first: proposals, a person chooses."""
    return remembered(lambda: _targets(account, segment), "targets of a segment", account.pk or 0, segment)


def _targets(account: Person, segment: str) -> list[Row]:
    """All levels in one reading of the targets, and the rows themselves only of those that are shown."""
    parts = segment.split(".") if segment else []
    above = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    levels = [segments()[key].words for key in above if key in segments() and segments()[key].words]
    if not levels:
        return []
    near = Case(*(When(_speaks_of(words), then=Value(level)) for level, words in enumerate(levels)))
    wanted = _speaks_of([word for words in levels for word in words])
    rows = seen(account, Entry.objects.filter(wanted, kind="target").exclude(state=EntryState.REJECTED))
    return [_target(entry) for entry in fetched(rows.annotate(near=near).order_by("near", "pk")[:_MOST])]


def _speaks_of(words: Sequence[str]) -> Q:
    """Rows that hold one of the words; a word in which another of them stands need not be looked for."""
    wanted = Q()
    for word in words:
        if not any(other != word and other in word for other in words):
            wanted |= Q(what__icontains=word) | Q(heading__icontains=word)
    return wanted


def target_row(account: Person, target: str) -> Row | None:
    """What an outcome serves: a target that the account sees, or a segment; None where nothing was said."""
    if not target:
        return None
    if target in segments():
        return {"id": None, "words": segments()[target].name, "claim": ""}
    entry = seen(account, Entry.objects.filter(claim__claim_id=target)).select_related("claim", "document").first()
    return None if entry is None else _target(entry)


def _target(entry: Entry) -> Row:
    return {
        "id": entry.pk,
        "claim": entry.claim.claim_id,
        "words": f"{entry.what}：{entry.payload['quote']}"[:80],
    }
