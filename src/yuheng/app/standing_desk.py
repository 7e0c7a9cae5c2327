"""What organisers and firms do in a standing exchange between two looks: items, details, replies, sheets, settings.

Each writes what stands and what is remembered; the matches follow with the next look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from yuheng.app.compiling import write_file
from yuheng.app.event import read_sheets
from yuheng.app.event_folder import COLUMNS, CONSENTS, MATCHES, OUTCOMES, REGISTERED, SHEETS, STANDING
from yuheng.app.event_own import invited_code
from yuheng.app.event_standing import LOOK, kept_registration, taken_from
from yuheng.errors import Misuse
from yuheng.exchange.items import Firm
from yuheng.exchange.matches import Match
from yuheng.exchange.outcomes import Outcome
from yuheng.exchange.registration import Registration
from yuheng.exchange.standing import Change, Look, hand_in
from yuheng.exchange.standing_items import (
    TakenOver,
    keep_details,
    put_in,
    read_item,
    replied,
    with_own,
)
from yuheng.office.event_file import read_matches, read_outcomes, read_registration
from yuheng.office.event_notes import Consents, latest, read_consents
from yuheng.office.event_sheet import Table, read_columns, tables_at
from yuheng.office.event_standing import TEXT, StandingSetting, read_look, read_standing, standing_text

WAITING: Final = "待读"
"""Where sheets lie whose columns wait to be confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Exchange:
    """Everything that a standing exchange holds, as it was after the last act; each reading of it is another one."""

    setting: StandingSetting
    registered: Registration
    look: Look
    matches: tuple[Match, ...]
    consents: Consents
    outcomes: tuple[Outcome, ...]


def read_exchange(folder: Path) -> Exchange:
    """Read a standing exchange."""
    return Exchange(
        setting=read_standing(folder / STANDING),
        registered=read_registration(folder / REGISTERED),
        look=read_look(folder / LOOK),
        matches=tuple(read_matches(folder / MATCHES)) if (folder / MATCHES).exists() else (),
        consents=latest(read_consents(folder / CONSENTS)),
        outcomes=tuple(read_outcomes(folder / OUTCOMES)),
    )


def open_standing(folder: Path) -> None:
    """Make a standing exchange with nothing in it, and a setting to correct."""
    write_file(folder / STANDING, TEXT.encode())
    kept_registration(folder, Registration(), Look())


def keep_standing(folder: Path, setting: StandingSetting) -> None:
    """Write the setting.

    Raises:
        Misuse: no title.
    """
    if not setting.title.strip():
        raise Misuse("没有写名称。")
    write_file(folder / STANDING, standing_text(setting).encode())


# --- a firm's own


def hand_in_item(folder: Path, firm: str, given: Mapping[str, str], *, on: date, instead: str = "") -> None:
    """Take in what a firm wrote in a form, as a new item or in the place of one of its own.

    The first item of an invited firm brings the code of its invitation along.

    Raises:
        Misuse: the form is not filled in, the item is there already, or `instead` is none of the firm's.
    """
    whole, look = _stands(folder)
    item, code = read_item(firm, given, on=on), invited_code(folder, firm)
    if firm not in whole.firms and code is not None:
        whole = replace(whole, firms={**whole.firms, firm: Firm(name=firm, code=code)})
    kept_registration(folder, *put_in(whole, item, look, on=on, instead=instead))


def keep_own_details(folder: Path, firm: str, given: Mapping[str, str], *, on: date) -> None:
    """Keep what a firm says of itself and whom to ring.

    Raises:
        Misuse: a code that fails its check digit.
    """
    whole, look = _stands(folder)
    kept_registration(folder, *keep_details(whole, firm, given, look, on=on))


