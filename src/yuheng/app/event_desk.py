"""What an organiser decides about an event between two runs: settings, sheets, columns, pins, vetoes, a move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from yuheng.app.compiling import write_file
from yuheng.app.event import Intake, publish_list, take_in
from yuheng.app.event_day import rules_on_the_day
from yuheng.app.event_folder import COLUMNS, LIST, PLAN, QUESTIONS, REGISTERED, SETTING, SHEETS, Event, read_event
from yuheng.errors import Misuse, UnreadableSnapshot
from yuheng.exchange.meetings import Meeting, Pair, Pin, Rules
from yuheng.exchange.verifier import faults_in
from yuheng.office.event_file import Plan, plan_text, read_plan, read_registration
from yuheng.office.event_own import PREFIX, owner_of
from yuheng.office.event_setting import Setting, read_setting, setting_text
from yuheng.office.event_sheet import FIELDS, Table, columns_text, read_columns, tables_at


def keep_setting(folder: Path, setting: Setting) -> None:
    """Write event.toml, if a timetable could be made under it.

    Raises:
        Misuse: a number that cannot be, a day too long, a pin or veto beyond slots and tables.
    """
    Rules(slots=len(setting.slots), tables=setting.tables, most=setting.most, floor=setting.floor)
    for pin in setting.pins:
        if (pin.slot or 0) >= len(setting.slots) or (pin.table or 0) >= setting.tables:
            raise Misuse(f"指定的对接{'—'.join(pin.pair)}超出了时段或桌数。", hint="先取消这一指定。")
    write_file(folder / SETTING, setting_text(setting).encode())


def doubts(folder: Path) -> list[str]:
    """What a setting says that can be written down and not be had, in Chinese: told at saving, before anybody waits."""
    setting = read_setting(folder / SETTING)
    count, said = len(setting.slots), []
    said += [f"第{after}时段后的休息不起作用：共{count}个时段。" for after, _ in setting.clock.breaks if after >= count]
    if setting.floor > min(setting.most, count):
        said.append(f"每家至少{setting.floor}场排不出来：每家最多{setting.most}场，共{count}个时段。")
    firms = len(read_registration(folder / REGISTERED).firms) if (folder / REGISTERED).exists() else 0
    places = 2 * count * setting.tables
    if firms * setting.floor > places:
        said.append(
            f"{firms}家单位每家至少{setting.floor}场，要{firms * setting.floor}个席位；"
            f"{setting.tables}张桌、{count}个时段只有{places}个，会有单位不足下限。"
        )
    return said


def outdated(folder: Path) -> str:
    """What a setting makes of a timetable that is there, in Chinese; empty where it still holds."""
    if not (folder / PLAN).exists():
        return ""
    plan = read_plan(folder / PLAN)
    wrong = faults(plan, read_event(folder))
    if not wrong:
        return ""
    return f"时间表第{plan.version}版不再符合设定，有{len(wrong)}处违规（{wrong[0]}）：请到“时间表”一页重新排会。"


def sheets_in(folder: Path) -> list[Path]:
    """The registration sheets that an event has, by name."""
    place = folder / SHEETS
    return sorted(path for path in place.iterdir() if path.is_file()) if place.is_dir() else []


def keep_sheet(folder: Path, name: str, data: bytes) -> None:
    """Keep a registration sheet as it came; one of the same name is replaced.

    It is read aside first: a sheet that cannot be read would stop all others from being read, and must not take the
    place of a good one.

    Raises:
        Misuse: no row of it could be a head, or the same sheet is there under another name.
        UnreadableSnapshot: damaged, or neither a workbook nor a list.
    """
    same = next((path.name for path in sheets_in(folder) if path.name != name and path.read_bytes() == data), None)
    if same is not None:
        raise Misuse(f"{name}：与已收下的“{same}”是同一份登记表，没有重复收下。")
    with TemporaryDirectory(dir=folder) as aside:
        tables = tables_at(write_file(Path(aside) / name, data), known=read_columns(folder / COLUMNS))
        if not tables:
            raise Misuse(f"{name}：没有认出登记表。", hint="要有一行表头，下面一行一条。")
        if name.startswith(PREFIX) and (len(tables) > 1 or not owner_of(tables[0])):
            raise Misuse(
                f"{name}：“{PREFIX}”开头的是单位自己的登记表，这份的表头或单位不符。", hint="换一个文件名再传。"
            )
    write_file(folder / SHEETS / name, data)


def tables_in(folder: Path) -> tuple[list[Table], dict[str, str]]:
    """The registration tables of all sheets, and for each sheet that cannot be read why."""
    tables: list[Table] = []
    unreadable, known = {}, read_columns(folder / COLUMNS)
    for path in sheets_in(folder):
        try:
            tables += tables_at(path, known=known)
        except UnreadableSnapshot as error:
            unreadable[path.name] = str(error)
    return tables, unreadable


def drop_sheet(folder: Path, name: str) -> None:
    """Take a sheet out; what it registered is no more once the sheets are read again.

    Raises:
        Misuse: there is no such sheet.
    """
    if name not in {path.name for path in sheets_in(folder)}:
        raise Misuse(f"没有名为“{name}”的登记表。")
    (folder / SHEETS / name).unlink()


def read_sheets(folder: Path, *, on: date) -> Intake | None:
    """Read all sheets of an event anew, as of its day; None where none is left, and then nothing is registered.

    A list that was written before is written again, so that it never says less than the page. A sheet that cannot be
    read registers nothing, nor does one whose head waits to be told; neither keeps the others from it.

    Args:
        folder: the event's.
        on: today, on which the list is issued.
    """
    tables, _ = tables_in(folder)
    recognised = {table.file for table in tables if table.recognised}
    paths = [path for path in sheets_in(folder) if path.name in recognised]
    if not paths:
        for name in () if tables else (REGISTERED, QUESTIONS):
            (folder / name).unlink(missing_ok=True)
        return None
    day = read_setting(folder / SETTING).day
    taken = take_in(folder, paths, on=day)
    if taken.registered is not None and (folder / LIST[0]).exists():
        publish_list(folder, on=day, issued=on)
    return taken


def confirm_columns(folder: Path, heads: Mapping[str, Mapping[int, str]]) -> None:
    """Keep what a person says that the columns of heads mean; a head of which nothing is read is no registration.

    Raises:
        Misuse: an unknown meaning, one meaning twice in a head, or columns without one for firms and one for items.
    """
    for head, columns in heads.items():
        meant = list(columns.values())
        twice = sorted({field for field in meant if meant.count(field) > 1})
        unknown = sorted(set(meant) - set(FIELDS))
        if unknown:
            raise Misuse(f"没有“{'、'.join(unknown)}”这种列。")
        if twice:
            raise Misuse(f"表头“{head}”中有两列都是{FIELDS[twice[0]]}。", hint="每种含义只选一列，其余选“不读”。")
        if meant and ("firm" not in meant or not {"name", "offer", "need"} & set(meant)):
            raise Misuse(f"表头“{head}”缺少单位，或名称、供给、需求中的一列。")
    confirmed = {**read_columns(folder / COLUMNS), **{head: dict(columns) for head, columns in heads.items()}}
    write_file(folder / COLUMNS, columns_text(confirmed).encode())


def pin(folder: Path, pair: Pair, *, at: tuple[int, int] | None = None) -> None:
    """Fix a meeting: it must take place, and at this slot and table where `at` says so.

    Raises:
        Misuse: the two are kept apart, or do not match.
    """
    event = read_event(folder)
    if pair not in {candidate.pair for candidate in event.candidates}:
        raise Misuse(f"{'—'.join(pair)}之间没有可排会的匹配。")
    if event.rules.forbids(pair):
        raise Misuse(f"{'—'.join(pair)}要求回避或属同一集团，不能指定。", hint="先取消回避。")
    others = [each for each in event.setting.pins if each.pair != pair]
    slot, table = at if at is not None else (None, None)
    keep_setting(folder, replace(event.setting, pins=(*others, Pin(pair, slot, table))))


def unpin(folder: Path, pair: Pair) -> None:
    """Let a meeting go where the timetable wants it."""
    setting = read_setting(folder / SETTING)
    keep_setting(folder, replace(setting, pins=tuple(each for each in setting.pins if each.pair != pair)))


def veto(folder: Path, pair: Pair, *, holds: bool = True) -> None:
    """Keep two firms apart, or no longer; a pin on the two ends with it."""
    setting = read_setting(folder / SETTING)
    vetoes = tuple(each for each in setting.vetoes if each != pair)
    pins = tuple(each for each in setting.pins if not holds or each.pair != pair)
    keep_setting(folder, replace(setting, vetoes=(*vetoes, pair) if holds else vetoes, pins=pins))


def move(folder: Path, pair: Pair, *, slot: int, table: int, begun: int = 0) -> Plan:
    """Move a meeting to another slot or table; who stands there changes places with it. Slots and tables from 0.

    What is printed is older than the plan afterwards: the next print, or re-plan, writes it anew.

    Args:
        folder: the event's.
        pair: who meets.
        slot, table: where to.
        begun: how many slots have begun: what stands in them is a fact.

    Raises:
        Misuse: the two do not meet, a slot has begun, or the verifier finds what the move would break; nothing is
            written then.
    """
    event, plan = read_event(folder), read_plan(folder / PLAN)
    held = next((meeting for meeting in plan.meetings if meeting.pair == pair), None)
    if held is None:
        raise Misuse(f"{'—'.join(pair)}不在时间表中。")
    if (held.slot, held.table) == (slot, table):
        return plan
    if min(held.slot, slot) < begun:
        raise Misuse(f"第{min(held.slot, slot) + 1}时段已经开始，其中的对接不能再动。")
    there = next((each for each in plan.meetings if (each.slot, each.table) == (slot, table)), None)
    meetings = [each for each in plan.meetings if each not in (held, there)]
    meetings.append(replace(held, slot=slot, table=table))
    if there is not None:
        meetings.append(replace(there, slot=held.slot, table=held.table))
    moved = replace(plan, version=plan.version + 1, meetings=tuple(sorted(meetings)))
    new = [fault for fault in faults(moved, event) if fault not in faults(plan, event)]
    if new:
        raise Misuse(f"不能移到第{slot + 1}时段{table + 1}号桌：{'；'.join(new)}。", hint="时间表没有改动。")
    write_file(folder / f"timetable.v{plan.version}.json", plan_text(plan).encode())
    write_file(folder / PLAN, plan_text(moved).encode())
    return moved


def faults(plan: Plan, event: Event) -> list[str]:
    """What the verifier says of a plan as it stands, the day's absences and lost tables included."""
    rules = replace(
        event.rules,
        absent=frozenset({*event.rules.absent, *plan.absent} - {*plan.there}),
        lost=frozenset({*event.rules.lost, *plan.lost}),
    )
    if plan.on_the_day:
        rules = rules_on_the_day(plan, rules, now=plan.begun or 0)
    away = {firm for firm in event.firms if not rules.slots_of(firm)}
    short = _short(plan.meetings, event.firms, rules) if plan.on_the_day else set()
    return faults_in(
        plan.meetings,
        firms=event.firms,
        candidates=event.candidates,
        rules=rules,
        excused={*plan.below, *away, *short},
        refusals=event.refusals,
    )


def _short(meetings: Iterable[Meeting], firms: Iterable[str], rules: Rules) -> set[str]:
    """On the day a firm may be left with less than its floor because its partners are away; the re-plan has said so."""
    counts: dict[str, int] = {}
    for meeting in meetings:
        for firm in meeting.pair:
            counts[firm] = counts.get(firm, 0) + 1
    return {firm for firm in firms if counts.get(firm, 0) < rules.floor}


def day_of(folder: Path) -> date:
    """The event's day."""
    return read_setting(folder / SETTING).day
