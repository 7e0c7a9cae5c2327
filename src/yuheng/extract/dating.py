"""When each statement of a passage holds, and the comparators that a run of numbers shares."""

from __future__ import annotations

import re
from dataclasses import replace

from yuheng.extract.document_time import kind_of_document
from yuheng.extract.passages import CLAUSE_MARK, Passage, Statement
from yuheng.extract.promises import looks_ahead
from yuheng.extract.scopes import opens
from yuheng.model import Period
from yuheng.text.periods import PeriodMention, joined, year_period
from yuheng.vocab.units import family_of, split_unit

_SAYS_WHEN = re.compile(r"[，,]|时期|期间|以来|末|的五年|将|要")
_FOUNDED = ("始建于", "建于", "成立于", "创建于", "创办于", "创立于", "诞生于", "组建于")
"""What was founded in a year is not counted in it."""
_GRANT = ("补贴", "补助", "奖励", "资助", "奖补", "贴息", "扶持")
_AIM = re.compile("的?(?:规划|预期|既定|年度)?目标(?!任务)")
_OWNED = re.compile(r"[末底]?的(?:约|近)?\d")
_AIMED = re.compile("(?:规划|预期|既定)?目标(?:任务|数?值)?(?:的|相比|[，,]?还?差)")
"""完成2025年目标值的68%: the year is the aim's, not that of what is done."""
_STANDARD = re.compile(r"推荐|标准值|参考值|指南")


def find_period(passage: Passage, statement: Statement) -> None:
    """Set when a statement holds: by its own words, else by what carries from before, else by its scope."""
    if statement.period is not None:
        return
    start = statement.amount.outer_start
    sentence_start, _ = passage.sentence_at(start)
    if statement.before_change:
        own = [m for m in passage.mentions if m.role == "from" and sentence_start <= m.start < start]
        mention = _attached(passage, start, changes=True) or (own[-1] if own else None)
        twins = [s for s in passage.statements if s.before_change and sentence_start <= s.amount.start < start]
        statement.period = mention.period if mention else twins[-1].period if twins else None
        statement.role = "in"
        return
    mention = _behind(passage, statement) or _attached(passage, start, statement.amount.unit, changes=statement.changed)
    twin = _change_before(passage, statement, sentence_start) if mention is None and statement.changed else None
    if mention is None and twin is None:
        mention = _governing(passage, start, sentence_start)
        twin = None if mention else _change_before(passage, statement, sentence_start)
    if mention is not None and _is_not_of(passage, statement, mention, sentence_start):
        mention = None
    if mention is not None and mention.start < sentence_start:
        twin = _of_which(passage, sentence_start)
        mention = None if twin else mention
    standing = _STANDING.search(passage.text, sentence_start, start) if "现有" in passage.text else None
    if mention is not None and standing and _is_flow_year(passage, mention, standing.start()):
        mention = None
    if (_AIM.match(passage.text, statement.amount.outer_end) and _of_plan(passage, statement)) or (
        _STANDARD.search(statement.clause) and passage.in_brackets(start)
    ):
        statement.role = "standard"
    elif mention is not None:
        statement.period = joined(mention.dues) if mention.dues else mention.period
        statement.role = mention.role
    elif twin is not None:
        statement.period, statement.role = twin.period, twin.role
    else:
        _inherit(passage, statement, sentence_start, is_now=standing is not None)


def _inherit(passage: Passage, statement: Statement, sentence_start: int, *, is_now: bool) -> None:
    """Give a statement that says no time the one of where it stands; what there is now is of an article's year."""
    undated = passage.scope.told and _is_of_now(passage, statement.amount.outer_start, sentence_start)
    statement.period = None if undated else passage.scope.period or (_year_of_news(passage) if is_now else None)
    statement.role = "now" if is_now else "by" if passage.scope.dues or passage.scope.due else "scope"


def _is_not_of(passage: Passage, statement: Statement, mention: PeriodMention, sentence_start: int) -> bool:
    """Whether a time that carries so far ends before a statement: a grant, a promise behind a past year, a new item."""
    start, end = statement.amount.outer_start, statement.amount.outer_end
    if mention.role == "by" and statement.indicator.endswith(_GRANT) and "；" in passage.text[mention.end : start]:
        return True
    if mention.start >= sentence_start:
        return False
    if _is_over(passage, mention):
        return looks_ahead(passage.text[sentence_start:start]) or _IS_GIVEN.match(passage.text, end) is not None
    return _is_of_item_before(passage, mention, start)


