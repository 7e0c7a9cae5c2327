"""Where each step of an event stands, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from yuheng.app.event import standing
from yuheng.app.event_desk import faults, sheets_in
from yuheng.app.event_folder import ARRIVALS, LIST, MATCHES, OUTCOMES, PLAN, REGISTERED, Event
from yuheng.app.event_press import is_behind
from yuheng.app.event_view import event_at, faults_at, plan_at, registration_at, setting_at
from yuheng.app.folders import Version
from yuheng.exchange.outcomes import ladder
from yuheng.office.event_file import Plan, basis_of, read_basis, read_outcomes
from yuheng.office.event_notes import read_arrivals

STEPS: Final[Mapping[str, str]] = {
    "intake": "登记",
    "list": "清单",
    "matches": "匹配",
    "timetable": "时间表",
    "day": "现场",
    "outcomes": "成效",
}
"""The steps of an event, each with a page of its own."""


@dataclass(frozen=True, slots=True)
class Step:
    """Where one step stands.

    Attributes:
        key, word: its name in addresses and for people.
        state: "todo" nothing yet, "open" something is left to do, "old" made before what it rests on changed, "done".
        facts: (words, number) pairs, what to see at a glance.
        next: what to do, in Chinese; empty where nothing is.
    """

    key: str
    word: str
    state: str
    facts: tuple[tuple[str, str], ...] = ()
    next: str = ""


def steps_of(root: Path, files: Mapping[str, Version], *, published: bool) -> list[Step]:
    """Every step of an event, in order."""
    return [
        _intake(root),
        _list(root, published=published),
        _matches(root, files),
        _timetable(root, files),
        _day(root),
        _outcomes(root),
    ]


def _intake(root: Path) -> Step:
    registered, sheets = registration_at(root), sheets_in(root)
    if registered is None:
        todo = "确认各列的含义" if sheets else "收下登记表"
        return Step("intake", STEPS["intake"], "open" if sheets else "todo", (("登记表", str(len(sheets))),), todo)
    sides = Counter(item.side for item in registered.items)
    facts = (
        ("单位", str(len(registered.firms))),
        ("供给", str(sides["offer"])),
        ("需求", str(sides["need"])),
        ("待补充", str(len(registered.questions))),
    )
    asks = bool(registered.questions)
    return Step(
        "intake", STEPS["intake"], "open" if asks else "done", facts, "把待补充的问题发给各单位" if asks else ""
    )


def _list(root: Path, *, published: bool) -> Step:
    word, registered = STEPS["list"], registration_at(root)
    if registered is None:
        return Step("list", word, "todo", (), "先收下登记表")
    if not (root / LIST[0]).exists():
        return Step("list", word, "todo", (), "写出清单并公开")
    sides = Counter(item.side for item in standing(registered, on=setting_at(root).day))
    facts = (("需求", str(sides["need"])), ("供给", str(sides["offer"])))
    return Step("list", word, "done" if published else "open", facts, "" if published else "公开清单")


def _matches(root: Path, files: Mapping[str, Version]) -> Step:
    word = STEPS["matches"]
    if registration_at(root) is None:
        return Step("matches", word, "todo", (), "先收下登记表")
    if MATCHES not in files:
        return Step("matches", word, "todo", (), "匹配需求与供给")
    matches = event_at(root).matches
    registered = event_at(root).registered
    needs = sum(item.side == "need" for item in registered.items)
    facts = (
        ("匹配", str(len(matches))),
        ("有匹配的需求", f"{len({match.need for match in matches})}/{needs}"),
    )
    if files[REGISTERED].revision > files[MATCHES].revision and read_basis(root / MATCHES) != basis_of(registered):
        return Step("matches", word, "old", facts, "登记改过了，重新匹配")
    return Step("matches", word, "done", facts)


def _timetable(root: Path, files: Mapping[str, Version]) -> Step:
    word, plan = STEPS["timetable"], plan_at(root)
    if MATCHES not in files or REGISTERED not in files:
        return Step("timetable", word, "todo", (), "先匹配")
    if plan is None:
        return Step("timetable", word, "todo", (), "排会")
    facts = (("对接", str(len(plan.meetings))), ("距上界", gap_words(plan)), ("不足下限", str(len(plan.below))))
    wrong = faults_at(root)
    if wrong and not faults(plan, _without_refusals(event_at(root))):
        return Step("timetable", word, "open", (*facts, ("不同意", str(len(wrong)))), "有单位不同意，取消那一场")
    if wrong:
        return Step("timetable", word, "old", (*facts, ("违规", str(len(wrong)))), "规则改过了，重新排会")
    if files[MATCHES].revision > files[PLAN].revision:
        return Step("timetable", word, "old", facts, "匹配改过了，重新排会")
    if is_behind(root, plan):
        return Step("timetable", word, "open", facts, "印制还没有完成")
    return Step("timetable", word, "done", facts)


def _without_refusals(event: Event) -> Event:
    """An event as if nobody had said no: a plan that keeps its other rules needs no new timetable, one meeting less."""
    return replace(event, rules=replace(event.rules, vetoes=event.rules.vetoes - set(event.refusals)))


def _day(root: Path) -> Step:
    word, plan = STEPS["day"], plan_at(root)
    if plan is None:
        return Step("day", word, "todo", (), "先排会")
    arrived = read_arrivals(root / ARRIVALS)
    due = {firm for meeting in plan.meetings for firm in meeting.pair}
    facts = (("已到", f"{len(due & set(arrived))}/{len(due)}"), ("版次", str(plan.version)))
    return Step("day", word, "done" if due <= set(arrived) else "open", facts, "" if due <= set(arrived) else "签到")


def _outcomes(root: Path) -> Step:
    outcomes = read_outcomes(root / OUTCOMES)
    if not outcomes:
        return Step("outcomes", STEPS["outcomes"], "todo", (), "记下各场的回复")
    facts = tuple((rung.stage, str(rung.pairs)) for rung in ladder(outcomes))
    return Step("outcomes", STEPS["outcomes"], "open", facts, "半年后再问一次")


def gap_words(plan: Plan) -> str:
    """How far a plan may be from the best, as a share of the bound; 0 is the proof that none is better.

    A plan made again on the day has no bound of its own: held against the old one it would look worse than it is.
    """
    if not plan.bound or plan.on_the_day:
        return "—"
    return f"{max(plan.bound - plan.objective, 0) / plan.bound:.2%}"
