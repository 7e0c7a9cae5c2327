"""The sites that one clause names: a list under one verb, a subject that was granted a title, a named park.

Three shapes carry nearly all of them:

    建设 | 万州、忠县、秀山 | 等一批生物医药特色产业园区            verb, bare places, the head noun that they share
    推动 | 石柱黄水、江津四面山 | 等景区 | 创建国家级旅游度假区     verb, places with a feature, what they are to become
    加快 | 长寿国际化原料药基地、合川医疗器械产业园 | 建设          verb, names that are whole
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from yuheng.extract.siting_evidence import (
    BUILDING,
    Scene,
    Shape,
    ends_as_feature,
    is_bare,
    is_class,
    is_feature,
    is_named,
    keeps_head,
    learned_in,
    learned_length,
    needs_head,
)
from yuheng.extract.siting_phrases import Phrase, industries_in, industries_of, read_phrase
from yuheng.extract.siting_tiers import after_tier
from yuheng.vocab.gazetteer import Division

_AND_SO_ON = re.compile(r"等(?!级|于|待|同|地区|地位|重点领域|领域)")
_COUNT = re.compile(r"(?:共|等)?(\d{1,2}|[一二两三四五六七八九十]{1,2})(?:个|家|处|大|座)(?=[^、，]{2,})")
_CORE = re.compile(
    r"(?:以|围绕|立足|依托)(?P<who>[^，。；]{2,90}?)为(?:核心|重点|中心|主阵地|支撑|龙头|引领|主体|载体|依托|主要承载地|主|极核|极点|支点)"
)
_CORE_ALONE = re.compile(r"(?P<who>[^，。；为以]{2,60})为(?:核心|重点|支撑|龙头|引领|支点|极点|主体)(?![产行的])")
_SUBJECT = re.compile(r"(?:要|将|应|正在|正|已|先后|目前|重点|积极|着力|加快|大力|全力|持续|进一步|统筹|、)*")
_BECOME = re.compile(
    r"成功创建|创建|合作共建|共建|争创|申报|申建|申创|获批建设|获批|入选|入围|获评|跻身|入列|列入|被列为|加快建设|规划建设|布局建设|谋划建设|联合建设|建设|打造|升级为|成为|蝉联|聚焦|重点发展|大力发展|主攻|布局|(?:分别)?开展"
)
_SHARED_WORK = re.compile("(?:合作|联合)?共建")
_PARTNER = re.compile("联合|与|同|携手")
"""联合某大学共建研究中心: the university is a partner and no site."""

_FEATURE_ENDS = re.compile("[山湖岛谷河峡溪沟岭湾泉](?=[、等])")
_FEATURE_ITEM = re.compile("[一-龥]{1,6}[山湖岛谷河峡溪沟岭湾泉](?=[、等])")
_RAISE = re.compile(r"(?:加快|规划|布局|谋划|重点)?建设|布局|打造")
_ATTRIBUTE = re.compile(r"(?:立足|辐射|面向|服务|覆盖|具有|集(?!聚|中)|以|符合|适应|满足|最)[^，。；“”]{2,60}?的")
_QUOTED = re.compile(r"“(?![一二三四五六七八九十两多])[一-龥]{3,}(?:[谷岛港园]|[药物学医]城)”")
_DIGITS = {number: value for value, number in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


@dataclass(slots=True)
class Site:
    """A site found in a clause.

    Attributes:
        start, end: its own words.
        name: its name, with the head noun that the list shares.
        status: what the verbs over it say.
        industries: named by the name or the shared head noun.
        place: the place it stands in by a name learned elsewhere (仙女山: 武隆区).
        is_subject: it opens the clause, so that the clauses after it speak of it.
    """

    start: int
    end: int
    name: str
    status: str
    industries: tuple[str, ...]
    phrase: Phrase
    place: Division | None = None
    is_subject: bool = False


def sites_in_clause(scene: Scene, start: int, end: int, *, has_subject: bool) -> list[Site]:
    """Find the sites that text[start:end) names.

    `has_subject`: the sentence speaks of a site already, so whole names under a building verb are its parts.
    """
    if not _may_name(scene, start, end):
        return []
    start = after_tier(scene.text, start, end)
    core = None
    if scene.text.find("为", start, end) >= 0:
        core = _CORE.search(scene.text, start, end) or _CORE_ALONE.match(scene.text, start, end)
    if core is not None:
        found = _core_sites(scene, core)
        if found:
            return found
    start = _after_subject(scene, start, end)
    first = _first_anchor(scene, start, end)
    if first is None:
        return []
    shape = _shape(scene, start, end, first=first)
    sites = _accepted(scene, shape, has_subject=has_subject, opens=start)
    return _with_parts(scene, shape, sites)


def _with_parts(scene: Scene, shape: Shape, sites: list[Site]) -> list[Site]:
    """Add the named sites that a site is to build, which are not what it becomes: 鹤鸣科学城规划建设澹溪实验室."""
    verb = _RAISE.match(scene.text, *shape.become)
    if not sites or verb is None or not all(site.phrase.head for site in sites):
        return sites
    parts = sites_in_clause(scene, verb.start(), shape.become[1], has_subject=True)
    named = [part for part in parts if part.phrase.head and is_named(scene, part.phrase)]
    if not named:
        return sites
    for site in sites:
        site.industries = industries_of(scene.text, site.phrase, scene.words)
    return [*(site for site in sites if site.phrase.head in scene.words.ground), *named]


def _may_name(scene: Scene, start: int, end: int) -> bool:
    """Whether a clause holds anything of which a site is made: a place, a head noun, a quotation, a name known."""
    return (
        bool(scene.mentions_in(start, end) or scene.heads_in(start, end))
        or scene.text.find("“", start, end) >= 0
        or any(start <= at < end for at in scene.repeats)
    )


def _after_subject(scene: Scene, start: int, end: int) -> int:
    """Where the predicate of 四川重点打造成都生物城 begins: the place that acts is not the place that is built."""
    places = scene.mentions_in(start, end)
    actor = start
    for place in places:
        actor = place.end if place.start == actor else actor
    verb = _SUBJECT.match(scene.text, actor, end) if actor > start else None
    if verb is None or scene.words.verb.match(scene.text, verb.end(), end) is None:
        return start
    is_named = places[-1].start >= verb.end() or _QUOTED.search(scene.text, verb.end(), end) is not None
    return verb.end() if is_named else start


def _first_anchor(scene: Scene, start: int, end: int) -> int | None:
    """Where the first place, head noun or known feature of the clause stands."""
    inside = scene.mentions_in(start, end)
    head = next(iter(scene.heads_in(start, end)), None)
    quoted = _QUOTED.search(scene.text, start, end)
    found = [each.start for each in inside[:1]] + ([head.start] if head else []) + ([quoted.start()] if quoted else [])
    repeats = [at for at in scene.repeats if start <= at < end]
    feature = _feature(scene.text, start, end) if not inside and not repeats else None
    found += [feature.start()] if feature is not None else []
    found += repeats[:1]
    return min(found, default=None)


def _feature(text: str, start: int, end: int) -> re.Match[str] | None:
    """The first item of a list that ends as a mountain or a lake does; looked for only around such an end."""
    last = _FEATURE_ENDS.search(text, start, end)
    return _FEATURE_ITEM.search(text, max(start, last.start() - 6), end) if last else None


def _core_sites(scene: Scene, core: re.Match[str]) -> list[Site]:
    """以重庆国际生物城、水土生物医药创新基地为核心: the sites that a sentence sets at its centre."""
    found: list[Site] = []
    for start, end in _items(scene, core.start("who"), core.end("who")):
        phrase = read_phrase(scene, start, end)
        if phrase is None or (not phrase.mentions and not (found and phrase.head)):
            continue
        bare = is_bare(phrase)
        if bare and phrase.mentions[0].place is not None and phrase.mentions[0].place.level == "province":
            continue
        if phrase.head in scene.words.ground or bare:
            found.append(_site(scene, phrase, status="", shared=(), suffix="", opens=phrase.start))
    return found


def _shape(scene: Scene, start: int, end: int, *, first: int) -> Shape:
    text, words = scene.text, scene.words
    status, region = "", start
    for verb in words.verb.finditer(text, start, first):
        status, region = words.status[verb[0]] or status, verb.end()
    attribute = _ATTRIBUTE.match(text, region, end)
    is_attributed = False
    if attribute is not None and scene.heads_in(attribute.end(), end):
        is_attributed = bool(scene.mentions_in(region, attribute.end()))
        region = attribute.end()
    leading = status
    become = _become(scene, max(first, region), end)
    listed = become[0] if become[0] < become[1] else end
    so_on = _AND_SO_ON.search(text, max(first, region), listed)
    tail = (so_on.end(), listed) if so_on else (listed, listed)
    items = _items(scene, region, so_on.start() if so_on else listed)
    if so_on is None and items:
        items, tail = _cut_count(text, items, listed)
    if become[0] < become[1]:
        verb_match = words.verb.match(text, become[0])
        status = words.status[verb_match[0]] if verb_match and words.status[verb_match[0]] else status
    else:
        status = _trailing(scene, max(first, region), end) or status
    return Shape(items, tail, become, status, so_on is not None, leading, is_attributed)


def _cut_count(
    text: str, items: tuple[tuple[int, int], ...], end: int
) -> tuple[tuple[tuple[int, int], ...], tuple[int, int]]:
    """Take 3个省级医疗中心 off the last item 天水3个省级医疗中心: it is what the list shares."""
    start, last = items[-1]
    count = _COUNT.search(text, start + 2, last)
    if count is None:
        return items, (end, end)
    return (*items[:-1], (start, count.start())), (count.start(), last)


def _trailing(scene: Scene, start: int, end: int) -> str:
    """The status that the verb behind the names says: …等加快建设, …初具规模; only achievements and plans override."""
    last = ""
    for verb in scene.words.verb.finditer(scene.text, start, end):
        last = scene.words.status[verb[0]]
    return last if last in ("已建", "获批", "规划", "创建", "升级") else ""


def _become(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """The predicate that says what the listed places are to become; empty where the clause has none."""
    for verb in _BECOME.finditer(scene.text, start + 2, end):
        heads = scene.heads_in(verb.end(), end)
        if heads and heads[-1].end - verb.end() > 3:
            return verb.start(), end
        if verb[0] in ("聚焦", "重点发展", "大力发展", "主攻") and scene.words.stem.search(scene.text, verb.end(), end):
            return verb.start(), end
    for mention in scene.mentions_in(start, end):
        if scene.text.startswith("发展", mention.end) and scene.words.stem.search(scene.text, mention.end + 2, end):
            return mention.end, end
    return end, end


def _items(scene: Scene, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Cut a list at 、 and at 和 与 及 between whole names, brackets and quotations left whole."""
    text = scene.text
    parts, depth, at = [], 0, start
    for place in range(start, end):
        char = text[place]
        if char in "(（“「《":
            depth += 1
        elif char in ")）”」》":
            depth = max(0, depth - 1)
        elif depth == 0 and (char == "、" or (char in "和与及" and _joins_names(scene, at, place, end))):
            parts.append((at, place))
            at = place + 1
    parts.append((at, end))
    return tuple((left, right) for left, right in parts if right - left >= 2)


