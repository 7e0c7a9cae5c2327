"""News are planned at once; their sheets follow, in nobody's way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.unit.ledger.people import NOON
from tests.unit.web.fair import FIRM, HOSPITAL, MEETING, RIVAL, fair
from tests.unit.web.people import account

from yuheng.app.event_day import News
from yuheng.app.event_desk import keep_setting
from yuheng.app.event_folder import PLAN, SETTING
from yuheng.app.event_news import hear
from yuheng.app.event_people import ARRIVING, note_arrival
from yuheng.app.event_press import AGENDAS, BOOK, TABLES, WALL, prints_in
from yuheng.app.event_printing import ask_print
from yuheng.app.event_view import plan_at
from yuheng.app.folder_acts import ask_for
from yuheng.app.folders import files_of, reading_copy, versions_of, work_in
from yuheng.app.ingesting import do_job, resume
from yuheng.errors import Misuse
from yuheng.ledger.models import Folder, Job, JobState, LogEntry
from yuheng.office.event_notes import read_arrivals
from yuheng.office.event_setting import read_setting

pytestmark = pytest.mark.django_db

SHEETS = {AGENDAS, TABLES, BOOK, WALL}


def told(folder: Folder, news: News) -> int:
    return hear(folder, news, by=account("clerk"), at=NOON).version


def ask(folder: Folder, *, everything: bool = False) -> Job:
    job = ask_print(folder, everything=everything, by=account("clerk"), at=NOON)
    assert job is not None
    return job


def done(job: Job) -> Job:
    do_job.call(str(job.pk))
    job.refresh_from_db()
    return job


def printed(folder: Folder) -> Folder:
    assert done(ask(folder)).state == JobState.DONE
    return folder


def check_in(folder: Folder, firm: str) -> None:
    def work(root: Path) -> None:
        note_arrival(root, firm, by="desk", at=NOON)

    work_in(folder, work, act="event.arrival", by=account("clerk"), at=NOON, scope=ARRIVING)


def made(folder: Folder) -> list[str]:
    """Every print that was ever kept, in order, however often."""
    kept = [each for each in versions_of(folder) if each.path in SHEETS or each.path.startswith("变更")]
    return [each.path for each in kept]


@contextmanager
def at_page(number: int, act: Callable[[], object]) -> Iterator[None]:
    """Do something while the worker makes a page: when it says for the n-th time how far it is."""
    said = [0]

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('UPDATE "ledger_job" SET "beat"') and '"total"' in sql:
            said[0] += 1
            if said[0] == number:
                act()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield
    assert said[0] >= number


def test_a_plan_holds_before_its_sheets_are_made() -> None:
    folder = printed(fair())

    assert told(folder, News(now=0, away=(RIVAL,))) == 2

    plan = plan_at(reading_copy(folder))
    assert plan is not None
    assert [meeting.pair for meeting in plan.meetings] == [MEETING]
    assert {each.version for each in prints_in(reading_copy(folder)).values()} == {1}
    [job] = Job.objects.filter(act="event.print", state=JobState.WAITING)
    assert done(job).state == JobState.DONE
    assert prints_in(reading_copy(folder))["变更议程.v2.pdf"].firms == (HOSPITAL,)


def test_one_piece_of_news_after_the_other_is_planned_and_the_last_plan_is_printed_once() -> None:
    folder = printed(fair())

    versions = [told(folder, each) for each in (News(now=0, away=(RIVAL,)), News(now=0, lost=(0,)))]

    assert versions == [2, 3]
    [job] = Job.objects.filter(act="event.print", state=JobState.WAITING)
    done(job)
    assert sorted(made(folder)[4:]) == sorted(["变更议程.v3.pdf", "变更桌卡.v3.pdf", BOOK, WALL])


def test_who_checks_in_while_sheets_are_printed_is_in_nobodys_way() -> None:
    folder = fair()
    job = ask(folder)

    with at_page(2, lambda: check_in(folder, FIRM)):
        done(job)

    assert job.state == JobState.DONE
    assert list(read_arrivals(reading_copy(folder) / "签到.json")) == [FIRM]
    assert sorted(made(folder)) == sorted(SHEETS)


def test_news_while_sheets_are_printed_end_them_and_the_newer_plan_is_printed() -> None:
    folder = printed(fair())
    told(folder, News(now=0, away=(RIVAL,)))
    [job] = Job.objects.filter(act="event.print", state=JobState.WAITING)

    with at_page(2, lambda: told(folder, News(now=0, back=(RIVAL,), lost=(0,)))):
        done(job)

    assert job.state == JobState.DONE
    assert sorted(made(folder)[4:]) == sorted(["变更议程.v3.pdf", "变更桌卡.v3.pdf", BOOK, WALL])
    assert Job.objects.filter(state=JobState.WAITING).count() == 0


def test_printing_makes_way_for_another_act_and_goes_on_where_it_stopped() -> None:
    folder = fair()
    job = ask(folder)

    with at_page(4, lambda: ask_for(folder, "event.match", {}, by=account("clerk"), at=NOON)):
        done(job)

    assert (job.state, job.attempt, made(folder)) == (JobState.WAITING, 0, [AGENDAS])
    with pytest.raises(Misuse, match="正在匹配，还没有做完"):
        ask_for(folder, "event.timetable", {}, by=account("clerk"), at=NOON)
    [other] = Job.objects.filter(act="event.match")
    assert done(other).state == JobState.DONE
    assert done(job).state == JobState.DONE
    assert sorted(made(folder)) == sorted(SHEETS)


def test_a_worker_that_ends_in_the_middle_loses_the_file_at_hand_and_doubles_none() -> None:
    class _Killed(BaseException):
        pass

    folder = fair()
    job = ask(folder)

    def kill() -> None:
        raise _Killed

    with at_page(4, kill), pytest.raises(_Killed):
        do_job.call(str(job.pk))
    Job.objects.filter(pk=job.pk).update(beat=None)
    assert (made(folder), resume(at=NOON)) == ([AGENDAS], 1)

    assert done(job).state == JobState.DONE
    assert sorted(made(folder)) == sorted(SHEETS)


def test_a_timetable_is_kept_before_it_is_printed_and_all_of_it_is() -> None:
    folder = printed(fair())

    job = ask_for(folder, "event.timetable", {}, by=account("clerk"), at=NOON)
    with pytest.raises(Misuse, match="正在排会，这条情况还没有记下"):
        told(folder, News(now=0, away=(RIVAL,)))
    assert done(job).step == "第2版排定2场"

    [prints] = Job.objects.filter(act="event.print", state=JobState.WAITING)
    assert (prints.arguments, plan_at(reading_copy(folder)).version) == ({"everything": True}, 2)  # type: ignore[union-attr]
    done(prints)
    assert {each.version for each in prints_in(reading_copy(folder)).values()} == {2}


def test_who_asks_for_everything_while_changes_are_printed_gets_everything() -> None:
    folder = printed(fair())
    told(folder, News(now=0, away=(RIVAL,)))
    [job] = Job.objects.filter(act="event.print", state=JobState.WAITING)

    assert ask_print(folder, everything=True, by=account("clerk"), at=NOON) is None
    done(job)

    assert {each.name: each.version for each in prints_in(reading_copy(folder)).values()} == dict.fromkeys(SHEETS, 2)


def test_a_setting_that_changes_meanwhile_is_what_is_printed() -> None:
    folder = fair()
    job = ask(folder)

    def rename(root: Path) -> None:
        keep_setting(root, replace(read_setting(root / SETTING), place="岚江会展中心"))

    with at_page(2, lambda: work_in(folder, rename, act="event.set", by=account("clerk"), at=NOON)):
        done(job)

    assert sorted(made(folder)) == sorted(SHEETS)
    assert len({each.edition for each in prints_in(reading_copy(folder)).values()}) == 1


def test_a_print_that_cannot_be_says_why() -> None:
    folder = fair()

    def forget(root: Path) -> None:
        (root / PLAN).unlink()

    work_in(folder, forget, act="test", by=account("clerk"), at=NOON)
    job = done(ask(folder))

    assert (job.state, job.message) == (JobState.FAILED, "还没有时间表。 先在“时间表”一页排会。")
    assert AGENDAS not in files_of(folder)


def test_the_log_names_who_reported_and_what_was_printed() -> None:
    folder = printed(fair())
    told(folder, News(now=0, away=(RIVAL,)))

    acts = LogEntry.objects.filter(object=f"folder:{folder.pk}").order_by("number").values_list("act", "by")
    assert list(acts)[-5:] == [*[("event.print", "clerk")] * 4, ("event.replan", "clerk")]
