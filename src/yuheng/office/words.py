"""The words that workbook and reader share: what the kinds, comparators and places are called in Chinese."""

from __future__ import annotations

from typing import Final

from yuheng.errors import Misuse
from yuheng.model import Period, Place, Quantity
from yuheng.office.claims_file import printed
from yuheng.vocab.chain import segments

KIND_WORDS: Final = {
    "target": "目标",
    "actual": "实绩",
    "task": "任务",
    "agreement": "协议",
    "siting": "布局",
    "advice": "建议",
    "measure": "政策措施",
    "offer": "供给",
    "need": "需求",
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

ISSUE_WORDS: Final = {
    "agreement-without-parties": "协议不知各方",
    "cell-merged": "单元格合并",
    "cell-not-written": "单元格没有写",
    "cell-unasked": "格里多填了",
    "cell-unread": "格里读不懂",
    "characters-lost": "字符丢失",
    "column-unknown": "多出的列",
    "credit-code-conflict": "信用代码冲突",
    "credit-code-invalid": "信用代码校验不符",
    "date-unread": "发文日期没读出",
    "file-crashed": "读取程序出错",
    "file-duplicate": "重复的文件",
    "file-macros": "文件带宏",
    "file-unreadable": "文件不能读",
    "head-changed": "表头改动",
    "judgement-conflict": "归并互相矛盾",
    "owner-unread": "责任单位没读出",
    "page-damaged": "页面损坏",
    "page-garbled": "页面乱码",
    "page-overfull": "页面字符过多",
    "page-picture": "页面是图片",
    "part-damaged": "文件部分损坏",
    "place-ambiguous": "地名不唯一",
    "return-of-another-period": "别期的表",
    "row-ambiguous": "行不唯一",
    "row-differs": "行与台账不同",
    "row-disagrees": "各单位说法不一",
    "row-missing": "缺行",
    "row-twice": "一行两答",
    "row-unknown": "认不出的行",
    "row-unmatched": "不在台账的行",
    "series-row-unread": "数列行没读出",
    "sheet-hidden": "隐藏的工作表",
    "sheet-unknown": "多出的工作表",
    "side-unknown": "供需不明",
    "table-ambiguous": "表格栏数不符",
    "text-empty": "没有文字",
    "title-unread": "标题没读出",
    "unit-unknown": "单位不认识",
}
"""Issue codes in short, for lists and filters; `docs/vocabulary.md` says what each means and what to do."""


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

    >>> [place_words(each) for each in (Place(9, 12, page=3), Place(9, 12), Place(9, 12, sheet="", cell="B2"))]
    ['第3页', '第10字', 'B2']
    """
    if place.sheet is not None:
        return "!".join(filter(None, (place.sheet, place.cell)))
    if place.page is not None:
        return f"第{place.page}页"
    if place.paragraph is not None:
        return f"第{place.paragraph + 1}段"
    return f"第{place.start + 1}字"


def class_words(segment: str) -> str:
    """A class of the chain as printed: its name and the classes of GB/T 4754; 未分类 where none is known.

    >>> class_words("械.耗材.口罩"), class_words("")
    ('口罩（2770）', '未分类')
    """
    if not segment:
        return "未分类"
    if segment not in segments():
        return segment  # of another version of the chain
    return f"{segments()[segment].name}（{'、'.join(segments()[segment].gbt)}）"


def document_word(kind: str) -> str:
    """What a kind of document is called.

    Raises:
        Misuse: a kind that `model.Metadata` does not know.
    """
    if kind not in DOCUMENT_WORDS:
        raise Misuse(f"no word for a document of kind {kind!r}; known are {', '.join(filter(None, DOCUMENT_WORDS))}.")
    return DOCUMENT_WORDS[kind]
