"""Pages that are pictures, read by the optional extra `yuheng[ocr]`, which carries its models."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from yuheng.read.pdf.page import Line, PageText

_SCALE: Final = 200 / 72
"""Pixels to a point: 200 dots an inch; at 300 nothing was read better, in twice the time."""

_SIDE: Final = 6_000
"""Pixels of the longer side at most: a poster page must not take all memory."""


def lines_by_ocr(page: Any) -> PageText:
    """Read the picture of a pypdfium2 page; boxes are of whole lines, as displayed.

    Raises:
        ImportError: the extra is not installed.
    """
    width, height = page.get_size()
    scale = min(_SCALE, _SIDE / max(width, height, 1.0))
    bitmap = page.render(scale=scale, rev_byteorder=False)
    try:
        found = _engine()(bitmap.to_numpy()[:, :, :3])
    finally:
        bitmap.close()
    if found.boxes is None or found.txts is None:
        return PageText((), height, overfull=False)
    lines = []
    for corners, text in zip(found.boxes, found.txts, strict=True):
        xs = [float(x) / scale for x, _ in corners]
        ys = [height - float(y) / scale for _, y in corners]
        if text.strip():
            box = (min(xs), min(ys), max(xs), max(ys))
            lines.append(Line(((text.strip(), box),), box[1], box[3]))
    return PageText(tuple(lines), height, overfull=False)


@cache
def _engine() -> Any:
    """The engine, loaded once: it takes a second."""
    import logging

    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"Global.log_level": "error"})
