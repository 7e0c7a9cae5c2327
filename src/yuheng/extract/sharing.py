"""How a head or a modifier that is written once belongs to all items of a list: 城镇和农村居民收入."""

from __future__ import annotations

import re

from yuheng.vocab.statements import words

_HEADS = words("heads")
_BEARERS = words("bearers")
_JOINTS = re.compile(r"、|和|及(?!相关|以上|以下|其)|与|以及")


def shared_phrases(phrase: str, count: int) -> tuple[str, ...] | None:
    """Split "A、B和C" into the `count` things that "分别" hands its numbers to; None where it does not split so.

    A head or a modifier that is written once belongs to all: "城镇和农村居民人均可支配收入" are two incomes, and
    "案件受理数、案损数" two numbers of cases.

    >>> shared_phrases("城镇和农村居民人均可支配收入", 2)
    ('城镇居民人均可支配收入', '农村居民人均可支配收入')
    >>> shared_phrases("城乡居民人均可支配收入", 2)
    ('城镇居民人均可支配收入', '农村居民人均可支配收入')
    """
    if count == 2 and "城乡" in phrase and not _JOINTS.search(phrase):
        return phrase.replace("城乡", "城镇", 1), phrase.replace("城乡", "农村", 1)
    parts = [part for part in _JOINTS.split(phrase) if part]
    if len(parts) > count:
        parts = _merged(phrase, count)
    if len(parts) != count or count < 2:
        return None
    tail = _shared_tail(parts)
    if tail:
        return (*(part if part.endswith(tail) else part + tail for part in parts[:-1]), parts[-1])
    lead = _shared_lead(parts)
    head = next((head for head in _HEADS if len(head) > 1 and parts[0].endswith(head)), "")
    return tuple(
        part if part.startswith(lead) or (head and part.endswith(head) and len(part) > len(head)) else lead + part
        for part in parts
    )


def _merged(phrase: str, count: int) -> list[str]:
    """Prefer 、 over 和 where "文化和旅游、健康和养老" has more joints than numbers."""
    parts = [part for part in phrase.split("、") if part]
    if len(parts) == count:
        return parts
    halves = [part for part in re.split("和|与|以及", phrase) if part]
    if count == 2 and len(halves) == 3 and halves[-1] in _HEADS:
        return [phrase[: -len(halves[-1])].rstrip("和与以及"), halves[-1]]  # 甲和乙业总产出和增加值
    return halves if len(halves) == count else []


def _shared_tail(parts: list[str]) -> str:
    """The head that only the last item writes: 产量 of "原煤、原油、天然气产量"."""
    last, width = parts[-1], len(parts[-2])
    for bearer in _BEARERS:
        if (at := last.find(bearer, 2)) > 0 and not any(bearer in part for part in parts[:-1]):
            return last[at:]
    for ending in (parts[-2][-2:], parts[-2][-1:]):
        at = last.find(ending, 1)
        if at > 0 and len(last) - at - len(ending) >= 2:
            return last[at + len(ending) :]
    if any(part.endswith(head) for part in parts[:-1] for head in _HEADS if head != "产业"):
        return ""
    spots = [
        at
        for head in _HEADS
        if len(head) > 1 and not any(part.endswith(head) for part in parts[:-1]) and (at := last.find(head, 1)) > 0
    ]
    by_head = min(spots, default=0)
    if by_head and (by_head < width or by_head - width <= 1):
        return last[by_head:]
    if len(last) <= max(map(len, parts[:-1])) + 1:
        return ""
    latin = _LATIN.match(last)  # a name in letters (ECMO年产量) is not cut in two
    return last[max(width, latin.end() if latin else 0) :]


_LATIN = re.compile("[A-Za-z0-9-]+")
_RATE_OF = re.compile(r"每?[十百千万\d]+(?:名)?(?:常住)?(?:人口|老年人|人)")


def _shared_lead(parts: list[str]) -> str:
    """The modifier that only the first item writes: 生产安全事故 of "生产安全事故起数、死亡人数"."""
    first = parts[0]
    if rate := _RATE_OF.match(first):
        return rate.group()
    head = next((head for head in _HEADS if len(head) > 1 and first.endswith(head)), "")
    if len(first) <= max(map(len, parts[1:])):
        return ""
    lead = first.removesuffix(head) if head else first[: -len(parts[1])]
    return lead if len(lead) >= 2 else ""
