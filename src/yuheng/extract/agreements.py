"""Who agreed on what with whom: signed agreements, joint projects, alliances, joint meetings, planned cooperation.

A tie needs somebody: a name, or a body of a stated place (四川药械企业). 鼓励医疗机构与养老机构合作 ties kinds of
bodies to each other and nobody to anybody: it is a task, not an agreement. What a clause leaves out is looked up where
a reader would: the speaker, the parties just named, the regions of the heading, the region of the document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from yuheng.extract.agreement_details import amount_of, event_of, period_of, place_of, stage_of, witnesses_in
from yuheng.extract.agreement_frames import Tie, bases_in, items, masked, ties_in_clause
from yuheng.extract.agreement_words import ANAPHORA, BACK, BOTH, DONE, PLANNED, TOGETHER
from yuheng.model import Agreement, Block, Document, Issue, Period, anchor_at, id_of
from yuheng.text.names import parties_in
from yuheng.text.names_kinds import names_place
from yuheng.text.names_lists import Span, listed
from yuheng.text.names_regions import RegionPair, blocs_in, region_pairs_in, short_region

_SENTENCE = re.compile(r"[^。！？!?]*[。！？!?]?[”’」』）)]*")
_CLAUSE = re.compile(r"(?:《[^《》]*》|[（(][^（）()]*[)）]|[^，,；;：:。！？!?])+")
_WORTH = re.compile(
    r"签|合作|共建|共同|联合|携手|联手|协同|联盟|联席会议|对接|达成|共享|协作|智库|牵手|结对|订立|交流|衔接"
)
_LOCAL = re.compile(
    r"我[市省区县州]|本[市省区县地土]|当地|两地|全[市省]|省内|市内|市级|省级|在[一-龥](?=高校|高等|企业|院|单位|机构|央企|科研|医)"
)
_SPEAKER = re.compile(
    r"(?:据|[”，。])(?P<name>[^，。“”]{2,24}?)(?:有关|相关)?(?:负责人|负责同志|发言人)(?:介绍|表示|说|透露)|^(?P<head>[^，。“”]{2,24}?)(?:有关|相关)?(?:负责人|负责同志)(?:介绍|表示|说)"
)
_COME_TRUE = re.compile(
    r"(?:成立|组建|建立|建成|开设|打造|设立|启动|开展|达成|形成|发起|共建|建设)了|揭牌|[发制究]出|投入使用|投用|启用|落成|挂牌|获批"
    r"|(?:联盟|联合体|共同体|研究院|中心)(?:[^，。；]{0,12}?)成立[。，]?$"
)
_ADVISED = re.compile(r"建议|倡议|呼吁|希望")
_BUILDS = re.compile(
    r"共建|(?:共同|联合|合作|携手|协同|联手)(?:建设|建立|打造|组建|成立|设立|创建|构建|搭建|投资|研发|开发|举办|发起|出资|开设|创办)"
)
"""What the parties make is a tie of its own; that they will deepen their cooperation is what every agreement says."""
_ACROSS = re.compile(r"跨(?:省|市|区域|地区|境)")
_THEY = re.compile(r"(?:企业|公司|医院|机构|单位|院校|与会)?代表们?|与会企业|上述企业|这些企业")
_TITLE = re.compile(r"《([^《》]+)》")
_ABOUT = re.compile(r"(?:就|围绕|聚焦)(?P<what>[^。；]+?)(?:达成|签署|签订|开展|进行|展开|，|,|$)")
_SUMMON = re.compile(r"由(?P<name>[^，。；]+?)(?:担任|任|为)(?:总)?召集人")
_MEMBERS = re.compile(
    r"(?P<names>[^，。；：（）]+?)(?:等[^，。；]{0,10})?(?:为|作为|是)?(?:联席会议)?成员(?:单位)?|成员(?:单位)?(?:包括|有|由)(?P<after>[^。；]+?)(?:组成)?(?=[。；]|$)"
)
_MEETING = re.compile(r"(?:建立|成立|设立|健全|完善)(?P<what>[^。；]*?联席会议(?:制度|机制)?)")
_ALLIANCE = re.compile(r"联盟|联合体|共同体|联合会")
_LED = re.compile(r"由(?P<names>[^，。；]+?)(?:共同)?(?:牵头|发起)(?:成立|组建)?(?=[，,的])")
_JOINED = re.compile(
    r"[，,](?P<names>[^，。；]+?)(?:共同|联合)?(?:参与|参加|组成|发起|配合)(?=的|组建|成立|，|。)"
    r"|(?:包括|成员(?:单位)?有)(?P<after>[^。；]+?)(?=[，,。；]|$)"
)
_ONE_IS_ENOUGH = ("signed", "with", "meet", "alongside", "bloc")
_NOBODY = re.compile(
    r"\d+[余多]?[个项](?:[^，。；]{0,12}?)项目(?:[^，。；]{0,10}?)(?:集中|现场|正式|成功)?签约|(?:签订|签署|签下)[^，。；]{0,20}?(?:协议|合同|意向书|备忘录)"
)
_ROLES = re.compile(r"由|参加|参与|组成|成员")


@dataclass(slots=True)
class _Scene:
    """What a reader carries along: the event, the last parties, the regions last spoken of."""

    document: Document
    masked: str
    event: tuple[Period | None, str]
    region: str
    last: tuple[str, ...] = ()
    pair: RegionPair | None = None
    before: Span = (0, 0)
    found: list[Agreement] = field(default_factory=list)


def agreements_in(document: Document) -> tuple[tuple[Agreement, ...], tuple[Issue, ...]]:
    """Read every tie that a document states, signed or planned.

    Told twice is one agreement: a report that opens with the signing and describes it again adds no second one.
    Parties are as written; a region that one letter stands for (川渝) is given by its short name, and so is the
    document's own region where a clause leaves out who acts.
    """
    scene = _Scene(document, masked(document.text), event_of(document), short_region(document.meta.region))
    issues: list[Issue] = []
    for block in document.blocks:
        heading = block.kind in ("heading", "title")
        if heading and not document.text[block.start : block.end].endswith("。"):
            continue
        if not heading and block.kind not in ("paragraph", "list", "box", "table"):
            continue
        scene.pair = _pair_of(block.path, document.meta.title)
        for match in _SENTENCE.finditer(document.text, block.start, block.end):
            if match.end() > match.start():
                issues.extend(_read(scene, block, match.span()))
    return tuple(scene.found), tuple(issues)


@lru_cache(maxsize=64)
def _pair_of(path: tuple[str, ...], title: str) -> RegionPair | None:
    """The regions that the nearest heading speaks of together."""
    for words in (*reversed(path), title):
        pairs = region_pairs_in(words)
        if pairs:
            return pairs[-1]
        if names_place(words) or blocs_in(words):
            return None
    return None


def _read(scene: _Scene, block: Block, sentence: Span) -> Iterator[Issue]:
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


def _nobody(scene: _Scene, sentence: Span) -> Issue:
    anchor = anchor_at(scene.document, *sentence)
    message = "这句话说有签约，但没有写明是谁签的：请对照原文补上各方，或标为不是协议。"
    return Issue("agreement-without-parties", message, scene.document.snapshot.name, anchor)


def _longest_list(text: str) -> tuple[Span, ...]:
    """The longest list of named parties in a sentence: who 企业代表们 of the next sentence are."""
    best: tuple[Span, ...] = ()
    mentions = [
        mention for mention in parties_in(text) if mention.kind in ("firm", "hospital", "university", "institute")
    ]
    run: list[Span] = []
    for mention in mentions:
        if run and text[run[-1][1] : mention.start] not in ("、", "和", "与", "及"):
            run = []
        run.append((mention.start, mention.end))
        if len(run) > len(best):
            best = tuple(run)
    return best


def _ties(scene: _Scene, sentence: Span) -> Iterator[tuple[Tie, tuple[str, ...]]]:
    for gathering in (_meeting, _alliance):
        found = gathering(scene, sentence)
        if found is not None:
            yield found
            return
    text = scene.masked
    for clause in _CLAUSE.finditer(text, *sentence):
        if ANAPHORA.search(clause[0]):
            continue
        named = [
            (tie, names)
            for tie in ties_in_clause(text, *clause.span())
            if (names := _names(scene, sentence, tie)) is not None
            and (tie.act == "signed" or not _is_heading(scene.document, sentence[0]))
        ]
        yield from named or _carried(scene, sentence, clause.span())


def _meeting(scene: _Scene, sentence: Span) -> tuple[Tie, tuple[str, ...]] | None:
    text = scene.document.text[sentence[0] : sentence[1]]
    made = _MEETING.search(text)
    if made is None:
        return None
    names: list[str] = []
    summon = _SUMMON.search(text)
    if summon is not None:
        names.append(summon["name"])
    for match in _MEMBERS.finditer(text, summon.end() if summon else 0):
        group = "names" if match["names"] is not None else "after"
        names.extend(text[a:b] for a, b in listed(text, *match.span(group)))
    if len(names) < 2 and _ROLES.search(text):
        named = [
            m.name for m in parties_in(text) if m.kind in ("department", "district-government", "firm", "association")
        ]
        names = [name for name in named if "联席会议" not in name]
    if len(names) < 2:
        return None
    start = sentence[0] + made.start()
    return Tie(start, sentence[1], "make", (), (start, sentence[0] + made.end()), tuple(names)), tuple(names)


def _alliance(scene: _Scene, sentence: Span) -> tuple[Tie, tuple[str, ...]] | None:
    """由甲牵头，乙、丙等30家单位参与的专科联盟成立; 该联盟由甲牵头，首批成员包括乙、丙."""
    text = scene.document.text[sentence[0] : sentence[1]]
    what = _ALLIANCE.search(text)
    lead = _LED.search(text)
    if what is None or lead is None:
        return None
    names = [text[a:b] for a, b in listed(text, *lead.span("names"))]
    for match in _JOINED.finditer(text, lead.end()):
        group = "names" if match["names"] is not None else "after"
        names.extend(text[a:b] for a, b in listed(text, *match.span(group)))
    if len(names) < 2 or not any(_definite(name) for name in names):
        return None
    start = sentence[0] + min(what.start(), lead.start())
    end = sentence[0] + max(what.end(), lead.end())
    return Tie(start, sentence[1], "make", (), (start, end), tuple(names)), tuple(names)


def _names(scene: _Scene, sentence: Span, tie: Tie) -> tuple[str, ...] | None:
    """The tie's parties by name, with what its clause leaves out; None where nobody in particular is tied."""
    text = scene.document.text
    written = tuple(text[a:b] for a, b in tie.parties)
    names = tie.named or written
    if tie.named:
        return names
    if any(BOTH.fullmatch(name) for name in names) or (not names and tie.act == "signed"):
        whose = _both(scene, text[tie.start : tie.end])
        vague = tie.act != "signed" and _BUILDS.search(text, tie.verb[0], tie.end) is None
        return None if vague and whose == scene.last else whose or None
    pair = _pair_before(scene, sentence, tie.start)
    names = tuple(_regional(pair, name) for name in names)
    base = tuple(text[a:b] for a, b in bases_in(text, sentence[0], tie.start)) if tie.open_left else ()
    if not any(_definite(name) for name in (*base, *names)) and tie.act != "signed":
        if pair is None or not _ACROSS.search(text[tie.start : tie.end]):
            return None
        return tuple(f"{pair.word}两地{name}" for name in names)
    if tie.open_left:
        return (*(base or _actors(scene, sentence, tie)), *names)
    return names


