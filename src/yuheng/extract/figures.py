"""Every quantified statement of a document: indicator, comparator, amount, unit, period, promised or achieved."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from yuheng.extract.amounts import Amount, UnknownUnit, tokens_in
from yuheng.extract.flat_tables import flat_figures_in
from yuheng.extract.grids import grids_in
from yuheng.extract.phrases import (
    CLAUSE_MARKS,
    MASK,
    completed,
    has_noun_after,
    is_generic,
    is_governed,
    is_rate,
    left_phrase,
    reaches,
    right_phrase,
    shared_phrases,
    subject_of,
    thing_made,
    with_modifier_of,
)
from yuheng.extract.scopes import Kind, Scope, Scopes, kind_of, opens
from yuheng.extract.tables import table_figures_in
from yuheng.model import (
    Actual,
    Block,
    Document,
    Figure,
    Issue,
    Period,
    Quantity,
    Target,
    anchor_at,
    id_of,
)
from yuheng.model.claim import FigureMeasure
from yuheng.text.periods import PeriodMention, joined
from yuheng.vocab.units import split_unit, units

_READ = frozenset({"paragraph", "list", "box", "note"})
_SENTENCE_END = re.compile(r"[。！？!?](?:[”’」』])?")
_BRACKETS = re.compile(r"（(?:[^（）]|（[^（）]*）)*）|\((?:[^()]|\([^()]*\))*\)")
_STREAK = re.compile(r"连续(?:\d+|[两三四五六七八九十]+)个?(?:月|季度|年)")
_STANDARD = re.compile(r"推荐|标准值|参考值|指南")
_HEDGE = re.compile(r"力争|争取|力求|努力(?:实现|达到)|努力")
_TRIGGER = re.compile(r"\d|[两二三四五六七八九十数几上近过][个家项所座处大件位名种成万亿百千十倍]|[百千万]亿|零|番|位数|每年\w{0,4}一[个家所项]")


@dataclass(slots=True)
class _Statement:
    """One amount on its way to a figure; positions count the block's text."""

    amount: Amount
    group: int = 0
    indicator: str = ""
    growth: str = ""
    period: Period | None = None
    role: str = ""
    before_change: str = ""
    changed: bool = False
    clause: str = ""
    right: str = ""
    beside: bool = False


@dataclass(slots=True)
class _Passage:
    """One block being read."""

    document: Document
    block: Block
    text: str
    scope: Scope
    on: date | None
    mentions: list[PeriodMention] = field(default_factory=list)
    statements: list[_Statement] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)
    masked: str = ""
    brackets: list[tuple[int, int]] = field(default_factory=list)


def figures_in(document: Document) -> tuple[tuple[Figure, ...], tuple[Issue, ...]]:
    """Read every target and actual that a document states, in the order of its text.

    What looks like a figure and is none (dates, ranks, ages, thresholds, names, document numbers) is ignored on
    purpose; a number with an unknown unit is an Issue.
    """
    scopes = Scopes(document)
    grids = grids_in(document)
    figures, issues, taken = table_figures_in(document, grids, scopes)
    for found, trouble, cells in (flat_figures_in(document, grids, scopes),):
        figures += found
        issues += trouble
        taken |= cells
    for block in document.blocks:
        if block.start in taken or block.kind not in _READ and not _is_prose(document, block):
            continue
        text = document.text[block.start : block.end]
        scope = scopes.scope_of(block)
        if not _TRIGGER.search(text) and not text.startswith(("到", "“十", "展望", "近", "五年", "过去")):
            continue
        passage = _Passage(document, block, text, scope, scopes.on)
        tokens = tokens_in(text, scopes.on)
        passage.mentions = [scopes.dated(token, block) for token in tokens if isinstance(token, PeriodMention)]
        issues += [_unknown_unit(passage, token) for token in tokens if isinstance(token, UnknownUnit)]
        amounts = [token for token in tokens if isinstance(token, Amount)]
        if amounts:
            _read_passage(passage, amounts)
            figures += [_figure(passage, statement) for statement in passage.statements]
        scopes.overview(block, passage.mentions, has_figures=bool(passage.statements))
    figures.sort(key=lambda figure: (figure.number.start, figure.number.end))
    return tuple(figures), tuple(issues)


