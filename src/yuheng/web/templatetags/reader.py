"""The reader's two long columns: a document's text and its claims, written out here.

A plan has five thousand paragraphs and five hundred claims; as loops of a template they take most of a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from yuheng.app.listing import amount_of
from yuheng.app.shelf import Part, Stretch
from yuheng.ledger.models import Entry, EntryState
from yuheng.office.words import KIND_WORDS

register = template.Library()
_SHORT = 8
"""Characters of a cell that stay on one line, as in the reader's page."""


@register.simple_tag
def leaf(parts: Iterable[Part]) -> SafeString:
    """The text, each stretch that claims quote marked with the innermost one's kind; tables stand as tables."""
    return mark_safe("\n".join(_table(part) if part.rows else _block(part) for part in parts))  # noqa: S308  # escaped


def _block(part: Part) -> str:
    before, behind = _opening(part.kind, part.level)
    return f"{before}{part.number}{behind}{''.join(map(_stretch, part.stretches))}</div>"


@lru_cache(maxsize=100)
def _opening(kind: str, level: int) -> tuple[str, str]:
    """What stands before and behind the number of a block: the same for thousands of paragraphs."""
    heading = f' role="heading" aria-level="{level + 1}"' if kind in ("heading", "title") else ""
    return f'<div class="b {escape(kind)} l{level}" id="b-', f'"{heading}>'


def _table(part: Part) -> str:
    rows = ("<tr>" + "".join(map(_cell, row)) + "</tr>" for row in part.rows)
    return f'<div class="grid" id="b-{part.number}"><table><tbody>{"".join(rows)}</tbody></table></div>'


def _cell(cell: Sequence[Stretch]) -> str:
    """A cell as wide as its words want: a table of ten columns would squeeze a name into one letter a line."""
    length = sum(len(piece.text) for piece in cell)
    width = "" if not length else ' class="short"' if length <= _SHORT else ' class="long"'
    return f"<td{width}>{''.join(map(_stretch, cell))}</td>"


def _stretch(piece: Stretch) -> str:
    words = escape(piece.text)
    if not piece.claims:
        return words
    kind = piece.claims[0].kind
    return f'<span class="c {kind}" data-kind="{kind}" data-claims="{piece.ids}">{words}</span>'


@register.simple_tag
def claim_rows(entries: Iterable[Entry]) -> SafeString:
    """The claims beside the text; each opens the words that state it, and its card below itself."""
    page, card = _addresses("claim"), _addresses("claim-card")
    kinds = {kind: escape(gettext(word)) for kind, word in KIND_WORDS.items()}
    states = {state.value: escape(gettext(state.label)) for state in EntryState}
    return mark_safe("".join(_row(entry, page, card, kinds, states) for entry in entries))  # noqa: S308  # escaped


def _addresses(name: str) -> tuple[str, str]:
    """What stands before and behind the number in an address: looked up once, not a thousand times."""
    before, _, behind = reverse(name, args=[0]).rpartition("0")
    return before, behind


def _row(
    entry: Entry,
    page: tuple[str, str],
    card: tuple[str, str],
    kinds: Mapping[str, str],
    states: Mapping[str, str],
) -> str:
    number, kind, payload = entry.pk, entry.kind, entry.payload
    owners = "、".join(owner["name"] for owner in payload.get("owners", ()))
    state = f' <span class="tag {entry.state}">{states[entry.state]}</span>' if entry.state != EntryState.OPEN else ""
    return (
        f'<li id="claim-{number}" data-kind="{kind}"><a href="{page[0]}{number}{page[1]}" data-claim="{number}" '
        f'hx-get="{card[0]}{number}{card[1]}" hx-trigger="open-claim" hx-target="next .more" hx-swap="innerHTML">'
        f'<span class="tag {kind}">{kinds[kind]}</span><span>{escape(entry.what)}</span>'
        f'<span class="v">{escape(amount_of(payload))}</span><span class="sub">{escape(entry.period)}'
        f'{f" {escape(owners)}" if owners else ""}{state}</span></a><div class="more"></div></li>'
    )
