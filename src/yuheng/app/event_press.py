"""The prints of an event: which there are and of which version, which are still to be made, and the making of them.

A plan holds from the moment in which it is kept; its prints follow, file by file, what a hall needs first. The record
beside them says what each file holds. What is left to do is read off it and the plan, so that printing which was cut
short goes on where it stopped, and a sheet that nobody was given of a plan between is never made.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path
from typing import Any, Final

from yuheng.app.compiling import write_file
from yuheng.app.event_folder import Event
from yuheng.app.event_print import drawn_secret, hall_of
from yuheng.errors import Misuse
from yuheng.exchange.meetings import Meeting
from yuheng.office.event_agenda import Hall, agenda_book, agenda_pages, calendar_of, table_pages, wall_count, wall_pages
from yuheng.office.event_drawing import Page, png_of
from yuheng.office.event_file import Plan, read_plan
from yuheng.office.event_own import file_name
from yuheng.office.event_pdf import pdf_of

WALL: Final = "总表.pdf"
PICTURE: Final = "总表.png"
AGENDAS: Final = "议程.pdf"
TABLES: Final = "桌卡.pdf"
BOOK: Final = "议程.xlsx"
CALENDARS: Final = "日历"
CHANGED: Final = "变更议程"
CHANGED_TABLES: Final = "变更桌卡"
PRINTS: Final = "印制.json"
"""What each print holds."""

PRINTED: Final = "变更已印.json"
"""Which version's changed sheets were the last to be put on paper."""

_CHANGED: Final = re.compile(rf"({CHANGED}|{CHANGED_TABLES})\.v\d+\.pdf")

