"""A list of offers and needs on a page, the same for an event and the standing exchange: filtered, counted, paged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest

from yuheng.app.item_rows import fits
from yuheng.app.rows import Row
from yuheng.vocab.chain import segments
from yuheng.web.paging import number_of, turning

_LINES: Final = 50
_FILTERS: Final = ("q", "side", "form", "class", "place")


def listed(request: HttpRequest, rows: Sequence[Row]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The page of a list that is asked for, and what its filters offer.

    Args:
        request: says by its query what is wanted.
        rows: all items, as `item_row` makes them.
    """
    chosen = {key: request.GET.get(key, "").strip() for key in _FILTERS}
    found = [row for row in rows if fits(row, chosen)]
    page = number_of(request.GET.get("page"))
    query = urlencode({key: value for key, value in chosen.items() if value})
    values = {
        "count": len(found),
        "needs": sum(row["side"] == "need" for row in found),
        "offers": sum(row["side"] == "offer" for row in found),
        "items": found[(page - 1) * _LINES : page * _LINES],
    }
    branches = sorted({row["segment"].partition(".")[0] for row in rows if row["segment"]})
    beside = {
        "chosen": chosen,
        "branches": [(key, segments()[key].name) for key in branches],
        "places": sorted({row["place"] for row in rows if row["place"]}),
        "turn": turning(page, max(-(-len(found) // _LINES), 1), query),
    }
    return values, beside