def _is_prose(document: Document, block: Block) -> bool:
    """A table's cell that explains in sentences, not one that holds a value."""
    return block.kind == "table" and block.end - block.start > 20 and "。" in document.text[block.start : block.end]


def _read_passage(passage: _Passage, amounts: list[Amount]) -> None:
    passage.sentences = _sentences(passage.text)
    passage.brackets = [match.span() for match in _BRACKETS.finditer(passage.text)]
    passage.masked = _masked(passage.text, passage.mentions)
    passage.statements = [_Statement(amount) for amount in amounts if is_figure(passage.text, amount)]
    _group(passage)
    for at in range(len(passage.statements)):
        _find_indicator(passage, at)
    _hand_out(passage)
    for at in range(len(passage.statements)):
        _find_period(passage, at)
    _share_comparators(passage)


def _sentences(text: str) -> list[tuple[int, int]]:
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    starts = [0, *ends]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    return [(start, end) for start, end in zip(starts, ends, strict=False) if start < end]


def _masked(text: str, mentions: list[PeriodMention]) -> str:
    """The text with brackets and time expressions blanked, of the same length, so that phrases skip them."""
    chars = _BRACKETS.sub(lambda match: MASK * len(match.group()), text)
    chars = _STREAK.sub(lambda match: MASK * len(match.group()), chars)
    for mention in mentions:
        if mention.role == "now" and text[mention.start : mention.end] in ("此次", "本次", "现场"):
            continue
        chars = chars[: mention.lead] + MASK * (mention.end - mention.lead) + chars[mention.end :]
    return chars


# --- which amounts are figures -----------------------------------------------------------------------------------

_MODIFIER_FAMILIES = frozenset({"money", "dollar", "age", "duration", "area", "mass"})
_SPEC_FAMILIES = frozenset({"power", "mass", "length", "volume", "voltage", "area", "energy", "bandwidth"})
_STATED = re.compile(
    r"(?:达到?|为|至|到|超过?|突破|实现|不低于|不少于|不高于|不超过|控制在|稳定在|保持在|提高|增长|增加|减负|完成|约|近|以上|≥|>|延长|提升|下降|缩短|用)了?$"
)


def is_figure(text: str, amount: Amount) -> bool:
    """Whether an amount states something, where its neighbours must decide; each refusal has its test."""
    before, after = text[max(0, amount.outer_start - 16) : amount.outer_start], text[amount.outer_end :][:12]
    scale, name = split_unit(amount.unit)
    unit = units().get(name)
    family = unit.family if unit else name
    if not amount.unit:
        return amount.value == 0 and "零" in text[amount.start : amount.end] or _is_unitless_level(before, after, amount)
    if not name and scale > 1 and not _is_scaled_level(text, before, after, amount):
        return False
    if after.startswith(("级", "人里", "人中")) or before.endswith(("前", "排名前", "占地", "第", "No.")) and family != "share":
        return False
    if family == "age":
        return bool(_STATED.search(before + amount.prefix) or re.search(r"(?:寿命|年龄)\w{0,4}$|[高低]于\w{1,6}的$", before))
    if family == "duration":
        return _is_duration_stated(before + amount.prefix, after, amount)
    if family in _MODIFIER_FAMILIES and amount.suffix and after[:1] not in "，。；、,;）)\n" and after:
        return False
    if family in _SPEC_FAMILIES and has_noun_after(after) and not _STATED.search(before + amount.prefix):
        return False
    if amount.unit == "位" and (not has_noun_after(after) or re.search(r"排名|位次|名次", text[max(0, amount.start - 30) : amount.start])):
        return False
    if amount.unit == "条" and after.startswith(("等", "”", "》")):
        return False
    if amount.unit in ("次", "步", "类", "级", "版", "页", "字", "行") and re.match(r"(?:会议|全会|方|以来)", after):
        return False
    return not (text[amount.end : amount.end + 1] in ("方", "线") and amount.unit == "个")


