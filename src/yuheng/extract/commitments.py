"""What one clause commits somebody to: its actor, its verb and what the verb governs.

A plan's clause has a fixed order: number or connective, time, actor with a modal, adverbs, then either the verb or a
prepositional phrase with the verb behind it (对重点项目开辟绿色通道, 将诊疗项目纳入医保). A clause that only
names means, basis or purpose (围绕…, 通过…, 以…为抓手) commits to nothing, and neither does one whose verb is
really a noun (创新平台不断夯实).
"""

from __future__ import annotations

import re
from collections import deque
from typing import Literal, NamedTuple

from yuheng.extract.actors import is_plain, names_actor, place_names
from yuheng.extract.commitment_words import (
    AS_END,
    BODY_END,
    BY,
    BY_MANNER,
    CHARGE,
    COUNTED,
    DRIVES,
    FACT,
    GENERIC_ADVERB,
    INSIDE,
    ITSELF,
    ITSELF_HEADS,
    JOINS,
    JOINTS,
    LEAD,
    LIGHT_FIRST,
    MANNER_END,
    MAY_LEAD,
    MAY_STATE,
    MODAL,
    MODAL_INSIDE,
    NOUN_AFTER,
    NOUN_SIGNS,
    RATE,
    RUNS,
    STATE,
    TOPIC,
    WEIGHTY,
    WEIGHTY_ENDS,
    WHOLE_INSIDE,
    WITH,
    park_subject,
)
from yuheng.text.proper import proper_names_in
from yuheng.vocab.verbs import Verbs, verbs

_MODAL_SIGNS = frozenset("应必需要须拟可将")
_MODAL_HEADS = _MODAL_SIGNS | {"把"}
_PLACE = re.compile("(?P<stem>[一-龥]{2,5}?)(?:自治县|自治州|新区|高新区|经开区|开发区|[市区县州旗])")
_DOING = re.compile("依托|立足|围绕|支持|鼓励|推动|推进|加快|建设|打造|聚焦|发挥|[以在由将把为向对]")
_NOUN_BEHIND = re.compile("[，与和或力]|水(?!上|疗|产|生|利|下|中)|能(?![源量])")
_DRIVEN = ("建设", "发展")
Kind = Literal["task", "means", "other"]


class Commitment(NamedTuple):
    """One clause, read: what it is, and where its parts stand.

    Attributes:
        kind: "task", "means" (context of what follows) or "other" (no verb of a plan at its head).
        start: where the words of the task begin: behind number, connective and actor.
        action: the verb as it is to be recorded.
        verb: the governing verb's key in the grammar (the first of a chain).
        object: span of what it governs.
        actor: span of the subject, where one stands in the clause.
        promised: a modal stands over the verb (要, 将, 应 …).
    """

    kind: Kind
    start: int
    action: str = ""
    verb: str = ""
    object: tuple[int, int] = (0, 0)
    actor: tuple[int, int] | None = None
    promised: bool = False


def read_commitment(text: str, start: int, end: int, *, after_task: bool = False) -> Commitment:
    """Read the clause text[start:end); `after_task` where it follows a task in its sentence.

    >>> clause = "市药监局要进一步深化药审改革"
    >>> found = read_commitment(clause, 0, len(clause))
    >>> found.action, clause[slice(*found.object)], clause[slice(*found.actor)]
    ('深化', '药审改革', '市药监局')
    """
    grammar = verbs()
    lead = LEAD.match(text, start, end) if MAY_LEAD.match(text, start, end) else None
    at = lead.end() if lead else start
    found = _predicate(text, at, end, grammar, firm=after_task)
    if found.kind != "other":
        return found
    actor = _actor(text, at, end, grammar)
    if actor is None:
        return Commitment("means", at) if lead and not JOINS.match(text, start) else found
    who, after, promised = actor
    lead = LEAD.match(text, after, end)
    got = _predicate(text, lead.end() if lead else after, end, grammar, firm=True)
    return Commitment(got.kind, got.start, got.action, got.verb, got.object, who, promised or got.promised)


