"""How parties are named: endings by kind, departments and their short forms, regions that act, and where names begin.

The data lies beside this file: `kinds.toml`, `departments.toml`, `regions.toml`, `edges.toml`. Another region or
another industry edits those and no code.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, cast, get_args

from yuheng.model.party import PartyKind


@dataclass(frozen=True, slots=True)
class Ending:
    """How names of a kind end, and the characters that must not follow."""

    text: str
    kind: PartyKind
    not_before: str


@dataclass(frozen=True, slots=True)
class Edges:
    """Where a name begins (`before`, `inside`), what is no name (`nobody`, `generic`), what stands beside persons."""

    before: tuple[str, ...]
    inside: tuple[str, ...]
    nobody: tuple[str, ...]
    generic: tuple[str, ...]
    titles: tuple[str, ...]
    honours: tuple[str, ...]
    surnames: str


@dataclass(frozen=True, slots=True)
class Regions:
    """Regions that act as parties.

    Attributes:
        provinces: short name to full name: 四川 to 四川省.
        letters: one letter to the short name: 川 to 四川.
        safe: the letters that pair without 两地 behind them.
        pairs: fixed pairs of cities: 成渝 to (成都, 重庆).
        blocs: regions that are one party under one name: 长三角, 东盟.
    """

    provinces: dict[str, str]
    letters: dict[str, str]
    safe: str
    pairs: dict[str, tuple[str, ...]]
    blocs: tuple[str, ...]


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))


@cache
def endings() -> tuple[Ending, ...]:
    """Every ending of a party's name, with its kind."""
    table = _table("kinds.toml")
    unknown = set(table) - set(get_args(PartyKind))
    if unknown:
        raise ValueError(f"kinds.toml names kinds that the model does not know: {sorted(unknown)}")
    return tuple(
        Ending(text, cast(PartyKind, kind), entry["not_before"])
        for kind, entry in table.items()
        for text in entry["endings"]
    )


@cache
def departments() -> dict[str, str]:
    """Every way to write a department without its region, and the official name: 经信委 to 经济和信息化委员会.

    >>> departments()["市场监管局"], departments()["文化旅游委"], departments()["科技厅"]
    ('市场监督管理局', '文化和旅游发展委员会', '科学技术厅')
    """
    table = _table("departments.toml")
    general: dict[str, str] = table["endings"]
    found: dict[str, str] = {}
    for entry in table["department"]:
        official: dict[str, str] = entry.get("official", {})
        ends = {end: general.get(end, end) for end in entry.get("endings", general)}
        for stem in (entry["stem"], *entry.get("short", ())):
            for end, full in ends.items():
                found.setdefault(stem + end, official.get(end, entry["stem"] + full))
    return found


@cache
def bodies() -> dict[str, str]:
    """Bodies with one fixed ending, short to full: 残联 to 残疾人联合会."""
    return dict(_table("departments.toml")["bodies"])


@cache
def edges() -> Edges:
    """Where names begin, and the words that are nobody's name."""
    table = _table("edges.toml")
    lists = {key: tuple(table[key]) for key in ("before", "inside", "nobody", "generic", "titles", "honours")}
    return Edges(**lists, surnames=table["surnames"])


@cache
def regions() -> Regions:
    """Provinces, their letters, pairs of cities and blocs."""
    table = _table("regions.toml")
    provinces = {short: entry["full"] for short, entry in table["provinces"].items()}
    letters = {letter: short for short, entry in table["provinces"].items() for letter in entry["letters"]}
    pairs = {name: tuple(members) for name, members in table["pairs"].items()}
    blocs = tuple(sorted((*table["blocs"]["names"], *table["blocs"]["countries"]), key=len, reverse=True))
    return Regions(provinces, letters, table["letters"]["safe"], pairs, blocs)
