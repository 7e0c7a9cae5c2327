"""What every page of the standing exchange has in common: whose it is, its tabs, and the look that follows an act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop

from yuheng.app.access import can, changeable, seen
from yuheng.app.event_view import key_of
from yuheng.app.folders import reading_copy
from yuheng.app.ingesting import queue
from yuheng.app.standing_acts import ask_look
from yuheng.app.standing_desk import Exchange
from yuheng.app.standing_view import exchange_at
from yuheng.errors import Misuse
from yuheng.exchange.meetings import Pair, pair_of
from yuheng.ledger.models import Account, Folder, FolderKind, Job, JobState
from yuheng.web.event_frame import done
from yuheng.web.pages import person

TABS: Final = {
    "standing": gettext_noop("看板"),
    "standing-list": gettext_noop("清单"),
    "standing-matches": gettext_noop("匹配"),
    "standing-intake": gettext_noop("收表和设定"),
    "standing-outcomes": gettext_noop("成效"),
}
"""The pages of whoever runs the exchange, by the names of their addresses."""

_WEEK: Final = timedelta(days=7)
_SAID: Final = "standing said"
_MOMENT: Final = 30
"""Seconds after which what a page said was read."""


def shown_exchange(request: HttpRequest) -> Folder:
    """The standing exchange, for those who may see it.

    Raises:
        Http404: there is none, or it is not open to the account.
    """
    folder = seen(person(request), Folder.objects.filter(kind=FolderKind.STANDING)).first()
    if folder is None:
        raise Http404
    return folder


def own_exchange(request: HttpRequest) -> Folder:
    """The standing exchange, for those who run it.

    Raises:
        Http404: there is none, or it is another's.
    """
    folder = changeable(person(request), Folder.objects.filter(kind=FolderKind.STANDING)).first()
    if folder is None:
        raise Http404
    return folder


def runs(account: Account, folder: Folder) -> bool:
    """Whether the account runs the exchange."""
    return changeable(account, Folder.objects.filter(pk=folder.pk)).exists()


def firm_of(account: Account) -> str:
    """The firm for which an account hands in items; empty where it speaks for none."""
    return account.party if can(account, "enter") else ""


def today() -> date:
    """The day on the organiser's calendar."""
    return timezone.localdate()


def since_in(request: HttpRequest) -> date:
    """The day from which on something counts as new: the one that is asked for, else a week ago.

    Raises:
        Misuse: it is no day.
    """
    text = request.GET.get("since", "").strip()
    if not text:
        return today() - _WEEK
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Misuse(f"“{text}”不是日期，要写成 2026-05-20。") from None


def exchange_of(folder: Folder) -> Exchange:
    """What it holds now."""
    return exchange_at(reading_copy(folder))


def exchange_row(folder: Folder, exchange: Exchange) -> dict[str, Any]:
    """The exchange in short."""
    return {
        "title": exchange.setting.title,
        "published": folder.published,
        "looked": exchange.look.on,
        "ask_days": exchange.setting.ask_days,
        "ask_open_days": exchange.setting.ask_open_days,
        "keep": exchange.setting.keep_contacts_days,
    }


def framed(folder: Folder, tab: str = "") -> dict[str, Any]:
    """The values that every page has."""
    return {
        "exchange": exchange_row(folder, exchange_of(folder)),
        "tab": tab,
        "tabs": dict(TABS),
        "work": look_row(folder),
    }


def look_row(folder: Folder) -> dict[str, str] | None:
    """The look that is to come or being taken, or the last one if it failed; None where all is well."""
    job = Job.objects.filter(kind="folder", folder=folder).order_by("-created").first()
    if job is None or job.state == JobState.DONE:
        return None
    return {"state": job.state, "message": job.message if job.state == JobState.FAILED else ""}


def acted(request: HttpRequest, folder: Folder, act: str, work: Callable[[Path], object], said: str) -> bool:
    """Do a short act, say what came of it, and have the worker look: the matches follow; whether it was kept."""
    if not done(request, folder, act, work, said):
        return False
    look_soon(request, folder)
    request.session[_SAID] = [said, timezone.now().timestamp()]
    return True


def say_again(request: HttpRequest) -> None:
    """Before a page asks for itself again: what it said a moment ago must not go before anybody has read it."""
    said, at = request.session.pop(_SAID, ("", 0.0))
    if timezone.now().timestamp() - at < _MOMENT:
        messages.success(request, said)


def look_soon(request: HttpRequest, folder: Folder) -> None:
    """Have the worker look."""
    with transaction.atomic():
        job = ask_look(folder, by=person(request), at=timezone.now())
        if job is not None:
            queue(job)


def pair_named(exchange: Exchange, key: str) -> Pair:
    """The pair that a form names: one that matches, has spoken, or of which something was told.

    Raises:
        Misuse: no such pair.
    """
    pairs = {pair_of(*match.pair) for match in exchange.matches}
    pairs |= {pair for pair, _ in exchange.consents} | {each.pair for each in exchange.outcomes}
    known = {key_of(pair): pair for pair in pairs}
    if key not in known:
        raise Misuse("没有这一对。", hint="刷新后再试。")
    return known[key]
