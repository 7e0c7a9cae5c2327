"""现场 of an event: news and the new plan, the desk at the door, the board in the hall."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuheng.app.copies import Scope
from yuheng.app.event_day import News
from yuheng.app.event_folder import ARRIVALS, PLAN, Event
from yuheng.app.event_news import hear
from yuheng.app.event_people import ARRIVING, note_arrival
from yuheng.app.event_press import PRINTED, PRINTS, note_printed
from yuheng.app.event_print import codes_of, refuse_unfit, secret_in, unfit
from yuheng.app.event_view import begun_at, changes_of, event_at, meeting_row, plan_at, refused_rows, slots_at
from yuheng.app.folders import reading_copy
from yuheng.errors import Misuse, YuhengError
from yuheng.exchange.meetings import Meeting
from yuheng.ledger.models import Folder
from yuheng.office.event_agenda import other_of
from yuheng.office.event_file import Plan, read_plan
from yuheng.office.event_notes import read_arrivals
from yuheng.office.event_setting import Setting
from yuheng.web.event_frame import done, framed, hall_clock, number_in, own_event
from yuheng.web.event_press import press_row
from yuheng.web.pages import Page, message_of, person

_MARKING: Final = Scope((PLAN, PRINTS, PRINTED), sees=("timetable.v*.json",))
_ON_BOARD: Final = 20
"""Tables that can be read across a hall at once; of more, the board shows the next ones every ten seconds."""
_IN_A_COLUMN: Final = 8
_TURN: Final = 10


def _planned(folder: Folder) -> tuple[Path, Event, Plan]:
    """Raises Misuse: there is no timetable yet."""
    root = reading_copy(folder)
    plan = plan_at(root)
    if plan is None:
        raise Misuse("还没有时间表。", hint="先在“时间表”一页排会。")
    return root, event_at(root), plan


def _slot_asked(request: HttpRequest, setting: Setting) -> int:
    """The slot that a page is asked for, else the one that runs or comes; the first before the day, the last after."""
    if request.GET.get("slot"):
        return number_in(request.GET, "slot", "时段", most=len(setting.slots)) - 1
    now, following = slots_at(setting, hall_clock())
    if now is not None:
        return now
    return following if following is not None else len(setting.slots) - 1


def event_day(request: HttpRequest, number: int) -> Page:
    """The day: who is away, which tables are lost, what the last new plan has changed, what is to be printed."""
    folder = own_event(request, number)
    frame = framed(folder, "day")
    root = reading_copy(folder)
    plan = plan_at(root)
    if plan is None:
        return Page("web/event_day.html", {**frame, "plan": None})
    event = event_at(root)
    setting = event.setting
    before = root / f"timetable.v{plan.version - 1}.json"
    changes = changes_of(read_plan(before), plan, setting) if before.exists() else []
    values = {
        **frame,
        "plan": {"version": plan.version, "note": plan.note, "below": list(plan.below), "unfit": unfit(event, plan)},
        "away": _away(plan, len(setting.slots)),
        "lost": sorted({table + 1 for table, _slot in plan.lost}),
        "changes": changes,
        "press": press_row(folder, root, plan, at="day"),
        "refused": refused_rows(event, plan, begun=begun_at(setting, hall_clock())),
        "missing": _missing(root, event, plan, _slot_asked(request, setting)),
    }
    beside = {
        "at": "day",
        "firms": event.firms,
        "slots": [(place + 1, slot.words) for place, slot in enumerate(setting.slots)],
        "tables": event.rules.tables,
        "slot": _slot_asked(request, setting) + 1,
        "meets": any(meeting.slot == _slot_asked(request, setting) for meeting in plan.meetings),
        "next": _next_slot(setting) + 1,
    }
    return Page("web/event_day.html", values, beside)


def _next_slot(setting: Setting) -> int:
    """The first slot that has not begun, the last where all have; on any other day the first."""
    return min(begun_at(setting, hall_clock()), len(setting.slots) - 1)


def _away(plan: Plan, slots: int) -> list[dict[str, Any]]:
    """Who is away, and in which slots, as heard on the day."""
    firms: dict[str, list[int]] = {}
    for firm, slot in plan.absent:
        firms.setdefault(firm, []).append(slot)
    return [
        {"firm": firm, "first": min(found) + 1, "last": max(found) + 1, "all_day": max(found) + 1 == slots}
        for firm, found in sorted(firms.items())
    ]


def _missing(root: Path, event: Event, plan: Plan, slot: int) -> list[dict[str, Any]]:
    """The firms that have a meeting in a slot and have not arrived."""
    arrived = read_arrivals(root / ARRIVALS)
    return [
        {"firm": firm, "other": other_of(meeting, firm), **meeting_row(meeting, event.setting)}
        for meeting in plan.meetings
        if meeting.slot == slot
        for firm in meeting.pair
        if firm not in arrived
    ]


@require_POST
def hear_news(request: HttpRequest, number: int) -> HttpResponse:
    """Plan the rest of the day again: somebody is away or late, or a table is lost; the page has the new plan."""
    folder, account = own_event(request, number), person(request)
    try:
        _root, event, plan = _planned(folder)
        news = _news_in(request.POST, event)
        if request.POST.get("news") == "refused" and not refused_rows(event, plan, begun=news.now):
            raise Misuse("没有要取消的对接。", hint="不同意的对接已经取消，或已经开始。")
        refuse_unfit(event, plan)
        new = hear(folder, news, by=account, at=timezone.now())
        messages.success(request, _("第 %d 版已排好，大屏和各单位的页面已是新的安排。") % new.version)
    except YuhengError as error:
        messages.error(request, message_of(error))
    return redirect("event-day", number)


def _news_in(given: Mapping[str, str], event: Event) -> News:
    """What a form tells; slots and tables count from 1 on the page."""
    slots, firm = len(event.setting.slots), given.get("firm", "").strip()
    now = number_in(given, "now", "从第几时段起", most=slots) - 1
    match given.get("news", ""):
        case "away":
            return News(now=now, away=(_known(firm, event),))
        case "late":
            return News(now=now, late=((_known(firm, event), number_in(given, "until", "到场时段", most=slots) - 1),))
        case "lost":
            return News(now=now, lost=(number_in(given, "table", "桌号", most=event.rules.tables) - 1,))
        case "back":
            return News(now=now, back=(_known(firm, event),))
        case "found":
            return News(now=now, found=(number_in(given, "table", "桌号", most=event.rules.tables) - 1,))
        case "refused":
            return News(now=now)
        case unknown:
            raise Misuse(f"没有“{unknown}”这种情况。")


def _known(firm: str, event: Event) -> str:
    if firm not in event.registered.firms:
        near = [name for name in event.firms if firm and firm in name][:5]
        raise Misuse(f"“{firm}”不在登记名单中。", hint=f"是不是：{'、'.join(near)}？" if near else "写全单位名称。")
    return firm


@require_POST
def mark_printed(request: HttpRequest, number: int) -> HttpResponse:
    """Note that the changed sheets are printed: the page lists only those of later plans from now on."""
    folder, account = own_event(request, number), person(request)

    def work(root: Path) -> None:
        version = number_in(request.POST, "version", "版次")
        plan = read_plan(root / PLAN)
        note_printed(root, plan, version=version, by=account.get_username(), at=timezone.localtime())

    done(request, folder, "event.printed", work, _("已标为印好。"), scope=_MARKING)
    return redirect("event-day", number)


# --- the desk at the door


def event_door(request: HttpRequest, number: int) -> Page:
    """The desk: a code is typed or scanned, the firm's agenda is shown; who has not come, slot by slot."""
    folder = own_event(request, number)
    root, event, plan = _planned(folder)
    arrived = read_arrivals(root / ARRIVALS)
    slot = _slot_asked(request, event.setting)
    firm = request.GET.get("firm", "")
    shown = None
    if firm in event.registered.firms:
        at = arrived.get(firm)
        shown = {
            "firm": firm,
            "code": codes_of(secret_in(root), event.firms).get(firm, ""),
            "arrived": at.at.isoformat() if at else "",
            "away": next((row for row in _away(plan, len(event.setting.slots)) if row["firm"] == firm), None),
            "meetings": agenda_rows(event, plan.meetings, firm),
        }
    due = sorted({name for meeting in plan.meetings for name in meeting.pair})
    values = {
        **framed(folder, "day"),
        "shown": shown,
        "arrived": len(set(due) & set(arrived)),
        "due": len(due),
        "missing": _missing(root, event, plan, slot),
    }
    beside = {
        "firms": event.firms,
        "slots": [(place + 1, each.words) for place, each in enumerate(event.setting.slots)],
        "slot": slot + 1,
        "meets": any(meeting.slot == slot for meeting in plan.meetings),
        "next": _next_slot(event.setting) + 1,
    }
    return Page("web/event_door.html", values, beside)


