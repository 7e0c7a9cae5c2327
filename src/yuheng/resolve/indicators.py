"""Which indicator a phrase names, and whether two phrases name the same one.

Documents write 生物医药工业总产值, 生物医药产业产值 and 全市生物医药产业规模 for what they carry on as one target, and
国家级平台 for counts that have nothing to do with each other. So a phrase is taken apart (sector, grade, tier, what is
counted, what else restricts it), and two phrases are the same only where every part agrees. Where they differ, the
difference is the reason that people read. A phrase that the vocabulary does not know is an indicator of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from yuheng.text.numbers import read_number
from yuheng.vocab.indicators import Direction, Indicator, indicators, names, not_comparable, wording

Relation = Literal["same", "variant", "narrower", "wider", "incomparable", "unrelated"]
"""same: one indicator; variant: carried on under another name, with a note; narrower/wider: the first counts a part of
the second, or the reverse; incomparable: alike in name, and not to be compared; unrelated: nothing to say."""

INDUSTRY = "产业"
"""Key of a phrase that names an industry and not what of it is measured: 生物医药产业 grew."""

_QUOTES = re.compile(r"[\s“”‘’\"'「」《》]")
_SHARE = re.compile(r"(?P<part>.+?)占(?P<whole>.+?)(?:的)?(?:总)?(?:比重|比例|份额|比率|比)?")
_TIER = re.compile(
    r"(?P<by>年?(?:产值|销售收入|营业收入|主营业务收入|营收|销售额|收入))?"
    r"(?P<sum>[\d.]+|[一二三四五六七八九十百千]+)亿元?(?:级|规模)?(?:以上)?的?"
)
_LISTED = re.compile(r"(、[^、]+)等[^、等]*$")
_UNNAMED = re.compile(r"(?:发展(?:成效|势头|态势|速度|水平)?.{0,4})?")
_SHORTEST_KEY = 2
_WHOLES = (("生产总值", "地区生产总值"),)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a phrase measures, taken apart.

    Attributes:
        phrase: as the document has it.
        key: names the indicator: two phrases with the same key and scope are the same one.
        indicator: the vocabulary's entry, or None where the phrase is an indicator of its own.
        note: what the name says that the canonical one does not (工业总产值 counts industry only).
        sector: the part of the industry it is limited to, as the phrase says; empty where it says none.
        topic: the sector of the document, which the phrase means where it says none.
        grades: 国家级, 规上, 上市 …: they must agree.
        tier: size class with what it is measured by, e.g. ("", "100") of 百亿级企业.
        rest: what else restricts it.
        head: the noun that is counted, or the indicator's key; empty for a phrase of its own.
        whole: the denominator of a share.
    """

    phrase: str
    key: str
    indicator: Indicator | None
    note: str
    sector: str
    topic: str
    grades: frozenset[str]
    tier: tuple[str, str]
    rest: str
    head: str
    whole: str

    @property
    def direction(self) -> Direction | None:
        """Which way is better, or None where neither the vocabulary nor the name's ending tells."""
        if self.indicator is not None:
            return self.indicator.direction
        if self.key.endswith(wording().less):
            return "less"
        if self.head or self.whole or self.key.endswith(wording().more):
            return "more"
        return None


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two phrases relate, and why, in Chinese for the reader; the reason is empty for "same" and "unrelated"."""

    relation: Relation
    reason: str = ""

    @property
    def is_comparable(self) -> bool:
        """Whether a number of the one may be held against a number of the other."""
        return self.relation in ("same", "variant")


def topic_of(title: str) -> str:
    """The sector that a document is about: the longest that its title names, or empty.

    >>> topic_of("关于加快生物医药产业发展的指导意见")
    '生物医药'
    """
    found = [sector for sector in wording().sectors if sector in title]
    return max(found, key=lambda sector: (len(sector), -title.index(sector)), default="")


@lru_cache(maxsize=65536)
def measured(phrase: str, topic: str = "") -> Measured:
    """Take an indicator's phrase apart.

    >>> measured("生物医药工业总产值").key, measured("生物医药工业总产值").sector
    ('output', '生物医药')
    >>> sorted(measured("年产值10亿元级重点企业").grades), measured("年产值10亿元级重点企业").tier
    ([], ('产值', '10'))
    """
    text = _normal(phrase)
    known = _whole_name(phrase, text, topic)
    if known is not None:
        return known
    share = _SHARE.fullmatch(text)
    if share is not None:
        part = measured(share["part"], topic)
        whole = dict(_WHOLES).get(share["whole"], share["whole"]) or "全部"
        key = f"{part.key}占{whole}"
        return Measured(phrase, key, None, "", part.sector, topic, part.grades, part.tier, part.rest, part.head, whole)
    scoped = _scoped_name(phrase, text, topic)
    return scoped if scoped is not None else _counted(phrase, text, topic)


def compare(a: Measured, b: Measured) -> Comparison:
    """Say whether two phrases name the same indicator, and if not quite, what differs."""
    declared = _declared(a, b)
    if declared:
        return Comparison("incomparable", declared)
    if a.head != b.head or a.whole != b.whole or a.tier[1] != b.tier[1]:
        return Comparison("unrelated")
    if (not a.head and a.key != b.key) or _is_bare(a) or _is_bare(b):
        return Comparison("unrelated")
    scope = _scopes(a, b)
    if scope.relation == "unrelated":
        return scope
    if a.rest == b.rest and a.grades == b.grades:
        return _with_notes(a, b, scope)
    return _restricted(a, b, scope)


def _is_bare(measured: Measured) -> bool:
    """Whether a phrase is a noun that counts anything: 床位, 企业, 项目 of one sentence are not those of another."""
    if measured.indicator is not None or measured.whole:
        return False
    told = measured.sector or measured.grades or measured.tier[1] or measured.rest
    return len(measured.key) <= _SHORTEST_KEY or (bool(measured.head) and not told)


def _declared(a: Measured, b: Measured) -> str:
    if a.indicator is None or b.indicator is None or a.whole or b.whole:
        return ""
    reason = not_comparable(a.indicator.key, b.indicator.key)
    return reason if a.rest == b.rest and _scopes(a, b).relation in ("same", "variant") else ""


def _with_notes(a: Measured, b: Measured, scope: Comparison) -> Comparison:
    notes = [] if a.note == b.note else [note for note in (a.note, b.note) if note]
    if a.tier[0] != b.tier[0] and a.tier[0] and b.tier[0]:
        notes.append(f"分级所依不同：{a.tier[0]}、{b.tier[0]}")
    if scope.reason:
        notes.append(scope.reason)
    if scope.relation in ("narrower", "wider"):
        return Comparison(scope.relation, "；".join(notes))
    return Comparison("variant", "；".join(sorted(set(notes)))) if notes else Comparison("same")


def _restricted(a: Measured, b: Measured, scope: Comparison) -> Comparison:
    """Two phrases of one head whose qualifiers differ."""
    if _within(a, b) and scope.relation in ("same", "variant", "narrower"):
        return Comparison("narrower", _difference(a, b))
    if _within(b, a) and scope.relation in ("same", "variant", "wider"):
        return Comparison("wider", _difference(a, b))
    if a.head in wording().umbrella and a.grades and a.grades == b.grades:
        return Comparison("incomparable", _difference(a, b))
    return Comparison("unrelated")


def _within(a: Measured, b: Measured) -> bool:
    return a.grades >= b.grades and bool(a.grades) and bool(b.grades) and (not b.rest or b.rest in a.rest)


def _difference(a: Measured, b: Measured) -> str:
    def named(one: Measured) -> str:
        words = [one.sector, *sorted(one.grades), one.rest]
        return "、".join(word for word in words if word) or "无限定"

    return f"限定不同：“{a.phrase}”限于{named(a)}，“{b.phrase}”限于{named(b)}"


def _scopes(a: Measured, b: Measured) -> Comparison:
    """Compare sectors; one that a phrase leaves out is its document's, as far as one may say."""
    if a.sector == b.sector and (a.sector or a.topic == b.topic):
        return Comparison("same")
    first, second = a.sector or a.topic, b.sector or b.topic
    if first == second:
        return Comparison("same")
    if not first or not second:
        return Comparison("unrelated")  # without a sector in phrase or title it is the whole economy
    if not (_contains(first, second) or _contains(second, first)):
        return Comparison("unrelated")
    if a.sector and b.sector:
        relation: Relation = "narrower" if _contains(second, first) else "wider"
        return Comparison(relation, f"范围不同：{first}、{second}")
    silent = b if a.sector else a
    return Comparison("variant", f"范围未言明：“{silent.phrase}”未说明是否限于{a.sector or b.sector or first}")


