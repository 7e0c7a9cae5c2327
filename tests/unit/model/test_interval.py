from decimal import Decimal

import pytest

from yuheng.errors import Misuse
from yuheng.model.interval import Interval, required_growth


def span(low: str | None, high: str | None) -> Interval:
    return Interval(None if low is None else Decimal(low), None if high is None else Decimal(high))


def test_arithmetic_keeps_every_number_that_the_inputs_allow() -> None:
    a, b = span("1", "2"), span("10", "20")
    assert a + b == span("11", "22")
    assert b - a == span("8", "19")
    assert a * b == span("10", "40")
    assert b / a == span("5", "20")
    assert a.scaled(Decimal(100)) == span("100", "200")


def test_an_open_side_stays_open_and_a_divisor_without_ceiling_leads_down_to_zero() -> None:
    floor = span("2", None)
    assert floor + span("1", "1") == span("3", None)
    assert floor * span("3", "4") == span("6", None)
    assert span("6", "8") / floor == span("0", "4")
    assert floor.root(Decimal(2)).high is None


def test_dividing_by_what_may_be_zero_is_refused() -> None:
    with pytest.raises(Misuse, match="may be zero"):
        span("1", "2") / span("0", "1")
    with pytest.raises(Misuse, match="crossed"):
        span("2", "1")


def test_two_roundings_contradict_only_where_no_number_fits_both() -> None:
    assert span("6.65", "6.75").overlaps(span("6.75", "6.85"))
    assert not span("6.65", "6.75").overlaps(span("6.76", "6.85"))
    assert span("5", None).overlaps(span(None, "5"))
    assert span("1", None).holds(span("1", "9"))
    assert not span("1", "8").holds(span("1", None))


def test_growth_carries_the_rounding_of_its_base() -> None:
    rate = required_growth(span("671.5", "672.5"), Interval.exactly(1300), years=Decimal(5))
    assert rate.low is not None
    assert rate.high is not None
    assert (round(rate.low, 2), round(rate.high, 2)) == (Decimal("14.09"), Decimal("14.12"))
