"""A document as compiled: what the ledger's files need of it, and no more."""

from __future__ import annotations

from dataclasses import dataclass

from yuheng.model.claim import Claim
from yuheng.model.document import Block, Metadata, Snapshot
from yuheng.model.issue import Issue
from yuheng.model.party import Named


@dataclass(frozen=True, slots=True)
class Compiled:
    """One document with its claims and issues, small enough to pass between processes.

    The reading and the character map stay behind: every anchor already holds its place in the snapshot.

    Attributes:
        doc: the name people know it by: the file's name, with folders only where two files share it.
        id: the document's id, as anchors name it.
        snapshot: the bytes it was read from.
        meta: what it says of itself, and people of it.
        text: the clean text that anchors count.
        blocks: its paragraphs, headings, rows …
        characters: length of the reading, before cleaning.
        cells: where table blocks stand: (number of the block, row, column of its first cell, columns of the cells
            that tabs part from it).
        claims: what it says, in the order of the text.
        issues: what was met and not understood.
        named: whom it names; None where nobody looked.
    """

    doc: str
    id: str
    snapshot: Snapshot
    meta: Metadata
    text: str
    blocks: tuple[Block, ...]
    characters: int
    cells: tuple[tuple[int, ...], ...] = ()
    claims: tuple[Claim, ...] = ()
    issues: tuple[Issue, ...] = ()
    named: Named | None = None


@dataclass(frozen=True, slots=True)
class Compilation:
    """Everything one run read.

    Attributes:
        documents: in the order of their names.
        issues: about whole files: not read, read once though given twice.
        passed_over: names of files in the folders that are no documents.
    """

    documents: tuple[Compiled, ...]
    issues: tuple[Issue, ...] = ()
    passed_over: tuple[str, ...] = ()

    @property
    def all_issues(self) -> tuple[Issue, ...]:
        """Those about whole files first, then each document's."""
        return self.issues + tuple(issue for each in self.documents for issue in each.issues)
