"""Pages drawn once and used as page, picture and print: words, boxes and lines in points.

A page is SVG, which the extra `exchange` makes a picture of; `event_pdf` makes many pages a file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Any, Final
from unicodedata import east_asian_width

from yuheng.errors import Misuse

FONTS: Final = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, SimHei, sans-serif"
A4: Final = (595.0, 842.0)
A3: Final = (842.0, 1191.0)
INK: Final = "#1B2A30"
PALE: Final = "#E9F0F2"
LINE: Final = "#B9C6CA"
THIN: Final = 0.6


def width_of(text: str, size: float) -> float:
    """How wide words are, near enough: a Chinese character is as wide as high, a Latin one a little over half.

    Signs that a Chinese font draws as wide as a character (“ ” … ± ①) count as one: a line must not run out of its box.

    >>> width_of("口罩N95", 10), width_of("“①”", 10)
    (37.4, 30)
    """
    return sum(size if east_asian_width(char) in "WFA" else size * 0.58 for char in text)


def fitted(text: str, size: float, room: float) -> str:
    """Words cut to a room, with a sign where they were cut."""
    if width_of(text, size) <= room:
        return text
    while text and width_of(text + "…", size) > room:
        text = text[:-1]
    return text + "…"


@dataclass(frozen=True, slots=True)
class Words:
    """Words with their foot at y, from x on; with `end` up to x."""

    x: float
    y: float
    words: str
    size: float
    bold: bool
    ink: str
    end: bool

    @property
    def svg(self) -> str:
        """The words as an element."""
        weight = ' font-weight="700"' if self.bold else ""
        anchor = ' text-anchor="end"' if self.end else ""
        return (
            f'<text x="{self.x:.1f}" y="{self.y:.1f}" font-size="{self.size:g}" fill="{self.ink}"{weight}{anchor}>'
            f"{escape(self.words)}</text>"
        )


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `none` where it has no fill, or no line around it."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    line: str

    @property
    def svg(self) -> str:
        """The rectangle as an element."""
        return (
            f'<rect x="{self.x:.1f}" y="{self.y:.1f}" width="{self.width:.1f}" height="{self.height:.1f}" '
            f'fill="{self.fill}" stroke="{self.line}" stroke-width="{THIN}"/>'
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A thin line."""

    x1: float
    y1: float
    x2: float
    y2: float
    dashed: bool

    @property
    def svg(self) -> str:
        """The line as an element."""
        dash = ' stroke-dasharray="4 3"' if self.dashed else ""
        return (
            f'<line x1="{self.x1:.1f}" y1="{self.y1:.1f}" x2="{self.x2:.1f}" y2="{self.y2:.1f}" stroke="{LINE}" '
            f'stroke-width="{THIN}"{dash}/>'
        )


class Page:
    """One page in points, drawn from the top left."""

    def __init__(self, size: tuple[float, float]) -> None:
        self.width, self.height = size
        self.parts: list[Words | Box | Line] = []

    def text(
        self, x: float, y: float, words: str, *, size: float = 10, bold: bool = False, ink: str = INK, end: bool = False
    ) -> None:
        """Write words with their foot at y; `end` sets them flush right at x. Spaces count once, as in SVG."""
        words = re.sub(" +", " ", words.replace("\n", "").replace("\r", "").replace("\t", " ")).strip(" ")
        self.parts.append(Words(x, y, words, size, bold, ink, end))

    def box(self, x: float, y: float, width: float, height: float, *, fill: str = "none", line: str = "none") -> None:
        """Draw a rectangle."""
        self.parts.append(Box(x, y, width, height, fill, line))

    def line(self, x1: float, y1: float, x2: float, y2: float, *, dashed: bool = False) -> None:
        """Draw a line."""
        self.parts.append(Line(x1, y1, x2, y2, dashed))

    @property
    def svg(self) -> str:
        """The page."""
        size = f'width="{self.width:g}" height="{self.height:g}" viewBox="0 0 {self.width:g} {self.height:g}"'
        body = "\n".join(part.svg for part in self.parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONTS}">'
            f'<rect width="100%" height="100%" fill="#FFFFFF"/>\n{body}\n</svg>'
        )


def png_of(page: Page, *, scale: float = 1.5) -> bytes:
    """One page as a picture.

    Raises:
        Misuse: the extra is not installed.
    """
    return bytes(converter().svg_to_png(page.svg, scale=scale))


def converter() -> Any:
    """What turns SVG into PDF and PNG.

    Raises:
        Misuse: the extra is not installed.
    """
    try:
        import vl_convert
    except ImportError as error:
        raise Misuse("印成 PDF 需要 yuheng[exchange]。", hint="pip install 'yuheng[exchange]'") from error
    return vl_convert
