"""A firm's own items on the pages: handed in through its own sheet, and nobody else's is shown or touched."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from tests.unit.ledger.people import NOON
from tests.unit.web.fair import DAY, FIRM, HOSPITAL, PHONES, RIVAL, fair
from tests.unit.web.people import account, signed_in

from yuheng.app.event import make_timetable, match_items, take_in
from yuheng.app.event_desk import keep_setting, keep_sheet, read_sheets
from yuheng.app.event_folder import PLAN, REGISTERED, SHEETS, read_event
from yuheng.app.event_origins import check_origins
from yuheng.app.event_own import own_of
from yuheng.app.event_people import end_contacts
from yuheng.app.event_press import print_out
from yuheng.app.event_view import event_at, registration_at, setting_at
from yuheng.app.folders import files_of, make_folder, publish_folder, reading_copy, work_in
from yuheng.exchange.items import Contact, Item
from yuheng.ledger.models import Account, Folder, FolderKind, LogEntry
from yuheng.office.event_file import read_plan
from yuheng.office.event_own import OwnSheet, own_bytes, own_name
from yuheng.office.event_setting import CLOSED, Clock, Setting

pytestmark = pytest.mark.django_db

NEW = "青龙生物有限公司"
LIST = (
    "单位名称,统一社会信用代码,所属集团,联系人,联系电话,回避单位,供给,需求\n"
    f"{FIRM},123,,玄武经理,{PHONES[FIRM]},白虎器械,阿莫西林胶囊、奥司他韦胶囊,\n"
    f"{HOSPITAL},,,朱雀经理,{PHONES[HOSPITAL]},,,阿莫西林胶囊\n"
    f"{RIVAL},,岚江集团,白虎经理,{PHONES[RIVAL]},,骨科手术机器人,\n"
)
UNCLEAR = (
    "单位名称,许可证有效期,供需类型,名称,产业链环节,有效期,阶段\n"
    f"{FIRM},下半年,供给,阿莫西林胶囊,,年底,快了\n"
    ",,供给,医用外科口罩,其他,2026-12-31,量产\n"
    ",,合作,注册检验,,,\n"
    ",,供给,奥司他韦胶囊,丙类,长期,\n"
    f"{HOSPITAL},,需求,阿莫西林胶囊,,月底,\n"
)
"""A list in which the organiser has left a day, a stage, a side and a class that nobody can use as they stand."""
MASK = {
    "side": "供给",
    "name": "医用外科口罩",
    "segment": "械.耗材.口罩",
    "specification": "YY 0469",
    "quantity": "每月10万只",
}
FOREIGN = own_bytes(OwnSheet(RIVAL, {}, ({"side": "供给", "name": "口罩"},)))


def firm(name: str = FIRM) -> Client:
    found = Account.objects.filter(username=name).first()
    user = found or Account.objects.create_user(name, role="firm", party=name)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def event(*, published: bool = True, listed: str = LIST, **setting: Any) -> Folder:
    """An event of three firms, registered from one list of the organiser's; no timetable yet."""
    organiser = account("clerk")
    folder = make_folder(FolderKind.EVENT, "岚江对接会", by=organiser, at=NOON)

    def work(root: Path) -> None:
        keep_setting(root, Setting(title="岚江对接会", day=DAY, **setting))
        keep_sheet(root, "名单.csv", listed.encode())
        read_sheets(root, on=DAY)

    work_in(folder, work, act="test", by=organiser, at=NOON)
    taken = json_of(signed_in("clerk"), "event-intake", folder)["heads"][0]
    columns = {f"c-0-{each['place']}": each["field"] for each in taken["columns"]}
    signed_in("clerk").post(reverse("event-columns", args=[folder.pk]), {"head": taken["head"], **columns})
    if published:
        publish_folder(folder, published=True, by=organiser, at=NOON)
    return folder


