"""The answers' shapes, as OpenAPI describes them."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Field, Schema


class Trouble(Schema):
    """Why a request was refused."""

    error: str


class DocumentOut(Schema):
    """A document with what it says of itself; `given` names the fields that people said instead.

    `issues` is null for those who may see none of them.
    """

    id: int
    document: str
    name: str
    title: str
    issuer: str
    number: str
    issued: date | None
    kind: str
    region: str
    media: str
    sha256: str
    size: int
    characters: int
    claims: int
    issues: int | None
    stored: str
    published: bool
    given: list[str]


class AboutOut(Schema):
    """One field of a document: as it stands, what the machine read and in which words, who said otherwise and when."""

    field: str
    now: str
    machine: str
    words: str
    given: bool
    follows: bool
    by: str
    at: str


class DocumentText(DocumentOut):
    """A document with its text, and where each of its fields comes from."""

    text: str
    about: list[AboutOut]


class ClaimOut(Schema):
    """A claim as it stands today, with its document, heading and quote."""

    id: int
    claim: str
    kind: str
    what: str
    subject: str
    amount: str
    period: str
    due: date | None
    owners: list[str]
    sector: str
    state: str
    document: int
    title: str
    heading: list[str]
    quote: str
    words: str
    place: str


class ClaimWhole(ClaimOut):
    """A claim with the machine's payload and how it stands now."""

    machine: dict[str, Any]
    now: dict[str, Any]


class FindingOut(Schema):
    """A conclusion with its arithmetic."""

    id: int
    finding: str
    kind: str
    message: str
    proposed: bool
    rule: str
    parts: list[dict[str, str]]
    state: str


class FindingWhole(FindingOut):
    """A conclusion with the claims it used, each with document, heading and quote."""

    passages: list[ClaimOut]


class JobOut(Schema):
    """A file on its way into the ledger."""

    id: str
    name: str
    state: str
    step: str
    done: int
    total: int
    message: str
    document: int | None


class HitOut(Schema):
    """Something found, with its words."""

    kind: str
    document: int | None = None
    title: str = ""
    heading: list[str] = Field(default_factory=list)
    quote: str = ""
    words: str
    claim: int | None = None


class DocumentPage(Schema):
    """One page of documents."""

    count: int
    pages: int
    rows: list[DocumentOut]


class ClaimPage(Schema):
    """One page of claims."""

    count: int
    pages: int
    rows: list[ClaimOut]


class FindingPage(Schema):
    """One page of findings."""

    count: int
    pages: int
    rows: list[FindingOut]


class HitPage(Schema):
    """One page of hits."""

    count: int
    rows: list[HitOut]


class VerdictIn(Schema):
    """What is to be recorded of a claim; `correction` holds the fields that are wrong, as people write them."""

    decision: str
    correction: dict[str, str] = Field(default_factory=dict)
    note: str = ""
