"""A firm's own sheet 自报表: what it handed in itself, one item a row, in a workbook with drop-downs that comes back.

What is typed on the firm's page is written into the same workbook that it may download, fill in and hand in: a sheet
among the others, read by the same verb, so that every item keeps its cell. What it says of its firm replaces what the
sheets of others say of it.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

import xlsxwriter

from yuheng.errors import Misuse
from yuheng.exchange.items import Item
from yuheng.office.event_sheet import Table
from yuheng.office.sheets import ACCENT, storable
from yuheng.vocab.chain import UNCLASSED, segments, stages, version
from yuheng.vocab.chain.forms import forms

PREFIX: Final = "自报-"
SIDE_WORDS: Final = MappingProxyType({"offer": "供给", "need": "需求"})
ITEM_TITLES: Final[Mapping[str, str]] = {
    "side": "供需类型",
    "name": "名称",
    "segment": "产业链环节",
    "specification": "规格",
    "quantity": "数量",
    "item_place": "供需地点",
    "form": "对接形式",
    "stage": "阶段",
    "until": "有效期",
    "must": "必须",
    "want": "优先",
    "no": "不接受",
}
"""The columns of an item."""

FIRM_TITLES: Final[Mapping[str, str]] = {
    "code": "统一社会信用代码",
    "group": "所属集团",
    "place": "所在地",
    "contact": "联系人",
    "phone": "联系电话",
    "licence": "许可证",
    "licence_until": "许可证有效期",
    "veto": "回避单位",
    "absent": "缺席时段",
}
"""The columns of the firm itself, of which the first row counts."""

TITLES: Final[Mapping[str, str]] = {"firm": "单位名称", **ITEM_TITLES, **FIRM_TITLES}
_FIELDS: Final = {title: name for name, title in TITLES.items()}
_SHEET: Final = "供需"
_CHOICES: Final = "选项"
_ABOVE: Final = "一行一项供给或需求，先填前四列；单位自己的情况（右侧各列）只填第一行。列名请勿改动，填好交回。"
_HEAD_ROW: Final = 1
_BLANK_ROWS: Final = 40
"""Rows with drop-downs below the last one that is filled."""

_WIDTHS: Final = {"firm": 26, "name": 26, "segment": 22, "specification": 28, "code": 22, "licence": 22, "until": 12}
_CREATED: Final = datetime(2000, 1, 1)  # the same words give the same bytes


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """What one firm says of itself.

    Attributes:
        firm: its registered name.
        about: the words of `FIRM_TITLES`' fields; what is not there was not said.
        items: the words of `ITEM_TITLES`' fields, one item each, in order.
    """

    firm: str
    about: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    items: tuple[Mapping[str, str], ...] = ()

    @property
    def rows(self) -> list[dict[str, str]]:
        """As a registration reads them: the firm stands in every row, what it says of itself in the first one."""
        rows = [{"firm": self.firm, **item} for item in self.items] or [{"firm": self.firm}]
        return [{**self.about, **rows[0]}, *rows[1:]]


def item_words(item: Item) -> dict[str, str]:
    """What an item says, by the fields of `ITEM_TITLES`; what it does not say is not there."""
    words = {
        "side": SIDE_WORDS[item.side],
        "name": item.name,
        "segment": item.segment,
        "specification": item.specification,
        "quantity": item.quantity,
        "item_place": item.place,
        "form": item.form,
        "stage": item.stage,
        "until": item.until.isoformat() if item.until else "",
        "must": "、".join(item.must),
        "want": "、".join(item.want),
        "no": "、".join(item.no),
    }
    return {key: value for key, value in words.items() if value}


def own_name(firm: str) -> str:
    """What a firm's own sheet is called.

    >>> own_name("岚江药业有限公司")
    '自报-岚江药业有限公司.xlsx'
    """
    return f"{PREFIX}{file_name(firm)}.xlsx"


def file_name(firm: str) -> str:
    """A firm's name as a file may be called; two firms that differ only in forbidden signs keep apart."""
    safe = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", firm)[:60]
    return safe if safe == firm else f"{safe}-{hashlib.sha256(firm.encode()).hexdigest()[:6]}"


def is_own(table: Table) -> bool:
    """Whether a table stands in some firm's own sheet."""
    return table.file.startswith(PREFIX)


def owner_of(table: Table) -> str:
    """The firm whose own sheet a table stands in; empty where the sheet names it in no row.

    The file's name binds the sheet to one firm: a row in which it names another one says nothing.
    """
    columns = own_columns(table.head) or {}
    names = (row.get("firm", "").strip() for _where, row in table.filled(columns))
    return next((name for name in names if name and own_name(name) == table.file), "")