def _is_over(passage: Passage, mention: PeriodMention) -> bool:
    """Whether a year is past: what the next sentence promises (去年接待41万人次。计划三年内建成5家) is not of it."""
    period, on = mention.period, passage.on
    if passage.scope.heading_kind == "actual" or passage.scope.period:
        return False
    return mention.role == "in" and bool(on and period and period.end and period.end.year <= on.year)


_IS_GIVEN = re.compile("的?(?:标准|比例)(?:给予|予以|发放|拨付)")
_ITEM = re.compile("(?:^|[。；\\n])[一二三四五六七八九十]是")


def _is_of_item_before(passage: Passage, mention: PeriodMention, start: int) -> bool:
    """Whether a time stands in one item and the number in the next: 一是…到2025年…。二是将补贴提高到200元."""
    text = passage.text
    return "二是" in text and bool(_ITEM.search(text, mention.end, start) and _ITEM.search(text, 0, mention.start))


_STANDING = re.compile("现有(?!基础|条件|资源(?!\\d)|水平|政策|[^，。；]{0,6}基础)")
"""What there is now, behind the year of what was done: 2024年接待游客80万人次。现有滑雪场13座."""


def _is_flow_year(passage: Passage, mention: PeriodMention, standing: int) -> bool:
    """Whether a year before 现有 tells of its whole course, not of how things stood at its end (截至2024年末)."""
    ended = passage.text[mention.end - 1 : mention.end + 1]
    return (
        mention.end <= standing
        and mention.role == "in"
        and mention.lead == mention.start
        and not re.search("[末底]", ended)
    )


def _year_of_news(passage: Passage) -> Period | None:
    """The year in which an article says what there is."""
    told = kind_of_document(passage.document) in ("", "news")
    return year_period(passage.on.year, "现有") if told and passage.on else None


def _change_before(passage: Passage, statement: Statement, sentence_start: int) -> Statement | None:
    """ "A从2018年的x提高到2021年的y，B由v降到w": B changed in the same years."""
    if (passage.scope.period or passage.scope.dues) and not statement.changed:
        return None
    earlier = [
        other
        for other in passage.statements
        if other.changed and sentence_start <= other.amount.start < statement.amount.start
    ]
    return earlier[-1] if earlier and _attached(passage, earlier[-1].amount.outer_start) else None


def _is_of_now(passage: Passage, start: int, sentence_start: int) -> bool:
    """Whether a sentence says 目前 in a text that has no date: then its time is not known, nor the article's year."""
    return any(m.role == "now" and sentence_start <= m.start < start for m in passage.mentions)


def _of_which(passage: Passage, sentence_start: int) -> Statement | None:
    """What a sentence that begins with 其中 is a part of: the last statement before it, whose time it shares."""
    if not passage.text.startswith("其中", sentence_start):
        return None
    before = [other for other in passage.statements if other.amount.start < sentence_start]
    whole = before[-1] if before else None
    return whole if whole and whole.period and whole.role in ("in", "by") else None


def _of_plan(passage: Passage, statement: Statement) -> bool:
    """完成“十四五”规划4.5个的目标: what the plan promised, of the plan's years and of what was just said."""
    start = statement.amount.start
    clause = passage.clause_start(passage.statements.index(statement))
    for mention in passage.mentions:
        if clause <= mention.start < start and mention.period and not _names_time(passage.text, mention):
            statement.period = mention.period
            return True
    return False


def _attached(passage: Passage, start: int, unit: str = "", *, changes: bool = False) -> PeriodMention | None:
    """The time that owns a number with 的: "较“十三五”末的9323.1亿元" is a value of 2020.

    Not "是2016年的1.8倍": that compares with 2016. Of what `changes` the year needs no 的:
    由2021年6.58张增加到2022年6.79张.
    """
    for mention in passage.mentions:
        owned = passage.text[mention.end : start].removeprefix("末").removeprefix("底")
        if mention.period and (owned == "的" or (changes and mention.end == start)):
            compared = passage.text[: mention.start].endswith(("是", "为", "相当于"))
            return None if compared and unit in ("倍", "%") else replace(mention, role="in")
    return None


