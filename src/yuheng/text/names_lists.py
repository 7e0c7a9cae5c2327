"""Lists of names as written: 甲、乙和丙等12家单位.

A list is cut at 、与和及 where these join, and not where they belong to a name (经济和信息化委员会), a bracket or a
title in 《》. A bare honour before a person (长江学者、杨胜勇教授) is no item of its own.
"""

from __future__ import annotations

import re
from functools import cache

from yuheng.vocab.parties import edges

Span = tuple[int, int]

_TAIL = re.compile(
    r"(?<![高中初平同不优劣均])等(?:\s?[\d一二三四五六七八九十数几]+[余多]?[家个所名户省市区县方位]?)?[^、，,；;]{0,16}$|[（(](?:以下|下称|简称|后称|下文)[^（）()]*[)）]$|\s+$"
)
_KIND_TAIL = re.compile(r"(?<![高中初平同不优劣均])等[^、，,\d]{2,6}$")
_DIGIT = re.compile(r"(?<![高中初平同不优劣均])等\s?[\d一二三四五六七八九十数几]")


@cache
def _steps() -> re.Pattern[str]:
    joins = ("以及", "、", "与", "和", "及", "暨", "同", "跟", "携手", "联合", "联手", "会同", "牵手")
    inside = (word for word in edges().inside if not word.endswith("与"))
    held = sorted((word for word in inside if any(join in word for join in joins)), key=len, reverse=True)
    own = (
        "共同",
        "协同",
        "合同",
        "陪同",
        "与会",
        "参与",
        "及时",
        "普及",
        "涉及",
        "同时",
        "同志",
        "同步",
        "如同",
        "等同",
        "不同",
        "相同",
        "一同",
        "联合体",
    )
    brackets = r"《[^《》]*》|[（(][^（）()]*[)）]|“[^“”]*”"
    return re.compile(rf"(?P<held>{brackets}|{'|'.join(map(re.escape, (*held, *own)))})|(?P<join>{'|'.join(joins)})")


def listed(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The items of the list in [start, end), without what sums them up (等12家单位).

    One example that stands for a class keeps it (陆军军医大学等院校), for then the class is the party.

    >>> text = "市经济和信息化委员会、市药监局和重庆医科大学等10余家单位"
    >>> [text[start:end] for start, end in listed(text, 0, len(text))]
    ['市经济和信息化委员会', '市药监局', '重庆医科大学']
    """
    cuts: list[Span] = []
    for match in _steps().finditer(text, start, end):
        if match["join"] is not None and not (cuts and cuts[-1][1] == match.start() and match["join"] in "和同与及"):
            cuts.append(match.span())  # 与同泰制药: what follows a joint at once begins the name
    edges_ = [start, *(point for cut in cuts for point in cut), end]
    parts = [
        (left, right)
        for left, right in zip(edges_[::2], edges_[1::2], strict=True)
        if text[left:right].strip() and not text.startswith("等", left)
    ]
    parts = _unbroken(text, parts)
    parts = _with_honours(text, parts)
    return tuple(span for span in (_whole(text, *part, alone=len(parts) == 1) for part in parts) if span[0] < span[1])


def _unbroken(text: str, parts: list[Span]) -> list[Span]:
    """One character before 和 is the beginning of a name and no item: 瑞和医药集团, 同和康养公司."""
    joined: list[Span] = []
    for start, end in parts:
        last = joined[-1] if joined else None
        if last is not None and last[1] - last[0] == 1 and text[last[1] : start] in ("和", "同", "与", "及"):
            joined[-1] = (last[0], end)
        else:
            joined.append((start, end))
    return joined


def _with_honours(text: str, parts: list[Span]) -> list[Span]:
    joined: list[Span] = []
    held: int | None = None
    for start, end in parts:
        begin = start if held is None else held
        if text[start:end] in edges().honours:
            held = begin
            continue
        joined.append((begin, end))
        held = None
    return joined


def _whole(text: str, start: int, end: int, *, alone: bool) -> Span:
    while start < end and text[start] in " \t\n":
        start += 1
    words = text[start:end]
    if alone and _KIND_TAIL.search(words) and not _DIGIT.search(words):
        return start, end
    match = _TAIL.search(words)
    while match is not None and match.start() > 0:
        words = words[: match.start()]
        match = _TAIL.search(words)
    return start, start + len(words)
