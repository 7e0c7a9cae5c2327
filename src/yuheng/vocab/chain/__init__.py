"""The segments of the health industry's chain: a versioned tree with GB/T 4754 classes, and what feeds what."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import ahocorasick_rs

UNCLASSED: Final = "其他"
"""What a person writes for a segment where none of the tree fits: no segment, and none is guessed from the words."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of the chain.

    Attributes:
        key: its place in the tree, "药.化学药.原料药".
        name: 原料药.
        english: the field's usual English name.
        gbt: classes of GB/T 4754-2017 that it lies in.
        words: what names it or belongs to it, the name included.
        weak: words that belong to it only where no other segment is named: dosage forms.
        feeds: keys of the segments that buy what it makes.
    """

    key: str
    name: str
    english: str
    gbt: tuple[str, ...]
    words: tuple[str, ...]
    weak: tuple[str, ...]
    feeds: tuple[str, ...]


@cache
def _table() -> dict[str, object]:
    return tomllib.loads(files(__package__).joinpath("segments.toml").read_text("utf-8"))


def version() -> str:
    """The version of the taxonomy: written beside every class that was given by it."""
    return str(_table()["version"])


@cache
def segments() -> dict[str, Segment]:
    """Every segment by its key, in the order of the file."""
    table = _table()["segments"]
    assert isinstance(table, dict)  # noqa: S101  # our own data file
    return {
        key: Segment(
            key,
            entry["name"],
            entry["english"],
            tuple(entry["gbt"]),
            tuple(dict.fromkeys([entry["name"], *entry["words"].split()])),
            tuple(entry.get("weak", "").split()),
            tuple(entry.get("feeds", ())),
        )
        for key, entry in table.items()
    }


@cache
def stages() -> tuple[str, ...]:
    """How far a product or technology is, the earliest first."""
    table = _table()["stages"]
    assert isinstance(table, list)  # noqa: S101
    return tuple(table)


@cache
def _words() -> tuple[re.Pattern[str], dict[str, str]]:
    owner = {word.upper(): key for key, segment in segments().items() for word in (*segment.words, *segment.weak)}
    longest = sorted(owner, key=lambda word: (-len(word), word))
    # a Latin word must not be the middle of another one: CT is no part of ACTH
    guarded = [rf"(?<![A-Z0-9]){re.escape(word)}(?![A-Z])" if word.isascii() else re.escape(word) for word in longest]
    return re.compile("|".join(guarded)), owner


@cache
def _weak() -> frozenset[str]:
    return frozenset(word.upper() for segment in segments().values() for word in segment.weak)


@dataclass(frozen=True, slots=True)
class Named:
    """Words at [start, end) of a text that name a segment."""

    start: int
    end: int
    key: str
    weak: bool = False


def segments_in(text: str) -> tuple[Named, ...]:
    """Find the words that name segments, the longest at each place.

    >>> [named.key for named in segments_in("求购医用外科口罩和中药饮片")]
    ['械.耗材.口罩', '药.中药.饮片']
    """
    upper = text.upper()
    if len(upper) != len(text):  # ß and the like: letters that no word has
        upper = text
    machine, entries = _machine()
    hits = machine.find_matches_as_indexes(upper)
    if all(not entries[index].latin or _stands_alone(upper, start, end) for index, start, end in hits):
        return tuple(Named(start, end, entries[index].key, entries[index].weak) for index, start, end in hits)
    # a Latin word inside another one hides what else stands there: the slow expression looks again
    pattern, owner = _words()
    weak = _weak()
    return tuple(Named(m.start(), m.end(), owner[m[0]], m[0] in weak) for m in pattern.finditer(upper))


class _Entry(NamedTuple):
    key: str
    weak: bool
    latin: bool


@cache
def _machine() -> tuple[ahocorasick_rs.AhoCorasick, tuple[_Entry, ...]]:
    owner = _words()[1]
    weak = _weak()
    entries = tuple(_Entry(key, word in weak, word.isascii()) for word, key in owner.items())
    return ahocorasick_rs.AhoCorasick(list(owner), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest), entries


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalpha())


def segment_of(text: str) -> str:
    """The one segment that a name or class speaks of; empty where none is named, or several on different branches.

    Of segments on one branch the deepest holds; a product named last is what the phrase is about (口罩用熔喷布). What
    stands in brackets, and weak words, decide only where nothing else does.

    >>> segment_of("一次性使用医用口罩"), segment_of("氟18标记药物"), segment_of("合作共赢")
    ('械.耗材.口罩', '药.核药', '')
    """
    outside = segments_in(re.sub(r"[（(].*?[）)]", " ", text))
    strong = [each for each in outside if not each.weak]
    named = strong or [each for each in segments_in(text) if not each.weak] or list(outside)
    if not named:
        return ""
    last = named[-1].key
    deeper = [each.key for each in named if each.key == last or each.key.startswith(last + ".")]
    return max(deeper, key=lambda key: key.count("."))


@cache
def closeness(one: str, other: str) -> float:
    """How near two segments stand in the chain, 0 to 1.

    Equal 1; one above the other in the tree 0.8 (a coarser word for it); one feeding the other 0.5; under one parent
    below the branch 0.4; on one branch 0.2; else 0.

    >>> closeness("药.化学药.原料药", "药.化学药.制剂"), closeness("药.化学药", "药.化学药.制剂")
    (0.5, 0.8)
    """
    if one == other:
        return 1.0
    if one.startswith(other + ".") or other.startswith(one + "."):
        return 0.8
    if _feeds(one, other) or _feeds(other, one):
        return 0.5
    parent = one.rpartition(".")[0]
    if "." in parent and parent == other.rpartition(".")[0]:
        return 0.4
    return 0.2 if one.partition(".")[0] == other.partition(".")[0] else 0.0


def _feeds(maker: str, user: str) -> bool:
    return any(user == key or user.startswith(key + ".") for key in segments()[maker].feeds)
