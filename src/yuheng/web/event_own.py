"""A firm's own items on the pages of an event: add, change, withdraw; its own data; its own sheet down and up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuheng.app.event_desk import day_of
from yuheng.app.event_own import (
    MOST_BYTES,
    WINDOWS,
    Window,
    asked_by,
    events_for,
    item_at,
    keep_own,
    key_of_item,
    own_items,
    own_of,
    questions_on,
    take_own_sheet,
    window_of,
    with_about,
    with_item,
    without_item,
    without_others,
)
from yuheng.app.event_people import CONTACT, may_name_contact, name_contact, refuse_if_ended
from yuheng.app.event_view import registration_at
from yuheng.app.folders import reading_copy
from yuheng.app.item_rows import item_row
from yuheng.errors import Misuse
from yuheng.exchange.registration import Registration
from yuheng.ledger.models import Account, Folder
from yuheng.office.event_own import FIRM_TITLES, ITEM_TITLES, SIDE_WORDS, OwnSheet, own_bytes, own_name
from yuheng.vocab.chain.forms import forms
from yuheng.web.event_frame import done, download, event_row
from yuheng.web.item_form import form_choices, form_values
from yuheng.web.pages import Page, message_of, person

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def own_event_of(account: Account, number: int) -> tuple[Folder, Path, Registration | None]:
    """An event in which the account's firm is registered or may register itself; any other does not exist for it."""
    folder = get_object_or_404(events_for(account), pk=number)
    root = reading_copy(folder)
    registered = registration_at(root)
    there = registered is not None and account.party in registered.firms
    if not account.party or not (there or may_enter(account)):
        raise Http404
    return folder, root, registered


def may_enter(account: Account) -> bool:
    """Whether the account is a firm's own."""
    return account.role == "firm" and bool(account.party)


def own_values(folder: Folder, root: Path, registered: Registration | None, firm: str) -> dict[str, Any]:
    """What a firm has handed in, what is asked of it, and whether it may change it."""
    own, on = own_of(root, firm), day_of(root)
    known = registered is not None and firm in registered.firms
    asked = [each for each in registered.questions if each.firm == firm] if registered and known else []
    firms = registered.firms if registered else {}
    window = window_of(root, on=timezone.localdate())
    return {
        "firm": firm,
        "registered": known,
        "items": [_item(words, None if item is None else item_row(item)) for words, item in own_items(root, own)],
        "about": dict(own.about),
        "questions": [without_others(each, firms) for each in (asked if known else questions_on(own, on=on))],
        "open": window.open,
        "names_contact": known and (window.open or may_name_contact(root, firm, on=timezone.localdate())),
        "window": told(window),
    }


def told(window: Window) -> str:
    """Until when firms may hand in, in the reader's language."""
    return gettext(WINDOWS[window.state]).replace("%s", window.day)


def _item(words: Mapping[str, str], row: dict[str, Any] | None) -> dict[str, Any]:
    """An item of the list; one that says neither offer nor need has no number yet."""
    bare = {"id": "", "side": "", "side_word": words.get("side", ""), "name": words.get("name", ""), "wants": []}
    return {"key": key_of_item(words), **(row or bare)}


# --- one item


def own_item(request: HttpRequest, number: int) -> Page:
    """The form of one item: a new one, or one of the firm's own to change."""
    account = person(request)
    folder, root, _registered = own_event_of(account, number)
    window = window_of(root, on=timezone.localdate())
    window.refuse_closed()
    key, given = request.GET.get("item", ""), request.GET
    words: dict[str, str] = dict(item_at(own_of(root, account.party), key)) if key else {}
    words |= {name: given[name].strip() for name in ITEM_TITLES if name in given}
    if "side" not in words:
        words["side"] = SIDE_WORDS["need"]
    return _form(folder, root, account, words, key=key, window=window, asked=(), proposing="name" in given)


def _form(
    folder: Folder,
    root: Path,
    account: Account,
    words: Mapping[str, str],
    *,
    key: str,
    window: Window,
    asked: tuple[str, ...],
    proposing: bool,
) -> Page:
    values = {
        "event": event_row(folder, root),
        "firm": account.party,
        **form_values(words, key=key, proposing=proposing),
        "questions": list(asked),
        "window": told(window),
    }
    beside = {**form_choices(), "sides": list(SIDE_WORDS.values()), "forms": list(forms())}
    return Page("web/event_own_item.html", values, beside)


@require_POST
def keep_own_item(request: HttpRequest, number: int) -> HttpResponse:
    """Keep an item once its class is confirmed, and nothing is to be asked about it or the firm says to keep it so."""
    account, given = person(request), request.POST
    folder, root, _registered = own_event_of(account, number)
    key = given.get("item", "")
    words = {name: given.get(name, "").strip() for name in ITEM_TITLES}
    asked: tuple[str, ...] = ()

    def change(own: OwnSheet) -> OwnSheet:
        return with_item(own, words, instead=key)

    try:
        own = own_of(root, account.party)
        asked = () if given.get("anyway") else tuple(asked_by(own, change(own), on=day_of(root)))
        if (
            words["segment"]
            and not asked
            and _changed(request, folder, account, change, _("已登记：%s") % words["name"])
        ):
            return redirect("event-mine", number)
    except Misuse as error:
        messages.error(request, message_of(error))
    window = window_of(root, on=timezone.localdate())
    page = _form(folder, root, account, words, key=key, window=window, asked=asked, proposing=False)
    beside = {**page.beside, "unconfirmed": bool(words["name"]) and not words["segment"]}
    return render(request, page.template, {**page.values, **beside})


