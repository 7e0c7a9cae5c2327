"""A folder in the ledger is the folder on disk, with every version kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from tests.unit.ledger.people import NOON, clerk, handed_in

from yuheng.app.access import seen
from yuheng.app.copies import Scope
from yuheng.app.folder_acts import ask_for, do_act
from yuheng.app.folders import (
    bytes_of,
    erase,
    files_of,
    make_folder,
    publish_folder,
    reading_copy,
    sweep,
    versions_of,
    working_copy,
    zipped,
)
from yuheng.app.ingesting import do_job, queue, take_up
from yuheng.app.keeping import verify
from yuheng.errors import Misuse, Overtaken
from yuheng.ledger import vault
from yuheng.ledger.models import Account, Filed, Folder, FolderKind, Job, JobState, LogEntry, Role, Snapshot

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parents[3] / "samples-event"


def _event() -> Folder:
    return make_folder(FolderKind.EVENT, "岚江对接会", by=clerk(), at=NOON)


def _write(folder: Folder, **files: str) -> None:
    with working_copy(folder, act="test", by=clerk(), at=NOON) as root:
        for name, text in files.items():
            (root / "登记" / name).parent.mkdir(exist_ok=True)
            (root / "登记" / name).write_text(text, "utf-8")


def test_what_was_written_in_a_working_copy_is_there_in_the_next_one() -> None:
    folder = _event()

    _write(folder, a="一", b="二")
    _write(folder, a="三")

    assert {path: bytes_of(filed).decode() for path, filed in files_of(folder).items()} == {
        "登记/a": "三",
        "登记/b": "二",
    }
    assert [(each.path, each.revision, bytes_of(each).decode()) for each in versions_of(folder)] == [
        ("登记/a", 1, "一"),
        ("登记/b", 1, "二"),
        ("登记/a", 2, "三"),
    ]
    assert (reading_copy(folder) / "登记/a").read_text("utf-8") == "三"
    assert list(verify()) == []


def test_a_file_taken_out_is_gone_and_its_versions_stay() -> None:
    folder = _event()
    _write(folder, a="一")

    with working_copy(folder, act="test", by=clerk(), at=NOON) as root:
        (root / "登记/a").unlink()

    assert files_of(folder) == {}
    assert [each.sha256 is None for each in versions_of(folder, "登记/a")] == [False, True]


def test_work_that_changes_nothing_makes_no_revision() -> None:
    folder = _event()
    _write(folder, a="一")

    _write(folder, a="一")

    assert folder.revision == 1


def test_an_error_keeps_nothing() -> None:
    folder = _event()
    _write(folder, a="一")

    def work_and_fail() -> None:
        with working_copy(folder, act="test", by=clerk(), at=NOON) as root:
            (root / "登记/a").write_text("二", "utf-8")
            raise Misuse("不行")

    with pytest.raises(Misuse, match="不行"):
        work_and_fail()

    assert bytes_of(files_of(folder)["登记/a"]).decode() == "一"


def test_of_two_at_work_at_once_the_second_to_finish_keeps_nothing() -> None:
    folder = _event()

    def work_too_long() -> None:
        with working_copy(Folder.objects.get(pk=folder.pk), act="test", by=clerk(), at=NOON) as root:
            _write(folder, a="先到")
            (root / "b").write_text("后到", "utf-8")

    with pytest.raises(Misuse, match="刚被别人改动过"):
        work_too_long()

    assert sorted(files_of(folder)) == ["登记/a"]


def test_work_is_not_overtaken_by_a_change_to_a_file_that_it_does_not_rest_on() -> None:
    folder = _event()
    _write(folder, plan="一", arrivals="甲")

    with working_copy(folder, act="test", by=clerk(), at=NOON, scope=Scope(("登记/plan",), sees=("登记/no",))) as root:
        assert [path.name for path in root.rglob("*") if path.is_file()] == ["plan"]
        _write(Folder.objects.get(pk=folder.pk), arrivals="甲乙", no="丙")
        (root / "登记/plan").write_text("二", "utf-8")

    assert {path: bytes_of(filed).decode() for path, filed in files_of(folder).items()} == {
        "登记/arrivals": "甲乙",
        "登记/no": "丙",
        "登记/plan": "二",
    }
    assert [(each.path, each.revision) for each in versions_of(folder)][2:] == [
        ("登记/arrivals", 2),
        ("登记/no", 2),
        ("登记/plan", 3),
    ]
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("needs", "theirs"), [("登记/plan", "plan"), ("登记/*", "new"), ("登记/none", "plan"), ("登记/none", "made")]
)
def test_work_is_overtaken_by_a_change_to_what_it_needs_and_to_what_it_has_written(needs: str, theirs: str) -> None:
    folder = _event()
    _write(folder, plan="一")

    def work_too_long() -> None:
        with working_copy(folder, act="test", by=clerk(), at=NOON, scope=Scope((needs,))) as root:
            _write(Folder.objects.get(pk=folder.pk), **{theirs: "先到"})
            (root / "登记").mkdir(exist_ok=True)
            for name in ("plan", "made"):
                (root / "登记" / name).write_text("后到", "utf-8")

    with pytest.raises(Overtaken):
        work_too_long()

    assert bytes_of(files_of(folder)[f"登记/{theirs}"]).decode() == "先到"


def test_what_work_was_not_handed_is_not_taken_out_by_it() -> None:
    folder = _event()
    _write(folder, plan="一", arrivals="甲")

    with working_copy(folder, act="test", by=clerk(), at=NOON, scope=Scope(("登记/plan",))) as root:
        (root / "登记/plan").unlink()

    assert sorted(files_of(folder)) == ["登记/arrivals"]


def test_a_layout_that_is_read_again_outlives_those_that_nobody_reads() -> None:
    folder = _event()
    _write(folder, a="先")
    read = reading_copy(folder)
    for number in range(11):
        _write(folder, a=str(number))
        reading_copy(folder)
    _write(folder, a="先")

    assert reading_copy(folder) == read
    for number in range(11, 22):
        _write(folder, a=str(number))
        reading_copy(folder)

    assert (read / "登记/a").read_text("utf-8") == "先"


def test_a_folder_can_be_taken_along() -> None:
    folder = _event()
    _write(folder, a="一")

    with zipfile.ZipFile(io.BytesIO(zipped(folder))) as file:
        assert {name: file.read(name).decode() for name in file.namelist()} == {"登记/a": "一"}


def test_erased_bytes_are_gone_from_disk_and_their_rows_say_so(
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[list[Callable[[], None]]]],
) -> None:
    folder = _event()
    _write(folder, a="张某 13800000000")
    reading_copy(folder)
    [filed] = versions_of(folder)

    with django_capture_on_commit_callbacks(execute=True):
        assert erase(folder, [filed], reason="活动后180日", by=clerk(), at=NOON) == 1

    [again] = versions_of(folder)
    assert files_of(folder) == {}
    with pytest.raises(Misuse, match="活动后180日"):
        bytes_of(again)
    kept = [path for path in settings.DATA.rglob("*") if path.is_file() and b"13800000000" in path.read_bytes()]
    assert kept == []
    assert list(verify()) == []
    with pytest.raises(Misuse, match="不能再存"):
        _write(folder, b="张某 13800000000")


def test_what_a_document_was_read_from_is_not_erased() -> None:
    document = handed_in()
    folder = _event()
    with working_copy(folder, act="test", by=clerk(), at=NOON) as root:
        (root / "规划.txt").write_bytes(vault.open_snapshot(settings.DATA, document.snapshot_id))

    with pytest.raises(Misuse, match="不能删除"):
        erase(folder, versions_of(folder), reason="到期", by=clerk(), at=NOON)

    assert list(verify()) == []


def test_an_event_is_seen_by_its_organiser_and_by_others_once_published() -> None:
    organiser = Account.objects.create_user("organiser", role=Role.ORGANISER)
    other = Account.objects.create_user("other", role=Role.ORGANISER)
    firm = Account.objects.create_user("firm", role=Role.FIRM)
    folder = make_folder(FolderKind.EVENT, "岚江对接会", by=organiser, at=NOON)

    hidden = [seen(person, Folder.objects.all()).count() for person in (organiser, clerk(), other, firm)]
    publish_folder(folder, published=True, by=organiser, at=NOON)
    shown = [seen(person, Folder.objects.all()).count() for person in (organiser, clerk(), other, firm)]

    assert (hidden, shown) == ([1, 1, 0, 0], [1, 1, 1, 1])


def test_an_act_is_done_by_the_worker_and_kept() -> None:
    folder = _event()
    _register(folder)

    job = ask_for(folder, "event.match", {"on": "2026-05-20"}, by=clerk(), at=NOON)
    with pytest.raises(Misuse, match="还没有做完"):
        ask_for(folder, "event.match", {"on": "2026-05-20"}, by=clerk(), at=NOON)
    do_job.call(str(job.pk))

    job.refresh_from_db()
    assert (job.state, job.step[:2]) == (JobState.DONE, "匹配")
    assert "matches.json" in files_of(folder)


def test_an_act_that_refuses_says_why_and_keeps_nothing() -> None:
    folder = _event()

    job = ask_for(folder, "event.match", {"on": "2026-05-20"}, by=clerk(), at=NOON)
    do_job.call(str(job.pk))

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "登记" in job.message
    assert not Filed.objects.exists()


def test_a_worker_whose_job_was_taken_over_keeps_nothing() -> None:
    folder = _event()
    _register(folder)
    before = folder.revision
    job = ask_for(folder, "event.match", {"on": "2026-05-20"}, by=clerk(), at=NOON)
    taken = take_up(job.pk, at=NOON)
    assert taken is not None

    with pytest.raises(Misuse, match="接手"):
        do_act(taken, is_ours=lambda: False, tell=queue)

    folder.refresh_from_db()
    assert folder.revision == before
    assert Job.objects.get(pk=job.pk).state == JobState.WORKING


def test_what_killed_work_left_is_removed_after_a_day() -> None:
    folder = _event()
    with working_copy(folder, act="test", by=clerk(), at=NOON) as root:
        (root / "a").write_text("一", "utf-8")
        now = datetime.fromtimestamp(root.stat().st_mtime, UTC)
        left = root.with_name(".work-killed")
        left.mkdir()

        assert (sweep(at=now + timedelta(hours=23)), root.is_dir(), left.is_dir()) == (0, True, True)
    assert (sweep(at=now + timedelta(hours=25)), left.is_dir()) == (1, False)


def test_the_log_tells_who_changed_a_folder() -> None:
    folder = _event()
    _write(folder, a="一")

    entries = LogEntry.objects.filter(object=f"folder:{folder.pk}").order_by("number")
    assert [(each.act, each.by) for each in entries] == [("folder.made", "clerk"), ("test", "clerk")]


def _register(folder: Folder) -> None:
    from yuheng.app.event import take_in

    with working_copy(folder, act="event.intake", by=clerk(), at=NOON) as root:
        take_in(root, sorted(SAMPLES.glob("*.xlsx")), on=NOON.date(), confirm=True)
    assert Snapshot.objects.filter(name="登记.json").exists()
