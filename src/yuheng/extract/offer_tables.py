"""Tables of a document that list offers or needs: their heads, what tells the side, and their rows field by field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import Final

from yuheng.extract.grids import Cell, Grid
from yuheng.extract.trade_cells import holds_contact
from yuheng.extract.trade_columns import SIDES, Side, columns_of
from yuheng.model import Document, anchor_at
from yuheng.text.names import parties_in
from yuheng.vocab.chain.columns import column_words, side_words, words_for
from yuheng.vocab.units import is_unit

ITEMS: Final = ("offer", "need", "name")
_LONGEST_TITLE: Final = 20
_SHORT: Final = 8
"""Characters of a caption or heading that is nothing but the name of a list: 企业产品供给."""
_NEAR: Final = 10
"""Characters between what is listed and the word for a list: 需求（第一批）清单."""
_BELOW: Final = 60
"""Rows below a head that tell whether its 单位 are units of measure."""
_SHOWN: Final = frozenset(
    {*ITEMS, "firm", "class", "segment", "specification", "quantity", "item_place", "place", "stage", "until", "side"}
    | {"form", "unit", *(f"{side}_{what}" for side in SIDES for what in ("specification", "quantity"))}
)
"""Columns that may stand in a claim's sentence: what they hold is of the item, and of no person."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the columns of a list hold.

    Attributes:
        columns: the field of each column.
        titles: the title over each field.
        side: what all rows are that do not say it themselves.
        undecided: the list says 供需, and neither head nor name tells which row is which.
        name: the caption, heading or title that names the list; empty where none does.
        start, end: its span.
    """

    columns: Mapping[int, str]
    titles: Mapping[str, str]
    side: Side | None
    undecided: bool
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Field:
    """What a row says in one column: the span, each paragraph's span, and the words.

    `taken` is True where the row has no such cell and the one above it, merged or meant to, holds for it.
    """

    start: int
    end: int
    text: str
    spans: tuple[tuple[int, int], ...]
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: its fields, and the stretches of neighbouring cells that speak of the item alone."""

    head: Head
    fields: Mapping[str, Field]
    shown: tuple[tuple[int, int], ...]
    path: tuple[str, ...]


def list_rows_in(document: Document, grid: Grid) -> Iterator[Row | Head]:
    """The rows of every list in a grid; a head alone where its side is undecided."""
    head: Head | None = None
    above: dict[str, Field] = {}
    sheet, skip = "", False
    named = [any(_item_words().search(cell.text) for cell in cells) for cells in grid.rows]
    for number, cells in enumerate(grid.rows):
        may_be_head = any(named[number : number + 2]) and (head is None or _repeats(head, cells))
        if skip or (head is None and not may_be_head):
            skip = False
            continue
        here = anchor_at(document, cells[0].start, cells[0].end).place.sheet or ""
        if here != sheet:
            head, sheet = None, here
        found = (
            _head(document, grid, cells, grid.rows[number + 1 : number + _BELOW], sheet=sheet) if may_be_head else None
        )
        if found is not None and (head is None or _is_certain(found[0], head)):
            head, skip = found
            above = {}
            if head.undecided:
                yield head
        elif head is not None:
            fields = _fields(document, head, cells, above)
            yield Row(head, fields, tuple(_shown(head, cells)), grid.path)


def _repeats(head: Head, cells: Sequence[Cell]) -> bool:
    """Whether a row under a head has titles in two cells or more: a row of a list has none."""
    known = column_words()
    return sum(cell.text.strip() in known or cell.text in head.titles.values() for cell in cells) > 1


@cache
def _item_words() -> re.Pattern[str]:
    """What stands over items: a row without any of it, and above such a row, is no head and costs nothing."""
    words = (word for word, field in column_words().items() if field in ITEMS)
    return re.compile("|".join(map(re.escape, sorted(words, key=len))), re.IGNORECASE)


