"""Words that are no proper names: `common.txt` and `proper.toml` (see NOTICE.md for the source)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from yuheng.vocab.sites import site_words


@dataclass(frozen=True, slots=True)
class CommonWords:
    """What a name of a class is made of.

    Attributes:
        words: words of two characters and more, the heads and industries of sites among them.
        joints: single characters that join or rank words.
        longest: the characters of the longest word.
    """

    words: frozenset[str]
    joints: frozenset[str]
    longest: int


@cache
def common_words() -> CommonWords:
    """Load both lists once."""
    folder = files(__package__)
    table = tomllib.loads(folder.joinpath("proper.toml").read_text("utf-8"))
    listed = folder.joinpath("common.txt").read_text("utf-8").split()
    words = {*listed, *table["class_words"], *site_words().head_words} - set(table["names"])
    return CommonWords(frozenset(words), frozenset(table["joints"]), max(map(len, words)))
