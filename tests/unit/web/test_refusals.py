"""What stands where no page is."""

from __future__ import annotations

import json

import pytest
from django.test import Client, RequestFactory
from tests.unit.ledger.people import handed_in
from tests.unit.web.people import account, signed_in

from yuheng.web.refusals import broken

pytestmark = pytest.mark.django_db


def test_an_address_that_leads_nowhere_says_so_and_leads_home() -> None:
    answer = signed_in("clerk").get("/nowhere/")

    page = answer.content.decode()
    assert answer.status_code == 404
    assert "没有这一页" in page
    assert 'href="/"' in page


def test_what_one_may_not_see_is_missing_in_the_same_words_as_what_is_not_there() -> None:
    document = handed_in()
    visitor = signed_in("visitor")

    hidden, absent = visitor.get(f"/library/{document.pk}/"), visitor.get("/library/999999/")

    assert [hidden.status_code, absent.status_code] == [404, 404]
    assert [page.split('<p class="soft">')[1].split("</p>")[0] for page in map(_text, (hidden, absent))] == [
        "这里没有内容，或者您的账号看不到它。"
    ] * 2


def test_a_program_gets_its_no_as_json() -> None:
    answer = signed_in("clerk").get("/nowhere.json")

    assert (answer.status_code, json.loads(answer.content)) == (404, {"error": "这里没有内容，或者您的账号看不到它。"})


def test_a_form_from_elsewhere_is_refused_with_what_to_do() -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(account("clerk"))

    answer = strict.post("/library/upload/")

    assert answer.status_code == 403
    assert "刷新后再提交一次" in answer.content.decode()


def test_a_fault_of_the_program_is_told_without_asking_the_database(django_assert_num_queries: object) -> None:
    asked = RequestFactory()

    with django_assert_num_queries(0):  # type: ignore[operator]
        page, twin = broken(asked.get("/ledger/")), broken(asked.get("/ledger.json"))

    assert [page.status_code, twin.status_code] == [500, 500]
    assert "程序出错" in page.content.decode()
    assert json.loads(twin.content) == {"error": "程序出错。"}


def _text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]
