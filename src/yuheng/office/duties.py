"""What has to be reported on, by whom and when: the targets and tasks of the ledger, one duty for each owner."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from yuheng.errors import Misuse
from yuheng.model import Metadata, Period, Target, Task, id_of
from yuheng.model.claim import Claim
from yuheng.office.words import OP_WORDS, period_words
from yuheng.resolve.indicators import measured
from yuheng.vocab.indicators import Accumulation, wording
from yuheng.vocab.units import family_of, split_unit

Counting = Literal["期末数", "本年累计", "规划期累计", "增速", ""]
"""How a reported number is to be counted; empty for a task, which has none."""

_PERIOD: Final = re.compile(r"(20\d\d)(?:-(0[1-9]|1[0-2])|-?Q([1-4])|-?H([12]))?", re.IGNORECASE)
_WRITTEN: Final = re.compile(r"(20\d\d)年(?:(0?[1-9]|1[0-2])月(?:份)?|第?([一二三四1-4])季度|([上下])半年|度?)")
_MONTH: Final = re.compile(r"(20\d\d)年(1[0-2]|0?[1-9])月(?:份|[底末])?(?:之?前)?")
_COUNTINGS: Final[dict[Accumulation, Counting]] = {
    "level": "期末数",
    "flow": "本年累计",
    "cumulative": "规划期累计",
}
_YEARLY: Final = ("年新增", "年均", "每年", "年度", "全年", "年")
_NEAR: Final = 4
"""Characters before a number in which its growth is named: 年均增长10%."""
_NOTE_BEFORE: Final = re.compile(r"^\s*[（(][^（）()]*(?:牵头|负责|配合|责任)[^（）()]*[）)]\s*")
_MARKS: Final = re.compile("[，,；;。：:]")
_PAID: Final = ("money", "share")
_BARE: Final = re.compile(".{0,2}(?:以上|以内|以下|左右)?")
"""What a task may have beside its number and still say nothing else: 增长10%以上."""
_LEADS: Final = ("牵头", "负责", "责任", "")


@dataclass(frozen=True, slots=True)
class Duty:
    """One target or task that one owner must report on.

    Attributes:
        id: names claim and owner; the rows sent out carry it, hidden.
        claim: what was promised.
        doc: the document that promises it.
        owner: who reports; empty where the documents name nobody, and then the clerk says who.
        counting: how a number is to be counted.
        meta: what the document says of itself; nothing where the ledger does not know.
    """

    id: str
    claim: Target | Task
    doc: str
    owner: str
    counting: Counting
    meta: Metadata = field(default_factory=Metadata)

    @property
    def kind(self) -> str:
        """目标 or 任务."""
        return "目标" if isinstance(self.claim, Target) else "任务"

    @property
    def what(self) -> str:
        """The indicator, its growth told from its amount, or the task in its words."""
        if isinstance(self.claim, Target):
            claim, name = self.claim, self.claim.indicator
            before = claim.sentence.quote[: max(claim.number.start - claim.sentence.start, 0)][-_NEAR:]
            grows = claim.measure == "growth" and "增" in before and "增" not in name
            return f"{name}增速" if grows else name
        return f"{self.claim.action}{self.claim.object}"

    @property
    def goal(self) -> str:
        """The number promised with its comparator, as a clerk writes it; empty for a task."""
        if not isinstance(self.claim, Target):
            return ""
        quantity = self.claim.quantity
        low, high = format(quantity.value, "f"), quantity.value2
        word = OP_WORDS[quantity.op] if quantity.op not in ("=", "range") else ""
        return f"{word}{low}" if high is None else f"{low}—{format(high, 'f')}"

    @property
    def unit(self) -> str:
        """The unit of the number; empty for a task."""
        return self.claim.quantity.unit if isinstance(self.claim, Target) else ""

    @property
    def period(self) -> Period | None:
        """When it falls due; None where nothing says so. 2026年6月底前 is due in June, though the claim is of 2026."""
        period = self.claim.period if isinstance(self.claim, Target) else self.claim.due
        return None if period is None else _to_the_month(period)

    @property
    def due(self) -> str:
        """The same as a label."""
        return period_words(self.period)

    @property
    def words(self) -> str:
        """The plan's own sentence, without the owners' note of the paragraph before it."""
        return " ".join(_NOTE_BEFORE.sub("", self.claim.sentence.quote).split())

    @property
    def chapter(self) -> str:
        """The outermost heading over it."""
        return self.claim.heading[0] if self.claim.heading else "（标题之前）"


def _to_the_month(period: Period) -> Period:
    """A period of a year whose words name a month ends with that month: a notice must not wait for the year's end."""
    stated = _MONTH.fullmatch("".join(period.stated.split()))
    if stated is None or period.label != stated[1]:
        return period
    year, month = int(stated[1]), int(stated[2])
    end = date(year + month // 12, month % 12 + 1, 1)
    return Period(f"{year}-{month:02d}", period.start, end, period.stated)


def reporting_period(label: str) -> Period:
    """A month, quarter, half-year or year to report on.

    >>> reporting_period("2026-10").end, reporting_period("2026Q3").start
    (datetime.date(2026, 11, 1), datetime.date(2026, 7, 1))
    >>> [reporting_period(each).label for each in ("2026年10月", "2026年第三季度", "2026年上半年", "2026年")]
    ['2026-10', '2026Q3', '2026H1', '2026']

    Raises:
        Misuse: no such label.
    """
    match = _PERIOD.fullmatch(_as_label(label))
    if match is None:
        raise Misuse(f"不认识的期间“{label}”。", hint="月写 2026-10，季写 2026Q3，半年写 2026H1，年写 2026。")
    year = int(match[1])
    if match[2]:
        first, last = int(match[2]), int(match[2])
    elif match[3]:
        first, last = int(match[3]) * 3 - 2, int(match[3]) * 3
    elif match[4]:
        first, last = int(match[4]) * 6 - 5, int(match[4]) * 6
    else:
        first, last = 1, 12
    return Period(_as_label(label), date(year, first, 1), date(year + last // 12, last % 12 + 1, 1), "")


def _as_label(label: str) -> str:
    """A label as it is kept, where it was typed as documents write it."""
    words = "".join(unicodedata.normalize("NFKC", label).split()).upper()
    match = _WRITTEN.fullmatch(words)
    if match is None:
        return words
    year, month, quarter, half = match.groups()
    if month:
        return f"{year}-{int(month):02d}"
    if quarter:
        return f"{year}Q{'一二三四'.find(quarter) + 1 or quarter}"
    return f"{year}H{'上下'.index(half) + 1}" if half else year


def duties_in(
    claims: Iterable[tuple[str, Claim]],
    *,
    assigned: Mapping[str, Sequence[str]] | None = None,
    documents: Mapping[str, Metadata] | None = None,
) -> tuple[Duty, ...]:
    """The duties of all targets and tasks, in the ledger's order.

    A task that only says what its own target says (增加床位到500张) is answered by the number and not asked for twice.
    A target is owed by who leads the task that states it. Where the documents name nobody the owner is empty, unless
    the clerk has `assigned` some (claim id to owners): a guess would send the question to the wrong office.
    """
    given = list(claims)
    said = assigned or {}
    owners = _owners(given)
    targets = {claim.id: claim for _, claim in given if isinstance(claim, Target) and not _is_support(claim)}
    duties = []
    for doc, claim in given:
        if isinstance(claim, Target | Task) and not _is_support(claim) and not _is_answered(claim, targets):
            names = said.get(claim.id) or owners.get(claim.id) or [""]
            meta = (documents or {}).get(doc, Metadata())
            counting = counting_of(claim)
            duties += [Duty(id_of("duty", claim.id, name), claim, doc, name, counting, meta) for name in names]
    return tuple({duty.id: duty for duty in duties}.values())


def in_force(duties: Sequence[Duty], period: Period, *, open_before: frozenset[str] = frozenset()) -> tuple[Duty, ...]:
    """The duties to report on in a period: undated, not yet due, or due before and still open (`open_before`)."""
    assert period.start is not None  # noqa: S101  # reporting_period sets both
    return tuple(
        duty
        for duty in duties
        if duty.period is None or duty.period.end is None or duty.period.end > period.start or duty.id in open_before
    )


def counting_of(claim: Target | Task) -> Counting:
    """How the number of a target is counted, as its owner has to be told.

    Without it one office reports the month and another the year so far, and both look right.
    """
    if isinstance(claim, Task):
        return ""
    if claim.measure == "growth":
        return "增速"
    known = measured(claim.indicator).indicator
    if known is not None:
        return _COUNTINGS[known.accumulation]
    if claim.measure != "flow":
        return "期末数"
    return "本年累计" if claim.indicator.startswith(_YEARLY) else "规划期累计"


def _owners(claims: Sequence[tuple[str, Claim]]) -> dict[str, list[str]]:
    """Claim id to the names that lead it. Helpers (配合) are not asked: they report to who leads.

    A number in no task's words belongs to the task before it in its sentence: in “市药监局开通…，审批时限压缩30%” to
    the same office. A task's sentence ends before its full stop and a figure's behind it, so places decide.
    """
    found: dict[str, list[str]] = defaultdict(list)
    tasks: dict[str, list[Task]] = defaultdict(list)
    for doc, claim in claims:
        if isinstance(claim, Task):
            names = _leads(claim)
            for each in (claim.id, *claim.figures):
                found[each] += [name for name in names if name not in found[each]]
            if names:
                tasks[doc].append(claim)
    for of_document in tasks.values():
        of_document.sort(key=lambda task: (task.sentence.start, task.anchor.start))
    starts = {doc: [task.sentence.start for task in of_document] for doc, of_document in tasks.items()}
    for doc, claim in claims:
        if isinstance(claim, Target) and not found.get(claim.id) and doc in tasks:
            last = bisect_right(starts[doc], claim.number.start)
            first = bisect_left(starts[doc], starts[doc][last - 1]) if last else 0
            around = [task for task in tasks[doc][first:last] if claim.number.start < task.sentence.end]
            before = [task for task in around if task.anchor.start <= claim.number.start]
            found[claim.id] = list(dict.fromkeys(name for task in before[-1:] or around for name in _leads(task)))
    return found


def _leads(task: Task) -> list[str]:
    for wanted in _LEADS:
        names = [owner.name for owner in task.owners if (wanted in owner.role if wanted else not owner.role)]
        if names:
            return list(dict.fromkeys(names))
    return []


def _is_support(claim: Target | Task) -> bool:
    """Whether a target is what a policy pays or asks for (最高奖励100万元, 采购额10%), which nobody reaches.

    Under a heading of support (支持措施) an amount of money or a share is a term of it, unless the clause before the
    number sets a goal (设立…基金50亿元).
    """
    if not isinstance(claim, Target):
        return False
    words = wording()
    if any(word in claim.indicator for word in words.support):
        return True
    if not any(heading.endswith(words.support_headings) for heading in claim.heading):
        return False
    before = claim.sentence.quote[: max(claim.number.start - claim.sentence.start, 0)]
    clause = _MARKS.split(before)[-1] + claim.number.quote
    return family_of(split_unit(claim.quantity.unit)[1]) in _PAID and not any(word in clause for word in words.goals)


def _is_answered(claim: Target | Task, targets: Mapping[str, Target]) -> bool:
    """Whether a task is the very thing that one of its targets measures: 新增医院2家, 增长10%以上."""
    if not isinstance(claim, Task):
        return False
    words = f"{claim.action}{claim.object}"
    for target in (targets[figure] for figure in claim.figures if figure in targets):
        name, number = target.indicator, target.number.quote
        if claim.object and name and (name in words or claim.object in name):
            return True
        if number in words and _BARE.fullmatch(words.replace(number, "", 1)):
            return True
    return False
