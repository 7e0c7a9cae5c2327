"""What the worker does for an event, and the files that each act rests on: match, make the timetable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from yuheng.app.copies import Scope
from yuheng.app.event import make_timetable, match_items
from yuheng.app.event_desk import day_of
from yuheng.app.event_folder import CONSENTS, MATCHES, PLAN, REGISTERED, SETTING, SHEETS, STANDING


def _match(root: Path, arguments: Mapping[str, Any]) -> str:
    """What stands on the event's day matches, unless another day is asked for."""
    on = date.fromisoformat(arguments["on"]) if "on" in arguments else day_of(root)
    matches, _ = match_items(root, on=on)
    return f"匹配{len(matches)}对"


def _timetable(root: Path, _arguments: Mapping[str, Any]) -> str:
    """The version is named: a plan that follows has another number of meetings, and the line stays true."""
    plan, _ = make_timetable(root)
    below = f"，{len(plan.below)}家单位不足下限" if plan.below else ""
    return f"第{plan.version}版排定{len(plan.meetings)}场{below}"


EVENT_ACTS: Final = {"event.match": _match, "event.timetable": _timetable}

PLANNING: Final = Scope((SETTING, STANDING, REGISTERED, MATCHES, PLAN), sees=(CONSENTS,))
"""What a plan rests on. A no that comes while it is made is told on the page like one that comes after."""

EVENT_SCOPES: Final[Mapping[str, Scope]] = {
    "event.match": Scope((SETTING, STANDING, REGISTERED, f"{SHEETS}/*")),
    "event.timetable": PLANNING,
}
