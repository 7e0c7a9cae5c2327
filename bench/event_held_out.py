"""Are the matching's numbers flattered? Weights chosen on needs that are not measured, and words that no need gave.

Two doubts about a measure whose makers saw the labels. The weights may fit these very needs: here they are chosen on
one half and measured on the other, then turned round. The taxonomy may hold words because these needs had them: here
every word of it that stands in none of the listings is forgotten, as if nobody had looked at the needs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import product

from yuheng.exchange.items import Item
from yuheng.exchange.matches import WEIGHTS, Rarity, score_match
from yuheng.vocab.chain import segments

Parts = list[tuple[str, dict[str, float]]]
"""Of one need: each listing's id and its parts."""

GRID = [
    WEIGHTS | {"产品": wide, "分类": near, "规格": grade}
    for wide, near, grade in product((20, 40, 60), (0, 5, 10, 15, 20, 25, 30, 40, 60), (0, 8, 15, 30))
]


def halves(needs: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Needs in two halves, by a hash of their words: nobody chose who is in which."""
    first = [need for need in needs if hashlib.sha256(need.name.encode()).digest()[0] % 2]
    return first, [need for need in needs if need not in first]


def parts_of(needs: Sequence[Item], offers: Mapping[str, Item], order: Callable[[Item], list[str]]) -> dict[str, Parts]:
    """The parts of every need with every listing that `order` brings, in that order."""
    rarity = Rarity([*(offer.text for offer in offers.values()), *(need.text for need in needs)])
    found = {}
    for need in needs:
        matches = [score_match(need, offers[identity], rarity=rarity) for identity in order(need)]
        found[need.id] = [(each.offer, {part.name: part.value for part in each.parts}) for each in matches]
    return found


def by_weights(parts: Mapping[str, Parts], weights: Mapping[str, float]) -> Callable[[Item], list[str]]:
    """Listings by the weighted mean of their known parts."""

    def share(known: Mapping[str, float]) -> float:
        whole = sum(weights[name] for name in known)
        return sum(weights[name] * value for name, value in known.items()) / whole if whole else 0.0

    return lambda need: [identity for identity, _ in sorted(parts[need.id], key=lambda each: -share(each[1]))]


def forgetting(needs: Sequence[Item], offers: Sequence[Item]) -> list[Item]:
    """The needs with the class that the taxonomy gives them by words of the listings alone."""
    listed = "\n".join(offer.text.upper() for offer in offers)
    known = {
        word.upper(): (segment.key, word in segment.weak)
        for segment in segments().values()
        for word in segment.words
        if word.upper() in listed
    }
    pattern = re.compile("|".join(sorted(map(re.escape, known), key=len, reverse=True)))

    def segment_of(text: str) -> str:
        outside = [known[hit] for hit in pattern.findall(re.sub(r"[（(].*?[）)]", " ", text.upper()))]
        strong = [key for key, weak in outside if not weak]
        named = strong or [key for key, weak in map(known.get, pattern.findall(text.upper())) if not weak]
        named = named or [key for key, _ in outside]
        deeper = [key for key in named if key == named[-1] or key.startswith(named[-1] + ".")]
        return max(deeper, key=lambda key: key.count("."), default="")

    return [replace(need, segment=segment_of(need.text)) for need in needs]
