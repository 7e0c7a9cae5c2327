"""What the database itself refuses, whoever asks: changing kept rows, chains that cross, anchors of other documents.

Django's constraints say the rest. TRUNCATE is left to the owner of the database; the log's chain would show it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final

KEPT: Final[Mapping[str, tuple[str, ...]]] = {
    "snapshot": (),
    "run": (),
    "document": ("live", "published"),
    "body": (),
    "anchor": (),
    "claim": (),
    "verdict": (),
    "judgement": (),
    "amendment": (),
    "mention": (),
    "finding": ("live",),
    "cited": (),
    "resolution": (),
    "logentry": (),
    "folder": ("revision", "title", "published"),
    "filed": (),
    "erasure": (),
}
"""Append-only tables, and their columns that may change."""

_SAME: Final[Mapping[str, tuple[str, str]]] = {
    "verdict_slot": (
        "verdict",
        "NEW.supersedes_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_verdict v "
        "WHERE v.id = NEW.supersedes_id AND v.slot = NEW.slot)",
    ),
    "judgement_pair": (
        "judgement",
        "NEW.supersedes_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_judgement j "
        "WHERE j.id = NEW.supersedes_id AND j.pair = NEW.pair)",
    ),
    "amendment_field": (
        "amendment",
        "NEW.supersedes_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_amendment a "
        "WHERE a.id = NEW.supersedes_id AND a.snapshot_id = NEW.snapshot_id AND a.field = NEW.field)",
    ),
    "resolution_finding": (
        "resolution",
        "NEW.supersedes_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_resolution r "
        "WHERE r.id = NEW.supersedes_id AND r.finding_key = NEW.finding_key)",
    ),
    "claim_anchor": (
        "claim",
        "(SELECT COUNT(*) FROM ledger_anchor a WHERE a.id IN (NEW.anchor_id, NEW.sentence_id) "
        "AND a.document_id <> NEW.document_id) > 0",
    ),
}
"""Rows that must not come in: name, table, and when."""


def make(apps: Any, editor: Any) -> None:
    """Make the triggers of every table that there is; a migration's forward step."""
    columns = _columns(apps)
    for statement in (*_refusing(editor.connection.vendor, columns), *_holding(editor.connection.vendor, columns)):
        editor.execute(statement, params=None)


def make_for(*tables: str) -> Callable[[Any, Any], None]:
    """The forward step of a migration that brings new append-only tables."""

    def forward(apps: Any, editor: Any) -> None:
        columns = {table: names for table, names in _columns(apps).items() if table in tables}
        for statement in (*_refusing(editor.connection.vendor, columns), *_holding(editor.connection.vendor, columns)):
            editor.execute(statement, params=None)

    return forward


def make_anew_for(*tables: str) -> Callable[[Any, Any], None]:
    """The forward step of a migration that brings append-only tables new columns, which must not change either."""

    def forward(apps: Any, editor: Any) -> None:
        on_table = editor.connection.vendor == "postgresql"
        for table in tables:
            for what in ("update", "delete"):
                editor.execute(
                    f"DROP TRIGGER IF EXISTS ledger_{table}_{what}" + (f" ON ledger_{table}" if on_table else ""),
                    params=None,
                )
        columns = {table: names for table, names in _columns(apps).items() if table in tables}
        for statement in _refusing(editor.connection.vendor, columns):
            editor.execute(statement, params=None)

    return forward


def drop(apps: Any, editor: Any) -> None:
    """Drop them again; a migration's backward step, and what tests do that empty tables."""
    on_table = editor.connection.vendor == "postgresql"
    for name, table in _names():
        editor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON ledger_{table}" if on_table else ""), params=None)
    if on_table:
        for name in ("kept", *_SAME):
            editor.execute(f"DROP FUNCTION IF EXISTS ledger_refuse_{name}()", params=None)


