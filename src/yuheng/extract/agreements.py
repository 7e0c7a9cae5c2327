"""Who agreed on what with whom: signed agreements, joint projects, alliances, joint meetings, planned cooperation.

A tie needs somebody: a name, or a body of a stated place (四川药械企业). 鼓励医疗机构与养老机构合作 ties kinds of
bodies to each other and nobody to anybody: it is a task, not an agreement. What a clause leaves out is looked up where
a reader would: the speaker, the parties just named, the regions of the heading, the region of the document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from yuheng.extract.agreement_context import Scene, carried_in, names_of, pair_of
from yuheng.extract.agreement_details import amount_of, event_of, period_of, place_of, stage_of, witnesses_in
from yuheng.extract.agreement_frames import Tie, masked, ties_in_clause
from yuheng.extract.agreement_gatherings import gathering_in
from yuheng.extract.agreement_parties import clause_start, items
from yuheng.extract.agreement_plans import is_planned
from yuheng.extract.agreement_words import ANAPHORA, SENTENCE, TYING
from yuheng.extract.grids import is_row
from yuheng.model import Agreement, Block, Document, Issue, anchor_at, id_of
from yuheng.text.names_lists import Span
from yuheng.text.names_regions import region_pairs_in, short_region

_CLAUSE = re.compile(r"(?:《[^《》]*》|[（(][^（）()]*[)）]|[^，,；;：:。！？!?《（(]+|[《（(])+")
_KINDS = ("paragraph", "list", "box", "table")
_WORTH = re.compile(
    r"签|合作|共建|共同|联合|携手|联手|协同|联盟|联席会议|对接|达成|共享|协作|智库|牵手|结对|订立|交流|联动|衔接"
)
_MORE = re.compile("重点|特别|尤其|其中")
_LOOSE_START = re.compile(r"^(?:的|等[^，。在]{0,8}?(?=在|的|开展|加强|合作|共)的?)")
_TITLE = re.compile(r"《([^《》]+)》")
_ABOUT = re.compile(r"(?:就|围绕|聚焦)(?P<what>[^。；]+?)(?:达成|签署|签订|开展|进行|展开|，|,|$)")
_ONE_IS_ENOUGH = ("signed", "with", "meet", "alongside", "bloc")
_PURPOSES = ("cooperate", "plain", "region", "with")
"""为推动两地合作，甲与乙签署…: what stands before a signing in its sentence says why, and is no tie beside it."""
_NOBODY = re.compile(
    r"\d+[余多]?[个项](?:[^，。；]{0,12}?)项目(?:[^，。；、\d]{0,10}?)(?:集中|现场|正式|成功)?签约(?!项目|企业|金额)"
    r"|(?:签订|签署|签下)了?(?![^，。；]{0,20}(?:后|时|前|应|\d))[^，。；]{0,20}?(?:协议|合同|意向书|备忘录)(?![^，。；]{0,4}(?:后|时|前|应|\d))"
)


def agreements_in(document: Document) -> tuple[tuple[Agreement, ...], tuple[Issue, ...]]:
    """Read every tie that a document states, signed or planned.

    Told twice is one agreement: a report that opens with the signing and describes it again adds no second one.
    Parties are as written; a region that one letter stands for (川渝) is given by its short name, and so is the
    document's own region where a clause leaves out who acts.
    """
    scene = Scene(document, masked(document.text), event_of(document), short_region(document.meta.region))
    issues: list[Issue] = []
    for block in document.blocks:
        heading = block.kind in ("heading", "title")
        if heading and not document.text[block.start : block.end].endswith("。"):
            continue
        if not heading and (block.kind not in _KINDS or is_row(document.text, block)):
            continue
        if _WORTH.search(document.text, block.start, block.end) is None:
            if document.text.find("、", block.start, block.end) >= 0:
                scene.before = (block.start, block.end)
            continue
        scene.pair = pair_of(block.path, document.meta.title)
        for match in SENTENCE.finditer(document.text, block.start, block.end):
            if match.end() > match.start():
                issues.extend(_read(scene, block, match.span()))
    return tuple(scene.found), tuple(issues)


def _read(scene: Scene, block: Block, sentence: Span) -> Iterator[Issue]:
    text = scene.document.text[sentence[0] : sentence[1]]
    if _WORTH.search(text) is not None:
        ties = list(_merged(scene, sentence, list(_ties(scene, sentence))))
        for tie in ties:
            _state(scene, block, sentence, tie)
        if not ties and _NOBODY.search(scene.masked, *sentence):
            yield _nobody(scene, sentence)
    pairs = region_pairs_in(text)
    if pairs:
        scene.pair = pairs[-1]
    if "、" in text:
        scene.before = sentence


def _nobody(scene: Scene, sentence: Span) -> Issue:
    anchor = anchor_at(scene.document, *sentence)
    message = "这句话说有签约，但没有写明是谁签的：请对照原文补上各方，或标为不是协议。"
    return Issue("agreement-without-parties", message, scene.document.snapshot.name, anchor)


def _ties(scene: Scene, sentence: Span) -> Iterator[tuple[Tie, tuple[str, ...]]]:
    gathering = gathering_in(scene.document.text, sentence)
    if gathering is not None:
        yield gathering, gathering.named
        return
    text = scene.masked
    for clause in _CLAUSE.finditer(text, *sentence):
        if TYING.search(clause[0]) is None or ANAPHORA.search(clause[0]):
            continue
        named = [
            (tie, names)
            for tie in ties_in_clause(text, *clause.span())
            if (names := names_of(scene, sentence, tie)) is not None
            and (tie.act == "signed" or not _is_heading(scene.document, sentence[0]))
        ]
        yield from named or carried_in(scene, sentence, clause.span())


def _is_heading(document: Document, offset: int) -> bool:
    """A heading with a full stop may tell of a signing; 深化川渝合作。 as a heading is the topic of what follows."""
    index = bisect_right(document.blocks, offset, key=lambda block: block.start) - 1
    return document.blocks[index].kind in ("heading", "title")


def _merged(
    scene: Scene, sentence: Span, ties: list[tuple[Tie, tuple[str, ...]]]
) -> Iterator[tuple[Tie, tuple[str, ...]]]:
    """One tie per set of parties that a sentence speaks of in a row; what follows about them is its subject."""
    text = scene.document.text
    explicit = [tie for tie in ties if tie[0].act not in ("carried", "heading")]
    kept: list[tuple[Tie, tuple[str, ...]]] = []
    signing = max((tie.start for tie, _ in ties if tie.act == "signed"), default=0)
    for tie, names in ties:
        if (tie.act == "heading" and explicit) or (tie.act in _PURPOSES and tie.start < signing):
            continue
        if kept:
            previous, whose = kept[-1]
            more = _MORE.match(text, clause_start(text, tie.start), tie.end) is not None
            if more and tie.open_left and previous.open_left:
                joined = (*whose, *(name for name in names if name not in whose))
                kept[-1] = (replace(previous, end=tie.end), joined)
                continue
            if tie.act in ("carried", "heading") or (names == whose and tie.act == "with"):
                kept[-1] = (replace(previous, end=tie.end), whose)
                continue
        kept.append((tie, names))
    yield from kept


def _state(scene: Scene, block: Block, sentence: Span, found: tuple[Tie, tuple[str, ...]]) -> None:
    tie, names = found
    names = tuple(dict.fromkeys(_unquoted(name) for name in names if name.strip()))
    if not names or (tie.retold and any(not told.planned for told in scene.found)):
        return
    if tie.each and len(names) > 2:
        pairs = [(name, names[-1]) for name in names[:-1]] if tie.to_last else [(names[0], name) for name in names[1:]]
        for number, pair in enumerate(pairs):
            _append(scene, block, sentence, (tie, pair), number=number)
        return
    if len(names) > 1 or tie.act in _ONE_IS_ENOUGH:
        _append(scene, block, sentence, (tie, names), number=0)


def _unquoted(name: str) -> str:
    name = name.strip()
    return name[1:-1] if name[0] in '“‘"' and name[-1] in '”’"' else name


def _append(scene: Scene, block: Block, sentence: Span, found: tuple[Tie, tuple[str, ...]], *, number: int) -> None:
    tie, names = found
    document = scene.document
    words = document.text[sentence[0] : sentence[1]]
    clause = document.text[tie.start : tie.end]
    planned = is_planned(document.text, sentence, tie, kind=document.meta.kind)
    anchor = anchor_at(document, tie.start, tie.end)
    signed = None if planned else period_of(words, document, scene.event[0])
    witness = witnesses_in(words)
    agreement = Agreement(
        id=id_of(document.snapshot.sha256, anchor.place.start, anchor.place.end, "agreement", number),
        anchor=anchor,
        sentence=anchor_at(document, *sentence),
        heading=block.path,
        parties=names,
        subject=_subject(document.text, sentence, tie),
        signed=signed,
        place=place_of(words) or (scene.event[1] if signed is not None and tie.act == "signed" else ""),
        amount=amount_of(words),
        stage=stage_of(tie.act, clause, planned=planned),
        planned=planned,
        witnesses=() if witness is None else tuple(words[a:b] for a, b in items(words, *witness)),
    )
    if not _is_told(scene.found, agreement):
        scene.found.append(agreement)
    scene.last = names


def _is_told(found: list[Agreement], agreement: Agreement) -> bool:
    """Whether the document has already told this signing."""
    return not agreement.planned and any(
        set(other.parties) == set(agreement.parties) and other.stage == agreement.stage and not other.planned
        for other in found
    )


def _subject(text: str, sentence: Span, tie: Tie) -> str:
    """What it is about: the title in 《》, the words after 就 or 围绕, or what the clause and its purposes say."""
    words = text[tie.start : sentence[1]]
    title = _TITLE.search(words)
    if title is not None:
        return f"《{title[1]}》"
    about = _ABOUT.search(words)
    if about is not None:
        return about["what"]
    if tie.act == "signed" and text.startswith(("仪式", "揭牌仪式", "活动"), tie.verb[1]) and tie.parties:
        occasion = text[tie.parties[-1][1] : tie.verb[1]].strip("的")
        if len(occasion) > 2:
            return occasion
    return _LOOSE_START.sub("", text[tie.verb[0] : tie.end].strip("，,。；; ”"))
