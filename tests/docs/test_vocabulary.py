"""`docs/vocabulary.md` defines every word that the code uses towards people, and no word that it does not use."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import yuheng.model
from yuheng.cli.commands import command_tree
from yuheng.model import Claim, Figure, Trade

HOUSE = Path(__file__).resolve().parents[2]
SOURCE = HOUSE / "src/yuheng"
VOCABULARY = (HOUSE / "docs/vocabulary.md").read_text("utf-8")


def section(title: str) -> str:
    """The lines under one heading of the vocabulary."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", VOCABULARY, re.MULTILINE | re.DOTALL)
    assert found, f"docs/vocabulary.md has no section {title!r}"
    return found[1]


def first_cells(title: str) -> set[str]:
    return set(re.findall(r"^\| `([^`]+)`", section(title), re.MULTILINE))


def calls_to(name: str) -> Iterator[tuple[Path, ast.Call]]:
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == name:
                yield path, node


def cases_in(path: Path) -> set[str]:
    """Every string that a `match` of the module knows as a case."""
    tree = ast.parse(path.read_text("utf-8"))
    values = [node.value for node in ast.walk(tree) if isinstance(node, ast.MatchValue)]
    return {value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)}


def issue_codes() -> set[str]:
    """Codes as written where issues are made; f"page-{kind}" stands for each kind that the module tells apart."""
    codes = set()
    for path, call in calls_to("Issue"):
        code = call.args[0] if call.args else next(k.value for k in call.keywords if k.arg == "code")
        match code:
            case ast.Constant(value=str(word)):
                codes.add(word)
            case ast.JoinedStr(values=[ast.Constant(value=str(word)), ast.FormattedValue()]):
                codes |= {word + kind for kind in cases_in(path)}
            case _:
                pytest.fail(f"{path.name}:{call.lineno}: write the issue's code where the issue is made")
    return codes


def test_every_issue_code_of_the_source_is_defined_and_no_other() -> None:
    assert first_cells("Issue codes 问题") == issue_codes()


def test_every_issue_code_has_its_word_for_the_lists() -> None:
    from yuheng.office.words import ISSUE_WORDS

    assert set(ISSUE_WORDS) == issue_codes()
    assert len(set(ISSUE_WORDS.values())) == len(ISSUE_WORDS)


def test_every_kind_of_claim_is_defined() -> None:
    exported = [noun for noun in vars(yuheng.model).values() if isinstance(noun, type) and issubclass(noun, Claim)]

    assert first_cells("Claims 断言") == {kind.__name__ for kind in exported if kind not in (Claim, Figure, Trade)}


@pytest.mark.parametrize("noun", sorted(name for name in yuheng.model.__all__ if name[0].isupper()))
def test_every_noun_of_the_model_is_defined(noun: str) -> None:
    assert f"`{noun}`" in VOCABULARY


def test_every_command_is_in_the_tutorial() -> None:
    tutorial = (HOUSE / "docs/tutorial.md").read_text("utf-8")

    assert [name for name in command_tree("en").commands if f"yuheng {name}" not in tutorial] == []


def test_a_written_down_decision_is_numbered_dated_and_says_why() -> None:
    decisions = sorted((HOUSE / "docs/decisions").glob("*.md"))

    assert [path.name[:4] for path in decisions] == [f"{number:04}" for number in range(len(decisions))]
    for path in decisions:
        text = path.read_text("utf-8")
        assert [head for head in ("## Context", "## Decision", "## Consequences") if head not in text] == []
