"""An event as plain values for pages: where each step stands, its matches, its timetable, what a re-plan changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from yuheng.app.copies import remembered
from yuheng.app.event_desk import faults
from yuheng.app.event_folder import (
    CONSENTS,
    MATCHES,
    PLAN,
    REGISTERED,
    SETTING,
    Event,
    read_event,
)
from yuheng.app.item_rows import reason_row
from yuheng.app.rows import Row
from yuheng.exchange.items import Item
from yuheng.exchange.matches import Match
from yuheng.exchange.meetings import Meeting, Pair, pair_of
from yuheng.exchange.registration import Registration
from yuheng.model.identity import id_of
from yuheng.office.event_file import Plan, read_plan, read_registration
from yuheng.office.event_notes import Consents, agreed, latest, read_consents
from yuheng.office.event_setting import Setting, read_setting


def key_of(pair: Pair) -> str:
    """A pair as an address or a form carries it."""
    return id_of(*pair)


@remembered(SETTING, REGISTERED, MATCHES, CONSENTS)
def event_at(root: Path) -> Event:
    """An event read from a reading copy."""
    return read_event(root)


@remembered(REGISTERED)
def registration_at(root: Path) -> Registration | None:
    """What was registered in a reading copy; None where nothing was."""
    return read_registration(root / REGISTERED) if (root / REGISTERED).exists() else None


def consents_at(root: Path) -> Consents:
    """What firms say to whom, as it holds."""
    return latest(read_consents(root / CONSENTS))


@remembered(PLAN, MATCHES, REGISTERED)
def plan_at(root: Path) -> Plan | None:
    """The timetable in force; None where none was made, or nothing is registered any more that it could be held to."""
    there = all((root / name).exists() for name in (PLAN, MATCHES, REGISTERED))
    return read_plan(root / PLAN) if there else None


@remembered(PLAN, SETTING, REGISTERED, MATCHES, CONSENTS)
def faults_at(root: Path) -> tuple[str, ...]:
    """What the verifier says of the timetable in force in a reading copy."""
    plan = plan_at(root)
    return tuple(faults(plan, event_at(root))) if plan is not None else ()


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
