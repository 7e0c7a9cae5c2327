"""An event of 400 firms, a standing exchange of its items and a period of every office, for measuring their pages over
a ledger that is made already.

The event is registered, matched, planned and published; on its day somebody is away and a table is lost. The exchange
takes its items over and is looked at. The period's sheets went out over four of the plans and came back filled in, all
but one office's.
"""

from __future__ import annotations

import os
import random
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from made_ledger import AT, FIRMS, PEOPLE, PLACES

EVENT_FIRMS = int(os.environ.get("YUHENG_BENCH_FIRMS", "400"))
TABLES = max(2, EVENT_FIRMS * 3 // 10)
TITLE = "岚江供需对接会"
ON = AT.date()
DAY = ON + timedelta(days=30)
OVER = DAY + timedelta(days=1)
PERIOD = "2026-03"
PLANS = 4


def fill_folders() -> None:
    """Make the event, the exchange and the period, in the names of the accounts that are there."""
    from yuheng.ledger.models import Account

    accounts = {role: Account.objects.get(username=role) for role in PEOPLE}
    _exchange(_fair(accounts["organiser"]), accounts["organiser"])
    _month(accounts["clerk"])


def _fair(organiser: object) -> object:
    from yuheng.app.event import make_timetable, match_items, publish_list
    from yuheng.app.event_day import News, plan_again
    from yuheng.app.event_desk import keep_setting
    from yuheng.app.event_folder import REGISTERED, read_event
    from yuheng.app.event_press import print_out
    from yuheng.app.folders import make_folder, publish_folder, work_in
    from yuheng.ledger.models import FolderKind
    from yuheng.office.event_file import registration_text
    from yuheng.office.event_setting import Setting

    folder = make_folder(FolderKind.EVENT, TITLE, by=organiser, at=AT)  # type: ignore[arg-type]
    registered = _registered()
    news = News(now=3, away=tuple(sorted(registered.firms)[:4]), lost=(2,))

    def work(root: Path) -> None:
        keep_setting(root, Setting(title=TITLE, day=DAY, tables=TABLES))
        (root / REGISTERED).write_text(registration_text(registered), "utf-8")
        publish_list(root, on=DAY, issued=DAY)
        match_items(root, on=DAY)
        first, _ = make_timetable(root)
        print_out(root, read_event(root), first, everything=True)
        plan_again(root, news)

    work_in(folder, work, act="bench", by=organiser, at=AT)  # type: ignore[arg-type]
    publish_folder(folder, published=True, by=organiser, at=AT)  # type: ignore[arg-type]
    return folder


def _exchange(event: object, organiser: object) -> None:
    from yuheng.app.folders import publish_folder, reading_copy, work_in
    from yuheng.app.standing_acts import LOOK_ACT, STANDING_ACTS, make_standing
    from yuheng.app.standing_desk import take_from

    folder = make_standing(by=organiser, at=AT)  # type: ignore[arg-type]

    def work(root: Path) -> None:
        take_from(root, reading_copy(event), on=OVER)  # type: ignore[arg-type]
        STANDING_ACTS[LOOK_ACT](root, {"on": OVER.isoformat()})

    work_in(folder, work, act="bench", by=organiser, at=AT)  # type: ignore[arg-type]
    publish_folder(folder, published=True, by=organiser, at=AT)  # type: ignore[arg-type]


def _registered() -> object:
    """Three items of each firm; who offers what is drawn by lot from the words of the chain."""
    from yuheng.exchange.items import Contact, Firm, Item
    from yuheng.exchange.registration import Registration
    from yuheng.vocab.chain import segments

    dice = random.Random(3)  # noqa: S311
    things = [(key, word) for key, each in segments().items() for word in each.words if not word.isascii()]
    others = sorted({f"{place}{name[2:]}" for place in PLACES for name in FIRMS} - {PEOPLE["firm"]})
    names = [PEOPLE["firm"], *dice.sample(others, EVENT_FIRMS - 1)]
    firms = {name: Firm(name=name, place="重庆市", contact=Contact(name="经理", phone="000")) for name in names}
    items = []
    for number in range(3 * EVENT_FIRMS):
        segment, word = dice.choice(things)
        items.append(
            Item(
                id=f"{'GX'[number % 2]}{number:04}",
                firm=names[number // 3],
                side="need" if number % 2 else "offer",
                name=word,
                segment=segment,
                quantity=f"{dice.randrange(1, 90)}万件",
                place=dice.choice(("重庆市", "成都市", "")),
            )
        )
    return Registration(firms, items)


def _month(clerk: object) -> None:
    from yuheng.app.folders import work_in
    from yuheng.app.period_acts import SHEETS, send_out
    from yuheng.app.period_ledger import opened_office_folder, plan_rows
    from yuheng.app.periods import PERIODS

    folder = opened_office_folder(by=clerk, at=AT)  # type: ignore[arg-type]
    arguments = {"period": PERIOD, "on": ON.isoformat(), "due": (ON + timedelta(days=14)).isoformat(), "owners": []}
    plans = [row["key"] for row in plan_rows()[:PLANS]]

    def work(root: Path) -> None:
        send_out(root, arguments | {"plans": plans})
        _returned(root, sorted((root / PERIODS / PERIOD / SHEETS).glob("*.xlsx"))[1:])

    work_in(folder, work, act="bench", by=clerk, at=AT)  # type: ignore[arg-type]


def _returned(root: Path, sheets: list[Path]) -> None:
    """The sheets come back, with words in the column of progress."""
    from yuheng.app.collecting import collect
    from yuheng.office.workbook import Edit, open_workbook, patch

    with TemporaryDirectory() as place:
        for sheet in sheets:
            book = open_workbook(sheet.name, sheet.read_bytes())
            edits = [Edit("填报", row, 11, f"进展{row}") for row in range(5, 45)]
            (Path(place) / sheet.name).write_bytes(patch(book, edits).data)
        collect(root, [Path(place)], period=PERIOD, on=ON + timedelta(days=7))


def addresses() -> dict[str, tuple[list[object], dict[str, str]]]:
    """What pages of the event and the period are asked for, by the name of their address."""
    from yuheng.ledger.models import Folder, FolderKind

    event = Folder.objects.get(kind=FolderKind.EVENT).pk
    made: dict[str, tuple[list[object], dict[str, str]]] = {
        f"event{step}": ([event], {})
        for step in (
            *("", "-intake", "-setting", "-list", "-matches", "-timetable", "-day", "-door", "-hall", "-outcomes"),
            "-mine",
        )
    }
    made["standing-form"] = ([], {"side": "need", "form": "订单"})
    periods = ("period", "open-cells", "verdicts", "papers", "notices", "workbooks")
    return made | {name: ([PERIOD], {}) for name in periods}
