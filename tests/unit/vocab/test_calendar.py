"""Working days: 调休 is known, and a year that nobody has announced yet says so."""

from __future__ import annotations

from datetime import date

from yuheng.vocab.calendar import WorkingDay, WorkingDays, is_working_day, unannounced_words, working_day, working_days


def test_a_worked_saturday_counts_and_a_holiday_on_a_weekday_does_not() -> None:
    assert is_working_day(date(2024, 2, 4)) is True  # a Sunday worked for the Spring Festival
    assert is_working_day(date(2024, 2, 12)) is False  # a Monday of it
    assert working_days(date(2024, 2, 9), date(2024, 2, 18)) == WorkingDays(1)


def test_a_year_not_yet_announced_is_counted_by_weekdays_and_says_so() -> None:
    assert is_working_day(date(2199, 10, 1)) is None
    assert working_days(date(2199, 9, 30), date(2199, 10, 7)) == WorkingDays(5, (2199,))
    assert working_day(date(2199, 10, 4), 1) == WorkingDay(date(2199, 10, 7), (2199,))
    assert unannounced_words(()) == ""


def test_no_working_day_lies_before_a_day_that_has_not_come() -> None:
    assert working_days(date(2025, 3, 5), date(2025, 3, 5)) == WorkingDays(0)
    assert working_days(date(2025, 3, 5), date(2025, 3, 1)) == WorkingDays(0)
    assert working_day(date(2025, 3, 8), 0) == WorkingDay(date(2025, 3, 8))


def test_the_day_after_so_many_working_days_is_that_many_working_days_away() -> None:
    for count in range(1, 30):
        day = working_day(date(2025, 1, 15), count).day
        assert working_days(date(2025, 1, 15), day).count == count
