"""Pages of a list: the number asked for, and the addresses of the neighbours."""

from __future__ import annotations

from typing import Any

from yuheng.errors import Misuse


def number_of(text: str | None) -> int:
    """The page asked for, 1 where none is.

    >>> number_of(None), number_of("3")
    (1, 3)

    Raises:
        Misuse: no whole number from 1 on.
    """
    if text is None or text == "":
        return 1
    if not text.isascii() or not text.isdigit() or len(text) > 8 or int(text) < 1:
        raise Misuse(f"页码“{text}”不是正整数。")
    return int(text)


def turning(page: int, pages: int, query: str) -> dict[str, Any]:
    """Where the neighbours are; None where there is none.

    >>> turning(2, 3, "kind=task")["next"]
    '?kind=task&page=3'
    """

    def at(number: int) -> str | None:
        return f"?{query}{'&' if query else ''}page={number}" if 1 <= number <= pages else None

    return {"page": page, "pages": pages, "before": at(page - 1), "next": at(page + 1)}
