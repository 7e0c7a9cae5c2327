"""登记 and 设定 of an event: sheets, the meaning of their columns, what is to be asked, and the setting as a form."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuheng.app.event_desk import (
    confirm_columns,
    doubts,
    drop_sheet,
    keep_setting,
    keep_sheet,
    outdated,
    read_sheets,
    sheets_in,
    tables_in,
)
from yuheng.app.event_folder import COLUMNS, SHEETS
from yuheng.app.event_own import handed_in, set_window, window_of
from yuheng.app.event_people import refuse_if_ended
from yuheng.app.event_view import registration_at, setting_at
from yuheng.app.folders import reading_copy, working_copy
from yuheng.app.ingesting import plain_name
from yuheng.app.invitations import invitation_rows
from yuheng.app.rows import moment
from yuheng.app.sentences import translated
from yuheng.errors import Misuse, YuhengError
from yuheng.exchange.registration import Registration
from yuheng.extract.trade_columns import columns_of
from yuheng.ledger.models import Folder
from yuheng.office.event_own import PREFIX, is_own, owner_of
from yuheng.office.event_setting import CLOSED, Clock
from yuheng.office.event_sheet import FIELDS, Table, read_columns
from yuheng.vocab.chain import segments
from yuheng.web.event_frame import done, framed, number_in, own_event
from yuheng.web.pages import Page, message_of, person

_MOST_BYTES: Final = 40_000_000
_SAMPLES: Final = 3


def intake(request: HttpRequest, number: int) -> Page:
    """The sheets, what their columns mean, what came of them, and what is to be asked."""
    folder = own_event(request, number)
    root = reading_copy(folder)
    registered = registration_at(root)
    confirmed = read_columns(root / COLUMNS)
    tables, unreadable = tables_in(root)
    asked: dict[str, list[dict[str, str]]] = {}
    for question in registered.questions if registered else ():
        asked.setdefault(question.firm, []).append({"text": question.text, "row": question.row})
    values = {
        **framed(folder, "intake"),
        "sheets": [
            {"name": path.name, "size": path.stat().st_size, "unreadable": unreadable.get(path.name, "")}
            for path in sheets_in(root)
            if not path.name.startswith(PREFIX)
        ],
        "own": _own_rows(folder, tables, registered),
        "hand_in": _window(root),
        "invited": invitation_rows(root, registered, on=timezone.localdate()),
        "heads": heads_of([table for table in tables if not is_own(table)], confirmed),
        "questions": [{"firm": firm, "asked": rows} for firm, rows in sorted(asked.items())],
    }
    return Page(
        "web/event_intake.html",
        values,
        {"fields": FIELDS.items(), "open_heads": any(not head["confirmed"] for head in values["heads"])},
    )


def _own_rows(folder: Folder, tables: list[Table], registered: Registration | None) -> list[dict[str, Any]]:
    """The firms that handed in themselves: who, when, how many items; the latest first."""
    counts = Counter(item.firm for item in registered.items) if registered else Counter[str]()
    firms = {f"{SHEETS}/{table.file}": owner_of(table) for table in tables if is_own(table)}
    return [
        {
            "firm": (firm := firms.get(each.path, "")),
            "items": counts[firm],
            "by": each.by,
            "at": moment(each.at),
            "path": each.path,
            "name": each.path.partition("/")[2],
        }
        for each in handed_in(folder)
    ]


def _window(root: Path) -> dict[str, Any]:
    """How long firms hand in themselves."""
    setting, window = setting_at(root), window_of(root, on=timezone.localdate())
    kind = "closed" if setting.hand_in == CLOSED else "until" if setting.hand_in else "open"
    until = setting.hand_in if kind == "until" else ""
    return {"kind": kind, "until": until, "invite": setting.invite, "open": window.open}


@require_POST
def set_own_window(request: HttpRequest, number: int) -> HttpResponse:
    """Say how long firms hand in their own items, and whether before the list is published."""
    folder, given = own_event(request, number), request.POST
    kinds = {"open": "", "until": given.get("until", "").strip(), "closed": CLOSED}

    def work(root: Path) -> None:
        kind = given.get("kind", "")
        if kind not in kinds or (kind == "until" and not kinds[kind]):
            raise Misuse("登记开放到哪一天？", hint="选一种，或写日期。")
        set_window(root, hand_in=kinds[kind], invite=given.get("invite") == "1")

    done(request, folder, "event.set", work, _("已保存。"))
    return redirect("event-intake", number)


def heads_of(tables: list[Table], confirmed: dict[str, dict[int, str]]) -> list[dict[str, Any]]:
    """Each head once, with some of what stands below: proposed until somebody has said that it is so."""
    heads: dict[str, dict[str, Any]] = {}
    for table in tables:
        signature = table.signature
        if signature in heads:
            heads[signature]["where"].append(table.where)
            continue
        meant = confirmed[signature] if signature in confirmed else columns_of(table.head)
        columns = []
        for place, title in enumerate(table.head):
            cells = [row[place].strip() for row in table.rows if place < len(row) and row[place].strip()]
            if title or cells:
                samples = list(dict.fromkeys(cells))[:_SAMPLES]
                columns.append({"place": place, "title": title, "field": meant.get(place, ""), "samples": samples})
        heads[signature] = {
            "head": signature,
            "where": [table.where],
            "confirmed": signature in confirmed,
            "recognised": table.recognised,
            "row": table.first,
            "columns": columns,
        }
    return sorted(heads.values(), key=lambda head: head["confirmed"])


@require_POST
def add_sheets(request: HttpRequest, number: int) -> HttpResponse:
    """Keep registration sheets; those that are none say why, the others are read where their heads are known."""
    folder, account = own_event(request, number), person(request)
    files = request.FILES.getlist("files")
    if not files:
        messages.error(request, _("没有收到文件。"))
    kept = 0
    try:
        refuse_if_ended(folder)
        with working_copy(folder, act="event.sheets", by=account, at=timezone.now()) as root:
            for file in files:
                try:
                    if (file.size or 0) > _MOST_BYTES:
                        raise Misuse(_("%s：文件过大。") % file.name)
                    keep_sheet(root, plain_name(file.name or ""), file.read())
                    kept += 1
                except YuhengError as error:
                    messages.error(request, message_of(error))
            if kept:
                read_sheets(root, on=timezone.localdate())
    except YuhengError as error:
        messages.error(request, message_of(error))
        kept = 0
    if kept:
        messages.success(request, _("收下 %d 份登记表。") % kept)
    return redirect("event-intake", number)


@require_POST
def take_sheet_out(request: HttpRequest, number: int) -> HttpResponse:
    """Take a sheet out, and read the others anew."""
    folder, name = own_event(request, number), request.POST.get("name", "")

    def both(root: Any) -> None:
        refuse_if_ended(folder)
        drop_sheet(root, name)
        read_sheets(root, on=timezone.localdate())

    done(request, folder, "event.sheets", both, _("已取出“%s”。") % name)
    return redirect("event-intake", number)


@require_POST
def keep_columns(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm or correct what columns mean, and read all sheets by it."""
    folder, given = own_event(request, number), request.POST
    heads = {
        head: {
            int(key.rpartition("-")[2]): str(field)
            for key, field in given.items()
            if key.startswith(f"c-{place}-") and key.rpartition("-")[2].isdigit() and field
        }
        for place, head in enumerate(given.getlist("head"))
    }

    def both(root: Any) -> None:
        refuse_if_ended(folder)
        confirm_columns(root, heads)
        read_sheets(root, on=timezone.localdate())

    done(request, folder, "event.columns", both, _("列的含义已确认，登记表已读入。"))
    return redirect("event-intake", number)


