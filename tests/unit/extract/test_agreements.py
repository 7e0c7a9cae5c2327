"""Who agreed on what with whom, and who only wishes that somebody would."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.unit.marked import marked

from yuheng.extract.agreements import agreements_in
from yuheng.model import Agreement, Document, Period, Quantity, check_anchor
from yuheng.text.documents import plain_document

SHARED = Path(__file__).parents[3] / "../shared"
GOLD = SHARED / "gold/seeds.ties.jsonl"
HEAD = "2024年6月3日，江西省中医药产业供需对接会在赣江饭店举行。各地客商参加了活动，气氛热烈，成果丰硕。\n\n"
PLAN = "江西省人民政府办公厅\n关于印发江西省中医药发展规划的通知\n\n"


def found(text: str, head: str = HEAD) -> list[Agreement]:
    agreements, _ = agreements_in(plain_document(head + text))
    return list(agreements)


def parties(text: str, head: str = HEAD) -> list[tuple[str, ...]]:
    return [agreement.parties for agreement in found(text, head)]


def test_a_signing_is_read_with_its_parties_subject_day_and_place() -> None:
    document, [words] = marked(
        HEAD + "会上，⟦青松药业集团与樟树市人民医院签署《中药饮片直供合作协议》⟧，首期金额约3000万元。"
    )

    agreements, issues = agreements_in(document)

    [agreement] = agreements
    assert issues == ()
    assert (agreement.anchor, agreement.parties, agreement.subject) == (
        words,
        ("青松药业集团", "樟树市人民医院"),
        "《中药饮片直供合作协议》",
    )
    assert agreement.signed == Period("2024-06-03", date(2024, 6, 3), date(2024, 6, 4), "2024年6月3日")
    assert (agreement.place, agreement.stage, agreement.planned) == ("赣江饭店", "协议", False)
    assert agreement.amount == Quantity(Decimal(3000), Decimal(3000), "万元", "3000万元", approximate=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲方药业公司与南昌大学、赣南医科大学三方签订战略合作协议。", ("甲方药业公司", "南昌大学", "赣南医科大学")),
        ("近日，江铃生物与九江市政府就产业园建设达成合作意向。", ("江铃生物", "九江市政府")),
        ("北京协和医院和江西省人民医院正式签约。", ("北京协和医院", "江西省人民医院")),
        ("江西省药监局已于5月8日与福建省药监局签署备忘录。", ("江西省药监局", "福建省药监局")),
        ("多家参展企业代表现场签订采购协议。", ("多家参展企业代表",)),
        (
            "青松医药股份有限公司（以下简称“青松医药”）与赣江新区管委会签订投资合同。",
            ("青松医药股份有限公司", "赣江新区管委会"),
        ),
    ],
)
def test_parties_of_a_signing_are_as_written(text: str, expected: tuple[str, ...]) -> None:
    assert parties(text) == [expected]


def test_signed_with_each_of_several_is_several_agreements() -> None:
    assert parties("国康控股分别与南昌市第一医院、九江市第一人民医院签署配送合同。") == [
        ("国康控股", "南昌市第一医院"),
        ("国康控股", "九江市第一人民医院"),
    ]


def test_what_is_told_twice_is_one_agreement() -> None:
    text = "会上，青松药业集团与樟树市人民医院签署合作协议。青松药业集团和樟树市人民医院还举行了协议签约仪式。"

    assert parties(text) == [("青松药业集团", "樟树市人民医院")]


def test_those_who_look_on_are_witnesses_and_no_parties() -> None:
    [agreement] = found("在副省长李明、市长王强的见证下，青松药业集团与赣州市政府签订投资合同。")

    assert (agreement.parties, agreement.witnesses, agreement.stage) == (
        ("青松药业集团", "赣州市政府"),
        ("副省长李明", "市长王强"),
        "合同",
    )


def test_the_other_side_is_looked_up_where_a_reader_would() -> None:
    speaker = "据省药监局负责人介绍，下一步将深化与香港卫生署的合作。"
    carriers = "以南昌大学为主，联合赣州市人民医院组建老年病研究中心。"
    region = "深化与湖南、广东的中药材贸易合作。"
    again = "省工信厅与复旦大学签署合作协议。此项合作将共同打造中药智能制造创新中心。"

    assert parties(speaker) == [("省药监局", "香港卫生署")]
    assert parties(carriers) == [("南昌大学", "赣州市人民医院")]
    assert parties(region, PLAN) == [("江西", "湖南", "广东")]
    assert parties(again) == [("省工信厅", "复旦大学"), ("省工信厅", "复旦大学")]


def test_one_word_may_stand_for_two_regions() -> None:
    assert parties("建立湘赣边区远程会诊协作网，深化闽赣两省合作。", PLAN) == [("湖南", "江西"), ("福建", "江西")]


def test_a_joint_meeting_names_its_convener_and_members() -> None:
    text = "建立中医药工作联席会议制度，由省政府分管领导担任召集人，省卫生健康委、省工信厅、省药监局等部门为成员单位。"

    assert parties(text, PLAN) == [("省政府分管领导", "省卫生健康委", "省工信厅", "省药监局")]


def test_an_alliance_names_who_leads_and_who_takes_part() -> None:
    text = "由江西省人民医院牵头，上饶市人民医院、宜春市人民医院等30家单位参与的老年医学专科联盟成立。"

    assert parties(text) == [("江西省人民医院", "上饶市人民医院", "宜春市人民医院")]


@pytest.mark.parametrize(
    "text",
    [
        "鼓励医疗机构与养老机构开展合作，推进医教协同和产教融合。",
        "高质量共建“一带一路”，完善共建共治共享的社会治理制度。",
        "用人单位应依法与劳动者签订劳动合同，为老年人提供家庭医生签约服务。",
        "此次协议的签订将进一步推动两地大健康产业发展。",
        "本次活动由省卫生健康委与省工信厅联合主办。",
        "加强与国内外知名高校、科研机构的合作。",
        "省卫生健康委会同省医保局制定实施办法，联合有关部门开展监督检查。",
        "健全政府、社会、个人协同推进的健康治理格局。",
        "引导龙头企业与产业链上下游企业协同创新。",
        "推动粤港澳大湾区建设和成渝地区双城经济圈建设。",
    ],
)
def test_a_wish_that_kinds_of_bodies_cooperate_ties_nobody(text: str) -> None:
    assert parties(text, PLAN) == []


def test_a_plan_to_cooperate_is_planned_and_a_thing_done_is_not() -> None:
    planned, done, advised = (
        found("支持江西中医药大学与樟树市共建中药研究院。", PLAN),
        found("江西中医药大学与樟树市共建了中药研究院。"),
        found("与会专家建议，由江西中医药大学联合樟树市中医院组建中药研究院。"),
    )

    assert [(a.planned, a.stage) for a in (*planned, *done, *advised)] == [
        (True, "意向"),
        (False, "协议"),
        (True, "意向"),
    ]


def test_a_signing_by_nobody_is_an_issue_and_no_agreement() -> None:
    document, [sentence] = marked(HEAD + "⟦开幕式上，27个重点项目集中签约。⟧")

    agreements, [issue] = agreements_in(document)

    assert agreements == ()
    assert (issue.code, issue.anchor, issue.document) == ("agreement-without-parties", sentence, "sample.txt")


def test_a_year_that_the_document_does_not_give_stays_open() -> None:
    document = plain_document(
        "近来各项工作进展顺利，群众反映良好，成效明显。\n\n5月8日，青松药业集团与九江市政府签署协议。"
    )

    [agreement], _ = agreements_in(document)

    assert agreement.signed == Period("--05-08", None, None, "5月8日")


def test_why_it_was_signed_is_no_second_agreement() -> None:
    text = "为推动赣州市与韶关市医疗合作，提升两地服务水平，赣州市卫健委与韶关市卫健局在赣州签署合作协议。"

    assert parties(text) == [("赣州市卫健委", "韶关市卫健局")]


def test_the_same_words_are_an_order_in_a_plan_and_a_deed_in_a_report() -> None:
    text = "近年来，全省医药产业稳步壮大。与湖南、湖北共建中药材追溯平台。"
    plan, _ = agreements_in(plain_document(PLAN + text))
    deed = found("近年来，全省医药产业稳步壮大。与复旦大学等院校共建研究院12家。", PLAN)

    assert [a.planned for a in plan] == [True]
    assert [(a.parties, a.planned) for a in deed] == [(("江西", "复旦大学等院校"), False)]


def test_a_list_in_the_clause_before_signs_too() -> None:
    text = "南昌大学、江西中医药大学等单位，与樟树市就中药研究达成5个合作协议。"

    assert parties(text) == [("南昌大学", "江西中医药大学", "樟树市")]


def overlaps(document: Document, key: str, agreement: Agreement) -> bool:
    squeezed = [at for at, char in enumerate(document.text) if not char.isspace() and char not in "，,“”"]
    flat = "".join(document.text[at] for at in squeezed)
    at = flat.find("".join(char for char in plain_document(key).text if not char.isspace() and char not in "，,“”"))
    if at < 0:
        return False
    start, end = squeezed[at], squeezed[at] + len(key)
    return agreement.anchor.start < end and start < agreement.anchor.end


@pytest.mark.shared
@pytest.mark.skipif(not GOLD.exists(), reason="the gold corpus is not here")
def test_the_ties_of_the_seeds_are_found_and_few_others() -> None:
    rows = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    hit = judged = 0
    for name in sorted({row["doc"] for row in rows}):
        document = plain_document((SHARED / "corpus/seeds" / name).read_bytes().decode("utf-8"), name)
        agreements, _ = agreements_in(document)
        for agreement in agreements:
            check_anchor(document, agreement.anchor)
        judged += len(agreements)
        free = list(agreements)
        for row in rows:
            match = next((a for a in free if row["doc"] == name and overlaps(document, row["key"], a)), None)
            if match is not None:
                free.remove(match)
                hit += 1

    assert hit / len(rows) >= 0.8
    assert hit / judged >= 0.75


@pytest.mark.parametrize("word", ["计划", "拟", "将", "有意"])
def test_a_word_of_intent_between_the_parties_is_no_part_of_a_name_and_makes_it_planned(word: str) -> None:
    [agreement] = found(f"芦浦县{word}与青松药业集团签署合作协议。")

    assert (agreement.parties, agreement.planned) == (("芦浦县", "青松药业集团"), True)
