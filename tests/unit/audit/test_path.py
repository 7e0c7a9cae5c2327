# ruff: noqa: E501  # a table is read by its rows
"""The verdict table: direction × accumulation × base × due × data, with the word and the arithmetic.

Money is in 亿元, "%" are shares, the rest are counts. Dates: a base "2020" was measured for 2020, a goal "2025" must be
kept by the end of 2025.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pytest

from yuheng.audit.amounts import Amount, promised, reported
from yuheng.audit.path import Course, Verdict, judge, pace_needed, schedule_of, spell_pace, years_between
from yuheng.model import Quantity
from yuheng.model.interval import Interval
from yuheng.vocab.indicators import Accumulation, Direction


class Row(NamedTuple):
    name: str
    word: str
    reason: str
    direction: Direction | None
    kind: Accumulation
    base: str
    goal: str
    due: int | None
    actual: str
    year: int | None
    progress: str = ""
    partial: bool = False
    rate: bool = False


LATER = "期限已过，期后的实绩仍未达到目标"
EARLY = "期限未到，已达到目标"
MET = "期限已到，达到目标"
MISSED = "期限已到，未达到目标"
KEEP = "保持型目标：逐期与目标值相比，不设进度"
RATE = "增速：逐期与目标值相比，不设进度"
NONE = "无实绩"

ROWS = [
    # more, an amount a year: the compound path
    Row("money on its path", "基本符合预期", "按等比路径应完成32%", "more", "flow", "672亿元", "1300亿元", 2025, "880亿元", 2022, "33%"),
    Row("money ahead of its path", "快于预期", "按等比路径应完成32%", "more", "flow", "672亿元", "1300亿元", 2025, "1000亿元", 2022, "52%"),
    Row("money behind its path", "滞后", "按等比路径应完成32%", "more", "flow", "672亿元", "1300亿元", 2025, "700亿元", 2022, "4%"),
    Row("money that fell below its base", "滞后", "按等比路径应完成32%", "more", "flow", "672亿元", "1300亿元", 2025, "600亿元", 2022, "-11%"),
    Row("money there before its date", "提前实现", EARLY, "more", "flow", "672亿元", "1300亿元", 2025, "1350亿元", 2023, "108%"),
    Row("money there exactly, before its date", "提前实现", EARLY, "more", "flow", "672亿元", "1300亿元", 2025, "1300亿元", 2024, "100%"),
    Row("money there at its date", "基本符合预期", MET, "more", "flow", "672亿元", "1300亿元", 2025, "1310亿元", 2025, "102%"),
    Row("money far beyond at its date", "快于预期", "期限已到，超过目标", "more", "flow", "672亿元", "1300亿元", 2025, "1500亿元", 2025, "132%"),
    Row("money short at its date", "滞后", MISSED, "more", "flow", "672亿元", "1300亿元", 2025, "1290亿元", 2025, "98%"),
    Row("money short after its date", "滞后", LATER, "more", "flow", "672亿元", "1300亿元", 2022, "1200亿元", 2023),
    Row("money there only after its date", "不可判定", "实绩晚于期限，无法确认到期时是否达到", "more", "flow", "672亿元", "1300亿元", 2022, "1400亿元", 2024),
    Row("the same in another unit", "基本符合预期", "按等比路径应完成32%", "more", "flow", "6720000万元", "1300亿元", 2025, "8800000万元", 2022, "33%"),
    Row("half a year against a whole one", "不可判定", "实绩只是部分时段的数，不能与全年目标相比", "more", "flow", "672亿元", "1300亿元", 2025, "500亿元", 2022, partial=True),
    # more, a count at one time: the straight path
    Row("a count on its path", "基本符合预期", "按等差路径应完成40%", "more", "level", "12个", "22个", 2025, "16个", 2022, "40%"),
    Row("a count ahead", "快于预期", "按等差路径应完成40%", "more", "level", "12个", "22个", 2025, "19个", 2022, "70%"),
    Row("a count behind", "滞后", "按等差路径应完成40%", "more", "level", "12个", "22个", 2025, "14个", 2022, "20%"),
    Row("just inside the tolerance below", "基本符合预期", "按等差路径应完成40%", "more", "level", "0个", "100个", 2025, "36个", 2022, "36%"),
    Row("just outside the tolerance below", "滞后", "按等差路径应完成40%", "more", "level", "0个", "100个", 2025, "35个", 2022, "35%"),
    Row("just inside the tolerance above", "基本符合预期", "按等差路径应完成40%", "more", "level", "0个", "100个", 2025, "44个", 2022, "44%"),
    Row("just outside the tolerance above", "快于预期", "按等差路径应完成40%", "more", "level", "0个", "100个", 2025, "45个", 2022, "45%"),
    Row("no progress at all", "滞后", "按等差路径应完成40%", "more", "level", "12个", "22个", 2025, "12个", 2022, "0%"),
    Row("a floor met early", "提前实现", EARLY, "more", "level", "12个", "20个以上", 2025, "21个", 2022, "112%"),
    # zero bases and zero goals
    Row("from zero", "滞后", "按等差路径应完成60%", "more", "level", "0个", "5个", 2025, "2个", 2023, "40%"),
    Row("from zero, first of several early", "提前实现", EARLY, "more", "level", "0个", "1个", 2025, "1个", 2023, "100%"),
    Row("money from zero has a straight path", "基本符合预期", "按等差路径应完成60%", "more", "flow", "0亿元", "50亿元", 2025, "30亿元", 2023, "60%"),
    Row("down to zero, on its path", "基本符合预期", "按等差路径应完成60%", "less", "level", "10个", "0个", 2025, "4个", 2023, "60%"),
    Row("down to zero, behind", "滞后", "按等差路径应完成60%", "less", "level", "10个", "0个", 2025, "8个", 2023, "20%"),
    Row("down to zero, there", "提前实现", EARLY, "less", "level", "10个", "0个", 2025, "0个", 2023, "100%"),
    Row("zero to be kept", "基本符合预期", KEEP, "less", "level", "0个", "0个", 2025, "0个", 2023),
    Row("zero not kept", "滞后", KEEP, "less", "level", "0个", "0个", 2025, "1个", 2023),
    # keep
    Row("keep at 100 % holds", "基本符合预期", KEEP, "keep", "level", "100%", "100%", 2025, "100%", 2023),
    Row("keep at 100 % is lost", "滞后", KEEP, "keep", "level", "100%", "100%", 2025, "98%", 2023),
    Row("keep without a base", "基本符合预期", KEEP, "keep", "level", "", "100%", 2025, "100%", 2023),
    Row("keep without a date", "基本符合预期", KEEP, "keep", "level", "", "60%以上", None, "60.2%", 2023),
    Row("keep without data", "不可判定", NONE, "keep", "level", "100%", "100%", 2025, "", None),
    Row("target equals base, more is better: held", "基本符合预期", KEEP, "more", "level", "60%", "60%", 2025, "61%", 2023),
    Row("target equals base, more is better: lost", "滞后", KEEP, "more", "level", "60%", "60%", 2025, "59%", 2023),
    Row("target equals base, no later data", "不可判定", NONE, "more", "level", "60%", "60%", 2025, "", None),
    Row("inside a band", "基本符合预期", KEEP, "band", "flow", "", "3%左右", 2025, "2.8%", 2025),
    Row("above a band", "滞后", KEEP, "band", "flow", "", "3%左右", 2025, "4.1%", 2025),
    Row("below a band", "滞后", KEEP, "band", "flow", "", "3%左右", 2025, "0.2%", 2025),
    # less is better
    Row("a rate falling on its path", "基本符合预期", "按等差路径应完成40%", "less", "level", "5.0‰", "4.0‰", 2025, "4.6‰", 2022, "40%"),
    Row("a rate falling faster", "快于预期", "按等差路径应完成40%", "less", "level", "5.0‰", "4.0‰", 2025, "4.2‰", 2022, "80%"),
    Row("a rate that rises", "滞后", "按等差路径应完成40%", "less", "level", "5.0‰", "4.0‰", 2025, "5.2‰", 2022, "-20%"),
    Row("a ceiling met early", "提前实现", EARLY, "less", "level", "5.0‰", "4.0‰以下", 2025, "3.9‰", 2022, "110%"),
    Row("a ceiling broken at its date", "滞后", MISSED, "less", "level", "5.0‰", "4.0‰以下", 2025, "4.1‰", 2025, "90%"),
    Row("a ceiling outranks the vocabulary", "提前实现", EARLY, "more", "level", "", "30%以内", 2025, "28%", 2023),
    # cumulative
    Row("counted from the start, on its path", "基本符合预期", "按等差路径应完成40%", "more", "cumulative", "", "100个", 2025, "41个", 2022, "41%"),
    Row("counted from the start, behind", "滞后", "按等差路径应完成40%", "more", "cumulative", "", "100个", 2025, "20个", 2022, "20%"),
    Row("counted from the start, ahead", "快于预期", "按等差路径应完成40%", "more", "cumulative", "", "100个", 2025, "60个", 2022, "60%"),
    Row("counted from the start, there", "提前实现", EARLY, "more", "cumulative", "", "100个", 2025, "100个", 2024, "100%"),
    Row("cumulative money has a straight path", "基本符合预期", "按等差路径应完成40%", "more", "cumulative", "", "500亿元", 2025, "200亿元", 2022, "40%"),
    Row("half a year of a cumulative count counts", "滞后", "按等差路径应完成40%", "more", "cumulative", "", "100个", 2025, "10个", 2022, "10%", partial=True),
    Row("cumulative with a stated base", "基本符合预期", "按等差路径应完成40%", "more", "cumulative", "30个", "130个", 2025, "70个", 2022, "40%"),
    # no base, no data, no date
    Row("no data", "不可判定", NONE, "more", "flow", "672亿元", "1300亿元", 2025, "", None),
    Row("nothing but the base, and it is short", "不可判定", "无基期以后的实绩", "more", "flow", "672亿元", "1300亿元", 2025, "672亿元", 2020),
    Row("no base, not there yet", "不可判定", "无基数：只知尚未达到目标，不知进度", "more", "flow", "", "1300亿元", 2025, "900亿元", 2023),
    Row("no base, there early", "提前实现", EARLY, "more", "flow", "", "1300亿元", 2025, "1300亿元", 2023),
    Row("no base, there at the date", "基本符合预期", MET, "more", "level", "", "3家", 2025, "9家", 2025),
    Row("no base, short at the date", "滞后", MISSED, "more", "level", "", "3家", 2025, "2家", 2025),
    Row("no date, there", "不可判定", "已达到目标值，但目标无期限", "more", "level", "8家", "10家", None, "13家", 2023),
    Row("no date, short", "不可判定", "无期限", "more", "level", "8家", "10家", None, "9家", 2023),
    Row("the base itself passes the goal", "不可判定", "基期的数已高于目标，或为保持，或口径不同", "more", "level", "13家", "10家", 2025, "", None),
    Row("the base meets the goal, then it is lost", "滞后", "基期已达到目标，现低于目标", "more", "level", "13家", "10家", 2025, "9家", 2022, "133%"),
    Row("last year's amount is no early success", "不可判定", NONE, "more", "flow", "115个", "100个", 2025, "", None),
    Row("nor is a rate below its ceiling at the base", "不可判定", NONE, "less", "level", "4.6%", "5%以内", 2025, "", None),
    Row("no direction anywhere", "不可判定", "方向不明：目标未说明是上限还是下限，也无基数可推定", None, "level", "", "50个", 2025, "40个", 2023),
    Row("the base tells the direction", "基本符合预期", "按等差路径应完成40%", None, "level", "50个", "40个", 2025, "46个", 2022, "40%"),
    # units that do not belong together, one base for two dimensions
    Row("a share against an amount", "不可判定", "口径不同：目标与实绩的计量单位不同类", "more", "level", "6.7%", "7%", 2025, "1675亿元", 2022),
    Row("a base of another dimension", "不可判定", "口径不同：目标与基数的计量单位不同类", "more", "level", "1675亿元", "7%", 2025, "6.9%", 2022),
    # ranges and words
    Row("a range is met at its lower end", "提前实现", EARLY, "more", "level", "0家", "3—5家", 2025, "3家", 2024, "100%"),
    Row("a base inside the margin is not there yet", "不可判定", "无基期以后的实绩", "more", "level", "6.7%", "7%左右", 2025, "6.7%", 2020),
    Row("and is held to the number itself", "基本符合预期", "按等差路径应完成40%", "more", "level", "6.7%", "7%左右", 2025, "6.82%", 2022, "40%"),
    Row("a report that falls short by its word", "不可判定", "精度不足：数值在35与40之间，跨越目标值", "more", "level", "", "40个", 2025, "近40个", 2023),
    Row("more than the goal by its word", "提前实现", EARLY, "more", "level", "", "40个", 2025, "超过40个", 2023),
    Row("a softened goal is met in its margin", "提前实现", EARLY, "more", "level", "6%", "7%左右", 2025, "6.6%", 2023, "60%"),
    Row("a vague report leaves two verdicts open", "不可判定", "精度不足：数值在40与50之间，基本符合预期、快于预期都有可能", "more", "level", "0个", "100个", 2025, "超过40个", 2022, "40%—50%"),
    # growth rates are held, not approached
    Row("growth as promised", "基本符合预期", RATE, "more", "flow", "", "7%以上", 2025, "7.1%", 2023, rate=True),
    Row("growth above the promise", "快于预期", RATE, "more", "flow", "", "7%以上", 2025, "9%", 2023, rate=True),
    Row("growth below the promise", "滞后", RATE, "more", "flow", "", "7%以上", 2025, "5%", 2023, rate=True),
    Row("growth of another time", "不可判定", "实绩不在目标期内", "more", "flow", "", "7%以上", 2022, "5%", 2023, rate=True),
    Row("keep, seen only after its date", "不可判定", "实绩不在目标期内", "keep", "level", "", "100%", 2022, "98%", 2023),
    Row("growth without data", "不可判定", NONE, "more", "flow", "", "7%以上", 2025, "", None, rate=True),
]  # fmt: skip


def amount(words: str, *, goal: bool) -> Amount:
    """Read the few forms that the table uses."""
    text = words
    near = text.startswith(("近", "约")) or text.endswith("左右")
    strict, floor, ceiling = text.startswith("超过"), text.endswith("以上"), text.endswith(("以下", "以内"))
    for word in ("超过", "近", "约", "左右", "以上", "以下", "以内"):
        text = text.replace(word, "")
    unit = text.lstrip("0123456789.—")
    numbers = [Decimal(number) for number in text.removesuffix(unit).split("—")]
    low = None if ceiling else numbers[0]
    high = None if strict or floor else numbers[-1]
    quantity = Quantity(low, high, unit, words, approximate=near, strict=strict)
    return promised(quantity) if goal else reported(quantity)


def course(row: Row) -> Course:
    return Course(
        direction=row.direction,
        accumulation=row.kind,
        rate=row.rate,
        goal=amount(row.goal, goal=True),
        due=None if row.due is None else date(row.due + 1, 1, 1),
        base=amount(row.base, goal=False) if row.base else None,
        base_on=date(2021, 1, 1) if row.base else None,
        actual=amount(row.actual, goal=False) if row.actual else None,
        actual_on=None if row.year is None else date(row.year + 1, 1, 1),
        partial=row.partial,
        start=date(2021, 1, 1),
    )


def progress(verdict: Verdict) -> str:
    if verdict.progress is None or verdict.progress.low is None or verdict.progress.high is None:
        return ""
    low, high = f"{verdict.progress.low:.0%}", f"{verdict.progress.high:.0%}"
    return low if low == high else f"{low}—{high}"


def test_the_table_is_long_enough_to_hold_every_combination() -> None:
    assert len(ROWS) >= 60
    assert len({row.name for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_the_verdict_is_a_function_of_printed_numbers(row: Row) -> None:
    verdict = judge(course(row))

    assert (verdict.word, verdict.reason, progress(verdict)) == (row.word, row.reason, row.progress)


def test_the_growth_that_a_goal_needs_is_given_with_its_bounds_or_not_at_all() -> None:
    five = Decimal(5)
    growth = pace_needed(amount("672亿元", goal=False), amount("1300亿元", goal=True), years=five)
    assert growth is not None
    assert growth.low is not None
    assert growth.high is not None
    assert (f"{growth.low:.2f}", f"{growth.high:.2f}") == ("14.09", "14.12")
    assert pace_needed(amount("0亿元", goal=False), amount("50亿元", goal=True), years=five) is None
    assert pace_needed(amount("10个", goal=False), amount("0个", goal=True), years=five) == Interval.exactly(-2)
    assert pace_needed(amount("10个", goal=False), amount("20个", goal=True), years=Decimal(0)) is None


def test_a_pace_that_may_go_either_way_is_no_increase() -> None:
    pace = Interval(Decimal("-0.05"), Decimal("0.17"))
    assert spell_pace(pace, "share") == "年均变化在-0.05个百分点—0.17个百分点之间"
    assert spell_pace(-Interval.exactly(2), "count", unit=(Decimal(1), "个")) == "年均减少2个"


def test_the_calendar_says_nothing_about_achievement() -> None:
    assert schedule_of(None, on=date(2026, 1, 1)) == "无期限"
    assert schedule_of(date(2026, 1, 1), on=date(2025, 12, 31)) == "未到期"
    assert schedule_of(date(2026, 1, 1), on=date(2026, 1, 1)) == "已到期"


def test_years_count_leap_days_as_the_day_after() -> None:
    assert years_between(date(2020, 2, 29), date(2021, 3, 1)) == 1
    assert years_between(date(2020, 7, 1), date(2021, 1, 1)) == 1 + Decimal(-181) / 365
