"""Items and the matches between them as plain values for pages, the same for events and the standing exchange."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yuheng.app.event_folder import SHEETS
from yuheng.app.rows import Row
from yuheng.exchange.items import Item
from yuheng.exchange.matches import WEIGHTS, Match, shared_words
from yuheng.office.event_list import SIDES, class_words


def item_row(item: Item) -> Row:
    """An item as it is published: no contact, credit code or licence."""
    return {
        "id": item.id,
        "side": item.side,
        "side_word": SIDES[item.side],
        "firm": item.firm,
        "name": item.name,
        "specification": item.specification,
        "segment": item.segment,
        "class": class_words(item),
        "quantity": item.quantity,
        "place": item.place,
        "stage": item.stage,
        "until": item.until,
        "wants": [*item.must, *item.want],
    }


def reason_row(match: Match, items: Mapping[str, Item]) -> Row:
    """A match with everything that speaks for it."""
    need, offer = items[match.need], items[match.offer]
    whole = sum(WEIGHTS[part.name] for part in match.parts)
    return {
        "score": match.score,
        "need": {**item_row(need), "pieces": _pieces(need.text, shared_words(offer.text, need.text))},
        "offer": {**item_row(offer), "pieces": _pieces(offer.text, match.marked)},
        "parts": [
            {
                "name": part.name,
                "value": f"{part.value:.2f}",
                "length": f"{100 * part.value:.0f}",
                "weight": f"{100 * WEIGHTS[part.name] / whole:.0f}%",
                "why": part.why,
            }
            for part in match.parts
        ],
        "open": list(match.open),
        "origins": [origin_row(need), origin_row(offer)],
    }


def origin_row(item: Item) -> Row | None:
    """Where an item stands in the sheets as handed in; for organisers only."""
    if item.origin is None:
        return None
    return {"words": item.origin.words, "path": f"{SHEETS}/{item.origin.file}"}


def _pieces(text: str, marks: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """A text cut at its marks: (words, marked)."""
    pieces, at = [], 0
    for start, end in marks:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def fits(row: Row, chosen: Mapping[str, str]) -> bool:
    """Whether an item's row is one that a filter asks for: words, side, class with all below it, place, form."""
    words = f"{row['name']} {row['specification']} {row['firm']} {row['class']}"
    branch = chosen.get("class", "")
    return (
        chosen.get("q", "").lower() in words.lower()
        and chosen.get("side", "") in ("", row["side"])
        and (not branch or row["segment"] == branch or row["segment"].startswith(branch + "."))
        and chosen.get("place", "") in ("", row["place"])
        and chosen.get("form", "") in ("", row.get("form_word", ""))
    )
