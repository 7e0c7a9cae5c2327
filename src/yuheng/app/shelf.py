"""Documents on their shelf, and one opened: its text in parts, each stretch knowing the claims that quote it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any, Final, NamedTuple

from django.db.models import Count, Q, QuerySet

from yuheng.app.access import Person, seen
from yuheng.errors import Misuse
from yuheng.ledger.amendments import without_day
from yuheng.ledger.models import Document, Entry, Issue
from yuheng.office.words import DOCUMENT_WORDS

ORDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "": ("-stored", "pk"),
    "issued": ("-issued", "pk"),
    "title": ("title", "pk"),
    "claims": ("-claims_count", "pk"),
}
PAGE: Final = 60
UNDATED: Final = "none"
_Quote = tuple[int, int, Entry]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Documents as asked for, and what the filters could be set to, with how many each would show."""

    documents: tuple[Document, ...]
    count: int
    page: int
    pages: int
    regions: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, str, int], ...]
    years: tuple[tuple[int, int], ...]
    undated: int


@dataclass(frozen=True, slots=True)
class ShelfChoice:
    """Which documents: words in the title or number, place, kind, year of issue, order; "" asks for everything.

    The year "none" asks for those without a day of issue.
    """

    q: str = ""
    region: str = ""
    kind: str = ""
    year: str = ""
    order: str = ""


def shelf_choice(given: Mapping[str, str]) -> ShelfChoice:
    """Read a query string.

    Raises:
        Misuse: an unknown kind or order, or a year that is no number.
    """
    values = {name: given.get(name, "").strip()[:300] for name in ("q", "region", "kind", "year", "order")}
    if values["kind"] not in DOCUMENT_WORDS:
        raise Misuse(f"没有“{values['kind']}”这一种文档。")
    if values["order"] not in ORDERS:
        raise Misuse(f"不能按“{values['order']}”排序。")
    if values["year"] not in ("", UNDATED) and not (values["year"].isdecimal() and len(values["year"]) == 4):
        raise Misuse(f"年份“{values['year']}”不是四位数字。")
    return ShelfChoice(**values)


def shelf(account: Person, choice: ShelfChoice, *, page: int = 1) -> Shelf:
    """The live documents that the account sees."""
    every = seen(account, Document.objects.filter(live=True))
    rows = every.filter(_wanted(choice)).select_related("snapshot", "run").order_by(*ORDERS[choice.order])
    rows = without_day(rows) if choice.year == UNDATED else rows
    count = rows.count()
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 1), pages)
    regions = every.exclude(region="").values_list("region").annotate(n=Count("pk")).order_by("-n", "region")
    kinds = every.exclude(kind="").values_list("kind").annotate(n=Count("pk")).order_by("-n", "kind")
    years = every.exclude(issued=None).values_list("issued__year").annotate(n=Count("pk")).order_by("-issued__year")
    return Shelf(
        tuple(rows[(page - 1) * PAGE : page * PAGE]),
        count,
        page,
        pages,
        tuple(regions[:40]),
        tuple((kind, DOCUMENT_WORDS[kind], n) for kind, n in kinds),
        tuple(years),
        without_day(every).count(),
    )


def _wanted(choice: ShelfChoice) -> Q:
    wanted = Q()
    if choice.q:
        wanted &= Q(title__icontains=choice.q) | Q(number__icontains=choice.q) | Q(doc__icontains=choice.q)
    if choice.region:
        wanted &= Q(region=choice.region)
    if choice.kind:
        wanted &= Q(kind=choice.kind)
    if choice.year not in ("", UNDATED):
        wanted &= Q(issued__year=int(choice.year))
    return wanted


class Stretch(NamedTuple):
    """Some words and the claims that quote them, the shortest quote first."""

    text: str
    claims: tuple[Entry, ...]

    @property
    def ids(self) -> str:
        """The claims' numbers, parted by spaces."""
        return " ".join(str(entry.pk) for entry in self.claims)


class Part(NamedTuple):
    """A paragraph, heading … of the text, or a whole table (`rows`: cells of stretches); a plan has thousands."""

    number: int
    kind: str
    level: int
    stretches: tuple[Stretch, ...] = ()
    rows: tuple[tuple[tuple[Stretch, ...], ...], ...] = ()


