"""Reported series held against themselves: jumps, repeated digits, totals that shrink, sums that do not add up.

Each finding names the test, its threshold and the numbers, and stops there. A jump may be a new plant, a change of
definition or a slip of the pen: the finding is a question to the reporter, never an accusation.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import Final

from yuheng.audit.conclusions import KINDS
from yuheng.model import Period, id_of
from yuheng.model.finding import Finding

RULE: Final = "series"
VERSION: Final = "1"
JUMP_SCORE: Final = 3.5
"""Modified z-score from which a change is called a jump (Iglewicz and Hoaglin 1993)."""
JUMP_FLOOR: Final = 0.03
"""The least spread of yearly changes: without it, an almost even series makes every change a jump."""
FEWEST_CHANGES: Final = 5
CHI_SQUARE: Final = 27.877
"""99.9 % point of chi-square with nine degrees of freedom."""
FEWEST_DIGITS: Final = 50
RUN: Final = 4
"""So many equal values in a row of at least three digits."""
TOTALS: Final = frozenset({"合计", "总计", "全市", "全省", "全区", "全州", "全县", "全国", "小计"})
_SCALE: Final = 1.4826


@dataclass(frozen=True, slots=True)
class Report:
    """One reported value and the cell it stands in.

    Attributes:
        indicator, place, unit, source: as written.
        period: when; `label` sorts.
        to_date: it counts from the start of the year (1—6月), so it may not shrink within the year.
        value: None where the cell is empty or says that there is none: unknown, never zero.
        where: file, sheet and cell: 上报.xlsx·Sheet1·D7.
        order: position in the file: of two reports of the same thing the later one revises.
    """

    indicator: str
    place: str
    unit: str
    source: str
    period: Period
    to_date: bool
    value: Decimal | None
    where: str
    order: int


def series_findings(reports: Sequence[Report]) -> tuple[Finding, ...]:
    """Everything about the reports that asks for a look, by test."""
    known = [report for report in reports if report.value is not None and report.period.end is not None]
    latest = _latest(known)
    return (
        *_revisions(known),
        *_jumps(latest),
        *_runs(latest),
        *_last_digits(latest),
        *_shrinking(latest),
        *_sums(latest),
        *_growth(latest),
        *_bounds(latest),
    )


def _key(report: Report) -> tuple[str, str, str, bool]:
    return (report.indicator, report.place, report.unit, report.to_date)


def _latest(reports: Sequence[Report]) -> list[Report]:
    """One report of each thing and time, the last."""
    last: dict[tuple[object, ...], Report] = {}
    for report in sorted(reports, key=lambda each: each.order):
        last[(*_key(report), report.period.start, report.period.end)] = report
    return sorted(last.values(), key=lambda each: (*_key(each), _end(each)))


def _lines(reports: Sequence[Report]) -> dict[tuple[str, str, str, bool], list[Report]]:
    lines: dict[tuple[str, str, str, bool], list[Report]] = defaultdict(list)
    for report in reports:
        lines[_key(report)].append(report)
    return lines


def _end(report: Report) -> str:
    assert report.period.end is not None  # noqa: S101  # series_findings has looked
    return report.period.end.isoformat()


def _value(report: Report) -> Decimal:
    assert report.value is not None  # noqa: S101  # series_findings has looked
    return report.value


def _revisions(reports: Sequence[Report]) -> list[Finding]:
    """Two values of one thing and time: shown with the change; of money and counts none may turn negative."""
    same: dict[tuple[object, ...], list[Report]] = defaultdict(list)
    for report in sorted(reports, key=lambda each: each.order):
        same[(*_key(report), report.period.start, report.period.end)].append(report)
    findings = []
    for versions in same.values():
        for before, after in pairwise(versions):
            if _value(before) == _value(after):
                continue
            change = (
                "" if _value(before) == 0 else f"，相差{(_value(after) - _value(before)) / abs(_value(before)):+.1%}"
            )
            test = "同一指标、地区、时期的两次报送不相等"
            message = f"{_about(after)}先报{_said(before)}，后报{_said(after)}{change}，需说明修订原因。"
            findings.append(_finding("impossible-revision", [before, after], test=test, message=message))
    return findings


def _jumps(reports: Sequence[Report]) -> list[Finding]:
    findings = []
    for line in _lines(reports).values():
        if line[0].to_date or len(line) <= FEWEST_CHANGES or any(_value(each) <= 0 for each in line):
            continue
        changes = [math.log(_value(b) / _value(a)) for a, b in pairwise(line)]
        middle = median(changes)
        spread = max(_SCALE * median(abs(change - middle) for change in changes), JUMP_FLOOR)
        for (before, after), change in zip(pairwise(line), changes, strict=True):
            score = abs(change - middle) / spread
            if score > JUMP_SCORE:
                usual = math.expm1(middle)
                test = f"对数变化的稳健z值{score:.1f}，超过{JUMP_SCORE}（中位变化{usual:+.1%}，共{len(changes)}期）"
                step = f"由{_said(before)}变为{_said(after)}（{math.expm1(change):+.1%}）"
                message = f"{_about(after)}{step}，与本数列通常的变化不同。"
                findings.append(_finding("jump", [before, after], test=test, message=message))
    return findings


def _runs(reports: Sequence[Report]) -> list[Finding]:
    findings = []
    for line in _lines(reports).values():
        run: list[Report] = []
        for report in [*line, None]:
            if report is not None and (not run or _value(report) == _value(run[-1])):
                run.append(report)
                continue
            if len(run) >= RUN and len(_digits(_value(run[0]))) >= 3:
                test = f"连续{len(run)}期数值完全相同（至少{RUN}期、三位以上数字才提示）"
                message = f"{_about(run[-1])}连续{len(run)}期都是{_said(run[0])}，请核对是否沿用旧数。"
                findings.append(_finding("repeated-digits", run, test=test, message=message))
            run = [] if report is None else [report]
    return findings


def _last_digits(reports: Sequence[Report]) -> list[Finding]:
    """Last digits of a source's numbers against an even spread; only numbers of three digits and more."""
    sources: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        if len(_digits(_value(report))) >= 3:
            sources[report.source].append(report)
    findings = []
    for source, rows in sources.items():
        if len(rows) < FEWEST_DIGITS:
            continue
        counts = Counter(_digits(_value(row))[-1] for row in rows)
        even = len(rows) / 10
        chi = sum((counts[str(digit)] - even) ** 2 / even for digit in range(10))
        if chi > CHI_SQUARE:
            digit, count = max(counts.items(), key=lambda item: (item[1], item[0]))
            test = f"末位数字的卡方检验：{chi:.1f}，超过{CHI_SQUARE}（自由度9，99.9%），{len(rows)}个数"
            name = source or "未注明来源"
            message = f"{name}的{len(rows)}个数中，末位为{digit}的有{count}个，分布不均；取整报送也会如此，请核对。"
            findings.append(_finding("repeated-digits", rows[:1], test=test, message=message))
    return findings


