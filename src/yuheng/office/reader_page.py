"""reader.html: every document's text with its claims, in one file that needs no network and no server.

The page is `reader/page.html` with its style and script put in; the documents travel as JSON that the script turns into
elements by text nodes only, so that no word of a document can become markup. A content security policy with the hashes
of the one style and the one script refuses everything else.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Any, Final

from yuheng import __version__
from yuheng.errors import Misuse
from yuheng.model import (
    Advice,
    Agreement,
    Anchor,
    Claim,
    Figure,
    Measure,
    Siting,
    Task,
    Trade,
)
from yuheng.model.compiled import Compilation, Compiled
from yuheng.office.claims_file import KINDS, kind_of
from yuheng.office.entries import Entry, entries_of
from yuheng.office.single_page import page_bytes
from yuheng.office.words import amount_words, class_words, period_words, place_words

LANGS: Final = {"zh": "zh-CN", "en": "en"}

_Offsets = Callable[[int], int]


def reader_bytes(compilation: Compilation, *, lang: str = "zh") -> bytes:
    """The whole page.

    Raises:
        Misuse: a language the page does not speak.
    """
    if lang not in LANGS:
        raise Misuse(f"the reader speaks {', '.join(LANGS)}, not {lang!r}.")
    offsets = [_utf16_offsets(each.text) for each in compilation.documents]
    blobs = [_blob("index", _index(compilation, offsets))]
    for number, each in enumerate(compilation.documents):
        blobs.append(_blob(f"document-{number}", _body(each, offsets[number])))
    return page_bytes("reader", {"lang": LANGS[lang], "version": __version__, "data": "\n".join(blobs)})


def _blob(name: str, value: Any) -> str:
    """JSON that cannot end its script element: <, > and & are written as escapes, which mean the same to JSON."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return f'<script type="application/json" id="{name}">{text}</script>'


def _utf16_offsets(text: str) -> _Offsets:
    """A browser counts UTF-16 units, not characters: each one beyond U+FFFF (𠮷) shifts what follows."""
    if not text or max(text) <= "\uffff":
        return int
    wide = [position for position, letter in enumerate(text) if letter > "\uffff"]
    return lambda offset: offset + bisect_left(wide, offset)


def _index(compilation: Compilation, offsets: Sequence[_Offsets]) -> dict[str, Any]:
    numbers = {each.id + each.doc: number for number, each in enumerate(compilation.documents)}
    return {
        "kinds": list(KINDS.values()),
        "documents": [_meta(each) for each in compilation.documents],
        "unread": [[issue.document, issue.message] for issue in compilation.issues],
        "claims": [
            _claim(entry, numbers[entry.document.id + entry.document.doc], offsets) for entry in entries_of(compilation)
        ],
    }


def _meta(compiled: Compiled) -> dict[str, Any]:
    meta = compiled.meta
    return {
        "name": compiled.doc,
        "title": meta.title,
        "issuer": meta.issuer,
        "number": meta.number,
        "issued": meta.issued.isoformat() if meta.issued else "",
        "kind": meta.kind,
        "region": meta.region,
        "sha256": compiled.snapshot.sha256,
        "characters": compiled.characters,
    }


def _body(compiled: Compiled, offset: _Offsets) -> dict[str, Any]:
    return {
        "text": compiled.text,
        "blocks": [[offset(each.start), offset(each.end), each.kind, each.level] for each in compiled.blocks],
        "cells": {str(block): [row, *columns] for block, row, *columns in compiled.cells},
        "issues": [[each.message, each.anchor.quote if each.anchor else ""] for each in compiled.issues],
    }


def _claim(entry: Entry, document: int, offsets: Sequence[_Offsets]) -> dict[str, Any]:
    claim, offset = entry.claim, offsets[document]
    main, value, period, subject, facts = _shown(claim)
    row: dict[str, Any] = {
        "id": claim.id,
        "n": entry.number,
        "f": document,
        "k": kind_of(claim),
        "at": [_span(claim.anchor, offset)],
        "s": _span(claim.sentence, offset),
        "m": main,
        "v": value,
        "p": period,
        "u": subject,
        "d": [[name, said] for name, said in facts if said],
        "h": " › ".join(claim.heading),
        "w": place_words(claim.anchor.place),
    }
    if isinstance(claim, Figure):
        row["x"] = float(claim.quantity.value)
    return row


def _span(anchor: Anchor, offset: _Offsets) -> list[int]:
    return [offset(anchor.start), offset(anchor.end)]


_Shown = tuple[str, str, str, str, list[tuple[str, str]]]
"""What it is about, amount, period, subject, and further facts by the name that `page.js` translates."""


def _shown(claim: Claim) -> _Shown:
    match claim:
        case Figure():
            return _figure_shown(claim)
        case Task():
            owners = "、".join(f"{each.name}（{each.role}）" if each.role else each.name for each in claim.owners)
            facts = [("owners", owners), ("sector", claim.sector), ("conditional", _yes(claim.conditional))]
            return claim.action + claim.object, "", period_words(claim.due), owners, facts
        case Agreement():
            return _agreement_shown(claim)
        case Siting():
            facts = [("tier", claim.tier), ("district", claim.district), ("industries", "、".join(claim.industries))]
            return claim.site, "", "", claim.district, [*facts, ("status", claim.status)]
        case Advice():
            facts = [("adviser", claim.adviser), ("addressee", claim.addressee)]
            return claim.content, "", "", claim.adviser, facts
        case Measure():
            facts = [
                ("form", claim.form),
                ("beneficiary", claim.beneficiary),
                ("condition", claim.condition),
                ("amount", claim.amount.stated if claim.amount else ""),
            ]
            return claim.content or claim.form, amount_words(claim.amount), "", claim.beneficiary, facts
        case Trade():
            return _trade_shown(claim)
        case _:
            raise Misuse(f"the reader cannot show a claim of class {type(claim).__name__}.")


def _figure_shown(claim: Figure) -> _Shown:
    facts = [
        ("stated", claim.quantity.stated),
        ("hedged", _yes(claim.quantity.hedged)),
        ("measured", claim.measure),
        ("subject", claim.subject),
        ("period_stated", claim.period.stated if claim.period else ""),
    ]
    return claim.indicator, amount_words(claim.quantity), period_words(claim.period), claim.subject, facts


def _agreement_shown(claim: Agreement) -> _Shown:
    facts = [
        ("parties", "、".join(claim.parties)),
        ("about", claim.subject),
        ("stage", claim.stage),
        ("planned", _yes(claim.planned)),
        ("signed", claim.signed.stated if claim.signed else ""),
        ("site_place", claim.place),
        ("amount", claim.amount.stated if claim.amount else ""),
        ("witnesses", "、".join(claim.witnesses)),
    ]
    parties = "、".join(claim.parties)
    return claim.subject or parties, amount_words(claim.amount), period_words(claim.signed), parties, facts


def _trade_shown(claim: Trade) -> _Shown:
    facts = [
        ("party", claim.party),
        ("class", class_words(claim.segment) if claim.segment else ""),
        ("specification", claim.specification),
        ("stated", claim.amount.stated if claim.amount else ""),
        ("site_place", claim.place),
        ("stage", claim.stage),
        ("until", claim.until.stated if claim.until else ""),
    ]
    return claim.thing, amount_words(claim.amount), period_words(claim.until), claim.party, facts


def _yes(flag: bool) -> str:
    return "yes" if flag else ""
