from __future__ import annotations

from datetime import date
from decimal import Decimal

from yuheng.audit.conclusions import KINDS
from yuheng.audit.series import Report, series_findings
from yuheng.model import Period


def report(
    value: str | None,
    year: int,
    *,
    indicator: str = "中药材产值",
    place: str = "青羊区",
    unit: str = "亿元",
    months: int = 12,
    order: int = 0,
    source: str = "统计局",
) -> Report:
    end = date(year + 1, 1, 1) if months == 12 else date(year, months + 1, 1)
    label = str(year) if months == 12 else f"{year}-01—{months:02d}"
    number = None if value is None else Decimal(value)
    return Report(
        indicator,
        place,
        unit,
        source,
        Period(label, date(year, 1, 1), end, label),
        months < 12,
        number,
        f"表·第{order + 2}行",
        order,
    )


def told(*reports: Report) -> list[tuple[str, str]]:
    found = series_findings(reports)
    assert all(each.proposed for each in found)  # a question, never an accusation
    return [(KINDS[each.kind], dict(each.parts)["检验"]) for each in found]


def steady(*values: str) -> list[Report]:
    return [report(value, 2012 + place, order=place) for place, value in enumerate(values)]


def test_an_even_series_asks_no_question() -> None:
    assert told(*steady("100", "108", "117", "126", "137", "148", "160")) == []


def test_a_jump_names_its_score_and_the_usual_change() -> None:
    [(kind, test)] = told(*steady("100", "108", "117", "126", "137", "148", "320"))
    assert kind == "数列突变"
    assert test == "对数变化的稳健z值23.1，超过3.5（中位变化+8.2%，共6期）"


def test_few_or_empty_values_are_no_base_for_a_jump() -> None:
    assert told(*steady("100", "108", "320")) == []
    assert told(*steady("100", "108", "117"), report(None, 2015), *[report("0", 2016)]) == []


def test_a_number_that_stays_the_same_for_years_is_shown() -> None:
    assert told(*steady("128", "128", "128", "128")) == [
        ("尾数集中", "连续4期数值完全相同（至少4期、三位以上数字才提示）")
    ]
    assert told(*steady("3", "3", "3", "3")) == []


def test_last_digits_that_pile_up_are_shown_with_the_test() -> None:
    rows = [report(f"{100 + step}0", 2000, place=f"{step}区", order=step) for step in range(60)]
    [(kind, test)] = told(*rows)
    assert (kind, test) == ("尾数集中", "末位数字的卡方检验：540.0，超过27.877（自由度9，99.9%），60个数")
    spread = [report(f"{1000 + step * 7}", 2000, place=f"{step}区", order=step) for step in range(60)]
    assert told(*spread) == []


def test_two_values_of_one_thing_and_time_ask_for_the_reason() -> None:
    assert told(report("100", 2020, order=0), report("140", 2020, order=1)) == [
        ("修订异常", "同一指标、地区、时期的两次报送不相等")
    ]
    assert told(report("100", 2020, order=0), report("100", 2020, order=1)) == []


def test_a_total_to_date_does_not_shrink_within_its_year() -> None:
    assert told(report("50", 2023, months=6), report("40", 2023, months=9, order=1)) == [
        ("累计数回落", "年内累计数不应减少")
    ]
    assert told(report("50", 2023, months=9), report("40", 2024, months=3, order=1)) == []


def test_parts_add_up_within_their_rounding() -> None:
    parts = [report("10.2", 2023, place="甲区"), report("20.3", 2023, place="乙区", order=1)]
    assert told(*parts, report("30.6", 2023, place="合计", order=2)) == []
    assert told(*parts, report("35.0", 2023, place="合计", order=2)) == [
        ("勾稽不符", "分项之和与合计之差4.5，大于取整所能解释的0.15")
    ]


def test_a_total_is_not_held_against_a_part_of_its_places() -> None:
    earlier = [report("1.0", 2022, place=place, order=n) for n, place in enumerate(("甲区", "乙区", "丙区"))]
    now = [report("10.2", 2023, place="甲区", order=5), report("20.3", 2023, place="乙区", order=6)]
    assert told(*earlier, *now, report("90.0", 2023, place="合计", order=7)) == []


def test_a_reported_rate_is_held_against_the_amounts() -> None:
    amounts = [report("100", 2022), report("120", 2023, order=1)]

    def rate(words: str) -> Report:
        return report(words, 2023, indicator="中药材产值同比增长", unit="%", order=2)

    assert told(*amounts, rate("20.0")) == []
    [(kind, test)] = told(*amounts, rate("35.0"))
    assert (kind, test[:14]) == ("勾稽不符", "由两年数额推算增速18.9%")


def test_a_share_lies_between_nothing_and_all() -> None:
    assert told(report("104.2", 2023, indicator="规范管理率", unit="%")) == [("勾稽不符", "比例应在0与100%之间")]


def test_a_finding_names_the_cells_it_rests_on() -> None:
    [found] = series_findings([report("100", 2020, order=0), report("140", 2020, order=1)])
    assert found.parts[1:] == (
        ("数据", "2020：100亿元（表·第2行，来源统计局）"),
        ("数据", "2020：140亿元（表·第3行，来源统计局）"),
    )
