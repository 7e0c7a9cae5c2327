"""Sitings: which site is to grow which industry, from boxes and prose."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ahocorasick_rs import AhoCorasick, Implementation

from yuheng.extract.clauses import Clause, sentences_of
from yuheng.extract.grids import is_row
from yuheng.extract.siting_clauses import Site, sites_in_clause
from yuheng.extract.siting_evidence import Scene, is_bare, opens_with_name
from yuheng.extract.siting_phrases import Head, Phrase, district_of, heads_in, industries_in, without_name
from yuheng.extract.siting_tiers import names_tier, opening_tier, tier_of
from yuheng.model import Block, Document, Issue, Siting, anchor_at, id_of
from yuheng.text.own_places import with_own_places
from yuheng.text.places import PlaceMention, mention_at, places_in
from yuheng.text.proper import proper_names_in
from yuheng.vocab.gazetteer import Division
from yuheng.vocab.sites import SiteWords, site_words

_KINDS = ("paragraph", "list", "box", "heading", "table", "note")
_AS_LEADING = re.compile(
    r"以(.{2,80}?)为(?:核心|主导|特色|重点|支柱|主攻|先导|主|龙头)"
    r"|(?:^|[,，、])([^以将]{2,60}?)(?<!作)为(?:特色|主导|支柱|核心|优势|重点)"
)
_HEADING_VERB = re.compile(
    r"促进|提升|推动|推进|加强|加快|强化|扩大|聚焦|深化|优化|发展|建设|提质|做[大强优精]|壮大|打造|构建|实施"
)
_PREDICATE = re.compile(
    r"(?:要|将|应|继续|进一步|着力|因地制宜)*(?:聚焦|重点布局|主要发展|主打|重点发展|大力发展|主攻|集聚发展|做大做强|做强做优|加快发展|(?P<grows>发展)"
    r"|将(?P<what>.{2,30}?)作为|以(?P<lead>.{2,40}?)为(?:主导|特色|重点|支柱|核心|主攻方向))"
)
_GROWS = re.compile("(?:大力|积极|因地制宜|重点|联动|协同|错位)*发展(?!成|为)")
_LINKS = re.compile("串联|涵盖|包括|覆盖|联动|包含|连接")
_LIST_ONLY = re.compile(r"[、和与及以等]{0,12}")
_CROP = re.compile(r"(?!.*[的了是为将以把被有在与及化力性])[一-龥]{2,5}")
_LABEL = re.compile(r"[^，。,:：；“”]{2,10}[:：]")
_AREA = re.compile("(?:产业)?(?:增长|发展|集聚|创新|示范|体验|核心)?[带区极核廊圈轴片]?。?$")
_PLACE_LABEL = re.compile("[县市州区带核极廊][:：]$")
_ALONE = re.compile(r"\W*(?:0?\d{1,2}|[一二三四五六七八九十]{1,3})?\W*")
_LEARNED = re.compile(r"[一-龥]{2,8}")
_GIVES = re.compile(
    r"为(?:核心|重点|中心|主|支撑|龙头|引领|载体)|聚焦|重点发展|大力发展|主攻|集聚发展|做[大优强]|作为|发展|串联"
)
_EVIDENCE = re.compile(
    r"国家|全国重点|西部|世界级|[省市]|“|[一二两三四五六七八九十\d][个家处]|[山湖岛谷河峡溪沟岭湾泉][、等]|大学"
)
_PAST = re.compile(r"已|截至|近年来|目前|五年来|获批|取得|[12]\d{3}年以来")
_PAST_HEADING = re.compile(r"基础|成效|回顾|现状|背景|成就|主要工作|发展历程")
_PLANNED_KINDS = ("plan", "opinion", "measures")


def sitings_in(document: Document) -> tuple[list[Siting], list[Issue]]:
    """Find which sites a document names, what is to grow there, in which tier of its scheme, and how far it is.

    A list under one verb gives one siting for each of its items, with the head noun that they share; the district and
    the industry come from the words of the name, then from the sentence, then from the run-in heading. A class of sites
    (建设一批康养基地) is none. A site that stands in several lists gives several sitings, which `resolve.places` brings
    together. Nothing here is an issue yet: a place whose name fits several is reported as one.
    """
    text = document.text
    words = site_words()
    home = document.meta.region
    mentions = with_own_places(text, places_in(text, home=home), home=home)
    whole = Scene(text, mentions, heads_in(text, mentions, words), words)
    parts = list(_parts_of(whole, document.blocks))
    for part in parts:
        if part.is_evident:
            part.sites = _sites_of(part)
            _learn(part.scene, part.sites)
    repeats = _repeats(whole)
    for part in parts:
        inside = repeats[bisect_left(repeats, part.start) : bisect_left(repeats, part.end)]
        if inside:
            part.scene = replace(part.scene, repeats=tuple(inside))
            part.sites = _sites_of(part)
    _carry_on(document, whole, parts)
    sitings: dict[tuple[int, int], Siting] = {}
    for part in parts:
        for site in part.sites:
            if (site.start, site.end) not in sitings and not _is_home(site, home):
                sitings[site.start, site.end] = _siting(document, part, site)
    found = sorted(sitings.values(), key=lambda each: each.anchor.start)
    return found, _issues(document, mentions, found)


def _carry_on(document: Document, whole: Scene, parts: list[_Part]) -> None:
    """Give a site that is a whole sentence or heading what the next ones assign: 01 云津产业园。重点发展疫苗。"""
    text = document.text
    opened = {part.start for part in parts if part.sites}
    following = dict(zip((block.start for block in document.blocks), document.blocks[1:], strict=False))
    for part in parts:
        block = following.get(part.block.start) if part.block.kind == "heading" else part.block
        if block is None or block.kind == "heading":
            continue
        behind = [each for each in sentences_of(text, block.start, block.end) if each[0].start > part.start]
        if not part.sites and behind and _PREDICATE.match(text, behind[0][0].start, behind[0][0].end):
            part.sites = _zone_alone(part)
        if len(part.sites) != 1 or part.sites[0].end < part.end or not _is_alone(text, part):
            continue
        for clauses in behind:
            if clauses[0].start in opened:
                break
            for clause in clauses:
                _assign(whole, part.sites, clause)


def _is_home(site: Site, home: str) -> bool:
    """Whether a site is the region itself: 把岚江打造成… says what the whole is to be, not where."""
    place = site.phrase.mentions[0].place if is_bare(site.phrase) else None
    return place is not None and bool(home) and home.endswith(place.name)


def _is_alone(text: str, part: _Part) -> bool:
    return _ALONE.fullmatch(text, part.start, part.sites[0].start) is not None


def _zone_alone(part: _Part) -> list[Site]:
    """A sentence or heading that is a zone's name and nothing else: （一）岚江高新区。"""
    zones = [each for each in part.scene.mentions if each.place is not None and each.place.level == "area"]
    return [_bare_site(zone, ()) for zone in zones if zone.end == part.end][:1]