def claims_of(account: Person, document: Document) -> QuerySet[Entry]:
    """The document's entries in the order of its text; they know the document that was given, none is read again."""
    return seen(account, document.entries.all()).order_by("start", "pk")


def issues_of(account: Person, document: Document) -> QuerySet[Issue]:
    """The document's issues that the account sees."""
    return seen(account, Issue.objects.filter(document=document, live=True)).select_related("anchor").order_by("pk")


def parts_of(document: Document, claims: Sequence[Entry]) -> Iterator[Part]:
    """The whole text, cut where claims begin and end; tables stand as tables.

    One part after the other, to be written and let go: a plan's five thousand at once would have Python look through
    all its memory in the middle of the page.
    """
    text, blocks = document.body.text, document.body.blocks
    spots = {number: (row, columns) for number, row, *columns in document.body.cells}
    over = _by_block(blocks, claims)
    for in_table, cut in groupby(enumerate(blocks), lambda pair: pair[0] in spots):
        if in_table:
            table = list(cut)
            cells = (cell for n, block in table for cell in _cells(text, block, over.get(n, ()), spots[n]))
            yield Part(table[0][0], "table", 0, rows=_rows(cells))
        else:
            for n, (start, end, kind, level, *_) in cut:
                yield Part(n, kind, level, _stretches(text, start, end, over.get(n, ())))


def _by_block(blocks: Sequence[Any], claims: Iterable[Entry]) -> Mapping[int, Sequence[_Quote]]:
    """Which quotes touch each block: a quote may run over several."""
    starts = [block[0] for block in blocks]
    over: dict[int, list[_Quote]] = defaultdict(list)
    for claim in claims:
        start, end = (claim.claim.payload["anchor"][side] for side in ("start", "end"))
        number = max(bisect_right(starts, start) - 1, 0)
        while number < len(blocks) and starts[number] < end:
            over[number].append((start, end, claim))
            number += 1
    return over


def _cells(
    text: str, block: Any, quotes: Sequence[_Quote], spot: tuple[int, list[int]]
) -> Iterator[tuple[int, int, tuple[Stretch, ...]]]:
    """A block's cells: one, or of a list's row as many as tabs part, each in its column."""
    row, columns = spot
    at = block[0]
    for number, words in enumerate(text[block[0] : block[1]].split("\t") if len(columns) > 1 else [""]):
        end = at + len(words) if len(columns) > 1 else block[1]
        yield row, columns[number], _stretches(text, at, end, quotes)
        at = end + 1


def _rows(cells: Iterable[tuple[int, int, tuple[Stretch, ...]]]) -> tuple[tuple[tuple[Stretch, ...], ...], ...]:
    rows = []
    for _, row in groupby(cells, lambda cell: cell[0]):
        line: list[tuple[Stretch, ...]] = []
        for _, column, stretches in row:
            line += [()] * (column - len(line))
            line.append(stretches)
        rows.append(tuple(line))
    return tuple(rows)


def _stretches(text: str, start: int, end: int, quotes: Sequence[_Quote]) -> tuple[Stretch, ...]:
    if not quotes:
        return (Stretch(text[start:end], ()),) if start < end else ()
    inside = [(a, b, claim) for a, b, claim in quotes if a < end and b > start]
    edges = sorted({start, end, *(min(max(at, start), end) for a, b, _ in inside for at in (a, b))})
    return tuple(_pieces(text, edges, inside))


def _pieces(text: str, edges: Sequence[int], inside: Sequence[_Quote]) -> Iterator[Stretch]:
    for a, b in pairwise(edges):
        over = sorted((end - start, claim.pk, claim) for start, end, claim in inside if start <= a and end >= b)
        yield Stretch(text[a:b], tuple(claim for _, _, claim in over))


def outline_of(document: Document) -> tuple[dict[str, Any], ...]:
    """The headings, for the outline beside the text; what stands in a table heads nothing."""
    text, in_table = document.body.text, {number for number, *_ in document.body.cells}
    heads = (
        {"number": number, "level": level, "words": text[start:end].strip()}
        for number, (start, end, kind, level, *_) in enumerate(document.body.blocks)
        if kind in ("title", "heading") and number not in in_table
    )
    return tuple(head for head in heads if head["words"])
