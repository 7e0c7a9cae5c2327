"""The divisions, function areas and regions of China, from `vocab/places/` (see its NOTICE.md for the sources)."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Literal, NamedTuple, cast

Level = Literal["province", "prefecture", "county", "area", "region"]
Care = Literal["", "word", "never"]
"""How far a form can be trusted: "" only a name; "word" also a word; "never" only with its parent's name before it."""

_FOLDER = Path(__file__).parent / "places"
_MUNICIPALITIES = ("11", "12", "31", "50")


@dataclass(frozen=True, slots=True)
class Division:
    """One place that has a name: a division with its code, a function area, or a region made of divisions.

    Attributes:
        code: six digits; for other areas and regions the parent's code and the name ("500000-两江新区"), for a region
            without a parent the name alone.
        name: the full name, 石柱土家族自治县.
        short: 石柱; empty where no shorter form is used.
        level: what it is. Prefectures are the cities and 州 between province and county.
        parent: code of the division above; empty for provinces and for regions that cross provinces.
        members: codes of the divisions that a region consists of, where an official text defines them.
    """

    code: str
    name: str
    short: str
    level: Level
    parent: str
    members: tuple[str, ...] = ()

    @property
    def province(self) -> str:
        """The code of the province it lies in; empty where it crosses provinces."""
        code = self.code if self.code[:6].isdigit() else self.parent
        return code[:2] + "0000" if code else ""


class Form(NamedTuple):
    """One way to write a division, and with how much care it must be read."""

    text: str
    division: Division
    is_full: bool
    care: Care


@cache
def divisions() -> dict[str, Division]:
    """Every division, area and region by its code."""
    return {form.division.code: form.division for form in forms()}


@cache
def forms() -> tuple[Form, ...]:
    """Every written form of every place; one text may belong to several (朝阳区 in Beijing and Changchun)."""
    return (*_division_forms(), *_area_forms(), *_region_forms())


def division_named(name: str) -> Division | None:
    """Find a division by a full or short name that means one place only: 重庆市, 海南, 石柱县; None otherwise.

    A county-level short form is not accepted: it needs its sentence (`yuheng.text.places`).

    >>> division_named("重庆市").code
    '500000'
    >>> division_named("合作") is None
    True
    """
    found = _named().get(name, frozenset())
    return next(iter(found)) if len(found) == 1 else None


@cache
def _named() -> dict[str, frozenset[Division]]:
    found: dict[str, set[Division]] = {}
    for form in forms():
        if form.is_full or form.division.level in ("province", "prefecture"):
            found.setdefault(form.text, set()).add(form.division)
    return {text: frozenset(divisions) for text, divisions in found.items()}


@cache
def lookalikes() -> tuple[str, ...]:
    """Words that hold the form of a place and are none: 中山大学, 金佛山, 建成都市(圈)."""
    return tuple(tomllib.loads((_FOLDER / "lookalikes.toml").read_text("utf-8"))["words"])


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO((_FOLDER / name).read_text("utf-8"))))


def _division_forms() -> list[Form]:
    found = []
    for line in (_FOLDER / "divisions.csv").read_text("utf-8").splitlines()[1:]:
        code, name, short, short_care, name_care = line.split(",")
        level: Level = "province" if code[2:] == "0000" else "prefecture" if code[4:] == "00" else "county"
        if level == "county" and code[4] == "7" and code[:2] not in _MUNICIPALITIES:
            level = "area"  # the statistical codes 71 to 79 are development zones
        parent = "" if level == "province" else code[:2] + "0000"
        if code[4:] != "00" and code[:2] not in _MUNICIPALITIES and code[2:4] != "90":
            parent = code[:4] + "00"
        division = Division(code, name, short, level, parent)
        found.append(Form(name, division, True, cast(Care, name_care)))
        if short:
            found.append(Form(short, division, False, cast(Care, short_care)))
        if short and "自治" in name and level != "province":
            found.append(Form(short + name[-1], division, True, ""))
    return found


def _area_forms() -> list[Form]:
    found = []
    for row in _rows("areas.csv"):
        division = Division(f"{row['parent']}-{row['name']}", row["name"], row["short"], "area", row["parent"])
        found += [Form(name, division, True, "") for name in (row["name"], *row["aliases"].split())]
        if row["short"] and row["short"] != row["name"]:
            found.append(Form(row["short"], division, False, ""))
    return found


def _region_forms() -> list[Form]:
    found = []
    for row in tomllib.loads((_FOLDER / "regions.toml").read_text("utf-8"))["region"]:
        scope = row["scope"]
        code = f"{scope}-{row['name']}" if scope else row["name"]
        division = Division(code, row["name"], "", "region", scope, tuple(row["members"]))
        found += [Form(name, division, True, "") for name in (row["name"], *row["aliases"])]
    return found
