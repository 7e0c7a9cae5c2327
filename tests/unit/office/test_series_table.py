# tables are read by their rows
from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from yuheng.audit.series import Report
from yuheng.model import Issue, Period
from yuheng.office.series_table import read_period, series_in

PERIODS = [
    ("2023", "2023", date(2023, 1, 1), date(2024, 1, 1), False),
    ("2023年", "2023", date(2023, 1, 1), date(2024, 1, 1), False),
    ("2023年度", "2023", date(2023, 1, 1), date(2024, 1, 1), False),
    ("2023.0", "2023", date(2023, 1, 1), date(2024, 1, 1), False),
    ("2023年上半年", "2023-01—06", date(2023, 1, 1), date(2023, 7, 1), True),
    ("2023H2", "2023-07—12", date(2023, 7, 1), date(2024, 1, 1), False),
    ("2023年第二季度", "2023-04—06", date(2023, 4, 1), date(2023, 7, 1), False),
    ("2023Q4", "2023-10—12", date(2023, 10, 1), date(2024, 1, 1), False),
    ("2023年前三季度", "2023-01—09", date(2023, 1, 1), date(2023, 10, 1), True),
    ("2023年1-6月", "2023-01—06", date(2023, 1, 1), date(2023, 7, 1), True),
    ("2023年3月", "2023-03", date(2023, 3, 1), date(2023, 4, 1), False),
    ("2023-12", "2023-12", date(2023, 12, 1), date(2024, 1, 1), False),
]


@pytest.mark.parametrize(("words", "label", "start", "end", "to_date"), PERIODS)
def test_a_period_is_read_as_offices_write_it(words: str, label: str, start: date, end: date, to_date: bool) -> None:
    assert read_period(words) == (Period(label, start, end, words), to_date)


@pytest.mark.parametrize("words", ["去年", "2023年13月", "23年", ""])
def test_a_period_that_cannot_be_read_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="时期"):
        read_period(words)


def test_a_list_with_a_series_head_is_a_series_and_an_empty_value_stays_unknown(tmp_path: Path) -> None:
    path = tmp_path / "上报.csv"
    path.write_bytes(
        '指标,区县,年份,数值,单位,来源\n床位数,青羊区,2023,"1,200",张,卫健局\n床位数,青羊区,2024,—,张,卫健局\n'.encode(
            "gb18030"
        )
    )

    found = series_in(path, "上报.csv")

    year = Period("2023", date(2023, 1, 1), date(2024, 1, 1), "2023")
    after = Period("2024", date(2024, 1, 1), date(2025, 1, 1), "2024")
    assert found == (
        (
            Report("床位数", "青羊区", "张", "卫健局", year, False, Decimal(1200), "上报.csv·第2行", 0),
            Report("床位数", "青羊区", "张", "卫健局", after, False, None, "上报.csv·第3行", 1),
        ),
        (),
    )


def test_a_workbook_is_read_below_its_title_and_bad_rows_become_issues(tmp_path: Path) -> None:
    path = tmp_path / "上报.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("季报")
    rows = [
        ["某市季报"],
        ["指标", "地区", "时期", "数值"],
        ["入住率", "甲县", 2023, "61.5%"],
        ["入住率", "甲县", "去年", 60],
    ]
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()

    found = series_in(path, "上报.xlsx")

    assert found is not None
    [report], [issue] = found
    assert (report.value, report.unit, report.where) == (Decimal("61.5"), "%", "上报.xlsx·季报·第3行")
    assert isinstance(issue, Issue)
    assert issue.message.startswith("季报·第4行：时期“去年”读不懂")


def test_any_other_table_is_a_document(tmp_path: Path) -> None:
    path = tmp_path / "清单.csv"
    path.write_text("企业,需求\n甲公司,冷链\n", encoding="utf-8")
    assert series_in(path, "清单.csv") is None
    assert series_in(tmp_path / "规划.txt", "规划.txt") is None
