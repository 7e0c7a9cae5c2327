"""台账.xlsx: the ledger as the workbook that people already keep, one row per claim, each opening at its words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from yuheng.audit import missing
from yuheng.model import (
    Advice,
    Agreement,
    Claim,
    Figure,
    Issue,
    Measure,
    Need,
    Offer,
    Siting,
    Target,
    Task,
    Trade,
)
from yuheng.model.compiled import Compilation, Compiled
from yuheng.model.finding import Finding
from yuheng.model.judgement import Judgement
from yuheng.model.party import Party
from yuheng.office.claims_file import kind_of
from yuheng.office.entries import Entry, entries_of, link_to
from yuheng.office.party_sheets import PARTIES, PROPOSALS, proposals_of, roles_of
from yuheng.office.sheets import Book, Cell, Column, Quoted
from yuheng.office.words import (
    KIND_WORDS,
    MEASURE_WORDS,
    OP_WORDS,
    amount_words,
    class_words,
    document_word,
    period_words,
    place_words,
)

C = TypeVar("C", bound=Claim)
ABSENCES: Final = ("缺期限", "缺责任主体", "缺基数", "缺量化指标")


@dataclass(frozen=True, slots=True)
class _Gap:
    entry: Entry
    absent: tuple[str, ...]
    message: str


def ledger_bytes(
    compilation: Compilation,
    findings: Sequence[Finding],
    *,
    parties: Sequence[Party] = (),
    proposed: Sequence[Judgement] = (),
) -> bytes:
    """The workbook. Sheets of kinds that no document states are left out; a sheet is never a promise of rows."""
    entries = entries_of(compilation)
    book = Book("玉衡台账")
    book.add("指标表", _FIGURES, _of(entries, Figure), frozen=3)
    tasks = sorted(_of(entries, Task), key=lambda entry: (_owners(entry), entry.number))
    for name, columns, rows in (
        ("任务表", _TASKS, tasks),
        ("协议表", _AGREEMENTS, _of(entries, Agreement)),
        ("布局表", _SITINGS, _of(entries, Siting)),
        ("建议表", _ADVICE, _of(entries, Advice)),
        ("政策表", _MEASURES, _of(entries, Measure)),
        ("需求表", _TRADES, _of(entries, Need)),
        ("供给表", _TRADES, _of(entries, Offer)),
    ):
        if rows:
            book.add(name, columns, rows)
    roles = roles_of(entries, parties)
    if roles:
        book.add("主体表", PARTIES, roles)
    if proposed:
        book.add("归并建议", PROPOSALS, proposals_of(proposed, compilation.documents))
    gaps = _gaps(entries, findings)
    book.add("缺项表", _GAPS, gaps)
    if gaps:
        book.add("缺项统计", _GAP_COUNTS, _by_chapter(gaps))
    book.add("问题表", _ISSUES, compilation.all_issues)
    book.add("文档表", _DOCUMENTS, compilation.documents)
    return book.close()


def _of(entries: Iterable[Entry], kind: type[Claim]) -> list[Entry]:
    return [entry for entry in entries if isinstance(entry.claim, kind)]


def _cell(kind: type[C], get: Callable[[C], Cell]) -> Callable[[Entry], Cell]:
    """A column's getter over claims of one kind."""

    def cell(entry: Entry) -> Cell:
        if not isinstance(entry.claim, kind):
            raise TypeError(f"entry {entry.number} is a {kind_of(entry.claim)}, the column wants {kind.__name__}")
        return get(entry.claim)

    return cell


def _quote(claim: Claim) -> Quoted:
    bold = claim.number if isinstance(claim, Figure) else claim.anchor
    start = max(bold.start - claim.sentence.start, 0)
    row = claim.sentence.quote.replace("\n", "｜").replace("\t", "｜")  # a table's row; prose has neither
    return Quoted(row, start, max(bold.end - claim.sentence.start, start))


def _heading(claim: Claim) -> str:
    return " › ".join(claim.heading)


def _owners(entry: Entry) -> str:
    claim = entry.claim
    if not isinstance(claim, Task):
        return ""
    return "、".join(f"{each.name}（{each.role}）" if each.role else each.name for each in claim.owners) or "\uffff"


_NUMBER: Final = Column[Entry]("序号", 6, lambda entry: entry.number)
_WHERE: Final = (
    Column[Entry]("原文", 50, lambda entry: _quote(entry.claim)),
    Column[Entry]("标题路径", 22, lambda entry: _heading(entry.claim)),
    Column[Entry]("文档", 20, lambda entry: entry.document.doc),
    Column[Entry]("位置", 8, lambda entry: place_words(entry.claim.anchor.place)),
    Column[Entry]("原文链接", 8, link_to),
)

