"""Offers and needs as firms hand them in, one item each, and the firms themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from yuheng.extract.amounts import tokens_in
from yuheng.extract.comparators import Amount
from yuheng.extract.trade_columns import Side
from yuheng.vocab.gazetteer import Division, divisions
from yuheng.vocab.units import split_unit, units


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person to ring; personal data, kept for the event's purpose and deleted when `until` has passed."""

    name: str = ""
    phone: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """A participant of the event: a firm, a hospital, an institute, a fund.

    Attributes:
        name: the full name; the key by which everything refers to it.
        code: 统一社会信用代码, checked; empty where not given or wrong.
        group: the group that owns it; empty where not given.
        place: where it sits, as written.
        licence: its licence as written (药品生产许可证 …); empty where not given.
        licence_until: the last day on which it is valid; None where not given.
        contact: whom to ring; never published.
        row: where it was handed in: file, sheet and row.
    """

    name: str
    code: str = ""
    group: str = ""
    place: str = ""
    licence: str = ""
    licence_until: date | None = None
    contact: Contact = Contact()
    row: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an item's name stands, to the letter: a cell of a sheet as it was handed in. It holds or it is broken.

    Attributes:
        snapshot: SHA-256 of the file's bytes.
        file: its name when it came in.
        sheet: the worksheet; empty in a list without sheets.
        cell: an A1 reference; in a list the row and the field's number.
        start: where the quote begins among the cell's characters.
        quote: the words that name the item, exactly.
    """

    snapshot: str
    file: str
    sheet: str
    cell: str
    start: int
    quote: str

    @property
    def words(self) -> str:
        """As a person looks it up.

        >>> Origin(snapshot="", file="登记.xlsx", sheet="供给", cell="C5", start=0, quote="口罩").words
        '登记.xlsx·供给!C5'
        """
        return f"{self.file}·{self.sheet}!{self.cell}" if self.sheet else f"{self.file}·{self.cell}"

    def within(self, words: str, after: int = 0) -> Origin | None:
        """The same for a part of the quote that stands at `after` or later; None where it does not."""
        at = self.quote.find(words, after)
        return None if at < 0 else replace(self, start=self.start + at, quote=words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing offered or wanted. Empty means "not said", and what is not said neither helps nor hurts.

    Attributes:
        id: short and stable within the event: G001, X001.
        firm: the name of the firm.
        side: offer 供给 or need 需求.
        name: the product or service.
        segment: key of `vocab.chain`; empty where no class is known.
        specification: norms, grades, models, as written.
        quantity: as written, with its unit.
        place: where it is offered or wanted, as written.
        form: the form of exchange, of `vocab.chain.forms`; empty where nothing says which.
        stage: one of `vocab.chain.stages`, or empty.
        until: the last day on which it stands; None where open.
        must, want, no: words that the other side has to have, should have, must not have.
        row: where it was handed in.
        origin: the exact cell that names it; None where that is not known.
    """

    id: str
    firm: str
    side: Side
    name: str
    segment: str = ""
    specification: str = ""
    quantity: str = ""
    place: str = ""
    stage: str = ""
    until: date | None = None
    must: tuple[str, ...] = ()
    want: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    row: str = ""
    origin: Origin | None = None
    form: str = ""

    @property
    def text(self) -> str:
        """Everything that says what it is."""
        return " ".join(filter(None, (self.name, self.specification)))


@lru_cache(maxsize=1 << 14)
def amount_of(words: str) -> tuple[Decimal, str] | None:
    """A stated quantity in base units, and what it counts; None where it is not one plain amount.

    >>> amount_of("每月50万只"), amount_of("约200吨"), amount_of("大量")
    ((Decimal('500000'), '只'), (Decimal('200'), 'mass'), None)
    """
    amounts = [token for token in tokens_in(words, None) if isinstance(token, Amount)]
    if len(amounts) != 1:
        return None
    scale, name = split_unit(amounts[0].unit)
    unit = units().get(name)
    family, factor = (unit.family, unit.factor) if unit is not None else (name, Decimal(1))
    return amounts[0].value * scale * factor, family


@lru_cache(maxsize=1 << 14)
def division_of(words: str) -> Division | None:
    """The one place that words name, the narrowest; None where they name none or leave it open.

    >>> division_of("重庆市渝北区").name, division_of("成都").name, division_of("不限")
    ('渝北区', '成都市', None)
    """
    text = re.sub(r"[\s·/、，,-]", "", words)
    found: list[Division] = []
    while text:
        hits = [
            (len(form), division)
            for division in divisions().values()
            for form in (division.name, division.short)
            if form and text.startswith(form) and division.level in ("province", "prefecture", "county", "area")
        ]
        if not hits:
            break
        longest = max(length for length, _ in hits)
        same = [division for length, division in hits if length == longest]
        within = [d for d in same if found and d.code[:2] == found[-1].code[:2]] or same
        if len(within) > 1:
            within = [d for d in within if d.level in ("province", "prefecture")][:1]
        if not within:
            break
        found.append(within[0])
        text = text[longest:]
    return found[-1] if found else None
