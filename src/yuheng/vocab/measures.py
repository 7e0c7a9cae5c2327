"""The forms of support that policies grant, and the words that show them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Forms:
    """Attributes: `form_of` names the form of every trigger; `trigger` and `grant` are the patterns that find them."""

    form_of: dict[str, str]
    trigger: re.Pattern[str]
    grant: re.Pattern[str]


@cache
def forms_of_support() -> Forms:
    """The lists of `measures.toml`, ready to be used; read once."""
    table = tomllib.loads(files(__package__).joinpath("measures.toml").read_text("utf-8"))
    form_of = {word: form for form, words in table["forms"].items() for word in words.split()}
    return Forms(form_of, _any(form_of), _any(table["grants"].split()))


def _any(words: dict[str, str] | list[str]) -> re.Pattern[str]:
    """One of many words, the longest first; those that begin alike stand together, which `re` tells apart sooner."""
    heads: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        heads.setdefault(word[0], []).append(re.escape(word[1:]))
    return re.compile("|".join(f"{re.escape(head)}(?:{'|'.join(rests)})" for head, rests in heads.items()))
