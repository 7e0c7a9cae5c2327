"""The workbook that goes to one owner: its duties pre-filled, and only the cells that it owes unlocked."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import xlsxwriter

from yuheng.office.duties import Duty
from yuheng.office.return_rows import KEY, LOCKED, OWED, STATUSES, TITLES, SentRow
from yuheng.office.sheets import ACCENT, storable

SHEET: Final = "填报"
MARK: Final = "_yuheng"
"""The hidden sheet that says whose workbook it is; rows are known without it."""
UNASSIGNED: Final = "未明确责任单位"
_WIDTHS: Final = {
    "row": 24,
    "number": 6,
    "kind": 6,
    "what": 34,
    "goal": 13,
    "unit": 8,
    "due": 11,
    "previous": 12,
    "value": 13,
    "status": 14,
    "progress": 42,
    "source": 20,
    "owner": 22,
    "words": 50,
    "chapter": 22,
}
_HEAD_ROW: Final = 3
_FORBIDDEN: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_NOTE: Final = 255
_TITLE: Final = 32
_CREATED: Final = datetime(2000, 1, 1)
_GREY, _YELLOW, _LINE = "#F2F4F5", "#FFFBE6", "#C9D3D6"


@dataclass(frozen=True, slots=True)
class Previous:
    """What was reported on a duty the last time: the period, and the number or the word as it stood."""

    period: str
    words: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A workbook to send: to whom, under which name, its rows, its bytes."""

    owner: str
    file: str
    rows: tuple[SentRow, ...]
    data: bytes


def outgoing(
    duties: Sequence[Duty],
    *,
    period: str,
    due: date,
    previous: Mapping[str, Previous] | None = None,
    current: Mapping[tuple[str, str], str] | None = None,
    unassigned: bool = True,
) -> tuple[Outgoing, ...]:
    """One workbook for each owner, in the order of their names; duties without an owner come last, for the clerk.

    Args:
        duties: those in force.
        period: the period to report on.
        due: by when it is to be back.
        previous: what was last reported, by duty; shown, and never put into the cell that is owed: a sheet that comes
            back untouched must not pass for a report.
        current: what this period's owed cells hold already (duty, field), where a sheet is sent again.
        unassigned: whether to make the clerk's own workbook.
    """
    owners = sorted({duty.owner for duty in duties if duty.owner})
    names = _names(owners, period)
    made = [
        _outgoing([duty for duty in duties if duty.owner == owner], owner, names[owner], period, due, previous, current)
        for owner in owners
    ]
    rest = [duty for duty in duties if not duty.owner]
    if rest and unassigned:
        name = f"{period}_{UNASSIGNED}.xlsx"
        made.append(_outgoing(rest, "", name, period, due, previous, current))
    return tuple(made)


def _names(owners: Iterable[str], period: str) -> dict[str, str]:
    """File names; two owners whose names differ only in forbidden characters keep two files."""
    names: dict[str, str] = {}
    for owner in owners:
        stem = _FORBIDDEN.sub("_", owner).strip(" .")[:60] or "单位"
        name, number = f"{period}_{stem}.xlsx", 2
        while name.casefold() in {each.casefold() for each in names.values()}:
            name, number = f"{period}_{stem}_{number}.xlsx", number + 1
        names[owner] = name
    return names


def _outgoing(
    duties: Sequence[Duty],
    owner: str,
    file: str,
    period: str,
    due: date,
    previous: Mapping[str, Previous] | None,
    current: Mapping[tuple[str, str], str] | None,
) -> Outgoing:
    rows = tuple(_sent(duty, period, file, (previous or {}).get(duty.id), current or {}) for duty in duties)
    return Outgoing(owner, file, rows, _book(rows, owner, period, due))


def _sent(
    duty: Duty, period: str, file: str, before: Previous | None, current: Mapping[tuple[str, str], str]
) -> SentRow:
    locked = {
        "kind": duty.kind,
        "what": duty.what,
        "goal": duty.goal,
        "unit": duty.unit,
        "due": duty.due,
        "previous": "" if before is None else f"{before.words}（{before.period}）",
        "words": duty.words,
        "chapter": " › ".join(duty.claim.heading),
    }
    fields = owed_fields(duty.kind, duty.owner)
    return SentRow(
        id=duty.id,
        period=period,
        owner=duty.owner,
        file=file,
        kind=duty.kind,
        claim=duty.claim.id,
        counting=duty.counting,
        locked={name: storable(words) for name, words in locked.items()},
        owed={name: current.get((duty.id, name), "") for name in fields},
    )


def owed_fields(kind: str, owner: str) -> tuple[str, ...]:
    """What a row asks for: of the clerk who the owner is, of an owner the rest; a task has no number."""
    if not owner:
        return ("owner",)
    return OWED if kind == "目标" else tuple(name for name in OWED if name != "value")


def _columns(owner: str) -> tuple[str, ...]:
    left_out = set(OWED) if not owner else {"owner"}
    return tuple(name for name in TITLES if name not in left_out)


