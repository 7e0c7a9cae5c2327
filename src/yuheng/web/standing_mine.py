"""A firm's own pages of the standing exchange: its items, a form for each kind, its matches, contacts, what came of it.

Everything here is found from the firm outwards, and every act asks whose the thing is before it is done.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuheng.app.event_day import keep_outcomes
from yuheng.app.event_own import invited_code
from yuheng.app.event_people import note_consent
from yuheng.app.folders import reading_copy
from yuheng.app.standing_desk import Exchange, hand_in_item, keep_own_details, reply
from yuheng.app.standing_own import (
    own_handshakes,
    own_item,
    own_items,
    own_matches,
    own_pairs,
    own_refusals,
)
from yuheng.errors import Misuse
from yuheng.exchange.outcomes import DAY_LABELS, HALF_YEAR_LABELS
from yuheng.ledger.models import Folder
from yuheng.office.event_list import SIDES
from yuheng.office.event_own import ITEM_TITLES, item_words
from yuheng.vocab.chain.forms import forms
from yuheng.web.event_intake import read_day
from yuheng.web.event_outcomes import outcome_from
from yuheng.web.item_form import form_choices, form_values
from yuheng.web.pages import Page, person
from yuheng.web.standing_frame import acted, exchange_of, exchange_row, firm_of, look_row, shown_exchange, today

_LASTS: Final = timedelta(days=180)
"""How long an item is proposed to last."""


def _mine(request: HttpRequest) -> tuple[Folder, Exchange, str]:
    """The exchange, what it holds, and the firm of the account.

    Raises:
        Http404: the exchange is not open, or the account speaks for no firm.
    """
    folder, firm = shown_exchange(request), firm_of(person(request))
    if not firm or not folder.published:
        raise Http404
    return folder, exchange_of(folder), firm


def standing_mine(request: HttpRequest) -> Page:
    """What the standing exchange is for one firm."""
    folder, exchange, firm = _mine(request)
    on = today()
    held, matches = exchange.registered.firms.get(firm), own_matches(exchange, firm, on=on)
    values = {
        "exchange": exchange_row(folder, exchange),
        "work": look_row(folder),
        "firm": firm,
        "details": {
            "code": held.code if held else invited_code(reading_copy(folder), firm) or "",
            "place": held.place if held else "",
            "contact": held.contact.name if held else "",
            "phone": held.contact.phone if held else "",
        },
        "items": own_items(exchange, firm, on=on),
        "questions": [each.text for each in exchange.registered.questions if each.firm == firm],
        "matches": matches,
        "handshakes": own_handshakes(exchange, firm),
        "refusals": own_refusals(exchange, firm),
    }
    beside = {
        "kinds": [(name, form.example) for name, form in forms().items()],
        "sides": [(side, SIDES[side]) for side in ("offer", "need")],
        "labels": (DAY_LABELS, HALF_YEAR_LABELS),
        "today": on,
        "proposed": on + _LASTS,
        "due": sum(not row["said"] for row in matches),
    }
    return Page("web/standing_mine.html", values, beside)


# --- the form of an item


def standing_form(request: HttpRequest) -> Page:
    """The form of an item: empty for a kind and side, or filled in with one of the firm's own."""
    _folder, exchange, firm = _mine(request)
    given = request.GET.dict()
    words: dict[str, str] = {"until": (today() + _LASTS).isoformat()}
    if given.get("item"):
        item = own_item(exchange, firm, given["item"])
        if item is None:
            raise Http404
        words = item_words(item)
        given = {"form": item.form, "side": item.side, **given}
    return _form(given, {**words, **_typed(given)}, proposing="name" in given)


def _typed(given: Mapping[str, str]) -> dict[str, str]:
    return {field: given[field].strip() for field in ITEM_TITLES if field in given}


