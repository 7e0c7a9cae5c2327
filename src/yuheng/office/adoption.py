"""An office's own ledger workbook, adopted: which column is what, proposed once and confirmed once by a person."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from yuheng.errors import Misuse
from yuheng.model import Period
from yuheng.office.return_rows import folded
from yuheng.office.workbook import Sheet, Workbook, column_letters, column_number
from yuheng.office.workbook.book import Held
from yuheng.vocab.workbook_columns import column_roles, role_of

_DEPTHS: Final = (1, 2, 3)
_SEARCHED: Final = 20
_ENOUGH: Final = 3
_MONTHS: Final = re.compile(
    r"(?:(20\d\d)年)?(?:(\d{1,2})(?:-|—|至|~)?(\d{1,2})?月|第?([一二三四1-4])季度|(上半年|下半年|全年))"
)
_QUARTERS: Final = {name: number for number, names in enumerate(("一1", "二2", "三3", "四4")) for name in names}


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """One column of an adopted sheet.

    Attributes:
        column: its letters.
        title: its heads, from the top, with › between them.
        role: what it holds, a key of `vocab/workbook_columns.toml`; "" where it is left alone.
        when: the part of the year that it is for (10月, 一季度); "" where it is for every period.
    """

    column: str
    title: str
    role: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class SheetUse:
    """One adopted sheet: its name, the last row of its head, and its columns."""

    name: str
    head: int
    depth: int
    columns: tuple[ColumnUse, ...]

    def column(self, role: str) -> int | None:
        """The number of the first column with a role."""
        return next((column_number(each.column) for each in self.columns if each.role == role), None)


@dataclass(frozen=True, slots=True)
class Adoption:
    """How a workbook is read and written: nothing is written until a person has confirmed it."""

    workbook: str
    is_confirmed: bool
    sheets: tuple[SheetUse, ...]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A row of an adopted sheet: its number, and what its known columns hold."""

    sheet: str
    row: int
    held: dict[str, Held]

    def words(self, role: str) -> str:
        """What a column shows in this row."""
        return self.held[role].words.strip() if role in self.held else ""


def proposed(book: Workbook) -> Adoption:
    """Propose what the columns of a workbook are, from their titles; the heads may be merged over three rows.

    Raises:
        Misuse: no visible sheet has a column of indicators or tasks beside two others that are known.
    """
    sheets = tuple(use for sheet in book.sheets if sheet.is_visible and (use := _proposed_sheet(sheet)) is not None)
    if not sheets:
        known = "、".join(sheet.name for sheet in book.sheets)
        raise Misuse(
            f"{book.name}：没有一张表的表头认得出指标或任务一列（看了 {known}）。",
            hint="检查表头是否在前二十行，列名是否有“指标名称”或“任务”一类的词。",
        )
    return Adoption(book.name, False, sheets)


def _proposed_sheet(sheet: Sheet) -> SheetUse | None:
    rows = dict(sheet.rows())
    best: tuple[tuple[int, int, int], SheetUse] | None = None
    for last in [number for number in rows if number <= _SEARCHED]:
        for depth in _DEPTHS:
            if depth <= last:
                columns = _columns(_titles(sheet, last, depth))
                roles = {each.role for each in columns} - {""}
                exact = sum(role_of(each.title.rpartition(" › ")[2])[1] for each in columns)
                if "what" in roles and len(roles) >= _ENOUGH and any(n > last for n in rows):
                    score = (len(roles), exact, -depth)
                    if best is None or score > best[0]:
                        best = score, SheetUse(sheet.name, last, depth, columns)
    return None if best is None else _to_the_end(sheet, best[1])


def _to_the_end(sheet: Sheet, use: SheetUse) -> SheetUse:
    """The head with the rows that its merged cells still cover."""
    columns = [column_number(each.column) for each in use.columns if each.role]
    while all(
        any(a[0] <= use.head and a[2] > use.head and a[1] <= column <= a[3] for a in sheet.cells.merged)
        for column in columns
    ):
        use = replace(use, head=use.head + 1, depth=use.depth + 1)
    return use


