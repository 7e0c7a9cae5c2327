"""What a figure inherits from where it stands: its period by the text's own logic, and whether promised or done.

"到2025年，" at the head of an overview governs the paragraphs under it; in the middle of a sentence it governs the
rest of that sentence only. A year alone ("2020年全市…") holds until the paragraph ends. Where nothing says a period,
there is none: the plan's last year is not a default.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from yuheng.extract.document_time import (
    BULLETIN,
    FIVE_YEARS,
    SPAN,
    document_date,
    issue_year,
    kind_of_document,
    own_year,
    reviews,
)
from yuheng.model import Block, Document, Period
from yuheng.text.periods import PATTERN, PeriodMention, mention_of, part_period, plan_period, year_period

Kind = Literal["target", "actual"]

_TIME = re.compile(PATTERN)
_ENUMERATOR = re.compile(r"^[——\s（(）)\d一二三四五六七八九十、.．是]*")
_COMMA = re.compile(r"[，,；;]")
_DATED = re.compile(r"[\d五年]")
_NAMED = re.compile(r"规划|纲要|方案|意见|行动计划")
"""A heading that names a plan states the plan's years, not those of what stands under it."""
_PLAN = re.compile(r"[“‘]?(十[一二三四五六]?)五[”’]?")
_ACTUAL_HEADING = re.compile(
    r"成就|回顾|发展基础|基础条件|工作基础|成效|现状|过去|完成情况|进展情况|规划背景|形势|主要工作和|工作情况|取得的|面临|发展环境|总结|概况|背景|存在的?(?:主要|突出)?(?:问题|困难|短板|不足)"
)
_TARGET_HEADING = re.compile(
    r"目标|任务|重点工作|举措|措施|打算|安排|展望|布局|(?<![有会疗])保障|要求|部署|路径|行动|工程|专栏|建设重点|重点领域|思路|计划"
)
_ANNOUNCED = re.compile(r"(?:主要|工作|发展|重点|创新|总体|具体|政策)(?:目标|任务|举措|措施)$|下一步")
_PART_YEAR = re.compile(
    r"(?<=\d年)(?:半年|上半年|前三季度|一季|三季|第一季度|第三季度|一季度|三季度)(?=.{0,2}[报公统监])"
)
"""A report of less than a year: 2025年半年报; that of the third quarter tells of all three."""
_PARTS = {
    "半年": "上半年",
    "一季": "一季度",
    "三季": "前三季度",
    "三季度": "前三季度",
    "第三季度": "前三季度",
}
_LAST_YEAR = re.compile(r"过去一年|一年来|这一年")
_FIVE = re.compile(r"过去五年|过去5年|[^近]五年来|^五年来")


@dataclass(slots=True)
class Scope:
    """What a block's figures inherit when their own sentence says nothing.

    `announced`: the heading itself is called 主要目标 or 重点任务, which makes promises even of an article's figures.
    `due`: the period is when the promises of an overview fall due (到2025年，实现以下目标：).
    `annual`: the year of a document of one year (2026年工作要点), when what it promises without a time is due.
    `told`: the period is the one that the whole text tells of, so what it promises is of no known time.
    """

    period: Period | None
    dues: tuple[Period, ...]
    heading_kind: Kind | None
    announced: bool = False
    due: bool = False
    annual: Period | None = None
    told: bool = False


