"""The ledger under load: a generated one of 100,000 claims and 1,000,000 passages, each list and search timed.

Run `make bench-ledger`: once on SQLite, once on PostgreSQL, side by side. The numbers that count are the 95th
percentiles: 100 ms for a list, 50 ms for a search.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

CLAIMS = int(os.environ.get("YUHENG_BENCH_CLAIMS", "100000"))
PASSAGES = int(os.environ.get("YUHENG_BENCH_PASSAGES", "1000000"))
DOCUMENTS = 200
ROUNDS = 20
AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PLACES = ["岚江", "青溪", "云岭", "白石", "南浦", "东湖", "石桥", "龙泉", "临河", "高坪"]
THINGS = [
    "护理型床位",
    "康养企业",
    "中药材种植面积",
    "医药工业产值",
    "研发投入强度",
    "三甲医院",
    "创新药",
    "医疗器械注册证",
    "养老机构",
    "健康小镇",
]
UNITS = ["张", "家", "万亩", "亿元", "%", "个"]
OWNERS = [
    "市民政局",
    "市卫生健康委",
    "市经济信息委",
    "市科技局",
    "市农业农村委",
    "市药监局",
    "市发展改革委",
    "市商务委",
]
WORDS = (
    PLACES
    + THINGS
    + OWNERS
    + ["推进", "建设", "加快", "提升", "完善", "布局", "培育", "引进", "支持", "开展", "实施", "扩大", "优化", "探索"]
)


def main() -> None:
    """Make a ledger, time it, print a table."""
    with tempfile.TemporaryDirectory(prefix="yuheng-bench-") as data:
        os.environ.update(YUHENG_DATA=data, DJANGO_SETTINGS_MODULE="yuheng.web.settings")
        import django
        from django.core.management import call_command

        django.setup()
        from django.db import connection

        call_command("migrate", verbosity=0)
        begun = time.perf_counter()
        _fill()
        engine = connection.vendor
        print(f"{engine}: {CLAIMS} claims, {PASSAGES} passages in {time.perf_counter() - begun:.0f} s")
        if engine == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
        else:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA optimize=0x10002")
        begun = time.perf_counter()
        from yuheng.app.searching import follow

        rows = follow()
        print(f"index: {rows} rows in {time.perf_counter() - begun:.0f} s")
        worst = _times(dict(_lists()), bar=100) | _times(dict(_searches()), bar=50)
        sys.exit(any(worst.values()))


def _times(named: dict[str, Callable[[], Any]], *, bar: int) -> dict[str, bool]:
    over = {}
    for name, ask in named.items():
        taken = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            ask()
            taken.append((time.perf_counter() - begun) * 1000)
        taken.sort()
        p50, p95 = taken[ROUNDS // 2], taken[int(ROUNDS * 0.95) - 1]
        over[name] = p95 > bar
        print(f"{name:<34} p50 {p50:7.1f} ms   p95 {p95:7.1f} ms{'   OVER' if over[name] else ''}")
    return over


def _lists() -> Iterator[tuple[str, Callable[[], Any]]]:
    from django.db.models import Count

    from yuheng.ledger.models import Document, Entry, LogEntry, Owed

    targets = Entry.objects.filter(kind="target")
    shown = 50
    yield "targets, first page", lambda: list(targets.order_by("document", "start")[:shown])
    yield "targets, deep page", lambda: list(targets.order_by("document", "start")[30_000 : 30_000 + shown])
    yield "targets by amount", lambda: list(targets.order_by("-low")[:shown])
    yield "targets by period", lambda: list(targets.order_by("period_end")[:shown])
    yield "targets by indicator", lambda: list(targets.order_by("indicator")[:shown])
    yield "targets of one indicator", lambda: list(targets.filter(indicator=THINGS[3]).order_by("period_end")[:shown])
    yield "targets of one unit and period", lambda: list(targets.filter(unit="亿元", period="2025")[:shown])
    yield "count of targets", targets.count
    yield "count of open ones", Entry.objects.filter(state="open").count
    yield (
        "queue of decisions",
        lambda: list(Entry.objects.filter(state="open", kind="target").order_by("document", "start")[:shown]),
    )
    yield (
        "tasks of an owner",
        lambda: list(Entry.objects.filter(owed__name=OWNERS[2]).order_by("document", "start")[:shown]),
    )
    yield "tasks grouped by owner", lambda: list(Owed.objects.values("name").annotate(n=Count("entry")))
    yield (
        "entries grouped by kind and state",
        lambda: list(Entry.objects.values("kind", "state").annotate(n=Count("pk"))),
    )
    yield "what contains a word", lambda: list(targets.filter(what__contains="医药").order_by("document")[:shown])
    yield "documents, first page", lambda: list(Document.objects.filter(live=True).order_by("-stored")[:shown])
    yield (
        "entries of a document",
        lambda: list(Entry.objects.filter(document=Document.objects.first()).order_by("start")),
    )
    yield "log, newest", lambda: list(LogEntry.objects.order_by("-number")[:shown])


def _searches() -> Iterator[tuple[str, Callable[[], Any]]]:
    from yuheng.app.searching import search

    dice = random.Random(7)  # noqa: S311
    for name, count in (("one word", 1), ("three words", 3), ("five words", 5)):
        yield f"search, {name}", lambda count=count: search(" ".join(dice.sample(WORDS, count)))  # type: ignore[misc]
    from yuheng.ledger.models import Document

    some = list(Document.objects.values_list("pk", flat=True)[:100])
    yield "search within 100 documents", lambda: search("医药工业产值", documents=some)


def _fill() -> None:
    from django.db import transaction

    from yuheng.ledger.models import Snapshot, Source
    from yuheng.ledger.readings import Made, append_reading

    dice = random.Random(1)  # noqa: S311
    for number in range(DOCUMENTS):
        reading = _reading(dice, number)
        with transaction.atomic():
            source = Source.objects.create(name=f"来源{number}")
            snapshot = Snapshot.objects.create(sha256=f"{number:064x}", name=f"规划{number}.txt", size=1, received=AT)
            made = Made("bench", "bench", AT, AT)
            append_reading(reading, source, snapshot=snapshot, doc=f"规划{number}.txt", made=made)


def _reading(dice: random.Random, number: int) -> dict[str, Any]:
    from yuheng.model import id_of

    sha256, text, blocks = f"{number:064x}", [], []
    claims: list[dict[str, Any]] = []
    place, heading = 0, ""
    every = max(1, PASSAGES // DOCUMENTS * DOCUMENTS // CLAIMS)
    for passage in range(PASSAGES // DOCUMENTS):
        if passage % 100 == 0:
            heading = f"第{passage // 100}章 {dice.choice(THINGS)}"
        value = str(dice.randrange(1, 90000))
        unit, thing = dice.choice(UNITS), dice.choice(THINGS)
        words = "".join(dice.sample(WORDS, 5)) + f"，{thing}达到{value}{unit}。"
        blocks.append([place, place + len(words), "paragraph", 0, [heading]])
        if passage % every == 0 and len(claims) < CLAIMS // DOCUMENTS:
            claims.append(_claim(dice, sha256, place, words, heading, (thing, value, unit)))
        text.append(words)
        place += len(words) + 1
    for claim in claims:
        claim["doc"] = f"规划{number}.txt"
    return {
        "document_id": id_of(sha256, "txt/1"),
        "reader": "txt/1",
        "meta": {"title": f"规划{number}", "issuer": "", "number": "", "kind": "plan", "region": "", "issued": ""},
        "text": "\n".join(text),
        "blocks": blocks,
        "cells": [],
        "characters": place,
        "claims": claims,
        "issues": [],
        "mentions": [],
    }


def _claim(
    dice: random.Random, sha256: str, place: int, words: str, heading: str, said: tuple[str, str, str]
) -> dict[str, Any]:
    from yuheng.model import id_of

    thing, value, unit = said
    stated = f"{value}{unit}"
    start = place + words.rindex(stated)
    anchor = {
        "document": id_of(sha256, "txt/1"),
        "start": start,
        "end": start + len(stated),
        "quote": stated,
        "place": {"start": start, "end": start + len(stated)},
    }
    sentence = {
        **anchor,
        "start": place,
        "end": place + len(words),
        "place": {"start": place, "end": place + len(words)},
    }
    base = {"heading": [heading], "quote": words, "anchor": anchor, "start": start, "end": start + len(stated)}
    base["sentence"] = {key: held for key, held in sentence.items() if key != "quote"}
    if dice.random() < 0.3:
        owners = [{"name": name, "role": "牵头", "anchor": anchor} for name in dice.sample(OWNERS, 2)]
        task = {"action": "建设", "object": thing, "owners": owners, "sector": "医", "due": None, "figures": []}
        return base | task | {"id": id_of(sha256, "task", start), "kind": "task", "parent": "", "conditional": False}
    year = dice.randrange(2020, 2036)
    figure = {"indicator": thing, "subject": dice.choice(PLACES), "op": "=", "value": value, "value2": "", "unit": unit}
    period = {"period": str(year), "period_start": f"{year}-01-01", "period_end": f"{year + 1}-01-01"}
    rest = {"measure": "level", "hedge": False, "approximate": False, "strict": False, "stated": stated}
    named = {"id": id_of(sha256, "figure", start), "kind": "target", "number": anchor, "period_stated": ""}
    return base | figure | period | rest | named


if __name__ == "__main__":
    main()
