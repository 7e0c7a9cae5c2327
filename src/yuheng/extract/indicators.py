"""What each number of a passage measures, and which numbers share one statement."""

from __future__ import annotations

import re
from dataclasses import replace

from yuheng.extract.amounts import Amount
from yuheng.extract.awards import award_named
from yuheng.extract.passages import CLAUSE_MARK, SENTENCE_END, Passage, Statement, masked
from yuheng.extract.phrases import (
    MASK,
    completed,
    generic_tail,
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
from yuheng.model import Period
from yuheng.vocab.units import is_unit, split_unit, units

_TIME_TO = re.compile(r"(?:左右)?的?时间[，,]?")
_NONE_OF = re.compile(r"“?零(\w{2})”?")
_PLACE = re.compile(r"\w{1,5}(?:县|(?<![景园社城地校院库学范发聚郊山矿片辖])区|市|州|旗|镇)")
_LEVEL = re.compile(r"^\w{1,4}级")
_PURE = re.compile(r"(?:、|和|及|与|以及|，|,)(?:在\d{4}年基础上(?:再)?(?:提高|增长|下降))?")
_CHANGE = re.compile(
    r"(?P<verb>提高|提升|增加|增长|下降|降低|跃升|缩小|扩大|上升|减少|发展|拓展|压减|缩短|升|降|增)"
    r"(?:(?:到|至|为)了?|(?=\x00))(?:\x00*的?)?$"
)


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


def find_indicator(passage: Passage, at: int) -> None:
    """Set what statement `at` measures; those before it must have theirs."""
    statement = passage.statements[at]
    amount = statement.amount
    if at and statement.group == passage.statements[at - 1].group:
        statement.indicator = passage.statements[at - 1].indicator
        statement.growth = passage.statements[at - 1].growth
        statement.clause = passage.statements[at - 1].clause
        return
    start = passage.clause_start(at)
    source = passage.masked
    for opening, closing in passage.brackets:
        if opening < amount.start < closing:
            inner = masked(passage.text[opening + 1 : closing - 1], [])
            source = source[: opening + 1] + inner + "）" + source[closing:]
    left = _with_short_brackets(passage.text[start : amount.outer_start], source[start : amount.outer_start])
    statement.clause = passage.text[_statement_start(passage, amount) : amount.outer_end]
    if at and _follows_change(passage, at, left):
        return
    limit = passage.statements[at + 1].amount.outer_start if at + 1 < len(passage.statements) else len(source)
    right = source[amount.outer_end : limit]
    if at + 1 < len(passage.statements) and "、" in right and not CLAUSE_MARK.search(right):
        right = right[: right.rindex("、")]
    earlier = _earlier_in_sentence(passage, at)
    if duration := _TIME_TO.match(right):
        statement.indicator = (
            re.split(r"[，,。；]", right[duration.end() :], maxsplit=1)[0].replace(MASK, "") + "的时间"
        )
        return
    if at and left.startswith(taken := passage.statements[at - 1].right) and left[len(taken) :].startswith("、"):
        left = left[len(taken) :]
    phrase, statement.growth = left_phrase(left)
    statement.indicator = _chosen(passage, at, phrase, left, right, earlier)
    taken = right_phrase(right)
    statement.right = taken if taken and statement.indicator.endswith(taken) else ""


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


_AS_MANY = re.compile(r"(?:已经?)?(?:是|为|相当于)(?:上个?|前)?[^，。；]{0,10}的")


def _run_end(passage: Passage, at: int) -> int:
    """Where the run of numbers ends that statement `at` is in."""
    group = passage.statements[at].group
    return max(other.amount.outer_end for other in passage.statements if other.group == group)


def _statement_start(passage: Passage, amount: Amount) -> int:
    """The clause with the one before it, for modal words: "力争…，达到"."""
    start = max((passage.text.rfind(mark, 0, amount.outer_start) for mark in "，,；;。！？"), default=-1)
    return start + 1


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


def _earlier_in_sentence(passage: Passage, at: int) -> str:
    """The indicator of the nearest statement before this one in the same sentence, "" if none."""
    if not at:
        return ""
    while at > 1 and passage.statements[at - 1].beside:
        at -= 1
    previous = passage.statements[at - 1]
    gap = passage.text[previous.amount.end : passage.statements[at].amount.start]
    if SENTENCE_END.search(gap) or "；" in gap or ";" in gap:
        return ""
    points = split_unit(passage.statements[at].amount.unit)[1] in ("个百分点", "百分点")
    return previous.indicator if points else previous.base or previous.indicator


def _chosen(passage: Passage, at: int, phrase: str, left: str, right: str, earlier: str) -> str:
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
    if nothing := _NONE_OF.fullmatch(passage.text[statement.amount.start : statement.amount.end]):
        return phrase + nothing.group(1)
    if made := thing_made(left):
        return made
    if family in ("money", "share") and (award := _award(passage, at, left)):
        return award
    if family == "share" and right.startswith("的") and noun_after and not is_rate(phrase):
        return right_phrase(right) or phrase
    if noun_after and family == "money" and phrase:
        if right.startswith("的标准"):
            return right_phrase(re.sub(r"^的标准(?:安排|给予|发放|补助|落实|配套)?", "", right)) + "标准"
        if right.startswith("的"):
            tail = generic_tail(phrase)
            return right_phrase(right) + (tail if tail != phrase or is_generic(phrase) else "")
        return phrase + right_phrase(right)
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
        if noun.endswith("级") and at + 1 < len(passage.statements):
            noun += _LEVEL.sub("", right_phrase(passage.masked[passage.statements[at + 1].amount.outer_end :][:40]))
        return phrase + noun if len(noun) < 2 else noun
    if noun_after and is_governed(left):
        return right_phrase(right) or phrase
    if not phrase or (_AS_MANY.fullmatch(left.replace(MASK, "").strip("，,")) and family in ("multiple", "share")):
        return _inherited(passage, at, left, right, earlier)
    if earlier and _RELATED.match(phrase):
        statement.base = earlier
        return earlier + phrase
    if earlier and family == "share" and (plan := _OF_A_PLAN.search(left)):
        return earlier + plan.group()
    if earlier and phrase in _GROUPS and _same_unit(passage, at):
        return phrase + next((earlier[len(g) :] for g in _GROUPS if earlier.startswith(g)), earlier)
    if len(phrase) <= 4 and family == "share" and earlier and (full := with_modifier_of(phrase, earlier)) != phrase:
        return full
    if earlier and _PLACE.fullmatch(phrase) and phrase not in ("城市", "超市") and _same_unit(passage, at):
        statement.subject = phrase
        return earlier
    if is_generic(phrase) and unit:
        return completed(phrase, earlier or _clause_before(passage, at))
    return phrase


def _award(passage: Passage, at: int, left: str) -> str:
    start = passage.statements[at].amount.outer_start
    begin = max(passage.sentence_at(start)[0], passage.text.rfind("；", 0, start) + 1)
    return award_named(
        passage.text[begin:start],
        left + passage.statements[at].amount.prefix,
        passage.text[_run_end(passage, at) :][:20],
    )


_RELATED = re.compile(r"占|[高低多少快]于|增速|增幅|降幅|涨幅")
_OF_A_PLAN = re.compile(r"(?:完成|为|达)(?:年度|全年|序时|省|市|计划|预算|目标|任务|下达)+(?=的)")
_GROUPS = frozenset(
    {"城市", "农村", "城镇", "乡村", "男性", "女性", "男生", "女生", "城区", "县域", "一期", "二期", "三期"}
)


def _same_unit(passage: Passage, at: int) -> bool:
    return split_unit(passage.statements[at - 1].amount.unit)[1] == split_unit(passage.statements[at].amount.unit)[1]


_NUMBER = re.compile(r"\d")
_BUILT = re.compile(r"^.*(?:建设|打造|新建|筹建|组建|共建)(?!的|有限)(?=.{4})")


def _clause_before(passage: Passage, at: int) -> str:
    """What the clause before a number's own speaks of, within the sentence; "" at its beginning."""
    start = passage.clause_start(at)
    sentence = passage.sentence_at(start)[0]
    before = passage.masked[sentence : max(sentence, start - 1)]
    clauses = [clause for clause in CLAUSE_MARK.split(before) if clause.replace(MASK, "").strip()]
    if not clauses or _NUMBER.search(clauses[-1]):
        return ""
    return _BUILT.sub("", subject_of(clauses[-1]))


def _inherited(passage: Passage, at: int, left: str, right: str, earlier: str) -> str:
    """An elliptic clause ("，同比增长10.3%", "，达到81名"): what the sentence spoke of before."""
    if _same_verb_before(left) and (same := _of_same_unit(passage, at)):
        return same
    if earlier:
        return earlier
    start = passage.clause_start(at)
    sentence = passage.sentence_at(start)[0]
    before = passage.masked[sentence : max(sentence, start - 1)]
    clause = re.split("[，,；;：:]", before)[-1] if before else ""
    phrase, _ = left_phrase(clause)
    return _ACTED_ON.sub("", phrase) or right_phrase(right)


def _same_verb_before(left: str) -> bool:
    """Whether a verb alone stands before a number: "2024年新建10个、改造20所" goes on with what 2023 counted."""
    bare = left.replace(MASK, "").strip("，、；： 再又")
    return 1 < len(bare) <= 5 and not left_phrase(bare)[1]


def _of_same_unit(passage: Passage, at: int) -> str:
    """What the nearest statement before in the same unit measures, within two sentences or clauses of a series."""
    unit = passage.statements[at].amount.unit
    for other in reversed(passage.statements[:at]):
        gap = passage.text[other.amount.end : passage.statements[at].amount.start]
        if len(SENTENCE_END.findall(gap)) > 1:
            return ""
        if other.amount.unit == unit and other.indicator:
            return other.indicator
    return ""


_ACTED_ON = re.compile(r"(?<=.{4})(?:建设|创建|培育|工作|发展)$")


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
        shared = _two_before(passage, at) if "分别" in left and len(group) == 2 and not dues else None
        for count in (
            () if shared else (len(group), len(group) // len(dues) if dues and len(group) % len(dues) == 0 else 0)
        ):
            if count > 1 and ("分别" in left or "依次" in left) and (shared := shared_phrases(phrase, count)):
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


def _only_grows(passage: Passage, at: int) -> bool:
    """ "A、B分别达到x、y，增长v和w": a clause of a verb alone speaks of A and B still."""
    start, end = passage.clause_start(at), passage.statements[at].amount.outer_start
    phrase, verb = left_phrase(passage.masked[start:end])
    return (bool(verb) or bool(_AS_MANY.fullmatch(passage.masked[start:end].replace(MASK, "")))) and not phrase


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
