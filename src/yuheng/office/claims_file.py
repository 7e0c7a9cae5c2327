"""claims.jsonl: one claim a line, the form in which claims leave the program and come back.

Lines are UTF-8 with Chinese letters as they are and keys in one order, so that two runs can be compared with `diff`.
Amounts are strings as printed ("1675", never 1675.0 or 1E+3); what a document does not say is "" or null.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from yuheng.errors import Misuse
from yuheng.model import (
    Actual,
    Advice,
    Agreement,
    Anchor,
    Claim,
    Figure,
    Measure,
    Need,
    Offer,
    Owner,
    Period,
    Place,
    Quantity,
    Siting,
    Target,
    Task,
    Trade,
)
from yuheng.model.compiled import Compiled

KINDS: Mapping[type[Claim], str] = {
    Target: "target",
    Actual: "actual",
    Task: "task",
    Agreement: "agreement",
    Siting: "siting",
    Advice: "advice",
    Measure: "measure",
    Offer: "offer",
    Need: "need",
}
CLASSES = {kind: claim_class for claim_class, kind in KINDS.items()}

_TRADE = ("party", "thing", "segment", "specification", "place", "stage")
_UNKNOWN_KIND = "claims.jsonl knows no kind of claim called {}; it knows " + ", ".join(CLASSES) + "."


def kind_of(claim: Claim) -> str:
    """The short name of a claim's kind, as files and pages use it.

    Raises:
        Misuse: a class of claim that the ledger's files do not carry yet.
    """
    try:
        return KINDS[type(claim)]
    except KeyError:
        raise Misuse(_UNKNOWN_KIND.format(type(claim).__name__)) from None


def printed(value: Decimal | None) -> str:
    """A number as printed: no exponent, "" where there is none.

    >>> printed(Decimal("1E+3")), printed(Decimal("1.80")), printed(None)
    ('1000', '1.80', '')
    """
    return "" if value is None else format(value, "f")


def claim_lines(compiled: Compiled) -> Iterator[str]:
    """The lines of one document, without line ends, in the order of its text."""
    for claim in sorted(compiled.claims, key=_order):
        yield json.dumps(_claim_row(compiled.doc, claim), ensure_ascii=False, separators=(", ", ": "))


def claims_bytes(documents: Iterable[Compiled]) -> bytes:
    """The whole file. A lone surrogate, which UTF-8 cannot hold, becomes the JSON escape that means the same."""
    return b"".join(
        (line + "\n").encode("utf-8", "backslashreplace") for compiled in documents for line in claim_lines(compiled)
    )


def claims_from(lines: Iterable[str]) -> Iterator[tuple[str, Claim]]:
    """Read claims back: pairs of document name and claim, equal to what was written.

    Raises:
        Misuse: a line that is no claim; the message names its number.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield row["doc"], claim_of(row)
        except (KeyError, TypeError, ValueError, InvalidOperation) as trouble:
            raise Misuse(
                f"claims.jsonl, line {number}, is no claim: {trouble!r}.",
                hint="Write the file again with `yuheng compile`.",
            ) from trouble


def _order(claim: Claim) -> tuple[int, int, str, str]:
    return claim.anchor.start, claim.anchor.end, kind_of(claim), claim.id


def _claim_row(doc: str, claim: Claim) -> dict[str, Any]:
    start, end = _number_span(claim)
    return {
        "id": claim.id,
        "doc": doc,
        "kind": kind_of(claim),
        "start": start,
        "end": end,
        **_fields(claim),
        "quote": claim.sentence.quote,
        "heading": list(claim.heading),
        "anchor": _anchor_row(claim.anchor),
        "sentence": {key: value for key, value in _anchor_row(claim.sentence).items() if key != "quote"},
    }


def _number_span(claim: Claim) -> tuple[int, int]:
    """Where the number with its unit lies in the file's text; an empty span at the claim's place where it has none.

    `start` and `end` are how figures are compared with others' readings; a task's words would pass there for a number.
    """
    if isinstance(claim, Figure):
        return claim.number.place.start, claim.number.place.end
    return claim.anchor.place.start, claim.anchor.place.start


def _fields(claim: Claim) -> dict[str, Any]:
    match claim:
        case Figure():
            return _figure_fields(claim)
        case Task():
            return _task_fields(claim)
        case Agreement():
            return _agreement_fields(claim)
        case Siting():
            return {
                "site": claim.site,
                "tier": claim.tier,
                "district": claim.district,
                "industries": list(claim.industries),
                "status": claim.status,
            }
        case Advice():
            return {"adviser": claim.adviser, "addressee": claim.addressee, "content": claim.content}
        case Measure():
            return {
                "form": claim.form,
                "beneficiary": claim.beneficiary,
                "condition": claim.condition,
                "content": claim.content,
                "amount": amount_row(claim.amount),
            }
        case Trade():
            return {
                **{name: getattr(claim, name) for name in _TRADE},
                "amount": amount_row(claim.amount),
                "until": _period_row(claim.until),
            }
        case _:
            raise Misuse(_UNKNOWN_KIND.format(type(claim).__name__))


def _agreement_fields(claim: Agreement) -> dict[str, Any]:
    return {
        "parties": list(claim.parties),
        "subject": claim.subject,
        "signed": _period_row(claim.signed),
        "place": claim.place,
        "amount": amount_row(claim.amount),
        "stage": claim.stage,
        "planned": claim.planned,
        "witnesses": list(claim.witnesses),
    }


