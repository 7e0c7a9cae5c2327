"""Named rules by which many claims are accepted at once: each says in one line what it looks at.

A rule looks only at what stands in the claim; it never says that a reading is right, only that nothing is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet

from yuheng.app.access import Person, changeable
from yuheng.app.rows import moment
from yuheng.errors import Misuse
from yuheng.ledger.models import Entry, EntryState, LogEntry


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its name, what it asks of a claim in words, and the same as a condition."""

    name: str
    word: str
    condition: Q


RULES: Final[Mapping[str, Rule]] = {
    rule.name: rule
    for rule in (
        Rule(
            "figure-complete/1",
            "实绩：主体、指标、单位、期间俱全",
            Q(kind="actual") & ~Q(subject="") & ~Q(indicator="") & ~Q(unit="") & ~Q(period=""),
        ),
        Rule(
            "target-complete/1",
            "目标：主体、指标、单位、期限俱全",
            Q(kind="target") & ~Q(subject="") & ~Q(indicator="") & ~Q(unit="") & ~Q(period=""),
        ),
        Rule("task-owned/1", "任务：写明责任单位", Q(kind="task") & ~Q(owner="")),
        Rule(
            "siting-placed/1",
            "布局：写明区县和产业",
            Q(kind="siting") & ~Q(subject="") & ~Q(sector=""),
        ),
    )
}


def waiting_under(account: Person, rule: Rule, *, document: int | None = None) -> QuerySet[Entry]:
    """The claims that the account may decide on, that wait, and that a rule would accept."""
    rows = changeable(account, Entry.objects.filter(rule.condition, state=EntryState.OPEN))
    return rows if document is None else rows.filter(document_id=document)


def rule_named(name: str) -> Rule:
    """A rule by its name.

    Raises:
        Misuse: there is none.
    """
    if name not in RULES:
        raise Misuse(f"没有规则“{name}”。", hint="可用：" + "、".join(RULES))
    return RULES[name]


def runs() -> list[dict[str, Any]]:
    """When rules ran, who let them, and over how many claims; the newest first."""
    rows = LogEntry.objects.filter(act__startswith="verdict.rule.").order_by("-number")[:50]
    return [
        {
            "rule": row.details.get("rule", ""),
            "by": row.by,
            "at": moment(row.at),
            "claims": len(row.details.get("claims", ())),
        }
        for row in rows
    ]