def _head(
    document: Document, grid: Grid, cells: Sequence[Cell], below: Sequence[Sequence[Cell]], *, sheet: str
) -> tuple[Head, bool] | None:
    """The head that a row, or it and the next one, is; and whether it takes the next one."""
    titles = _titles(cells)
    if not titles:
        return None
    taken = False
    columns = _columns(titles)
    second = _titles(below[0]) if below else {}
    if second and _is_second(second):
        joined = _joined(titles, second)
        if len(_columns(joined)) > len(columns):
            titles, columns, taken = joined, _columns(joined), True
    columns = _with_units(columns, titles, below[taken:])
    firm = next((titles[column] for column, field in columns.items() if field == "firm"), "")
    if any((each.start, each.end) == (0, len(firm)) and each.kind != "generic" for each in parties_in(firm)):
        return None  # 乙医院 is somebody, 医院名称 a title
    if len(columns) < 2 or not set(ITEMS) & set(columns.values()):
        return None
    words = _settled(document, grid, titles.values())
    if words:
        return None
    over = {field: titles[column] for column, field in columns.items()}
    last = below[0][-1] if taken else cells[-1]
    contexts = _contexts(document, grid, sheet)
    side, name = _side(over, contexts)
    both = [each for each, _ in contexts if any(word in each for word in words_for("both"))]
    undecided = side is None and "side" not in over and "name" in over and "firm" in over and bool(both)
    if side is None and not undecided and not {"side", "offer", "need"} & set(over):
        return None
    return Head(columns, over, side, undecided, name or (both or [""])[0], cells[0].start, last.end), taken


def _is_certain(found: Head, before: Head) -> bool:
    """Whether a row under a head is another head, or the same on the next page, and none that only looks like one."""
    exact = all(re.sub(r"[（(].*?[）)]", "", title) in column_words() for title in found.titles.values())
    return exact or found.titles == before.titles


def _titles(cells: Sequence[Cell]) -> dict[int, str]:
    """What stands over each column, or nothing where the row holds what no title does."""
    found: dict[int, str] = {}
    for cell in cells:
        found[cell.column] = found.get(cell.column, "") + re.sub(r"\s+", "", cell.text)
    plain = all(
        len(title) <= _LONGEST_TITLE and not re.fullmatch(r"[\d.,%-]+|.*[。；].*", title) for title in found.values()
    )
    return found if plain else {}


def _columns(titles: Mapping[int, str]) -> dict[int, str]:
    return columns_of([titles.get(column, "") for column in range(max(titles) + 1)]) if titles else {}


def _is_second(titles: Mapping[int, str]) -> bool:
    """Whether a row goes on with the head above it: every cell of it is a title."""
    return all(columns_of([title]) or title in column_words() for title in titles.values())


def _joined(upper: Mapping[int, str], lower: Mapping[int, str]) -> dict[int, str]:
    """The titles of a head of two rows: under 需求信息 a 规格 is a 需求规格; what reaches down keeps its own."""
    joined = dict(upper)
    for column, title in lower.items():
        over = [upper[each] for each in sorted(upper) if each <= column][-1:]
        sides = [word for word in ("供给", "需求") if over and word in over[0]]
        prefix = sides[0] if len(sides) == 1 and sides[0] not in title else ""
        joined[column] = prefix + title
    return joined


def _with_units(columns: dict[int, str], titles: Mapping[int, str], rows: Sequence[Sequence[Cell]]) -> dict[int, str]:
    """单位 is a unit of measure where units stand under it, and names who offers where parties do."""
    for column, title in titles.items():
        bare = re.sub(r"[（(].*?[）)]", "", title)
        if bare not in ("单位", "计量单位"):
            continue
        under = [cell.text.strip() for row in rows for cell in row if cell.column == column]
        if under and 2 * sum(map(is_unit, under)) >= len(under):
            others = {each: words for each, words in titles.items() if each != column}
            return {**_columns(others), column: "unit"}
    return columns


