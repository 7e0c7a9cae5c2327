"""findings.jsonl: one finding a line, with the quotes and places of the claims it rests on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from yuheng.audit.conclusions import KINDS
from yuheng.model import Claim
from yuheng.model.compiled import Compiled
from yuheng.model.finding import Finding
from yuheng.office.claims_file import kind_of
from yuheng.office.words import place_words

Sources = Mapping[str, tuple[Compiled, Claim]]


def sources_of(documents: Iterable[Compiled]) -> dict[str, tuple[Compiled, Claim]]:
    """Every claim with its document, by the claim's id."""
    return {claim.id: (document, claim) for document in documents for claim in document.claims}


def findings_bytes(findings: Sequence[Finding], documents: Iterable[Compiled]) -> bytes:
    """The whole file. Everything a reader needs is in the line: no other file has to be at hand to check it."""
    sources = sources_of(documents)
    lines = (json.dumps(_row(finding, sources), ensure_ascii=False, separators=(", ", ": ")) for finding in findings)
    return b"".join((line + "\n").encode("utf-8", "backslashreplace") for line in lines)


def _row(finding: Finding, sources: Sources) -> dict[str, Any]:
    return {
        "id": finding.id,
        "kind": finding.kind,
        "word": KINDS[finding.kind],
        "proposed": finding.proposed,
        "message": finding.message,
        "rule": finding.rule,
        "version": finding.version,
        "parts": [list(part) for part in finding.parts],
        "claims": [_claim_row(*sources[claim]) for claim in finding.claims],
    }


def _claim_row(document: Compiled, claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "kind": kind_of(claim),
        "doc": document.doc,
        "title": document.meta.title,
        "number": document.meta.number,
        "issued": document.meta.issued.isoformat() if document.meta.issued else "",
        "start": claim.anchor.start,
        "end": claim.anchor.end,
        "place": place_words(claim.anchor.place),
        "anchor": claim.anchor.quote,
        "quote": claim.sentence.quote,
    }
