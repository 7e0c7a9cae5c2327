"""Persons by their titles: 副局长许志鹏, 杨胜勇教授, 院士樊代明、刘志红、王俊.

Without a title no two or three characters are taken for a person: 金融 and 高新 begin with surnames too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from yuheng.model.party import Mention
from yuheng.vocab.parties import edges

_FOLLOWS = (
    r"(?=[、，。；：,;:\s（(）)“”\"/]|$|表示|介绍|说|指出|认为|出席|强调|率|主持|一行|代表|分别|致辞|讲话|参加|宣布"
    r"|解读|告诉|发言|签|见证|等|和|与|及|在|为|将|是|的|向|对|就|带|谈|作|到|团队)"
)


_RIGHT_ONLY = frozenset(("专家", "负责人", "记者", "医师", "医生", "省长", "市长", "区长", "县长"))
"""Titles that do not follow a name in reports: 甘肃省省长 is no Mr 甘肃省."""


@cache
def _right() -> re.Pattern[str]:
    name = rf"[{edges().surnames}][一-龥]{{1,2}}?"
    return re.compile(rf"\s?({name}{_FOLLOWS}(?:、{name}{_FOLLOWS})*)")


@cache
def _left() -> re.Pattern[str]:
    return re.compile(rf"[{edges().surnames}][一-龥]{{1,2}}")


@cache
def _titles() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(sorted(edges().titles, key=len, reverse=True))})+$")


def persons_at(text: str, start: int, end: int, *, left: int, stop: int) -> Iterator[Mention]:
    """Persons named beside the title at [start, end): after it, or between `stop` and it.

    `left` is where the words before the title begin, `stop` where the last name in them ends. The affiliation stays in
    the person's title, for it tells two people of one name apart.
    """
    before = text[stop:start]
    if text[start:end] in _RIGHT_ONLY:
        before = ""
    if before not in edges().generic and _left().fullmatch(before) and not _titles().search(before):
        yield Mention(stop, start, before, "person", title=text[left:stop] + text[start:end])
        return
    match = _right().match(text, end)
    if match is None:
        return
    offset = match.start(1)
    for name in match[1].split("、"):
        yield Mention(offset, offset + len(name), name, "person", title=text[left:end])
        offset += len(name) + 1
