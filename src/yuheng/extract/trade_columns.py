"""What the columns of a list of offers and needs hold, by what stands above them; an event's intake reads the same way.

Documents are read without asking anybody; at an intake a person confirms the proposal first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, Literal

from yuheng.text.letters import folded
from yuheng.vocab.chain import segments_in
from yuheng.vocab.chain.columns import column_words, side_words

Side = Literal["offer", "need"]
SIDES: Final[tuple[Side, Side]] = ("offer", "need")
OF_A_SIDE: Final = ("specification", "quantity")
"""Columns that a list of both sides may have twice, once for each."""

_UNREAD: Final = "other"
"""What a column means that says nothing of an item: 需求编号, 采购方式."""
_NUMBERED: Final = re.compile(r"(?:^|(?<=[；;。\n]))\s*(?:[（(]?\d{1,2}(?:[、)）]|\.(?!\d))|[①-⑳])\s*")
_PARTS: Final = re.compile(r"[、；;，,\n|](?![^（(]*[）)])")
UNDER: Final = "›"
"""Between the title over several columns and that of one of them, where a head has two rows: 采购需求›数量."""

_SLASHED: Final = 3
"""Parts between slashes from which on a cell is a list, if three in four name a segment: N95/外科口罩/防护服."""


def columns_of(head: Sequence[str]) -> dict[int, str]:
    """Propose what each column of a head means; columns that no word fits are left out.

    The longest known word in a head decides, and of two columns that would mean the same the better one has it.

    >>> columns_of(["序号", "企业名称（全称）", "拟采购产品", "联系人电话"])
    {1: 'firm', 2: 'need', 3: 'phone'}
    >>> columns_of(["企业›名称", "可供产品›名称", "可供产品›规格", "采购需求›名称", "采购需求›规格"])
    {0: 'firm', 1: 'offer', 2: 'offer_specification', 3: 'need', 4: 'need_specification'}
    """
    words = _folded_words()
    fits: list[tuple[int, int, int, str]] = []
    for column, title in enumerate(head):
        plain = re.sub(r"[\s*：:]", "", folded(title))
        over, _, own_title = plain.rpartition(UNDER)
        bare = re.sub(r"[（(].*?[）)]", "", own_title) or own_title
        held = [word for word in words if word in bare]
        if not held:
            continue
        # of words of the same length the last one is what the head is about: 联系人电话 is a 电话
        best = max(held, key=lambda word: (word == bare, len(word), bare.rfind(word)))
        if not {"firm", "phone"} & {words[best]} and any(words[w] == "phone" for w in held):
            best = next(word for word in held if words[word] == "phone")
        meant = words[best]
        if meant == "name":
            of_firms = any(words[word] == "firm" for word in words if word in over)
            meant = _side_of_title(plain) or ("firm" if of_firms else "name")
        fits.append((best != bare, -len(best), column, meant))
    chosen: dict[int, str] = {}
    for _, _, column, meant in sorted(_by_side(fits, head)):
        if meant not in chosen.values() and meant != _UNREAD:
            chosen[column] = meant
    return dict(sorted(chosen.items()))


@cache
def _folded_words() -> dict[str, str]:
    return {folded(word): field for word, field in column_words().items()}


def side_of_cell(words: str) -> Side | None:
    """The side that a cell of a column 供需类型 names; None where it names none.

    >>> side_of_cell("需求"), side_of_cell("供"), side_of_cell("合作")
    ('need', 'offer', None)
    """
    return next((side for side in SIDES if words.strip().startswith(side_words().cells[side])), None)


def things_in(words: str) -> list[str]:
    """The items of a cell that lists several; a comma inside brackets parts nothing.

    >>> things_in("1、型式检验（EMC、安规）；2、注册检验"), things_in("N95口罩/护目镜/防护服"), things_in("台/套")
    (['型式检验（EMC、安规）', '注册检验'], ['N95口罩', '护目镜', '防护服'], ['台/套'])
    """
    parts = _PARTS.split(_NUMBERED.sub("\n", words))
    found = [each for part in parts for each in _between_slashes(part)]
    return [each for part in found if (each := part.strip(" 。等"))]


def own(row: Mapping[str, str], field: str, side: Side, *, alone: bool, first: bool) -> str:
    """A specification or quantity as far as it is certainly an item's own.

    A column of its side is, where the row has one item of this side. A column of no side is, where the other side has
    its own column and the row has one item of this side, or where the row has one item at all.

    Args:
        row: the row's words.
        field: "specification" or "quantity".
        side: the item's.
        alone: whether the row has no other item.
        first: whether the row has no other item of this side.
    """
    other = "need" if side == "offer" else "offer"
    if f"{side}_{field}" in row:
        return row[f"{side}_{field}"] if first else ""
    certain = first if f"{other}_{field}" in row else alone
    return row.get(field, "") if certain else ""


def _by_side(fits: list[tuple[int, int, int, str]], head: Sequence[str]) -> list[tuple[int, int, int, str]]:
    """Where a list has both sides, or two such columns, one whose title names a side is of that side's items."""
    counts = Counter(meant for *_, meant in fits)
    both = all(counts[side] for side in SIDES)
    parted = []
    for whole, length, column, meant in fits:
        side = _side_of_title(head[column]) if meant in OF_A_SIDE and (both or counts[meant] > 1) else None
        parted.append((whole, length, column, f"{side}_{meant}" if side else meant))
    return parted


def _side_of_title(title: str) -> Side | None:
    """What a column's title says when it speaks of one side's items only; a need where it says both."""
    return next((side for side in reversed(SIDES) if _titles()[side].search(title)), None)


@cache
def _titles() -> dict[Side, re.Pattern[str]]:
    return {side: re.compile("|".join(map(re.escape, side_words().titles[side]))) for side in SIDES}


def _between_slashes(part: str) -> list[str]:
    parts = part.split("/")
    known = sum(bool(segments_in(each)) for each in parts)
    return parts if len(parts) >= _SLASHED and 4 * known >= 3 * len(parts) else [part]