def second_verb(text: str, start: int, end: int, verb: str) -> int | None:
    """Where a 、 inside the object of `verb` joins a second task (深化审批改革、优化营商环境), or None.

    A verb that takes a whole clause keeps it (推动企业壮大规模、提升品质), unless the second one asks others to act. A
    list of nouns keeps its verbs too: 、推广应用 has no object, and 、促进产业发展的政策 is a relative clause.
    """
    grammar = verbs()
    at = text.find("、", start + 2, end)
    while at >= 0:
        size = _verb_at(text, at + 1, end, grammar)
        word = text[at + 1 : at + 1 + size]
        asks = grammar.group.get(word) in ("support", "guide")
        rest = text[at + 1 + size : end]
        if (
            size
            and (asks or (verb not in grammar.complement and grammar.embedded.fullmatch(word)))
            and word not in grammar.outcome
            and len(rest) >= 2
            and rest[0] not in JOINTS
            and rest not in grammar.empty
            and "的" not in rest
            and "等" not in rest
            and not WHOLE_INSIDE.search(text, start, at)
        ):
            return at
        at = text.find("、", at + 1, end)
    return None


def _predicate(text: str, at: int, end: int, grammar: Verbs, *, firm: bool) -> Commitment:
    """Read modal, adverbs and verb; `firm` where an actor before them says that a verb must come."""
    begin = at
    promised = False
    opened = _may_open(text, at, grammar)
    while opened and at < end:
        modal = MODAL.match(text, at, end) if text[at] in _MODAL_SIGNS else None
        if modal and (modal.group() != "将" or _future(text, modal.end(), end, grammar)):
            at, promised, firm = modal.end(), True, True
            continue
        taken = grammar.adverbs.at(text, at, end)
        if not taken:
            break
        word = text[at : at + taken]
        if word in grammar.both and not _opens(text, at + taken, end, grammar):
            break
        if grammar.governing.at(text, at, end) > taken or grammar.means.at(text, at, end) > taken:
            break
        at, firm = at + taken, True
    size = _verb_at(text, at, end, grammar) if opened else 0
    means = grammar.means.at(text, at, end) if opened else 0
    if not size and not means:
        generic = GENERIC_ADVERB.match(text, at, end)
        more = _verb_at(text, generic.end(), end, grammar) if generic else 0
        word = text[generic.end() : generic.end() + more] if generic else ""
        if generic and more and (word not in grammar.outcome or word in _DRIVEN):
            at, firm, size = generic.end(), True, more
    if text[at : at + 1] in ("将", "把"):
        return _disposed(text, begin, at, end, grammar, promised=promised)
    if means and means >= size:
        return _behind(text, begin, at, at + means, end, grammar, promised=promised)
    if not size:
        return Commitment("means" if at > begin else "other", at, promised=promised)
    return _governed(text, begin, at, size, end, grammar, firm=firm, promised=promised)


def _may_open(text: str, at: int, grammar: Verbs) -> bool:
    """Whether a modal, an adverb, a verb or a preposition can stand at a place; two characters tell in most cases."""
    head = text[at : at + 1]
    return text[at : at + 2] in grammar.openings or head in grammar.openings or head in _MODAL_HEADS


def _verb_at(text: str, at: int, end: int, grammar: Verbs) -> int:
    """How long the governing verb at a place is; 0 where none stands, or where the word is part of a noun.

    创新要素 and 发展和安全 are nouns; 引进和培育, 推动与沿海地区的合作 are not.
    """
    size = grammar.governing.at(text, at, end)
    while size:
        close = at + size
        word, behind = text[at:close], text[close : close + 1]
        nouns = grammar.compound.get(word) or grammar.compound.get(word[-2:])
        joint = behind in JOINTS and word in grammar.outcome
        if (
            not (nouns and text.startswith(nouns, close))
            and not (behind in NOUN_SIGNS and NOUN_AFTER.match(text, close, end))
            and not (joint and not grammar.governing.at(text, close + 1, end))
        ):
            return size
        size = grammar.governing.at(text, at, at + size - 1) if size > 2 else 0
    return 0


def _future(text: str, at: int, end: int, grammar: Verbs) -> bool:
    """Whether 将 is a modal (将加快建设) and not the preposition (将诊疗项目纳入医保)."""
    return _opens(text, at, end, grammar) and not grammar.disposal.search(text, at + 4, end)


def _opens(text: str, at: int, end: int, grammar: Verbs) -> bool:
    """Whether a verb or a preposition stands at a place, adverbs before it or not."""
    while True:
        if text[at : at + 1] == "、":
            at += 1
        taken = grammar.adverbs.at(text, at, end)
        if not taken or grammar.governing.at(text, at, end) > taken:
            break
        at += taken
    size = _verb_at(text, at, end, grammar)
    if size and at + size < end:
        return True
    return bool(grammar.means.at(text, at, end)) and text[at] not in "同和用经"