class Scopes:
    """Walks a document's blocks in order and knows what each inherits from headings and from overviews above it."""

    def __init__(self, document: Document) -> None:
        self.on = document_date(document)
        self.year = own_year(document)
        self._annual = self._year_of_duties(document)
        self._document = document
        self._book = self._yearbook()
        self._told: Period | None = None
        self._reviews = reviews(document.meta.title)
        self._boxes = [
            b.start for b in document.blocks if b.kind == "heading" and document.text.startswith("专栏", b.start)
        ]
        self._preamble = preamble_end(document)
        self._begun = False
        self._half = _OF_HALF.search(document.meta.title + document.text[:_OPENING]) is not None
        self._since = 0
        self._carried: tuple[tuple[str, ...], PeriodMention] | None = None
        self._plans: list[re.Match[str]] | None = None
        self._by_path: dict[tuple[str, ...], tuple[Period | None, Kind | None, bool]] = {}
        self._by_heading: dict[str, tuple[Period | None, Kind | None, bool]] = {}

    def dated(self, mention: PeriodMention, offset: int, *, within: Scope | None = None) -> PeriodMention:
        """Let 五年来 mean the five-year plan that the text has just spoken of, and 过去一年 the year under review.

        `offset` is where the mention's text begins, `within` what the headings give it.
        """
        words = self._document.text[offset + mention.start : offset + mention.end]
        if self._half and mention.period and _MIDYEAR.fullmatch(words) and mention.period.label.isdigit():
            return replace(mention, period=part_period(int(mention.period.label), "上半年", words))
        if words.endswith("期间") and mention.role == "now" and kind_of_document(self._document) not in ("", "news"):
            return replace(mention, period=None, role="in")
        if mention.role == "by" and words.endswith("期末"):
            return replace(mention, period=self._last_year(words))
        if mention.role == "scope" and within is not None:
            lead = self._document.text[max(0, offset + mention.start - 12) : offset + mention.start]
            if (
                words == "全年"
                and self.on
                and kind_of_document(self._document) in ("", "news", "bulletin")
                and _HOPES.search(lead)
            ):
                return replace(mention, period=year_period(self.on.year, words), role="in")
            return self._of_the_year(mention, words, within)
        if mention.role != "span":
            return replace(mention, period=None) if self._looks_back(words, within) else mention
        if _LAST_YEAR.search(words):
            reviewed = self._reviewed(within.period if within else None, words)
            return replace(mention, period=reviewed or mention.period)
        if not re.search(r"五年|5年", words):
            return mention
        for match in reversed(self._plans_before(offset + mention.start)):
            plan = plan_period(match.group(1), words)
            if plan and plan.start and plan.end and (self.on is None or 0 <= plan.end.year - self.on.year <= 1):
                return replace(mention, period=plan, role="in")
        return replace(mention, period=self._five_years(words) or mention.period)

    def _looks_back(self, words: str, within: Scope | None) -> bool:
        """Whether 上半年 or 6月 alone is told of the year before: what an early report looks back on."""
        early = self.on is not None and self.on.month <= 3 and self._document.meta.kind == "report"
        return early and within is not None and within.heading_kind == "actual" and bool(_YEARLESS.match(words))

    def _of_the_year(self, mention: PeriodMention, words: str, within: Scope) -> PeriodMention:
        """全年, 年内 and 年底前 of a document of one year are that year's, but not where it looks back."""
        if within.period is not None or within.dues or within.heading_kind == "actual":
            return mention
        if self._document.meta.kind == "report" and within.heading_kind != "target":
            return mention
        year = self.year if words in ("全年", "年末") else self.year or issue_year(self._document)
        return mention if year is None else replace(mention, period=year_period(year, words), role="in")

    def _last_year(self, words: str) -> Period | None:
        """The last year of the plan that a title names: what 规划期末 means."""
        title = self._document.meta.title
        named, span = FIVE_YEARS.search(title), SPAN.search(title)
        five = plan_period(named.group(1)) if named else None
        if five and five.end:
            return year_period(five.end.year - 1, words)
        return year_period(int(span.group(2)), words) if span else None

    def _reviewed(self, within: Period | None, words: str) -> Period | None:
        """The year that a report looks back on: its heading's, or the one before a report of the first months."""
        if within and within.label.isdigit():
            return within
        if self.on and self.on.month <= 3 and self._document.meta.kind == "report":
            return year_period(self.on.year - 1, words)
        return None

    def _five_years(self, words: str) -> Period | None:
        """The five years that a report of a new government's first months looks back on: 过去五年 in January 2023."""
        if self.on is None or self.on.month > 3 or self._document.meta.kind != "report" or not _FIVE.search(words):
            return None
        last = self.on.year - 1
        if last % 5 == 0:
            return plan_period("十" + "二三四五六七八九"[(last - 2015) // 5], words) if 2015 <= last <= 2050 else None
        return Period(f"{last - 4}-{last}", date(last - 4, 1, 1), date(last + 1, 1, 1), words)

    def _coming_years(self, words: str) -> Period | None:
        """When what an early report promises for 今后五年 is due: with the plan that begins, else in the fifth year."""
        if self.on is None or self.on.month > 3 or self._document.meta.kind != "report":
            return None
        number = "一二三四五六七八九"[(self.on.year - 2006) // 5] if 2006 <= self.on.year <= 2050 else ""
        if self.on.year % 5 == 1 and number:
            return plan_period("十" + number, words)
        return year_period(self.on.year + 4, words)

    def _plans_before(self, offset: int) -> list[re.Match[str]]:
        if self._plans is None:
            self._plans = list(_PLAN.finditer(self._document.text))
        return self._plans[: bisect_left(self._plans, offset, key=lambda match: match.start())]

    def scope_of(self, block: Block) -> Scope:
        """The scope of the next block; call once for each, in order."""
        if self._carried and block.path[: len(self._carried[0])] != self._carried[0]:
            self._carried = None
        if block.path not in self._by_path:
            self._by_path[block.path] = self._read_path(block.path)
        period, kind, announced = self._by_path[block.path]
        if period is None and self._reviews and kind and not _TROUBLE.search("".join(block.path)):
            period = self._reviews[0] if kind == "actual" else self._reviews[1]
        if block.end <= self._preamble:
            kind = kind or "actual"
        if self._carried and not self._in_box(block):
            mention = self._carried[1]
            return Scope(mention.period, mention.dues, kind, announced, due=mention.role == "by")
        told = None if period else self._book or (self._told if kind != "target" else None)
        return Scope(period or told, (), kind, announced, annual=self._annual, told=told is not None)

    def _in_box(self, block: Block) -> bool:
        """Whether a box (专栏) of works has begun since the overview: what it lists has times of its own."""
        at = bisect_left(self._boxes, block.start)
        return at > 0 and self._boxes[at - 1] > self._since

    def overview(self, block: Block, mentions: list[PeriodMention], *, has_figures: bool) -> None:
        """Let a block that opens with a period and holds no figure of its own govern what follows in its section."""
        text = self._document.text[block.start : block.end]
        first = next(iter(mentions), None)
        if has_figures and not self._begun:
            self._begun = True
            if first is not None and opens(text, first):
                self._tell(first, text)
        if first is None or first.period is None or not opens(text, first) or first.role in ("baseline", "from", "now"):
            return
        last_sentence = max(text.rfind(mark) for mark in "。！？")
        announces = text.rstrip().endswith(("：", ":")) and (first.start > last_sentence or first.role == "by")
        lasts = first.role == "by" or first.period.label.endswith("五")
        if announces or (lasts and not has_figures and len(text) > first.end + 12):
            self._carried, self._since = (block.path, first), block.start

    def _tell(self, first: PeriodMention, text: str) -> None:
        """Let an article go on about the year that its first figures open with: 2016年，产值80亿元。 企业达到90家。

        Not a plan, whose paragraphs stand for themselves; not the day of an event; not a year long gone.
        """
        period = first.period
        if kind_of_document(self._document) not in ("", "news", "bulletin") or first.role != "in":
            return
        if period and period.start and re.fullmatch(r"20\d\d年?", text[first.start : first.end]):
            late = self.on is None or 0 <= self.on.year - period.start.year <= 1
            self._told = period if late else self._told

    def _read_path(self, path: tuple[str, ...]) -> tuple[Period | None, Kind | None, bool]:
        """The period, kind and announcement that a path of headings gives; each heading is read once."""
        period: Period | None = None
        kind: Kind | None = None
        announced = False
        for heading in reversed(path):
            if heading not in self._by_heading:
                self._by_heading[heading] = (
                    self._heading_period(heading),
                    heading_kind(heading),
                    _ANNOUNCED.search(heading) is not None,
                )
            own, nature, announces = self._by_heading[heading]
            period, kind, announced = period or own, kind or nature, announced or announces
        return period, kind, announced

    def _heading_period(self, heading: str) -> Period | None:
        if not _DATED.search(heading) or _NAMED.search(heading):
            return None
        if found := _COMING.search(heading):
            return self._coming_years(found.group())
        for match in _TIME.finditer(heading):
            mention = mention_of(match, heading, self.on)
            if mention and mention.period and match.lastgroup not in ("monthday", "now") and "月" not in match.group():
                if _LAST_YEAR.search(match.group()):
                    return self._reviewed(None, match.group())
                return self._five_years(match.group()) or mention.period
        return None

    def _stretch_told(self, title: str) -> Period | None:
        """The part of a year of which a title says that it tells: 前三季度全市医药工业运行情况."""
        found = _STRETCH.search(title)
        year = self.year or (self.on.year if self.on else None)
        if found is None or year is None:
            return None
        named = found.group("year")
        return part_period(int(named) if named else year, found.group("part"), found.group())

    def _year_of_duties(self, document: Document) -> Period | None:
        """The year of a list of one year's work; a report's year is told by its headings, a bulletin's by its title."""
        if self.year is None or kind_of_document(document) not in ("plan", "list", "notice"):
            return None
        return year_period(self.year, f"{self.year}年")

    def _yearbook(self) -> Period | None:
        """The year that a statistical bulletin is of: its title says so once for all its figures."""
        title = self._document.meta.title
        named = BULLETIN.search(title)
        if named is None:
            return self._stretch_told(title)
        year = int(named.group(1) or named.group(2))
        part = _PART_YEAR.search(title, named.start())
        return (
            part_period(year, _PARTS.get(part.group(), part.group()), named.group())
            if part
            else year_period(year, named.group())
        )


_FOREWORD = re.compile(r"(?:制定|制订|编制|拟定)(?:了?本|《?本)(?:规划|方案|计划|行动|意见|办法|措施|细则|纲要)")
_FIRST_CHAPTER = re.compile(r"^(?:一、|第一[章节部]|1[.、．])", re.MULTILINE)


def preamble_end(document: Document) -> int:
    """Where the words before a plan's first chapter end that say why it is made (…，制定本方案。), 0 where none do.

    What stands there is how things are; without a date of issue nothing else would say so.
    """
    made = _FOREWORD.search(document.text, 0, 4000)
    if made is None or _FIRST_CHAPTER.search(document.text, 0, made.start()):
        return 0
    end = document.text.find("\n", made.end())
    return end if end >= 0 else len(document.text)


_STRETCH = re.compile(
    r"^(?:[^，。]{0,12}?(?P<year>20\d\d)年)?[^，。\d]{0,6}?(?P<part>上半年|前三季度|第?[一二三]季度|1[—–\-－~～至到]\d{1,2}月)份?[^，。]{0,20}"
    r"(?:运行|经济|产业|工业|工作|发展|生产|完成|进展)[^，。]{0,4}(?:情况|分析|简析|综述|通报|简报|快报)"
)
_OPENING = 400
_OF_HALF = re.compile("(?<!下)半年(?:度?报|以来|度?报告)|上半年")
_MIDYEAR = re.compile("6月[底末]|6月30日")
"""截至6月底 in a text that tells of the half-year ends that half."""
_COMING = re.compile("(?:今后|未来)(?:五|5)年")
_HOPES = re.compile("(?:力争|争取|确保|预计|有望|计划|将)[^，。；]{0,6}$")
_TROUBLE = re.compile("存在|问题|不足|短板|困难")
_YEARLESS = re.compile(r"[上下]半年|前三季度|第?[一二三四]季度|前\d{1,2}个月|\d{1,2}(?!\d)")


def opens(text: str, mention: PeriodMention) -> bool:
    """Whether a time expression stands at the head of a text, set off by a comma or followed by its subject."""
    before = _ENUMERATOR.sub("", text[: mention.lead])
    return len(before) <= 6 and not _COMMA.search(before)


def heading_kind(heading: str) -> Kind | None:
    """What the figures under a heading are, where its words tell."""
    if _ACTUAL_HEADING.search(heading):
        return "actual"
    return "target" if _TARGET_HEADING.search(heading) else None