def _repeats(whole: Scene) -> list[int]:
    """Where the text repeats a name that it has taught: 仙女山 after 武隆仙女山."""
    names = sorted({*whole.learned, *whole.known})
    finder = AhoCorasick(names, implementation=Implementation.DFA)
    return [start for _, start, _ in finder.find_matches_as_indexes(whole.text)] if names else []


@dataclass(slots=True)
class _Part:
    """A sentence that may name a site, and the sites found in it so far.

    `is_evident`: something in it can make a site of a head noun; else only a name known from elsewhere can.
    """

    block: Block
    clauses: list[Clause]
    scene: Scene
    is_evident: bool
    sites: list[Site] = field(default_factory=list)

    @property
    def start(self) -> int:
        return self.clauses[0].start

    @property
    def end(self) -> int:
        return self.clauses[-1].end


def _parts_of(whole: Scene, blocks: tuple[Block, ...]) -> Iterator[_Part]:
    """The sentences that hold a head noun, or a place with an industry; most hold neither."""
    text = whole.text
    head_starts = [head.start for head in whole.heads]
    mention_starts = [mention.start for mention in whole.mentions]
    for block in blocks:
        if block.kind not in _KINDS or is_row(text, block):
            continue
        heads = whole.heads[bisect_left(head_starts, block.start) : bisect_left(head_starts, block.end)]
        mentions = whole.mentions[bisect_left(mention_starts, block.start) : bisect_left(mention_starts, block.end)]
        names = block.kind == "heading" and any(each.place and each.place.level == "area" for each in mentions)
        links = bool(mentions) and bool(tier_of(block.path)) and _LINKS.search(text, block.start, block.end) is not None
        if not heads and not names and not links and not (mentions and _GIVES.search(text, block.start, block.end)):
            continue
        for clauses in sentences_of(text, block.start, block.end):
            start, end = clauses[0].start, clauses[-1].end
            inside = tuple(each for each in mentions if start <= each.start < end)
            nouns = tuple(each for each in heads if start <= each.start < end)
            gives = names or (bool(inside) and (links or _GIVES.search(text, start, end) is not None))
            if nouns or gives:
                evident = gives or bool(inside) or _is_evident(text, start, end, nouns)
                yield _Part(
                    block, clauses, Scene(text, inside, nouns, whole.words, whole.learned, whole.known), evident
                )


