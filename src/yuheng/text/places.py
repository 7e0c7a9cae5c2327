"""Places named in a text: full names, and short forms where the sentence makes them places.

永川 is a place wherever it stands; 合作 is one only after 甘南, 长寿 only where Chongqing speaks and the words around
it are those of a place. Tools that match every short form report 合作市 on every page of a plan.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

import ahocorasick_rs

from yuheng.vocab.gazetteer import Division, Form, division_named, divisions, forms, lookalikes

ENOUGH = 2
"""Points of evidence that a form needs which is also a word, or which lies outside the document's home."""

LONGEST_ITEM = 14
"""Characters from one place in a list to the next: 涪陵武陵山、奉节云龙长兴."""

_DELIMITERS = "、和与及"
_STRONG_LEFT = re.compile(r"(?:在|位于|地处|坐落于|落户|来自|落地|前往|毗邻|赴|驻|地点[:：]|地址[:：])$")
_WEAK_LEFT = re.compile(
    r"(?:^|[\s，,。；;：:、！？!?“”‘’《》（）()【】\[\]—…·]|以|和|与|及|对|向|到|由|从|于|将|把|为|是|等"
    r"|依托|支持|推动|推进|加快|建设|打造|创建|发展|提升|升级|布局|鼓励|促进|引导|聚焦|围绕|构建|造|成|兴建|建|联合|包括)$"
)
_FEATURE = re.compile(
    r"[^，,。；;：:、！？!?（）()]{0,18}?(?:山|湖|岛|泉|坝|谷|河|溪|峡|寨|古镇|镇|村|乡|盖|坪|沟|洞|海|湾|林场|景区"
    r"|园|城|基地|区|中心|港|馆|场|院|学校|大学|学院|公司|集团|市场|小镇|带|集群|廊)"
)
_NO_PLACE_RIGHT = re.compile(r"[的之者性地得而且也都还更很区县市]")
_ZONE = re.compile(
    r"(?:港|国家级|国家|省级)?(?:高新技术产业开发区|高新技术产业园区|高新技术开发区|经济技术开发区|经济开发区|高新区|经开区"
    r"|综合保税区|综保区|保税港区|保税区|自贸试验区|自由贸易试验区|自贸片区|临空经济示范区|航空港经济综合实验区|新区(?!域)|开发区)"
)
_LONGER_WORD = {"区": "域块位间级别", "市": "场民值容政属级", "县": "域级", "州": "际"}
_SENTENCE_END = re.compile(r"[。；;！？!?\n]")


@dataclass(slots=True)
class PlaceMention:
    """A place named at [start, end) of a text.

    Attributes:
        words: as written.
        place: which place; None where the words fit several and nothing decides.
        candidates: the places that the words fit, where `place` is None; else empty.
    """

    start: int
    end: int
    words: str
    place: Division | None
    candidates: tuple[Division, ...] = ()


@dataclass(slots=True)
class _Hit:
    start: int
    end: int
    forms: tuple[Form, ...]


def places_in(text: str, *, home: str = "") -> tuple[PlaceMention, ...]:
    """Find the places that a text names, in order and without overlap.

    A full name counts wherever it stands. A short form counts where it can be nothing else, or where the sentence
    shows it: after its parent's name or 位于, in a list with its neighbours, before the name of a park or a mountain.
    Names shared by several places are decided by the name before them, then by `home`, then by the sentence; else the
    mention keeps its candidates.

    Args:
        text: any Chinese text, simplified.
        home: the region that the document speaks for (`Metadata.region`), 重庆市 or 四川省成都市. Where it is empty,
            the province that the text names most is taken, if it is named more than all others together.

    >>> [(m.words, m.place.name) for m in places_in("在永川、长寿布局，加强区域合作。", home="重庆市") if m.place]
    [('永川', '永川区'), ('长寿', '长寿区')]
    >>> [m.place.name for m in places_in("甘南合作新建一座医院") if m.place]
    ['甘南藏族自治州', '合作市']
    """
    hits = _hits(text)
    if not hits:
        return ()
    region = home_of(home) if home else _home_from(hits)
    found: list[PlaceMention] = []
    for number in range(len(hits)):
        end, candidates = _reading(text, hits, number, found, region)
        if candidates:
            mention = _mention(text, hits[number].start, end, candidates, found, region)
            found.append(_with_zone(text, mention))
    return tuple(found)


