"""Organisations and persons: what a text calls them, and the view over those mentions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PartyKind = Literal[
    "department",
    "district-government",
    "firm",
    "hospital",
    "university",
    "institute",
    "association",
    "park",
    "fund",
    "platform",
    "team",
    "person",
    "generic",
]
"""`generic` is a collective noun (有关部门, 医疗机构): nobody by name, yet a party where a document makes it one."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in a text that names a party.

    Attributes:
        start, end: characters of the text.
        name: the words there.
        kind: what sort of party.
        title: of a person: 院士, 董事长, 市科技局副局长.
        full: the full name that the text itself declares this short name for (以下简称“…”); empty otherwise.
    """

    start: int
    end: int
    name: str
    kind: PartyKind
    title: str = ""
    full: str = ""


@dataclass(frozen=True, slots=True, order=True)
class MentionKey:
    """A name in a document: within one document one name is one party, so people judge names, not each occurrence."""

    document: str
    name: str


@dataclass(frozen=True, slots=True)
class Party:
    """A view over mentions: every name that one organisation or person goes by, and where it stands.

    Attributes:
        name: the fullest name known.
        kind: what sort of party.
        names: all names as written, sorted; `name` is among them only if some document writes it.
        mentions: where they stand, sorted.
        code: 统一社会信用代码, checked; empty where no document states it.
        reasons: why names were put together, one line each; empty where there is one name.
    """

    name: str
    kind: PartyKind
    names: tuple[str, ...]
    mentions: tuple[MentionKey, ...]
    code: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedCode:
    """A valid 统一社会信用代码 and the name that it belongs to; the name is empty where none stands before it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Named:
    """Whom one document names: all that is needed of it to tell parties apart, small enough to keep and to send.

    Attributes:
        document: the document's id.
        region: the place that it speaks for, which 市经信委 needs.
        mentions: every name, in the order of the text.
        codes: the codes that it states.
    """

    document: str
    region: str
    mentions: tuple[Mention, ...]
    codes: tuple[StatedCode, ...] = ()
