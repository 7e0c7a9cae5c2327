"""The people of the tests, and documents that they hand in."""

from __future__ import annotations

import copy
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from yuheng import __version__
from yuheng.app.ingesting import receive, store_reading, take_up
from yuheng.app.reading import reading_of, rules_hash
from yuheng.ledger.models import Account, Claim, Document, Job, Role
from yuheng.ledger.readings import Made

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PLAN = (
    "岚江市康养产业规划\n\n一、发展目标\n\n到2025年，全市护理型床位不低于5000张，康养企业达到120家。\n\n"
    "二、重点任务\n\n加快建设岚江康养小镇。（牵头单位：市民政局；配合单位：市卫生健康委）\n"
)
NEWS = "岚江新闻网讯\n\n2024年，全市护理型床位达4100张，同比增长8.5%。\n"


def clerk(name: str = "clerk") -> Account:
    found = Account.objects.filter(username=name).first()
    return found or Account.objects.create_user(name, role=Role.CLERK)


def queued(text: str = PLAN, name: str = "规划.txt", source: str = "", minute: int = 0) -> Job:
    return receive(name, [text.encode()], by=clerk(), at=NOON + timedelta(minutes=minute), source=source)


def handed_in(text: str = PLAN, name: str = "规划.txt", source: str = "", minute: int = 0) -> Document:
    """A document that has gone the whole way, but for the reading process: it is read here."""
    job = queued(text, name, source, minute)
    taken = take_up(job.pk, at=NOON)
    assert taken is not None
    document = store_reading(taken, read(text, name), made(minute=minute))
    assert document is not None
    return document


def made(rules: str = "", minute: int = 0) -> Made:
    """What made a reading; other rules than today's stand for a better or older reader."""
    at = NOON + timedelta(minutes=minute)
    return Made(__version__, rules or rules_hash(), at, at)


def read(text: str, name: str = "规划.txt") -> dict[str, Any]:
    return copy.deepcopy(_read(text, name))


@cache
def _read(text: str, name: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "snapshot"
        path.write_bytes(text.encode())
        return reading_of(path, name)


def claim_about(indicator: str) -> Claim:
    return Claim.objects.get(document__live=True, payload__indicator=indicator)
