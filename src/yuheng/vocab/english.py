"""English for what the vocabulary lists, for readers who have switched to it: segments of the chain, and amounts.

Only what our own tables print is said in English. What a document or a firm has written is a quote, and stays.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Final

from yuheng.vocab.chain import UNCLASSED, segments
from yuheng.vocab.units import english_units, split_unit

_CLASS: Final = re.compile(r"(?P<name>.+?)（(?P<codes>\d{2,4}(?:、\d{2,4})*)）")
_AMOUNT: Final = re.compile(
    r"(?P<sign>[^\d\w.+−-]*)(?P<low>[+−-]?\d+(?:\.\d+)?)(?:–(?P<high>[+−-]?\d+(?:\.\d+)?))?(?P<unit>\D.*)"
)
_PERIODS: Final = {"年": "year", "月": "month", "周": "week", "日": "day", "天": "day", "小时": "hour", "人": "person"}
_LARGE: Final = ((Decimal(10) ** 12, " trillion"), (Decimal(10) ** 9, " billion"), (Decimal(10) ** 6, " million"))


def english_of(words: str) -> str | None:
    """A class, a unit or an amount as our tables print it, in English; None for anything else.

    >>> english_of("口罩（2770）"), english_of("≥ 3.5亿元"), english_of("5–6万盒"), english_of("口罩机")
    ('Face masks (2770)', '≥ CNY 350 million', '50,000–60,000 boxes', None)
    >>> english_of("1台"), english_of("30万只/月"), english_of("20万元/年")
    ('1 unit', '300,000 pieces per month', 'CNY 200,000 per year')
    """
    known = _names().get(words)
    if known is not None:
        return known
    match = _CLASS.fullmatch(words)
    if match and match["name"] in _names():
        return f"{_names()[match['name']]} ({match['codes'].replace('、', ', ')})"
    return _amount(words) or unit_in_english(words)


def unit_in_english(words: str) -> str | None:
    """A unit with its scale, alone: 万人次, 亿元; None where it is not known.

    >>> unit_in_english("亿元"), unit_in_english("万人次"), unit_in_english("家")
    ('CNY 100 million', '10,000 person-times', 'organisations')
    """
    scale, name = split_unit(words)
    form = _form(name)
    if form is None:
        return None
    if scale == 1:
        return form.rpartition("|")[2].replace("*", "").strip() or None
    return _said(form, _number(scale), one=False)


def _amount(words: str) -> str | None:
    match = _AMOUNT.fullmatch(words)
    if match is None:
        return None
    scale, name = split_unit(match["unit"])
    form = _form(name)
    if form is None:
        return None
    low = Decimal(match["low"].replace("−", "-")) * scale
    numbers = _number(low) if match["high"] is None else f"{_number(low)}–{_number(Decimal(match['high']) * scale)}"
    return match["sign"] + _said(form, numbers, one=match["high"] is None and low == 1)


def _form(name: str) -> str | None:
    """What a unit is called, a rate too: 盒/月 is a box per month."""
    if name in english_units() or "/" not in name:
        return english_units().get(name)
    what, _, each = name.partition("/")
    over = _PERIODS.get(each)
    if over is None or what not in english_units():
        return None
    return "|".join(f"{form} per {over}" for form in english_units()[what].split("|"))


def _said(form: str, numbers: str, *, one: bool) -> str:
    if "*" in form:
        return form.replace("*", numbers)
    singular, _, plural = form.partition("|")
    return f"{numbers} {singular if one or not plural else plural}"


def _number(value: Decimal) -> str:
    """A number as English writes it: 350 million, 50,000, 0.5."""
    for least, word in _LARGE:
        if abs(value) >= least:
            return _plain(value / least) + word
    return _plain(value)


def _plain(value: Decimal) -> str:
    words = f"{value:,f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


@cache
def _names() -> dict[str, str]:
    """What stands for itself: names of segments, and what is written where none fits."""
    return {UNCLASSED: "Other", **{each.name: each.english for each in segments().values()}}
