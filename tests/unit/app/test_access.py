"""What names a party: its tasks under each of its names, its agreements, and nobody else's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.unit.ledger.people import NOON, PLAN, claim_about, clerk, handed_in, made, read

from yuheng.app.access import changeable, seen
from yuheng.app.ingesting import receive, store_reading, take_up
from yuheng.app.listing import choice_from, choices_of, sheet
from yuheng.app.overview import overview
from yuheng.app.resolving import resolve_parties
from yuheng.app.reviewing import decide
from yuheng.ledger.models import Account, Decision, Document, Entry, EntryState

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


def handed_in_by(account: Account, text: str, *, minute: int) -> Document:
    job = receive("规划.txt", [text.encode()], by=account, at=NOON + timedelta(minutes=minute))
    taken = take_up(job.pk, at=NOON)
    document = job.document if taken is None else store_reading(taken, read(text), made(minute=minute))
    assert document is not None
    return document


def test_an_organiser_who_hands_in_what_the_office_has_reads_it_and_does_not_judge_it() -> None:
    office = handed_in(PLAN)
    organiser = Account.objects.create_user("organiser", role="organiser")
    assert not seen(organiser, Document.objects.all()).exists()

    assert handed_in_by(organiser, PLAN, minute=1) == office
    own = handed_in_by(organiser, PLAN.replace("5000", "6000"), minute=2)
    clerks = handed_in_by(clerk(), PLAN.replace("5000", "6000"), minute=3)

    assert (clerks, set(seen(organiser, Document.objects.all()))) == (own, {office, own})
    assert list(changeable(organiser, Document.objects.all())) == [own]
    assert set(changeable(organiser, Entry.objects.all())) == set(Entry.objects.filter(document=own))


def test_a_verdict_of_an_organiser_does_not_hold_for_a_file_of_that_name_that_the_office_has() -> None:
    office = handed_in(PLAN)
    organiser = Account.objects.create_user("organiser", role="organiser")
    own = handed_in_by(organiser, PLAN + "\n以上。\n", minute=1)
    again = handed_in(PLAN + "\n特此通知。\n", minute=2)
    task = Entry.objects.get(document=own, kind="task")

    decide(task.claim, Decision.REJECT, by=organiser, at=NOON)

    states = {each: Entry.objects.get(document=each, kind="task").state for each in (office, own, again)}
    assert states == {office: EntryState.OPEN, own: EntryState.REJECTED, again: EntryState.OPEN}
    decide(Entry.objects.get(document=office, kind="task").claim, Decision.ACCEPT, by=clerk(), at=NOON)
    states = {each: Entry.objects.get(document=each, kind="task").state for each in (office, own, again)}
    assert states == {office: EntryState.ACCEPTED, own: EntryState.REJECTED, again: EntryState.ACCEPTED}
