"""The people of the tests, and documents that they hand in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from yuheng.app.ingesting import read_and_store, receive, take_up
from yuheng.ledger.models import Account, Document, Role

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PLAN = (
    "岚江市康养产业规划\n\n一、发展目标\n\n到2025年，全市护理型床位不低于5000张，康养企业达到120家。\n\n"
    "二、重点任务\n\n（一）建设岚江康养小镇。由市民政局牵头，市卫生健康委配合。\n"
)


def clerk() -> Account:
    found = Account.objects.filter(username="clerk").first()
    return found or Account.objects.create_user("clerk", role=Role.CLERK)


def handed_in(text: str = PLAN, name: str = "规划.txt", source: str = "", minute: int = 0) -> Document:
    """A document that has gone the whole way, its reading process included."""
    at = NOON + timedelta(minutes=minute)
    job = receive(name, [text.encode()], by=clerk(), at=at, source=source)
    taken = take_up(job.pk, at=at)
    assert taken is not None
    read_and_store(taken)
    taken.refresh_from_db()
    assert taken.document is not None, taken.message
    return taken.document
