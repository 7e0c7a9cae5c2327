"""`docs/vocabulary.md` defines every word that the code uses towards people, and no word that it does not use."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import yuheng.model
from yuheng.cli import main
from yuheng.model import Claim, Figure

HOUSE = Path(__file__).resolve().parents[2]
SOURCE = HOUSE / "src/yuheng"
VOCABULARY = (HOUSE / "docs/vocabulary.md").read_text("utf-8")
CODE = re.compile(r"[a-z]+(?:-[a-z]+)+")


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


def strings_in(path: Path) -> set[str]:
    """Every string of a module that is not a docstring."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    }


def issue_codes() -> set[str]:
    """Codes written where issues are made, and the hyphenated words of modules that make issues from a variable."""
    codes = set()
    for path, call in calls_to("Issue"):
        code = call.args[0] if call.args else next((k.value for k in call.keywords if k.arg == "code"), None)
        if isinstance(code, ast.Constant) and isinstance(code.value, str):
            codes.add(code.value)
        else:
            codes |= {word for word in strings_in(path) if CODE.fullmatch(word)}
    return codes


def test_every_issue_code_of_the_source_is_defined_and_no_other() -> None:
    assert first_cells("Issue codes 问题") == issue_codes()


def kinds_of(base: type[Claim]) -> Iterator[type[Claim]]:
    for kind in base.__subclasses__():
        if kind is Figure:
            yield from kinds_of(Figure)
        else:
            yield kind


def test_every_kind_of_claim_is_defined() -> None:
    assert first_cells("Claims 断言") == {kind.__name__ for kind in kinds_of(Claim)}


@pytest.mark.parametrize("noun", sorted(name for name in yuheng.model.__all__ if name[0].isupper()))
def test_every_noun_of_the_model_is_defined(noun: str) -> None:
    assert f"`{noun}`" in VOCABULARY


def test_every_command_is_in_the_tutorial() -> None:
    tutorial = (HOUSE / "docs/tutorial.md").read_text("utf-8")
    assert isinstance(main, click.Group)

    assert [name for name in main.commands if f"yuheng {name}" not in tutorial] == []


def test_a_written_down_decision_is_numbered_dated_and_says_why() -> None:
    decisions = sorted((HOUSE / "docs/decisions").glob("*.md"))

    assert [path.name[:4] for path in decisions] == [f"{number:04}" for number in range(len(decisions))]
    for path in decisions:
        text = path.read_text("utf-8")
        assert [head for head in ("## Context", "## Decision", "## Consequences") if head not in text] == []
