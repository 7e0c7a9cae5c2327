"""The ledger's rows as plain values: what pages, their twins, the API and other programs are handed.

Each row of a claim carries its document, heading and quote: whoever shows a number can show its words.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from yuheng.app.access import Person, with_issues
from yuheng.app.listing import amount_of
from yuheng.app.originals import media_of
from yuheng.audit.conclusions import KINDS
from yuheng.ledger.models import Document, Entry, EntryState, Finding, Issue, IssueState, Job, JobState, Verdict
from yuheng.model import Place
from yuheng.office.words import DOCUMENT_WORDS, ISSUE_WORDS, KIND_WORDS, place_words

Row = dict[str, Any]


def moment(at: datetime) -> str:
    """A moment on the office's clock, with its offset."""
    return timezone.localtime(at).isoformat(timespec="seconds")


def document_rows(account: Person, documents: Iterable[Document]) -> list[Row]:
    """Documents as the account sees them: how many issues there are is None for those who may see none of them."""
    rows = list(documents)
    told = with_issues(account, rows)
    return [{**document_row(row), "issues": row.issues_count if row.pk in told else None} for row in rows]


def document_row(document: Document) -> Row:
    """A document with what it says of itself; `given` names the fields that people said instead."""
    return {
        "id": document.pk,
        "document": document.document_id,
        "name": document.doc,
        "title": document.title or document.doc,
        "issuer": document.issuer,
        "number": document.number,
        "issued": document.issued,
        "kind": document.kind,
        "kind_word": DOCUMENT_WORDS[document.kind],
        "region": document.region,
        "media": media_of(document),
        "sha256": document.snapshot.sha256,
        "size": document.snapshot.size,
        "characters": document.characters,
        "claims": document.claims_count,
        "stored": moment(document.stored),
        "published": document.published,
        "given": [each.partition("=")[0] for each in document.run.inputs[1:]],
    }


def entry_row(entry: Entry) -> Row:
    """A claim as it stands today, with its words and where they stand."""
    payload = entry.payload
    return {
        "id": entry.pk,
        "claim": entry.claim.claim_id,
        "kind": entry.kind,
        "kind_word": KIND_WORDS[entry.kind],
        "what": entry.what,
        "subject": entry.subject,
        "amount": amount_of(payload),
        "period": entry.period,
        "due": entry.period_end,
        "owners": [owner["name"] for owner in payload.get("owners", ())],
        "sector": entry.sector,
        "state": entry.state,
        "state_word": EntryState(entry.state).label,
        "document": entry.document_id,
        "title": str(entry.document),
        "heading": list(payload["heading"]),
        "quote": payload["quote"],
        **said(payload),
        "place": where(payload["anchor"]["place"]),
    }


def said(payload: Row) -> Row:
    """The sentence in three: before the claim's words, the words, after them."""
    anchor, sentence, quote = payload["anchor"], payload["sentence"], payload["quote"]
    start = max(anchor["start"] - sentence["start"], 0)
    end = min(max(anchor["end"] - sentence["start"], start), len(quote))
    return {"before": quote[:start], "words": quote[start:end] or anchor["quote"], "after": quote[end:]}


def where(place: Row) -> str:
    """Where in the file, as a person would look it up."""
    boxes = tuple(tuple(box) for box in place.get("boxes", ()))
    return place_words(Place(**{**place, "boxes": boxes}))


def verdict_row(verdict: Verdict) -> Row:
    """A verdict with who gave it and when."""
    return {
        "decision": verdict.decision,
        "decision_word": verdict.get_decision_display(),
        "by": verdict.by.get_username() if verdict.by else verdict.rule,
        "is_rule": verdict.by is None,
        "at": moment(verdict.at),
        "note": verdict.note,
        "correction": verdict.correction,
    }


def finding_row(finding: Finding) -> Row:
    """A finding with its arithmetic; whether it was confirmed, `resolution` says."""
    word = KINDS[finding.kind]
    return {
        "id": finding.pk,
        "finding": finding.finding_id,
        "kind": finding.kind,
        "kind_word": word,
        "message": finding.message.removeprefix(f"{word}："),
        "proposed": finding.proposed,
        "rule": f"{finding.rule}/{finding.version}",
        "parts": [{"name": name, "value": value} for name, value in finding.parts],
        "live": finding.live,
    }


def issue_row(issue: Issue) -> Row:
    """An issue, and how far it is worked off."""
    return {
        "id": issue.pk,
        "issue": issue.issue_id,
        "code": issue.code,
        "code_word": ISSUE_WORDS.get(issue.code, issue.code),  # rows of another version may carry other codes
        "message": issue.message,
        "name": issue.name,
        "document": issue.document_id,
        "words": issue.anchor.quote if issue.anchor else "",
        "place": where(issue.anchor.place) if issue.anchor else "",
        "state": issue.state,
        "state_word": IssueState(issue.state).label,
        "taken_by": issue.taken_by.get_username() if issue.taken_by else "",
        "note": issue.note,
        "met": moment(issue.met),
    }


def job_row(job: Job) -> Row:
    """A job, and how far it is."""
    return {
        "id": str(job.pk),
        "name": job.name,
        "kind": job.kind,
        "state": job.state,
        "state_word": JobState(job.state).label,
        "step": job.step,
        "done": job.done,
        "total": job.total,
        "message": job.message,
        "document": job.document_id,
        "created": moment(job.created),
    }
