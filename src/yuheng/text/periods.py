"""Time expressions of plans and news: which stretch of time a set of words names, and how it binds.

A year in a sentence may be when a promise falls due (到2025年), when something was so (2020年), since when
(2021年以来), what is compared with (比2015年, 在2019年基础上) or where a change starts (从2020年的4.02‰). The role
decides whether a figure takes it, so it is read together with the words around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from yuheng.errors import UnreadableQuantity
from yuheng.model import Period
from yuheng.text.numbers import read_number

Role = Literal["in", "by", "since", "baseline", "from", "span", "now", "scope"]
"""in: holds in it · by: is due · since: from then until now · baseline: only compared with · from: where a change
starts · scope: 全年, 年末, the year that the section is about · span: 近N年, relative and without fixed dates · now:
目前, the document's own time."""

YEAR = r"(?:19|20)\d\d"
_PLAN_NO = "[一二三四五六七八九十]{1,3}"
_MONTHS = r"\d{1,2}月?\s?[—–\-－~～至到]{1,2}\s?\d{1,2}月份?"
_PART = (
    rf"(?:{_MONTHS}|上半年|半年(?=度?报)|下半年|前三季度|(?:第)?[一二三四]季度|\d{{1,2}}月(?:\d{{1,2}}[日号]|份(?!额)|[底末](?:之?前)?|初)?"
    r"|(?<!提)前(?:\d{1,2}|[二三四五六七八九十]{1,2})个月)"
)
_DASH = r"\s?[—–\-－~～至到]{1,2}\s?"

PATTERN = (
    rf"(?P<years>{YEAR}年?{_DASH}{YEAR}年)"
    rf"|(?P<pair>{YEAR}年?(?:、{YEAR}年?)*(?:和|及|与|、){YEAR}年)"
    rf"|(?P<year>{YEAR})(?:年(?P<part>{_PART})?(?:年[底末])?|(?=末|底|[\u4e00-\u9fff]{{1,8}}(?:博会|览会|论坛|大会|交易会)))"
    rf"|[“‘]?(?P<plan>{_PLAN_NO})五[”’]?(?P<planend>时期|期间)?(?P<planlast>末|收官)?"
    rf"|(?P<relative>(?:今|本|去|上|明)年(?:同期)?(?P<rpart>{_PART})?|当年(?!价))"
    rf"|(?P<half>上半年|下半年|前三季度|第?[一二三四]季度|(?<!提)前\d{{1,2}}个月)"
    rf"|(?P<lately>(?:近|(?<![超通经度不])过|过去)[一二三四五六七八九十\d]{{1,2}}年(?:来|以来|里|间)?|这[一两]年[里来间]|一年来|[一二三四五六七八九十]{{1,2}}年来)"
    rf"|(?P<now>(?:截至|截止)?(?:(?<!项)目前(?!期)|现在|现已(?=[\u4e00-\u9fff]))|当天|当日|此次活动|现场|会上|仪式上|(?<=论坛|大会|会议|活动|展会|览会|峰会)期间|(?<=[幕约动牌基奖])式上)"
    rf"|(?P<monthday>{_MONTHS}|\d{{1,2}}月(?:\d{{1,2}}[日号]|[底末](?:之?前)?|初|份(?!额)))"
)
_ROLE_BEFORE = re.compile(
    r"(?:(?P<by>到|至|截至|截止|力争在|在|于|自|从|比|较|与|相比|相较|相较于|和|同|以|对比|基于|根据|按照|[高低快慢好优]于)(?:了|于)?)$"
)
_BASELINE_AFTER = re.compile(
    r"(?:的)?(?:相比|相较|比较|对比|相当|持平|水平|基础上|为基[期数]|增[加长]|底?(?:的)?基础上|同期)"
)
_NOW_FROM = re.compile(r"的[^，。；]{1,16}?(?:提高|提升|增加|增长|下降|降低|扩大|缩短|压缩|压减|降|增|升)[到至]")
"""由目前的80家增加到200家: where a promise starts, not when it is kept."""
_FROM_AFTER = re.compile(
    r"(?:年)?(?:底|末)?的[^，。；]{0,16}?(?:提高|提升|增加|增长|下降|降低|跃升|缩小|扩大|上升|减少|降)"
)