def _book(rows: Sequence[SentRow], owner: str, period: str, due: date) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    title = f"{period} 进展填报表（{owner or UNASSIGNED}）"
    book.set_properties({"title": title, "author": "玉衡 Yuheng", "created": _CREATED})
    looks = {name: book.add_format({"font_name": "微软雅黑", "font_size": 10, **look}) for name, look in _LOOKS.items()}
    sheet = book.add_worksheet(SHEET)
    columns = _columns(owner)
    _head(sheet, columns, looks, title, due, owner)
    for number, row in enumerate(rows, start=1):
        _fill(sheet, _HEAD_ROW + number, number, row, columns, looks)
    _guard(sheet, columns, len(rows))
    mark = book.add_worksheet(MARK)
    mark.write_string(0, 0, json.dumps({"period": period, "owner": owner, "rows": len(rows)}, ensure_ascii=False))
    mark.very_hidden()
    book.close()
    return buffer.getvalue()


_CELL: Final = {"valign": "top", "text_wrap": True, "border": 1, "border_color": _LINE}
_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "title": {"bold": True, "font_size": 14, "font_color": ACCENT},
    "how": {"font_color": "#56646A"},
    "head": {**_CELL, "bold": True, "valign": "vcenter", "font_color": "#FFFFFF", "bg_color": ACCENT},
    "asked": {**_CELL, "bold": True, "valign": "vcenter", "font_color": "#FFFFFF", "bg_color": "#B05A00"},
    "ours": {**_CELL, "bg_color": _GREY},
    "owed": {**_CELL, "bg_color": _YELLOW, "locked": False},
}


def _head(sheet: Any, columns: Sequence[str], looks: Mapping[str, Any], title: str, due: date, owner: str) -> None:
    sheet.write_string(0, 1, title, looks["title"])
    asked = "责任单位" if not owner else "黄色各格"
    day = f"{due.year}年{due.month}月{due.day}日"
    how = f"请填{asked}，{day}前返回。目标、单位、时限出自规划，有误请在“进展与问题”中说明。"
    if not owner:
        how = f"规划没有写明下列各项由谁负责；请填{asked}，{day}前用 yuheng collect 收回。"
    sheet.write_string(1, 1, how, looks["how"])
    for index, name in enumerate(columns):
        sheet.write_string(_HEAD_ROW - 1, index, KEY + name)
        sheet.write_string(_HEAD_ROW, index, TITLES[name], looks["asked" if name in (*OWED, "owner") else "head"])
        sheet.set_column(index, index, _WIDTHS[name], None, {"hidden": name == "row"})
    sheet.set_row(_HEAD_ROW - 1, None, None, {"hidden": True})
    sheet.set_row(_HEAD_ROW, 24)
    sheet.freeze_panes(_HEAD_ROW + 1, columns.index("goal"))


def _fill(sheet: Any, at: int, number: int, row: SentRow, columns: Sequence[str], looks: Mapping[str, Any]) -> None:
    for index, name in enumerate(columns):
        if name == "row":
            sheet.write_string(at, index, row.token, looks["ours"])
        elif name == "number":
            sheet.write_number(at, index, number, looks["ours"])
        elif name in LOCKED:
            sheet.write_string(at, index, row.locked[name], looks["ours"])
        elif name in row.owed:
            sheet.write(at, index, row.owed[name] or None, looks["owed"])
            _ask(sheet, at, index, name, row)
        else:
            sheet.write_blank(at, index, None, looks["ours"])
    if row.locked["words"]:
        sheet.write_comment(at, columns.index("what"), row.locked["words"][:1000], {"x_scale": 2.4, "y_scale": 1.2})


def _ask(sheet: Any, at: int, column: int, name: str, row: SentRow) -> None:
    """A drop-down where there are words to choose from, and a hint that shows while the cell is being filled in."""
    match name:
        case "value":
            unit = f"单位：{row.locked['unit']}。" if row.locked["unit"] else ""
            hint = f"{row.counting}。{unit}目标：{row.locked['goal']}{row.locked['unit']}。没有数请写“无”。"
            options = {"validate": "decimal", "criteria": ">=", "value": -1e15, "error_type": "information"}
            options["error_title"], options["error_message"] = "这不是一个数", "可以保留，但请写明，例如“约300”。"
        case "status":
            hint = "五个词选一；选“滞后”须在“进展与问题”中说明原因。"
            options = {"validate": "list", "source": list(STATUSES), "error_type": "warning"}
        case "progress":
            hint, options = "做了什么、还差什么、何时完成。", {"validate": "any"}
        case "source":
            hint, options = "哪张报表、哪个部门的口径。", {"validate": "any"}
        case "owner":
            hint, options = "由谁报送；写规范的单位名称。", {"validate": "any"}
        case _:
            raise ValueError(f"no such field: {name}")
    options["input_title"], options["input_message"] = TITLES[name][:_TITLE], hint[:_NOTE]
    sheet.data_validation(at, column, at, column, options)


def _guard(sheet: Any, columns: Sequence[str], count: int) -> None:
    """Locked, but without a password and with everything allowed that does no harm: people sort and widen columns."""
    last = _HEAD_ROW + max(count, 1)
    sheet.autofilter(_HEAD_ROW, 0, last, len(columns) - 1)
    allowed = ("sort", "autofilter", "format_cells", "format_columns", "format_rows", "select_unlocked_cells")
    sheet.protect("", dict.fromkeys(allowed, True))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.set_footer("&R&8第 &P 页，共 &N 页")