def _is_heading(document: Document, offset: int) -> bool:
    """A heading with a full stop may tell of a signing; 深化川渝合作。 as a heading is the topic of what follows."""
    index = bisect_right(document.blocks, offset, key=lambda block: block.start) - 1
    return document.blocks[index].kind in ("heading", "title")


def _pair_before(scene: _Scene, sentence: Span, offset: int) -> RegionPair | None:
    """The regions last spoken of before an offset."""
    pairs = region_pairs_in(scene.document.text[sentence[0] : offset])
    return pairs[-1] if pairs else scene.pair


def _both(scene: _Scene, clause: str) -> tuple[str, ...]:
    if re.search("两地|两省|两市|三地", clause) and scene.pair is not None:
        return scene.pair.members
    return scene.last


def _regional(pair: RegionPair | None, name: str) -> str:
    """两地中药企业 is 成渝两地中药企业 where 成渝 was spoken of before."""
    return pair.word + name if name.startswith("两地") and pair is not None else name


def _definite(name: str) -> bool:
    return (
        names_place(name)
        or bool(_LOCAL.search(name))
        or bool(blocs_in(name))
        or bool(region_pairs_in(name))
        or any(mention.kind != "generic" for mention in parties_in(name))
    )


def _actors(scene: _Scene, sentence: Span, tie: Tie) -> tuple[str, ...]:
    """Who acts where the clause does not say: the speaker, those just named, the region."""
    text = scene.document.text
    before = text[sentence[0] : tie.start]
    speaker = _SPEAKER.search(before)
    if speaker is not None:
        return (speaker["name"] or speaker["head"],)
    if _THEY.search(before):
        listing = text[slice(*scene.before)]
        they = _longest_list(listing)
        if len(they) > 1:
            return tuple(listing[a:b] for a, b in they)
    head = [mention for mention in parties_in(before) if mention.kind not in ("generic", "person", "team")]
    if head and re.match(r"[^，,]{0,12}", before) and before.startswith(head[0].name):
        return (head[0].name,)
    return (scene.region,) if scene.region else ()


