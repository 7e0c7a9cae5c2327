"""Whether a Chinese numeral before a common unit (个, 项, 件 …) counts things, or is a manner of speaking."""

from __future__ import annotations

import re
from typing import Final

from yuheng.text.numbers import DIGITS

ENDS: Final = ("", "，", "。", "；", "、", ";", ",")
"""What follows a numeral that stands behind its noun."""

_STEPS = re.compile(r"(?:大)?(?:台阶|行动)")
_SUMMED = re.compile(r"(?:等|新增|建成|获批|增加|设立|新建|共有|拥有|另外|属于|中的|其他|其余|、)$")
_CONCRETE = re.compile(
    r"(?:国家级|省级|市级|区级|县级|全国|重点|重大|新|专项)*\w{0,12}?"
    r"(?:园区|基地|中心|平台|集群|企业|医院|机构|项目|实验室|工程|行动|学校|大学|示范区|试验区|开发区|区县|省份|城市|国家|产业园|台阶|交通圈|工作)"
)


_LISTED = re.compile(r"、|和|及|与")


def sums_up(numeral: str, before: str) -> bool:
    """Whether a numeral counts the things listed just before it.

    >>> sums_up("四", "设经济贸易、学术交流、行业培训、文化宣传"), sums_up("两", "坚持")
    (True, False)
    """
    items = re.split("[，。；：:\n]", before)[-1]
    if "、" not in items or len(numeral) > 1:
        return False
    return len([item for item in _LISTED.split(items) if item]) == DIGITS.get(numeral) or items.count(
        "、"
    ) + 1 == DIGITS.get(numeral)


def is_counted(number: str, before: str, after: str, *, unit: str) -> bool:
    """Whether things are counted: the numeral sums up a list or follows a verb of getting, and things follow; or it
    stands behind them (改造村卫生室四十二个).

    Args:
        number, unit: as written.
        before, after: some words on either side.

    >>> is_counted("三", "新增", "省级平台", unit="个"), is_counted("两", "坚持", "方面", unit="个")
    (True, False)
    """
    if after.startswith("“") and unit == "个":
        return True
    if len(number) > 1 and unit in ("个", "件", "项") and after[:1] in ENDS:
        return True
    return (bool(_SUMMED.search(before) or unit == "项") and bool(_CONCRETE.match(after))) or bool(_STEPS.match(after))
