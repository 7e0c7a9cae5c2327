"""台账: the table, its filters, saved views and exports."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuheng.app.access import can, seen
from yuheng.app.exporting import FORMATS, export_of
from yuheng.app.listing import COLUMNS, GROUPS, MISSING, Choice, Sheet, choice_from, choices_of, sheet
from yuheng.ledger.models import EntryState, SavedView
from yuheng.office.words import KIND_WORDS
from yuheng.web.pages import Page, person
from yuheng.web.paging import number_of, turning

PAGE_NAME: Final = "ledger"


def ledger(request: HttpRequest) -> Page:
    """The table as the address asks for it."""
    account, given = person(request), request.GET.dict()
    if "column" in request.GET:
        given["columns"] = ",".join(request.GET.getlist("column"))
    choice = choice_from(given)
    found = sheet(account, choice, page=number_of(request.GET.get("page")))
    return Page(
        "web/ledger.html",
        _values(found),
        {
            "choice": choice,
            "heads": _heads(found),
            "kinds": list(KIND_WORDS.items()),
            "states": EntryState.choices,
            "groups": [(key, word) for key, (word, _field) in GROUPS.items()],
            "missing": [(key, word) for key, word in MISSING.items() if key],
            "all_columns": [(key, column.word, key in choice.columns) for key, column in COLUMNS.items()],
            "lists": choices_of(account),
            "views": list(seen(account, SavedView.objects.filter(page=PAGE_NAME)).order_by("name")),
            "query_string": choice.query(),
            "may_export": can(account, "export"),
            "turn": turning(found.page, found.pages, choice.query()),
        },
    )


def _values(found: Sheet) -> dict[str, Any]:
    lines = [
        {
            "id": line.entry.pk,
            "claim": line.entry.claim.claim_id,
            "kind": line.entry.kind,
            "state": line.entry.state,
            "document": line.entry.document_id,
            "group": line.group,
            "heading": line.entry.payload["heading"],
            "quote": line.entry.payload["quote"],
            "cells": [
                {"key": column.key, "word": column.word, "value": cell, "right": column.right}
                for column, cell in zip(found.columns, line.cells, strict=True)
            ],
        }
        for line in found.lines
    ]
    return {"count": found.count, "page": found.page, "pages": found.pages, "lines": lines}


def _heads(found: Sheet) -> list[dict[str, Any]]:
    choice, heads = found.choice, []
    for column in found.columns:
        up = choice.sort == column.key
        down = choice.sort == f"-{column.key}"
        following = "" if down else f"-{column.key}" if up else column.key
        heads.append(
            {
                "word": column.word,
                "right": column.right,
                "query": choice.query(sort=following) if column.sort else None,
                "sorted": "ascending" if up else "descending" if down else "",
            }
        )
    return heads


def export(request: HttpRequest, form: str) -> HttpResponse:
    """Everything that the table shows, on all its pages, as a workbook or CSV."""
    choice = choice_from(request.GET.dict())
    data = export_of(person(request), choice, form=form, at=timezone.now())
    response = HttpResponse(data, content_type=FORMATS[form])
    name = quote(f"台账.{form}")
    response.headers["Content-Disposition"] = f"attachment; filename=\"ledger.{form}\"; filename*=UTF-8''{name}"
    return response


@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the table as it is under a name; the same name again replaces it."""
    account, name = person(request), request.POST.get("name", "").strip()[:80]
    choice = choice_from(_query_of(request))
    if not name:
        messages.error(request, _("请给视图起个名字。"))
    else:
        with transaction.atomic():
            SavedView.objects.update_or_create(
                account=account, page=PAGE_NAME, name=name, defaults={"query": choice.as_dict()}
            )
        messages.success(request, _("已保存视图“%s”。") % name)
    return redirect(_address(choice))


@require_POST
def drop_view(request: HttpRequest, number: int) -> HttpResponse:
    """Forget a view of one's own."""
    get_object_or_404(seen(person(request), SavedView.objects.all()), pk=number).delete()
    return redirect(PAGE_NAME)


def _query_of(request: HttpRequest) -> dict[str, str]:
    from django.http import QueryDict

    return QueryDict(request.POST.get("query", "")).dict()


def _address(choice: Choice) -> str:
    return f"{reverse(PAGE_NAME)}?{choice.query()}"