def _carried(scene: _Scene, sentence: Span, clause: Span) -> Iterator[tuple[Tie, tuple[str, ...]]]:
    """Clauses that name nobody, yet speak of parties known: 此项合作将…, 立足两地优势，协同建设…."""
    text = scene.masked
    words = text[clause[0] : clause[1]]
    together = re.search(rf"{TOGETHER}|协同发展", words)
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


def _heading_pairs(scene: _Scene, offset: int) -> tuple[str, ...]:
    blocks = scene.document.blocks
    path = blocks[bisect_right(blocks, offset, key=lambda block: block.start) - 1].path
    return tuple(pair.word for pair in region_pairs_in(path[-1])) if path else ()


def _merged(
    scene: _Scene, sentence: Span, ties: list[tuple[Tie, tuple[str, ...]]]
) -> Iterator[tuple[Tie, tuple[str, ...]]]:
    """One tie per set of parties that a sentence speaks of in a row; what follows about them is its subject."""
    text = scene.document.text
    explicit = [tie for tie in ties if tie[0].act not in ("carried", "heading")]
    kept: list[tuple[Tie, tuple[str, ...]]] = []
    for tie, names in ties:
        if tie.act == "heading" and explicit:
            continue
        if kept:
            previous, whose = kept[-1]
            more = re.match("重点|特别|尤其|其中", text[_clause_start(text, tie.start) : tie.end]) is not None
            if more and tie.open_left and previous.open_left:
                joined = (*whose, *(name for name in names if name not in whose))
                kept[-1] = (replace(previous, end=tie.end), joined)
                continue
            if tie.act in ("carried", "heading") or (names == whose and tie.act == "with"):
                kept[-1] = (replace(previous, end=tie.end), whose)
                continue
        kept.append((tie, names))
    yield from kept