def _figure_fields(claim: Figure) -> dict[str, Any]:
    quantity, period = claim.quantity, claim.period
    return {
        "indicator": claim.indicator,
        "subject": claim.subject,
        "op": quantity.op,
        "value": printed(quantity.value),
        "value2": printed(quantity.value2),
        "unit": quantity.unit,
        "period": period.label if period else "",
        "period_start": _day(period.start if period else None),
        "period_end": _day(period.end if period else None),
        "period_stated": period.stated if period else "",
        "measure": claim.measure,
        "hedge": quantity.hedged,
        "approximate": quantity.approximate,
        "strict": quantity.strict,
        "stated": quantity.stated,
        "number": _anchor_row(claim.number),
    }


def _task_fields(claim: Task) -> dict[str, Any]:
    return {
        "action": claim.action,
        "object": claim.object,
        "owners": [{"name": each.name, "role": each.role, "anchor": _anchor_row(each.anchor)} for each in claim.owners],
        "sector": claim.sector,
        "due": _period_row(claim.due),
        "figures": list(claim.figures),
        "parent": claim.parent,
        "conditional": claim.conditional,
    }


def _anchor_row(anchor: Anchor) -> dict[str, Any]:
    return {
        "document": anchor.document,
        "start": anchor.start,
        "end": anchor.end,
        "quote": anchor.quote,
        "place": _place_row(anchor.place),
    }


def _place_row(place: Place) -> dict[str, Any]:
    row: dict[str, Any] = {"start": place.start, "end": place.end}
    for name in ("page", "paragraph", "sheet", "cell"):
        if getattr(place, name) is not None:
            row[name] = getattr(place, name)
    if place.boxes:
        row["boxes"] = [list(box) for box in place.boxes]
    return row


def _period_row(period: Period | None) -> dict[str, str] | None:
    if period is None:
        return None
    return {"label": period.label, "start": _day(period.start), "end": _day(period.end), "stated": period.stated}


def amount_row(quantity: Quantity | None) -> dict[str, Any] | None:
    """An amount as a claim's line carries it."""
    if quantity is None:
        return None
    return {
        "op": quantity.op,
        "value": printed(quantity.value),
        "value2": printed(quantity.value2),
        "unit": quantity.unit,
        "hedge": quantity.hedged,
        "approximate": quantity.approximate,
        "strict": quantity.strict,
        "stated": quantity.stated,
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def claim_of(row: Mapping[str, Any]) -> Claim:
    """One claim from the fields of its line.

    Raises:
        KeyError, TypeError, ValueError, InvalidOperation: they are no claim's.
    """
    anchor = _anchor(row["anchor"])
    shared: dict[str, Any] = {
        "id": row["id"],
        "anchor": anchor,
        "sentence": _anchor({**row["sentence"], "quote": row["quote"]}),
        "heading": tuple(row["heading"]),
    }
    kind = row["kind"]
    match kind:
        case "target" | "actual":
            return CLASSES[kind](**shared, **_figure_from(row))
        case "task":
            return Task(**shared, **_task_from(row))
        case "agreement":
            return Agreement(
                **shared,
                parties=tuple(row["parties"]),
                subject=row["subject"],
                signed=_period(row["signed"]),
                place=row["place"],
                amount=_amount(row["amount"]),
                stage=row["stage"],
                planned=row["planned"],
                witnesses=tuple(row["witnesses"]),
            )
        case "siting":
            named = {name: row[name] for name in ("site", "tier", "district", "status")}
            return Siting(**shared, **named, industries=tuple(row["industries"]))
        case "advice":
            return Advice(**shared, **{name: row[name] for name in ("adviser", "addressee", "content")})
        case "measure":
            named = {name: row[name] for name in ("form", "beneficiary", "condition", "content")}
            return Measure(**shared, **named, amount=_amount(row["amount"]))
        case "offer" | "need":
            named = {name: row[name] for name in _TRADE}
            side = Offer if kind == "offer" else Need
            return side(**shared, **named, amount=_amount(row["amount"]), until=_period(row["until"]))
        case _:
            raise ValueError(_UNKNOWN_KIND.format(repr(kind)))


def _figure_from(row: Mapping[str, Any]) -> dict[str, Any]:
    period = None
    if row["period"]:
        start, end = _read_day(row["period_start"]), _read_day(row["period_end"])
        period = Period(row["period"], start, end, row["period_stated"])
    return {
        "number": _anchor(row["number"]),
        "indicator": row["indicator"],
        "subject": row["subject"],
        "quantity": _amount(row),
        "period": period,
        "measure": row["measure"],
    }


def _task_from(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "action": row["action"],
        "object": row["object"],
        "owners": tuple(Owner(name=o["name"], role=o["role"], anchor=_anchor(o["anchor"])) for o in row["owners"]),
        "sector": row["sector"],
        "due": _period(row["due"]),
        "figures": tuple(row["figures"]),
        "parent": row["parent"],
        "conditional": row["conditional"],
    }


def _anchor(row: Mapping[str, Any]) -> Anchor:
    place = dict(row["place"])
    boxes = tuple(tuple(box) for box in place.pop("boxes", ()))
    return Anchor(row["document"], row["start"], row["end"], row["quote"], Place(**place, boxes=boxes))


def _period(row: Mapping[str, str] | None) -> Period | None:
    if row is None:
        return None
    return Period(row["label"], _read_day(row["start"]), _read_day(row["end"]), row["stated"])


def _read_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _amount(row: Mapping[str, Any] | None) -> Quantity | None:
    if row is None:
        return None
    low, high = Quantity.bounds(row["op"], Decimal(row["value"]), Decimal(row["value2"]) if row["value2"] else None)
    return Quantity(
        low,
        high,
        row["unit"],
        row["stated"],
        approximate=row["approximate"],
        hedged=row["hedge"],
        strict=row["strict"],
    )
