"""Support that a policy grants: what, to whom, on which condition, how much."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from yuheng.extract.amounts import tokens_in
from yuheng.extract.clauses import Clause, balanced, sentences_of
from yuheng.extract.comparators import Amount, with_comparators
from yuheng.extract.task_scope import scopes_of
from yuheng.model import Block, Document, Issue, Measure, Quantity, anchor_at, id_of
from yuheng.vocab.measures import forms_of_support
from yuheng.vocab.verbs import verbs

_MONEY = re.compile("元|美元|%|倍|个百分点")
_CEILING = re.compile(
    "(?:最高|不超过|上限(?:为)?|累计不超过|最多|至多|封顶)(?:可)?(?:给予|补助|奖励|不超过|为)?[^\\d，]{0,6}$"
)
_GIVES = (
    "给予|予以|提供|实行|实施|开辟|采取|加大|加强|在[^，]{1,12}(?:给予|予以)|按|进行|倾斜|优先|享受|减免|免征|发放|安排|分阶段|最高|一次性|分别|免费"
    "|的?(?:奖励|补助|补贴|资助)|的?(?:支持|扶持|投资|帮扶)力度"
)
_FOR = re.compile(f"(?:对于?|向|为|(?:^|，)给)(?![接口标照外予])(?P<who>[^，。；：]{{2,60}}?)(?={_GIVES})")
_HELPS = re.compile(
    "^(?:[（(]?[一二三四五六七八九十\\d]+[)）、.是])?(?:积极|大力|重点|优先|加快|全面|全力|继续)*(?:支持|鼓励|引导|帮助)"
    f"(?P<who>[^，。；：]{{2,40}}?)(?={_GIVES}|上市|申请|申报|开展|发行|利用|建设|参与|通过|加大)"
)
_CASE = re.compile("^(?:[^，。；：]{0,4}?)(?:对于?|为|向|凡|凡是)(?P<who>[^，。；：]{2,60})$")
_MAY = re.compile("(?:^|的)(?P<who>[^，。；：的]{2,24}?)(?:可|可以|均可|依法)?(?:享受|申请|领取|获得)")
_CONDITION = re.compile(
    "(?:对|凡|经|按照?|符合|经过|通过|达到|入选|获得|首次|新认定|新获批|当年)[^，。；]{2,50}(?:的|后|者|原则|条件|标准|统筹平衡后)$"
)
_AS_RULE = re.compile("(?:按照?|根据|采取)[^，。；]{2,40}?(?:的?原则|标准|比例|规定|方式|要求|办法|%)")
_PAYS = re.compile("(?:奖励|奖补|补助|补贴|资助|贴息)[^，。；]{0,6}\\d|按[^，。；]{1,24}(?:补助|补贴|资助|贴息|奖励)$")
"""Words of support with their amount behind them grant by themselves: 每个产品奖励300万元."""
_EACH = re.compile(
    "^(?:单个|单家|每个|每家|每名|同一|每一)(?P<who>[一-龥]{2,6}?)(?=每|年度|年|累计|最高|奖|补|给|资|不超|贴|可|享|按)"
)
_HOLDERS = "企业|单位|机构|个人|人才|团队|项目|平台|产品|园区|医院|品种|药品|基地|中心|实验室|研究院|学校|者"
_TAKES = re.compile(
    f"^(?P<who>[一-龥]{{0,12}}(?:{_HOLDERS}))(?:分别|再|一次性|每年)*(?:给予|予以|(?:奖励|补助|补贴|资助)[^，。；]{{0,6}}\\d)"
)
_GROUP = re.compile("^(?P<who>企业|单位|机构|个人|医院|项目单位|团队|人才)[^，]*的$|^(?P<what>企业|单位|机构)")
_HOLDER = re.compile(f"的(?:{_HOLDERS})?$")
_BARE_CASE = re.compile(f"^(?P<who>[^，。；：]{{4,60}}的(?:{_HOLDERS})?)$")
_RELATIVE = re.compile("^(?P<condition>.+)的(?P<who>[^的]{0,16})$")
_CAP = re.compile("(?:不超过|最高|上限|封顶|每[年人户家个项][^，]{0,8})[^，]{0,8}\\d[\\d.]*(?:万|亿)?元")
_SHARE = re.compile("(?:比重|占比|比例|率|总额|金额|资金)(?:分别)?(?:不低于|达|为|超过|提高到|增长|下降)")


def measures_in(document: Document) -> tuple[tuple[Measure, ...], tuple[Issue, ...]]:
    """Find the support that a document grants, one claim for each form, and for each amount where a clause has several.

    What was granted in the past, and what only mentions a fund or a tax, is none. `condition` and `beneficiary` are the
    document's words; empty means that it does not say. An amount under 最高 or 不超过 is a ceiling.
    """
    found: list[Measure] = []
    if forms_of_support().trigger.search(document.text) is None:
        return (), ()
    for block, scope in scopes_of(document):
        if block.kind == "heading" or not scope.promises or scope.modal:
            continue
        if forms_of_support().trigger.search(document.text, block.start, block.end) is None:
            continue
        for clauses in sentences_of(document.text, block.start, block.end):
            found.extend(_granted(document, block, clauses))
    return tuple(found), ()


def _granted(document: Document, block: Block, clauses: list[Clause]) -> Iterator[Measure]:
    text, forms = document.text, forms_of_support()
    low, high = clauses[0].start, clauses[-1].end
    if forms.trigger.search(text, low, high) is None:
        return
    told = verbs().tale.search(text, low, high) is not None and verbs().promise.search(text, low, high) is None
    case: Clause | None = None
    form = ""
    for clause in clauses:
        trigger = forms.trigger.search(text, clause.start, clause.end)
        if trigger is not None and not told and _grants(text, clause) and not _is_label(text, clause, clauses):
            form = forms.form_of[trigger.group()]
            yield from _measures_of(document, block, (low, high), clause, case, form)
            case = None
        elif form and _CAP.search(text, clause.start, clause.end):
            yield from _measures_of(document, block, (low, high), clause, None, form)
        else:
            form = ""
            words = text[clause.start : clause.end]
            case = clause if case is None and _leads(words) else case if _leads(words) else None
        if clause.mark in ("；", ";"):
            case = None


def _is_label(text: str, clause: Clause, clauses: list[Clause]) -> bool:
    """Whether a sentence is nothing but the name of its article: 用地保障。"""
    return (
        len(clauses) == 1 and clause.end - clause.start <= 6 and not re.search(r"\d", text[clause.start : clause.end])
    )


def _grants(text: str, clause: Clause) -> bool:
    """Whether a clause that names support also gives it: not what was given, not a share of something."""
    span = (clause.start, clause.end)
    return (
        (forms_of_support().grant.search(text, *span) is not None or _PAYS.search(text, *span) is not None)
        and verbs().done.search(text, *span) is None
        and _SHARE.search(text, *span) is None
    )


def _measures_of(
    document: Document, block: Block, sentence: tuple[int, int], clause: Clause, before: Clause | None, form: str
) -> Iterator[Measure]:
    text = document.text
    lead = before if before is not None and _leads(text[before.start : before.end]) else None
    start = lead.start if lead else clause.start
    who, condition = _for_whom(text, lead, clause)
    words = text[clause.start : clause.end]
    amounts: list[Amount | None] = [*_amounts(words, document.meta.issued)]
    capped = "分别" in words and bool(amounts) and _CEILING.search(words[: amounts[0].start if amounts[0] else 0])
    whole = anchor_at(document, start, clause.end)
    around = anchor_at(document, *sentence)
    for number, amount in enumerate(amounts or [None]):
        anchor = whole
        if number and amount is not None:
            anchor = anchor_at(document, clause.start + amount.outer_start, clause.start + amount.outer_end)
        yield Measure(
            id=id_of(document.snapshot.sha256, "measure", anchor.place.start, anchor.place.end),
            anchor=anchor,
            sentence=around,
            heading=block.path,
            form=form,
            beneficiary=who,
            condition=condition,
            content=balanced(words),
            amount=None if amount is None else _quantity(words, amount, capped=bool(capped)),
        )


def _leads(words: str) -> bool:
    """Whether a clause only names the case that the next one grants to: 对新认定的国家级平台, 首次突破1亿元的企业."""
    if _HOLDER.search(words) and len(words) >= 6:
        return True
    return words.startswith(("对", "凡", "经", "为", "符合", "按")) or _CONDITION.search(words) is not None


def _for_whom(text: str, lead: Clause | None, clause: Clause) -> tuple[str, str]:
    """Beneficiary and condition: 对首次上市的企业 is 企业, on 首次上市; 按…原则 is a condition of its own.

    The clauses between the case and the grant may hold the rule (对…新药，按研发投入的40%，给予…).
    """
    words = text[clause.start : clause.end]
    case = text[lead.start : lead.end] if lead else ""
    between = text[lead.end : clause.start] if lead else ""
    each = _EACH.search(words)
    match = _FOR.search(words) or _HELPS.search(words) or _CASE.search(case) or _BARE_CASE.search(case)
    match = match or each or _TAKES.search(words) or _MAY.search(words)
    who = match.group("who") if match else ""
    rule = _AS_RULE.search(words) or _AS_RULE.search(between) or _AS_RULE.search(case)
    condition = rule.group() if rule else ""
    relative = _RELATIVE.match(who)
    if relative is not None and len(relative.group("condition")) >= 3:
        who = relative.group("who")
        stated = relative.group("condition")
        group = _GROUP.match(stated)
        who = who or (each.group("who") if each else "") or (group.group(group.lastgroup or 0) if group else "")
        condition = "，".join(part for part in (stated, condition) if part)
    elif not condition and not who:
        found = _CONDITION.search(case)
        condition = found.group() if found else ""
    return who, condition


def _amounts(words: str, on: date | None) -> Iterator[Amount]:
    for token in tokens_in(words, on):
        if isinstance(token, Amount) and _MONEY.search(token.unit):
            yield with_comparators(token, words)


def _quantity(words: str, amount: Amount, *, capped: bool) -> Quantity:
    """The amount; `capped` where an earlier 最高 holds for the whole list (分别给予最高500万元、1000万元)."""
    ceiling = _CEILING.search(words[: amount.start])
    op = "<=" if (ceiling or capped) and amount.op in ("=", "<=", "~") else amount.op
    if ceiling:
        amount = replace(amount, outer_start=min(amount.outer_start, ceiling.start()))
    low, high = replace(amount, op=op).bounds
    return Quantity(
        low,
        high,
        amount.unit,
        words[amount.outer_start : amount.outer_end],
        approximate=op == "~",
        strict=op in ("<", ">"),
    )
