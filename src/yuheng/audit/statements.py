"""Figures made ready to be held against each other: what they measure, of whom, when, and how much in base units.

A figure alone cannot be compared: a plan says 国家级平台12个 without a year and means its base year, an opinion says
用3—5年时间 and means from its own date, a news item says 全市 and means its city. Each such reading is made here, once,
and `assumed` says so, because it is shown with every finding that rests on it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache

from yuheng.audit.amounts import Amount, family_of, promised, reported, spell
from yuheng.model import Figure, Metadata, Target
from yuheng.model.compiled import Compiled
from yuheng.resolve.indicators import Measured, measured, topic_of, turned
from yuheng.text.periods import plan_period, year_period
from yuheng.vocab.gazetteer import division_named
from yuheng.vocab.indicators import wording
from yuheng.vocab.units import split_unit, units

Publication = tuple[date | None, str, str]
"""What makes two files one publication: date of issue, document number or title, issuer. Never a file's name."""

_LONGEST_PLACE = 12
_HERE = frozenset({"全市", "全省", "全区", "全县", "我市", "我省", "我区", "我县", "本市", "本省", "全州"})
_NATION = frozenset({"全国", "我国", "中国", "国家"})
_ALL = ("全国", "我国", "中国")
_NEW = ("新增", "新建", "新改建", "新改扩建", "新培育", "新认定", "新引进", "改造", "改扩建")
_REACHED = ("达到", "达", "突破", "超过", "增至", "增加到", "增长到", "提高到", "提升到", "扩大到", "发展到", "累计")
_PLAN = re.compile(
    r"[“‘\"]?([一二三四五六七八九十]{1,3})五[”’\"]?(?:时期|期间)?(?:.{0,16}?)?规划|规划[^，。]{0,12}[“‘\"]([一二三四五六七八九十]{1,3})五"
)
_SPAN = re.compile(r"((?:19|20)\d\d)\s*年?\s*[—–\-－~～至]{1,2}\s*((?:19|20)\d\d)\s*年")
_MARKS = re.compile(r"[，,。；;、：:]")
_WITHIN = re.compile(r"(?:用|通过|经过|力争用|争取用|再用)[^，。；]{0,4}?年[^，。；]{0,6}?(?:时间|努力|左右)?[，,]")


