"""Registration sheets as firms send them: any workbook or list, its head found, its columns proposed and confirmed."""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO, StringIO
from pathlib import Path, PurePath
from typing import Final

from yuheng.errors import UnreadableSnapshot
from yuheng.exchange.items import Origin
from yuheng.exchange.registration import Question
from yuheng.extract.trade_columns import UNDER, Side, columns_of
from yuheng.office.sheets import Book, Column
from yuheng.read.csv import delimiter_of
from yuheng.read.encodings import decode

FIELDS: Final[Mapping[str, str]] = {
    "firm": "单位",
    "code": "统一社会信用代码",
    "group": "集团",
    "place": "所在地",
    "contact": "联系人",
    "phone": "电话",
    "licence": "许可证",
    "licence_until": "许可证有效期",
    "side": "供或需",
    "name": "名称",
    "offer": "供给",
    "need": "需求",
    "class": "分类",
    "segment": "产业链环节",
    "specification": "规格",
    "quantity": "数量",
    "offer_specification": "供给规格",
    "offer_quantity": "供给数量",
    "need_specification": "需求规格",
    "need_quantity": "需求数量",
    "item_place": "供需地点",
    "form": "对接形式",
    "stage": "阶段",
    "until": "有效期",
    "must": "必须",
    "want": "优先",
    "no": "不接受",
    "veto": "回避",
    "absent": "缺席时段",
}
"""What a column of a registration sheet can mean, in Chinese."""

