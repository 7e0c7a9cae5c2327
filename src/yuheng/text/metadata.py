"""What a document says of itself: title, issuer, number, date, kind, region."""

from __future__ import annotations

from yuheng.model import Block, Metadata, Reading


def metadata_of(reading: Reading, text: str, blocks: tuple[Block, ...]) -> Metadata:
    """Read the head and the signature of a document; what it does not say stays empty."""
    title = next((text[block.start : block.end] for block in blocks if block.kind == "title"), "")
    return Metadata(title=title)
