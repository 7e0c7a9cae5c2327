"""Whether words that end like a name are one: 重庆华森制药 is, 龙头企业 is not."""

from __future__ import annotations

import re
from functools import cache

from ahocorasick_rs import AhoCorasick

from yuheng.model.party import PartyKind
from yuheng.vocab.gazetteer import forms
from yuheng.vocab.parties import bodies, departments, edges, endings, regions

_LEADING = re.compile(
    r"(?:\d+年|\d+[余多]?[家个所名户支项座处部区县]|[一二三四五六七八九十两数几百千多]+[余多]?[家个所名户支项座处批]|"
    r"一批|若干|部分|全体|其他|多个|多家|其|这|此|每|某|等|请|要|会|由|—+|-+|\s+|[上中下内后前](?=中国|重庆|四川))+"
)
_COUNT = re.compile(r"\d+\s?[余多]?[家个所名户支项座]")
_LEVEL = re.compile(r"^(?:我?(?:国家?|省|市|区|县|州|盟|旗)级?|自治[区州县]|全[国省市区县])")
_ORDINAL = re.compile(r"第[一二三四五六七八九十百\d]+|[一二三四五六七八九十]医院$|附属|\d+医院")
_WHOLE = frozenset(("国务院", "国务院办公厅", "团市委", "团省委", "团县委", "团区委"))
_GRADED = re.compile(r"(?:国家|省|市|区|县|州)级")
_EACH = re.compile(r"[省市区县乡镇]{2,}(?:人民)?政府|[省市区县]级")
_NUMBERED = ("hospital", "university")
_OWN = 2
_PARENT = re.compile(r"科学院|大学|学院|医院|集团|公司|[局委厅部](?=.)")
_SHORT = 3
_ABSTRACT = frozenset(("platform", "park", "fund", "institute", "team", "association"))
"""Kinds whose names are often descriptions: 国家重点实验室, 一批特色园区."""


@cache
def _places() -> AhoCorasick:
    table = regions()
    cities = (city for cities in table.pairs.values() for city in cities)
    return AhoCorasick([*{*table.provinces, *cities, *(form.text for form in forms() if not form.care)}])


def names_place(words: str) -> bool:
    """Whether the words name a province, city or county; single letters (川, 渝) do not count.

    >>> names_place("永川区中医院"), names_place("综合医院")
    (True, False)
    """
    return bool(_places().find_matches_as_indexes(words))


@cache
def _generic() -> re.Pattern[str]:
    words = "|".join(sorted(edges().generic, key=len, reverse=True))
    return re.compile(rf"(?:{words}|[一二三四五六七八九十\d]+[级类大]?|[、和与及])*")


@cache
def _endings() -> frozenset[str]:
    return frozenset((*(ending.text for ending in endings()), *departments(), *bodies()))


@cache
def _departments() -> frozenset[str]:
    return frozenset(departments())


def _stem(name: str, words: frozenset[str]) -> str | None:
    """What stands before the longest of the words that ends a name; None where none does."""
    return next((name[:start] for start in range(len(name)) if name[start:] in words), None)


def trimmed(text: str, start: int, end: int) -> int:
    """Where the name in [start, end) begins, once counts and pronouns before it are left out."""
    for count in _COUNT.finditer(text, start, end):
        start = count.end()
    match = _LEADING.match(text, start, end)
    return start if match is None else match.end()


def kind_of(name: str, kind: PartyKind) -> PartyKind | None:
    """The kind of a name that ends like `kind`; `generic` where it names nobody, None where it is no party at all.

    >>> kind_of("重庆华森制药", "firm"), kind_of("龙头企业", "generic"), kind_of("医院", "hospital")
    ('firm', 'generic', None)
    """
    if kind == "generic":
        return "generic"
    if name in _WHOLE:
        return kind
    if kind == "department" or kind == "district-government":
        return _office_kind(name, kind)
    stem = _stem(name, _endings())
    stem = name if stem is None else stem
    if not stem or (len(stem) < _OWN and not names_place(name) and not _LEVEL.match(name)):
        return None
    if _GRADED.match(name) is not None:
        return "generic"
    if names_place(stem) or (kind in _NUMBERED and _ORDINAL.search(name)):
        return kind
    if kind in _ABSTRACT:
        return _described(stem, name, kind)
    plain = _generic().fullmatch(_LEVEL.sub("", stem))
    if plain is None:
        return kind
    of_its_level = _LEVEL.match(name) is not None and not name.startswith(("国家", "全国"))
    return kind if of_its_level and kind == "hospital" else "generic"


def _described(stem: str, name: str, kind: PartyKind) -> PartyKind | None:
    """Descriptions like 新型研发平台 name nobody; a place, a level over a body, a short own name (之江实验室) does."""
    plain = _generic().fullmatch(_LEVEL.sub("", stem)) is not None
    if kind == "association" and (_LEVEL.match(name) or not plain) and not name.endswith("联盟"):
        return kind
    if kind == "team" and _LEVEL.match(name):
        return kind
    if kind == "institute" and not plain and (len(stem) <= _SHORT or _PARENT.search(stem)):
        return kind
    if not plain and stem.startswith(("中国", "中华", "全国", "国际", "亚洲", "世界")):
        return kind
    return None


def _office_kind(name: str, kind: PartyKind) -> PartyKind | None:
    stem = _stem(name, _departments())
    stem = _stem(name, _endings()) or "" if stem is None else stem
    if name.endswith(("部门", "单位", "方面")) or stem.startswith("各"):
        return "generic"
    if kind == "district-government":
        if _EACH.match(name) is not None:
            return "generic"
        if name == "人民政府" or not stem:
            return None if not _LEVEL.match(name) else kind
        return kind if _LEVEL.match(name) or names_place(stem) else "generic"
    return kind
