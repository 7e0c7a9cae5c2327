"""Document to claims and issues: figures, tasks, agreements, sitings, advice, measures, offers and needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from yuheng.extract.advice import advice_in
from yuheng.extract.agreements import agreements_in
from yuheng.extract.figures import figures_in
from yuheng.extract.measures import measures_in
from yuheng.extract.offers import offers_in
from yuheng.extract.sitings import sitings_in
from yuheng.extract.tasks import link_figures, tasks_in
from yuheng.model import Claim, Document, Issue
from yuheng.text.collector import collector_at_rest

Reader = Callable[[Document], tuple[Sequence[Claim], Sequence[Issue]]]
_READERS: tuple[Reader, ...] = (agreements_in, sitings_in, measures_in, offers_in)


@collector_at_rest()
def claims_in(document: Document) -> tuple[tuple[Claim, ...], tuple[Issue, ...]]:
    """Read everything that a document says, in the order of its text, and what could not be read."""
    figures, trouble = figures_in(document)
    advice, unsaid = advice_in(document)
    tasks, more = tasks_in(document, advice=advice)
    claims: list[Claim] = [*figures, *link_figures(tasks, figures), *advice]
    issues = [*trouble, *more, *unsaid]
    for read in _READERS:
        found, unread = read(document)
        claims += found
        issues += unread
    claims.sort(key=lambda claim: (claim.anchor.start, claim.anchor.end, type(claim).__name__, claim.id))
    return tuple(claims), tuple(issues)
