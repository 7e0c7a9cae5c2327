"""A document's page says what the document is, where that comes from, and takes a person's word for it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.urls import reverse
from tests.unit.app.test_amending import UNDATED, done, undated_document
from tests.unit.ledger.people import NOON, clerk, handed_in
from tests.unit.web.people import signed_in

from yuheng.app.amending import amend, last_seen
from yuheng.app.reviewing import work_issue
from yuheng.ledger.models import Amendment, Document, Issue, IssueState, Job

pytestmark = pytest.mark.django_db


def page(number: int, **query: str) -> str:
    return signed_in("clerk").get(reverse("document", args=[number]), query).content.decode()


def test_the_form_stands_open_where_the_day_is_missing_and_closed_where_nothing_is() -> None:
    lacking, whole = (
        undated_document(),
        handed_in("岚江市规划\n\n2021年3月1日\n\n到2025年，康养企业达到120家。\n", "规划.txt"),
    )

    assert '<details class="card fold about" id="about" open>' in page(lacking.pk)
    assert '<details class="card fold about" id="about">' in page(whole.pk)


def test_a_day_is_asked_for_only_where_something_leans_on_it_and_the_issue_waits() -> None:
    leaning, plain = undated_document(), handed_in("岚江市简介\n\n岚江市在江边，城北有山。\n", "简介.txt")
    chip = '<a class="tag waiting" href="/library/{}/?about=1#about">'

    def asked() -> list[bool]:
        shown = signed_in("clerk").get("/library/").content.decode()
        return [chip.format(each.pk) in shown for each in (leaning, plain)]

    before = asked()
    issue = Issue.objects.get(document=leaning, code="date-unread")
    work_issue(issue, IssueState.LEFT, by=clerk(), at=NOON, note="不要紧")

    assert (plain.issued, before, asked()) == (None, [True, False], [False, False])


def test_the_twin_says_what_stands_what_was_read_and_who_said_what() -> None:
    document = undated_document()
    again = done(amend(document, {"issued": "2020-12-08"}, by=clerk(), at=NOON))

    values = json.loads(signed_in("clerk").get(f"/library/{again.pk}.json").content)

    assert values["document"]["given"] == ["issued"]
    assert values["about"][0] == {
        "field": "issued",
        "word": "发文日期",
        "now": "2020-12-08",
        "machine": "",
        "words": "",
        "block": None,
        "given": True,
        "follows": False,
        "by": "clerk",
        "at": "2026-03-02T20:00:00+08:00",
    }
    assert [(row["field"], row["value"], row["by"]) for row in values["amendments"]] == [
        ("issued", "2020-12-08", "clerk")
    ]


def test_what_is_refused_stays_in_the_form_with_the_reason() -> None:
    document = undated_document()

    answer = signed_in("clerk").post(
        reverse("amend", args=[document.pk]), {"issued": "2021年3月", "title": "供需对接", "seen": "0"}
    )

    text = answer.content.decode()
    assert answer.status_code == 400
    assert "发文日期要写到日，如 2021-03-01，不是“2021年3月”。" in text
    assert ('value="2021年3月"' in text, 'value="供需对接"' in text) == (True, True)
    assert Amendment.objects.count() == 0


def test_that_there_is_none_is_ticked_where_nothing_was_read_and_shown_as_said() -> None:
    document = undated_document()
    assert 'name="none" value="issued">' in page(document.pk)

    signed_in("clerk").post(reverse("amend", args=[document.pk]), {"issued": "", "none": ["issued"], "seen": "0"})
    assert list(Amendment.objects.values_list("field", "value", "withdrawn")) == [("issued", "", False)]

    shown = page(document.pk)
    assert 'name="none" value="issued"' not in shown
    assert '<span class="tag">文档没有</span> clerk' in shown


def test_two_who_say_something_at_once_do_not_overwrite_each_other() -> None:
    document = undated_document()
    on_screen = str(last_seen(document))
    other = signed_in("administrator")

    first = other.post(reverse("amend", args=[document.pk]), {"issued": "2020-12-08", "seen": on_screen})
    second = signed_in("clerk").post(reverse("amend", args=[document.pk]), {"issued": "2020-12-09", "seen": on_screen})

    assert (first.status_code, second.status_code) == (302, 400)
    assert "administrator 刚刚补正了这份文档，请看过后再改。" in second.content.decode()
    assert list(Amendment.objects.values_list("value", flat=True)) == ["2020-12-08"]


def test_documents_without_a_day_are_gone_through_one_after_the_other() -> None:
    first = undated_document()
    second = handed_in(UNDATED + "又讯。\n", "对接二.txt", minute=1)
    client = signed_in("clerk")

    listed = client.get("/library/?year=none").content.decode()
    onwards = client.post(reverse("amend", args=[first.pk]) + "?go=undated", {"issued": "2020-12-08"})
    at_last = client.post(reverse("amend", args=[second.pk]) + "?go=undated", {"issued": "2020-12-09"})

    assert f'href="/library/{first.pk}/?go=undated"' in listed
    assert onwards.headers["Location"] == f"/library/{second.pk}/?go=undated"
    assert at_last.headers["Location"] == "/library/?year=none"
    assert client.get("/library.json?year=none").json()["count"] == 0


def test_a_page_follows_the_reading_and_opens_what_was_read() -> None:
    document = undated_document()
    client = signed_in("clerk")
    client.post(reverse("amend", args=[document.pk]), {"issued": "2020-12-08"})

    during = client.get(reverse("reread", args=[document.pk]))
    newer = done(Job.objects.get(kind="read", state="waiting"))
    after = client.get(reverse("reread", args=[document.pk]))

    assert 'hx-trigger="every 1s"' in during.content.decode()
    assert after.headers["HX-Redirect"] == f"/library/{newer.pk}/?about=1#about"
    assert f'href="/library/{newer.pk}/"' in page(document.pk)
    assert "按补正重读之后，2 条断言的内容变了。" in page(newer.pk, about="1")


def test_a_reading_that_failed_says_so_and_the_word_stays() -> None:
    document = undated_document()
    client = signed_in("clerk")
    client.post(reverse("amend", args=[document.pk]), {"issued": "2020-12-08"})
    Job.objects.filter(kind="read", state="waiting").update(state="failed", message="对接.txt：读取超过 1 秒，已停止。")

    assert "没有重读成：" in page(document.pk)
    assert 'value="2020-12-08"' in page(document.pk)
    assert client.post(reverse("amend", args=[document.pk]), {"issued": "2020-12-08"}).status_code == 302
    assert done(Job.objects.get(kind="read", state="waiting")).issued == date(2020, 12, 8)
    assert Amendment.objects.count() == 1


def test_a_persons_word_is_taken_back_on_the_page() -> None:
    document = undated_document()
    client = signed_in("clerk")
    newer = done(amend(document, {"issued": "2020-12-08"}, by=clerk(), at=NOON))

    client.post(reverse("amend", args=[newer.pk]), {"withdraw": "issued"})
    done(Job.objects.get(kind="read", state="waiting"))

    assert Document.objects.get(live=True).issued is None


def test_the_queue_of_issues_and_the_list_of_uploads_lead_to_the_form() -> None:
    document = undated_document()
    Job.objects.filter(kind="read").update(ended=NOON)
    client = signed_in("clerk")

    assert f'href="/library/{document.pk}/?about=1#about"' in client.get("/issues/?code=date-unread").content.decode()
    assert f'href="/library/{document.pk}/?about=1#about"' in client.get("/library/").content.decode()


def test_whoever_may_not_say_it_reads_it() -> None:
    document = undated_document()

    text = signed_in("analyst").get(reverse("document", args=[document.pk])).content.decode()

    assert ("文档信息" in text, 'name="issued"' in text) == (True, False)
