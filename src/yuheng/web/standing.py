"""常设对接: its board, its list for everybody, and what can be taken along."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuheng.app.access import can, changeable, seen
from yuheng.app.event_ledger import publish_exchange, withdraw_list
from yuheng.app.event_people import taken_along
from yuheng.app.folders import bytes_of, files_of, reading_copy
from yuheng.app.item_rows import origin_row
from yuheng.app.standing_acts import make_standing, standing_folder
from yuheng.app.standing_desk import Exchange, waiting_in
from yuheng.app.standing_view import (
    agreed_rows,
    ending_rows,
    ends_by_month,
    form_rows,
    live_matches,
    lonely_rows,
    match_row,
    new_matches,
    new_rows,
    standing_items,
    standing_row,
    waiting_rows,
    waits_by_month,
)
from yuheng.errors import YuhengError
from yuheng.exchange.standing import form_words
from yuheng.ledger.models import Folder, FolderKind
from yuheng.office.event_list import list_jsonld
from yuheng.office.event_standing import standing_list_bytes
from yuheng.vocab.chain.forms import forms
from yuheng.web.event_frame import download
from yuheng.web.item_list import listed
from yuheng.web.pages import Page, message_of, person
from yuheng.web.standing_frame import (
    exchange_of,
    exchange_row,
    firm_of,
    framed,
    look_row,
    own_exchange,
    runs,
    say_again,
    shown_exchange,
    since_in,
    today,
)

_FEW: Final = 8
_HIGH: Final = 96


def card(request: HttpRequest) -> dict[str, Any] | None:
    """The standing exchange as the page of events names it; None for those to whom it does not exist."""
    account = person(request)
    folder = seen(account, Folder.objects.filter(kind=FolderKind.STANDING)).first()
    if folder is None:
        return {"id": None} if can(account, "convene") and standing_folder() is None else None
    exchange = exchange_of(folder)
    items = standing_items(exchange, on=today())
    return {
        "id": folder.pk,
        **exchange_row(folder, exchange),
        "needs": sum(item.side == "need" for item in items),
        "offers": sum(item.side == "offer" for item in items),
        "runs": can(account, "convene") and runs(account, folder),
        "firm": firm_of(account),
    }


def standing(request: HttpRequest) -> Page:
    """The board: what stands, what is new, what ends, who waits for whom; before it is made, how to make it."""
    account = person(request)
    folder = changeable(account, Folder.objects.filter(kind=FolderKind.STANDING)).first()
    if folder is None:
        return Page("web/standing_none.html", {"exists": standing_folder() is not None})
    exchange, on, since = exchange_of(folder), today(), since_in(request)
    waits, new = waiting_rows(exchange, on=on), new_rows(exchange, on=on, since=since)
    ending, lonely = ending_rows(exchange, on=on, since=since), lonely_rows(exchange, on=on)
    matches = new_matches(exchange, on=on, since=since)
    ends, waited = ends_by_month(exchange, on=on), waits_by_month(waits, on=on)
    values = {
        **framed(folder, "standing"),
        "since": since,
        "forms": form_rows(exchange, on=on),
        "counts": _counts(exchange, folder, waits=len(waits), ending=ending, lonely=len(lonely)),
        "new": new,
        "new_matches": [match_row(exchange, match) for match in matches[:_FEW]],
        "new_match_count": len(matches),
        "ending": ending,
        "waiting": waits,
        "agreed": agreed_rows(exchange, on=on),
        "lonely": lonely,
        "ends_by_month": ends,
        "waits_by_month": waited,
    }
    charts = {
        "ends": _bars(ends, "needs", "offers"),
        "waits": _bars(waited, "one", "none"),
    }
    return Page("web/standing.html", values, {**charts, "few": _FEW, "few_slice": f":{_FEW}", "today": on})


def _counts(
    exchange: Exchange, folder: Folder, *, waits: int, ending: list[dict[str, Any]], lonely: int
) -> dict[str, int]:
    items = standing_items(exchange, on=today())
    return {
        "firms": len({item.firm for item in items}),
        "needs": sum(item.side == "need" for item in items),
        "offers": sum(item.side == "offer" for item in items),
        "matches": len(live_matches(exchange, on=today())),
        "ending": sum(row["state"] != "over" for row in ending),
        "waits": waits,
        "lonely": lonely,
        "sheets": len(waiting_in(reading_copy(folder))),
    }


def _bars(months: list[dict[str, Any]], first: str, second: str) -> list[dict[str, Any]]:
    """Two numbers a month as one column of two parts, with the heights in a picture of a fixed size."""
    most = max((row[first] + row[second] for row in months), default=0)

    def high(count: int) -> int:
        return max(round(_HIGH * count / most), 2) if count else 0

    return [
        {
            "month": row["month"],
            "first": row[first],
            "second": row[second],
            "low": high(row[first]),
            "top": high(row[second]),
            "at": _HIGH - high(row[first]) + 4,
            "above": _HIGH - high(row[first]) - high(row[second]) + 4,
        }
        for row in months
    ]


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Make the standing exchange, in one click."""
    try:
        make_standing(by=person(request), at=timezone.now())
    except YuhengError as error:
        messages.error(request, message_of(error))
    return redirect("standing")


