"""What each number of a passage measures."""

from __future__ import annotations

import re
from bisect import bisect_left

from yuheng.extract.awards import award_named, cap_named, gives, share_named, standard_named
from yuheng.extract.comparators import Amount
from yuheng.extract.ellipsis import AS_MANY, COMPARED, completed_from, earlier_in_sentence, inherited
from yuheng.extract.passages import CLAUSE_MARK, Passage, masked
from yuheng.extract.phrases import (
    MASK,
    generic_tail,
    has_noun_after,
    is_generic,
    is_governed,
    is_rate,
    left_phrase,
    listed_thing,
    ratio_phrase,
    reaches,
    right_phrase,
    thing_made,
)
from yuheng.vocab.units import family_of, is_unit, split_unit

_LONGEST_LEFT = 240
_TIME_TO = re.compile(r"(?:左右)?的?时间[，,]?")
_NONE_OF = re.compile(r"“?零(\w{2})”?")
_LEVEL = re.compile(r"^\w{1,4}级")
_CHANGE = re.compile(
    r"(?P<verb>提高|提升|增加|增长|下降|降低|跃升|缩小|扩大|上升|减少|发展|拓展|压减|压缩|缩减|缩短|扩充|充实|攀升|上调|下调|升|降|增|调整|提标|上浮|下调|延长|拓宽)"
    r"(?:(?:到|至|为)了?|(?=\x00))(?:\x00*的?)?$"
)


def find_indicator(passage: Passage, at: int) -> None:
    """Set what statement `at` measures; those before it must have theirs."""
    statement = passage.statements[at]
    amount = statement.amount
    if at and statement.group == passage.statements[at - 1].group:
        statement.indicator = passage.statements[at - 1].indicator
        statement.growth = passage.statements[at - 1].growth
        statement.clause = passage.statements[at - 1].clause
        return
    start = max(passage.clause_start(at), amount.outer_start - _LONGEST_LEFT)
    source = passage.masked
    for opening, closing in passage.brackets:
        if opening < amount.start < closing:
            inner = masked(passage.text[opening + 1 : closing - 1], [])
            source = source[: opening + 1] + inner + "）" + source[closing:]
    left = _with_short_brackets(passage.text[start : amount.outer_start], source[start : amount.outer_start])
    if amount.prefix[:1] == "最" and (award := _AWARD_WORD.search(passage.text, amount.outer_start, amount.start)):
        left += award.group()
    statement.clause = passage.text[_statement_start(passage, amount) : amount.outer_end]
    if at and _follows_change(passage, at, left):
        return
    limit = passage.statements[at + 1].amount.outer_start if at + 1 < len(passage.statements) else len(source)
    right = source[amount.outer_end : limit]
    if at + 1 < len(passage.statements) and "、" in right and not CLAUSE_MARK.search(right):
        right = right[: right.rindex("、")]
    earlier = earlier_in_sentence(passage, at)
    if duration := _TIME_TO.match(right):
        statement.indicator = (
            re.split(r"[，,。；]", right[duration.end() :], maxsplit=1)[0].replace(MASK, "") + "的时间"
        )
        return
    if at and left.startswith(taken := passage.statements[at - 1].right) and left[len(taken) :].startswith("、"):
        left = left[len(taken) :]
    if ratio := ratio_phrase(left, amount.unit):
        statement.indicator = ratio
        return
    phrase, statement.growth = left_phrase(left)
    statement.indicator = _chosen(passage, at, phrase, left, right, earlier)
    taken = right_phrase(right)
    statement.right = taken if taken and statement.indicator.endswith(taken) else ""


_AWARD_WORD = re.compile("补助|补贴|奖励|奖补|资助")
"""What 最高 is said of where it stands between 最高 and the number: 最高补助100万元."""
_SHORT_BRACKET = re.compile(
    r"(?<=[\u4e00-\u9fffA-Za-z])[（(](?!其中|含|占|不含|如|即|以下|简称|见)[^（）()\d]{1,8}[）)]"
)