def _is_unitless_level(before: str, after: str, amount: Amount) -> bool:
    if re.search(r"(?:指数|得分|满意度|倍差|系数|指标|评分|比值|分值)\w{0,4}$", before + amount.prefix):
        return True
    changes = re.match(r"(?:左右)?(?:提高|提升|缩小|扩大|增加|下降|降低|上升)(?:到|至)\d", after)
    return bool(changes) and before.endswith("从") or bool(re.search(r"(?:缩小|提升|提高|下降|降低|扩大|上升)(?:到|至)$", before))


def _is_scaled_level(text: str, before: str, after: str, amount: Amount) -> bool:
    """20万 without a unit counts something only where a comparator or verb says so; 万亿 in 千项万亿 is a name."""
    if amount.prefix or _STATED.search(before) or re.search(r"[率数量额值模](?:为|达)?$", before):
        return True
    return bool(re.search(r"(?:打造|培育|形成|成为|建成|迈上|迈向|冲刺|为|、)\w{0,6}$", before)) and bool(
        re.match(r"(?:元?(?:级)?(?:产业|产值|规模|大关)|[，。、；三两]|的)", after)
    )


def _is_duration_stated(before: str, after: str, amount: Amount) -> bool:
    if before.endswith(("通常为", "一般为")):
        return False
    if re.match(r"(?:来|期|行动|规划|计划|内|前|后|一次|一届|以来|左右的|周年|制|级|间|之久|版|底|度|系列|发展|历程|奋斗|前)", after):
        return bool(amount.suffix) or after.startswith("内") and bool(re.search(r"(?:时间|时限|时长)\w{0,6}$", before))
    if re.search(r"(?:未来|今后|近|每|过去|为期|历时|连续|最近|长达|前|后|近年|经过|的|试用|任期)$", before):
        return before.endswith("连续") and after.startswith("未")
    if amount.unit in ("年", "天", "周", "个月", "秒"):
        return bool(re.search(r"(?:达到?|为|至|到|延长|缩短|不少于|不低于|不超过|不高于|超过|在|用|至少|压缩|控制在|提高)(?:再)?$", before)) or bool(
            re.search(r"[限龄长间期](?:为|达)?$", before)
        )
    return True


# --- groups and indicators ---------------------------------------------------------------------------------------

_CLAUSE_MARK = re.compile(f"[{re.escape(CLAUSE_MARKS)}]")
_PURE = re.compile(r"(?:、|和|及|与|以及|，|,)(?:在\d{4}年基础上(?:再)?(?:提高|增长|下降))?")
_CHANGE = re.compile(
    r"(?P<verb>提高|提升|增加|增长|下降|降低|跃升|缩小|扩大|上升|减少|发展|拓展|压减|缩短|升|降|增)"
    r"(?:(?:到|至|为)了?|(?=\x00))(?:\x00*的?)?$"
)


def _group(passage: _Passage) -> None:
    """Number runs of amounts that share one statement: 30%、18%和20%."""
    group = 0
    for at, statement in enumerate(passage.statements):
        if at:
            previous = passage.statements[at - 1].amount
            between = passage.text[previous.outer_end : statement.amount.outer_start]
            if not _PURE.fullmatch(between) or split_unit(previous.unit)[1] != split_unit(statement.amount.unit)[1] and not (
                _shares(passage, at - 1)
            ):
                group += 1
        statement.group = group


def _shares(passage: _Passage, at: int) -> bool:
    first = next(s for s in passage.statements if s.group == passage.statements[at].group)
    start = _clause_start(passage, passage.statements.index(first))
    return "分别" in passage.text[start : first.amount.start]


def _clause_start(passage: _Passage, at: int) -> int:
    """Where the words that belong to a number begin: the last clause mark, or the number before it."""
    amount = passage.statements[at].amount
    text = passage.text
    floor = max((text.rfind(mark, 0, amount.outer_start) for mark in CLAUSE_MARKS), default=-1) + 1
    for span in passage.brackets:
        if span[0] < amount.outer_start < span[1]:
            floor = max(floor, span[0] + 1)
        elif span[0] < floor <= span[1] <= amount.outer_start:
            floor = max((text.rfind(mark, 0, span[0]) for mark in CLAUSE_MARKS), default=-1) + 1
    if at:
        previous = passage.statements[at - 1].amount
        floor = max(floor, min(previous.outer_end, amount.outer_start))
    return floor


