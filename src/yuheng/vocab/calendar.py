"""Working days in mainland China: weekends, holidays, and the weekends worked in their place (调休).

The State Council announces each year's holidays in the autumn before. A year that is not yet announced is no exception
and no guess: its days are counted by weekdays, and the answer says which years were counted so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A number of working days, and the years whose holidays were not yet announced when it was counted."""

    count: int
    unannounced: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """A day that is worked, and the years on the way to it whose holidays were not yet announced."""

    day: date
    unannounced: tuple[int, ...] = ()


def is_working_day(day: date) -> bool | None:
    """Whether a day is worked; None where the year's holidays are not announced yet.

    >>> is_working_day(date(2025, 9, 28)), is_working_day(date(2025, 10, 1)), is_working_day(date(2199, 1, 1))
    (True, False, None)
    """
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def working_days(after: date, until: date) -> WorkingDays:
    """Working days after one day up to and with another; 0 where the second is not later.

    The Sunday before the National Day of 2025 was worked, the first eight days of October were not:

    >>> working_days(date(2025, 9, 26), date(2025, 10, 9)).count
    4
    """
    days = [after + timedelta(days=number) for number in range(1, (until - after).days + 1)]
    known = [(day, is_working_day(day)) for day in days]
    count = sum(day.weekday() < _SATURDAY if worked is None else worked for day, worked in known)
    return WorkingDays(count, tuple(sorted({day.year for day, worked in known if worked is None})))


def working_day(after: date, count: int) -> WorkingDay:
    """The day that lies a number of working days after another.

    >>> working_day(date(2025, 9, 30), 2).day
    datetime.date(2025, 10, 10)
    """
    day, unannounced = after, set()
    while count > 0:
        day += timedelta(days=1)
        worked = is_working_day(day)
        if worked is None:
            unannounced.add(day.year)
            worked = day.weekday() < _SATURDAY
        count -= worked
    return WorkingDay(day, tuple(sorted(unannounced)))


def unannounced_words(years: tuple[int, ...]) -> str:
    """A remark for people; empty where every year was announced.

    >>> unannounced_words((2199,))
    '（2199年放假安排尚未公布，按周一至周五计）'
    """
    return f"（{'、'.join(map(str, years))}年放假安排尚未公布，按周一至周五计）" if years else ""
