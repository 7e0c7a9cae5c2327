"""Proper names inside a noun phrase: what its common words leave over.

No gazetteer holds every valley that a park is called after. But a name is told from a class by what it is *not* made
of: 特色农业 is two common words, 云津 is none.
"""

from __future__ import annotations

from functools import lru_cache

from yuheng.vocab.words import common_words

_UNKNOWN, _JOINT, _WORD = 40, 15, 10
"""What one character outside every word costs, one joint, one word; a cover of the phrase costs least."""


@lru_cache(maxsize=4096)
def proper_names_in(phrase: str) -> tuple[tuple[int, int], ...]:
    """Where a phrase holds characters that no common words cover: two or more in a row, no Latin letters or digits.

    A single odd character is a chance of the cover and no name; one beside a joint is a name (东湖, 南屏).

    >>> phrase = "云津新型疫苗生产基地"
    >>> [phrase[start:end] for start, end in proper_names_in(phrase)]
    ['云津']
    >>> proper_names_in("现代特色农业产业园")
    ()
    """
    found: list[tuple[int, int]] = []
    start = -1
    odd = 0
    pieces = [*_cover(phrase), (len(phrase), len(phrase))]
    for left, right in pieces:
        single = right - left == 1 and "一" <= phrase[left] <= "龥"
        if single:
            start = left if start < 0 else start
            odd += phrase[left] not in common_words().joints
            continue
        if start >= 0 and odd and left - start >= 2:
            found.append((start, left))
        start, odd = -1, 0
    return tuple(found)


def _cover(phrase: str) -> list[tuple[int, int]]:
    """The cheapest cut of a phrase into common words, joints and odd characters."""
    table = common_words()
    best = [0] + [10_000] * len(phrase)
    back = [0] * (len(phrase) + 1)
    for end in range(1, len(phrase) + 1):
        char = phrase[end - 1]
        is_odd = char not in table.joints
        cost = best[end - 1] + (_UNKNOWN if is_odd else _JOINT)
        best[end], back[end] = cost, end - 1
        for start in range(max(0, end - table.longest), end - 1):
            if best[start] + _WORD < best[end] and phrase[start:end] in table.words:
                best[end], back[end] = best[start] + _WORD, start
    pieces = []
    end = len(phrase)
    while end:
        pieces.append((back[end], end))
        end = back[end]
    return pieces[::-1]
