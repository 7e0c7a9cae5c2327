"""文库: documents on their shelf, uploads with their progress, the reader with the original beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from yuheng.app.access import can, changeable, seen
from yuheng.app.amending import about, amend, effect, history, last_seen, rereading, take_back, undated
from yuheng.app.ingesting import MAX_BYTES, receive
from yuheng.app.originals import boxes_on, page_count, page_picture, page_size
from yuheng.app.publishing import set_published
from yuheng.app.roles import role_of
from yuheng.app.rows import Row, document_row, document_rows, entry_row, issue_row, job_row
from yuheng.app.shelf import claims_of, issues_of, outline_of, parts_of, shelf, shelf_choice
from yuheng.errors import Misuse, YuhengError
from yuheng.ledger.models import Account, Document, Entry, Job, JobState
from yuheng.ledger.vault import open_snapshot
from yuheng.office.words import DOCUMENT_WORDS, KIND_WORDS
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
            "documents": document_rows(account, found.documents),
            "regions": found.regions,
            "kinds": found.kinds,
            "years": found.years,
            "undated": found.undated,
            **_jobs(account),
        },
        {
            "choice": choice,
            "may_upload": can(account, "upload"),
            "first_undated": _undated(account).first(),
            "megabytes": MAX_BYTES >> 20,
            "turn": turning(found.page, found.pages, query),
        },
    )


def _jobs(account: Account) -> dict[str, Any]:
    """What is being read, what failed or was read just now, and what comes next: of many files the clerk sees movement,
    and how many are left.
    """
    rows = seen(account, Job.objects.filter(kind="read"))
    working = list(rows.filter(state=JobState.WORKING).order_by("created")[:RECENT])
    waiting = rows.filter(state=JobState.WAITING).order_by("created")
    ended = rows.filter(state__in=[JobState.DONE, JobState.FAILED]).order_by("-created")[:RECENT]
    recent = [job for job in ended if job.state == JobState.FAILED or _is_fresh(job)]
    left = len(working) + waiting.count()
    shown = [*working, *waiting[: max(RECENT // 2, RECENT - len(recent))], *recent][: RECENT * 2]
    lacking = set(_undated(account).filter(pk__in=[job.document_id for job in recent]).values_list("pk", flat=True))
    values = [{**job_row(job), "undated": job.document_id in lacking} for job in shown]
    return {"jobs": values, "unfinished": left}


def _undated(account: Account) -> QuerySet[Document]:
    """What the account may date."""
    return undated(account) if can(account, "mend") else Document.objects.none()


def _is_fresh(job: Job) -> bool:
    return job.ended is not None and (timezone.now() - job.ended).total_seconds() < 600  # ten minutes


def jobs(request: HttpRequest) -> HttpResponse:
    """The progress list alone; it asks for itself again while something is being read, and for the shelf at the end."""
    values = _jobs(person(request))
    page = None if values["unfinished"] else HtmxDetails(request).current_url_abs_path
    return render(request, "web/jobs.html", {**values, "shelf_again": page})


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


def document(request: HttpRequest, number: int, typed: Mapping[str, str] | None = None) -> Page:
    """The reader; `typed` is what was refused, to be mended."""
    account = person(request)
    found = _document(account, number)
    may_amend = found.live and _may_amend(account, found)
    named = may_amend or can(account, "token")
    rows = [_named(row, named) for row in about(found)]
    fields = [_field(row, typed, request.POST.getlist("none")) for row in rows]
    claims = list(claims_of(account, found))
    kinds = Counter(entry.kind for entry in claims)
    pages = page_count(found)
    return Page(
        "web/document.html",
        {
            "document": document_rows(account, [found])[0],
            "outline": outline_of(found),
            "claims": SimpleLazyObject(lambda: [entry_row(entry) for entry in claims]),  # the twin's alone
            "issues": [issue_row(issue) for issue in issues_of(account, found)],
            "text": found.body.text,
            "about": rows,
            "amendments": [_named(row, named) for row in history(found)],
        },
        {
            **_amending(request, account, found, may_amend, fields),
            "open_about": _is_open(request, found, rows, may_amend) or typed is not None,
            "parts": parts_of(found, claims),
            "entries": claims,
            "kinds": [(kind, word, kinds[kind]) for kind, word in KIND_WORDS.items() if kinds[kind]],
            "has_pages": pages > 0,
            "original": pages > 0 and request.GET.get("original") == "1",
            "may_publish": can(account, "publish"),
            "has_findings": role_of(account.role).scope == "all",
        },
    )


def _may_amend(account: Account, found: Document) -> bool:
    return can(account, "mend") and changeable(account, Document.objects.filter(pk=found.pk)).exists()


def _named(row: Row, named: bool) -> Row:
    """Who said it is the office's business; others see that somebody did."""
    return row if named else {**row, "by": ""}


