"""What a morning begins with: what is due, what is off its path, what waits for a decision, what came in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from yuheng.app.access import Person, seen
from yuheng.app.conclusions import WORDS
from yuheng.app.rows import Row, document_rows, finding_row
from yuheng.ledger.models import Document, Entry, EntryState, Finding
from yuheng.office.words import KIND_WORDS

_CLASSES: Final = {
    "提前实现": "f-done",
    "快于预期": "f-done",
    "基本符合预期": "f-accent",
    "滞后": "f-off",
    "不可判定": "f-none",
}
DAYS: Final = 14
_NO_REPORT: Final = ("无实绩", "无基期以后的实绩")
"""Reasons of `audit.path` that another document mends."""
_Counts = Mapping[tuple[str, str, date | None], int]
"""How many entries: by kind, state and the day after their period."""
_LATE: Final = 6
_CHANGED: Final = ("postponed", "lowered", "conflict")
"""Kinds of finding that somebody should look at in the morning, behind what is late."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The four pictures, as numbers; `late` is what is behind, and after it what was put off or contradicts.

    Attributes:
        path: how many targets each verdict has; empty where none can be judged: a picture of one grey bar says nothing.
        unjudged: how many targets are 不可判定.
        why: the audit's reasons for these, the commonest first, each with its number.
        lacks_reports: whether one of the reasons is that no report of a later time than the base is there.
    """

    due: tuple[Row, ...]
    path: tuple[Row, ...]
    unjudged: int
    why: tuple[Row, ...]
    lacks_reports: bool
    late: tuple[Row, ...]
    waiting: tuple[Row, ...]
    came: tuple[Row, ...]
    recent: tuple[Row, ...]
    documents: int
    claims: int
    open: int


def overview(account: Person, *, on: date) -> Overview:
    """Everything that the account sees, as it stands on a day."""
    counts = _counts(seen(account, Entry.objects.all()))
    documents = seen(account, Document.objects.filter(live=True))
    findings = seen(account, Finding.objects.filter(live=True, kind="verdict"))
    verdicts = [(_word(finding), _reason(finding)) for finding in findings.only("message", "parts", "kind").iterator()]
    why = Counter(reason for word, reason in verdicts if word == "不可判定").most_common()
    late = [
        finding for finding in findings.filter(parts__icontains="滞后").order_by("order") if _word(finding) == "滞后"
    ]
    changed = seen(account, Finding.objects.filter(live=True, kind__in=_CHANGED)).order_by("order", "pk")[:_LATE]
    recent = documents.select_related("snapshot", "run").order_by("-stored")[:5]
    return Overview(
        due=_due(counts, on),
        path=_path([word for word, _ in verdicts]),
        unjudged=sum(n for _, n in why),
        why=tuple({"reason": reason, "n": n} for reason, n in why),
        lacks_reports=any(reason in _NO_REPORT for reason, _ in why),
        late=tuple(finding_row(finding) for finding in (*late, *changed)[:_LATE]),
        waiting=_waiting(counts),
        came=_came(documents, on),
        recent=tuple(document_rows(account, recent)),
        documents=documents.count(),
        claims=sum(counts.values()),
        open=sum(n for (_, state, _), n in counts.items() if state in (EntryState.OPEN, EntryState.AGAIN)),
    )


def _word(finding: Finding) -> str:
    held = next((value for name, value in finding.parts if name == "证据裁定"), "")
    return next((word for word in WORDS if held.startswith(word)), "不可判定")


def _reason(finding: Finding) -> str:
    """Why the verdict is what it is, without the numbers of the one target: what stands before the colon."""
    held = next((value for name, value in finding.parts if name == "证据裁定"), "")
    return str(held.partition("（")[2].removesuffix("）").partition("：")[0])


def _counts(entries: QuerySet[Entry]) -> _Counts:
    """How many entries there are of each kind, state and last day: all that the pictures count, in one reading."""
    rows = entries.order_by().values_list("kind", "state", "period_end").annotate(n=Count("*"))
    return {(kind, state, end): n for kind, state, end, n in rows}


def _due(counts: _Counts, on: date) -> tuple[Row, ...]:
    """Years in which targets and tasks end, from the last one past to nine ahead; `period_end` is the day after."""
    by_year: dict[int, Counter[str]] = {}
    for (kind, state, end), n in counts.items():
        if kind in ("target", "task") and state != EntryState.REJECTED and end is not None:
            by_year.setdefault(end.year - 1, Counter())[kind] += n
    shown = [year for year in sorted(by_year) if on.year - 3 <= year <= on.year + 10]
    most = max((sum(by_year[year].values()) for year in shown), default=0)
    return tuple(
        _bar(
            str(year),
            [("f-target", by_year[year]["target"]), ("f-task", by_year[year]["task"])],
            most,
            since=f"{year}-01-01",
            due=f"{year}-12-31",
            past=year < on.year,
        )
        for year in shown
    )


def _path(verdicts: Sequence[str]) -> tuple[Row, ...]:
    counts = Counter(verdicts)
    most = max(counts.values(), default=0)
    judged = any(counts[word] for word in WORDS if word != "不可判定")
    return tuple(_bar(word, [(_CLASSES[word], counts[word])], most) for word in WORDS if judged)


def _waiting(counts: _Counts) -> tuple[Row, ...]:
    kinds: dict[str, Counter[str]] = {}
    for (kind, state, _), n in counts.items():
        kinds.setdefault(kind, Counter())[state] += n
    most = max((sum(each.values()) for each in kinds.values()), default=0)
    return tuple(
        _bar(
            KIND_WORDS[kind],
            [
                ("f-done", kinds[kind]["accepted"] + kinds[kind]["corrected"]),
                ("f-off", kinds[kind]["rejected"]),
                ("f-wait", kinds[kind]["open"] + kinds[kind]["again"]),
            ],
            most,
            kind=kind,
        )
        for kind in KIND_WORDS
        if kind in kinds
    )


def _came(documents: Any, on: date) -> tuple[Row, ...]:
    first = on - timedelta(days=DAYS - 1)
    rows = documents.filter(stored__date__gte=first).annotate(day=TruncDate("stored"))
    counts = Counter(dict(rows.values_list("day").annotate(n=Count("pk"))))
    most = max(counts.values(), default=0)
    days = [first + timedelta(days=index) for index in range(DAYS)]
    return tuple(_bar(f"{day.month}/{day.day}", [("f-accent", counts[day])], most) for day in days)


def _bar(name: str, parts: Sequence[tuple[str, int]], most: int, **more: Any) -> Row:
    """One bar: its parts with where they begin and how long they are, in hundredths of the longest bar."""
    begin = 0.0
    cut: list[dict[str, Any]] = []
    for shade, n in parts:
        length = 100 * n / most if most else 0.0
        cut.append({"shade": shade, "n": n, "begin": round(begin, 2), "length": round(length, 2), "rest": 0.0})
        begin += length
    for each in cut:
        each["rest"] = round(100 - each["begin"] - each["length"], 2)
    return {"name": name, "total": sum(n for _, n in parts), "parts": cut, **more}
