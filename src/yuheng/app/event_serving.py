"""What an outcome rests on and what it serves: the signed paper's document and claims, the target, the segment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import chain
from typing import Final

from yuheng.app.access import Person, seen
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
    """All levels in one reading of the targets: a condition for each word of each level took three times as long."""
    parts = segment.split(".") if segment else []
    above = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    levels = [segments()[key].words for key in above if key in segments() and segments()[key].words]
    if not levels:
        return []
    any_word, near = _one_of(chain.from_iterable(levels)), [_one_of(words) for words in levels]
    found: list[list[int]] = [[] for _ in levels]
    rows = seen(account, Entry.objects.filter(kind="target").exclude(state=EntryState.REJECTED))
    said = rows.order_by("document_id", "start", "pk").values_list("pk", "what", "heading")
    for key, what, heading in said.iterator(chunk_size=2000):
        words = f"{what}\n{heading}"
        if any_word.search(words):
            found[next(n for n, level in enumerate(near) if level.search(words))].append(key)
            if len(found[0]) == _MOST:
                break
    shown = list(chain.from_iterable(found))[:_MOST]
    entries = Entry.objects.select_related("claim", "document").in_bulk(shown)
    return [_target(entries[key]) for key in shown]


def _one_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)), re.IGNORECASE)


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