# --- 设定


def event_setting(request: HttpRequest, number: int) -> Page:
    """The setting as a form: the same file that the command line reads."""
    folder = own_event(request, number)
    root = reading_copy(folder)
    setting, registered = setting_at(root), registration_at(root)
    clock = setting.clock
    values = {
        "title": setting.title,
        "day": setting.day,
        "place": setting.place,
        "first": f"{clock.first:%H:%M}",
        "count": clock.count,
        "minutes": clock.minutes,
        "pause": clock.pause,
        "breaks": "，".join(f"{after}={minutes}" for after, minutes in clock.breaks),
        "tables": setting.tables,
        "most": setting.most,
        "floor": setting.floor,
        "gaps": list(setting.gaps),
        "keep": setting.keep_contacts_days,
        "ends": setting.slots[-1].words,
    }
    pairs = {
        "pins": [{"firms": list(p.pair), "slot": _plus(p.slot), "table": _plus(p.table)} for p in setting.pins],
        "vetoes": [list(pair) for pair in setting.vetoes],
        "firms": sorted(registered.firms) if registered else [],
    }
    parts = [{"key": key, "name": part.name, "on": key in setting.gaps} for key, part in segments().items()]
    return Page("web/event_setting.html", {**framed(folder, "intake"), "setting": values, **pairs}, {"segments": parts})


