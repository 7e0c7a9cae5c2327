"""One noun phrase as a site: where its name ends, which place it holds, which industry stands in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from yuheng.text.places import PlaceMention
from yuheng.text.proper import proper_names_in
from yuheng.vocab.gazetteer import Division
from yuheng.vocab.sites import SiteWords

_LEAD = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）.．]\s?|0\d\s?)?(?:[\s、]*(?:其中|同时|以及|包括|如|因地制宜|着力|重点|积极|大力|全力|高标准|高水平|高质量|高起点|稳步|有序|持续|深入|进一步"
    r"|共同|联合|合作|并|再|新(?=[建增设办组创])|更|建好|建成|建设|办好|用好|[北东南西]起|[北东南西]至|串联|位于|地处|连接|在|以|将|把|对|从|由|依托|围绕|支持|鼓励|引导|推动|推进|加快|努力|全面|首批|1[个家座处]|一[个家座处]))*"
)
_QUOTED = re.compile(r"[“「]([^“”「」]{2,24})[”」]")
_MUNICIPAL = re.compile(r"(?:自治[区州县]|[市省])(?![级场民政区县容直属委域内]|人民政府|财政)")
_SPLIT = re.compile(r"[、/]|等(?!离子)|以及|及其|和|与|及")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_NOTE = re.compile(r"[(（][^()（）]*[)）]$")
_FEATURE_NAME = re.compile(r"^(?!森林|温泉|滨|沿|环|山|海)[一-龥]{1,3}?[山湖岛峡岭坳](?=[一-龥]{2})")
_RESORT = re.compile("(?<!康养)旅游度假区")
_WORD_EDGE = re.compile(r"^[的等之第级市省]+|[的等之]+$")
_NICKNAME = re.compile(r"^(?![一二三四五六七八九十两多])[一-龥]{3,}[谷岛港园]$")
_PLACE_END = re.compile(r"[谷城岛湾园港区带廊湖山坝镇村庄坊]$")


@dataclass(slots=True)
class Head:
    """A head noun in a text: 产业园, 度假区."""

    start: int
    end: int
    word: str


@dataclass(slots=True)
class Stretch:
    """A sentence with its places and head nouns, so that neither is looked for twice."""

    text: str
    mentions: tuple[PlaceMention, ...]
    heads: tuple[Head, ...]
    words: SiteWords

    def mentions_in(self, start: int, end: int) -> tuple[PlaceMention, ...]:
        """The places within [start, end), in order."""
        return tuple([each for each in self.mentions if start <= each.start and each.end <= end])

    def heads_in(self, start: int, end: int) -> tuple[Head, ...]:
        """The head nouns within [start, end), in order."""
        return tuple([each for each in self.heads if start <= each.start and each.end <= end])


@dataclass(slots=True)
class Phrase:
    """A noun phrase that may be a site.

    Attributes:
        start, end: its words, from the first modifier to the end of the head noun.
        head: the head noun, 产业园; empty where the phrase is a bare place or a place with a feature (武隆仙女山).
        mentions: the places inside.
        quoted: it is, or begins with, a name in quotation marks.
        lead: the words before its start that were passed over, quantifier included.
    """

    start: int
    end: int
    head: str
    mentions: tuple[PlaceMention, ...]
    quoted: bool = False
    lead: str = ""


def heads_in(text: str, mentions: tuple[PlaceMention, ...], words: SiteWords) -> tuple[Head, ...]:
    """The head nouns of a text, but those in a place's own name (成都高新区), in a longer word or in a 《title》."""
    has_titles = "《" in text
    found = []
    places = iter(mentions)
    place = next(places, None)
    for number, start, end in words.head_finder.find_matches_as_indexes(text):
        while place is not None and place.end < end:
            place = next(places, None)
        if place is not None and place.start <= start:
            continue
        if words.not_after.match(text, end) is None and not (has_titles and _is_in_title(text, start)):
            found.append(Head(start, end, words.head_words[number]))
    return tuple(found)


def read_phrase(stretch: Stretch, start: int, end: int) -> Phrase | None:
    """Read text[start:end), one item of a list, as a site's name; None where nothing in it can be one."""
    text = stretch.text
    first = start
    start = _after_lead(stretch, start, end)
    heads = stretch.heads_in(start, end)
    if heads:
        start = _after_lead(stretch, _after_attribute(text, start, heads[-1].start), end)
    quote = _QUOTED.match(text, start, end)
    if quote is not None and not (heads and heads[-1].start >= quote.end()):
        inside = stretch.heads_in(*quote.span(1))
        if inside and inside[-1].end == quote.end(1):
            found = stretch.mentions_in(*quote.span(1))
            return Phrase(*quote.span(1), inside[-1].word, found, True, text[first:start])
        if _NICKNAME.search(quote[1]) and quote.end() <= end:
            return Phrase(*quote.span(1), quote[1][-1], stretch.mentions_in(*quote.span(1)), True, text[first:start])
    stop, word = (heads[-1].end, heads[-1].word) if heads else (_before_note(text, start, end), "")
    if heads and text[stop : stop + 1] in (")", "）") and _open_bracket(text, start, stop):
        stop += 1
    if start >= stop:
        return None
    is_quoted = quote is not None and _PLACE_END.search(quote[1]) is not None
    return Phrase(start, stop, word, stretch.mentions_in(start, stop), is_quoted, text[first:start])


