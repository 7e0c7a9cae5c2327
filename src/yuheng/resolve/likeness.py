"""Names that look like one party and may be none: proposals for a person, never merges.

华森制药 and 重庆华森制药股份有限公司 differ by a place and a legal form; 华森药业 shares only the brand. The reason
says which, so that the clerk need not guess what the machine saw.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from yuheng.model.judgement import Sameness
from yuheng.model.party import Party, PartyKind
from yuheng.resolve.official_names import is_relative
from yuheng.vocab.gazetteer import forms

_LEGAL = re.compile(r"[（(][^（）()]*[)）]|(?:集团)?(?:股份有限公司|有限责任公司|有限公司|总公司|公司)$|集团$")
_BRAND = 2
_ENDING = 4
_SHORTEST = 4
_ABBREVIATING: tuple[PartyKind, ...] = ("hospital", "university", "institute", "association")


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two parties that may be one, and why."""

    left: Party
    right: Party
    verdict: Sameness
    reason: str


def likenesses_in(parties: Iterable[Party]) -> tuple[Likeness, ...]:
    """Every pair worth a person's look; firms by brand, institutions by abbreviation, departments by their level."""
    everyone = sorted(parties, key=lambda party: (party.kind, party.name, party.mentions))
    found = [*_firms(everyone), *_institutions(everyone), *_relatives(everyone), *_persons(everyone)]
    return tuple(found)


@cache
def _places() -> frozenset[str]:
    return frozenset(form.text for form in forms() if not form.care)


def stem_of(name: str) -> str:
    """A firm's name without place and legal form.

    >>> stem_of("重庆华森制药股份有限公司"), stem_of("华森制药")
    ('华森制药', '华森制药')
    """
    name = name.removeprefix("中国")
    place = next((end for end in range(len(name), 0, -1) if name[:end] in _places()), 0)
    return _LEGAL.sub("", name[place:]) or name


def _firms(parties: list[Party]) -> Iterator[Likeness]:
    brands: dict[str, list[Party]] = defaultdict(list)
    for party in parties:
        stem = stem_of(party.name)
        if party.kind == "firm" and len(stem) > _BRAND:
            brands[stem[:_BRAND]].append(party)
    for brand, group in brands.items():
        for left, right in combinations(group, 2):
            yield _firm_likeness(brand, left, right)


def _firm_likeness(brand: str, left: Party, right: Party) -> Likeness:
    one, other = stem_of(left.name), stem_of(right.name)
    if one != other:
        return Likeness(left, right, "unsure", f"字号同为“{brand}”，其余不同：{one}／{other}")
    legal = [party for party in (left, right) if party.name.endswith("公司")]
    if len(legal) > 1:
        return Likeness(left, right, "unsure", f"两个公司全称，去掉地名和公司类型后都是“{one}”")
    return Likeness(left, right, "same", f"去掉地名和公司类型后都是“{one}”")


def _institutions(parties: list[Party]) -> Iterator[Likeness]:
    endings: dict[tuple[str, str], list[Party]] = defaultdict(list)
    for party in parties:
        if party.kind in _ABBREVIATING and len(party.name) >= _SHORTEST:
            endings[party.kind, party.name[-_ENDING:]].append(party)
    for group in endings.values():
        for left, right in combinations(group, 2):
            short, long = sorted((left.name, right.name), key=len)
            if len(short) > _ENDING and short != long and _abbreviates(short, long):
                yield Likeness(left, right, "unsure", f"“{short}”的字依次都在“{long}”里，可能是简称")


def _abbreviates(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)


def _relatives(parties: list[Party]) -> Iterator[Likeness]:
    """市卫健委 of a document that names no city: perhaps that of the one city that others name."""
    loose = [party for party in parties if is_relative(party.name) and party.kind != "person"]
    groups: dict[str, list[Party]] = defaultdict(list)
    for party in loose:
        groups[party.name].append(party)
    for name, group in groups.items():
        for left, right in combinations(group, 2):
            yield Likeness(left, right, "unsure", f"两份文件都写“{name}”，但没有写明是哪里的")


def _persons(parties: list[Party]) -> Iterator[Likeness]:
    groups: dict[str, list[Party]] = defaultdict(list)
    for party in parties:
        if party.kind == "person":
            groups[party.name].append(party)
    for name, group in groups.items():
        for left, right in combinations(group, 2):
            yield Likeness(left, right, "unsure", f"两份文件各有一位“{name}”，是否同一人要看职务")
