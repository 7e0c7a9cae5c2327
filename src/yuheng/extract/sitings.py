"""Sitings: which site is to grow which industry, from boxes and prose."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from yuheng.extract.clauses import Clause, sentences_of
from yuheng.extract.siting_clauses import Site, sites_in_clause
from yuheng.extract.siting_evidence import Scene
from yuheng.extract.siting_phrases import Phrase, district_of, heads_in, industries_in
from yuheng.model import Block, Document, Issue, Siting, anchor_at, id_of
from yuheng.text.places import PlaceMention, mention_at, places_in
from yuheng.vocab.gazetteer import Division
from yuheng.vocab.sites import SiteWords, site_words

_KINDS = ("paragraph", "list", "box", "heading", "table", "note")
_TIER = re.compile(r"[“\"「]([一二两三四五六七八九十多]{1,2}[核心环带轴极区群圈廊翼点片城谷园屏组团]{1,2})[”\"」]")
_BARE_TIER = re.compile(
    r"(?:^|[、.．)）\s]|强化|做强|做优|提升|培育|突出|打造|构建|壮大|加速)"
    r"([一二两三四五六七八九十多]{1,2}[核心环带轴极圈廊翼点片屏])(?=$|[引支辐协发带联拓布创领驱突集])"
)
_OPENING = re.compile(
    r"[“\"「]?([一二两三四五六七八九十多]{1,2}[核心环带轴极圈廊翼点片屏])[”\"」]?(?:即|为|指|包括|[:：,，])"
)
_AS_LEADING = re.compile(
    r"以(.{2,80}?)为(?:核心|主导|特色|重点|支柱|主攻|先导|主|龙头)"
    r"|(?:^|[,，、])([^以将]{2,60}?)(?<!作)为(?:特色|主导|支柱|核心|优势|重点)"
)
_HEADING_VERB = re.compile(
    r"促进|提升|推动|推进|加强|加快|强化|扩大|聚焦|深化|优化|发展|建设|提质|做[大强优精]|壮大|打造|构建|实施"
)
_PREDICATE = re.compile(
    r"(?:要|将|应|继续|进一步|着力|因地制宜)*(?:聚焦|重点发展|大力发展|主攻|集聚发展|做大做强|做强做优|加快发展"
    r"|将(?P<what>.{2,30}?)作为|以(?P<lead>.{2,40}?)为(?:主导|特色|重点|支柱|核心|主攻方向))"
)
_LEARNED = re.compile(r"[一-龥]{2,8}")
_GIVES = re.compile(r"为(?:核心|重点|中心|主|支撑|龙头|引领|载体)|聚焦|重点发展|大力发展|主攻|集聚发展|做[大优强]|作为")
_EVIDENCE = re.compile(r"国家|全国重点|西部|世界级|[省市]|“|[一二两三四五六七八九十\d][个家处]")
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
    mentions = places_in(text, home=document.meta.region)
    whole = Scene(text, mentions, heads_in(text, mentions, words), words)
    parts = list(_parts_of(whole, document.blocks))
    for part in parts:
        if part.is_evident:
            part.sites = _sites_of(part)
            _learn(part.scene, part.sites)
    repeats = _repeats(whole)
    sitings: dict[tuple[int, int], Siting] = {}
    for part in parts:
        span = (part.clauses[0].start, part.clauses[-1].end)
        inside = repeats[bisect_left(repeats, span[0]) : bisect_left(repeats, span[1])]
        if inside:
            part.scene = replace(part.scene, repeats=tuple(inside))
            part.sites = _sites_of(part)
        for site in part.sites:
            if (site.start, site.end) not in sitings:
                sitings[site.start, site.end] = _siting(document, part.block, site, span=span)
    found = sorted(sitings.values(), key=lambda each: each.anchor.start)
    return found, _issues(document, mentions, found)


def _repeats(whole: Scene) -> list[int]:
    """Where the text repeats a name that it has taught: 仙女山 after 武隆仙女山."""
    names = sorted({*whole.learned, *whole.known})
    return [start for _, start, _ in AhoCorasick(names).find_matches_as_indexes(whole.text)] if names else []


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


def _parts_of(whole: Scene, blocks: tuple[Block, ...]) -> Iterator[_Part]:
    """The sentences that hold a head noun, or a place with an industry; most hold neither."""
    text = whole.text
    head_starts = [head.start for head in whole.heads]
    mention_starts = [mention.start for mention in whole.mentions]
    for block in blocks:
        if block.kind not in _KINDS:
            continue
        heads = whole.heads[bisect_left(head_starts, block.start) : bisect_left(head_starts, block.end)]
        mentions = whole.mentions[bisect_left(mention_starts, block.start) : bisect_left(mention_starts, block.end)]
        if not heads and not (mentions and _GIVES.search(text, block.start, block.end)):
            continue
        for clauses in sentences_of(text, block.start, block.end):
            start, end = clauses[0].start, clauses[-1].end
            inside = tuple(each for each in mentions if start <= each.start < end)
            nouns = tuple(each for each in heads if start <= each.start < end)
            gives = bool(inside) and _GIVES.search(text, start, end) is not None
            if nouns or gives:
                evident = gives or bool(inside) or _EVIDENCE.search(text, start, end) is not None
                scene = Scene(text, inside, nouns, whole.words, whole.learned, whole.known)
                yield _Part(block, clauses, scene, evident)


def _sites_of(part: _Part) -> list[Site]:
    sites = _sites_in(part.scene, part.clauses)
    if part.block.kind != "heading":
        return sites
    return [site for site in sites if site.phrase.mentions and site.phrase.head in part.scene.words.ground]


def _sites_in(scene: Scene, sentence: list[Clause]) -> list[Site]:
    """The sites of one sentence; what its later clauses assign goes to the sites that the earlier ones speak of."""
    found: list[Site] = []
    subjects: list[Site] = []
    for clause in sentence:
        sites = sites_in_clause(scene, clause.start, clause.end, has_subject=bool(subjects))
        sites = sites or _assigned(scene, clause)
        if subjects and not any(site.is_subject for site in sites):
            _assign(scene, subjects, clause)
        elif sites:
            subjects = [site for site in sites if site.is_subject] or sites
            _assign(scene, subjects, clause)
        found += sites
        if clause.mark in (";", "；"):
            subjects = []
    return found


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
    industries = industries_in(stated, scene.words)
    if not industries:
        return []
    phrase = Phrase(mention.start, mention.end, "", (mention,))
    return [Site(mention.start, mention.end, mention.words, "", industries, phrase, None, True)]


def _assign(scene: Scene, subjects: list[Site], clause: Clause) -> None:
    """Add the industries that a clause gives to the sites the sentence speaks of."""
    words = scene.words
    stated = scene.text[clause.start : clause.end]
    for site in subjects:
        stated = stated.replace(scene.text[site.start : site.end], "")
    added: list[str] = []
    for match in _AS_LEADING.finditer(stated):
        added += industries_in(match[1] or match[2], words)
    verb = words.assigned.search(stated)
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


def _siting(document: Document, block: Block, site: Site, *, span: tuple[int, int]) -> Siting:
    anchor = anchor_at(document, site.start, site.end)
    place = district_of(site.phrase) or site.place
    home = document.meta.region
    return Siting(
        id=id_of(document.snapshot.sha256, "siting", anchor.place.start, anchor.place.end),
        anchor=anchor,
        sentence=anchor_at(document, *span),
        heading=block.path,
        site=site.name,
        tier=_tier_of(block.path) or _opening_tier(document.text[span[0] : span[1]]),
        district=place.name if place is not None and place.name != home else "",
        industries=site.industries or _industries_of_heading(block, site_words()),
        status=_status(document, block, site, span=span),
    )


def _status(document: Document, block: Block, site: Site, *, span: tuple[int, int]) -> str:
    """建成 promises in a plan and reports elsewhere; every other verb says itself which it is."""
    if site.status != "建成":
        return site.status
    sentence = document.text[span[0] : span[1]]
    if _PAST.search(sentence) or any(_PAST_HEADING.search(heading) for heading in block.path):
        return "已建"
    return "规划" if document.meta.kind in _PLANNED_KINDS else "已建"


@lru_cache(maxsize=512)
def _tier_of(path: tuple[str, ...]) -> str:
    """The part of the plan's scheme that the nearest heading names in quotation marks: 强化“一核”创新引领."""
    for heading in reversed(path):
        found = _TIER.findall(heading)
        if len(found) == 1:
            return str(found[0])
        bare = _BARE_TIER.findall(heading)
        if not found and len(bare) == 1:
            return str(bare[0])
    return ""


def _opening_tier(sentence: str) -> str:
    """The part of the scheme that the sentence itself opens with: “一核”即兰州."""
    found = _OPENING.match(sentence)
    return found[1] if found is not None else ""


def _industries_of_heading(block: Block, words: SiteWords) -> tuple[str, ...]:
    """What the run-in heading over a list in a box is about: 温泉康养。打造…"""
    if not block.path or len(block.path[-1]) > 10 or _HEADING_VERB.search(block.path[-1]):
        return ()
    return industries_in(block.path[-1].rstrip("。"), words)


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
