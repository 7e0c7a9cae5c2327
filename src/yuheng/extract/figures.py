"""Every quantified statement of a document: indicator, comparator, amount, unit, period, promised or achieved."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from yuheng.extract.amounts import UnknownUnit, tokens_in
from yuheng.extract.comparators import Amount
from yuheng.extract.dating import find_period, share_comparators
from yuheng.extract.document_time import kind_of_document
from yuheng.extract.flat_tables import flat_figures_in
from yuheng.extract.grids import grids_in
from yuheng.extract.indicators import find_indicator
from yuheng.extract.passages import Passage, Statement, parts_of
from yuheng.extract.promises import kind_of, looks_ahead
from yuheng.extract.refusals import is_figure
from yuheng.extract.runs import group_runs, hand_out
from yuheng.extract.scopes import Kind, Scope, Scopes
from yuheng.extract.tables import table_figures_in
from yuheng.extract.task_tables import task_rows_in
from yuheng.model import (
    Actual,
    Anchor,
    Block,
    Document,
    Figure,
    Issue,
    Period,
    Quantity,
    Target,
    anchor_at,
    id_of,
    opened,
)
from yuheng.model.claim import FigureMeasure
from yuheng.text.periods import PeriodMention
from yuheng.vocab.units import family_of, split_unit

_OpenTarget, _OpenActual = opened(Target), opened(Actual)
_READ = frozenset({"paragraph", "list", "box", "note"})
_PART = re.compile(r"(?:占比|比重|覆盖率)$")
_RATES = ("/10万", "/万")
"""Cases among so many people: a level, not a part of a whole."""
_NATION = re.compile(r"全国|我国|中国(?!科|工程|中医|医|农|民|银|移|电|石|联)")
_RANKED = re.compile(
    r"(?:[高低多少快慢好优早领]于|[高低]出|超(?:过|出)?|占|居|列|进入|跻身|排名?|领先|[优领]先于|相当于)全国[^，。；、]*"
    r"|全国(?:第|前|百强|先进|示范|首|唯一|最|领先|重点|文明|平均|同类)[^，。；、]*|我国(?:重要|最|首|主要)[^，。；、]*"
)
"""What compares with the nation or ranks in it speaks of the region: 高于全国平均1.2个百分点, 居全国第4位."""
_LASTING = re.compile(r"[\d一二两三四五六七八九十]年(?:之?内|时间|左右)|每年|长期|远期|远景")
"""What says that a promise of a year's list is not due with that year."""
_DONE = re.compile(r"[^，,。；;、\d]{0,8}已(?!成为)")
_LONGEST_LEAD = 600
"""Characters of a sentence that are read before a number: costs stay linear where a text never ends its sentences."""
_HEDGE = re.compile(r"力争|争取|力求|努力(?:实现|达到)|努力")
_TRIGGER = re.compile(
    r"[\d零番分两二三四五六七八九十数几上近过百千万位每]"
    r"(?:(?<=[\d零番])|(?<=[两二三四五六七八九十数几上近过])[个家项所座处大件位名种成万亿百千十倍]|(?<=[十百千万])余|(?<=[百千万])亿"
    r"|(?<=位)数|(?<=分)之|(?<=每)年\w{0,4}一[个家所项])"
)
"""What every amount holds. It begins with one set of characters, over which `re` skips."""
_OPENERS = ("到", "“十", "展望", "近", "五年", "过去")


def figures_in(document: Document) -> tuple[tuple[Figure, ...], tuple[Issue, ...]]:
    """Read every target and actual that a document states, in the order of its text.

    What looks like a figure and is none (dates, ranks, ages, thresholds, names, document numbers) is ignored on
    purpose (`refusals`); a number with an unknown unit is an Issue.
    """
    scopes = Scopes(document)
    grids = grids_in(document)
    figures, issues, taken = table_figures_in(document, grids, scopes)
    flat, trouble, cells = flat_figures_in(document, grids, scopes)
    figures += flat
    issues += trouble
    taken |= cells
    duties = _duties_in(document, taken)
    for block in document.blocks:
        if block.start in duties:
            scope = scopes.scope_of(block)
            for cell, due in duties[block.start]:
                dated = replace(scope, period=due, dues=(), due=True) if due else scope
                found, unread, _ = _block_figures(document, cell, scopes, dated)
                figures += found
                issues += unread
            continue
        if block.start in taken or (block.kind not in _READ and not _is_prose(document, block)):
            continue
        found, unread, mentions = _block_figures(document, block, scopes, scopes.scope_of(block))
        if mentions is not None:
            scopes.overview(block, mentions, has_figures=bool(found))
        figures += found
        issues += unread
    figures = _said_once(document, figures)
    figures.sort(key=lambda figure: (figure.number.start, figure.number.end))
    return tuple(figures), tuple(issues)


