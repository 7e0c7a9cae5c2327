"""Documents for the audit's tests, written as claims: a city, its opinion, its plan and its news."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from yuheng.model import (
    Actual,
    Anchor,
    Claim,
    Metadata,
    Period,
    Place,
    Quantity,
    Snapshot,
    Target,
    Task,
    id_of,
)
from yuheng.model.claim import FigureMeasure
from yuheng.model.compiled import Compiled
from yuheng.text.periods import plan_period, year_period

CITY = "成都市"
OPINION = Metadata(
    "关于加快生物医药产业发展的意见", number="成办发〔2018〕1号", issued=date(2018, 6, 1), kind="opinion", region=CITY
)
PLAN = Metadata(
    "大健康产业“十四五”规划", number="成办发〔2021〕9号", issued=date(2021, 10, 1), kind="plan", region=CITY
)
NEWS = Metadata("大健康产业论坛举行", issued=date(2023, 3, 1), kind="news", region=CITY)

_WORDS = re.compile(r"力争|争取|超过|突破|超|约|近|不低于|以上|左右|以内|以下|余")


def amount(words: str) -> Quantity:
    """Read the forms that the tests use: 突破1300亿元, 7%左右, 20个以上, 3—5家, 30%以内."""
    number = re.search(r"[\d.]+(?:—[\d.]+)?", words)
    assert number is not None, words
    values = [Decimal(part) for part in number.group().split("—")]
    unit = _WORDS.sub("", words[number.end() :])
    strict = any(word in words for word in ("超过", "突破", "超", "余"))
    floor, ceiling = strict or "以上" in words or "不低于" in words, "以内" in words or "以下" in words
    low = None if ceiling else values[0]
    high = None if floor else values[-1]
    near = any(word in words for word in ("约", "近", "左右"))
    return Quantity(low, high, unit, words, approximate=near, hedged="力争" in words, strict=strict)


def when(words: str) -> Period | None:
    """2025, 2020H1, 2022;2030, 十三五 or nothing."""
    if not words:
        return None
    if ";" in words:
        first, last = (year_period(int(year)) for year in words.split(";"))
        return Period(words, first.start, last.end, words)
    if words.endswith("H1"):
        year = int(words[:4])
        return Period(words, date(year, 1, 1), date(year, 7, 1), "上半年")
    return year_period(int(words), f"{words}年") if words.isdigit() else plan_period(words[:-1], words)


class Paper:
    """A document that grows by one sentence a figure."""

    def __init__(self, meta: Metadata, name: str = "") -> None:
        self.meta = meta
        self.name = name or f"{meta.title}.txt"
        self.text = ""
        self.claims: list[Claim] = []

    def target(self, indicator: str, words: str, period: str = "", **more: str) -> Paper:
        """Add a promise."""
        return self._add(Target, indicator, words, period, **more)

    def actual(self, indicator: str, words: str, period: str = "", **more: str) -> Paper:
        """Add a report."""
        return self._add(Actual, indicator, words, period, **more)

    def task(self, action: str, object: str) -> Paper:
        """Add a commitment without a number."""
        sentence = f"{action}{object}。"
        start, end = len(self.text), len(self.text) + len(sentence)
        whole = Anchor(self.name, start, end, sentence, Place(start, end))
        self.text += sentence
        id = id_of(self.meta.number or self.meta.title, "Task", sentence)
        self.claims.append(Task(id=id, anchor=whole, sentence=whole, heading=(), action=action, object=object))
        return self

    def compiled(self, name: str = "") -> Compiled:
        """The document as compiled, under another file name if one is given."""
        snapshot = Snapshot(name or self.name, id_of(self.meta.number, self.text), len(self.text), "txt")
        return Compiled(
            doc=name or self.name,
            id=id_of(self.text),
            snapshot=snapshot,
            meta=self.meta,
            text=self.text,
            blocks=(),
            characters=len(self.text),
            claims=tuple(self.claims),
        )

    def _add(
        self,
        kind: type[Target] | type[Actual],
        indicator: str,
        words: str,
        period: str,
        *,
        subject: str = "",
        measure: FigureMeasure | str = "",
        around: str = "",
    ) -> Paper:
        quantity = amount(words)
        sentence = around or f"{period}{indicator}{words}。"
        start = len(self.text) + sentence.index(words)
        anchor = Anchor(self.name, start, start + len(words), words, Place(start, start + len(words)))
        whole = Anchor(
            self.name,
            len(self.text),
            len(self.text) + len(sentence),
            sentence,
            Place(len(self.text), len(self.text) + len(sentence)),
        )
        self.text += sentence
        measured: FigureMeasure = "share" if quantity.unit == "%" else "level"
        if measure in ("level", "growth", "share", "flow"):
            measured = measure
        self.claims.append(
            kind(
                id=id_of(self.meta.number or self.meta.title, kind.__name__, sentence),
                anchor=anchor,
                sentence=whole,
                heading=(),
                number=anchor,
                indicator=indicator,
                subject=subject or self.meta.region,
                quantity=quantity,
                period=when(period),
                measure=measured,
            )
        )
        return self


def opinion() -> Paper:
    """What the city promised in 2018."""
    return (
        Paper(OPINION)
        .target("生物医药工业总产值", "600亿元", "2022")
        .target("产值百亿级企业", "2家")
        .target("10亿级企业", "8家")
        .target("企业研发投入占销售收入比重", "4%以上")
        .target("国家级企业技术创新平台", "9个")
        .target("国家级生物医药产业聚集区", "1个", around="建成国家级生物医药产业聚集区1个。")
        .target("建成国家级生物医药产业聚集区的时间", "3—5年", around="用3—5年时间，建成国家级生物医药产业聚集区。")
    )


def plan() -> Paper:
    """What it promised, and reported, in 2021."""
    return (
        Paper(PLAN)
        .actual("大健康产业增加值", "约420亿元", "2020")
        .actual("大健康产业增加值占全市地区生产总值比重", "6.0%", "2020")
        .actual("生物医药工业产值", "318亿元", "2020")
        .actual("年产值10亿元级重点企业", "9家", "2020")
        .actual("规上医药企业", "96家", "2020")
        .actual("国家级平台", "5个")
        .target("大健康产业增加值", "突破700亿元", "2025")
        .target("大健康产业增加值占全市生产总值", "7.5%左右", "2025")
        .target("生物医药产业产值", "突破600亿元", "2025")
        .target("生物医药产业领域百亿级企业", "2家", "2025")
        .target("国家级生物医药产业集聚区", "1个", "2025")
        .target("各类国家级创新平台", "12个", "2025")
        .target("在研创新药", "超过50个", "2025")
    )
