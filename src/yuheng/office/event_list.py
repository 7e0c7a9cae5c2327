"""供需清单: the published list of offers and needs as workbook, page and JSON-LD, and the matches with their reasons.

None of the three holds a contact, a credit code or a licence: those stay with the organiser until both sides agree.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from importlib.resources import files
from string import Template
from types import MappingProxyType
from typing import Any, Final

from yuheng.exchange.items import Item
from yuheng.exchange.matches import Match
from yuheng.office import words
from yuheng.office.sheets import ACCENT, Book, Cell, Column, Link, Quoted
from yuheng.vocab.chain import segments, version

SIDES: Final = {"offer": "供给", "need": "需求"}
_CONTEXT: Final = "https://schema.org"


def class_words(item: Item) -> str:
    """An item's class as printed: its name and the classes of GB/T 4754; 未分类 where none is known."""
    return words.class_words(item.segment)


ITEM_COLUMNS: Final = (
    Column[Item]("编号", 9, lambda item: item.id),
    Column[Item]("单位", 28, lambda item: item.firm),
    Column[Item]("名称", 28, lambda item: item.name),
    Column[Item]("分类（GB/T 4754）", 24, class_words),
    Column[Item]("规格", 30, lambda item: item.specification),
    Column[Item]("数量", 14, lambda item: item.quantity),
    Column[Item]("地点", 14, lambda item: item.place),
    Column[Item]("阶段", 8, lambda item: item.stage),
    Column[Item]("有效期至", 11, lambda item: item.until),
    Column[Item]("要求", 24, lambda item: "、".join((*item.must, *item.want))),
)


def issued_title(title: str, issued: date) -> str:
    """What a list calls itself: a document without a day of issue is dated by whoever reads it.

    >>> issued_title("岚江对接会 供需清单", date(2026, 5, 2))
    '岚江对接会 供需清单（2026-05-02发布）'
    """
    return f"{title}（{issued.isoformat()}发布）"


def list_bytes(title: str, items: Sequence[Item], *, issued: date) -> bytes:
    """The list as a workbook: needs first, then offers; it calls itself by the event and the day of its issue."""
    book = Book(issued_title(title, issued))
    for side, name in (("need", "需求清单"), ("offer", "供给清单")):
        book.add(name, ITEM_COLUMNS, [item for item in items if item.side == side], frozen=3)
    return book.close()


def list_page(title: str, items: Sequence[Item]) -> str:
    """The list as one page that needs no network: filtered by typing."""
    rows = "\n".join(
        f"<tr data-side='{item.side}'><td>{escape(item.id)}<td>{SIDES[item.side]}<td>{escape(item.firm)}"
        f"<td><b>{escape(item.name)}</b><br><small>{escape(item.specification)}</small><td>{escape(class_words(item))}"
        f"{f'<br><small>{escape(item.form)}</small>' if item.form else ''}"
        f"<td>{escape(item.quantity)}<td>{escape(item.place)}<td>{escape(item.stage)}"
        f"<td>{item.until.isoformat() if item.until else ''}</tr>"
        for item in sorted(items, key=lambda each: (each.side != "need", each.id))
    )
    needs = sum(item.side == "need" for item in items)
    page = Template(files(__package__).joinpath("event/list.html").read_text("utf-8"))
    return page.substitute(
        title=escape(title), rows=rows, needs=needs, offers=len(items) - needs, accent=ACCENT, version=version()
    )


def list_jsonld(title: str, items: Sequence[Item]) -> str:
    """The list as JSON-LD with the words of schema.org: organisations that make offers and seek what they demand."""
    firms = {item.firm: {"@type": "Organization", "name": item.firm} for item in items}
    listed: dict[str, dict[str, Any]] = {name: dict(firm) for name, firm in sorted(firms.items())}
    for item in items:
        listed[item.firm].setdefault("seeks" if item.side == "need" else "makesOffer", []).append(_thing(item))
    return json.dumps(
        {"@context": _CONTEXT, "@type": "ItemList", "name": title, "itemListElement": list(listed.values())},
        ensure_ascii=False,
        indent=1,
    )


def _thing(item: Item) -> dict[str, Any]:
    product: dict[str, Any] = {"@type": "Product", "name": item.name}
    if item.specification:
        product["description"] = item.specification
    if item.segment:
        segment = segments()[item.segment]
        product["category"] = [
            {"@type": "CategoryCode", "codeValue": code, "name": segment.name, "inCodeSet": "GB/T 4754-2017"}
            for code in segment.gbt
        ]
    thing = {
        "@type": "Demand" if item.side == "need" else "Offer",
        "identifier": item.id,
        "itemOffered": product,
    }
    if item.quantity:
        thing["eligibleQuantity"] = {"@type": "QuantitativeValue", "description": item.quantity}
    if item.place:
        thing["areaServed"] = item.place
    if item.until:
        thing["validThrough"] = item.until.isoformat()
    return thing


def matches_bytes(
    title: str, matches: Sequence[Match], items: Mapping[str, Item], *, sheets: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    """The matches as a workbook, the matched words in bold, each part of the score in its own words.

    For the organiser alone: every item names the cell that it was read from, and opens it where its sheet is kept.

    Args:
        title: the workbook's.
        matches: with the ids of their items.
        items: all items, by id.
        sheets: registration sheets that lie beside the workbook: SHA-256 to relative path.
    """
    book = Book(title)
    columns = match_columns(items, sheets)
    book.add("匹配", columns, sorted(matches, key=lambda each: (-each.score, each.need, each.offer)), frozen=1)
    every = (*ITEM_COLUMNS[:3], Column[Item]("出处", 40, lambda item: _origin(item, sheets)))
    book.add("各项出处", every, sorted(items.values(), key=lambda each: (each.side != "need", each.id)))
    return book.close()


def match_columns(items: Mapping[str, Item], sheets: Mapping[str, str]) -> tuple[Column[Match], ...]:
    """What a workbook says of a match: score, both sides, reasons, what is open, and the cells they were read from."""

    def offered(match: Match) -> Cell:
        text = items[match.offer].text
        if not match.marked:
            return text
        start, end = max(match.marked, key=lambda span: span[1] - span[0])
        return Quoted(text, start, end)

    return (
        Column[Match]("分数", 7, lambda match: match.score),
        Column[Match]("需求单位", 26, lambda match: match.pair[0]),
        Column[Match]("需求", 28, lambda match: items[match.need].text),
        Column[Match]("供给单位", 26, lambda match: match.pair[1]),
        Column[Match]("供给", 32, offered),
        Column[Match]("理由", 60, reasons_of),
        Column[Match]("待核", 20, lambda match: "、".join(f"未写明{word}" for word in match.open)),
        Column[Match]("需求出处", 26, lambda match: _origin(items[match.need], sheets)),
        Column[Match]("供给出处", 26, lambda match: _origin(items[match.offer], sheets)),
    )


def _origin(item: Item, sheets: Mapping[str, str]) -> Cell:
    """The cell that names an item: opened by a click where its sheet is kept, else told; 未记 where not known."""
    origin = item.origin
    if origin is None:
        return "未记"
    if origin.snapshot not in sheets:
        return origin.words
    sheet = origin.sheet.replace("'", "''")
    return Link(sheets[origin.snapshot] + (f"#'{sheet}'!{origin.cell}" if sheet else ""), origin.words)


def reasons_of(match: Match) -> str:
    """The parts of a score in one line, the arithmetic included."""
    return "；".join(f"{part.name}{part.value:.2f}（{part.why}）" for part in match.parts)
