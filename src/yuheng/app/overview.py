"""What a morning begins with: what is due, what is off its path, what waits for a decision, what came in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count
from django.db.models.functions import ExtractYear, TruncDate

from yuheng.app.access import Person, seen
from yuheng.app.rows import Row, document_row, finding_row
from yuheng.ledger.models import Document, Entry, EntryState, Finding
from yuheng.office.words import KIND_WORDS

WORDS: Final = ("提前实现", "快于预期", "基本符合预期", "滞后", "不可判定")
"""The verdicts of `audit.path`, the best first; 不可判定 is an answer, not a gap."""
_CLASSES: Final = {
    "提前实现": "f-done",
    "快于预期": "f-done",
    "基本符合预期": "f-accent",
    "滞后": "f-off",
    "不可判定": "f-none",
}
DAYS: Final = 14
_LATE: Final = 6


@dataclass(frozen=True, slots=True)
class Overview:
    """The four pictures, as numbers; a `Bar` list each."""

    due: tuple[Row, ...]
    path: tuple[Row, ...]
    late: tuple[Row, ...]
    waiting: tuple[Row, ...]
    came: tuple[Row, ...]
    recent: tuple[Row, ...]
    documents: int
    claims: int
    open: int


def overview(account: Person, *, on: date) -> Overview:
    """Everything that the account sees, as it stands on a day."""
    entries = seen(account, Entry.objects.exclude(state=EntryState.REJECTED))
    documents = seen(account, Document.objects.filter(live=True))
    findings = seen(account, Finding.objects.filter(live=True, kind="verdict"))
    verdicts = [_word(finding) for finding in findings.only("message", "parts", "kind").iterator()]
    late = [
        finding for finding in findings.filter(parts__icontains="滞后").order_by("order") if _word(finding) == "滞后"
    ]
    states = Counter(dict(seen(account, Entry.objects.all()).values_list("state").annotate(n=Count("pk"))))
    recent = documents.select_related("snapshot", "run").order_by("-stored")[:5]
    return Overview(
        due=_due(entries.filter(kind__in=("target", "task"), period_end__isnull=False), on),
        path=_path(verdicts),
        late=tuple(finding_row(finding) for finding in late[:_LATE]),
        waiting=_waiting(seen(account, Entry.objects.all())),
        came=_came(documents, on),
        recent=tuple(document_row(document) for document in recent),
        documents=documents.count(),
        claims=sum(states.values()),
        open=states["open"] + states["again"],
    )


def _word(finding: Finding) -> str:
    held = next((value for name, value in finding.parts if name == "证据裁定"), "")
    return next((word for word in WORDS if held.startswith(word)), "不可判定")


def _due(entries: Any, on: date) -> tuple[Row, ...]:
    """Years in which targets and tasks end, from the last one past to nine ahead; `period_end` is the day after."""
    rows = entries.annotate(year=ExtractYear("period_end")).values_list("year", "kind").annotate(n=Count("pk"))
    by_year: dict[int, Counter[str]] = {}
    for year, kind, n in rows:
        by_year.setdefault(year - 1, Counter())[kind] += n
    shown = [year for year in sorted(by_year) if on.year - 3 <= year <= on.year + 10]
    most = max((sum(by_year[year].values()) for year in shown), default=0)
    return tuple(
        _bar(
            str(year),
            [("f-target", by_year[year]["target"]), ("f-task", by_year[year]["task"])],
            most,
            due=f"{year + 1}-01-01",
            past=year < on.year,
        )
        for year in shown
    )


def _path(verdicts: Sequence[str]) -> tuple[Row, ...]:
    counts = Counter(verdicts)
    most = max(counts.values(), default=0)
    return tuple(_bar(word, [(_CLASSES[word], counts[word])], most) for word in WORDS if counts)


def _waiting(entries: Any) -> tuple[Row, ...]:
    counts: dict[str, Counter[str]] = {}
    for kind, state, n in entries.values_list("kind", "state").annotate(n=Count("pk")):
        counts.setdefault(kind, Counter())[state] += n
    most = max((sum(each.values()) for each in counts.values()), default=0)
    return tuple(
        _bar(
            KIND_WORDS[kind],
            [
                ("f-done", counts[kind]["accepted"] + counts[kind]["corrected"]),
                ("f-off", counts[kind]["rejected"]),
                ("f-wait", counts[kind]["open"] + counts[kind]["again"]),
            ],
            most,
            kind=kind,
        )
        for kind in KIND_WORDS
        if kind in counts
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
