"""What every page has in common: who may open it, its rooms, its JSON twin, and how it refuses.

A page is a function from a request to a `Page`: plain values, and beside them what only the template needs (forms). The
same values rendered are the page; encoded they are its twin under the same address with `.json`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.template.context import make_context
from django.template.loader import get_template
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yuheng.app.access import can, role_for
from yuheng.app.folders import without_places
from yuheng.app.roles import Deed
from yuheng.app.sentences import translated
from yuheng.errors import Misuse, UnreadableSnapshot, YuhengError
from yuheng.ledger.models import Account

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Page:
    """A page's values, its template, and what the template needs beside them."""

    template: str
    values: Mapping[str, Any]
    beside: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of the navigation: name of its address, its word, and whose office it is (None: everybody's)."""

    name: str
    word: str
    whole: bool = False


ROOMS: Final = (
    Room("overview", gettext_noop("总览")),
    Room("library", gettext_noop("文库")),
    Room("ledger", gettext_noop("台账")),
    Room("review", gettext_noop("裁定")),
    Room("parties", gettext_noop("主体")),
    Room("periods", gettext_noop("收报")),
    Room("returns", gettext_noop("填报")),
    Room("findings", gettext_noop("审计"), whole=True),
    Room("events", gettext_noop("对接")),
    Room("issues", gettext_noop("问题")),
)
"""The rooms; a room whose deed a role lacks, or that needs to see everything, is not in its navigation."""


def person(request: HttpRequest) -> Account:
    """Who asks; only behind `guarded`, where somebody has signed in."""
    if not isinstance(request.user, Account):
        raise PermissionDenied
    return request.user


def guarded(deed: Deed) -> Callable[[View], View]:
    """Let through whoever may do the deed; others sign in, or are refused with the reason."""

    def wrap(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            twin = request.path.endswith(".json")
            if role_for(request.user) is None:
                return (
                    JsonResponse({"error": _("请先登录。")}, status=401)
                    if twin
                    else redirect_to_login(request.get_full_path())
                )
            if person(request).new_password_due:
                return JsonResponse({"error": _("请先修改密码。")}, status=403) if twin else _to_password(request)
            if not can(request.user, deed):
                return refused(request, _("没有权限"), _("您的角色不能使用这一页。需要时请联系管理员。"), status=403)
            try:
                return view(request, *args, **kwargs)
            except (Misuse, UnreadableSnapshot) as error:
                return refused(request, _("这样不行"), message_of(error), status=400)

        asked.deed = deed  # type: ignore[attr-defined]
        return asked

    return wrap


def _to_password(request: HttpRequest) -> HttpResponse:
    """To the page where a one-time password is changed, and from there on to what was asked for."""
    asked = request.get_full_path() if request.method == "GET" else "/"
    query = f"?{urlencode({'next': asked})}" if asked != "/" else ""
    return redirect(f"{reverse('password')}{query}")


def refused(request: HttpRequest, heading: str, reason: str, *, status: int) -> HttpResponse:
    """Say no with a reason, as the page or as JSON."""
    if request.path.endswith(".json") or request.path.startswith("/api/"):
        return JsonResponse({"error": reason}, status=status, json_dumps_params={"ensure_ascii": False})
    return render(request, "web/refused.html", {"heading": heading, "reason": reason}, status=status)


def paged(route: str, name: str, deed: Deed, make: Callable[..., Page]) -> list[URLPattern]:
    """Two addresses of one page: `route/` for people, `route.json` for programs."""

    def show(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        page = make(request, **kwargs)
        return HttpResponse(written(request, page), status=page.status)

    def twin(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        page = make(request, **kwargs)
        return JsonResponse(plain(page.values), status=page.status, json_dumps_params={"ensure_ascii": False})

    address = f"{route}/" if route else ""
    return [
        path(address, guarded(deed)(show), name=name),
        path(f"{route or 'overview'}.json", guarded(deed)(twin), name=f"{name}-json"),
    ]


def written(request: HttpRequest, page: Page) -> str:
    """The page as HTML, with everything that it was made of let go at once.

    Django's `render` leaves a context in a ring with its own layers: a long page's tens of thousands of values then lay
    about until Python looked through all its memory, which held some later page up for 0.7 s.
    """
    context = make_context({**page.values, **page.beside}, request)
    try:
        return str(get_template(page.template).template.render(context))  # type: ignore[attr-defined]
    finally:
        context.dicts.clear()


def plain(value: Any) -> Any:
    """A value as JSON carries it: amounts as strings as printed, days as ISO.

    Raises:
        TypeError: a value that pages must not hand out, such as a database row.
    """
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    raise TypeError(f"a page hands out plain values, not {type(value).__name__}.")


def message_of(error: YuhengError) -> str:
    """What went wrong and what to do, for people, in their language."""
    return translated(without_places(str(error)))