def _governed(
    text: str, begin: int, at: int, size: int, end: int, grammar: Verbs, *, firm: bool, promised: bool
) -> Commitment:
    """A clause with its verb at the head: chain the verbs, then refuse what only looks like one."""
    verb = text[at : at + size]
    nothing = Commitment("means", begin, promised=promised)
    if verb in grammar.nominal and not firm and not COUNTED.search(text, at + size, end):
        return Commitment("other", begin, promised=promised)
    close = _chain(text, at, size, end, grammar)
    if not _acts(text, verb, close, end, grammar, promised=promised):
        return nothing
    return Commitment("task", begin, text[at:close], verb, (close, end), None, promised)


def _chain(text: str, at: int, size: int, end: int, grammar: Verbs) -> int:
    """Where a chain of verbs ends: 引进和培育, 支持建设, 深化推进; the verb's own end where it has no partner."""
    verb, close = text[at : at + size], at + size
    helps = grammar.group[verb] in ("support", "explore") or verb == "组织"
    while True:
        joint = 1 if text[close : close + 1] in JOINTS else 0
        more = _verb_at(text, close + joint, end, grammar)
        if not more or end - close - joint - more < 2:
            return close
        after = text[close + joint : close + joint + more]
        drives = after in grammar.drives and verb not in grammar.complement
        helped = helps and (after == "建设" or after not in grammar.outcome)
        if after in grammar.nominal or not (joint or drives or helped):
            return close
        close += joint + more


def _acts(text: str, verb: str, close: int, end: int, grammar: Verbs, *, promised: bool) -> bool:
    """Whether the words behind a verb are its object, and not the rest of a noun phrase with a predicate of its own."""
    thing = text[close:end]
    if (
        len(thing) < 2
        or (thing.endswith(WEIGHTY_ENDS) and WEIGHTY.search(thing))
        or thing in grammar.empty
        or (thing[0] in NOUN_SIGNS and NOUN_AFTER.match(thing))
        or (thing[0] in ITSELF_HEADS and ITSELF.match(thing))
    ):
        return False
    if thing.endswith(grammar.condition) or (thing.endswith("的") and not thing.endswith("目的")):
        return False
    if verb not in grammar.complement:
        if STATE.search(text, max(close, end - 10), end):
            return False
        if MAY_STATE.search(text, close, end) and (FACT.search(text, close, end) or RATE.search(text, close, end)):
            return False
    if verb in grammar.outcome and RUNS.search(text, max(close, end - 8), end):
        return False
    if (thing.endswith("问题") and verb not in grammar.solving) or (verb in grammar.weak and not promised):
        return False
    return not (verb == "发挥" and thing.endswith(grammar.advantage))


def _disposed(text: str, begin: int, at: int, end: int, grammar: Verbs, *, promised: bool) -> Commitment:
    """将X纳入Y, 把X作为Y: the action is the verb that closes the pattern, the object everything behind 将."""
    found = _last(grammar.disposal, text, at + 2, end)
    if found is None or end - found.end() < 2:
        return Commitment("means", begin, promised=promised)
    return Commitment("task", begin, found.group(), "纳入", (at + 1, end), None, promised)


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    return deque(pattern.finditer(text, start, end), maxlen=1).pop() if pattern.search(text, start, end) else None


def _behind(text: str, begin: int, at: int, after: int, end: int, grammar: Verbs, *, promised: bool) -> Commitment:
    """A prepositional phrase: the task is the verb behind it, if one stands there; else the phrase is context."""
    opener = text[at:after]
    means = Commitment("means", begin, promised=promised)
    if opener in ("发挥", "充分发挥"):
        return _governed(text, begin, after - 2, 2, end, grammar, firm=True, promised=promised)
    if opener in ("使", "让", "被", "除", "当", "因", "因为", "如", "若", "由于", "如果", "凡", "凡是"):
        return means
    low, high = after + 1, end - 2
    if opener == "以":
        close = _last(AS_END, text, after, end) or BY_MANNER.search(text, after, end)
        if close is None:
            return means
        low = close.end()
    elif opener == "由":
        return _charged(text, begin, at, end, grammar) or means
    elif opener in ("通过", "采取", "采用", "利用", "充分利用", "运用", "充分运用", "综合运用", "借助", "凭借"):
        close = _last(MANNER_END, text, after + 2, end)
        if close is None:
            return means
        low = close.end()
    elif opener not in ("对", "对于", "为", "向", "给", "与", "同", "和", "从", "在", "于", "联合", "会同", "携手"):
        low = after + 4
        high = end - 4
    found = _first_behind(text, begin, low, end, grammar, promised=promised)
    if found is None and low == after + 4:
        nearer = _first_behind(text, begin, after + 2, end, grammar, promised=promised)
        found = nearer if nearer is not None and LIGHT_FIRST.match(nearer.verb) else None
    if found is not None and found.object[0] > high:
        return means
    if found is None or (opener in ("为", "为了") and not LIGHT_FIRST.match(found.verb)):
        return means
    return found._replace(object=(at, end)) if opener in ("对", "对于", "为", "向", "给", "与") else found


