"""Claims as numbered rows: the number is the same in workbook and reader."""

from __future__ import annotations

from dataclasses import dataclass

from yuheng.model import Claim
from yuheng.model.compiled import Compilation, Compiled
from yuheng.office.sheets import Link


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim in the ledger: its number, the same in workbook and reader, and its document."""

    number: int
    document: Compiled
    claim: Claim


def entries_of(compilation: Compilation) -> tuple[Entry, ...]:
    """All claims, numbered from 1 in the order of documents and text."""
    pairs = [(each, claim) for each in compilation.documents for claim in each.claims]
    return tuple(Entry(number, document, claim) for number, (document, claim) in enumerate(pairs, start=1))


def link_to(entry: Entry) -> Link:
    """The link that opens a claim at its words in the reader."""
    return Link(f"reader.html#c-{entry.claim.id}", "看原文")
