"""The sites that one clause names: a list under one verb, a subject that was granted a title, a named park.

Three shapes carry nearly all of them:

    建设 | 万州、忠县、秀山 | 等一批生物医药特色产业园区            verb, bare places, the head noun that they share
    推动 | 石柱黄水、江津四面山 | 等景区 | 创建国家级旅游度假区     verb, places with a feature, what they are to become
    加快 | 长寿国际化原料药基地、合川医疗器械产业园 | 建设          verb, names that are whole
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from yuheng.extract.siting_phrases import Phrase, Stretch, industries_in, industries_of, is_institution, read_phrase
from yuheng.vocab.gazetteer import Division

BUILDING = frozenset(("已建", "获批", "规划", "创建", "升级", "在建", "建成"))
"""The statuses whose verbs make a site; 支持 and 依托 only name one."""

_AND_SO_ON = re.compile(r"等(?!级|于|待|同|地区|地位|重点领域|领域)")
_COUNT = re.compile(r"(?:共|等)?(\d{1,2}|[一二两三四五六七八九十]{1,2})(?:个|家|处|大|座)(?=[^、，]{2,})")
_CORE = re.compile(
    r"(?:以|围绕|立足|依托)(?P<who>[^，。；]{2,90}?)为(?:核心|重点|中心|主阵地|支撑|龙头|引领|主体|载体|依托|主要承载地|主|极核|极点|支点)"
)
_BECOME = re.compile(
    r"成功创建|创建|争创|申报|申建|申创|获批建设|获批|入选|入围|获评|跻身|入列|列入|被列为|加快建设|规划建设|建设|打造|升级为|成为|蝉联|聚焦|重点发展|大力发展|主攻|布局|(?:分别)?开展"
)
_ATTRIBUTE = re.compile(r"(?:立足|辐射|面向|服务|覆盖|具有|集(?!聚|中)|以|符合|适应|满足|最)[^，。；“”]{2,60}?的")
_MORE_BEHIND = re.compile(r"\d+多?余?[家个处座所]|等")
_NO_FEATURE = re.compile(r"[的了是为将以把被有在与和及]|作为|成功|分别|\d")
_FEATURE_END = re.compile(r"[山湖岛泉坝谷河峡溪盖坪沟寨镇村洞关寺]$")
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


@dataclass(frozen=True, slots=True)
class Scene(Stretch):
    """A sentence, and what its document has named before and after it.

    Attributes:
        learned: features by the place they were named with: 仙女山 after 武隆仙女山.
        known: whole names that a list with named sites holds: they name a site wherever the document repeats them.
    """

    learned: dict[str, Division] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Shape:
    """One clause cut into its parts; spans of the text, empty where a part is missing."""

    items: tuple[tuple[int, int], ...]
    tail: tuple[int, int]
    become: tuple[int, int]
    status: str
    is_open: bool
    """The list ends with 等."""
    leading: str
    """The status of the verb before the list alone."""
    is_attributed: bool
    """The list follows 立足重庆、…的: it is a definite one."""


def sites_in_clause(scene: Scene, start: int, end: int, *, has_subject: bool) -> list[Site]:
    """Find the sites that text[start:end) names.

    `has_subject`: the sentence speaks of a site already, so whole names under a building verb are its parts.
    """
    core = _CORE.search(scene.text, start, end)
    if core is not None:
        found = _core_sites(scene, core)
        if found:
            return found
    first = _first_anchor(scene, start, end)
    if first is None:
        return []
    shape = _shape(scene, start, end, first=first)
    return _accepted(scene, shape, has_subject=has_subject, opens=start)


def _first_anchor(scene: Scene, start: int, end: int) -> int | None:
    """Where the first place, head noun or known feature of the clause stands."""
    inside = scene.mentions_in(start, end)
    head = next(iter(scene.heads_in(start, end)), None)
    found = [each.start for each in inside[:1]] + ([head.start] if head else [])
    if head is not None and scene.learned:
        found += [at for name in scene.learned if (at := scene.text.find(name, start, end)) >= 0]
    return min(found) if found and (head is not None or inside) else None


def _core_sites(scene: Scene, core: re.Match[str]) -> list[Site]:
    """以重庆国际生物城、水土生物医药创新基地为核心: the sites that a sentence sets at its centre."""
    found: list[Site] = []
    for start, end in _items(scene, core.start("who"), core.end("who")):
        phrase = read_phrase(scene, start, end)
        if phrase is None or (not phrase.mentions and not (found and phrase.head)):
            continue
        bare = _is_bare(scene.text, phrase)
        if bare and phrase.mentions[0].place is not None and phrase.mentions[0].place.level == "province":
            continue
        if phrase.head in scene.words.ground or bare:
            found.append(_site(scene, phrase, status="", shared=(), suffix="", opens=phrase.start))
    return found


def _shape(scene: Scene, start: int, end: int, *, first: int) -> _Shape:
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
    return _Shape(items, tail, become, status, so_on is not None, leading, is_attributed)


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
    return last if last in ("已建", "获批", "规划", "创建") else ""


def _become(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """The predicate that says what the listed places are to become; empty where the clause has none."""
    for verb in _BECOME.finditer(scene.text, start + 2, end):
        heads = scene.heads_in(verb.end(), end)
        if heads and heads[-1].end - verb.end() > 3:
            return verb.start(), end
        if verb[0] in ("聚焦", "重点发展", "大力发展", "主攻") and scene.words.stem.search(scene.text, verb.end(), end):
            return verb.start(), end
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


def _accepted(scene: Scene, shape: _Shape, *, has_subject: bool, opens: int) -> list[Site]:
    """Which items of a clause are sites, given what the others are."""
    phrases = [phrase for start, end in shape.items for phrase in _phrases(scene, start, end)]
    if not phrases:
        return []
    is_class = _is_class(scene, phrases[0])
    shared = _shared_head(scene, shape)
    last_shares = "" if shared or shape.is_open else _last_shares(scene, phrases)
    counted = _counted(scene, shape, phrases)
    named = [shape.is_attributed or _is_named(scene, phrase) for phrase in phrases]
    building = shape.status in BUILDING
    listed = (any(named) and len(phrases) > 1 and not is_class) or counted
    listed = listed or (has_subject and building and not is_class and len(phrases) > 1 and all(p.head for p in phrases))
    found = []
    for phrase, is_named in zip(phrases, named, strict=True):
        if _is_class(scene, phrase):
            continue
        if phrase.head:
            keep = _keeps_head(scene, phrase, shape, is_named=is_named, listed=listed, ranks=not is_class)
        elif shared:
            keep = (is_named or counted or listed) and _is_feature(scene.text, phrase, longest=24 if counted else 14)
        else:
            keep = bool(last_shares) and (is_named or _ends_as_feature(scene.text, phrase))
        if keep:
            found.append(_from_list(scene, phrase, shape, shared=shared or last_shares, opens=opens))
    return found


def _is_class(scene: Scene, phrase: Phrase) -> bool:
    """一批…基地 names no site, and neither do the names that follow it in its list."""
    start = scene.text[phrase.start : min(phrase.end, phrase.start + 6)]
    return scene.words.plural.search(phrase.lead + start) is not None


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


def _is_named(scene: Scene, phrase: Phrase) -> bool:
    """Whether the words name one site and no class of sites."""
    text = scene.text
    name = text[phrase.start : phrase.end]
    if phrase.quoted or name in scene.known or is_institution(text, phrase) or _learned_in(scene, phrase) is not None:
        return True
    ranked = scene.words.ranked.search(name)
    if ranked is not None and ranked.start() >= 2:
        return True
    if not phrase.mentions:
        return False
    if phrase.head:
        return phrase.end - phrase.start > len(phrase.head) + 1
    first = phrase.mentions[0]
    below = first.place is None or first.place.level in ("county", "area", "prefecture")
    return first.start == phrase.start and below


def _keeps_head(scene: Scene, phrase: Phrase, shape: _Shape, *, is_named: bool, listed: bool, ranks: bool) -> bool:
    """Whether a phrase with a head noun is a site; `ranks` allows 国家级…基地 without a place."""
    text, words = scene.text, scene.words
    name = text[phrase.start : phrase.end]
    if words.service.search(name) or words.officer.match(text, phrase.end) or len(name) < 4 or "+" in name:
        return False
    if phrase.head not in words.ground:
        return _keeps_house(phrase, shape, is_named=is_named, listed=listed)
    if is_named or listed:
        return True
    modifiers = phrase.end - phrase.start - len(phrase.head)
    ranked = words.rank.match(text, phrase.start) is not None and words.claim.match(text, phrase.start) is None
    single = ranks and _MORE_BEHIND.match(text, phrase.end) is None
    return shape.status in BUILDING and ranked and single and modifiers > 3 and bool(industries_of(text, phrase, words))


def _keeps_house(phrase: Phrase, shape: _Shape, *, is_named: bool, listed: bool) -> bool:
    """Whether a hospital, school or centre is a site: where it is built, not where it acts."""
    opens = bool(phrase.mentions) and phrase.mentions[0].start == phrase.start
    if phrase.head.startswith("试点"):
        return opens
    built = shape.leading in BUILDING
    if not phrase.head.endswith(("大学", "学院")):
        built = built or shape.status == "已建"
    elif shape.status == "规划":
        built = True
    if phrase.quoted and not phrase.head.endswith("中心"):
        return False
    if is_named:
        return built or (phrase.head.endswith("中心") and (opens or phrase.quoted))
    return listed and built


def _shared_head(scene: Scene, shape: _Shape) -> str:
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
    if start < end and scene.words.stem.search(scene.text, start, end):
        return scene.text[start:end]
    return ""


def _last_shares(scene: Scene, phrases: list[Phrase]) -> str:
    """仙女山、南天湖国家级旅游度假区: what the last name shares with those before it, which have no head noun."""
    last = phrases[-1] if len(phrases) > 1 else None
    if last is None or not last.head or all(phrase.head for phrase in phrases):
        return ""
    first = last.mentions[0] if last.mentions and last.mentions[0].start == last.start else None
    known = first.end if first is not None else last.start + _learned_length(scene, last)
    return scene.text[known : last.end] if known > last.start else ""


def _counted(scene: Scene, shape: _Shape, phrases: list[Phrase]) -> bool:
    """Whether a number behind the list counts its items: 炳灵寺、官鹅沟、冶力关3家5A级景区."""
    if len(phrases) < 2:
        return False
    count = _COUNT.match(scene.text, *shape.tail)
    if count is None:
        return False
    number = int(count[1]) if count[1].isdigit() else _DIGITS.get(count[1], 0)
    return number == len(phrases)


def _learned_length(scene: Scene, phrase: Phrase) -> int:
    """How many characters of a phrase's start are a feature that the document placed elsewhere; 0 for none."""
    for length in range(min(8, phrase.end - phrase.start), 1, -1):
        if scene.text[phrase.start : phrase.start + length] in scene.learned:
            return length
    return 0


