"""Findings as people work through them: in groups, with both passages, what was said to each, and a picture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from yuheng.app.access import Person, seen
from yuheng.app.rows import Row, entry_row, finding_row, moment
from yuheng.errors import Misuse
from yuheng.ledger.models import Cited, Entry, Finding, Resolution
from yuheng.office.audit_book import GROUPS

PAGE: Final = 40
STATES: Final[Mapping[str, str]] = {"": "全部", "open": "待核", "confirm": "已认可", "dismiss": "不采纳"}


@dataclass(frozen=True, slots=True)
class Findings:
    """One page of findings, with how many each group and state holds."""

    rows: tuple[Row, ...]
    groups: tuple[tuple[str, int], ...]
    states: tuple[tuple[str, str, int], ...]
    count: int
    page: int
    pages: int


def findings(account: Person, *, group: str = "", state: str = "", page: int = 1) -> Findings:
    """The live findings that the account sees.

    Raises:
        Misuse: an unknown group or state.
    """
    if group and group not in GROUPS:
        raise Misuse(f"没有“{group}”这一组结论。", hint="可用：" + "、".join(GROUPS))
    if state not in STATES:
        raise Misuse(f"没有“{state}”这种状态。")
    every = with_decision(seen(account, Finding.objects.filter(live=True)))
    kinds = dict(every.order_by().values_list("kind").annotate(n=Count("pk")))
    groups = tuple((name, sum(kinds.get(kind, 0) for kind in GROUPS[name])) for name in GROUPS)
    rows = every.filter(kind__in=GROUPS[group]) if group else every
    counts = dict(rows.order_by().values_list("said").annotate(n=Count("pk")))
    states = tuple((key, word, counts.get(key, 0)) for key, word in STATES.items() if key)
    if state:
        rows = rows.filter(said=state)
    count = rows.count()
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 1), pages)
    shown = rows.order_by("order", "pk")[(page - 1) * PAGE : page * PAGE]
    return Findings(tuple(_row(each) for each in shown), groups, states, count, page, pages)


def with_decision(rows: QuerySet[Finding]) -> QuerySet[Any]:
    """Findings with what was last said to each as `said`: "open" where nobody has, or it was opened again."""
    later = Resolution.objects.filter(supersedes=OuterRef("pk"))
    live = Resolution.objects.filter(finding_key=OuterRef("finding_id")).filter(~Exists(later))
    return rows.annotate(last=Subquery(live.values("decision")[:1])).annotate(
        said=Case(
            When(Q(last__isnull=True) | Q(last="reopen"), then=Value("open")),
            default=F("last"),
            output_field=CharField(),
        )
    )


def said_to(finding: Finding) -> str:
    """What was last said to a finding: "open", "confirm" or "dismiss"."""
    found: str = with_decision(Finding.objects.filter(pk=finding.pk)).values_list("said", flat=True)[0]
    return found


def _row(finding: Finding) -> Row:
    said: str = finding.said  # type: ignore[attr-defined]  # annotated by `with_decision`
    return {**finding_row(finding), "state": said, "state_word": STATES[said]}


def passages(account: Person, finding: Finding) -> list[Row]:
    """The claims that a finding used, as they stand in live documents, the one it is about first."""
    order = {cited.claim_id: cited.place for cited in Cited.objects.filter(finding=finding)}
    rows = seen(account, Entry.objects.filter(claim__claim_id__in=order)).select_related("claim", "document")
    once = {(entry.claim.claim_id, entry.document_id): entry for entry in rows}
    return [entry_row(entry) for entry in sorted(once.values(), key=lambda entry: order[entry.claim.claim_id])]


def history(finding: Finding) -> list[Row]:
    """What people said to a finding, the first first; it stands whatever the finding's numbers became."""
    rows = Resolution.objects.filter(finding_key=finding.finding_id).select_related("by", "finding").order_by("pk")
    return [
        {
            "decision": row.decision,
            "decision_word": row.get_decision_display(),
            "by": row.by.get_username(),
            "at": moment(row.at),
            "note": row.note,
            "message": "" if row.finding_id == finding.pk else row.finding.message,
        }
        for row in rows
    ]


def earlier(finding: Finding) -> list[Row]:
    """What the same conclusion said with other numbers, the newest first."""
    rows = Finding.objects.filter(finding_id=finding.finding_id).exclude(pk=finding.pk).order_by("-pk")
    return [finding_row(row) for row in rows[:20]]


_AMOUNT: Final = re.compile(r"-?\d+(?:\.\d+)?")


def scale(rows: Iterable[Row]) -> list[Row]:
    """The passages' amounts as bars of one length scale; empty where their units differ or there is nothing to compare.

    Only what is printed in one unit is drawn side by side: a bar for 3 万人 beside one for 20000 人 would lie.
    """
    bars = []
    for row in rows:
        number = _AMOUNT.search(row["amount"])
        if number is not None:
            unit = row["amount"][number.end() :].rsplit("–", 1)[-1].lstrip("0123456789.")
            bars.append(
                {"name": row["period"] or row["title"], "value": float(number.group()), "unit": unit, **_cut(row)}
            )
    if len(bars) < 2 or len({bar["unit"] for bar in bars}) > 1 or any(bar["value"] < 0 for bar in bars):
        return []
    most = max(bar["value"] for bar in bars) or 1
    return [
        {
            "name": bar["name"],
            "total": bar["amount"],
            "parts": [{"shade": f"f-{bar['kind']}", "begin": 0, "length": round(100 * bar["value"] / most, 2)}],
        }
        for bar in bars
    ]


def _cut(row: Row) -> Row:
    return {"amount": row["amount"], "kind": row["kind"]}
