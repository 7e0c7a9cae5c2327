"""A small event with three firms, so that each page has something to show and something that it must not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.unit.ledger.people import NOON
from tests.unit.web.people import SECRET, account

from yuheng.app.event import match_items, publish_list
from yuheng.app.event_desk import keep_setting
from yuheng.app.event_folder import PLAN, REGISTERED
from yuheng.app.event_folder import SECRET as KEY
from yuheng.app.event_view import event_at
from yuheng.app.folders import make_folder, publish_folder, reading_copy, work_in
from yuheng.exchange.items import Contact, Firm, Item
from yuheng.exchange.meetings import Meeting, Pair, pair_of
from yuheng.exchange.registration import Question, Registration
from yuheng.ledger.models import Folder, FolderKind
from yuheng.office.event_file import Plan, plan_text, registration_text
from yuheng.office.event_setting import Clock, Setting

FIRM, HOSPITAL, RIVAL = "玄武制药有限公司", "朱雀市人民医院", "白虎器械有限公司"
PHONES = {FIRM: "13900000001", HOSPITAL: "13900000002", RIVAL: "13900000003"}
DAY = date(2026, 5, 20)
MEETING: Pair = pair_of(FIRM, HOSPITAL)
APART: Pair = pair_of(RIVAL, HOSPITAL)
"""The two pairs that match: the firm's own, and one that is none of its business."""


def registered() -> Registration:
    firms = {
        name: Firm(name=name, place="重庆市渝北区", contact=Contact(name=f"{name[:2]}经理", phone=phone))
        for name, phone in PHONES.items()
    }
    items = [
        Item(id="G0001", firm=FIRM, side="offer", name="阿莫西林胶囊", segment="药.化学药.制剂", specification="0.25g"),
        Item(id="G0002", firm=RIVAL, side="offer", name="骨科手术机器人", segment="械.监护治疗", stage="量产"),
        Item(id="X0001", firm=HOSPITAL, side="need", name="阿莫西林胶囊", segment="药.化学药.制剂", quantity="5万盒"),
        Item(id="X0002", firm=HOSPITAL, side="need", name="骨科手术机器人", segment="械.监护治疗", quantity="1台"),
    ]
    questions = [Question(RIVAL, "白虎.xlsx第2行", "licence", "白虎的许可证已到期，新证编号是什么？")]
    return Registration(firms, items, questions=questions)


def fair(*, by: str = "clerk", published: bool = False, day: date = DAY) -> Folder:
    """An event that is registered, matched and planned; its title is secret as long as it is not published."""
    organiser = account(by)
    title = "岚江对接会" if published else f"{SECRET}对接会"
    folder = make_folder(FolderKind.EVENT, title, by=organiser, at=NOON)

    def work(root: Path) -> None:
        keep_setting(root, Setting(title=title, day=day, clock=Clock(count=4, breaks=()), tables=3, most=4))
        (root / REGISTERED).write_text(registration_text(registered()), "utf-8")
        (root / KEY).write_text("a secret of this event\n", "utf-8")
        match_items(root, on=DAY)
        publish_list(root, on=DAY, issued=DAY)
        scores = {each.pair: each.score for each in event_at(root).candidates}
        meetings = (Meeting(0, 0, MEETING, scores[MEETING]), Meeting(1, 0, APART, scores[APART]))
        plan = Plan(version=1, meetings=meetings, objective=sum(scores.values()), bound=sum(scores.values()))
        (root / PLAN).write_text(plan_text(plan), "utf-8")

    work_in(folder, work, act="test", by=organiser, at=NOON)
    if published:
        publish_folder(folder, published=True, by=organiser, at=NOON)
    event_at(reading_copy(folder))
    return folder
