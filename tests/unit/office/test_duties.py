"""Who is asked for what: the targets and tasks of a read plan as duties."""

from __future__ import annotations

from datetime import date

from yuheng.extract import claims_in
from yuheng.office.duties import duties_in, in_force, reporting_period
from yuheng.text.documents import plain_document

PLAN = "岚江市医疗器械产业行动方案\n一、主要任务\n"


def asked(text: str) -> list[tuple[str, str, str]]:
    """What each duty asks, its goal and its owner."""
    claims, _ = claims_in(plain_document(PLAN + text))
    found = duties_in([("方案.txt", claim) for claim in claims])
    return [(duty.what, f"{duty.goal}{duty.unit}", duty.owner) for duty in found]


def test_a_number_behind_a_task_in_its_sentence_is_owed_by_the_same_office() -> None:
    assert asked("市药监局要开通绿色通道，审批时限压缩30%。诊所数量达到90家。") == [
        ("开通绿色通道", "", "市药监局"),
        ("审批时限", "30%", "市药监局"),
        ("诊所数量", "90家", ""),
    ]


def test_of_two_offices_in_one_sentence_the_nearer_before_the_number_owes_it() -> None:
    assert asked("市科技局建设孵化器，市医保局优化结算，报销比例提高到80%。") == [
        ("建设孵化器", "", "市科技局"),
        ("优化结算", "", "市医保局"),
        ("报销比例", "80%", "市医保局"),
    ]


def test_terms_of_support_under_its_heading_are_owed_by_nobody_and_a_fund_is() -> None:
    terms = "对首购首用的医院，按采购额10%支持，单台不超过50万元。设立产业基金，总规模达到20亿元。"

    assert asked(f"二、支持措施\n{terms}") == [("设立产业基金", "", ""), ("产业基金总规模", "20亿元", "")]
    assert ("单台", "不超过50万元", "") in asked(f"二、发展目标\n{terms}")


def test_the_budget_that_pays_is_no_office() -> None:
    assert asked("市财政每年安排资金2亿元。市财政局编制预算。") == [
        ("安排资金2亿元", "", ""),
        ("市财政每年安排资金", "2亿元", ""),
        ("编制预算", "", "市财政局"),
    ]


def test_a_task_that_says_nothing_but_its_targets_number_is_not_asked_for_twice() -> None:
    asked_of = [what for what, _, _ in asked("到2026年，产业总产值达到600亿元，增长10%以上。（市发展改革委牵头）")]

    assert asked_of == ["产业总产值", "产业总产值增速"]
    assert asked("新增三级医院2家，由市卫生健康委牵头。") == [("新增三级医院", "2家", "市卫生健康委")]


def test_what_is_due_by_the_end_of_a_month_does_not_wait_for_the_end_of_the_year() -> None:
    text = "到2026年9月底前，建成康复站30个，由市民政局牵头。\n\n到2026年底前，建成门诊楼20座，由市卫生健康委牵头。"
    claims, _ = claims_in(plain_document(PLAN + text))
    found = duties_in([("方案.txt", claim) for claim in claims])

    assert [(duty.due, duty.period and duty.period.end) for duty in found] == [
        ("2026-09", date(2026, 10, 1)), ("2026", date(2027, 1, 1))]  # fmt: skip
    assert [len(in_force(found, reporting_period(label))) for label in ("2026-09", "2026-10")] == [2, 1]


def test_the_owners_of_the_paragraph_before_are_no_part_of_a_dutys_words() -> None:
    text = "建成标准厂房20万平方米。（云津区政府牵头，市规划局配合）\n\n2026年底前，引进医药项目30个。（市招商局牵头）"
    claims, _ = claims_in(plain_document(PLAN + text))
    found = duties_in([("方案.txt", claim) for claim in claims])

    assert [duty.words for duty in found if duty.what == "医药项目"] == ["2026年底前，引进医药项目30个。"]
