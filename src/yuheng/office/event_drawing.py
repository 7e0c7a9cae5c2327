"""Pages drawn once and used as page, picture and print: SVG, turned into PDF and PNG by the extra `exchange`.

The fonts are embedded as subsets, so that a printer needs no Chinese font of its own.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from html import escape
from typing import Any, Final

from yuheng.errors import Misuse

FONTS: Final = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, SimHei, sans-serif"
A4: Final = (595.0, 842.0)
A3: Final = (842.0, 1191.0)
INK: Final = "#1B2A30"
PALE: Final = "#E9F0F2"
LINE: Final = "#B9C6CA"


def width_of(text: str, size: float) -> float:
    """How wide words are, near enough: a Chinese character is as wide as high, a Latin one a little over half.

    >>> width_of("口罩N95", 10)
    37.4
    """
    return sum(size if ord(char) > 0x2E7F else size * 0.58 for char in text)


def fitted(text: str, size: float, room: float) -> str:
    """Words cut to a room, with a sign where they were cut."""
    if width_of(text, size) <= room:
        return text
    while text and width_of(text + "…", size) > room:
        text = text[:-1]
    return text + "…"


class Page:
    """One page in points, drawn from the top left."""

    def __init__(self, size: tuple[float, float]) -> None:
        self.width, self.height = size
        self._parts: list[str] = []

    def text(
        self, x: float, y: float, words: str, *, size: float = 10, bold: bool = False, ink: str = INK, end: bool = False
    ) -> None:
        """Write words with their foot at y; `end` sets them flush right at x."""
        weight = ' font-weight="700"' if bold else ""
        anchor = ' text-anchor="end"' if end else ""
        self._parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{ink}"{weight}{anchor}>{escape(words)}</text>'
        )

    def box(self, x: float, y: float, width: float, height: float, *, fill: str = "none", line: str = "none") -> None:
        """Draw a rectangle."""
        self._parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}" stroke="{line}" '
            'stroke-width="0.6"/>'
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, *, dashed: bool = False) -> None:
        """Draw a line."""
        dash = ' stroke-dasharray="4 3"' if dashed else ""
        self._parts.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{LINE}" stroke-width="0.6"{dash}/>'
        )

    @property
    def svg(self) -> str:
        """The page."""
        size = f'width="{self.width:g}" height="{self.height:g}" viewBox="0 0 {self.width:g} {self.height:g}"'
        body = "\n".join(self._parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONTS}">'
            f'<rect width="100%" height="100%" fill="#FFFFFF"/>\n{body}\n</svg>'
        )


def pdf_of(pages: Sequence[Page], *, tell: Callable[[int], None] = lambda _done: None) -> bytes:
    """All pages as one PDF.

    Args:
        pages: in order.
        tell: called after each page with how many are done; what it raises ends the printing.

    Raises:
        Misuse: there is no page, or the extra is not installed.
    """
    import pypdfium2

    if not pages:
        raise Misuse("没有要印的页。")
    convert = _convert()
    whole = pypdfium2.PdfDocument.new()
    for done, page in enumerate(pages, start=1):
        part = pypdfium2.PdfDocument(convert.svg_to_pdf(page.svg))
        whole.import_pages(part)
        part.close()
        tell(done)
    out = io.BytesIO()
    whole.save(out)
    whole.close()
    return out.getvalue()


def png_of(page: Page, *, scale: float = 1.5) -> bytes:
    """One page as a picture.

    Raises:
        Misuse: the extra is not installed.
    """
    return bytes(_convert().svg_to_png(page.svg, scale=scale))


def _convert() -> Any:
    try:
        import vl_convert
    except ImportError as error:
        raise Misuse("印成 PDF 需要 yuheng[exchange]。", hint="pip install 'yuheng[exchange]'") from error
    return vl_convert