def agenda_rows(event: Event, meetings: tuple[Meeting, ...], firm: str) -> list[dict[str, Any]]:
    """A firm's day, meeting by meeting."""
    return [
        {**meeting_row(meeting, event.setting), "other": other_of(meeting, firm)}
        for meeting in meetings
        if firm in meeting.pair
    ]


@require_POST
def check_in(request: HttpRequest, number: int) -> HttpResponse:
    """Note that a firm is there, by its code or its name; or that this was a mistake."""
    folder, account = own_event(request, number), person(request)
    given = request.POST.get("code", "").strip()
    there = request.POST.get("there") != "0"
    address = reverse("event-door", args=[number])
    try:
        root, event, plan = _planned(folder)
        firms = {code: firm for firm, code in codes_of(secret_in(root), event.firms).items()}
        firm = firms.get(given.upper(), given)
        if firm not in event.registered.firms:
            near = [name for name in event.firms if given and given in name]
            if len(near) != 1:
                hint = f"是不是：{'、'.join(near[:5])}？" if near else "再扫一次，或写单位名称。"
                raise Misuse(f"没有签到码或单位“{given}”。", hint=hint)
            firm = near[0]
    except YuhengError as error:
        messages.error(request, message_of(error))
        return redirect(address)

    def work(place: Path) -> None:
        note_arrival(place, firm, by=account.get_username(), at=timezone.localtime(), there=there)

    said = (_("已到：%s") if there else _("改为未到：%s")) % firm
    kept = done(request, folder, "event.arrival", work, said, scope=ARRIVING)
    begun = begun_at(event.setting, hall_clock())
    if kept and there and any(name == firm and slot >= begun for name, slot in plan.absent):
        messages.warning(request, _("%s 已报缺席或迟到，其对接已改排。到了就从下一时段起重新排入。") % firm)
    return redirect(f"{address}?{urlencode({'firm': firm})}")