Tell = Callable[[str, int, int], None]
"""Called after each page with the file's name, how many pages are made, and how many there will be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """One printed file, or one that is to be.

    Attributes:
        name: the file's.
        version: the plan's.
        edition: differs wherever the plan, its reasons or what the event says of itself differ.
        firms: whose agendas it holds.
        tables: whose cards it holds, counted from 0.
    """

    name: str
    version: int
    edition: str
    firms: tuple[str, ...] = ()
    tables: tuple[int, ...] = ()


def prints_in(folder: Path) -> dict[str, Print]:
    """The prints that an event has, by name.

    Raises:
        Misuse: the record is damaged.
    """
    return {
        each["name"]: Print(**{**each, "firms": tuple(each["firms"]), "tables": tuple(each["tables"])})
        for each in _read(folder / PRINTS).get("prints", ())
    }


def prints_due(folder: Path, event: Event, plan: Plan, *, everything: bool = False) -> list[Print]:
    """What is still to be printed of a plan, what the hall needs first.

    Agendas and table cards that nobody's day has made wrong are not printed again: what has changed since the last
    sheets comes in a file of its own, named by the version. Where there are no sheets yet, or no plan that they can be
    held against, everything is due.

    Raises:
        Misuse: the setting has no room for the plan.
    """
    hall, held = hall_of(event, plan), prints_in(folder)
    edition = hashlib.sha256(repr((hall, event.firms, event.rules.tables)).encode()).hexdigest()[:16]
    left = None if everything else _changes_left(folder, plan, held)
    if left is None:
        used = tuple(sorted({meeting.table for meeting in plan.meetings}))
        sheets = [(AGENDAS, _with_meetings(hall, event.firms), ()), (TABLES, (), used)]
    else:
        sheets = [(changed_name(CHANGED, plan), left[0], ()), (changed_name(CHANGED_TABLES, plan), (), left[1])]
    named = [each for each in sheets if each[1] or each[2]] + [(BOOK, (), ()), (WALL, (), ())]
    due = [
        Print(name=name, version=plan.version, edition=edition, firms=firms, tables=tables)
        for name, firms, tables in named
    ]
    return [each for each in due if held.get(each.name) != each or not (folder / each.name).exists()]


def changed_name(name: str, plan: Plan) -> str:
    """What the changed sheets of a version are called: those of the next one must not take their place."""
    return f"{name}.v{plan.version}.pdf"


def _changes_left(folder: Path, plan: Plan, held: dict[str, Print]) -> tuple[tuple[str, ...], tuple[int, ...]] | None:
    """The firms and tables whose day has changed since sheets were made; None where all are to be made."""
    if AGENDAS not in held or TABLES not in held:
        return None
    since = [
        _plan_of(folder, max(each.version for each in held.values() if each.name.startswith(names)), plan)
        for names in ((AGENDAS, f"{CHANGED}."), (TABLES, f"{CHANGED_TABLES}."))
    ]
    if since[0] is None or since[1] is None:
        return None
    return _firms_to_tell(since[0], plan), _tables(_between(since[1], plan))


def _firms_to_tell(old: Plan, new: Plan) -> tuple[str, ...]:
    """Those who need another sheet: not who is away to the end of the day, but who comes after all.

    A firm left out while it was away holds a sheet older than the last ones: back without a meeting, its day is the
    same as in the plan before, and its sheet is wrong all the same.
    """
    changes = _between(old, new)
    absent = set(new.absent)
    slots = [each.slot for each in (*old.meetings, *new.meetings)]
    last = max([*slots, *(slot for _, slot in (*old.absent, *new.absent))], default=0)
    first = {firm: each.slot for each in sorted(changes, key=lambda each: -each.slot) for firm in each.pair}
    told = {firm for firm, start in first.items() if any((firm, slot) not in absent for slot in range(start, last + 1))}
    back = {firm for firm, slot in set(old.absent) - absent if slot == last}
    return tuple(sorted(told | back))


def _plan_of(folder: Path, version: int, plan: Plan) -> Plan | None:
    """The plan of a version; None where it is not there any more, or belongs to a timetable that was begun anew."""
    path = folder / f"timetable.v{version}.json"
    if version == plan.version:
        return plan
    return read_plan(path) if version < plan.version and path.exists() else None


def _between(one: Plan, other: Plan) -> list[Meeting]:
    """The meetings that only one of two plans has, in that slot and at that table."""
    old, new = ({(each.slot, each.table, each.pair): each for each in plan.meetings} for plan in (one, other))
    return [(old.get(seat) or new[seat]) for seat in old.keys() ^ new.keys()]


def _firms(meetings: Iterable[Meeting]) -> tuple[str, ...]:
    return tuple(sorted({firm for meeting in meetings for firm in meeting.pair}))


def _tables(meetings: Iterable[Meeting]) -> tuple[int, ...]:
    return tuple(sorted({meeting.table for meeting in meetings}))


# --- making them


def pages_in(each: Print, event: Event) -> int:
    """How many pages a print has, the workbook counted as one."""
    if each.name == WALL:
        return wall_count(len(event.setting.slots), event.rules.tables)
    return max(-(-len(each.firms) // 2) + len(each.tables), 1)


def make_print(
    folder: Path, event: Event, plan: Plan, each: Print, *, tell: Callable[[int], None] = lambda _done: None
) -> tuple[Path, ...]:
    """Make one print and note what it holds; with agendas go the calendars of the same firms.

    Args:
        folder: the event's.
        event, plan: as they stand in it.
        each: what is due.
        tell: called after each page with how many are made; what it raises leaves everything as it was.
    """
    hall = hall_of(event, plan, secret=drawn_secret(folder))
    beside: list[Path] = []
    if each.firms:
        content = pdf_of(agenda_pages(hall, each.firms), tell=tell)
        beside = _calendars(folder, hall, event.firms if each.name == AGENDAS else each.firms)
    elif each.tables:
        content = pdf_of(table_pages(hall, each.tables), tell=tell)
    elif each.name == WALL:
        walls: Sequence[Page] = wall_pages(hall, event.rules.tables)
        content = pdf_of(walls, tell=tell)
        beside = [write_file(folder / PICTURE, png_of(walls[0]))]
    else:
        content = agenda_book(hall, event.firms, event.rules.tables)
        tell(1)
    held = {**prints_in(folder), each.name: each}
    written = write_file(folder / each.name, content)
    record = {"prints": [asdict(one) for _, one in sorted(held.items())]}
    write_file(folder / PRINTS, f"{json.dumps(record, ensure_ascii=False, indent=1)}\n".encode())
    return (written, *beside)


def print_out(
    folder: Path,
    event: Event,
    plan: Plan,
    *,
    everything: bool = False,
    tell: Tell = lambda _name, _done, _total: None,
) -> tuple[Path, ...]:
    """Make every print that is due, one after the other: what is made when this is stopped stays made."""
    due = prints_due(folder, event, plan, everything=everything)
    total, done = sum(pages_in(each, event) for each in due), 0
    written: list[Path] = []
    for each in due:
        written += make_print(folder, event, plan, each, tell=partial(_tell, tell, each.name, done, total))
        done += pages_in(each, event)
    return tuple(written)


def _tell(tell: Tell, name: str, before: int, total: int, page: int) -> None:
    tell(name, before + page, total)


def _with_meetings(hall: Hall, firms: Iterable[str]) -> tuple[str, ...]:
    """Those who meet somebody; all, where nobody does."""
    meeting = set(_firms(hall.meetings))
    return tuple(firm for firm in firms if firm in meeting) or tuple(firms)


def _calendars(folder: Path, hall: Hall, firms: Iterable[str]) -> list[Path]:
    stamp = datetime.combine(hall.slots[0].start.date(), time(), tzinfo=UTC)
    return [
        write_file(folder / CALENDARS / f"{file_name(firm)}.ics", calendar_of(hall, firm, stamp=stamp))
        for firm in firms
    ]


# --- what the organiser is told of them


def is_behind(folder: Path, plan: Plan) -> bool:
    """Whether something of a plan is not printed yet."""
    held = prints_in(folder)
    wall = held.get(WALL)
    return wall is None or wall.version < plan.version or _changes_left(folder, plan, held) != ((), ())


def waiting_sheets(folder: Path) -> list[Print]:
    """The changed sheets that are not on paper yet, the oldest version first: neither marked, nor all printed anew."""
    held = prints_in(folder)
    since = max(_read(folder / PRINTED).get("version", 0), held[AGENDAS].version if AGENDAS in held else 0)
    found = [each for name, each in held.items() if _CHANGED.fullmatch(name) and each.version > since]
    return sorted(found, key=lambda each: (each.version, each.name))


def stale_in(folder: Path, each: Print, plan: Plan) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The firms and tables whose sheet in a print is not to be handed out any more: their day has changed since."""
    made_of = _plan_of(folder, each.version, plan)
    if made_of is None:
        return each.firms, each.tables
    since = _between(made_of, plan)
    firms, tables = set(_firms(since)), set(_tables(since))
    return tuple(f for f in each.firms if f in firms), tuple(t for t in each.tables if t in tables)


def note_printed(folder: Path, plan: Plan, *, version: int, by: str, at: datetime) -> None:
    """Note that all changed sheets up to a version are on paper.

    Raises:
        Misuse: there is a newer version by now, or its sheets are not made yet.
    """
    if version != plan.version:
        raise Misuse(f"时间表已是第{plan.version}版，又有要印的。", hint="刷新后再标记。")
    if _changes_left(folder, plan, prints_in(folder)) != ((), ()):
        raise Misuse(f"第{plan.version}版的议程和桌卡还没有印制完。", hint="印制完成后再标记。")
    table = {"version": version, "by": by, "at": at.isoformat(timespec="seconds")}
    write_file(folder / PRINTED, f"{json.dumps(table, ensure_ascii=False)}\n".encode())


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        table = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise Misuse(f"{path}：文件损坏（{error}）。", hint="删去它，再印制一次。") from error
    return table if isinstance(table, dict) else {}
