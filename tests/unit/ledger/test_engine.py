"""Which database a URL names."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from yuheng.errors import Misuse
from yuheng.ledger.engine import database_from


def test_nothing_given_is_sqlite_in_the_data_folder() -> None:
    found = database_from("", Path("/data"))

    assert (found["ENGINE"], found["NAME"]) == ("django.db.backends.sqlite3", str(Path("/data/ledger.sqlite3")))
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_postgresql_url_is_read_with_its_escapes_and_options() -> None:
    found = database_from("postgres://clerk:a%40b@/%E7%8E%89?host=/run/pg&sslmode=disable", Path("/data"))

    assert {key: found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "OPTIONS")} == {
        "NAME": "玉",
        "USER": "clerk",
        "PASSWORD": "a@b",
        "HOST": "/run/pg",
        "OPTIONS": {"sslmode": "disable"},
    }


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql://host/", "ledger.sqlite3"])
def test_what_names_no_database_is_refused(url: str) -> None:
    with pytest.raises(Misuse):
        database_from(url, Path("/data"))


@pytest.mark.django_db
def test_sqlite_runs_with_foreign_keys_and_full_syncing() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("this run is on PostgreSQL")
    with connection.cursor() as cursor:
        said = {}
        for pragma in ("foreign_keys", "synchronous"):
            cursor.execute(f"PRAGMA {pragma}")
            said[pragma] = cursor.fetchone()[0]
    assert said == {"foreign_keys": 1, "synchronous": 2}
