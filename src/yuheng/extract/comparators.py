"""Amounts and the words of comparison around them: 不低于 … 以上, 约, 最高可达."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from yuheng.model.quantity import Op, Quantity


@dataclass(slots=True)
class Amount:
    """One number with its unit, as read from a text.

    Attributes:
        start, end: the number with its unit.
        outer_start, outer_end: the same with its comparators (不低于 … 以上).
        value, value2: as printed, before the unit's scale; `value2` only for a range.
        unit: as written, scale word included; empty where there is none.
        op: the comparator.
        prefix, suffix: the comparator words themselves, for lists that share one.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    value: Decimal
    value2: Decimal | None
    unit: str
    op: Op
    prefix: str = ""
    suffix: str = ""

    @property
    def bounds(self) -> tuple[Decimal | None, Decimal | None]:
        """The lower and upper bound; a range that is written from high to low is turned."""
        if self.value2 is not None and self.value2 < self.value:
            return Quantity.bounds(self.op, self.value2, self.value)
        return Quantity.bounds(self.op, self.value, self.value2)


_BEFORE = re.compile(
    r"(?P<op>不低于|不少于|不小于|不得低于|不得少于|至少(?=\w{0,4}$)|≥|>=|大于等于"
    r"|不超过|不高于|不大于|不多于|不得超过|不得高于|最多|≤|<=|上限为|最高不超过|最[高多长](?=$|可[达获得享]|[达补奖资支给享])"
    r"|超过|突破|超出|跨越|跨过|迈过|多于|大于|＞|>|逾|超(?!标|临界)|高于|过(?=$)|(?<![突打])破(?=$)"
    r"|低于|小于|少于|＜|<|不足|不到"
    r"|约为|大约|约|将近|接近|近|大致)(?P<filler>了|到|约|近|总\w{1,6}的|(?<=超过)[\u4e00-\u9fff]{2,8}的(?=$)|(?<=至少)\w{1,4}|(?<=最[高多长])(?:可?[达获得享]到?|补助|补贴|奖励|奖补|资助|支持|给予))?\s?$"
)
_MAY_COMPARE = re.compile("[低少小至≥大超高多长最≤上突跨迈＞逾过破＜<>不约近]")
"""What every word of comparison before a number holds."""
_OPS_BEFORE: dict[str, Op] = {
    **dict.fromkeys(("不低于", "不少于", "不小于", "不得低于", "不得少于", "至少", "≥", ">=", "大于等于"), ">="),
    **dict.fromkeys(
        (
            "不超过",
            "不高于",
            "不大于",
            "不多于",
            "不得超过",
            "不得高于",
            "最多",
            "最长",
            "≤",
            "<=",
            "上限为",
            "最高不超过",
            "最高",
        ),
        "<=",
    ),
    **dict.fromkeys(
        ("超过", "突破", "超出", "跨越", "跨过", "迈过", "多于", "大于", "高于", "＞", ">", "逾", "超", "过", "破"), ">"
    ),
    **dict.fromkeys(("低于", "小于", "少于", "＜", "<", "不足", "不到"), "<"),
    **dict.fromkeys(("约为", "大约", "约", "将近", "接近", "近", "大致"), "~"),
}
_OF_A_BASE = ("%", "‰", "成")
_BOUND_OF = re.compile("(?P<op>不高于|不低于|不超过|不得超过|不得低于|不少于)[\u4e00-\u9fff]{2,14}的$")
"""租金不高于市场价的60%: the base of a share stands between the bound and the number."""
_AFTER = re.compile(
    r"\s?(?P<op>及以上|以上|及以下|以下|以内|之内|左右|上下|起(?=[，。；、）)]|$)|(?=可达|内办结|内到达)"
    r"|(?:(?<=分钟)|(?<=小时))(?=内[\u4e00-\u9fff]{0,4}(?:派车|出车|出具|响应|送达|处置|接诊|抵达|上门|反馈|回复|答复|会诊|出诊|办理|报告|发出)))(?!来)"
)
_AFTER_HEADS = frozenset("及以之左上可内起")
_OPS_AFTER: dict[str, Op] = {
    **dict.fromkeys(("及以上", "以上", "起"), ">="),
    **dict.fromkeys(("及以下", "以下", "以内", "之内", ""), "<="),
    **dict.fromkeys(("左右", "上下"), "~"),
}


def with_comparators(amount: Amount, text: str) -> Amount:
    """Widen an amount by the comparator words around it, and let them set its `op`."""
    op = amount.op
    outer_start, outer_end, prefix, suffix = amount.start, amount.end, "", ""
    low = max(0, amount.start - 12)
    before = _BEFORE.search(text, low, amount.start) if _MAY_COMPARE.search(text, low, amount.start) else None
    if before:
        prefix = before.group("op")
        outer_start = before.start()
        if op != "range":
            op = _OPS_BEFORE[prefix]
    head = text[amount.end : amount.end + 1]
    after = _AFTER.match(text, amount.end) if head in _AFTER_HEADS or head.isspace() else None
    if after:
        suffix = after.group("op")
        outer_end = after.end()
        if op in ("=", "~", ">=", "<=") or (op == ">" and suffix in ("左右", "上下")):
            op = _OPS_AFTER[suffix]
    if (
        not before
        and text[amount.start - 1 : amount.start] == "的"
        and op == "="
        and amount.unit in _OF_A_BASE
        and (bound := _BOUND_OF.search(text, max(0, low - 10), amount.start))
    ):
        op = _OPS_BEFORE[bound.group("op")]
    span = (amount.start, amount.end, outer_start, outer_end)
    return Amount(*span, amount.value, amount.value2, amount.unit, op, prefix, suffix)