def _with_short_brackets(text: str, blanked: str) -> str:
    """Words in brackets that belong to a name (执业（助理）医师) are part of what is measured."""
    if "（" not in text and "(" not in text:
        return blanked
    for found in _SHORT_BRACKET.finditer(text):
        start, end = found.span()
        if blanked[start:end] == MASK * (end - start) and not is_unit(found.group()[1:-1]):
            blanked = blanked[:start] + found.group() + blanked[end:]
    return blanked


def _run_end(passage: Passage, at: int) -> int:
    """Where the run of numbers ends that statement `at` is in."""
    group = passage.statements[at].group
    return max(other.amount.outer_end for other in passage.statements if other.group == group)


def _statement_start(passage: Passage, amount: Amount) -> int:
    """The clause with the one before it, for modal words: "力争…，达到"."""
    text, marks = passage.text, passage.marks
    at = bisect_left(marks, amount.outer_start) - 1
    while at >= 0 and text[marks[at]] not in "，,；;。！？":
        at -= 1
    return marks[at] + 1 if at >= 0 else 0


def _follows_change(passage: Passage, at: int, left: str) -> bool:
    """从A提高到B: B is the indicator's new value, A what it was before."""
    previous, statement = passage.statements[at - 1], passage.statements[at]
    change = _CHANGE.search(left)
    if not change:
        return False
    first = next(i for i, other in enumerate(passage.statements) if other.group == previous.group)
    origin = passage.text[passage.clause_start(first) : passage.statements[first].amount.outer_start]
    if "从" not in origin and "由" not in origin:
        return False
    statement.indicator = previous.indicator
    statement.clause = previous.clause + passage.text[previous.amount.outer_end : statement.amount.outer_end]
    statement.changed = True
    for earlier in passage.statements:
        if earlier.group == previous.group:
            earlier.before_change = change.group("verb")
    return True


def _chosen(passage: Passage, at: int, phrase: str, left: str, right: str, earlier: str) -> str:
    """Take the noun phrase of the side that names the thing counted."""
    statement = passage.statements[at]
    family = family_of(split_unit(statement.amount.unit)[1])
    noun_after = has_noun_after(right)
    if family in ("share", "multiple") and noun_after and not right.startswith("的"):
        noun_after = statement.amount.suffix == "" and not phrase
    if family in ("point", "doubling"):
        noun_after = False
    if nothing := _NONE_OF.fullmatch(passage.text[statement.amount.start : statement.amount.end]):
        return phrase + nothing.group(1)
    if made := thing_made(left):
        return made
    if family == "money" and _INVESTED.fullmatch(phrase) and (built := _BUILDS.match(right)):
        return right_phrase(right[built.end() :]) + phrase
    if family in ("money", "share") and (award := _award(passage, at, left)):
        return award
    if earlier and _AIM.match(right):
        return earlier
    if family == "share" and right.startswith("的") and noun_after and not is_rate(phrase) and not _SPEED.match(right):
        return _part_said(right) or phrase
    if earlier and COMPARED.match(phrase) and _AVERAGE.match(right):
        return earlier
    if noun_after and family == "money" and (phrase or _GIVEN_BY.match(right)):
        return _of_money(phrase, right)
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
        return _counted(passage, at, phrase, right)
    if noun_after and is_governed(left):
        return right_phrase(right) or phrase
    if not phrase or (AS_MANY.fullmatch(left.replace(MASK, "").strip("，,")) and family in ("multiple", "share")):
        return inherited(passage, at, left, right, earlier)
    return completed_from(passage, at, phrase, left, earlier=earlier, family=family)


_PART_SAID = re.compile(r"[^，,；;。：:！？!?（）()\d、]{2,28}(?=[，,；;。]|$)")


def _part_said(right: str) -> str:
    """What a part of things is or does: of 90%的乡镇卫生院达到基本标准 all of it; its noun where the clause is long."""
    said = _PART_SAID.match(right.replace(MASK, "").removeprefix("的"))
    return said.group() if said else right_phrase(right)