def json_of(client: Client, page: str, folder: Folder, **query: str) -> Any:
    return json.loads(client.get(reverse(f"{page}-json", args=[folder.pk]), query).content)


def post(client: Client, name: str, folder: Folder, given: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """What the page says afterwards, and what it asks."""
    response = client.post(reverse(name, args=[folder.pk]), given, follow=True)
    assert response.status_code == 200
    return [str(message) for message in response.context["messages"]], response.context["questions"]


def items(folder: Folder, name: str) -> list[Item]:
    registered = registration_at(reading_copy(folder))
    assert registered is not None
    return [item for item in registered.items if item.firm == name]


def words(found: list[Item]) -> list[tuple[str, str, str]]:
    return [(item.id, item.name, item.segment) for item in found]


# --- an item


def test_an_item_is_registered_from_a_cell_of_the_firms_own_sheet_and_the_others_keep_their_numbers() -> None:
    folder = event()
    before = words(items(folder, HOSPITAL) + items(folder, RIVAL))

    said, _ = post(firm(), "event-own-keep", folder, MASK)

    assert said == ["已登记：医用外科口罩"]
    mine = items(folder, FIRM)
    assert words(mine) == [
        ("G0001", "阿莫西林胶囊", "药.化学药.制剂"),
        ("G0002", "奥司他韦胶囊", "药.化学药.制剂"),
        ("G0004", "医用外科口罩", "械.耗材.口罩"),
    ]
    assert (mine[2].specification, mine[2].quantity) == ("YY 0469", "每月10万只")
    assert words(items(folder, HOSPITAL) + items(folder, RIVAL)) == before
    checked = check_origins(reading_copy(folder))
    assert [item.origin.words for item in checked.held if item.origin and item.firm == FIRM] == [
        f"{own_name(FIRM)}·供需!C{row}" for row in (3, 4, 5)
    ]
    assert (checked.broken, checked.missing, checked.unknown) == ((), (), ())


def test_a_firms_first_change_answers_no_question_that_it_did_not_touch() -> None:
    folder = event(listed=UNCLEAR)

    def asked() -> list[tuple[str, str]]:
        registered = registration_at(reading_copy(folder))
        assert registered is not None
        return sorted((each.kind, each.text) for each in registered.questions if each.firm == FIRM)

    before, stood = asked(), words(items(folder, FIRM))
    said, _ = post(firm(), "event-own-keep", folder, MASK | {"name": "检查手套", "segment": "械.耗材.手套"})

    assert said == ["已登记：检查手套"]
    first = json_of(firm(), "event-mine", folder)["items"][0]["key"]
    form = firm().get(reverse("event-own-item", args=[folder.pk]), {"item": first}).content.decode()
    assert ('type="text" name="until" value="年底"' in form, "<option selected>快了</option>" in form) == (True, True)
    assert [kind for kind, _ in before] == ["date", "date", "segment", "side", "stage", "vague"]
    assert asked() == before
    assert [each for each in words(items(folder, FIRM)) if each in stood] == stood
    assert ("医用外科口罩", "") in {(name, segment) for _, name, segment in stood}, "都不是 is an answer"
    assert [each["name"] for each in json_of(firm(), "event-mine", folder)["items"] if not each["id"]] == ["注册检验"]


def test_what_a_firm_says_itself_replaces_what_a_list_said_of_it_and_keeps_what_it_did_not_touch() -> None:
    folder = event()
    key = json_of(firm(), "event-mine", folder)["items"][0]["key"]

    post(firm(), "event-own-keep", folder, {**MASK, "item": key})

    registered = registration_at(reading_copy(folder))
    assert registered is not None
    assert [item.name for item in items(folder, FIRM)] == ["医用外科口罩", "奥司他韦胶囊"]
    assert registered.firms[FIRM].contact == Contact(name="玄武经理", phone=PHONES[FIRM])
    assert registered.vetoes == [(FIRM, "白虎器械")]
    assert [each.kind for each in registered.questions if each.firm == FIRM] == ["code"]  # still to be answered


def test_a_withdrawn_item_is_gone_and_its_number_is_never_another_items() -> None:
    folder = event()
    post(firm(), "event-own-keep", folder, MASK)
    rows = json_of(firm(), "event-mine", folder)["items"]

    said, _ = post(firm(), "event-own-withdraw", folder, {"item": rows[2]["key"]})
    post(firm(), "event-own-keep", folder, {**MASK, "name": "检查手套", "segment": "械.耗材.手套"})

    assert said == ["已撤回。"]
    assert words(items(folder, FIRM))[2:] == [("G0005", "检查手套", "械.耗材.手套")]
    again, _ = post(firm(), "event-own-withdraw", folder, {"item": rows[2]["key"]})
    assert again == ["这一项刚被改动过。 刷新后再试。"]


def test_the_class_is_proposed_by_the_words_and_nothing_is_kept_before_it_is_confirmed() -> None:
    folder = event()
    proposed = json_of(firm(), "event-own-item", folder, name="KN95口罩")

    response = firm().post(reverse("event-own-keep", args=[folder.pk]), {**MASK, "segment": ""})

    assert (proposed["segment"], proposed["proposed_by"]) == ("械.耗材.口罩", ["KN95", "口罩"])
    assert (response.context["segment"], response.context["unconfirmed"]) == ("械.耗材.口罩", True)
    assert len(items(folder, FIRM)) == 2
    assert json_of(firm(), "event-own-item", folder, name="某某服务")["segment"] == ""


def test_until_when_it_is_open_is_said_in_english_too() -> None:
    folder, client = event(hand_in="2099-01-01"), firm()
    client.post(reverse("set_language"), {"language": "en", "next": "/"})

    pages = [client.get(reverse(name, args=[folder.pk])) for name in ("event-mine", "event-own-item", "event-own-firm")]

    assert [page.context["window"] for page in pages] == ["Open until 2099-01-01."] * 3


def test_a_chosen_class_holds_against_the_words_and_none_of_them_is_none() -> None:
    folder = event()

    post(firm(), "event-own-keep", folder, {**MASK, "segment": "流通.器械"})
    post(firm(), "event-own-keep", folder, {**MASK, "name": "口罩展示柜", "segment": "其他"})

    assert [item.segment for item in items(folder, FIRM)][2:] == ["流通.器械", ""]


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"name": "寻求合作", "segment": "其他", "specification": ""}, "“寻求合作”无法匹配"),
        ({"name": "奥司他韦胶囊", "segment": "药.化学药.制剂", "specification": ""}, "“奥司他韦胶囊”登记了两次"),
    ],
)
def test_what_cannot_be_used_as_it_stands_is_asked_at_once_and_kept_only_if_the_firm_insists(
    given: dict[str, str], asked: str
) -> None:
    folder = event()

    _, questions = post(firm(), "event-own-keep", folder, {**MASK, **given})
    kept = len(items(folder, FIRM))
    said, left = post(firm(), "event-own-keep", folder, {**MASK, **given, "anyway": "1"})

    assert [question[: len(asked)] for question in questions] == [asked]
    assert kept == 2
    assert said == [f"已登记：{given['name']}"]
    assert asked in " ".join(left)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": " "}, "没有写名称。"),
        ({"side": "别的"}, "“医用外科口罩”是供给还是需求？"),
        ({"specification": "长" * 501}, "规格太长：最多500字。"),
    ],
)
def test_an_item_that_cannot_be_is_refused_and_the_form_keeps_what_was_typed(given: dict[str, str], said: str) -> None:
    folder = event()

    response = firm().post(reverse("event-own-keep", args=[folder.pk]), {**MASK, **given})

    assert [str(each).split(" ")[0] for each in response.context["messages"]] == [said]
    assert response.context["item"]["quantity"] == "每月10万只"
    assert len(items(folder, FIRM)) == 2


