"""Who advises what to whom: the words of experts that later documents may or may not take up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yuheng.extract.actors import names_actor
from yuheng.extract.clauses import Clause, sentences_of
from yuheng.extract.commitments import read_commitment
from yuheng.model import Advice, Document, Issue, anchor_at, id_of
from yuheng.vocab.verbs import verbs

_SAYS = "建议|表示|认为|指出|强调|提出|呼吁|提议|主张|坦言|说"
_WHO = (
    "专家|人士|院士|学者|教授|研究员|委员|代表|顾问|企业家|参会者|嘉宾|智库|协会|学会|商会|联合会|课题组|负责人"
    "|局长|主任|院长|会长|董事长|总经理|理事长|秘书长|主席"
)
_SPOKEN = re.compile(
    rf"(?P<who>[^，。；：“”]{{0,40}}?(?:{_WHO})[^，。；：“”]{{0,14}}?)(?:在[^，。；]{{2,20}})?(?:纷纷|一致|均|都|还|也|进一步)?(?P<says>{_SAYS})(?!的|书|稿|案|了|会|\d|和|与|、)[，,：:]?“?"
)
_SAYING = re.compile(_SAYS)
_SPEAKER = re.compile(_WHO)
_LONGEST_LEAD = 40
_EDGE = re.compile("[，。；：“”]")
_SIGNS = re.compile(f"(?:{_WHO})[^，。；：“”]{{0,16}}(?:{_SAYS})|建议")
_OWN = re.compile("建议(?=[^的，。；、]{4,})")
_OUGHT = re.compile(
    "(?<![反响效供适对相顺回呼])应(?!急|用|对|届|邀|运|有尽)|必须|需要|(?<![重主需首摘纪次想简])要(?![求素点闻塞])|建议|唯有|亟须|亟需|有必要"
)
_ADDRESSEE = re.compile("^(?P<who>[^，。；：应要将]{2,16}?)(?:应当|应该|应|必须|需要|要|须)")
_PARTY = re.compile(
    "政府|部门|企业|单位|机构|学校|医院|委|局|厅|市|省|区|县|家属|家庭|患者|人群|人员|老年人|女性|儿童|家长|个人|居民|劳动者|者(?=[一-龥])"
)
_OPENING = re.compile("^(?:[\\s”“]*)(?:特别是|尤其是|同时|此外|其次|第[一二三四五])?")
_NOT_ADVICE = re.compile("^(?:欢迎|感谢|希望广大记者)")


@dataclass(frozen=True, slots=True)
class _Spoken:
    """One sentence of advice: its span, where its content begins, and who gives it (a span, or None)."""

    start: int
    end: int
    content: int
    who: tuple[int, int] | None


def advice_in(document: Document) -> tuple[tuple[Advice, ...], tuple[Issue, ...]]:
    """Find advice, one claim a sentence.

    The adviser holds for the sentences after him in his paragraph as long as they say what ought to be done; what he
    merely states (表示，近年来…) is none. `adviser` is empty where the document itself advises (建议家属…).
    """
    found = []
    text = document.text
    for path, spoken in _spoken_in(document):
        content = text[spoken.content : spoken.end].strip("”“")
        anchor = anchor_at(document, spoken.start, spoken.end)
        found.append(
            Advice(
                id=id_of(document.snapshot.sha256, "advice", anchor.place.start, anchor.place.end),
                anchor=anchor,
                sentence=anchor,
                heading=path,
                adviser=text[slice(*spoken.who)] if spoken.who else "",
                addressee=_addressee(content, own=spoken.who is None),
                content=content,
            )
        )
    return tuple(found), ()


def advised_spans(document: Document) -> tuple[tuple[int, int], ...]:
    """The sentences that are advice, for those who must not take them for commitments."""
    return tuple((spoken.start, spoken.end) for _, spoken in _spoken_in(document))


def _spoken_in(document: Document) -> Iterator[tuple[tuple[str, ...], _Spoken]]:
    """Each sentence of advice, with the headings above it."""
    text = document.text
    for block in document.blocks:
        if block.kind not in ("paragraph", "list", "box"):
            continue
        if _SAYING.search(text, block.start, block.end) is None or not _SIGNS.search(text, block.start, block.end):
            continue
        who: tuple[int, int] | None = None
        for clauses in sentences_of(text, block.start, block.end):
            spoken = _sentence(text, clauses, who)
            if spoken is not None:
                who = spoken.who
                yield block.path, spoken
                continue
            match = _speaker(text, clauses[0].start, clauses[-1].end)
            who = match.span("who") if match else None


def _speaker(text: str, start: int, end: int) -> re.Match[str] | None:
    """Who says something in a sentence; looked for only where a sign of it stands."""
    if _SAYING.search(text, start, end) is None or _SIGNS.search(text, start, end) is None:
        return None
    first = _SPEAKER.search(text, start, end)
    if first is None:
        return None
    low = max(start, first.start() - _LONGEST_LEAD)
    edges = [edge.end() for edge in _EDGE.finditer(text, low, first.start())]
    return _SPOKEN.search(text, edges[-1] if edges else low, end)


def _sentence(text: str, clauses: list[Clause], who: tuple[int, int] | None) -> _Spoken | None:
    start, end = clauses[0].start, clauses[-1].end
    start += len(text[start:end]) - len(text[start:end].lstrip("” "))
    match = _speaker(text, start, end)
    if match is not None:
        content = match.end()
        says = match.group("says")
        if content >= end or _NOT_ADVICE.match(text[content:end]):
            return None
        if says in ("建议", "呼吁", "提议", "主张") or _OUGHT.search(text, content, end):
            return _Spoken(start, end, content, _who_of(text, match))
        return None
    if who is not None:
        opening = _OPENING.match(text[start:end])
        content = start + (opening.end() if opening else 0)
        goes_on = any(read_commitment(text, clause.start, clause.end).kind == "task" for clause in clauses[:3])
        if _OUGHT.search(text, start, end) or (goes_on and not verbs().done.search(text, start, end)):
            return _Spoken(start, end, content, who)
        return None
    own = _OWN.search(text, start, end)
    if own is not None and (own.start() == start or text[own.start() - 1] in "，；：、。"):
        return _Spoken(start, end, own.end(), None)
    return None


def _who_of(text: str, match: re.Match[str]) -> tuple[int, int]:
    left, right = match.span("who")
    cut = re.match("(?:.*(?:针对|面对|鉴于)[^，]*?，)?(?:据|会上|当天|期间|研讨会期间)?", text[left:right])
    return (left + (cut.end() if cut else 0), right)


def _addressee(content: str, *, own: bool) -> str:
    """Whom the advice speaks to: the subject before 应, or the party right behind 建议; empty where it names none."""
    grammar = verbs()
    if grammar.adverbs.at(content, 0, len(content)) or grammar.governing.at(content, 0, len(content)):
        return ""
    match = _ADDRESSEE.search(content)
    if match is not None:
        return match.group("who") if names_actor(match.group("who")) else ""
    best = ""
    for found in _PARTY.finditer(content[:30]):
        behind = found.end()
        opens = any(lexicon.at(content, behind, len(content)) for lexicon in (grammar.governing, grammar.adverbs))
        if "，" not in content[:behind] and (opens or (own and not best)):
            best = content[:behind]
    return best
