"""The numbers of items: an item that is handed in again keeps its own, and no number is given twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from yuheng.exchange.items import Item
from yuheng.exchange.registration import Registration
from yuheng.extract.trade_columns import Side
from yuheng.text.letters import folded

_LETTERS: Final[dict[Side, str]] = {"offer": "G", "need": "X"}


def keep_numbers(before: Registration, now: Registration) -> None:
    """Give the items of a new reading the numbers that they had; those that are new get numbers never given before.

    Matches, and everything that people have noted, name items by their numbers: counting the rows anew after one more
    row would hand one firm's match to another firm's item.
    """
    numbers = dict(before.numbers)
    for item in before.items:
        numbers[item.side] = max(numbers.get(item.side, 0), int(item.id[1:]))
    now.items = [
        replace(item, id=next_id(item.side, numbers) if same is None else same.id)
        for item, same in paired(before.items, now.items)
    ]
    now.numbers = numbers


def next_id(side: Side, numbers: dict[str, int]) -> str:
    """The next free number of a side, which is taken by this.

    >>> next_id("offer", {"offer": 7})
    'G0008'
    """
    numbers[side] = numbers.get(side, 0) + 1
    return f"{_LETTERS[side]}{numbers[side]:04}"


def paired(old: Sequence[Item], new: Sequence[Item]) -> list[tuple[Item, Item | None]]:
    """Each new item with the old one that it is: of the same firm, side and name; no old one twice.

    Those of the same specification are found first.
    """
    found: dict[int, Item] = {}
    taken: set[str] = set()
    for exact in (True, False):
        free: dict[tuple[str, ...], list[Item]] = {}
        for item in old:
            if item.id not in taken:
                free.setdefault(_key(item, exact=exact), []).append(item)
        for at, item in enumerate(new):
            same = None if at in found else free.get(_key(item, exact=exact))
            if same:
                found[at] = same.pop(0)
                taken.add(found[at].id)
    return [(item, found.get(at)) for at, item in enumerate(new)]


def _key(item: Item, *, exact: bool) -> tuple[str, ...]:
    named = (item.firm, item.side, folded(item.name))
    return (*named, folded(item.specification)) if exact else named
