"""The pages of the standing exchange: who sees and changes what, when contacts are shown and when they end."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.unit.ledger.people import NOON
from tests.unit.web.bourse import APART, DRUG, MATCH, bourse
from tests.unit.web.fair import FIRM, HOSPITAL, PHONES, RIVAL, fair
from tests.unit.web.people import signed_in
from tests.unit.web.test_events import firm

from yuheng.app.event_view import key_of
from yuheng.app.folder_acts import do_act
from yuheng.app.folders import files_of, versions_of
from yuheng.app.ingesting import queue
from yuheng.app.keeping import verify
from yuheng.app.standing_acts import is_due
from yuheng.exchange.items import Item
from yuheng.ledger import vault
from yuheng.ledger.models import Filed, Folder, Job, JobState
from yuheng.web.standing_frame import exchange_of

pytestmark = pytest.mark.django_db

STRANGER = "麒麟诊断有限公司"


def json_of(client: Client, name: str, **query: str) -> Any:
    return json.loads(client.get(reverse(f"{name}-json"), query).content)


def post(client: Client, name: str, /, **given: Any) -> str:
    """What the page says afterwards."""
    response = client.post(reverse(name), given, follow=True)
    assert response.status_code == 200
    return " ".join(str(message) for message in response.context["messages"])


def looked(folder: Folder) -> None:
    """Let the worker do what it was asked for."""
    for job in Job.objects.filter(kind="folder", folder=folder, state=JobState.WAITING):
        Job.objects.filter(pk=job.pk).update(state=JobState.WORKING)
        do_act(job, is_ours=lambda: True, tell=queue)


def items_of(folder: Folder) -> list[tuple[str, str, str]]:
    folder.refresh_from_db()
    return [(item.id, item.firm, item.name) for item in exchange_of(folder).registered.items]


def item(folder: Folder, key: str) -> Item:
    return next(each for each in exchange_of(folder).registered.items if each.id == key)


# --- who sees what


def test_a_firm_sees_its_own_items_and_matches_and_nothing_of_others() -> None:
    bourse(published=True)

    mine = json_of(firm(), "standing-mine")
    page = firm().get(reverse("standing-mine")).content.decode()

    assert [(each["id"], each["matches"]) for each in mine["items"]] == [("G0001", 1)]
    assert [each["other"] for each in mine["matches"]] == [HOSPITAL]
    assert (mine["details"]["phone"], mine["handshakes"]) == (PHONES[FIRM], [])
    for text in (page, json.dumps(mine, ensure_ascii=False)):
        assert [
            word for word in (RIVAL, "骨科手术机器人", "白虎", PHONES[HOSPITAL], PHONES[RIVAL]) if word in text
        ] == []


def test_a_contact_is_shown_once_both_have_agreed_and_to_those_two_only() -> None:
    bourse(published=True)

    post(firm(), "standing-consent", pair=key_of(MATCH), said="yes")
    asked = json_of(firm(HOSPITAL), "standing-mine")
    waiting = json_of(firm(), "standing-mine")
    post(firm(HOSPITAL), "standing-consent", pair=key_of(MATCH), said="yes")

    assert {each["other"]: each["other_yes"] for each in asked["matches"]} == {FIRM: True, RIVAL: False}
    assert [(each["said"], each["other_yes"]) for each in waiting["matches"]] == [("yes", False)]
    assert [phone for phone in PHONES.values() if phone in json.dumps([asked["matches"], waiting["matches"]])] == []
    assert [each["contact"] for each in json_of(firm(), "standing-mine")["handshakes"]] == [
        {"name": "朱雀经理", "phone": PHONES[HOSPITAL]}
    ]
    assert [each["contact"]["phone"] for each in json_of(firm(HOSPITAL), "standing-mine")["handshakes"]] == [
        PHONES[FIRM]
    ]
    rival = json.dumps(json_of(firm(RIVAL), "standing-mine"), ensure_ascii=False)
    assert [phone for phone in (PHONES[FIRM], PHONES[HOSPITAL]) if phone in rival] == []


def test_a_yes_taken_back_hides_the_contact_and_a_no_is_never_told_to_the_other_side() -> None:
    folder = bourse(published=True)
    post(signed_in("clerk"), "standing-pair", pair=key_of(MATCH), do="agree")
    assert len(json_of(firm(), "standing-mine")["handshakes"]) == 1

    post(firm(HOSPITAL), "standing-consent", pair=key_of(MATCH), said="no")
    looked(folder)

    mine, theirs = (json_of(firm(name), "standing-mine") for name in (FIRM, HOSPITAL))
    assert (mine["handshakes"], mine["matches"], mine["refusals"]) == ([], [], [])
    assert [each["other"] for each in theirs["refusals"]] == [FIRM]
    assert [each["other"] for each in theirs["matches"]] == [RIVAL]
    post(firm(HOSPITAL), "standing-consent", pair=key_of(MATCH), said="yes")
    assert [each["other"] for each in json_of(firm(), "standing-mine")["handshakes"]] == [HOSPITAL]


def test_a_firm_changes_nothing_of_another() -> None:
    folder = bourse(published=True)
    before = Filed.objects.count()
    last = (timezone.localdate() + timedelta(days=90)).isoformat()

    answers = [
        firm().post(reverse(name), given).status_code
        for name, given in (
            ("standing-keep", {"item": "G0002", "do": "withdraw"}),
            ("standing-keep", {"item": "G0002", "do": "renew", "until": last}),
            ("standing-hand-in", {**DRUG, "side": "offer", "item": "G0002"}),
            ("standing-consent", {"pair": key_of(APART), "said": "yes"}),
            ("standing-reply", {"pair": key_of(APART), "label": "已签合同", "on": "2026-05-20", "amount": "9"}),
        )
    ]

    assert answers == [404] * 5
    assert firm().get(reverse("standing-form"), {"item": "G0002"}).status_code == 404
    assert Filed.objects.count() == before
    post(firm(), "standing-hand-in", **{**DRUG, "name": "甲硝唑片", "side": "offer", "firm": RIVAL})
    assert [firm_name for _, firm_name, name in items_of(folder) if name == "甲硝唑片"] == [FIRM]
    post(firm(), "standing-details", contact="冒名", phone="13911111111", firm=RIVAL)
    assert exchange_of(folder).registered.firms[RIVAL].contact.phone == PHONES[RIVAL]


def test_visitors_read_the_open_list_without_contacts_and_no_list_before() -> None:
    folder = bourse()
    visitor = signed_in("visitor")
    closed = [visitor.get(reverse(name)).status_code for name in ("standing-list", "standing-mine")]
    refused = firm().get(reverse("standing-mine")).status_code
    post(signed_in("clerk"), "standing-publish", published="1")

    listed = visitor.get(reverse("standing-list"), {"q": "机器人", "form": "订单"}).content.decode()
    exports = [visitor.get(reverse("standing-export", args=[form])).content for form in ("jsonld", "xlsx")]
    twin = json_of(visitor, "standing-list", side="need")

    assert (closed, refused) == ([404, 403], 404)
    assert ("骨科手术机器人" in listed, "阿莫西林胶囊" in listed) == (True, False)
    assert [each["id"] for each in twin["items"]] == ["X0001", "X0002"]
    assert [phone for phone in PHONES.values() if phone.encode() in listed.encode() + b"".join(exports)] == []
    assert "origin" not in twin["items"][0]
    assert visitor.get(reverse("standing-mine")).status_code == 403
    assert visitor.get(reverse("standing")).status_code == 403
    assert folder.published is False  # the row in hand is older


def test_there_is_one_exchange_and_it_is_run_by_whoever_made_it_and_the_office() -> None:
    organiser = signed_in("organiser")
    assert "建立常设对接" in organiser.get(reverse("standing")).content.decode()
    organiser.post(reverse("standing-make"))
    again = post(signed_in("clerk"), "standing-make")

    assert Folder.objects.filter(kind="standing").count() == 1
    assert again == "已经有常设对接了，由建立它的人和办公室管理。"
    assert {organiser.get(reverse(name)).status_code for name in ("standing", "standing-intake")} == {200}
    assert signed_in("clerk").get(reverse("standing-intake")).status_code == 200


def test_another_organiser_is_told_that_it_exists_and_no_more() -> None:
    bourse()
    organiser = signed_in("organiser")

    page = organiser.get(reverse("standing")).content.decode()

    assert ("已经有常设对接了" in page, "阿莫西林" in page) == (True, False)
    assert [organiser.get(reverse(f"standing-{name}")).status_code for name in ("list", "matches", "intake")] == [
        404
    ] * 3


# --- a firm through the year


def test_a_firm_hands_in_changes_renews_and_withdraws_and_the_matches_follow() -> None:
    folder = bourse(published=True)
    client, last = firm(STRANGER), timezone.localdate() + timedelta(days=200)

    said = post(client, "standing-hand-in", **DRUG, side="offer", until=last.isoformat(), quantity="每月5万盒")
    assert said == "已收下。匹配随后更新。"
    assert json_of(client, "standing-mine")["work"] == {"state": "waiting", "message": ""}
    looked(folder)
    assert [each["other"] for each in json_of(client, "standing-mine")["matches"]] == [HOSPITAL]
    form = json_of(client, "standing-form", item="G0003")
    assert (form["item"]["name"], form["item"]["quantity"], form["form"]) == ("阿莫西林胶囊", "每月5万盒", "订单")
    post(client, "standing-hand-in", **{**DRUG, "name": "头孢克洛胶囊"}, side="offer", item="G0003")
    assert (item(folder, "G0003").name, item(folder, "G0003").quantity) == ("头孢克洛胶囊", "每月5万盒")
    post(client, "standing-keep", item="G0003", do="renew", until=(last + timedelta(days=1)).isoformat())
    assert item(folder, "G0003").until == last + timedelta(days=1)
    assert post(client, "standing-keep", item="G0003", do="withdraw") == "G0003 已撤回。"
    assert [key for key, name, _ in items_of(folder) if name == STRANGER] == []


def test_the_exchange_too_proposes_the_class_and_keeps_nothing_before_it_is_confirmed() -> None:
    folder = bourse(published=True)
    given = {"form": "订单", "side": "offer", "name": "KN95口罩", "segment": ""}
    typed = firm().get(reverse("standing-form-json"), given).json()

    response = firm().post(reverse("standing-hand-in"), given)
    assert (typed["segment"], typed["proposed_by"]) == ("械.耗材.口罩", ["KN95", "口罩"])
    assert (response.context["segment"], response.context["unconfirmed"]) == ("械.耗材.口罩", True)
    assert len(items_of(folder)) == 4

    post(firm(), "standing-hand-in", **{**given, "segment": "其他"})
    assert (item(folder, "G0003").name, item(folder, "G0003").segment) == ("KN95口罩", ""), "都不是 is an answer"


def test_a_form_that_cannot_be_read_comes_back_as_it_was_filled_in() -> None:
    folder = bourse(published=True)
    given = {**DRUG, "side": "offer", "name": "甲硝唑片", "specification": "0.2g", "until": "2020-01-01"}

    response = firm().post(reverse("standing-hand-in"), given)

    page = response.content.decode()
    assert response.status_code == 400
    assert ("已经过了" in page, 'value="甲硝唑片"' in page, "0.2g" in page) == (True, True, True)
    assert len(items_of(folder)) == 4


@pytest.mark.parametrize(
    ("form", "asked"),
    [
        ("订单", ["specification", "quantity"]),
        ("开放平台与仪器", ["specification", "quantity"]),
        ("技术转让", ["specification", "stage"]),
        ("产能", ["specification", "quantity", "stage"]),
    ],
)
def test_each_form_asks_for_its_own(form: str, asked: list[str]) -> None:
    bourse(published=True)

    page = json_of(firm(), "standing-form", form=form, side="need")

    assert [each["field"] for each in page["asks"]] == asked
    assert firm().get(reverse("standing-form"), {"form": form, "side": "both"}).status_code == 400


def test_a_reply_climbs_the_ladder_and_no_stage_is_added_to_another() -> None:
    bourse(published=True)
    today = timezone.localdate().isoformat()
    for name in (FIRM, HOSPITAL):
        post(firm(name), "standing-consent", pair=key_of(MATCH), said="yes")

    for label, amount in (("有意向", ""), ("已签合同", "80")):
        post(firm(), "standing-reply", pair=key_of(MATCH), label=label, on=today, amount=amount)
    post(signed_in("clerk"), "standing-outcomes-add", lines=f"{RIVAL} {HOSPITAL} 已签合同 20万元")

    ladder = {
        rung["stage"]: (rung["pairs"], rung["amount"])
        for rung in json_of(signed_in("clerk"), "standing-outcomes")["ladder"]
    }
    assert ladder == {
        "接触": (0, None),
        "意向": (1, None),
        "协议": (0, None),
        "合同": (2, "100"),
        "到款": (0, None),
    }
    told = json_of(firm(), "standing-mine")["handshakes"][0]["told"]
    assert [(each["label"], each["amount"]) for each in told] == [("已签合同", "80"), ("有意向", None)]


# --- the organiser


def test_the_board_tells_what_is_new_what_ends_and_who_is_waited_for() -> None:
    folder = bourse()
    client, today = signed_in("clerk"), timezone.localdate()
    post(client, "standing-item", item="X0002", do="extend", until=(today + timedelta(days=400)).isoformat())
    from yuheng.app.event_people import note_consent
    from yuheng.app.folders import work_in

    work_in(
        folder,
        lambda root: note_consent(root, APART, [RIVAL], yes=True, by="test", on=today - timedelta(days=40)),
        act="test",
        by=None,
        at=NOON,
    )

    board = json_of(client, "standing")

    assert [(row["word"], row["needs"], row["offers"], row["matches"]) for row in board["forms"]] == [
        ("订单", 2, 2, 2),
        ("开放平台与仪器", 0, 0, 0),
        ("技术转让", 0, 0, 0),
        ("产能", 0, 0, 0),
    ]
    assert [(row["id"], row["state"], row["days"]) for row in board["ending"]] == [("G0002", "ending", 10)]
    assert [(row["yes"], row["waits_for"], row["days"]) for row in board["waiting"]] == [
        ([RIVAL], [HOSPITAL], 40),
        ([], list(MATCH), 0),
    ]
    assert [row["why_new"] for row in board["new_matches"]] == [f"新单位：{HOSPITAL}、{name}" for name in (FIRM, RIVAL)]
    ends = {row["month"]: (row["needs"], row["offers"]) for row in board["ends_by_month"]}
    assert (ends["later"], ends["none"]) == ((1, 0), (1, 1))
    assert sum(row["one"] for row in board["waits_by_month"]) == 1
    later = json_of(client, "standing", since=(today + timedelta(days=1)).isoformat())
    assert (later["new"], later["new_matches"]) == ([], [])


def test_what_is_to_be_sent_holds_what_is_new_since_a_day_and_no_contact() -> None:
    bourse()
    client = signed_in("clerk")

    for name, words in (("matches", "骨科手术机器人"), ("ask", "延长到哪一天")):
        response = client.get(reverse("standing-news", args=[name]))
        text = text_of(response.content)
        assert (response.status_code, words in text, any(phone in text for phone in PHONES.values())) == (
            200,
            True,
            False,
        )


def text_of(book: bytes) -> str:
    from io import BytesIO

    from python_calamine import load_workbook

    return str(load_workbook(BytesIO(book)).get_sheet_by_index(0).to_python())


def test_a_sheet_waits_for_its_columns_and_leaves_what_firms_wrote_themselves() -> None:
    folder, client = bourse(), signed_in("clerk")
    sheet = SimpleUploadedFile("表.csv", f"单位名称,供给,规格,电话\n{RIVAL},便携超声,探头7.5MHz,138\n".encode())

    assert "列待确认" in post(client, "standing-sheets", files=sheet)
    head = json_of(client, "standing-intake")["heads"][0]["head"]
    said = post(
        client, "standing-columns", **{"head": head, "c-0-0": "firm", "c-0-1": "offer", "c-0-2": "specification"}
    )

    assert "新登记 1 项，重新登记 1 项，撤下 0 项" in said
    assert [name for _, name, thing in items_of(folder) if thing in ("便携超声", "骨科手术机器人")].count(RIVAL) == 2
    assert json_of(client, "standing-intake")["sheets"] == []


def test_an_event_that_is_over_is_taken_over_once_and_without_contacts() -> None:
    event = fair(by="clerk")  # in May 2026: its day is over
    client = signed_in("clerk")
    client.post(reverse("standing-make"))
    folder = Folder.objects.get(kind="standing")

    first = post(client, "standing-from", event=event.pk)
    again = post(client, "standing-from", event=event.pk)

    assert "接续 4 项；已在列或接续过 0 项，已到期 0 项。" in first
    assert "接续 0 项；已在列或接续过 4 项，已到期 0 项。" in again
    assert {firm.contact.phone for firm in exchange_of(folder).registered.firms.values()} == {""}
    assert client.post(reverse("standing-from"), {"event": "999"}).status_code == 404


# --- the worker, and the end of contacts


def test_a_contact_that_is_kept_no_more_is_gone_from_every_version() -> None:
    folder = bourse(published=True)
    post(firm(), "standing-details", contact="新经理", phone="13922222222", place="渝北区")
    looked(folder)

    kept = [
        vault.open_snapshot(settings.DATA, each.sha256)
        for each in versions_of(folder)
        if each.sha256 is not None and not each.erased
    ]

    assert (sum(PHONES[FIRM].encode() in data for data in kept), sum(b"13922222222" in data for data in kept)) == (0, 1)
    assert "登记.json" in files_of(folder)
    assert json_of(firm(), "standing-mine")["details"]["phone"] == "13922222222"
    assert list(verify()) == []


def test_what_a_page_said_stays_said_when_the_look_has_it_asked_for_again() -> None:
    bourse(by="clerk", published=True)
    client, page = firm(), reverse("standing-mine")
    key = json_of(client, "standing-mine")["items"][0]["id"]
    asking = {"hx-current-url": f"http://testserver{page}"}

    said = post(client, "standing-keep", item=key, do="renew", until="2099-01-01")
    Job.objects.filter(kind="folder").update(state=JobState.DONE)
    reloads = client.get(reverse("standing-work"), headers=asking).headers.get("HX-Refresh")
    first, second = ([str(each) for each in client.get(page).context["messages"]] for _ in range(2))

    assert (said, reloads, first, second) == (f"{key} 已延期。", "true", [f"{key} 已延期。"], [])


def test_the_worker_looks_once_a_day_by_itself() -> None:
    folder = bourse()
    today = timezone.localdate()

    assert (is_due(on=today), is_due(on=today + timedelta(days=1))) == (None, folder)


def test_sheets_that_wait_for_their_columns_start_no_look_that_would_reload_the_page_under_the_hand() -> None:
    bourse(by="clerk")
    client = signed_in("clerk")
    sheet = SimpleUploadedFile("表.csv", "企业名称,采购产品\n青龙医院,病床\n".encode())

    client.post(reverse("standing-sheets"), {"files": sheet})
    waiting = Job.objects.filter(kind="folder", state=JobState.WAITING).count()
    head = {"head": "企业名称 | 采购产品", "c-0-0": "firm", "c-0-1": "need"}
    said = post(client, "standing-columns", **head)
    asked = [
        client.get(reverse("standing-work"), headers={"hx-current-url": f"http://testserver{reverse(page)}"})
        for page in ("standing-intake", "standing")
    ]

    assert (waiting, Job.objects.filter(kind="folder", state=JobState.WAITING).count()) == (0, 1)
    assert "新登记 1 项" in said
    assert [each.headers.get("HX-Refresh") for each in asked] == [None, None], "the look is still to come"
    Job.objects.filter(kind="folder").update(state=JobState.DONE)
    again = [
        client.get(reverse("standing-work"), headers={"hx-current-url": f"http://testserver{reverse(page)}"})
        for page in ("standing-intake", "standing")
    ]
    assert [each.headers.get("HX-Refresh") for each in again] == [None, "true"]
