"""The whole ledger as rows of JSON, one table a file, and back: backups, exports and moves to another engine share it.

Values are written as the tables mean them (days and moments in ISO form, amounts as numbers, JSON as JSON), never as
one engine stores them, so that SQLite's rows go into PostgreSQL and back. Accounts leave without password and address
in an export, and with them in a backup.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models

from yuheng.errors import Misuse
from yuheng.ledger.models import Account, LogEntry

_AT_ONCE: Final = 1000
_WIDE: Final[Mapping[str, int]] = {"body": 10}
"""Tables whose rows are megabytes each, with how many of them are held at once."""
SECRETS: Final[Mapping[str, Mapping[str, Any]]] = {
    "account": {"password": "!", "email": "", "first_name": "", "last_name": "", "last_login": None}
}
"""Columns that an export does not carry, with what stands in their place: "!" lets nobody in."""
LEFT_OUT: Final = frozenset({"token"})
"""Tables of which an export carries no row: a key opens the machine that made it, and no other."""


def tables() -> tuple[type[models.Model], ...]:
    """The ledger's tables, each after those that its rows point at."""
    left = {model._meta.model_name or "": model for model in apps.get_app_config("ledger").get_models()}
    done: list[type[models.Model]] = []
    while left:
        ready = [name for name, model in left.items() if not _needs(model) & (set(left) - {name})]
        if not ready:
            raise Misuse(f"the tables {sorted(left)} point at each other in a circle.")
        done += [left.pop(name) for name in sorted(ready)]
    return tuple(done)


def at_once(model: type[models.Model]) -> int:
    """How many rows of a table to hold at once.

    With every table's rows by the thousand, a ledger of a million passages took a gigabyte to write or to bring back.
    """
    return _WIDE.get(model._meta.model_name or "", _AT_ONCE)


def rows_of(model: type[models.Model], *, database: str = "default", secrets: bool = True) -> Iterator[dict[str, Any]]:
    """The rows of a table in the order of their keys."""
    if not secrets and model._meta.model_name in LEFT_OUT:
        return
    fields = model._meta.local_concrete_fields
    hidden = {} if secrets else SECRETS.get(model._meta.model_name or "", {})
    query = model._base_manager.using(database).order_by("pk")
    for row in query.iterator(chunk_size=at_once(model)):
        yield {
            field.attname: hidden[field.attname] if field.attname in hidden else _written(field, row)
            for field in fields
        }


def lines_of(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Rows as lines of JSON, with Chinese letters as they are."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def load_rows(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> int:
    """Put rows into an empty table, keys included; how many.

    Raises:
        Misuse: a row has other columns than the table: it was written by another version.
    """
    fields = {field.attname: field for field in model._meta.local_concrete_fields}
    batch: list[models.Model] = []
    count = 0
    for row in rows:
        if set(row) != set(fields):
            odd = "、".join(sorted(set(row) ^ set(fields)))
            raise Misuse(f"表 {model._meta.model_name} 的列不同：{odd}。", hint="请用写出它的那个版本来恢复。")
        batch.append(model(**{name: _read(fields[name], value) for name, value in row.items()}))
        if len(batch) == at_once(model):
            count += _put(model, batch)
            batch = []
    return count + _put(model, batch)


def number_on() -> None:
    """Let new rows be numbered after those that were put in with their numbers (PostgreSQL keeps its own count)."""
    statements = connection.ops.sequence_reset_sql(no_style(), tables())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def check_empty() -> None:
    """Refuse a ledger that holds anything.

    Raises:
        Misuse: somebody works here already.
    """
    if LogEntry.objects.exists() or Account.objects.exists():
        raise Misuse(
            "这个台账里已有内容，不能在上面恢复。", hint="用 YUHENG_DATA 指定一个空文件夹（或 DATABASE_URL 指定空库）。"
        )


def bottom_of(field: Any) -> Any:
    """The field that says what a column holds: of a key that points at a key, the one at the end."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field


def _needs(model: type[models.Model]) -> set[str]:
    return {
        field.related_model._meta.model_name or ""
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.ForeignKey)
        and isinstance(field.related_model, type)
        and field.related_model._meta.app_label == "ledger"
    }


def _written(field: Any, row: models.Model) -> Any:
    value = getattr(row, field.attname)
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return field.value_to_string(row)


def _read(field: Any, value: Any) -> Any:
    target = bottom_of(field)
    return value if isinstance(target, models.JSONField) else target.to_python(value)


def _put(model: type[models.Model], rows: list[models.Model]) -> int:
    model._base_manager.bulk_create(rows)
    return len(rows)