def _is_evident(text: str, start: int, end: int, heads: tuple[Head, ...]) -> bool:
    """Whether a sentence without a known place may name a site: a rank, a count, a mountain, an unknown name."""
    if _EVIDENCE.search(text, start, end) is not None:
        return True
    return any(proper_names_in(text[max(start, head.start - 14) : head.end]) for head in heads)


def _sites_of(part: _Part) -> list[Site]:
    sites = _sites_in(part.scene, part.clauses)
    if _LINKS.search(part.scene.text, part.start, part.end) and _tier(part):
        taken = {site.end for site in sites}
        sites = sorted(
            [*sites, *(each for each in _linked(part) if each.end not in taken)], key=lambda each: each.start
        )
    if part.block.kind != "heading":
        return sites
    ground = part.scene.words.ground
    return [
        site
        for site in sites
        if site.phrase.head in ground and (site.phrase.mentions or opens_with_name(part.scene, site.phrase))
    ]


def _tier(part: _Part) -> str:
    text, block = part.scene.text, part.block
    opening = opening_tier(text, part.start, part.end) or opening_tier(text, block.start, block.end)
    return opening or tier_of(block.path)


def _linked(part: _Part) -> list[Site]:
    """The places that a part of the scheme is made of: 布局康养走廊，串联青屏区、霁月区."""
    scene = part.scene
    for clause in part.clauses:
        verb = _LINKS.search(scene.text, clause.start, clause.end)
        inside = scene.mentions_in(verb.end(), clause.end) if verb is not None else ()
        if verb is None or len(inside) < 2 or not _is_list_only(scene.text[verb.end() : clause.end], inside):
            continue
        begin = max((each.end() for each in scene.words.verb.finditer(scene.text, part.start, verb.start())), default=0)
        industries = industries_in(scene.text[max(begin, part.start) : verb.start()], scene.words)
        return [_bare_site(each, industries) for each in inside if each.place and each.place.level != "province"]
    return []


def _is_list_only(stated: str, places: tuple[PlaceMention, ...]) -> bool:
    for place in places:
        stated = stated.replace(place.words, "", 1)
    return _LIST_ONLY.fullmatch(stated) is not None


def _sites_in(scene: Scene, sentence: list[Clause]) -> list[Site]:
    """The sites of one sentence; what its later clauses assign goes to the sites that the earlier ones speak of."""
    found: list[Site] = []
    subjects: list[Site] = []
    for number, clause in enumerate(sentence):
        sites = sites_in_clause(scene, clause.start, clause.end, has_subject=bool(subjects))
        sites = sites or _assigned(scene, clause) or _listed(scene, clause, sentence[number + 1 : number + 2])
        if subjects and not any(site.is_subject for site in sites):
            _assign(scene, subjects, clause)
        elif sites:
            subjects = _speaking(scene, sites)
            _assign(scene, subjects, clause)
        found += sites
        if clause.mark in (";", "；"):
            subjects = []
    return found


def _speaking(scene: Scene, sites: list[Site]) -> list[Site]:
    """The sites that the later clauses speak of: the list that opens the clause, else all."""
    found: list[Site] = []
    for site in sites:
        joined = bool(found) and scene.text[found[-1].end : site.start] in ("、", "和", "与", "及", "以及")
        if site.is_subject or joined:
            found.append(site)
    return found or sites


def _assigned(scene: Scene, clause: Clause) -> list[Site]:
    """A place that opens a clause which gives it an industry: 成都高新区将生物产业作为主导产业."""
    inside = scene.mentions_in(clause.start, clause.end)
    if not inside or inside[0].start - clause.start > 2:
        return []
    mention = inside[0]
    place = mention.place
    predicate = _PREDICATE.match(scene.text, mention.end, clause.end)
    if predicate is None or place is None or place.level == "province":
        return []
    stated = predicate["what"] or predicate["lead"] or scene.text[predicate.end() : clause.end]
    industries = industries_in(stated, scene.words) or _crops(stated)
    if not industries or (predicate["grows"] and (place.level == "prefecture" or "、" not in stated)):
        return []
    return [_bare_site(mention, industries)]


def _listed(scene: Scene, clause: Clause, following: list[Clause]) -> list[Site]:
    """Places in a list whose next clause gives them an industry: 禾丰县、栖梧经开区 | 主攻医疗器械."""
    inside = scene.mentions_in(clause.start, clause.end)
    if not inside or not following or _PREDICATE.match(scene.text, following[0].start, following[0].end) is None:
        return []
    if not _is_list_only(scene.text[clause.start : clause.end], inside):
        return []
    return [_bare_site(each, ()) for each in inside if each.place is not None and each.place.level != "province"]


def _bare_site(mention: PlaceMention, industries: tuple[str, ...]) -> Site:
    phrase = Phrase(mention.start, mention.end, "", (mention,))
    return Site(mention.start, mention.end, mention.words, "", industries, phrase, None, True)


