"""Running heads and page numbers: what stands at the same height in the margin of several pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_ZONE: Final = 0.13
"""The share of the page's height, above and below, in which heads and feet stand."""

_PAGE_NUMBER: Final = re.compile(
    r"\s*(?:[-—–－·~～.•]\s*)*(?:第\s*)?(?P<number>\d{1,4}|[ivxlcIVXLC]{1,7})(?:\s*页)?"
    r"(?:\s*[/／，,]?\s*(?:共\s*)?\d{1,4}\s*页?)?(?:\s*[-—–－·~～.•])*\s*"
)
_DECORATED: Final = re.compile(r"\s*(?:[-—–－·~～•].*[-—–－·~～•]|第.*页.*|.*[/／].*)\s*")


@dataclass(frozen=True, slots=True)
class MarginLine:
    """A line in a page's margin: its page, its height as a share of the page's, and its place in the reading."""

    page: int
    height: float
    text: str
    start: int
    end: int


def is_in_margin(bottom: float, top: float, height: float) -> bool:
    """Whether a line's middle lies where heads and feet stand."""
    middle = (bottom + top) / 2
    return not _ZONE * height < middle < (1 - _ZONE) * height


def furniture_in(lines: Sequence[MarginLine], pages: int) -> list[MarginLine]:
    """Those margin lines that are running heads or page numbers.

    A running head stands at one height on at least three pages, or on all of a short document, with the same words
    (figures apart). A page number rises with its page; a lone one is one only if it is set off, as in “— 3 —”.
    """
    repeated: dict[tuple[str, int], list[MarginLine]] = defaultdict(list)
    shifts: dict[int, set[int]] = defaultdict(set)
    for line in lines:
        repeated[_pattern(line.text), round(line.height * 50)].append(line)
        shift = _shift(line)
        if shift is not None:
            shifts[shift].add(line.page)
    found: list[MarginLine] = []
    for line in lines:
        alike = {twin.page for near in (-1, 0, 1) for twin in repeated.get(_near(line, near), ())}
        head = len(alike) >= 3 or (len(alike) == pages and pages >= 2)
        shift = _shift(line)
        number = shift is not None and len(shifts[shift]) >= 2
        if _PAGE_NUMBER.fullmatch(line.text):
            if number or _DECORATED.fullmatch(line.text) or (head and shift is None):
                found.append(line)
        elif head:
            found.append(line)
    return found


def _near(line: MarginLine, step: int) -> tuple[str, int]:
    return _pattern(line.text), round(line.height * 50) + step


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s", "", text))


def _shift(line: MarginLine) -> int | None:
    """What a page number adds to the count of pages; None for another text."""
    matched = _PAGE_NUMBER.fullmatch(line.text)
    if matched is None or not matched["number"].isdecimal():
        return None
    return int(matched["number"]) - line.page
