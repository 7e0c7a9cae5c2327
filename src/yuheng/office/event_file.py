"""An event as a folder of plain files: what was registered, matched, planned and what came of it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from yuheng.errors import Misuse
from yuheng.exchange.items import Contact, Firm, Item
from yuheng.exchange.matches import Match, Part
from yuheng.exchange.meetings import Meeting, Pair, Pin, pair_of
from yuheng.exchange.outcomes import Outcome
from yuheng.exchange.registration import Registration
from yuheng.office.event_agenda import Slot

TEMPLATE: Final = """# 供需对接活动的设定；改后保存，再运行 yuheng event timetable。
title = "供需对接会"
day = {day}
place = ""
first = "09:00"      # 第一个时段的开始
slots = 12           # 时段数
minutes = 20         # 每个时段多长
pause = 5            # 时段之间的间隔
breaks = {{ 6 = 90 }}  # 第6时段之后休息90分钟
tables = 20
most = 8             # 每家最多几场
floor = 1            # 有匹配的单位每家至少几场
seed = 0
gaps = []            # 规划所列缺口的分类，如 ["械.诊断"]
keep_contacts_days = 180  # 联系方式只用于本次活动，活动后保留的天数
# [[pins]]           # 指定对接
# firms = ["甲", "乙"]
# slot = 1
# table = 1
# [[vetoes]]         # 回避
# firms = ["甲", "乙"]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the organiser set for an event (event.toml)."""

    title: str
    day: date
    place: str
    slots: tuple[Slot, ...]
    tables: int
    most: int
    floor: int
    seed: int
    gaps: tuple[str, ...]
    keep_contacts_days: int
    pins: tuple[Pin, ...]
    vetoes: tuple[Pair, ...]