_DAY = re.compile(r"(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


@dataclass(slots=True)
class PeriodMention:
    """A time expression: its span in the text (preposition included in `lead`), the period, and how it binds.

    Attributes:
        start, end: the expression itself.
        lead: where its preposition starts (到, 截至); equal to `start` without one.
        period: None where the words need a date that the document does not have.
        role: see `Role`.
        dues: the single periods of "到2022年和2030年", in order; empty otherwise.
    """

    start: int
    end: int
    lead: int
    period: Period | None
    role: Role
    dues: tuple[Period, ...] = ()


def year_period(year: int, stated: str = "") -> Period:
    """A calendar year.

    >>> year_period(2025).end
    datetime.date(2026, 1, 1)
    """
    return Period(str(year), date(year, 1, 1), date(year + 1, 1, 1), stated)


def plan_period(number: str, stated: str = "") -> Period | None:
    """A five-year plan period: 十三五 is 2016–2020. None where the numeral names no such plan.

    The sixth plan began in 1981; from then on they follow each other without gaps.

    >>> plan_period("十四").start
    datetime.date(2021, 1, 1)
    """
    try:
        ordinal = int(read_number(number))
    except UnreadableQuantity:
        return None  # 十三三 is no ordinal
    first = 1981 + 5 * (ordinal - 6)
    if ordinal < 6 or first > 2100:
        return None
    return Period(f"{number}五", date(first, 1, 1), date(first + 5, 1, 1), stated)


def day_in(words: str) -> Period | None:
    """The first whole day that a cell states, however it is written; None where it states none that there is.

    >>> day_in("2026年3月1日").label, day_in("2026/2/30"), day_in("长期")
    ('2026-03-01', None, None)
    """
    match = _DAY.search(words)
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        return None  # the 30th of February is a slip, and nobody knows of which day
    return None if match is None or day is None else Period(day.isoformat(), day, day + timedelta(days=1), match[0])


def mention_of(match: re.Match[str], text: str, on: date | None) -> PeriodMention | None:
    """Make a mention of a match of `PATTERN` in `text`; `on` is the document's date.

    None where the words turn out to name no time (一五 inside a number, a month of another sort).
    """
    stated = match.group()
    start, end = match.span()
    before, after = text[max(0, start - 5) : start], text[end : end + 24]
    lead = _ROLE_BEFORE.search(before)
    word = lead.group("by") if lead else ""
    role = _role(word, before, after, match)
    dues: tuple[Period, ...] = ()
    group = match.lastgroup
    if match.group("years"):
        first, last = (int(year) for year in re.findall(YEAR, stated))
        if first >= last:
            return None
        period: Period | None = Period(f"{first}-{last}", date(first, 1, 1), date(last + 1, 1, 1), stated)
    elif match.group("pair"):
        dues = tuple(year_period(int(year), stated) for year in re.findall(YEAR, stated))
        period = joined(dues)
    elif match.group("year"):
        period = part_period(int(match.group("year")), match.group("part") or "", stated)
    elif match.group("plan"):
        period = plan_period(match.group("plan"), stated) if _plan_stands(match, text) else None
        if period is None:
            return None
        if match.group("planlast") or after.startswith("末"):
            period = year_period(period.end.year - 1 if period.end else 0, stated)
    elif group is not None:
        period = _relative(match, stated, on)
    return PeriodMention(start, end, start - len(word) if word in BY_WORDS else start, period, role, dues)


BY_WORDS = ("到", "至", "截至", "截止", "力争在", "在", "于")


def joined(dues: tuple[Period, ...]) -> Period:
    """One period that stands for several due years: label "2022;2030"."""
    label = ";".join(due.label for due in dues)
    starts = [due.start for due in dues if due.start]
    ends = [due.end for due in dues if due.end]
    return Period(label, min(starts), max(ends), dues[0].stated)


def _role(word: str, before: str, after: str, match: re.Match[str]) -> Role:
    if match.group("lately"):
        return "span"
    if match.group("now"):
        return "from" if before.endswith(("由", "从")) and _NOW_FROM.match(after) else "now"
    if after.startswith("同期"):
        return "baseline"
    if _BASELINE_AFTER.match(after) and word in (
        "比",
        "较",
        "与",
        "相比",
        "相较",
        "相较于",
        "和",
        "同",
        "以",
        "在",
        "对比",
    ):
        return "baseline"
    if match.group().endswith("同期"):
        return "baseline"
    if word in ("比", "较", "相比", "相较", "相较于", "对比", "基于") or word[:1] in tuple("高低快慢好优"):
        return "baseline"
    if after.startswith(("以来", "起", "开始")) or word == "自":
        return "since"
    if word == "从" and not match.group("years"):
        return "from"
    if (word in ("到", "至") and not before.endswith("达到")) or (match.group("part") or "").endswith("前"):
        return "by"
    return "in"


def _plan_stands(match: re.Match[str], text: str) -> bool:
    """十三五 is a plan; the 十五 of 二十五 or 第十五 and the 五 of 三五 成群 are not."""
    number = match.group("plan")
    start, end = match.span("plan")
    if not number.startswith("十") or number == "十" or text[max(0, start - 1) : start] in ("二", "三", "第", "百"):
        return False
    return text[end + 1 : end + 2] not in ("个", "年", "家", "项", "人", "届", "条", "名", "天", "日", "月")


def part_period(year: int, part: str, stated: str) -> Period:
    """A part of a year by its words (上半年, 前三季度, 一季度, 1—5月); the year where they name no part.

    >>> part_period(2025, "上半年", "上半年").label
    '2025H1'
    """
    if part in ("上半年", "半年"):
        return Period(f"{year}H1", date(year, 1, 1), date(year, 7, 1), stated)
    if part == "下半年":
        return Period(f"{year}H2", date(year, 7, 1), date(year + 1, 1, 1), stated)
    if part == "前三季度":
        return Period(f"{year}Q1-Q3", date(year, 1, 1), date(year, 10, 1), stated)
    if months := re.match(r"(\d{1,2})\D+(\d{1,2})月", part):
        return _months_of(year, int(months.group(1)), int(months.group(2)), stated)
    if part.startswith("前") and part.endswith("个月"):
        return _months_of(year, 1, int(read_number(part[1:-2])), stated)
    if part.endswith("季度"):
        quarter = int(read_number(part.removeprefix("第")[0]))
        after = date(year, 3 * quarter + 1, 1) if quarter < 4 else date(year + 1, 1, 1)
        return Period(f"{year}Q{quarter}", date(year, 3 * quarter - 2, 1), after, stated)
    return Period(str(year), date(year, 1, 1), date(year + 1, 1, 1), stated)


_MONTH_END = re.compile(r"(\d{1,2})月[底末]之?前")
"""6月底前 is due with the first half of the year; 6月底 alone is a day of it."""
_STRETCHES = {(1, 6): "H1", (7, 12): "H2", (1, 3): "Q1", (4, 6): "Q2", (7, 9): "Q3", (10, 12): "Q4", (1, 9): "Q1-Q3"}


def _months_of(year: int, first: int, last: int, stated: str) -> Period:
    """Some months of a year, under the name that half-years and quarters have; else the year's."""
    if not 1 <= first <= last <= 12:
        return Period(str(year), date(year, 1, 1), date(year + 1, 1, 1), stated)
    after = date(year, last + 1, 1) if last < 12 else date(year + 1, 1, 1)
    return Period(f"{year}{_STRETCHES.get((first, last), '')}", date(year, first, 1), after, stated)


def _relative(match: re.Match[str], stated: str, on: date | None) -> Period | None:
    if match.group("lately"):
        years = re.search(r"[一二三四五六七八九十两\d]+", stated)
        return Period(f"近{years.group() if years else ''}年", None, on, stated)
    if on is None:
        return None
    if match.group("half"):
        return part_period(on.year, stated, stated)
    if (months := match.group("monthday")) and re.match(_MONTHS, months):
        return part_period(on.year, months, stated)
    if months and (ended := _MONTH_END.fullmatch(months)):
        return _months_of(on.year, 1, int(ended.group(1)), stated)
    if match.group("relative"):
        year = on.year + {"去": -1, "上": -1, "明": 1}.get(stated[0], 0)
        return part_period(year, match.group("rpart") or "", stated)
    return year_period(on.year, stated)
