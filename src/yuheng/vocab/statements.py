"""The words around a number that say how it is stated, as regular expressions."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def _table() -> dict[str, list[str]]:
    return tomllib.loads(files(__package__).joinpath("statements.toml").read_text("utf-8"))


@cache
def words(name: str) -> tuple[str, ...]:
    """One list of `statements.toml`, in its order."""
    return tuple(_table()[name])


@cache
def alternatives(name: str, patterns: str = "") -> str:
    """A regular expression (one group that captures nothing) for a list of words, longest first, and its patterns."""
    literal = sorted(map(re.escape, words(name)), key=len, reverse=True)
    return "(?:" + "|".join([*(words(patterns) if patterns else ()), *literal]) + ")"
