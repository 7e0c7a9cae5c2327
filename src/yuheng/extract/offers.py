"""Offers and needs that a list states: 供需清单, 需求清单, 产品供给目录, 采购需求; a claim for each thing of each row.

The table itself must say that its rows are offers or needs: in a column's title, in a column of its own, in its
caption, its heading or the name of the list. A table of products and firms that says neither is a table of something
else. Nobody's contact enters a claim: not as a value, and not in the sentence around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from yuheng.extract.grids import grids_in
from yuheng.extract.offer_clauses import offer_clauses_in
from yuheng.extract.offer_tables import Head, Row, list_rows_in
from yuheng.extract.trade_cells import is_name, read_amount, read_until, thing_with_amount, without_contacts
from yuheng.extract.trade_columns import Side, own, side_of_cell, things_in
from yuheng.model import Anchor, Document, Issue, Need, Offer, Quantity, Trade, anchor_at, id_of
from yuheng.text.names import parties_in
from yuheng.vocab.chain import segment_of, segments_in, stages

_MAY_LIST = re.compile(r"供|需|求购|采购|产品|品名|物资|supply|demand|need", re.IGNORECASE)
_OWN_LISTS = frozenset({"hospital", "firm", "university", "institute"})
"""Kinds of parties whose own list it is where a list's name names one; an office lists what others need."""
_LONGEST = 200
_PROSE = re.compile(r"。.|[，；,;].{24,}[，；,;]")
_NUMBERED = re.compile(r"(?:^|[；;。\s])[（(]?(?:\d{1,2}[、.)）]|[①-⑳])\s*\D")


class _Thing(NamedTuple):
    """A thing of a row: its side, its span, its words without the amount beside it, and that amount."""

    side: Side
    start: int
    end: int
    words: str
    amount: Quantity | None


def offers_in(document: Document) -> tuple[tuple[Trade, ...], tuple[Issue, ...]]:
    """Find what lists, and sentences that leave no doubt, offer or need.

    A cell of several things gives a claim for each; an amount or specification that may belong to any of them belongs
    to none. A name holds for the rows below that lack one, as a merged cell leaves them. A list that says 供需 and does
    not tell which row is which is an issue, once a table.
    """
    if _MAY_LIST.search(document.text) is None and _MAY_LIST.search(document.snapshot.name) is None:
        return (), ()
    found: dict[tuple[str, str], Trade] = {}
    issues: list[Issue] = []
    for row in _rows(document):
        if isinstance(row, Head):
            issues.append(_undecided(document, row))
            continue
        for claim in _claims(document, row):
            found.setdefault((type(claim).__name__, claim.id), claim)
    for claim in offer_clauses_in(document):
        found.setdefault((type(claim).__name__, claim.id), claim)
    return tuple(found.values()), tuple(issues)


def _rows(document: Document) -> Iterator[Row | Head]:
    for grid in grids_in(document):
        if not grid.flat and not grid.inferred:
            yield from list_rows_in(document, grid)


def _undecided(document: Document, head: Head) -> Issue:
    message = (
        "这张供需表没有写明各行是供给还是需求，没有读成断言；请在表头或表名写明“供给”或“需求”，或加一列“供需类型”。"
    )
    return Issue("side-unknown", message, document.snapshot.name, anchor_at(document, head.start, head.end))


def _claims(document: Document, row: Row) -> Iterator[Trade]:
    words = {name: without_contacts(each.text).strip() for name, each in row.fields.items()}
    if any(each and not is_name(each) for each in (words.get("firm", ""),)):
        return  # 合计, a number: no party, and its row is none of a list
    things = list(_things(document, row, words))
    for thing in things:
        first = sum(each.side == thing.side for each in things) == 1
        yield _claim(document, row, words, thing=thing, alone=len(things) == 1, first=first)


