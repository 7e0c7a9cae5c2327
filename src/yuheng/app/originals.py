"""Pages of a PDF as pictures, drawn when somebody looks, and where a claim's words lie on them."""

from __future__ import annotations

import io
from functools import lru_cache
from threading import Lock
from typing import Any, Final

from django.conf import settings

from yuheng.ledger.models import Document, Entry
from yuheng.ledger.vault import place_of

SCALE: Final = 1.6
_WIDEST: Final = 2400
_LOCK: Final = Lock()
"""PDFium is not thread-safe: one page is drawn at a time."""


def media_of(document: Document) -> str:
    """The original's format, as its reader found it: a file's name may say anything."""
    return document.snapshot.media or document.run.reader.partition("/")[0]


def page_count(document: Document) -> int:
    """How many pages the original has; 0 where it is no PDF."""
    if media_of(document) != "pdf":
        return 0
    return len(_sizes(document.snapshot_id))


def page_size(document: Document, page: int) -> tuple[float, float]:
    """Width and height of a page (from 1) in points."""
    return _sizes(document.snapshot_id)[page - 1]


@lru_cache(maxsize=256)
def _sizes(sha256: str) -> tuple[tuple[float, float], ...]:
    import pypdfium2

    with _LOCK:
        pdf = pypdfium2.PdfDocument(place_of(settings.DATA, sha256))
        try:
            return tuple(pdf.get_page_size(index) for index in range(len(pdf)))
        finally:
            pdf.close()


def page_picture(document: Document, page: int) -> bytes:
    """The page (from 1) as PNG."""
    return _picture(document.snapshot_id, page)


@lru_cache(maxsize=32)
def _picture(sha256: str, page: int) -> bytes:
    import pypdfium2

    width, height = _sizes(sha256)[page - 1]
    with _LOCK:
        pdf = pypdfium2.PdfDocument(place_of(settings.DATA, sha256))
        try:
            drawn = pdf[page - 1].render(scale=min(SCALE, _WIDEST / max(width, height)))
            image = drawn.to_pil()
        finally:
            pdf.close()
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def first_page_of(entry: Entry) -> int | None:
    """The page that a claim's words stand on; None where the original has no pages."""
    page: int | None = entry.payload["anchor"]["place"].get("page")
    return page


def boxes_on(entry: Entry, page: int, *, height: float) -> list[dict[str, float]]:
    """Where a claim's words lie on a page, from its upper left corner, in points."""
    place: dict[str, Any] = entry.payload["anchor"]["place"]
    if place.get("page") != page:
        return []
    return [
        {
            "x": round(left, 1),
            "y": round(height - top, 1),
            "width": round(right - left, 1),
            "height": round(top - bottom, 1),
        }
        for left, bottom, right, top in place.get("boxes", ())
    ]