def _plus(number: int | None) -> int | None:
    return None if number is None else number + 1


@require_POST
def keep_event_setting(request: HttpRequest, number: int) -> HttpResponse:
    """Write the setting."""
    folder, given = own_event(request, number), request.POST

    def keep(root: Any) -> None:
        old = setting_at(root)
        clock = Clock(
            first=_clock_time(given.get("first", "")),
            count=number_in(given, "count", "时段数", most=60),
            minutes=number_in(given, "minutes", "每个时段分钟数", most=480),
            pause=_or_zero(given.get("pause", ""), "间隔"),
            breaks=_breaks(given.get("breaks", "")),
        )
        setting = replace(
            old,
            title=given.get("title", "").strip() or old.title,
            day=read_day(given.get("day", "")),
            place=given.get("place", "").strip(),
            clock=clock,
            tables=number_in(given, "tables", "桌数", most=2000),
            most=number_in(given, "most", "每家上限"),
            floor=_or_zero(given.get("floor", ""), "每家下限"),
            gaps=tuple(key for key in given.getlist("gaps") if key in segments()),
            keep_contacts_days=number_in(given, "keep", "保留天数", most=3650),
        )
        keep_setting(root, setting)

    if done(request, folder, "event.set", keep, _("设定已保存。")):
        root = reading_copy(folder)
        for said in (*doubts(root), outdated(root)):
            if said:
                messages.warning(request, translated(said))
    return redirect("event-setting", number)


def read_day(text: str) -> date:
    """A day as a form gives it.

    Raises:
        Misuse: it is none.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Misuse(f"“{text}”不是日期，要写成 2026-05-20。") from None


def _clock_time(text: str) -> time:
    try:
        return time.fromisoformat(text.strip())
    except ValueError:
        raise Misuse(f"“{text}”不是时刻，要写成 09:00。") from None


def _or_zero(text: str, word: str) -> int:
    if not text.strip().isascii() or not text.strip().isdigit():
        raise Misuse(f"{word}“{text}”要是不小于0的整数。")
    return int(text)


def _breaks(text: str) -> tuple[tuple[int, int], ...]:
    found = {}
    for part in text.replace("，", ",").replace("＝", "=").split(","):
        if not part.strip():
            continue
        after, sign, minutes = part.partition("=")
        if not sign or not after.strip().isdigit() or not minutes.strip().isdigit():
            raise Misuse(f"休息“{part.strip()}”要写成 时段=分钟，如 6=90。")
        found[int(after)] = int(minutes)
    return tuple(sorted(found.items()))
