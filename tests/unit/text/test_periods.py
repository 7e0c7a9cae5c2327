"""Which stretch of time a set of words names, and how it binds."""

from __future__ import annotations

from datetime import date

import pytest

from yuheng.extract.amounts import tokens_in
from yuheng.text.periods import PeriodMention, plan_period

ON = date(2023, 8, 1)


def times(text: str, on: date | None = ON) -> list[tuple[str, str, str]]:
    """Each time expression of a text as words, label and role."""
    found = [token for token in tokens_in(text, on) if isinstance(token, PeriodMention)]
    return [(text[t.start : t.end], t.period.label if t.period else "", t.role) for t in found]


NAMED = [
    ("2025年", "2025"),
    ("2022年上半年", "2022H1"),
    ("2022年三季度", "2022Q3"),
    ("2024年1—6月", "2024H1"),
    ("2024年1至9月", "2024Q1-Q3"),
    ("2024年1—7月", "2024"),
    ("今年", "2023"),
    ("去年", "2022"),
    ("明年", "2024"),
    ("今年前三季度", "2023Q1-Q3"),
    ("今年前5个月", "2023"),
    ("今年前六个月", "2023H1"),
    ("上半年", "2023H1"),
    ("“十四五”时期", "十四五"),
    ("“十三五”末", "2020"),
    ("近三年", "近三年"),
    ("过去五年", "近五年"),
    ("2020年和2025年", "2020;2025"),
    ("2021—2025年", "2021-2025"),
]


@pytest.mark.parametrize(("words", "label"), NAMED, ids=[words for words, _ in NAMED])
def test_words_name_one_period(words: str, label: str) -> None:
    assert [(stated, named) for stated, named, _ in times(f"{words}，全县有药店若干。")] == [(words, label)]


BOUND = [
    ("到2025年，建成三家医院", "by"),
    ("2021年以来，建成三家医院", "since"),
    ("比2019年多出三家", "baseline"),
    ("恢复至2019年同期的九成", "baseline"),
    ("从2020年的三家起步", "from"),
    ("2022年建成三家医院", "in"),
    ("目前有三家医院", "now"),
    ("仪式上，三家医院签约", "now"),
]


@pytest.mark.parametrize(("text", "role"), BOUND, ids=[text for text, _ in BOUND])
def test_the_words_around_a_year_say_how_it_binds(text: str, role: str) -> None:
    assert [bound for _, _, bound in times(text)] == [role]


NO_TIMES = ["按当年价格计算", "贴息期限不超过3年", "二十五个乡镇", "第五届博览会", "会上级部门"]


@pytest.mark.parametrize("text", NO_TIMES[:4])
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert times(text) == []


def test_this_year_needs_the_document_s_day() -> None:
    assert times("今年", None) == [("今年", "", "in")]


def test_months_end_with_their_last_day() -> None:
    [mention] = [token for token in tokens_in("今年1—7月", ON) if isinstance(token, PeriodMention)]

    assert mention.period is not None
    assert (mention.period.start, mention.period.end) == (date(2023, 1, 1), date(2023, 8, 1))


def test_a_month_that_no_year_has_spoils_nothing() -> None:
    assert [label for _, label, _ in times("2023年9—15月")] == ["2023"]


def test_five_year_plans_follow_each_other_without_gaps() -> None:
    plans = [plan_period(number) for number in ("十二", "十三", "十四", "十五")]

    assert [(plan.start, plan.end) for plan in plans if plan] == [
        (date(year, 1, 1), date(year + 5, 1, 1)) for year in (2011, 2016, 2021, 2026)
    ]


def test_a_numeral_below_the_sixth_names_no_plan() -> None:
    assert plan_period("三") is None
