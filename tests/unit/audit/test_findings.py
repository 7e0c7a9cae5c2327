"""What must not change a finding: order, names, strangers, cuts, and the unit that an amount is written in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import permutations

from tests.unit.audit.plans import NEWS, PLAN, Paper, opinion, plan

from yuheng.audit.findings import audit_of
from yuheng.model import Figure, Metadata, Quantity
from yuheng.model.compiled import Compiled
from yuheng.model.finding import Finding

ON = date(2024, 1, 1)


def news() -> Paper:
    return Paper(NEWS).actual("生物医药产业产值", "452亿元", "2022").actual("规上医药企业", "128家", "2022")


def papers() -> list[Compiled]:
    return [opinion().compiled(), plan().compiled(), news().compiled()]


def findings(documents: list[Compiled]) -> list[Finding]:
    return list(audit_of(documents, on=ON).findings)


def heart(documents: list[Compiled]) -> set[tuple[object, ...]]:
    """Findings without the ids of claims, which name the file's bytes."""
    return {(each.id, each.kind, each.proposed, each.message, each.parts) for each in findings(documents)}


def test_the_sample_holds_findings_of_every_kind_that_documents_can_give() -> None:
    assert {each.kind for each in findings(papers())} >= {
        "continued",
        "postponed",
        "met-not-continued",
        "not-continued",
        "not-comparable",
        "share-identity",
        "verdict",
        "target-without-base",
        "target-without-date",
        "target-without-owner",
    }


def test_a_target_found_on_its_way_is_judged_with_three_columns() -> None:
    [verdict] = [
        each
        for each in findings(papers())
        if each.kind == "verdict" and each.message.startswith("生物医药产业产值突破600")
    ]
    assert dict(verdict.parts) == {
        "目标": "成办发〔2021〕9号（2021-10-01）：生物医药产业产值突破600亿元（2025）",
        "基数": "成办发〔2021〕9号（2021-10-01）：生物医药工业产值318亿元（2020）",
        "实绩": "大健康产业论坛举行（2023-03-01）：生物医药产业产值452亿元（2022）",
        "所需速度": "年均增长13.5%—13.57%",
        "路径应达": "409.94亿元",
        "已走路程": "48%",
        "尚需速度": "自生物医药产业产值452亿元（2022）起，尚需年均增长9.9%",
        "已过时间": "40%",
        "官方结论": "所给文档中未见官方结论",
        "证据裁定": "快于预期（按等比路径应完成33%）",
        "时序": "未到期",
        "口径": "工业产值只计工业企业，产业产值还可含服务和流通",
    }


def test_the_order_of_the_documents_changes_no_finding() -> None:
    expected = findings(papers())
    for order in permutations(papers()):
        assert findings(list(order)) == expected


def test_renamed_files_change_no_finding() -> None:
    renamed = [replace(each, doc=f"{number}.txt") for number, each in enumerate(papers())]
    assert findings(renamed) == findings(papers())


def test_an_unrelated_document_changes_no_finding_of_the_others() -> None:
    foreign = Metadata(
        "数字经济规划", number="绵府发〔2021〕2号", issued=date(2021, 5, 1), kind="plan", region="绵阳市"
    )
    stranger = Paper(foreign).target("数字经济核心产业增加值", "300亿元", "2025").actual("5G基站", "3000个", "2020")
    own = heart([stranger.compiled()])
    assert heart([*papers(), stranger.compiled()]) - own == heart(papers())


def test_a_document_split_in_two_changes_no_finding() -> None:
    whole = plan().compiled()
    half = len(whole.claims) // 2
    first = replace(whole, doc="上.txt", claims=whole.claims[:half])
    second = replace(whole, doc="下.txt", claims=whole.claims[half:])
    assert heart([opinion().compiled(), first, second, news().compiled()]) == heart(papers())


def test_amounts_written_in_ten_thousands_change_no_finding() -> None:
    def in_ten_thousands(document: Compiled) -> Compiled:
        claims = tuple(
            replace(claim, quantity=_scaled(claim.quantity))
            if isinstance(claim, Figure) and claim.quantity.unit == "亿元"
            else claim
            for claim in document.claims
        )
        return replace(document, claims=claims)

    assert heart([in_ten_thousands(each) for each in papers()]) == heart(papers())


def _scaled(quantity: Quantity) -> Quantity:
    low, high = (None if side is None else side * Decimal(10_000) for side in (quantity.low, quantity.high))
    return replace(quantity, low=low, high=high, unit="万元")


def test_a_plan_has_no_base_where_none_is_stated() -> None:
    missing = [each.message for each in findings(papers()) if each.kind == "target-without-base"]
    assert "缺基数：在研创新药超过50个（2025），所给文档中没有同一指标的实绩。" in missing
    assert not any("增加值" in message or "产业产值" in message for message in missing)


def test_a_loose_name_serves_as_a_base_within_one_plan_and_says_so() -> None:
    [verdict] = [each for each in findings(papers()) if each.message.startswith("各类国家级创新平台12个")]
    assert ("读法", "原文未注明年份，按规划基年2020年计") in verdict.parts
    [note] = [value for name, value in verdict.parts if name == "口径"]
    assert note.startswith("基数与目标名称不全同，须核")
    assert PLAN.number in dict(verdict.parts)["基数"]