@dataclass(frozen=True)
class Statement:
    """One figure, ready to be compared; each is held against hundreds, so what follows from it is worked out once.

    Attributes:
        figure: the claim.
        doc: the file's name, for people only.
        meta: the document's metadata.
        subject: whom it is about, 全市 resolved; empty where not known.
        measured: what it measures.
        amount: how much: a target's as promised, an actual's as reported.
        since, until: the half-open time it holds for; of a target `until` is when it falls due.
        earliest: the first day it could fall due, where the words leave a margin (3—5年); else `until`.
        assumed: what was read into it that the words do not say, in Chinese; empty where nothing.
    """

    figure: Figure
    doc: str
    meta: Metadata
    subject: str
    measured: Measured
    amount: Amount
    since: date | None
    until: date | None
    earliest: date | None
    assumed: tuple[str, ...]

    @property
    def is_target(self) -> bool:
        """Whether it promises; else it reports."""
        return isinstance(self.figure, Target)

    @cached_property
    def publication(self) -> Publication:
        """Which publication it stands in."""
        return publication_of(self.meta, self.doc)

    @cached_property
    def bucket(self) -> tuple[str, str, str, str]:
        """What two statements must share before a closer look is worth it."""
        kind = "cut" if self.cut else self.nature
        return (self.subject, self.amount.family, kind, self.measured.head or self.measured.key)

    @cached_property
    def nature(self) -> str:
        """ "growth", "share" or "amount": numbers of different natures are never compared."""
        if self.figure.measure == "growth" or (self.amount.family == "share" and _grows(self.figure)):
            return "growth"
        if self.figure.measure == "share":
            return "share"
        return "share" if self.amount.family == "share" else "amount"

    @cached_property
    def cut(self) -> str:
        """The verb of a number that is itself a cut (能耗下降3%): no growth, and never held against one; else empty."""
        if self.nature != "growth":
            return ""
        verb = words_before(self.figure).rstrip("了约近超再")
        return next((cut for cut in wording().cut_verbs if verb.endswith(cut)), "")

    @cached_property
    def is_new(self) -> bool:
        """Whether it counts what is newly made (新建绿色矿山75座), which no stock of them is a base or a measure of."""
        if self.nature != "amount" or self.amount.family == "money":
            return False
        before = words_before(self.figure)
        made = max((before.rfind(verb) for verb in _NEW), default=-1)
        return made >= 0 and made > max(before.rfind(verb) for verb in _REACHED)

    @property
    def year(self) -> int | None:
        """The calendar year its time ends in."""
        return None if self.until is None else (self.until - timedelta(days=1)).year

    @property
    def is_partial(self) -> bool:
        """Whether it covers a part of a year only."""
        if self.since is None or self.until is None:
            return False
        return (self.until - self.since).days < 360

    @property
    def order(self) -> tuple[str, str, int, str]:
        """A place in any list that no file name and no order of reading can change."""
        issued = "9999" if self.meta.issued is None else self.meta.issued.isoformat()
        return (issued, self.meta.number or self.meta.title, self.figure.anchor.start, self.figure.anchor.quote)

    @property
    def name(self) -> str:
        """The indicator in the document's words; a growth rate is called one, which its words often leave out."""
        indicator = turned(max(self.figure.indicator, self.measured.phrase, key=len))
        is_bare = self.nature == "growth" and not any(word in indicator for word in ("增", "降", "减", "速"))
        return f"{indicator}{self.cut or '增长'}" if is_bare else indicator

    def said(self) -> str:
        """The figure in a few words: 大健康产业增加值 力争突破2300亿元（2025）."""
        label = self.label()
        when = f"（{label}）" if label else "（未说明期限）" if self.is_target else ""
        return f"{self.name}{self.words}{when}"

    @property
    def words(self) -> str:
        """The amount as stated, with its unit where a table keeps that in its head."""
        quantity = self.figure.quantity
        if not quantity.unit or quantity.unit in quantity.stated or not quantity.stated[-1:].isdigit():
            return quantity.stated
        return f"{quantity.stated}{' ' if quantity.unit[0].isdigit() else ''}{quantity.unit}"

    def label(self) -> str:
        """When, in a word: the period's own, or the years that the words leave."""
        if self.figure.period is not None and self.figure.period.label:
            return self.figure.period.label
        if self.earliest is not None and self.until is not None and self.earliest != self.until:
            return f"{self.earliest.year}—{self.until.year}"
        return "" if self.year is None else str(self.year)


def publication_of(meta: Metadata, doc: str) -> Publication:
    """Name the publication a document is, or is a part of; a document that says nothing of itself is its own."""
    name = meta.number or meta.title
    return (meta.issued, name or doc, meta.issuer)


def statements_of(documents: Iterable[Compiled]) -> tuple[Statement, ...]:
    """Every figure of the documents as a statement, in an order that does not depend on names or on reading."""
    given = tuple(documents)
    homes = _homes(given)
    found: list[Statement] = []
    for document in given:
        home = homes[publication_of(document.meta, document.doc)]
        figures = [claim for claim in document.claims if isinstance(claim, Figure) and not _is_support(claim)]
        found += [_statement(figure, document, home) for figure in figures]
    return tuple(sorted(_with_deadlines(found), key=lambda statement: statement.order))


def _homes(documents: Iterable[Compiled]) -> dict[Publication, str]:
    """The place that a publication speaks of where a figure names none: its region, else the one it mostly names.

    健康中国行动 says nowhere that its tables are about 全国; most of its sentences do.
    """
    named: dict[Publication, Counter[str]] = defaultdict(Counter)
    homes: dict[Publication, str] = {}
    for document in documents:
        publication = publication_of(document.meta, document.doc)
        homes[publication] = homes.get(publication) or document.meta.region
        subjects = (_subject(claim.subject, "") for claim in document.claims if isinstance(claim, Figure))
        named[publication].update(subject for subject in subjects if subject)
    for publication, counts in named.items():
        if not homes[publication] and counts:
            subject, count = counts.most_common(1)[0]
            homes[publication] = subject if count * 2 > counts.total() else ""
    return homes


