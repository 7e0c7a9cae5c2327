"""Every route of the interface for programs; each answers with what the key's account sees, and nothing else."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, NinjaAPI, Path, Query, Status
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.files import UploadedFile

from yuheng import __version__
from yuheng.api.keys import Key, Refused
from yuheng.api.shapes import (
    ClaimPage,
    ClaimWhole,
    DocumentPage,
    DocumentText,
    FindingPage,
    FindingWhole,
    HitPage,
    JobOut,
    Trouble,
    VerdictIn,
)
from yuheng.app import conclusions
from yuheng.app.access import changeable, seen
from yuheng.app.amending import about
from yuheng.app.correcting import correction_from
from yuheng.app.finding_words import WORDS, found
from yuheng.app.folders import without_places
from yuheng.app.ingesting import receive
from yuheng.app.listing import choice_from, sheet
from yuheng.app.reviewing import decide
from yuheng.app.rows import document_rows, entry_row, finding_row, job_row
from yuheng.app.sentences import translated
from yuheng.app.shelf import shelf, shelf_choice
from yuheng.errors import Misuse
from yuheng.ledger.models import Account, Decision, Document, Entry, Finding, Job

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]
Words = Annotated[str, Query(max_length=300)]
REFUSALS: dict[int, Any] = {400: Trouble, 401: Trouble, 403: Trouble, 404: Trouble, 422: Trouble}

api = NinjaAPI(
    title="Yuheng 玉衡",
    version=__version__,
    description="The ledger for programs. Every claim carries its document, heading and quote.",
    auth=Key("read", "read"),
    docs_url=None,
    urls_namespace="api",
)


def _account(request: HttpRequest) -> Account:
    account: Account = request.auth  # type: ignore[attr-defined]
    return account


@api.get("/documents", response={200: DocumentPage, **REFUSALS})
def documents(
    request: HttpRequest, q: Words = "", region: Words = "", kind: Words = "", year: Words = "", page: PageNumber = 1
) -> dict[str, Any]:
    """Documents, the newest arrivals first; the year "none" asks for those without a day of issue."""
    choice = shelf_choice({"q": q, "region": region, "kind": kind, "year": year})
    account = _account(request)
    shown = shelf(account, choice, page=page)
    return {"count": shown.count, "pages": shown.pages, "rows": document_rows(account, shown.documents)}


@api.get("/documents/{number}", response={200: DocumentText, **REFUSALS})
def document(request: HttpRequest, number: Number) -> dict[str, Any]:
    """One document with its text, and with what people said of it."""
    account = _account(request)
    row = get_object_or_404(seen(account, Document.objects.select_related("snapshot", "body", "run")), pk=number)
    return {**document_rows(account, [row])[0], "text": row.body.text, "about": about(row)}


@api.post("/documents", response={202: JobOut, **REFUSALS}, auth=Key("write", "upload"))
def upload(request: HttpRequest, file: File[UploadedFile]) -> Status[dict[str, Any]]:
    """Hand in a file to be read; follow the job that is answered."""
    account = _account(request)
    job = receive(file.name or "", file.chunks(), by=account, at=timezone.now())
    return Status(202, job_row(job))


@api.get("/jobs/{number}", response={200: JobOut, **REFUSALS})
def job(request: HttpRequest, number: UUID) -> dict[str, Any]:
    """How far a file is."""
    return job_row(get_object_or_404(seen(_account(request), Job.objects.all()), pk=number))


@api.get("/claims", response={200: ClaimPage, **REFUSALS})
def claims(
    request: HttpRequest,
    q: Words = "",
    kind: Words = "",
    state: Words = "",
    document: Words = "",
    owner: Words = "",
    sector: Words = "",
    region: Words = "",
    since: Words = "",
    due: Words = "",
    sort: Words = "",
    page: PageNumber = 1,
) -> dict[str, Any]:
    """Claims, in the order of the documents or as sorted."""
    given = {"q": q, "kind": kind, "state": state, "document": document, "owner": owner, "sector": sector}
    given |= {"region": region, "since": since, "due": due, "sort": sort}
    shown = sheet(_account(request), choice_from(given), page=page)
    return {"count": shown.count, "pages": shown.pages, "rows": [entry_row(line.entry) for line in shown.lines]}


@api.get("/claims/{number}", response={200: ClaimWhole, **REFUSALS})
def claim(request: HttpRequest, number: Number) -> dict[str, Any]:
    """One claim: what the machine read, and how it stands now."""
    entry = _entry(_account(request), number)
    return {**entry_row(entry), "machine": entry.claim.payload, "now": entry.payload}


@api.post("/claims/{number}/verdicts", response={201: ClaimWhole, **REFUSALS}, auth=Key("write", "decide"))
def verdict(request: HttpRequest, number: Number, given: VerdictIn) -> Status[dict[str, Any]]:
    """Accept, correct or reject a claim."""
    account = _account(request)
    rows = changeable(account, Entry.objects.select_related("claim", "document", "verdict"))
    entry = get_object_or_404(rows, pk=number)
    if given.decision not in Decision.values:
        raise Misuse(f"没有“{given.decision}”这种裁定。", hint="可用：" + "、".join(Decision.values))
    correction = correction_from(entry.kind, entry.payload, given.correction)
    note = given.note[:500]
    decide(entry.claim, Decision(given.decision), by=account, at=timezone.now(), correction=correction, note=note)
    entry = _entry(account, number)
    return Status(201, {**entry_row(entry), "machine": entry.claim.payload, "now": entry.payload})


def _entry(account: Account, number: int) -> Entry:
    return get_object_or_404(seen(account, Entry.objects.select_related("claim", "document")), pk=number)


@api.get("/findings", response={200: FindingPage, **REFUSALS})
def findings(
    request: HttpRequest,
    group: Words = "",
    sort: Words = "",
    state: Words = "",
    q: Words = "",
    document: Words = "",
    page: PageNumber = 1,
) -> dict[str, Any]:
    """What the audit concludes; `sort` is a kind of finding or a verdict's word."""
    wanted = conclusions.Wanted(group, sort, state, q, document, whole=True)
    shown = conclusions.findings(_account(request), wanted, page=page)
    return {"count": shown.count, "pages": shown.pages, "rows": shown.rows}


