"""Characters to segments and rows: what stands on one baseline without a wide gap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from yuheng.read.pdf.glyphs import Box, Glyph

_LATIN: Final = re.compile(r"[0-9A-Za-z.,;:%)\]]")


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters on one baseline with no gap of more than a few spaces; never across a column's edge."""

    glyphs: tuple[Glyph, ...]
    left: float
    bottom: float
    right: float
    top: float
    base: float

    @property
    def size(self) -> float:
        """Height of its line."""
        return self.top - self.bottom

    @property
    def text(self) -> str:
        """Its characters, with a space where Latin words stand apart."""
        return "".join(char for char, _ in self.characters())

    def characters(self) -> Iterable[tuple[str, Glyph]]:
        """Each character with the glyph it lies at; a space put in lies at the glyph before it."""
        previous: Glyph | None = None
        for glyph in self.glyphs:
            if previous is not None and _is_word_gap(previous, glyph):
                yield " ", previous
            yield glyph.char, glyph
            previous = glyph


def segments_in(glyphs: Sequence[Glyph], gap: float = 1.4) -> list[Segment]:
    """Join characters to segments, in reading order of one column: top to bottom, left to right.

    `gap` is the widest space inside a segment, in heights of its characters.
    """
    return [
        segment_of(part)
        for row in _rows(glyphs)
        for part in _parts(_without_doubles(sorted(row, key=lambda g: g.left)), gap)
    ]


def segment_of(glyphs: Sequence[Glyph]) -> Segment:
    """One segment of characters that stand on one baseline, in order."""
    return Segment(
        tuple(glyphs),
        min(g.left for g in glyphs),
        min(g.bottom for g in glyphs),
        max(g.right for g in glyphs),
        max(g.top for g in glyphs),
        median(g.base for g in glyphs),
    )


def rows_of(segments: Iterable[Segment]) -> list[list[Segment]]:
    """Group segments that stand side by side, top row first, each row from left to right."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: -s.base):
        if rows and abs(rows[-1][0].base - segment.base) <= 0.35 * min(rows[-1][0].size, segment.size):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    for row in rows:
        row.sort(key=lambda s: s.left)
    return rows


def boxes_of(segment: Segment) -> Iterable[tuple[str, Box]]:
    """Cut a segment into stretches of evenly wide characters, each with its box.

    A box is later cut by counting characters, and a digit is half as wide as a Chinese character: one box for the
    whole line would point beside the number.
    """
    text: list[str] = []
    place: list[Glyph] = []
    for char, glyph in segment.characters():
        if text and not _is_even(place, glyph):
            yield "".join(text), _box(place)
            text, place = [], []
        text.append(char)
        place.append(glyph)
    if text:
        yield "".join(text), _box(place)


def _is_even(place: list[Glyph], glyph: Glyph) -> bool:
    """Whether a character, after these, stands where counting from the first one would put it."""
    step = place[0].right - place[0].left
    slack = 0.25 * max(glyph.size, 1.0)
    return (
        abs(place[0].left + step * len(place) - glyph.left) <= slack
        and abs(glyph.right - glyph.left - step) <= 0.5 * slack
    )


def _box(glyphs: list[Glyph]) -> Box:
    return (
        min(g.left for g in glyphs),
        min(g.bottom for g in glyphs),
        max(g.right for g in glyphs),
        max(g.top for g in glyphs),
    )


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Characters by baseline, top row first; a raised or lowered index stays in the row it belongs to."""
    rows: list[list[Glyph]] = []
    base = size = 0.0
    for glyph in sorted(glyphs, key=lambda g: -g.base):
        if rows and base - glyph.base <= 0.35 * max(min(size, glyph.size), 1.0):
            rows[-1].append(glyph)
            if glyph.size > 1.3 * size:
                base, size = glyph.base, glyph.size
        else:
            rows.append([glyph])
            base, size = glyph.base, glyph.size
    return _with_indices(rows)


def _with_indices(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """Put rows of raised or lowered small characters (m², CO₂) into the row that they touch."""
    for i, row in enumerate(rows):
        if len(row) > 12:
            continue
        for other in (*rows[i + 1 : i + 2], *rows[max(i - 1, 0) : i]):
            if other and all(_is_index(glyph, other) for glyph in row):
                other += row
                row.clear()
                break
    return [row for row in rows if row]


def _is_index(glyph: Glyph, row: Sequence[Glyph]) -> bool:
    """Whether a character is no larger than those of a row and stands just behind one of them, half beside it."""
    return any(
        glyph.size < 1.05 * host.size
        and -0.1 * host.size <= glyph.left - host.right <= 1.2 * glyph.size
        and min(glyph.top, host.top) - max(glyph.bottom, host.bottom) >= 0.3 * glyph.size
        for host in row
    )


def _parts(row: list[Glyph], gap: float) -> Iterable[list[Glyph]]:
    part: list[Glyph] = []
    for glyph in row:
        if part and glyph.left - part[-1].right > gap * max(glyph.size, part[-1].size):
            yield part
            part = []
        part.append(glyph)
    if part:
        yield part


def _without_doubles(row: list[Glyph]) -> list[Glyph]:
    """Drop a character drawn twice in one place: how some producers print bold or shadow."""
    kept: list[Glyph] = []
    for glyph in row:
        near = (g for g in reversed(kept[-3:]) if g.char == glyph.char)
        twin = next(near, None)
        if twin is None or abs(twin.left - glyph.left) > 0.3 * max(glyph.right - glyph.left, 0.5):
            kept.append(glyph)
    return kept


def _is_word_gap(before: Glyph, after: Glyph) -> bool:
    gap = after.left - before.right
    if gap > 0.9 * after.size:
        return True
    return gap > 0.15 * after.size and bool(_LATIN.match(before.char)) and bool(re.match(r"[0-9A-Za-z(\[]", after.char))
