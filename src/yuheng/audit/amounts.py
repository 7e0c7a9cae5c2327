"""Quantities as intervals in base units, so that 亿元 and 万元, 约 and 超过 can be computed with."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from yuheng.model import Quantity
from yuheng.model.interval import Interval
from yuheng.vocab.precision import Margin, margins
from yuheng.vocab.units import split_unit, units

COUNT = "count"
"""Every counter (家, 个, 人 …) is one family here: whether two counts may be compared is for the indicator to say."""
_COUNTED = frozenset({"people", "firms", "visits"})
_MYRIAD = Decimal(10000)
Unit = tuple[Decimal, str] | None
"""How many base units a written unit is, and the written unit: (10000, 万人)."""
_SIGNS = {"share": "%", "point": "个百分点", "age": "岁", "duration": "天", "multiple": "倍"}


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity in its family's base unit.

    Attributes:
        span: every true value that the words and the rounding of the digits allow: what derived numbers start from.
        said: every value that the words allow, digits taken as printed: "672亿元" is 672. Goals are met on this one:
            a report of 1300 meets a goal of 1300, a report of 近1300 does not.
        stated: the number that the words name, without their comparator: 2300 of "突破2300亿元".
        family: "money", "share", "count" …; two amounts of different families are never compared.
    """

    span: Interval
    said: Interval
    stated: Decimal
    family: str


def reported(quantity: Quantity) -> Amount:
    """Read what was measured: "超40个" is 40 to 50, "672亿元" is 671.5 to 672.5 亿元.

    >>> reported(Quantity(Decimal("6.7"), Decimal("6.7"), "%", "6.7%")).span
    Interval(low=Decimal('6.65'), high=Decimal('6.75'))
    """
    margin = margin_of(quantity)
    return _amount(quantity, margin, margin.reported)


def promised(quantity: Quantity) -> Amount:
    """Read what was decreed: "超过1000亿元" sets a floor and no ceiling, "3家" is exactly 3."""
    margin = margin_of(quantity)
    return _amount(quantity, margin, margin.promised)


def margin_of(quantity: Quantity) -> Margin:
    """The row of the precision table that holds for these words."""
    counted = _is_count(quantity.unit)
    for margin in margins():
        if margin.op != quantity.op or (margin.counted and not counted):
            continue
        if not margin.words or any(word in quantity.stated for word in margin.words):
            return margin
    raise AssertionError(f"precision.toml has no row for {quantity.op!r}")  # its unit test holds every comparator


def family_of(unit: str) -> str:
    """What a written unit may be compared with; a unit that the vocabulary does not know is its own family.

    >>> family_of("亿元"), family_of("家"), family_of("")
    ('money', 'count', '')
    """
    _, name = split_unit(unit)
    known = units().get(name)
    if known is None:
        return name
    return COUNT if known.family == known.name or known.family in _COUNTED else known.family


def spell(value: Decimal, family: str, *, places: int = 2, unit: Unit = None) -> str:
    """Write a number in base units for people: money in 亿元 or 万元, shares with %, the rest in the unit given.

    >>> spell(Decimal(67_150_000_000), "money"), spell(Decimal("14.1234"), "share", places=1)
    ('671.5亿元', '14.1%')
    """
    if family == "money":
        scale, name = (Decimal(100_000_000), "亿元") if abs(value) >= 100_000_000 else (Decimal(10_000), "万元")
        return f"{_short(value / scale, places)}{name}"
    if unit is not None and unit[1] and (family not in _SIGNS or not unit[1].startswith(("%", "％"))):
        gap = " " if unit[1][0].isdigit() else ""
        return f"{_short(value / unit[0], places)}{gap}{unit[1]}"
    return f"{_short(value, places)}{_SIGNS.get(family, '')}"


def spell_interval(interval: Interval, family: str, *, places: int = 2, unit: Unit = None) -> str:
    """Write an interval for people: one number where both ends read the same, else both, or the side that is bound."""
    low = "" if interval.low is None else spell(interval.low, family, places=places, unit=unit)
    high = "" if interval.high is None else spell(interval.high, family, places=places, unit=unit)
    if low and high:
        return low if low == high else f"{low}—{high}"
    return f"≥{low}" if low else f"≤{high}"


def spell_span(amount: Amount) -> str:
    """What the words leave open, for a sentence: "35与40"."""
    ends = (amount.said.low, amount.said.high)
    return "与".join("不限" if end is None else spell(end, amount.family) for end in ends)


def _short(value: Decimal, places: int) -> str:
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _is_count(unit: str) -> bool:
    """Whether the number was counted one by one: "191家" was, "2.1万家" was rounded."""
    return family_of(unit) == COUNT and split_unit(unit)[0] == 1


def _amount(quantity: Quantity, margin: Margin, sides: tuple[Decimal | None, Decimal | None]) -> Amount:
    scale, name = split_unit(quantity.unit)
    known = units().get(name)
    factor = Decimal(1) if known is None else known.factor
    below, above = sides
    low, high = quantity.value, quantity.value2 if quantity.value2 is not None else quantity.value
    family = family_of(quantity.unit)
    significant = margin.significant and family in ("money", COUNT)
    place = _place(quantity.value * scale, quantity.value, scale, significant) * factor
    ends = Interval(low * scale * factor, high * scale * factor)
    span = Interval(
        None if below is None or ends.low is None else ends.low - below * place,
        None if above is None or ends.high is None else ends.high + above * place,
    )
    return Amount(span, ends if quantity.op == "=" else span, quantity.value * scale * factor, family)


def _place(total: Decimal, printed: Decimal, scale: Decimal, significant: bool) -> Decimal:
    """One in the last place that the words vouch for, in units without a scale word."""
    if total == 0:
        return Decimal(1) * scale
    largest = Decimal(1)
    while abs(total) >= largest * _MYRIAD:
        largest *= _MYRIAD
    exponent = (total / largest).normalize().as_tuple().exponent
    assert isinstance(exponent, int)  # noqa: S101  # a finite number
    if significant:
        return Decimal(10) ** exponent * largest
    decimals = printed.as_tuple().exponent
    assert isinstance(decimals, int)  # noqa: S101
    whole = Decimal(10) ** min(exponent, 0) * largest
    return min(whole, Decimal(10) ** decimals * scale) if decimals < 0 else whole
