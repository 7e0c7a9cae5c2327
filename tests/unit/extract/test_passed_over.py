"""What is passed over without being read holds nothing: the quick look never contradicts the grammar."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuheng.extract import claims_in, commitment_words
from yuheng.extract.advice import advice_in
from yuheng.extract.agreement_words import COOPERATE, MADE, NOT_TIES, SIGNED, TOGETHER, TYING, WORK
from yuheng.extract.tasks import tasks_in
from yuheng.model import Task
from yuheng.read import read_file
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
@pytest.mark.parametrize(
    "pattern", [commitment_words.LEAD, commitment_words.BODY_END, commitment_words.MODAL_INSIDE, NOT_TIES]
)
def test_a_pattern_finds_the_same_with_its_quick_look_and_without(
    pattern: re.Pattern[str], data: st.DataObject
) -> None:
    bare = re.compile(unguarded(pattern))
    text = data.draw(like(bare.pattern))

    assert [match.span() for match in pattern.finditer(text)] == [match.span() for match in bare.finditer(text)]


@settings(max_examples=300)
@given(like(f"(?:{SIGNED})|(?:{MADE})|(?:{TOGETHER})|(?:{WORK})|(?:{COOPERATE})"))
def test_every_word_that_ties_shows_a_clause_worth_reading(words: str) -> None:
    assert TYING.search(words + "协议") is not None


def test_every_modal_and_every_opening_is_seen_by_the_quick_look() -> None:
    grammar = verbs()
    words = {*grammar.governing.words, *grammar.adverbs.words, *grammar.means.words}

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
