"""Who a request comes from: the key in its Authorization header, and what that key may."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from yuheng.app.access import can
from yuheng.app.roles import Deed
from yuheng.app.tokens import token_for
from yuheng.ledger.models import Account


class Refused(Exception):
    """The key is good, and does not open this."""


class Key(HttpBearer):
    """A bearer key with a scope; answers 401 where there is none."""

    def __init__(self, scope: str, deed: Deed) -> None:
        super().__init__()
        self.scope, self.deed = scope, deed

    def authenticate(self, request: HttpRequest, token: str) -> Account | None:
        """The account behind a key.

        Raises:
            Refused: the key lacks the scope, or its account the deed.
        """
        found = token_for(token, at=timezone.now())
        if found is None:
            return None
        if self.scope not in found.scopes or not can(found.account, self.deed):
            raise Refused(f"this key may not {self.deed}; it has the scopes {', '.join(found.scopes)}.")
        return found.account
