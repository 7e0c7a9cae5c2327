"""Matches: how well an offer answers a need, in parts that one can read. `docs/matching.md` states the formula."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from yuheng.exchange.items import Firm, Item, amount_of, division_of
from yuheng.exchange.listings import Listings, terms_of
from yuheng.exchange.meetings import POINTS, Candidate, pair_of
from yuheng.exchange.registration import is_vague
from yuheng.text.letters import folded
from yuheng.vocab.chain import closeness, segments, stages

WEIGHTS: Final = {"产品": 40, "规格": 15, "分类": 25, "地点": 6, "数量": 6, "阶段": 4, "规划缺口": 4}
"""What each part weighs; parts that are not known are left out, and the rest share the whole."""

LEAST: Final = 300
"""Below this many points a match is not shown."""

MEET: Final = 450
"""From this many points on a match is worth a meeting; a need without such a match still gets its best one."""

_NEAR: Final = 60
_TOP: Final = 20
_UNSAID: Final = ("", "不限", "无", "全国", "均可", "面议", "—", "-")
_FRIENDS: Final = frozenset({"500000", "510000"})  # 成渝: the two provinces of one economic circle


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: its name, 0 to 1, and why in Chinese."""

    name: str
    value: float
    why: str


@dataclass(frozen=True, slots=True)
class Match:
    """An offer for a need, with its reasons.

    Attributes:
        need, offer: ids of the items.
        pair: their firms.
        score: 0 to 1000 points: the weighted mean of the known parts.
        parts: the known parts, in the order of `WEIGHTS`.
        marked: stretches [start, end) of the offer's text that the need also has.
        open: what the need demands and the offer does not say: to be asked.
    """

    need: str
    offer: str
    pair: tuple[str, str]
    score: int
    parts: tuple[Part, ...]
    marked: tuple[tuple[int, int], ...]
    open: tuple[str, ...] = ()