# --- the board in the hall


def event_hall(request: HttpRequest, number: int) -> Page:
    """The board: what runs and what comes next at each table, large enough to be read across a hall."""
    folder = own_event(request, number)
    _root, event, plan = _planned(folder)
    setting = event.setting
    now, following = slots_at(setting, hall_clock())
    if request.GET.get("slot"):
        now = number_in(request.GET, "slot", "时段", most=len(setting.slots)) - 1
        following = now + 1 if now + 1 < len(setting.slots) else None
    sat = sorted({each.table for each in plan.meetings if each.slot in (now, following)})
    pages = max(-(-len(sat) // _ON_BOARD), 1)
    page = timezone.now().second // _TURN % pages
    values: dict[str, Any] = {
        "event": {"id": folder.pk, "title": setting.title, "version": plan.version},
        "clock": f"{hall_clock():%H:%M}",
        "now": setting.slots[now].words if now is not None else "",
        "next": setting.slots[following].words if following is not None else "",
        "tables": [
            {"table": table + 1, "now": _sitting(plan, now, table), "next": _sitting(plan, following, table)}
            for table in sat[page * _ON_BOARD : (page + 1) * _ON_BOARD]
        ],
        "page": page + 1,
        "pages": pages,
    }
    part = "web/event_hall_board.html" if request.headers.get("HX-Request") else "web/event_hall.html"
    return Page(part, values, {"query": request.GET.urlencode(), "wide": len(values["tables"]) > _IN_A_COLUMN})


def _sitting(plan: Plan, slot: int | None, table: int) -> list[str]:
    found = (each.pair for each in plan.meetings if each.slot == slot and each.table == table)
    return list(next(found, ()))
