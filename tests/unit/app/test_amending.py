"""What a person says of a document goes before what was read, and can be taken back."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.unit.ledger.people import NOON, PLAN, clerk, handed_in, made, queued

from yuheng.app.amending import about, amend, effect, history, last_seen, read_field, take_back, undated
from yuheng.app.ingesting import do_job, read_again, store_reading, take_up
from yuheng.app.keeping import verify
from yuheng.app.publishing import set_published
from yuheng.app.reading import reading_of
from yuheng.app.recounting import recount
from yuheng.app.reviewing import decide
from yuheng.app.shelf import shelf, shelf_choice
from yuheng.errors import Misuse, Overtaken
from yuheng.ledger.amendments import given_for
from yuheng.ledger.models import (
    Amendment,
    Decision,
    Document,
    Entry,
    EntryState,
    Finding,
    Issue,
    Job,
    JobState,
    LogEntry,
)
from yuheng.ledger.readings import Made

pytestmark = pytest.mark.django_db
UNDATED = (
    "岚江供需对接活动举行\n\n12月7日，岚江制药有限公司与云津医药有限公司签订合作协议。\n\n"
    "截至目前，全市护理型床位达4100张。到2025年，康养企业达到120家。\n"
)
DATED = "岚江市文件\n\n岚府发[2021] 3号\n\n到2025年，康养企业达到120家。\n\n岚江市人民政府\n\n2021年3月1日\n"


def undated_document() -> Document:
    return handed_in(UNDATED, "对接.txt")


def done(job: Job | None, text: str = UNDATED, rules: str = "") -> Document:
    """Do a reading here, as the worker does it in a process of its own."""
    assert job is not None
    taken = take_up(job.pk, at=NOON)
    assert taken is not None
    assert taken.snapshot is not None
    given = given_for(taken.snapshot.sha256)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "snapshot"
        path.write_bytes(text.encode())
        reading = reading_of(path, taken.name, given=given)
    begun = made(rules=rules, minute=2)
    document = store_reading(taken, reading, Made(begun.code, begun.rules, begun.started, begun.ended, given))
    assert document is not None
    return document


def said(document: Document, **typed: str) -> Document:
    return done(amend(document, typed, by=clerk(), at=NOON))


def periods(document: Document) -> dict[str, str]:
    return {entry.what: entry.period for entry in Entry.objects.filter(document=document).order_by("start")}


def codes() -> list[str]:
    return sorted(Issue.objects.filter(live=True).values_list("code", flat=True))


def test_what_leans_on_the_day_of_a_document_follows_the_day_that_somebody_gives() -> None:
    first = undated_document()
    before, met = periods(first), codes()

    document = said(first, issued="2020年12月8日")

    assert before == {"签订合作协议": "--12-07", "护理型床位": "", "康养企业": "2025"}
    assert periods(document) == {"签订合作协议": "2020-12-07", "护理型床位": "2020", "康养企业": "2025"}
    assert (document.issued, document.run.inputs[1:]) == (date(2020, 12, 8), ["issued=2020-12-08"])
    assert (first.pk, "date-unread" in met, codes()) == (
        document.supersedes_id,
        True,
        [code for code in met if code != "date-unread"],
    )
    assert list(verify()) == []


def test_verdicts_stand_where_nothing_changed_and_are_asked_again_where_something_did() -> None:
    first = undated_document()
    for entry in Entry.objects.filter(document=first, kind__in=("target", "actual")):
        decide(entry.claim, Decision.ACCEPT, by=clerk(), at=NOON)

    document = said(first, issued="2020-12-08")

    assert {
        entry.what: entry.state for entry in Entry.objects.filter(document=document, kind__in=("target", "actual"))
    } == {
        "护理型床位": EntryState.AGAIN,
        "康养企业": EntryState.ACCEPTED,
    }
    assert effect(document) == {"changed": 2, "again": 1}


def test_a_plan_that_is_dated_takes_its_place_among_the_others() -> None:
    older = "成都市康养产业行动计划\n\n2019年3月1日\n\n一、目标\n\n到2022年，生物医药产业总产值达到600亿元。\n"
    newer = "成都市养老产业规划\n\n一、目标\n\n到2025年，生物医药产业总产值达到600亿元。\n"
    handed_in(older, "旧.txt")
    later = handed_in(newer, "新.txt", minute=1)
    before = drawn()

    done(amend(later, {"issued": "2021-03-01"}, by=clerk(), at=NOON), newer)

    assert drawn() - before == {
        "顺延：生物医药产业总产值600亿元（2022） → 生物医药产业总产值600亿元（2025）。期限由2022到2025，推后3年"
    }


def drawn() -> set[str]:
    job = Job.objects.filter(kind="audit", state=JobState.WAITING).first()
    assert job is not None
    Job.objects.filter(pk=job.pk).update(state=JobState.WORKING)
    recount(job, is_ours=lambda: True)
    return set(Finding.objects.filter(live=True).values_list("message", flat=True))


def test_a_better_reader_keeps_what_people_said() -> None:
    first = said(undated_document(), issued="2020-12-08", region="重庆")

    newer = done(
        Job.objects.create(kind="read", snapshot=first.snapshot, source=first.source, name=first.doc, created=NOON),
        rules="better",
    )

    assert (newer.supersedes, newer.issued, newer.region) == (first, date(2020, 12, 8), "重庆市")


def test_the_machines_word_counts_again_once_the_persons_is_taken_back() -> None:
    first = undated_document()
    set_published(first, True, by=clerk(), at=NOON)
    met, before = codes(), periods(first)
    said(first, issued="2020-12-08")

    back = done(take_back(first, "issued", by=clerk(), at=NOON))

    assert (back, back.live, back.published) == (first, True, True)
    assert (codes(), periods(back)) == (met, before)
    assert [(row["field"], row["value"], row["withdrawn"], row["stands"]) for row in history(back)] == [
        ("issued", "2020-12-08", False, False),
        ("issued", "", True, False),
    ]
    assert list(verify()) == []
    with pytest.raises(Misuse, match="没有可以撤回的补正"):
        take_back(first, "issued", by=clerk(), at=NOON)
    third = said(first, issued="2019-12-08")
    assert (third.live, Document.objects.filter(live=True).count(), list(verify())) == (True, 1, [])


def test_what_the_machine_reads_typed_again_takes_the_persons_word_back() -> None:
    first = handed_in()
    amended = done(amend(first, {"title": "岚江市规划"}, by=clerk(), at=NOON), PLAN)

    amend(amended, {"title": first.title}, by=clerk(), at=NOON)

    assert given_for(first.snapshot_id) == {}
    assert list(Amendment.objects.order_by("pk").values_list("value", "withdrawn")) == [
        ("岚江市规划", False),
        ("", True),
    ]


def test_a_document_lacks_a_day_until_somebody_says_one_or_that_it_has_none() -> None:
    first, dated = undated_document(), handed_in(DATED, "规划.txt", minute=1)
    assert (list(undated(clerk())), shelf(clerk(), shelf_choice({"year": "none"})).documents) == ([first], (first,))

    amend(first, {"issued": "2020-12-08"}, by=clerk(), at=NOON)
    assert (list(undated(clerk())), shelf(clerk(), shelf_choice({"year": "none"})).count) == ([], 0)
    emptied = done(amend(dated, {"issued": ""}, by=clerk(), at=NOON), DATED)

    assert (dated.issued, emptied.issued, codes().count("date-unread")) == (date(2021, 3, 1), None, 1)
    assert (list(undated(clerk())), shelf(clerk(), shelf_choice({"year": "none"})).count) == ([], 0)


def test_that_a_document_has_no_day_is_said_where_none_was_read_and_taken_back() -> None:
    first = undated_document()
    before = codes()

    document = done(amend(first, {"issued": ""}, by=clerk(), at=NOON, none=["issued"]))
    assert (document.issued, codes()) == (None, [code for code in before if code != "date-unread"])
    assert (list(undated(clerk())), about(document)[0]["given"]) == ([], True)
    with pytest.raises(Misuse, match="没有改动任何一项"):
        amend(document, {"issued": ""}, by=clerk(), at=NOON, none=["issued"])

    back = done(take_back(document, "issued", by=clerk(), at=NOON))
    assert (codes(), list(undated(clerk()))) == (before, [back])
    said = [(row["value"], row["withdrawn"], row["stands"]) for row in history(back)]
    assert (said, list(verify())) == ([("", False, False), ("", True, False)], [])


def test_a_day_that_was_said_is_given_up_for_none() -> None:
    dated = said(undated_document(), issued="2020-12-08")

    none = done(amend(dated, {}, by=clerk(), at=NOON, none=["issued"]))

    assert (none.issued, given_for(none.snapshot_id)) == (None, {"issued": ""})


def test_what_follows_from_a_title_that_is_given_is_read_from_it() -> None:
    document = said(undated_document(), title="重庆市人民政府关于印发康养产业发展规划的通知")

    rows = {row["field"]: row for row in about(document)}

    assert {name: (row["now"], row["given"], row["follows"]) for name, row in rows.items() if row["now"]} == {
        "title": ("重庆市人民政府关于印发康养产业发展规划的通知", True, False),
        "issuer": ("重庆市人民政府", False, True),
        "kind": ("plan", False, True),
        "region": ("重庆市", False, True),
    }


def test_each_field_shows_the_words_that_the_machine_read_it_in() -> None:
    document = handed_in(DATED)

    rows = {row["field"]: (row["machine"], row["words"], row["block"]) for row in about(document)}

    assert rows["number"] == ("岚府发〔2021〕3号", "岚府发[2021] 3号", 1)
    assert rows["issued"][:2] == ("2021-03-01", "2021年3月1日")
    assert document.body.blocks[rows["issued"][2]][:2] == [
        document.body.text.index("2021年3月1日"),
        document.body.text.index("2021年3月1日") + 9,
    ]


def test_a_word_that_comes_while_the_file_is_read_is_read_next() -> None:
    first = undated_document()
    job = amend(first, {"issued": "2020-12-08"}, by=clerk(), at=NOON)
    assert job is not None
    reading = take_up(job.pk, at=NOON)
    assert reading is not None

    assert amend(first, {"title": "供需对接"}, by=clerk(), at=NOON) == job
    Job.objects.filter(pk=job.pk).update(state=JobState.WAITING)
    with_one = made(minute=1)
    taken = take_up(job.pk, at=NOON)
    assert taken is not None
    given = {"issued": "2020-12-08"}
    with tempfile.TemporaryDirectory() as folder:
        (path := Path(folder) / "snapshot").write_bytes(UNDATED.encode())
        earlier = reading_of(path, "对接.txt", given=given)
    store_reading(taken, earlier, Made(with_one.code, with_one.rules, NOON, NOON, given))
    document = done(Job.objects.get(kind="read", state=JobState.WAITING))

    assert (document.title, document.issued, list(verify())) == ("供需对接", date(2020, 12, 8), [])


def test_the_whole_way_runs_in_a_process_of_its_own() -> None:
    job = amend(undated_document(), {"issued": "2020-12-08"}, by=clerk(), at=NOON)
    assert job is not None

    do_job.func(str(job.pk))

    assert Document.objects.get(live=True).issued == date(2020, 12, 8)
    with pytest.raises(Misuse, match="已由当前版本读过"):
        read_again(Document.objects.get(live=True), by=clerk(), at=NOON)


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("issued", "2021年3月1日", "2021-03-01"),
        ("issued", "20210301", "2021-03-01"),
        ("issued", "二〇二一年三月一日", "2021-03-01"),
        ("issued", "", ""),
        ("number", "渝府办发[2021] 155号", "渝府办发〔2021〕155号"),
        ("number", "2021年第5号公告", "2021年第5号公告"),
        ("region", "重庆", "重庆市"),
        ("kind", "plan", "plan"),
        ("title", "  岚江市\n规划 ", "岚江市 规划"),
    ],
)
def test_words_are_read_as_people_write_them(field: str, typed: str, value: str) -> None:
    assert read_field(field, typed, on=NOON.date()) == value


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"issued": "2021年3月"}, "要写到日"),
        ({"issued": "2021-02-30"}, "要写到日"),
        ({"issued": "2062-03-01"}, "还没有到"),
        ({"kind": "poem"}, "没有“poem”这一种文档"),
        ({"number": "号" * 201}, "最多 200 字"),
        ({"title": "岚江供需对接活动举行", "issued": ""}, "没有改动任何一项"),
    ],
)
def test_words_that_cannot_be_leave_no_trace(typed: dict[str, str], why: str) -> None:
    document = undated_document()
    typed = {**typed, "title": typed.get("title", document.title) and document.title}
    before = LogEntry.objects.count()

    with pytest.raises(Misuse, match=why):
        amend(document, typed, by=clerk(), at=NOON)

    assert (Amendment.objects.count(), LogEntry.objects.count()) == (0, before)


def test_a_day_and_none_at_once_are_refused() -> None:
    with pytest.raises(Misuse, match="既填了“2020-12-08”，又说文档没有"):
        amend(undated_document(), {"issued": "2020-12-08"}, by=clerk(), at=NOON, none=["issued"])


def test_whoever_did_not_see_the_last_word_is_told_who_said_it() -> None:
    document = undated_document()
    on_screen = last_seen(document)
    amend(document, {"issued": "2020-12-08"}, by=clerk("other"), at=NOON, seen=on_screen)

    with pytest.raises(Overtaken, match="other 刚刚补正了这份文档"):
        amend(document, {"issued": "2020-12-09"}, by=clerk(), at=NOON, seen=on_screen)


def test_what_was_said_is_in_the_log_with_what_stood_there() -> None:
    document = undated_document()

    amend(document, {"issued": "2020-12-08"}, by=clerk(), at=NOON)

    entry = LogEntry.objects.get(act="document.amended")
    assert (entry.by, entry.object, entry.details) == (
        "clerk",
        f"document:{document.pk}",
        {"said": {"issued": "2020-12-08"}, "was": {"issued": ""}},
    )


def test_the_database_keeps_one_chain_a_field() -> None:
    document = undated_document()
    amend(document, {"issued": "2020-12-08"}, by=clerk(), at=NOON)
    first = Amendment.objects.get()
    row = {"snapshot": first.snapshot, "by": clerk(), "at": NOON + timedelta(minutes=1)}
    wrong = [
        {**row, "field": "issued", "value": "2020-12-09"},
        {**row, "field": "issued", "value": "x", "withdrawn": True, "supersedes": first},
        {**row, "field": "issuer", "withdrawn": True},
        {**row, "field": "colour", "value": "red"},
        {**row, "field": "title", "value": "规划", "supersedes": first},
    ]

    for each in wrong:
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            Amendment.objects.create(**each)
    with pytest.raises(Misuse, match="written already"):
        first.save()

    assert Amendment.objects.count() == 1


def test_a_ledger_that_forgot_to_read_again_is_found_out() -> None:
    document = undated_document()
    amend(document, {"issued": "2020-12-08"}, by=clerk(), at=NOON)
    Job.objects.filter(kind="read").update(state=JobState.DONE)

    assert [str(fault) for fault in verify()] == [f"文档 {document.pk}：补正之后没有重新读过。"]


def test_the_same_bytes_handed_in_again_are_known_with_what_was_said() -> None:
    document = said(undated_document(), issued="2020-12-08")

    again = queued(UNDATED, "又一份.txt")

    assert (again.state, again.document) == (JobState.DONE, document)