def _learned_in(scene: Scene, phrase: Phrase) -> Division | None:
    length = _learned_length(scene, phrase)
    return scene.learned[scene.text[phrase.start : phrase.start + length]] if length else None


def _is_feature(text: str, phrase: Phrase, *, longest: int = 14) -> bool:
    """Whether an item without a head noun can be a place with its feature: short, one word, no verb's object."""
    return phrase.end - phrase.start <= longest and not _NO_FEATURE.search(text[phrase.start : phrase.end])


def _ends_as_feature(text: str, phrase: Phrase) -> bool:
    return _is_feature(text, phrase) and _FEATURE_END.search(text[phrase.start : phrase.end]) is not None


def _is_bare(text: str, phrase: Phrase) -> bool:
    return bool(phrase.mentions) and phrase.mentions[0].start == phrase.start and phrase.mentions[0].end == phrase.end


def _from_list(scene: Scene, phrase: Phrase, shape: _Shape, *, shared: str, opens: int) -> Site:
    """The site, its name completed by the head noun that it shares with the list."""
    has_tail = shape.tail[0] < shape.tail[1]
    becomes = shape.become[0] < shape.become[1]
    completes = _needs_head(scene, phrase) if has_tail else not becomes
    suffix = shared if not phrase.head and completes else ""
    industries = industries_in(shared, scene.words)
    return _site(scene, phrase, status=shape.status, shared=industries, suffix=suffix, opens=opens)


def _needs_head(scene: Scene, phrase: Phrase) -> bool:
    """A bare place, or a place with an industry, is no name of a site; a place with a feature is one."""
    if _is_bare(scene.text, phrase):
        return True
    return bool(phrase.mentions) and scene.words.stem.search(scene.text, phrase.mentions[0].end, phrase.end) is not None


def _site(scene: Scene, phrase: Phrase, *, status: str, shared: tuple[str, ...], suffix: str, opens: int) -> Site:
    name = scene.text[phrase.start : phrase.end] + suffix
    own = industries_of(scene.text, phrase, scene.words)
    return Site(
        phrase.start,
        phrase.end,
        name,
        status,
        own or shared,
        phrase,
        _learned_in(scene, phrase),
        phrase.start - len(phrase.lead) <= opens,
    )