def _crops(stated: str) -> tuple[str, ...]:
    """What a place grows where no word names an industry: 黄连、莼菜; empty where a part is no short noun."""
    parts = re.split("[、和]", re.sub("等.{0,6}$|(?:产业|种植)$", "", stated))
    return tuple(parts) if all(_CROP.fullmatch(part) for part in parts) else ()


def _assign(scene: Scene, subjects: list[Site], clause: Clause) -> None:
    """Add the industries that a clause gives to the sites the sentence speaks of."""
    words = scene.words
    stated = scene.text[clause.start : clause.end]
    for site in subjects:
        stated = stated.replace(scene.text[site.start : site.end], "")
    added: list[str] = []
    if "为" in stated:
        for match in _AS_LEADING.finditer(stated):
            added += industries_in(match[1] or match[2], words)
    verb = words.assigned.search(stated) or _GROWS.match(stated)
    if verb is not None:
        added += industries_in(re.split("等", stated[verb.end() :])[0], words)
    for site in subjects:
        site.industries += tuple(each for each in dict.fromkeys(added) if each not in site.industries)


def _learn(scene: Scene, sites: list[Site]) -> None:
    """Remember the features that the document names with their place, to know them when they stand alone."""
    for site in sites:
        mentions = site.phrase.mentions
        if site.phrase.head in scene.words.ground and site.end - site.start > 6:
            scene.known.add(scene.text[site.start : site.end])
        if not mentions or mentions[0].start != site.start or mentions[0].place is None or site.phrase.head:
            continue
        feature = scene.text[mentions[0].end : site.end]
        if _LEARNED.fullmatch(feature) and mentions[0].place.level != "province":
            scene.learned.setdefault(feature, mentions[0].place)


def _siting(document: Document, part: _Part, site: Site) -> Siting:
    block, span = part.block, (part.start, part.end)
    anchor = anchor_at(document, site.start, site.end)
    place = district_of(document.text, site.phrase) or site.place or _noted(part.scene, site)
    home = document.meta.region
    return Siting(
        id=id_of(document.snapshot.sha256, "siting", anchor.place.start, anchor.place.end),
        anchor=anchor,
        sentence=anchor_at(document, *span),
        heading=block.path,
        site=site.name,
        tier=_tier(part),
        district=place.name if place is not None and place.name != home else "",
        industries=site.industries or _industries_of_label(document.text, block, span[0]),
        status=_status(document, block, site, span=span),
    )


def _noted(scene: Scene, site: Site) -> Division | None:
    """The place in brackets behind a name: 山银花加工园（白鹭县）."""
    behind = [each for each in scene.mentions if each.start == site.end + 1]
    return behind[0].place if behind and scene.text[site.end] in "(（" else None


def _status(document: Document, block: Block, site: Site, *, span: tuple[int, int]) -> str:
    """建成 promises in a plan and reports elsewhere; every other verb says itself which it is."""
    if site.status != "建成":
        return site.status
    sentence = document.text[span[0] : span[1]]
    if _PAST.search(sentence) or any(_PAST_HEADING.search(heading) for heading in block.path):
        return "已建"
    return "规划" if document.meta.kind in _PLANNED_KINDS else "已建"


def _industries_of_label(text: str, block: Block, start: int) -> tuple[str, ...]:
    """What the label before a list says, in its sentence or over its box: 药材种植：禾丰基地、…."""
    label = _LABEL.match(text, start, block.end)
    named = (
        industries_in(label[0][:-1], site_words()) if label is not None and not _PLACE_LABEL.search(label[0]) else ()
    )
    return named or _industries_of_heading(block, site_words())


def _industries_of_heading(block: Block, words: SiteWords) -> tuple[str, ...]:
    """What the run-in heading over a list in a box is about: 温泉康养。打造…"""
    if not block.path or len(block.path[-1]) > 10 or _HEADING_VERB.search(block.path[-1]):
        return ()
    if names_tier(block.path[-1]):
        return ()
    named = without_name(_AREA.sub("", block.path[-1]))
    return industries_in(named, words)


def _issues(document: Document, mentions: tuple[PlaceMention, ...], sitings: list[Siting]) -> list[Issue]:
    """Sites whose place could be one of several: somebody who knows the region must say which."""
    issues = []
    for siting in sitings:
        for mention in mention_at(mentions, siting.anchor.start, siting.anchor.end):
            if mention.place is None:
                names = "、".join(_full_name(each) for each in mention.candidates[:4])
                message = f"“{mention.words}”可能是{names}，文中无从判断；请补明所在省市。"
                issues.append(Issue("place-ambiguous", message, document.snapshot.name, siting.anchor))
    return issues


def _full_name(place: Division) -> str:
    return f"{place.name}({place.code[:6]})"