def _contains(outer: str, inner: str) -> bool:
    parents = wording().sectors
    while inner:
        if inner == outer:
            return True
        inner = parents.get(inner, "")
    return False


def _normal(phrase: str) -> str:
    words = wording()
    text = _QUOTES.sub("", phrase)
    for old, new in words.rewrite:
        text = text.replace(old, new)
    for filler in words.fillers:
        kept = text.replace(filler, "")
        text = kept or text
    text = _LISTED.sub(r"\1", text)
    text = turned(text)
    for suffix in words.growth_suffixes:
        if text.endswith(suffix) and len(text) > len(suffix):
            text = text.removesuffix(suffix)
            break
    return text.replace("地区地区生产总值", "地区生产总值").removesuffix("等").removeprefix("的")


def turned(text: str) -> str:
    """产值的西部生命芯谷 is 西部生命芯谷产值: what is measured stands last.

    >>> turned("产值的“云津药谷”"), turned("人均的床位")
    ('“云津药谷”产值', '人均的床位')
    """
    name, _, thing = text.partition("的")
    return f"{thing}{name}" if thing and name in _scoped_names() else text


@lru_cache(maxsize=1)
def _scoped_names() -> frozenset[str]:
    return frozenset(name for name, key, _ in names() if indicators()[key].scoped)


