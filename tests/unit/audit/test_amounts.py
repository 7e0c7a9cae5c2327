from decimal import Decimal

import pytest

from yuheng.audit.amounts import family_of, margin_of, promised, reported
from yuheng.model import Quantity
from yuheng.model.interval import Interval

YI = Decimal(100_000_000)


def plain(value: str, unit: str, stated: str = "", approximate: bool = False) -> Quantity:
    return Quantity(Decimal(value), Decimal(value), unit, stated or f"{value}{unit}", approximate)


def span(low: str | None, high: str | None, scale: Decimal = Decimal(1)) -> Interval:
    return Interval(None if low is None else Decimal(low) * scale, None if high is None else Decimal(high) * scale)


REPORTS = [
    (plain("672", "亿元"), span("671.5", "672.5", YI)),
    (plain("6720000", "万元"), span("671.5", "672.5", YI)),
    (plain("1675", "亿元", "约1675亿元", approximate=True), span("1674.5", "1675.5", YI)),
    (plain("6.7", "%"), span("6.65", "6.75")),
    (plain("7", "%", "7%左右", approximate=True), span("6.5", "7.5")),
    (plain("4000", "户", "近4000户", approximate=True), span("3500", "4000")),
    (plain("2.95", "‰"), span("0.2945", "0.2955")),
    (plain("191", "家"), span("191", "191")),
    (plain("2.1", "万家"), span("20500", "21500")),
    (plain("0", "例"), span("0", "0")),
    (Quantity(Decimal(40), None, "个", "超过40个", strict=True), span("40", "50")),
    (Quantity(Decimal(90), None, "亿元", "超90亿元", strict=True), span("90", "100", YI)),
    (Quantity(Decimal(800), None, "所", "800余所", strict=True), span("800", "900")),
    (Quantity(Decimal(60), None, "%", "60%以上"), span("60", None)),
    (Quantity(None, Decimal(50), "个", "不足50个", strict=True), span("40", "50")),
    (Quantity(None, Decimal(5), "%", "控制在5%以内"), span(None, "5")),
    (Quantity(Decimal(3), Decimal(5), "家", "3—5家"), span("3", "5")),
]


@pytest.mark.parametrize(("quantity", "expected"), REPORTS, ids=[quantity.stated for quantity, _ in REPORTS])
def test_a_report_holds_every_value_that_its_words_and_digits_allow(quantity: Quantity, expected: Interval) -> None:
    assert reported(quantity).span == expected


def test_a_promise_is_a_bound_and_has_no_rounding() -> None:
    assert promised(plain("1300", "亿元")).span == span("1300", "1300", YI)
    assert promised(Quantity(Decimal(1000), None, "亿元", "超过1000亿元", strict=True)).span == span("1000", None, YI)
    assert promised(Quantity(None, Decimal(10), "分钟", "10分钟以内")).span.low is None


def test_a_plain_report_is_held_against_a_goal_as_printed() -> None:
    assert reported(plain("1300", "亿元")).said == span("1300", "1300", YI)
    assert reported(plain("1300", "亿元", "近1300亿元", approximate=True)).said == span("1250", "1300", YI)


def test_every_comparator_has_a_row_in_the_table() -> None:
    three, four = Decimal(3), Decimal(4)
    for low, high, strict, near in [
        (three, three, False, False),
        (three, three, False, True),
        (three, None, False, False),
        (three, None, True, False),
        (None, three, False, False),
        (None, three, True, False),
        (three, four, False, False),
    ]:
        quantity = Quantity(low, high, "%", "3%", approximate=near, strict=strict)
        assert margin_of(quantity).op == quantity.op


def test_counters_are_one_family_and_an_unknown_unit_is_its_own() -> None:
    assert {family_of(unit) for unit in ("家", "个", "所", "人", "户", "处")} == {"count"}
    assert (family_of("亿元"), family_of("‰"), family_of("咫")) == ("money", "share", "咫")