_HEAD_ROWS: Final = 12
_LONG_TITLE: Final = 20
_FIGURES: Final = re.compile(r"\d{2}")
"""What no title of a column holds: telephone numbers, days, codes, amounts."""
_MAX_BYTES: Final = 40_000_000
_SMALL: Final = 64_000


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of registrations.

    Attributes:
        where: file and sheet.
        head: the titles of its columns.
        first: number of the head's row, from 1.
        rows: the rows below the head.
        side: what the sheet's or file's name says: offers, needs, or None.
        snapshot: SHA-256 of the file.
        file, sheet: its name, and the worksheet's; no sheet in a list.
        recognised: whether its head names firms and items, or a person has said what its columns mean; otherwise its
            head is a guess, and nothing is read before somebody has.
    """

    where: str
    head: tuple[str, ...]
    first: int
    rows: tuple[tuple[str, ...], ...]
    side: Side | None
    snapshot: str = ""
    file: str = ""
    sheet: str = ""
    recognised: bool = True

    @property
    def signature(self) -> str:
        """The head in one line."""
        return signature_of(self.head)

    def filled(self, columns: Mapping[int, str]) -> Iterator[tuple[str, dict[str, str]]]:
        """Each row with where it stands, as field to words."""
        for number, row in enumerate(self.rows, start=self.first + 1):
            words = {field: row[column] for column, field in columns.items() if column < len(row)}
            if any(each.strip() for each in words.values()):
                yield self._row(number), words

    def origins(self, columns: Mapping[int, str]) -> dict[tuple[str, str], Origin]:
        """The cell of each field of each row."""
        return {
            (self._row(number), field): Origin(
                snapshot=self.snapshot,
                file=self.file,
                sheet=self.sheet,
                cell=f"{_letters(column)}{number}",
                start=0,
                quote=row[column],
            )
            for number, row in enumerate(self.rows, start=self.first + 1)
            for column, field in columns.items()
            if column < len(row)
        }

    def _row(self, number: int) -> str:
        return f"{self.where}第{number}行"


def broken_in(origins: Iterable[Origin], path: Path) -> list[Origin]:
    """Hold origins against the file that they name: those whose words do not stand there, letter for letter.

    All are broken where the file is not the one that they were read from.

    Raises:
        UnreadableSnapshot: damaged, or neither a workbook nor a list.
    """
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    cells = {
        (sheet, f"{_letters(column)}{number}"): words
        for sheet, rows in _sheets(path.name, data)
        for number, row in enumerate(rows, start=1)
        for column, words in enumerate(row)
    }
    return [
        origin
        for origin in origins
        if origin.snapshot != digest
        or not cells.get((origin.sheet, origin.cell), "").startswith(origin.quote, origin.start)
    ]


def _letters(column: int) -> str:
    """A column, from 0, as sheets name it.

    >>> _letters(0), _letters(25), _letters(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        letters, column = chr(65 + letter) + letters, column - 1
    return letters


def tables_at(path: Path, *, known: Collection[str] = ()) -> list[Table]:
    """Find the registration tables of a file: sheets with a row that names firms and something offered or wanted.

    Where no sheet has one, those with anything that looks like a head are given all the same, for a person to say what
    their columns mean.

    Args:
        path: the file.
        known: signatures of heads whose columns people have confirmed; they are found whatever their words are.

    Raises:
        UnreadableSnapshot: damaged, locked, too large, or neither a workbook nor a list.
    """
    if path.stat().st_size > _MAX_BYTES:
        raise UnreadableSnapshot(f"{path.name}：文件过大。", hint="把文件拆开后再试。")
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if len(data) > _SMALL:
        return list(_tables_in(path.name, data, digest, frozenset(known)))
    return list(_small_tables(_Small(path.name, digest, frozenset(known), data)))


@dataclass(frozen=True, slots=True)
class _Small:
    """A file of a few rows, told from others by its name, its bytes' digest, and the heads that are known."""

    name: str
    digest: str
    known: frozenset[str]
    data: bytes = field(compare=False, repr=False)


@lru_cache(maxsize=1024)
def _small_tables(file: _Small) -> tuple[Table, ...]:
    """Four hundred firms have a sheet each: when one of them hands in, the others are not read anew."""
    return _tables_in(file.name, file.data, file.digest, file.known)


def _tables_in(name: str, data: bytes, digest: str, known: frozenset[str]) -> tuple[Table, ...]:
    found = []
    for sheet, rows in _sheets(name, data):
        head = _known_head(rows, known)
        head = _head(rows) if head is None else head
        at = _likely_head(rows) if head is None else head
        if at is not None:
            where = f"{name}·{sheet}" if sheet else name
            titles, last = _titles(rows, at)
            if signature_of(titles) not in known and signature_of(_bare(rows[at])) in known:
                titles, last = _bare(rows[at]), at  # confirmed before heads of two rows were read as one
            below = tuple(tuple(row) for row in rows[last + 1 :])
            side = _side(f"{sheet} {PurePath(name).stem}")
            table = Table(where, titles, last + 1, below, side, snapshot=digest, file=name, sheet=sheet)
            found.append(replace(table, recognised=head is not None))
    return tuple(table for table in found if table.recognised) or tuple(found)


def _titles(rows: Sequence[Sequence[str]], at: int) -> tuple[tuple[str, ...], int]:
    """The titles of a head that begins in a row, and the row in which it ends: a head may have a second row.

    A title over several columns stands before those below it: 采购需求›数量.
    """
    upper = _bare(rows[at])
    lower = _bare(rows[at + 1]) if at + 1 < len(rows) else ()
    lower += ("",) * (len(upper) - len(lower))
    over = _spans(upper)
    if _is_under(lower, over):
        both = [f"{over[n][0]}{UNDER}{cell}" if cell else upper[n] for n, cell in enumerate(lower[: len(upper)])]
        return tuple(both), at + 1
    return upper, at


def _bare(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(re.sub(r"\s+", "", cell) for cell in row)


def _spans(row: Sequence[str]) -> list[tuple[str, int]]:
    """For each column the title over it, which a merged cell leaves in the first one, and how many columns it spans."""
    begins = [n for n, cell in enumerate(row) if cell]
    found = [("", 1)] * (begins[0] if begins else len(row))
    for begin, end in zip(begins, [*begins[1:], len(row)], strict=True):
        found += [(row[begin], end - begin)] * (end - begin)
    return found


def _is_under(lower: Sequence[str], over: Sequence[tuple[str, int]]) -> bool:
    """Whether a row holds the second titles of a head: words for columns, under titles over several columns only."""
    filled = [n for n, cell in enumerate(lower) if cell]
    titles = [lower[n] for n in filled]
    if len(filled) < 2 or any(len(cell) > _LONG_TITLE or _FIGURES.search(cell) for cell in titles):
        return False
    return all(n < len(over) and over[n][1] > 1 for n in filled) and 2 * len(columns_of(titles)) >= len(filled)


def _known_head(rows: Sequence[Sequence[str]], known: frozenset[str]) -> int | None:
    heads = ((signature_of(_titles(rows, n)[0]), signature_of(_bare(row))) for n, row in enumerate(rows[:_HEAD_ROWS]))
    return next((number for number, either in enumerate(heads) if not known.isdisjoint(either)), None)


def _likely_head(rows: Sequence[Sequence[str]]) -> int | None:
    """The first row with the most short words, if it has two and something stands below it."""
    best, most = None, 1
    for number, row in enumerate(rows[:_HEAD_ROWS]):
        words = [cell for cell in row if 0 < len(cell.strip()) <= _LONG_TITLE and not _FIGURES.search(cell)]
        if len(words) > most and any(cell.strip() for below in rows[number + 1 :] for cell in below):
            best, most = number, len(words)
    return best


def signature_of(head: Sequence[str]) -> str:
    """A head in one line: sheets with the same head are read the same way."""
    return " | ".join(head)


def _head(rows: Sequence[Sequence[str]]) -> int | None:
    """The row that names the most fields, firm and item among them."""
    best, most = None, 1
    for number in range(len(rows[:_HEAD_ROWS])):
        titles = _titles(rows, number)[0]
        short = [title if max(map(len, title.split(UNDER))) <= _LONG_TITLE else "" for title in titles]
        fields = set(columns_of(short).values())
        if "firm" in fields and fields & {"name", "offer", "need"} and len(fields) > most:
            best, most = number, len(fields)
    return best


def _side(words: str) -> Side | None:
    offered, wanted = bool(re.search("供给|供应|产品", words)), bool(re.search("需求|采购|求购", words))
    if offered == wanted:
        return None
    return "offer" if offered else "need"


def _sheets(name: str, data: bytes) -> Iterator[tuple[str, list[list[str]]]]:
    suffix = PurePath(name).suffix.lower()
    if suffix in (".xlsx", ".xlsm", ".xls", ".et"):
        from python_calamine import CalamineError, load_workbook

        try:
            workbook = load_workbook(BytesIO(data))
            for sheet in workbook.sheet_names:
                rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
                yield sheet, [[_text(cell) for cell in row] for row in rows]
        except (CalamineError, ValueError, OSError) as error:
            raise UnreadableSnapshot(
                f"{name}：工作簿读不了（{error}）。", hint="用 Excel 或 WPS 另存后再试。"
            ) from error
        return
    if suffix not in (".csv", ".tsv", ".txt"):
        raise UnreadableSnapshot(f"{name}：登记表要 Excel、WPS 表格或 csv。", hint="另存为 xlsx 后再试。")
    text = decode(data).text
    try:
        yield "", list(csv.reader(StringIO(text), delimiter=delimiter_of(text)))
    except csv.Error as error:
        raise UnreadableSnapshot(f"{name}：登记表读不了（{error}）。", hint="另存为 xlsx 后再试。") from error


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else f"{cell:.10g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()


def read_columns(path: Path) -> dict[str, dict[int, str]]:
    """The columns that people confirmed, by the head they belong to; empty where none are."""
    if not path.exists():
        return {}
    heads = tomllib.loads(path.read_text("utf-8")).get("heads", [])
    return {head["head"]: {int(column) - 1: field for column, field in head["columns"].items()} for head in heads}


def columns_text(confirmed: Mapping[str, Mapping[int, str]]) -> str:
    """The confirmed columns as a file that people can correct: columns count from 1, as in a sheet."""
    lines = ["# 每种表头各列的含义；改过之后再运行 yuheng event intake 即可。列号从1起。"]
    for head, columns in sorted(confirmed.items()):
        lines += ["", "[[heads]]", f'head = "{_quoted(head)}"', "[heads.columns]"]
        lines += [f'{column + 1} = "{field}"' for column, field in sorted(columns.items())]
    return "\n".join(lines) + "\n"


def _quoted(words: str) -> str:
    return words.replace("\\", "\\\\").replace('"', '\\"')


def questions_bytes(questions: Iterable[Question], *, name: str = "待补充") -> bytes:
    """The questions back, by firm, with an empty column for the answer."""
    book = Book(f"登记{name}")
    columns = (
        Column[Question]("单位", 30, lambda row: row.firm),
        Column[Question]("问题", 70, lambda row: row.text),
        Column[Question]("答复", 40, lambda _row: ""),
        Column[Question]("位置", 28, lambda row: row.row),
    )
    book.add(name, columns, sorted(questions, key=lambda each: (each.firm, each.kind, each.row)))
    return book.close()
