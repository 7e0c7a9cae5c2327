"""Tables without vertical rulings: rows whose pieces stand above one another with white gutters between.

Statistics are often printed between three horizontal lines. Read as plain lines, “床位 6.5 7.0” loses which year each
figure is of; the gutters tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from yuheng.read.pdf.lines import Segment

_ROWS: Final = 3
_COLUMNS: Final = 3
_GUTTER: Final = 6.0
"""Points of white between two columns at least."""

_FIGURE: Final = re.compile(r"[\d.,，%％±~～—－\-<>≤≥＜＞+/()（）*#]+")


@dataclass(frozen=True, slots=True)
class Aligned:
    """A table among the rows of a band: rows `first` up to `last`, and the left edge of each column."""

    first: int
    last: int
    columns: tuple[float, ...]

    def column(self, segment: Segment) -> int:
        """The column that a segment stands in, from 0."""
        return max((at for at, left in enumerate(self.columns) if left <= segment.left + 1.0), default=0)


def aligned_in(rows: Sequence[Sequence[Segment]]) -> list[Aligned]:
    """Find stretches of at least three rows of at least three columns, most of whose later cells are figures."""
    found: list[Aligned] = []
    first = 0
    while first < len(rows):
        last = first
        while last < len(rows) and len(rows[last]) >= _COLUMNS:
            last += 1
        if last - first >= _ROWS:
            table = _table(rows, first, last)
            if table is not None:
                found.append(table)
        first = max(last, first + 1)
    return found


def _table(rows: Sequence[Sequence[Segment]], first: int, last: int) -> Aligned | None:
    spans: list[tuple[float, float]] = []
    for segment in sorted((s for row in rows[first:last] for s in row), key=lambda s: s.left):
        if spans and segment.left < spans[-1][1] + _GUTTER:
            spans[-1] = (spans[-1][0], max(spans[-1][1], segment.right))
        else:
            spans.append((segment.left, segment.right))
    later = [segment.text for row in rows[first:last] for segment in row[1:]]
    figures = sum(1 for text in later if _FIGURE.fullmatch(text.strip()))
    if len(spans) < _COLUMNS or figures < 0.5 * len(later) or _is_contents(rows[first:last]):
        return None
    columns = tuple(left for left, _ in spans)
    head = first - 1
    if head >= 0 and len(rows[head]) >= 2 and all(_fits(segment, spans) for segment in rows[head]):
        first = head
    return Aligned(first, last, columns)


def _is_contents(rows: Sequence[Sequence[Segment]]) -> bool:
    """Whether the rows end in page numbers: whole, rising, and the only figures."""
    ends = [row[-1].text.strip() for row in rows]
    if not all(end.isdecimal() for end in ends):
        return False
    pages = [int(end) for end in ends]
    others = (segment.text.strip() for row in rows for segment in row[1:-1])
    return pages == sorted(pages) and not any(_FIGURE.fullmatch(other) for other in others)


def _fits(segment: Segment, spans: Sequence[tuple[float, float]]) -> bool:
    """Whether a segment of the row above reaches into one column only."""
    return sum(1 for left, right in spans if segment.left < right and segment.right > left) == 1
