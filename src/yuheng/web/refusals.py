"""What is answered where no page is: an address that leads nowhere, a form that is not ours, a fault of the program."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from yuheng.web.pages import refused


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:  # Django passes it by name
    """Nothing is here, or nothing that this account may see: the answer does not tell which."""
    return refused(request, _("没有这一页"), _("这里没有内容，或者您的账号看不到它。"), status=404)


def foreign(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without our token: sent from another site, or from a page that stood open since before signing in."""
    return refused(request, _("没有提交"), _("页面已过期。请回到上一页，刷新后再提交一次。"), status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """The program has failed; the log of the terminal says where. Nothing is asked of the database here."""
    if request.path.endswith(".json") or request.path.startswith("/api/"):
        return JsonResponse({"error": _("程序出错。")}, status=500, json_dumps_params={"ensure_ascii": False})
    return HttpResponse(render_to_string("web/broken.html"), status=500)
