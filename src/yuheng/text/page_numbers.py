"""Which lines of a wrapped text are nothing but the number of their page."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBER_LINE = re.compile(
    r"[-—–−·•\s]*\d{1,4}[-—–−·•\s]*$|第\s?\d{1,4}\s?页(?:[，,/\s]*共\s?\d{1,4}\s?页)?$|\d{1,4}\s?/\s?\d{1,4}$"
)
_DRESSED = re.compile(r"([-—–−·•])\s*\d{1,4}\s*\1$|第\s?\d{1,4}\s?页")


def page_numbers_in(bodies: Sequence[str], breaks: Sequence[int]) -> set[int]:
    """The lines that are numbers alone beside a page break, or in a page number's dress.

    In a page that ends in a table the number may stand a few lines up; there it is taken only if it continues the
    count of the pages before.

    Args:
        bodies: the lines that print something, without blanks at their ends.
        breaks: the lines that begin a page.

    >>> sorted(page_numbers_in(["— 1 —", "产值80亿元", "7"], []))
    [0]
    """
    cut = {number for number, body in enumerate(bodies) if len(body) < 16 and _DRESSED.match(body)}
    expected = 0
    for at in breaks:
        near = [n for n in range(max(at - 5, 0), at) if len(bodies[n]) < 16 and _NUMBER_LINE.match(bodies[n])]
        chosen = [n for n in near if _digits(bodies[n]) == expected] or [n for n in near if n == at - 1]
        if not chosen and at < len(bodies) and bodies[at].isdecimal() and len(bodies[at]) < 5:
            chosen = [at]
        if chosen:
            cut.add(chosen[-1])
            expected = _digits(bodies[chosen[-1]]) + 1
    return cut


def _digits(body: str) -> int:
    return int(re.search(r"\d+", body)[0])  # type: ignore[index]  # only called where a number was matched
