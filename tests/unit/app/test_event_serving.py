"""What an outcome may serve is proposed from the targets as they stand, and from no other state of them."""

from __future__ import annotations

import pytest
from tests.unit.ledger.people import NOON, claim_about, clerk, handed_in

from yuheng.app.event_serving import targets_for
from yuheng.app.reviewing import decide
from yuheng.ledger.models import Decision, Document

pytestmark = pytest.mark.django_db
PLAN = (
    "岚江市医药产业规划\n\n一、发展目标\n\n"
    "到2025年，全市医药企业达到300家。到2025年，全市抗体药物产值达到12亿元。到2025年，全市游客达到900万人次。\n\n"
    "二、生物制品\n\n到2025年，全市产值达到60亿元。\n"
)
ANTIBODIES = "药.生物药.抗体"


def _proposed() -> list[str]:
    return [row["words"].partition("：")[0] for row in targets_for(clerk(), ANTIBODIES)]


def test_what_speaks_of_the_segment_itself_stands_before_what_speaks_of_what_it_lies_in() -> None:
    handed_in(PLAN)

    assert _proposed() == ["抗体药物产值", "产值", "医药企业"]
    assert targets_for(clerk(), "") == targets_for(clerk(), "管.保险") == []


def test_a_target_is_proposed_no_more_right_after_it_was_rejected_and_again_after_that_was_taken_back() -> None:
    handed_in(PLAN)
    firms = claim_about("医药企业")

    decide(firms, Decision.REJECT, by=clerk(), at=NOON)
    assert _proposed() == ["抗体药物产值", "产值"]

    decide(firms, Decision.WITHDRAW, by=clerk(), at=NOON)
    decide(claim_about("游客"), Decision.CORRECT, by=clerk(), at=NOON, correction={"indicator": "药物游客"})
    assert _proposed() == ["抗体药物产值", "产值", "医药企业", "药物游客"]


def test_twelve_are_enough_and_they_are_the_nearest() -> None:
    for number in range(5):
        text = PLAN.replace("岚江市", f"岚江{number}市").replace("12亿元", f"{number + 12}亿元")
        handed_in(text, f"规划{number}.txt", minute=number)

    assert Document.objects.filter(live=True).count() == 5
    assert _proposed() == ["抗体药物产值"] * 5 + ["产值"] * 5 + ["医药企业"] * 2