def _governing(passage: Passage, start: int, sentence_start: int) -> PeriodMention | None:
    """The time expression that a number stands under: the nearest before it in its sentence, else one that carries."""
    carried: PeriodMention | None = None
    for mention in passage.mentions:
        if mention.start >= start:
            break
        if mention.role == "scope":
            if passage.scope.period and _opens_clause(passage.text, mention) and not _is_year(carried):
                carried = None
            continue
        if (
            mention.period is None
            and mention.role in ("in", "by")
            and mention.start >= sentence_start
            and passage.text[mention.start] in "去上今本明"
        ):
            carried = mention  # 去年 in a text without a date: not known, and no other year either
            continue
        if carried and carried.period and passage.text.startswith("当年", mention.start):
            continue  # the year just named
        if mention.role == "span" and carried and _is_aside(passage, mention, carried, start):
            continue
        if (
            not _names_time(passage.text, mention)
            or (passage.text[mention.end - 1] in "日号" and _SAID.match(passage.text, mention.end))
            or _is_milestone(passage.text, mention, start)
        ):
            continue
        if mention.start >= sentence_start and _is_of_its_item(passage, mention, carried, start):
            continue
        if mention.start >= sentence_start or _carries(passage, mention) or _closes(passage, mention, carried):
            carried = mention
    if carried is None or carried.period is None:
        return None
    return carried


def _is_scopes(passage: Passage, mention: PeriodMention) -> bool:
    return bool(mention.period and passage.scope.period and mention.period.label == passage.scope.period.label)


def _closes(passage: Passage, mention: PeriodMention, carried: PeriodMention | None) -> bool:
    """ "“十四五”时期，产值年均增长8%，2025年达到80亿元。企业90家。": the plan's last year is where things stand."""
    plan, year = carried.period if carried else None, mention.period
    if not plan or not year or not plan.end or not plan.label.endswith("五") or mention.role != "in":
        return False
    return year.label == str(plan.end.year - 1) and _opens_clause(passage.text, mention)


def _is_of_its_item(passage: Passage, mention: PeriodMention, carried: PeriodMention | None, start: int) -> bool:
    """ "“十五五”时期，A年均增长5%，到2030年突破300亿元；B提高到75%": the year inside an item ends with its item."""
    text = passage.text
    due = mention.role == "by" or text[mention.start : mention.end].endswith("前")
    if not due or "；" not in text[mention.end : start]:
        return False
    frame = carried.role != "by" and _opens_sentence(passage, carried) if carried else passage.scope.period is not None
    if not frame or _is_part_year(mention):
        return frame
    item = max(text.rfind("；", 0, mention.start) + 1, carried.end if carried else passage.sentence_at(start)[0])
    return any(item <= other.amount.start < mention.start for other in passage.statements)


def _carries(passage: Passage, mention: PeriodMention) -> bool:
    """Whether a time named in an earlier sentence goes on into the ones behind it."""
    if passage.text[mention.start] in "全年":
        return False
    if mention.role in ("by", "since"):
        return _opens_sentence(passage, mention)
    if mention.role != "in":
        return mention.role in ("now", "span")
    if passage.scope.told and not _is_scopes(passage, mention) and not _opens_sentence(passage, mention):
        return False  # a bulletin of 2023 revises 2020 in passing
    inside = _is_part_year(mention) or not _opens_sentence(passage, mention)
    if inside and mention.period and "-" in mention.period.label[1:]:
        return False  # 2025—2027年每年完成1500户 says nothing of the next sentence
    return not (_is_ahead(passage, mention) and inside) and not _has_figure_before(passage, mention)


_SAID = re.compile(
    r"(?<=[日号])(?:上午|下午|晚)?[，,]?(?:[^，。；：]{0,20}(?:称|表示|透露|披露|获悉|了解到|介绍)(?=[，,：])|[讯电](?=[\s（(记])|，[^，。；]{0,20}(?:印发|公布))"
)
"""A day on which something was said or issued is not when it holds."""
_COMES = re.compile(
    r"(?:年?[底末初前内]+)?(?:全部|全面|正式)?(?:到位|建成|投产|投用|完成|交付|竣工|开工|启动|落地|上市|达产|兑现|拨付)"
)


def _behind(passage: Passage, statement: Statement) -> PeriodMention | None:
    """The time that follows a number in its own clause: 首期10亿元于2026年6月底前到位."""
    end = statement.amount.outer_end
    for mention in passage.mentions:
        if mention.start < end:
            continue
        between = passage.text[end : mention.lead]
        if len(between) > 12 or CLAUSE_MARK.search(between) or not mention.period or mention.lead == mention.start:
            return None
        return replace(mention, role="by") if _COMES.match(passage.text, mention.end) else None
    return None


def _is_year(mention: PeriodMention | None) -> bool:
    if mention is None or mention.period is None:
        return False
    return mention.role == "in" and mention.period.label.isdigit()