def _find_indicator(passage: _Passage, at: int) -> None:
    statement = passage.statements[at]
    amount = statement.amount
    if at and statement.group == passage.statements[at - 1].group:
        statement.indicator = passage.statements[at - 1].indicator
        statement.growth = passage.statements[at - 1].growth
        statement.clause = passage.statements[at - 1].clause
        return
    start = _clause_start(passage, at)
    source = passage.masked
    for opening, closing in passage.brackets:
        if opening < amount.start < closing:
            inner = _masked(passage.text[opening + 1 : closing - 1], [])
            source = source[: opening + 1] + inner + source[closing - 1 :]
    left = source[start : amount.outer_start]
    statement.clause = passage.text[_statement_start(passage, amount) : amount.outer_end]
    if at and _follows_change(passage, at, left):
        return
    limit = passage.statements[at + 1].amount.outer_start if at + 1 < len(passage.statements) else len(source)
    right = source[amount.outer_end : limit]
    if at + 1 < len(passage.statements) and "、" in right and not _CLAUSE_MARK.search(right):
        right = right[: right.rindex("、")]
    earlier = _earlier_in_sentence(passage, at)
    if duration := re.match(r"(?:左右)?的?时间[，,]?", right):
        statement.indicator = re.split(r"[，,。；]", right[duration.end() :], maxsplit=1)[0].replace(MASK, "") + "的时间"
        return
    if at and left.startswith(taken := passage.statements[at - 1].right) and left[len(taken) :].startswith("、"):
        left = left[len(taken) :]
    phrase, statement.growth = left_phrase(left)
    statement.indicator = _chosen(passage, at, phrase, left, right, earlier)
    taken = right_phrase(right)
    statement.right = taken if taken and statement.indicator.endswith(taken) else ""


def _statement_start(passage: _Passage, amount: Amount) -> int:
    """The clause with the one before it, for modal words: "力争…，达到"."""
    start = max((passage.text.rfind(mark, 0, amount.outer_start) for mark in "，,；;。！？"), default=-1)
    return start + 1


def _follows_change(passage: _Passage, at: int, left: str) -> bool:
    """从A提高到B: B is the indicator's new value, A what it was before."""
    previous, statement = passage.statements[at - 1], passage.statements[at]
    change = _CHANGE.search(left)
    if not change:
        return False
    first = next(i for i, other in enumerate(passage.statements) if other.group == previous.group)
    origin = passage.text[_clause_start(passage, first) : passage.statements[first].amount.outer_start]
    if "从" not in origin and "由" not in origin:
        return False
    statement.indicator = previous.indicator
    statement.clause = previous.clause + passage.text[previous.amount.outer_end : statement.amount.outer_end]
    statement.changed = True
    for earlier in passage.statements:
        if earlier.group == previous.group:
            earlier.before_change = change.group("verb")
    return True


def _earlier_in_sentence(passage: _Passage, at: int) -> str:
    """The indicator of the nearest statement before this one in the same sentence, "" if none."""
    if not at:
        return ""
    while at > 1 and passage.statements[at - 1].beside:
        at -= 1
    previous = passage.statements[at - 1]
    gap = passage.text[previous.amount.end : passage.statements[at].amount.start]
    return "" if _SENTENCE_END.search(gap) or "；" in gap or ";" in gap else previous.indicator