def _said_once(document: Document, figures: list[Figure]) -> list[Figure]:
    """An article's figures without those of a headline that its text states again: 总投资52亿元！9个项目签约."""
    head = document.blocks[0] if document.blocks else None
    if head is None or head.kind not in _READ or head.end - head.start > _HEADLINE or document.meta.kind != "news":
        return figures
    if "。" in document.text[head.start : head.end]:
        return figures
    below = {_amount_of(figure) for figure in figures if figure.number.start >= head.end}
    return [figure for figure in figures if figure.number.start >= head.end or _amount_of(figure) not in below]


_HEADLINE = 60


def _amount_of(figure: Figure) -> tuple[object, ...]:
    return figure.quantity.low, figure.quantity.high, figure.quantity.unit


def _is_prose(document: Document, block: Block) -> bool:
    """A table's cell that explains in sentences, not one that holds a value."""
    return block.kind == "table" and block.end - block.start > 20 and "。" in document.text[block.start : block.end]


def _duties_in(document: Document, taken: set[int]) -> dict[int, list[tuple[Block, Period | None]]]:
    """The cells of duty tables that state what is to be done, with the row's date, by the block that holds them."""
    found: dict[int, list[tuple[Block, Period | None]]] = {}
    for row in task_rows_in(document):
        for cell in (*row.cells, *row.goals):
            line = document.text.rfind("\n", 0, cell.start) + 1
            start = line if "\t" in document.text[line : cell.end] else cell.start
            if start not in taken and cell.start not in taken:
                found.setdefault(start, []).append((cell, row.due))
    return found


def _block_figures(
    document: Document, block: Block, scopes: Scopes, scope: Scope
) -> tuple[list[Figure], list[Issue], list[PeriodMention] | None]:
    """A block's figures, what could not be read, and the times that its first part names; None where none was read."""
    figures: list[Figure] = []
    issues: list[Issue] = []
    whole = document.text[block.start : block.end]
    if not _TRIGGER.search(whole) and not whole.startswith(_OPENERS):
        return figures, issues, None
    first_mentions: list[PeriodMention] | None = None
    for start, end in parts_of(whole):
        passage = Passage(document, block, block.start + start, whole[start:end], scope, scopes.on)
        tokens = tokens_in(passage.text, scopes.on)
        passage.mentions = [
            scopes.dated(token, passage.offset, within=scope) for token in tokens if isinstance(token, PeriodMention)
        ]
        first_mentions = passage.mentions if first_mentions is None else first_mentions
        issues += [_unknown_unit(passage, token) for token in tokens if isinstance(token, UnknownUnit)]
        amounts = [token for token in tokens if isinstance(token, Amount)]
        if amounts:
            read_statements(passage, amounts)
            figures += [_figure(passage, statement) for statement in passage.statements]
    return figures, issues, first_mentions or []


def read_statements(passage: Passage, amounts: list[Amount]) -> None:
    """Turn a passage's amounts into statements: which count, what they measure, when they hold."""
    passage.prepare()
    passage.statements = [Statement(amount) for amount in amounts if is_figure(passage.text, amount)]
    group_runs(passage)
    for at in range(len(passage.statements)):
        find_indicator(passage, at)
    hand_out(passage)
    for statement in passage.statements:
        find_period(passage, statement)
    share_comparators(passage)


def _figure(passage: Passage, statement: Statement) -> Figure:
    document, offset, amount = passage.document, passage.offset, statement.amount
    number = anchor_at(document, offset + amount.start, offset + amount.end)
    bare = (amount.outer_start, amount.outer_end) == (amount.start, amount.end)
    kind = _kind(passage, statement)
    if kind == "target" and statement.role == "now":
        statement.period = None
    if kind == "target" and statement.role == "scope" and passage.scope.told:
        statement.period = None
    if (
        kind == "target"
        and statement.period is None
        and statement.role == "scope"
        and not _LASTING.search(statement.clause)
    ):
        statement.period = passage.scope.annual
    before = bool(statement.before_change) and statement.period is None
    sentence, subject = _sentence(passage, amount)
    opening = _OpenTarget if kind == "target" else _OpenActual
    figure: Any = opening.__new__(opening)
    figure.id = id_of(document.snapshot.sha256, "figure", number.place.start, number.place.end)
    figure.anchor = number if bare else anchor_at(document, offset + amount.outer_start, offset + amount.outer_end)
    figure.sentence, figure.heading, figure.number = sentence, passage.block.path, number
    figure.indicator = statement.indicator + (f"（{statement.before_change}前）" if before else "")
    figure.subject = statement.subject or subject
    figure.quantity, figure.period = _quantity(passage.text, statement), statement.period
    figure.measure = _measure(statement)
    figure.__class__ = Target if kind == "target" else Actual
    made: Figure = figure
    return made