@require_POST
def publish_standing(request: HttpRequest) -> HttpResponse:
    """Open the list to everybody who signs in, and the exchange to firms; or take both back."""
    folder, wanted = own_exchange(request), request.POST.get("published") == "1"
    said = _("已开放：登录的人看得到清单，企业可以登记自己的供需。") if wanted else _("已收回，只有管理的人看得到。")
    try:
        (publish_exchange if wanted else withdraw_list)(folder, by=person(request), at=timezone.now())
        messages.success(request, said)
    except YuhengError as error:
        messages.error(request, message_of(error))
    return redirect("standing")


def work(request: HttpRequest) -> HttpResponse:
    """Whether the worker looks just now; once it is done a page that shows matches asks for itself again."""
    row = look_row(shown_exchange(request))
    response = render(request, "web/standing_work.html", {"work": row})
    page = urlsplit(request.headers.get("HX-Current-URL", "")).path
    if (row is None or row["state"] == "failed") and page != reverse("standing-intake"):  # there people fill things in
        say_again(request)
        response.headers["HX-Refresh"] = "true"
    return response


def standing_file(request: HttpRequest, path: str) -> HttpResponse:
    """A file of the exchange, as it is now; `all.zip` is the folder to take along."""
    folder = own_exchange(request)
    if path == "all.zip":
        content = taken_along(folder, by=person(request), at=timezone.now())
        return download(content, f"{folder.title}.zip", "application/zip")
    files = files_of(folder)
    if path not in files:
        raise Http404
    return download(bytes_of(files[path]), path.rpartition("/")[2])


# --- 清单


def standing_list(request: HttpRequest) -> Page:
    """What stands today, for everybody who may see it; nobody's contact stands in it."""
    account, folder, on = person(request), shown_exchange(request), today()
    exchange, own = exchange_of(folder), can(account, "convene") and runs(account, folder)
    rows = [
        {**standing_row(exchange, item, on=on), **({"origin": origin_row(item)} if own else {})}
        for item in standing_items(exchange, on=on)
    ]
    found, filters = listed(request, rows)
    values = {**(framed(folder, "standing-list") if own else {"exchange": exchange_row(folder, exchange)}), **found}
    beside = {
        **filters,
        "parent": "web/standing_base.html" if own else "web/standing_public.html",
        "runs": own,
        "firm": firm_of(account),
        "kept": set(files_of(folder)) if own else set(),
        "kept_at": reverse("standing-file", args=["-"]).removesuffix("-/"),
        "forms": [form_words(form) for form in (*forms(), "") if form or any(not row["form"] for row in rows)],
        "today": on,
    }
    return Page("web/standing_list.html", values, beside)


def standing_export(request: HttpRequest, form: str) -> HttpResponse:
    """The list as it stands today: workbook or JSON-LD."""
    exchange = exchange_of(shown_exchange(request))
    title, items = f"{exchange.setting.title} 供需清单", standing_items(exchange, on=today())
    match form:
        case "xlsx":
            return download(standing_list_bytes(title, items, issued=today()), f"{title} {today()}.xlsx")
        case "jsonld":
            return download(list_jsonld(title, items).encode(), f"{title} {today()}.jsonld", "application/ld+json")
        case _:
            raise Http404