def _charged(text: str, begin: int, at: int, end: int, grammar: Verbs) -> Commitment | None:
    """由市科技局牵头组建研究院: who is charged, and with what; None where nobody is."""
    by = BY.match(text, at, end)
    if by is None:
        return None
    if end - by.end() < 2:
        return Commitment("means", begin, actor=by.span("who"), promised=True)
    charge = by.group("charge")
    if charge in ("牵头", "负责", "统一"):
        got = _predicate(text, by.end(), end, grammar, firm=True)
        if got.kind == "task":
            return Commitment("task", begin, got.action, got.verb, got.object, by.span("who"), True)
    return Commitment("task", begin, charge, charge, (by.end(), end), by.span("who"), True)


def _first_behind(text: str, begin: int, low: int, end: int, grammar: Verbs, *, promised: bool) -> Commitment | None:
    """The first verb from `low` on that is not part of a noun phrase; the last light one (给予, 实施), if any: those
    before it stand in a relative clause (对开展进出口业务的单位提供便利)."""
    best = None
    for match in grammar.embedded.finditer(text, low, end):
        place, close = match.span()
        if end - close < 2 or text[place - 1] in "的、和与及或“" or NOUN_AFTER.match(text, close, end):
            continue
        if (_NOUN_BEHIND.match(text, close) and match.group() != "参与") or INSIDE.match(text, close):
            continue
        before = text[begin:place]
        if any(before.count(left) > before.count(right) for left, right in ("“”", "（）", "《》", "()")):
            continue
        if LIGHT_FIRST.match(match.group()) or best is None:
            best = match
    thing = text[best.end() : end] if best else ""
    if best is None or thing in grammar.empty or thing.endswith((*grammar.condition, "的")):
        return None
    verb = best.group()
    return Commitment("task", begin, verb, verb, (best.end(), end), None, promised)


def _actor(text: str, at: int, end: int, grammar: Verbs) -> tuple[tuple[int, int], int, bool] | None:
    """The subject at a clause's head, where the predicate begins, and whether a modal joins them."""
    topic = TOPIC.match(text, at, end)
    at = topic.end() if topic else at
    limit = min(end, at + 48)
    for modal in MODAL_INSIDE.finditer(text, at + 1, limit):
        who = text[at : modal.start()]
        if names_actor(who) and is_plain(who):
            if modal.group() != "将":
                return (at, modal.start()), modal.end(), True
            return (at, modal.start()), modal.start(), _future(text, modal.end(), end, grammar)
    for body in BODY_END.finditer(text, at, limit):
        close = body.end()
        if close >= end or not is_plain(text[at:close]) or text.startswith(WITH, close):
            continue
        charge = CHARGE.match(text, close, end)
        after = charge.end() if charge else close
        if charge or _opens(text, after, end, grammar):
            return (at, close), after, False
    return _place_actor(text, at, end, grammar)


def _place_actor(text: str, at: int, end: int, grammar: Verbs) -> tuple[tuple[int, int], int, bool] | None:
    """A district, zone or park at a clause's head that is to grow or build something: 禾丰县 | 重点发展 | 黄精种植."""
    site = park_subject().match(text, at, end)
    if (
        site is not None
        and is_plain(site["who"])
        and not _DOING.search(site["who"])
        and _opens(text, site.end(), end, grammar)
    ):
        return site.span("who"), site.end(), False
    place = _PLACE.match(text, at, end)
    if place is None or not DRIVES.match(text, place.end(), end):
        return None
    name = place.group()
    stem = place.group("stem")
    known = name in place_names() or proper_names_in(stem) == ((0, len(stem)),)
    return ((at, place.end()), place.end(), False) if known and _opens(text, place.end(), end, grammar) else None
