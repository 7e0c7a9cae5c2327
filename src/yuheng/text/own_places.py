"""Places that only the document knows: districts, new areas and towns in no gazetteer, by their own suffixes.

A plan names its districts in full before it shortens them: 禾丰县、白鹭县 in a list, 云津新区 under a verb. What is so
named is a place wherever the document repeats it, whole or short.
"""

from __future__ import annotations

import re
from bisect import bisect_left

import ahocorasick_rs

from yuheng.text.places import PlaceMention, home_of
from yuheng.text.proper import proper_names_in
from yuheng.vocab.gazetteer import Division, Level

_SUFFIX = re.compile("[市区县州旗省]")
_LONGER = ("自治县", "自治州", "高新区", "经开区", "开发区", "新区")
_LONGER_SIGNS = frozenset(word[-2] for word in _LONGER)
_LEFT = re.compile(
    "(?:^|[^一-龥]|[在和与及以由对向从到于为是将把]|支持|推动|推进|加快|建设|打造|依托|串联|位于|落户|涉及|包括|覆盖|按照|促进"
    "|引导|鼓励|其中|联合|带动|提升|毗邻|连接)$"
)
_STEM = re.compile("(?![在和与及以由对向从到于为是将把等]|.?[的了以请率并设每])[一-龥]{2,3}")
_ZONE_BEHIND = re.compile(r"(?P<stem>[一-龥]{2,3}?)(?P<suffix>新区|高新区|经开区|开发区)")
_CLASS_END = frozenset(
    "前后的社景园库山地新辖县市小病院校灾矿片城郊林牧农商街战特专禁疫老核心发功示试先保自行各全本我该超上股门都夜集大贫强省州区"
    "两三四级有"
)
"""What 区 市 县 make a class of: 社区, 山区, 超市, 全县."""
_RIGHT_WORD = {"区": "域块位间级别内", "市": "场民值容政属级", "县": "域级", "州": "际", "省": "级", "旗": "下舰帜"}
_LEVEL: dict[str, Level] = {"省": "province", "市": "prefecture", "州": "prefecture", "自治州": "prefecture"}
_OWN_NAME = re.compile("[山湖岛谷河江溪泉峡湾岭海寺桥路街]")
"""What makes a mountain's or a street's own name of a short form: 青屏山 need not lie in 青屏区."""
_ZONES = ("新区", "高新区", "经开区", "开发区")
_FEATURE = re.compile(
    r"[^，,。；;：:、！？!?（）()]{0,12}?(?:山|湖|岛|谷|镇|园|城|基地|区|中心|港|馆|医院|实验室|小镇|走廊|带|集群)"
)


def with_own_places(text: str, mentions: tuple[PlaceMention, ...], *, home: str) -> tuple[PlaceMention, ...]:
    """Add the places that a document names in full and no gazetteer holds, and their short forms.

    A name counts where it stands as one (after a verb, between the commas of a list) and is made of no common words
    (示范区, 贫困县); a common word is one where its neighbour in a list is a place (禾丰县、白鹭县). A short form
    counts before a park's or a mountain's name and in a list.

    >>> [m.words for m in with_own_places("串联青屏区、霁月区，建设霁月温泉小镇。", (), home="")]
    ['青屏区', '霁月区', '霁月']
    """
    names = _names(text, mentions)
    if not names:
        return mentions
    places = _divisions(names, home)
    finder = ahocorasick_rs.AhoCorasick(
        list(places),
        matchkind=ahocorasick_rs.MATCHKIND_LEFTMOST_LONGEST,
        implementation=ahocorasick_rs.Implementation.DFA,
    )
    forms = list(places.items())
    starts = [mention.start for mention in mentions]
    added = []
    for number, start, end in finder.find_matches_as_indexes(text):
        form, place = forms[number]
        at = bisect_left(starts, end)
        if at and mentions[at - 1].end > start:
            continue
        if form == place.name or _is_short(text, start, end):
            added.append(PlaceMention(start, end, form, place))
    return tuple(sorted([*mentions, *added], key=lambda mention: mention.start))


def _names(text: str, mentions: tuple[PlaceMention, ...]) -> list[tuple[str, str]]:
    """(stem, suffix) of every name, in the order met."""
    starts = [mention.start for mention in mentions]
    sure: dict[tuple[str, str], None] = {}
    maybe: list[tuple[tuple[str, str], int, int]] = []
    ends: set[int] = {mention.end for mention in mentions}
    for match in _SUFFIX.finditer(text):
        end, suffix = match.end(), match.group()
        begin = end - 1
        if text[begin - 1] in _LONGER_SIGNS:
            suffix = next((long for long in _LONGER if text.endswith(long, 0, end)), suffix)
            begin = end - len(suffix)
        if text[begin - 1] in _CLASS_END or text[end : end + 1] in _RIGHT_WORD.get(suffix[-1], ()):
            continue
        at = bisect_left(starts, end)
        stem = _stem_before(text, begin, mentions[at - 1].end if at else 0)
        if stem is None:
            continue
        if proper_names_in(stem) == ((0, len(stem)),):
            sure[stem, suffix] = None
            ends.add(end)
        elif len(suffix) == 1:
            maybe.append(((stem, suffix), begin - len(stem), end))
    for mention in mentions:
        zone = _ZONE_BEHIND.match(text, mention.end)
        if zone is not None and proper_names_in(zone["stem"]) == ((0, len(zone["stem"])),):
            sure[zone["stem"], zone["suffix"]] = None
    begins = set(starts) | {start for _, start, _ in maybe}
    for name, start, end in maybe:
        if (text[start - 1 : start] == "、" and start - 1 in ends) or (
            text[end : end + 1] == "、" and end + 1 in begins and end in ends
        ):
            sure[name] = None
            ends.add(end)
    return list(sure)


def _stem_before(text: str, end: int, after: int) -> str | None:
    """The two or three characters before a suffix that begin where a name may; none within a known place."""
    for start in (end - 2, end - 3):
        if start >= after and _STEM.fullmatch(text, start, end) and _LEFT.search(text, max(0, start - 2), start):
            return text[start:end]
    return None


def _divisions(names: list[tuple[str, str]], home: str) -> dict[str, Division]:
    """Each name and its short form, with the division it stands for; a short form of two names stands for none."""
    known = home_of(home) if home else None
    parent = known.code if known is not None else ""
    found: dict[str, Division] = {}
    shared: dict[str, int] = {}
    for stem, suffix in names:
        shared[stem] = shared.get(stem, 0) + (len(suffix) == 1 or "自治" in suffix)
        level: Level = _LEVEL.get(suffix) or ("area" if suffix in _ZONES else "county")
        name = stem + suffix
        found[name] = Division(f"{parent}-{name}", name, stem, level, parent)
    for stem, suffix in sorted(names, key=lambda name: "自治" not in name[1] and len(name[1])):
        if shared[stem] <= 1:
            found.setdefault(stem, found[stem + suffix])
    return found


def _is_short(text: str, start: int, end: int) -> bool:
    """Whether a short form stands as a place: before a park's name, or in a list."""
    if _OWN_NAME.match(text, end):
        return False
    if text[end : end + 1] in ("、", "和") or text[start - 1 : start] == "、":
        return True
    return _FEATURE.match(text, end) is not None
