"""An event from the sheets that come in to the list, the matches and the timetable; one folder holds it all."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from yuheng.app.compiling import write_file
from yuheng.app.event_folder import (
    COLUMNS,
    LIST,
    MATCH_BOOK,
    MATCHES,
    PLAN,
    QUESTIONS,
    REGISTERED,
    SETTING,
    SHEETS,
    Event,
    read_event,
    refuse_standing,
)
from yuheng.errors import Misuse, YuhengError
from yuheng.exchange.items import Item
from yuheng.exchange.matches import Match, matches_in
from yuheng.exchange.meetings import Rules
from yuheng.exchange.numbering import keep_numbers
from yuheng.exchange.registration import Registration, check, register
from yuheng.exchange.rounds import Effort
from yuheng.exchange.timetable import timetable_of
from yuheng.exchange.verifier import faults_in
from yuheng.extract.trade_columns import columns_of
from yuheng.office.event_file import (
    Plan,
    basis_of,
    matches_text,
    plan_text,
    read_plan,
    read_registration,
    registration_text,
)
from yuheng.office.event_list import list_bytes, list_jsonld, list_page, matches_bytes
from yuheng.office.event_own import is_own, own_columns, owner_of
from yuheng.office.event_setting import Setting, read_setting, setting_text
from yuheng.office.event_sheet import Table, columns_text, questions_bytes, read_columns, tables_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What came of reading sheets.

    Attributes:
        registered: everything of this event so far; None where columns wait to be confirmed first.
        proposed: for each new head, what its columns are taken to mean.
        unread: files and sheets without a head that could be recognised.
        written: files written.
    """

    registered: Registration | None
    proposed: dict[str, dict[int, str]]
    unread: tuple[str, ...]
    written: tuple[Path, ...]


def take_in(folder: Path, paths: Sequence[Path], *, on: date, confirm: bool = False) -> Intake:
    """Read registration sheets into an event's folder.

    A head that was never seen is proposed and waits: nothing is registered until a person has confirmed its columns,
    once for all sheets with that head. Reading the same sheets again replaces what they said.

    Args:
        folder: the event's; made where it is not there, with a setting to fill in.
        paths: sheets. All of an event's sheets are given each time: what is not given is no more.
        on: the day by which licences and items have ended or not.
        confirm: take the proposed columns as confirmed.

    Raises:
        Misuse: a path is no file, or no sheet could be recognised.
        UnreadableSnapshot: a file is damaged or no sheet.
    """
    refuse_standing(folder)
    proposed, confirmed, registered, unread = read_sheets(folder, paths, confirm=confirm)
    written = []
    if not (folder / SETTING).exists():
        written.append(write_file(folder / SETTING, setting_text(Setting(title="供需对接会", day=on)).encode()))
    if registered is None:
        return Intake(registered=None, proposed=proposed, unread=unread, written=tuple(written))
    keep_numbers(_registered_before(folder), registered)
    check(registered, on=on)
    written += [
        write_file(folder / COLUMNS, columns_text(confirmed).encode()),
        write_file(folder / REGISTERED, registration_text(registered).encode()),
        write_file(folder / QUESTIONS, questions_bytes(registered.questions)),
    ]
    return Intake(registered=registered, proposed=proposed, unread=unread, written=tuple(written))


def _registered_before(folder: Path) -> Registration:
    """What was registered before; a damaged file is what an intake mends, and its numbers are lost with it."""
    try:
        return read_registration(folder / REGISTERED)
    except Misuse:
        return Registration()


Columns = dict[str, dict[int, str]]
"""Heads of sheets, and what each of their columns means."""


def read_sheets(
    folder: Path, paths: Sequence[Path], *, confirm: bool
) -> tuple[Columns, Columns, Registration | None, tuple[str, ...]]:
    """Read sheets by the columns that were confirmed in a folder; nothing is written.

    A firm's own sheet says what holds of that firm: what other sheets say of it is passed over.

    Returns:
        The heads never seen with what they are proposed to mean, all that is confirmed, what was registered (None where
        a head waits to be confirmed first), and what could not be recognised.
    """
    confirmed = read_columns(folder / COLUMNS)
    tables, unread = _tables(paths, confirmed)
    others = [table for table in tables if not is_own(table)]
    own = [table for table in tables if is_own(table)]
    proposed = {t.signature: columns_of(t.head) for t in others if t.signature not in confirmed}
    if proposed and not confirm:
        return proposed, confirmed, None, unread
    confirmed |= proposed
    registered = Registration()
    owners = {owner_of(table) for table in own} - {""}
    for table in others:
        columns = confirmed[table.signature]
        origins = table.origins(columns)
        register(
            registered,
            table.filled(columns),
            side=table.side,
            origins=origins,
            speaks_for=lambda firm: firm not in owners,
        )
    for table in own:
        register_own(registered, table)
    return proposed, confirmed, registered, unread


def register_own(into: Registration, table: Table) -> None:
    """Add what a firm says of itself in its own sheet; what stands there of any other firm is passed over."""
    columns, owner = own_columns(table.head) or {}, owner_of(table)
    register(into, table.filled(columns), origins=table.origins(columns), speaks_for=lambda firm: firm == owner)


