"""From bytes to text, with the way back: snapshot, reading, document, anchor."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from yuheng.errors import BrokenAnchor
from yuheng.model.identity import id_of, opened

Media = Literal["txt", "html", "docx", "pdf", "xlsx", "csv"]
BlockKind = Literal["title", "heading", "paragraph", "list", "box", "table", "note", "contents", "boilerplate"]
"""`box` is a paragraph inside a 专栏; `note` a footnote or 注/说明; `contents` a line of the table of contents."""

MarkKind = Literal["heading", "table", "row", "cell", "note", "box", "boilerplate", "contents", "cut"]
"""`cut` is furniture inside the flow (running head, page number): kept in the reading, absent from the document."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The bytes as received, named by their SHA-256 (64 hex digits) and never altered."""

    name: str
    sha256: str
    size: int
    media: Media


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a reading's text that lies in one place of the snapshot; runs are in order and do not overlap.

    Attributes:
        start, end: characters of the reading's text.
        page: 1-based page of a PDF.
        box: left, bottom, right, top in PDF points, of the whole run.
        paragraph: 0-based number of a Word paragraph in document order (text boxes, cells and notes included).
        sheet, cell: a worksheet's name and an A1 reference.
        source: offset of the run's first character in the decoded source of a web page; the run's other characters
            follow it one for one.
    """

    start: int
    end: int
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    paragraph: int | None = None
    sheet: str | None = None
    cell: str | None = None
    source: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """What a reader knows about a stretch of its text: that it is a heading, a table's cell, boilerplate …

    `level` is the heading's level (1 is highest) or the column of a cell (0-based); 0 where neither applies.
    """

    start: int
    end: int
    kind: MarkKind
    level: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader got out of a snapshot, before any cleaning.

    Attributes:
        text: of a .txt file the file's characters, exactly, line ends included; of the others what a reader of the
            page or sheet sees.
        wrapped: whether a line end may stand inside a sentence (text files, PDF) or always ends a paragraph (Word).
        runs: where each stretch lies in the snapshot; empty when characters of `text` say it all (txt).
        marks: what the reader knows of the structure.
        reader: name and version of the reader: "txt/1".
        properties: facts that the format states itself, e.g. {"title": …, "published": …}; never guessed.
    """

    text: str
    wrapped: bool
    runs: tuple[Run, ...] = ()
    marks: tuple[Mark, ...] = ()
    reader: str = ""
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CharMap:
    """Which character of the reading each character of the clean text comes from.

    Kept as pieces: clean characters from `clean[i]` on (up to `clean[i + 1]`) are the reading's characters from
    `raw[i]` on, one for one. `clean` starts with 0 and rises; a piece may hold one inserted character (a line end put
    where the reading has several), which then maps to the character it stands for.
    """

    clean: tuple[int, ...]
    raw: tuple[int, ...]

    def to_raw(self, offset: int) -> int:
        """The reading's offset of one clean character; logarithmic time."""
        piece = bisect_right(self.clean, offset) - 1
        return self.raw[piece] + offset - self.clean[piece]

    def span_to_raw(self, start: int, end: int) -> tuple[int, int]:
        """The reading's span that covers clean [start, end), which must not be empty."""
        clean = self.clean
        piece = bisect_right(clean, start)
        first = self.raw[piece - 1] + start - clean[piece - 1]
        if piece == len(clean) or end <= clean[piece]:
            return first, first + end - start
        return first, self.to_raw(end - 1) + 1


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, table row … of a document, and the headings above it, outermost first.

    `path` does not hold the block itself. `level` is a heading's depth (1 is highest), 0 for other kinds.
    """

    start: int
    end: int
    kind: BlockKind
    level: int
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the document says of itself; None or empty where it does not say.

    Attributes:
        title: without line breaks.
        issuer: 重庆市人民政府办公厅.
        number: 渝府办发〔2021〕155号.
        issued: date of issue, or of the news.
        kind: "plan" "opinion" "measures" "notice" "report" "news" "list", or "" where nothing tells.
        region: the place it speaks for: 重庆市.
    """

    title: str = ""
    issuer: str = ""
    number: str = ""
    issued: date | None = None
    kind: str = ""
    region: str = ""


Given = Mapping[str, str]
"""What people say of a document, by the fields of `Metadata`, each as documents.jsonl writes it; it goes before what is
read. A field that is not there is as the machine reads it; "" says that the document has none."""


