"""Documents for tests: ⟦ ⟧ marks the words that a claim must point at."""

from __future__ import annotations

import re

from yuheng.model import Anchor, Document, anchor_at
from yuheng.text.documents import plain_document

_MARK = re.compile("[⟦⟧]")


def marked(text: str, name: str = "sample.txt") -> tuple[Document, list[Anchor]]:
    """Make the document without its ⟦ ⟧, and an anchor for each stretch between them, in the order of their starts.

    Marks may nest; they may not cross what cleaning leaves out at their edges.
    """
    document = plain_document(_MARK.sub("", text), name)
    spans: list[tuple[int, int]] = []
    open_: list[int] = []
    for shift, match in enumerate(_MARK.finditer(text)):
        at = match.start() - shift
        if match[0] == "⟦":
            open_.append(at)
        else:
            spans.append((open_.pop(), at))
    assert not open_, "a ⟦ is not closed"
    return document, [_anchor(document, start, end) for start, end in sorted(spans)]


def _anchor(document: Document, start: int, end: int) -> Anchor:
    """The clean characters that come from the raw span."""
    inside = [at for at in range(len(document.text)) if start <= document.chars.to_raw(at) < end]
    return anchor_at(document, inside[0], inside[-1] + 1)
