"""文库: documents on their shelf, uploads with their progress, the reader with the original beside it."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuheng.app.access import can, seen
from yuheng.app.ingesting import MAX_BYTES, receive
from yuheng.app.originals import boxes_on, page_count, page_picture, page_size
from yuheng.app.publishing import set_published
from yuheng.app.roles import role_of
from yuheng.app.rows import document_row, entry_row, issue_row, job_row
from yuheng.app.shelf import claims_of, issues_of, outline_of, parts_of, shelf, shelf_choice
from yuheng.errors import YuhengError
from yuheng.ledger.models import Account, Document, Entry, Job, JobState
from yuheng.ledger.vault import open_snapshot
from yuheng.office.words import KIND_WORDS
from yuheng.web.pages import Page, message_of, person
from yuheng.web.paging import number_of, turning

MOST_FILES: Final = 500
RECENT: Final = 12


def shelves(request: HttpRequest) -> Page:
    """The shelf, and what is being read."""
    account, choice = person(request), shelf_choice(request.GET.dict())
    found = shelf(account, choice, page=number_of(request.GET.get("page")))
    query = "&".join(f"{key}={quote(value)}" for key, value in request.GET.dict().items() if value and key != "page")
    return Page(
        "web/library.html",
        {
            "count": found.count,
            "documents": [document_row(document) for document in found.documents],
            "regions": found.regions,
            "kinds": found.kinds,
            "years": found.years,
            **_jobs(account),
        },
        {
            "choice": choice,
            "may_upload": can(account, "upload"),
            "megabytes": MAX_BYTES >> 20,
            "turn": turning(found.page, found.pages, query),
        },
    )


def _jobs(account: Account) -> dict[str, Any]:
    rows = seen(account, Job.objects.filter(kind="read")).order_by("-created")
    unfinished = rows.filter(state__in=[JobState.WAITING, JobState.WORKING]).count()
    recent = [job for job in rows[:RECENT] if job.state != JobState.DONE or _is_fresh(job)]
    return {"jobs": [job_row(job) for job in recent], "unfinished": unfinished}


def _is_fresh(job: Job) -> bool:
    return job.ended is not None and (timezone.now() - job.ended).total_seconds() < 600  # ten minutes


def jobs(request: HttpRequest) -> HttpResponse:
    """The progress list alone; it asks for itself again while something is being read."""
    return render(request, "web/jobs.html", _jobs(person(request)))


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take files in; each that is refused says why, the others are read."""
    account = person(request)
    files = request.FILES.getlist("files")
    if not files:
        messages.error(request, _("没有收到文件。"))
    for file in files[:MOST_FILES]:
        _receive(request, account, file)
    if len(files) > MOST_FILES:
        messages.error(request, _("一次最多 %d 个文件，其余没有收下。") % MOST_FILES)
    return redirect("library")


def _receive(request: HttpRequest, account: Account, file: UploadedFile[Any]) -> None:
    name = file.name or _("未命名")
    try:
        receive(name, file.chunks(), by=account, at=timezone.now())
    except YuhengError as error:
        messages.error(request, f"{name}：{message_of(error)}")


def document(request: HttpRequest, number: int) -> Page:
    """The reader."""
    account = person(request)
    found = _document(account, number)
    claims = list(claims_of(account, found))
    parts = parts_of(found, claims)
    kinds = Counter(entry.kind for entry in claims)
    pages = page_count(found)
    return Page(
        "web/document.html",
        {
            "document": document_row(found),
            "outline": outline_of(parts),
            "claims": [entry_row(entry) for entry in claims],
            "issues": [issue_row(issue) for issue in issues_of(account, found)],
            "text": found.body.text,
        },
        {
            "parts": parts,
            "kinds": [(kind, word, kinds[kind]) for kind, word in KIND_WORDS.items() if kinds[kind]],
            "has_pages": pages > 0,
            "original": pages > 0 and request.GET.get("original") == "1",
            "may_publish": can(account, "publish"),
            "has_findings": role_of(account.role).scope == "all",
        },
    )


def _document(account: Account, number: int) -> Document:
    return get_object_or_404(seen(account, Document.objects.select_related("snapshot", "body", "run")), pk=number)


def original(request: HttpRequest, number: int) -> HttpResponse:
    """The bytes as received, always as a download: a page that somebody sent must not run here."""
    found = _document(person(request), number)
    data = open_snapshot(settings.DATA, found.snapshot_id)
    response = HttpResponse(data, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.snapshot.name, safe='')}"
    return response


def original_page(request: HttpRequest, number: int, page: int) -> HttpResponse:
    """One page of a PDF with the claim asked for marked on it; a fragment for the reader."""
    account = person(request)
    found = _document(account, number)
    pages = page_count(found)
    if not 1 <= page <= pages:
        raise Http404
    width, height = page_size(found, page)
    boxes = []
    if request.GET.get("claim", "").isdigit():
        entry = get_object_or_404(seen(account, Entry.objects.filter(document=found)), pk=int(request.GET["claim"]))
        boxes = boxes_on(entry, page, height=height)

    def at(other: int) -> str:
        return reverse("original-page", args=[number, other]) if 1 <= other <= pages else ""

    values = {"number": page, "pages": pages, "width": width, "height": height, "boxes": boxes}
    beside = {"before": at(page - 1), "next": at(page + 1), "picture": reverse("original-picture", args=[number, page])}
    return render(request, "web/original.html", {**values, **beside})


def original_picture(request: HttpRequest, number: int, page: int) -> HttpResponse:
    """The picture of a PDF's page."""
    found = _document(person(request), number)
    if not 1 <= page <= page_count(found):
        raise Http404
    response = HttpResponse(page_picture(found, page), content_type="image/png")
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


@require_POST
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Open a document to visitors, or take it back."""
    account = person(request)
    set_published(_document(account, number), request.POST.get("published") == "1", by=account, at=timezone.now())
    return redirect("document", number)
