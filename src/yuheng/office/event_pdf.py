"""Pages as one PDF, with the fonts of their letters in it: a printer needs no Chinese font of its own.

The letters of all pages are drawn once (`event_letters`); a page is then a list of where each stands, and takes no
time to speak of. The same pages give the same bytes.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from yuheng.errors import Misuse
from yuheng.office.event_drawing import LINE, THIN, Box, Line, Page, Words, converter
from yuheng.office.event_letters import Letters, Stretch, letters_of

Tell = Callable[[int], None]

_HEAD: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def pdf_of(pages: Sequence[Page], *, tell: Tell = lambda _done: None) -> bytes:
    """All pages as one PDF.

    Args:
        pages: in order.
        tell: called after each page with how many are done; what it raises ends the printing.

    Raises:
        Misuse: there is no page, or the extra is not installed.
    """
    if not pages:
        raise Misuse("没有要印的页。")
    letters = letters_of((part.words, part.bold) for page in pages for part in page.parts if isinstance(part, Words))
    return page_by_page(pages, tell=tell) if letters is None else _written(pages, letters, tell=tell)


def page_by_page(pages: Sequence[Page], *, tell: Tell = lambda _done: None) -> bytes:
    """The same, each page drawn by the converter: slow, and right whatever the letters are.

    Args:
        pages, tell: as above.
    """
    import pypdfium2

    convert = converter()
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


def _written(pages: Sequence[Page], letters: Letters, *, tell: Tell) -> bytes:
    first = max(letters.objects, default=0) + 1
    root, tree, resources = first, first + 1, first + 2
    fonts = " ".join(f"/{name} {number} 0 R" for name, number in sorted(letters.fonts.items()))
    objects = dict(letters.objects)
    kids = []
    for done, page in enumerate(pages, start=1):
        number = first + 1 + 2 * done
        kids.append(f"{number} 0 R")
        size = f"/MediaBox [0 0 {page.width:g} {page.height:g}]"
        objects[number] = _object(
            number, f"/Type /Page /Parent {tree} 0 R {size} /Resources {resources} 0 R /Contents {number + 1} 0 R"
        )
        content = zlib.compress(_content(page, letters).encode("ascii"))
        objects[number + 1] = _object(number + 1, f"/Length {len(content)} /Filter /FlateDecode", stream=content)
        tell(done)
    objects[root] = _object(root, f"/Type /Catalog /Pages {tree} 0 R")
    objects[tree] = _object(tree, f"/Type /Pages /Count {len(pages)} /Kids [{' '.join(kids)}]")
    objects[resources] = _object(resources, f"/Font <<{fonts}>>")
    return _file(objects, root=root)


def _object(number: int, entries: str, *, stream: bytes | None = None) -> bytes:
    body = b"" if stream is None else b"stream\n" + stream + b"\nendstream\n"
    return f"{number} 0 obj\n<<{entries}>>\n".encode("ascii") + body + b"endobj\n"


def _file(objects: Mapping[int, bytes], *, root: int) -> bytes:
    out = io.BytesIO()
    out.write(_HEAD)
    last = max(objects)
    table = [b"0000000000 65535 f \n"] * (last + 1)
    for number, written in sorted(objects.items()):
        table[number] = f"{out.tell():010} 00000 n \n".encode("ascii")
        out.write(written)
    start = out.tell()
    out.write(f"xref\n0 {last + 1}\n".encode("ascii") + b"".join(table))
    out.write(f"trailer\n<</Size {last + 1} /Root {root} 0 R>>\nstartxref\n{start}\n%%EOF\n".encode("ascii"))
    return out.getvalue()


# --- one page


def _content(page: Page, letters: Letters) -> str:
    """What is drawn, from the top left as on the page: y grows downwards, and letters are turned back up."""
    drawn = (_part(part, letters) for part in page.parts)
    return "\n".join([f"1 0 0 -1 0 {page.height:g} cm {THIN} w", *drawn])


def _part(part: Words | Box | Line, letters: Letters) -> str:
    if isinstance(part, Words):
        return _words(part, letters.of(part.words, bold=part.bold))
    if isinstance(part, Box):
        return _box(part)
    dash = "[4 3] 0 d " if part.dashed else ""
    return f"q {dash}{_ink(LINE)} RG {part.x1:.1f} {part.y1:.1f} m {part.x2:.1f} {part.y2:.1f} l S Q"


def _box(box: Box) -> str:
    shape = f"{box.x:.1f} {box.y:.1f} {box.width:.1f} {box.height:.1f} re"
    fill = "" if box.fill == "none" else f"{_ink(box.fill)} rg {shape} f "
    return fill + ("" if box.line == "none" else f"{_ink(box.line)} RG {shape} S")


def _words(part: Words, stretches: Sequence[Stretch]) -> str:
    """The glyphs of some words, one after the other; words that their glyphs do not say are said beside them."""
    x = part.x - (part.size * sum(each.width for each in stretches) if part.end else 0)
    out = [f"BT {_ink(part.ink)} rg"]
    font = ""
    for stretch in stretches:
        if not stretch.is_read_back:
            out.append(f"/Span <</ActualText <FEFF{stretch.words.encode('utf-16-be').hex()}>>> BDC")
        for glyph in stretch.glyphs:
            if glyph.font != font:
                font = glyph.font
                out.append(f"/{font} {part.size:g} Tf")
            at = f"{_number(x + part.size * glyph.x)} {_number(part.y + part.size * glyph.y)}"
            out.append(f"1 0 0 -1 {at} Tm <{glyph.code}> Tj")
        if not stretch.is_read_back:
            out.append("EMC")
        x += part.size * stretch.width
    return "\n".join([*out, "ET"])


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _ink(color: str) -> str:
    """A color as PDF writes it: #FF0000 is 1 0 0."""
    return " ".join(_number(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
