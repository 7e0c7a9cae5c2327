"""A small standing exchange with four firms, so that each page has something to show and something that it must not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from tests.unit.ledger.people import NOON
from tests.unit.web.fair import FIRM, HOSPITAL, PHONES, RIVAL
from tests.unit.web.people import SECRET, account

from yuheng.app.event_standing import look_again
from yuheng.app.folders import publish_folder, reading_copy, work_in
from yuheng.app.standing_acts import make_standing
from yuheng.app.standing_desk import hand_in_item, keep_own_details, keep_standing, reply
from yuheng.app.standing_view import exchange_at
from yuheng.exchange.meetings import Pair, pair_of
from yuheng.ledger.models import Folder
from yuheng.office.event_standing import StandingSetting

MATCH: Pair = pair_of(FIRM, HOSPITAL)
APART: Pair = pair_of(RIVAL, HOSPITAL)
"""The two pairs that match: the firm's own, and one that is none of its business."""

DRUG = {"form": "订单", "name": "阿莫西林胶囊", "segment": "药.化学药.制剂", "specification": "0.25g"}
ROBOT = {"form": "订单", "name": "骨科手术机器人", "segment": "械.监护治疗", "specification": "三臂"}
ITEMS = ((FIRM, "offer", DRUG), (RIVAL, "offer", ROBOT), (HOSPITAL, "need", DRUG), (HOSPITAL, "need", ROBOT))
"""They are numbered in this order: G0001, G0002, X0001, X0002."""


def bourse(*, by: str = "clerk", published: bool = False) -> Folder:
    """A standing exchange whose firms have handed in their items and whose matches are made today."""
    organiser, on = account(by), timezone.localdate()
    folder = make_standing(by=organiser, at=NOON)

    def work(root: Path) -> None:
        title = "岚江常设对接" if published else f"{SECRET}常设对接"
        keep_standing(
            root,
            StandingSetting(title=title, gaps=(), ask_days=30, ask_open_days=180, keep_contacts_days=180),
        )
        for firm, side, given in ITEMS:
            hand_in_item(root, firm, {**given, "side": side}, on=on)
            keep_own_details(
                root, firm, {"contact": f"{firm[:2]}经理", "phone": PHONES[firm], "place": "渝北区"}, on=on
            )
        reply(root, on=on, extend=[("G0002", on + timedelta(days=10))])
        look_again(root, on=on, books=False)

    work_in(folder, work, act="test", by=organiser, at=NOON)
    if published:
        publish_folder(folder, published=True, by=organiser, at=NOON)
    exchange_at(reading_copy(folder))
    return folder
