"""What a cell's number format makes of a number: a date, a percentage, text; and the two calendars of Excel."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, Literal

from yuheng.read.packed import Packed, attribute, child, local, whole

Look = Literal["plain", "date", "percent", "text"]

_DATES: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_PERCENTS: Final = frozenset({9, 10})
_TEXT: Final = 49
_LITERALS: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_EPOCH_1900: Final = datetime(1899, 12, 30)
_EPOCH_1904: Final = datetime(1904, 1, 1)
_LAST_DAY: Final = 2_958_465


def looks_of(packed: Packed, part: str) -> tuple[Look, ...]:
    """What each cell format of the workbook makes of a number, by its number."""
    if part not in packed:
        return ()
    root = packed.xml(part)
    custom = {
        whole(attribute(form, "numFmtId")): attribute(form, "formatCode") or "" for form in child(root, "numFmts") or ()
    }
    styles = (style for style in child(root, "cellXfs") or () if local(style.tag) == "xf")
    return tuple(_look(whole(attribute(style, "numFmtId")), custom) for style in styles)


def _look(key: int | None, custom: dict[int | None, str]) -> Look:
    if key == _TEXT or custom.get(key) == "@":
        return "text"
    code = _LITERALS.sub("", custom.get(key, "")).lower()
    if key in _PERCENTS or "%" in code:
        return "percent"
    if key in _DATES and key not in custom:
        return "date"
    return "date" if re.search(r"[yd]|(?<![a-z])m{1,5}(?![a-z])|h", code) and "general" not in code else "plain"


def day_of(serial: Decimal, *, from_1904: bool) -> datetime | None:
    """The day that a number means in a cell formatted as a date; None where it is none.

    Excel believes that 1900 was a leap year: numbers below 61 are a day off and are not read.

    >>> day_of(Decimal(45958), from_1904=False)
    datetime.datetime(2025, 10, 28, 0, 0)
    """
    if not (0 if from_1904 else 61) <= serial <= _LAST_DAY:
        return None
    epoch = _EPOCH_1904 if from_1904 else _EPOCH_1900
    return epoch + timedelta(seconds=round(float(serial) * 86_400))


def serial_of(day: date, *, from_1904: bool) -> int | None:
    """The number that stands for a day, None where Excel's calendar has none (before March 1900 or before 1904).

    >>> serial_of(date(2025, 10, 28), from_1904=False), serial_of(date(2025, 10, 28), from_1904=True)
    (45958, 44496)
    """
    epoch = _EPOCH_1904 if from_1904 else _EPOCH_1900
    number = (date(day.year, day.month, day.day) - epoch.date()).days
    return number if number >= (0 if from_1904 else 61) else None
