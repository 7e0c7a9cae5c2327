"""What is passed over without being read holds nothing: the quick look never contradicts the grammar."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuheng.extract import amounts, claims_in, commitment_words, comparators, phrases, siting_clauses, tasks
from yuheng.extract.advice import advice_in
from yuheng.extract.agreement_words import COOPERATE, MADE, SIGNED, TOGETHER, TYING, WORK
from yuheng.extract.tasks import tasks_in
from yuheng.model import Task
from yuheng.read import read_file
from yuheng.text import furniture
from yuheng.text.documents import document_from
from yuheng.text.names_regions import region_pairs_in
from yuheng.vocab.parties import regions
from yuheng.vocab.verbs import verbs

SAMPLES = Path(__file__).parents[3] / "samples"
_GUARD = re.compile(r"\A\(\?=\[(?:[^\]\\]|\\.)*\]\)")


def like(pattern: str) -> st.SearchStrategy[str]:
    """Strings that a pattern matches."""
    return st.from_regex(re.compile(pattern), fullmatch=True, alphabet=st.characters(codec="gb18030"))


def unguarded(pattern: re.Pattern[str]) -> str:
    """A pattern without the quick look at its first character."""
    bare, cuts = _GUARD.subn("", pattern.pattern)
    assert cuts == 1
    return bare


@settings(max_examples=300)
@given(st.data())
@pytest.mark.parametrize("pattern", [commitment_words.BODY_END, commitment_words.MODAL_INSIDE], ids=["body", "modal"])
def test_a_pattern_finds_the_same_with_its_quick_look_and_without(
    pattern: re.Pattern[str], data: st.DataObject
) -> None:
    bare = re.compile(unguarded(pattern))
    text = data.draw(like(bare.pattern))

    assert [match.span() for match in pattern.finditer(text)] == [match.span() for match in bare.finditer(text)]


@settings(max_examples=1000)
@given(st.data())
def test_every_token_is_found_by_its_first_two_characters(data: st.DataObject) -> None:
    bare = re.compile(amounts._SCAN.pattern.replace(amounts._SIGNS, ""))
    text = data.draw(like(unguarded(bare)))

    assert [match.span() for match in amounts._SCAN.finditer(text)] == [match.span() for match in bare.finditer(text)]


QUICK_LOOKS: dict[str, tuple[str, Callable[[str], object]]] = {
    "lead": (commitment_words.LEAD.pattern, commitment_words.MAY_LEAD.match),
    "noun after": (commitment_words.NOUN_AFTER.pattern, lambda words: words[0] in commitment_words.NOUN_SIGNS),
    "weighty": (commitment_words.WEIGHTY.pattern, lambda words: words.endswith(commitment_words.WEIGHTY_ENDS)),
    "itself": (commitment_words.ITSELF.pattern, lambda words: words[0] in commitment_words.ITSELF_HEADS),
    "fact": (commitment_words.FACT.pattern, commitment_words.MAY_STATE.search),
    "rate": (commitment_words.RATE.pattern, commitment_words.MAY_STATE.search),
    "effect": (tasks._EFFECT.pattern, lambda words: words[0] in tasks._EFFECT_HEADS),
    "before": (comparators._BEFORE.pattern, comparators._MAY_COMPARE.search),
    "after": (comparators._AFTER.pattern, lambda words: words[0] in comparators._AFTER_HEADS or words[0].isspace()),
    "growth": (phrases._GROWTH_TAIL.pattern, lambda words: words[-1] in phrases._GROWTH_ENDS),
    "trailing": (phrases._TRAILING.pattern, lambda words: len(words) <= phrases.LONGEST_TRAILING),
    "joined": (phrases._JOINED_TAIL.pattern, lambda words: words[-1] in phrases._JOINED_ENDS),
    "feature": ("[一-龥]{1,6}[山湖岛谷河峡溪沟岭湾泉][、等]", siting_clauses._FEATURE_ENDS.search),
    "contents": (furniture._LEADER.pattern, furniture.is_contents),
}


@settings(max_examples=200)
@given(st.data())
@pytest.mark.parametrize("name", QUICK_LOOKS)
def test_what_a_quick_look_lets_pass_is_all_that_the_pattern_finds(name: str, data: st.DataObject) -> None:
    pattern, shows = QUICK_LOOKS[name]
    words = data.draw(like(pattern.replace(r"\Z", "").replace("$", ""))).strip("\n")

    assert not re.search(pattern, words) or shows(words)


@settings(max_examples=300)
@given(like(f"(?:{SIGNED})|(?:{MADE})|(?:{TOGETHER})|(?:{WORK})|(?:{COOPERATE})"))
def test_every_word_that_ties_shows_a_clause_worth_reading(words: str) -> None:
    assert TYING.search(words + "协议") is not None


def test_every_modal_and_every_opening_is_seen_by_the_quick_look() -> None:
    grammar = verbs()
    words = {
        word
        for lexicon in (grammar.governing, grammar.adverbs, grammar.means)
        for word in (*lexicon.single, *(word for words in lexicon.starting.values() for word in words))
    }

    assert [word for word in words if word[:2] not in grammar.openings] == []
    assert [
        word for word in commitment_words.MODAL_WORDS.split("|") if not commitment_words.MODAL_SIGN.search(word)
    ] == []


def test_every_pair_of_regions_in_the_vocabulary_is_found() -> None:
    blocs = regions().blocs
    assert [word for word in regions().pairs if word not in blocs and not region_pairs_in(f"{word}合作")] == []


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_a_task_is_the_same_whether_advice_was_read_before_it_or_not(path: Path) -> None:
    snapshot, reading, *_ = read_file(path)
    document = document_from(snapshot, reading)

    tasks, issues = tasks_in(document)

    assert tasks_in(document, advice=advice_in(document)[0]) == (tasks, issues)
    assert {claim.id for claim in claims_in(document)[0] if isinstance(claim, Task)} == {task.id for task in tasks}
