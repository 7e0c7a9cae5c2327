"""Numbers as plans write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from yuheng.errors import UnreadableQuantity
from yuheng.text.numbers import read_number

READ = [
    ("30.0", "30.0"),
    ("1,675", "1675"),
    ("1,675.50", "1675.50"),
    ("二十五", "25"),
    ("十五", "15"),
    ("两千", "2000"),
    ("一百零三", "103"),
    ("三千二百", "3200"),
    ("二〇二五", "2025"),
    ("叁拾", "30"),
    ("三千五", "3500"),
    ("一百八", "180"),
    ("一千二百五", "1250"),
    ("三千五百", "3500"),
    ("三千零五", "3005"),
    ("三千零五十", "3050"),
    ("两万五", "25000"),
    ("一万二千", "12000"),
    ("一万零五百", "10500"),
    ("一亿二", "120000000"),
    ("一亿二千万", "120000000"),
]


@pytest.mark.parametrize(("written", "value"), READ)
def test_a_number_keeps_its_printed_digits(written: str, value: str) -> None:
    assert str(read_number(written)) == value


REFUSED = ["", "三五十", "1,67", "若干", "十零百", "3.", "二三十", "一百三千", "万五", "一亿二千"]


@pytest.mark.parametrize("written", REFUSED)
def test_what_is_no_number_is_refused_and_not_guessed(written: str) -> None:
    with pytest.raises(UnreadableQuantity):
        read_number(written)


def test_a_trailing_zero_is_a_digit() -> None:
    assert read_number("30.0").as_tuple().exponent == Decimal("0.1").as_tuple().exponent
