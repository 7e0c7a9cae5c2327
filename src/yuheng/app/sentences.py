"""What the program says at run time, in the reader's words.

The floors below speak Chinese and fill in names and numbers: "匹配318对", "“甲”第2时段同时有2场". gettext cannot look
such a sentence up. `locale/*/LC_MESSAGES/sentences.po` therefore holds it with its blanks, as it stands in the source,
and what the blanks held is put into the translation:

    msgid "“{firm}”第{n}时段同时有{n2}场"
    msgstr "“{firm}” has {n2} meetings at once in slot {n}"

A blank's name says what may stand in it: `n`, `n2` … a number; `w`, `w2` … words of the program, which are said in the
reader's language too; any other name whatever a person or a document wrote, which is handed on as it is. A quote is
thus never translated. `{n:pair|pairs}` writes a number with the noun that goes with it.

There is a list for Chinese readers too: what the terminal calls a command, a page calls by the page's act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from django.utils.translation import get_language, gettext, to_locale

from yuheng.vocab.english import english_of

LISTS: Final = Path(__file__).parents[1] / "web" / "locale"
_ENTRY: Final = re.compile(r'^msgid "(.+)"\nmsgstr "(.+)"$', re.MULTILINE)
_BLANK: Final = re.compile(r"\{(\w+)(?::[^}]*)?\}")
_NUMBER: Final = re.compile(r"[-+−]?\d[\d,.]*%?")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_SPACE: Final = " \u3000"
_STOPS: Final = (".", "!", "?")
_SENTENCE: Final = re.compile(rf"(?:“[^“”]*”|[^。\n])+。?[{_SPACE}]*|[。\n]")
_LISTED: Final = (("；", "; "), ("、", ", "))


@dataclass(frozen=True)
class Phrase:
    """A sentence with blanks: what stands around them, their names, and the same in another language."""

    literals: tuple[str, ...]
    blanks: tuple[str, ...]
    words: str

    @cached_property
    def own(self) -> int:
        """How many characters it says itself."""
        return sum(map(len, self.literals))

    @cached_property
    def longest(self) -> str:
        """What a text must hold to be tried at all."""
        return max(self.literals, key=len)


@dataclass(frozen=True, slots=True)
class Said:
    """Something in the reader's words, and how many characters of it a person or a document wrote."""

    words: str
    handed_on: int


class Counted(str):
    """A number in a sentence, with the noun that goes with it.

    >>> "{n:pair|pairs}, {n}".format(n=Counted("1")), f"{Counted('12'):pair|pairs}"
    ('1 pair, 1', '12 pairs')
    """

    __slots__ = ()

    def __format__(self, nouns: str) -> str:
        if not nouns:
            return str(self)
        one, many = nouns.split("|")
        return f"{self} {one if self == '1' else many}"


def translated(text: str) -> str:
    """A sentence of the program in the reader's words; what it does not know stays as it is.

    Of several sentences each is looked up by itself, so that one that is not known hides none of the others.
    """
    return _translated(get_language() or "", text) if _HAN.search(text) else text


def entries(language: str) -> Mapping[str, str]:
    """The sentences of a language with their blanks, as its list has them; none where it has no list."""
    path = LISTS / to_locale(language) / "LC_MESSAGES" / "sentences.po"
    if not path.is_file():
        return {}
    return {_unescaped(source): _unescaped(words) for source, words in _ENTRY.findall(path.read_text("utf-8"))}


def phrase_of(source: str, words: str) -> Phrase:
    """Take a sentence apart at its blanks."""
    return Phrase(tuple(_BLANK.split(source)[::2]), tuple(_BLANK.findall(source)), words)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda mark: "\n" if mark[1] == "n" else mark[1], text)


@lru_cache
def _phrases(language: str) -> Mapping[tuple[str, str], Sequence[Phrase]]:
    """By first and last character, so that few are tried on a text."""
    found: dict[tuple[str, str], list[Phrase]] = {}
    for source, words in entries(language).items():
        phrase = phrase_of(source, words)
        found.setdefault((phrase.literals[0][:1], phrase.literals[-1][-1:]), []).append(phrase)
    return found


@lru_cache(maxsize=8192)
def _translated(language: str, text: str) -> str:
    whole = _known(language, text)
    return _joined(_runs(language, text)) if whole is None else whole.words


@lru_cache(maxsize=8192)
def _known(language: str, text: str) -> Said | None:
    """The text in the reader's words, or None where not all of it is known.

    Of several ways to take it, the one that hands on the least: a blank must not swallow what is known itself.
    """
    if not _HAN.search(text):
        return Said(text, 0)
    word = gettext(text)
    if word != text:
        return Said(word, 0)
    ways = [*_listed_by_vocabulary(language, text), *_headed(language, text)]
    ways += [*_phrased(language, text), *_listed(language, text)]
    return min(ways, key=lambda way: way.handed_on, default=None)


