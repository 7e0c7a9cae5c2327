"""Whom a cell names as responsible: several offices in one cell, short names and long ones, and words that name nobody.

A ledger is typed by people: 市卫健委 is 市卫生健康委, “市经信委、市财政局” are two offices, 不清楚 is none. Read
otherwise the question goes to an office that does not exist, or one office's answer into another's row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from yuheng.resolve.official_names import body_of
from yuheng.text.names import parties_in
from yuheng.vocab.parties import endings

_BETWEEN: Final = re.compile(r"[、；;，,/\n\r]+")
_ROLE: Final = re.compile(r"[（(][^（）()]{0,12}[）)]|^(?:牵头|责任|配合)(?:单位|部门)?[：:]|(?:牵头|负责|配合)$")
_NOBODY: Final = ("person", "generic")


def owners_written(words: str) -> tuple[str, ...]:
    """The names in a cell, each once, without what is said of their part.

    >>> owners_written("市经信委（牵头）、市财政局；市经信委")
    ('市经信委', '市财政局')
    """
    names = (re.sub(r"\s+", "", _ROLE.sub("", each.strip())) for each in _BETWEEN.split(words))
    return tuple(dict.fromkeys(name for name in names if name))


def is_office(name: str) -> bool:
    """Whether a name is that of an organisation, as far as its form tells.

    >>> is_office("市经信委"), is_office("岚江文旅集团"), is_office("不清楚")
    (True, True, False)
    """
    if body_of(name) is not None:
        return True
    if any(each.name == name and each.kind not in _NOBODY for each in parties_in(name)):
        return True
    return any(name.endswith(each.text) and len(name) > len(each.text) + 1 for each in endings())


def same_office(left: str, right: str) -> bool:
    """Whether two names are one office: the same department, and neither says another place.

    >>> same_office("市卫健委", "岚江市卫生健康委"), same_office("区卫健委", "市卫生健康委")
    (True, False)
    """
    if left == right:
        return True
    one, other = body_of(left), body_of(right)
    if one is None or other is None or one[1] != other[1]:
        return False
    return bool(one[0]) == bool(other[0]) and (one[0].endswith(other[0]) or other[0].endswith(one[0]))


def as_known(name: str, known: Iterable[str]) -> str:
    """The one known name that a name is another spelling of; the name itself where none or several are."""
    found = {each for each in known if same_office(name, each)}
    return name if name in found or len(found) != 1 else found.pop()
