"""审计.xlsx: the audit as the tables that an office works through, one sheet a question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from yuheng.audit.conclusions import KINDS
from yuheng.audit.findings import Audit
from yuheng.audit.lineage import Edge
from yuheng.audit.path import TOLERANCE, spell_pace
from yuheng.audit.progress import NO_OFFICIAL, Track
from yuheng.audit.statements import Statement, unit_of
from yuheng.model import Claim, Figure
from yuheng.model.compiled import Compiled
from yuheng.model.finding import Finding
from yuheng.office.claims_file import kind_of
from yuheng.office.findings_file import Sources, sources_of
from yuheng.office.sheets import Book, Cell, Column, Link, Quoted
from yuheng.office.words import KIND_WORDS, place_words
from yuheng.vocab.precision import Margin, margins

GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "沿革": (
        "continued",
        "postponed",
        "raised",
        "lowered",
        "met-not-continued",
        "not-comparable",
        "not-continued",
    ),
    "核算": (
        "conflict",
        "share-identity",
        "part-of-whole",
        "growth-identity",
        "sum-identity",
        "added-up-targets",
        "agreement",
    ),
    "进度": ("verdict",),
    "关联": ("premise-changed", "linked"),
    "缺项": (
        "target-without-base",
        "target-without-date",
        "target-without-owner",
        "task-without-owner",
        "task-without-date",
        "task-without-number",
    ),
    "数列": ("impossible-revision", "reversed-total", "broken-identity", "jump", "repeated-digits"),
}
"""The groups that people look through, and the kinds in each, the weightier first."""


@dataclass(frozen=True, slots=True)
class _Row:
    finding: Finding
    sources: Sources

    def quote(self, place: int) -> Cell:
        if place >= len(self.finding.claims):
            return ""
        _, claim = self.sources[self.finding.claims[place]]
        start = claim.anchor.start - claim.sentence.start
        return Quoted(claim.sentence.quote, max(start, 0), max(claim.anchor.end - claim.sentence.start, 0))

    def where(self, place: int) -> str:
        if place >= len(self.finding.claims):
            return ""
        return named(self.sources[self.finding.claims[place]][0])

    def link(self) -> Cell:
        return Link(f"审计.html#f-{self.finding.id}", "看页面") if self.finding.kind in _ON_PAGE else ""


_ON_PAGE: Final = frozenset(kind for group, kinds in GROUPS.items() if group != "缺项" for kind in kinds)


def named(document: Compiled) -> str:
    """A document as people cite it: its number or title, and its date."""
    meta = document.meta
    name = meta.number or meta.title or document.doc
    return f"{name}（{meta.issued.isoformat()}）" if meta.issued else name


@dataclass(frozen=True, slots=True)
class Absence:
    """One target or task and everything that it leaves out."""

    claim: Claim
    document: Compiled
    words: tuple[str, ...]


def absences(findings: Sequence[Finding], sources: Sources) -> list[Absence]:
    """What is missing, by claim: targets before tasks, those that leave out most first."""
    words: dict[str, list[str]] = defaultdict(list)
    for finding in in_group(findings, "缺项"):
        words[finding.claims[0]].append(KINDS[finding.kind])
    rows = [Absence(sources[claim][1], sources[claim][0], tuple(found)) for claim, found in words.items()]
    return sorted(rows, key=lambda row: (not isinstance(row.claim, Figure), -len(row.words)))


def in_group(findings: Sequence[Finding], group: str) -> list[Finding]:
    """The findings of one group, the weightier kinds first, else in the order given."""
    kinds = GROUPS[group]
    return sorted((each for each in findings if each.kind in kinds), key=lambda each: kinds.index(each.kind))


def audit_bytes(audit: Audit, documents: Sequence[Compiled]) -> bytes:
    """The workbook; the same audit gives the same bytes."""
    sources = sources_of(documents)
    book = Book("玉衡规划审计")
    for group in ("沿革", "核算", "关联", "数列"):
        found = in_group(audit.findings, group)
        if found or group in ("沿革", "核算"):
            book.add(group, _FINDINGS, [_Row(each, sources) for each in found], frozen=2)
    book.add("目标进度", _TRACKS, audit.tracks, frozen=2)
    book.add("目标沿革表", _EDGES, audit.edges, frozen=1)
    book.add("缺项", _ABSENT, absences(audit.findings, sources), frozen=2)
    book.add("读数规则", _MARGINS, margins())
    book.add("裁定规则", _RULES, _RULE_ROWS)
    return book.close()


def _parts(row: _Row) -> str:
    return "\n".join(f"{name}：{value}" for name, value in row.finding.parts)


_FINDINGS: Final = (
    Column[_Row]("结论", 14, lambda row: KINDS[row.finding.kind]),
    Column[_Row]("说明", 46, lambda row: row.finding.message),
    Column[_Row]("性质", 7, lambda row: "待核" if row.finding.proposed else "结论"),
    Column[_Row]("算式与依据", 52, _parts),
    Column[_Row]("原文一", 42, lambda row: row.quote(0)),
    Column[_Row]("出处一", 20, lambda row: row.where(0)),
    Column[_Row]("原文二", 42, lambda row: row.quote(1)),
    Column[_Row]("出处二", 20, lambda row: row.where(1)),
    Column[_Row]("规则", 12, lambda row: f"{row.finding.rule}/{row.finding.version}"),
    Column[_Row]("打开", 8, lambda row: row.link()),
)
_ABSENT: Final = (
    Column[Absence]("缺项", 22, lambda row: "、".join(row.words)),
    Column[Absence]("类型", 7, lambda row: KIND_WORDS[kind_of(row.claim)]),
    Column[Absence]("断言", 44, lambda row: row.claim.anchor.quote),
    Column[Absence]("章节", 30, lambda row: " › ".join(row.claim.heading)),
    Column[Absence]("出处", 26, lambda row: named(row.document)),
    Column[Absence]("位置", 9, lambda row: place_words(row.claim.anchor.place)),
)


def _of(get: Callable[[Track], Statement | None]) -> Callable[[Track], Cell]:
    def cell(track: Track) -> Cell:
        statement = get(track)
        return "" if statement is None else statement.said()

    return cell


def _pace(track: Track) -> str:
    pace = track.verdict.pace
    return "" if pace is None else spell_pace(pace, track.target.amount.family, unit=unit_of(track.target))


def _cited(statement: Statement) -> str:
    meta = statement.meta
    return meta.number or meta.title or statement.doc


_TRACKS: Final = (
    Column[Track]("主体", 12, lambda track: track.target.subject),
    Column[Track]("目标", 34, _of(lambda track: track.target)),
    Column[Track]("出处", 20, lambda track: _cited(track.target)),
    Column[Track]("基数", 28, _of(lambda track: track.base)),
    Column[Track]("实绩", 28, _of(lambda track: track.report)),
    Column[Track]("所需速度", 22, _pace),
    Column[Track]("官方结论", 14, lambda _track: NO_OFFICIAL),
    Column[Track]("证据裁定", 12, lambda track: track.verdict.word),
    Column[Track]("理由", 26, lambda track: track.verdict.reason),
    Column[Track]("时序", 8, lambda track: track.schedule),
    Column[Track]("读法与口径", 40, lambda track: "\n".join((*track.target.assumed, *track.notes))),
)
_EDGES: Final = (
    Column[Edge]("指标", 28, lambda edge: edge.older.figure.indicator),
    Column[Edge]("前文", 34, lambda edge: edge.older.said()),
    Column[Edge]("前文出处", 20, lambda edge: _cited(edge.older)),
    Column[Edge]("后文", 34, lambda edge: edge.newer.said()),
    Column[Edge]("后文出处", 20, lambda edge: _cited(edge.newer)),
    Column[Edge]("关系", 8, lambda edge: KINDS[edge.kind]),
    Column[Edge]("口径", 40, lambda edge: edge.comparison.reason),
)


def _sides(pair: tuple[object, object]) -> str:
    below, above = ("不限" if side is None else f"{side}单位" for side in pair)
    return f"下 {below}，上 {above}"


_MARGINS: Final = (
    Column[Margin]("比较词", 8, lambda margin: margin.op),
    Column[Margin]("限于", 18, lambda margin: "、".join(margin.words) or ("逐个计数" if margin.counted else "")),
    Column[Margin]("单位", 26, lambda margin: "末位非零数字" if margin.significant else "印数末位"),
    Column[Margin]("实绩", 24, lambda margin: _sides(margin.reported)),
    Column[Margin]("目标", 24, lambda margin: _sides(margin.promised)),
    Column[Margin]("理由", 60, lambda margin: margin.why),
)
_Rule = tuple[str, str]
RULE_ROWS: Final[tuple[_Rule, ...]] = (
    ("提前实现", "期限未到，报告的数已达到目标；基期的数已高于目标的不算"),
    ("快于预期", f"已走路程超过路径所要求的{1 + TOLERANCE:.0%}"),
    ("基本符合预期", f"在路径所要求的{1 - TOLERANCE:.0%}与{1 + TOLERANCE:.0%}之间；到期达到；保持型目标守住"),
    ("滞后", f"不到路径所要求的{1 - TOLERANCE:.0%}；到期未达到；保持型目标未守住"),
    ("不可判定", "没有基数、实绩、期限或方向，口径不同，或者数值的精度分不出两种裁定；总是写明原因"),
    ("路径", "金额按等比（年均复合增长），数量和比例按等差；累计数自期初的零起算"),
    ("三列", "官方结论、证据裁定、时序各成一列，从不合并"),
    ("沿革", "同一主体、同一指标才连线；名称不同而可比的，写明差别；后文至少承接两个（或半数）目标才说“未见”"),
)
_RULE_ROWS: Final = RULE_ROWS
_RULES: Final = (
    Column[_Rule]("词", 14, lambda rule: rule[0]),
    Column[_Rule]("规则", 90, lambda rule: rule[1]),
)
