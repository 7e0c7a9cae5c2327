"""The verdicts of a period: what the office says, what the numbers show, where the calendar stands, side by side.

The three columns are never merged into one: an office may call 滞后 what the numbers call 提前实现, and that is what
people must see. Numbers of different duties are counted by word and never averaged: 65 % of one and 40 % of another
are no 52 % of anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath
from typing import Final

from yuheng.audit.amounts import reported
from yuheng.audit.path import Course, Schedule, Verdict, judge, schedule_of
from yuheng.audit.progress import Track, accumulation_of, direction_of, tracks_in
from yuheng.audit.statements import Statement, horizon_of, statements_of
from yuheng.model import Metadata, Period, Snapshot, Target
from yuheng.model.claim import Claim
from yuheng.model.compiled import Compiled
from yuheng.office.duties import Duty
from yuheng.office.merging import Merged
from yuheng.office.return_entries import Entry
from yuheng.office.return_rows import STATUSES

RED: Final = "滞后"
NO_WORD: Final = "未报"
WAITS: Final = "待核"
_GOOD: Final = ("提前实现", "快于预期", "基本符合预期")


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the office noted on a duty that is behind, where its owner said nothing: whose words, by whom and when."""

    duty: str
    words: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Told:
    """A number as it was reported, while nobody has settled whether it holds: by whom, in which words, where."""

    owner: str
    words: str
    place: str


@dataclass(frozen=True, slots=True)
class PeriodVerdict:
    """One duty at the end of a period.

    Attributes:
        duty: what was promised, and who answers for it.
        value: the number reported; None where none was taken.
        official: the owner's own word; 未报 where there is none.
        note: what the owner says beside it.
        evidence: what the number shows, with its reason and its arithmetic.
        schedule: where the calendar stands.
        source: file, sheet and cell of the number; empty where none says it.
        checked: by whom, when and why a number was settled, and what was reported instead; empty where nobody did.
        remarks: what must be looked at, in Chinese.
        explanation: what the office noted; None where it did not.
        waiting: what was reported for a number that is open: disagreeing, held or unread.
    """

    duty: Duty
    value: Entry | None
    official: str
    note: str
    evidence: Verdict
    schedule: Schedule
    source: str
    remarks: tuple[str, ...]
    explanation: Explanation | None = None
    checked: str = ""
    waiting: tuple[Told, ...] = ()

    @property
    def is_apart(self) -> bool:
        """Whether offices that lead the target together say different numbers, none of which holds yet."""
        return len({each.owner for each in self.waiting}) > 1

    @property
    def own_word(self) -> str:
        """The owner's own word for papers: one that was reported and waits is 待核, and not 未报."""
        return WAITS if f"自评{WAITS}，未采用" in self.remarks else self.official

    @property
    def is_red(self) -> bool:
        """Whether it is behind by its own word or by its number, or was due and is not shown to be met."""
        overdue = self.schedule == "已到期" and self.evidence.word not in _GOOD and self.official not in _GOOD
        return RED in (self.official, self.evidence.word) or overdue

    @property
    def lacks_note(self) -> bool:
        """A red duty needs a word on why and until when."""
        return self.is_red and not self.note and self.explanation is None


def verdicts_of(
    duties: Sequence[Duty],
    claims: Iterable[tuple[str, Claim]],
    cells: Iterable[Merged],
    *,
    period: Period,
    on: date,
    documents: Mapping[str, Metadata] | None = None,
    explanations: Mapping[str, Explanation] | None = None,
) -> tuple[PeriodVerdict, ...]:
    """A verdict on every duty, in their order.

    Args:
        duties: those reported on.
        claims: the whole ledger: bases are found in it.
        cells: the period's owed cells as merged; only what was taken counts.
        period: whose end the reported numbers are for.
        on: the day to judge the calendar by.
        documents: what the ledger's documents say of themselves, by name; a title says the plan's years.
        explanations: what the office noted, by duty.
    """
    statements = statements_of(_documents(claims, documents or {}))
    by_figure = {statement.figure.id: statement for statement in statements if statement.is_target}
    asked = {duty.claim.id for duty in duties}
    of_duties = [each for each in statements if not each.is_target or each.figure.id in asked]
    tracks = {track.target.figure.id: track for track in tracks_in(of_duties, on=on)}
    taken = {(cell.row, cell.field): cell for cell in cells}
    made = (_verdict(duty, by_figure, tracks, taken, period, on) for duty in duties)
    return tuple(replace(each, explanation=(explanations or {}).get(each.duty.id)) for each in made)


