"""Keys for programs: made once, shown once, stored as a hash; a program never may more than its account."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from yuheng.app.access import can
from yuheng.errors import Misuse
from yuheng.ledger import chain
from yuheng.ledger.models import Account, Token

SCOPES: Final[Mapping[str, str]] = {"read": "查阅", "write": "裁定和上传"}
PREFIX: Final = "yh_"
_FRESH: Final = timedelta(minutes=5)


def make_token(account: Account, name: str, scopes: list[str], *, at: datetime) -> tuple[Token, str]:
    """A new key for an account; the key itself is returned once and stored nowhere.

    Raises:
        Misuse: the account may have none, the key has no name, or a scope is unknown.
    """
    if not can(account, "token"):
        raise Misuse("这个角色不能申请程序令牌。")
    if not name.strip():
        raise Misuse("请给令牌起个名字，写明给哪个程序用。")
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        raise Misuse(f"令牌的范围只能是 {'、'.join(SCOPES)}。")
    key = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = Token.objects.create(
            account=account, name=name.strip()[:80], digest=_digest(key), scopes=sorted(set(scopes)), created=at
        )
        chain.append(
            at, account.get_username(), act="token.made", about=f"token:{token.pk}", details={"scopes": scopes}
        )
    return token, key


def token_for(key: str, *, at: datetime) -> Token | None:
    """The token that a key opens; None for an unknown, revoked or closed account's key."""
    if not key.startswith(PREFIX):
        return None
    live = Token.objects.filter(digest=_digest(key), revoked=None, account__is_active=True)
    token = live.filter(account__new_password_due=False).select_related("account").first()
    if token is None or not can(token.account, "token"):
        return None
    Token.objects.filter(Q(used=None) | Q(used__lt=at - _FRESH), pk=token.pk).update(used=at)
    return token


def revoke(token: Token, *, by: Account, at: datetime) -> None:
    """Close a key; it opens nothing from now on."""
    with transaction.atomic():
        if Token.objects.filter(pk=token.pk, revoked=None).update(revoked=at):
            chain.append(at, by.get_username(), act="token.revoked", about=f"token:{token.pk}")


def tokens_of(account: Account) -> QuerySet[Token]:
    """An account's own keys, the newest first."""
    return Token.objects.filter(account=account).order_by("-created", "-pk")


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