def _is_aside(passage: Passage, mention: PeriodMention, carried: PeriodMention, start: int) -> bool:
    """ "2023年产值80亿元，近5年年均增长16%，企业380家": the span is of its own clause, and 2023 goes on behind it."""
    if carried.role != "in" or _opens_sentence(passage, mention):
        return False
    return CLAUSE_MARK.search(passage.text, mention.end + 1, start) is not None


_MILESTONE = re.compile(
    r"(?:年?[底末初前内]+)?(?:全面|正式|全部|基本|竣工|建成)*(?:投产|竣工|完工|开工|投用|投入使用|投入运营|交付|启动|开业|建成|运营)[^，。；]{0,4}[，,；。]"
)
_AFTER_IT = re.compile(
    r"[，,；](?:目前|现有|现已|现在|已有)|[，,；](?:项目)?(?:全部|全面|正式)?(?:建成|投产|达产|投用|运营|竣工|建成投产|投产达产)[^，。；]{0,4}后"
)


def _is_milestone(text: str, mention: PeriodMention, start: int) -> bool:
    """ "2025年6月投产，达产后年产值50亿元": the date is when the works open, not when they yield."""
    opened = _MILESTONE.match(text, mention.end)
    if opened is not None and opened.group().endswith(("；", ";", "。")):
        return True
    return opened is not None and _AFTER_IT.search(text, opened.end() - 1, start) is not None


def _is_part_year(mention: PeriodMention) -> bool:
    return mention.period is not None and bool(re.fullmatch(r"\d{4}[HQ].*", mention.period.label))


def _has_figure_before(passage: Passage, mention: PeriodMention) -> bool:
    """Whether a sentence states something before it names a time, which is then said of the rest only."""
    begin = passage.sentence_at(mention.start)[0]
    return any(begin <= statement.amount.start < mention.start for statement in passage.statements)


def _opens_clause(text: str, mention: PeriodMention) -> bool:
    return mention.start == 0 or text[mention.start - 1] in "，,；;。：:！？"


def _is_ahead(passage: Passage, mention: PeriodMention) -> bool:
    """A year to come, named inside a sentence, is when that sentence's promise is due and no other's."""
    period = mention.period
    if not passage.on or not period or not period.start or not period.end:
        return False
    return period.start.year > passage.on.year or (_is_part_year(mention) and period.end > passage.on)


def _opens_sentence(passage: Passage, mention: PeriodMention) -> bool:
    start = passage.sentence_at(mention.start)[0]
    shifted = replace(mention, start=mention.start - start, end=mention.end - start, lead=mention.lead - start)
    return opens(passage.text[start:], shifted)


def _names_time(text: str, mention: PeriodMention) -> bool:
    """Whether an expression says when a figure holds: “十四五”时期 does, “十四五”规划 does not."""
    if text.endswith(_FOUNDED, 0, mention.start):
        return False
    if mention.role in ("baseline", "from") or _OWNED.match(text, mention.end) or _AIMED.match(text, mention.end):
        return False
    after = text[mention.end : mention.end + 6]
    words = text[mention.start : mention.end]
    if "五" in words and not re.search(r"\d", words) and re.search(r"十\w?五", words):
        return bool(_SAYS_WHEN.match(after)) or words.endswith(("时期", "期间", "末"))
    return mention.period is not None


def _goes_on_listing(passage: Passage, previous: Statement, statement: Statement) -> bool:
    """至少建成1处养老中心、3处助餐点: the least holds for all that is listed."""
    if previous.amount.prefix != "至少":
        return False
    between = passage.text[previous.amount.outer_end : statement.amount.outer_start]
    return between.endswith(("、", "和")) and CLAUSE_MARK.search(between) is None


def share_comparators(passage: Passage) -> None:
    """In 超过8万元、4.5万元 the first word bounds both; in 5%、6.5%左右 the last one does."""
    previous: Statement | None = None
    for statement in passage.statements:
        if (
            previous
            and (previous.group == statement.group or _goes_on_listing(passage, previous, statement))
            and previous.amount.prefix
            and not (statement.amount.prefix or statement.amount.suffix)
        ):
            statement.amount = replace(statement.amount, op=previous.amount.op, prefix=previous.amount.prefix)
        previous = statement
    follower: Statement | None = None
    for statement in reversed(passage.statements):
        if (
            follower
            and follower.group == statement.group
            and follower.amount.suffix
            and family_of(split_unit(follower.amount.unit)[1]) == family_of(split_unit(statement.amount.unit)[1])
            and not (statement.amount.prefix or statement.amount.suffix)
        ):
            statement.amount = replace(statement.amount, op=follower.amount.op, suffix=follower.amount.suffix)
        follower = statement