def _joins_names(scene: Scene, start: int, place: int, end: int) -> bool:
    """Whether 和 stands between two names and not inside one: …护养中心和市…医院, 万州和忠县."""
    text = scene.text
    if text[place - 1 : place + 1] in ("以及", "共和", "平和", "温和", "参与"):
        return False
    left = [head for head in scene.heads_in(start, place) if head.end == place]
    after = scene.mentions_in(place + 1, min(end, place + 16))
    right_starts = bool(after) and after[0].start == place + 1
    left_place = [each for each in scene.mentions_in(start, place) if each.end == place]
    if left_place and right_starts:
        return True
    return bool(left) and (right_starts or bool(scene.heads_in(place + 1, end)))


def _accepted(scene: Scene, shape: Shape, *, has_subject: bool, opens: int) -> list[Site]:
    """Which items of a clause are sites, given what the others are."""
    phrases = [phrase for start, end in shape.items for phrase in _phrases(scene, start, end)]
    if not phrases or (_SHARED_WORK.match(scene.text, *shape.become) and _PARTNER.search(phrases[0].lead)):
        return []
    of_class = is_class(scene, phrases[0])
    shared = _shared_head(scene, shape)
    last_shares = "" if shared or shape.is_open else _last_shares(scene, phrases)
    counted = _counted(scene, shape, phrases)
    named = [shape.is_attributed or is_named(scene, phrase) for phrase in phrases]
    building = shape.status in BUILDING
    listed = (any(named) and len(phrases) > 1 and not of_class) or counted
    listed = listed or (has_subject and building and not of_class and len(phrases) > 1 and all(p.head for p in phrases))
    found = []
    fields: tuple[str, ...] | None = None
    for phrase, has_name in zip(phrases, named, strict=True):
        if is_class(scene, phrase):
            continue
        if phrase.head:
            keep = keeps_head(scene, phrase, shape, is_named=has_name, listed=listed, ranks=not of_class)
        elif shared:
            keep = (has_name or counted or listed) and is_feature(scene.text, phrase, longest=24 if counted else 14)
        elif is_bare(phrase) and is_zone(phrase) and any(other.head for other in phrases):
            keep = any(named[at] for at, other in enumerate(phrases) if other.head in scene.words.ground)
        else:
            bare = is_bare(phrase) or learned_length(scene, phrase) > 0 or ends_as_feature(scene.text, phrase)
            keep = bool(last_shares) and bare
        if keep:
            named_head = shared or last_shares
            fields = industries_in(named_head, scene.words) if fields is None else fields
            found.append(_from_list(scene, phrase, shape, shared=named_head, industries=fields, opens=opens))
    return found


