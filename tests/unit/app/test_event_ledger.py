"""What an event publishes becomes claims of the ledger, follows the list, and is gone from others' eyes when it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from tests.unit.ledger.people import NOON, made
from tests.unit.web.bourse import bourse
from tests.unit.web.fair import DAY, FIRM, HOSPITAL, PHONES, RIVAL, fair, registered
from tests.unit.web.people import account

from yuheng.app.access import seen
from yuheng.app.correcting import correction_from
from yuheng.app.event import publish_list
from yuheng.app.event_folder import REGISTERED
from yuheng.app.event_ledger import follow_lists, publish_event, publish_exchange, take_list_in, withdraw_list
from yuheng.app.event_standing import look_again
from yuheng.app.folders import bytes_of, files_of, work_in
from yuheng.app.ingesting import receive, store_reading, take_up
from yuheng.app.keeping import verify
from yuheng.app.listing import USUAL, choice_from
from yuheng.app.parties import party_page
from yuheng.app.reading import reading_of
from yuheng.app.resolving import is_behind, resolve_parties
from yuheng.app.reviewing import decide
from yuheng.app.shelf import claims_of, parts_of
from yuheng.app.standing_desk import keep_own_details, reply
from yuheng.errors import Misuse
from yuheng.exchange.items import Item
from yuheng.ledger import vault
from yuheng.ledger.models import Claim, Decision, Document, Entry, EntryState, Folder, Job, JobState, Mention
from yuheng.office.event_file import registration_text

pytestmark = pytest.mark.django_db


def worked_off(minute: int = 0) -> list[Document]:
    """What the worker reads of all lists that wait, the reading process left out."""
    stored = []
    for waiting in Job.objects.filter(kind="read", state=JobState.WAITING).order_by("created"):
        job = take_up(waiting.pk, at=NOON)
        assert job is not None
        assert job.snapshot is not None
        read = reading_of(vault.place_of(settings.DATA, job.snapshot.sha256), job.name)
        document = store_reading(job, read, made(minute=minute))
        assert document is not None
        stored.append(document)
    return stored


def rewritten(folder: Folder, items: Sequence[Item], *, by: str = "organiser") -> None:
    """Sheets came in anew: the registration and the list say something else."""

    def work(root: Path) -> None:
        (root / REGISTERED).write_text(registration_text(replace(registered(), items=list(items))), "utf-8")
        publish_list(root, on=DAY, issued=TODAY)

    work_in(folder, work, act="test", by=account(by), at=NOON)


def listed(role: str = "clerk") -> list[tuple[str, str, str, str]]:
    """Kind, party, thing and cell of every offer and need that an account sees."""
    rows = seen(account(role), Entry.objects.filter(kind__in=("offer", "need"))).order_by("start")
    places = [row.payload["anchor"]["place"] for row in rows]
    return [
        (row.kind, row.subject, row.what, f"{place['sheet']}!{place['cell']}")
        for row, place in zip(rows, places, strict=True)
    ]


TODAY = timezone.localtime(NOON).date()
WHOLE = [
    ("need", HOSPITAL, "阿莫西林胶囊", "需求清单!C2"),
    ("need", HOSPITAL, "骨科手术机器人", "需求清单!C3"),
    ("offer", FIRM, "阿莫西林胶囊", "供给清单!C2"),
    ("offer", RIVAL, "骨科手术机器人", "供给清单!C3"),
]


def test_what_an_event_publishes_is_in_the_ledger_item_by_item_and_opens_at_its_cell() -> None:
    folder = fair(by="organiser", published=True)

    publish_event(folder, by=account("organiser"), at=NOON)
    [document] = worked_off()

    assert listed() == listed("visitor") == WHOLE
    need = Entry.objects.get(what="阿莫西林胶囊", kind="need")
    assert (need.low, need.unit, need.sector) == (5.0, "万盒", "制剂")
    assert (str(document), document.kind) == (f"{folder.title} 供需清单（{TODAY}发布）", "list")
    assert document.issued == TODAY, "the day of its publication, not the event's"
    assert list(verify()) == []


def test_no_contact_of_the_folder_gets_into_the_ledger() -> None:
    folder = fair(published=True)
    publish_event(folder, by=account("clerk"), at=NOON)
    [document] = worked_off()

    stored = [document.body.text, *(str(claim.payload) for claim in Claim.objects.all())]

    assert [word for word in (*PHONES.values(), "经理") if any(word in text for text in stored)] == []


def test_an_event_that_is_not_published_leaks_nothing_and_one_taken_back_is_gone_at_once() -> None:
    fair(by="organiser")
    opened = fair(by="clerk", published=True)
    assert follow_lists(at=NOON) == 1
    worked_off()
    assert listed("visitor") == WHOLE

    withdraw_list(opened, by=account("clerk"), at=NOON)

    assert [listed(role) for role in ("visitor", "organiser", "department")] == [[], [], []]
    assert [row[1] for row in listed("firm")] == [FIRM], "its own offer, as every claim that names it"
    assert listed("clerk") == WHOLE
    assert follow_lists(at=NOON) == 0


def test_a_list_that_is_taken_back_while_it_is_read_comes_in_unpublished() -> None:
    folder = fair(published=True)
    publish_event(folder, by=account("clerk"), at=NOON)
    withdraw_list(folder, by=account("clerk"), at=NOON)

    [document] = worked_off()

    assert not document.__class__.objects.get(pk=document.pk).published
    assert listed("visitor") == []


def test_what_firms_change_themselves_is_taken_in_once_an_hour_and_an_organisers_change_at_once() -> None:
    folder, items = fair(published=True), registered().items
    publish_event(folder, by=account("clerk"), at=NOON)
    worked_off()

    rewritten(folder, items[:3], by="firm")
    soon = [follow_lists(at=NOON + timedelta(minutes=minute)) for minute in (1, 59)]
    later = follow_lists(at=NOON + timedelta(minutes=61))
    worked_off(minute=61)
    rewritten(folder, items[:2])

    assert (soon, later) == ([0, 0], 1)
    assert follow_lists(at=NOON + timedelta(minutes=62)) == 1


def test_a_list_published_anew_takes_the_place_of_the_earlier_one_and_keeps_its_verdicts() -> None:
    folder = fair(published=True)
    publish_event(folder, by=account("clerk"), at=NOON)
    [first] = worked_off()
    robot = Entry.objects.get(what="骨科手术机器人", kind="need")
    decide(robot.claim, Decision.ACCEPT, by=account("clerk"), at=NOON, seen=None)
    items = registered().items

    rewritten(folder, [items[0], replace(items[3], specification="六轴")])
    assert follow_lists(at=NOON + timedelta(minutes=1)) == 1
    assert follow_lists(at=NOON + timedelta(minutes=1)) == 0
    [second] = worked_off(minute=2)

    assert [(row[0], row[2]) for row in listed("visitor")] == [("need", "骨科手术机器人"), ("offer", "阿莫西林胶囊")]
    assert [(d.pk, d.live, d.published) for d in Document.objects.order_by("pk")] == [
        (first.pk, False, False),
        (second.pk, True, True),
    ]
    assert is_behind()
    assert list(verify()) == []

    rewritten(folder, items)
    assert follow_lists(at=NOON + timedelta(minutes=3)) == 1

    assert listed("visitor") == WHOLE
    assert Entry.objects.get(what="骨科手术机器人", kind="need").state == EntryState.ACCEPTED
    assert [d.live for d in Document.objects.order_by("pk")] == [True, False]
    assert list(verify()) == []


def test_an_earlier_list_that_is_read_later_does_not_come_back() -> None:
    folder = fair(published=True)
    publish_event(folder, by=account("clerk"), at=NOON)
    early = Job.objects.get(kind="read")
    slow = take_up(early.pk, at=NOON)
    rewritten(folder, registered().items[:1])
    take_list_in(folder, by=account("clerk"), at=NOON + timedelta(minutes=1))
    worked_off(minute=2)

    assert slow is not None
    assert slow.snapshot is not None
    read = reading_of(vault.place_of(settings.DATA, slow.snapshot.sha256), slow.name)
    store_reading(slow, read, made(minute=3))

    assert [row[2] for row in listed("visitor")] == ["阿莫西林胶囊"]
    assert list(verify()) == []


def test_a_firm_s_page_shows_what_it_offers_and_needs_beside_its_agreements() -> None:
    folder = fair(published=True)
    publish_event(folder, by=account("clerk"), at=NOON)
    worked_off()
    resolve_parties()

    firm, hospital = (party_page(account("visitor"), Mention.objects.get(name=name)) for name in (FIRM, HOSPITAL))

    assert ([row["what"] for row in firm["offers"]], firm["needs"]) == (["阿莫西林胶囊"], [])
    assert [(row["what"], row["amount"]) for row in hospital["needs"]] == [
        ("阿莫西林胶囊", "5万盒"),
        ("骨科手术机器人", "1台"),
    ]


def test_a_published_list_is_shown_cell_by_cell_in_its_columns() -> None:
    folder = fair(published=True)
    publish_event(folder, by=account("clerk"), at=NOON)
    [document] = worked_off()

    [_, needs, *_] = parts_of(document, list(claims_of(account("visitor"), document)))

    shown = [["".join(piece.text for piece in cell) for cell in row] for row in needs.rows]
    assert [row[:7] for row in shown[:2]] == [
        ["编号", "单位", "名称", "分类（GB/T 4754）", "规格", "数量", "地点"],
        ["X0001", HOSPITAL, "阿莫西林胶囊", "化学药制剂（2720）", "", "5万盒", "重庆市渝北区"],
    ]
    assert [[piece.claims[0].kind for piece in cell if piece.claims] for cell in needs.rows[1]][2] == ["need"]


def test_a_table_of_needs_asks_whose_they_are_and_any_other_keeps_its_columns() -> None:
    assert "subject" in choice_from({"kind": "need"}).columns
    assert choice_from({"kind": "need", "columns": ",".join(USUAL)}).columns == choice_from({"kind": "need"}).columns
    assert choice_from({"kind": "task"}).columns == USUAL
    assert choice_from({"kind": "need", "columns": "what"}).columns == ("what",)
    assert choice_from({"kind": "need"}).query() == "kind=need"


def test_what_was_read_wrong_in_an_offer_is_corrected_with_its_unit_and_its_day() -> None:
    folder = fair(published=True)
    publish_event(folder, by=account("clerk"), at=NOON)
    worked_off()
    need = Entry.objects.get(what="阿莫西林胶囊", kind="need")

    changed = correction_from("need", need.payload, {"amount": "每月约6万盒", "until": "2026-12-31"})

    assert (changed["amount"]["op"], changed["amount"]["value"], changed["amount"]["unit"]) == ("~", "6", "万盒/月")
    assert changed["until"] == {
        "label": "2026-12-31",
        "start": "2026-12-31",
        "end": "2027-01-01",
        "stated": "2026-12-31",
    }
    with pytest.raises(Misuse, match="数量"):
        correction_from("need", need.payload, {"amount": "很多"})


def test_a_list_that_somebody_had_handed_in_before_is_published_and_taken_back_with_the_event() -> None:
    folder = fair(published=True)
    rewritten(folder, registered().items)
    data = bytes_of(files_of(folder)["供需清单.xlsx"])
    receive("抄来的.xlsx", [data], by=account("clerk"), at=NOON)
    worked_off()
    assert listed("visitor") == []

    publish_event(folder, by=account("clerk"), at=NOON)
    assert listed("visitor") == WHOLE
    assert follow_lists(at=NOON) == 0

    rewritten(folder, registered().items[:1])
    follow_lists(at=NOON + timedelta(minutes=1))
    worked_off(minute=2)
    assert [row[2] for row in listed("visitor")] == ["阿莫西林胶囊"]
    withdraw_list(folder, by=account("clerk"), at=NOON)

    assert listed("visitor") == []
    assert not Document.objects.filter(published=True).exists()
    assert list(verify()) == []


# --- the standing exchange


def standing_change(folder: Folder, work: Callable[[Path, date], None], *, by: str = "organiser") -> None:
    """Something was changed in the exchange today, and the worker has looked."""
    on = timezone.localdate()

    def whole(root: Path) -> None:
        work(root, on)
        look_again(root, on=on, books=False)

    work_in(folder, whole, act="test", by=account(by), at=NOON)


def test_what_stands_in_the_open_exchange_is_in_the_ledger_without_contacts_and_gone_when_it_is_closed() -> None:
    folder = bourse(by="clerk")
    assert follow_lists(at=NOON) == 0
    publish_exchange(folder, by=account("clerk"), at=timezone.now())
    [document] = worked_off()

    expected = [row[:3] for row in WHOLE]
    assert [row[:3] for row in listed("visitor")] == [row[:3] for row in listed()] == expected
    assert (document.kind, document.issued) == ("list", timezone.localdate())
    stored = [document.body.text, *(str(claim.payload) for claim in Claim.objects.all())]
    assert [word for word in (*PHONES.values(), "经理") if any(word in text for text in stored)] == []

    withdraw_list(folder, by=account("clerk"), at=NOON)
    assert (listed("visitor"), [row[:3] for row in listed("clerk")]) == ([], expected)
    assert follow_lists(at=NOON) == 0
    assert list(verify()) == []


def test_the_ledger_follows_the_exchange_and_a_look_that_finds_nothing_new_issues_no_list() -> None:
    folder = bourse(by="clerk", published=True)
    publish_exchange(folder, by=account("clerk"), at=timezone.now())
    worked_off()
    first = files_of(folder)["供需清单.xlsx"].sha256

    details = {"phone": "13911112222", "place": "渝北区"}
    standing_change(folder, lambda root, on: keep_own_details(root, FIRM, details, on=on))
    assert files_of(folder)["供需清单.xlsx"].sha256 == first
    standing_change(folder, lambda root, on: reply(root, on=on, withdraw=["G0002"]))
    assert follow_lists(at=timezone.now()) == 1
    worked_off(minute=2)

    assert [row[2] for row in listed("visitor")] == ["阿莫西林胶囊", "骨科手术机器人", "阿莫西林胶囊"]
    assert follow_lists(at=timezone.now()) == 0
