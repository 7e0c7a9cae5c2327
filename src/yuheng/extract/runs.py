"""Which numbers of a passage share one statement, and how a shared statement is handed out to them."""

from __future__ import annotations

import re
from dataclasses import replace

from yuheng.extract.awards import tiered_awards
from yuheng.extract.ellipsis import AS_MANY
from yuheng.extract.passages import CLAUSE_MARK, SENTENCE_END, Passage, Statement
from yuheng.extract.phrases import MASK, has_noun_after, is_rate, left_phrase
from yuheng.extract.sharing import shared_phrases
from yuheng.model import Period
from yuheng.vocab.units import family_of, split_unit

_PURE = re.compile(r"(?:、|和|及|与|以及|，|,)(?:在\d{4}年基础上(?:再)?(?:提高|增长|下降))?")


_EACH = re.compile("分别|依次|各(?=自|提高|增加|增长|上升|下降|减少|降低|达|为|占)")
_SIDE_BY_SIDE = re.compile("[率数量额]、[^、]*[率数量额]$")
"""执业医师数、注册护士数达到3.6人、4.2人: two rates and two numbers need no 分别."""


def group_runs(passage: Passage) -> None:
    """Number runs of amounts that share one statement: 30%、18%和20%."""
    group = 0
    for at, statement in enumerate(passage.statements):
        if at:
            previous = passage.statements[at - 1].amount
            between = passage.text[previous.outer_end : statement.amount.outer_start]
            counts = between in ("，", ",") and has_noun_after(passage.text[statement.amount.outer_end :][:12])
            if (
                not _PURE.fullmatch(between)
                or counts
                or (
                    split_unit(previous.unit)[1] != split_unit(statement.amount.unit)[1]
                    and not (_points(passage, at))
                    and not (_shares(passage, at - 1))
                )
            ):
                group += 1
        statement.group = group


def _points(passage: Passage, at: int) -> bool:
    """ "1.0个和0.4个百分点" are both points: the first is written short."""
    first, second = passage.statements[at - 1], passage.statements[at]
    if first.amount.unit != "个" or second.amount.unit != "个百分点":
        return False
    first.amount = replace(first.amount, unit="个百分点")
    return True


def _shares(passage: Passage, at: int) -> bool:
    first = next(s for s in passage.statements if s.group == passage.statements[at].group)
    start = passage.clause_start(passage.statements.index(first))
    return "分别" in passage.text[start : first.amount.start]


def hand_out(passage: Passage) -> None:
    """Give each number of "A、B分别…x、y" its own indicator, and each of "到2022年和2030年…x和y" its own year."""
    by_group: dict[int, list[Statement]] = {}
    for statement in passage.statements:
        by_group.setdefault(statement.group, []).append(statement)
    spread: dict[int, tuple[str, ...]] = {}
    for number, group in by_group.items():
        dues = _dues_at(passage, group[0].amount.start)
        if len(group) < 2:
            continue
        at = passage.statements.index(group[0])
        left = passage.text[passage.clause_start(at) : group[0].amount.outer_start]
        phrase = group[0].indicator
        shared = None
        if _EACH.search(left) and not dues:
            shared = _clause_before(passage, at, len(group)) or _named_before(passage, at, len(group))
            shared = shared or _awards_of_tiers(passage, at, group)
        for count in (
            () if shared else (len(group), len(group) // len(dues) if dues and len(group) % len(dues) == 0 else 0)
        ):
            if (
                count > 1
                and (_EACH.search(left) or _SIDE_BY_SIDE.search(phrase))
                and (shared := shared_phrases(phrase, count))
            ):
                break
        if (group[0].changed and spread.get(number - 1)) or (
            shared is None and not dues and spread.get(number - 1) and _only_grows(passage, at)
        ):
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


def _awards_of_tiers(passage: Passage, at: int, group: list[Statement]) -> tuple[str, ...] | None:
    """完成Ⅰ、Ⅱ期临床的，分别给予100万元、200万元奖励: each amount is of its own case."""
    if family_of(split_unit(group[0].amount.unit)[1]) != "money":
        return None
    start = group[0].amount.start
    begin = max(passage.sentence_at(start)[0], passage.text.rfind("；", 0, start) + 1)
    right = passage.text[group[-1].amount.outer_end :][:20]
    return tiered_awards(passage.text[begin:start], right, len(group)) or None


def _only_grows(passage: Passage, at: int) -> bool:
    """ "A、B分别达到x、y，增长v和w": a clause of a verb alone speaks of A and B still."""
    start, end = passage.clause_start(at), passage.statements[at].amount.outer_start
    phrase, verb = left_phrase(passage.masked[start:end])
    return (bool(verb) or bool(AS_MANY.fullmatch(passage.masked[start:end].replace(MASK, "")))) and not phrase


_FOREMOST = re.compile("(?:规模|数量|总量)?(?:最[大高多快好]|居首|领先|位居前列|突出)$")


def _clause_before(passage: Passage, at: int, count: int) -> tuple[str, ...] | None:
    """The things that the clause just before names for a 分别 that names none: A和B最大，分别为x和y."""
    start = passage.clause_start(at)
    if left_phrase(passage.masked[start : passage.statements[at].amount.outer_start])[0]:
        return None
    before = passage.masked[passage.sentence_at(start)[0] : max(start - 1, 0)]
    clause = CLAUSE_MARK.split(before)[-1]
    foremost = _FOREMOST.search(clause)
    if foremost is None or re.search(r"\d", clause):
        return None
    return shared_phrases(left_phrase(clause[: foremost.start()])[0], count)


def _named_before(passage: Passage, at: int, count: int) -> tuple[str, ...] | None:
    """The indicators of as many statements just before as "分别" has numbers for, where the clause names none."""
    if count == 2:
        return _two_before(passage, at)
    before = passage.statements[max(0, at - count) : at]
    phrase, verb = left_phrase(passage.masked[passage.clause_start(at) : passage.statements[at].amount.outer_start])
    names = tuple(dict.fromkeys(other.indicator for other in before))
    if phrase or not verb or len(before) < count or len(names) < count:
        return None
    gap = passage.text[before[0].amount.end : passage.statements[at].amount.start]
    return None if SENTENCE_END.search(gap) else names


def _two_before(passage: Passage, at: int) -> tuple[str, ...] | None:
    """ "A n、B m，分别增长x、y": the two indicators stated just before."""
    if at < 2:
        return None
    first, second = passage.statements[at - 2], passage.statements[at - 1]
    if first.indicator == second.indicator or SENTENCE_END.search(
        passage.text[first.amount.end : passage.statements[at].amount.start]
    ):
        return None
    phrase, _ = left_phrase(passage.masked[passage.clause_start(at) : passage.statements[at].amount.outer_start])
    if not phrase:
        return first.indicator, second.indicator
    if is_rate(phrase) and len(phrase) < 8 and first.amount.unit == second.amount.unit:
        lead = phrase[:-1]
        return tuple(one.indicator.removeprefix(lead) + phrase for one in (first, second))
    return None


def _dues_at(passage: Passage, offset: int) -> tuple[Period, ...]:
    """The due years of "到2022年和2030年" that govern an offset."""
    governing: tuple[Period, ...] = passage.scope.dues
    for mention in passage.mentions:
        if mention.start >= offset:
            break
        if mention.role in ("baseline", "from"):
            continue
        governing = mention.dues
    return governing
