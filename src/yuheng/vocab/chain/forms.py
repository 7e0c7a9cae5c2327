"""The forms of exchange: orders, open platforms and instruments, technology, capacity; read from words, by data."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

UNSTATED: Final = "其他未写明"
"""How the form "" is printed: nothing says which one it is."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that a firm is asked about an item of a form.

    Attributes:
        field: the item's field that takes the answer.
        need, offer: what it is called on each side.
        example: an answer; empty where the field is a list to choose from.
    """

    field: str
    need: str
    offer: str
    example: str


@dataclass(frozen=True, slots=True)
class Form:
    """One form of exchange.

    Attributes:
        name: 产能.
        words: what says so.
        segments: segments of the chain that are traded in this form alone.
        fits: the forms of an offer that can answer a need of this form.
        example: the name of an item.
        asks: what a firm is asked for beside name, place, last day and conditions.
    """

    name: str
    words: tuple[str, ...]
    segments: tuple[str, ...]
    fits: frozenset[str]
    example: str
    asks: tuple[Ask, ...]


@cache
def forms() -> dict[str, Form]:
    """Every form by its name, in the order in which lists are grouped."""
    table = tomllib.loads(files(__package__).joinpath("forms.toml").read_text("utf-8"))["forms"]
    return {
        name: Form(
            name,
            tuple(entry["words"].split()),
            tuple(entry.get("segments", ())),
            frozenset(entry["fits"]),
            entry["example"],
            tuple(Ask(**each) for each in entry["asks"]),
        )
        for name, entry in table.items()
    }


def form_of(*texts: str, segment: str = "") -> str:
    """The form that the words speak of; empty where none does, or where they speak of several.

    The first text that names a form decides; one that names two leaves it open, and no later text is asked: 专利技术
    for 代工 is an offer that only its firm can explain. The segment decides where no text names a form.

    >>> form_of("冻干粉针空余产能"), form_of("专利技术找代工"), form_of("医用口罩")
    ('产能', '', '')
    >>> form_of("质谱", segment="研发.平台")
    '开放平台与仪器'
    """
    pattern, owner = _words()
    for text in texts:
        named = {owner[match[0]] for match in pattern.finditer(text.upper())}
        if named:
            return named.pop() if len(named) == 1 else ""
    return next((form.name for form in forms().values() if segment in form.segments), "")


def can_answer(need: str, offer: str) -> bool:
    """Whether an offer of one form can answer a need of another; an unstated form is shut out of nothing.

    >>> can_answer("订单", "产能"), can_answer("产能", "订单"), can_answer("", "技术转让")
    (True, False, True)
    """
    return not need or not offer or offer in forms()[need].fits


@cache
def _words() -> tuple[re.Pattern[str], dict[str, str]]:
    owner = {word.upper(): form.name for form in forms().values() for word in form.words}
    longest = sorted(owner, key=lambda word: (-len(word), word))
    # a Latin word must not be the middle of another one: OEM is no part of OEMS
    guarded = [rf"(?<![A-Z0-9]){re.escape(word)}(?![A-Z])" if word.isascii() else re.escape(word) for word in longest]
    return re.compile("|".join(guarded)), owner