def _state(scene: _Scene, block: Block, sentence: Span, found: tuple[Tie, tuple[str, ...]]) -> None:
    tie, names = found
    names = tuple(dict.fromkeys(_unquoted(name) for name in names if name.strip()))
    if not names or (tie.retold and any(not told.planned for told in scene.found)):
        return
    if tie.each and len(names) > 2:
        for number, other in enumerate(names[1:]):
            _append(scene, block, sentence, (tie, (names[0], other)), number=number)
        return
    if len(names) > 1 or tie.act in _ONE_IS_ENOUGH:
        _append(scene, block, sentence, (tie, names), number=0)


def _unquoted(name: str) -> str:
    name = name.strip()
    return name[1:-1] if name[0] in '“‘"' and name[-1] in '”’"' else name


def _append(scene: _Scene, block: Block, sentence: Span, found: tuple[Tie, tuple[str, ...]], *, number: int) -> None:
    tie, names = found
    document = scene.document
    words = document.text[sentence[0] : sentence[1]]
    clause = document.text[tie.start : tie.end]
    planned = _is_planned(document.text, sentence, tie)
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


def _is_planned(text: str, sentence: Span, tie: Tie) -> bool:
    start = max(_clause_start(text, tie.start), sentence[0])
    before = text[start : tie.verb[0]]
    if tie.act == "signed":
        return re.search(r"将(?!军)|拟|计划|推动|争取|促成|力争|鼓励|支持|引导|尽快", before) is not None
    if _ADVISED.search(text, sentence[0], tie.start):
        return True
    if _COME_TRUE.search(text, tie.start, tie.end):
        return False
    if DONE.search(text[start : tie.verb[1] + 2]) and not PLANNED.search(before):
        return False
    by = re.search("由.{0,4}$", text[max(sentence[0], tie.start - 2) : tie.start])
    return by is None and re.match(r"的(?:核心|重点|重大)?项目", text[tie.verb[1] : tie.end]) is None


def _clause_start(text: str, offset: int) -> int:
    return max(text.rfind(mark, 0, offset) for mark in "，,。；;：:！？\n") + 1


def _subject(text: str, sentence: Span, tie: Tie) -> str:
    """What it is about: the title in 《》, the words after 就 or 围绕, or what the clause and its purposes say."""
    words = text[tie.start : sentence[1]]
    title = _TITLE.search(words)
    if title is not None:
        return f"《{title[1]}》"
    about = _ABOUT.search(words)
    if about is not None:
        return about["what"]
    return re.sub(
        r"^(?:的|等[^，。在]{0,8}?(?=在|的|开展|加强|合作|共)的?)", "", text[tie.verb[0] : tie.end].strip("，,。；; ”")
    )
