"""The verdicts and notices of a period, as plain rows for its pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from yuheng.app.periods import period_folder
from yuheng.app.reporting import all_notices, due_for_notice, period_verdicts
from yuheng.office.bulletin_notes import document_words, in_unit
from yuheng.office.dispatch import UNASSIGNED
from yuheng.office.notices import STEP_WORDS, Notice
from yuheng.office.sheets import Book, Column
from yuheng.office.verdicts import NO_WORD, PeriodVerdict, Tally, tallies
from yuheng.office.words import place_words
from yuheng.office.workbook.book import plain

Row = dict[str, Any]
EVIDENCE: Final = ("提前实现", "快于预期", "基本符合预期", "滞后", "不可判定")
OFFICIAL: Final = (*EVIDENCE, NO_WORD)
SCHEDULES: Final = ("未到期", "已到期", "无期限")
SHADES: Final = {
    "提前实现": "f-done",
    "快于预期": "f-target",
    "基本符合预期": "f-even",
    "滞后": "f-off",
    "不可判定": "f-none",
}


@lru_cache(maxsize=4)
def verdicts_at(root: Path, label: str, on: date) -> tuple[PeriodVerdict, ...]:
    """The verdicts of a period of a layout of the folder that never changes.

    Raises:
        Misuse: nothing was sent for the period.
    """
    return period_verdicts(period_folder(root, label), on=on)


def verdict_row(each: PeriodVerdict) -> Row:
    """One duty with its three columns, its number and its words."""
    duty, entry = each.duty, each.value
    quantity = entry.quantity if entry is not None else None
    value = f"{plain(quantity.value)}{quantity.unit}" if quantity is not None else entry.words if entry else ""
    said = each.explanation
    return {
        "duty": duty.id,
        "claim": duty.claim.id,
        "kind": duty.kind,
        "what": duty.what,
        "owner": duty.owner,
        "chapter": duty.chapter,
        "goal": f"{duty.goal}{duty.unit}",
        "due": duty.due,
        "value": value,
        "counting": duty.counting,
        "waiting": [f"{told.owner} {in_unit(told.words, duty.unit)}" for told in each.waiting],
        "official": each.official,
        "evidence": each.evidence.word,
        "reason": each.evidence.reason,
        "schedule": each.schedule,
        "red": each.is_red,
        "lacks_note": each.lacks_note,
        "note": each.note,
        "explanation": None if said is None else {"words": said.words, "by": said.by, "on": said.on},
        "source": each.source,
        "words": duty.words,
        "document": document_words(duty),
        "place": place_words(duty.claim.anchor.place),
        "remarks": list(each.remarks),
    }


def tally_rows(verdicts: Sequence[PeriodVerdict], *, by: str) -> list[Row]:
    """Counts by "owner", "chapter" or "kind", each word for itself; what the evidence says also as a bar."""
    found = tallies(verdicts, by=lambda each: str(getattr(each.duty, by)))
    most = max((tally.count for tally in found), default=1)
    return [_tally_row(tally, most) for tally in found]


def total_row(verdicts: Sequence[PeriodVerdict]) -> Row:
    """The same over all duties."""
    found = tallies(verdicts, by=lambda _: "合计")
    return _tally_row(found[0], found[0].count) if found else _tally_row(Tally("合计", 0, {}, {}, {}, 0, 0), 1)


def _tally_row(tally: Tally, most: int) -> Row:
    begin, parts = 0.0, []
    for word in EVIDENCE:
        length = 100 * tally.evidence.get(word, 0) / most
        if length:
            parts.append({"shade": SHADES[word], "begin": round(begin, 2), "length": round(length, 2)})
        begin += length
    return {
        "key": tally.name,
        "name": tally.name or UNASSIGNED,
        "total": tally.count,
        "parts": parts,
        "evidence": {word: tally.evidence.get(word, 0) for word in EVIDENCE},
        "official": {word: tally.official.get(word, 0) for word in OFFICIAL},
        "schedule": {word: tally.schedule.get(word, 0) for word in SCHEDULES},
        "red": tally.red,
        "without_note": tally.without_note,
    }


def verdict_book(verdicts: Sequence[PeriodVerdict]) -> bytes:
    """The verdicts as a workbook, with the counts by owner and chapter."""
    book = Book("裁定")
    book.add("逐项裁定", _VERDICTS, [verdict_row(each) for each in verdicts], frozen=2)
    book.add("分单位", _tallies("责任单位"), tally_rows(verdicts, by="owner"), frozen=1)
    book.add("分章节", _tallies("章节"), tally_rows(verdicts, by="chapter"), frozen=1)
    return book.close()


def _tallies(name: str) -> tuple[Column[Row], ...]:
    return (
        Column[Row](name, 26, lambda row: row["name"]),
        Column[Row]("项数", 8, lambda row: row["total"], right=True),
        *(Column[Row](f"按数：{w}", 13, lambda row, w=w: row["evidence"][w], right=True) for w in EVIDENCE),  # type: ignore[misc]
        *(Column[Row](f"自评：{w}", 13, lambda row, w=w: row["official"][w], right=True) for w in OFFICIAL),  # type: ignore[misc]
        *(Column[Row](w, 9, lambda row, w=w: row["schedule"][w], right=True) for w in SCHEDULES),  # type: ignore[misc]
        Column[Row]("滞后或逾期", 11, lambda row: row["red"], right=True),
        Column[Row]("未附说明", 10, lambda row: row["without_note"], right=True),
    )


_VERDICTS: Final = (
    Column[Row]("责任单位", 18, lambda row: row["owner"] or UNASSIGNED),
    Column[Row]("指标或任务", 32, lambda row: row["what"]),
    Column[Row]("目标", 14, lambda row: row["goal"]),
    Column[Row]("完成时限", 11, lambda row: row["due"]),
    Column[Row]("本期值", 14, lambda row: row["value"]),
    Column[Row]("自评", 13, lambda row: row["official"]),
    Column[Row]("按数裁定", 13, lambda row: row["evidence"]),
    Column[Row]("理由", 40, lambda row: row["reason"]),
    Column[Row]("时序", 9, lambda row: row["schedule"]),
    Column[Row]("单位说明", 36, lambda row: row["note"]),
    Column[Row]("办公室注", 30, lambda row: row["explanation"]["words"] if row["explanation"] else ""),
    Column[Row]("章节", 20, lambda row: row["chapter"]),
    Column[Row]("规划原文", 50, lambda row: row["words"]),
    Column[Row]("出处", 36, lambda row: f"{row['document']}，{row['place']}"),
)


def waiting_rows(root: Path, verdicts: Sequence[PeriodVerdict], label: str) -> list[Row]:
    """The overdue duties that no notice was issued on yet."""
    return [verdict_row(each) for each in due_for_notice(root, verdicts, period=label)]


def notice_rows(root: Path, *, on: date) -> list[Row]:
    """Every notice with its chain, open ones first."""
    rows = [_notice_row(each, on=on) for each in all_notices(root)]
    return sorted(rows, key=lambda row: not row["open"])


def _notice_row(notice: Notice, *, on: date) -> Row:
    return {
        "id": notice.id,
        "period": notice.period,
        "owner": notice.owner,
        "what": notice.what,
        "step": notice.step,
        "step_word": STEP_WORDS[notice.step],
        "open": notice.is_open,
        "issuer": notice.issuer,
        "late": notice.is_late(on=on),
        "reply_due": notice.reply_due(),
        "chain": [
            {"step": each.step, "word": STEP_WORDS[each.step], "by": each.by, "on": each.on, "words": each.words}
            for each in notice.events
        ],
    }
