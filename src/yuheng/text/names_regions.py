"""Regions that act together: 川渝, 成渝两地, 沪苏浙皖; and those that are one party under one name: 长三角, 东盟.

成渝 is two cities that cooperate, but 成渝地区双城经济圈 is the name of a strategy; 川 alone is no party at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from yuheng.vocab.parties import regions

_STRATEGY = r"(?!(?:地区)?双城经济圈|澳?大湾区|经济圈|经济区|都市圈|城市群|高铁|中线|高速)"


@dataclass(frozen=True, slots=True)
class RegionPair:
    """Two or more regions written as one word: its span (两地 included), the word itself, and the regions."""

    start: int
    end: int
    word: str
    members: tuple[str, ...]


@cache
def _pattern() -> re.Pattern[str]:
    table = regions()
    fixed = "|".join(sorted(table.pairs, key=len, reverse=True))
    letters = "".join(table.letters)
    firsts = letters + table.safe + "".join(dict.fromkeys(pair[0] for pair in table.pairs))
    both = r"(?:两地|三地|四地|两省|三省|四省|两市|三市|省市|两省市|三省市|两省一市|三省一市)"
    return re.compile(
        rf"(?=[{firsts}])(?P<word>{fixed}|[{table.safe}]{{2,4}}(?![{letters}])|[{letters}]{{2,4}}(?={both})){_STRATEGY}(?P<both>{both})?"
    )


@cache
def _blocs() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, regions().blocs)))


def region_pairs_in(text: str) -> tuple[RegionPair, ...]:
    """Every word that stands for several regions at once, in order.

    >>> [(p.word, p.members) for p in region_pairs_in("深化川渝两地合作，构建成渝医疗保障联盟")]
    [('川渝', ('四川', '重庆')), ('成渝', ('成都', '重庆'))]
    """
    table = regions()
    found = []
    for match in _pattern().finditer(text):
        word = match["word"]
        members = table.pairs.get(word) or tuple(table.letters[letter] for letter in word)
        if len(set(members)) == len(members) and word not in table.blocs:
            found.append(RegionPair(match.start(), match.end(), word, members))
    return tuple(found)


def blocs_in(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of regions that are one party under one name.

    >>> text = "主动对接长三角、粤港澳大湾区"
    >>> [text[start:end] for start, end in blocs_in(text)]
    ['长三角', '粤港澳大湾区']
    """
    return tuple(match.span() for match in _blocs().finditer(text))


def short_region(name: str) -> str:
    """A region's name as it is spoken: 重庆市 is 重庆, 广西壮族自治区 is 广西, 绵阳市 is 绵阳.

    >>> short_region("重庆市"), short_region("广西壮族自治区"), short_region("绵阳市"), short_region("")
    ('重庆', '广西', '绵阳', '')
    """
    for short, full in regions().provinces.items():
        if name == full:
            return short
    return name.removesuffix("市") if len(name) > 2 else name  # 沙市 keeps its 市