def _amending(
    request: HttpRequest, account: Account, found: Document, may_amend: bool, fields: Sequence[Row]
) -> dict[str, Any]:
    """What the form needs: its fields, what is being read again, and the next document of those without a day."""
    walking = may_amend and request.GET.get("go") == "undated"
    behind = undated(account).exclude(pk=found.pk) if walking else Document.objects.none()
    newer = Document.objects.filter(snapshot=found.snapshot_id, live=True).first() if not found.live else None
    job = rereading(found)
    return {
        "may_amend": may_amend,
        "fields": fields,
        "effect": effect(found) if request.GET.get("about") == "1" else None,
        "job": job_row(job) if job is not None else None,
        "seen_amendment": last_seen(found),
        "newer": newer.pk if newer is not None else None,
        "walking": walking,
        "left": behind.count() if walking else 0,
        "following": behind.filter(pk__gt=found.pk).first() if walking else None,
    }


def _lacks(row: Row) -> bool:
    return row["field"] in ("issued", "title") and not row["now"] and not row["given"]


def _is_open(request: HttpRequest, found: Document, rows: Iterable[Row], may_amend: bool) -> bool:
    """Whether the form stands open: asked for, or something is to be said, or is being read again."""
    asked = request.GET.get("about") == "1" or request.GET.get("go") == "undated"
    return asked or (may_amend and any(map(_lacks, rows))) or rereading(found) is not None


def _field(row: Row, typed: Mapping[str, str] | None, none: Sequence[str]) -> Row:
    """A row of the form: what it holds now, or what was typed into it and refused."""
    is_kind = row["field"] == "kind"
    return {
        **row,
        "typed": row["now"] if typed is None else typed.get(row["field"], row["now"]),
        "lacking": _lacks(row),
        "ticked": row["field"] in none,
        "may_lack": not row["now"] and not row["given"] and not is_kind,
        "choices": tuple(DOCUMENT_WORDS.items()) if is_kind else (),
        "machine_word": DOCUMENT_WORDS[row["machine"]] if is_kind else "",
        "now_word": DOCUMENT_WORDS[row["now"]] if is_kind else "",
    }


def reread(request: HttpRequest, number: int) -> HttpResponse:
    """How far the reading is that follows an amendment; where it is done, the page of what was read."""
    found = _document(person(request), number)
    job = rereading(found)
    if job is not None:
        return render(request, "web/rereading.html", {"document": document_row(found), "job": job_row(job)})
    current = Document.objects.filter(snapshot=found.snapshot_id, live=True).first() or found
    return HttpResponseClientRedirect(reverse("document", args=[current.pk]) + "?about=1#about")


@require_POST
def amend_document(request: HttpRequest, number: int) -> HttpResponse:
    """Record what a person says of a document; what cannot be is shown again with the reason."""
    account, now = person(request), timezone.now()
    rows = changeable(account, Document.objects.select_related("snapshot", "body", "run"))
    found = get_object_or_404(rows, pk=number)
    try:
        if "withdraw" in request.POST:
            take_back(found, request.POST["withdraw"], by=account, at=now)
        else:
            on_screen = request.POST.get("seen", "")
            seen_last = int(on_screen) if on_screen.isdecimal() else None
            none = request.POST.getlist("none")
            amend(found, request.POST.dict(), by=account, at=now, seen=seen_last, none=none)
    except Misuse as error:
        messages.error(request, message_of(error))
        page = document(request, number, typed=request.POST.dict())
        return render(request, page.template, {**page.values, **page.beside}, status=400)
    if request.GET.get("go") != "undated":
        return redirect(reverse("document", args=[found.pk]) + "?about=1#about")
    following = undated(account).filter(pk__gt=found.pk).first()
    if following is None:
        messages.success(request, _("已记录，正在重读。"))
        return redirect(reverse("library") + "?year=none")
    return redirect(reverse("document", args=[following.pk]) + "?go=undated")


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
