"""Decide: accept, correct or reject what a claim says; confirm or dismiss a finding; work an issue off.

A decision names the one it supersedes. Two people who decide at once about the same thing do not overwrite each other:
the second is told what the first decided, and decides again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from yuheng.app.ingesting import queue
from yuheng.app.recounting import ask_for_audit
from yuheng.errors import Misuse
from yuheng.ledger import chain
from yuheng.ledger.entries import live_verdicts, rebuild
from yuheng.ledger.models import (
    Account,
    Claim,
    Decision,
    Entry,
    EntryState,
    Finding,
    Issue,
    IssueState,
    Resolution,
    Resolving,
    Verdict,
)
from yuheng.ledger.slots import PLACES

NOT_SEEN: Final = object()
"""Passed as `seen` by callers who did not show the last verdict to anybody: rules, imports."""

_WAITING: Final = (EntryState.OPEN, EntryState.AGAIN)


def decide(
    claim: Claim,
    decision: Decision,
    *,
    at: datetime,
    by: Account | None = None,
    rule: str = "",
    correction: Mapping[str, Any] | None = None,
    note: str = "",
    seen: object = NOT_SEEN,
) -> Verdict:
    """Record a verdict on a claim and show the claim as it now stands.

    Args:
        claim: what was on the screen.
        decision: accept, correct, reject, or withdraw the last verdict.
        at: when.
        by, rule: the person, or the name of the rule; one of them.
        correction: for CORRECT, the payload's fields that are wrong with what is right.
        note: why, in a line.
        seen: the id of the live verdict that was on the screen, None where there was none.

    Raises:
        Misuse: another verdict came in between, the correction is no claim, or there is nothing to withdraw.
    """
    wrong = check_correction(claim, decision, correction or {})
    try:
        with transaction.atomic():
            last = live_verdicts([claim.slot]).get(claim.slot)
            if seen is not NOT_SEEN and seen != (last.pk if last else None):
                raise Misuse(_said_meanwhile(last))
            if decision == Decision.WITHDRAW and (last is None or last.decision == Decision.WITHDRAW):
                raise Misuse("没有可以撤回的裁定。")
            said = {"decision": decision, "correction": wrong, "by": by, "rule": rule, "at": at, "note": note}
            verdict = Verdict.objects.create(
                slot=claim.slot, fingerprint=claim.fingerprint, claim=claim, supersedes=last, **said
            )
            rebuild(_standing([claim.slot]))
            details = {"verdict": verdict.pk, "correction": wrong, "note": note}
            chain.append(
                at, _who(by, rule), act=f"verdict.{decision}", about=f"claim:{claim.claim_id}", details=details
            )
            job = ask_for_audit(at=at) if _changes_the_ledger(decision, last) else None
            if job is not None:
                queue(job)
    except IntegrityError as error:
        raise Misuse(_said_meanwhile(live_verdicts([claim.slot]).get(claim.slot))) from error
    return verdict


def decide_by_rule(
    entries: QuerySet[Entry], decision: Decision, *, rule: str, at: datetime, by: Account, note: str = ""
) -> int:
    """Record the same verdict on every waiting entry of a list, under the name of a rule; how many.

    A bulk decision is a rule's, not a person's reading of each; the log names the person who let the rule run. Each
    entry is decided in its own turn of one transaction: all or none.

    Raises:
        Misuse: the rule has no name, or the decision is a correction.
    """
    if not rule.strip():
        raise Misuse("批量裁定要写明按什么规则。")
    if decision not in (Decision.ACCEPT, Decision.REJECT):
        raise Misuse("批量裁定只能确认或否决。")
    with transaction.atomic():
        claims = list(
            Claim.objects.filter(entry__in=entries.filter(state__in=_WAITING).values("pk")).select_related("document")
        )
        last = live_verdicts(claim.slot for claim in claims)
        once = {claim.slot: claim for claim in claims}
        Verdict.objects.bulk_create(
            [
                Verdict(
                    slot=slot,
                    fingerprint=claim.fingerprint,
                    claim=claim,
                    decision=decision,
                    rule=rule,
                    at=at,
                    note=note,
                    supersedes=last.get(slot),
                )
                for slot, claim in once.items()
            ],
            batch_size=500,
        )
        rebuild(_standing(once))
        details = {"rule": rule, "claims": [claim.claim_id for claim in claims], "note": note}
        chain.append(at, by.get_username(), act=f"verdict.rule.{decision}", details=details)
        job = ask_for_audit(at=at) if decision == Decision.REJECT and claims else None
        if job is not None:
            queue(job)
    return len(claims)


def check_correction(claim: Claim, decision: Decision, correction: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that a correction really changes.

    Raises:
        Misuse: fields that claims of this kind do not have, values that make no claim, nothing changed, or fields where
            the decision is no correction.
    """
    if decision != Decision.CORRECT:
        if correction:
            raise Misuse("只有“更正”可以改动字段。")
        return {}
    from yuheng.office.claims_file import claims_from

    unknown = sorted(key for key in correction if key not in claim.payload or key in PLACES)
    if unknown:
        raise Misuse(f"这类断言没有可以更正的字段：{'、'.join(unknown)}。")
    changed = {key: value for key, value in correction.items() if claim.payload[key] != value}
    if not changed:
        raise Misuse("没有改动任何字段。", hint="若原来就对，请用“确认”。")
    line = json.dumps({**claim.payload, **changed}, ensure_ascii=False)
    try:
        list(claims_from([line]))
    except Misuse as error:
        raise Misuse(f"更正后的内容不成断言：{error.message}", hint="检查数值、单位和日期的写法。") from error
    return changed