def read_setting(path: Path) -> Setting:
    """Read event.toml.

    Raises:
        Misuse: there is none, or a value is missing or of the wrong kind.
    """
    if not path.exists():
        raise Misuse(f"{path}：没有活动设定。", hint="先运行 yuheng event intake，它会写出一份可以修改的设定。")
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        return Setting(
            title=str(table["title"]),
            day=_day(table["day"]),
            place=str(table.get("place", "")),
            slots=_slots(table),
            tables=int(table["tables"]),
            most=int(table["most"]),
            floor=int(table.get("floor", 1)),
            seed=int(table.get("seed", 0)),
            gaps=tuple(table.get("gaps", ())),
            keep_contacts_days=int(table.get("keep_contacts_days", 180)),
            pins=tuple(_pin(pin) for pin in table.get("pins", ())),
            vetoes=tuple(pair_of(*veto["firms"]) for veto in table.get("vetoes", ())),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise Misuse(
            f"{path}：读不懂（{error}）。", hint="对照模板改正：数字不加引号，日期写成 2026-05-20。"
        ) from error


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _pin(pin: dict[str, Any]) -> Pin:
    slot, table = pin.get("slot"), pin.get("table")
    return Pin(pair_of(*pin["firms"]), None if slot is None else slot - 1, None if table is None else table - 1)


def _slots(table: dict[str, Any]) -> tuple[Slot, ...]:
    start = datetime.combine(_day(table["day"]), time.fromisoformat(table["first"]))
    long, pause = timedelta(minutes=int(table["minutes"])), timedelta(minutes=int(table.get("pause", 0)))
    breaks = {int(after): timedelta(minutes=int(minutes)) for after, minutes in table.get("breaks", {}).items()}
    found = []
    for number in range(1, int(table["slots"]) + 1):
        found.append(Slot(start, start + long))
        start += long + breaks.get(number, pause)
    return tuple(found)


def registration_text(registered: Registration) -> str:
    """What was registered, as JSON; contacts included, so this file stays with the organiser."""
    return _json(
        {
            "firms": [asdict(firm) for _, firm in sorted(registered.firms.items())],
            "items": [asdict(item) for item in registered.items],
            "vetoes": registered.vetoes,
            "absences": registered.absences,
        }
    )


def read_registration(path: Path) -> Registration:
    """Read what was registered.

    Raises:
        Misuse: nothing was.
    """
    table = _read(path, "yuheng event intake")
    firms = {}
    for each in table["firms"]:
        contact = Contact(**{**each.pop("contact"), "until": None})
        licence_until = _optional_day(each.pop("licence_until"))
        firms[each["name"]] = Firm(**each, contact=contact, licence_until=licence_until)
    items = []
    for each in table["items"]:
        lists: dict[str, Any] = {name: tuple(each[name]) for name in ("must", "want", "no")}
        items.append(Item(**{**each, **lists, "until": _optional_day(each["until"])}))
    vetoes = [(one, other) for one, other in table["vetoes"]]
    return Registration(firms, items, vetoes, [(firm, slot) for firm, slot in table["absences"]])


def matches_text(matches: Iterable[Match]) -> str:
    """The matches, as JSON."""
    return _json({"matches": [asdict(match) for match in matches]})


def read_matches(path: Path) -> list[Match]:
    """Read the matches.

    Raises:
        Misuse: there are none yet.
    """
    found = []
    for each in _read(path, "yuheng event match")["matches"]:
        parts = tuple(Part(**part) for part in each.pop("parts"))
        one, other = each.pop("pair")
        marked = tuple((start, end) for start, end in each.pop("marked"))
        found.append(Match(**{**each, "open": tuple(each["open"])}, pair=(one, other), parts=parts, marked=marked))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A timetable as published.

    Attributes:
        version: counts up with every re-plan.
        meetings: in order.
        objective, bound: as the solver proved them; a re-plan has no bound and repeats its objective.
        below: firms below the floor, with the reason in `note`.
        note: what is to be said about it, in Chinese.
        absent, lost: what became known on the day: firm or table, and slot.
    """

    version: int
    meetings: tuple[Meeting, ...]
    objective: int
    bound: int
    below: tuple[str, ...] = ()
    note: str = ""
    absent: tuple[tuple[str, int], ...] = ()
    lost: tuple[tuple[int, int], ...] = ()


def plan_text(plan: Plan) -> str:
    """A plan, as JSON."""
    return _json(asdict(plan))


def read_plan(path: Path) -> Plan:
    """Read a plan.

    Raises:
        Misuse: there is none yet.
    """
    table = _read(path, "yuheng event timetable")
    meetings = tuple(Meeting(m["slot"], m["table"], pair_of(*m["pair"]), m["score"]) for m in table.pop("meetings"))
    below = tuple(table.pop("below"))
    absent = tuple((firm, slot) for firm, slot in table.pop("absent"))
    lost = tuple((number, slot) for number, slot in table.pop("lost"))
    return Plan(**table, meetings=meetings, below=below, absent=absent, lost=lost)


def outcomes_text(outcomes: Iterable[Outcome]) -> str:
    """The outcomes, as JSON."""
    return _json({"outcomes": [asdict(outcome) for outcome in outcomes]})


def read_outcomes(path: Path) -> list[Outcome]:
    """Read the outcomes; none yet are none."""
    if not path.exists():
        return []
    found = []
    for each in _read(path, "yuheng event outcomes")["outcomes"]:
        amount = None if each["amount"] is None else Decimal(each["amount"])
        changed = {"pair": pair_of(*each["pair"]), "on": date.fromisoformat(each["on"]), "amount": amount}
        found.append(Outcome(**{**each, **changed}))
    return found


def _json(table: object) -> str:
    def plain(value: object) -> str:
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Decimal):
            return str(value)
        raise TypeError(f"{type(value).__name__} has no place in an event's file")

    return json.dumps(table, ensure_ascii=False, indent=1, default=plain) + "\n"


def _read(path: Path, command: str) -> dict[str, Any]:
    if not path.exists():
        raise Misuse(f"{path}：还没有这个文件。", hint=f"先运行 {command}。")
    try:
        table = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise Misuse(f"{path}：文件损坏（{error}）。", hint=f"重新运行 {command}。") from error
    if not isinstance(table, dict):
        raise Misuse(f"{path}：文件损坏。", hint=f"重新运行 {command}。")
    return table


def _optional_day(words: str | None) -> date | None:
    return None if words is None else date.fromisoformat(words)
