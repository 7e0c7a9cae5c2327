"""The pages of an event: who sees what of it, what a move may do, when contacts are shown and when they end."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from tests.unit.ledger.people import NOON, handed_in
from tests.unit.web.fair import APART, DAY, FIRM, HOSPITAL, MEETING, PHONES, RIVAL, fair
from tests.unit.web.people import SECRET, account, signed_in

from yuheng.app.event_day import News, plan_again
from yuheng.app.event_desk import keep_setting
from yuheng.app.event_folder import PLAN, REGISTERED, SHEETS, read_event
from yuheng.app.event_people import contacts_kept, end_contacts
from yuheng.app.event_press import print_out
from yuheng.app.event_print import codes_of, secret_in
from yuheng.app.event_view import event_at, key_of, plan_at, registration_at, setting_at
from yuheng.app.folders import files_of, make_folder, reading_copy, versions_of, work_in
from yuheng.app.keeping import verify
from yuheng.errors import Misuse
from yuheng.exchange.items import Contact
from yuheng.ledger import vault
from yuheng.ledger.models import Account, Entry, Folder, FolderKind, Job, LogEntry
from yuheng.office.event_file import plan_text, read_plan
from yuheng.office.event_setting import Setting
from yuheng.web.pages import message_of

pytestmark = pytest.mark.django_db

SHEET = "企业名称,采购产品,联系人,联系电话,备注\n青龙医院,病床,张三,138,急\n玄武制药有限公司,铝箔,李四,139,\n"


def firm(name: str = FIRM) -> Client:
    """The account of a firm."""
    found = Account.objects.filter(username=name).first()
    user = found or Account.objects.create_user(name, role="firm", party=name)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def json_of(client: Client, name: str, folder: Folder, **query: str) -> Any:
    return json.loads(client.get(reverse(f"{name}-json", args=[folder.pk]), query).content)


def post(client: Client, name: str, folder: Folder, **given: Any) -> str:
    """What the page says afterwards."""
    response = client.post(reverse(name, args=[folder.pk]), given, follow=True)
    assert response.status_code == 200
    return " ".join(str(message) for message in response.context["messages"])


# --- who sees what


def test_a_firm_sees_its_own_items_matches_and_agenda_and_nothing_of_others() -> None:
    folder = fair(published=True)

    mine = json_of(firm(), "event-mine", folder)
    page = firm().get(reverse("event-mine", args=[folder.pk])).content.decode()

    assert [item["id"] for item in mine["items"]] == ["G0001"]
    assert [match["other"] for match in mine["matches"]] == [HOSPITAL]
    assert [(row["slot"], row["table"], row["other"]) for row in mine["agenda"]] == [(1, 1, HOSPITAL)]
    for text in (page, json.dumps(mine, ensure_ascii=False)):
        assert [
            word for word in (RIVAL, "骨科手术机器人", "白虎", PHONES[RIVAL], PHONES[HOSPITAL]) if word in text
        ] == []


def test_a_question_back_is_shown_to_the_firm_that_is_asked() -> None:
    folder = fair(published=True)

    assert json_of(firm(RIVAL), "event-mine", folder)["questions"] == ["白虎的许可证已到期，新证编号是什么？"]
    assert json_of(firm(), "event-mine", folder)["questions"] == []


def test_a_contact_is_shown_once_both_have_agreed_and_to_those_two_only() -> None:
    folder, key = fair(published=True), key_of(MEETING)

    post(firm(), "event-consent", folder, pair=key, said="yes")
    before = [json_of(firm(name), "event-mine", folder)["matches"] for name in (FIRM, HOSPITAL)]
    post(firm(HOSPITAL), "event-consent", folder, pair=key, said="yes")

    assert [row["contact"] for rows in before for row in rows] == [None, None, None]
    assert [row["contact"] for row in json_of(firm(), "event-mine", folder)["matches"]] == [
        {"name": "朱雀经理", "phone": PHONES[HOSPITAL]}
    ]
    others = {row["other"]: row["contact"] for row in json_of(firm(HOSPITAL), "event-mine", folder)["matches"]}
    assert others == {FIRM: {"name": "玄武经理", "phone": PHONES[FIRM]}, RIVAL: None}
    assert [row["contact"] for row in json_of(firm(RIVAL), "event-mine", folder)["matches"]] == [None]


def test_whoever_takes_a_yes_back_is_no_longer_shown_the_contact_and_is_kept_apart() -> None:
    folder, key = fair(published=True), key_of(MEETING)
    post(signed_in("clerk"), "event-pair", folder, pair=key, do="agree")
    assert json_of(firm(), "event-mine", folder)["matches"][0]["contact"]["phone"] == PHONES[HOSPITAL]

    post(firm(HOSPITAL), "event-consent", folder, pair=key, said="no")

    row = json_of(firm(), "event-mine", folder)["matches"][0]
    assert (row["contact"], row["said"], "refused" in row) == (None, "yes", False)
    assert read_event(reading_copy(folder)).rules.forbids(MEETING)


def test_a_firm_answers_for_its_own_pairs_only() -> None:
    folder = fair(published=True)
    address = reverse("event-consent", args=[folder.pk])

    assert firm().post(address, {"pair": key_of(APART), "said": "yes"}).status_code == 404
    assert firm("无关有限公司").post(address, {"pair": key_of(MEETING), "said": "yes"}).status_code == 404
    assert firm().post(address, {"pair": key_of(MEETING), "said": "perhaps"}).status_code == 400


def test_a_firm_tells_what_came_of_its_meeting_and_reads_its_own_outcomes_only() -> None:
    folder = fair(published=True)
    given = {"label": "有意向", "on": "2026-05-20", "amount": ""}

    post(firm(), "event-reply", folder, pair=key_of(MEETING), **given)
    post(firm(HOSPITAL), "event-reply", folder, pair=key_of(APART), **{**given, "label": "不合适"})

    told = json_of(firm(), "event-mine", folder)["outcomes"]
    assert [(row["firms"], row["label"]) for row in told] == [(list(MEETING), "有意向")]


def test_an_agenda_to_take_along_holds_the_firms_own_meetings() -> None:
    folder = fair(published=True)

    calendar = firm().get(reverse("event-agenda", args=[folder.pk, "ics"])).content.decode()
    sheet = firm().get(reverse("event-agenda", args=[folder.pk, "pdf"])).content

    assert calendar.count("BEGIN:VEVENT") == 1
    assert RIVAL not in calendar
    assert sheet.startswith(b"%PDF")


def test_visitors_read_the_published_list_without_contacts_and_no_list_before() -> None:
    hidden, folder = fair(), fair(published=True)
    visitor = signed_in("visitor")

    listed = visitor.get(reverse("event-list", args=[folder.pk])).content.decode()
    export = visitor.get(reverse("event-list-export", args=[folder.pk, "jsonld"])).content.decode()

    assert [word for word in ("骨科手术机器人", HOSPITAL) if word not in listed] == []
    assert [phone for phone in PHONES.values() if phone in listed + export] == []
    assert [event["id"] for event in json.loads(visitor.get("/events.json").content)["events"]] == [folder.pk]
    assert visitor.get(reverse("event-list", args=[hidden.pk])).status_code == 404
    assert visitor.get(reverse("event-mine", args=[folder.pk])).status_code == 404


def test_an_organiser_runs_their_own_event_and_only_reads_anothers_list() -> None:
    mine, other = fair(by="organiser"), fair(published=True)
    client = signed_in("organiser")

    pages = ("event", "event-intake", "event-matches", "event-timetable", "event-day", "event-door", "event-outcomes")
    assert {client.get(reverse(page, args=[mine.pk])).status_code for page in pages} == {200}
    assert {client.get(reverse(page, args=[other.pk])).status_code for page in pages} == {404}
    assert client.get(reverse("event-list", args=[other.pk])).status_code == 200


# --- intake and settings


def test_nothing_is_registered_until_the_columns_are_confirmed_and_a_correction_holds() -> None:
    client = signed_in("organiser")
    client.post(reverse("event-add"), {"title": "春季对接会", "day": "2026-05-20"})
    folder = Folder.objects.get(kind="event")

    assert (
        post(client, "event-sheets", folder, files=SimpleUploadedFile("表.csv", SHEET.encode())) == "收下 1 份登记表。"
    )
    proposed = json_of(client, "event-intake", folder)["heads"][0]
    assert registration_at(reading_copy(folder)) is None
    assert [(each["title"], each["field"]) for each in proposed["columns"]] == [
        *(("企业名称", "firm"), ("采购产品", "need"), ("联系人", "contact"), ("联系电话", "phone"), ("备注", "")),
    ]
    fields = {"c-0-0": "firm", "c-0-1": "need", "c-0-2": "contact", "c-0-3": "", "c-0-4": "specification"}
    post(client, "event-columns", folder, head=proposed["head"], **fields)

    made = registration_at(reading_copy(folder))
    assert made is not None
    assert [(item.firm, item.name, item.specification) for item in made.items] == [
        ("青龙医院", "病床", "急"),
        (FIRM, "铝箔", ""),
    ]
    assert made.firms[FIRM].contact == Contact(name="李四")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"c-0-0": "firm", "c-0-1": "firm"}, "有两列都是单位"),
        ({"c-0-0": "firm"}, "缺少单位，或名称、供给、需求中的一列"),
        ({"c-0-0": "firm", "c-0-1": "magic"}, "没有“magic”这种列"),
    ],
)
def test_columns_that_cannot_be_are_refused_with_the_reason(fields: dict[str, str], said: str) -> None:
    client, folder = signed_in("clerk"), fair()
    post(client, "event-sheets", folder, files=SimpleUploadedFile("表.csv", SHEET.encode()))

    assert said in post(
        client, "event-columns", folder, head="企业名称 | 采购产品 | 联系人 | 联系电话 | 备注", **fields
    )


STRANGE = "参与方,想买的,谁来谈\n青龙医院,病床,张三\n玄武制药有限公司,铝箔,李四\n"


def test_a_head_without_a_known_word_is_told_column_by_column_and_not_asked_about_again() -> None:
    client, folder = signed_in("clerk"), fair()
    post(client, "event-sheets", folder, files=SimpleUploadedFile("一.csv", STRANGE.encode()))
    [head] = json_of(client, "event-intake", folder)["heads"]
    before = {item["firm"] for item in json_of(client, "event-list", folder)["items"]}

    fields = {"c-0-0": "firm", "c-0-1": "need", "c-0-2": "contact"}
    post(client, "event-columns", folder, head=head["head"], **fields)
    more = STRANGE.replace("青龙医院", "白鹤医院").encode()
    post(client, "event-sheets", folder, files=SimpleUploadedFile("二.csv", more))

    made = registration_at(reading_copy(folder))
    assert (head["recognised"], head["confirmed"]) == (False, False)
    assert [each["field"] for each in head["columns"]] == ["", "", ""]
    assert before == {FIRM, HOSPITAL, RIVAL}
    assert made is not None
    assert sorted({item.firm for item in made.items}) == ["玄武制药有限公司", "白鹤医院", "青龙医院"]
    assert made.firms["青龙医院"].contact == Contact(name="张三")
    assert [each["confirmed"] for each in json_of(client, "event-intake", folder)["heads"]] == [True]


def test_a_sheet_that_is_said_to_be_no_registration_registers_nothing_and_stops_nothing() -> None:
    client, folder = signed_in("clerk"), fair()
    files = [SimpleUploadedFile("一.csv", STRANGE.encode()), SimpleUploadedFile("表.csv", SHEET.encode())]
    post(client, "event-sheets", folder, files=files)
    heads = [head["head"] for head in json_of(client, "event-intake", folder)["heads"]]

    fields = {
        f"c-{heads.index('企业名称 | 采购产品 | 联系人 | 联系电话 | 备注')}-{n}": f
        for n, f in ((0, "firm"), (1, "need"))
    }
    post(client, "event-columns", folder, head=heads, **fields)

    made = registration_at(reading_copy(folder))
    assert made is not None
    assert [item.row for item in made.items] == ["表.csv第2行", "表.csv第3行"]
    assert [head["confirmed"] for head in json_of(client, "event-intake", folder)["heads"]] == [True, True]


def test_a_file_that_is_no_sheet_says_why_and_the_others_are_kept() -> None:
    client, folder = signed_in("clerk"), fair()
    files = [SimpleUploadedFile("表.csv", SHEET.encode()), SimpleUploadedFile("信.csv", "你好\n".encode())]

    said = post(client, "event-sheets", folder, files=files)

    assert "没有认出登记表" in said
    assert [path for path in files_of(folder) if path.startswith(SHEETS)] == [f"{SHEETS}/表.csv"]


def test_the_form_writes_the_file_of_the_command_line() -> None:
    client, folder = signed_in("clerk"), fair()
    given = {"title": "会", "day": "2026-06-01", "place": '三楼"东"厅', "first": "13:30", "count": "6", "minutes": "15"}
    given |= {"pause": "0", "breaks": "2=10，4=20", "tables": "9", "most": "3", "floor": "2", "keep": "30"}

    assert post(client, "event-set", folder, **given, gaps=["械.诊断"]) == "设定已保存。"

    kept = setting_at(reading_copy(folder))
    assert (kept.place, kept.day, kept.tables, kept.floor, kept.gaps) == (
        '三楼"东"厅',
        date(2026, 6, 1),
        9,
        2,
        ("械.诊断",),
    )
    assert [slot.words for slot in kept.slots][:3] == ["13:30–13:45", "13:45–14:00", "14:10–14:25"]
    assert "slots = 6" in (reading_copy(folder) / "event.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"count": "0"}, "时段数"),
        ({"day": "明天"}, "不是日期"),
        ({"minutes": "300", "count": "9"}, "次日"),
        ({"breaks": "四"}, "6=90"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_and_the_old_one_stays(wrong: dict[str, str], said: str) -> None:
    client, folder = signed_in("clerk"), fair()
    given = {"title": "会", "day": "2026-06-01", "first": "09:00", "count": "6", "minutes": "15", "pause": "0"}
    given |= {"breaks": "", "tables": "9", "most": "3", "floor": "0", "keep": "30"}

    assert said in post(client, "event-set", folder, **{**given, **wrong})
    assert setting_at(reading_copy(folder)).day == DAY


# --- matches and timetable


def test_a_match_shows_its_parts_and_marks_the_words_that_it_rests_on() -> None:
    rows = json_of(signed_in("clerk"), "event-matches", fair(), firm=RIVAL)["matches"]

    assert [row["firms"] for row in rows] == [list(APART)]
    assert rows[0]["offer"]["pieces"] == [["骨科手术机器人", True]]
    assert [part["name"] for part in rows[0]["parts"]] == ["产品", "分类", "地点"]


def test_a_move_to_a_free_table_is_kept_and_the_earlier_plan_stays_in_the_folder() -> None:
    client, folder = signed_in("clerk"), fair()

    said = post(client, "event-move", folder, pair=key_of(MEETING), slot="4", table="3")

    plan = plan_at(reading_copy(folder))
    assert plan is not None
    assert "核查通过" in said
    assert [(each.pair, each.slot, each.table) for each in plan.meetings] == [(APART, 1, 0), (MEETING, 3, 2)]
    assert (plan.version, "timetable.v1.json" in files_of(folder)) == (2, True)


def test_two_meetings_change_places() -> None:
    client, folder = signed_in("clerk"), fair()

    post(client, "event-move", folder, pair=key_of(MEETING), slot="2", table="1")

    plan = plan_at(reading_copy(folder))
    assert plan is not None
    assert [(each.pair, each.slot, each.table) for each in plan.meetings] == [(APART, 0, 0), (MEETING, 1, 0)]


def test_a_move_that_breaks_a_rule_is_refused_in_words_and_nothing_changes() -> None:
    client, folder = signed_in("clerk"), fair()
    before = folder.revision

    said = post(client, "event-move", folder, pair=key_of(MEETING), slot="2", table="2")

    folder.refresh_from_db()
    assert said == f"不能移到第2时段2号桌：“{HOSPITAL}”第2时段同时有2场。 时间表没有改动。"
    assert folder.revision == before


def test_a_pin_holds_its_meeting_and_a_veto_ends_the_pin() -> None:
    client, folder = signed_in("clerk"), fair()

    post(client, "event-pair", folder, pair=key_of(MEETING), do="pin", slot="1", table="1")
    refused = post(client, "event-move", folder, pair=key_of(MEETING), slot="3", table="1")
    post(client, "event-pair", folder, one=FIRM, other=HOSPITAL, do="veto")

    setting = setting_at(reading_copy(folder))
    assert "不在第1时段" in refused
    assert (setting.pins, setting.vetoes) == ((), (MEETING,))
    assert json_of(client, "event-timetable", folder)["plan"]["faults"] == [
        f"第1时段1号桌 {'—'.join(MEETING)}：要求回避",
    ]


def test_an_answer_goes_back_to_the_events_own_page_and_to_no_other() -> None:
    client, folder = signed_in("clerk"), fair()
    given = {"pair": key_of(MEETING), "do": "pin", "next": "https://example.org/"}

    address = client.post(reverse("event-pair", args=[folder.pk]), given).headers["Location"]

    assert address == reverse("event-timetable", args=[folder.pk])


def test_the_picture_names_every_meeting_and_escapes_its_words() -> None:
    page = signed_in("clerk").get(reverse("event-timetable", args=[fair().pk])).content.decode()

    assert page.count('class="cell meeting"') == 2
    assert page.count('class="cell free"') == 4 * 3 - 2
    assert f"第1时段1号桌 {'—'.join(MEETING)}" in page


def test_news_are_planned_before_the_page_comes_back_and_it_says_what_changed() -> None:
    client, folder = signed_in("clerk"), fair(published=True)

    said = post(client, "event-news", folder, news="away", firm=RIVAL, now="1")

    day, board = json_of(client, "event-day", folder), json_of(client, "event-hall", folder, slot="2")
    assert said == "第 2 版已排好，大屏和各单位的页面已是新的安排。"
    assert [(row["word"], row["firms"]) for row in day["changes"]] == [("取消", list(APART))]
    assert (board["event"]["version"], board["tables"]) == (2, [])
    assert [row["other"] for row in json_of(firm(RIVAL), "event-mine", folder)["cancelled"]] == [HOSPITAL]
    assert (day["press"]["at_work"], day["press"]["job"]["state"]) == (True, "waiting")


@pytest.mark.parametrize(
    ("given", "planned"),
    [
        ({"news": "away", "firm": FIRM, "now": "2"}, (2, 4, [(FIRM, 1), (FIRM, 2), (FIRM, 3)], [])),
        ({"news": "late", "firm": FIRM, "now": "1", "until": "3"}, (2, 4, [(FIRM, 0), (FIRM, 1)], [])),
        ({"news": "lost", "table": "3", "now": "4"}, (2, 4, [], [(2, 3)])),
    ],
)
def test_what_a_form_tells_is_what_is_planned(given: dict[str, str], planned: Any) -> None:
    client, folder = signed_in("clerk"), fair()

    post(client, "event-news", folder, **given)

    plan = plan_at(reading_copy(folder))
    assert plan is not None
    assert (plan.version, 4, list(plan.absent), list(plan.lost)) == planned


def test_news_while_a_timetable_is_made_are_told_what_to_wait_for() -> None:
    client, folder = signed_in("clerk"), fair()
    post(client, "event-ask", folder, act="event.timetable")

    said = post(client, "event-news", folder, news="away", firm=RIVAL, now="1")
    other = post(client, "event-ask", folder, act="event.match")

    assert said == "正在排会，这条情况还没有记下。 排好后再报一次。"
    assert f"{SECRET}对接会”正在排会，还没有做完。" in other
    assert json_of(client, "event-timetable", folder)["plan"]["version"] == 1


def again(folder: Folder, news: News, *, prints: bool = True) -> None:
    """A new plan, and its sheets where they are asked for."""

    def work(root: Path) -> None:
        _, plan, _ = plan_again(root, news)
        if prints:
            print_out(root, read_event(root), plan)

    work_in(folder, work, act="event.replan", by=account("clerk"), at=NOON)


def printed(folder: Folder) -> None:
    def work(root: Path) -> None:
        print_out(root, read_event(root), read_plan(root / PLAN))

    work_in(folder, work, act="event.print", by=account("clerk"), at=NOON)


def test_a_firm_declared_absent_that_checks_in_is_warned_of_and_offered_its_place_again() -> None:
    client, folder = signed_in("clerk"), fair()
    again(folder, News(now=0, away=(FIRM,)))

    said = post(client, "event-arrived", folder, code=FIRM)
    door = json_of(client, "event-door", folder, firm=FIRM)
    client.post(reverse("event-news", args=[folder.pk]), {"news": "back", "firm": FIRM, "now": "2"})
    other = post(client, "event-arrived", folder, code=HOSPITAL)

    assert f"{FIRM} 已报缺席或迟到" in said
    assert "缺席" not in other
    assert door["shown"]["away"] == {"firm": FIRM, "first": 1, "last": 4, "all_day": True}
    assert json_of(client, "event-day", folder)["away"] == [{"firm": FIRM, "first": 1, "last": 1, "all_day": False}]


def test_changed_sheets_wait_until_they_are_printed() -> None:
    client, folder = signed_in("clerk"), fair()
    printed(folder)
    again(folder, News(now=0, away=(FIRM,)))
    again(folder, News(now=1, lost=(0,)))
    waiting = json_of(client, "event-day", folder)["press"]["files"]

    older = post(client, "event-printed", folder, version="2")
    post(client, "event-printed", folder, version="3")
    after = json_of(client, "event-day", folder)["press"]["files"]
    again(folder, News(now=1, back=(FIRM,)))

    assert [(row["name"], row["version"], row["stale_firms"], row["stale_tables"]) for row in waiting] == [
        ("变更桌卡.v2.pdf", 2, [], [1]),
        ("变更议程.v2.pdf", 2, [HOSPITAL], []),
        ("变更桌卡.v3.pdf", 3, [], []),
        ("变更议程.v3.pdf", 3, [], []),
    ]
    assert ("又有要印的" in older, after) == (True, [])
    names = [row["name"] for row in json_of(client, "event-day", folder)["press"]["files"]]
    assert names == ["变更桌卡.v4.pdf", "变更议程.v4.pdf"]


def test_sheets_of_an_older_plan_are_named_as_such_until_the_new_ones_are_made() -> None:
    client, folder = signed_in("clerk"), fair()
    printed(folder)
    again(folder, News(now=0, away=(RIVAL,)))
    again(folder, News(now=0, back=(RIVAL,)), prints=False)

    day = json_of(client, "event-day", folder)["press"]
    page = client.get(reverse("event-day", args=[folder.pk])).content.decode()
    full = {row["name"]: row for row in json_of(client, "event-timetable", folder)["press"]["files"]}
    refused = post(client, "event-printed", folder, version="3")

    assert (day["behind"], [row["version"] for row in day["files"]]) == (True, [2, 2])
    assert "其中 1 家又有变动，不要再发" in page
    assert "都印好了" not in page
    assert (full["议程.pdf"]["version"], full["议程.pdf"]["old"], full["议程.pdf"]["stale_firms"]) == (1, True, [])
    assert "第3版的议程和桌卡还没有印制完" in refused


def test_how_far_the_printing_is_is_asked_for_as_long_as_it_lasts() -> None:
    client, folder = signed_in("clerk"), fair()
    address = reverse("event-press", args=[folder.pk])
    post(client, "event-ask", folder, act="event.print", changes="1", next="day")
    job = Job.objects.get(act="event.print")

    waiting = client.get(address, {"at": "day"}).content.decode()
    Job.objects.filter(pk=job.pk).update(state="working", step="议程.pdf", done=12, total=109)
    working = client.get(address, {"at": "timetable"}).content.decode()
    Job.objects.filter(pk=job.pk).update(state="waiting")  # it has made way for another act
    again_waiting = client.get(address, {"at": "day"}).content.decode()
    Job.objects.filter(pk=job.pk).update(state="failed", message="磁盘满了。")
    failed = client.get(address, {"at": "day"}).content.decode()

    assert ("第 1 版等待印制" in waiting, "every 1s" in waiting) == (True, True)
    assert ("正在印制第 1 版：议程.pdf，12/109 页" in working, "every 1s" in working) == (True, True)
    assert ("第 1 版等待印制" in again_waiting, "正在印制" in again_waiting) == (True, False)
    assert ("磁盘满了。" in failed, "every 1s" in failed, "印制变更" in failed) == (True, False, True)
    assert [client.get(address, {"at": at}).status_code for at in ("", "door")] == [404, 404]


def test_one_firms_no_is_told_as_its_own_and_the_cancelled_meeting_stands_on_both_agendas() -> None:
    client, folder = signed_in("clerk"), fair(published=True)
    post(firm(), "event-consent", folder, pair=key_of(MEETING), said="no")

    refused = json_of(client, "event-day", folder)["refused"]
    step = json_of(client, "event", folder)["steps"][3]
    client.post(reverse("event-news", args=[folder.pk]), {"news": "refused", "now": "1"})

    assert [(row["by"], row["firms"]) for row in refused] == [([FIRM], list(MEETING))]
    assert (step["state"], step["next"]) == ("open", "有单位不同意，取消那一场")
    for name, other in ((FIRM, HOSPITAL), (HOSPITAL, FIRM)):
        mine = json_of(firm(name), "event-mine", folder)
        assert [(row["slot"], row["other"]) for row in mine["cancelled"]] == [(1, other)]
        assert other not in [row["other"] for row in mine["agenda"]]
    assert json_of(firm(RIVAL), "event-mine", folder)["cancelled"] == []
    assert json_of(client, "event-timetable", folder)["plan"]["faults"] == []


def test_an_unknown_firm_is_asked_back_with_those_that_it_may_mean() -> None:
    assert f"是不是：{HOSPITAL}？" in post(
        signed_in("clerk"), "event-news", fair(), news="away", firm="人民医院", now="1"
    )


# --- the door, the board


def test_a_firm_is_checked_in_by_its_code_which_only_this_event_can_make() -> None:
    client, folder = signed_in("clerk"), fair()
    root = reading_copy(folder)
    codes = codes_of(secret_in(root), event_at(root).firms)

    said = post(client, "event-arrived", folder, code=codes[FIRM].lower())

    door = json_of(client, "event-door", folder, firm=FIRM, slot="1")
    assert said == f"已到：{FIRM}"
    assert (door["arrived"], door["due"], door["shown"]["meetings"][0]["other"]) == (1, 3, HOSPITAL)
    assert [row["firm"] for row in door["missing"]] == [HOSPITAL]
    assert codes_of("another secret", event_at(root).firms)[FIRM] != codes[FIRM]


@pytest.mark.parametrize("page", ["event-door", "event-day"])
def test_a_slot_without_meetings_is_not_said_to_have_everybody_there(page: str) -> None:
    folder, organiser = fair(), signed_in("clerk")
    for firm in (FIRM, HOSPITAL):
        organiser.post(reverse("event-arrived", args=[folder.pk]), {"code": firm})

    first, empty = (
        organiser.get(reverse(page, args=[folder.pk]), {"slot": slot}).content.decode() for slot in ("1", "4")
    )

    assert ("这个时段的单位都到了。" in first, "这个时段没有安排对接。" in first) == (True, False)
    assert ("这个时段的单位都到了。" in empty, "这个时段没有安排对接。" in empty) == (False, True)


def test_of_many_that_have_not_come_the_first_twenty_stand_open_and_the_rest_is_folded() -> None:
    rows = [{"firm": f"厂{number}", "table": number, "other": HOSPITAL} for number in range(1, 24)]

    few, many = (
        render_to_string("web/event_missing.html", {"missing": shown, "slots": [], "slot": 1, "meets": True})
        for shown in (rows[:20], rows)
    )

    opened, _, folded = many.partition("<details")
    assert ("<details" in few, few.count(HOSPITAL), opened.count(HOSPITAL), folded.count(HOSPITAL)) == (
        False,
        20,
        20,
        3,
    )
    assert "其余 3 家" in folded


def test_a_code_that_nobody_has_checks_nobody_in() -> None:
    folder = fair()

    assert "没有签到码或单位“AAAAA”" in post(signed_in("clerk"), "event-arrived", folder, code="AAAAA")
    assert "签到.json" not in files_of(folder)


def test_the_board_shows_what_runs_and_what_comes_next_at_each_table() -> None:
    board = json_of(signed_in("clerk"), "event-hall", fair(), slot="1")

    assert board["tables"] == [{"table": 1, "now": list(MEETING), "next": list(APART)}]
    assert (board["now"], board["next"]) == ("09:00–09:20", "09:25–09:45")


# --- outcomes


def test_five_stages_stand_side_by_side_and_the_paper_is_taken_into_the_library() -> None:
    client, folder = signed_in("clerk"), fair()
    paper = SimpleUploadedFile("协议.txt", "玄武制药有限公司与朱雀市人民医院签订协议。\n".encode())
    given = {"pair": key_of(MEETING), "on": "2026-07-01", "label": "已签协议", "amount": "80.5", "target": "药"}

    post(client, "event-outcomes-add", folder, lines=f"{RIVAL} {HOSPITAL} 有意向 20万元 2026-05-20")
    post(client, "event-outcomes-add", folder, **given, paper=paper)

    values = json_of(client, "event-outcomes", folder)
    assert [(rung["stage"], rung["pairs"], rung["amount"]) for rung in values["ladder"]] == [
        *(("接触", 0, None), ("意向", 1, "20"), ("协议", 1, "80.5"), ("合同", 0, None), ("到款", 0, None)),
    ]
    assert "100.5" not in json.dumps(values)
    newest = values["outcomes"][0]
    assert (newest["paper"]["name"], newest["paper"]["state"], newest["serves"]["words"]) == (
        "协议.txt",
        "waiting",
        "药",
    )
    assert Job.objects.get(kind="read").by == account("clerk")


def test_a_wrong_outcome_is_corrected_or_taken_back_and_only_what_holds_counts() -> None:
    client, folder = signed_in("clerk"), fair()
    post(client, "event-outcomes-add", folder, lines=f"{RIVAL} {HOSPITAL} 已签合同 800万元 2026-07-01")
    post(client, "event-outcomes-add", folder, lines=f"{FIRM} {HOSPITAL} 已签合同 30万元 2026-07-02")
    newest, oldest = json_of(client, "event-outcomes", folder)["outcomes"]
    given = {"key": oldest["key"], "label": "已签合同", "on": "2026-07-01", "amount": "80"}

    said = post(client, "event-outcomes-correct", folder, do="correct", **given)
    post(client, "event-outcomes-correct", folder, do="withdraw", key=newest["key"])
    again = post(client, "event-outcomes-correct", folder, do="withdraw", key=newest["key"])

    values = json_of(client, "event-outcomes", folder)
    assert (said, "已经撤回" in again) == ("已更正。", True)
    assert [(rung["pairs"], rung["amount"]) for rung in values["ladder"]][3] == (1, "80")
    assert [(row["was"]["amount"], row["now"] and row["now"]["amount"], row["by"]) for row in values["withdrawn"]] == [
        ("30", None, "clerk"),
        ("800", "80", "clerk"),
    ]
    assert json_of(firm(), "event-mine", fair(published=True))["outcomes"] == []


def test_a_reported_amount_that_the_signed_paper_does_not_have_is_flagged() -> None:
    client, folder = signed_in("clerk"), fair()
    paper = f"{FIRM}与{HOSPITAL}签订采购合同\n\n7月1日，{FIRM}与{HOSPITAL}签订阿莫西林胶囊采购合同，合同金额50万元。\n"
    handed_in(paper, name="合同.txt")
    given = {"pair": key_of(MEETING), "on": "2026-07-01", "label": "已签合同"}
    for amount in ("60", "50"):
        file = SimpleUploadedFile("合同.txt", paper.encode())
        post(client, "event-outcomes-add", folder, **given, amount=amount, paper=file)

    rows = {row["amount"]: row for row in json_of(client, "event-outcomes", folder)["outcomes"]}
    page = client.get(reverse("event-outcomes", args=[folder.pk])).content.decode()

    assert [each["amount"]["stated"] for each in rows["60"]["paper"]["agreements"]] == ["50万元"]
    assert (rows["60"]["differs"], rows["50"]["differs"], page.count("与原件不符")) == (True, False, 1)


def test_targets_of_the_pairs_segment_are_proposed_and_the_chosen_one_is_linked() -> None:
    client, folder = signed_in("clerk"), fair()
    handed_in("岚江市规划\n\n到2030年，全市监护仪产值达到5亿元。\n\n到2030年，全市药材产值达到9亿元。\n")
    target = Entry.objects.get(kind="target", what__contains="监护仪")

    page = client.get(reverse("event-outcomes", args=[folder.pk]), {"pair": key_of(APART)}).content.decode()
    given = {"pair": key_of(APART), "on": "2026-07-01", "label": "已签协议", "target": target.claim.claim_id}
    post(client, "event-outcomes-add", folder, **given)

    assert (target.claim.claim_id in page, "药材产值" in page) == (True, False)
    assert json_of(client, "event-outcomes", folder)["outcomes"][0]["serves"]["id"] == target.pk


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"label": "已结婚"}, "没有“已结婚”这种结果"),
        ({"amount": "很多"}, "金额“很多”不是数"),
        ({"amount": "-1"}, "金额“-1”不是数"),
        ({"on": "昨天"}, "不是日期"),
        ({"pair": "no such pair"}, "没有这一对"),
    ],
)
def test_an_outcome_that_cannot_be_read_is_refused(given: dict[str, str], said: str) -> None:
    folder = fair()
    fine = {"pair": key_of(MEETING), "on": "2026-07-01", "label": "已签协议", "amount": ""}

    assert said in post(signed_in("clerk"), "event-outcomes-add", folder, **{**fine, **given})
    assert "outcomes.json" not in files_of(folder)


# --- the end of contacts


def test_contacts_end_when_their_time_is_over_in_every_version_and_the_ledger_stays_whole(
    django_capture_on_commit_callbacks: Any,
) -> None:
    folder = fair()
    sheet = f"企业名称,采购产品,联系电话\n{HOSPITAL},病床,{PHONES[HOSPITAL]}\n"
    post(signed_in("clerk"), "event-sheets", folder, files=SimpleUploadedFile("表.csv", sheet.encode()))
    held = {v.sha256 for v in versions_of(folder) if v.path in (REGISTERED, f"{SHEETS}/表.csv")}

    with django_capture_on_commit_callbacks(execute=True):
        end_contacts(folder, by=account("clerk"), at=NOON, on=DAY + timedelta(days=181))

    assert [sha256 for sha256 in held if sha256 and vault.place_of(settings.DATA, sha256).exists()] == []
    assert _holding(folder, PHONES[HOSPITAL]) == []
    kept = registration_at(reading_copy(folder))
    assert kept is not None
    assert {one.contact for one in kept.firms.values()} == {Contact()}
    assert [item.id for item in kept.items] == ["G0001", "G0002", "X0001", "X0002"]
    assert contacts_kept(folder) is False
    assert list(verify()) == []
    assert signed_in("clerk").get(reverse("event-timetable", args=[folder.pk])).status_code == 200
    said = post(signed_in("clerk"), "event-sheets", folder, files=SimpleUploadedFile("新.csv", SHEET.encode()))
    assert "登记不再改动" in said


def _holding(folder: Folder, words: str) -> list[Path]:
    """The files laid out for a folder that hold some words."""
    laid = (settings.DATA / "folders" / str(folder.pk)).rglob("*")
    return [each for each in laid if each.is_file() and words.encode() in each.read_bytes()]


def test_contacts_stay_until_their_last_day() -> None:
    folder = fair()

    with pytest.raises(Misuse, match="还没有到期"):
        end_contacts(folder, by=account("clerk"), at=NOON, on=DAY + timedelta(days=180))

    assert contacts_kept(folder) is True


def test_taking_the_folder_along_is_in_the_log_as_personal() -> None:
    folder = fair()

    response = signed_in("clerk").get(reverse("event-file", args=[folder.pk, "all.zip"]))

    assert response.content.startswith(b"PK")
    assert LogEntry.objects.filter(act="export.personal", object=f"folder:{folder.pk}").count() == 1


def test_contacts_end_while_columns_wait_to_be_confirmed_and_no_page_says_where_files_lie() -> None:
    organiser = account("clerk")
    folder = make_folder(FolderKind.EVENT, "会", by=organiser, at=NOON)
    work_in(folder, lambda root: keep_setting(root, Setting(title="会", day=DAY)), act="test", by=organiser, at=NOON)
    fresh = json_of(signed_in("clerk"), "event", folder)["contacts"]
    post(signed_in("clerk"), "event-sheets", folder, files=SimpleUploadedFile("表.csv", SHEET.encode()))

    assert end_contacts(folder, by=organiser, at=NOON, on=DAY + timedelta(days=181)) == 1

    assert (fresh["kept"], fresh["ended"]) == (False, False)
    ended = json_of(signed_in("clerk"), "event", folder)["contacts"]
    assert (ended["kept"], ended["ended"]) == (False, True)
    error = Misuse(f"{settings.DATA}/folders/.work-1/登记.json：还没有这个文件。", hint="先登记。")
    assert message_of(error) == "登记.json：还没有这个文件。 先登记。"


def test_contacts_are_erased_only_by_whoever_says_that_it_cannot_be_undone(
    django_capture_on_commit_callbacks: Any,
) -> None:
    client, folder = signed_in("clerk"), fair(day=date(2020, 1, 6))

    assert "先勾选" in post(client, "event-contacts", folder)
    assert contacts_kept(folder) is True
    with django_capture_on_commit_callbacks(execute=True):
        assert "联系方式已删除" in post(client, "event-contacts", folder, sure="1")
    assert contacts_kept(folder) is False


# --- what does not go together


@pytest.mark.parametrize("name", ["假.xlsx", "假.pdf"])
def test_a_damaged_sheet_is_refused_and_does_not_take_a_good_ones_place(name: str) -> None:
    client, folder = signed_in("clerk"), fair()
    post(client, "event-sheets", folder, files=SimpleUploadedFile("表.csv", SHEET.encode()))

    said = post(client, "event-sheets", folder, files=SimpleUploadedFile(name, b"PK\x03\x04 cut off"))

    assert said.startswith(f"{name}：")
    assert [path for path in files_of(folder) if path.startswith(SHEETS)] == [f"{SHEETS}/表.csv"]


def test_a_damaged_sheet_that_is_there_is_named_and_can_be_taken_out() -> None:
    client, folder = signed_in("clerk"), fair()

    def damage(root: Path) -> None:
        (root / SHEETS).mkdir()
        for name in ("一.xlsx", "二.xlsx"):
            (root / SHEETS / name).write_bytes(b"PK\x03\x04 cut off")

    work_in(folder, damage, act="test", by=account("clerk"), at=NOON)

    rows = json_of(client, "event-intake", folder)["sheets"]
    assert [(row["name"], "读不了" in row["unreadable"]) for row in rows] == [("一.xlsx", True), ("二.xlsx", True)]
    client.post(reverse("event-sheet-drop", args=[folder.pk]), {"name": "一.xlsx"})
    assert [row["name"] for row in json_of(client, "event-intake", folder)["sheets"]] == ["二.xlsx"]
    for page in ("event", "event-list", "event-matches", "event-timetable", "event-day", "event-outcomes"):
        assert client.get(reverse(page, args=[folder.pk])).status_code == 200


def test_the_same_sheet_under_another_name_is_not_taken_in_twice() -> None:
    client, folder = signed_in("clerk"), fair()
    post(client, "event-sheets", folder, files=SimpleUploadedFile("表.csv", SHEET.encode()))

    said = post(client, "event-sheets", folder, files=SimpleUploadedFile("表(1).csv", SHEET.encode()))

    assert said == "表(1).csv：与已收下的“表.csv”是同一份登记表，没有重复收下。"
    assert [path for path in files_of(folder) if path.startswith(SHEETS)] == [f"{SHEETS}/表.csv"]


SET = {"title": "会", "day": "2026-05-20", "first": "09:00", "count": "4", "minutes": "15", "pause": "0"} | {
    "breaks": "",
    "tables": "3",
    "most": "4",
    "floor": "1",
    "keep": "180",
}


def test_a_timetable_that_the_setting_has_no_room_for_is_shown_as_such_and_not_printed() -> None:
    client, folder = signed_in("clerk"), fair(published=True)

    said = post(client, "event-set", folder, **{**SET, "count": "1"})

    assert "时间表第1版不再符合设定，有1处违规" in said
    assert json_of(client, "event-timetable", folder)["plan"]["unfit"] == 1
    assert json_of(client, "event-day", folder)["plan"]["unfit"] == 1
    mine = json_of(firm(HOSPITAL), "event-mine", folder)["agenda"]
    assert [row["time"] for row in mine] == ["09:00–09:15", "第2时段已取消"]
    for page in ("event-timetable", "event-day", "event-door", "event-hall", "event", "event-matches"):
        assert client.get(reverse(page, args=[folder.pk])).status_code == 200
    for form in ("pdf", "ics"):
        refused = firm(HOSPITAL).get(reverse("event-agenda", args=[folder.pk, form]))
        assert (refused.status_code, "重新排会" in refused.content.decode()) == (400, True)
    assert "重新排会" in post(client, "event-news", folder, news="away", firm=RIVAL, now="1")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"breaks": "99=30"}, "第99时段后的休息不起作用：共4个时段。"),
        ({"floor": "5"}, "每家至少5场排不出来：每家最多4场，共4个时段。"),
        ({"count": "2", "tables": "1", "floor": "2"}, "3家单位每家至少2场，要6个席位；1张桌、2个时段只有4个"),
    ],
)
def test_a_setting_that_cannot_be_had_is_told_at_saving(given: dict[str, str], said: str) -> None:
    client, folder = signed_in("clerk"), fair()

    assert post(client, "event-set", folder, **SET) == "设定已保存。"
    assert said in post(client, "event-set", folder, **{**SET, **given})


def test_a_plan_with_firms_below_the_floor_is_not_praised_and_says_so_first() -> None:
    client, folder = signed_in("clerk"), fair()
    assert "已证明最优" in client.get(reverse("event-timetable", args=[folder.pk])).content.decode()

    def short(root: Path) -> None:
        plan = read_plan(root / PLAN)
        left = replace(plan, meetings=plan.meetings[1:], below=(FIRM, HOSPITAL), note="桌子不够。")
        (root / PLAN).write_text(plan_text(left), "utf-8")

    work_in(folder, short, act="test", by=account("clerk"), at=NOON)

    page = client.get(reverse("event-timetable", args=[folder.pk])).content.decode()
    assert "已证明最优" not in page
    assert page.index("1 家单位不足 1 场。") < page.index("桌子不够。") < page.index('id="move"')


def test_a_late_arrival_before_the_new_plan_begins_is_refused() -> None:
    client, folder = signed_in("clerk"), fair()

    said = post(client, "event-news", folder, news="late", firm=FIRM, now="3", until="2")

    assert said.startswith(f"“{FIRM}”第2时段就到场，早于改排开始的第3时段")
    assert Job.objects.filter(folder=folder).count() == 0


def test_the_form_for_moving_begins_where_its_first_meeting_stands() -> None:
    client, folder = signed_in("clerk"), fair()
    post(client, "event-move", folder, pair=key_of(MEETING), slot="3", table="2")
    first = json_of(client, "event-timetable", folder)["plan"]["meetings"][0]

    page = client.get(reverse("event-timetable", args=[folder.pk])).content.decode()

    assert (first["slot"], first["table"]) == (2, 1)
    assert re.findall(r"<option selected>(\d)</option>", page) == ["2", "1"]


def test_who_prints_a_plan_that_breaks_a_rule_is_told_so() -> None:
    client, folder = signed_in("clerk"), fair()

    before = post(client, "event-ask", folder, act="event.print")
    post(client, "event-pair", folder, pair=key_of(MEETING), do="veto")

    assert before == ""
    assert post(client, "event-ask", folder, act="event.print") == "时间表有 1 处违规：印出的也有，请重新排会。"


def test_two_who_agree_are_told_why_there_is_no_contact(django_capture_on_commit_callbacks: Any) -> None:
    folder = fair(published=True, day=date(2020, 1, 6))
    post(signed_in("clerk"), "event-pair", folder, pair=key_of(MEETING), do="agree")
    before = firm().get(reverse("event-mine", args=[folder.pk])).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        post(signed_in("clerk"), "event-contacts", folder, sure="1")

    page = firm().get(reverse("event-mine", args=[folder.pk])).content.decode()
    assert (before.count(PHONES[HOSPITAL]), before.count("没有登记或已按期删除")) == (2, 0)
    assert (page.count(PHONES[HOSPITAL]), page.count("没有登记或已按期删除")) == (0, 2)


def test_an_organiser_reads_the_cell_of_each_item_in_the_list_and_others_do_not() -> None:
    client, folder = signed_in("clerk"), fair(published=True)
    post(client, "event-sheets", folder, files=SimpleUploadedFile("表.csv", SHEET.encode()))
    fields = {"c-0-0": "firm", "c-0-1": "need"}
    post(client, "event-columns", folder, head="企业名称 | 采购产品 | 联系人 | 联系电话 | 备注", **fields)

    rows = json_of(client, "event-list", folder)["items"]
    assert [(row["name"], row["origin"]) for row in rows] == [
        ("病床", {"words": "表.csv·B2", "path": f"{SHEETS}/表.csv"}),
        ("铝箔", {"words": "表.csv·B3", "path": f"{SHEETS}/表.csv"}),
    ]
    assert [row.get("origin") for row in json_of(signed_in("visitor"), "event-list", folder)["items"]] == [None, None]


def test_one_wrong_line_of_reply_keeps_none_and_costs_none_of_what_was_pasted() -> None:
    folder = fair()
    lines = f"{FIRM} {HOSPITAL} 有意向\n{FIRM} 青龙 有意向"

    response = signed_in("clerk").post(reverse("event-outcomes-add", args=[folder.pk]), {"lines": lines})

    assert (f">{lines}</textarea>" in response.content.decode(), "找到1家" in response.content.decode()) == (True, True)
    assert json_of(signed_in("clerk"), "event-outcomes", folder)["outcomes"] == []
