"""Nothing is merged silently: a rule, a person, or only a proposal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from yuheng.model import Document
from yuheng.model.judgement import Judgement
from yuheng.model.party import MentionKey, Named, Party
from yuheng.resolve.official_names import official_name
from yuheng.resolve.parties import PROPOSER, named_in, parties_from
from yuheng.text.documents import plain_document


def in_region(text: str, region: str, name: str = "sample.txt") -> Document:
    document = plain_document(text, name)
    return replace(document, meta=replace(document.meta, region=region))


def said(text: str, region: str, name: str = "sample.txt") -> Named:
    named, issues = named_in(in_region(text, region, name))
    assert issues == ()
    return named


def names_of(parties: tuple[Party, ...]) -> list[tuple[str, tuple[str, ...]]]:
    return [(party.name, party.names) for party in parties]


@pytest.mark.parametrize(
    ("short", "region", "full"),
    [
        ("市经济信息委", "重庆市", "重庆市经济和信息化委员会"),
        ("市经信局", "四川省成都市", "成都市经济和信息化局"),
        ("省工信厅", "山东省", "山东省工业和信息化厅"),
        ("自治区卫生健康委", "宁夏回族自治区", "宁夏回族自治区卫生健康委员会"),
        ("市发改委", "江苏省苏州市", "苏州市发展和改革委员会"),
        ("区人社局", "重庆市永川区", "重庆市永川区人力资源和社会保障局"),
        ("双流区卫健局", "四川省", "成都市双流区卫生健康局"),
        ("国家药监局", "浙江省", "国家药品监督管理局"),
        ("科技部", "浙江省", "科学技术部"),
        ("省残联", "海南省", "海南省残疾人联合会"),
        ("市政府", "重庆市", "重庆市人民政府"),
        ("省委宣传部", "海南省", "中共海南省委宣传部"),
        ("市委", "重庆市", "中共重庆市委"),
        ("团省委", "海南省", "共青团海南省委"),
        ("市文化旅游委", "重庆市", "重庆市文化和旅游发展委员会"),
        ("成都高新区", "四川省", "成都高新技术产业开发区"),
        ("市卫健委", "海南省", None),
        ("卫生健康委", "海南省", None),
        ("重庆医药行业协会", "重庆市", None),
    ],
)
def test_a_departments_short_form_has_one_official_name_in_its_region(
    short: str, region: str, full: str | None
) -> None:
    assert official_name(short, region=region) == full


def test_three_ways_to_write_one_department_are_one_party_with_its_reason() -> None:
    named = said("市经信委牵头，市经济信息委、重庆市经济和信息化委员会配合。", "重庆市")

    parties, proposed, issues = parties_from([named])

    assert names_of(parties) == [
        ("重庆市经济和信息化委员会", ("市经信委", "市经济信息委", "重庆市经济和信息化委员会")),
    ]
    assert len(parties[0].reasons) == 2
    assert (proposed, issues) == ((), ())


def test_the_same_short_form_in_two_regions_is_two_parties() -> None:
    parties, _, _ = parties_from([said("省医保局负责。", "海南省"), said("省医保局牵头。", "山东省")])

    assert [party.name for party in parties] == ["山东省医疗保障局", "海南省医疗保障局"]


def test_a_short_name_that_the_text_declares_is_joined_by_rule() -> None:
    text = "青松制药股份有限公司（以下简称“青松制药”）扩产，青松制药将招工。"

    parties, proposed, _ = parties_from([said(text, "重庆市")])

    assert names_of(parties) == [("青松制药股份有限公司", ("青松制药", "青松制药股份有限公司"))]
    assert proposed == ()


def test_likeness_is_proposed_with_its_reason_and_joins_nothing() -> None:
    text = "重庆青松制药股份有限公司扩产。青松制药将招工。青松药业也参加。"

    parties, proposed, _ = parties_from([said(text, "重庆市")])

    assert len(parties) == 3
    assert [(j.left.name, j.right.name, j.verdict, j.by, j.on) for j in proposed] == [
        ("重庆青松制药股份有限公司", "青松制药", "same", PROPOSER, None),
        ("重庆青松制药股份有限公司", "青松药业", "unsure", PROPOSER, None),
        ("青松制药", "青松药业", "unsure", PROPOSER, None),
    ]
    assert proposed[0].reason == "去掉地名和公司类型后都是“青松制药”"


def test_a_confirmed_judgement_joins_and_a_later_one_undoes_it() -> None:
    named = said("重庆青松制药股份有限公司扩产。青松制药将招工。", "重庆市")
    _, [proposal], _ = parties_from([named])
    confirmed = replace(proposal, by="李秘书", on=date(2024, 5, 1))
    undone = replace(confirmed, verdict="different", by="王主任", on=date(2024, 6, 1))

    joined, none_left, _ = parties_from([named], [confirmed])
    apart, none_again, _ = parties_from([named], [confirmed, undone])

    assert [party.names for party in joined] == [("重庆青松制药股份有限公司", "青松制药")]
    assert joined[0].reasons == ("李秘书于2024-05-01确认：去掉地名和公司类型后都是“青松制药”",)
    assert [party.names for party in apart] == [("重庆青松制药股份有限公司",), ("青松制药",)]
    assert (none_left, none_again) == ((), ())


def test_an_unconfirmed_proposal_joins_nothing() -> None:
    named = said("重庆青松制药股份有限公司扩产。青松制药将招工。", "重庆市")
    _, [proposal], _ = parties_from([named])

    parties, _, _ = parties_from([named], [proposal])

    assert len(parties) == 2


def test_a_person_overrules_a_rule() -> None:
    named = said("市经信委牵头，市经济信息委配合。", "重庆市")
    left, right = (MentionKey(named.document, name) for name in ("市经信委", "市经济信息委"))
    apart = Judgement(left, right, "different", "李秘书", date(2024, 5, 1), "一个是旧机构")

    parties, _, issues = parties_from([named], [apart])

    assert [party.names for party in parties] == [("市经信委",), ("市经济信息委",)]
    assert issues == ()


def test_judgements_that_contradict_each_other_are_an_issue() -> None:
    text = "青松制药、青松药业、青松医药集团参加。"
    named = said(text, "重庆市")
    one, two, three = sorted(MentionKey(named.document, name) for name in ("青松制药", "青松药业", "青松医药集团"))
    on = date(2024, 5, 1)
    judgements = [
        Judgement(one, two, "same", "李秘书", on, "一家"),
        Judgement(two, three, "same", "李秘书", on, "一家"),
        Judgement(one, three, "different", "王主任", on, "两家"),
    ]

    parties, _, issues = parties_from([named], judgements)

    assert len(parties) == 2
    assert [issue.code for issue in issues] == ["judgement-conflict"]


def test_a_wrong_credit_code_is_an_issue_at_its_place() -> None:
    named, [issue] = named_in(in_region("青松制药有限公司，统一社会信用代码：91500000MA5U0001XX。", "重庆市"))

    parties, _, _ = parties_from([named])

    assert [party.code for party in parties] == [""]
    assert (issue.code, issue.anchor and issue.anchor.quote) == ("credit-code-invalid", "91500000MA5U0001XX")


def test_the_same_credit_code_joins_two_names() -> None:
    code = "91110000600037341L"
    first = said(f"青松制药有限公司（统一社会信用代码{code}）中标。", "重庆市", "a.txt")
    second = said(f"长松制药有限公司，社会信用代码为{code}，已更名。", "重庆市", "b.txt")

    parties, _, issues = parties_from([first, second])

    assert [(party.names, party.code) for party in parties] == [(("长松制药有限公司", "青松制药有限公司"), code)]
    assert parties[0].reasons == (f"统一社会信用代码相同：{code}",)
    assert issues == ()


def test_collective_nouns_become_no_party() -> None:
    assert parties_from([said("有关部门要支持龙头企业。", "重庆市")]) == ((), (), ())


def test_a_judgement_names_its_mentions_in_order() -> None:
    left, right = MentionKey("d", "甲"), MentionKey("d", "乙")

    with pytest.raises(ValueError, match="in order"):
        Judgement(max(left, right), min(left, right), "same", "李秘书", None, "")


def test_a_whole_cell_is_a_whole_name_and_what_has_no_ending_of_a_party_stays_out() -> None:
    document = plain_document("云津康护辅具有限公司\t护理床\n云津安评中心\t检测\n")
    cells = [(0, 10), (15, 21)]

    found, _ = named_in(document, cells)

    assert [(each.name, each.kind) for each in found.mentions] == [("云津康护辅具有限公司", "firm")]
    assert [document.text[start:end] for start, end in cells] == ["云津康护辅具有限公司", "云津安评中心"]
