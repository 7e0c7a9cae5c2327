"""Document to claims and issues: figures, tasks, agreements, sitings, advice, measures."""

from __future__ import annotations

from yuheng.extract.figures import figures_in
from yuheng.model import Claim, Document, Issue


def claims_in(document: Document) -> tuple[tuple[Claim, ...], tuple[Issue, ...]]:
    """Read everything that a document says, in the order of its text, and what could not be read."""
    figures, issues = figures_in(document)
    claims = sorted(figures, key=lambda claim: (claim.anchor.start, claim.anchor.end, claim.id))
    return tuple(claims), issues