def _whole_name(phrase: str, text: str, topic: str) -> Measured | None:
    found = _by_name().get(text)
    if found is None:
        return None
    key, note = found
    entry = indicators()[key]
    own_topic = topic if entry.scoped else ""
    return Measured(phrase, key, entry, note, "", own_topic, frozenset(), ("", ""), "", key, "")


@lru_cache(maxsize=1)
def _by_name() -> dict[str, tuple[str, str]]:
    return {_normal(name): (key, note) for name, key, note in reversed(names())}


def _scoped_name(phrase: str, text: str, topic: str) -> Measured | None:
    """A known indicator behind a sector: 生物医药 + 工业总产值."""
    for name, key, note in names():
        entry = indicators()[key]
        if entry.scoped and text.endswith(name):
            sector, rest = _sector_in(text.removesuffix(name))
            return Measured(phrase, key, entry, note, sector, topic, frozenset(), ("", ""), rest, key, "")
    return None


def _counted(phrase: str, text: str, topic: str) -> Measured:
    """A counted noun with what restricts it, or a phrase of its own."""
    words = wording()
    head = next((head for head in words.heads if text.endswith(head)), "")
    if not head:
        sector, rest = _sector_in(text)
        if sector and _UNNAMED.fullmatch(rest):
            return Measured(phrase, INDUSTRY, None, "", sector, topic, frozenset(), ("", ""), "", INDUSTRY, "")
        return Measured(phrase, text, None, "", "", topic, frozenset(), ("", ""), "", "", "")
    before = text.removesuffix(head)
    tier = ("", "")
    match = _TIER.search(before)
    if match is not None:
        tier = ((match["by"] or "").removeprefix("年"), _tier_amount(match["sum"]))
        before = before[: match.start()] + before[match.end() :]
    grades = set()
    for grade in words.grades:
        if grade in before:
            grades.add(grade)
            before = before.replace(grade, "", 1)
    sector, rest = _sector_in(before)
    parts = (head, sector, "".join(sorted(grades)), tier[1], rest)
    key = "·".join(part for part in parts if part)
    return Measured(phrase, key, None, "", sector, topic, frozenset(grades), tier, rest, head, "")


def _tier_amount(written: str) -> str:
    """百 alone is a hundred, as in 百亿级."""
    if written[0] in "百千":
        written = f"一{written}"
    return f"{read_number(written):f}"


@lru_cache(maxsize=1)
def _sectors() -> tuple[str, ...]:
    return tuple(sorted(wording().sectors, key=lambda sector: (-len(sector), sector)))


def _sector_in(text: str) -> tuple[str, str]:
    """The sector at the start or the end of a qualifier, and what is left."""
    words = wording()
    sector = next((sector for sector in _sectors() if text.startswith(sector)), "")
    rest = text.removeprefix(sector)
    if not sector:
        ending = next((text.removesuffix(suffix) for suffix in words.sector_suffixes if text.endswith(suffix)), text)
        sector = next((sector for sector in _sectors() if ending.endswith(sector)), "")
        rest = ending.removesuffix(sector) if sector else text
    for suffix in words.sector_suffixes:
        if rest == suffix or (sector and rest.startswith(suffix)):
            rest = rest.removeprefix(suffix)
            break
    return sector, rest.strip("的、，,")
