"""Workbooks and lists of reported values: 指标, 地区, 时期, 数值, and if there 单位 and 来源, one report a row.

A table is taken as a series only by its head; anything else is a document and none of this module's business. An empty
value is unknown and stays so: it is never read as zero.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from io import BytesIO, StringIO
from pathlib import Path
from typing import Final

from yuheng.audit.series import Report
from yuheng.model import Issue, Period
from yuheng.read.csv import delimiter_of
from yuheng.read.encodings import decode

HEADS: Final[dict[str, frozenset[str]]] = {
    "indicator": frozenset({"指标", "指标名称"}),
    "place": frozenset({"地区", "区县", "区域", "地区名称", "区县名称", "市州", "主体"}),
    "period": frozenset({"时期", "期间", "时间", "年份", "年度", "报告期", "月份", "统计期"}),
    "value": frozenset({"数值", "值", "数据", "完成值", "报送值", "数量", "实绩"}),
    "unit": frozenset({"单位", "计量单位"}),
    "source": frozenset({"来源", "数据来源", "填报单位", "报送单位", "出处"}),
}
NEEDED: Final = ("indicator", "place", "period", "value")
SUFFIXES: Final = frozenset({".xlsx", ".csv", ".tsv"})
_HEAD_ROWS: Final = 10
_QUARTERS: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_UNKNOWN: Final = frozenset({"", "-", "—", "——", "…", "无", "缺", "缺失", "暂无", "n/a", "na", "null", "未报", "保密"})
_PERIOD: Final = re.compile(
    r"(?P<year>(?:19|20)\d\d)\s*(?:年度|年)?\s*[-—./]?\s*"
    r"(?:(?P<half>上半年|下半年|[Hh][12])|(?:第)?(?P<quarter>[一二三四1-4])季度|[Qq](?P<q>[1-4])"
    r"|(?P<three>前三季度)|(?P<from>\d{1,2})\s*[-—~至]\s*(?P<to>\d{1,2})\s*月|(?P<month>\d{1,2})\s*月?)?"
)

Rows = Sequence[Sequence[str]]


def series_in(path: Path, name: str) -> tuple[tuple[Report, ...], tuple[Issue, ...]] | None:
    """The reports in a file, or None where no sheet of it has the head of a series.

    `name` is what the file is called in findings and issues. Rows that cannot be read become issues.
    """
    if path.suffix.lower() not in SUFFIXES:
        return None
    reports: list[Report] = []
    issues: list[Issue] = []
    found = False
    for sheet, rows in _sheets(path):
        head = _head(rows)
        if head is None:
            continue
        found = True
        start, columns = head
        for number, row in enumerate(rows[start + 1 :], start=start + 2):
            where = f"{name}·{sheet}·第{number}行" if sheet else f"{name}·第{number}行"
            cells = {field: _cell(row, column) for field, column in columns.items()}
            if not any(cells.values()):
                continue
            read = _report(cells, where, len(reports))
            if isinstance(read, str):
                issues.append(Issue("series-row-unread", f"{where.removeprefix(f'{name}·')}：{read}", name))
            else:
                reports.append(read)
    return (tuple(reports), tuple(issues)) if found else None


def read_period(words: str) -> tuple[Period, bool]:
    """Read when a report is for, and whether it counts from the start of the year.

    >>> read_period("2024年1-6月")[0].end, read_period("2024年1-6月")[1]
    (datetime.date(2024, 7, 1), True)
    >>> read_period("2023")[0].label
    '2023'

    Raises:
        ValueError: the words name no year, half, quarter or month.
    """
    text = words.strip().removesuffix(".0")
    match = _PERIOD.fullmatch(text)
    if match is None:
        raise ValueError(f"时期“{words}”读不懂；请写成2024、2024年上半年、2024年一季度、2024年1-6月或2024年3月")
    year = int(match["year"])
    first, last, to_date = _months(match)
    if not 1 <= first <= last <= 12:
        raise ValueError(f"时期“{words}”中没有这样的月份")
    start = date(year, first, 1)
    end = date(year + 1, 1, 1) if last == 12 else date(year, last + 1, 1)
    return Period(_label(year, first, last), start, end, words), to_date


def _label(year: int, first: int, last: int) -> str:
    if (first, last) == (1, 12):
        return str(year)
    return f"{year}-{first:02d}" if first == last else f"{year}-{first:02d}—{last:02d}"


def _months(match: re.Match[str]) -> tuple[int, int, bool]:
    half, quarter = match["half"], match["quarter"] or match["q"]
    if half is not None:
        return (7, 12, False) if half in ("下半年", "H2", "h2") else (1, 6, True)
    if quarter is not None:
        number = _QUARTERS[quarter]
        return number * 3 - 2, number * 3, False
    if match["three"] is not None:
        return 1, 9, True
    if match["from"] is not None:
        first, last = int(match["from"]), int(match["to"])
        return first, last, first == 1 and last < 12
    if match["month"] is not None:
        return int(match["month"]), int(match["month"]), False
    return 1, 12, False


def _report(cells: dict[str, str], where: str, order: int) -> Report | str:
    if not cells["indicator"] or not cells["period"]:
        return "没有写指标或时期"
    try:
        period, to_date = read_period(cells["period"])
    except ValueError as trouble:
        return str(trouble)
    try:
        value, unit = _value(cells["value"])
    except InvalidOperation:
        return f"数值“{cells['value']}”不是数"
    return Report(
        indicator=cells["indicator"],
        place=cells["place"],
        unit=cells.get("unit", "") or unit,
        source=cells.get("source", ""),
        period=period,
        to_date=to_date,
        value=value,
        where=where,
        order=order,
    )


def _value(words: str) -> tuple[Decimal | None, str]:
    text = words.strip().replace(",", "").replace("，", "")
    if text.lower() in _UNKNOWN:
        return None, ""
    unit = "%" if text.endswith(("%", "％")) else ""
    return Decimal(text.rstrip("%％")), unit


def _head(rows: Rows) -> tuple[int, dict[str, int]] | None:
    """The row that is a series' head, and the column of each field."""
    for number, row in enumerate(rows[:_HEAD_ROWS]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(row):
            name = re.sub(r"[\s（(].*", "", cell.strip())
            field = next((field for field, names in HEADS.items() if name in names), None)
            if field is not None:
                columns.setdefault(field, column)
        if all(field in columns for field in NEEDED):
            return number, columns
    return None


def _cell(row: Sequence[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""


def _sheets(path: Path) -> Iterator[tuple[str, Rows]]:
    if path.suffix.lower() == ".xlsx":
        from python_calamine import CalamineError, load_workbook

        try:
            workbook = load_workbook(BytesIO(path.read_bytes()))
        except CalamineError:
            return  # not a workbook: the reader of documents says why
        for name in workbook.sheet_names:
            yield name, [[_text(cell) for cell in row] for row in workbook.get_sheet_by_name(name).to_python()]
        return
    text = decode(path.read_bytes()).text
    yield "", list(csv.reader(StringIO(text), delimiter=delimiter_of(text)))


def _text(cell: object) -> str:
    """A cell as a person sees it: 2024.0 is 2024, and a number keeps no digits that its author never typed."""
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else f"{cell:.10g}"
    if isinstance(cell, date):
        return f"{cell.year}-{cell.month:02d}"
    return str(cell)
