"""Which database: SQLite in the data folder, or what DATABASE_URL names.

SQLite writes ahead (readers never wait for the writer), syncs at each commit (a power cut loses nothing that was
answered), and takes its write lock at the start of a transaction: two workers then wait for each other instead of
failing when the second one wants to write.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from yuheng.errors import Misuse

_PRAGMAS: Final = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536"
COPY: Final = "copy"
_WAIT: Final = 30
"""Seconds that a writer waits for another one."""


def database_from(url: str, data: Path) -> dict[str, Any]:
    """Django's description of the database that a URL names; of SQLite in the data folder where it is empty.

    >>> database_from("postgresql://clerk:a%2Fb@db:5433/ledger", Path("/tmp"))["PASSWORD"]
    'a/b'

    Raises:
        Misuse: another scheme, or no database name.
    """
    if not url:
        return _sqlite(data / "ledger.sqlite3")
    parts = urlsplit(url)
    match parts.scheme:
        case "sqlite":
            return _sqlite(Path(unquote(parts.path).removeprefix("/")) if parts.path else data / "ledger.sqlite3")
        case "postgres" | "postgresql":
            return _postgresql(url)
        case _:
            raise Misuse(
                f"DATABASE_URL 的种类“{parts.scheme}”不能用。", hint="要写成 postgresql://… 或 sqlite:///路径。"
            )


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"timeout": _WAIT, "transaction_mode": "IMMEDIATE", "init_command": _PRAGMAS},
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    name = unquote(parts.path).removeprefix("/")
    if not name:
        raise Misuse("DATABASE_URL 没有写数据库名。", hint="要写成 postgresql://用户:密码@主机:端口/数据库。")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def take_turns(what: str) -> None:
    """Wait, in a transaction, until nobody else is at the same work; the turn ends with the transaction.

    SQLite's transactions take the write lock when they begin and need nothing more.
    """
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"yuheng {what}"])


@contextmanager
def copied_sqlite(data: Path) -> Iterator[str]:
    """A copy of the SQLite database as it is at this moment, under a name that queries can be sent to."""
    from django.db import connection, connections

    connection.ensure_connection()
    data.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=data, prefix=".copy-") as folder:
        path = Path(folder) / "ledger.sqlite3"
        copy = sqlite3.connect(path)
        try:
            connection.connection.backup(copy)
        finally:
            copy.close()
        connections.settings[COPY] = {**connections.settings["default"], "NAME": str(path)}
        try:
            yield COPY
        finally:
            connections[COPY].close()
            del connections[COPY]
            del connections.settings[COPY]
