"""Pages that are pictures, read by the optional extra `yuheng[ocr]`, which carries its models."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from yuheng.read.pdf.columns import bands_in
from yuheng.read.pdf.glyphs import Box
from yuheng.read.pdf.page import Line, PageText

_SCALE: Final = 200 / 72
"""Pixels to a point: 200 dots an inch, at which 0.35 % of a clean page's characters are wrong."""

_SIDE: Final = 6_000
"""Pixels of the longer side at most: a poster page must not take all memory."""

_EVEN: Final = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]+")


@dataclass(frozen=True, slots=True)
class _Found:
    """One line that the engine found, its box in points as displayed."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def lines_by_ocr(page: Any) -> PageText:
    """Read the picture of a pypdfium2 page, column by column.

    Raises:
        ImportError: the extra is not installed.
    """
    width, height = page.get_size()
    scale = min(_SCALE, _SIDE / max(width, height, 1.0))
    engine = _engine()
    bitmap = page.render(scale=scale)
    try:
        result = engine(bitmap.to_numpy()[:, :, :3])
    finally:
        bitmap.close()
    if result.boxes is None or result.txts is None:
        return PageText((), height, overfull=False)
    found = []
    for corners, text in zip(result.boxes, result.txts, strict=True):
        xs = [float(x) / scale for x, _ in corners]
        ys = [height - float(y) / scale for _, y in corners]
        if text.strip():
            found.append(_Found(text.strip(), min(xs), min(ys), max(xs), max(ys)))
    lines = [
        Line(tuple(_pieces(one)), one.bottom, one.top)
        for band in bands_in(found)
        for one in sorted(band, key=lambda one: (-round((one.bottom + one.top) / 2 / 6), one.left))
    ]
    return PageText(tuple(lines), height, overfull=False)


def _pieces(found: _Found) -> Iterator[tuple[str, Box | None]]:
    """Share a line's box out: a letter or figure takes half of what a Chinese character takes."""
    parts: list[str] = _EVEN.findall(found.text)
    widths = [len(part) if part.isascii() else 2 * len(part) for part in parts]
    step = (found.right - found.left) / sum(widths)
    left = found.left
    for part, width in zip(parts, widths, strict=True):
        yield part, (left, found.bottom, left + width * step, found.top)
        left += width * step


@cache
def _engine() -> Any:
    """The engine, loaded once: it takes a second."""
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error"})
