"""总览: the first page of the morning."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from yuheng.app.access import can
from yuheng.app.overview import overview as overview_of
from yuheng.app.revision import remembered
from yuheng.app.roles import role_of
from yuheng.web.pages import Page, person, plain


def overview(request: HttpRequest) -> Page:
    """Four pictures, each opening the list that it counts."""
    account, today = person(request), timezone.localdate()
    values = remembered(lambda: plain(overview_of(account, on=today)), "overview", account.pk, today.isoformat())
    whole = role_of(account.role).scope == "all"
    for bar in values["due"]:
        bar["url"] = f"{reverse('ledger')}?since={bar['since']}&due={bar['due']}&sort=due"
    for bar in values["waiting"]:
        bar["url"] = f"{reverse('review' if can(account, 'decide') else 'ledger')}?kind={bar['kind']}"
    for bar in values["path"]:
        bar["url"] = f"{reverse('findings')}?{urlencode({'group': '进度', 'sort': bar['name']})}"
    return Page(
        "web/overview.html",
        {**values, "on": today},
        {"whole": whole, "may_decide": can(account, "decide"), "may_upload": can(account, "upload")},
    )