def industries_of(text: str, phrase: Phrase, words: SiteWords) -> tuple[str, ...]:
    """What a site's own name says it is for: 大渡口体外诊断专业特色园区 → 体外诊断."""
    left = text[phrase.start : phrase.end - len(phrase.head)]
    base = phrase.start
    for mention in reversed(phrase.mentions):
        left = left[: mention.start - base] + "、" + left[mention.end - base :]
    left = "、".join(without_name(part) for part in left.split("、"))
    return industries_in(left + ("" if phrase.head in words.ground else _field(phrase.head)), words)


def without_name(part: str) -> str:
    """What a part of a name says after the proper name that it begins with: 霁月湖温泉 → 温泉."""
    names = proper_names_in(part)
    part = part[names[0][1] :] if names and names[0][0] == 0 else part
    if "—" in part or "-" in part:
        part = re.sub(r"^.*?[—-]+[一-龥]{2}(?=[一-龥]{2})", "", part)
    return _FEATURE_NAME.sub("", part)


def _field(head: str) -> str:
    """The field that a head noun itself names: 医学中心 → 医学; 中心 → nothing."""
    return next((head.removesuffix(end) for end in ("中心", "研究院", "试点") if head.endswith(end)), "")


def industries_in(words_before: str, words: SiteWords) -> tuple[str, ...]:
    """The industries that a list or a run of modifiers names; parts without an industry's stem are left out."""
    kept = []
    stated = _RESORT.sub("旅游度假、", _BRACKETS.sub("", words_before))
    for part in _SPLIT.split(words.head.sub("、", stated)):
        part = _WORD_EDGE.sub("", words.generic.sub("", part).strip("“”‘’ 　"))
        if 2 <= len(part) <= 14 and words.stem.search(part) and part not in kept:
            kept.append(part)
    return tuple(kept)


def is_institution(text: str, phrase: Phrase) -> bool:
    """Whether it begins as the city's or province's own: 市第二社会福利院…中心."""
    return bool(phrase.head) and _MUNICIPAL.match(text, phrase.start) is not None and phrase.end - phrase.start >= 8


def district_of(text: str, phrase: Phrase) -> Division | None:
    """The finest place that the phrase names below the province; None where it names none.

    A place inside a longer name is none: 霞山 in 丹霞山.
    """
    names = proper_names_in(text[phrase.start : phrase.end])
    ends = {mention.end for mention in phrase.mentions}
    order = {"area": 3, "county": 2, "prefecture": 1}
    best: Division | None = None
    for mention in phrase.mentions:
        place = mention.place
        at = mention.start - phrase.start
        if mention.start not in ends and any(start < at < end for start, end in names):
            continue
        if place is not None and place.level in order and (best is None or order[place.level] > order[best.level]):
            best = place
    return best


def _open_bracket(text: str, start: int, end: int) -> bool:
    """Whether a bracket opened in text[start:end) is still open at its end: …医院（白云分院."""
    return max(text.rfind(left, start, end) for left in "(（") > max(text.rfind(right, start, end) for right in ")）")


def _before_note(text: str, start: int, end: int) -> int:
    """The end of a name without the note in brackets behind it: 钱塘高新区（滨江）."""
    note = _NOTE.search(text, start, end)
    return note.start() if note is not None and note.start() > start + 1 else end


def _is_in_title(text: str, at: int) -> bool:
    """Whether a place of the text lies within 《》: a document's title names no site."""
    return text.rfind("《", max(0, at - 60), at) > text.rfind("》", max(0, at - 60), at)


def _after_lead(stretch: Stretch, start: int, end: int) -> int:
    """Where the name begins: after verbs and numbering, never within a place (如皋, 新疆)."""
    found = _LEAD.match(stretch.text, start, end)
    if found is None or found.end() >= end:
        return start
    inside = [each.start for each in stretch.mentions if start <= each.start < found.end()]
    return inside[0] if inside else found.end()


def _after_attribute(text: str, start: int, head: int) -> int:
    """The start of the noun phrase proper, after …的."""
    cut = text.rfind("的", start, head)
    return cut + 1 if cut > start else start
