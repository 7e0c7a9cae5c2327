"""收表 of the standing exchange: sheets as they come, events that are over, and the setting."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuheng.app.access import changeable
from yuheng.app.event_desk import confirm_columns
from yuheng.app.event_folder import COLUMNS
from yuheng.app.event_view import registration_at, setting_at
from yuheng.app.folders import reading_copy, working_copy
from yuheng.app.ingesting import plain_name
from yuheng.app.invitations import invitation_rows
from yuheng.app.standing_desk import (
    bring,
    drop_waiting,
    keep_standing,
    read_waiting,
    tables_waiting,
    take_from,
    waiting_in,
)
from yuheng.errors import Misuse, YuhengError
from yuheng.exchange.registration import Question, Registration, check
from yuheng.exchange.standing import Change
from yuheng.ledger.models import Folder, FolderKind
from yuheng.office.event_sheet import FIELDS, questions_bytes, read_columns
from yuheng.office.event_standing import StandingSetting
from yuheng.vocab.chain import segments
from yuheng.web.event_frame import done, download, number_in
from yuheng.web.event_intake import heads_of
from yuheng.web.pages import Page, message_of, person
from yuheng.web.standing_frame import acted, exchange_of, framed, look_soon, own_exchange, today

_MOST_BYTES: Final = 40_000_000


def standing_intake(request: HttpRequest) -> Page:
    """The sheets that wait, what their columns mean, the events that can be taken over, and what is to be asked."""
    folder = own_exchange(request)
    root = reading_copy(folder)
    exchange = exchange_of(folder)
    asked: dict[str, list[dict[str, str]]] = {}
    for question in _questions(exchange.registered):
        asked.setdefault(question.firm, []).append({"text": question.text, "row": question.row})
    setting = exchange.setting
    values = {
        **framed(folder, "standing-intake"),
        "sheets": [{"name": path.name, "size": path.stat().st_size} for path in waiting_in(root)],
        "heads": heads_of(tables_waiting(root), read_columns(root / COLUMNS)),
        "events": _events_over(request),
        "invited": invitation_rows(root, exchange.registered, on=timezone.localdate()),
        "questions": [{"firm": firm, "asked": rows} for firm, rows in sorted(asked.items())],
        "answered": [
            {"firm": each.question.firm, "text": each.question.text, "by": each.by, "on": each.on}
            for each in reversed(exchange.registered.answered)
        ],
        "setting": {
            "title": setting.title,
            "gaps": list(setting.gaps),
            "ask_days": setting.ask_days,
            "ask_open_days": setting.ask_open_days,
            "keep_contacts_days": setting.keep_contacts_days,
        },
    }
    beside = {
        "fields": FIELDS.items(),
        "open_heads": any(not head["confirmed"] for head in values["heads"]),
        "segments": [{"key": key, "name": each.name, "on": key in setting.gaps} for key, each in segments().items()],
    }
    return Page("web/standing_intake.html", values, beside)


def _questions(registered: Registration) -> list[Question]:
    """Those of the rows, and those that only the whole shows."""
    whole = Registration(registered.firms, registered.items, questions=list(registered.questions))
    check(whole, on=today())
    return whole.questions


def _events_over(request: HttpRequest) -> list[dict[str, Any]]:
    """The events that the account runs, that are over, and in which something is registered; the newest first."""
    rows = []
    for folder in changeable(person(request), Folder.objects.filter(kind=FolderKind.EVENT)):
        root = reading_copy(folder)
        registered, setting = registration_at(root), setting_at(root)
        if registered is None or setting.day >= today():
            continue
        there = [item for item in registered.items if item.until is None or item.until >= today()]
        rows.append({"id": folder.pk, "title": setting.title, "day": setting.day, "items": len(there)})
    return sorted(rows, key=lambda row: (row["day"], row["id"]), reverse=True)


@require_POST
def add_standing_sheets(request: HttpRequest) -> HttpResponse:
    """Take in sheets; those whose columns are known are read at once, the others wait to be confirmed."""
    folder, account = own_exchange(request), person(request)
    files, kept = request.FILES.getlist("files"), 0
    if not files:
        messages.error(request, _("没有收到文件。"))
        return redirect("standing-intake")
    try:
        with working_copy(folder, act="standing.sheets", by=account, at=timezone.now()) as root:
            for file in files:
                try:
                    if (file.size or 0) > _MOST_BYTES:
                        raise Misuse(_("%s：文件过大。") % file.name)
                    bring(root, plain_name(file.name or ""), file.read(), on=today())
                    kept += 1
                except YuhengError as error:
                    messages.error(request, message_of(error))
    except YuhengError as error:
        messages.error(request, message_of(error))
        kept = 0
    if kept:
        _read(request, folder, {})
    return redirect("standing-intake")


def _read(request: HttpRequest, folder: Folder, heads: dict[str, dict[int, str]]) -> None:
    """Read what can be read of the sheets that wait, after what was just confirmed; and say what came of it."""
    changes: list[Change] = []

    def both(root: Path) -> None:
        if heads:
            confirm_columns(root, heads)
        changes[:] = [read_waiting(root, on=today())]

    if not done(request, folder, "standing.columns", both, _("登记表已收下。")):
        return
    [change] = changes
    if waiting_in(reading_copy(folder)):
        messages.warning(request, _("有登记表的列待确认，确认后才读入。"))
    if change.came or change.stayed or change.went:
        said = _("新登记 %(came)s 项，重新登记 %(stayed)s 项，撤下 %(went)s 项。") % {
            "came": len(change.came),
            "stayed": len(change.stayed),
            "went": len(change.went),
        }
        messages.success(request, said)
        look_soon(request, folder)  # not for sheets that only wait: the page must stay while their columns are told
    for item in change.went[:12]:
        messages.warning(
            request, _("撤下 %(id)s：%(firm)s “%(name)s”") % {"id": item.id, "firm": item.firm, "name": item.name}
        )


@require_POST
def keep_standing_columns(request: HttpRequest) -> HttpResponse:
    """Confirm or correct what columns mean, and read the sheets that waited for it."""
    folder, given = own_exchange(request), request.POST
    heads = {
        head: {
            int(key.rpartition("-")[2]): str(field)
            for key, field in given.items()
            if key.startswith(f"c-{place}-") and key.rpartition("-")[2].isdigit() and field
        }
        for place, head in enumerate(given.getlist("head"))
    }
    _read(request, folder, heads)
    return redirect("standing-intake")


@require_POST
def drop_standing_sheet(request: HttpRequest) -> HttpResponse:
    """Take a sheet out that waits."""
    folder, name = own_exchange(request), request.POST.get("name", "")
    acted(request, folder, "standing.sheets", lambda root: drop_waiting(root, name), _("已取出“%s”。") % name)
    return redirect("standing-intake")


@require_POST
def take_over_event(request: HttpRequest) -> HttpResponse:
    """Take over what still stands of an event that is over."""
    folder, number = own_exchange(request), request.POST.get("event", "")
    events = changeable(person(request), Folder.objects.filter(kind=FolderKind.EVENT))
    event = reading_copy(get_object_or_404(events, pk=int(number) if number.isascii() and number.isdigit() else 0))
    said: list[str] = []

    def work(root: Path) -> None:
        taken = take_from(root, event, on=today())
        said[:] = [
            _("接续 %(came)s 项；已在列或接续过 %(known)s 项，已到期 %(ended)s 项。")
            % {"came": len(taken.came), "known": taken.known, "ended": taken.ended}
        ]

    if acted(request, folder, "standing.taken-over", work, _("供需已接续，联系方式没有转入。")):
        messages.success(request, said[0])
    return redirect("standing-intake")


@require_POST
def keep_standing_setting(request: HttpRequest) -> HttpResponse:
    """Write the setting."""
    folder, given = own_exchange(request), request.POST

    def keep(root: Path) -> None:
        setting = StandingSetting(
            title=given.get("title", "").strip()[:80],
            gaps=tuple(key for key in given.getlist("gaps") if key in segments()),
            ask_days=number_in(given, "ask_days", "到期前的天数", most=365),
            ask_open_days=number_in(given, "ask_open_days", "没有消息的天数", most=3650),
            keep_contacts_days=number_in(given, "keep_contacts_days", "保留天数", most=3650),
        )
        keep_standing(root, setting)

    acted(request, folder, "standing.set", keep, _("设定已保存。"))
    return redirect("standing-intake")


def standing_questions(request: HttpRequest) -> HttpResponse:
    """The questions back, to send."""
    exchange = exchange_of(own_exchange(request))
    return download(questions_bytes(_questions(exchange.registered)), "待补充.xlsx")