def _documents(claims: Iterable[tuple[str, Claim]], known: Mapping[str, Metadata]) -> list[Compiled]:
    """The ledger's lines as documents; one that does not say its title is called by its file."""
    by_doc: dict[str, list[Claim]] = {}
    for doc, claim in claims:
        by_doc.setdefault(doc, []).append(claim)
    return [
        Compiled(
            doc=doc,
            id=found[0].anchor.document,
            snapshot=Snapshot(doc, found[0].anchor.document, 0, "txt"),
            meta=known[doc] if doc in known and known[doc].title else Metadata(title=PurePath(doc).stem),
            text="",
            blocks=(),
            characters=0,
            claims=tuple(found),
        )
        for doc, found in by_doc.items()
    ]


def _verdict(
    duty: Duty,
    statements: Mapping[str, Statement],
    tracks: Mapping[str, Track],
    taken: Mapping[tuple[str, str], Merged],
    period: Period,
    on: date,
) -> PeriodVerdict:
    def entry(field: str) -> Entry | None:
        cell = taken.get((duty.id, field))
        return None if cell is None else cell.entry

    value, status, note = entry("value"), entry("status"), entry("progress")
    cell = taken.get((duty.id, "value"))
    waiting = _waiting(duty, cell)
    evidence = _evidence(duty, statements.get(duty.claim.id), tracks.get(duty.claim.id), value, period)
    if waiting and evidence.word == "不可判定":
        evidence = replace(
            evidence, reason="共同牵头单位报数不一致，尚未选定" if _owners(waiting) > 1 else "报数待核，未采用"
        )
    official = status.words if status is not None and status.words in STATUSES else NO_WORD
    remarks = list(cell.remarks) if cell is not None else []
    remarks += [f"{name}{WAITS}，未采用" for name in _open(duty, taken)]
    if evidence.word == RED and official in _GOOD:
        remarks.append(f"自评“{official}”，而按数应为“滞后”")
    made = PeriodVerdict(
        duty,
        value,
        official,
        "" if note is None else note.words,
        evidence,
        schedule_of(duty.period.end if duty.period is not None else None, on=on),
        _place(cell),
        tuple(remarks),
        checked=_checked(duty, cell),
        waiting=waiting,
    )
    return made


def _owners(waiting: Iterable[Told]) -> int:
    return len({each.owner for each in waiting})


def _waiting(duty: Duty, cell: Merged | None) -> tuple[Told, ...]:
    """What was reported for a number that does not hold yet; the other offices' too where theirs differs."""
    if cell is None or cell.state == "taken":
        return ()
    told = cell.told(duty.owner) if cell.is_apart else [(duty.owner, answer) for answer in cell.answers]
    return tuple(Told(owner, answer.entry.words, answer.place) for owner, answer in told)


def _place(cell: Merged | None) -> str:
    """Where the number that holds was written; nowhere where a person settled on one that no file has."""
    if cell is None or not cell.answers:
        return ""
    same = [answer for answer in cell.answers if answer.entry == cell.entry] or list(cell.held_answers)
    if cell.settled is not None and not same:
        return ""
    return (same or cell.answers)[-1].place