def _shrinking(reports: Sequence[Report]) -> list[Finding]:
    findings = []
    for line in _lines(reports).values():
        for before, after in pairwise(line):
            same_start = before.period.start == after.period.start
            if line[0].to_date and same_start and _value(after) < _value(before):
                test = "年内累计数不应减少"
                message = f"{_about(after)}累计数由{before.period.label}的{_said(before)}降为{_said(after)}。"
                findings.append(_finding("reversed-total", [before, after], test=test, message=message))
    return findings


def _sums(reports: Sequence[Report]) -> list[Finding]:
    """Places against the row that is their total, where all of the places report; each number is off by rounding."""
    cells: dict[tuple[object, ...], list[Report]] = defaultdict(list)
    places: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        if report.unit in ("%", "‰", "个百分点"):
            continue
        cells[report.indicator, report.unit, report.to_date, report.period.start, report.period.end].append(report)
        if report.place not in TOTALS:
            places[report.indicator].add(report.place)
    findings = []
    for rows in cells.values():
        total = next((row for row in rows if row.place in TOTALS), None)
        parts = [row for row in rows if row.place not in TOTALS]
        if total is None or len(parts) < 2 or {row.place for row in parts} != places[total.indicator]:
            continue
        summed = sum((_value(row) for row in parts), Decimal(0))
        margin = sum((_half(row) for row in rows), Decimal(0))
        if abs(summed - _value(total)) > margin:
            test = f"分项之和与合计之差{abs(summed - _value(total))}，大于取整所能解释的{margin}"
            message = f"{_about(total)}为{_said(total)}，{len(parts)}个地区之和为{summed}{total.unit}。"
            findings.append(_finding("broken-identity", [total, *parts], test=test, message=message))
    return findings


