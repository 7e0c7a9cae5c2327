# findings are compared whole
"""The findings that five real documents hold, from gold figures and from the compiler's own.

From the gold figures the analyses must find all of them and nothing wrong; from compiled documents what is missing then
is the reading's share.
"""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from yuheng.app.compiling import compile_paths
from yuheng.audit.conclusions import KINDS
from yuheng.audit.findings import Audit, audit_of
from yuheng.model import Actual, Anchor, Claim, Metadata, Period, Place, Quantity, Snapshot, Target, id_of
from yuheng.model.compiled import Compiled
from yuheng.text.periods import plan_period, year_period

SHARED = Path(__file__).resolve().parents[2] / "../shared"
SEEDS = SHARED / "corpus/seeds"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (SHARED / "gold/seeds.figures.jsonl").exists(), reason="the gold is not here"),
]
ON = date(2022, 1, 1)
CITY = "重庆市"
META = {
    "000": Metadata("重庆市医药发展战略高层研讨会", issued=date(2020, 12, 20), kind="news", region=CITY),
    "001": Metadata(
        "关于加快生物医药产业发展的指导意见",
        number="渝府办发〔2019〕52号",
        issued=date(2019, 4, 30),
        kind="opinion",
        region=CITY,
    ),
    "002": Metadata("成渝双城经济圈医药产业融合发展高峰论坛", issued=date(2020, 9, 10), kind="news", region="成都市"),
    "003": Metadata(
        "大健康产业发展“十四五”规划(2021—2025年)",
        number="渝府办发〔2021〕155号",
        issued=date(2021, 12, 29),
        kind="plan",
        region=CITY,
    ),
    "004": Metadata("医药健康产业供需对接活动", kind="news", region="四川省"),
}
EDGES = {
    ("延续", "百亿级企业"),
    ("延续", "50亿级企业"),
    ("顺延", "生物医药工业总产值"),
    ("顺延", "国家级生物医药产业集聚区"),
    ("已达成后未延续", "10亿级企业"),
    ("口径不同不可比", "国家级产业和企业技术创新平台"),
    ("口径不同不可比", "新药证书和三类医疗器械注册证年均取得量"),
    ("未见量化延续", "企业创新研发投入占销售收入比重"),
    ("未见量化延续", "行业独角兽企业"),
    ("未见量化延续", "独立法人临床前研究机构"),
    ("未见量化延续", "细胞治疗技术应用示范中心"),
    ("未见量化延续", "第三方服务机构"),
    ("未见量化延续", "规模以上生物医药企业"),
}
WITH_BASE = ("大健康产业增加值", "增加值占全市", "产值", "销售额", "国家级创新平台", "高端人才", "旅游度假区")
WITHOUT_BASE = ("百亿级企业", "50亿元级企业", "创新药", "新药上市品种", "森林康养基地", "集聚区")


def _period(label: str) -> Period | None:
    if re.fullmatch(r"\d{4}", label):
        return year_period(int(label), label)
    if label == "2020H1":
        return Period(label, date(2020, 1, 1), date(2020, 7, 1), "上半年")
    return plan_period(label[:-1], label) if label else None


def _claim(row: dict[str, str], text: str, name: str) -> Claim:
    start = max(text.find(row["key"]), 0)
    end = start + len(row["key"])
    left = max(text.rfind("。", 0, start), 0)
    right = text.find("。", end) % (len(text) + 1)

    def anchor(first: int, last: int) -> Anchor:
        return Anchor(name, first, last, text[first:last], Place(first, last))

    value = Decimal(row["value"])
    upper = Decimal(row["value2"] or row["value"])
    low = None if row["op"] in ("<", "<=") else value
    high = None if row["op"] in (">", ">=") else upper
    words = f"{row['value']}{'—' + row['value2'] if row['value2'] else ''}{row['unit']}"
    quantity = Quantity(low, high, row["unit"], words, approximate=row["op"] == "~", strict=row["op"] in (">", "<"))
    kind = Target if row["kind"] == "target" else Actual
    return kind(
        id=id_of(name, row["key"]),
        anchor=anchor(start, end),
        sentence=anchor(left, right),
        heading=(),
        number=anchor(start, end),
        indicator=row["indicator"],
        subject=row["subject"],
        quantity=quantity,
        period=_period(row["period"]),
        measure=row["measure"],  # type: ignore[arg-type]
    )


@pytest.fixture(scope="module")
def from_gold() -> Audit:
    rows = [json.loads(line) for line in (SHARED / "gold/seeds.figures.jsonl").read_text("utf-8").splitlines()]
    documents = []
    for name in sorted({row["doc"] for row in rows}):
        text = "".join((SEEDS / name).read_text("utf-8").split())
        claims = tuple(_claim(row, text, name) for row in rows if row["doc"] == name)
        snapshot = Snapshot(name, id_of(name), len(text), "txt")
        meta = META[name[:3]]
        documents.append(
            Compiled(
                doc=name,
                id=name,
                snapshot=snapshot,
                meta=meta,
                text=text,
                blocks=(),
                characters=len(text),
                claims=claims,
            )
        )
    return audit_of(documents, on=ON)


