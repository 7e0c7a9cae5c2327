"""Units of measure: which there are, what may be compared with what, and by which factor."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit as written, without a scale word.

    Attributes:
        name: 元, 个, 人次, 微克/立方米.
        family: what it may be compared with; a counter is a family of its own.
        factor: how many of the family's base units it is.
        bare: no scale word may stand before it (%, 番).
    """

    name: str
    family: str
    factor: Decimal
    bare: bool = False


@cache
def _table() -> dict[str, object]:
    return tomllib.loads(files(__package__).joinpath("units.toml").read_text("utf-8"))


@cache
def scales() -> dict[str, Decimal]:
    """Scale words and their factors: {"万": 10000, "亿": 100000000, …}."""
    table = _table()["scales"]
    assert isinstance(table, dict)  # noqa: S101  # our own data file
    return {word: Decimal(factor) for word, factor in table.items()}


@cache
def units() -> dict[str, Unit]:
    """Every unit by its written form."""
    families, counters = _table()["families"], _table()["counters"]
    assert isinstance(families, dict)  # noqa: S101
    assert isinstance(counters, dict)  # noqa: S101
    found = {
        name: Unit(name, family, Decimal(factor), bool(entry.get("bare", False)))
        for family, entry in families.items()
        for name, factor in entry["units"].items()
    }
    for name in counters["units"]:
        found.setdefault(name, Unit(name, name, Decimal(1)))
    return found


@cache
def english_units() -> dict[str, str]:
    """What units are called in English: "box|boxes", or "CNY *" with the number's place."""
    english = _table()["english"]
    assert isinstance(english, dict)  # noqa: S101
    return english


@cache
def abstract_nouns() -> tuple[str, ...]:
    """Nouns that a Chinese numeral sorts rather than counts: 方面, 领域, 环节 …"""
    abstract = _table()["abstract"]
    assert isinstance(abstract, dict)  # noqa: S101
    return tuple(abstract["nouns"])


@cache
def scale_pattern() -> str:
    """A regular expression (no groups) for one scale word, longest first."""
    return "(?:" + "|".join(sorted(scales(), key=len, reverse=True)) + ")"


@cache
def unit_pattern() -> str:
    """A regular expression (no groups) for one unit that does not go on as another word, longest first."""
    guards = _table()["guards"]
    assert isinstance(guards, dict)  # noqa: S101
    return (
        "(?:" + "|".join(_guarded(name, guards.get(name, "")) for name in sorted(units(), key=len, reverse=True)) + ")"
    )


def _guarded(unit: str, guard: str) -> str:
    if unit[-1].isascii() and unit[-1].isalpha():
        return re.escape(unit) + "(?![A-Za-z0-9])"
    ginseng = "(?!参(?![加会与观赛保展]))" if unit == "人" else ""
    return re.escape(unit) + (f"(?![{guard}])" if guard else "") + ginseng


def family_of(name: str) -> str:
    """What a unit may be compared with; a fraction (/3 of 三分之一) is a share, an unknown unit a family of its own."""
    unit = units().get(name)
    if unit is not None:
        return unit.family
    return "share" if re.fullmatch(r"/\d+", name) else name


def is_unit(written: str) -> bool:
    """Whether words name a unit: with a scale word before it, as a quotient (元/人, 名/10万人), or a rate (1/10万).

    >>> is_unit("亿元"), is_unit("名/10万人"), is_unit("1/10万"), is_unit("含税")
    (True, True, True, False)
    """
    if written in units():
        return True
    if re.fullmatch(r"1?/\d*[百千万]+", written):
        return True
    parts = re.split(r"/每?\d*", written)
    return len(parts) <= 2 and all(split_unit(part)[1] in units() for part in parts)


@lru_cache(maxsize=4096)
def split_unit(written: str) -> tuple[Decimal, str]:
    """The factor of the scale word in a written unit, and the unit without it.

    >>> split_unit("亿元")
    (Decimal('100000000'), '元')
    >>> split_unit("个")
    (Decimal('1'), '个')
    >>> split_unit("万亿")
    (Decimal('1000000000000'), '')
    """
    match = re.match(scale_pattern(), written)
    if match is None or written in units():
        return Decimal(1), written
    return scales()[match.group()], written[match.end() :]
