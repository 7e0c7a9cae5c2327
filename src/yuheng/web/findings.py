"""审计 and 问题: what the audit concludes, what could not be read, and what people said to both."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuheng.app import conclusions
from yuheng.app.access import can, changeable, seen
from yuheng.app.exporting import FORMATS
from yuheng.app.findings_book import findings_book
from yuheng.app.pictures import is_drawable, path_picture
from yuheng.app.reviewing import resolve_finding, resolve_findings, work_issue
from yuheng.app.rows import Row, finding_row, issue_row
from yuheng.errors import Misuse
from yuheng.ledger.models import Finding, Issue, IssueState, Resolving
from yuheng.office.words import ISSUE_WORDS
from yuheng.web.pages import Page, message_of, person
from yuheng.web.paging import number_of, turning

PER_PAGE = 50
AMENDED = ("date-unread", "title-unread")
"""Issues that a person settles by saying what the document is."""


def findings(request: HttpRequest) -> Page:
    """The conclusions, by group, kind, document, words, and by what was said to them."""
    account, wanted = person(request), _wanted(request)
    found = conclusions.findings(account, wanted, page=number_of(request.GET.get("page")))
    groups = [(name, n, wanted.query(group=name, sort="", state="")) for name, n in found.groups]
    return Page(
        "web/findings.html",
        {"findings": found.rows, "groups": found.groups, "states": found.states, "count": found.count},
        {
            "wanted": wanted,
            "group_chips": groups,
            "all_groups": wanted.query(group="", sort="", state=""),
            "sort_chips": [(key, word, n, wanted.query(sort=key, state="")) for key, word, n in found.sorts],
            "all_sorts": wanted.query(sort="", state=""),
            "state_chips": [(key, word, n, wanted.query(state=key)) for key, word, n in found.states],
            "all_states": wanted.query(state=""),
            "sections": _sections(found.rows),
            "may_assess": can(account, "assess"),
            "page": found.page,
            "documents": conclusions.cited_documents(account),
            "query_string": wanted.query(),
            "may_export": can(account, "export"),
            "turn": turning(found.page, found.pages, wanted.query()),
        },
    )


def _sections(rows: Iterable[Row]) -> list[Row]:
    """The rows under the document and chapter of the claims that lack something; conclusions stand under no heading."""
    sections: list[Row] = []
    for (document, title, chapter), group in groupby(rows, _chapter):
        held = list(group)
        waiting = [row["id"] for row in held if document is not None and row["state"] == "open"]
        sections.append({"document": document, "title": title, "chapter": chapter, "rows": held, "waiting": waiting})
    return sections


def _chapter(row: Row) -> tuple[int | None, str, str]:
    about = row["about"]
    return (None, "", "") if about is None else (about["document"], about["title"], next(iter(about["heading"]), ""))


def _wanted(request: HttpRequest) -> conclusions.Wanted:
    def given(name: str) -> str:
        return request.GET.get(name, "").strip()[:300]

    return conclusions.Wanted(given("group"), given("sort"), given("state"), given("q"), given("document"))


def findings_export(request: HttpRequest) -> HttpResponse:
    """Everything that the list of conclusions shows, on all its pages, as a workbook."""
    data = findings_book(person(request), _wanted(request), at=timezone.now())
    response = HttpResponse(data, content_type=FORMATS["xlsx"])
    name = quote("审计结论.xlsx")
    response.headers["Content-Disposition"] = f"attachment; filename=\"findings.xlsx\"; filename*=UTF-8''{name}"
    return response


def finding(request: HttpRequest, number: int) -> Page:
    """One conclusion: arithmetic, passages side by side, history."""
    account = person(request)
    found = get_object_or_404(seen(account, Finding.objects.all()), pk=number)
    said = conclusions.said_to(found)
    passages = conclusions.passages(account, found)
    return Page(
        "web/finding.html",
        {
            "finding": {**finding_row(found), "state": said, "state_word": conclusions.STATES[said]},
            "passages": passages,
            "history": conclusions.history(found),
            "earlier": conclusions.earlier(found),
        },
        {
            "bars": conclusions.scale(passages),
            "drawn": is_drawable(found) and path_picture(account, found, on=timezone.localdate()) is not None,
            "lacking": conclusions.lacking(found, passages),
            "may_assess": can(account, "assess"),
            "following": conclusions.after(account, found),
        },
    )


def finding_picture(request: HttpRequest, number: int) -> HttpResponse:
    """The path of a finding on progress, as a picture of its own: what is inside it cannot touch the page."""
    account = person(request)
    found = get_object_or_404(seen(account, Finding.objects.all()), pk=number)
    drawn = path_picture(account, found, on=timezone.localdate()) if is_drawable(found) else None
    if drawn is None:
        raise Http404
    return HttpResponse(drawn, content_type="image/svg+xml")


@require_POST
def assess(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm, dismiss or reopen a conclusion, with a note."""
    account = person(request)
    found = get_object_or_404(seen(account, Finding.objects.all()), pk=number)
    decision, note = request.POST.get("decision", ""), request.POST.get("note", "").strip()[:2000]
    if decision not in Resolving.values:
        raise Misuse(_("没有这样的处理。"))
    try:
        resolve_finding(found, Resolving(decision), by=account, at=timezone.now(), note=note)
    except Misuse as error:
        messages.error(request, message_of(error))
    else:
        messages.success(request, _("已记录。"))
    return redirect("finding", number)


