"""What support a policy grants, to whom, on which condition, how much."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.unit.marked import marked

from yuheng.extract.measures import measures_in
from yuheng.model import Quantity
from yuheng.text.documents import plain_document

POLICY = "江州市支持医药产业若干政策\n一、支持措施\n"


def granted(text: str) -> list[tuple[str, str, str, str]]:
    """Form, beneficiary, condition and stated amount of every measure."""
    measures, issues = measures_in(plain_document(POLICY + text))
    assert issues == ()
    return [(m.form, m.beneficiary, m.condition, m.amount.stated if m.amount else "") for m in measures]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("对首次上市的企业，给予最高300万元奖励。", ("奖励", "企业", "首次上市", "最高300万元")),
        ("对通过评价的品种按研发投入的30%给予补助。", ("补助", "品种", "通过评价，按研发投入的30%", "30%")),
        ("设立总规模20亿元的产业基金。", ("基金", "", "", "20亿元")),
        ("对市级重点药械项目，开辟审批绿色通道。", ("绿色通道", "市级重点药械项目", "", "")),
        ("支持有条件的药企上市融资。", ("融资", "药企", "有条件", "")),
        ("落实研发费用加计扣除政策。", ("税费", "", "", "")),
        ("按照先存量后增量的原则保障用地指标。", ("用地", "", "按照先存量后增量的原则", "")),
        ("对常年出口的单位提供通关便利。", ("通关", "单位", "常年出口", "")),
    ],
)
def test_a_measure_says_its_form_beneficiary_condition_and_amount(
    sentence: str, expected: tuple[str, str, str, str]
) -> None:
    assert granted(sentence) == [expected]


def test_an_amount_under_a_ceiling_is_an_upper_bound_and_the_case_belongs_to_the_anchor() -> None:
    document, [words] = marked(POLICY + "⟦对新认定的研究院，给予最高500万元补助⟧。")

    [measure] = measures_in(document)[0]

    assert measure.amount == Quantity(None, Decimal(500), "万元", "最高500万元")
    assert measure.anchor == words


def test_a_cap_behind_a_measure_is_a_measure_of_the_same_form() -> None:
    assert granted("按保费的50%给予保费补贴，单个企业每年不超过80万元。") == [
        ("保险", "", "按保费的50%", "50%"),
        ("保险", "企业", "", "不超过80万元"),
    ]


def test_several_amounts_in_a_clause_are_several_measures() -> None:
    assert [amount for *_, amount in granted("国家级平台一次性奖励200万元、省级平台奖励60万元。")] == [
        "200万元",
        "60万元",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "近年来，发放奖励2000万元。",
        "产业基金投资占比达到12%。",
        "患者自付比例下降，参加保险人数增长。",
        "培育一批药企。",
    ],
)
def test_what_was_granted_or_merely_named_is_no_measure(sentence: str) -> None:
    assert granted(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "对首次取得注册证并在本市投产的，每个品种奖励80万元；取得备案凭证的，每个品种奖励10万元。",
            [("奖励", "品种", "首次取得注册证并在本市投产", "80万元"), ("奖励", "品种", "取得备案凭证", "10万元")],
        ),
        (
            "对完成临床试验的新药，按照研发投入的20%，给予最高300万元资助。",
            [("补助", "新药", "完成临床试验，按照研发投入的20%", "最高300万元")],
        ),
        (
            "年销售收入首次突破2亿元的企业，奖励60万元。",
            [("奖励", "企业", "年销售收入首次突破2亿元", "60万元")],
        ),
        (
            "对新认定的研究院给予90万元奖励，区级平台给予20万元奖励。",
            [("奖励", "研究院", "新认定", "90万元"), ("奖励", "区级平台", "", "20万元")],
        ),
    ],
)
def test_the_case_may_stand_in_a_clause_of_its_own_and_holds_for_one_grant(
    sentence: str, expected: list[tuple[str, str, str, str]]
) -> None:
    assert granted(sentence) == expected


def test_a_ceiling_before_a_list_of_amounts_holds_for_all_of_them() -> None:
    measures, _ = measures_in(plain_document(POLICY + "对完成试验的企业，分别给予最高100万元、200万元补助。"))

    assert [(m.amount.low, m.amount.high) for m in measures if m.amount] == [(None, Decimal(100)), (None, Decimal(200))]


def test_the_name_of_an_article_grants_nothing() -> None:
    assert granted("用地保障。对入驻项目给予5万元补贴。") == [("补助", "入驻项目", "", "5万元")]
