"""The audit log's chain: each row's hash covers its content and the row before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from django.db import connection

from yuheng.errors import Misuse
from yuheng.ledger.engine import take_turns
from yuheng.ledger.models import LogEntry

START: Final = "0" * 64


def append(at: datetime, by: str, *, act: str, about: str = "", details: Mapping[str, Any] | None = None) -> LogEntry:
    """Add a row to the log, in the transaction of what it tells of: both are there or neither.

    Writers queue: SQLite's transactions begin with the write lock, PostgreSQL takes an advisory lock until the commit.

    Raises:
        Misuse: there is no transaction.
    """
    if not connection.in_atomic_block:
        raise Misuse(f"the log was told of {act} outside a transaction.", hint="Wrap the verb in transaction.atomic().")
    take_turns("log")
    last = LogEntry.objects.order_by("-number").values_list("number", "hash").first()
    number, previous = (1, START) if last is None else (last[0] + 1, last[1])
    entry = LogEntry(number=number, at=at, by=by, act=act, object=about, details=dict(details or {}), previous=previous)
    entry.hash = hash_of(entry)
    entry.save()
    return entry


def hash_of(entry: LogEntry) -> str:
    """The hash that a row must carry."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = [entry.number, at, entry.by, entry.act, entry.object, entry.details, entry.previous]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def breaks() -> Iterator[str]:
    """Where the chain does not hold, one line each; nothing where it is whole."""
    number, previous = 0, START
    for entry in LogEntry.objects.order_by("number").iterator(chunk_size=2000):
        if entry.number != number + 1:
            yield f"日志 {number} 之后是 {entry.number}：缺行。"
        if entry.previous != previous:
            yield f"日志 {entry.number} 不接上一行。"
        if entry.hash != hash_of(entry):
            yield f"日志 {entry.number} 的内容被改动过。"
        number, previous = entry.number, entry.hash
