"""Web pages as saved by a browser: the visible text, every character with its place in the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from yuheng.model import Issue, Mark, Reading, Run
from yuheng.read.boilerplate import boilerplate_in
from yuheng.read.formats import as_text
from yuheng.read.markup import Node, Page, read_markup
from yuheng.read.txt import lost_characters

_CHARSET: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_HEADING: Final = re.compile(r"h[1-6]")
_LONGEST_CELL: Final = 800
"""Characters; a table with a longer cell lays out the page."""

_TITLES: Final = ("articletitle", "og:title", "twitter:title")
_PUBLISHED: Final = (
    "pubdate", "publishdate", "article:published_time", "datepublished", "firstpublishedtime", "dc.date",
    "dcterms.date", "publish-date", "publishtime", "og:release_date", "weibo: article:create_at",
)  # fmt: skip
_SOURCES: Final = ("contentsource", "source", "article:author", "mediaid")
_SITES: Final = ("sitename", "og:site_name", "application-name")


def read_html(name: str, data: bytes) -> tuple[Reading, tuple[Issue, ...]]:
    """Read a saved page; what surrounds the article is marked "boilerplate" and stays.

    Raises:
        UnreadableSnapshot: the bytes are text in no encoding.
    """
    declared = _CHARSET.search(data[:8192])
    decoded = as_text(name, data, declared[1].decode("ascii") if declared else "")
    page = read_markup(decoded.text)
    marks = [*_headings(page), *_tables(page)]
    marks += [
        Mark(start, end, "boilerplate") for start, end in _trimmed(page.text, boilerplate_in(page.root, page.text))
    ]
    marks.sort(key=lambda mark: (mark.start, -mark.end))
    reading = Reading(
        page.text,
        wrapped=False,
        runs=tuple(Run(start, end, source=source) for start, end, source in page.pieces),
        marks=tuple(marks),
        reader="html/1",
        properties=(*_properties(page), ("encoding", decoded.encoding)),
    )
    return reading, lost_characters(name, decoded)


def _nodes(root: Node) -> Iterator[Node]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(node.children)


def _headings(page: Page) -> Iterator[Mark]:
    for node in _nodes(page.root):
        if _HEADING.fullmatch(node.tag):
            for start, end in _trimmed(page.text, [(node.start, node.end)]):
                yield Mark(start, end, "heading", int(node.tag[1]))


def _tables(page: Page) -> Iterator[Mark]:
    """Mark tables that hold data; those that lay out a page are only its frame."""
    for table in _nodes(page.root):
        if table.tag != "table":
            continue
        inner = list(_nodes(table))[1:]
        rows = [node for node in inner if node.tag == "tr"]
        grid = [_row(row) for row in rows]
        cells = [node for row in grid for node in row]
        if any(node.tag == "table" for node in inner) or len(rows) < 2 or len(cells) < 3:
            continue
        if max(cell.end - cell.start for cell in cells) > _LONGEST_CELL or max(map(len, grid)) < 2:
            continue
        spans = [("table", table, 0), *(("row", row, 0) for row in rows)]
        spans += [("cell", cell, column) for cell, column in _columns(grid)]
        for kind, node, level in spans:
            for start, end in _trimmed(page.text, [(node.start, node.end)]):
                match kind:
                    case "table":
                        yield Mark(start, end, "table")
                    case "row":
                        yield Mark(start, end, "row")
                    case _:
                        yield Mark(start, end, "cell", level)


def _row(row: Node) -> list[Node]:
    return [node for node in row.children if node.tag in {"td", "th"}]


def _columns(grid: list[list[Node]]) -> Iterator[tuple[Node, int]]:
    """Each cell with its column, counting the cells that reach down from rows above and those that span several."""
    taken: dict[int, int] = {}
    for row in grid:
        column = 0
        below = {at: rows - 1 for at, rows in taken.items() if rows > 1}
        for cell in row:
            while taken.get(column, 0) > 0:
                column += 1
            yield cell, column
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            for at in range(column, column + wide):
                if high > 1:
                    below[at] = high - 1
            column += wide
        taken = below


def _span(cell: Node, name: str) -> int:
    value = cell.attributes.get(name, "")
    return min(max(int(value), 1), 200) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _trimmed(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans without white space at their ends; those of white space alone are none."""
    for start, end in spans:
        words = text[start:end]
        kept = words.strip()
        if kept:
            start += len(words) - len(words.lstrip())
            yield start, start + len(kept)


def _properties(page: Page) -> tuple[tuple[str, str], ...]:
    metas: dict[str, str] = {}
    for name, content in page.metas:
        metas.setdefault(name, content)
    times = (n.attributes["datetime"] for n in _nodes(page.root) if n.tag == "time" and n.attributes.get("datetime"))
    stated = {
        "title": next((metas[key] for key in _TITLES if key in metas), page.title),
        "published": next((metas[key] for key in _PUBLISHED if key in metas), next(times, "")),
        "source": next((metas[key] for key in _SOURCES if key in metas), ""),
        "site": next((metas[key] for key in _SITES if key in metas), ""),
    }
    return tuple((key, value) for key, value in stated.items() if value)