def is_zone(phrase: Phrase) -> bool:
    """Whether a bare place is ground to build on and no division: 江东新区, 荣昌高新区."""
    place = phrase.mentions[0].place
    return place is not None and place.level == "area"


def _phrases(scene: Scene, start: int, end: int) -> list[Phrase]:
    """The names in one item; 高新区新川科技园的前沿医学中心 holds two, one within the other's grounds."""
    found = []
    cut = scene.text.rfind("的", start, end)
    if cut > start:
        outer = read_phrase(scene, start, cut)
        if outer is not None and outer.head in scene.words.ground and outer.mentions and outer.end == cut:
            found.append(outer)
    phrase = read_phrase(scene, start, end)
    if phrase is not None:
        found.append(phrase)
    return found


def _shared_head(scene: Scene, shape: Shape) -> str:
    """The head noun phrase behind 等, or in the predicate; empty where neither is a site's."""
    for start, end in (shape.tail, shape.become):
        heads = scene.heads_in(start, end)
        if heads:
            verb = _BECOME.match(scene.text, start)
            begin = verb.end() if verb else start
            count = _COUNT.match(scene.text, begin)
            begin = count.end() if count else begin
            if "了" in scene.text[begin : heads[-1].end]:
                continue
            return re.sub("^(?:一批|首批|新一批|若干|国家级?的)", "", scene.text[begin : heads[-1].end])
    start, end = shape.become
    verb = _BECOME.match(scene.text, start, end)
    stated = scene.text[verb.end() if verb else start : end].removeprefix("发展")
    return stated if scene.words.stem.search(stated) else ""