@api.get("/findings/{number}", response={200: FindingWhole, **REFUSALS})
def finding(request: HttpRequest, number: Number) -> dict[str, Any]:
    """One conclusion with the passages it rests on."""
    account = _account(request)
    row = get_object_or_404(seen(account, Finding.objects.all()), pk=number)
    return {**finding_row(row), "state": conclusions.said_to(row), "passages": conclusions.passages(account, row)}


@api.get("/search", response={200: HitPage, **REFUSALS})
def search(request: HttpRequest, q: Words, kind: Words = "", page: PageNumber = 1) -> dict[str, Any]:
    """Passages, claims and parties in which the words stand."""
    known = next((key for key in WORDS if key == kind), None)
    if kind and known is None:
        raise Misuse(f"没有“{kind}”这一种命中。", hint="可用：" + "、".join(WORDS))
    rows, total = found(_account(request), q, kind=known, page=min(page, 500))
    return {
        "count": total,
        "rows": [{**row, "words": "".join(piece["text"] for piece in row["pieces"])} for row in rows],
    }


@api.exception_handler(Misuse)
def misused(request: HttpRequest, error: Misuse) -> HttpResponse:
    """A request that cannot be carried out; why, in the language that the request accepts."""
    return api.create_response(request, {"error": translated(without_places(str(error)))}, status=400)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that is no JSON, say."""
    return api.create_response(request, {"error": str(error)}, status=error.status_code)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    """No key, or one that opens nothing."""
    return api.create_response(request, {"error": "a key is needed: Authorization: Bearer yh_…"}, status=401)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """A key that does not open this."""
    return api.create_response(request, {"error": str(error)}, status=403)


@api.exception_handler(Http404)
def missing(request: HttpRequest, _error: Http404) -> HttpResponse:
    """Nothing here that this key sees."""
    return api.create_response(request, {"error": "not found"}, status=404)


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A request of the wrong shape."""
    first = error.errors[0] if error.errors else {}
    where = ".".join(str(part) for part in first.get("loc", ()))
    return api.create_response(request, {"error": f"{where}: {first.get('msg', 'malformed')}"}, status=422)