def home_of(region: str) -> Division | None:
    """The place that a document speaks for: the finest that its region names, or None (全国, empty).

    >>> home_of("四川省成都市").name
    '成都市'
    """
    whole = division_named(region)
    if whole is not None:
        return whole
    home: Division | None = None
    for hit in _hits(region):
        inside = [form.division for form in hit.forms if _is_inside(form.division, home)]
        if len(inside) == 1:
            home = inside[0]
    return home


@cache
def _patterns() -> tuple[ahocorasick_rs.AhoCorasick, tuple[tuple[Form, ...], ...], dict[str, tuple[Form, ...]]]:
    by_text: dict[str, list[Form]] = {}
    for form in forms():
        by_text.setdefault(form.text, []).append(form)
    for word in lookalikes():
        by_text[word] = []
    index = {text: tuple(found) for text, found in by_text.items()}
    automaton = ahocorasick_rs.AhoCorasick(  # 13 MB, and three times as fast as the smaller form
        list(index),
        matchkind=ahocorasick_rs.MATCHKIND_LEFTMOST_LONGEST,
        implementation=ahocorasick_rs.Implementation.DFA,
    )
    return automaton, tuple(index.values()), index


def _hits(text: str) -> list[_Hit]:
    automaton, found, _ = _patterns()
    matches = automaton.find_matches_as_indexes(text)
    return [_Hit(start, end, found[number]) for number, start, end in matches if found[number]]


def _home_from(hits: list[_Hit]) -> Division | None:
    counts: dict[str, int] = {}
    for hit in hits:
        for form in hit.forms:
            if form.division.level == "province":
                counts[form.division.code] = counts.get(form.division.code, 0) + 1
    if not counts:
        return None
    code = max(counts, key=lambda key: (counts[key], key))
    return divisions()[code] if counts[code] * 2 > sum(counts.values()) and counts[code] > 1 else None


def _reading(
    text: str, hits: list[_Hit], number: int, found: list[PlaceMention], home: Division | None
) -> tuple[int, tuple[Division, ...]]:
    """Where one hit ends as a place, and which places it may be; none where it is no place.

    区 of 区域 does not belong to the name: there the form without it is read.
    """
    hit = hits[number]
    if found and found[-1].end > hit.start:
        return hit.end, ()
    end, candidates = hit.end, hit.forms
    if text[end : end + 1] and text[end] in _LONGER_WORD.get(text[end - 1], ""):
        end, candidates = end - 1, _patterns()[2].get(text[hit.start : end - 1], ())
    return end, tuple(form.division for form in candidates if _holds(text, hits, number, end, form, found, home))


def _holds(
    text: str, hits: list[_Hit], number: int, end: int, form: Form, found: list[PlaceMention], home: Division | None
) -> bool:
    division = form.division
    if division.level == "region" and division.parent:
        return home is not None and home.province == division.parent
    if form.care == "" and (form.is_full or _is_known(form, home)):
        return True
    start = hits[number].start
    if _stands_before(text, found, start, division=division):
        return form.care != "never" or _is_parent(found[-1], division)
    if form.care == "never":
        return _siblings(text, hits, number, end, found, division=division, within=division.parent) == ENOUGH
    if not form.is_full and home is not None and division.level == "county" and division.province != home.province:
        if form.care == "word":
            return False
        within = division.province
        listed = _siblings(text, hits, number, end, found, division=division, within=within) > 0
        return listed or _STRONG_LEFT.search(text[max(0, start - 4) : start]) is not None
    return _evidence(text, hits, number, end, found, division=division) >= ENOUGH


def _is_known(form: Form, home: Division | None) -> bool:
    """Whether a short form without second meaning needs no evidence: a province, a prefecture, or one at home."""
    division = form.division
    if division.level != "county" or len(form.text) > 2:
        return True
    return home is not None and division.province == home.province


def _stands_before(text: str, found: list[PlaceMention], start: int, *, division: Division) -> bool:
    """Whether the name right before is that of a place which holds this one: 重庆大足, 重庆(石柱), 甘南州合作."""
    if not found or text[found[-1].end : start] not in ("", "(", "（", "·"):
        return False
    place = found[-1].place
    return place is not None and place.code != division.code and _is_inside(division, place)


def _evidence(
    text: str, hits: list[_Hit], number: int, end: int, found: list[PlaceMention], *, division: Division
) -> int:
    start = hits[number].start
    if _NO_PLACE_RIGHT.match(text, end):
        return 0
    left = text[max(0, start - 4) : start]
    if _STRONG_LEFT.search(left):
        return ENOUGH
    siblings = _siblings(text, hits, number, end, found, division=division, within=division.province)
    points = ENOUGH if siblings else 0
    points += bool(_WEAK_LEFT.search(left)) + bool(_FEATURE.match(text, end))
    return points


