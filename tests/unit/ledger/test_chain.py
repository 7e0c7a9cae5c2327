"""The log holds together, or says where it does not."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, transaction
from tests.unit.ledger.people import NOON

from yuheng.errors import Misuse
from yuheng.ledger import chain, triggers
from yuheng.ledger.models import LogEntry

pytestmark = pytest.mark.django_db


def _three() -> None:
    with transaction.atomic():
        for act in ("一", "二", "三"):
            chain.append(NOON, "clerk", act=act, about="document:1", details={"数": 1, "列": ["甲", None]})


def test_a_chain_as_written_has_no_breaks() -> None:
    _three()

    assert [entry.number for entry in LogEntry.objects.order_by("number")] == [1, 2, 3]
    assert list(chain.breaks()) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE ledger_logentry SET act = 'x' WHERE number = 2", ["日志 2 的内容被改动过。"]),
        ("DELETE FROM ledger_logentry WHERE number = 2", ["日志 1 之后是 3：缺行。", "日志 3 不接上一行。"]),
    ],
)
def test_a_change_behind_the_triggers_shows(statement: str, said: list[str]) -> None:
    _three()
    _without_triggers(statement)

    assert list(chain.breaks()) == said


@pytest.mark.django_db(transaction=False)
def test_a_log_entry_belongs_to_a_transaction() -> None:
    connection.in_atomic_block, before = False, connection.in_atomic_block
    try:
        with pytest.raises(Misuse, match="outside a transaction"):
            chain.append(NOON, "clerk", act="x")
    finally:
        connection.in_atomic_block = before


def _without_triggers(statement: str) -> None:
    class Editor:
        def __init__(self) -> None:
            self.connection = connection

        def execute(self, sql: str, params: None = None) -> None:
            with connection.cursor() as cursor:
                cursor.execute(sql)

    triggers.drop(apps, Editor())
    Editor().execute(statement)
