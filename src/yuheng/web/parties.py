"""主体: parties, one party with all that is said of it, proposals to judge, judgements to undo."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuheng.app import parties as register
from yuheng.app.access import can, seen
from yuheng.app.resolving import is_behind, undo
from yuheng.app.resolving import judge as record
from yuheng.errors import Misuse
from yuheng.ledger.models import Account, Judgement, Mention
from yuheng.model.judgement import Sameness
from yuheng.model.party import MentionKey
from yuheng.web.pages import Page, message_of, person
from yuheng.web.paging import number_of, turning

SHOWN: Final = 100
_SAID: dict[str, Sameness] = {"same": "same", "different": "different"}


def parties(request: HttpRequest) -> Page:
    """Who is named, by kind."""
    account = person(request)
    kind, words = request.GET.get("kind", ""), request.GET.get("q", "").strip()[:100]
    found = register.parties(account, kind=kind, words=words, page=number_of(request.GET.get("page")))
    query = "&".join(f"{key}={value}" for key, value in (("kind", kind), ("q", words)) if value)
    return Page(
        "web/parties.html",
        {"parties": found.rows, "kinds": found.kinds, "count": found.count},
        {
            "kind": kind,
            "words": words,
            "turn": turning(found.page, found.pages, query),
            **_merging(account),
        },
    )


def _merging(account: Account) -> dict[str, bool]:
    """Whether the account joins names, and whether what was judged is still on its way into what the page shows."""
    may_merge = can(account, "merge")
    return {"may_merge": may_merge, "joining": may_merge and is_behind(judged=True)}


def party(request: HttpRequest, number: int) -> Page:
    """One party."""
    account = person(request)
    rows = seen(account, Mention.objects.filter(document__live=True, naming__isnull=False))
    mention = get_object_or_404(rows.select_related("naming__party", "document"), pk=number)
    return Page("web/party.html", register.party_page(account, mention), _merging(account))


def proposals(request: HttpRequest) -> Page:
    """Names that may be one, with the reason."""
    found = register.proposals()
    values = {"proposals": found[:SHOWN], "count": len(found), "judgements": register.judgements()}
    return Page("web/proposals.html", values, _merging(person(request)))


def joining(request: HttpRequest) -> HttpResponse:
    """The line that says that names are being joined; it asks for itself until they are, and then for the page."""
    beside = _merging(person(request))
    response = render(request, "web/joining.html", beside)
    if not beside["joining"]:
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
def judge(request: HttpRequest) -> HttpResponse:
    """Say that two names are one party, or two."""
    account, given = person(request), request.POST
    if given.get("verdict") not in _SAID:
        raise Misuse(_("没有这样的归并。"))
    keys = [MentionKey(given.get(f"{side}_document", ""), given.get(f"{side}_name", "")) for side in ("left", "right")]
    for key in keys:
        rows = seen(account, Mention.objects.filter(document__document_id=key.document, name=key.name))
        if not rows.exists():
            raise Http404
    reason = given.get("reason", "").strip()[:500]
    try:
        record(keys[0], keys[1], _SAID[given["verdict"]], by=account, at=timezone.now(), reason=reason)
    except Misuse as error:
        messages.error(request, message_of(error))
    else:
        messages.success(request, _("已记录。"))
    return redirect("proposals")


@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Undo a judgement: the names are apart again, or together, and the log shows both."""
    account = person(request)
    row = get_object_or_404(seen(account, Judgement.objects.all()), pk=number)
    try:
        undo(row, by=account, at=timezone.now())
    except Misuse as error:
        messages.error(request, message_of(error))
    else:
        messages.success(request, _("已撤回。"))
    return redirect("proposals")
