"""The footnote of a figure: which document, under which heading, in which words; of a report, which file and cell."""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePath
from typing import Final

from yuheng.audit.statements import clause_of
from yuheng.model import Period, Target
from yuheng.office.duties import Duty
from yuheng.office.official_document import Note, Words
from yuheng.office.verdicts import PeriodVerdict
from yuheng.office.words import place_words
from yuheng.office.workbook.book import plain

_LONG: Final = 90


def source_of(duty: Duty) -> str:
    """Document, heading and quote, and where to find it in the file."""
    claim = duty.claim
    quote = duty.words
    if len(quote) > _LONG and isinstance(claim, Target):
        quote = " ".join(clause_of(claim).split())
    if len(quote) > _LONG:
        quote = " ".join(claim.anchor.quote.split())
    heading = f"“{'—'.join(claim.heading)}”" if claim.heading else "（标题之前）"
    return f"{document_words(duty)}{heading}，{place_words(claim.anchor.place)}：“{quote}”"


def document_words(duty: Duty) -> str:
    """The document as its issuer calls it, with its number; by the file's name only where it does not say its title."""
    meta = duty.meta
    said = "，".join(filter(None, (meta.issuer, meta.number)))
    title = (meta.title or PurePath(duty.doc).stem).replace("《", "〈").replace("》", "〉")
    return f"《{title}》" + (f"（{said}）" if said else "")


def by_when(period: Period | None) -> str:
    """The last day of a period as papers say it: 2024年底前."""
    if period is None or period.end is None:
        return period.label if period is not None else "规定时限内"
    last = period.end - timedelta(days=1)
    if period.end.day != 1:
        return f"{last.year}年{last.month}月{last.day}日前"
    return f"{last.year}年底前" if last.month == 12 else f"{last.year}年{last.month}月底前"


def goal_words(duty: Duty) -> tuple[Words, ...]:
    """A target's number with the footnote that shows its words; a task has none."""
    if duty.kind != "目标":
        return ("—",)
    return (f"{duty.goal}{duty.unit}", Note(f"{source_of(duty)}。"))


def what_words(duty: Duty) -> tuple[Words, ...]:
    """A duty's name; a task carries the footnote here."""
    return (duty.what,) if duty.kind == "目标" else (duty.what, Note(f"{source_of(duty)}。"))


def row_words(verdict: PeriodVerdict) -> tuple[str, str, str, str]:
    """Name, target and value for a table's row, and the words that all of them rest on."""
    parts = [what_words(verdict.duty), goal_words(verdict.duty), value_words(verdict)]
    name, goal, value = ("".join(part for part in words if isinstance(part, str)) for words in parts)
    return name, goal, value, "".join(part.words for words in parts for part in words if isinstance(part, Note))


def noted(each: PeriodVerdict) -> str:
    """The owner's word on why, else the office's with its name and day, else that there is none."""
    if each.note:
        return f"{each.duty.owner}说明：{each.note.rstrip('。')}。"
    said = each.explanation
    return "未附说明。" if said is None else f"{said.by}{said.on.isoformat()}注：{said.words.rstrip('。')}。"


def in_unit(words: str, unit: str) -> str:
    """A number as it was typed, with its unit where it was typed without one."""
    return f"{words}{unit}" if words[-1:].isdecimal() else words or "（清空）"


def value_words(verdict: PeriodVerdict) -> tuple[Words, ...]:
    """The number reported, with the footnote that names file, sheet and cell; why there is none where there is none."""
    entry = verdict.value
    if verdict.duty.kind != "目标":
        return ("—",)
    if entry is None and verdict.waiting:
        told = "；".join(f"{each.owner}报送“{each.words}”（{each.place}）" for each in verdict.waiting)
        return ("待核", Note(f"{told}，尚未选定。"))
    if entry is None or not entry.words:
        return ("未报",)
    if entry.quantity is None:
        return (entry.words, Note(_reported(verdict, entry.words)))
    about = "约" if entry.quantity.approximate else ""
    shown = f"{about}{plain(entry.quantity.value)}{entry.quantity.unit}"
    return (shown, Note(_reported(verdict, entry.words)))


def _reported(verdict: PeriodVerdict, words: str) -> str:
    """Who said the number where; of one that a person settled, who, when, why, and what was reported instead."""
    counting = f"（{verdict.duty.counting}）" if verdict.duty.counting else ""
    place = f"{verdict.duty.owner}报送{counting}，{verdict.source}：“{words}”"
    if not verdict.checked:
        return f"{place}。"
    return f"{place}；{verdict.checked}。" if verdict.source else f"{verdict.checked}。"
