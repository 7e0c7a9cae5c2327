"""裁定: one claim with its words and history, and the queue that people work through by keyboard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuheng.app.access import can, changeable, seen
from yuheng.app.correcting import correction_from, fields_of, written
from yuheng.app.listing import fetched
from yuheng.app.originals import first_page_of
from yuheng.app.reviewing import decide as record
from yuheng.app.reviewing import history_of
from yuheng.app.revision import remembered
from yuheng.app.rows import Row, entry_row, finding_row, verdict_row
from yuheng.errors import Misuse
from yuheng.ledger.models import Account, Decision, Document, Entry, EntryState, Finding, Verdict
from yuheng.office.words import KIND_WORDS
from yuheng.web.pages import Page, message_of, person

WAITING: Final = (EntryState.OPEN, EntryState.AGAIN)
_UNSEEN: Final = "0"


def _entry(account: Account, number: int) -> Entry:
    rows = seen(account, Entry.objects.select_related("claim", "document", "verdict"))
    return get_object_or_404(rows, pk=number)


def _may_decide(account: Account, entry: Entry) -> bool:
    return can(account, "decide") and changeable(account, Entry.objects.filter(pk=entry.pk)).exists()


def claim(request: HttpRequest, number: int) -> Page:
    """One claim: its words, what the machine read, what people said."""
    account = person(request)
    entry = _entry(account, number)
    findings = seen(account, Finding.objects.filter(live=True, cited__claim_id=entry.claim.claim_id)).distinct()
    return Page(
        "web/claim.html",
        {
            "claim": entry_row(entry),
            "machine": {field.key: written(field, entry.claim.payload) for field in fields_of(entry.kind)},
            "history": _history(entry, account),
            "findings": [finding_row(finding) for finding in findings.order_by("order")[:20]],
        },
        {
            **_form(account, entry),
            "may_open": seen(account, Document.objects.filter(pk=entry.document_id)).exists(),
        },
    )


def claim_card(request: HttpRequest, number: int) -> HttpResponse:
    """The claim in short, for the reader's list."""
    account = person(request)
    entry = _entry(account, number)
    beside = {"page": first_page_of(entry), "may_decide": _may_decide(account, entry)}
    return render(request, "web/claim_card.html", {"row": entry_row(entry), **beside})


def _form(account: Account, entry: Entry, given: Mapping[str, str] | None = None) -> dict[str, Any]:
    fields = []
    for field in fields_of(entry.kind):
        machine, now = written(field, entry.claim.payload), written(field, entry.payload)
        words = dict(field.choices)
        fields.append(
            {
                "key": field.key,
                "word": field.word,
                "choices": field.choices,
                "machine_word": words.get(machine, machine),
                "now": now if given is None else given.get(field.key, now),
                "now_word": words.get(now, now),
                "changed": machine != now,
            }
        )
    return {
        "fields": fields,
        "may_decide": _may_decide(account, entry),
        "seen_verdict": entry.verdict_id or _UNSEEN,
    }


def _history(entry: Entry, account: Account) -> list[Row]:
    """What was decided; who decided, and why, is the office's business, others see that somebody did."""
    whole = _may_decide(account, entry) or can(account, "token")
    return [
        {**_verdict(verdict, entry), **({} if whole else {"by": "", "note": ""})} for verdict in history_of(entry.claim)
    ]


def _verdict(verdict: Verdict, entry: Entry) -> Row:
    row = verdict_row(verdict)
    known = {field.key: field for field in fields_of(entry.kind)}
    changes = [
        {
            "word": known[key].word,
            "was": written(known[key], entry.claim.payload),
            "now": written(known[key], {key: value}),
        }
        for key, value in row.pop("correction").items()
        if key in known
    ]
    return {**row, "changes": changes}