def in_buckets(statements: Iterable[Statement]) -> dict[tuple[str, str, str, str], list[Statement]]:
    """Statements that may be comparable, together."""
    buckets: dict[tuple[str, str, str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        buckets[statement.bucket].append(statement)
    return buckets


def horizon_of(title: str) -> tuple[date, date] | None:
    """The years that a plan's title says it is for: (2021—2025年), 十四五规划.

    >>> horizon_of("大健康产业发展“十四五”规划")
    (datetime.date(2021, 1, 1), datetime.date(2026, 1, 1))
    """
    span = _SPAN.search(title)
    if span is not None and int(span[1]) <= int(span[2]):
        return date(int(span[1]), 1, 1), date(int(span[2]) + 1, 1, 1)
    named = _PLAN.search(title)
    period = None if named is None else plan_period(named[1] or named[2])
    if period is None or period.start is None or period.end is None:
        return None
    return period.start, period.end


def _grows(figure: Figure) -> bool:
    """Whether a percentage is followed by 增长: 保持两位数增长 is a rate whatever stands before it."""
    end = figure.anchor.end - figure.sentence.start
    return figure.sentence.quote[max(end, 0) :].startswith(("增长", "的增长", "增幅", "增速", "的增速", "以上增长"))


def _of_them(figure: Figure) -> str:
    """What a part counts: 规上企业178家，其中11家在主板上市 is eleven 在主板上市的规上企业.

    Of 70%的企业建成数字车间 it is the firms that have done so, and not 企业 that are 70 %.
    """
    text = figure.sentence.quote
    start, end = figure.anchor.start - figure.sentence.start, figure.anchor.end - figure.sentence.start
    doers = f"的{figure.indicator}"
    if figure.quantity.unit == "%" and text[end:].startswith(doers):
        deed = _MARKS.split(text[end + len(doers) :])[0].strip()
        return f"{figure.indicator}{deed}的比例" if len(deed) >= 2 else figure.indicator
    if start < 0 or not text[:start].endswith("其中"):
        return figure.indicator
    deed = _MARKS.split(text[end:])[0].strip()
    return f"{deed}的{figure.indicator}" if len(deed) >= 2 and deed not in figure.indicator else figure.indicator


def _is_support(figure: Figure) -> bool:
    """Whether an amount is what a policy pays (给予最高100万元奖励), which is no target of anything."""
    if not isinstance(figure, Target):
        return False
    return any(word in clause_of(figure) or word in figure.indicator for word in wording().support)


def _statement(figure: Figure, document: Compiled, home: str) -> Statement:
    meta, quantity = document.meta, figure.quantity
    place, phrase = _led_by_place(_of_them(figure))
    what = measured(phrase, topic_of(meta.title))
    amount = promised(quantity) if isinstance(figure, Target) else reported(quantity)
    since, until, assumed = _time(figure, meta)
    if home and not meta.region and not place and not figure.subject:
        assumed = (*assumed, f"原文未写主体，按文中多数所指的“{home}”计")
    return Statement(
        figure,
        document.doc,
        meta,
        _subject(place or _whose(figure, home), home),
        what,
        _in_money(amount, what, quantity.unit),
        since,
        until,
        until,
        assumed,
    )


def _whose(figure: Figure, home: str) -> str:
    """Whom a figure is about: 全省生产总值13697亿元，增速高于全国平均 tells of the province, not of the nation."""
    if figure.subject not in _NATION or not home or home in _NATION:
        return figure.subject
    before = figure.sentence.quote[: max(figure.number.start - figure.sentence.start, 0)]
    here, nation = (max(before.rfind(word) for word in words) for words in (_HERE, _ALL))
    return "" if here > nation else figure.subject


def _in_money(amount: Amount, what: Measured, unit: str) -> Amount:
    """千亿 of a thing that is measured in money is 千亿元."""
    if amount.family or what.indicator is None or what.indicator.family != "money" or split_unit(unit)[0] < 10_000:
        return amount
    return replace(amount, family="money")


@lru_cache(maxsize=65536)
def _led_by_place(indicator: str) -> tuple[str, str]:
    """The place that an indicator starts with, and the rest: 重庆生物医药产业产值 is about 重庆, whoever writes."""
    for end in range(min(_LONGEST_PLACE, len(indicator) - 2), 1, -1):
        if division_named(indicator[:end]) is not None:
            return indicator[:end], indicator[end:].removeprefix("的")
    return "", indicator


@lru_cache(maxsize=4096)
def _subject(written: str, region: str) -> str:
    if written in _NATION:
        return "全国"
    if not written or written in _HERE:
        return region
    place = division_named(written)
    home = division_named(region)
    if place is not None and home is not None and place.code == home.code:
        return region
    return place.name if place is not None else written


def _time(figure: Figure, meta: Metadata) -> tuple[date | None, date | None, tuple[str, ...]]:
    """When a figure holds; what the document's own date and horizon add is said."""
    period = figure.period
    if period is not None and ";" in period.label and isinstance(figure, Target):
        first = year_period(int(period.label.partition(";")[0]))
        return first.start, first.end, (f"{period.label.replace(';', '年和')}年都应达到，按先到的{first.label}年计",)
    if period is not None and (period.start is not None or period.end is not None):
        return period.start, period.end, ()
    if isinstance(figure, Target):
        return None, None, ()
    horizon = horizon_of(meta.title)
    if horizon is not None and meta.issued is not None and meta.issued.year - horizon[0].year in (-1, 0, 1):
        base = year_period(horizon[0].year - 1)
        return base.start, base.end, (f"原文未注明年份，按规划基年{base.label}年计",)
    if meta.issued is not None:
        year = year_period(meta.issued.year)
        return year.start, meta.issued + timedelta(days=1), ("原文未注明时间，按发文日期计",)
    return None, None, ()


def _with_deadlines(statements: Sequence[Statement]) -> list[Statement]:
    """Give an undated target the time that another sentence of its publication sets: 用3—5年时间，建成…。

    The sentence must name the target's own indicator. The time itself (3—5年) is no target to follow any further.
    """
    times = [each for each in statements if _is_time_span(each)]
    kept = []
    for statement in statements:
        if _is_time_span(statement):
            continue
        kept.append(statement)
        if not statement.is_target or statement.until is not None:
            continue
        for time in times:
            if time.publication == statement.publication and _names(time, statement):
                kept[-1] = _due_within(statement, time)
                break
    return kept


def _is_time_span(statement: Statement) -> bool:
    if family_of(statement.figure.quantity.unit) != "duration" or not statement.is_target:
        return False
    return _WITHIN.search(statement.figure.sentence.quote) is not None or statement.measured.key.endswith("的时间")


def _names(time: Statement, statement: Statement) -> bool:
    place = measured("".join(time.figure.sentence.quote.split())).phrase
    wanted = "".join(statement.figure.indicator.split())
    return len(wanted) >= 6 and wanted in place


def _due_within(statement: Statement, time: Statement) -> Statement:
    issued, quantity = statement.meta.issued, time.figure.quantity
    if issued is None or time.figure.quantity.unit != "年":
        return statement
    last = quantity.value2 if quantity.value2 is not None else quantity.value
    first_day, last_day = (
        date(issued.year + int(years), issued.month, min(issued.day, 28)) for years in (quantity.value, last)
    )
    note = f"期限出自另一句“{quantity.stated}”，自发文日{issued.isoformat()}起算"
    return replace(statement, earliest=first_day, until=last_day, assumed=(*statement.assumed, note))


def words_before(figure: Figure) -> str:
    """The words of a figure's clause up to its number."""
    return _MARKS.split(figure.sentence.quote[: max(figure.number.start - figure.sentence.start, 0)])[-1]


def clause_of(figure: Figure) -> str:
    """The words around a figure up to the next punctuation on both sides."""
    text = figure.sentence.quote
    start, end = figure.anchor.start - figure.sentence.start, figure.anchor.end - figure.sentence.start
    before, after = _MARKS.split(text[: max(start, 0)])[-1], _MARKS.split(text[max(end, 0) :])[0]
    return f"{before}{figure.anchor.quote}{after}"


def spelled(statement: Statement) -> str:
    """A statement's number for people."""
    return spell(statement.amount.stated, statement.amount.family, unit=unit_of(statement))


def unit_of(statement: Statement) -> tuple[Decimal, str]:
    """The unit a statement is written in, to write what follows from it in the same."""
    quantity = statement.figure.quantity
    scale, name = split_unit(quantity.unit)
    known = units().get(name)
    return (scale if known is None else scale * known.factor), quantity.unit
