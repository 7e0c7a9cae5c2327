"""The words that workbook and reader share: what the kinds, comparators and places are called in Chinese."""

from __future__ import annotations

from typing import Final

from yuheng.errors import Misuse
from yuheng.model import Period, Place, Quantity
from yuheng.office.claims_file import printed

KIND_WORDS: Final = {
    "target": "目标",
    "actual": "实绩",
    "task": "任务",
    "agreement": "协议",
    "siting": "布局",
    "advice": "建议",
    "measure": "政策措施",
}

OP_WORDS: Final = {
    "=": "等于",
    ">": "超过",
    ">=": "不低于",
    "<": "低于",
    "<=": "不超过",
    "~": "约",
    "range": "区间",
}

OP_SIGNS: Final = {"=": "", ">": "> ", ">=": "≥ ", "<": "< ", "<=": "≤ ", "~": "≈ ", "range": ""}

MEASURE_WORDS: Final = {"level": "总量", "growth": "增长", "share": "占比", "flow": "期间量"}

DOCUMENT_WORDS: Final = {
    "plan": "规划",
    "opinion": "意见",
    "measures": "办法措施",
    "notice": "通知",
    "report": "报告",
    "news": "新闻",
    "list": "清单",
    "": "",
}


def amount_words(quantity: Quantity | None) -> str:
    """An amount in short, with its comparator as a sign.

    >>> from decimal import Decimal
    >>> amount_words(Quantity(Decimal(60), None, "%", "不低于60%")), amount_words(None)
    ('≥ 60%', '')
    """
    if quantity is None:
        return ""
    numbers = printed(quantity.value)
    if quantity.value2 is not None:
        numbers += "–" + printed(quantity.value2)
    return f"{OP_SIGNS[quantity.op]}{numbers}{quantity.unit}"


def period_words(period: Period | None) -> str:
    """A period's label, "" where the document does not say."""
    return "" if period is None else period.label


def place_words(place: Place) -> str:
    """Where in the file, as a person would look it up.

    >>> place_words(Place(120, 124, page=3)), place_words(Place(120, 124))
    ('第3页', '第121字')
    """
    if place.sheet is not None:
        return f"{place.sheet}!{place.cell}" if place.cell else place.sheet
    if place.page is not None:
        return f"第{place.page}页"
    if place.paragraph is not None:
        return f"第{place.paragraph + 1}段"
    return f"第{place.start + 1}字"


def document_word(kind: str) -> str:
    """What a kind of document is called.

    Raises:
        Misuse: a kind that `model.Metadata` does not know.
    """
    if kind not in DOCUMENT_WORDS:
        raise Misuse(f"no word for a document of kind {kind!r}; known are {', '.join(filter(None, DOCUMENT_WORDS))}.")
    return DOCUMENT_WORDS[kind]
