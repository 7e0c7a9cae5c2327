"""The reader's two long columns: a document's text and its claims, written out here.

A plan has five thousand paragraphs and five hundred claims; as loops of a template they take most of a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from yuheng.app.shelf import Part, Stretch

register = template.Library()
_SHORT = 8
"""Characters of a cell that stay on one line, as in the reader's page."""


@register.simple_tag
def leaf(parts: Iterable[Part]) -> SafeString:
    """The text, each stretch that claims quote marked with the innermost one's kind; tables stand as tables."""
    return mark_safe("\n".join(_table(part) if part.rows else _block(part) for part in parts))  # noqa: S308  # escaped


def _block(part: Part) -> str:
    heading = f' role="heading" aria-level="{part.level + 1}"' if part.kind in ("heading", "title") else ""
    words = "".join(map(_stretch, part.stretches))
    return f'<div class="b {escape(part.kind)} l{part.level}" id="b-{part.number}"{heading}>{words}</div>'


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
def claim_rows(rows: Sequence[Mapping[str, Any]]) -> SafeString:
    """The claims beside the text; each opens the words that state it, and its card below itself."""
    page, card = _addresses("claim"), _addresses("claim-card")
    return mark_safe("".join(_row(row, page, card) for row in rows))  # noqa: S308  # escaped


def _addresses(name: str) -> tuple[str, str]:
    """What stands before and behind the number in an address: looked up once, not a thousand times."""
    before, _, behind = reverse(name, args=[0]).rpartition("0")
    return before, behind


def _row(row: Mapping[str, Any], page: tuple[str, str], card: tuple[str, str]) -> str:
    number, kind = row["id"], row["kind"]
    owners = f" {escape('、'.join(row['owners']))}" if row["owners"] else ""
    state = f' <span class="tag {row["state"]}">{escape(gettext(row["state_word"]))}</span>'
    return (
        f'<li id="claim-{number}" data-kind="{kind}"><a href="{page[0]}{number}{page[1]}" data-claim="{number}" '
        f'hx-get="{card[0]}{number}{card[1]}" hx-trigger="open-claim" hx-target="next .more" hx-swap="innerHTML">'
        f'<span class="tag {kind}">{escape(gettext(row["kind_word"]))}</span><span>{escape(row["what"])}</span>'
        f'<span class="v">{escape(row["amount"])}</span><span class="sub">{escape(row["period"])}{owners}'
        f'{state if row["state"] != "open" else ""}</span></a><div class="more"></div></li>'
    )
