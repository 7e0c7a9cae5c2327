"""The sentences that the program makes at run time and a page may show, found in its source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Final

from yuheng import errors

SOURCE: Final = Path(errors.__file__).parent
ROOMS: Final = ("api", "app", "audit", "exchange", "extract", "ledger", "office", "read", "resolve", "vocab", "web")
HAN: Final = re.compile(r"[\u4e00-\u9fff]")

TOLD: Final = {"Issue"} | {
    name for name, each in vars(errors).items() if isinstance(each, type) and issubclass(each, errors.YuhengError)
}
"""What is called with words that people read: an issue, or an exception of ours."""

COMMANDS: Final = ("app/keeping.py", "ledger/chain.py", "ledger/checking.py", "ledger/copying.py", "ledger/engine.py")
"""Speak in the terminal alone: backup, verify, the database."""

PAPERS: Final = (
    *("app/event_print.py", "app/sources.py", "extract/*", "office/audit_*.py", "office/bulletin*.py"),
    *("office/charts.py", "office/dispatch.py", "office/event_agenda.py", "office/event_file.py"),
    *("office/ledger_book.py", "office/official_document.py", "office/party_sheets.py", "office/reader_page.py"),
    "office/sheets.py",
)
"""Write workbooks, letters and prints, which are Chinese whoever reads the page, or read documents: only what they
refuse, and the issues they find, are said on pages."""

SPEAKING: Final = ("audit/*", "exchange/*")
"""All that their functions say comes to a page, single words too."""

STOPS: Final = re.compile(r"[，。；：？（]")
SEARCHES: Final = {"compile", "endswith", "fullmatch", "match", "removeprefix", "removesuffix", "search", "startswith"}


@cache
def sentences() -> dict[str, str]:
    """Every sentence with {} for what is filled in, and the first place where it stands."""
    found: dict[str, str] = {}
    for room in ROOMS:
        for path in sorted((SOURCE / room).rglob("*.py")):
            name = path.relative_to(SOURCE).as_posix()
            if name not in COMMANDS:
                for line, words in sentences_in(ast.parse(path.read_text("utf-8")), name):
                    found.setdefault(words, f"{name}:{line}")
    return found


def sentences_in(tree: ast.Module, name: str) -> Iterator[tuple[int, str]]:
    """Line and words of what a module says: what is told, what is made of parts, what has the stops of a sentence."""
    nodes = list(ast.walk(tree))
    told = {id(each) for node in nodes if is_told(node) for each in ast.walk(node)}
    inside = {id(each) for node in nodes if isinstance(node, ast.FunctionDef) for each in ast.walk(node)}
    aside = {id(each) for node in nodes for each in unsaid(node)}
    speaks, writes = (any(fnmatch(name, each) for each in group) for group in (SPEAKING, PAPERS))
    for node in nodes:
        words = "" if id(node) in aside else with_blanks(node)
        if HAN.search(words):
            made = isinstance(node, ast.JoinedStr) or STOPS.search(words) is not None or speaks
            if id(node) in told or (made and id(node) in inside and not writes):
                yield getattr(node, "lineno", 0), words


def with_blanks(node: ast.AST) -> str:
    """A string as the source has it; two blanks beside each other are one."""
    match node:
        case ast.Constant(value=str() as words):
            return words
        case ast.JoinedStr(values=pieces):
            words = "".join(str(each.value) if isinstance(each, ast.Constant) else "{}" for each in pieces)
            return re.sub(r"(?:\{\})+", "{}", words)
        case _:
            return ""


def is_told(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in TOLD


def unsaid(node: ast.AST) -> Iterator[ast.AST]:
    """What is no sentence of its own: docstrings, pieces of others, what is compared or searched for, gettext's own."""
    match node:
        case ast.Expr(value=ast.Constant() as words):
            yield words
        case ast.JoinedStr(values=pieces):
            yield from (each for each in pieces if isinstance(each, ast.Constant))
        case ast.Compare() | ast.Call(func=ast.Name(id="_" | "gettext_noop")):
            yield from ast.walk(node)
        case ast.Call(func=ast.Attribute(attr=verb), args=args) if verb in {
            *SEARCHES,
            "lstrip",
            "rstrip",
            "strip",
            "sub",
        }:
            yield from (each for arg in args for each in ast.walk(arg))
        case _:
            return