def own_columns(head: Sequence[str]) -> dict[int, str] | None:
    """What the columns of an own sheet's head mean; None where one of them is none of its titles, or stands twice."""
    titles = [title for title in head if title]
    if (
        len(set(titles)) < len(titles)
        or not set(titles) <= set(_FIELDS)
        or not {TITLES["firm"], TITLES["name"]} <= {*titles}
    ):
        return None
    return {column: _FIELDS[title] for column, title in enumerate(head) if title}


def read_own(table: Table, firm: str) -> OwnSheet:
    """Read what a firm says of itself in its own sheet.

    Raises:
        Misuse: the head is not the sheet's own, or a row names another firm.
    """
    columns = own_columns(table.head)
    if columns is None:
        other = [title for title in table.head if title and title not in _FIELDS]
        said = f"多了列“{'、'.join(other)}”" if other else "缺少单位名称或名称一列，或有重复的列"
        raise Misuse(f"表头与本单位的登记表不同：{said}。", hint="下载本单位的登记表，填好再交，不要改列名。")
    about: dict[str, str] | None = None
    items = []
    for where, row in table.filled(columns):
        named = row.get("firm", "").strip()
        if named and named != firm:
            raise Misuse(f"{where.rpartition('·')[2]}写的是“{named}”，不是本单位。", hint="这里只收本单位的供需。")
        words = {key: value.strip() for key, value in row.items() if value.strip()}
        if about is None:
            about = {key: words[key] for key in FIRM_TITLES if key in words}
        if "name" in words:
            items.append({key: words[key] for key in ITEM_TITLES if key in words})
    return OwnSheet(firm, about or {}, tuple(items))


def own_bytes(sheet: OwnSheet) -> bytes:
    """A firm's own sheet as a workbook, with drop-downs and room for more items; the same words, the same bytes."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": f"{sheet.firm} 供需登记", "author": "玉衡 Yuheng", "created": _CREATED})
    looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
    page = book.add_worksheet(_SHEET)
    page.write_string(0, 0, _ABOVE, looks["above"])
    page.set_row(0, 22)
    page.set_row(_HEAD_ROW, 24)
    for column, (name, title) in enumerate(TITLES.items()):
        page.set_column(column, column, _WIDTHS.get(name, 14))
        page.write_string(_HEAD_ROW, column, title, looks["firm head" if name in FIRM_TITLES else "head"])
    last = _HEAD_ROW + len(sheet.rows) + _BLANK_ROWS
    for number in range(_HEAD_ROW + 1, last + 1):
        at = number - _HEAD_ROW - 1
        row = sheet.rows[at] if at < len(sheet.rows) else {}
        for column, name in enumerate(TITLES):
            look = looks["own" if name in FIRM_TITLES and at else "text"]
            page.write_string(number, column, storable(row.get(name, "")), look) if row.get(name) else page.write_blank(
                number, column, None, look
            )
    _offer_choices(book, page, last)
    page.freeze_panes(_HEAD_ROW + 1, 3)
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(2, 0)  # what the firm is stands on the second page
    page.repeat_rows(_HEAD_ROW)
    book.close()
    return buffer.getvalue()


def _offer_choices(book: Any, page: Any, last: int) -> None:
    """Drop-downs; the long ones read a sheet beside, as a list inside a cell may hold 255 characters only."""
    lists = {
        "side": list(SIDE_WORDS.values()),
        "segment": [*segments(), UNCLASSED],
        "form": list(forms()),
        "stage": list(stages()),
    }
    beside = book.add_worksheet(_CHOICES)
    beside.hide()
    for at, (name, words) in enumerate(lists.items()):
        for number, word in enumerate(words):
            beside.write_string(number, at, word)
        column, letter = list(TITLES).index(name), chr(ord("A") + at)
        options = {
            "validate": "list",
            "source": f"={_CHOICES}!${letter}$1:${letter}${len(words)}",
            "error_type": "information",
            "error_title": TITLES[name],
            "error_message": "不在选项中；可以保留，登记时会再问。",
            "input_title": TITLES[name],
            "input_message": _HINTS[name],
        }
        page.data_validation(_HEAD_ROW + 1, column, last, column, options)


_HINTS: Final = {
    "side": "供给或需求。",
    "segment": f"第{version()}版分类；不填则按名称归类，都不是选“{UNCLASSED}”。",
    "form": "可不填。",
    "stage": "可不填。",
}
_BASE: Final[dict[str, Any]] = {
    "font_name": "微软雅黑",
    "font_size": 10,
    "valign": "top",
    "border": 1,
    "border_color": "#C9D3D6",
    "text_wrap": True,
    "num_format": "@",
}
_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "above": {"font_name": "微软雅黑", "font_size": 10, "font_color": ACCENT},
    "head": {**_BASE, "bold": True, "valign": "vcenter", "font_color": "#FFFFFF", "bg_color": ACCENT},
    "firm head": {**_BASE, "bold": True, "valign": "vcenter", "font_color": ACCENT, "bg_color": "#E3EEF1"},
    "text": _BASE,
    "own": {**_BASE, "bg_color": "#F3F6F7"},
}
