"""Whether a tie is made or only meant: 将签署, 鼓励…合作 and 建议… are meant; 签署了, 由甲和乙投资的项目 are made."""

from __future__ import annotations

import re

from yuheng.extract.agreement_frames import Tie
from yuheng.extract.agreement_parties import clause_start
from yuheng.extract.agreement_words import DONE, PLANNED
from yuheng.text.names_lists import Span

_COME_TRUE = re.compile(
    r"(?:成立|组建|建立|建成|开设|打造|设立|启动|开展|达成|形成|发起|共建|建设)了|揭牌|[发制究]出|投入使用|投用|启用|落成|挂牌|获批"
    r"|(?:联盟|联合体|共同体|研究院|中心)(?:[^，。；]{0,12}?)成立[。，]?$"
)
_ADVISED = re.compile(r"建议|倡议|呼吁|希望")
_TELLING = ("news", "report")
"""Kinds of document that tell what was done where they do not say otherwise."""
_COUNTED = re.compile(r"\d+[余多]?[家个项所处名]")
_URGED = re.compile(r"将(?!军)|拟|计划|推动|争取|促成|力争|鼓励|支持|引导|尽快")
_DUE = re.compile(r"将(?!军)|拟|计划|准备|有望|有意")
_RELATIVE = re.compile(r"的(?!建议|意见|方式|原则)")
_SEALED = re.compile(r"^[，,](?:双方|三方)?(?:达成|签署|签订)(?:了)?[^，。；]{0,16}?(?:协议|合同|共识|合作)")


def is_planned(text: str, sentence: Span, tie: Tie, *, kind: str) -> bool:
    """Whether the tie is still to be made; a plan's 支持甲与乙共建 is, 甲与乙共建了 and what is signed are not.

    `kind` is the document's: 与甲省共建补偿机制 without any word of intent is an order in a plan, a deed in a report.
    """
    start = max(clause_start(text, tie.start), sentence[0])
    before = text[start : tie.verb[0]]
    if tie.act == "signed":
        lead, tail = _around(text, start, tie)
        middle = text[tie.parties[0][1] : tie.parties[1][0]] if len(tie.parties) > 1 else ""
        return _URGED.search(lead) is not None or any(_DUE.search(part) is not None for part in (middle, tail))
    if _ADVISED.search(text, sentence[0], tie.start):
        return True
    if _COME_TRUE.search(text, tie.start, tie.end) or _SEALED.search(text, tie.end, sentence[1]):
        return False
    intent = PLANNED.search(text, sentence[0], tie.verb[0]) or PLANNED.match(text, tie.verb[0])
    if intent is None and (kind in _TELLING or _COUNTED.search(text, _after_parties(tie), tie.end)):
        return False
    if DONE.search(text[start : tie.verb[1] + 2]) and not PLANNED.search(before):
        return False
    first = tie.parties[0][0] if tie.parties else tie.start
    by = text[max(sentence[0], first - 1) : first] == "由"
    return not by and _RELATIVE.match(text, tie.verb[1], tie.end) is None


def _after_parties(tie: Tie) -> int:
    return max([tie.verb[1], *(end for _, end in tie.parties)])


def _around(text: str, start: int, tie: Tie) -> tuple[str, str]:
    """What stands before the parties, and between the last of them and the verb."""
    if not tie.parties:
        return text[start : tie.verb[0]], ""
    return text[start : tie.parties[0][0]], re.sub("(?:就|围绕).*", "", text[tie.parties[-1][1] : tie.verb[0]])
