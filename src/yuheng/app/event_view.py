"""An event as plain values for pages: where each step stands, its matches, its timetable, what a re-plan changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from yuheng.app.event import standing
from yuheng.app.event_desk import faults, sheets_in
from yuheng.app.event_folder import (
    ARRIVALS,
    CONSENTS,
    LIST,
    MATCHES,
    OUTCOMES,
    PLAN,
    REGISTERED,
    SETTING,
    Event,
    read_event,
)
from yuheng.app.event_print import WALL
from yuheng.app.item_rows import reason_row
from yuheng.app.rows import Row
from yuheng.exchange.items import Item
from yuheng.exchange.matches import Match
from yuheng.exchange.meetings import Meeting, Pair, pair_of
from yuheng.exchange.outcomes import ladder
from yuheng.exchange.registration import Registration
from yuheng.ledger.models import Filed
from yuheng.model.identity import id_of
from yuheng.office.event_file import Plan, read_outcomes, read_plan, read_registration
from yuheng.office.event_notes import Consents, agreed, latest, read_arrivals, read_consents
from yuheng.office.event_setting import Setting, read_setting

STEPS: Final[Mapping[str, str]] = {
    "intake": "登记",
    "list": "清单",
    "matches": "匹配",
    "timetable": "时间表",
    "day": "现场",
    "outcomes": "成效",
}
"""The steps of an event, each with a page of its own."""


def key_of(pair: Pair) -> str:
    """A pair as an address or a form carries it."""
    return id_of(*pair)


@lru_cache(maxsize=8)
def event_at(root: Path) -> Event:
    """An event read from a reading copy, which is named by its content and never changes."""
    return read_event(root)


@lru_cache(maxsize=8)
def registration_at(root: Path) -> Registration | None:
    """What was registered in a reading copy; None where nothing was."""
    return read_registration(root / REGISTERED) if (root / REGISTERED).exists() else None


def consents_at(root: Path) -> Consents:
    """What firms say to whom, as it holds."""
    return latest(read_consents(root / CONSENTS))


def plan_at(root: Path) -> Plan | None:
    """The timetable in force; None where none was made, or nothing is registered any more that it could be held to."""
    there = all((root / name).exists() for name in (PLAN, MATCHES, REGISTERED))
    return read_plan(root / PLAN) if there else None


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


def steps_of(root: Path, files: Mapping[str, Filed], *, published: bool) -> list[Step]:
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


def _matches(root: Path, files: Mapping[str, Filed]) -> Step:
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
    if files[REGISTERED].revision > files[MATCHES].revision:
        return Step("matches", word, "old", facts, "登记改过了，重新匹配")
    return Step("matches", word, "done", facts)


def _timetable(root: Path, files: Mapping[str, Filed]) -> Step:
    word, plan = STEPS["timetable"], plan_at(root)
    if MATCHES not in files or REGISTERED not in files:
        return Step("timetable", word, "todo", (), "先匹配")
    if plan is None:
        return Step("timetable", word, "todo", (), "排会")
    facts = (("对接", str(len(plan.meetings))), ("距上界", gap_words(plan)), ("不足下限", str(len(plan.below))))
    wrong = faults(plan, event_at(root))
    if wrong and not faults(plan, _without_refusals(event_at(root))):
        return Step("timetable", word, "open", (*facts, ("不同意", str(len(wrong)))), "有单位不同意，取消那一场")
    if wrong:
        return Step("timetable", word, "old", (*facts, ("违规", str(len(wrong)))), "规则改过了，重新排会")
    if files[MATCHES].revision > files[PLAN].revision:
        return Step("timetable", word, "old", facts, "匹配改过了，重新排会")
    if is_older(files, WALL, PLAN):
        return Step("timetable", word, "open", facts, "重新印制")
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


def is_older(files: Mapping[str, Filed], one: str, other: str) -> bool:
    """Whether a file is missing, or older than another one that is there."""
    return other in files and (one not in files or files[one].revision < files[other].revision)


def gap_words(plan: Plan) -> str:
    """How far a plan may be from the best, as a share of the bound; 0 is the proof that none is better.

    A plan made again on the day has no bound of its own: held against the old one it would look worse than it is.
    """
    if not plan.bound or plan.on_the_day:
        return "—"
    return f"{max(plan.bound - plan.objective, 0) / plan.bound:.2%}"


# --- lists


def match_rows(event: Event, consents: Consents, matches: Iterable[Match]) -> list[Row]:
    """Matches with everything that speaks for them."""
    items = {item.id: item for item in event.registered.items}
    return [_match(event, consents, match, items) for match in matches]


def _match(event: Event, consents: Consents, match: Match, items: Mapping[str, Item]) -> Row:
    return {**reason_row(match, items), **pair_row(event, consents, pair_of(*match.pair))}


def pair_row(event: Event, consents: Consents, pair: Pair) -> Row:
    """What was decided on a pair, by whom."""
    pin = next((pin for pin in event.setting.pins if pin.pair == pair), None)
    said = [consents.get((pair, firm)) for firm in pair]
    return {
        "pair": key_of(pair),
        "firms": list(pair),
        "pinned": pin is not None,
        "vetoed": pair in event.setting.vetoes,
        "forbidden": event.rules.forbids(pair),
        "refused": any(consent is not None and not consent.yes for consent in said),
        "agreed": agreed(consents, pair),
    }


def segments_of(items: Iterable[Item], matches: Iterable[Match]) -> dict[Pair, str]:
    """The segment of each pair's best match; "" where its items have none."""
    named = {item.id: item.segment for item in items}
    best: dict[Pair, tuple[int, str]] = {}
    for match in matches:
        pair, segment = pair_of(*match.pair), named.get(match.need) or named.get(match.offer, "")
        best[pair] = max(best.get(pair, (0, "")), (match.score, segment))
    return {pair: segment for pair, (_, segment) in best.items()}