def test_the_command_line_reads_the_same_register_from_the_folder_taken_along(tmp_path: Path) -> None:
    folder = event()
    post(firm(), "event-own-keep", folder, MASK)
    shutil.copytree(reading_copy(folder), tmp_path / "会")
    here = tmp_path / "会" / REGISTERED

    before = here.read_text("utf-8")
    take_in(tmp_path / "会", sorted((tmp_path / "会" / SHEETS).iterdir()), on=DAY)

    assert here.read_text("utf-8") == before


# --- the firm


def test_a_firm_corrects_its_own_data_and_a_licence_that_has_ended_is_asked_about_at_once() -> None:
    folder = event()
    given = {"contact": "玄武新经理", "phone": "13700000000", "licence": "渝妆20160001", "licence_until": "2026-03-01"}

    _, asked = post(firm(), "event-own-firm-keep", folder, given)
    said, _ = post(firm(), "event-own-firm-keep", folder, {**given, "licence_until": "2028-03-01"})

    registered = registration_at(reading_copy(folder))
    assert registered is not None
    assert asked == ["登记的渝妆20160001已于2026-03-01到期，换发的新证编号和有效期是什么？"]
    assert said == ["单位信息已保存。"]
    assert registered.firms[FIRM].contact == Contact(name="玄武新经理", phone="13700000000")
    assert registered.firms[FIRM].licence_until == date(2028, 3, 1)
    assert [item.name for item in items(folder, FIRM)] == ["阿莫西林胶囊", "奥司他韦胶囊"]


