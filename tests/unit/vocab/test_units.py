"""Units: which there are, what compares with what, and by which factor."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from yuheng.vocab.units import is_unit, scale_pattern, split_unit, unit_pattern, units

SPLIT = [
    ("亿元", "100000000", "元"),
    ("万人次", "10000", "人次"),
    ("个", "1", "个"),
    ("千瓦", "1", "千瓦"),
    ("万千瓦", "10000", "千瓦"),
    ("千米", "1", "千米"),
    ("万亿元", "1000000000000", "元"),
    ("%", "1", "%"),
    ("万", "10000", ""),
]


@pytest.mark.parametrize(("written", "factor", "name"), SPLIT)
def test_a_scale_word_is_told_from_a_unit_that_begins_like_one(written: str, factor: str, name: str) -> None:
    assert split_unit(written) == (Decimal(factor), name)


WRITTEN = ["岁", "元/人", "名/10万人", "1/10万", "微克/立方米", "mmol/L", "万台次", "亿美元", "个百分点"]


@pytest.mark.parametrize("written", WRITTEN)
def test_a_unit_may_be_a_quotient_or_a_rate(written: str) -> None:
    assert is_unit(written)


@pytest.mark.parametrize("written", ["含税", "预期性", "城市", "户籍", ""])
def test_other_words_in_brackets_are_no_units(written: str) -> None:
    assert not is_unit(written)


GOES_ON = ["5成立", "2家庭", "8所有", "3名录", "6处理", "4人才", "9天津", "7管理", "3日前", "1场所"]


@pytest.mark.parametrize("text", GOES_ON)
def test_a_unit_that_goes_on_as_another_word_is_none(text: str) -> None:
    assert re.fullmatch(rf"{unit_pattern()}", text[1:2]) is not None
    assert re.match(rf"\d{unit_pattern()}", text) is None


def test_the_longest_unit_wins() -> None:
    found = re.match(rf"\d+(?:{scale_pattern()})?({unit_pattern()})", "5万人次就诊")

    assert found is not None
    assert found.group(1) == "人次"


def test_what_may_be_compared_shares_a_family_and_counters_stand_alone() -> None:
    assert units()["公里"].family == units()["米"].family
    assert units()["公里"].factor == 1000 * units()["米"].factor
    assert units()["个"].family != units()["家"].family
    assert units()["元"].family != units()["美元"].family
    assert units()["%"].family != units()["个百分点"].family