def missing() -> list[str]:
    """Triggers that the database does not have: a change of a table on SQLite makes it anew and loses them."""
    from django.db import connection

    table = "sqlite_master WHERE type = 'trigger'" if connection.vendor == "sqlite" else "pg_trigger"
    column = "name" if connection.vendor == "sqlite" else "tgname"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")  # noqa: S608
        there = {row[0] for row in cursor.fetchall()}
    return [name for name, _ in _names() if name not in there]


def _names() -> Iterator[tuple[str, str]]:
    for table in KEPT:
        yield f"ledger_{table}_update", table
        yield f"ledger_{table}_delete", table
    for name, (table, _) in _SAME.items():
        yield f"ledger_{name}", table


def _columns(apps: Any) -> dict[str, list[str]]:
    """The columns that may not change, of the append-only tables that there are at this point of the migrations."""
    models = {model._meta.model_name: model for model in apps.get_app_config("ledger").get_models()}
    return {
        table: [field.column for field in models[table]._meta.local_fields if field.name not in projected]
        for table, projected in KEPT.items()
        if table in models
    }


def _refusing(vendor: str, columns: Mapping[str, list[str]]) -> Iterator[str]:
    match vendor:
        case "sqlite":
            yield from _sqlite_refusing(columns)
        case "postgresql":
            yield from _postgresql_refusing(columns)
        case _:
            raise NotImplementedError(f"the ledger runs on SQLite and PostgreSQL, not on {vendor}")


def _holding(vendor: str, tables: Collection[str]) -> Iterator[str]:
    match vendor:
        case "sqlite":
            yield from _sqlite_holding(tables)
        case "postgresql":
            yield from _postgresql_holding(tables)
        case _:
            raise NotImplementedError(f"the ledger runs on SQLite and PostgreSQL, not on {vendor}")


def _sqlite_refusing(columns: Mapping[str, list[str]]) -> Iterator[str]:
    for table, names in columns.items():
        refuse = f"BEGIN SELECT RAISE(ABORT, 'ledger_{table} is written once'); END"
        named = ", ".join(f'"{name}"' for name in names)
        yield f"CREATE TRIGGER ledger_{table}_update BEFORE UPDATE OF {named} ON ledger_{table} {refuse}"
        yield f"CREATE TRIGGER ledger_{table}_delete BEFORE DELETE ON ledger_{table} {refuse}"


def _same(tables: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """Of `_SAME` what these tables bring: name, table, when."""
    yield from ((name, table, when) for name, (table, when) in _SAME.items() if table in tables)


def _sqlite_holding(tables: Collection[str]) -> Iterator[str]:
    for name, table, when in _same(tables):
        refuse = f"BEGIN SELECT RAISE(ABORT, 'ledger_{table}: {name}'); END"
        yield f"CREATE TRIGGER ledger_{name} BEFORE INSERT ON ledger_{table} WHEN {when} {refuse}"


def _postgresql_refusing(columns: Mapping[str, list[str]]) -> Iterator[str]:
    yield (
        "CREATE OR REPLACE FUNCTION ledger_refuse_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% is written once', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table, names in columns.items():
        named = ", ".join(f'"{name}"' for name in names)
        yield (
            f"CREATE TRIGGER ledger_{table}_update BEFORE UPDATE OF {named} ON ledger_{table} "
            "FOR EACH ROW EXECUTE FUNCTION ledger_refuse_kept()"
        )
        yield (
            f"CREATE TRIGGER ledger_{table}_delete BEFORE DELETE ON ledger_{table} "
            "FOR EACH ROW EXECUTE FUNCTION ledger_refuse_kept()"
        )


def _postgresql_holding(tables: Collection[str]) -> Iterator[str]:
    for name, table, when in _same(tables):
        yield (
            f"CREATE FUNCTION ledger_refuse_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {when} THEN "
            f"RAISE EXCEPTION 'ledger_{table}: {name}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            "RETURN NEW; END $$"
        )
        yield (
            f"CREATE TRIGGER ledger_{name} BEFORE INSERT ON ledger_{table} "
            f"FOR EACH ROW EXECUTE FUNCTION ledger_refuse_{name}()"
        )
