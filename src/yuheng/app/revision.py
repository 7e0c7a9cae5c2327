"""What was worked out once for a state of the ledger, and stays true until the ledger changes.

The key holds the last hash of the log, which every change extends, and how far the parties have followed it: an answer
of an older state is never found again. Nothing needs to be forgotten by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from django.core.cache import cache

from yuheng.app.resolving import JOINED
from yuheng.ledger.models import LogEntry, Mark
from yuheng.model import id_of

Value = TypeVar("Value")
_KEPT: Final = 3600


def remembered(make: Callable[[], Value], *key: str | int) -> Value:
    """What `make` gives, from memory where this state of the ledger has been asked the same before."""
    last = LogEntry.objects.order_by("-number").values_list("hash", flat=True).first() or ""
    joined = Mark.objects.filter(name=JOINED).values_list("value", flat=True).first() or ""
    name = id_of("remembered", last, joined, *key)
    held: tuple[Value] | None = cache.get(name)
    if held is None:
        held = (make(),)
        cache.set(name, held, _KEPT)
    return held[0]
