"""PDF with a text layer: lines in reading order, each stretch with its page and box."""

from __future__ import annotations

from typing import Any

from yuheng.errors import ScannedSnapshot, UnreadableSnapshot
from yuheng.model import Issue, Mark, Reading
from yuheng.read.encodings import oddity
from yuheng.read.limits import MAX_PAGES
from yuheng.read.pdf.furniture import furniture_in
from yuheng.read.pdf.page import PageText, lines_on
from yuheng.read.pdf.writer import Writer

_OCR_HINT = "安装 yuheng[ocr] 后加 --ocr 再读，或向发布单位索取可复制文字的版本。"


def read_pdf(name: str, data: bytes, *, ocr: bool = False) -> tuple[Reading, tuple[Issue, ...]]:
    """Read a PDF page by page, so that ten thousand pages cost no more memory than their text.

    Tables with ruling lines are read cell by cell; running heads and page numbers are marked "cut". Pages that are
    pictures are read with `ocr`, and are one issue without.

    Raises:
        UnreadableSnapshot: damaged, locked with a password, or of too many pages.
        ScannedSnapshot: not one page has text, and `ocr` is off or its extra is not installed.
    """
    document = _opened(name, data)
    try:
        pages = len(document)
        if not 0 < pages <= MAX_PAGES:
            raise UnreadableSnapshot(
                f"{name}：{pages} 页，可读的是 1 至 {MAX_PAGES} 页。", hint="检查文件是否完整，或拆成几个文件。"
            )
        return _read_pages(name, document, pages, ocr=ocr)
    finally:
        document.close()


def _opened(name: str, data: bytes) -> Any:
    import pypdfium2
    import pypdfium2.raw as c

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == c.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise UnreadableSnapshot(
                f"{name}：PDF 加了密码，不能读。", hint="打开后去掉密码，另存一份再试。"
            ) from error
        if code == c.FPDF_ERR_SECURITY or "security" in str(error).lower():
            raise UnreadableSnapshot(
                f"{name}：PDF 用了不支持的加密，不能读。", hint="打开后打印成一份新的 PDF 再试。"
            ) from error
        raise UnreadableSnapshot(f"{name}：PDF 损坏（{error}）。", hint="重新下载，或打开后另存一份。") from error


def _read_pages(name: str, document: Any, pages: int, *, ocr: bool) -> tuple[Reading, tuple[Issue, ...]]:
    """Read all pages into one text; trouble of a page is collected and told once for all pages that have it."""
    writer = Writer()
    trouble: dict[str, list[int]] = {}
    pictures: list[int] = []
    for number in range(1, pages + 1):
        page_text, problem = _read_page(document, number)
        if problem == "picture":
            pictures.append(number)
            page_text = _by_ocr(name, document, number, pages) if ocr else page_text
        elif problem:
            trouble.setdefault(problem, []).append(number)
        if page_text is not None:
            writer.add(page_text, number)
    if pictures and not ocr and not writer.written:
        raise ScannedSnapshot(f"{name}：{_pages(pictures)}是图片，没有文字层（共 {pages} 页）。", hint=_OCR_HINT)
    if pictures and not ocr:
        trouble["picture"] = pictures
    issues = tuple(Issue(f"page-{kind}", _told(kind, numbers), name) for kind, numbers in sorted(trouble.items()))
    marks = [*writer.marks, *(Mark(f.start, f.end, "cut") for f in furniture_in(writer.margins, pages))]
    marks.sort(key=lambda mark: (mark.start, -mark.end))
    reading = Reading(
        writer.text,
        wrapped=True,
        runs=tuple(writer.runs),
        marks=tuple(marks),
        reader="pdf/1" if not pictures or not ocr else "pdf+ocr/1",
        properties=_properties(document, pages),
    )
    return reading, issues


def _read_page(document: Any, number: int) -> tuple[PageText | None, str]:
    """One page's text and what is wrong with it: "picture", "garbled", "overfull", "damaged", or "" for nothing."""
    import pypdfium2

    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return None, "damaged"
    try:
        text = lines_on(page)
        return text, _problem(page, text)
    except pypdfium2.PdfiumError:
        return None, "damaged"
    finally:
        page.close()


def _problem(page: Any, text: PageText) -> str:
    words = "".join(line.text for line in text.lines if not line.askew)
    if len(words) < 8 and _is_picture(page):
        return "picture"
    if len(words) >= 8 and _is_garbled(words):
        return "garbled"
    return "overfull" if text.overfull else ""


def _is_picture(page: Any) -> bool:
    """Whether images cover most of a page."""
    import pypdfium2.raw as c

    left, bottom, right, top = page.get_cropbox()
    covered = 0.0
    for image in page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        x0, y0, x1, y1 = image.get_bounds()
        covered += max(min(x1, right) - max(x0, left), 0.0) * max(min(y1, top) - max(y0, bottom), 0.0)
    return bool(covered > 0.3 * abs((right - left) * (top - bottom)))


def _is_garbled(words: str) -> bool:
    """Whether a page's fonts do not tell their characters: private codes in place of words."""
    return oddity(words) > 0.3


def _by_ocr(name: str, document: Any, number: int, pages: int) -> PageText:
    from yuheng.read.pdf.ocr import lines_by_ocr

    page = document[number - 1]
    try:
        return lines_by_ocr(page)
    except ImportError as error:
        raise ScannedSnapshot(
            f"{name}：第 {number} 页（共 {pages} 页）是图片，而 OCR 没有安装。", hint=_OCR_HINT
        ) from error
    finally:
        page.close()


def _told(kind: str, numbers: list[int]) -> str:
    match kind:
        case "picture":
            return f"{_pages(numbers)}是图片，没有读到文字。{_OCR_HINT}"
        case "garbled":
            return f"{_pages(numbers)}的字体没有注明文字，读出的不是原文；请另找一份，或按扫描件处理。"
        case "overfull":
            return f"{_pages(numbers)}的字符过多，只读了前一部分；请核对原文件。"
        case "damaged":
            return f"{_pages(numbers)}损坏，没有读到；请重新下载。"
        case _:
            raise ValueError(f"unknown trouble with a page: {kind!r}")


def _pages(numbers: list[int]) -> str:
    """第 1—3、7 页."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1][1:] = [number]
        else:
            spans.append([number])
    return f"第 {'、'.join('—'.join(map(str, span)) for span in spans)} 页"


def _properties(document: Any, pages: int) -> tuple[tuple[str, str], ...]:
    """The number of pages, and what the producer wrote of the file.

    The Title of a PDF is often a template's: it is kept as `file-title`, apart from a title that the text states.
    """
    named = (("Title", "file-title"), ("Author", "file-author"), ("CreationDate", "file-created"))
    stated = ((to, _metadata_value(document, key)) for key, to in named)
    return (("pages", str(pages)), *((to, value) for to, value in stated if value))


def _metadata_value(document: Any, key: str) -> str:
    """What the producer wrote under one key; nothing where its bytes are no text."""
    try:
        return str(document.get_metadata_value(key))
    except UnicodeDecodeError:
        return ""