@dataclass(frozen=True, slots=True)
class MetaRead:
    """What the machine read for one field of `Metadata`, whatever people say of it.

    Attributes:
        name: the field.
        value: as documents.jsonl writes it; "" where nothing was found.
        span: the characters of the text that say it; None where they stand nowhere in the text.
    """

    name: str
    value: str
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an anchor lies in the snapshot: the reading's characters, and page and boxes, paragraph or cell if any.

    `source` is the offset of its first character in the decoded source of a web page.
    """

    start: int
    end: int
    page: int | None = None
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    paragraph: int | None = None
    sheet: str | None = None
    cell: str | None = None
    source: int | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """A document, a span of its text, the exact quote, and where that lies in the snapshot."""

    document: str
    start: int
    end: int
    quote: str
    place: Place


_OpenPlace, _OpenAnchor = opened(Place), opened(Anchor)


@dataclass(frozen=True, slots=True)
class Document:
    """One reading of a snapshot by one reader version; its text is frozen and all offsets count its characters."""

    snapshot: Snapshot
    reading: Reading
    text: str
    chars: CharMap
    blocks: tuple[Block, ...]
    meta: Metadata = field(default_factory=Metadata)

    @property
    def id(self) -> str:
        """Names the snapshot and the reader, not the file name."""
        return _document_id(self.snapshot.sha256, self.reading.reader)


@lru_cache(maxsize=1024)
def _document_id(sha256: str, reader: str) -> str:
    """Hashed once for a document, not once for each of its anchors."""
    return id_of(sha256, reader)


def anchor_at(document: Document, start: int, end: int) -> Anchor:
    """Point at clean [start, end) of a document.

    Raises:
        BrokenAnchor: the span is empty or leaves the text.
    """
    text = document.text
    if not 0 <= start < end <= len(text):
        raise BrokenAnchor(
            f"{document.snapshot.name}: span {start}–{end} does not lie in its {len(text)} characters.",
            hint="The claim was made from another reading of this file; compile it again.",
        )
    anchor: Any = _OpenAnchor.__new__(_OpenAnchor)
    anchor.document = document.id
    anchor.start, anchor.end, anchor.quote = start, end, text[start:end]
    first, last = document.chars.span_to_raw(start, end)
    anchor.place = _place(document.reading, first, last) if document.reading.runs else _bare_place(first, last)
    anchor.__class__ = Anchor
    filled: Anchor = anchor
    return filled


def _bare_place(start: int, end: int) -> Place:
    """A place of which the characters say all."""
    place: Any = _OpenPlace.__new__(_OpenPlace)
    place.start = start
    place.end = end
    place.boxes = ()
    place.page = place.paragraph = place.sheet = place.cell = place.source = None
    place.__class__ = Place
    filled: Place = place
    return filled


def check_anchor(document: Document, anchor: Anchor) -> None:
    """Hold an anchor against its document: the quote stands there, letter for letter, or this raises.

    Raises:
        BrokenAnchor: another document, another text at the span, or another place in the snapshot.
    """
    if anchor.document != document.id:
        raise BrokenAnchor(f"the anchor names document {anchor.document}, this is {document.id}.")
    found = document.text[anchor.start : anchor.end]
    if found != anchor.quote:
        raise BrokenAnchor(
            f"{document.snapshot.name} has {found!r} at {anchor.start}–{anchor.end}, but the claim quotes "
            f"{anchor.quote!r}.",
            hint="The file was read again since; compile it again.",
        )
    if anchor != anchor_at(document, anchor.start, anchor.end):
        raise BrokenAnchor(f"{document.snapshot.name}: the quote at {anchor.start} lies elsewhere in the snapshot.")


def _place(reading: Reading, start: int, end: int) -> Place:
    first = max(bisect_right(reading.runs, start, key=lambda run: run.start) - 1, 0)
    touched = []
    for number in range(first, len(reading.runs)):  # a slice would copy all that follow, for each anchor of a long list
        run = reading.runs[number]
        if run.start >= end:
            break
        if run.end > start:
            touched.append(run)
    if not touched:
        return _bare_place(start, end)
    head = touched[0]
    boxes = tuple(
        _cut_box(run.box, run, max(start, run.start), min(end, run.end))
        for run in touched
        if run.box is not None and run.page == head.page
    )
    source = None if head.source is None else head.source + max(start - head.start, 0)
    return Place(start, end, head.page, boxes, head.paragraph, head.sheet, head.cell, source)


def _cut_box(
    box: tuple[float, float, float, float], run: Run, start: int, end: int
) -> tuple[float, float, float, float]:
    """The part of a run's box that its characters [start, end) take: Chinese characters are of one width."""
    left, bottom, right, top = box
    step = (right - left) / (run.end - run.start)
    return (
        round(left + (start - run.start) * step, 2),
        round(bottom, 2),
        round(left + (end - run.start) * step, 2),
        round(top, 2),
    )
