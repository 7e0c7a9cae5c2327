"""The standing exchange as plain values for pages: what stands, what is new, what ends, who waits for whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

from yuheng.app.copies import remembered
from yuheng.app.event import standing
from yuheng.app.event_folder import CONSENTS, MATCHES, OUTCOMES, REGISTERED, STANDING
from yuheng.app.event_standing import LOOK
from yuheng.app.event_view import key_of
from yuheng.app.item_rows import item_row, reason_row
from yuheng.app.rows import Row
from yuheng.app.standing_desk import Exchange, read_exchange
from yuheng.exchange.items import Contact, Item
from yuheng.exchange.matches import Match
from yuheng.exchange.meetings import Pair, pair_of
from yuheng.exchange.registration import is_vague
from yuheng.exchange.standing import form_of_match, form_rank, form_words, why_new
from yuheng.office.event_notes import agreed
from yuheng.vocab.chain.forms import forms

MONTHS: Final = 12
"""How far the chart of what ends looks ahead, and that of what waits looks back."""


@remembered(STANDING, REGISTERED, LOOK, MATCHES, CONSENTS, OUTCOMES)
def exchange_at(root: Path) -> Exchange:
    """An exchange read from a reading copy."""
    return read_exchange(root)


@lru_cache(maxsize=4)
def standing_items(exchange: Exchange, *, on: date) -> tuple[Item, ...]:
    """What stands on a day, by form, needs first."""
    items = standing(exchange.registered, on=on)
    return tuple(sorted(items, key=lambda item: (form_rank(item.form), item.side != "need", item.id)))


@lru_cache(maxsize=4)
def live_matches(exchange: Exchange, *, on: date) -> tuple[Match, ...]:
    """The matches of the last look whose items still stand and whose firms have not said no since; best first."""
    there = {item.id for item in standing_items(exchange, on=on)}
    refused = {pair for (pair, _firm), consent in exchange.consents.items() if not consent.yes}
    found = [m for m in exchange.matches if {m.need, m.offer} <= there and pair_of(*m.pair) not in refused]
    return tuple(sorted(found, key=lambda match: (-match.score, match.need, match.offer)))


def told_on(exchange: Exchange, match: Match) -> date | None:
    """The day since which a match is possible."""
    return exchange.look.matches.get((match.need, match.offer))


def standing_row(exchange: Exchange, item: Item, *, on: date) -> Row:
    """An item as it is published, with its form and since when it is there."""
    return {
        **item_row(item),
        "form": item.form,
        "form_word": form_words(item.form),
        "entered": exchange.look.entered.get(item.id),
        "state": state_of(exchange, item, on=on),
        "vague": is_vague(item),
    }


def state_of(exchange: Exchange, item: Item, *, on: date) -> str:
    """Where an item stands: "over" ended, "ending" about to, "open" no end and long not heard of, "standing"."""
    setting = exchange.setting
    if item.until is None:
        heard = exchange.look.handed.get(item.firm, on)
        return "open" if heard + timedelta(days=setting.ask_open_days) <= on else "standing"
    if item.until < on:
        return "over"
    return "ending" if item.until <= on + timedelta(days=setting.ask_days) else "standing"


def match_row(exchange: Exchange, match: Match) -> Row:
    """A match with everything that speaks for it, since when it is possible and why."""
    items = {item.id: item for item in exchange.registered.items}
    since = told_on(exchange, match)
    pair = pair_of(*match.pair)
    form = form_of_match(items[match.need], items[match.offer])
    said = {firm: exchange.consents.get((pair, firm)) for firm in pair}
    return {
        **reason_row(match, items),
        "pair": key_of(pair),
        "firms": list(pair),
        "form": form,
        "form_word": form_words(form),
        "since": since,
        "why_new": "" if since is None else why_new(match, exchange.look, on=since),
        "agreed": agreed(exchange.consents, pair),
        "yes": [firm for firm, consent in said.items() if consent is not None and consent.yes],
    }


# --- the board


def form_rows(exchange: Exchange, *, on: date) -> list[Row]:
    """Each form with what stands in it; the unstated one where there is any."""
    items = {item.id: item for item in standing_items(exchange, on=on)}
    sides = Counter((item.form, item.side) for item in items.values())
    matches = Counter(form_of_match(items[m.need], items[m.offer]) for m in live_matches(exchange, on=on))
    unsaid = [""] if any(form == "" for form, _ in sides) else []
    return [
        {
            "form": form,
            "word": form_words(form),
            "needs": sides[form, "need"],
            "offers": sides[form, "offer"],
            "matches": matches[form],
        }
        for form in (*forms(), *unsaid)
    ]


def new_rows(exchange: Exchange, *, on: date, since: date) -> list[Row]:
    """The items that came on a day or later and still stand, the newest first."""
    came = [item for item in standing_items(exchange, on=on) if exchange.look.entered.get(item.id, date.min) >= since]
    came.sort(key=lambda item: (-exchange.look.entered[item.id].toordinal(), item.id))
    return [standing_row(exchange, item, on=on) for item in came]


def new_matches(exchange: Exchange, *, on: date, since: date) -> list[Match]:
    """The matches that became possible on a day or later."""
    return [m for m in live_matches(exchange, on=on) if (told_on(exchange, m) or date.min) >= since]


def ending_rows(exchange: Exchange, *, on: date, since: date) -> list[Row]:
    """Items that are about to end, were long not heard of, or have ended since a day; what is most urgent first."""
    rows = []
    for item in exchange.registered.items:
        state = state_of(exchange, item, on=on)
        heard = exchange.look.handed.get(item.firm, on)
        if state == "standing" or (state == "over" and item.until is not None and item.until < since):
            continue
        day = item.until or heard
        rows.append({**standing_row(exchange, item, on=on), "heard": heard, "days": abs((day - on).days), "day": day})
    order = ("ending", "open", "over")
    return sorted(rows, key=lambda row: (order.index(row["state"]), row["day"], row["id"]))


def waiting_rows(exchange: Exchange, *, on: date) -> list[Row]:
    """The pairs that match and have not both answered: where one has said yes, who is waited for; longest first."""
    first: dict[Pair, date] = {}
    best: dict[Pair, Match] = {}
    for match in live_matches(exchange, on=on):
        pair = pair_of(*match.pair)
        best.setdefault(pair, match)
        first[pair] = min(first.get(pair, on), told_on(exchange, match) or on)
    items = {item.id: item for item in exchange.registered.items}
    rows = []
    for pair, match in best.items():
        yes = [exchange.consents[pair, firm] for firm in pair if (pair, firm) in exchange.consents]
        if len(yes) == len(pair):
            continue
        since = yes[0].on if yes else first[pair]
        rows.append(
            {
                "pair": key_of(pair),
                "firms": list(pair),
                "yes": [each.firm for each in yes],
                "waits_for": [firm for firm in pair if firm not in {each.firm for each in yes}],
                "since": since,
                "days": (on - since).days,
                "what": items[match.need].name,
                "score": match.score,
            }
        )
    return sorted(rows, key=lambda row: (not row["yes"], row["since"], -row["score"], row["pair"]))


def agreed_rows(exchange: Exchange, *, on: date) -> list[Row]:
    """The pairs that both said yes, with both contacts, the furthest stage that a reply proves, and how long ago."""
    rows = []
    for pair in sorted({pair for pair, _ in exchange.consents if agreed(exchange.consents, pair)}):
        since = max(exchange.consents[pair, firm].on for firm in pair)
        told = [each for each in exchange.outcomes if each.pair == pair]
        newest = max(told, key=lambda each: each.on, default=None)
        contacts = [contact_row(exchange, firm) for firm in pair]
        rows.append(
            {
                "pair": key_of(pair),
                "firms": list(pair),
                "contacts": contacts,
                "since": since,
                "days": (on - (newest.on if newest else since)).days,
                "label": newest.label if newest else "",
            }
        )
    return sorted(rows, key=lambda row: (bool(row["label"]), row["since"], row["pair"]))


def contact_row(exchange: Exchange, firm: str) -> Row | None:
    """Whom to ring at a firm; None where no contact is kept."""
    held = exchange.registered.firms.get(firm)
    if held is None or held.contact == Contact():
        return None
    return {"name": held.contact.name, "phone": held.contact.phone}


def lonely_rows(exchange: Exchange, *, on: date) -> list[Row]:
    """The items that stand without a match, needs first, the longest there first."""
    matched = {each for match in live_matches(exchange, on=on) for each in (match.need, match.offer)}
    rows = [standing_row(exchange, item, on=on) for item in standing_items(exchange, on=on) if item.id not in matched]
    return sorted(rows, key=lambda row: (row["side"] != "need", row["entered"] or on, row["id"]))


def ends_by_month(exchange: Exchange, *, on: date) -> list[Row]:
    """How many needs and offers end in each of the next months, later, and on no day that is said."""
    months = [_month(on, ahead) for ahead in range(MONTHS)]
    counts: Counter[tuple[str, str]] = Counter()
    for item in standing_items(exchange, on=on):
        month = "none" if item.until is None else f"{item.until:%Y-%m}"
        counts["later" if month not in (*months, "none") else month, item.side] += 1
    columns = (*months, "later", "none")
    return [{"month": month, "needs": counts[month, "need"], "offers": counts[month, "offer"]} for month in columns]


def waits_by_month(rows: Iterable[Mapping[str, object]], *, on: date) -> list[Row]:
    """Since which month the pairs wait: those where one side has said yes, and those where nobody has answered."""
    months = [_month(on, -back) for back in reversed(range(MONTHS))]
    counts: Counter[tuple[str, bool]] = Counter()
    for row in rows:
        month = f"{row['since']:%Y-%m}"
        counts[month if month in months else "earlier", bool(row["yes"])] += 1
    return [{"month": m, "one": counts[m, True], "none": counts[m, False]} for m in ("earlier", *months)]


def _month(on: date, ahead: int) -> str:
    years, month = divmod(on.year * 12 + on.month - 1 + ahead, 12)
    return f"{years}-{month + 1:02}"
