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


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026年11月22日", date(2026, 11, 22)),
        ("2026/11/22", date(2026, 11, 22)),
        ("2026.3.2", date(2026, 3, 2)),
        ("２０２６－１１－２２", date(2026, 11, 22)),
        ("5月2日", date(2026, 5, 2)),
        ("11月22日", date(2025, 11, 22)),
        ("目前", ON),
        ("1,200万元", ON),
    ],
)
def test_a_day_is_read_in_the_forms_that_people_write(words: str, day: date) -> None:
    assert read_outcome(f"甲药业—乙医院 已签合同 {words}", firms=FIRMS, on=ON).on == day


@pytest.mark.parametrize(
    "words",
    [
        "2027-13-45",
        "2月30日",
        "昨天",
        "上周五",
        "11月",
        "11-22",
        "去年5月1日",
        "二〇二六年五月一日",
        "20261122",
        "2026年末",
    ],
)
def test_a_day_that_cannot_be_read_is_refused_with_its_words_and_never_taken_for_today(words: str) -> None:
    with pytest.raises(Misuse) as refused:
        read_outcome(f"甲药业—乙医院 已签合同 {words}", firms=FIRMS, on=ON)

    assert words in str(refused.value)


def test_an_amount_with_its_thousands_parted_is_read_whole() -> None:
    assert read_outcome("甲药业—乙医院 已到款 1,200万元", firms=FIRMS, on=ON).amount == Decimal(1200)


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("30万", "30"),
        ("1.2亿", "12000"),
        ("合 80 万元。", "80"),
        ("５０００元", "0.5"),
        ("每月10万只", None),
        ("", None),
    ],
)
def test_an_amount_is_read_as_people_write_it_and_a_number_of_things_is_none(words: str, amount: str | None) -> None:
    read = read_outcome(f"甲药业—乙医院 已签合同 {words}", firms=FIRMS, on=ON).amount

    assert read == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize("words", ["100万美元", "三十万", "约一百万元", "30万元，另付20万元", "￥300"])
def test_an_amount_that_cannot_be_read_is_refused_and_never_left_out(words: str) -> None:
    with pytest.raises(Misuse, match="金额读不懂"):
        read_outcome(f"甲药业—乙医院 已签合同 {words}", firms=FIRMS, on=ON)


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
