"""What people write above the columns of lists of offers and needs, and which words tell the two apart; by data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class SideWords:
    """What tells offers from needs, by "offer" and "need".

    Attributes:
        titles: in a column's title.
        cells: how a cell begins that says which of the two a row is.
        lists: in a caption, a heading or a file's name.
    """

    titles: Mapping[str, tuple[str, ...]]
    cells: Mapping[str, tuple[str, ...]]
    lists: Mapping[str, tuple[str, ...]]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("columns.toml").read_text("utf-8"))


@cache
def column_words() -> dict[str, str]:
    """What stands above a column, and the field that it means: {"单位名称": "firm", …}."""
    return {word: field for field, words in _table()["columns"].items() for word in words.split()}


@cache
def side_words() -> SideWords:
    """What tells offers from needs."""
    parts = {
        part: {side: tuple(words.split()) for side, words in _table()["sides"][part].items()}
        for part in ("titles", "cells", "lists")
    }
    return SideWords(**parts)


@cache
def words_for(use: str) -> tuple[str, ...]:
    """The other words of the file, by what they are for.

    >>> "合计" in words_for("totals")
    True
    """
    return tuple(_table()["words"][use].split())
