"""The whole audit: claims of several documents, with their metadata, in; everything that holds between them, out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from yuheng.audit.identities import identities_in
from yuheng.audit.lineage import Edge, edges_in, lineage_in
from yuheng.audit.mentions import with_mentions
from yuheng.audit.missing import missing_in
from yuheng.audit.progress import Track, progress_in, tracks_in
from yuheng.audit.series import Report, series_findings
from yuheng.audit.statements import Statement, statements_of
from yuheng.audit.ties import ties_in
from yuheng.model.compiled import Compiled
from yuheng.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found, and what its pictures are drawn from.

    Attributes:
        findings: by what they are about: lineage, identities, progress, ties, what is missing, series.
        statements: every figure as it was compared.
        edges: which target carries which on.
        tracks: each target with its base, report and verdict.
        on: the day that the calendar column is for.
    """

    findings: tuple[Finding, ...]
    statements: tuple[Statement, ...]
    edges: tuple[Edge, ...]
    tracks: tuple[Track, ...]
    on: date


def audit_of(documents: Sequence[Compiled], *, on: date, series: Sequence[Report] = ()) -> Audit:
    """Hold the documents against each other, and the reported series against themselves.

    The result does not depend on the order of the documents or on their names. `on` is the day to judge the calendar
    by; nothing here asks what day it is.
    """
    ordered = sorted(documents, key=_order)
    statements = statements_of(ordered)
    tracks = tracks_in(statements, on=on)
    absent = missing_in(tuple(chain.from_iterable(document.claims for document in ordered)))
    findings = (
        *with_mentions(lineage_in(statements), statements, ordered),
        *identities_in(statements),
        *progress_in(tracks),
        *ties_in(ordered),
        *(finding for finding in absent if finding.kind != "target-without-base"),
        *series_findings(series),
    )
    return Audit(_once(findings), statements, edges_in(statements), tracks, on)


def _order(document: Compiled) -> tuple[str, str, str]:
    issued = "9999" if document.meta.issued is None else document.meta.issued.isoformat()
    return (issued, document.meta.number or document.meta.title, document.snapshot.sha256)


def _once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Two findings of one id say the same of the same words, which stand in the documents twice."""
    return tuple({finding.id: finding for finding in reversed(findings)}.values())[::-1]
