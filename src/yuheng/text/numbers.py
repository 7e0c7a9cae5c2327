"""Numbers as plans write them: Arabic digits, Chinese numerals, and words that are numbers."""

from __future__ import annotations

import re
from decimal import Decimal

from yuheng.errors import UnreadableQuantity

DIGITS = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"亿": 100_000_000, "万": 10_000}
ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,]*\d)|\d+(?:\.\d+)?"
CHINESE = "[一二两三四五六七八九十百千零〇]"

_ARABIC = re.compile(ARABIC)


def read_number(text: str) -> Decimal:
    """Read one number without a unit; digits have no scale word, a numeral may have 万 and 亿 inside it.

    Printed digits are kept ("30.0" has one decimal, and rounding depends on it). A Chinese numeral is read by places
    (二十五, 一百零三, 三千二百) or digit by digit (二〇二五). A last digit without 零 before it counts the next lower
    place, as one speaks: 三千五 is 3500 and 两万五 25000, while 三千零五 is 3005.

    >>> read_number("1,675.50")
    Decimal('1675.50')
    >>> read_number("三千二百"), read_number("三千五"), read_number("三千零五")
    (Decimal('3200'), Decimal('3500'), Decimal('3005'))

    Raises:
        UnreadableQuantity: not a number.
    """
    if _ARABIC.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if text and all(char in DIGITS for char in text):
        return Decimal("".join(str(DIGITS[char]) for char in text))
    if text and all(char in DIGITS or char in PLACES or char in MYRIADS for char in text):
        return Decimal(_by_myriads(text))
    raise UnreadableQuantity(f"{text!r} is no number.", hint="Expected digits or Chinese numerals.")


_PERCENT = {"百": "%", "千": "‰"}


def read_fraction(text: str) -> tuple[Decimal, str]:
    """Read a fraction in words or digits: its numerator as printed, and what it is a part of as the unit.

    >>> read_fraction("百分之六十"), read_fraction("三分之二"), read_fraction("1/3")
    ((Decimal('60'), '%'), (Decimal('2'), '/3'), (Decimal('1'), '/3'))

    Raises:
        UnreadableQuantity: no fraction, or a whole and a part that are no numbers.
    """
    if "/" in text:
        part, _, whole = text.partition("/")
        return read_number(part), f"/{read_number(whole)}"
    whole, sign, part = text.partition("分之")
    if not sign:
        raise UnreadableQuantity(f"{text!r} is no fraction.", hint="Expected 三分之二, 百分之六十 or 2/3.")
    units, point, decimals = part.partition("点")
    value = read_number(units)
    if point:
        value = Decimal(f"{value}.{''.join(str(DIGITS[char]) for char in decimals)}")
    return value, _PERCENT.get(whole) or f"/{read_number(whole)}"


def _by_myriads(text: str) -> int:
    """A numeral with 亿 and 万 in it, cut at them: 一亿二千万 is 一 of the one and 二千 of the other."""
    for sign, scale in MYRIADS.items():
        head, cut, tail = text.partition(sign)
        if not cut:
            continue
        if not head or (scale > MYRIADS["万"] and len(tail) > 1 and tail[0] not in "零〇" and "万" not in tail):
            raise UnreadableQuantity(f"{text!r} is no number: what {sign} counts, or what follows it, is not said.")
        spoken = len(tail) == 1 and DIGITS.get(tail, 0)
        return _by_places(head) * scale + (spoken * scale // 10 if spoken else _by_myriads(tail) if tail else 0)
    return _by_places(text)


def _by_places(text: str) -> int:
    total, last = 0, 10_000
    digit: int | None = None
    skipped = False
    for char in text:
        if char in PLACES:
            place = PLACES[char]
            if digit == 0:
                raise UnreadableQuantity(f"{text!r} is no number: a zero stands before {char}.")
            if place >= last:
                raise UnreadableQuantity(f"{text!r} is no number: {char} follows a place that is no higher.")
            total += (1 if digit is None else digit) * place
            digit, last, skipped = None, place, False
            continue
        if digit not in (None, 0):
            raise UnreadableQuantity(f"{text!r} is no number: two digits stand side by side.")
        skipped = skipped or digit == 0
        digit = DIGITS[char]
    ones = 1 if skipped or last == 10_000 else last // 10
    return total + (digit or 0) * ones


_SHORTEST = 12
_UNIT_ALONE = re.compile("(?:元|美元|人次?|亩|吨|平方米|立方米|千瓦|户)[，。；、]")
"""No line but the rest of one begins so."""
_BEGINS = re.compile(r"[\u4e00-\u9fff，、][\d.]*\d$|\d[万亿]$")
_ENDS = re.compile(
    r"[\d.]*\d[万亿]?(?:[%‰]|[\u4e00-\u9fff])|(?:元|美元|人次?|亩|吨|平方米|立方米|千瓦|户|件|家)(?=[，。；、）以左]|$)"
)


def is_split(body: str, nxt: str) -> bool:
    """Whether a line end stands inside a number or between it and its unit: "增收2" and "300元".

    `body` and `nxt` are lines of prose; a short line may be a cell that ends with a number.

    >>> is_split("全县中药材药农的人均增收2", "300元。"), is_split("全县中药材的总产量增长较快", "300元。")
    (True, False)
    """
    if body[-1] not in "0123456789万亿" or not _BEGINS.search(body):
        return False
    if len(body) < _SHORTEST and not (len(body) > 4 and _UNIT_ALONE.match(nxt)):
        return False
    ends = _ENDS.match(nxt)
    return ends is not None and (nxt[0].isdigit() == body[-1].isdigit())
