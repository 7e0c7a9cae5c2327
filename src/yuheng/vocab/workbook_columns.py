"""What offices call the columns of their ledgers, and which of them may be written."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

_LOOSE: Final = re.compile(r"[\s（）()：:、，,/／*＊.。]+")
_UNIT: Final = re.compile(r"[（(][^（）()]*[）)]")


@dataclass(frozen=True, slots=True)
class ColumnRole:
    """One kind of column: its key, whether its cells may be written, and its titles, the usual one first."""

    key: str
    is_owned: bool
    titles: tuple[str, ...]


@cache
def column_roles() -> dict[str, ColumnRole]:
    """Every kind of column by its key."""
    table = tomllib.loads(files(__package__).joinpath("workbook_columns.toml").read_text("utf-8"))["role"]
    return {key: ColumnRole(key, bool(row.get("owned", False)), tuple(row["titles"])) for key, row in table.items()}


def role_of(title: str) -> tuple[str, bool]:
    """The kind of column that a title names and whether it names it exactly; "" where it names none.

    >>> role_of("责任 单位"), role_of("2026年目标值（张）"), role_of("联系电话")
    (('owner', True), ('goal', False), ('', False))
    """
    words = _LOOSE.sub("", title)
    bare = _LOOSE.sub("", _UNIT.sub("", title))
    for key, role in column_roles().items():
        if words in role.titles or bare in role.titles:
            return key, True
    found = [
        (bare.endswith(name), len(name), key)
        for key, role in column_roles().items()
        for name in role.titles
        if len(name) >= 2 and name in bare and len(bare) <= len(name) + 12
    ]
    return (max(found)[2], False) if found else ("", False)
