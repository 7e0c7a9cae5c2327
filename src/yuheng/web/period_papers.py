"""裁定, 出件, 督办: what a period comes to, what leaves the office about it, and what follows from it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from yuheng.app.period_desk import ask, explain_here, issue_here, paper_rows, step_here
from yuheng.app.period_ledger import chosen_plans, plan_rows
from yuheng.app.period_verdicts import (
    OFFICIAL,
    SHADES,
    notice_rows,
    tally_rows,
    total_row,
    verdict_book,
    verdict_row,
    verdicts_at,
    waiting_rows,
)
from yuheng.app.reporting import has_printer, notice_paper
from yuheng.errors import Misuse
from yuheng.ledger.models import Folder, Job
from yuheng.office.bulletin import KINDS
from yuheng.web.pages import Page, person
from yuheng.web.paging import number_of, turning
from yuheng.web.periods import as_file, frame_of, here, said

PAGE: Final = 100
SHOWN: Final = ("", "red", "silent", "apart", "unknown")


def verdicts(request: HttpRequest, label: str) -> Page:
    """Three columns for each duty, counts by word for owners and chapters, and a picture of them."""
    _folder, root, board = here(label)
    found = verdicts_at(root, label, timezone.localdate())
    every, total = [verdict_row(each) for each in found], total_row(found)
    show, owner, chapter = (request.GET.get(name, "") for name in ("show", "owner", "chapter"))
    if show not in SHOWN:
        raise Misuse(f"没有“{show}”这种看法。")
    rows = [
        row
        for row in every
        if _is_wanted(row, show) and (not owner or row["owner"] == owner) and (not chapter or row["chapter"] == chapter)
    ]
    pages = max(1, -(-len(rows) // PAGE))
    page = min(number_of(request.GET.get("page")), pages)
    counts = {name: sum(_is_wanted(row, name) for row in every) for name in SHOWN}
    query = urlencode({"show": show, "owner": owner, "chapter": chapter})
    return Page(
        "web/verdicts.html",
        {
            "verdicts": rows[(page - 1) * PAGE : page * PAGE],
            "count": len(rows),
            "owners": tally_rows(found, by="owner"),
            "chapters": tally_rows(found, by="chapter"),
            "kinds": tally_rows(found, by="kind"),
            "total": total,
            "counts": counts,
        },
        {
            **frame_of(board, "verdicts"),
            "bars": [_linked(row, "owner") for row in sorted(tally_rows(found, by="owner"), key=_worst_first)],
            "chapter_bars": [_linked(row, "chapter") for row in tally_rows(found, by="chapter")],
            "columns": [(word, total["evidence"].get(word), total["official"][word]) for word in OFFICIAL],
            "key": list(SHADES.items()),
            "show": show,
            "owner": owner,
            "chapter": chapter,
            "chips": [(name, _(word), counts[name]) for name, word in zip(SHOWN, _CHIPS, strict=True)],
            "turn": turning(page, pages, query),
        },
    )


def _worst_first(row: dict[str, Any]) -> tuple[int, int]:
    return -row["red"], -row["total"]


def _linked(row: dict[str, Any], by: str) -> dict[str, Any]:
    """A bar that opens the duties it counts."""
    return {**row, "url": f"?{urlencode({by: row['key']})}#list"} if row["key"] else row


_CHIPS: Final = (
    gettext_noop("全部"),
    gettext_noop("滞后或逾期"),
    gettext_noop("未附说明"),
    gettext_noop("自评与数据不一致"),
    gettext_noop("不可判定"),
)


def _is_wanted(row: dict[str, Any], show: str) -> bool:
    match show:
        case "red":
            return bool(row["red"])
        case "silent":
            return bool(row["lacks_note"])
        case "apart":
            return any("自评“" in remark for remark in row["remarks"])
        case "unknown":
            return bool(row["evidence"] == "不可判定")
        case _:
            return True


def verdicts_download(request: HttpRequest, label: str) -> HttpResponse:
    """The verdicts as a workbook."""
    _folder, root, _board = here(label)
    return as_file(verdict_book(verdicts_at(root, label, timezone.localdate())), f"{label}_裁定.xlsx")


@require_POST
def note_down(request: HttpRequest, label: str) -> HttpResponse:
    """Note on a duty that is behind what its owner did not say."""
    folder, _root, _board = here(label)

    def work() -> str:
        given = request.POST
        explain_here(
            folder,
            given.get("duty", ""),
            words=given.get("words", ""),
            period=label,
            by=person(request),
            at=timezone.now(),
            on=timezone.localdate(),
        )
        return _("说明已记下。")

    said(request, work)
    return redirect(f"{reverse('verdicts', args=[label])}?{urlencode({'show': request.POST.get('show', '')})}")


def papers(request: HttpRequest, label: str) -> Page:
    """The papers written, and the form for the next one, filled in as the last time but for the number."""
    folder, root, board = here(label)
    last = Job.objects.filter(folder=folder, act="period.report").order_by("-created").first()
    given = {**last.arguments, "number": ""} if last is not None else {"subject": _subject(root)}
    return Page(
        "web/papers.html",
        {"papers": paper_rows(folder, label)},
        {**frame_of(board, "papers"), "kinds": KINDS, "given": given, "has_printer": has_printer()},
    )


def _subject(root: Path) -> str:
    """What the plan is called, to begin with: of a notice that issues it (关于印发《…》的通知) the name inside."""
    chosen = set(chosen_plans(root))
    title = next((str(row["title"]) for row in plan_rows() if row["key"] in chosen), "")
    inside = _ISSUED.search(title)
    return inside[1] if inside is not None else title


_ISSUED: Final = re.compile("《(.+)》的通知")


@require_POST
def write_paper(request: HttpRequest, label: str) -> HttpResponse:
    """Ask the worker for a paper."""
    folder, _root, _board = here(label)
    given = request.POST
    named = {name: given.get(name, "").strip()[:200] for name in ("subject", "issuer", "address", "mark", "number")}

    def work() -> str:
        if not named["subject"] or not named["issuer"]:
            raise Misuse("标题里的规划名称和署名单位都要写。")
        arguments = {
            **named,
            "address": named["address"] or "各有关单位",
            "kind": given.get("kind", ""),
            "period": label,
            "on": timezone.localdate().isoformat(),
            "pdf": given.get("pdf") == "1",
        }
        ask(folder, "period.report", arguments, by=person(request), at=timezone.now())
        return _("已交给后台，写好后列在下面。")

    said(request, work)
    return redirect("papers", label)


def notices(request: HttpRequest, label: str) -> Page:
    """What is overdue without a notice, and every notice with its chain."""
    folder, root, board = here(label)
    today = timezone.localdate()
    waiting = waiting_rows(root, verdicts_at(root, label, today), label)
    rows = notice_rows(root, on=today)
    return Page(
        "web/notices.html",
        {"waiting": waiting, "notices": rows, "open": sum(row["open"] for row in rows)},
        {**frame_of(board, "notices"), "issuer": _issuer_of(folder), "signature": person(request).signature},
    )


@require_POST
def issue(request: HttpRequest, label: str) -> HttpResponse:
    """Issue a notice on each of the overdue duties that were ticked."""
    folder, _root, _board = here(label)

    def work() -> str:
        count = issue_here(
            folder,
            request.POST.getlist("duty"),
            period=label,
            issuer=request.POST.get("issuer", "").strip()[:80],
            by=person(request),
            at=timezone.now(),
            on=timezone.localdate(),
        )
        return _("交办 %d 份。") % count

    said(request, work)
    return redirect("notices", label)


@require_POST
def take_step(request: HttpRequest, label: str, key: str) -> HttpResponse:
    """A reply, a rejection, the closure, the withdrawal."""
    folder, _root, _board = here(label)

    def work() -> str:
        given = request.POST
        step_here(
            folder,
            key,
            given.get("step", ""),
            words=given.get("words", ""),
            who=given.get("who", ""),
            by=person(request),
            at=timezone.now(),
            on=timezone.localdate(),
        )
        return _("已记下。")

    said(request, work)
    return redirect("notices", label)


def notice_download(request: HttpRequest, label: str, key: str) -> HttpResponse:
    """A notice as Word, with its chain so far."""
    folder, root, _board = here(label)
    try:
        data = notice_paper(root, key, on=timezone.localdate(), issuer=_issuer_of(folder))
    except Misuse as error:
        raise Http404 from error
    return as_file(data, f"督办单_{key}.docx")


def _issuer_of(folder: Folder) -> str:
    """Who signed the last paper."""
    last = Job.objects.filter(folder=folder, act="period.report").order_by("-created").first()
    return str(last.arguments["issuer"]) if last is not None else ""
