"""Claims of every kind, made by hand on one document, for the tests of what leaves the program."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.unit.marked import marked

from yuheng.model import (
    Actual,
    Advice,
    Agreement,
    Anchor,
    Claim,
    Issue,
    Measure,
    Need,
    Offer,
    Owner,
    Period,
    Quantity,
    Siting,
    Target,
    Task,
    id_of,
)
from yuheng.model.compiled import Compilation, Compiled

SAMPLE = (
    "一、目标任务\n⟦到2025年，森林药材基地⟦不低于⟦60个⟧⟧；⟦由⟦县农业局⟧牵头建设基地⟧，⟦2020年已有⟦42个⟧⟧。⟧\n"
    "⟦⟦甲药业与乙医院签订供货协议，金额3亿元⟧。⟧\n⟦⟦东区生物园重点发展疫苗⟧。⟧\n⟦⟦专家建议县政府设立基金⟧。⟧\n⟦⟦对新建企业奖励50万元⟧。⟧\n"
    "⟦甲药业可供应⟦中药饮片每年200吨⟧。⟧\n⟦乙医院求购⟦CT设备3台⟧。⟧\n"
)
YEAR_2025 = Period("2025", date(2025, 1, 1), date(2026, 1, 1), "到2025年")


def compiled(doc: str = "规划.txt") -> Compiled:
    """One document with one claim of each kind."""
    document, anchors = marked(SAMPLE, doc)
    (
        all_,
        floor,
        sixty,
        task,
        owner,
        already,
        forty,
        agreed,
        agreement,
        sited,
        siting,
        advised,
        advice,
        granted,
        measure,
        given,
        offer,
        wanted,
        need,
    ) = anchors
    head = ("一、目标任务",)

    def named(anchor: Anchor, kind: str) -> str:
        return id_of(document.snapshot.sha256, kind, anchor.place.start, anchor.place.end)

    claims: tuple[Claim, ...] = (
        Target(
            id=named(floor, "target"),
            anchor=floor,
            sentence=all_,
            heading=head,
            number=sixty,
            indicator="森林药材基地",
            subject="岚江县",
            quantity=Quantity(Decimal(60), None, "个", "不低于60个"),
            period=YEAR_2025,
            measure="level",
        ),
        Task(
            id=named(task, "task"),
            anchor=task,
            sentence=all_,
            heading=head,
            action="建设",
            object="基地",
            owners=(Owner(name="县农业局", role="牵头", anchor=owner),),
        ),
        Actual(
            id=named(already, "actual"),
            anchor=already,
            sentence=all_,
            heading=head,
            number=forty,
            indicator="森林药材基地",
            subject="岚江县",
            quantity=Quantity(Decimal(42), Decimal(42), "个", "42个"),
            period=Period("2020", date(2020, 1, 1), date(2021, 1, 1), "2020年"),
            measure="level",
        ),
        Agreement(
            id=named(agreement, "agreement"),
            anchor=agreement,
            sentence=agreed,
            heading=head,
            parties=("甲药业", "乙医院"),
            subject="供货协议",
            amount=Quantity(Decimal(3), Decimal(3), "亿元", "3亿元"),
            stage="协议",
        ),
        Siting(
            id=named(siting, "siting"),
            anchor=siting,
            sentence=sited,
            heading=head,
            site="东区生物园",
            industries=("疫苗",),
        ),
        Advice(
            id=named(advice, "advice"),
            anchor=advice,
            sentence=advised,
            heading=head,
            adviser="专家",
            addressee="县政府",
            content="设立基金",
        ),
        Measure(
            id=named(measure, "measure"),
            anchor=measure,
            sentence=granted,
            heading=head,
            form="奖励",
            beneficiary="新建企业",
            condition="",
            content="奖励50万元",
            amount=Quantity(Decimal(50), Decimal(50), "万元", "50万元"),
        ),
        Offer(
            id=named(offer, "offer"),
            anchor=offer,
            sentence=given,
            heading=head,
            party="甲药业",
            thing="中药饮片",
            segment="药.中药.饮片",
            amount=Quantity(Decimal(200), Decimal(200), "吨/年", "每年200吨"),
            until=Period("2026", date(2026, 1, 1), date(2027, 1, 1), "2026年底"),
        ),
        Need(
            id=named(need, "need"),
            anchor=need,
            sentence=wanted,
            heading=head,
            party="乙医院",
            thing="CT设备",
            segment="械.影像",
            specification="64排",
            amount=Quantity(Decimal(3), Decimal(3), "台", "3台"),
            place="岚江县",
        ),
    )
    return Compiled(
        doc=doc,
        id=document.id,
        snapshot=document.snapshot,
        meta=document.meta,
        text=document.text,
        blocks=document.blocks,
        characters=len(document.reading.text),
        claims=claims,
        issues=(Issue("unit-unknown", "单位不认识。", doc, sixty),),
    )


def compilation(*documents: Compiled) -> Compilation:
    """A run over documents, one file of which could not be read."""
    return Compilation(documents or (compiled(),), (Issue("file-unreadable", "坏.docx：目录损坏。", "坏.docx"),))
