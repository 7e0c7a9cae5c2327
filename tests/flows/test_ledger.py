"""From bytes to the ledger through processes that are killed, doubled, and run out of disk."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.flows.ledgers import SERVER, Ledger, new_database, new_ledger, said

pytestmark = [
    pytest.mark.store,
    pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is not said there"),
]

PLAN = (
    "岚江市康养产业规划\n\n一、发展目标\n\n到2025年，全市护理型床位不低于5000张，康养企业达到120家。\n\n"
    "二、重点任务\n\n加快建设岚江康养小镇。（牵头单位：市民政局；配合单位：市卫生健康委）\n"
)
CONTENT = (
    "{'documents': [list(row) for row in Document.objects.order_by('pk').values_list('doc', 'live')],"
    " 'claims': sorted(Claim.objects.values_list('claim_id', flat=True)),"
    " 'entries': sorted(map(list, Entry.objects.values_list('claim__claim_id', 'state'))),"
    " 'findings': sorted(map(list, Finding.objects.filter(live=True).values_list('finding_id', 'fingerprint'))),"
    " 'parties': sorted(Party.objects.values_list('name', flat=True)),"
    " 'jobs': sorted(map(list, Job.objects.values_list('kind', 'state'))),"
    " 'log': sorted(LogEntry.objects.values_list('act', flat=True))}"
)
KILLS = 5


@pytest.fixture(scope="module")
def queued(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """A ledger with one document handed in and nobody at work; only to be copied."""
    folder = tmp_path_factory.mktemp("ledger")
    (folder / "规划.txt").write_text(PLAN, encoding="utf-8")
    ledger = new_ledger(folder / "data")
    ledger.hand_in(folder / "规划.txt")
    return ledger


@pytest.fixture(scope="module")
def whole(queued: Ledger, tmp_path_factory: pytest.TempPathFactory) -> tuple[Ledger, int]:
    """The same ledger after a worker that nobody disturbed, and how many statements it made."""
    ledger = queued.copy(tmp_path_factory.mktemp("whole") / "data")
    statements = int(said(ledger.run("tests/flows/killed_worker.py", "0"))[-1])
    return ledger, statements


def test_an_undisturbed_worker_reads_audits_and_leaves_a_whole_ledger(whole: tuple[Ledger, int]) -> None:
    ledger, statements = whole

    content = ledger.ask(CONTENT)

    assert statements > 30
    assert content["documents"] == [["规划.txt", True]]
    assert content["jobs"] == [["audit", "done"], ["read", "done"]]
    assert len(content["claims"]) == len(content["entries"]) == 4  # two targets, a task, its site
    assert ledger.yuheng("verify").stdout == "台账完好。\n"


@pytest.mark.parametrize("step", range(KILLS))
def test_a_worker_killed_at_any_step_loses_nothing_and_doubles_nothing(
    step: int, queued: Ledger, whole: tuple[Ledger, int], tmp_path: Path
) -> None:
    undisturbed, statements = whole
    ledger = queued.copy(tmp_path / "data")

    killed = ledger.run("tests/flows/killed_worker.py", str(1 + (statements - 4) * (step + 1) // KILLS), check=False)
    ledger.yuheng("worker", "--once")

    assert killed.returncode == -9
    assert ledger.ask(CONTENT) == undisturbed.ask(CONTENT)
    assert ledger.yuheng("verify").stdout == "台账完好。\n"


def test_the_worker_joins_the_names_that_somebody_judged(whole: tuple[Ledger, int], tmp_path: Path) -> None:
    ledger = whole[0].copy(tmp_path / "data")
    code = (
        "import django; django.setup()\n"
        "from django.utils import timezone\n"
        "from yuheng.app.resolving import judge\n"
        "from yuheng.ledger.models import Account, Mention\n"
        "from yuheng.model.party import MentionKey\n"
        "keys = [MentionKey(m.document.document_id, m.name) for m in Mention.objects.filter(kind='department')]\n"
        "judge(*keys, 'same', by=Account.objects.create_user('clerk', role='clerk'), at=timezone.now())\n"
    )
    names = "sorted(Party.objects.filter(kind='department').values_list('names', flat=True))"
    before = ledger.ask(names)
    ledger.run("-c", code)

    ledger.yuheng("worker", "--once")

    assert before == [["市卫生健康委"], ["市民政局"]]
    assert ledger.ask(names) == [["市卫生健康委", "市民政局"]]


def test_two_workers_at_once_read_each_document_once(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path / "data")
    papers = []
    for number in range(6):
        papers.append(tmp_path / f"规划{number}.txt")
        papers[-1].write_text(PLAN.replace("5000", f"5{number}00"), encoding="utf-8")
    ledger.hand_in(*papers)

    workers = [ledger.start("-m", "yuheng", "worker", "--once") for _ in range(2)]

    assert [worker.wait(120) for worker in workers] == [0, 0]
    ledger.yuheng("worker", "--once")
    content = ledger.ask(CONTENT)
    assert sorted(content["documents"]) == [[paper.name, True] for paper in papers]
    assert {tuple(job) for job in content["jobs"]} == {("read", "done"), ("audit", "done")}
    assert ledger.yuheng("verify").stdout == "台账完好。\n"


@pytest.mark.skipif(bool(SERVER), reason="the disk is SQLite's here; PostgreSQL keeps its own")
def test_a_full_disk_fails_the_job_and_a_later_one_reads_the_file(queued: Ledger, tmp_path: Path) -> None:
    ledger = queued.copy(tmp_path / "data")
    large = tmp_path / "大规划.txt"
    large.write_text(
        "岚江市规划\n\n" + "".join(f"到2025年，第{n}街道护理型床位达到{n}00张。\n\n" for n in range(1, 400)),
        encoding="utf-8",
    )
    ledger.hand_in(large)
    code = (
        "import os, django; django.setup()\n"
        "from django.conf import settings\n"
        "from django.db.backends.signals import connection_created\n"
        "from yuheng.app.working import work\n"
        "pages = os.stat(settings.DATABASES['default']['NAME']).st_size // 4096 + 30\n"
        "def full(connection, **_):\n"
        "    with connection.cursor() as cursor:\n"
        "        cursor.execute(f'PRAGMA max_page_count={pages}')\n"
        "connection_created.connect(full)\n"
        "work(once=True)\n"
    )

    ledger.run("-c", code, check=False)

    state, message = ledger.ask("list(Job.objects.values_list('state', 'message').get(name='大规划.txt'))")
    assert (state, "存不下" in message) == ("failed", True)
    assert ledger.ask("Document.objects.filter(doc='大规划.txt').count()") == 0
    assert ledger.yuheng("verify").stdout == "台账完好。\n"

    ledger.hand_in(large)
    ledger.yuheng("worker", "--once")

    assert ledger.ask("Document.objects.filter(doc='大规划.txt').count()") == 1
    assert ledger.yuheng("verify").stdout == "台账完好。\n"


def test_a_backup_goes_from_one_machine_to_another_and_a_cut_one_does_not(
    whole: tuple[Ledger, int], tmp_path: Path
) -> None:
    ledger, _ = whole
    ledger.yuheng("backup", tmp_path / "台账.zip")
    cut = tmp_path / "半.zip"
    cut.write_bytes((tmp_path / "台账.zip").read_bytes()[:-100])
    other = new_ledger(tmp_path / "other")

    refused = other.yuheng("restore", cut, check=False)
    other.yuheng("restore", tmp_path / "台账.zip")

    assert (refused.returncode, refused.stdout) == (2, "")
    assert "不是完整的备份" in refused.stderr
    assert other.yuheng("verify").stdout == "台账完好。\n"
    there, here = other.ask(CONTENT), ledger.ask(CONTENT)
    assert there == here | {"log": sorted([*here["log"], "ledger.restored"])}


@pytest.mark.skipif(not SERVER, reason="needs both engines: scripts/postgres.sh runs it")
def test_a_backup_of_sqlite_goes_into_postgresql_and_back(queued: Ledger, tmp_path: Path) -> None:
    here = queued.copy(tmp_path / "here")
    here.yuheng("worker", "--once")
    here.yuheng("backup", tmp_path / "1.zip")
    lite = Ledger(tmp_path / "lite")
    lite.yuheng("restore", tmp_path / "1.zip")
    lite.yuheng("backup", tmp_path / "2.zip")
    back = new_ledger(tmp_path / "back")
    back.yuheng("restore", tmp_path / "2.zip")

    assert [each.yuheng("verify").stdout for each in (lite, back)] == ["台账完好。\n"] * 2
    assert {key: value for key, value in back.ask(CONTENT).items() if key != "log"} == {
        key: value for key, value in here.ask(CONTENT).items() if key != "log"
    }


def test_verify_names_what_does_not_hold_and_exits_with_one(whole: tuple[Ledger, int], tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "data", whole[0].url)
    shutil.copytree(whole[0].data, ledger.data)
    [snapshot] = [path for path in (ledger.data / "snapshots").rglob("*") if path.is_file()]
    snapshot.write_bytes(b"something else")

    done = ledger.yuheng("verify", check=False)

    assert done.returncode == 1
    assert "已被改动" in done.stdout
    assert done.stderr == "有 1 处不符。\n"


def test_the_first_start_prints_a_password_once_and_the_worker_ends_with_the_site(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "data", new_database())
    (tmp_path / "规划.txt").write_text(PLAN, encoding="utf-8")

    with _served(ledger) as (first, lines):
        ledger.hand_in(tmp_path / "规划.txt")
        deadline = time.monotonic() + 60
        while ledger.ask("Document.objects.count()") == 0 and time.monotonic() < deadline:
            time.sleep(0.2)
        worker = ledger.ask("Job.objects.get(kind='read').worker")
        first.terminate()
        assert first.wait(30) == 0

    assert [line.partition("：")[0] for line in lines[:-1]] == [
        "管理员账号 admin 的一次性密码（只显示这一次，登录后须更改）"
    ]
    assert ledger.ask("list(Account.objects.values_list('username', 'role', 'new_password_due'))") == [
        ["admin", "administrator", True]
    ]
    assert not Path(f"/proc/{worker.split(':')[1]}").exists()
    with _served(ledger) as (second, again):
        second.terminate()
        assert second.wait(30) == 0
        assert len(again) == 1


def test_a_worker_told_to_stop_in_the_middle_of_a_job_ends_and_the_next_one_does_the_job(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path / "data")
    (tmp_path / "长.txt").write_text(PLAN * 1500, encoding="utf-8")
    ledger.hand_in(tmp_path / "长.txt")

    with ledger.start("-m", "yuheng", "worker") as worker:
        deadline = time.monotonic() + 60
        while ledger.ask("Job.objects.get().state") == "waiting" and time.monotonic() < deadline:
            time.sleep(0.1)
        worker.terminate()
        assert worker.wait(60) == 0

    assert ledger.ask("[Job.objects.get().state, Document.objects.count()]") == ["working", 0]
    ledger.yuheng("worker", "--once")
    assert ledger.ask("[Job.objects.get(kind='read').state, Document.objects.count()]") == ["done", 1]


@contextmanager
def _served(ledger: Ledger) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A site that answers, and the lines that it printed before."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "yuheng", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=ledger.environment(), stdout=subprocess.PIPE, encoding="utf-8") as site:
        assert site.stdout is not None
        lines: list[str] = []
        while not (lines and lines[-1].startswith("网站 ")):
            line = site.stdout.readline()
            assert line, "the site ended before it began"
            lines.append(line.strip())
        yield site, lines
