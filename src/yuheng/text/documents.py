"""From a reading to a document: clean, outline, metadata."""

from __future__ import annotations

import hashlib
from bisect import bisect_right

from yuheng.model import CharMap, Document, Given, Mark, Reading, Snapshot
from yuheng.text.cleaning import clean
from yuheng.text.collector import collector_at_rest
from yuheng.text.metadata import NOTHING, metadata_of
from yuheng.text.outline import blocks_in


@collector_at_rest()
def document_from(snapshot: Snapshot, reading: Reading, given: Given = NOTHING) -> Document:
    """Make the document that one reading of a snapshot is; from here on its text is frozen.

    `given` is what people say of it: whatever is read out of the text is read of a document of that day and title.
    """
    text, chars = clean(reading)
    blocks = blocks_in(text, marks=_marks_in_clean(reading.marks, chars, len(text)))
    return Document(snapshot, reading, text, chars, blocks, metadata_of(reading, text, blocks, given))


def plain_document(text: str, name: str = "sample.txt") -> Document:
    """Make a document of a string, as if it were the whole of a text file in UTF-8.

    >>> plain_document("到２０２５年，达到 ５ 家。").text
    '到2025年，达到5家。'
    """
    data = text.encode("utf-8", "surrogatepass")
    snapshot = Snapshot(name, hashlib.sha256(data).hexdigest(), len(data), "txt")
    return document_from(snapshot, Reading(text, wrapped=True, reader="txt/1"))


def _marks_in_clean(marks: tuple[Mark, ...], chars: CharMap, length: int) -> tuple[Mark, ...]:
    """The reader's marks in offsets of the clean text; those of which nothing is left are gone."""
    moved = []
    for mark in marks:
        if mark.kind == "cut":
            continue
        start, end = (_to_clean(chars, offset, length) for offset in (mark.start, mark.end))
        if start < end:
            moved.append(Mark(start, end, mark.kind, mark.level))
    return tuple(moved)


def _to_clean(chars: CharMap, raw: int, length: int) -> int:
    """The first clean character that stands at the reading's offset or after it."""
    piece = bisect_right(chars.raw, raw) - 1
    if piece < 0:
        return 0
    upper = chars.clean[piece + 1] if piece + 1 < len(chars.clean) else length
    return min(chars.clean[piece] + raw - chars.raw[piece], upper)
