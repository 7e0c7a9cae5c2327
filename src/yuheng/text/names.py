"""Find who is named in a text: departments, firms, hospitals, universities, parks, persons …

Chinese writes names without capitals or spaces. What marks them is their end (委, 局, 医院, 有限公司) and the grammar
before them (punctuation, 由, 与, 在, verbs). So one automaton runs over the text once and reports ends, edges and
titles in order; a name reaches from the last edge to its end, and the longest name that starts there wins
(重庆医科大学附属第一医院 is one hospital, not a university and a hospital).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ahocorasick_rs import AhoCorasick, MatchKind

from yuheng.model.party import Mention, PartyKind
from yuheng.text.names_kinds import kind_of, trimmed
from yuheng.text.names_persons import persons_at
from yuheng.vocab.parties import departments, edges, endings

_LONGEST = 36
"""Characters: the longest official names (附属医院 of a university with its region) stay below this."""

_OWN = 2
"""Characters that a name has of its own before its ending."""

_PUNCTUATION = "，。；：、！？“”‘’《》〈〉（）()【】[]「」『』…\n\r\t,;:!?\"'•·■|｜/丨"
_ALIAS = re.compile(
    r"[（(](?:[^（）()]{0,12}?[，,])?(?:以下|下文|下称|后)?(?:统称|简称|称)(?:为)?[：:]?[“\"「]?([^”\"」（）()，,]{2,14})[”\"」]?[）)]"
)
_OPENS = "（("

Sign = Literal["edge", "inside", "end", "title"]


@dataclass(frozen=True, slots=True)
class _Word:
    sign: Sign
    kind: PartyKind = "generic"
    not_before: str = ""


@cache
def _words() -> tuple[AhoCorasick, tuple[_Word, ...]]:
    """The automaton, and what each of its patterns says; where two lists hold one word, the first below wins."""
    table: dict[str, _Word] = {word: _Word("inside") for word in edges().nobody}
    for ending in endings():
        table.setdefault(ending.text, _Word("end", ending.kind, ending.not_before))
    for name in departments():
        table.setdefault(name, _Word("end", "department", "署长总门队"))
    for title in edges().titles:
        table.setdefault(title, _Word("title"))
    for word in (*edges().before, *_PUNCTUATION):
        table.setdefault(word, _Word("edge"))
    for word in edges().inside:
        table.setdefault(word, _inside(word))
    automaton = AhoCorasick(list(table), matchkind=MatchKind.LeftmostLongest)
    return automaton, tuple(table.values())


def _inside(word: str) -> _Word:
    """A compound that ends like a name (重点实验室) ends one too: the automaton reports it in the ending's stead."""
    fitting = [ending for ending in endings() if word.endswith(ending.text)]
    if not fitting:
        return _Word("inside")
    ending = max(fitting, key=lambda ending: len(ending.text))
    return _Word("end", ending.kind, ending.not_before)


def parties_in(text: str) -> tuple[Mention, ...]:
    """Name every party that the text mentions, in order; mentions do not overlap.

    A collective noun (有关部门, 药械企业) has kind `generic`: it is nobody by name, but a document may well make an
    agreement with it, and to drop it here would lose that party. A short name that the text declares
    (以下简称“华森制药”) carries its full name and is found wherever it stands later.

    >>> [(m.name, m.kind) for m in parties_in("由市经信委、市药监局和重庆医科大学附属第一医院共同组建")]
    [('市经信委', 'department'), ('市药监局', 'department'), ('重庆医科大学附属第一医院', 'hospital')]
    """
    found = _longest(_found(text))
    declared = _declared(text, found)
    if not declared:
        return tuple(found)
    return tuple(_longest(sorted([*_relabelled(found, declared), *_repeated(text, declared)], key=_by_start)))


def kind_by_ending(name: str) -> PartyKind | None:
    """The kind that words end like which are a whole name already: a cell that lists one has no edges to find.

    >>> kind_by_ending("云津康护辅具有限公司"), kind_by_ending("云津安评中心")
    ('firm', None)
    """
    fitting = [ending for ending in endings() if name.endswith(ending.text) and len(name) - len(ending.text) >= _OWN]
    longest = max(fitting, key=lambda ending: len(ending.text), default=None)
    return None if longest is None or longest.kind == "generic" else longest.kind


def _by_start(mention: Mention) -> tuple[int, int]:
    return mention.start, -mention.end


def _found(text: str) -> Iterator[Mention]:
    automaton, words = _words()
    left = 0
    stop = 0
    for pattern, start, end in automaton.find_matches_as_indexes(text):
        word = words[pattern]
        if word.sign == "edge":
            left = end
        elif word.sign == "end":
            if text[end : end + 1] in word.not_before and end < len(text):
                continue
            mention = _named(text, left, end, kind=word.kind)
            if mention is not None:
                yield mention
                stop = end
        elif word.sign == "title":
            for person in persons_at(text, start, end, left=left, stop=max(stop, left)):
                yield person
                stop = left = person.end
            if stop == start:
                left = end


def _named(text: str, left: int, end: int, *, kind: PartyKind) -> Mention | None:
    start = trimmed(text, max(left, end - _LONGEST), end)
    if start >= end:
        return None
    name = text[start:end]
    settled = kind_of(name, kind)
    return None if settled is None else Mention(start, end, name, settled)


def _longest(mentions: Iterator[Mention] | list[Mention]) -> list[Mention]:
    """Of mentions that overlap, keep the one that reaches further; of a title's organisation and its person, both."""
    kept: list[Mention] = []
    for mention in mentions:
        while kept and kept[-1].end > mention.start and kept[-1].start >= mention.start:
            kept.pop()
        if not kept or kept[-1].end <= mention.start:
            kept.append(mention)
    return kept


def _declared(text: str, found: list[Mention]) -> dict[str, Mention]:
    """Short names that the text declares, each with the mention that it stands for."""
    declared: dict[str, Mention] = {}
    for mention in found:
        if text[mention.end : mention.end + 1] not in _OPENS or mention.kind == "generic":
            continue
        match = _ALIAS.match(text, mention.end)
        if match is not None and match[1] != mention.name:
            declared.setdefault(match[1], mention)
    return declared


def _relabelled(found: list[Mention], declared: dict[str, Mention]) -> Iterator[Mention]:
    for mention in found:
        if mention.name not in declared:
            yield mention


def _repeated(text: str, declared: dict[str, Mention]) -> Iterator[Mention]:
    pattern = re.compile("|".join(map(re.escape, sorted(declared, key=len, reverse=True))))
    for match in pattern.finditer(text):
        whole = declared[match[0]]
        if match.start() >= whole.end:
            yield Mention(match.start(), match.end(), match[0], whole.kind, full=whole.name)
