"""Accounts for a whole event at once."""

from __future__ import annotations

import io
from urllib.parse import quote

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone
from tests.unit.web.fair import FIRM, HOSPITAL, RIVAL, fair
from tests.unit.web.people import account, signed_in

from yuheng.app.accounts import last_day
from yuheng.ledger.models import Account, LogEntry

pytestmark = pytest.mark.django_db


def test_every_registered_firm_without_an_account_gets_one_and_its_password_once() -> None:
    folder = fair(by="organiser")
    Account.objects.create_user("known", role="firm", party=RIVAL)
    administrator = signed_in("administrator")

    answer = administrator.post("/people/firms/", {"event": folder.pk})
    again = administrator.post("/people/firms/", {"event": folder.pk}, follow=True)

    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [row[:2] for row in rows] == [("单位", "用户名"), (HOSPITAL, HOSPITAL), (FIRM, FIRM)]
    ends = last_day(timezone.now())
    assert [row[3] if isinstance(row[3], str) else row[3].date() for row in rows] == ["有效到", ends, ends]
    assert set(Account.objects.filter(party__in=(HOSPITAL, FIRM)).values_list("new_password_until", flat=True)) == {
        ends
    }
    assert "登记的单位都已有账号" in again.content.decode()
    assert Account.objects.filter(role="firm").count() == 3
    assert LogEntry.objects.filter(act="account.made", details__accounts=2).count() == 1
    firm = Client()
    assert firm.post("/login/", {"username": FIRM, "password": rows[2][2]}).status_code == 302
    mine = f"/events/{folder.pk}/mine/"
    assert firm.get(mine).headers["Location"] == f"/password/?next={quote(mine, safe='')}"
    assert str(rows[2][2]) not in administrator.get("/people/").content.decode()


def test_a_user_name_that_is_taken_gets_a_number() -> None:
    folder = fair(by="organiser")
    account("clerk")
    Account.objects.create_user(FIRM, role="visitor")

    signed_in("administrator").post("/people/firms/", {"event": folder.pk})

    assert Account.objects.get(party=FIRM).get_username() == f"{FIRM}-2"


def test_a_person_signs_with_the_name_that_was_written_down_and_without_one_as_they_sign_in() -> None:
    administrator, clerk = signed_in("administrator"), signed_in("clerk")

    before = account("clerk").signature
    clerk.post("/password/", {"person": " 张三 "})
    own = account("clerk").signature
    given = {"role": "clerk", "party": "", "active": "1", "person": "李四"}
    administrator.post(f"/people/{account('clerk').pk}/", given)
    administrator.post("/people/add/", {"name": "wang", "role": "clerk", "party": "", "person": "王五"})

    assert (before, own, account("clerk").signature) == ("clerk", "张三", "李四")
    assert Account.objects.get(username="wang").signature == "王五"
    assert [row["person"] for row in administrator.get("/people.json").json()["accounts"] if row["person"]] == [
        "李四",
        "王五",
    ]
    assert list(LogEntry.objects.filter(act="account.named").values_list("by", "object")) == [
        ("clerk", "account:clerk"), ("administrator", "account:clerk")]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/events/", "/events/"),
        ("", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:x", "/"),
    ],
)
def test_after_the_password_one_comes_to_what_was_asked_for_and_to_no_other_site(asked: str, leads_to: str) -> None:
    client, once, own = Client(), "once-and-never", "岚江的水很清2026"
    Account.objects.create_user("firm", password=once, role="firm", party=FIRM, new_password_due=True)
    client.post("/login/", {"username": "firm", "password": once})
    given = {"old_password": once, "new_password1": own, "new_password2": own}

    answer = client.post(f"/password/?next={quote(asked, safe='')}", given)

    assert answer.headers["Location"] == leads_to
