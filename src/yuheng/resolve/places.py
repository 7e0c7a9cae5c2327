"""Sites from sitings: a place that stands in several lists is one place with several statuses.

The same mountain is 武隆仙女山 in one list, 仙女山 in the next and 仙女山国家级旅游度假区 in a third. The three are put
together where the district agrees; where two districts could own the bare name nothing is merged, and the view says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from yuheng.model import Siting
from yuheng.vocab.gazetteer import divisions

_RANK = re.compile(
    r"(?:(?:国家级?|省级|市级|[3-5]A级)+(?:旅游|森林|地质|湿地|自然)?(?:度假区|风景名胜区|风景区|景区|公园|康养基地)|旅游度假区|风景名胜区|风景区|景区)$"
)
_SUFFIX = re.compile(r"(?<=[一-龥]{2})(?:新区|高新区|经开区|开发区|[市区县州旗])$")
_MARKS = str.maketrans(
    {"（": "(", "）": ")", "“": "", "”": "", "「": "", "」": "", " ": "", "　": "", "—": "-", "－": "-"}
)


@dataclass(frozen=True, slots=True)
class SiteView:
    """One site, as all sitings that speak of it describe it; a view, nothing is merged in the ledger.

    Attributes:
        name: the fullest name written.
        district: the place it lies in; empty where no siting says.
        names: every name written, sorted.
        tiers: the tiers of schemes it stands in, in the order met.
        statuses: every status stated and the siting that states it, in the order met: never reduced to one.
        industries: what any siting assigns to it, in the order met.
        sitings: ids, in the order met.
        reasons: why different names were put together, one line each.
        doubts: names that may be the same site, left apart because nothing decides.
    """

    name: str
    district: str
    names: tuple[str, ...]
    tiers: tuple[str, ...]
    statuses: tuple[tuple[str, str], ...]
    industries: tuple[str, ...]
    sitings: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def sites_from(sitings: Iterable[Siting]) -> list[SiteView]:
    """Put the sitings of one place together, in the order in which the places are first met.

    Two names are one where they are equal but for quotation marks and brackets, for the district before the name
    (武隆仙女山, 仙女山) or for a rank behind it (仙女山国家级旅游度假区), and the districts do not disagree. A name
    without a district joins the one district that has it; where two have it, it stays alone and says so in `doubts`.
    """
    groups: dict[tuple[str, str], list[Siting]] = {}
    owners: dict[str, list[str]] = {}
    for siting in sitings:
        core = _core(siting)
        groups.setdefault((core, siting.district), []).append(siting)
        if siting.district and siting.district not in owners.setdefault(core, []):
            owners[core].append(siting.district)
    doubts: dict[str, list[str]] = {}
    for core, district in list(groups):
        places = owners.get(core, [])
        if not district and len(places) == 1:
            groups[core, places[0]] += groups.pop((core, ""))
        elif not district and places:
            doubts[core] = places
    views = [
        _view(district, found, doubts.get(core, []) if not district else [])
        for (core, district), found in groups.items()
    ]
    first = {siting: number for number, siting in enumerate(_ids(groups.values()))}
    return sorted(views, key=lambda view: first[view.sitings[0]])


def _ids(groups: Iterable[list[Siting]]) -> list[str]:
    sitings = [siting for group in groups for siting in group]
    return [siting.id for siting in sorted(sitings, key=lambda each: (each.anchor.document, each.anchor.start))]


def _core(siting: Siting) -> str:
    """The name without its district, its rank and its marks; a district that is the whole site keeps its name."""
    name = siting.site.translate(_MARKS)
    core = name
    for form in _forms(siting.district):
        if core.startswith(form) and len(core) - len(form) >= 2 and siting.anchor.quote not in _forms(siting.district):
            core = core[len(form) :]
            break
    bare = _RANK.sub("", core)
    return bare if len(bare) >= 2 else core


@cache
def _forms(district: str) -> tuple[str, ...]:
    """How a district may be written before a site's name, the longest first: 武隆区, 武隆."""
    if not district:
        return ()
    found = {district}
    known = [place for place in divisions().values() if place.name == district]
    for place in known:
        found |= {place.short, place.short + place.name[-1]} if place.short else set()
    if not known and len(district) > 2:
        found.add(_SUFFIX.sub("", district))
    return tuple(sorted(found, key=lambda form: (-len(form), form)))


def _view(district: str, sitings: list[Siting], places: list[str]) -> SiteView:
    ordered = sorted(sitings, key=lambda each: (each.anchor.document, each.anchor.start))
    names = sorted({siting.site for siting in ordered})
    name = max(names, key=lambda each: (len(each), each))
    reasons = tuple(f"“{other}”与“{name}”：{_why(other, name, district)}" for other in names if other != name)
    return SiteView(
        name=name,
        district=district,
        names=tuple(names),
        tiers=tuple(dict.fromkeys(siting.tier for siting in ordered if siting.tier)),
        statuses=tuple((siting.status, siting.id) for siting in ordered if siting.status),
        industries=tuple(dict.fromkeys(each for siting in ordered for each in siting.industries)),
        sitings=tuple(siting.id for siting in ordered),
        reasons=reasons,
        doubts=tuple(f"可能是{place}的“{name}”，文中无从判断" for place in places),
    )


def _why(other: str, name: str, district: str) -> str:
    """What the two names differ in, for the clerk."""
    left, right = other.translate(_MARKS), name.translate(_MARKS)
    if left == right:
        return "只差引号或括号"
    differ = []
    if any(left.startswith(form) != right.startswith(form) for form in _forms(district)):
        differ.append(f"前面的{district}")
    if bool(_RANK.search(left)) != bool(_RANK.search(right)):
        differ.append("后面的等级称号")
    return f"去掉{'和'.join(differ)}后同名"