def _counted(passage: Passage, at: int, phrase: str, right: str) -> str:
    """What a count counts: the noun behind it; of 国家级、省级 the one that both share."""
    noun = right_phrase(right)
    if noun.endswith(("台阶", "大关", "关口")) and (crossing := _CROSSING.search(phrase)):
        passage.statements[at].base = phrase[: crossing.start()]
        return phrase + noun
    rest = right.replace(MASK, "").removeprefix("的").rstrip("达为超近约")
    if at + 1 < len(passage.statements) and len(noun) > 3 and rest == noun:
        tail = generic_tail(noun)  # 签约的18个项目总投资76亿元: the tail is the next number's
        noun = noun.removesuffix(tail) if tail != noun else noun
    if len(noun) < 3 and (summed := listed_thing(_clause_left(passage, at), noun)):
        return summed
    if noun.endswith("级") and at + 1 < len(passage.statements):
        noun += _LEVEL.sub("", right_phrase(passage.masked[passage.statements[at + 1].amount.outer_end :][:40]))
    if phrase == "占地":
        return noun + phrase
    return phrase + noun if len(noun) < 2 else noun


def _clause_left(passage: Passage, at: int) -> str:
    amount = passage.statements[at].amount
    return passage.masked[passage.clause_start(at) : amount.outer_start]


_CROSSING = re.compile("(?<=.{2})(?:连续|先后|接连|成功)*(?:连跨|连上|跨越|迈[上过]|跃上|跨上|登上)$")
_SPEED = re.compile("的(?:高|快速|较快|年均)?(?:增长|增速|增幅)")
_AVERAGE = re.compile(r"的?(?:平均)?水平")
_AIM = re.compile("的?(?:规划|预期|既定|年度)?目标(?!任务)")
_GIVEN_BY = re.compile("标准(?:安排|给予|予以|发放|补助|落实|配套|支付|拨付)(?=[\u4e00-\u9fff]{2})")
_BY_STANDARD = re.compile(r"^的标准(?:安排|给予|发放|补助|落实|配套)?")
_INVESTED = re.compile(r"(?:累计|总|计划|再|追加)?(?:投资|投入|筹资|斥资)")
_BUILDS = re.compile(r"(?:新建|建设|改造|改扩建|扩建|打造|购置)(?=[\u4e00-\u9fff])")


def _of_money(phrase: str, right: str) -> str:
    """What money is for: its own words on both sides ("设立100亿元的引导基金", "投资2亿元新建门诊楼")."""
    if right.startswith("标准") and (given := _GIVEN_BY.match(right)):
        return right_phrase(right[given.end() :])
    if right.startswith("的标准"):
        return right_phrase(_BY_STANDARD.sub("", right)) + "标准"
    if right.startswith("的"):
        tail = generic_tail(phrase)
        return right_phrase(right) + (tail if tail != phrase or is_generic(phrase) else "")
    return phrase + right_phrase(right.removeprefix("级"))


def _award(passage: Passage, at: int, left: str) -> str:
    amount = passage.statements[at].amount
    start = amount.outer_start
    if not (gives(left + amount.prefix) or amount.op == "<=" or "按" in left[-12:]):
        return ""
    begin = max(passage.sentence_at(start)[0], passage.text.rfind("；", 0, start) + 1)
    said = passage.text[begin:start]
    if family_of(split_unit(amount.unit)[1]) == "share" and (
        given := share_named(left, passage.text[amount.end :][:48])
    ):
        return given
    if "标准" in passage.text[amount.end : amount.end + 4] and (
        by_standard := standard_named(said, left, passage.text[amount.end :][:30])
    ):
        return by_standard
    if amount.op == "<=" and at and (bounded := cap_named(said, passage.statements[at - 1].indicator)):
        return bounded
    return award_named(
        passage.text[begin : amount.start],
        left + amount.prefix,
        passage.text[_run_end(passage, at) :][:20],
    )
