"""The standing exchange for one firm, found from the firm outwards: what does not name it is never looked at."""

from __future__ import annotations

from datetime import date
from typing import Any

from yuheng.app.event_view import key_of
from yuheng.app.rows import Row
from yuheng.app.standing_desk import Exchange
from yuheng.app.standing_view import contact_row, live_matches, match_row, standing_row
from yuheng.exchange.items import Item
from yuheng.exchange.matches import Match
from yuheng.exchange.meetings import Pair, pair_of
from yuheng.office.event_notes import agreed


def own_items(exchange: Exchange, firm: str, *, on: date) -> list[Row]:
    """A firm's items, those that have ended too, with how many matches each has."""
    matched = [each for match in live_matches(exchange, on=on) for each in (match.need, match.offer)]
    mine = [item for item in exchange.registered.items if item.firm == firm]
    return [
        {**standing_row(exchange, item, on=on), "matches": matched.count(item.id)}
        for item in sorted(mine, key=lambda item: (item.side != "need", item.id))
    ]


def own_item(exchange: Exchange, firm: str, key: str) -> Item | None:
    """One of a firm's items by its number; None where there is none, or it is another's."""
    return next((item for item in exchange.registered.items if (item.id, item.firm) == (key, firm)), None)


def own_pairs(exchange: Exchange, firm: str, *, on: date) -> dict[str, Pair]:
    """The pairs on which a firm may say something, by key: those that match, and those on which it has spoken."""
    matched = {pair_of(*match.pair) for match in live_matches(exchange, on=on) if firm in match.pair}
    spoken = {pair for pair, who in exchange.consents if who == firm}
    told = {each.pair for each in exchange.outcomes if firm in each.pair}
    return {key_of(pair): pair for pair in {*matched, *spoken, *told}}


def own_matches(exchange: Exchange, firm: str, *, on: date) -> list[Row]:
    """A firm's matches that wait for an answer, its own first; what both have agreed on stands elsewhere."""
    mine = [match for match in live_matches(exchange, on=on) if firm in match.pair]
    rows = [_own(exchange, firm, match) for match in mine if not agreed(exchange.consents, pair_of(*match.pair))]
    return sorted(rows, key=lambda row: (bool(row["said"]), not row["other_yes"]))


def own_handshakes(exchange: Exchange, firm: str) -> list[Row]:
    """The pairs of a firm that both said yes, with the other side's contact and what was told of them."""
    pairs = sorted({pair for pair, who in exchange.consents if who == firm and agreed(exchange.consents, pair)})
    return [
        {
            "pair": key_of(pair),
            "other": _other(pair, firm),
            "since": max(exchange.consents[pair, each].on for each in pair),
            "contact": contact_row(exchange, _other(pair, firm)),
            "told": [_told(each) for each in exchange.outcomes if each.pair == pair],
        }
        for pair in pairs
    ]


def own_refusals(exchange: Exchange, firm: str) -> list[Row]:
    """The pairs to which a firm itself has said no; what the other side says is not told."""
    return [
        {"pair": key_of(pair), "other": _other(pair, firm), "on": consent.on}
        for (pair, who), consent in sorted(exchange.consents.items())
        if who == firm and not consent.yes
    ]


def _own(exchange: Exchange, firm: str, match: Match) -> Row:
    """A match without where the items were handed in, and with who says what as far as this firm may know it."""
    row = {key: value for key, value in match_row(exchange, match).items() if key not in ("origins", "yes", "agreed")}
    pair = pair_of(*match.pair)
    other = _other(pair, firm)
    mine, theirs = exchange.consents.get((pair, firm)), exchange.consents.get((pair, other))
    return {
        **row,
        "other": other,
        "said": "" if mine is None else "yes" if mine.yes else "no",
        "other_yes": theirs is not None and theirs.yes,
    }


def _other(pair: Pair, firm: str) -> str:
    return pair[1] if pair[0] == firm else pair[0]


def _told(each: Any) -> Row:
    return {"on": each.on, "label": each.label, "amount": each.amount}
