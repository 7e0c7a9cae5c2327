"""Reading order: columns are read one after the other, and what spans them splits the page into bands."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Final, Protocol, TypeVar

_GUTTER: Final = 4.0
"""Points that stay empty on either side of a gutter's middle."""

_LINES: Final = 4
"""Lines that a column has at least: fewer may be a table without rulings, which is read row by row."""


class Placed(Protocol):
    """Anything with a place on the page."""

    @property
    def left(self) -> float:
        """Points from the page's left edge."""

    @property
    def bottom(self) -> float:
        """Points from the page's lower edge."""

    @property
    def right(self) -> float:
        """Points from the page's left edge."""

    @property
    def top(self) -> float:
        """Points from the page's lower edge."""


P = TypeVar("P", bound=Placed)


def bands_in(items: Sequence[P]) -> list[list[P]]:
    """Group what is on a page into stretches to be read one after the other; inside each, rows go top to bottom."""
    gutter = _gutter(items)
    if gutter is None:
        return [list(items)] if items else []
    bands: list[list[P]] = []
    for band in _split_by_spanning(items, gutter):
        left = [item for item in band if item.right <= gutter]
        right = [item for item in band if item.left >= gutter]
        if len(left) + len(right) == len(band) and _are_columns(left, right):
            bands += bands_in(left) + bands_in(right)
        else:
            bands.append(band)
    return bands


def _gutter(items: Sequence[P]) -> float | None:
    """The place that divides the most lines into two columns, if any does; of several, what the fewest lines cross."""
    if len(items) < 2 * _LINES:
        return None
    rights = sorted({round(item.right / 3) for item in items})
    best, best_score = None, (0, 0)
    for step in rights[:-1]:
        gutter = step * 3 + 2 * _GUTTER
        left = [item for item in items if item.right + _GUTTER <= gutter]
        right = [item for item in items if item.left - _GUTTER >= gutter]
        score = min(len(left), len(right)), len(left) + len(right)
        if (
            score[0]
            and score > best_score
            and any(
                _are_columns([i for i in band if i.right <= gutter], [i for i in band if i.left >= gutter])
                for band in _split_by_spanning(items, gutter)
            )
        ):
            best, best_score = gutter, score
    return best


def _split_by_spanning(items: Sequence[P], gutter: float) -> list[list[P]]:
    """Cut at whatever crosses the gutter: runs of crossing and of not crossing, from the top."""
    bands: list[list[P]] = []
    crossing_before: bool | None = None
    for item in sorted(items, key=lambda i: -(i.bottom + i.top)):
        crossing = item.left < gutter < item.right
        if crossing != crossing_before:
            bands.append([])
            crossing_before = crossing
        bands[-1].append(item)
    return bands


def _are_columns(left: Sequence[P], right: Sequence[P]) -> bool:
    """Whether two sides are running text: several long lines each, side by side."""
    if len(left) < _LINES or len(right) < _LINES:
        return False
    upper = min(max(i.top for i in left), max(i.top for i in right))
    lower = max(min(i.bottom for i in left), min(i.bottom for i in right))
    return lower < upper and all(_is_prose(side) for side in (left, right))


def _is_prose(side: Sequence[P]) -> bool:
    """Whether most lines of a side are long and fill it, or it falls into columns whose lines do."""
    line = median(i.right - i.left for i in side)
    if line < 8 * median(i.top - i.bottom for i in side):
        return False
    width = max(i.right for i in side) - min(i.left for i in side)
    return line >= 0.7 * width or _gutter(side) is not None
