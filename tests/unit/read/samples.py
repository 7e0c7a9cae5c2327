"""Files for the readers' tests, made here: Word from XML, PDF by reportlab."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

from yuheng.errors import UnreadableSnapshot
from yuheng.model import Reading
from yuheng.read import read_snapshot

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def reading_or_hint(name: str, data: bytes) -> Reading | str:
    """What comes of bytes that may be broken: a reading, or the hint of the refusal; anything else is a crash."""
    try:
        return read_snapshot(name, data)[1]
    except UnreadableSnapshot as error:
        return error.hint


def packed(members: dict[str, str | bytes]) -> bytes:
    """A ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in members.items():
            archive.writestr(zipfile.ZipInfo(path, (2024, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A Word file with this inside its body; `parts` are styles, numbering, footnotes … without their root's tags."""
    roots = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes"}
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "word/document.xml": f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>",
    }
    for name, content in parts.items():
        root = roots[name]
        members[f"word/{name}.xml"] = f"<w:{root} {_SPACES}>{content}</w:{root}>"
    return packed(members)


def paragraph(text: str, properties: str = "") -> str:
    """A Word paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(draw: Callable[[Any, int], None], *, pages: int = 1, encrypt: str | None = None) -> bytes:
    """A PDF of A4 pages; `draw` gets the canvas and the page's number from 0."""
    from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
    from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1, encrypt=encrypt)
    for number in range(pages):
        canvas.setFont("STSong-Light", 12)
        draw(canvas, number)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()
