"""Tiers: the parts of a plan's own scheme (一核, 两带, 三区多园), in headings and at the head of sentences."""

from __future__ import annotations

import re
from functools import lru_cache

_NUMBER = "[一二两三四五六七八九十多]"
_PLACE = "(?:核|芯|心|环|带|轴|极|群|圈|廊|翼|点|片|城|谷|园|屏|区|组团|中心|基地|片区|板块|高地|节点|增长极|走廊|集群)"
_PART = f"{_NUMBER}{_PLACE}"
_QUOTED = re.compile(
    rf"[“\"「]((?:{_PART}){{1,2}}|{_NUMBER}{{1,2}}[核心环带轴极区群圈廊翼点片城谷园屏组团]{{1,2}})[”\"」]"
)
_BARE = re.compile(
    rf"(?:^|[、.．)）\s—:：节章]|强化|做强|做优|提升|培育|突出|打造|构建|壮大|加速|建强|拓展|点亮|联动)"
    rf"({_PART})(?=$|[引支辐协发带联拓布创领驱突集:：,，])"
)
_OPENING = re.compile(rf"[—\-\s]*[“\"「]?({_PART})[”\"」]?(?:$|即|为|是指|指|包括|引领|[:：,，。])")
_OVERVIEW = re.compile(r"构建|形成|坚持|按照|格局|布局|体系|结构|空间")
_SCHEME = re.compile(rf"(?:^|“)(?:{_PART}){{1,4}}$|^[东西南北中]部.{{0,8}}[区带片轴廊]$")


@lru_cache(maxsize=512)
def tier_of(path: tuple[str, ...]) -> str:
    """The part of the plan's scheme that the nearest heading names: 强化“一核”创新引领, 两翼支撑, 做优“三区多园”.

    A heading over the whole scheme (构建“一轴两翼”格局) names no part of it.
    """
    for heading in reversed(path):
        found = _QUOTED.findall(heading)
        if len(found) == 1 and not (len(found[0]) > 3 and _OVERVIEW.search(heading)):
            return str(found[0])
        bare = _BARE.findall(heading)
        if not found and len(bare) == 1:
            return str(bare[0])
    return ""


def opening_tier(text: str, start: int, end: int) -> str:
    """The part of the scheme that text[start:end), a sentence or paragraph, opens with: “一核”即兰州; ——两带。."""
    found = _OPENING.match(text, start, end)
    return found[1] if found is not None else ""


def after_tier(text: str, start: int, end: int) -> int:
    """Where the names of a sentence that opens with a part of the scheme begin: behind “一芯”即."""
    found = _OPENING.match(text, start, end)
    return found.end() if found is not None else start


def names_tier(heading: str) -> bool:
    """Whether a heading names a part of a scheme."""
    return _BARE.search(heading) is not None or _QUOTED.search(heading) is not None


def is_scheme(name: str) -> bool:
    """Whether a name is that of a scheme or of its part and no site's: 一中心四基地, 中部康养区."""
    return _SCHEME.search(name) is not None