class Rarity:
    """How much a term says, by how few of the listings have it."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._counts: Counter[str] = Counter()
        self._texts = 0
        for text in texts:
            self._texts += 1
            self._counts.update(set(terms_of(text, classes=False)))

    def of(self, term: str) -> float:
        """Its weight: the logarithm of BM25, never negative."""
        count = self._counts[term]
        return math.log(1 + (self._texts - count + 0.5) / (count + 0.5))

    def cover(self, wanted: str, given: str) -> float:
        """How much two texts say the same: the geometric mean of the shares that the shared terms have in each."""
        one, other = set(terms_of(wanted, classes=False)), set(terms_of(given, classes=False))
        shared = sum(self.of(term) for term in sorted(one & other))
        shares = [shared / max(sum(self.of(term) for term in sorted(side)), 1e-9) for side in (one, other)]
        return math.sqrt(shares[0] * shares[1])


def score_match(
    need: Item, offer: Item, *, rarity: Rarity, gaps: Collection[str] = (), without: Collection[str] = ()
) -> Match:
    """Score one offer against one need.

    Args:
        need, offer: the items.
        rarity: of terms among all listings.
        gaps: segments in which the plan says something is missing; empty where no plan was read.
        without: names of parts to leave out, for the ablation.
    """
    makers: dict[str, Callable[[], Part | None]] = {
        "产品": lambda: _product(need, offer, rarity),
        "规格": lambda: _specification(need, offer, rarity),
        "分类": lambda: _class(need, offer),
        "地点": lambda: _place(need, offer),
        "数量": lambda: _quantity(need, offer),
        "阶段": lambda: _stage(need, offer),
        "规划缺口": lambda: _gap(need, offer, gaps),
    }
    parts = [part for name, make in makers.items() if name not in without and (part := make()) is not None]
    whole = sum(WEIGHTS[part.name] for part in parts)
    share = sum(WEIGHTS[part.name] * part.value for part in parts) / whole if whole else 0.0
    unsaid = tuple(word for word in need.must if folded(word) not in folded(offer.text))
    return Match(
        need.id,
        offer.id,
        (need.firm, offer.firm),
        round(POINTS * share),
        tuple(parts),
        shared_words(need.text, offer.text),
        unsaid,
    )


def matches_in(
    items: Sequence[Item],
    *,
    firms: Sequence[Firm] = (),
    on: date,
    gaps: Collection[str] = (),
    admits: Callable[[Item, Item], bool] = lambda _need, _offer: True,
) -> list[Match]:
    """Match every need with the offers near it, best first; expired items and excluded firms are left out.

    Items too vague to be matched wait for the answer to their question. A firm never matches itself. A word of a `no`
    list that the other side's text or firm name has ends the match. What `admits(need, offer)` refuses takes no place
    from another one.

    Raises:
        Misuse: the extra `exchange` is not installed.
    """
    standing = [item for item in items if (item.until is None or item.until >= on) and not is_vague(item)]
    offers = {item.id: item for item in standing if item.side == "offer"}
    if not offers:
        return []
    places = {firm.name: firm.place for firm in firms}
    listings = Listings((each.id, each.text) for each in offers.values())
    rarity = Rarity(item.text for item in standing)
    found: list[Match] = []
    for need in (item for item in standing if item.side == "need"):
        near = [offers[identity] for identity, _ in listings.nearest(need.text, _NEAR)]
        mine = [
            score_match(_placed(need, places), _placed(offer, places), rarity=rarity, gaps=gaps)
            for offer in near
            if offer.firm != need.firm
            and admits(need, offer)
            and not _excluded(need, offer)
            and not _excluded(offer, need)
        ]
        good = sorted((m for m in mine if m.score >= LEAST and _has_substance(m)), key=lambda m: (-m.score, m.offer))
        found += good[:_TOP]
    return found


def candidates_from(matches: Iterable[Match]) -> list[Candidate]:
    """One candidate meeting for each pair of firms: its best match, and a tenth of what the others bring."""
    known = sorted(matches, key=lambda match: (-match.score, match.need, match.offer))
    scores: dict[tuple[str, str], list[int]] = {}
    served: set[str] = set()
    for match in known:
        if match.score < MEET and match.need in served:
            continue
        served.add(match.need)
        scores.setdefault(pair_of(*match.pair), []).append(match.score)
    return [
        Candidate(pair, min(POINTS, max(points) + (sum(points) - max(points)) // 10))
        for pair, points in sorted(scores.items())
    ]


def shared_words(wanted: str, given: str) -> tuple[tuple[int, int], ...]:
    """Where `given` says what `wanted` says: stretches of two characters and more, the longest possible.

    >>> shared_words("N95口罩", "医用防护口罩（N95）")
    ((4, 6), (7, 10))
    """
    wanted, given = folded(wanted), folded(given)
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(given) - 1:
        end = at + 2
        if not given[at].isalnum() or given[at:end] not in wanted:
            at += 1
            continue
        while end < len(given) and given[at : end + 1] in wanted:
            end += 1
        spans.append((at, end))
        at = end
    return tuple(spans)


def _has_substance(match: Match) -> bool:
    """Whether product or class speak for it: place and quantity alone are no match."""
    values = {part.name: part.value for part in match.parts}
    return values.get("产品", 0.0) >= 0.25 or values.get("分类", 0.0) >= 0.8


def _placed(item: Item, places: dict[str, str]) -> Item:
    """An item that says no place of its own stands where its firm sits."""
    return item if item.place else replace(item, place=places.get(item.firm, ""))


def _excluded(one: Item, other: Item) -> bool:
    words = folded(f"{other.text} {other.firm}")
    return any(folded(word) in words for word in one.no)


def _product(need: Item, offer: Item, rarity: Rarity) -> Part | None:
    value = rarity.cover(need.name, offer.name)
    marks = shared_words(need.name, offer.name)
    words = "、".join(offer.name[start:end] for start, end in marks)
    return Part("产品", value, f"都写有{words}" if words else "名称没有相同的词")


def _specification(need: Item, offer: Item, rarity: Rarity) -> Part | None:
    asked = [*need.must, *need.want]
    if not offer.specification or not (need.specification or asked):
        return None
    said = folded(offer.text)
    values = [1.0 if folded(word) in said else 0.0 for word in asked]
    if need.specification:
        values.append(rarity.cover(need.specification, offer.specification))
    return Part("规格", sum(values) / len(values), _specified(need, offer, dict(zip(asked, values, strict=False))))


def _specified(need: Item, offer: Item, found: dict[str, float]) -> str:
    """Which norms and grades are asked and offered, and which of the further demands the offer names."""
    words = [f"要{need.specification}，供{offer.specification}"] if need.specification else []
    said = [word for word, value in found.items() if value]
    unsaid = [word for word, value in found.items() if not value]
    words += [f"写明{'、'.join(said)}"] if said else []
    words += [f"没有写明{'、'.join(unsaid)}"] if unsaid else []
    return "；".join(words)


def _class(need: Item, offer: Item) -> Part | None:
    if not need.segment or not offer.segment:
        return None
    one, other = segments()[need.segment], segments()[offer.segment]
    why = f"同属{one.name}" if one is other else f"分属{one.name}与{other.name}"
    return Part("分类", closeness(need.segment, offer.segment), why)


def _place(need: Item, offer: Item) -> Part | None:
    if need.place in _UNSAID or offer.place in _UNSAID:
        return None
    one, other = division_of(need.place), division_of(offer.place)
    if one is None or other is None:
        return None
    if one.code == other.code:
        return Part("地点", 1.0, f"同在{one.name}")
    if one.province == other.province:
        return Part("地点", 0.7, "同省市")
    if {one.province, other.province} <= _FRIENDS:
        return Part("地点", 0.5, "同在成渝")
    return Part("地点", 0.2, f"分在{one.name}与{other.name}")


def _quantity(need: Item, offer: Item) -> Part | None:
    wanted, given = amount_of(need.quantity), amount_of(offer.quantity)
    if wanted is None or given is None or wanted[1] != given[1] or not wanted[0]:
        return None
    return Part("数量", min(float(given[0] / wanted[0]), 1.0), f"要{need.quantity}，供{offer.quantity}")


def _stage(need: Item, offer: Item) -> Part | None:
    ladder = stages()
    if need.stage not in ladder or offer.stage not in ladder:
        return None
    steps = abs(ladder.index(need.stage) - ladder.index(offer.stage))
    return Part("阶段", 1 - steps / (len(ladder) - 1), f"要{need.stage}，供{offer.stage}")


def _gap(need: Item, offer: Item, gaps: Collection[str]) -> Part | None:
    key = offer.segment or need.segment
    if not gaps or not key:
        return None
    fills = any(key == gap or key.startswith(gap + ".") for gap in gaps)
    return Part("规划缺口", 1.0 if fills else 0.0, "补规划所列缺口" if fills else "规划未列缺口")
