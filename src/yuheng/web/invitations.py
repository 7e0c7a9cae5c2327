"""Inviting a firm from the pages of an event or the standing exchange: its account, with a password shown once."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuheng.app.accounts import last_day
from yuheng.app.invitations import invite, take_back
from yuheng.errors import Misuse, YuhengError
from yuheng.ledger.models import Folder
from yuheng.web.event_frame import own_event
from yuheng.web.pages import message_of, person
from yuheng.web.standing_frame import own_exchange


@require_POST
def invite_to_event(request: HttpRequest, number: int) -> HttpResponse:
    """Invite a firm to an event, or take the invitation back."""
    _acted(request, own_event(request, number), reverse("event-mine", args=[number]))
    return redirect("event-intake", number)


@require_POST
def invite_to_standing(request: HttpRequest) -> HttpResponse:
    """Invite a firm to the standing exchange, or take the invitation back."""
    _acted(request, own_exchange(request), reverse("standing-mine"))
    return redirect("standing-intake")


def _acted(request: HttpRequest, folder: Folder, page: str) -> None:
    given, by, at = request.POST, person(request), timezone.now()
    firm = given.get("firm", "").strip()
    try:
        match given.get("do", ""):
            case "invite":
                name, secret = invite(folder, firm, code=given.get("code", ""), by=by, at=at)
                said = _told(firm, name, secret, request.build_absolute_uri(page), until=last_day(at))
                messages.success(request, said)
            case "take back":
                take_back(folder, firm, by=by, at=at)
                messages.success(request, _("对“%s”的邀请已取消。") % firm)
            case unknown:
                raise Misuse(f"没有“{unknown}”这一项。")
    except YuhengError as error:
        messages.error(request, message_of(error))


def _told(firm: str, name: str, secret: str, address: str, *, until: date) -> str:
    """What to send to the firm."""
    held = {"firm": firm, "name": name, "secret": secret, "address": address, "day": until}
    if not secret:
        return _("已邀请“%(firm)s”。它已有账号，请它照常登录，在 %(address)s 登记。") % held
    return (
        _("请转告“%(firm)s”：打开 %(address)s ，用户名 %(name)s，一次性密码 %(secret)s（只显示这次，到%(day)s）") % held
    )
