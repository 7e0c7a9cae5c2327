"""Who is meant where a clause does not say it: looked up where a reader would look.

The speaker (据某局负责人介绍), those named in the clause before, the parties of the agreement just told (双方,
此项合作), the regions that the heading speaks of (两地), and at last the document's own region.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from yuheng.extract.agreement_frames import Tie, bases_in
from yuheng.extract.agreement_parties import clause_start, is_definite, is_party, items, longest_list, may_be_party
from yuheng.extract.agreement_plans import is_planned
from yuheng.extract.agreement_words import BACK, BOTH, SENTENCE, TOGETHER
from yuheng.model import Agreement, Document, Period
from yuheng.text.names import parties_in
from yuheng.text.names_kinds import names_place
from yuheng.text.names_lists import Span
from yuheng.text.names_regions import RegionPair, blocs_in, region_pairs_in

_SPEAKER = re.compile(
    r"(?:据|[”，。])(?P<name>[^，。“”]{2,24}?)(?:有关|相关)?(?:负责人|负责同志|发言人)(?:介绍|表示|说|透露)|^(?P<head>[^，。“”]{2,24}?)(?:有关|相关)?(?:负责人|负责同志)(?:介绍|表示|说)"
)
_BUILDS = re.compile(
    r"共建|(?:共同|联合|合作|携手|协同|联手)(?:建设|建立|打造|组建|成立|设立|创建|构建|搭建|投资|研发|开发|举办|发起|出资|开设|创办)"
)
"""What the parties make is a tie of its own; that they will deepen their cooperation is what every agreement says."""
_TOGETHER = re.compile(rf"{TOGETHER}|协同发展")
_OF_BOTH = re.compile("两地|两省|两市|三地")
_CLAUSE_END = re.compile("[，,；;]")
_ACROSS = re.compile(r"跨(?:省|市|区域|地区|境)")
_SUBJECT = re.compile(r"(?P<who>[^，。、“”]{2,20}?)(?:已经|已|还将|将|先后|正在)")
_THEY = re.compile(r"(?:企业|公司|医院|机构|单位|院校|与会)?代表们?|与会企业|上述企业|这些企业")


@dataclass(slots=True)
class Scene:
    """What a reader carries along: the event, the last parties, the regions last spoken of.

    `before` is the last sentence that holds a list, or a block with such a sentence and no tie.
    """

    document: Document
    masked: str
    event: tuple[Period | None, str]
    region: str
    last: tuple[str, ...] = ()
    pair: RegionPair | None = None
    before: Span = (0, 0)
    found: list[Agreement] = field(default_factory=list)


@lru_cache(maxsize=64)
def pair_of(path: tuple[str, ...], title: str) -> RegionPair | None:
    """The regions that the nearest heading speaks of together."""
    for words in (*reversed(path), title):
        pairs = region_pairs_in(words)
        if pairs:
            return pairs[-1]
        if names_place(words) or blocs_in(words):
            return None
    return None


def names_of(scene: Scene, sentence: Span, tie: Tie) -> tuple[str, ...] | None:
    """The tie's parties by name, with what its clause leaves out; None where nobody in particular is tied."""
    text = scene.document.text
    written = tuple(text[a:b] for a, b in tie.parties)
    names = tie.named or written
    if tie.named:
        return names
    previous = _clause_before(scene, sentence, tie) if tie.open_left or not names else ()
    if not names and len(previous) > 1:
        return previous
    if not names and tie.act == "signed" and not BOTH.search(text, tie.start, tie.end):
        return _pair_in_clause_before(scene, sentence, tie) or None
    if any(BOTH.fullmatch(name) for name in names) or (not names and tie.act == "signed"):
        whose = _both(scene, text[tie.start : tie.end])
        vague = tie.act != "signed" and _BUILDS.search(text, tie.verb[0], tie.end) is None
        return None if vague and whose == scene.last else whose or None
    pair = _pair_before(scene, sentence, tie.start)
    names = tuple(_regional(pair, name) for name in names)
    base = tuple(text[a:b] for a, b in bases_in(text, sentence[0], tie.start)) if tie.open_left else ()
    done = tie.act == "signed" and not is_planned(text, sentence, tie, kind=scene.document.meta.kind)
    if not done and not any(is_definite(name) for name in (*base, *names)):
        if pair is None or not _ACROSS.search(text[tie.start : tie.end]):
            return None
        return tuple(f"{pair.word}两地{name}" for name in names)
    if tie.open_left:
        return (*(base or previous or _actors(scene, sentence, tie)), *names)
    return names


