"""The verbs by which plans commit somebody to act, and the words that stand around them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words to be recognised at one position of a text, longest first, without a regular expression.

    A plan has a verb every twenty characters; a look-up by the first two characters is five times faster than one
    pattern of seven hundred alternatives.

    Attributes:
        single: those of one character.
        starting: the others by their first two characters, longest first.
    """

    single: frozenset[str]
    starting: dict[str, tuple[str, ...]]

    def at(self, text: str, start: int, end: int) -> int:
        """How many characters the longest word at `start` takes, 0 where none stands there.

        >>> lexicon_of(["建设", "建设改造"]).at("建设改造一批", 0, 6)
        4
        """
        pair = text[start : start + 2]
        for word in self.starting.get(pair, ()):
            if text.startswith(word, start, end):
                return len(word)
        return 1 if self.single and start < end and pair[0] in self.single else 0

    @property
    def openings(self) -> set[str]:
        """The first two characters of every word, or its only one: nothing else can begin a word."""
        return {*self.starting, *self.single}


@dataclass(frozen=True, slots=True)
class Verbs:
    """The grammar of commitment; `verbs.toml` says what each list means.

    Attributes:
        group: the group of every governing verb ("build", "support" …).
        embedded, disposal: patterns that find a verb inside a clause.
        outcome … condition: `judging` in the file: what tells a commitment from a noun phrase.
        background, private: patterns for headings under which nothing is promised.
        tale, done: patterns of sentences and of clauses that report.
        promise: pattern of words that promise.
        openings: how an adverb, a governing verb or a preposition may begin (`Lexicon.openings`).
    """

    group: dict[str, str]
    governing: Lexicon
    nominal: frozenset[str]
    complement: frozenset[str]
    adverbs: Lexicon
    both: frozenset[str]
    means: Lexicon
    advantage: tuple[str, ...]
    light: frozenset[str]
    compound: dict[str, tuple[str, ...]]
    outcome: frozenset[str]
    empty: frozenset[str]
    weak: frozenset[str]
    solving: frozenset[str]
    drives: frozenset[str]
    condition: tuple[str, ...]
    embedded: re.Pattern[str]
    disposal: re.Pattern[str]
    background: re.Pattern[str]
    private: frozenset[str]
    tale: re.Pattern[str]
    done: re.Pattern[str]
    promise: re.Pattern[str]
    openings: frozenset[str]


def lexicon_of(words: list[str]) -> Lexicon:
    """Make a lexicon of a list of words."""
    starting: dict[str, list[str]] = {}
    for word in sorted(set(words), key=len, reverse=True):
        if len(word) > 1:
            starting.setdefault(word[:2], []).append(word)
    single = frozenset(word for word in words if len(word) == 1)
    return Lexicon(single, {pair: tuple(found) for pair, found in starting.items()})


def pattern_of(words: list[str]) -> re.Pattern[str]:
    """A pattern of a list of words, longest first."""
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


@cache
def verbs() -> Verbs:
    """The lists of `verbs.toml`, ready to be used; read once."""
    table = tomllib.loads(files(__package__).joinpath("verbs.toml").read_text("utf-8"))
    group = {word: name for name, words in table["governing"].items() for word in words.split()}
    judging = {name: words.split() for name, words in table["judging"].items()}
    governing = lexicon_of(list(group))
    adverbs = lexicon_of(table["adverbs"]["words"].split())
    means = lexicon_of(table["means"]["words"].split())
    return Verbs(
        group=group,
        governing=governing,
        nominal=frozenset(table["embedded"]["nominal"].split()),
        complement=frozenset(table["complement"]["words"].split()),
        adverbs=adverbs,
        both=frozenset(table["adverbs"]["both"].split()),
        means=means,
        advantage=tuple(table["means"]["advantage"].split()),
        light=frozenset(table["embedded"]["light"].split()),
        compound={verb: tuple(nouns.split()) for verb, nouns in table["compound"].items()},
        outcome=frozenset(judging["outcome"]),
        empty=frozenset(judging["empty"]),
        weak=frozenset(judging["weak"]),
        solving=frozenset(judging["solving"]),
        drives=frozenset(judging["drives"]),
        condition=tuple(judging["condition"]),
        embedded=pattern_of(table["embedded"]["words"].split() + table["embedded"]["light"].split()),
        disposal=pattern_of(table["disposal"]["words"].split()),
        background=pattern_of(table["headings"]["background"].split()),
        private=frozenset(table["headings"]["private"].split()),
        tale=pattern_of(table["reported"]["sentence"].split()),
        done=pattern_of(table["reported"]["clause"].split()),
        promise=pattern_of(table["reported"]["promise"].split()),
        openings=frozenset(adverbs.openings | governing.openings | means.openings),
    )
