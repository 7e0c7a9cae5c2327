"""Keys for programs: one's own, made and closed here."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuheng.app.rows import moment
from yuheng.app.tokens import SCOPES, make_token, revoke, tokens_of
from yuheng.errors import Misuse
from yuheng.web.pages import Page, message_of, person


def tokens(request: HttpRequest) -> Page:
    """The keys that programs use in one's name."""
    rows = [
        {
            "id": token.pk,
            "name": token.name,
            "scopes": token.scopes,
            "words": [SCOPES[scope] for scope in token.scopes],
            "created": moment(token.created),
            "used": moment(token.used) if token.used else "",
            "revoked": moment(token.revoked) if token.revoked else "",
        }
        for token in tokens_of(person(request))
    ]
    return Page("web/tokens.html", {"tokens": rows}, {"scopes": list(SCOPES.items())})


@require_POST
def add_token(request: HttpRequest) -> HttpResponse:
    """Make a key and show it once."""
    name, scopes = request.POST.get("name", ""), request.POST.getlist("scopes")
    try:
        _token, key = make_token(person(request), name, scopes, at=timezone.now())
    except Misuse as error:
        messages.error(request, message_of(error))
    else:
        messages.success(request, _("令牌（只显示这一次）：%s") % key)
    return redirect("tokens")


@require_POST
def close_token(request: HttpRequest, number: int) -> HttpResponse:
    """Close a key of one's own."""
    account = person(request)
    revoke(get_object_or_404(tokens_of(account), pk=number), by=account, at=timezone.now())
    messages.success(request, _("令牌已停用。"))
    return redirect("tokens")
