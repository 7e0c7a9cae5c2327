"""Small words for templates: cells, words with their claims, translated words of tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from yuheng.app.shelf import Stretch

register = template.Library()


@register.simple_tag
def t(word: str) -> str:
    """Translate a word that comes from a table; "" stays "" (gettext would answer with the catalogue's head)."""
    return gettext(word) if word else ""


@register.filter
def shown(cell: str | Decimal | date | None) -> str:
    """A table's cell as text.

    >>> shown(None), shown(Decimal("1E+3")), shown(date(2025, 12, 31))
    ('', '1000', '2025-12-31')
    """
    match cell:
        case None:
            return ""
        case Decimal():
            return format(cell, "f")
        case date():
            return cell.isoformat()
        case str():
            return cell


@register.filter
def moment(at: str) -> str:
    """A moment to the minute, as a table shows it.

    >>> moment("2026-03-02T20:00:09+08:00")
    '2026-03-02 20:00'
    """
    return at[:16].replace("T", " ")


@register.simple_tag
def stretches(pieces: Iterable[Stretch]) -> SafeString:
    """Words of a document, escaped, each stretch that claims quote marked with the innermost one's kind."""
    return mark_safe("".join(_marked(piece) for piece in pieces))  # noqa: S308  # every part is escaped by format_html


def _marked(piece: Stretch) -> str:
    if not piece.claims:
        return format_html("{}", piece.text)
    kind = piece.claims[0].kind
    return format_html(
        '<span class="c {}" data-kind="{}" data-claims="{}">{}</span>', kind, kind, piece.ids, piece.text
    )


@register.simple_tag
def query_of(saved: Mapping[str, str]) -> str:
    """The query string of a saved view, without what is empty."""
    return urlencode({name: value for name, value in saved.items() if value})
