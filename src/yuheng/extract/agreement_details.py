"""When, where, for how much and before whom an agreement was made."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from yuheng.model import Document, Period, Quantity
from yuheng.model.claim import Stage
from yuheng.text.periods import year_period

_DAY = re.compile(r"(?:(?P<year>20\d{2})年)?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?")
_YEAR = re.compile(r"[^，。]{0,6}?(20\d{2})年(?!\d|前|后|以|来|底前)")
_ONLY_DAY = re.compile(r"(?<![\d月])(?P<day>\d{1,2})日(?:上午|下午|晚)?(?=在|，|,|举行|召开|正式)")
_STAMP = re.compile(r"(20\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})")
_PLACE = re.compile(
    r"在(?P<place>[^，。；、在]{2,20}?)(?:隆重|成功|正式|顺利)?(?:举行|举办|召开|启动|签署|签订|签约|开幕|揭牌|落地)"
)
_MONEY = re.compile(
    r"(?:总投资|投资总?额?|总金额|金额|总额|出资|资金|签约额|合同额|协议额|规模|标的)(?:约|达|共|近|超过?|为|合计)*"
    r"(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)(?P<unit>(?:万|亿|千万|百万|万亿)?(?:元|美元|人民币))"
)
_WITNESS = re.compile(
    r"在(?P<names>[^。；]{2,80}?)(?:的)?(?:共同)?见证下|(?P<who>[^，。；]{2,40}?)(?:出席并)?(?:共同)?见证(?:了)?(?:签约|签署|签订)"
)
_VAGUE_PLACES = re.compile(r"现场|会上|活动|期间|线上|会议|论坛|背景|基础|领域|方面|此|会$|采访")
_NOW = re.compile(r"当天|当日|会上|论坛上|仪式上|活动上|期间|现场|沙龙上|大会上|\d日")


def period_of(sentence: str, document: Document, event: Period | None) -> Period | None:
    """The day or month that the sentence dates the agreement to; 当天 and 会上 take the event's day."""
    head = sentence[: max(40, len(sentence) // 2)]
    match = _DAY.search(head)
    if match is not None and not (match["day"] is None and match["year"] is None and match.start() > 0):
        year = int(match["year"]) if match["year"] else year_of(document)
        return dated(year, int(match["month"]), int(match["day"]) if match["day"] else None, match[0])
    only = _YEAR.match(head)
    if only is not None:
        return year_period(int(only[1]), only[0])
    return event if _NOW.search(sentence) else None


def dated(year: int | None, month: int, day: int | None, stated: str) -> Period | None:
    """A day or a month. A year that the document does not give stays open: the label keeps what is known (--12-06).

    >>> dated(2020, 4, None, "4月").label, dated(None, 12, 6, "6日").label
    ('2020-04', '--12-06')
    """
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= monthrange(year or 2000, month)[1]):
        return None
    label = f"{f'{year:04d}' if year else '-'}-{month:02d}" + (f"-{day:02d}" if day else "")
    if year is None:
        return Period(label, None, None, stated)
    if day is None:
        return Period(label, date(year, month, 1), date(year + month // 12, month % 12 + 1, 1), stated)
    start = date(year, month, day)
    return Period(label, start, start + timedelta(days=1), stated)


def year_of(document: Document) -> int | None:
    """The year that the document's own date gives to a day without one."""
    if document.meta.issued is not None:
        return document.meta.issued.year
    for block in (*document.blocks[:6], *document.blocks[-4:]):
        stamp = _STAMP.search(document.text[block.start : block.end])
        if stamp is not None:
            return int(stamp[1])
    return None


def event_of(document: Document) -> tuple[Period | None, str]:
    """The day and place of the event that a news report is about: stated in one of its first paragraphs."""
    day: Period | None = None
    for block in [block for block in document.blocks if block.kind == "paragraph"][:3]:
        words = document.text[block.start : block.end]
        match = _DAY.search(words)
        if match is None or match["day"] is None:
            continue
        only = _ONLY_DAY.search(words, match.end())
        number = int((only or match)["day"])
        day = dated(
            year_of(document) if not match["year"] else int(match["year"]), int(match["month"]), number, match[0]
        )
        return day, place_of(words)
    return None, ""


def place_of(sentence: str) -> str:
    """Where the sentence says that it took place; empty where it does not."""
    for match in _PLACE.finditer(sentence):
        if not _VAGUE_PLACES.search(match["place"]):
            return match["place"]
    return ""


def amount_of(sentence: str) -> Quantity | None:
    """The money that the sentence names, if it names exactly one sum."""
    found = list(_MONEY.finditer(sentence))
    if len(found) != 1:
        return None
    value = Decimal(found[0]["number"].replace(",", ""))
    stated = found[0]["number"] + found[0]["unit"]
    return Quantity(value, value, found[0]["unit"], stated, approximate="约" in found[0][0])


def witnesses_in(sentence: str) -> tuple[int, int] | None:
    """Span of those before whom it was signed."""
    match = _WITNESS.search(sentence) if "见证" in sentence else None
    if match is None:
        return None
    return match.span("names") if match["names"] is not None else match.span("who")


def stage_of(act: str, sentence: str, *, planned: bool) -> Stage:
    """How far it has come: 到款 > 合同 > 协议 > 意向 > 接触, by the words used and never by what is likely.

    >>> stage_of("signed", "双方签署战略合作框架协议", planned=False), stage_of("meet", "主动对接长三角", planned=True)
    ('协议', '接触')
    """
    if act == "signed":
        if re.search(r"到款|到账|实缴", sentence):
            return "到款"
        if re.search(r"合同|订单|投资项目签约|项目签约", sentence):
            return "合同"
        if re.search(r"意向|备忘录|达成共识", sentence):
            return "意向"
        return "协议"
    if act == "meet" or (planned and re.search(r"对接|交流|座谈|洽谈", sentence)):
        return "接触"
    return "意向" if planned else "协议"
