"""Small words for templates: cells, moments, translated words of tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django import template

from yuheng.app.sentences import translated

register = template.Library()


@register.simple_tag
def t(word: str) -> str:
    """A word that comes from a table, or a sentence of the program, in the reader's words; "" stays ""."""
    return translated(word)


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
def query_of(saved: Mapping[str, str]) -> str:
    """The query string of a saved view, without what is empty."""
    return urlencode({name: value for name, value in saved.items() if value})
