"""The characters of a PDF page with their places, upright.

A page can be turned (/Rotate), cropped, or hold a table that lies on its side: layout works in a frame where text runs
left to right, and boxes are given back as the page is displayed, because that is where someone will look.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from yuheng.read.limits import MAX_CHARACTERS

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in PDF points."""

_FAR: Final = 100_000.0
_HYPHENS: Final = {"\x02": "-", "\u00ad": "-", "\ufffe": "-"}


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's area in its own coordinates, seen after `turn` quarter turns clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def width(self) -> float:
        """Of the page as seen."""
        return self.right - self.left if self.turn % 2 == 0 else self.top - self.bottom

    @property
    def height(self) -> float:
        """Of the page as seen."""
        return self.top - self.bottom if self.turn % 2 == 0 else self.right - self.left

    def seen(self, box: Box) -> Box:
        """A box of the page's own coordinates, as seen in this frame."""
        a, b, c, d = box[0] - self.left, box[1] - self.bottom, box[2] - self.left, box[3] - self.bottom
        w, h = self.right - self.left, self.top - self.bottom
        match self.turn % 4:
            case 0:
                return a, b, c, d
            case 1:
                return b, w - c, d, w - a
            case 2:
                return w - c, h - d, w - a, h - b
            case _:
                return h - d, a, h - b, c

    def unseen(self, box: Box) -> Box:
        """The inverse of `seen`."""
        a, b, c, d = box
        w, h = self.right - self.left, self.top - self.bottom
        match self.turn % 4:
            case 0:
                own = (a, b, c, d)
            case 1:
                own = (w - d, a, w - b, c)
            case 2:
                own = (w - c, h - d, w - a, h - b)
            case _:
                own = (b, h - c, d, h - a)
        return own[0] + self.left, own[1] + self.bottom, own[2] + self.left, own[3] + self.bottom


@dataclass(slots=True)
class Glyph:
    """One character where it stands in a frame; `base` is its baseline and `size` the height of its font's box."""

    char: str
    left: float
    bottom: float
    right: float
    top: float
    base: float

    @property
    def size(self) -> float:
        """Height of the font's box, a little over the font size."""
        return self.top - self.bottom


def frame_of(page: Any, turn: int | None = None) -> Frame:
    """The frame in which a pypdfium2 page is displayed, or another turn of it."""
    left, bottom, right, top = page.get_cropbox()
    return Frame(left, bottom, right, top, page.get_rotation() // 90 if turn is None else turn)


@dataclass(frozen=True, slots=True)
class Layer:
    """The characters of a page that run in one direction, in the frame where it is left to right.

    `askew` ones run along neither edge: a watermark.
    """

    frame: Frame
    glyphs: tuple[Glyph, ...]
    askew: bool


def layers_on(page: Any) -> tuple[list[Layer], bool]:
    """The characters of a page, the commonest direction first, and whether there are more than are read of a page.

    Spaces are dropped: they are put back from the gaps, because producers set them at will.
    """
    import pypdfium2.raw as c

    textpage = page.get_textpage()
    count = max(c.FPDFText_CountChars(textpage), 0)
    x, y, rect = ctypes.c_double(), ctypes.c_double(), c.FS_RECTF()
    found: list[tuple[int, str, Box, Box]] = []
    for i in range(min(count, MAX_CHARACTERS)):
        char = _char(c.FPDFText_GetUnicode(textpage, i))
        if not char or c.FPDFText_IsGenerated(textpage, i) == 1:
            continue
        if not c.FPDFText_GetLooseCharBox(textpage, i, rect) or not c.FPDFText_GetCharOrigin(textpage, i, x, y):
            continue
        box = (rect.left, rect.bottom, rect.right, rect.top)
        # boxes of broken fonts may be anything, "not a number" included
        if not (-_FAR < box[0] <= box[2] < _FAR and -_FAR < box[1] <= box[3] < _FAR):
            continue
        turn = _quarter_turns(c.FPDFText_GetCharAngle(textpage, i))
        found.append((turn, char, box, (x.value, y.value, x.value, y.value)))
    textpage.close()
    turns = Counter(turn for turn, *_ in found)
    layers = []
    for turn in sorted(turns, key=lambda t: (t < 0, -turns[t])):
        frame = frame_of(page, None if turn < 0 else turn)
        glyphs = [Glyph(char, *frame.seen(box), frame.seen(origin)[1]) for at, char, box, origin in found if at == turn]
        layers.append(Layer(frame, tuple(glyphs), askew=turn < 0))
    return layers, count > MAX_CHARACTERS


@lru_cache(maxsize=30_000)
def _char(code: int) -> str:
    """A character to keep, or "" for spaces and what is none; compatibility radicals become the characters they show.

    Many Chinese PDFs map glyphs to the Kangxi radicals block (⼀ for 一), which no word list knows.
    """
    if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
        return ""
    char = chr(code)
    if char in _HYPHENS:
        return _HYPHENS[char]
    if char.isspace() or unicodedata.category(char) in {"Cc", "Cf", "Cn"}:
        return ""
    if "\u2e80" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff":
        plain = unicodedata.normalize("NFKC", char)
        return plain if len(plain) == 1 else char
    return char


def _quarter_turns(angle: float) -> int:
    """The clockwise quarter turns that set text of this angle (radians) upright, or -1 where none does."""
    if angle == 0.0:
        return 0
    turns = angle / (math.pi / 2)
    nearest = round(turns)
    return -nearest % 4 if abs(turns - nearest) < 0.06 else -1