def _changed(
    request: HttpRequest, folder: Folder, account: Account, change: Callable[[OwnSheet], OwnSheet], said: str
) -> bool:
    """Change a firm's own sheet and say what came of it; whether it was kept."""

    def work(place: Path) -> None:
        _refuse_late(folder, place)
        keep_own(place, change(own_of(place, account.party)), on=timezone.localdate())

    return done(request, folder, "event.own", work, said)


def _refuse_late(folder: Folder, place: Path) -> None:
    """Raises Misuse: firms cannot hand in any more."""
    refuse_if_ended(folder)
    window_of(place, on=timezone.localdate()).refuse_closed()


@require_POST
def withdraw_own_item(request: HttpRequest, number: int) -> HttpResponse:
    """Take one of the firm's own items back."""
    account, key = person(request), request.POST.get("item", "")
    folder, _root, _registered = own_event_of(account, number)
    _changed(request, folder, account, lambda own: without_item(own, key), _("已撤回。"))
    return redirect("event-mine", number)


# --- the firm's own data


def own_about(request: HttpRequest, number: int) -> Page:
    """The form of a firm's own data: code, licence, contact, what it keeps away from; in the end the contact alone."""
    account = person(request)
    folder, root, _registered = own_event_of(account, number)
    if not may_name_contact(root, account.party, on=timezone.localdate()):
        window_of(root, on=timezone.localdate()).refuse_closed()
    return _about(folder, root, account, own_of(root, account.party).about, asked=())


def _about(folder: Folder, root: Path, account: Account, words: Mapping[str, str], *, asked: Sequence[str]) -> Page:
    window = window_of(root, on=timezone.localdate())
    values = {
        "event": event_row(folder, root),
        "firm": account.party,
        "about": {name: words.get(name, "") for name in (FIRM_TITLES if window.open else CONTACT)},
        "questions": list(asked),
        "open": window.open,
        "window": told(window),
    }
    return Page("web/event_own_about.html", values)


@require_POST
def keep_own_about(request: HttpRequest, number: int) -> HttpResponse:
    """Keep a firm's own data, once nothing is to be asked about it, or the firm says to keep it so."""
    account, given = person(request), request.POST
    folder, root, _registered = own_event_of(account, number)
    closed = not window_of(root, on=timezone.localdate()).open
    if closed and not set(given) & (set(FIRM_TITLES) - set(CONTACT)):
        return _keep_contact(request, folder, account)
    words = {name: given.get(name, "").strip() for name in FIRM_TITLES}
    asked: list[str] = []

    def change(own: OwnSheet) -> OwnSheet:
        return with_about(own, words)

    try:
        own = own_of(root, account.party)
        asked = [] if given.get("anyway") else asked_by(own, change(own), on=day_of(root))
        if not asked and _changed(request, folder, account, change, _("单位信息已保存。")):
            return redirect("event-mine", number)
    except Misuse as error:
        messages.error(request, message_of(error))
    page = _about(folder, root, account, words, asked=asked)
    return render(request, page.template, {**page.values, **page.beside})


def _keep_contact(request: HttpRequest, folder: Folder, account: Account) -> HttpResponse:
    """Keep whom to ring, which a firm may say after everything else is closed."""
    words = {name: request.POST.get(name, "").strip() for name in CONTACT}

    def work(place: Path) -> None:
        refuse_if_ended(folder)
        name_contact(place, account.party, words, on=timezone.localdate())

    done(request, folder, "event.own", work, _("联系人已保存。"))
    return redirect("event-mine", folder.pk)


# --- the firm's own sheet


def own_sheet(request: HttpRequest, number: int) -> HttpResponse:
    """The firm's own sheet with what it has said so far, drop-downs, and room for more."""
    account = person(request)
    _folder, root, _registered = own_event_of(account, number)
    return download(own_bytes(own_of(root, account.party)), own_name(account.party), _XLSX)


@require_POST
def take_sheet(request: HttpRequest, number: int) -> HttpResponse:
    """Take in the firm's own sheet as it filled it in."""
    account, file = person(request), request.FILES.get("files")
    folder, _root, _registered = own_event_of(account, number)
    if file is None or (file.size or 0) > MOST_BYTES:
        said = _("没有收到文件。") if file is None else _("登记表过大：最多 %d MB。") % (MOST_BYTES // 1_000_000)
        messages.error(request, said)
        return redirect("event-mine", number)
    data = file.read()

    def work(place: Path) -> None:
        _refuse_late(folder, place)
        take_own_sheet(place, account.party, data, on=timezone.localdate())

    done(request, folder, "event.own", work, _("本单位的登记表已收下。"))
    return redirect("event-mine", number)
