"""The full official name behind a short one, where a rule is certain: Chongqing's 市经信委 is 重庆市经济和信息化委员会.

Every level of government abbreviates its departments in the same way, and means its own: 市 in a document of Chongqing
is Chongqing, in a document of Sichuan it is some city, and then no rule speaks.
"""

from __future__ import annotations

import re
from functools import cache

from yuheng.vocab.gazetteer import division_named, divisions
from yuheng.vocab.parties import bodies, departments, regions

_PARTS = re.compile(
    r"(?P<province>.{2,6}?(?:省|特别行政区|自治区))?(?P<city>.{1,12}?(?:市|自治州|地区|盟))?(?P<county>.{1,12}(?:区|县|旗|市))?"
)
_LEVEL = re.compile(r"我?(省|市|区|县|州|自治区|自治州|自治县)级?")
_PARTY_ORGAN = re.compile(r"(?:中共)?(?P<where>.{0,12}?)委(?P<organ>[^委]{2,10}(?:部|办公厅|办公室|办|政法委))?")
_LEAGUE = re.compile(r"团(?P<where>[省市区县州])委")
_ORGANS = re.compile(r"宣传部|组织部|统战部|社会工作部|政法委|网信办|编办|办公厅|办公室|军民融合办|金融办|改革办")
_CENTRAL = ("国家", "中国", "全国")
_ZONES = ("高新技术产业开发区", "经济技术开发区")
"""Zones are named without 市: 重庆高新技术产业开发区."""
_NATION = ("全国", "中国", "中华人民共和国")


def official_name(name: str, *, region: str) -> str | None:
    """The official name that a name is short for in a document of a region; None where no rule is certain.

    >>> official_name("市经信委", region="重庆市")
    '重庆市经济和信息化委员会'
    >>> official_name("省医保局", region="海南省")
    '海南省医疗保障局'
    >>> official_name("永川区卫健委", region="重庆市")
    '重庆市永川区卫生健康委员会'
    >>> official_name("市卫健委", region="海南省") is None
    True
    """
    organ = _party_organ(name, region)
    if organ is not None:
        return organ
    body = _body(name)
    if body is None:
        return None
    short, full = body
    where = name[: len(name) - len(short)]
    if not where:
        return _ministry(short, full, region)
    if where in _CENTRAL:
        return where + full
    if full in _ZONES:
        return where + full if division_named(where) is not None or where in regions().provinces else None
    place = place_of(where, region)
    return None if place is None else place + full


def body_of(name: str) -> tuple[str, str] | None:
    """What a name says before its department, and the department in full; None where it ends with none that is known.

    >>> body_of("市卫健委"), body_of("岚江市卫生健康委")
    (('市', '卫生健康委员会'), ('岚江市', '卫生健康委员会'))
    """
    body = _body(name)
    return None if body is None else (name[: len(name) - len(body[0])], body[1])


def full_place_name(name: str, *, region: str) -> str | None:
    """Spell out the level word that begins a name: 市中医院 in Chongqing is 重庆市中医院.

    >>> full_place_name("市中医院", region="重庆市"), full_place_name("重庆医科大学", region="重庆市")
    ('重庆市中医院', None)
    """
    match = _LEVEL.match(name)
    if match is None or match.end() == len(name) or match[0].endswith("级"):
        return None
    place = place_of(match[0], region)
    return None if place is None else place + name[match.end() :]


def is_relative(name: str) -> bool:
    """Whether a name says 市, 省, 我市 … and so means another body in another region's document."""
    return _LEVEL.match(name) is not None or name.startswith(("本", "该", "我"))


@cache
def _known() -> tuple[tuple[str, str], ...]:
    table = {**bodies(), **{full: full for full in bodies().values()}, **departments()}
    return tuple(sorted(table.items(), key=lambda entry: -len(entry[0])))


def _body(name: str) -> tuple[str, str] | None:
    """The department or body that a name ends with; the longest reading whose rest is a place wins."""
    for short, full in _known():
        if name.endswith(short) and not name.endswith(("基金会", "协会")):
            return short, full
    return None


def _ministry(short: str, full: str, region: str) -> str | None:
    """A bare name: 财政部 is the ministry everywhere, 卫生健康委 is the nation's in a document of the nation."""
    if short.endswith("部"):
        return full
    return "国家" + full if region in _NATION and not short.endswith(("厅", "局", "会", "办")) else None


@cache
def place_of(where: str, region: str) -> str | None:
    """The full name of a place as an official name begins with it; level words mean the document's own region."""
    match = _PARTS.fullmatch(region)
    parts = [part for part in match.groups() if part] if match is not None else []
    level = _LEVEL.fullmatch(where)
    if level is not None:
        for index in range(len(parts) - 1, -1, -1):
            if parts[index].endswith(level[1]) and (level[1] != "区" or not parts[index].endswith("自治区")):
                return _from_city(parts[: index + 1])
        return None
    if where in regions().provinces:
        return regions().provinces[where]
    division = division_named(where)
    if division is None:
        return None
    parent = divisions().get(division.parent)
    if division.level == "county" and parent is not None:
        return parent.name + division.name
    return division.name


def _from_city(parts: list[str]) -> str:
    """District names carry their city (重庆市永川区), city names do not carry their province (成都市)."""
    if len(parts) > 1 and parts[-1].endswith(("区", "县", "旗")) and parts[-2].endswith(("市", "州", "盟", "地区")):
        return parts[-2] + parts[-1]
    return parts[-1]


def _party_organ(name: str, region: str) -> str | None:
    league = _LEAGUE.fullmatch(name)
    if league is not None:
        place = place_of(league["where"], region)
        return None if place is None else f"共青团{place}委"
    match = _PARTY_ORGAN.fullmatch(name)
    if match is None or (match["organ"] is not None and not _ORGANS.fullmatch(match["organ"])):
        return None
    where = match["where"]
    place = place_of(where, region) if where else None
    return None if place is None else f"中共{place}委{match['organ'] or ''}"
