"""统一社会信用代码: found in the text, checked by its own check digit (GB 32100-2015), tied to the name beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stdnum.cn import uscc

from yuheng.model import Document, Issue, anchor_at
from yuheng.model.party import Mention, StatedCode

_STATED = re.compile(
    r"(?:统一)?社会信用代码(?:证)?(?:号|号码)?\s*(?:为|是)?\s*[：:（(]?\s*(?P<code>[0-9A-Za-z]{10,24})"
)
_HOLDERS = ("firm", "hospital", "university", "institute", "association", "fund", "department", "district-government")


def codes_in(document: Document, mentions: Sequence[Mention]) -> tuple[tuple[StatedCode, ...], tuple[Issue, ...]]:
    """Read every code that the document states; one that fails its check becomes an Issue and identifies nobody."""
    codes: list[StatedCode] = []
    issues: list[Issue] = []
    for match in _STATED.finditer(document.text):
        code = match["code"].upper()
        if uscc.is_valid(code):
            codes.append(StatedCode(code, _holder(document, mentions, match.start())))
            continue
        message = f"统一社会信用代码“{match['code']}”通不过校验（应为18位，末位是校验码）：请对照原件改正后重新导入。"
        anchor = anchor_at(document, *match.span("code"))
        issues.append(Issue("credit-code-invalid", message, document.snapshot.name, anchor))
    return tuple(codes), tuple(issues)


def _holder(document: Document, mentions: Sequence[Mention], offset: int) -> str:
    """The last organisation named before the code in its line."""
    line = document.text.rfind("\n", 0, offset) + 1
    before = [m for m in mentions if line <= m.start and m.end <= offset and m.kind in _HOLDERS]
    return before[-1].name if before else ""