def planned(**setting: Any) -> Folder:
    """The event, matched and with a timetable; contacts are kept for longer than anybody will run this."""
    folder = event(clock=Clock(count=4, breaks=()), tables=3, most=4, keep_contacts_days=36500, **setting)

    def work(root: Path) -> None:
        match_items(root, on=DAY)
        _, written = make_timetable(root)
        print_out(root, read_event(root), read_plan(root / PLAN))
        assert written

    work_in(folder, work, act="test", by=account("clerk"), at=NOON)
    return folder


def test_whom_to_ring_is_named_after_the_timetable_and_neither_matches_nor_sheets_are_made_again() -> None:
    folder = planned()
    before, stood = steps(folder), {path: each.sha256 for path, each in files_of(folder).items()}
    shown = json_of(firm(), "event-own-firm", folder)
    agreed = json_of(firm(), "event-mine", folder)["matches"][0]["pair"]
    for one in (firm(), firm(HOSPITAL)):
        one.post(reverse("event-consent", args=[folder.pk]), {"pair": agreed, "said": "yes"})

    said, _ = post(firm(), "event-own-firm-keep", folder, {"contact": "玄武新经理", "phone": "13700000000"})

    assert (shown["about"], shown["open"]) == ({"contact": "玄武经理", "phone": PHONES[FIRM]}, False)
    assert said == ["联系人已保存。"]
    theirs = json_of(firm(HOSPITAL), "event-mine", folder)
    assert [row["contact"] for row in (theirs["matches"][0], theirs["agenda"][0])] == [
        {"name": "玄武新经理", "phone": "13700000000"}
    ] * 2
    assert steps(folder) == before
    changed = {path for path, each in files_of(folder).items() if each.sha256 != stood.get(path)}
    assert {path for path in changed if path.endswith((".pdf", ".ics", ".png")) or path in ("议程.xlsx", PLAN)} == set()
    assert words(items(folder, FIRM)) == [
        ("G0001", "阿莫西林胶囊", "药.化学药.制剂"),
        ("G0002", "奥司他韦胶囊", "药.化学药.制剂"),
    ]


