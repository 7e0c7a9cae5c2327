"""The indicators that plans of the industry use, and the words their names are made of: `indicators.toml`, loaded."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Direction = Literal["more", "less", "keep", "band"]
Accumulation = Literal["level", "flow", "cumulative"]


@dataclass(frozen=True, slots=True)
class Form:
    """One name of an indicator; `note` says what differs, and is empty for a mere alias."""

    name: str
    note: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured; the head of `indicators.toml` explains each field.

    `near` maps the keys of indicators that must not be compared with it to the reason.
    """

    key: str
    name: str
    definition: str
    family: str
    direction: Direction
    accumulation: Accumulation
    price: str
    scoped: bool
    forms: tuple[Form, ...]
    near: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """What an indicator's phrase is made of: see the comments in `indicators.toml`."""

    rewrite: tuple[tuple[str, str], ...]
    fillers: tuple[str, ...]
    sector_suffixes: tuple[str, ...]
    growth_suffixes: tuple[str, ...]
    sectors: dict[str, str]
    umbrella: tuple[str, ...]
    heads: tuple[str, ...]
    grades: tuple[str, ...]
    support: tuple[str, ...]
    support_headings: tuple[str, ...]
    goals: tuple[str, ...]
    less: tuple[str, ...]
    more: tuple[str, ...]
    less_verbs: tuple[str, ...]
    cut_verbs: tuple[str, ...]
    more_verbs: tuple[str, ...]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("indicators.toml").read_text("utf-8"))


@cache
def indicators() -> dict[str, Indicator]:
    """Every known indicator by its key."""
    found: dict[str, Indicator] = {}
    for row in _table()["indicator"]:
        forms = [Form(row["name"], "")]
        forms += [Form(name, "") for name in row.get("aliases", ())]
        forms += [Form(variant["name"], variant["note"]) for variant in row.get("variants", ())]
        near = tuple((entry["key"], entry["reason"]) for entry in row.get("near", ()))
        found[row["key"]] = Indicator(
            row["key"],
            row["name"],
            row["definition"],
            row["family"],
            row["direction"],
            row["accumulation"],
            row["price"],
            bool(row["scoped"]),
            tuple(forms),
            near,
        )
    return found


@cache
def names() -> tuple[tuple[str, str, str], ...]:
    """Name, key and note of every form, longest name first."""
    rows = [(form.name, entry.key, form.note) for entry in indicators().values() for form in entry.forms]
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row[0])))


@cache
def wording() -> Wording:
    """The words that phrases are taken apart with, each list longest first."""
    table = _table()
    spelling, heads, endings = table["spelling"], table["heads"], table["endings"]
    return Wording(
        rewrite=tuple((old, new) for old, new in spelling["rewrite"]),
        fillers=_longest(spelling["fillers"]),
        sector_suffixes=_longest(spelling["sector_suffixes"]),
        growth_suffixes=_longest(spelling["growth_suffixes"]),
        sectors=dict(table["sectors"]),
        umbrella=_longest(heads["umbrella"]),
        heads=_longest([*heads["umbrella"], *heads["plain"]]),
        grades=_longest(heads["grades"]),
        support=_longest(table["support"]["words"]),
        support_headings=_longest(table["support"]["headings"]),
        goals=_longest(table["support"]["goals"]),
        less=_longest(endings["less"]),
        more=_longest(endings["more"]),
        less_verbs=_longest(table["goal_verbs"]["less"]),
        cut_verbs=_longest(table["goal_verbs"]["cut"]),
        more_verbs=_longest(table["goal_verbs"]["more"]),
    )


def not_comparable(first: str, second: str) -> str:
    """Why two indicators, by key, are declared not comparable; empty where nothing is declared."""
    for one, other in ((first, second), (second, first)):
        entry = indicators().get(one)
        for key, reason in () if entry is None else entry.near:
            if key == other:
                return reason
    return ""


def _longest(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))