def _chosen(passage: _Passage, at: int, phrase: str, left: str, right: str, earlier: str) -> str:
    """Take the noun phrase of the side that names the thing counted."""
    statement = passage.statements[at]
    unit = split_unit(statement.amount.unit)[1]
    counted = units().get(unit)
    family = counted.family if counted else unit
    noun_after = has_noun_after(right)
    if family in ("share", "multiple") and noun_after and not right.startswith("的"):
        noun_after = statement.amount.suffix == "" and not phrase
    if family in ("point", "doubling"):
        noun_after = False
    if made := thing_made(left):
        return made
    if family == "share" and right.startswith("的") and noun_after and not is_rate(phrase):
        return right_phrase(right) or phrase
    if noun_after and family == "money" and phrase:
        return right_phrase(right) + phrase if right.startswith("的") else phrase + right_phrase(right)
    if at and noun_after and statement.amount.outer_start == passage.statements[at - 1].amount.outer_end:
        statement.beside = True
        return earlier + right_phrase(right)
    if noun_after and (subject := reaches(left)):
        return subject + right_phrase(right)
    if family == "duration" and right.startswith(("可达", "内到达", "可到达")):
        return right_phrase(right)
    if family == "duration" and len(phrase) > 2:
        noun_after = False
    if noun_after and family not in ("money", "share", "point", "multiple"):
        noun = right_phrase(right)
        return phrase + noun if len(noun) < 2 else noun
    if noun_after and is_governed(left):
        return right_phrase(right) or phrase
    if not phrase:
        return _inherited(passage, at, left, right, earlier)
    if phrase.startswith("占") and earlier:
        return earlier + phrase
    if len(phrase) <= 4 and family == "share" and earlier and (full := with_modifier_of(phrase, earlier)) != phrase:
        return full
    if is_generic(phrase) and unit:
        return completed(phrase, earlier or _clause_before(passage, at))
    return phrase


def _clause_before(passage: _Passage, at: int) -> str:
    """What the clause before a number's own speaks of, within the sentence; "" at its beginning."""
    start = _clause_start(passage, at)
    sentence = next((s for s, e in passage.sentences if s <= start < e), 0)
    before = passage.masked[sentence : max(sentence, start - 1)]
    clauses = [clause for clause in _CLAUSE_MARK.split(before) if clause.replace(MASK, "").strip()]
    return subject_of(clauses[-1]) if clauses else ""


def _inherited(passage: _Passage, at: int, left: str, right: str, earlier: str) -> str:
    """An elliptic clause ("，同比增长10.3%", "，达到81名"): what the sentence spoke of before."""
    if earlier:
        return earlier
    start = _clause_start(passage, at)
    sentence = next((s for s, e in passage.sentences if s <= start < e), 0)
    before = passage.masked[sentence : max(sentence, start - 1)]
    clause = re.split("[，,；;：:]", before)[-1] if before else ""
    phrase, _ = left_phrase(clause)
    return phrase or right_phrase(right)


