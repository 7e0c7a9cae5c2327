"""成效 of the standing exchange: the same five stages as an event's, never added up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from yuheng.app.event_view import segments_of
from yuheng.app.standing_view import agreed_rows, live_matches
from yuheng.exchange.meetings import pair_of
from yuheng.web.event_outcomes import add_to, correct_in, outcome_values, with_lines
from yuheng.web.pages import Page
from yuheng.web.standing_frame import exchange_of, framed, own_exchange, pair_named, today


def standing_outcomes(request: HttpRequest) -> Page:
    """What became of each handshake."""
    folder, on = own_exchange(request), today()
    exchange = exchange_of(folder)
    kinds = segments_of(exchange.registered.items, exchange.matches)
    agreed = [pair_of(*row["firms"]) for row in agreed_rows(exchange, on=on)]
    met = list(dict.fromkeys([*agreed, *(pair_of(*match.pair) for match in live_matches(exchange, on=on))]))
    values, beside = outcome_values(request, folder, kinds=kinds, met=met)
    frame = framed(folder, "standing-outcomes")
    return Page(
        "web/standing_outcomes.html",
        {**frame, **values},
        {**beside, "matched": len(exchange.registered.firms) > 1, "day": on.isoformat()},
    )


@require_POST
def add_standing_outcomes(request: HttpRequest) -> HttpResponse:
    """Take in lines of reply, or one outcome with its signed paper."""
    folder = own_exchange(request)
    if add_to(request, folder, lambda given: pair_named(exchange_of(folder), given.get("pair", ""))):
        return redirect("standing-outcomes")
    return with_lines(request, standing_outcomes(request))


@require_POST
def correct_standing_outcome(request: HttpRequest) -> HttpResponse:
    """Take a line of reply back, or put a corrected one in its place."""
    correct_in(request, own_exchange(request))
    return redirect("standing-outcomes")