def _sentence(passage: Passage, amount: Amount) -> tuple[Anchor, str]:
    """The sentence around a number and whom it speaks of; read once for all its numbers, unless it is very long."""
    start, end = passage.sentence_at(amount.start)
    if start in passage.quoted:
        return passage.quoted[start]
    words = passage.text[start:end]
    lead = len(words) - len(words.lstrip())
    anchor = anchor_at(passage.document, *_quoted(passage, start + lead, end, amount))
    nation = _NATION.search(_RANKED.sub("", words)) if "国" in words else None
    read = anchor, "全国" if nation else passage.document.meta.region
    if end - start <= _LONGEST_QUOTE:
        passage.quoted[start] = read
    return read


_LONGEST_QUOTE = 600


def _quoted(passage: Passage, start: int, end: int, amount: Amount) -> tuple[int, int]:
    """The sentence's span in the document, or of a sentence without end what stands around the number."""
    if end - start > _LONGEST_QUOTE:
        start = max(start, amount.outer_start - _LONGEST_QUOTE // 2)
        end = min(end, amount.outer_end + _LONGEST_QUOTE // 2)
    return passage.offset + start, passage.offset + end


_ALL_DONE = re.compile(
    r"[^，。；]{0,30}[均都]?已(?:经|全部|正式|陆续)?(?:投用|建成|投产|运营|启用|开工|完工|竣工|落地|入驻|开放)"
)
_GIVEN = re.compile(r"的?(?:比例|标准)?(?:给予|予以|进行)?[^，。；、\d]{0,4}(?:奖励|补助|补贴|资助|贴息)")


_GIVEN_HEADS = frozenset("的比标给予进奖补资贴一最逐分项安生")


_REST_OF_RUN = re.compile(r"(?:(?:、|和|及)[\d.]+[十百千万亿]*元)+")


def _told_after(after: str) -> str:
    """The words behind a number that say whether it is done (已) or granted (按30%给予补贴)."""
    if after[:1] in "、和及" and (rest := _REST_OF_RUN.match(after)):
        after = after[rest.end() :]
    done = _DONE.match(after) or _ALL_DONE.match(after) if "已" in after else None
    given = None if done or after[:1] not in _GIVEN_HEADS else _GIVEN.match(after)
    return done.group() if done else given.group() if given else ""


def _kind(passage: Passage, statement: Statement) -> Kind:
    if statement.role == "standard":
        return "target"
    origin, on = statement.period, passage.on
    if statement.before_change and (origin is None or on is None or (origin.start is not None and origin.start <= on)):
        return "actual"
    after = passage.text[statement.amount.outer_end : statement.amount.outer_end + 40]
    start = statement.amount.start
    lead = passage.text[max(passage.sentence_at(start)[0], start - _LONGEST_LEAD) : start]
    if passage.scope.told and statement.role == "scope" and looks_ahead(lead):
        statement.period = None
    return kind_of(
        statement.clause + _told_after(after),
        lead=lead,
        period=statement.period,
        role=statement.role,
        scope=passage.scope,
        document_kind=kind_of_document(passage.document),
        on=passage.on,
    )


def _quantity(text: str, statement: Statement) -> Quantity:
    amount = statement.amount
    stated = text[amount.outer_start : amount.outer_end]
    low, high = amount.bounds
    return Quantity(
        low=low,
        high=high,
        unit=amount.unit.replace(" ", ""),
        stated=stated,
        approximate=amount.op == "~",
        hedged=bool(_HEDGE.search(statement.clause)),
        strict=amount.op in (">", "<"),
    )


_FLOW = re.compile(
    r"新增|累计|开展|举办|到位|培训|接待|签订|检查|查处|完成|办理|发放|签约|引进|招引|投资|实施|认定|减负|化解|播出|回访|改造|年均|获批|输转|上传|追回|下达|取得|服务"
)


_TIMES = ("人次", "场次", "批次", "家次", "件次", "户次", "班次", "架次", "车次", "台次")
"""Units that count events: there is no number of them at a time."""


def _measure(statement: Statement) -> FigureMeasure:
    unit = split_unit(statement.amount.unit)[1]
    if statement.growth or unit in ("个百分点", "百分点", "番", "倍"):
        return "growth"
    if (family_of(unit) == "share" and unit not in _RATES) or _PART.search(statement.indicator):
        return "share"
    if unit[-1:] == "次" and unit.endswith(_TIMES):
        return "flow"
    return "flow" if _FLOW.search(statement.clause) or _FLOW.search(statement.indicator) else "level"


def _unknown_unit(passage: Passage, token: UnknownUnit) -> Issue:
    offset = passage.offset
    anchor = anchor_at(passage.document, offset + token.start, offset + token.end)
    return Issue(
        "unit-unknown",
        f"“{anchor.quote}”的单位无法识别，未读作指标；如为指标，请在单位表（vocab/units.toml）中补上该单位或手工录入。",
        passage.document.snapshot.name,
        anchor,
    )