def _titles(sheet: Sheet, last: int, depth: int) -> dict[int, str]:
    """Each column's heads over `depth` rows, a merged head counting for all its columns and once for its rows."""
    spread = {
        (row, column): (top, left)
        for top, left, bottom, right in sheet.cells.merged
        if top <= last and (bottom - top + 1) * (right - left + 1) <= 10_000
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    columns = sorted({cell.column for row in sheet.cells.rows if row.number <= last for cell in row.cells})
    titles: dict[int, str] = {}
    for column in columns:
        said: list[str] = []
        places: set[tuple[int, int]] = set()
        for row in range(last - depth + 1, last + 1):
            place = spread.get((row, column), (row, column))
            words = " ".join(sheet.held(*place).words.split())
            if words and place not in places:
                said.append(words)
            places.add(place)
        if said:
            titles[column] = " › ".join(said)
    return titles


def _columns(titles: dict[int, str]) -> tuple[ColumnUse, ...]:
    """A role for each column; of two columns with one role the better named keeps it, months may share one."""
    found: list[tuple[ColumnUse, bool]] = []
    for column, title in titles.items():
        own = title.rpartition(" › ")[2]
        when = _MONTHS.search(own)
        role, exact = role_of(own)
        if when is not None and role in ("", "value"):
            role, exact = "value", True
        elif not role:
            role, exact = role_of(title.replace(" › ", ""))
        period = when[0] if when is not None and role == "value" else ""
        found.append((ColumnUse(column_letters(column), title, role, period), exact))
    taken: dict[tuple[str, str], int] = {}
    for at, (use, exact) in enumerate(found):
        key = use.role, use.when
        if use.role and (key not in taken or (exact and not found[taken[key]][1])):
            taken[key] = at
    return tuple(
        use if taken.get((use.role, use.when)) == at else replace(use, role="", when="")
        for at, (use, _) in enumerate(found)
    )


def adoption_bytes(adoption: Adoption) -> bytes:
    """The proposal as a file that a person reads, mends and confirms."""
    roles = column_roles()
    owned = "、".join(f"{key}（{role.titles[0]}）" for key, role in roles.items() if role.is_owned)
    known = "、".join(f"{key}（{role.titles[0]}）" for key, role in roles.items() if not role.is_owned)
    lines = [
        f'# 玉衡对“{adoption.workbook}”各列的理解。请核对每列的 role；不对就改，不用的列写成 ""。',
        f"# 玉衡只写这些列：{owned}。",
        f"# 只用来认行、从不改动的列：{known}。",
        "# 核对无误后把下一行改为 true（或运行 yuheng patch 时加 --confirm）。",
        f"confirmed = {'true' if adoption.is_confirmed else 'false'}",
        f"workbook = {_quoted(adoption.workbook)}",
    ]
    for sheet in adoption.sheets:
        lines += ["", "[[sheet]]", f"name = {_quoted(sheet.name)}"]
        lines += [f"head = {sheet.head}  # 表头的最后一行", f"depth = {sheet.depth}  # 表头有几行"]
        for use in sheet.columns:
            lines += ["", "[[sheet.column]]", f"column = {_quoted(use.column)}", f"title = {_quoted(use.title)}"]
            lines += [f"role = {_quoted(use.role)}", *([f"when = {_quoted(use.when)}"] if use.when else [])]
    return ("\n".join(lines) + "\n").encode("utf-8")


def read_adoption(text: str, *, name: str) -> Adoption:
    """Read a proposal back, as mended by a person.

    Raises:
        Misuse: not TOML, a field is missing, or a role is unknown.
    """
    try:
        table = tomllib.loads(text)
        sheets = tuple(_sheet_use(row, name) for row in table["sheet"])
        return Adoption(str(table["workbook"]), table["confirmed"] is True, sheets)
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise Misuse(f"{name} 读不出：{error!r}。", hint="删去这个文件再运行一次 yuheng patch，会重新提出。") from error


def _sheet_use(row: dict[str, Any], name: str) -> SheetUse:
    columns = tuple(
        ColumnUse(str(each["column"]).upper(), str(each["title"]), str(each["role"]), str(each.get("when", "")))
        for each in row["column"]
    )
    unknown = sorted({use.role for use in columns} - {"", *column_roles()})
    if unknown:
        raise Misuse(f"{name}：没有这样的 role：{'、'.join(unknown)}。", hint=f"可用的有 {'、'.join(column_roles())}。")
    return SheetUse(str(row["name"]), int(row["head"]), int(row["depth"]), columns)


def found_again(book: Workbook, adoption: Adoption) -> Adoption:
    """The adoption with its columns where they stand today: inserted rows and columns move a head, and it is followed.

    Raises:
        Misuse: a sheet is gone, or a column that is used cannot be found by its title any more.
    """
    sheets = []
    for use in adoption.sheets:
        sheet = book.sheet(use.name)
        if sheet is None:
            raise Misuse(f"{book.name}：没有工作表“{use.name}”了。", hint="改名或删去了？请删去映射文件重新提出。")
        sheets.append(_followed(sheet, use))
    return replace(adoption, sheets=tuple(sheets))


def _followed(sheet: Sheet, use: SheetUse) -> SheetUse:
    wanted = [each for each in use.columns if each.role]
    last = max((number for number, _ in sheet.rows()), default=0)
    for head in sorted(range(use.depth, min(last, use.head + 50) + 1), key=lambda row: abs(row - use.head)):
        titles = _titles(sheet, head, use.depth)
        by_title: dict[str, list[int]] = {}
        for column, title in titles.items():
            by_title.setdefault(folded(title), []).append(column)
        moved = [_moved(each, by_title) for each in wanted]
        if None not in moved:
            return replace(use, head=head, columns=tuple(each for each in moved if each is not None))
    titled = "、".join(f"{each.column}列“{each.title}”" for each in wanted)
    raise Misuse(
        f"{sheet.book.name}·{sheet.name}：表头变了，找不齐 {titled}。", hint="删去映射文件，重新提出并核对一次。"
    )


def _moved(use: ColumnUse, by_title: dict[str, list[int]]) -> ColumnUse | None:
    columns = by_title.get(folded(use.title), [])
    if column_number(use.column) in columns:
        return use
    return replace(use, column=column_letters(columns[0])) if len(columns) == 1 else None


def ledger_rows(book: Workbook, adoption: Adoption) -> tuple[LedgerRow, ...]:
    """The rows under the heads that name something; a name merged over rows counts for the first."""
    return tuple(row for use in adoption.sheets for row in _rows(book, use))


def _rows(book: Workbook, use: SheetUse) -> Iterator[LedgerRow]:
    sheet = book.sheet(use.name)
    columns = {each.role: column_number(each.column) for each in reversed(use.columns) if each.role and not each.when}
    if sheet is None or "what" not in columns:
        return
    for number, row in sheet.rows():
        if number > use.head and columns["what"] in row and row[columns["what"]].kind in ("text", "number"):
            yield LedgerRow(use.name, number, {role: row[at] for role, at in columns.items() if at in row})


def target_column(use: SheetUse, role: str, period: Period) -> int | None:
    """The column to write for a period: the one for that month or quarter, else the one for every period."""
    columns = [each for each in use.columns if each.role == role]
    fitting = [each for each in columns if each.when and _is_for(each.when, period)]
    plain = [each for each in columns if not each.when]
    chosen: Sequence[ColumnUse] = fitting or plain
    return column_number(chosen[0].column) if chosen else None


def _is_for(when: str, period: Period) -> bool:
    match = _MONTHS.fullmatch(when)
    if match is None or period.start is None or period.end is None:
        return False
    if match[1] and int(match[1]) != period.start.year:
        return False
    last = (period.end.month - 2) % 12 + 1
    if match[2]:
        months = (int(match[2]), int(match[3] or match[2]))
        return months[1] == last and (not match[3] or months[0] == 1 or months[0] == period.start.month)
    if match[4]:
        first = _QUARTERS[match[4]] * 3 + 1
        return (period.start.month, last) == (first, first + 2)
    return (period.start.month, last) == {"上半年": (1, 6), "下半年": (7, 12), "全年": (1, 12)}[match[5]]


def uses_of(adoption: Adoption) -> Iterable[tuple[str, ColumnUse]]:
    """Sheet and column of everything that will be written."""
    roles = column_roles()
    for sheet in adoption.sheets:
        for use in sheet.columns:
            if use.role and roles[use.role].is_owned:
                yield sheet.name, use


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