def _growth(reports: Sequence[Report]) -> list[Finding]:
    """A reported growth rate against the growth of the reported values."""
    values = {(row.indicator, row.place, row.to_date, row.period.start, row.period.end): row for row in reports}
    findings = []
    for rate in reports:
        name = next((rate.indicator.removesuffix(s) for s in _RATES if rate.indicator.endswith(s)), "")
        start, end = rate.period.start, rate.period.end
        if not name or rate.unit != "%" or start is None or end is None or (start.month, start.day) == (2, 29):
            continue
        now = values.get((name, rate.place, rate.to_date, start, end))
        year_ago = (name, rate.place, rate.to_date, start.replace(year=start.year - 1), end.replace(year=end.year - 1))
        before = values.get(year_ago)
        if now is None or before is None or _value(before) <= _half(before):
            continue
        low = ((_value(now) - _half(now)) / (_value(before) + _half(before)) - 1) * 100
        high = ((_value(now) + _half(now)) / (_value(before) - _half(before)) - 1) * 100
        if not low - _half(rate) <= _value(rate) <= high + _half(rate):
            test = f"由两年数额推算增速{low:.1f}%—{high:.1f}%，与所报增速之差不能由取整解释"
            message = (
                f"{_about(rate)}为{_said(rate)}，而数额由{_said(before)}到{_said(now)}；增速若按可比价计算，请注明。"
            )
            findings.append(_finding("broken-identity", [rate, before, now], test=test, message=message))
    return findings


_RATES: Final = ("同比增长", "同比增速", "增长率", "增速")


def _bounds(reports: Sequence[Report]) -> list[Finding]:
    """Shares lie between 0 and 100 %."""
    findings = []
    for row in reports:
        is_share = (
            row.unit == "%" and row.indicator.endswith(("率", "占比", "比重", "比例")) and "增" not in row.indicator
        )
        if is_share and not 0 <= _value(row) <= 100:
            test = "比例应在0与100%之间"
            findings.append(_finding("broken-identity", [row], test=test, message=f"{_about(row)}为{_said(row)}。"))
    return findings


def _half(report: Report) -> Decimal:
    exponent = _value(report).as_tuple().exponent
    assert isinstance(exponent, int)  # noqa: S101  # a finite number
    return Decimal(10) ** exponent / 2


def _digits(value: Decimal) -> str:
    return "".join(str(digit) for digit in value.as_tuple().digits).lstrip("0")


def _about(report: Report) -> str:
    return f"{report.place}{report.indicator}（{report.period.label}）"


def _said(report: Report) -> str:
    return f"{report.value}{report.unit}"


def _finding(kind: str, reports: Sequence[Report], *, test: str, message: str) -> Finding:
    parts = [("检验", test)]
    parts += [
        ("数据", f"{row.period.label}：{_said(row)}（{row.where}，来源{row.source or '未注明'}）") for row in reports
    ]
    raw = [f"{row.indicator}|{row.place}|{row.period.label}|{_said(row)}|{row.source}" for row in reports]
    words = f"{KINDS[kind]}：{message}"
    return Finding(id_of(kind, RULE, VERSION, test, *raw), kind, (), RULE, VERSION, tuple(parts), words, proposed=True)
