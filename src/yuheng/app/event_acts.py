"""What the worker does for an event: match, make the timetable, plan again on the day, print."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from yuheng.app.event import make_timetable, match_items
from yuheng.app.event_day import News, plan_again
from yuheng.app.event_desk import day_of, faults
from yuheng.app.event_folder import PLAN, read_event
from yuheng.app.event_print import print_all
from yuheng.office.event_file import read_plan


def _match(root: Path, arguments: Mapping[str, Any]) -> str:
    """What stands on the event's day matches, unless another day is asked for."""
    on = date.fromisoformat(arguments["on"]) if "on" in arguments else day_of(root)
    matches, _ = match_items(root, on=on)
    return f"匹配{len(matches)}对"


def _timetable(root: Path, _arguments: Mapping[str, Any]) -> str:
    plan, _ = make_timetable(root)
    return f"排定{len(plan.meetings)}场" + (f"，{len(plan.below)}家单位不足下限" if plan.below else "")


def news_of(arguments: Mapping[str, Any]) -> News:
    """News as a job carries them."""
    return News(
        now=arguments["now"],
        away=tuple(arguments.get("away", ())),
        late=tuple((firm, slot) for firm, slot in arguments.get("late", ())),
        lost=tuple(arguments.get("lost", ())),
        back=tuple(arguments.get("back", ())),
        found=tuple(arguments.get("found", ())),
    )


def _replan(root: Path, arguments: Mapping[str, Any]) -> str:
    made, plan, _ = plan_again(root, news_of(arguments))
    return f"第{plan.version}版：{plan.note}要重印的议程{len(made.changed)}份。"[:80]


def _print(root: Path, _arguments: Mapping[str, Any]) -> str:
    plan = read_plan(root / PLAN)
    event = read_event(root)
    print_all(root, event, plan)
    wrong = faults(plan, event)
    return f"已印制第{plan.version}版" + (f"，但有{len(wrong)}处违规，请重新排会" if wrong else "")


EVENT_ACTS: Final = {
    "event.match": _match,
    "event.timetable": _timetable,
    "event.replan": _replan,
    "event.print": _print,
}
