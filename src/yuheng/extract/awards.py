"""Awards of a policy: "对年营收首次突破5亿元的企业，给予最高100万元奖励".

Such a sentence holds two sorts of numbers. The ones before its comma only say whom it is for and state nothing; the
ones behind 给予 are what is promised, and what they measure is made of the beneficiary and the name of the award.
"""

from __future__ import annotations

import re

_AWARD = re.compile(r"给予|予以|奖励|奖补|补助|资助|补贴|扶持|贴息|减免|返还|授予")
_CASE = re.compile(r"[对凡](?![接口外称象比应于])[^。；;]*$")
_CASE_ENDS = re.compile(r"(?:[、或和及至到—\-]\s?[\d.]+[^\d，。；、]{0,6}){0,6}[^，。；;]{0,24}的[^，。；;]{0,16}[，,]")
_NAMED = re.compile(
    r"(?:对|凡)(?![接口外称象比应于])(?P<case>[^，,。；;]*?)"
    r"(?=[，,]|(?:分别|一次性|最高|再|每年)*(?:给予|予以)|(?:奖励|补助|资助|补贴|贴息)|按)"
)
_GIVES = re.compile(r"(?:给予|予以|再给)[^，。；]{0,16}$|(?:奖励|补助|资助|补贴|奖补|最高)(?:不超过|最高|共|额度)*$")
_GIVES_ALONE = re.compile(r"[，,；、\s]*(?:分别|各|再|一次性)*(?:给予|予以)(?:最高|不超过)*")
_CASE_ALONE = re.compile(
    r"(?:^|[：；。])(?P<case>(?![对凡])[^，,。；：\d]{3,24}的)[，,](?:分别|各|再|一次性)*(?:给予|予以)(?:一次性|最高|不超过|[\d.、和]+万?元)*$"
)
"""取得批件的，给予…: a case of its own without 对."""
_NAME = re.compile(
    r"^的?(?P<name>[^，,。；;、\d]{0,8}?(?:奖励|补助|资助|补贴|奖补|支持|贴息|扶持|经费|资金|奖金|减免))"
)
_NAME_BEFORE = re.compile(r"奖励|补助|资助|补贴|奖补|贴息|扶持|支持")


def is_condition(text: str, start: int, end: int) -> bool:
    """Whether the number at [start, end) only says whom an award is for.

    >>> is_condition("对年营收突破5亿元的企业，给予50万元奖励。", 4, 9)
    True
    """
    if text.find("对", max(0, start - 80), start) < 0 and text.find("凡", max(0, start - 80), start) < 0:
        return False
    ends = _CASE_ENDS.match(text, end)
    if ends is None or _AWARD.search(text, end, ends.end()):
        return False
    case = _CASE.search(text, max(0, start - 80), start)
    return (
        case is not None
        and not _AWARD.search(case.group())
        and _AWARD.search(text, ends.end(), ends.end() + 48) is not None
    )


def award_named(sentence: str, left: str, right: str) -> str:
    """What an award's number measures, "" where the words before the number give nothing to anyone.

    `sentence` runs up to the number, `left` is its clause's part of it, `right` what follows the number (or its run).

    >>> award_named("对首次上市的企业，给予", "给予", "一次性奖励")
    '企业一次性奖励'
    """
    if not _GIVES.search(left):
        return ""
    cases = list(_NAMED.finditer(sentence))
    behind = _NAME.match(right)
    if behind and (alone := _CASE_ALONE.search(sentence)):
        return _beneficiary(alone.group("case")) + behind.group("name")
    if not cases:
        return behind.group("name") if behind and _GIVES_ALONE.fullmatch(left) else ""
    named = cases[-1]
    before = [found.group() for found in _NAME_BEFORE.finditer(sentence, named.end())]
    name = behind.group("name") if behind else before[-1] if before else ""
    return _beneficiary(named.group("case")) + name if name else ""


def _beneficiary(case: str) -> str:
    """Whom a case names: the noun behind its last 的, or all of it where it ends in one."""
    case = case.strip("“”\x00 ")
    if case.endswith("的"):
        return re.sub(r"^(?:首次|新|本市|全市|我市)+", "", case.removesuffix("的"))[-20:]
    return case.rpartition("的")[2][-20:]