_FIGURES: Final = (
    _NUMBER,
    Column[Entry]("类型", 6, lambda entry: KIND_WORDS[kind_of(entry.claim)]),
    Column[Entry]("指标", 24, _cell(Figure, lambda c: c.indicator)),
    Column[Entry]("主体", 13, _cell(Figure, lambda c: c.subject)),
    Column[Entry]("比较", 7, _cell(Figure, lambda c: OP_WORDS[c.quantity.op])),
    Column[Entry]("数值", 10, _cell(Figure, lambda c: c.quantity.value), right=True),
    Column[Entry]("上限", 8, _cell(Figure, lambda c: c.quantity.value2), right=True),
    Column[Entry]("单位", 7, _cell(Figure, lambda c: c.quantity.unit)),
    Column[Entry]("期间", 10, _cell(Figure, lambda c: period_words(c.period))),
    Column[Entry]("口径", 7, _cell(Figure, lambda c: MEASURE_WORDS[c.measure])),
    Column[Entry]("力争", 6, _cell(Figure, lambda c: "力争" if c.quantity.hedged else "")),
    *_WHERE,
)
_TASKS: Final = (
    _NUMBER,
    Column[Entry]("责任主体", 24, lambda entry: _owners(entry).strip("\uffff")),
    Column[Entry]("动作", 9, _cell(Task, lambda c: c.action)),
    Column[Entry]("事项", 36, _cell(Task, lambda c: c.object)),
    Column[Entry]("领域", 12, _cell(Task, lambda c: c.sector)),
    Column[Entry]("期限", 11, _cell(Task, lambda c: period_words(c.due))),
    Column[Entry]("量化指标数", 9, _cell(Task, lambda c: len(c.figures)), right=True),
    Column[Entry]("性质", 8, _cell(Task, lambda c: "引导支持" if c.conditional else "直接承担")),
    *_WHERE,
)
_AGREEMENTS: Final = (
    _NUMBER,
    Column[Entry]("协议各方", 34, _cell(Agreement, lambda c: "、".join(c.parties))),
    Column[Entry]("内容", 32, _cell(Agreement, lambda c: c.subject)),
    Column[Entry]("阶段", 7, _cell(Agreement, lambda c: c.stage)),
    Column[Entry]("状态", 8, _cell(Agreement, lambda c: "拟议" if c.planned else "已达成")),
    Column[Entry]("时间", 11, _cell(Agreement, lambda c: period_words(c.signed))),
    Column[Entry]("地点", 14, _cell(Agreement, lambda c: c.place)),
    Column[Entry]("金额", 12, _cell(Agreement, lambda c: amount_words(c.amount))),
    Column[Entry]("见证", 18, _cell(Agreement, lambda c: "、".join(c.witnesses))),
    *_WHERE,
)
_SITINGS: Final = (
    _NUMBER,
    Column[Entry]("载体", 26, _cell(Siting, lambda c: c.site)),
    Column[Entry]("层级", 10, _cell(Siting, lambda c: c.tier)),
    Column[Entry]("区县", 12, _cell(Siting, lambda c: c.district)),
    Column[Entry]("产业", 34, _cell(Siting, lambda c: "、".join(c.industries))),
    Column[Entry]("状态", 9, _cell(Siting, lambda c: c.status)),
    *_WHERE,
)
_ADVICE: Final = (
    _NUMBER,
    Column[Entry]("建议人", 20, _cell(Advice, lambda c: c.adviser)),
    Column[Entry]("对象", 16, _cell(Advice, lambda c: c.addressee)),
    Column[Entry]("建议", 48, _cell(Advice, lambda c: c.content)),
    *_WHERE,
)
_MEASURES: Final = (
    _NUMBER,
    Column[Entry]("方式", 12, _cell(Measure, lambda c: c.form)),
    Column[Entry]("受益对象", 20, _cell(Measure, lambda c: c.beneficiary)),
    Column[Entry]("条件", 28, _cell(Measure, lambda c: c.condition)),
    Column[Entry]("内容", 36, _cell(Measure, lambda c: c.content)),
    Column[Entry]("金额", 12, _cell(Measure, lambda c: amount_words(c.amount))),
    *_WHERE,
)

_TRADES: Final = (
    _NUMBER,
    Column[Entry]("单位", 26, _cell(Trade, lambda c: c.party)),
    Column[Entry]("名称", 28, _cell(Trade, lambda c: c.thing)),
    Column[Entry]("分类（GB/T 4754）", 22, _cell(Trade, lambda c: class_words(c.segment))),
    Column[Entry]("规格", 28, _cell(Trade, lambda c: c.specification)),
    Column[Entry]("数量", 12, _cell(Trade, lambda c: amount_words(c.amount))),
    Column[Entry]("地点", 14, _cell(Trade, lambda c: c.place)),
    Column[Entry]("阶段", 8, _cell(Trade, lambda c: c.stage)),
    Column[Entry]("有效期至", 11, _cell(Trade, lambda c: period_words(c.until))),
    *_WHERE,
)