def reply(
    folder: Path,
    *,
    on: date,
    withdraw: Sequence[str] = (),
    extend: Sequence[tuple[str, date]] = (),
    firm: str | None = None,
) -> None:
    """Take items back, or let them last longer.

    Args:
        folder: the exchange's.
        on: the day.
        withdraw: ids of items, or names of firms whose items all go.
        extend: ids of items, and the new last day of each.
        firm: whose word it is; None for the organiser's, who may speak for every firm.

    Raises:
        Misuse: an unknown item, one of another firm, or a last day that is over.
    """
    whole, look = _stands(folder)
    own = {item.id for item in whole.items if firm is None or item.firm == firm}
    others = [each for each in (*withdraw, *(one for one, _ in extend)) if firm is not None and each not in own]
    if others:
        raise Misuse(f"没有登记过：{'、'.join(others)}。", hint="刷新后再试。")
    kept_registration(folder, *replied(whole, look, on=on, withdraw=withdraw, extend=extend))


# --- sheets and events


def bring(folder: Path, name: str, data: bytes, *, on: date) -> None:
    """Keep a sheet that came, to be read once its columns are confirmed; each is kept under its day.

    Raises:
        Misuse: no row of it could be a head, or the same sheet waits already.
        UnreadableSnapshot: damaged, or neither a workbook nor a list.
    """
    if any(path.read_bytes() == data for path in waiting_in(folder)):
        raise Misuse(f"{name}：同一份登记表已在等待读入，没有重复收下。")
    with TemporaryDirectory(dir=folder) as aside:
        if not tables_at(write_file(Path(aside) / name, data), known=read_columns(folder / COLUMNS)):
            raise Misuse(f"{name}：没有认出登记表。", hint="要有一行表头，下面一行一条。")
    number, kept = 1, f"{on} {name}"
    while (folder / SHEETS / kept).exists() or (folder / WAITING / kept).exists():
        number += 1
        kept = f"{on} {number} {name}"
    write_file(folder / WAITING / kept, data)


def waiting_in(folder: Path) -> list[Path]:
    """The sheets that wait to be read, in the order of their names."""
    place = folder / WAITING
    return sorted(path for path in place.iterdir() if path.is_file()) if place.is_dir() else []


def tables_waiting(folder: Path) -> list[Table]:
    """The tables of the sheets that wait."""
    known = read_columns(folder / COLUMNS)
    return [table for path in waiting_in(folder) for table in tables_at(path, known=known)]


def read_waiting(folder: Path, *, on: date) -> Change:
    """Read the sheets that wait and whose heads are all confirmed, together: what they say of a firm adds up."""
    whole, look = _stands(folder)
    confirmed, waiting = read_columns(folder / COLUMNS), waiting_in(folder)
    ready = [path for path in waiting if all(t.signature in confirmed for t in tables_at(path, known=confirmed))]
    if not ready:
        return Change()
    _, _, handed, _ = read_sheets(folder, ready, confirm=False)
    if handed is None:
        raise AssertionError("confirmed sheets are read")
    whole, change, look = hand_in(whole, with_own(whole, handed), look, on=on)
    (folder / SHEETS).mkdir(exist_ok=True)
    for path in ready:
        path.rename(folder / SHEETS / path.name)
    kept_registration(folder, whole, look)
    return change


def drop_waiting(folder: Path, name: str) -> None:
    """Take a sheet out that was not read yet.

    Raises:
        Misuse: there is no such sheet.
    """
    if name not in {path.name for path in waiting_in(folder)}:
        raise Misuse(f"没有名为“{name}”的登记表。")
    (folder / WAITING / name).unlink()


def take_from(folder: Path, event: Path, *, on: date) -> TakenOver:
    """Take over the items of an event that is over and that still stand; contacts stay behind.

    Raises:
        Misuse: the event is still to come, or nothing is registered in it.
    """
    whole, taken, look = taken_from(event, *_stands(folder), on=on)
    kept_registration(folder, whole, look)
    return taken


def _stands(folder: Path) -> tuple[Registration, Look]:
    return read_registration(folder / REGISTERED), read_look(folder / LOOK)
