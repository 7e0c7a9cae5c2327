"""What names a party: its tasks under each of its names, its agreements, and nobody else's."""

from __future__ import annotations

from datetime import date

import pytest
from tests.unit.ledger.people import NOON, claim_about, clerk, handed_in

from yuheng.app.access import seen
from yuheng.app.listing import choice_from, choices_of, sheet
from yuheng.app.overview import overview
from yuheng.app.resolving import resolve_parties
from yuheng.app.reviewing import decide
from yuheng.ledger.models import Account, Decision, Entry

pytestmark = pytest.mark.django_db


def plan(city: str, second: str = "市民政局") -> str:
    tasks = f"加快建设{city}医养中心（市科技局牵头）。\n\n加快建设{city}康养小镇（{second}牵头）。"
    return f"{city}康养产业规划\n\n{city}人民政府\n\n一、任务\n\n{tasks}\n"


def seen_by(party: str) -> list[str]:
    account = Account.objects.create_user("named", role="department", party=party)
    return sorted(entry.document.title for entry in seen(account, Entry.objects.all()))


def test_a_department_owes_under_a_short_name_only_where_that_name_means_it() -> None:
    handed_in(plan("重庆市"), "渝.txt")
    handed_in(plan("成都市"), "蓉.txt", minute=1)
    resolve_parties()

    assert seen_by("重庆市科学技术局") == ["重庆市康养产业规划"]


def test_a_firm_signs_under_its_whole_name_and_not_under_one_that_holds_it() -> None:
    handed_in("简报\n\n近日，岚江华康药业有限公司与岚江医科大学签署合作协议。\n", "甲.txt")
    handed_in("要闻\n\n近日，新岚江华康药业有限公司与岚江医科大学签署合作协议。\n", "乙.txt", minute=1)
    resolve_parties()

    assert seen_by("岚江华康药业有限公司") == ["简报"]


def test_a_firm_sees_and_counts_what_it_signed_and_from_then_on_what_is_corrected_to_be_about_it() -> None:
    handed_in("简报\n\n近日，岚江华康药业有限公司与岚江医科大学签署合作协议。\n", "甲.txt")
    handed_in("公报\n\n2024年，全市医药工业产值达到9亿元，康养企业达到80家。\n", "乙.txt", minute=1)
    resolve_parties()
    titles = seen_by("岚江华康药业有限公司")
    account = Account.objects.get(username="named")

    def counted() -> tuple[int, list[tuple[str, int]], int]:
        shown = overview(account, on=date(2026, 3, 2))
        waiting = [(row["kind"], row["total"]) for row in shown.waiting]
        return shown.claims, waiting, sheet(account, choice_from({})).count

    before = counted()
    correction = {"subject": "岚江华康药业有限公司"}
    decide(claim_about("康养企业"), Decision.CORRECT, correction=correction, by=clerk(), at=NOON)

    assert titles == ["简报"]
    assert before == (1, [("agreement", 1)], 1)
    assert counted() == (2, [("actual", 1), ("agreement", 1)], 2)


def test_the_filter_offers_the_owners_of_what_one_sees_and_no_others() -> None:
    handed_in(plan("重庆市"), "渝.txt")
    handed_in(plan("成都市", "市商务局"), "蓉.txt", minute=1)
    resolve_parties()
    account = Account.objects.create_user("named", role="department", party="重庆市科学技术局")

    assert choices_of(account)["owners"] == [("市科技局", 1)]