def _clause_before(scene: Scene, sentence: Span, tie: Tie) -> tuple[str, ...]:
    """Parties that fill the clause before: 甲、乙等单位，与丙达成协议."""
    text = scene.masked
    end = clause_start(text, tie.start) - 1
    start = max(clause_start(text, end), sentence[0])
    if not sentence[0] <= start < end:
        return ()
    names = tuple(text[a:b] for a, b in items(text, start, end))
    if not names or not any(map(is_definite, names)) or not all(map(may_be_party, names)):
        return ()
    return names if 2 * sum(map(is_party, names)) >= len(names) + (len(names) < 3) else ()


def _pair_in_clause_before(scene: Scene, sentence: Span, tie: Tie) -> tuple[str, ...]:
    """甲与乙举行会谈，签署了…: those named together in the clause before."""
    text = scene.document.text
    end = clause_start(text, tie.start) - 1
    start = max(clause_start(text, end), sentence[0])
    if not sentence[0] <= start < end:
        return ()
    clause = text[start:end]
    return tuple(clause[a:b] for a, b in longest_list(clause))


def _pair_before(scene: Scene, sentence: Span, offset: int) -> RegionPair | None:
    """The regions last spoken of before an offset."""
    pairs = region_pairs_in(scene.document.text[sentence[0] : offset])
    return pairs[-1] if pairs else scene.pair


def _both(scene: Scene, clause: str) -> tuple[str, ...]:
    if _OF_BOTH.search(clause) and scene.pair is not None:
        return scene.pair.members
    return scene.last


def _regional(pair: RegionPair | None, name: str) -> str:
    """两地中药企业 is 成渝两地中药企业 where 成渝 was spoken of before."""
    return pair.word + name if name.startswith("两地") and pair is not None else name


def _actors(scene: Scene, sentence: Span, tie: Tie) -> tuple[str, ...]:
    """Who acts where the clause does not say: the speaker, those just named, the region."""
    text = scene.document.text
    before = text[sentence[0] : tie.start]
    speaker = _SPEAKER.search(before)
    if speaker is not None:
        return (speaker["name"] or speaker["head"],)
    if _THEY.search(before):
        listing = text[slice(*_listing(scene))]
        they = longest_list(listing)
        if len(they) > 1:
            return tuple(listing[a:b] for a, b in they)
    for clause in _CLAUSE_END.split(before)[-2::-1]:
        subject = _SUBJECT.match(clause)
        if subject is not None and (is_party(subject["who"]) or subject["who"].startswith("该")):
            return (subject["who"],)
    head = [mention for mention in parties_in(before) if mention.kind not in ("generic", "person", "team")]
    if head and re.match(r"[^，,]{0,12}", before) and before.startswith(head[0].name):
        return (head[0].name,)
    return (scene.region,) if scene.region else ()


def _listing(scene: Scene) -> Span:
    """The last sentence before this one that holds a list."""
    text, (start, end) = scene.document.text, scene.before
    last = text.rfind("、", start, end)
    spans = (match.span() for match in SENTENCE.finditer(text, start, end))
    return next((span for span in spans if span[0] <= last < span[1]), (0, 0))


def carried_in(scene: Scene, sentence: Span, clause: Span) -> Iterator[tuple[Tie, tuple[str, ...]]]:
    """Clauses that name nobody, yet speak of parties known: 此项合作将…, 立足两地优势，协同建设…."""
    text = scene.masked
    words = text[clause[0] : clause[1]]
    together = _TOGETHER.search(words)
    if together is None:
        return
    before = text[sentence[0] : clause[1]]
    span = (clause[0] + together.start(), clause[0] + together.end())
    tie = Tie(clause[0], clause[1], "carried", (), span)
    if BACK.search(before) and scene.last:
        if _BUILDS.search(words) is not None:
            yield tie, scene.last
    elif re.search("两地|两省|两市", before) and scene.pair is not None:
        yield tie, scene.pair.members
    elif scene.pair is not None and scene.pair.word in _heading_pairs(scene, clause[0]):
        yield replace(tie, act="heading"), scene.pair.members


def _heading_pairs(scene: Scene, offset: int) -> tuple[str, ...]:
    blocks = scene.document.blocks
    path = blocks[bisect_right(blocks, offset, key=lambda block: block.start) - 1].path
    return tuple(pair.word for pair in region_pairs_in(path[-1])) if path else ()
