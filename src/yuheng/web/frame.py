"""What the frame around every page needs: the rooms that this account has, its role, its own pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from yuheng.app.access import can, role_for
from yuheng.ledger.models import Account
from yuheng.web.pages import ROOMS, Room


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of the base template."""
    account = getattr(request, "user", None)
    role = role_for(account) if account is not None else None
    if role is None or not isinstance(account, Account):
        return {"rooms": (), "own_rooms": (), "role_word": "", "party_name": ""}
    rooms = [
        {"url": reverse(room.name), "word": _(room.word), "here": _is_here(request.path, reverse(room.name))}
        for room in ROOMS
        if _has(account, room, whole=role.scope == "all")
    ]
    own = [{"url": reverse("password"), "word": _("密码和姓名")}]
    if can(account, "token"):
        own.insert(0, {"url": reverse("tokens"), "word": _("程序令牌")})
    if can(account, "manage"):
        own.insert(0, {"url": reverse("people"), "word": _("账号")})
    return {"rooms": rooms, "own_rooms": own, "role_word": _(role.word), "party_name": account.party}


def _has(account: Account, room: Room, *, whole: bool) -> bool:
    match room.name:
        case "review":
            return can(account, "decide")
        case "periods":
            return can(account, "collect")
        case "returns":
            return can(account, "answer")
        case "issues":
            return whole or can(account, "mend")
        case _:
            return whole or not room.whole


def _is_here(path: str, room: str) -> bool:
    if room == "/":
        return path == "/"
    return path.startswith(room)
