"""Decisions are new rows; what the machine said stays beside what people said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.unit.ledger.people import NOON, PLAN, claim_about, clerk, handed_in

from yuheng.app.keeping import verify
from yuheng.app.recounting import compiled_ledger, store_findings
from yuheng.app.reviewing import (
    decide,
    decide_by_rule,
    history_of,
    live_resolution,
    names_of,
    resolve_finding,
    work_issue,
)
from yuheng.audit.findings import audit_of
from yuheng.errors import Misuse
from yuheng.ledger.models import (
    Decision,
    Entry,
    EntryState,
    Finding,
    Issue,
    IssueState,
    Job,
    LogEntry,
    Resolving,
    Verdict,
)

pytestmark = pytest.mark.django_db


def test_a_correction_shows_at_once_and_leaves_the_claim_as_it_was() -> None:
    handed_in()
    claim = claim_about("康养企业")

    decide(claim, Decision.CORRECT, by=clerk(), at=NOON, correction={"value": "130", "indicator": "康养服务企业"})

    entry = Entry.objects.get(pk=claim.pk)
    assert (entry.state, entry.what, entry.low, entry.payload["value"]) == ("corrected", "康养服务企业", 130.0, "130")
    claim.refresh_from_db()
    assert claim.payload["value"] == "120"
    [figure] = [c for c in compiled_ledger()[0].claims if c.id == claim.claim_id]
    assert getattr(figure, "indicator", None) == "康养服务企业"
    assert list(verify()) == []


def test_what_is_rejected_is_audited_no_more() -> None:
    handed_in()
    claim = claim_about("康养企业")

    decide(claim, Decision.REJECT, by=clerk(), at=NOON)

    assert claim.claim_id not in {each.id for each in compiled_ledger()[0].claims}


def test_a_later_verdict_supersedes_and_a_withdrawal_leaves_the_claim_open() -> None:
    handed_in()
    claim = claim_about("康养企业")

    first = decide(claim, Decision.ACCEPT, by=clerk(), at=NOON)
    second = decide(claim, Decision.REJECT, by=clerk("chief"), at=NOON + timedelta(minutes=1))
    third = decide(claim, Decision.WITHDRAW, by=clerk(), at=NOON + timedelta(minutes=2))

    assert [(each.pk, each.supersedes) for each in history_of(claim)] == [
        (first.pk, None),
        (second.pk, first),
        (third.pk, second),
    ]
    assert Entry.objects.get(pk=claim.pk).state == EntryState.OPEN
    with pytest.raises(Misuse, match="没有可以撤回的裁定"):
        decide(claim, Decision.WITHDRAW, by=clerk(), at=NOON)


def test_who_decides_on_an_old_screen_is_told_what_the_other_decided() -> None:
    handed_in()
    claim = claim_about("康养企业")
    decide(claim, Decision.REJECT, by=clerk("chief"), at=NOON, seen=None)

    with pytest.raises(Misuse, match="chief 刚刚裁定为“否决”"):
        decide(claim, Decision.ACCEPT, by=clerk(), at=NOON, seen=None)

    assert Verdict.objects.count() == 1


@pytest.mark.parametrize(
    ("decision", "correction", "said"),
    [
        (Decision.CORRECT, {"value": "许多"}, "不成断言"),
        (Decision.CORRECT, {"colour": "red"}, "没有可以更正的字段：colour"),
        (Decision.CORRECT, {"anchor": {}}, "没有可以更正的字段：anchor"),
        (Decision.CORRECT, {"value": "120"}, "没有改动"),
        (Decision.CORRECT, {"op": "大约"}, "不成断言"),
        (Decision.ACCEPT, {"value": "130"}, "只有“更正”"),
    ],
)
def test_a_correction_that_makes_no_claim_is_refused(decision: Decision, correction: dict[str, Any], said: str) -> None:
    handed_in()

    with pytest.raises(Misuse, match=said):
        decide(claim_about("康养企业"), decision, by=clerk(), at=NOON, correction=correction)

    assert Verdict.objects.count() == 0


def test_a_rule_decides_what_waits_and_leaves_what_people_decided() -> None:
    handed_in()
    own = claim_about("康养企业")
    decide(own, Decision.REJECT, by=clerk(), at=NOON)

    count = decide_by_rule(
        Entry.objects.filter(kind="target"), Decision.ACCEPT, rule="数值与上版一致", by=clerk("chief"), at=NOON
    )

    states = {entry.what: entry.state for entry in Entry.objects.filter(kind="target")}
    assert (count, states) == (1, {"护理型床位": "accepted", "康养企业": "rejected"})
    assert sorted(names_of(Entry.objects.filter(kind="target")).values()) == ["clerk", "数值与上版一致"]
    last = LogEntry.objects.order_by("-number").first()
    assert last is not None
    assert (last.by, last.act, len(last.details["claims"])) == ("chief", "verdict.rule.accept", 1)


def test_a_bulk_decision_needs_its_rule_and_cannot_correct() -> None:
    with pytest.raises(Misuse, match="按什么规则"):
        decide_by_rule(Entry.objects.all(), Decision.ACCEPT, rule=" ", by=clerk(), at=NOON)
    with pytest.raises(Misuse, match="确认或否决"):
        decide_by_rule(Entry.objects.all(), Decision.CORRECT, rule="x", by=clerk(), at=NOON)


def test_an_acceptance_of_what_was_open_makes_no_new_audit() -> None:
    handed_in()
    Job.objects.filter(kind="audit").delete()

    decide(claim_about("康养企业"), Decision.ACCEPT, by=clerk(), at=NOON)
    assert Job.objects.filter(kind="audit").count() == 0
    decide(claim_about("康养企业"), Decision.REJECT, by=clerk(), at=NOON)
    assert Job.objects.filter(kind="audit").count() == 1


def test_a_rejection_changes_the_findings_and_their_history_stays() -> None:
    handed_in(PLAN.replace("不低于5000张", "达到5000张，护理型床位达到6000张"))
    _audit()
    before = set(Finding.objects.filter(live=True).values_list("finding_id", "fingerprint"))

    decide(claim_about("康养企业"), Decision.REJECT, by=clerk(), at=NOON)
    _audit()

    after = set(Finding.objects.filter(live=True).values_list("finding_id", "fingerprint"))
    assert after < before
    assert before == set(Finding.objects.values_list("finding_id", "fingerprint"))


def test_a_finding_is_dismissed_with_a_reason_and_opened_again() -> None:
    handed_in()
    _audit()
    finding = Finding.objects.filter(live=True).first()
    assert finding is not None

    with pytest.raises(Misuse, match="写明理由"):
        resolve_finding(finding, Resolving.DISMISS, by=clerk(), at=NOON)
    first = resolve_finding(finding, Resolving.DISMISS, by=clerk(), at=NOON, note="口径不同")
    second = resolve_finding(finding, Resolving.REOPEN, by=clerk(), at=NOON)

    assert second.supersedes == first
    assert live_resolution(finding.finding_id) == second


def test_an_issue_s_work_is_in_the_log() -> None:
    issue = Issue.objects.create(issue_id="x", name="规划.txt", code="unit-unknown", message="?", met=NOON)

    work_issue(issue, IssueState.SOLVED, by=clerk(), at=NOON, note="已补单位")

    issue.refresh_from_db()
    assert (issue.state, issue.taken_by, issue.note) == ("solved", clerk(), "已补单位")
    assert LogEntry.objects.get(act="issue.solved").details == {"from": "open", "note": "已补单位"}


def _audit() -> None:
    documents = compiled_ledger()
    findings = audit_of(documents, on=NOON.date()).findings
    started = NOON + timedelta(seconds=Finding.objects.count() + LogEntry.objects.count())
    store_findings(findings, inputs=[each.id for each in documents], seen=0, started=started, ended=started)


def test_an_audit_that_has_seen_less_does_not_bring_back_what_is_over() -> None:
    handed_in()
    documents = compiled_ledger()
    old = audit_of(documents, on=NOON.date()).findings
    store_findings((), inputs=[], seen=9, started=NOON, ended=NOON)

    assert store_findings(old, inputs=["x"], seen=8, started=NOON, ended=NOON) == 0
    assert Finding.objects.count() == 0
    assert store_findings(old, inputs=["x"], seen=9, started=NOON, ended=NOON) == len(old) > 0
