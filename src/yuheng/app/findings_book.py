"""审计结论 as a workbook: exactly the findings that the page shows, each with its arithmetic and its passages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from yuheng.app.access import seen
from yuheng.app.conclusions import STATES, Wanted, every_finding, last_note
from yuheng.app.exporting import names_persons
from yuheng.app.rows import Row, entry_row, finding_row
from yuheng.errors import Misuse
from yuheng.ledger import chain
from yuheng.ledger.models import Account, Cited, Entry, Finding
from yuheng.office.sheets import Book, Cell, Column, Quoted

MOST: Final = 20_000
"""Findings of one export; each may carry several passages."""
_SHOWN: Final = 2
"""Passages in columns of their own; findings with more name the others in the arithmetic."""
_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class _Line:
    finding: Row
    state: str
    note: str
    passages: tuple[Row, ...]

    def where(self, at: int) -> Cell:
        if at >= len(self.passages):
            return ""
        row = self.passages[at]
        return " › ".join((row["title"], *row["heading"], row["place"]))

    def quote(self, at: int) -> Cell:
        if at >= len(self.passages):
            return ""
        row = self.passages[at]
        start = len(row["before"])
        return Quoted(row["quote"], start, start + len(row["words"]))

    @property
    def arithmetic(self) -> str:
        return "\n".join(f"{part['name']}：{part['value']}" for part in self.finding["parts"])


_COLUMNS: Final = (
    Column[_Line]("种类", 12, lambda line: line.finding["kind_word"]),
    Column[_Line]("结论", 38, lambda line: line.finding["message"]),
    Column[_Line]("一处", 20, lambda line: line.where(0)),
    Column[_Line]("一处原文", 34, lambda line: line.quote(0)),
    Column[_Line]("另一处", 20, lambda line: line.where(1)),
    Column[_Line]("另一处原文", 34, lambda line: line.quote(1)),
    Column[_Line]("算式", 40, lambda line: line.arithmetic),
    Column[_Line]("状态", 8, lambda line: line.state),
    Column[_Line]("说明", 18, lambda line: line.note),
)


def findings_book(account: Account, wanted: Wanted, *, at: datetime) -> bytes:
    """The workbook of all findings that are asked for, on all pages; the log says who took it, and if it names persons.

    Raises:
        Misuse: something unknown is asked for, or more findings than a workbook can hold comfortably.
    """
    rows = every_finding(account, wanted)
    count = rows.count()
    if count > MOST:
        raise Misuse(f"共 {count} 条结论，超过一次导出的上限 {MOST}。", hint="请先筛选，再分几次导出。")
    lines = _lines(account, list(rows))
    documents = {passage["document"] for line in lines for passage in line.passages}
    words = (text for line in lines for text in (line.finding["message"], *(row["quote"] for row in line.passages)))
    with transaction.atomic():
        act = "export.personal" if names_persons(documents, words) else "export"
        details = {"form": "xlsx", "rows": count, "asked": wanted.query()}
        chain.append(at, account.get_username(), act=act, about="findings", details=details)
    book = Book("审计结论")
    book.add("审计结论", _COLUMNS, lines, frozen=2)
    return book.close()


def _lines(account: Account, findings: Sequence[Finding]) -> list[_Line]:
    lines = []
    for first in range(0, len(findings), _BATCH):
        batch = findings[first : first + _BATCH]
        passages = _passages(account, [each.pk for each in batch])
        for each in batch:
            said: str = each.said  # type: ignore[attr-defined]  # annotated by `with_decision`
            note = last_note(each) if said != "open" else ""
            lines.append(_Line(finding_row(each), STATES[said], note, tuple(passages[each.pk])))
    return lines


def _passages(account: Account, findings: Sequence[int]) -> dict[int, list[Row]]:
    """The passages of each finding in their order, one for each claim, as far as they have columns."""
    cited = list(Cited.objects.filter(finding__in=findings, place__lt=_SHOWN).order_by("finding_id", "place"))
    held = seen(account, Entry.objects.filter(claim__claim_id__in={each.claim_id for each in cited}))
    entries = {entry.claim.claim_id: entry for entry in held.select_related("claim", "document").order_by("-pk")}
    found: dict[int, list[Row]] = defaultdict(list)
    for each in cited:
        if each.claim_id in entries:
            found[each.finding_id].append(entry_row(entries[each.claim_id]))
    return found
