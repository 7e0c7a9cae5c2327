"""Documents come in once, whatever happens on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.unit.ledger.people import NEWS, NOON, PLAN, claim_about, clerk, handed_in, made, queued, read

from yuheng.app.ingesting import (
    ATTEMPTS,
    LEASE,
    do_job,
    plain_name,
    read_again,
    receive,
    resume,
    store_reading,
    take_up,
)
from yuheng.app.keeping import verify
from yuheng.app.reviewing import adrift, decide
from yuheng.errors import Misuse
from yuheng.ledger.models import (
    Claim,
    Decision,
    Document,
    Entry,
    EntryState,
    Finding,
    Issue,
    Job,
    JobState,
    Snapshot,
    Verdict,
)

pytestmark = pytest.mark.django_db


def test_a_document_comes_in_with_its_claims_and_asks_for_an_audit() -> None:
    document = handed_in()

    entries = Entry.objects.filter(document=document, kind="target").order_by("start")
    assert [(e.what, e.op, e.low, e.high, e.unit, e.period, e.state) for e in entries] == [
        ("护理型床位", ">=", 5000.0, None, "张", "2025", EntryState.OPEN),
        ("康养企业", "=", 120.0, 120.0, "家", "2025", EntryState.OPEN),
    ]
    assert list(Job.objects.order_by("created", "kind").values_list("kind", "state")) == [
        ("audit", JobState.WAITING),
        ("read", JobState.DONE),
    ]
    assert list(verify()) == []


def test_the_same_bytes_are_read_once_under_whatever_name() -> None:
    waiting = queued()
    assert queued(name="另一个名字.txt") == waiting

    document = handed_in(NEWS, "简讯.txt")
    again = queued(NEWS, "又一份.txt")

    assert (again.state, again.document) == (JobState.DONE, document)
    assert Snapshot.objects.count() == 2
    assert Document.objects.count() == 1


def test_a_job_is_taken_up_by_one_worker() -> None:
    job = queued()

    assert take_up(job.pk, at=NOON) is not None
    assert take_up(job.pk, at=NOON) is None


def test_a_worker_that_comes_too_late_stores_nothing() -> None:
    job = queued()
    slow = take_up(job.pk, at=NOON)
    assert slow is not None
    Job.objects.filter(pk=job.pk).update(worker="another machine:1:1")
    assert resume(at=NOON + LEASE + timedelta(seconds=1)) == 1
    quick = take_up(job.pk, at=NOON + LEASE)
    assert quick is not None

    assert store_reading(quick, read(PLAN), made()) is not None
    assert store_reading(slow, read(PLAN), made()) is None
    assert Document.objects.count() == 1


def test_a_job_whose_worker_is_gone_is_taken_up_again_at_once_and_refused_in_the_end() -> None:
    job = queued()
    gone = "1:1"
    for attempt in range(1, ATTEMPTS + 1):
        taken = take_up(job.pk, at=NOON)
        assert taken is not None
        assert taken.attempt == attempt
        host = taken.worker.partition(":")[0]
        Job.objects.filter(pk=job.pk).update(worker=f"{host}:{gone}")
        assert resume(at=NOON) == (1 if attempt < ATTEMPTS else 0)
    job.refresh_from_db()

    assert job.state == JobState.FAILED
    assert "3 次意外终止" in job.message
    assert list(Issue.objects.values_list("name", "code")) == [("规划.txt", "file-unreadable")]


def test_a_living_worker_keeps_its_job() -> None:
    job = queued()
    assert take_up(job.pk, at=NOON) is not None

    assert resume(at=NOON + timedelta(minutes=1)) == 0


def test_a_waiting_job_that_no_queue_knows_is_queued_again() -> None:
    from django_tasks_db.models import DBTaskResult

    queued()
    DBTaskResult.objects.all().delete()

    assert resume(at=NOON) == 1
    assert resume(at=NOON) == 0


def test_the_whole_way_runs_in_its_own_process_and_ends_in_findings() -> None:
    job = queued(PLAN.replace("不低于5000张", "达到5000张，护理型床位达到6000张"))

    do_job.func(str(job.pk))
    job.refresh_from_db()
    audit = Job.objects.get(kind="audit")
    do_job.func(str(audit.pk))
    audit.refresh_from_db()

    assert (job.state, audit.state) == (JobState.DONE, JobState.DONE)
    assert Finding.objects.filter(live=True).count() > 0
    before = Finding.objects.count()
    queued_audit = Job.objects.create(kind="audit", name="再核对", created=NOON)
    do_job.func(str(queued_audit.pk))
    assert Finding.objects.count() == before


def test_a_file_that_cannot_be_read_fails_its_job_and_is_an_issue() -> None:
    job = receive("坏.docx", [b"PK\x03\x04" + b"\x00" * 64], by=clerk(), at=NOON)

    do_job.func(str(job.pk))
    job.refresh_from_db()

    assert job.state == JobState.FAILED
    assert job.message.startswith("坏.docx")
    assert [issue.message for issue in Issue.objects.all()] == [job.message]
    assert Document.objects.count() == 0


def test_a_full_database_fails_the_job_and_stores_no_half() -> None:
    job = queued()
    taken = take_up(job.pk, at=NOON)
    assert taken is not None
    broken = read(PLAN)
    broken["claims"][-1]["anchor"]["end"] = broken["claims"][-1]["anchor"]["start"]

    with pytest.raises(DatabaseError), transaction.atomic():
        store_reading(taken, broken, made())

    assert (Document.objects.count(), Claim.objects.count(), Job.objects.get(pk=job.pk).state) == (0, 0, "working")


def test_a_better_reader_keeps_verdicts_whose_words_and_reading_stand() -> None:
    document = handed_in()
    kept, changed = claim_about("护理型床位"), claim_about("康养企业")
    decide(kept, Decision.ACCEPT, by=clerk(), at=NOON)
    decide(changed, Decision.CORRECT, by=clerk(), at=NOON, correction={"value": "130"})
    better = read(PLAN)
    next(claim for claim in better["claims"] if claim["id"] == changed.claim_id)["unit"] = "户"

    newer = _read_again(document, better)

    assert {entry.what: (entry.state, entry.low) for entry in Entry.objects.filter(kind="target")} == {
        "护理型床位": (EntryState.ACCEPTED, 5000.0),
        "康养企业": (EntryState.AGAIN, 120.0),
    }
    assert (newer.supersedes, newer.live, Document.objects.filter(live=True).count()) == (document, True, 1)
    assert Verdict.objects.count() == 2
    assert list(verify()) == []


def test_a_verdict_whose_words_are_gone_is_adrift_not_lost() -> None:
    document = handed_in()
    verdict = decide(claim_about("康养企业"), Decision.ACCEPT, by=clerk(), at=NOON)
    fewer = read(PLAN)
    fewer["claims"] = [claim for claim in fewer["claims"] if claim.get("indicator") != "康养企业"]

    _read_again(document, fewer)

    assert list(adrift()) == [verdict]
    assert list(verify()) == []


def test_a_page_fetched_again_with_an_advertisement_keeps_its_verdicts() -> None:
    handed_in(source="市政府网站")
    decide(claim_about("护理型床位"), Decision.ACCEPT, by=clerk(), at=NOON)

    later = handed_in(
        PLAN.replace("规划\n\n", "规划\n\n扫码关注我们，获取更多资讯。\n\n", 1), "规划2.txt", "市政府网站", minute=5
    )

    entry = Entry.objects.get(document=later, what="护理型床位")
    assert entry.state == EntryState.ACCEPTED
    assert list(verify()) == []


def test_another_figure_in_the_sentence_is_asked_about() -> None:
    handed_in(source="市政府网站")
    decide(claim_about("护理型床位"), Decision.ACCEPT, by=clerk(), at=NOON)

    later = handed_in(PLAN.replace("5000张", "5500张"), "规划2.txt", "市政府网站", minute=5)

    assert Entry.objects.get(document=later, what="护理型床位").state == EntryState.OPEN


def test_today_s_reader_does_not_read_the_same_snapshot_again() -> None:
    with pytest.raises(Misuse, match="已由当前版本读过"):
        read_again(handed_in(), by=clerk(), at=NOON)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\资料\\规划.docx", "规划.docx"),
        ("a\x00b\u202egnp.txt", "abgnp.txt"),
        ("..", "未命名"),
        ("", "未命名"),
        ("长" * 300 + ".txt", "长" * 196 + ".txt"),
    ],
)
def test_a_name_sent_along_names_a_file_and_no_place(given: str, kept: str) -> None:
    assert plain_name(given) == kept


def test_words_that_no_database_holds_come_in_with_a_sign_in_their_place() -> None:
    document = handed_in(PLAN.replace("全市", "全\x00市", 1), "怪.txt")

    assert "\x00" not in document.body.text
    assert list(verify()) == []


def _read_again(document: Document, reading: dict[str, object]) -> Document:
    job = Job.objects.create(
        kind="read", snapshot=document.snapshot, source=document.source, name=document.doc, created=NOON
    )
    taken = take_up(job.pk, at=NOON)
    assert taken is not None
    stored = store_reading(taken, reading, made(rules="better", minute=1))
    assert stored is not None
    assert connection.in_atomic_block
    return stored