def test_after_the_timetable_nothing_but_the_contact_is_taken_and_nobody_elses() -> None:
    folder = planned()
    before = {path: version.sha256 for path, version in files_of(folder).items()}

    said = [
        post(firm(), "event-own-firm-keep", folder, {"contact": "某", "phone": "1", "absent": "1"})[0],
        post(firm(), "event-own-firm-keep", folder, {"contact": "长" * 501})[0],
    ]

    assert said == [["时间表已排好，登记已截止；有改动请联系活动举办方。"], ["联系人太长：最多500字。"]]
    assert (
        firm(NEW)
        .post(reverse("event-own-firm-keep", args=[folder.pk]), {"contact": "某"}, follow=True)
        .context["messages"]
    )
    assert {path: version.sha256 for path, version in files_of(folder).items()} == before


def test_a_contact_is_not_taken_once_contacts_are_kept_no_longer() -> None:
    folder = event(hand_in=CLOSED, keep_contacts_days=1)

    said, _ = post(firm(), "event-own-firm-keep", folder, {"contact": "玄武新经理", "phone": "13700000000"})

    assert said == ["联系方式已不再保留，不能修改。 有改动请联系活动举办方。"]
    assert json_of(firm(), "event-mine", folder)["names_contact"] is False
    assert firm().get(reverse("event-own-firm", args=[folder.pk])).status_code == 400


def test_a_firm_that_nobody_listed_is_registered_by_its_first_item() -> None:
    folder = event()
    empty = json_of(firm(NEW), "event-mine", folder)

    post(firm(NEW), "event-own-keep", folder, MASK)

    assert (empty["registered"], empty["items"], empty["open"]) == (False, [], True)
    assert [(item.firm, item.name) for item in items(folder, NEW)] == [(NEW, "医用外科口罩")]
    assert json_of(firm(NEW), "event-mine", folder)["registered"] is True
    assert {row["firm"] for row in json_of(signed_in("visitor"), "event-list", folder)["items"]} >= {NEW}


# --- its sheet


def test_the_sheet_comes_filled_with_what_is_registered_and_is_kept_as_the_firm_sends_it_back(tmp_path: Path) -> None:
    folder = event()
    sent = firm().get(reverse("event-own-sheet", args=[folder.pk])).content
    own = own_of(reading_copy(folder), FIRM)
    filled = own_bytes(replace(own, items=(*own.items, {"side": "需求", "name": "铝箔", "quantity": "5吨"})))

    said, _ = post(firm(), "event-own-take", folder, {"files": SimpleUploadedFile("改名.xlsx", filled)})

    assert sent == own_bytes(own)
    assert said == ["本单位的登记表已收下。"]
    assert (reading_copy(folder) / SHEETS / own_name(FIRM)).read_bytes() == filled
    assert [(item.side, item.name, item.quantity) for item in items(folder, FIRM)] == [
        ("offer", "阿莫西林胶囊", ""),
        ("offer", "奥司他韦胶囊", ""),
        ("need", "铝箔", "5吨"),
    ]


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        (FOREIGN, "供需第3行写的是“白虎器械有限公司”，不是本单位。"),
        (own_bytes(OwnSheet(FIRM, {}, ({"name": "口罩", "no": "长" * 501},))), "不接受太长：最多500字。"),
        (own_bytes(OwnSheet(FIRM, {}, ({"name": "口罩"},) * 201)), "表中有201项：一家单位最多200项。"),
        (b"no workbook", "不是 Excel 工作簿（.xlsx）。"),
    ],
)
def test_a_sheet_of_another_firm_or_of_none_is_refused_and_changes_nothing(sheet: bytes, said: str) -> None:
    folder = event()
    before = {path: version.sha256 for path, version in files_of(folder).items()}

    told, _ = post(firm(), "event-own-take", folder, {"files": SimpleUploadedFile("表.xlsx", sheet)})

    assert [each.split(" ")[0] if said.startswith("供需") else each[: len(said)] for each in told] == [said]
    assert {path: version.sha256 for path, version in files_of(folder).items()} == before