@require_POST
def assess_several(request: HttpRequest) -> HttpResponse:
    """Say the same to the conclusions of one chapter that are on the screen; the list comes back as it was."""
    account, wanted = person(request), _wanted(request)
    numbers = [int(each) for each in request.POST.getlist("finding") if each.isdecimal()]
    decision, note = request.POST.get("decision", ""), request.POST.get("note", "").strip()[:2000]
    if decision not in (Resolving.CONFIRM, Resolving.DISMISS) or not numbers:
        raise Misuse(_("没有这样的处理。"))
    try:
        found = conclusions.waiting(account, numbers)
        done = resolve_findings(found, Resolving(decision), by=account, at=timezone.now(), note=note)
    except Misuse as error:
        messages.error(request, message_of(error))
    else:
        messages.success(request, _("已记录 %d 条。") % done)
    page = number_of(request.GET.get("page"))
    return redirect(f"{reverse('findings')}?{wanted.query()}&page={page}")


def issues(request: HttpRequest) -> Page:
    """What could not be read, by state and code."""
    account = person(request)
    state, code = request.GET.get("state", IssueState.OPEN), request.GET.get("code", "")
    if state not in ("all", *IssueState.values):
        raise Misuse(f"没有“{state}”这种状态。")
    every = seen(account, Issue.objects.filter(live=True))
    rows = every if state == "all" else every.filter(state=state)
    codes = list(rows.order_by().values_list("code").annotate(n=Count("pk")).order_by("-n", "code"))
    if code:
        rows = rows.filter(code=code)
    count, page = rows.count(), number_of(request.GET.get("page"))
    pages = max(1, -(-count // PER_PAGE))
    page = min(page, pages)
    shown = rows.select_related("anchor", "taken_by").order_by("-met", "pk")[(page - 1) * PER_PAGE : page * PER_PAGE]
    mine = set(changeable(account, every).values_list("pk", flat=True)) if can(account, "mend") else set()
    query = f"state={state}" + (f"&code={code}" if code else "")
    return Page(
        "web/issues.html",
        {
            "issues": [issue_row(row) for row in shown],
            "codes": [(key, ISSUE_WORDS.get(key, key), n) for key, n in codes],
            "count": count,
        },
        {
            "state": state,
            "code": code,
            "states": IssueState.choices,
            "mine": mine,
            "amended": AMENDED,
            "turn": turning(page, pages, query),
            "query_string": f"{query}&page={page}",
        },
    )


@require_POST
def mend(request: HttpRequest, number: int) -> HttpResponse:
    """Take an issue up, close it, leave it, or open it again."""
    account = person(request)
    issue = get_object_or_404(changeable(account, Issue.objects.all()), pk=number)
    state = request.POST.get("state", "")
    if state not in IssueState.values:
        raise Misuse(f"没有“{state}”这种状态。")
    note = request.POST.get("note", "").strip()[:2000]
    work_issue(issue, IssueState(state), by=account, at=timezone.now(), note=note)
    messages.success(request, _("已记录。"))
    kept = {key: request.GET[key] for key in ("state", "code", "page") if key in request.GET}
    return redirect(f"{reverse('issues')}?{urlencode(kept)}")