def _gaps(entries: Iterable[Entry], findings: Iterable[Finding]) -> list[_Gap]:
    """One row per claim, whatever it lacks: that is how a clerk works them off."""
    about: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        about[finding.claims[0]].append(finding)
    gaps = []
    for entry in entries:
        of = about.get(entry.claim.id, [])
        if of and isinstance(entry.claim, Target | Task):
            absent = tuple(missing.KINDS[finding.kind] for finding in of if _is_about(finding, entry.claim))
            gaps.append(_Gap(entry, absent, "\n".join(finding.message for finding in of)))
    return gaps


def _is_about(finding: Finding, claim: Claim) -> bool:
    return finding.kind.startswith(kind_of(claim))


def _what(gap: _Gap) -> str:
    claim = gap.entry.claim
    if isinstance(claim, Figure):
        return claim.indicator
    return f"{claim.action}{claim.object}" if isinstance(claim, Task) else ""


def _stated(gap: _Gap) -> str:
    claim = gap.entry.claim
    return claim.quantity.stated if isinstance(claim, Figure) else ""


def _mark(word: str) -> Callable[[_Gap], Cell]:
    return lambda gap: "缺" if word in gap.absent else ""


_GAPS: Final = (
    Column[_Gap]("序号", 6, lambda gap: gap.entry.number),
    Column[_Gap]("类型", 6, lambda gap: KIND_WORDS[kind_of(gap.entry.claim)]),
    Column[_Gap]("指标或事项", 28, _what),
    Column[_Gap]("数值原文", 16, _stated),
    *(Column[_Gap](word.removeprefix("缺"), 8, _mark(word)) for word in ABSENCES),
    Column[_Gap]("说明（查找了什么）", 52, lambda gap: gap.message),
    Column[_Gap]("标题路径", 22, lambda gap: _heading(gap.entry.claim)),
    Column[_Gap]("文档", 20, lambda gap: gap.entry.document.doc),
    Column[_Gap]("原文链接", 8, lambda gap: link_to(gap.entry)),
)

_Chapter = tuple[str, str, int, Counter[str]]


def _by_chapter(gaps: Iterable[_Gap]) -> list[_Chapter]:
    """Counts of what is absent under each document's outermost heading, in the order of the text."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    rows: Counter[tuple[str, str]] = Counter()
    for gap in gaps:
        heading = gap.entry.claim.heading
        key = gap.entry.document.doc, heading[0] if heading else "（标题之前）"
        counts.setdefault(key, Counter()).update(gap.absent)
        rows[key] += 1
    return [(doc, chapter, rows[doc, chapter], count) for (doc, chapter), count in counts.items()]


def _count(word: str) -> Callable[[_Chapter], Cell]:
    return lambda row: row[3][word]


_GAP_COUNTS: Final = (
    Column[_Chapter]("文档", 20, lambda row: row[0]),
    Column[_Chapter]("章", 44, lambda row: row[1]),
    Column[_Chapter]("有缺项的条数", 13, lambda row: row[2], right=True),
    *(Column[_Chapter](word, 12, _count(word), right=True) for word in ABSENCES),
)
_ISSUES: Final = (
    Column[Issue]("文档", 20, lambda issue: issue.document),
    Column[Issue]("代码", 22, lambda issue: issue.code),
    Column[Issue]("问题和处理办法", 64, lambda issue: issue.message),
    Column[Issue]("原文", 50, lambda issue: issue.anchor.quote if issue.anchor else ""),
    Column[Issue]("位置", 8, lambda issue: place_words(issue.anchor.place) if issue.anchor else ""),
)


def _kind_count(kind: str) -> Callable[[Compiled], Cell]:
    return lambda each: sum(kind_of(claim) == kind for claim in each.claims)


_DOCUMENTS: Final = (
    Column[Compiled]("文档", 20, lambda each: each.doc),
    Column[Compiled]("标题", 44, lambda each: each.meta.title),
    Column[Compiled]("发文单位", 24, lambda each: each.meta.issuer),
    Column[Compiled]("文号", 20, lambda each: each.meta.number),
    Column[Compiled]("日期", 11, lambda each: each.meta.issued),
    Column[Compiled]("类别", 9, lambda each: document_word(each.meta.kind)),
    Column[Compiled]("地区", 10, lambda each: each.meta.region),
    *(Column[Compiled](word, 9, _kind_count(kind), right=True) for kind, word in KIND_WORDS.items()),
    Column[Compiled]("问题", 7, lambda each: len(each.issues), right=True),
    Column[Compiled]("字数", 9, lambda each: each.characters, right=True),
    Column[Compiled]("SHA-256", 24, lambda each: each.snapshot.sha256),
)