def _tables(paths: Sequence[Path], confirmed: Columns) -> tuple[list[Table], tuple[str, ...]]:
    tables: list[Table] = []
    unread, heads = [], []
    for path in paths:
        if not path.is_file():
            raise Misuse(f"{path}：没有这个文件。", hint="检查路径。")
        found = tables_at(path, known=confirmed)
        heads += [table.signature for table in found if not table.recognised]
        found = [table for table in found if table.recognised]
        tables += found
        if not found:
            unread.append(path.name)
    if not tables:
        by_hand = f"或在 {COLUMNS} 中写明表头“{heads[0]}”的各列，或在网页上逐列选。" if heads else ""
        raise Misuse(
            f"没有认出登记表：{'、'.join(unread) or '没有给文件'}。",
            hint=f"表头要有单位名称，以及产品、供给或需求中的一列。{by_hand}",
        )
    return tables, tuple(unread)


def publish_list(folder: Path, *, on: date, issued: date) -> tuple[tuple[Item, ...], tuple[Path, ...]]:
    """Write the list of what stands on a day, without contacts: workbook, page and JSON-LD.

    Args:
        folder: the event's.
        on: the day on which the items stand.
        issued: the day of the list's issue, which it names.

    Raises:
        Misuse: nothing was registered.
    """
    refuse_standing(folder)
    registered, setting = read_registration(folder / REGISTERED), read_setting(folder / SETTING)
    items = standing(registered, on=on)
    title = f"{setting.title} 供需清单"
    book, page = list_bytes(title, items, issued=issued), list_page(title, items).encode()
    contents = (book, page, list_jsonld(title, items).encode())
    return items, tuple(write_file(folder / name, data) for name, data in zip(LIST, contents, strict=True))


def standing(registered: Registration, *, on: date) -> tuple[Item, ...]:
    """The items that stand on a day; one that names no place stands where its firm sits."""
    places = {firm.name: firm.place for firm in registered.firms.values()}
    return tuple(
        item if item.place else replace(item, place=places[item.firm])
        for item in registered.items
        if item.until is None or item.until >= on
    )


def match_items(folder: Path, *, on: date) -> tuple[list[Match], tuple[Path, ...]]:
    """Match the needs with the offers, and write the matches with their reasons.

    Raises:
        Misuse: nothing was registered, or the extra is not installed.
    """
    refuse_standing(folder)
    registered, setting = read_registration(folder / REGISTERED), read_setting(folder / SETTING)
    matches = matches_in(registered.items, firms=list(registered.firms.values()), on=on, gaps=setting.gaps)
    items = {item.id: item for item in registered.items}
    written = (
        write_file(folder / MATCHES, matches_text(matches, basis=basis_of(registered)).encode()),
        write_file(
            folder / MATCH_BOOK, matches_bytes(f"{setting.title} 匹配", matches, items, sheets=kept_sheets(folder))
        ),
    )
    return matches, written


def kept_sheets(folder: Path) -> dict[str, str]:
    """The sheets in the folder itself: their SHA-256, and where they lie beside the workbooks."""
    return {
        hashlib.sha256(path.read_bytes()).hexdigest(): f"{SHEETS}/{path.name}"
        for path in sorted((folder / SHEETS).glob("*"))
        if path.is_file()
    }


def make_timetable(folder: Path, *, effort: Effort | None = None) -> tuple[Plan, tuple[Path, ...]]:
    """Make the timetable, have it verified, and keep it; the prints follow (`event_press`).

    One made anew is another version: a sheet of the timetable before must not be taken for one of this.

    Raises:
        Misuse: a file is missing, or the pins cannot be kept.
        YuhengError: the verifier found a fault; nothing is written then.
    """
    event = read_event(folder)
    made = timetable_of(event.firms, event.candidates, rules=event.rules, seed=event.setting.seed, effort=effort)
    note = made.conflict.message if made.conflict else ""
    if made.unmatched:
        more = "等" if len(made.unmatched) > 8 else ""
        note += f"没有匹配的单位{len(made.unmatched)}家：{'、'.join(made.unmatched[:8])}{more}。"
    plan = Plan(
        version=_version_before(folder) + 1,
        meetings=made.meetings,
        objective=made.objective,
        bound=made.bound,
        below=made.below,
        note=note,
    )
    refuse_faults(plan, event, event.rules)
    return plan, (write_file(folder / PLAN, plan_text(plan).encode()),)


def _version_before(folder: Path) -> int:
    """The version of the timetable that is there; a damaged file is what another one mends."""
    try:
        return read_plan(folder / PLAN).version
    except Misuse:
        return 0


def refuse_faults(plan: Plan, event: Event, rules: Rules) -> None:
    """Stop a plan that breaks a rule from being published.

    Raises:
        YuhengError: with every fault.
    """
    faults = faults_in(
        plan.meetings,
        firms=event.firms,
        candidates=event.candidates,
        rules=rules,
        excused=plan.below,
    )
    if faults:
        raise YuhengError(f"核查器不放行：{'；'.join(faults)}。", hint="这是程序的错，请报告；原来的安排没有改动。")
