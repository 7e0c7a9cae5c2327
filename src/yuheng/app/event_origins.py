"""Whether what is registered still stands, letter for letter, in the sheets that it was read from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from yuheng.app.event_folder import REGISTERED, SHEETS
from yuheng.errors import Misuse
from yuheng.exchange.items import Item, Origin
from yuheng.office.event_file import read_registration
from yuheng.office.event_sheet import broken_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Registered items by what their origin is worth.

    Attributes:
        held: their words stand in the cell that they name.
        broken: the sheet was given, but it is another version, or the cell says something else.
        missing: the sheet was not given.
        unknown: registered without an origin, by an earlier version or by hand.
    """

    held: tuple[Item, ...]
    broken: tuple[Item, ...]
    missing: tuple[Item, ...]
    unknown: tuple[Item, ...]


def check_origins(folder: Path, paths: Sequence[Path] = ()) -> Checked:
    """Hold every registered item against its sheet, as handed in.

    Args:
        folder: the event's.
        paths: the sheets; those kept in the event's folder where none is given.

    Raises:
        Misuse: nothing was registered, or a path is no file.
        UnreadableSnapshot: a sheet is damaged.
    """
    items = read_registration(folder / REGISTERED).items
    given = {path.name: path for path in paths or sorted((folder / SHEETS).glob("*"))}
    by_bytes: dict[str, Path] = {}
    for path in given.values():
        if not path.is_file():
            raise Misuse(f"{path}：没有这个文件。", hint="检查路径。")
        by_bytes[hashlib.sha256(path.read_bytes()).hexdigest()] = path
    of: dict[Path, list[Origin]] = {}
    for origin in (item.origin for item in items if item.origin is not None):
        sheet = by_bytes.get(origin.snapshot) or given.get(origin.file)
        if sheet is not None:
            of.setdefault(sheet, []).append(origin)
    there = {origin for origins in of.values() for origin in origins}
    broken = {origin for sheet, origins in of.items() for origin in broken_in(origins, sheet)}
    return Checked(
        held=tuple(item for item in items if item.origin in there - broken),
        broken=tuple(item for item in items if item.origin in broken),
        missing=tuple(item for item in items if item.origin is not None and item.origin not in there),
        unknown=tuple(item for item in items if item.origin is None),
    )