# --- the timetable


def meeting_row(meeting: Meeting, setting: Setting) -> Row:
    """A meeting as a line; one whose slot the setting no longer has keeps its number, without a time."""
    slots = setting.slots
    return {
        "pair": key_of(meeting.pair),
        "slot": meeting.slot + 1,
        "table": meeting.table + 1,
        "time": slots[meeting.slot].words if meeting.slot < len(slots) else f"第{meeting.slot + 1}时段已取消",
        "firms": list(meeting.pair),
        "score": meeting.score,
    }


def idle_of(event: Event, plan: Plan) -> int:
    """How many idle gaps all firms have together."""
    away = {*event.rules.absent, *plan.absent} - {*plan.there}
    busy: dict[str, set[int]] = {}
    for meeting in plan.meetings:
        for firm in meeting.pair:
            busy.setdefault(firm, set()).add(meeting.slot)
    return sum(
        slot not in slots and (firm, slot) not in away
        for firm, slots in busy.items()
        for slot in range(min(slots), max(slots))
    )


def changes_of(before: Plan, after: Plan, setting: Setting) -> list[Row]:
    """What a plan changed: meetings that moved, are gone or are new."""
    old = {meeting.pair: meeting for meeting in before.meetings}
    new = {meeting.pair: meeting for meeting in after.meetings}
    rows = []
    for pair in sorted({*old, *new}, key=lambda each: (min(m.slot for m in (old.get(each), new.get(each)) if m), each)):
        one, other = old.get(pair), new.get(pair)
        if one and other and (one.slot, one.table) == (other.slot, other.table):
            continue
        word = "取消" if other is None else "新增" if one is None else "改排"
        was = meeting_row(one, setting) if one else None
        now = meeting_row(other, setting) if other else None
        rows.append({"word": word, "firms": list(pair), "was": was, "now": now})
    return rows


def refused_rows(event: Event, plan: Plan, *, begun: int) -> list[Row]:
    """The meetings still to come to which a firm has said no, and which firm it was."""
    return [
        {**meeting_row(meeting, event.setting), "by": list(event.refusals[meeting.pair])}
        for meeting in plan.meetings
        if meeting.pair in event.refusals and meeting.slot >= begun
    ]


def cancelled_rows(root: Path, plan: Plan, event: Event, firm: str) -> list[Row]:
    """What a firm had on its agenda and the re-plans of the day have cancelled, as it last stood."""
    there = {meeting.pair for meeting in plan.meetings}
    found: dict[Pair, Meeting] = {}
    later = plan
    for version in range(plan.version - 1, 0, -1):
        path = root / f"timetable.v{version}.json"
        if later.begun is None or not path.exists():
            break
        later = read_plan(path)
        for meeting in later.meetings:
            if firm in meeting.pair and meeting.pair not in there:
                found.setdefault(meeting.pair, meeting)
    return [
        {**meeting_row(meeting, event.setting), "other": pair[1] if pair[0] == firm else pair[0]}
        for pair, meeting in sorted(found.items(), key=lambda each: (each[1].slot, each[0]))
    ]


def setting_at(root: Path) -> Setting:
    """What the organiser set."""
    return read_setting(root / SETTING)


def slots_at(setting: Setting, at: datetime) -> tuple[int | None, int | None]:
    """The slot that runs at a moment of the hall's clock, and the next one; None where there is none."""
    now = next((place for place, slot in enumerate(setting.slots) if slot.start <= at < slot.end), None)
    following = next((place for place, slot in enumerate(setting.slots) if slot.start > at), None)
    return now, following


def begun_at(setting: Setting, at: datetime) -> int:
    """How many slots have begun on the event's day; on any other day none, so that a rehearsal can move everything."""
    return sum(slot.start <= at for slot in setting.slots) if at.date() == setting.day else 0