def _siblings(
    text: str, hits: list[_Hit], number: int, end: int, found: list[PlaceMention], *, division: Division, within: str
) -> int:
    """How many neighbours in a list (the item before, the item after) begin with a place of the same parent."""
    count = 0
    earlier: list[_Hit | PlaceMention] = [*found[-1:], *hits[max(0, number - 1) : number]]
    for before in earlier:
        if _is_one_step(text[before.end : hits[number].start]) and _has_place(before, division, within):
            count = 1
            break
    for after in hits[number + 1 : number + 5]:
        between = text[end : after.start]
        if len(between) > LONGEST_ITEM:
            break
        if _is_one_step(between) and _has_place(after, division, within):
            count += 1
            break
    return count


def _is_one_step(between: str) -> bool:
    return (
        0 < len(between) <= LONGEST_ITEM
        and between[-1] in _DELIMITERS
        and "、" not in between[:-1]
        and not re.search(r"[，,。；;：:\n]", between)
    )


def _has_place(neighbour: _Hit | PlaceMention, division: Division, within: str) -> bool:
    if isinstance(neighbour, PlaceMention):
        places = (neighbour.place,) if neighbour.place is not None else neighbour.candidates
    else:
        places = tuple(form.division for form in neighbour.forms if form.care != "never")
    return any(place.code != division.code and within in (place.province, place.parent) for place in places if within)


def _is_parent(mention: PlaceMention, division: Division) -> bool:
    return mention.place is not None and mention.place.code == division.parent


def _mention(
    text: str,
    start: int,
    end: int,
    candidates: tuple[Division, ...],
    found: list[PlaceMention],
    home: Division | None,
) -> PlaceMention:
    words = text[start:end]
    place = candidates[0] if len(candidates) == 1 else _decide(text, start, candidates, found, home)
    if place is not None:
        return PlaceMention(start, end, words, place)
    return PlaceMention(start, end, words, None, tuple(sorted(candidates, key=lambda each: each.code)))


def _decide(
    text: str, start: int, candidates: tuple[Division, ...], found: list[PlaceMention], home: Division | None
) -> Division | None:
    """Which of several places of one name is meant; None where nothing in the text says."""
    if found and found[-1].end == start and found[-1].place is not None:
        inside = [each for each in candidates if _is_inside(each, found[-1].place)]
        if len(inside) == 1:
            return inside[0]
    for frame in (home, divisions().get(home.province) if home is not None else None):
        inside = [each for each in candidates if frame is not None and _is_inside(each, frame)]
        if len(inside) == 1:
            return inside[0]
    for mention in reversed(found):
        if mention.place is None:
            continue
        if _SENTENCE_END.search(text, mention.end, start):
            break
        inside = [each for each in candidates if _is_inside(each, mention.place)]
        if len(inside) == 1:
            return inside[0]
    highest = [each for each in candidates if each.level in ("province", "prefecture")]
    return highest[0] if len(highest) == 1 else None


def _is_inside(division: Division, frame: Division | None) -> bool:
    """Whether a place lies in another, or is it."""
    if frame is None or division.code == frame.code:
        return True
    if frame.level == "province":
        return division.province == frame.code
    if frame.level == "prefecture":
        return division.code[:4] == frame.code[:4] and division.level != "region"
    return division.parent == frame.code or division.code in frame.members


def _with_zone(text: str, mention: PlaceMention) -> PlaceMention:
    """Read 天水 + 经开区 as one function area, whose parent is the division."""
    place = mention.place
    if place is None or place.level not in ("province", "prefecture", "county"):
        return mention
    zone = _ZONE.match(text, mention.end)
    if zone is None:
        return mention
    words = text[mention.start : zone.end()]
    area = Division(f"{place.code}-{words}", words, "", "area", place.code)
    return PlaceMention(mention.start, zone.end(), words, area)


def mention_at(mentions: tuple[PlaceMention, ...], start: int, end: int) -> tuple[PlaceMention, ...]:
    """The mentions that lie within [start, end), in order; logarithmic in their number."""
    first = bisect_left(mentions, start, key=lambda mention: mention.start)
    inside = []
    for mention in mentions[first:]:
        if mention.start >= end:
            break
        if mention.end <= end:
            inside.append(mention)
    return tuple(inside)
