"""A text that is one broken piece over and over is read to its end, and what is claimed stands in it.

How long it takes is measured by `make bench`, which holds it against ordinary text.
"""

from __future__ import annotations

import pytest

from yuheng.extract import claims_in
from yuheng.model import check_anchor
from yuheng.text.documents import plain_document

PIECES = ("（", "1", "、", "到2025年", "一、", "“", "《", "A", "\n", "1.", "3家、", "比上年增长", "由市", "专栏1\n")


@pytest.mark.parametrize("piece", PIECES)
def test_one_piece_said_over_and_over_is_read_to_its_end(piece: str) -> None:
    document = plain_document(piece * (20_000 // len(piece)))

    claims, issues = claims_in(document)

    for anchor in (*(claim.anchor for claim in claims), *(issue.anchor for issue in issues if issue.anchor)):
        check_anchor(document, anchor)
