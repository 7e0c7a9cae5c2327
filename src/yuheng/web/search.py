"""The one search box."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest

from yuheng.app.finding_words import PAGE, WORDS, found
from yuheng.errors import Misuse
from yuheng.web.pages import Page, person
from yuheng.web.paging import number_of, turning


def search(request: HttpRequest) -> Page:
    """Hits over passages, claims and parties."""
    words, kind = request.GET.get("q", "").strip()[:200], request.GET.get("kind", "")
    known = next((key for key in WORDS if key == kind), None)
    if kind and known is None:
        raise Misuse(f"没有“{kind}”这一种命中。")
    page = number_of(request.GET.get("page"))
    rows, total = found(person(request), words, kind=known, page=page) if words else ([], 0)
    query = urlencode({"q": words, **({"kind": kind} if kind else {})})
    return Page(
        "web/search.html",
        {"query": words, "hits": rows, "total": total},
        {
            "kind": kind,
            "kinds": list(WORDS.items()),
            "turn": turning(page, max(1, -(-total // PAGE)), query),
        },
    )