def _hand_out(passage: _Passage) -> None:
    """Give each number of "A、B分别…x、y" its own indicator, and each of "到2022年和2030年…x和y" its own year."""
    by_group: dict[int, list[_Statement]] = {}
    for statement in passage.statements:
        by_group.setdefault(statement.group, []).append(statement)
    spread: dict[int, tuple[str, ...]] = {}
    for number, group in by_group.items():
        dues = _dues_at(passage, group[0].amount.start)
        if len(group) < 2:
            continue
        at = passage.statements.index(group[0])
        left = passage.text[_clause_start(passage, at) : group[0].amount.outer_start]
        phrase = group[0].indicator
        shared = _two_before(passage, at) if "分别" in left and len(group) == 2 and not dues else None
        for count in () if shared else (len(group), len(group) // len(dues) if dues and len(group) % len(dues) == 0 else 0):
            if count > 1 and ("分别" in left or "依次" in left) and (shared := shared_phrases(phrase, count)):
                break
        if group[0].changed and spread.get(number - 1):
            shared = spread[number - 1]
        elif shared is None and not phrase:
            shared = spread.get(number - 1)
        if dues and shared is None and len(group) == len(dues):
            for statement, due in zip(group, dues, strict=True):
                statement.period, statement.role = due, "by"
        elif shared:
            spread[number] = shared
            for index, statement in enumerate(group):
                statement.indicator = shared[index % len(shared)]
                if dues and len(group) == len(shared) * len(dues):
                    statement.period, statement.role = dues[index // len(shared)], "by"


def _two_before(passage: _Passage, at: int) -> tuple[str, ...] | None:
    """"A n、B m，分别增长x、y": the two indicators stated just before."""
    if at < 2:
        return None
    first, second = passage.statements[at - 2], passage.statements[at - 1]
    if first.indicator == second.indicator or _SENTENCE_END.search(passage.text[first.amount.end : passage.statements[at].amount.start]):
        return None
    phrase, _ = left_phrase(passage.masked[_clause_start(passage, at) : passage.statements[at].amount.outer_start])
    return (first.indicator, second.indicator) if not phrase else None


def _dues_at(passage: _Passage, offset: int) -> tuple[Period, ...]:
    """The due years of "到2022年和2030年" that govern an offset."""
    governing: tuple[Period, ...] = passage.scope.dues
    for mention in passage.mentions:
        if mention.start >= offset:
            break
        if mention.role in ("baseline", "from"):
            continue
        governing = mention.dues
    return governing


# --- periods and comparators -------------------------------------------------------------------------------------


def _find_period(passage: _Passage, at: int) -> None:
    statement = passage.statements[at]
    if statement.period is not None:
        return
    start = statement.amount.outer_start
    sentence_start, _ = next(((s, e) for s, e in passage.sentences if s <= start < e), (0, len(passage.text)))
    if statement.before_change:
        attached = [m for m in passage.mentions if m.role == "from" and sentence_start <= m.start < start]
        statement.period = attached[-1].period if attached else None
        statement.role = "in"
        return
    mention = _attached(passage, start) or _governing(passage, start, sentence_start)
    if _STANDARD.search(statement.clause) and any(s < start < e for s, e in passage.brackets):
        statement.role = "standard"
    elif mention is not None:
        statement.period = joined(mention.dues) if mention.dues else mention.period
        statement.role = mention.role
    else:
        statement.period = passage.scope.period
        statement.role = "by" if passage.scope.dues else "scope"


def _attached(passage: _Passage, start: int) -> PeriodMention | None:
    """The time that owns a number with 的: "较“十三五”末的9323.1亿元" is a value of 2020."""
    for mention in passage.mentions:
        if mention.period and passage.text[mention.end : start].removeprefix("末").removeprefix("底") == "的":
            return replace(mention, role="in")
    return None


def _governing(passage: _Passage, start: int, sentence_start: int) -> PeriodMention | None:
    """The time expression that a number stands under: the nearest before it in its sentence, else one that carries."""
    carried: PeriodMention | None = None
    for mention in passage.mentions:
        if mention.start >= start:
            break
        if not _names_time(passage.text, mention):
            continue
        if mention.start >= sentence_start:
            carried = mention
        elif mention.role == "by":
            if _opens_sentence(passage, mention):
                carried = mention
            elif carried is not None and carried.role != "by" and _opens_sentence(passage, carried):
                continue
        elif mention.role in ("in", "now", "span") or (mention.role == "since" and _opens_sentence(passage, mention)):
            carried = mention
    if carried is None or carried.period is None:
        return None
    return carried


def _opens_sentence(passage: _Passage, mention: PeriodMention) -> bool:
    start = next((s for s, e in passage.sentences if s <= mention.start < e), 0)
    shifted = replace(mention, start=mention.start - start, end=mention.end - start, lead=mention.lead - start)
    return opens(passage.text[start:], shifted)


def _names_time(text: str, mention: PeriodMention) -> bool:
    """Whether an expression says when: “十四五”时期 does, “十四五”规划 and 2023年足球亚洲杯 do not say when a figure holds."""
    if mention.role in ("baseline", "from"):
        return False
    after = text[mention.end : mention.end + 6]
    words = text[mention.start : mention.end]
    if "五" in words and not re.search(r"\d", words) and re.search(r"十\w?五", words):
        return bool(re.match(r"[，,]|时期|期间|以来|末|的五年|将|要", after)) or words.endswith(("时期", "期间", "末"))
    return mention.period is not None


def _share_comparators(passage: _Passage) -> None:
    """In 超过8万元、4.5万元 the first word bounds both; in 5%、6.5%左右 the last one does."""
    previous: _Statement | None = None
    for statement in passage.statements:
        if previous and previous.group == statement.group and previous.amount.prefix and not (
            statement.amount.prefix or statement.amount.suffix
        ):
            statement.amount = replace(statement.amount, op=previous.amount.op, prefix=previous.amount.prefix)
        previous = statement
    follower: _Statement | None = None
    for statement in reversed(passage.statements):
        if follower and follower.group == statement.group and follower.amount.suffix and not (
            statement.amount.prefix or statement.amount.suffix
        ):
            statement.amount = replace(statement.amount, op=follower.amount.op, suffix=follower.amount.suffix)
        follower = statement


# --- the claim ---------------------------------------------------------------------------------------------------


def _figure(passage: _Passage, statement: _Statement) -> Figure:
    document, offset, amount = passage.document, passage.block.start, statement.amount
    sentence_start, sentence_end = next(
        ((s, e) for s, e in passage.sentences if s <= amount.start < e), (0, len(passage.text))
    )
    sentence = passage.text[sentence_start:sentence_end]
    lead = len(sentence) - len(sentence.lstrip())
    number = anchor_at(document, offset + amount.start, offset + amount.end)
    kind = _kind(passage, statement)
    if kind == "target" and statement.role == "now":
        statement.period = None
    make = Target if kind == "target" else Actual
    indicator = statement.indicator + (f"（{statement.before_change}前）" if statement.before_change else "")
    return make(
        id=id_of(document.snapshot.sha256, "figure", number.place.start, number.place.end),
        anchor=anchor_at(document, offset + amount.outer_start, offset + amount.outer_end),
        sentence=anchor_at(document, offset + sentence_start + lead, offset + sentence_end),
        heading=passage.block.path,
        number=number,
        indicator=indicator,
        subject=_subject(passage, sentence),
        quantity=_quantity(passage.text, statement),
        period=statement.period,
        measure=_measure(statement),
    )


def _kind(passage: _Passage, statement: _Statement) -> Kind:
    if statement.role == "standard":
        return "target"
    if statement.before_change and statement.period is None:
        return "actual"
    return kind_of(
        statement.clause,
        period=statement.period,
        role=statement.role,
        scope=passage.scope,
        document_kind=passage.document.meta.kind,
        on=passage.on,
    )


def _quantity(text: str, statement: _Statement) -> Quantity:
    amount = statement.amount
    stated = text[amount.outer_start : amount.outer_end]
    low = high = amount.value
    if amount.op == "range" and amount.value2 is not None:
        low, high = sorted((amount.value, amount.value2))
    return Quantity(
        low=None if amount.op in ("<", "<=") else low,
        high=None if amount.op in (">", ">=") else high,
        unit=amount.unit.replace(" ", ""),
        stated=stated,
        approximate=amount.op == "~",
        hedged=bool(_HEDGE.search(statement.clause)),
        strict=amount.op in (">", "<"),
    )


_FLOW = re.compile(r"新增|累计|开展|举办|完成|办理|发放|签约|引进|招引|投资|实施|认定|减负|化解|播出|回访|改造|年均|获批|输转|上传|追回|下达|取得|服务")


def _measure(statement: _Statement) -> FigureMeasure:
    unit = split_unit(statement.amount.unit)[1]
    if statement.growth or unit in ("个百分点", "百分点", "番", "倍"):
        return "growth"
    if unit in ("%", "‰", "成") or re.search(r"(?:占比|比重|覆盖率)$", statement.indicator):
        return "share"
    return "flow" if _FLOW.search(statement.clause) or _FLOW.search(statement.indicator) else "level"


def _subject(passage: _Passage, sentence: str) -> str:
    if re.search(r"全国|我国|中国(?!科|工程|中医|医|农|民|银|移|电|石|联)", sentence):
        return "全国"
    return passage.document.meta.region


def _unknown_unit(passage: _Passage, token: UnknownUnit) -> Issue:
    offset = passage.block.start
    anchor = anchor_at(passage.document, offset + token.start, offset + token.end)
    return Issue(
        "unit-unknown",
        f"“{anchor.quote}”的单位不在单位表中，未读作指标；请在 vocab/units.toml 中补上该单位，或确认它不是指标。",
        passage.document.snapshot.name,
        anchor,
    )
