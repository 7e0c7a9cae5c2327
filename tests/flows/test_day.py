"""The day of an event in processes of their own: news, check-ins and prints at once, and a worker that is killed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from tests.flows.ledgers import Ledger, new_ledger, said

pytestmark = [
    pytest.mark.store,
    pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is not said there"),
]

HEAD = (
    "import sys, django; django.setup()\n"
    "sys.path.insert(0, '.')\n"
    "from django.db import transaction\n"
    "from django.utils import timezone\n"
    "from tests.unit.web.fair import FIRM, HOSPITAL, RIVAL, fair\n"
    "from yuheng.app.event_day import News\n"
    "from yuheng.app.event_news import hear\n"
    "from yuheng.app.event_people import ARRIVING, note_arrival\n"
    "from yuheng.app.event_printing import ask_print\n"
    "from yuheng.app.folders import work_in\n"
    "from yuheng.app.ingesting import queue\n"
    "from yuheng.ledger.models import Account, Folder\n"
    "now = timezone.now()\n"
)
FAIR = HEAD + (
    "folder = fair()\nwith transaction.atomic(): queue(ask_print(folder, everything=True, by=folder.made_by, at=now))\n"
)
DESK = HEAD + (
    "folder = Folder.objects.get(kind='event')\n"
    "def arrive(root): note_arrival(root, firm, by='desk', at=now, there=there)\n"
    "def tell(news): hear(folder, news, by=folder.made_by, at=now)\n"
    "for turn in range(6):\n"
    "    for firm in (FIRM, HOSPITAL, RIVAL):\n"
    "        there = turn % 2 == 1\n"
    "        work_in(folder, arrive, act='event.arrival', by=folder.made_by, at=now, scope=ARRIVING)\n"
    "    tell(News(now=0, away=(RIVAL,)) if turn % 2 == 0 else News(now=0, back=(RIVAL,)))\n"
)
SEEN = HEAD + (
    "import json\n"
    "from yuheng.app.event_press import prints_in\n"
    "from yuheng.app.event_view import plan_at\n"
    "from yuheng.app.folders import reading_copy\n"
    "from yuheng.office.event_notes import read_arrivals\n"
    "root = reading_copy(Folder.objects.get(kind='event'))\n"
    "newest = max(each.version for each in prints_in(root).values())\n"
    "print(json.dumps([plan_at(root).version, newest, sorted(read_arrivals(root / '签到.json'))]))\n"
)
CONTENT = (
    "{'prints': sorted(Filed.objects.filter(path__regex='^(议程|桌卡|总表)').values_list('path', flat=True)),"
    " 'calendars': Filed.objects.filter(path__endswith='.ics').count(),"
    " 'jobs': sorted(map(list, Job.objects.filter(act='event.print').values_list('act', 'state'))),"
    " 'printed': LogEntry.objects.filter(act='event.print').count()}"
)

PRINTS = ["总表.pdf", "总表.png", "桌卡.pdf", "议程.pdf", "议程.xlsx"]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """A ledger with a planned event whose prints are asked for, and nobody at work; only to be copied."""
    ledger = new_ledger(tmp_path_factory.mktemp("fair") / "data")
    ledger.more["DJANGO_SETTINGS_MODULE"] = "yuheng.web.settings"
    ledger.run("-c", FAIR)
    return ledger


def test_a_worker_killed_while_it_prints_loses_nothing_and_doubles_nothing(asked: Ledger, tmp_path: Path) -> None:
    whole = asked.copy(tmp_path / "whole")
    statements = int(said(whole.run("tests/flows/killed_worker.py", "0"))[-1])
    ledger = asked.copy(tmp_path / "killed")

    killed = ledger.run("tests/flows/killed_worker.py", str(statements * 2 // 5), check=False)
    between = ledger.ask("LogEntry.objects.filter(act='event.print').count()")
    ledger.yuheng("worker", "--once")

    assert (killed.returncode, 0 < between < 4) == (-9, True)
    found = ledger.ask(CONTENT)
    assert found == whole.ask(CONTENT)
    assert (found["prints"], found["jobs"]) == (PRINTS, [["event.print", "done"]])
    assert ledger.yuheng("verify").stdout == "台账完好。\n"


def test_news_and_check_ins_while_a_worker_prints_are_all_kept_and_the_last_plan_is_printed(
    asked: Ledger, tmp_path: Path
) -> None:
    ledger = asked.copy(tmp_path / "data")

    worker = ledger.start("-m", "yuheng", "worker", "--once")
    ledger.run("-c", DESK)
    assert worker.wait(120) == 0
    ledger.yuheng("worker", "--once")

    assert json.loads(ledger.run("-c", SEEN).stdout) == [
        7,
        7,
        sorted(["玄武制药有限公司", "朱雀市人民医院", "白虎器械有限公司"]),
    ]
    assert set(ledger.ask("list(Job.objects.filter(act='event.print').values_list('state', flat=True))")) == {"done"}
    assert ledger.yuheng("verify").stdout == "台账完好。\n"