def _form(asked: Mapping[str, str], words: Mapping[str, str], *, proposing: bool) -> Page:
    """The form for a kind and side.

    Raises:
        Misuse: no such side.
    """
    kind, side = asked.get("form", ""), asked.get("side", "")
    if side not in SIDES:
        raise Misuse(_("没有选供给还是需求。"))
    key = asked.get("item", "")
    values = {
        "form": kind if kind in forms() else "",
        "side": side,
        "side_word": SIDES[side],
        **form_values(words, key=key, proposing=proposing, kind=kind, side=side),
    }
    query = urlencode({"form": kind, "side": side, **({"item": key} if key else {})})
    beside = {**form_choices(), "kinds": list(forms()), "propose_url": f"{reverse('standing-form')}?{query}"}
    return Page("web/standing_form.html", values, beside)


@require_POST
def hand_in_own(request: HttpRequest) -> HttpResponse:
    """Take in what the form says, once its class is confirmed; what cannot be read comes back as it was filled in."""
    folder, exchange, firm = _mine(request)
    given = request.POST.dict()
    instead = given.get("item", "")
    old = own_item(exchange, firm, instead) if instead else None
    if instead and old is None:
        raise Http404
    # what this kind does not ask for is kept as it was
    whole = {**(item_words(old) if old else {}), **given}

    def work(root: Path) -> None:
        hand_in_item(root, firm, whole, on=today(), instead=instead)

    confirmed = bool(given.get("segment")) or not given.get("name", "").strip()
    if confirmed and acted(request, folder, "standing.handed-in", work, _("已收下。匹配随后更新。")):
        return redirect("standing-mine")
    page = _form(given, whole, proposing=False)
    beside = {**page.beside, "unconfirmed": not confirmed}
    return render(request, page.template, {**page.values, **beside}, status=400 if confirmed else 200)


@require_POST
def keep_own(request: HttpRequest) -> HttpResponse:
    """Renew or withdraw one of one's items."""
    folder, exchange, firm = _mine(request)
    given = request.POST
    key, act = given.get("item", ""), given.get("do", "")
    if own_item(exchange, firm, key) is None:
        raise Http404

    def work(root: Path) -> None:
        match act:
            case "renew":
                reply(root, on=today(), extend=[(key, read_day(given.get("until", "")))], firm=firm)
            case "withdraw":
                reply(root, on=today(), withdraw=[key], firm=firm)
            case unknown:
                raise Misuse(f"没有“{unknown}”这一项。")

    said = _("%s 已撤回。") % key if act == "withdraw" else _("%s 已延期。") % key
    acted(request, folder, "standing.reply", work, said)
    return redirect("standing-mine")


@require_POST
def keep_details(request: HttpRequest) -> HttpResponse:
    """Keep one's own code, place and contact."""
    folder, _exchange, firm = _mine(request)
    given = request.POST.dict()

    def work(root: Path) -> None:
        keep_own_details(root, firm, given, on=today())

    acted(request, folder, "standing.details", work, _("已保存。"))
    return redirect("standing-mine")


# --- what a firm says


@require_POST
def consent_standing(request: HttpRequest) -> HttpResponse:
    """Say yes or no to one of one's matches."""
    folder, exchange, firm = _mine(request)
    account, said = person(request), request.POST.get("said", "")
    pair = own_pairs(exchange, firm, on=today()).get(request.POST.get("pair", ""))
    if pair is None:
        raise Http404
    if said not in ("yes", "no"):
        raise Misuse(_("答复要么同意，要么不同意。"))

    def work(root: Path) -> None:
        note_consent(root, pair, [firm], yes=said == "yes", by=account.get_username(), on=today())

    acted(request, folder, "standing.consent", work, _("已记下您的答复。"))
    return redirect("standing-mine")


@require_POST
def reply_standing(request: HttpRequest) -> HttpResponse:
    """Say what came of one of one's handshakes."""
    folder, exchange, firm = _mine(request)
    given = request.POST.dict()
    pair = own_pairs(exchange, firm, on=today()).get(given.get("pair", ""))
    if pair is None:
        raise Http404

    def work(root: Path) -> None:
        keep_outcomes(root, [outcome_from({**given, "target": ""}, pair)])

    acted(request, folder, "standing.outcomes", work, _("已记下您的回复。"))
    return redirect("standing-mine")