def history_of(claim: Claim) -> QuerySet[Verdict]:
    """Every verdict on a claim's words, the first one first."""
    return Verdict.objects.filter(slot=claim.slot).select_related("by").order_by("pk")


def adrift() -> QuerySet[Verdict]:
    """Live verdicts whose words stand in no live document any more: for people to look at, never dropped."""
    later = Verdict.objects.filter(supersedes=OuterRef("pk"))
    standing = Entry.objects.filter(slot=OuterRef("slot"))
    return (
        Verdict.objects.filter(~Exists(later)).exclude(decision=Decision.WITHDRAW).filter(~Exists(standing))
    ).order_by("pk")


def resolve_finding(finding: Finding, decision: Resolving, *, by: Account, at: datetime, note: str = "") -> Resolution:
    """Confirm, dismiss or reopen a finding.

    Raises:
        Misuse: somebody else did so at the same moment; or a dismissal without its reason.
    """
    if decision == Resolving.DISMISS and not note.strip():
        raise Misuse("不采纳要写明理由。")
    try:
        with transaction.atomic():
            last = live_resolution(finding.finding_id)
            resolution = Resolution.objects.create(
                finding=finding,
                finding_key=finding.finding_id,
                decision=decision,
                note=note,
                by=by,
                at=at,
                supersedes=last,
            )
            details = {"note": note, "message": finding.message}
            about = f"finding:{finding.finding_id}"
            chain.append(at, by.get_username(), act=f"finding.{decision}", about=about, details=details)
    except IntegrityError as error:
        raise Misuse("另一个人刚刚处理了这条结论，请刷新后再看。") from error
    return resolution


def resolve_findings(
    findings: Iterable[Finding], decision: Resolving, *, by: Account, at: datetime, note: str = ""
) -> int:
    """Say the same to several findings that a person has before them, all or none; how many.

    Each keeps its own row and its own line in the log, so that one can be opened again without the others.

    Raises:
        Misuse: as `resolve_finding`.
    """
    with transaction.atomic():
        return len([resolve_finding(each, decision, by=by, at=at, note=note) for each in findings])


def live_resolution(finding_id: str) -> Resolution | None:
    """What was last said to a finding; it stands for the finding whatever its numbers are now."""
    later = Resolution.objects.filter(supersedes=OuterRef("pk"))
    return Resolution.objects.filter(finding_key=finding_id).filter(~Exists(later)).select_related("finding").first()


def work_issue(issue: Issue, state: IssueState, *, by: Account, at: datetime, note: str = "") -> Issue:
    """Take an issue, or close it with a note; the change is in the log."""
    with transaction.atomic():
        details = {"from": issue.state, "note": note}
        issue.state, issue.note, issue.changed = state, note, at
        issue.taken_by = None if state == IssueState.OPEN else by
        issue.save(update_fields=["state", "note", "changed", "taken_by"])
        chain.append(at, by.get_username(), act=f"issue.{state}", about=f"issue:{issue.issue_id}", details=details)
    return issue


def names_of(entries: Iterable[Entry]) -> dict[int, str]:
    """Who or which rule decided each entry; entries that nobody decided are left out."""
    keys = {entry.pk: entry.verdict_id for entry in entries if entry.verdict_id is not None}
    said = Verdict.objects.filter(pk__in=keys.values()).values_list("pk", "by__username", "rule")
    names = {verdict: name or rule for verdict, name, rule in said}
    return {entry: names[verdict] for entry, verdict in keys.items()}


def _standing(slots: Iterable[str]) -> list[Claim]:
    """The claims of live documents that stand in these slots; a source may say the same words in two documents."""
    wanted = list(slots)
    return [
        claim
        for first in range(0, len(wanted), 500)
        for claim in Claim.objects.filter(slot__in=wanted[first : first + 500], document__live=True).select_related(
            "document"
        )
    ]


def _changes_the_ledger(decision: Decision, last: Verdict | None) -> bool:
    """Whether audits see another claim: an acceptance of what was open changes nothing for them."""
    return decision != Decision.ACCEPT or (last is not None and last.decision in (Decision.CORRECT, Decision.REJECT))


def _who(by: Account | None, rule: str) -> str:
    return by.get_username() if by is not None else f"rule:{rule}"


def _said_meanwhile(last: Verdict | None) -> str:
    if last is None:
        return "这条断言的裁定刚刚变了，请刷新后再裁。"
    who = last.by.get_username() if last.by is not None else f"规则“{last.rule}”"
    return f"{who} 刚刚裁定为“{Decision(last.decision).label}”，请看过后再裁。"