def _things(document: Document, row: Row, words: dict[str, str]) -> Iterator[_Thing]:
    """Each thing of a row; where the name comes from above, the row's own specification is what is pointed at."""
    stated = side_of_cell(words.get("side", "")) or row.head.side
    sides: tuple[tuple[str, Side | None], ...] = (("offer", "offer"), ("need", "need"), ("name", stated))
    for name, side in sides:
        each = row.fields.get(name)
        if each is None or side is None:
            continue
        if each.taken:
            specification = row.fields["specification"]
            thing = thing_with_amount(words[name])[0]
            if is_name(thing) and words["specification"] and len(things_in(words[name])) == 1:
                yield _Thing(side, *_trimmed(document, specification.start, specification.end), thing, None)
            continue
        for start, end in each.spans:
            yield from _in_cell(document, side, (start, end), one=name == "name", firm=words.get("firm", ""))


def _in_cell(document: Document, side: Side, span: tuple[int, int], *, one: bool, firm: str) -> Iterator[_Thing]:
    cell = without_contacts(document.text[span[0] : span[1]])
    at = 0
    for words in _names(cell) if one else _parts(cell):
        place = cell.find(words, at)
        thing, amount = thing_with_amount(words)
        if place >= 0 and is_name(thing) and thing != firm:
            at = place + len(words)
            yield _Thing(side, span[0] + place, span[0] + at, thing, amount)


def _names(cell: str) -> list[str]:
    """The things of a cell for one name: 护目镜/防护眼镜 is one thing by two names, 口罩、防护服 are two things."""
    parts = _parts(cell)
    listed = len(_NUMBERED.findall(cell)) > 1 or (all(map(segments_in, parts)) and not re.search("[/|]", cell))
    return parts if listed else [cell.strip()]


def _parts(cell: str) -> list[str]:
    """The things of a cell; a description in sentences is one thing, its first sentence where it is very long."""
    if len(_NUMBERED.findall(cell)) > 1 or not _PROSE.search(cell):
        return things_in(cell)
    whole = cell.strip()
    return [whole if len(whole) <= _LONGEST else whole[: whole.find("。", 0, _LONGEST) + 1] or whole[:_LONGEST]]


def _claim(document: Document, row: Row, words: dict[str, str], *, thing: _Thing, alone: bool, first: bool) -> Trade:
    specification = own(words, "specification", thing.side, alone=alone, first=first)
    quantity = own(words, "quantity", thing.side, alone=alone, first=first)
    titles = row.head.titles
    title = titles.get(f"{thing.side}_quantity") or titles.get("quantity", "")
    anchor = anchor_at(document, thing.start, thing.end)
    until = row.fields.get("until")
    stage = words.get("stage", "")
    make = Offer if thing.side == "offer" else Need
    return make(
        id=id_of(document.snapshot.sha256, thing.side, anchor.place.start, anchor.place.end),
        anchor=anchor,
        sentence=_sentence(document, row, anchor),
        heading=row.path,
        party=_party(row, words),
        thing=thing.words,
        segment=segment_of(thing.words) or (segment_of(words.get("class", "")) if alone else ""),
        specification=specification if specification.strip("—－-/ 无") else "",
        amount=thing.amount or (read_amount(quantity, head=title, unit=words.get("unit", "")) if quantity else None),
        place=words.get("item_place") or words.get("place", ""),
        stage=stage if stage in stages() else "",
        until=read_until(document, until.start, until.end) if until else None,
    )


def _party(row: Row, words: dict[str, str]) -> str:
    """Who the row names; where no column does, the hospital or firm whose own list this is by its name."""
    if "firm" in row.head.titles:
        return words.get("firm", "")
    named = [each for each in parties_in(row.head.name) if each.kind in _OWN_LISTS]
    return named[0].name if len(named) == 1 else ""


def _sentence(document: Document, row: Row, anchor: Anchor) -> Anchor:
    """The row around a thing as far as its cells speak of the item; the thing alone where its cell holds a contact."""
    around = next((span for span in row.shown if span[0] <= anchor.start and anchor.end <= span[1]), None)
    return anchor_at(document, *around) if around else anchor


def _trimmed(document: Document, start: int, end: int) -> tuple[int, int]:
    """A cell's span without whom to ring."""
    return start, start + len(without_contacts(document.text[start:end]))
