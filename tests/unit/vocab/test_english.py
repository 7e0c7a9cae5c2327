"""What our tables print, in English: all of the chain, and amounts that mean what they meant."""

from __future__ import annotations

import re

import pytest

from yuheng.office.words import class_words
from yuheng.vocab.chain import segments
from yuheng.vocab.english import english_of
from yuheng.vocab.units import english_units, units

HAN = re.compile(r"[\u3400-\u9fff]")


def test_every_class_of_the_chain_has_an_english_name_of_its_own() -> None:
    said = [english_of(class_words(key)) for key in segments()]

    assert [each for each in said if each is None or HAN.search(each)] == []
    assert len(set(said)) == len(segments())


def test_only_units_that_there_are_have_english_and_no_chinese_is_left_in_it() -> None:
    assert [name for name in english_units() if name not in units()] == []
    assert [form for form in english_units().values() if HAN.search(form) or form.count("|") > 1] == []


@pytest.mark.parametrize(
    ("printed", "english"),
    [
        ("≥ 1.2万亿元", "≥ CNY 1.2 trillion"),
        ("450万元", "CNY 4.5 million"),
        ("≈ 3000人", "≈ 3,000 people"),
        ("1–2个百分点", "1–2 percentage points"),
        ("1家", "1 organisation"),
        ("-3.5亿美元", "USD -350 million"),
        ("5万盒/月", "50,000 boxes per month"),
        ("10万个/月", "100,000 per month"),
        ("20元/㎡·月", None),
        ("7盅", None),
        ("云津手套有限公司", None),
        ("2026年底", None),
        ("口罩厂（2770）", None),
    ],
)
def test_an_amount_keeps_its_worth_and_what_is_not_known_stays_chinese(printed: str, english: str | None) -> None:
    assert english_of(printed) == english