def _settled(document: Document, grid: Grid, titles: Iterable[str]) -> list[str]:
    """Words that say that what is listed is over: a list of 中标 is neither of needs nor of offers."""
    over = " ".join((*titles, grid.caption, *grid.path[-1:], document.meta.title))
    return [word for word in words_for("settled") if word in over]


def _contexts(document: Document, grid: Grid, sheet: str) -> list[tuple[str, bool]]:
    """What may name the list, the nearest first, and whether any word of a side there is enough: a file is its name."""
    file = PurePath(document.snapshot.name)
    listed = file.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".csv", ".tsv")
    captions = [line.strip() for line in reversed(grid.caption.split("\n")) if line.strip()]
    headings = [re.sub(r"^[（(]?[一二三四五六七八九十\d]+[)）、.．]\s*", "", each) for each in reversed(grid.path)]
    return [
        *((each, False) for each in (*captions, *headings)),
        *([(sheet, True)] if sheet else []),
        (document.meta.title, False),
        (file.stem, listed),
    ]


def _side(titles: Mapping[str, str], contexts: Sequence[tuple[str, bool]]) -> tuple[Side | None, str]:
    """The side of the rows that say none, and the words that name the list."""
    named = next(((side, words) for words, free in contexts if (side := _side_in(words, free=free))), (None, ""))
    side = _side_in(titles.get("firm", ""), free=True) or named[0]
    if side is None and _is_of_makers(titles):
        side = "offer"
    return side, named[1]


def _side_in(words: str, *, free: bool) -> Side | None:
    """The one side that the name of a list names."""
    folded = words.lower()
    found = {side: [folded.find(word) for word in side_words().lists[side] if word in folded] for side in SIDES}
    sides = [side for side in SIDES if found[side]]
    if len(sides) != 1:
        return None
    if free or len(words) <= _SHORT:
        return sides[0]
    last = max(found[sides[0]])
    return sides[0] if any(word in folded[last : last + 2 * _NEAR] for word in words_for("lists")) else None


def _is_of_makers(titles: Mapping[str, str]) -> bool:
    """Whether a table of products and firms tells that others may have them: it says how much, or whom to ring."""

    def holds(field: str, use: str) -> bool:
        return any(word in titles.get(field, "") for word in words_for(use))

    reachable = any(field in titles for field in ("contact", "phone", "item_place")) and "quantity" not in titles
    return holds("name", "products") and holds("firm", "makers") and (reachable or holds("quantity", "capacity"))


def _fields(document: Document, head: Head, cells: Sequence[Cell], above: dict[str, Field]) -> dict[str, Field]:
    """The row's fields; who it is of, and what, holds from above where the row does not say."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for cell in cells:
        if cell.column in head.columns:
            spans.setdefault(head.columns[cell.column], []).append((cell.start, cell.end))
    fields = {
        name: Field(parts[0][0], parts[-1][1], document.text[parts[0][0] : parts[-1][1]], tuple(parts))
        for name, parts in spans.items()
    }
    for name in ("firm", "place", "side"):
        if name in fields:
            above[name] = fields[name]
        elif name in above and (name == "firm" or "firm" not in fields):
            fields[name] = _from_above(above[name])
    items = [name for name in ITEMS if name in fields]
    if items:
        for name in ITEMS:
            above.pop(name, None)
        above.update({name: fields[name] for name in items})
    elif "specification" in fields and sum(name in above for name in ITEMS) == 1 and fields["firm"].taken:
        fields.update({name: _from_above(above[name]) for name in ITEMS if name in above})
    return fields


def _from_above(each: Field) -> Field:
    return Field(each.start, each.end, each.text, each.spans, taken=True)


def _shown(head: Head, cells: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """Stretches of neighbouring cells without a contact or a cell of unknown use between them."""
    run: list[Cell] = []
    for cell in sorted(cells, key=lambda each: each.start):
        if head.columns.get(cell.column) in _SHOWN and not holds_contact(cell.text):
            run.append(cell)
            continue
        if run:
            yield run[0].start, run[-1].end
        run = []
    if run:
        yield run[0].start, run[-1].end
