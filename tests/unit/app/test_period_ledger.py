"""A period is sent out from the ledger as it stands, and from no file."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.ledger.people import NOON, claim_about, clerk, handed_in

from yuheng.app.period_desk import proposal
from yuheng.app.period_ledger import chosen_plans, duties_of, has_plans, plan_rows, write_ledger_now
from yuheng.app.periods import ledger_claims, ledger_documents
from yuheng.app.reviewing import decide
from yuheng.errors import Misuse
from yuheng.ledger.models import Claim, Decision
from yuheng.model import Actual, Target

pytestmark = pytest.mark.django_db


def _targets(root: Path) -> dict[str, str]:
    return {
        claim.indicator: format(claim.quantity.value, "f")
        for _, claim in ledger_claims(root)
        if isinstance(claim, Target)
    }


def _keys() -> list[str]:
    return [row["key"] for row in plan_rows()]


def test_what_was_corrected_is_asked_for_corrected_and_what_was_rejected_not_at_all(tmp_path: Path) -> None:
    handed_in()
    beds, firms = (claim_about(name) for name in ("护理型床位", "康养企业"))
    decide(beds, Decision.CORRECT, by=clerk(), at=NOON, correction={"value": "5200"})
    decide(firms, Decision.REJECT, by=clerk(), at=NOON)

    write_ledger_now(tmp_path, _keys())

    assert _targets(tmp_path) == {"护理型床位": "5200"}


def test_of_other_documents_only_what_the_plan_measures_comes_along(tmp_path: Path) -> None:
    plan = handed_in()
    handed_in("岚江新闻网讯\n\n2024年，全市护理型床位达4100张。2024年，全市接待游客300万人次。\n", "新闻.txt", minute=1)
    handed_in("青屏市规划\n\n到2025年，青屏市护理型床位不低于900张。\n", "青屏.txt", minute=2)

    write_ledger_now(tmp_path, [plan.snapshot_id])

    actuals = [(doc, claim.indicator) for doc, claim in ledger_claims(tmp_path) if isinstance(claim, Actual)]
    assert actuals == [("新闻.txt", "护理型床位")]
    assert _targets(tmp_path) == {"护理型床位": "5000", "康养企业": "120"}
    assert {doc: about.title for doc, about in ledger_documents(tmp_path).items()} == {
        "规划.txt": "岚江市康养产业规划",
        "新闻.txt": "岚江新闻网讯",
    }
    assert chosen_plans(tmp_path) == (plan.snapshot_id,)


def test_two_files_of_one_name_keep_two(tmp_path: Path) -> None:
    handed_in()
    handed_in("青屏市康养产业规划\n\n到2025年，全市护理型床位不低于900张。\n", "规划.txt", minute=1)

    write_ledger_now(tmp_path, _keys())

    assert sorted({doc for doc, _ in ledger_claims(tmp_path)}) == ["规划.txt", "规划（2）.txt"]


def test_without_a_plan_or_with_one_that_is_gone_nothing_is_written(tmp_path: Path) -> None:
    handed_in()

    with pytest.raises(Misuse, match="没有选规划"):
        write_ledger_now(tmp_path, [])
    with pytest.raises(Misuse, match="不在文库"):
        write_ledger_now(tmp_path, [*_keys(), "0" * 64])

    assert list(tmp_path.iterdir()) == []


def test_documents_without_promises_are_no_plans() -> None:
    handed_in("岚江新闻网讯\n\n2024年，全市护理型床位达4100张。\n", "新闻.txt")
    plan = handed_in(minute=1)

    assert [(row["document"], row["targets"], row["tasks"]) for row in plan_rows()] == [(plan.pk, 2, 1)]
    assert {duty.owner for duty in duties_of(_keys(), assigned={})} == {"", "市民政局"}
    assert Claim.objects.filter(kind="actual").count() == 1


def test_a_form_shows_what_stands_right_after_a_verdict(tmp_path: Path) -> None:
    plan = handed_in()
    handed_in("青屏市康养产业规划\n\n到2025年，全市护理型床位不低于900张。\n", "青屏.txt", minute=1)

    def asked() -> int:
        form = proposal(tmp_path, "2025-12", [plan.snapshot_id], on=NOON.date())
        return sum(len(each["asked"]) for each in form["owners"]) + int(form["unassigned"])

    before = {row["document"]: row["targets"] for row in plan_rows()}[plan.pk], asked()
    decide(claim_about("康养企业"), Decision.REJECT, by=clerk(), at=NOON)
    after = {row["document"]: row["targets"] for row in plan_rows()}[plan.pk], asked()
    for claim in Claim.objects.filter(kind__in=("target", "task")).exclude(entry__state="rejected"):
        decide(claim, Decision.REJECT, by=clerk(), at=NOON)

    assert (before, after, plan_rows(), has_plans()) == ((2, 3), (1, 2), [], False)