def _checked(duty: Duty, cell: Merged | None) -> str:
    """Who settled a number and why; a number that no file has must not be footnoted as if one had."""
    if cell is None or cell.settled is None:
        return ""
    said = cell.settled
    held = cell.held_of(answer for _, answer in cell.told(duty.owner))
    act = "选定" if held else "核实"
    theirs = [(owner, each) for owner, each in cell.joint if each in held and not cell.held_answers]
    for owner, each in theirs[:1]:
        act = f"选定{owner}报送的“{each.entry.words}”（{each.place}）"
    who = f"台账员 {said.by} {act}（{'，'.join(filter(None, (said.on.isoformat(), said.reason)))}）"
    different = {(owner, answer.entry.words): answer for owner, answer in cell.told(duty.owner) if answer not in held}
    told = "；".join(f"{owner}原报“{words}”（{answer.place}）" for (owner, words), answer in different.items())
    return f"{who}，{told}" if told else who


def _open(duty: Duty, taken: Mapping[tuple[str, str], Merged]) -> list[str]:
    names = {"value": "本期值", "status": "自评"}
    return [name for field, name in names.items() if (c := taken.get((duty.id, field))) and c.state != "taken"]


def _evidence(
    duty: Duty, statement: Statement | None, track: Track | None, value: Entry | None, period: Period
) -> Verdict:
    if not isinstance(duty.claim, Target):
        return Verdict("不可判定", "任务没有数量目标，按自评和进展说明看")
    if statement is None:
        return Verdict("不可判定", "目标不能与报数相比（只有时限，或是扶持标准）")
    if value is None or value.quantity is None:
        said = "单位报“无数据”" if value is not None and value.is_none else "本期没有可用的报数"
        return Verdict("不可判定", said)
    return judge(_course(duty, statement, track, value, period))


def _course(duty: Duty, statement: Statement, track: Track | None, value: Entry, period: Period) -> Course:
    """The course from the plan's base to its goal, with the reported number on it.

    A count of the year so far is held against a goal of that year as a count from New Year's Day; against a goal of a
    later year it says nothing, and `judge` says so.
    """
    assert value.quantity is not None  # noqa: S101  # the caller has looked
    assert period.end is not None  # noqa: S101  # reporting_period sets both
    horizon = horizon_of(statement.meta.title)
    start = horizon[0] if horizon is not None else statement.since
    base = track.base if track is not None else None
    accumulation = accumulation_of(statement)
    partial = False
    match duty.counting:
        case "期末数":
            accumulation = "level"
        case "规划期累计":
            accumulation = "cumulative"
        case "本年累计":
            new_year = date(period.end.year if period.end.month > 1 else period.end.year - 1, 1, 1)
            if statement.until == new_year.replace(year=new_year.year + 1):
                accumulation, start, base = "cumulative", new_year, None
            else:
                accumulation, partial = "flow", period.end.month != 1
        case "增速" | "":
            pass
    return Course(
        direction=direction_of(statement),
        accumulation=accumulation,
        rate=duty.counting == "增速",
        goal=statement.amount,
        due=_due(duty, statement),
        base=None if base is None else base.amount,
        base_on=None if base is None else base.until,
        actual=reported(value.quantity),
        actual_on=period.end,
        partial=partial,
        start=start,
    )


def _due(duty: Duty, statement: Statement) -> date | None:
    """The earlier of what the statement's period and the duty's month say: 6月底前 does not run until December."""
    ends = [end for end in (statement.until, duty.period.end if duty.period is not None else None) if end is not None]
    return min(ends, default=None)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many duties of one owner or chapter have which word; the words of a column always add up to `count`."""

    name: str
    count: int
    official: Mapping[str, int]
    evidence: Mapping[str, int]
    schedule: Mapping[str, int]
    red: int
    without_note: int


def tallies(verdicts: Iterable[PeriodVerdict], *, by: Callable[[PeriodVerdict], str]) -> tuple[Tally, ...]:
    """Count the words by owner or chapter, in the order they first occur. No share is averaged."""
    groups: dict[str, list[PeriodVerdict]] = {}
    for verdict in verdicts:
        groups.setdefault(by(verdict), []).append(verdict)
    return tuple(
        Tally(
            name,
            len(group),
            Counter(each.official for each in group),
            Counter(each.evidence.word for each in group),
            Counter(each.schedule for each in group),
            sum(each.is_red for each in group),
            sum(each.lacks_note for each in group),
        )
        for name, group in groups.items()
    )