def test_a_row_of_another_firm_that_got_into_an_own_sheet_says_nothing_of_that_firm() -> None:
    folder = event()
    rows = OwnSheet(FIRM, {}, ({"side": "供给", "name": "口罩"}, {"side": "供给", "name": "骨科手术机器人"}))

    def work(root: Path) -> None:
        path = root / SHEETS / own_name(FIRM)
        path.write_bytes(own_bytes(rows))
        book = load_workbook(path)
        book["供需"]["A4"] = RIVAL
        book.save(path)
        book.close()
        read_sheets(root, on=DAY)

    work_in(folder, work, act="test", by=account("clerk"), at=NOON)

    assert [item.name for item in items(folder, FIRM)] == ["口罩"]
    assert [item.name for item in items(folder, RIVAL)] == ["骨科手术机器人"]


# --- who may, and until when


def test_another_firms_items_contact_and_group_are_neither_shown_nor_changed() -> None:
    folder = event(published=False, invite=True)
    post(firm(), "event-own-firm-keep", folder, {"group": "岚江集团"})  # the rival's, which nobody is to learn from it
    key = json_of(firm(RIVAL), "event-mine", folder)["items"][0]["key"]

    told, _ = post(firm(), "event-own-withdraw", folder, {"item": key})
    pages = [
        firm().get(reverse(name, args=[folder.pk])).content.decode()
        for name in ("event-mine", "event-mine-json", "event-own-item", "event-own-firm")
    ]

    assert told == ["这一项刚被改动过。 刷新后再试。"]
    assert [item.name for item in items(folder, RIVAL)] == ["骨科手术机器人"]
    hidden = (RIVAL, HOSPITAL, "骨科手术机器人", "白虎经理", PHONES[RIVAL], PHONES[HOSPITAL])
    assert [word for page in pages for word in hidden if word in page] == []
    assert json_of(firm(), "event-mine", folder)["questions"] == [
        "另有同一集团的单位参会，排会时互不安排对接。是否另有要求？"
    ]


def test_an_invitation_opens_a_firms_own_items_and_nothing_of_the_unpublished_event() -> None:
    hidden, folder = event(published=False), fair()
    work_in(
        folder,
        lambda root: keep_setting(root, replace(setting_at(root), invite=True, hand_in="2099-01-01")),
        act="test",
        by=account("clerk"),
        at=NOON,
    )

    mine = json_of(firm(), "event-mine", folder)

    listed = json.loads(firm().get("/events.json").content)["events"]
    assert [(row["id"], row["enters"], row["firms"]) for row in listed] == [(folder.pk, True, None)]
    assert firm().get(reverse("event-mine", args=[hidden.pk])).status_code == 404
    assert [item["id"] for item in mine["items"]] == ["G0001"]
    assert (mine["matches"], mine["agenda"], mine["outcomes"]) == ([], [], [])
    assert firm().get(reverse("event-list", args=[folder.pk])).status_code == 404
    assert firm().get(reverse("event-agenda", args=[folder.pk, "ics"])).status_code == 404
    assert signed_in("department").get(reverse("event-mine", args=[folder.pk])).status_code == 404
    assert signed_in("visitor").get(reverse("event-mine", args=[folder.pk])).status_code == 404


@pytest.mark.parametrize(
    ("hand_in", "said"),
    [
        (CLOSED, "登记已截止；有改动请联系活动举办方。"),
        ("2026-01-01", "登记已于2026-01-01截止；有改动请联系活动举办方。"),
    ],
)
def test_nothing_is_handed_in_after_the_organiser_has_closed_it(hand_in: str, said: str) -> None:
    folder = event(hand_in=hand_in)
    before = {path: version.sha256 for path, version in files_of(folder).items()}

    told = [
        post(firm(), name, folder, given)[0]
        for name, given in (
            ("event-own-keep", MASK),
            ("event-own-withdraw", {"item": json_of(firm(), "event-mine", folder)["items"][0]["key"]}),
            ("event-own-firm-keep", {"contact": "某", "code": ""}),
            ("event-own-take", {"files": SimpleUploadedFile("表.xlsx", own_bytes(OwnSheet(FIRM)))}),
        )
    ]

    assert told == [[said]] * 4
    assert firm().get(reverse("event-own-item", args=[folder.pk])).status_code == 400
    assert {path: version.sha256 for path, version in files_of(folder).items()} == before


