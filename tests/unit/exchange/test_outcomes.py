"""Outcomes: one line of reply, five stages side by side, and no sum over them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from yuheng.errors import Misuse
from yuheng.exchange.outcomes import Conversion, Outcome, Rung, conversion, ladder, read_outcome

FIRMS = ["甲药业", "甲药业研究院", "乙医院", "丙厂"]
ON = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("甲药业—乙医院 有意向", Outcome(("乙医院", "甲药业"), ON, "有意向")),
        (
            "乙医院 与 甲药业研究院：已签合同 1.2亿元 2026-11-02 合同.pdf",
            Outcome(("乙医院", "甲药业研究院"), date(2026, 11, 2), "已签合同", Decimal(12000), "合同.pdf"),
        ),
        ("丙厂，乙医院，已到款，35万元", Outcome(("丙厂", "乙医院"), ON, "已到款", Decimal(35))),
    ],
)
def test_a_line_is_read_as_people_write_it(line: str, outcome: Outcome) -> None:
    assert read_outcome(line, firms=FIRMS, on=ON) == outcome


@pytest.mark.parametrize("line", ["甲药业 已签协议", "甲药业—乙医院", "甲药业—乙医院 已签协议 已到款"])
def test_a_line_that_does_not_say_who_or_what_is_refused(line: str) -> None:
    with pytest.raises(Misuse):
        read_outcome(line, firms=FIRMS, on=ON)


def test_stages_stand_side_by_side_and_the_latest_amount_of_a_pair_holds() -> None:
    one, other = ("乙医院", "甲药业"), ("丙厂", "乙医院")
    outcomes = [
        Outcome(one, date(2026, 5, 20), "有意向"),
        Outcome(one, date(2026, 8, 1), "已签合同", Decimal(100)),
        Outcome(one, date(2026, 9, 1), "已签合同", Decimal(120)),
        Outcome(other, date(2026, 5, 20), "有意向"),
        Outcome(other, date(2026, 5, 21), "未见面"),
    ]

    assert ladder(outcomes) == (
        Rung("接触", 0, 0, Decimal(0)),
        Rung("意向", 2, 0, Decimal(0)),
        Rung("协议", 0, 0, Decimal(0)),
        Rung("合同", 1, 1, Decimal(120)),
        Rung("到款", 0, 0, Decimal(0)),
    )
    assert conversion(outcomes, "意向", "合同").words == "意向→合同：2对中1对，50.0%"
    assert conversion(outcomes, "协议", "合同") == Conversion("协议", "合同", 0, 0)
    assert conversion(outcomes, "协议", "合同").words.endswith("不可判定")


def test_a_conversion_names_two_stages_in_their_order() -> None:
    with pytest.raises(Misuse, match="不在"):
        conversion([], "合同", "意向")
    with pytest.raises(Misuse, match="没有"):
        conversion([], "意向", "签约")