def _last_shares(scene: Scene, phrases: list[Phrase]) -> str:
    """仙女山、南天湖国家级旅游度假区: what the last name shares with those before it, which have no head noun."""
    last = phrases[-1] if len(phrases) > 1 else None
    if last is None or not last.head or any(phrase.head for phrase in phrases[:-1]):
        return ""
    if len({_written_in_full(phrase) for phrase in phrases if phrase.mentions}) > 1:
        return ""
    known = last.start + learned_length(scene, last)
    for mention in last.mentions:
        known = mention.end if mention.start == known else known
    return scene.text[known : last.end] if known > last.start else ""


def _written_in_full(phrase: Phrase) -> bool:
    """Whether a phrase's place carries its 市 区 县: a list that shares a head noun writes all its places alike."""
    return phrase.mentions[0].words.endswith(("市", "区", "县", "州", "旗"))


def _counted(scene: Scene, shape: Shape, phrases: list[Phrase]) -> bool:
    """Whether a number behind the list counts its items: 炳灵寺、官鹅沟、冶力关3家5A级景区."""
    if len(phrases) < 2:
        return False
    count = _COUNT.match(scene.text, *shape.tail)
    if count is None:
        return False
    number = int(count[1]) if count[1].isdigit() else _DIGITS.get(count[1], 0)
    return number == len(phrases)


def _from_list(
    scene: Scene, phrase: Phrase, shape: Shape, *, shared: str, industries: tuple[str, ...], opens: int
) -> Site:
    """The site, its name completed by the head noun that it shares with the list."""
    has_tail = shape.tail[0] < shape.tail[1]
    becomes = shape.become[0] < shape.become[1]
    completes = needs_head(scene, phrase) if has_tail else not becomes
    suffix = shared if not phrase.head and completes else ""
    return _site(scene, phrase, status=shape.status, shared=industries, suffix=suffix, opens=opens)


def _site(scene: Scene, phrase: Phrase, *, status: str, shared: tuple[str, ...], suffix: str, opens: int) -> Site:
    name = scene.text[phrase.start : phrase.end] + suffix
    is_feature_name = not phrase.head and ends_as_feature(scene.text, phrase)
    own = () if is_feature_name else industries_of(scene.text, phrase, scene.words)
    return Site(
        phrase.start,
        phrase.end,
        name,
        status,
        own or shared,
        phrase,
        learned_in(scene, phrase),
        phrase.start - len(phrase.lead) <= opens,
    )
