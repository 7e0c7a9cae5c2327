"""匹配 of the standing exchange: what is possible since when and why, who said what, and what is to be sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuheng.app.event import kept_sheets
from yuheng.app.event_people import note_consent
from yuheng.app.folders import files_of, reading_copy
from yuheng.app.standing_desk import reply
from yuheng.app.standing_view import live_matches, match_row, told_on
from yuheng.errors import Misuse
from yuheng.exchange.standing import asked_again
from yuheng.office.event_sheet import questions_bytes
from yuheng.office.event_standing import news_bytes
from yuheng.vocab.chain.forms import forms
from yuheng.web.event_frame import download
from yuheng.web.event_intake import read_day
from yuheng.web.pages import Page, person
from yuheng.web.paging import number_of, turning
from yuheng.web.standing_frame import acted, exchange_of, framed, own_exchange, pair_named, since_in, today

_LINES: Final = 30


def standing_matches(request: HttpRequest) -> Page:
    """The matches, best first: all, or those since a day, of one firm or in one form."""
    folder, on = own_exchange(request), today()
    exchange = exchange_of(folder)
    chosen = {key: request.GET.get(key, "").strip() for key in ("firm", "form", "since")}
    since = since_in(request) if chosen["since"] else date.min
    found = [
        match
        for match in live_matches(exchange, on=on)
        if (told_on(exchange, match) or date.min) >= since and any(chosen["firm"] in name for name in match.pair)
    ]
    if chosen["form"]:
        found = [match for match in found if match_row(exchange, match)["form_word"] == chosen["form"]]
    page = number_of(request.GET.get("page"))
    pages = max(-(-len(found) // _LINES), 1)
    query = urlencode({key: value for key, value in chosen.items() if value})
    rows = [match_row(exchange, match) for match in found[(page - 1) * _LINES : page * _LINES]]
    values = {**framed(folder, "standing-matches"), "count": len(found), "matches": rows}
    beside = {
        "chosen": chosen,
        "forms": list(forms()),
        "firms": sorted(exchange.registered.firms),
        "kept": set(files_of(folder)),
        "turn": turning(page, pages, query),
        "here": f"{reverse('standing-matches')}?{request.GET.urlencode()}",
    }
    return Page("web/standing_matches.html", values, beside)


@require_POST
def decide_standing(request: HttpRequest) -> HttpResponse:
    """Note what the firms of a pair have said by word of mouth: both yes, or one of them no."""
    folder, given = own_exchange(request), request.POST
    by = person(request).get_username()

    def work(root: Path) -> None:
        pair = pair_named(exchange_of(folder), given.get("pair", ""))
        match given.get("do", ""):
            case "agree":
                note_consent(root, pair, pair, yes=True, by=by, on=today())
            case "refuse":
                note_consent(root, pair, [given.get("firm", "")], yes=False, by=by, on=today())
            case unknown:
                raise Misuse(f"没有“{unknown}”这一项。")

    acted(request, folder, "standing.consent", work, _("已记下。"))
    return redirect(_back(given))


@require_POST
def change_item(request: HttpRequest) -> HttpResponse:
    """Extend or withdraw an item, as its firm has said by word of mouth."""
    folder, given = own_exchange(request), request.POST
    key, act = given.get("item", ""), given.get("do", "")

    def work(root: Path) -> None:
        match act:
            case "extend":
                reply(root, on=today(), extend=[(key, read_day(given.get("until", "")))])
            case "withdraw":
                reply(root, on=today(), withdraw=[key])
            case unknown:
                raise Misuse(f"没有“{unknown}”这一项。")

    said = _("%s 已撤回。") % key if act == "withdraw" else _("%s 已延期。") % key
    acted(request, folder, "standing.reply", work, said)
    return redirect(_back(given))


def _back(given: Mapping[str, str]) -> str:
    """The page that a form was sent from, if it is one of these."""
    here = given.get("next", "")
    return here if here.startswith(reverse("standing")) else reverse("standing")


def standing_news(request: HttpRequest, name: str) -> HttpResponse:
    """What is to be sent since a day: the matches that became possible, or what to ask about items that end."""
    folder, since, on = own_exchange(request), since_in(request), today()
    exchange, title = exchange_of(folder), exchange_of(folder).setting.title
    match name:
        case "matches":
            found = [m for m in live_matches(exchange, on=on) if (told_on(exchange, m) or date.min) >= since]
            items = {item.id: item for item in exchange.registered.items}
            sheets = kept_sheets(reading_copy(folder))
            told = [match for match in found if told_on(exchange, match) is not None]
            data = news_bytes(f"{title} 新增匹配 {since}以来", told, items, look=exchange.look, sheets=sheets)
            return download(data, f"新增匹配 {since}以来.xlsx")
        case "ask":
            setting = exchange.setting
            soon, over, _look = asked_again(
                exchange.registered.items,
                exchange.look.before(since),
                on=on,
                days=setting.ask_days,
                open_days=setting.ask_open_days,
            )
            return download(questions_bytes([*soon, *over], name="到期询问"), f"到期询问 {since}以来.xlsx")
        case _:
            raise Http404
