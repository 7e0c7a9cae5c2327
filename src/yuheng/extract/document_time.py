"""What a document says of itself as a whole for its figures: what it is, the year it is of, the day it speaks from."""

from __future__ import annotations

import re
from datetime import date

from yuheng.model import Document, Period
from yuheng.text.periods import part_period, plan_period, year_period

BULLETIN = re.compile(r"(20\d\d)\s?年[^年]{0,24}(?:公报|年报|统计|监测)|(?:公报|年报)\D{0,2}(20\d\d)")
_REVIEWS = re.compile(
    r"(20\d\d)\s?年度?(?P<half>上半年)?[^年]{0,12}(?:总结|情况)(?:[^年]{0,8}?(?:(?P<next>20\d\d)年|(?P<rest>下半年))[^年]{0,12}(?:计划|打算|安排|思路|要点))?"
)


def reviews(title: str) -> tuple[Period, Period | None] | None:
    """What a 总结 looks back on, and what its plans are for: 2024年工作总结和2025年工作打算."""
    found = _REVIEWS.search(title)
    if found is None:
        return None
    year = int(found.group(1))
    past = part_period(year, "上半年", found.group()) if found["half"] else year_period(year, found.group())
    if found["rest"]:
        return past, part_period(year, "下半年", found.group())
    return past, year_period(int(found["next"]), found.group()) if found["next"] else None


def own_year(document: Document) -> int | None:
    """The one year that a document is of, as its title names it: 2024年工作要点, 2024年政府工作报告, 2023年统计公报.

    None where the title names none, two (2021—2025年), or one that is a horizon (到2035年, 2035年远景目标).
    """
    title = document.meta.title
    years = set(re.findall(r"20\d\d", _NUMBERED.sub("", title)))
    found = _OF_YEAR.search(title)
    return int(found.group(1)) if found and len(years) == 1 else None


def issue_year(document: Document) -> int | None:
    """The year that 年内 and 年底前 mean by the date of issue; in December they may mean the next, so none."""
    issued = document.meta.issued or _month_below_title(document.text)
    return issued.year if issued and issued.month < 12 and not SPAN.search(document.meta.title) else None


def document_date(document: Document) -> date | None:
    """The date that 今年 and 目前 mean: the date of issue, or the year that the text's own landmark fixes.

    A plan for 2025—2027 speaks at the beginning of 2025, 2024年工作要点 at that of 2024 though issued a month before;
    "“十三五”收官" is said in the last year of that plan, "“十四五”开局之年" in the first of the next.
    """
    year, issued = own_year(document), document.meta.issued
    if issued and year != issued.year + 1:
        return issued
    if reviewed := reviews(document.meta.title):
        return reviewed[0].end
    if year is not None:
        return date(year, 12, 31) if BULLETIN.search(document.meta.title) else date(year, 1, 1)
    numbered = re.search(r"[〔\[（(](20\d\d)[〕\]）)]", document.meta.number)
    if numbered:
        return date(int(numbered.group(1)), 12, 31)
    reports = kind_of_document(document) in ("report", "bulletin")
    if reports and (month := _month_below_title(document.text)):
        return month
    span = None if reports else SPAN.search(document.meta.title)
    if span:
        return date(int(span.group(1)), 1, 1)
    named = None if reports else FIVE_YEARS.search(document.meta.title)
    five = plan_period(named.group(1)) if named else None
    if five and five.start:
        return five.start
    landmark = re.search(r"[“‘]?(十[一二三四五六]?)五[”’]?(收官)", document.text)
    plan = plan_period(landmark.group(1)) if landmark else None
    if plan and plan.end:
        return date(plan.end.year - 1, 12, 31)
    event = _EVENT.search(document.text, 0, 400) if kind_of_document(document) in ("", "news") else None
    return date(int(event.group(1) or event.group(2)), 12, 31) if event else _month_below_title(document.text)


def _month_below_title(text: str) -> date | None:
    """A day of the month that stands alone below a title: 截至6月底 in a text of （2021年8月） is of 2021."""
    line = re.search(r"^\s*[（(]?(20\d\d)年(1[0-2]|0?[1-9])月[）)]?\s*$", text[:400], re.MULTILINE)
    return date(int(line.group(1)), int(line.group(2)), 28) if line else None


_EVENT = re.compile(
    r"(?:^|[。\n\s）)])(?:(20\d\d)年(?:\d{1,2}月\d{1,2}日|[^，。；\n]{0,16}(?:博览会|交易会|推介会|对接会|签约仪式|论坛|大会)[^，。；\n]{0,30}"
    r"(?:近日|日前|今日|今天|开幕|闭幕|举行|举办|召开))"
    r"|\d{1,2}月\d{1,2}日(?:[至—–-]\d{1,2}日)?，[^，。；\n\d]{0,16}(20\d\d)年?(?![年\d]|度)[^，。；\n]{0,40}"
    r"(?:博览会|交易会|推介会|对接会|签约仪式|论坛|大会)[^，。；\n]{0,30}(?:开幕|闭幕|举行|举办|召开))"
)
"""An article without a date that begins with its event was written in the event's year."""


_NUMBERED = re.compile(r"[〔\[（(]20\d\d[〕\]）)]")
_OF_YEAR = re.compile(
    r"(?<![到至前向版])(20\d\d)\s?年度?(?![前底末版—–\-~～至]|远景|目标纲要)(?:[上下]半年)?[^年]{0,30}"
    r"(?:要点|报告|总结|公报|年报|清单|任务|分工|分解|安排|工作|计划|方案|实事|台账)"
)
_DUTIES = re.compile("任务|重点工作|责任|分工|目标|实事|要点")
"""What a list asks for, unlike 企业名单."""
SPAN = re.compile(r"[（(]?(20\d\d)年?\s?[—–\-－~～至]{1,2}\s?(20\d\d)年[）)]?")
FIVE_YEARS = re.compile(r"[“‘](十[一二三四五六]?)五[”’][^，。]{0,24}(?:规划|计划)")
"""A plan of five years speaks at the beginning of the first."""
_PLAN_TITLE = re.compile(r"(?:规划|纲要|方案|意见|措施|计划|办法)(?=》|（|\(|$|的(?:通知|政策解读|解读|图解|问答))")

_TELLS = re.compile("数据|统计|监测|公报|核算|(?:执行|完成|运行|进展)情况|情况的?通报|结果的?公[告示]")
"""What a notice tells of instead of asking for it: 体育产业规模数据的公告."""
_EXPLAINS = re.compile("解读|问答|答记者问|答问|图解|读懂")


def kind_of_document(document: Document) -> str:
    """What a document is for its figures: what its metadata say, else a plan where its title names one."""
    if document.meta.kind == "list" and _DUTIES.search(document.meta.title):
        return "plan"
    title = document.meta.title
    if not document.meta.kind and _PLAN_TITLE.search(title) and _EXPLAINS.search(title):
        return "explanation"
    if document.meta.kind == "notice" and _TELLS.search(title):
        return "bulletin"
    return document.meta.kind or ("plan" if _PLAN_TITLE.search(title) else "")