def _listed_by_vocabulary(language: str, text: str) -> Iterator[Said]:
    """A class of the chain, a unit or an amount: what our tables print, not what somebody wrote."""
    word = english_of(text) if language.startswith("en") else None
    if word is not None:
        yield Said(word, 0)


def _headed(language: str, text: str) -> Iterator[Said]:
    """A word with a colon in front of what is known: 数据冲突：…"""
    head, colon, rest = text.partition("：")
    if colon and gettext(head) != head:
        after = _known(language, rest)
        if after is not None:
            yield Said(f"{gettext(head)}: {after.words}", after.handed_on)


def _phrased(language: str, text: str) -> Iterator[Said]:
    near = _phrases(language)
    ends = {(first, last) for first in (text[:1], "") for last in (text[-1:], "")}
    tried = [phrase for end in ends for phrase in near.get(end, ()) if phrase.longest in text]
    for phrase in sorted(tried, key=lambda each: -each.own):
        first, *others = phrase.literals
        held = _held(language, text[len(first) :], phrase.blanks, others) if text.startswith(first) else None
        if held is not None:
            words = {blank: each.words for blank, each in zip(phrase.blanks, held, strict=True)}
            yield Said(phrase.words.format(**words), sum(each.handed_on for each in held))


def _held(language: str, text: str, blanks: Sequence[str], literals: Sequence[str]) -> list[Said] | None:
    """What the blanks hold, in the reader's words, if the text is these literals with something before each."""
    if not blanks:
        return None if text else []
    for end in _places(text, literals[0], last=len(blanks) == 1):
        value = _worth(language, blanks[0], text[:end])
        if value is not None:
            rest = _held(language, text[end + len(literals[0]) :], blanks[1:], literals[1:])
            if rest is not None:
                return [value, *rest]
    return None


def _places(text: str, literal: str, *, last: bool) -> Iterator[int]:
    """Where a literal may stand; the last one ends the text."""
    if last:
        yield from [len(text) - len(literal)] if text.endswith(literal) else []
        return
    place = text.find(literal)
    while place >= 0:
        yield place
        place = text.find(literal, place + 1)


def _worth(language: str, blank: str, text: str) -> Said | None:
    """What stands in a blank as it is to be shown; None where it may not stand there."""
    match blank.rstrip("0123456789"):
        case "n":
            return Said(Counted(text), 0) if _NUMBER.fullmatch(text) else None
        case "w":
            return _known(language, text) if text else None
        case _:
            return Said(text, len(text)) if text else None


def _listed(language: str, text: str) -> Iterator[Said]:
    """Several sentences, or several words in a list, each of them known."""
    runs = _runs(language, text)
    if len(runs) > 1 and all(known is not None for _, known in runs):
        yield Said(_joined(runs), sum(known.handed_on for _, known in runs if known is not None))
    for mark, between in _LISTED:
        if mark in text:
            parts = [known for part in text.split(mark) if (known := _word_of_list(language, part)) is not None]
            if len(parts) == text.count(mark) + 1:
                yield Said(between.join(part.words for part in parts), sum(part.handed_on for part in parts))
            return


def _word_of_list(language: str, part: str) -> Said | None:
    """One of several things in a list; a class or an amount there may be somebody's own words: 都写有N95、口罩."""
    return None if any(_listed_by_vocabulary(language, part)) else _known(language, part)


def _runs(language: str, text: str) -> list[tuple[str, Said | None]]:
    """Sentence by sentence, several together where they are one entry; None where one is not known."""
    pieces = _SENTENCE.findall(text)
    runs: list[tuple[str, Said | None]] = []
    while pieces:
        tried = ((count, "".join(pieces[:count])) for count in range(len(pieces), 0, -1))
        found = ((count, run, _known(language, run.rstrip(_SPACE))) for count, run in tried if run != text)
        count, run, known = next((each for each in found if each[2] is not None), (1, pieces[0], None))
        runs.append((run, known))
        pieces = pieces[count:]
    return runs


def _joined(runs: Sequence[tuple[str, Said | None]]) -> str:
    """Sentences in a row: with the space that English wants between two, where Chinese has none."""
    said = ""
    for run, known in runs:
        space = run[len(run.rstrip(_SPACE)) :]
        said += run if known is None else known.words + (space or (" " if known.words[-1:] in _STOPS else ""))
    return said.rstrip(_SPACE)
