"""A ledger made up for measuring: documents of several people, claims of every kind, mentions, issues and findings.

Nothing of it is read from anywhere; the dice are fixed, so that two engines hold the same rows. A fifth of the
documents is published and a twentieth was handed in by the organiser: what a role may not see is most of the ledger,
and its lists have to leave it out.
"""

from __future__ import annotations

import hashlib
import os
import random
from datetime import UTC, datetime, timedelta
from typing import Any

CLAIMS = int(os.environ.get("YUHENG_BENCH_CLAIMS", "100000"))
PASSAGES = int(os.environ.get("YUHENG_BENCH_PASSAGES", "1000000"))
DOCUMENTS = max(20, CLAIMS // 500)
FINDINGS = CLAIMS // 20
AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PEOPLE = {
    "administrator": "",
    "clerk": "",
    "analyst": "",
    "organiser": "",
    "department": "重庆市科学技术局",
    "firm": "重庆东江药业有限公司",
    "visitor": "",
}
"""One account of each role under the role's name, and the party for which it speaks."""

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
VERBS = ["推进", "建设", "加快", "提升", "完善", "布局", "培育", "引进", "支持", "开展", "实施", "扩大", "优化", "探索"]
WORDS = PLACES + THINGS + OWNERS + VERBS
BRANDS = [a + b for a in "东南西北中华康安泰恒瑞丰金玉明" for b in "江山海川源和盛达润泽"]
FIRMS = [
    f"{place}{brand}{trade}有限公司"
    for place in ("重庆", "成都")
    for brand in BRANDS
    for trade in ("药业", "器械", "康养")
]
REGIONS = ["重庆市", "成都市", "德阳市", "眉山市", "资阳市"]
KINDS = {"target": 45, "actual": 15, "task": 25, "agreement": 5, "siting": 4, "advice": 3, "measure": 3}
"""How many of a hundred claims are of each kind."""


def fill() -> None:
    """Make everything in the empty database of the settings."""
    from django.conf import settings
    from django.db import transaction

    from yuheng.app.publishing import set_published
    from yuheng.app.resolving import resolve_parties
    from yuheng.ledger.models import Account, Job, JobState, Snapshot, Source
    from yuheng.ledger.readings import Made, append_reading
    from yuheng.ledger.vault import store

    dice = random.Random(1)  # noqa: S311
    people = {role: Account.objects.create_user(role, role=role, party=party) for role, party in PEOPLE.items()}
    for number in range(DOCUMENTS):
        reading = _reading(dice, number)
        at = AT - timedelta(hours=number)
        doc = f"规划{number}.txt"
        with transaction.atomic():
            source = Source.objects.create(name=f"来源{number}")
            sha256, size = store(settings.DATA, [reading["text"].encode()], limit=1 << 30)
            snapshot = Snapshot.objects.create(sha256=sha256, name=doc, size=size, media="txt", received=at)
            document = append_reading(reading, source, snapshot=snapshot, doc=doc, made=Made("bench", "bench", at, at))
            Job.objects.create(
                kind="read",
                snapshot=snapshot,
                source=source,
                name=doc,
                by=people["organiser" if number % 20 == 7 else "clerk"],
                state=JobState.DONE,
                document=document,
                created=at,
                ended=at,
            )
        if number % 5 == 0:
            set_published(document, True, by=people["clerk"], at=at)
    resolve_parties()
    _conclude(dice)


def _conclude(dice: random.Random) -> None:
    """Findings of every kind over claims drawn by lot."""
    from django.db import transaction

    from yuheng.app.recounting import store_findings
    from yuheng.audit.conclusions import KINDS as CONCLUSIONS
    from yuheng.ledger.models import Claim
    from yuheng.model.finding import Finding

    claims = list(Claim.objects.filter(kind__in=("target", "actual")).values_list("claim_id", flat=True))
    words = ("提前实现", "快于预期", "基本符合预期", "滞后", "不可判定")
    drawn = []
    for number in range(FINDINGS):
        kind = "verdict" if number % 4 == 0 else dice.choice(sorted(CONCLUSIONS))
        parts = (("目标", "600亿元"), ("基期值", "300亿元"), ("证据裁定", dice.choice(words)))
        message = f"{CONCLUSIONS[kind]}：{dice.choice(PLACES)}{dice.choice(THINGS)}第{number}条"
        cited = tuple(dice.sample(claims, 2))
        drawn.append(Finding(f"finding{number:08d}", kind, cited, "bench", "1", parts, message))
    with transaction.atomic():
        store_findings(drawn, inputs=[], seen=0, started=AT, ended=AT)


def _reading(dice: random.Random, number: int) -> dict[str, Any]:
    from yuheng.model import id_of

    text, blocks, said = _text(dice)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    claims = [_claim(dice, sha256, *each) for each in said]
    for claim in claims:
        claim["doc"] = f"规划{number}.txt"
    issued = f"{2016 + number % 10}-{1 + number % 12:02d}-15"
    kind = ("plan", "opinion", "report", "news")[number % 4]
    region = REGIONS[number % 5]
    meta = {"title": f"{region}康养产业规划{number}", "issuer": f"{region}人民政府", "region": region}
    return {
        "document_id": id_of(sha256, "txt/1"),
        "reader": "txt/1",
        "meta": {**meta, "number": f"岚府发〔2020〕{number}号", "kind": kind, "issued": issued},
        "text": text,
        "blocks": blocks,
        "cells": [],
        "read": None,
        "characters": len(text),
        "claims": claims,
        "issues": [_issue(dice, sha256, claim) for claim in claims[:: max(1, len(claims) // 25)]],
        "mentions": _mentions(dice),
    }


_Said = tuple[int, str, str, tuple[str, str, str]]
"""Where a claim's sentence begins, its words, the heading over it, and thing, number and unit in it."""


def _text(dice: random.Random) -> tuple[str, list[list[Any]], list[_Said]]:
    """A document's text with its blocks, and what in it is claimed."""
    text, blocks = [], []
    said: list[_Said] = []
    place, heading = 0, ""
    passages, wanted = PASSAGES // DOCUMENTS, CLAIMS // DOCUMENTS
    every = max(1, passages // wanted)
    for passage in range(passages):
        if passage % 100 == 0:
            heading = f"第{passage // 100 + 1}章 {dice.choice(THINGS)}"
            blocks.append([place, place + len(heading), "heading", 1, []])
            text.append(heading)
            place += len(heading) + 1
        value = str(dice.randrange(1, 90000))
        unit, thing = dice.choice(UNITS), dice.choice(THINGS)
        words = "".join(dice.sample(WORDS, 5)) + f"，{thing}达到{value}{unit}。"
        blocks.append([place, place + len(words), "paragraph", 0, [heading]])
        if passage % every == 0 and len(said) < wanted:
            said.append((place, words, heading, (thing, value, unit)))
        text.append(words)
        place += len(words) + 1
    return "\n".join(text), blocks, said


def _issue(dice: random.Random, sha256: str, claim: dict[str, Any]) -> dict[str, Any]:
    code = dice.choice(["unit-unknown", "owner-unread", "place-ambiguous", "table-ambiguous"])
    return {"code": code, "message": f"没有读懂：{claim['quote']}", "anchor": claim["anchor"]}


def _mentions(dice: random.Random) -> list[dict[str, Any]]:
    rows = [(name, "department") for name in OWNERS] + [(name, "firm") for name in dice.sample(FIRMS, 50)]
    return [
        {"name": name, "kind": kind, "full": "", "spans": [[at, at + len(name)] for at in (1, 100, 200)], "codes": []}
        for name, kind in rows
    ]


def _claim(
    dice: random.Random, sha256: str, place: int, words: str, heading: str, said: tuple[str, str, str]
) -> dict[str, Any]:
    from yuheng.model import id_of

    stated = f"{said[1]}{said[2]}"
    start = place + words.rindex(stated)
    span = {"start": start, "end": start + len(stated)}
    around = {"start": place, "end": place + len(words)}
    document = id_of(sha256, "txt/1")
    anchor = {"document": document, **span, "quote": stated, "place": dict(span)}
    kind = dice.choices(list(KINDS), list(KINDS.values()))[0]
    named = ("figure", *span.values()) if kind in ("target", "actual") else (kind, *span.values())
    named = (*span.values(), kind, 0) if kind == "agreement" else named
    return {
        "id": id_of(sha256, *named),
        "kind": kind,
        "heading": [heading],
        "quote": words,
        "anchor": anchor,
        **span,
        "sentence": {"document": document, **around, "place": dict(around)},
        **_said(dice, kind, said, anchor),
    }


def _said(dice: random.Random, kind: str, said: tuple[str, str, str], anchor: dict[str, Any]) -> dict[str, Any]:
    """The fields of one kind, as a line of claims.jsonl carries them."""
    thing, value, unit = said
    stated = f"{value}{unit}"
    amount = {"op": dice.choice(["=", ">=", "<="]), "value": value, "value2": "", "unit": unit, "stated": stated}
    firmness = {"hedge": False, "approximate": False, "strict": False}
    year = dice.randrange(2020, 2036)
    day = {"label": str(year), "start": f"{year}-01-01", "end": f"{year + 1}-01-01", "stated": f"{year}年"}
    doing = f"{dice.choice(VERBS)}{dice.choice(PLACES)}{thing}{dice.choice(VERBS)}"
    match kind:
        case "target" | "actual":
            period = {"period": str(year), "period_start": day["start"], "period_end": day["end"], "period_stated": ""}
            more = {"indicator": thing, "subject": dice.choice(PLACES), "measure": "level", "number": anchor}
            return amount | firmness | period | more
        case "task":
            roles = zip(dice.sample(OWNERS, 2), ("牵头", "配合"), strict=True)
            owners = [{"name": name, "role": role, "anchor": anchor} for name, role in roles]
            due = day if dice.random() < 0.7 else None
            sector = dice.choice("医药养健管")
            more = {"owners": owners, "sector": sector, "due": due, "figures": [], "parent": "", "conditional": False}
            return {"action": "建设", "object": doing, **more}
        case "agreement":
            sides = {"parties": dice.sample(FIRMS, 2), "witnesses": [], "place": dice.choice(PLACES)}
            what = {"stage": "协议", "subject": doing, "amount": amount | firmness, "signed": day, "planned": False}
            return sides | what
        case "siting":
            where = {"site": f"{dice.choice(PLACES)}生物城", "district": dice.choice(PLACES)}
            return where | {"tier": "", "industries": [thing], "status": ""}
        case "advice":
            return {"adviser": "李时中", "addressee": dice.choice(OWNERS), "content": doing}
        case "measure":
            support = {"form": "奖励", "beneficiary": dice.choice(FIRMS), "condition": "", "content": doing}
            return support | {"amount": amount | firmness}
        case _:
            raise ValueError(f"the bench makes no {kind!r}")