@pytest.fixture(scope="module")
def from_text() -> Audit:
    return audit_of(compile_paths([SEEDS], jobs=1).documents, on=ON)


def _lineage(audit: Audit) -> set[tuple[str, str]]:
    by_id = {each.figure.id: each.figure.indicator for each in audit.statements}
    found = {(KINDS[each.kind], by_id[each.claims[0]]) for each in audit.findings if each.rule == "lineage"}
    names = {(kind, name) for kind, name in EDGES}
    return {
        next(((k, n) for k, n in names if k == kind and n in indicator), (kind, indicator)) for kind, indicator in found
    }


def _messages(audit: Audit, kind: str) -> str:
    return "\n".join(each.message for each in audit.findings if each.kind == kind)


def _parts(audit: Audit, kind: str, words: str) -> dict[str, str]:
    return dict(next(each.parts for each in audit.findings if each.kind == kind and words in each.message))


def test_every_target_of_2019_is_told_what_became_of_it_and_no_edge_is_wrong(from_gold: Audit) -> None:
    assert _lineage(from_gold) == EDGES


def test_both_dates_of_the_1300_are_held_against_the_same_base(from_gold: Audit) -> None:
    parts = _parts(from_gold, "postponed", "1300")
    assert parts["期限"] == "期限由2022到2025，推后3年"
    assert (parts["所需速度（2022）"], parts["所需速度（2025）"]) == (
        "年均增长39%—39.1%（2年）",
        "年均增长14.1%（5年）",
    )
    assert "工业产值" in parts["口径"]


def test_shares_of_2020_and_2025_hold_together(from_gold: Audit) -> None:
    found = _messages(from_gold, "share-identity")
    assert "2020地区生产总值应为24807亿元—25195亿元" in found
    assert "2025地区生产总值应为30667亿元—35385亿元" in found
    assert "地区生产总值年均增长须在4%—7.4%，增加值年均增长6.54%—6.55%，没有矛盾" in found


def test_firms_listed_firms_and_growth_are_set_side_by_side(from_gold: Audit) -> None:
    conflicts = _messages(from_gold, "conflict")
    assert "178家" in conflicts
    assert "191家" in conflicts
    assert "2.1% < 10%" in conflicts
    assert "前者范围较窄" in _messages(from_gold, "agreement")
    assert "一处占整体约77%" in _messages(from_gold, "part-of-whole")


def _bases(audit: Audit) -> tuple[list[str], list[str]]:
    plan = [each for each in audit.tracks if each.target.meta.issued == date(2021, 12, 29) and each.target.until]
    return (
        [each.target.figure.indicator for each in plan if each.base is not None],
        [each.target.figure.indicator for each in plan if each.base is None],
    )


def test_the_plan_has_the_bases_that_it_has(from_gold: Audit) -> None:
    known, unknown = _bases(from_gold)
    assert len(known) == len(WITH_BASE)
    assert all(any(name in indicator for indicator in known) for name in WITH_BASE)
    assert all(
        any(name.replace("集聚", "聚集") in indicator or name in indicator for indicator in unknown)
        for name in WITHOUT_BASE
    )


def test_the_circulation_of_medicine_needs_four_and_a_half_per_cent(from_gold: Audit) -> None:
    assert _parts(from_gold, "verdict", "医药流通")["所需速度"] == "年均增长4.55%—4.58%"


def test_compiled_documents_tell_the_same_lineage_and_no_wrong_edge(from_text: Audit) -> None:
    assert _lineage(from_text) == EDGES


def test_compiled_documents_give_the_findings_that_the_gold_figures_give(from_text: Audit) -> None:
    assert "4%—7.4%" in _messages(from_text, "share-identity")
    conflicts = _messages(from_text, "conflict")
    assert "178家" in conflicts
    assert "2.1% < 10%" in conflicts
    assert "前者范围较窄" in _messages(from_text, "agreement")
    assert "一处占整体约77%" in _messages(from_text, "part-of-whole")
    assert "西部大健康产业基地" in _messages(from_text, "linked")
    assert "成渝医药产业智库" in _messages(from_text, "linked")
    assert len(_bases(from_text)[0]) == len(WITH_BASE)
    parts = _parts(from_text, "postponed", "1300")
    assert (parts["所需速度（2022）"], parts["所需速度（2025）"]) == (
        "年均增长39%—39.1%（2年）",
        "年均增长14.1%（5年）",
    )


def test_strangers_change_no_finding_of_the_five(from_text: Audit) -> None:
    dev = SHARED / "corpus/dev"
    paths = [SEEDS, *sorted(dev.glob("*.txt"))]
    together = {each.id for each in audit_of(compile_paths(paths, jobs=1).documents, on=ON).findings}
    assert {each.id for each in from_text.findings} <= together
