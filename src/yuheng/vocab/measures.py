"""The forms of support that policies grant, and the words that show them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from yuheng.vocab.patterns import any_of


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
    return re.compile(any_of(words))