@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Record what a person says of a claim; from the queue, the answer is the next one."""
    account = person(request)
    in_queue = request.GET.get("queue") == "1"
    try:
        if request.POST.get("undo", "").isdigit():
            undone = _changeable(account, int(request.POST["undo"]))
            _record(account, undone, {"decision": "withdraw"})
            return _queue(request, account, undone) if in_queue else redirect("claim", undone.pk)
        entry = _changeable(account, number)
        _record(account, entry, request.POST.dict())
    except Misuse as error:
        if in_queue:
            return _queue(request, account, _changeable(account, number), error=message_of(error))
        messages.error(request, message_of(error))
        return redirect("claim", number)
    if in_queue:
        return _queue(request, account, None, last=entry.pk)
    messages.success(request, _("已记录。"))
    if request.POST.get("next") == "document":
        return redirect(f"{reverse('document', args=[entry.document_id])}#claim-{entry.pk}")
    return redirect("claim", entry.pk)


def _changeable(account: Account, number: int) -> Entry:
    rows = changeable(account, Entry.objects.select_related("claim", "document", "verdict"))
    return get_object_or_404(rows, pk=number)


def _record(account: Account, entry: Entry, given: Mapping[str, str]) -> Verdict:
    """Raises Misuse: an unknown decision, nothing corrected, or somebody decided meanwhile."""
    if given.get("decision") not in Decision.values:
        raise Misuse(_("没有这样的裁定。"))
    decision = Decision(given["decision"])
    changed = correction_from(entry.kind, entry.payload, given)
    if changed and decision == Decision.ACCEPT:
        raise Misuse(_("右栏有改动：要保存改动请用“更正”，否则请刷新后再确认。"))
    correction: dict[str, Any] = {}
    if decision == Decision.CORRECT:
        earlier = entry.verdict.correction if entry.verdict and entry.state == EntryState.CORRECTED else {}
        correction = {**earlier, **changed}
    on_screen = given.get("seen")
    extra: dict[str, Any] = {} if on_screen is None else {"seen": None if on_screen == _UNSEEN else int(on_screen)}
    note = given.get("note", "").strip()[:500]
    return record(entry.claim, decision, by=account, at=timezone.now(), correction=correction, note=note, **extra)


def review(request: HttpRequest) -> Page:
    """The queue: the first claim that waits, of one kind or all."""
    account = person(request)
    kind = _kind(request)
    after = request.GET.get("after", "")
    entry = _next(account, kind, after=int(after) if after.isdigit() else None)
    counts = remembered(lambda: _counts(account), "queue", account.pk)
    values = {"open": sum(counts.values()), "kinds": [(k, w, counts[k]) for k, w in KIND_WORDS.items() if k in counts]}
    shown = _shown(account, entry, kind)
    beside: dict[str, Any] = {key: shown.pop(key) for key in ("fields", "may_decide", "seen_verdict") if key in shown}
    return Page("web/review.html", {**values, **shown, "only_kind": kind}, beside)


def _counts(account: Account) -> dict[str, int]:
    """Counted as rows and not by their key, which SQLite would have to fetch each of beside its index."""
    return dict(_waiting(account, "").order_by().values_list("kind").annotate(n=Count("*")))


def _kind(request: HttpRequest) -> str:
    kind = request.GET.get("kind", "")
    if kind and kind not in KIND_WORDS:
        raise Misuse(f"没有“{kind}”这一种断言。")
    return kind


def _waiting(account: Account, kind: str) -> QuerySet[Entry]:
    rows = changeable(account, Entry.objects.filter(state__in=WAITING))
    return (rows.filter(kind=kind) if kind else rows).order_by("document_id", "start", "pk")


def _next(account: Account, kind: str, *, after: int | None) -> Entry | None:
    """The first that waits, or the first behind one that was skipped; at the end it starts over."""
    rows = _waiting(account, kind)
    skipped = Entry.objects.filter(pk=after).first() if after is not None else None
    if skipped is not None:
        behind = _first(rows.filter(document_id=skipped.document_id, start__gt=skipped.start))
        behind = behind or _first(rows.filter(document_id__gt=skipped.document_id))
        return behind or _first(rows)
    return _first(rows)


def _first(rows: QuerySet[Entry]) -> Entry | None:
    return next(iter(fetched(rows[:1])), None)


def _shown(account: Account, entry: Entry | None, kind: str) -> dict[str, Any]:
    if entry is None:
        return {"claim": None, "left": 0}
    counts = remembered(lambda: _counts(account), "queue", account.pk)
    left = counts.get(kind, 0) if kind else sum(counts.values())
    was = history_of(entry.claim)[::-1][:1] if entry.state == EntryState.AGAIN else ()
    return {
        "claim": entry_row(entry),
        "left": left,
        "was": next(({k: v for k, v in verdict_row(each).items() if k != "correction"} for each in was), None),
        **_form(account, entry),
    }


def _queue(
    request: HttpRequest, account: Account, entry: Entry | None, *, error: str = "", last: int | None = None
) -> HttpResponse:
    kind = _kind(request)
    shown = _shown(account, entry or _next(account, kind, after=None), kind)
    return render(request, "web/queue.html", {**shown, "only_kind": kind, "error": error, "last": last})
