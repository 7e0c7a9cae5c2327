"""What is shown, as a file: a workbook or CSV with the same rows, columns and order; each export is in the log.

A cell that begins like a formula is words: in the workbook it is written as a string, in CSV, where a reader cannot
tell, an apostrophe stands before it (OWASP, CSV injection).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

from yuheng.app.listing import Cell, Choice, Sheet, without_paging
from yuheng.errors import Misuse
from yuheng.ledger import chain
from yuheng.ledger.models import Account, Mention

FORMATS: Final[Mapping[str, str]] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_FORMULA: Final = re.compile(r"^\s*[=+\-@\t\r\n|%＝＋－＠]")
_NUMBER: Final = re.compile(r"^[+-]?\d+(?:\.\d+)?%?$")


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula; numbers stay numbers.

    >>> safe("=HYPERLINK(1)"), safe("-2.3%"), safe("不低于60%")
    ("'=HYPERLINK(1)", '-2.3%', '不低于60%')
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text


def export_of(account: Account, choice: Choice, *, form: str, at: datetime) -> bytes:
    """The file of everything that the choice shows to this account; the log says who took it, and if it names persons.

    Raises:
        Misuse: an unknown form, or more rows than a workbook can hold comfortably.
    """
    if form not in FORMATS:
        raise Misuse(f"没有“{form}”这种导出格式。", hint="可用：" + "、".join(FORMATS))
    sheet, left_out = without_paging(account, choice)
    if left_out:
        raise Misuse(f"共 {sheet.count} 行，超过一次导出的上限。", hint="请先筛选，再分几次导出。")
    personal = _holds_persons(sheet)
    with transaction.atomic():
        act = "export.personal" if personal else "export"
        details = {"form": form, "rows": sheet.count, "asked": choice.as_dict(), "columns": list(choice.columns)}
        chain.append(at, account.get_username(), act=act, about="ledger", details=details)
    return _workbook(sheet) if form == "xlsx" else _csv(sheet)


def _holds_persons(sheet: Sheet) -> bool:
    documents = {line.entry.document_id for line in sheet.lines}
    return names_persons(documents, (cell for line in sheet.lines for cell in line.cells if isinstance(cell, str)))


def names_persons(documents: set[int], texts: Iterable[str]) -> bool:
    """Whether one of the texts names a person whom one of the documents, by number, mentions."""
    persons = Mention.objects.filter(kind="person", document__in=documents).values_list("name", flat=True)
    names = sorted(set(persons))
    if not names:
        return False
    named = re.compile("|".join(map(re.escape, names)))
    return any(named.search(text) for text in texts)


def _workbook(sheet: Sheet) -> bytes:
    from yuheng.office.sheets import Book, Column

    def cell_at(index: int) -> Column[tuple[Cell, ...]]:
        column = sheet.columns[index]
        return Column(column.word, column.width, lambda row: row[index], right=column.right)

    book = Book("台账")
    book.add("台账", [cell_at(index) for index in range(len(sheet.columns))], [line.cells for line in sheet.lines])
    return book.close()


def _csv(sheet: Sheet) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.word for column in sheet.columns])
    writer.writerows([[_text(cell) for cell in line.cells] for line in sheet.lines])
    return out.getvalue().encode("utf-8-sig", "backslashreplace")


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Decimal():
            return format(cell, "f")
        case date():
            return cell.isoformat()
        case str():
            return safe(cell)