def test_by_default_it_is_open_until_the_timetable_is_made_and_the_organiser_may_open_it_again() -> None:
    folder = fair(published=True)
    closed = json_of(firm(), "event-mine", folder)

    far = (NOON.date() + timedelta(days=36500)).isoformat()
    signed_in("clerk").post(reverse("event-window", args=[folder.pk]), {"kind": "until", "until": far})

    assert (closed["open"], closed["window"]) == (False, "时间表已排好，登记已截止；有改动请联系活动举办方。")
    assert json_of(firm(), "event-mine", folder)["open"] is True
    assert setting_at(reading_copy(folder)).hand_in == far


def test_the_organiser_sees_who_handed_in_and_that_the_matches_are_older() -> None:
    folder = event()
    work_in(folder, lambda root: match_items(root, on=DAY), act="test", by=account("clerk"), at=NOON)
    assert {step["key"]: step["state"] for step in steps(folder)}["matches"] == "done"
    matched = [match.offer for match in event_at(reading_copy(folder)).matches]
    key = json_of(firm(), "event-mine", folder)["items"][0]["key"]

    post(firm(), "event-own-withdraw", folder, {"item": key})

    page = json_of(signed_in("clerk"), "event-intake", folder)
    assert [(row["firm"], row["items"], row["by"]) for row in page["own"]] == [(FIRM, 1, FIRM)]
    assert [sheet["name"] for sheet in page["sheets"]] == ["名单.csv"]
    assert {step["key"]: step["state"] for step in steps(folder)}["matches"] == "old"
    assert matched == ["G0001", "G0002"]
    assert [match.offer for match in event_at(reading_copy(folder)).matches] == ["G0002"]
    assert signed_in("clerk").get(reverse("event-matches", args=[folder.pk])).status_code == 200


def steps(folder: Folder) -> list[dict[str, Any]]:
    return list(json_of(signed_in("clerk"), "event", folder)["steps"])


def test_an_own_sheet_taken_out_gives_the_lists_their_say_back() -> None:
    folder = event()
    post(firm(), "event-own-keep", folder, MASK)

    signed_in("clerk").post(reverse("event-sheet-drop", args=[folder.pk]), {"name": own_name(FIRM)})

    assert [item.name for item in items(folder, FIRM)] == ["阿莫西林胶囊", "奥司他韦胶囊"]


def test_what_a_firm_typed_of_its_contact_is_erased_with_the_others_in_every_version(
    django_capture_on_commit_callbacks: Any,
) -> None:
    folder = event()
    given = {"contact": "玄武新经理", "phone": "13700000000"}
    post(firm(), "event-own-firm-keep", folder, given)

    with django_capture_on_commit_callbacks(execute=True):
        end_contacts(folder, by=account("clerk"), at=NOON, on=DAY + timedelta(days=181))

    said, _ = post(firm(), "event-own-keep", folder, MASK)
    assert not any(path.startswith(f"{SHEETS}/") for path in files_of(folder))
    assert "13700000000" not in (reading_copy(folder) / REGISTERED).read_text("utf-8")
    assert said == ["联系方式已按期删除，登记不再改动。 再办一场请新建活动。"]
    assert [item.name for item in items(folder, FIRM)] == ["阿莫西林胶囊", "奥司他韦胶囊"]


def test_what_firms_do_is_in_the_log_under_their_own_names() -> None:
    folder = event()

    post(firm(NEW), "event-own-keep", folder, MASK)

    entry = LogEntry.objects.filter(act="event.own").last()
    assert entry is not None
    assert entry.by == NEW
