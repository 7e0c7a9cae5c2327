"""匹配 and 时间表 of an event: what matches and why, the picture to drag in, pins, vetoes and agreements."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuheng.app.event_desk import move, pin, unpin, veto
from yuheng.app.event_folder import MATCHES, Event
from yuheng.app.event_people import note_consent
from yuheng.app.event_print import unfit
from yuheng.app.event_printing import ask_print
from yuheng.app.event_steps import gap_words
from yuheng.app.event_view import (
    begun_at,
    consents_at,
    event_at,
    faults_at,
    idle_of,
    key_of,
    match_rows,
    meeting_row,
    plan_at,
    refused_rows,
    registration_at,
    segments_of,
    setting_at,
)
from yuheng.app.folders import files_of, reading_copy
from yuheng.app.ingesting import queue
from yuheng.app.sentences import translated
from yuheng.errors import Misuse, YuhengError
from yuheng.exchange.meetings import Pair
from yuheng.ledger.models import PRINT, Folder
from yuheng.office.event_file import Plan
from yuheng.office.event_grid import grid_svg, shade_of
from yuheng.vocab.chain import segments
from yuheng.web.event_frame import ask, done, framed, hall_clock, number_in, own_event, pair_from
from yuheng.web.event_press import press_row
from yuheng.web.pages import Page, message_of, person
from yuheng.web.paging import number_of, turning

_MATCHES: Final = 30
_ASKED: Final = ("event.match", "event.timetable")


def event_matches(request: HttpRequest, number: int) -> Page:
    """The matches, best first, of all firms or of one."""
    folder = own_event(request, number)
    root = reading_copy(folder)
    frame = framed(folder, "matches")
    firm = request.GET.get("firm", "").strip()
    if not (root / MATCHES).exists() or registration_at(root) is None:
        return Page("web/event_matches.html", {**frame, "made": False, "count": 0, "matches": []}, {"firm": firm})
    event = event_at(root)
    found = [match for match in event.matches if not firm or any(firm in name for name in match.pair)]
    found.sort(key=lambda match: (-match.score, match.need, match.offer))
    page = number_of(request.GET.get("page"))
    pages = max(-(-len(found) // _MATCHES), 1)
    rows = match_rows(event, consents_at(root), found[(page - 1) * _MATCHES : page * _MATCHES])
    query = urlencode({"firm": firm}) if firm else ""
    beside = {
        "firm": firm,
        "firms": event.firms,
        "kept": set(files_of(folder)),
        "turn": turning(page, pages, query),
        "here": f"{reverse('event-matches', args=[number])}?{request.GET.urlencode()}",
    }
    return Page("web/event_matches.html", {**frame, "made": True, "count": len(found), "matches": rows}, beside)


def event_timetable(request: HttpRequest, number: int) -> Page:
    """The timetable as a picture, with its bound, gap, floor, idle gaps and what the verifier says."""
    folder = own_event(request, number)
    root = reading_copy(folder)
    frame = framed(folder, "timetable")
    plan = plan_at(root)
    if plan is None:
        matched = (root / MATCHES).exists()
        return Page("web/event_timetable.html", {**frame, "plan": None}, {"matched": matched})
    event, colour = event_at(root), "score" if request.GET.get("colour") == "score" else "class"
    values = {
        **frame,
        "plan": _plan_row(root, plan),
        "refused": refused_rows(event, plan, begun=begun_at(event.setting, hall_clock())),
        "pins": [key_of(pin.pair) for pin in event.setting.pins],
        "press": press_row(folder, root, plan, at="timetable"),
    }
    shades, key = _shades(event, plan, colour)
    beside = {
        "at": "timetable",
        "picture": _picture(event, plan, shades),
        "colour": colour,
        "key": key,
        "next": min(begun_at(event.setting, hall_clock()), len(event.setting.slots) - 1) + 1,
        "slots": range(1, len(event.setting.slots) + 1),
        "tables": range(1, event.rules.tables + 1),
    }
    return Page("web/event_timetable.html", values, beside)


def _plan_row(root: Path, plan: Plan) -> dict[str, Any]:
    """The plan with what is to be known of it at a glance."""
    event = event_at(root)
    held = Counter(firm for meeting in plan.meetings for firm in meeting.pair)
    return {
        "version": plan.version,
        "meetings": [meeting_row(meeting, event.setting) for meeting in plan.meetings],
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": gap_words(plan),
        "proven": plan.objective >= plan.bound and not plan.on_the_day,
        "unfit": unfit(event, plan),
        "floor": event.rules.floor,
        "below": [firm for firm in plan.below if held[firm] < event.rules.floor],
        "idle": idle_of(event, plan),
        "faults": list(faults_at(root)),
        "note": plan.note,
    }


def _picture(event: Event, plan: Plan, shades: dict[Pair, str]) -> SafeString:
    picture = grid_svg(
        plan.meetings,
        event.setting.slots,
        event.rules.tables,
        shades=shades,
        keys={meeting.pair: key_of(meeting.pair) for meeting in plan.meetings},
        pinned={pin.pair for pin in event.setting.pins},
        lost=frozenset(plan.lost),
        held=begun_at(event.setting, hall_clock()),
        say=translated,
    )
    return mark_safe(picture)  # noqa: S308  # every word in it is escaped by grid_svg


def _shades(event: Event, plan: Plan, colour: str) -> tuple[dict[Pair, str], list[tuple[str, str]]]:
    """The colour of each meeting, and what the colours mean."""
    if colour == "score":
        words = (("s5", "800分以上"), ("s4", "650"), ("s3", "500"), ("s2", "350"), ("s1", "350以下"))
        return {meeting.pair: shade_of(meeting.score) for meeting in plan.meetings}, list(words)
    branches = [key for key in segments() if "." not in key]
    places = {
        pair: segment.partition(".")[0] for pair, segment in segments_of(event.registered.items, event.matches).items()
    }
    shades = {
        meeting.pair: f"k{branches.index(places[meeting.pair])}" if places.get(meeting.pair) else "kx"
        for meeting in plan.meetings
    }
    used = set(shades.values())
    key = [(f"k{place}", segments()[branch].name) for place, branch in enumerate(branches) if f"k{place}" in used]
    return shades, [*key, *([("kx", "未分类")] if "kx" in used else [])]


@require_POST
def ask_event(request: HttpRequest, number: int) -> HttpResponse:
    """Have the worker match, make the timetable, or print."""
    folder, given = own_event(request, number), request.POST
    act = given.get("act", "")
    try:
        if act == PRINT:
            _ask_print(request, folder)
        elif act in _ASKED:
            ask(folder, act, {}, by=person(request))
        else:
            raise Misuse(f"没有“{act}”这一项。")
    except YuhengError as error:
        messages.error(request, message_of(error))
    if given.get("next") == "day":
        return redirect("event-day", number)
    return redirect("event-matches" if act == "event.match" else "event-timetable", number)


def _ask_print(request: HttpRequest, folder: Folder) -> None:
    """Ask for everything, or for what has changed; a plan that breaks a rule is printed, and said to break it."""
    everything = request.POST.get("changes") != "1"
    wrong = faults_at(reading_copy(folder))
    if wrong:
        messages.warning(request, _("时间表有 %d 处违规：印出的也有，请重新排会。") % len(wrong))
    with transaction.atomic():
        job = ask_print(folder, everything=everything, by=person(request), at=timezone.now())
        if job is not None:
            queue(job)


@require_POST
def decide_pair(request: HttpRequest, number: int) -> HttpResponse:
    """Pin a pair, keep it apart, note that both agree, or take one of these back."""
    folder, given, account = own_event(request, number), request.POST, person(request)
    on = timezone.localdate()

    def work(root: Path) -> None:
        pair = pair_from(reading_copy(folder), given)
        match given.get("do", ""):
            case "pin":
                at = None
                if given.get("slot") and given.get("table"):
                    at = (number_in(given, "slot", "时段") - 1, number_in(given, "table", "桌号") - 1)
                pin(root, pair, at=at)
            case "unpin":
                unpin(root, pair)
            case "veto":
                veto(root, pair)
            case "unveto":
                veto(root, pair, holds=False)
            case "agree":
                note_consent(root, pair, pair, yes=True, by=account.get_username(), on=on)
            case unknown:
                raise Misuse(f"没有“{unknown}”这一项。")

    done(request, folder, f"event.pair.{given.get('do', '')}"[:40], work, _("已记下。"))
    return redirect(_back(request, number))


def _back(request: HttpRequest, number: int) -> str:
    """Where the form stood: one of the event's own pages, never an address from outside."""
    given = request.POST.get("next", "")
    own = [reverse(name, args=[number]) for name in ("event-matches", "event-timetable", "event-setting")]
    return given if any(given == page or given.startswith((f"{page}?", f"{page}#")) for page in own) else own[1]


@require_POST
def move_meeting(request: HttpRequest, number: int) -> HttpResponse:
    """Move a meeting, if the verifier lets it."""
    folder, given = own_event(request, number), request.POST
    slot, table = given.get("slot", ""), given.get("table", "")

    def work(root: Path) -> None:
        pair = pair_from(reading_copy(folder), given)
        to = {"slot": number_in(given, "slot", "时段") - 1, "table": number_in(given, "table", "桌号") - 1}
        move(root, pair, **to, begun=begun_at(setting_at(root), hall_clock()))

    kept = done(request, folder, "event.move", work, _("已移到第%(slot)s时段%(table)s号桌，核查通过。") % given.dict())
    address = reverse("event-timetable", args=[number])
    colour = "?colour=score" if given.get("colour") == "score" else ""
    return redirect(f"{address}{colour}#c-{slot}-{table}" if kept else f"{address}{colour}")
