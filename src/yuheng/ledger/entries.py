"""How claims stand today: entries, worked out from claims and the live verdicts of their slots.

Nothing here decides: an entry can be deleted and worked out again at any time, and `ledger.checking` does so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet

from yuheng.ledger.models import Claim, Decision, Entry, EntryState, Owed, Signed, Verdict
from yuheng.model import Quantity

_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Standing:
    """How one claim stands: its state, the verdict that says so, and the payload with the correction in it."""

    state: EntryState
    verdict: Verdict | None
    payload: Mapping[str, Any]


def live_verdicts(slots: Iterable[str]) -> dict[str, Verdict]:
    """The verdict that nobody has superseded, of each slot that has one."""
    wanted, found = list(dict.fromkeys(slots)), {}
    later = Verdict.objects.filter(supersedes=OuterRef("pk"))
    for first in range(0, len(wanted), _BATCH):
        rows = Verdict.objects.filter(slot__in=wanted[first : first + _BATCH]).filter(~Exists(later))
        found.update({verdict.slot: verdict for verdict in rows})
    return found


def standing_of(claim: Claim, verdict: Verdict | None) -> Standing:
    """Hold a claim against the live verdict of its slot; one about another reading of the words asks again."""
    if verdict is None or verdict.decision == Decision.WITHDRAW:
        return Standing(EntryState.OPEN, verdict, claim.payload)
    if verdict.fingerprint != claim.fingerprint:
        return Standing(EntryState.AGAIN, verdict, claim.payload)
    match verdict.decision:
        case Decision.ACCEPT:
            return Standing(EntryState.ACCEPTED, verdict, claim.payload)
        case Decision.CORRECT:
            return Standing(EntryState.CORRECTED, verdict, {**claim.payload, **verdict.correction})
        case Decision.REJECT:
            return Standing(EntryState.REJECTED, verdict, claim.payload)
        case _:
            raise ValueError(f"no verdict says {verdict.decision!r}")


def payloads_of(rows: QuerySet[Entry]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The document and the payload of each entry as it stands, in the order of `rows`.

    What works through a whole plan or ledger needs no more of an entry; as rows with claim and verdict it took twice as
    long.
    """
    columns = ("document_id", "claim__payload", "state", "verdict__correction")
    for document, said, state, correction in rows.values_list(*columns).iterator(chunk_size=2000):
        yield document, {**said, **correction} if state == EntryState.CORRECTED else said


def entry_of(claim: Claim, standing: Standing) -> Entry:
    """The row that lists show of a claim; not saved. `claim.document` must be at hand."""
    document = claim.document
    return Entry(
        claim=claim,
        document=document,
        source_id=document.source_id,
        kind=claim.kind,
        state=standing.state,
        verdict=standing.verdict,
        slot=claim.slot,
        start=claim.payload["anchor"]["start"],
        heading=" / ".join(claim.payload["heading"])[:1000],
        published=document.published,
        **_columns(standing.payload),
    )


def rebuild(claims: Sequence[Claim]) -> int:
    """Work the entries of claims out anew; how many. Runs in the caller's transaction."""
    verdicts = live_verdicts(claim.slot for claim in claims)
    keys = [claim.pk for claim in claims]
    for first in range(0, len(keys), _BATCH):
        Entry.objects.filter(pk__in=keys[first : first + _BATCH]).delete()
    entries = [entry_of(claim, standing_of(claim, verdicts.get(claim.slot))) for claim in claims]
    Entry.objects.bulk_create(entries, batch_size=_BATCH)
    owed = [
        Owed(entry_id=entry.pk, document_id=entry.document_id, name=owner["name"][:300], role=owner["role"])
        for entry in entries
        for owner in entry.payload.get("owners", ())
    ]
    Owed.objects.bulk_create(owed, batch_size=_BATCH)
    signed = [
        Signed(entry_id=entry.pk, document_id=entry.document_id, name=name[:300])
        for entry in entries
        for name in dict.fromkeys(entry.payload.get("parties", ()))
    ]
    Signed.objects.bulk_create(signed, batch_size=_BATCH)
    return len(entries)


def _columns(payload: Mapping[str, Any]) -> dict[str, Any]:
    match payload["kind"]:
        case "target" | "actual":
            columns = _figure(payload)
        case "task":
            columns = _task(payload)
        case "agreement":
            names = "、".join(payload["parties"])
            columns = {
                "what": payload["subject"] or names,
                "subject": names,
                **_amount(payload["amount"]),
                **_period(payload["signed"]),
            }
        case "siting":
            industries = "、".join(payload["industries"])
            columns = {"what": payload["site"], "subject": payload["district"], "sector": industries}
        case "advice":
            columns = {"what": payload["content"], "subject": payload["adviser"], "owner": payload["addressee"]}
        case "measure":
            columns = {
                "what": payload["content"] or payload["form"],
                "subject": payload["beneficiary"],
                "measure": "",
                **_amount(payload["amount"]),
            }
        case "offer" | "need":
            columns = {
                "what": payload["thing"],
                "subject": payload["party"],
                "sector": payload["segment"].rpartition(".")[2],
                **_amount(payload["amount"]),
                **_period(payload["until"]),
            }
        case _:
            raise ValueError(f"no kind of claim is called {payload['kind']!r}")
    return _cut(columns)


def _figure(payload: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "what": payload["indicator"],
        "indicator": payload["indicator"],
        "subject": payload["subject"],
        "period": payload["period"],
        "period_start": _day(payload["period_start"]),
        "period_end": _day(payload["period_end"]),
        "measure": payload["measure"],
        **_amount(payload),
    }


def _task(payload: Mapping[str, Any]) -> dict[str, Any]:
    lead = [owner["name"] for owner in payload["owners"] if owner["role"] != "配合"]
    return {
        "what": payload["action"] + payload["object"],
        "owner": (lead or [owner["name"] for owner in payload["owners"]] or [""])[0],
        "sector": payload["sector"],
        **_period(payload["due"]),
    }


def _amount(row: Mapping[str, Any] | None) -> dict[str, Any]:
    """Bounds as numbers that can be sorted; None where the claim names no amount."""
    if row is None:
        return {}
    exact = Quantity.bounds(row["op"], Decimal(row["value"]), Decimal(row["value2"]) if row["value2"] else None)
    low, high = (None if bound is None else float(bound) for bound in exact)
    return {"op": row["op"], "low": low, "high": high, "unit": row["unit"]}


def _period(row: Mapping[str, str] | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {"period": row["label"], "period_start": _day(row["start"]), "period_end": _day(row["end"])}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


_LENGTHS: Final = {
    field.name: field.max_length
    for field in Entry._meta.local_fields
    if field.max_length is not None and field.get_internal_type() == "CharField"
}


def _cut(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Columns are for finding and sorting, and hold what fits; the whole words are in the payload."""
    return {
        name: value[: _LENGTHS[name]] if name in _LENGTHS and isinstance(value, str) else value
        for name, value in columns.items()
    }
