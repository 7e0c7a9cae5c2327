"""What pages do beside letting people in: twins, exports, verdicts, uploads, words in two languages, colours."""

from __future__ import annotations

import ast
import csv
import gettext
import inspect
import io
import json
import re
import zipfile
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse
from tests.unit.ledger.people import NOON, handed_in
from tests.unit.web.people import account, house, signed_in

from yuheng.app.exporting import safe
from yuheng.app.publishing import set_published
from yuheng.app.resolving import is_behind, resolve_parties
from yuheng.exchange.outcomes import STAGES
from yuheng.ledger.models import Account, Entry, Finding, Issue, Job, JobState, LogEntry, Resolution, SavedView, Verdict

pytestmark = pytest.mark.django_db
WEB = Path(str(files("yuheng.web")))


def json_of(client: Client, address: str, **query: str) -> Any:
    return json.loads(client.get(address, query).content)


# --- the table and its export


def test_an_export_holds_exactly_the_rows_and_columns_that_are_shown() -> None:
    handed_in()
    client = signed_in("clerk")
    query = {"kind": "target", "sort": "-amount", "columns": "what,amount,period"}

    shown = [[cell["value"] for cell in line["cells"]] for line in json_of(client, "/ledger.json", **query)["lines"]]
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("ledger-export", args=["xlsx"]), query).content))
    rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    text = client.get(reverse("ledger-export", args=["csv"]), query).content.decode("utf-8-sig")

    assert rows == [["事项", "数额", "期间"], *shown]
    assert list(csv.reader(io.StringIO(text))) == rows
    assert len(shown) == 2


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("\t=1+1", "'\t=1+1"),
        ("＝1+1", "'＝1+1"),
        ("-2.3%", "-2.3%"),
        ("—", "—"),
    ],
)
def test_a_formula_leaves_as_words(cell: str, written: str) -> None:
    assert safe(cell) == written


def test_a_formula_that_a_document_states_is_words_in_both_exports() -> None:
    handed_in()
    Entry.objects.filter(kind="target").update(what='=HYPERLINK("http://evil")', unit="@SUM(A1)")
    client, query = signed_in("clerk"), {"kind": "target", "columns": "what,unit"}

    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("ledger-export", args=["xlsx"]), query).content))
    text = client.get(reverse("ledger-export", args=["csv"]), query).content.decode("utf-8-sig")

    cells = [cell for row in book.worksheets[0].iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.value for cell in cells} == {'=HYPERLINK("http://evil")', "@SUM(A1)"}
    assert list(csv.reader(io.StringIO(text)))[1] == ['\'=HYPERLINK("http://evil")', "'@SUM(A1)"]


def test_each_export_is_in_the_log_and_says_whether_it_held_persons() -> None:
    handed_in("岚江论坛\n\n李时中院士建议市政府设立康养产业基金。\n", "论坛.txt")
    handed_in(minute=1)

    signed_in("clerk").get(reverse("ledger-export", args=["csv"]), {"kind": "target"})
    signed_in("clerk").get(reverse("ledger-export", args=["csv"]), {"columns": "words"})

    acts = list(LogEntry.objects.filter(act__startswith="export").order_by("number").values_list("act", "by"))
    assert acts == [("export", "clerk"), ("export.personal", "clerk")]


@pytest.mark.parametrize(
    "query", ["sort=nothing", "columns=secret", "kind=none", "group=all", "due=soon", "page=0", "state=x", "document=a"]
)
def test_an_unknown_wish_is_refused_and_never_ignored(query: str) -> None:
    assert signed_in("clerk").get(f"/ledger/?{query}").status_code == 400


def test_a_saved_view_brings_back_filters_order_and_columns() -> None:
    client = signed_in("clerk")
    client.post(reverse("view-save"), {"name": "到期任务", "query": "kind=task&sort=due&columns=what,due"})

    assert SavedView.objects.get().query["columns"] == "what,due"
    assert "kind=task&amp;sort=due&amp;columns=what%2Cdue" in client.get("/ledger/").content.decode()


def test_groups_are_headed_once_each() -> None:
    house()
    lines = json_of(signed_in("clerk"), "/ledger.json", kind="task", group="owner")["lines"]

    heads = [line["group"] for line in lines if line["group"] is not None]
    assert heads == sorted(set(heads), key=heads.index)
    assert "市民政局" in heads


# --- verdicts


def target() -> Entry:
    handed_in()
    found = Entry.objects.filter(kind="target").order_by("start").first()
    assert found is not None
    return found


def decide(entry: Entry, **given: str) -> Any:
    return signed_in("clerk").post(reverse("decide", args=[entry.pk]), given, follow=True)


def test_a_correction_keeps_what_the_machine_read_beside_it() -> None:
    entry = target()

    decide(entry, decision="correct", value="5200", seen="0")

    page = json_of(signed_in("clerk"), f"/claims/{entry.pk}.json")
    assert (page["claim"]["amount"], page["machine"]["value"]) == ("≥ 5200张", "5000")
    assert page["history"][0]["changes"][0] == {"word": "数值", "was": "5000", "now": "5200"}


def test_who_decided_and_why_is_the_offices_business() -> None:
    rows = house()
    entry = rows.entry(rows.open)
    at = reverse("decide", args=[entry.pk])
    signed_in("clerk").post(at, {"decision": "accept", "note": "与李处长核过"})

    def said(role: str) -> list[tuple[str, str, str]]:
        history = json_of(signed_in(role), f"/claims/{entry.pk}.json")["history"]
        return [(row["decision"], row["by"], row["note"]) for row in history]

    assert said("analyst") == [("accept", "clerk", "与李处长核过")]
    assert [said(role) for role in ("department", "firm", "visitor")] == [[("accept", "", "")]] * 3
    assert "李处长" not in signed_in("visitor").get(f"/claims/{entry.pk}/").content.decode()


def test_accepting_with_a_changed_field_is_refused_rather_than_forgotten() -> None:
    entry = target()

    response = decide(entry, decision="accept", value="5200")

    assert "右栏有改动" in response.content.decode()
    assert Verdict.objects.count() == 0


def test_what_somebody_decided_meanwhile_is_shown_before_it_is_decided_again() -> None:
    entry = target()
    decide(entry, decision="reject", seen="0")

    response = decide(entry, decision="accept", seen="0")

    assert "clerk 刚刚裁定为" in response.content.decode()
    assert Entry.objects.get(pk=entry.pk).state == "rejected"


@pytest.mark.parametrize(
    ("field", "typed"),
    [("value", "许多"), ("value", "NaN"), ("value", "1e999999"), ("op", "≈"), ("period", "去年"), ("indicator", " ")],
)
def test_a_correction_that_cannot_be_read_is_refused_with_its_field(field: str, typed: str) -> None:
    decide(target(), decision="correct", **{field: typed})

    assert Verdict.objects.count() == 0


def test_the_queue_gives_the_next_claim_and_takes_the_last_one_back() -> None:
    entry = target()
    client = signed_in("clerk")

    after = client.post(f"{reverse('decide', args=[entry.pk])}?queue=1&kind=target", {"decision": "accept"})
    state = Entry.objects.get(pk=entry.pk).state
    client.post(f"{reverse('decide', args=[entry.pk])}?queue=1&kind=target", {"undo": str(entry.pk)})

    assert f"/claims/{entry.pk}/verdict/" not in after.content.decode().split("<table")[0]
    assert state == "accepted"
    assert Entry.objects.get(pk=entry.pk).state == "open"


def test_a_rule_decides_under_its_own_name() -> None:
    house()

    signed_in("clerk").post(reverse("run-rule"), {"rule": "task-owned/1"})

    assert {(verdict.rule, verdict.by) for verdict in Verdict.objects.all()} == {("task-owned/1", None)}
    assert LogEntry.objects.get(act="verdict.rule.accept").by == "clerk"


def test_an_organisers_rule_reaches_no_further_than_the_organiser() -> None:
    rows = house()

    signed_in("organiser").post(reverse("run-rule"), {"rule": "target-complete/1"})

    assert {verdict.claim.document_id for verdict in Verdict.objects.select_related("claim")} == {rows.handed.pk}


# --- names

ONE = "岚江市简报\n\n近日，岚江华康药业有限公司与岚江医科大学签署合作协议。\n"
TWO = "岚江市要闻\n\n昨日，岚江华康药业集团有限公司开工建设新厂。\n"
JOINING = "名称正在重新归并"


def firms(client: Client) -> list[list[str]]:
    return sorted(row["names"] for row in json_of(client, "/parties.json", kind="firm")["parties"])


def test_a_judgement_answers_at_once_and_the_worker_joins_the_names_and_parts_them_again() -> None:
    handed_in(ONE, "简报.txt")
    handed_in(TWO, "要闻.txt", minute=1)
    working()
    client = signed_in("clerk")
    [pair] = json_of(client, "/parties/proposals.json")["proposals"]
    sides = {
        f"{side}_{key}": pair[side][of]
        for side in ("left", "right")
        for key, of in (("document", "key"), ("name", "name"))
    }

    answer = client.post(reverse("judge"), {**sides, "verdict": "same"}, follow=True).content.decode()
    waiting = client.get(reverse("joining"))
    before = firms(client)
    working()
    ready, joined = client.get(reverse("joining")), firms(client)
    [judgement] = json_of(client, "/parties/proposals.json")["judgements"]
    client.post(reverse("undo-judgement", args=[judgement["id"]]))
    working()

    assert JOINING in answer
    assert pair["reason"] not in answer.split("已归并的")[0]
    assert (JOINING in waiting.content.decode(), "HX-Refresh" in waiting.headers) == (True, False)
    assert (JOINING in ready.content.decode(), ready.headers["HX-Refresh"]) == (False, "true")
    assert len(before) == 2
    assert joined == [sorted(name for side in before for name in side)]
    assert firms(client) == before


def working() -> None:
    """What a worker does after the job at hand."""
    if is_behind():
        resolve_parties()


# --- findings and issues


def test_who_may_see_no_issue_is_not_told_how_many_there_are() -> None:
    rows = house()
    published = handed_in("乌有市规划\n\n到2025年，乌有市床位达到300张。\n", "乌有.txt", minute=5)
    set_published(published, True, by=account("clerk"), at=NOON)
    of = {each.pk: each.issues_count for each in (published, rows.handed)}

    def told(role: str) -> list[dict[int, int | None]]:
        client = signed_in(role)
        lists = [json_of(client, "/library.json")["documents"], json_of(client, "/overview.json")["recent"]]
        alone = json_of(client, f"/library/{published.pk}.json")["document"]
        return [{row["id"]: row["issues"] for row in [*found, alone] if row["id"] in of} for found in lists]

    assert min(of.values()) > 0
    assert told("clerk") == [of, of]
    assert told("organiser") == [{**of, published.pk: None}] * 2
    for role in ("department", "firm", "visitor"):
        assert told(role) == [{published.pk: None}] * 2


def test_a_dismissal_needs_a_reason_and_history_keeps_both() -> None:
    rows = house()
    client, at = signed_in("clerk"), reverse("assess", args=[rows.finding.pk])

    client.post(at, {"decision": "dismiss"})
    client.post(at, {"decision": "dismiss", "note": "口径不同"})
    client.post(at, {"decision": "reopen"})

    page = json_of(client, f"/findings/{rows.finding.pk}.json")
    assert Resolution.objects.count() == 2
    assert [(row["decision"], row["note"]) for row in page["history"]] == [("dismiss", "口径不同"), ("reopen", "")]
    assert page["finding"]["state"] == "open"


def test_a_finding_shows_every_passage_with_document_heading_and_quote() -> None:
    rows = house()
    finding = Finding.objects.filter(kind="verdict", live=True).order_by("order").first() or rows.finding

    passages = json_of(signed_in("clerk"), f"/findings/{finding.pk}.json")["passages"]

    assert len(passages) == finding.cited.count()
    assert all(row["title"] and row["quote"] and isinstance(row["heading"], list) for row in passages)


def test_the_morning_shows_what_was_put_off_and_nothing_that_is_only_missing() -> None:
    rows = house()
    Finding.objects.create(
        finding_id="f" * 20,
        fingerprint="0" * 20,
        kind="postponed",
        rule="lineage",
        version="1",
        parts=[["期限", "推后3年"]],
        message="顺延：养老床位数",
        order=0,
        run=rows.finding.run,
    )
    shown = [(row["kind"], row["message"]) for row in json_of(signed_in("clerk"), "/overview.json")["late"]]

    assert ("postponed", "养老床位数") in shown
    assert {kind for kind, _ in shown} <= {"verdict", "postponed", "lowered", "conflict"}


def test_the_morning_says_why_targets_cannot_be_judged_and_draws_no_grey_bar_alone() -> None:
    run = house().finding.run

    def found(number: int, verdict: str) -> None:
        Finding.objects.create(
            finding_id=f"{number:020}",
            fingerprint="0" * 20,
            kind="verdict",
            rule="path",
            version="1",
            parts=[["证据裁定", verdict]],
            message="床位",
            order=number,
            run=run,
        )

    for number, reason in enumerate(
        ["无实绩", "精度不足：数值在1至3之间，跨越目标值", "精度不足：数值在4至9之间，跨越目标值"]
    ):
        found(number, f"不可判定（{reason}）")
    after = json_of(signed_in("clerk"), "/overview.json")
    client = signed_in("clerk")
    page = client.get("/").content.decode()
    client.post("/language/", {"language": "en"})

    assert (after["path"], after["unjudged"], after["lacks_reports"]) == ([], 3, True)
    assert after["why"] == [{"reason": "精度不足", "n": 2}, {"reason": "无实绩", "n": 1}]
    assert "group=进度&amp;sort=不可判定" in page
    assert "not precise enough" in client.get("/").content.decode()


def test_conclusions_come_first_and_what_is_missing_is_asked_for() -> None:
    house()
    client = signed_in("clerk")
    page = json_of(client, "/findings.json")
    groups = dict(page["groups"])

    assert groups["缺项"] > 0
    assert page["count"] == sum(groups.values()) - groups["缺项"]
    assert json_of(client, "/findings.json", group="缺项")["count"] == groups["缺项"]


def test_conclusions_are_chosen_by_kind_verdict_document_and_words() -> None:
    rows = house()
    client = signed_in("clerk")

    def kinds(**asked: str) -> set[str]:
        return {row["kind"] for row in json_of(client, "/findings.json", **asked)["findings"]}

    assert kinds(group="缺项", sort="task-without-date") == {"task-without-date"}
    undecided = json_of(client, "/findings.json", group="进度", sort="不可判定")
    assert undecided["count"] == Finding.objects.filter(live=True, message__contains="：不可判定，").count()
    held = json_of(client, "/findings.json", group="缺项", document=str(rows.secret.pk))["count"]
    assert 0 < held < json_of(client, "/findings.json", group="缺项")["count"]
    one = Finding.objects.filter(live=True, kind="task-without-date")[0]
    words = one.message.removeprefix("缺期限：")
    assert all(words in row["message"] for row in json_of(client, "/findings.json", group="缺项", q=words)["findings"])
    for wrong in ("group=x", "sort=x", "state=x", "document=x"):
        assert client.get(f"/findings/?{wrong}").status_code == 400


def test_an_export_of_conclusions_has_the_rows_of_the_list_with_passages_and_arithmetic() -> None:
    house()
    client = signed_in("clerk")
    page = json_of(client, "/findings.json", group="缺项", sort="task-without-date")
    client.post(reverse("assess", args=[page["findings"][0]["id"]]), {"decision": "dismiss", "note": "另有安排"})

    data = client.get(reverse("findings-export"), {"group": "缺项", "sort": "task-without-date"}).content
    head, *lines = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)

    assert head == ("种类", "结论", "一处", "一处原文", "另一处", "另一处原文", "算式", "状态", "说明")
    assert len(lines) == page["count"]
    shown = json_of(client, f"/findings/{page['findings'][0]['id']}.json")
    assert (lines[0][1], lines[0][3], lines[0][7:]) == (
        shown["finding"]["message"],
        shown["passages"][0]["quote"],
        ("不采纳", "另有安排"),
    )
    assert LogEntry.objects.filter(act__startswith="export", object="findings").count() == 1


def test_what_is_missing_names_the_claim_that_lacks_it_under_its_chapter() -> None:
    rows = house()
    client = signed_in("clerk")
    entry = rows.entry(rows.secret, "task")

    found = json_of(client, "/findings.json", group="缺项", sort="task-without-number")["findings"]
    page = client.get("/findings/", {"group": "缺项", "sort": "task-without-number"}).content.decode()

    about = {row["about"]["what"]: row["about"] for row in found}
    assert (about[entry.what]["title"], about[entry.what]["heading"]) == (str(entry.document), ["二、重点任务"])
    assert page.count(f"{entry.document}</a> › 二、重点任务 ") == 1
    assert [row["about"] for row in json_of(client, "/findings.json")["findings"] if row["about"]] == []
    by_words = json_of(client, "/findings.json", group="缺项", sort="task-without-number", q=entry.what)["findings"]
    assert {row["about"]["what"] for row in by_words} == {entry.what}


def test_a_chapter_is_settled_at_once_and_what_somebody_said_before_stands() -> None:
    house()
    client, wanted = signed_in("clerk"), "group=缺项&sort=task-without-date"
    numbers = [row["id"] for row in json_of(client, f"/findings.json?{wanted}")["findings"]]
    client.post(reverse("assess", args=[numbers[0]]), {"decision": "confirm"})
    at = f"{reverse('assess-several')}?{wanted}"

    client.post(at, {"finding": numbers, "decision": "dismiss"})
    assert Resolution.objects.count() == 1  # a dismissal needs its reason
    back = client.post(at, {"finding": numbers, "decision": "dismiss", "note": "按年度计划另定"})

    said = Resolution.objects.order_by("pk").values_list("finding_id", "decision", "note")
    later = [(number, "dismiss", "按年度计划另定") for number in numbers[1:]]
    assert len(later) > 1
    assert list(said) == [(numbers[0], "confirm", ""), *later]
    assert LogEntry.objects.filter(act="finding.dismiss").count() == len(later)
    assert unquote(back["location"]) == f"/findings/?{wanted}&page=1"
    client.post(at, {"finding": [*numbers, 999999], "decision": "confirm"})
    assert Resolution.objects.count() == len(numbers)


def test_from_one_finding_the_next_that_waits_is_one_key_away() -> None:
    house()
    client = signed_in("clerk")
    first, second = (row["id"] for row in json_of(client, "/findings.json", group="缺项")["findings"][:2])
    client.post(reverse("assess", args=[second]), {"decision": "confirm"})
    third = json_of(client, "/findings.json", group="缺项", state="open")["findings"][1]["id"]

    assert f'href="/findings/{third}/" data-key="j"' in client.get(f"/findings/{first}/").content.decode()


def test_what_falls_due_in_a_year_is_listed_with_its_last_day() -> None:
    house()
    lines = json_of(signed_in("clerk"), "/ledger.json", since="2025-01-01", due="2025-12-31", columns="kind,due")[
        "lines"
    ]

    assert lines
    assert {line["cells"][1]["value"] for line in lines} == {"2025-12-31"}
    assert "实绩" not in {line["cells"][0]["value"] for line in lines}


def test_the_ledger_is_narrowed_to_a_place() -> None:
    house()
    client = signed_in("clerk")
    places = set(Entry.objects.values_list("document__region", flat=True))
    counts = {place: json_of(client, "/ledger.json", region=place)["count"] for place in places if place}

    assert counts == {place: Entry.objects.filter(document__region=place).count() for place in places if place}
    assert json_of(client, "/ledger.json", region="无此地")["count"] == 0


def test_an_issue_is_taken_and_closed() -> None:
    rows = house()

    at = reverse("mend", args=[rows.issue.pk]) + "?state=open&code=unit-unknown&page=2"
    back = signed_in("clerk").post(at, {"state": "solved", "note": "已补单位"})

    issue = Issue.objects.get(pk=rows.issue.pk)
    assert (issue.state, issue.note, issue.taken_by) == ("solved", "已补单位", account("clerk"))
    assert back["location"] == "/issues/?state=open&code=unit-unknown&page=2"


# --- uploads


def upload(*given: tuple[str, bytes]) -> str:
    sent = [SimpleUploadedFile(name, data) for name, data in given]
    response = signed_in("clerk").post(reverse("upload"), {"files": sent}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_of_many_files_the_one_that_is_read_stands_first_and_the_rest_is_counted() -> None:
    upload(*((f"规划{number}.txt", f"到2025年，床位不低于{number}张。".encode()) for number in range(1, 31)))
    Job.objects.filter(name="规划1.txt").update(state=JobState.WORKING)

    page = json_of(signed_in("clerk"), "/library.json")

    assert [job["name"] for job in page["jobs"]] == [f"规划{number}.txt" for number in range(1, 14)]
    assert page["unfinished"] == 30
    assert "还有 30 份没有读完" in signed_in("clerk").get(reverse("jobs")).content.decode()


def test_when_all_is_read_the_shelf_shows_it() -> None:
    client, browsed = signed_in("clerk"), {"HX-Request": "true", "HX-Current-URL": "http://testserver/library/?q=规划"}

    assert 'hx-get="/library/?q=' in client.get(reverse("jobs"), headers=browsed).content.decode()
    upload(("规划.txt", "到2025年，床位不低于5张。".encode()))
    assert "shelf" not in client.get(reverse("jobs"), headers=browsed).content.decode()


def test_a_path_in_a_name_stays_a_name() -> None:
    upload(("../../etc/规划.txt", "到2025年，床位不低于5张。".encode()))

    assert [job.name for job in Job.objects.filter(kind="read")] == ["规划.txt"]


def test_a_name_that_is_markup_is_shown_as_words() -> None:
    shown = upload(("<img src=x onerror=alert(1)>.txt", "到2025年，床位不低于5张。".encode()))

    assert "<img" not in shown
    assert "&lt;img src=x onerror=alert(1)&gt;.txt" in shown


def test_the_same_file_twice_is_read_once() -> None:
    upload(("规划.txt", b"a" * 10), ("again.txt", b"a" * 10))

    assert Job.objects.filter(kind="read").count() == 1


def test_a_file_beyond_the_limit_is_refused_and_the_others_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yuheng.app.ingesting.MAX_BYTES", 100)

    shown = upload(("大.txt", b"x" * 101), ("小.txt", b"x" * 99))

    assert "大.txt：文件超过上限" in shown
    assert [job.name for job in Job.objects.filter(kind="read")] == ["小.txt"]


def hostile() -> dict[str, bytes]:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b"0" * 50_000_000)
        file.writestr("[Content_Types].xml", "<Types/>")
    lol = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    billion = io.BytesIO()
    with zipfile.ZipFile(billion, "w") as file:
        file.writestr("word/document.xml", f"{lol}]><w>&j;</w>")
        file.writestr("[Content_Types].xml", "<Types/>")
    outside = io.BytesIO()
    with zipfile.ZipFile(outside, "w") as file:
        file.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w>&e;</w>')
        file.writestr("[Content_Types].xml", "<Types/>")
    return {
        "炸弹.docx": packed.getvalue(),
        "亿笑.docx": billion.getvalue(),
        "外部.docx": outside.getvalue(),
        "程序.docx": b"MZ\x90\x00" + b"\x00" * 300,
        "程序.pdf": b"\x7fELF" + b"\x00" * 300,
    }


@pytest.mark.parametrize("name", list(hostile()))
def test_a_hostile_file_fails_its_job_with_a_message(name: str) -> None:
    from yuheng.app.ingesting import read_and_store, take_up

    upload((name, hostile()[name]))
    job = take_up(Job.objects.get(kind="read").pk, at=account("clerk").date_joined)
    assert job is not None

    read_and_store(job)

    job.refresh_from_db()
    assert (job.state, bool(job.message)) == ("failed", True)
    assert "Traceback" not in job.message
    assert "root:" not in job.message
    assert name in signed_in("clerk").get("/issues/").content.decode()


# --- originals


def test_an_original_comes_back_byte_for_byte_and_never_as_a_page() -> None:
    page = "<html><body><script>alert(1)</script><p>2024年，全市床位达4100张。</p></body></html>"
    document = handed_in(page, "新闻.html")

    response = signed_in("clerk").get(reverse("original", args=[document.pk]))

    assert response.content == page.encode()
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_words_of_a_document_are_escaped_in_the_reader() -> None:
    document = handed_in("规划\n\n到2025年，<script>alert(1)</script>床位不低于5000张。\n", "x.txt")

    shown = signed_in("clerk").get(reverse("document", args=[document.pk])).content.decode()

    assert "<script>alert" not in shown


# --- the door


def test_too_many_wrong_passwords_pause_the_door() -> None:
    Account.objects.create_user("clerk2", password="right-and-long-enough")  # noqa: S106  # of this test's account
    client = Client()
    answers = [client.post("/login/", {"username": "clerk2", "password": f"wrong{n}"}).status_code for n in range(6)]
    right = client.post("/login/", {"username": "clerk2", "password": "right-and-long-enough"})

    assert answers[:4] == [200, 200, 200, 200]
    assert answers[-1] == 429
    assert right.status_code == 429


def test_a_new_account_gets_a_password_that_works_once_and_is_kept_nowhere() -> None:
    shown = signed_in("administrator").post(
        reverse("add-person"), {"name": "新人", "role": "clerk", "party": ""}, follow=True
    )
    found = re.search(r"[0-9a-f]{4}(?:-[0-9a-f]{4}){3}", shown.content.decode())
    assert found is not None
    client = Client()

    entered = client.post("/login/", {"username": "新人", "password": found.group()})

    assert entered.status_code == 302
    assert client.get("/ledger/").headers["Location"] == f"{reverse('password')}?next=%2Fledger%2F"
    assert all(found.group() not in json.dumps(row.details) for row in LogEntry.objects.all())


def test_an_administrator_cannot_shut_themselves_out() -> None:
    admin = account("administrator")
    signed_in("administrator").post(reverse("change-person", args=[admin.pk]), {"role": "visitor", "active": "0"})

    admin.refresh_from_db()
    assert (admin.role, admin.is_active) == ("administrator", True)


def test_a_post_without_its_token_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(account("clerk"), backend="django.contrib.auth.backends.ModelBackend")

    assert client.post(reverse("view-save"), {"name": "x"}).status_code == 403


def test_the_policy_allows_nothing_inline() -> None:
    response = signed_in("clerk").get("/")
    policy = response.headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", response.content.decode())


def test_no_template_carries_script_or_style_inline() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:")

    assert [path.name for path in (WEB / "templates").rglob("*.html") if inline.search(path.read_text("utf-8"))] == []


@override_settings(
    DEBUG=False,
    SECURE_SSL_REDIRECT=True,
    SECURE_HSTS_SECONDS=31_536_000,
    SECURE_HSTS_INCLUDE_SUBDOMAINS=True,
    SECURE_HSTS_PRELOAD=True,
    SESSION_COOKIE_SECURE=True,
    CSRF_COOKIE_SECURE=True,
)
def test_the_checks_for_deployment_have_nothing_to_say() -> None:
    from django.core import checks

    assert checks.run_checks(include_deployment_checks=True) == []


# --- words


def catalogue() -> gettext.GNUTranslations:
    with (WEB / "locale/en/LC_MESSAGES/django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def words_in_use() -> set[str]:
    found: set[str] = set()
    for path in (WEB / "templates").rglob("*.html"):
        text = path.read_text("utf-8")
        found |= set(re.findall(r'{% translate "([^"]+)" %}', text))
        blocks = re.findall(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", text, re.S)
        found |= {re.sub(r"{{ (\w+) }}", r"%(\1)s", block) for block in blocks}
    for path in WEB.glob("*.py"):
        found |= set(re.findall(r'(?<!\w)(?:_|gettext_noop)\(\s*"([^"]+)"', path.read_text("utf-8")))
    return found


def words_of_steps() -> set[str]:
    """What the cockpit says: every Chinese word of the functions that tell where a step stands."""
    from yuheng.app import event_steps

    tree = ast.parse(inspect.getsource(event_steps))
    steps = [
        node for node in tree.body if isinstance(node, ast.FunctionDef) and ast.unparse(node.returns or node) == "Step"
    ]
    constants = [node.value for step in steps for node in ast.walk(step) if isinstance(node, ast.Constant)]
    return {word for word in constants if isinstance(word, str) and re.fullmatch(r"[\u4e00-\u9fff，]+", word)}


def words_of_tables() -> set[str]:
    from yuheng.app import (
        amending,
        conclusions,
        correcting,
        event_own,
        event_steps,
        listing,
        parties,
        period_verdicts,
        roles,
        rules,
        tokens,
    )
    from yuheng.audit.conclusions import KINDS
    from yuheng.exchange.matches import WEIGHTS
    from yuheng.exchange.outcomes import DAY_LABELS, HALF_YEAR_LABELS, STAGES
    from yuheng.ledger.models import Decision, EntryState, IssueState, JobState, Resolving
    from yuheng.office import event_own as own_sheets
    from yuheng.office import event_sheet, notices, return_book, words
    from yuheng.office.audit_book import GROUPS
    from yuheng.vocab.chain.forms import UNSTATED, forms

    tables = (EntryState, IssueState, JobState, Decision, Resolving)
    fields = [field for fields in correcting.FIELDS.values() for field in fields]
    return {
        *(label for table in tables for label in map(str, table.labels)),
        *(column.word for column in listing.COLUMNS.values()),
        *(word for word, _ in listing.GROUPS.values()),
        *words.KIND_WORDS.values(),
        *words.OP_WORDS.values(),
        *words.ISSUE_WORDS.values(),
        *amending.WORDS.values(),
        *words.MEASURE_WORDS.values(),
        *(word for word in words.DOCUMENT_WORDS.values() if word),
        *(field.word for field in fields),
        *(word for field in fields for _, word in field.choices),
        *KINDS.values(),
        *(*WEIGHTS, *STAGES, *DAY_LABELS, *HALF_YEAR_LABELS),
        *event_steps.STEPS.values(),
        *event_sheet.FIELDS.values(),
        *own_sheets.TITLES.values(),
        *event_own.WINDOWS.values(),
        *GROUPS,
        *conclusions.STATES.values(),
        *conclusions.WORDS,
        conclusions.UNDATED,
        *(conclusions.kind_word(kind) for kind in GROUPS[conclusions.ABSENCES]),
        *return_book.STATE_WORDS.values(),
        *notices.STEP_WORDS.values(),
        *period_verdicts.OFFICIAL,
        *period_verdicts.SCHEDULES,
        *parties.KINDS.values(),
        *tokens.SCOPES.values(),
        *(rule.word for rule in rules.RULES.values()),
        *(role.word for role in roles.ROLES.values()),
        *(UNSTATED, *forms()),
        *(word for form in forms().values() for ask in form.asks for word in (ask.need, ask.offer)),
    }


def test_every_word_has_its_english() -> None:
    english = catalogue()

    assert (
        sorted(word for word in words_in_use() | words_of_tables() | words_of_steps() if english.gettext(word) == word)
        == []
    )


def test_every_step_of_an_event_is_looked_at_for_its_english() -> None:
    assert {"违规", "规则改过了，重新排会", "半年后再问一次", "签到"} <= words_of_steps()


def test_labels_and_stages_are_written_alike() -> None:
    english = catalogue()
    words = (*STAGES, *map(str, JobState.labels), "进行中", "要重做", "已完成", "未开始")

    assert [word for word in words if not english.gettext(word)[0].isupper()] == []


def test_the_compiled_words_are_those_of_the_catalogue() -> None:
    text = (WEB / "locale/en/LC_MESSAGES/django.po").read_text("utf-8")
    pairs = dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', text, re.M))

    assert {source: catalogue().gettext(source.replace('\\"', '"')) for source in pairs} == {
        source: target.replace('\\"', '"') for source, target in pairs.items()
    }


def test_the_switch_speaks_english_and_comes_back() -> None:
    client = signed_in("clerk")

    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    english = client.get("/").content.decode()
    client.post(reverse("set_language"), {"language": "zh-hans", "next": "/"})

    assert '<html lang="en">' in english
    assert "Overview" in english
    assert '<html lang="zh-CN">' in client.get("/").content.decode()


# --- colours


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_words_stand_out_from_their_ground_as_wcag_aa_asks() -> None:
    style = (WEB / "static/web/desk.css").read_text("utf-8")
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", style))
    pairs = [(ink, ground) for ink in ("ink", "soft", "accent", "bad") for ground in ("paper", "ground")]
    pairs += [(name.removesuffix("-tint"), name) for name in colours if name.endswith("-tint")]
    pairs += [("ink", "flash"), ("soft", "fine"), ("soft", "accent-tint")]

    def contrast(a: str, b: str) -> float:
        bright, dark = sorted((luminance(colours[a]), luminance(colours[b])), reverse=True)
        return (bright + 0.05) / (dark + 0.05)

    assert [(a, b, round(contrast(a, b), 2)) for a, b in pairs if contrast(a, b) < 4.5] == []


# --- pictures


def test_a_finding_on_progress_is_drawn_from_its_claims() -> None:
    pytest.importorskip("vl_convert")
    said = "岚江市大健康产业增加值达到"
    handed_in(f"岚江市2020年统计公报\n\n岚江市统计局\n\n2021年3月1日\n\n2020年，{said}420亿元。\n", "公报一.txt")
    handed_in(
        f"岚江市大健康规划\n\n岚江市人民政府\n\n2021年6月1日\n\n到2025年，{said}700亿元。\n", "规划.txt", minute=1
    )
    handed_in(
        f"岚江市2023年统计公报\n\n岚江市统计局\n\n2024年3月1日\n\n2023年，{said}563亿元。\n", "公报二.txt", minute=2
    )
    house()
    finding = next(row for row in Finding.objects.filter(kind="verdict", live=True) if "420" in json.dumps(row.parts))

    picture = signed_in("clerk").get(reverse("finding-picture", args=[finding.pk]))
    page = signed_in("clerk").get(reverse("finding", args=[finding.pk])).content.decode()

    english = Client(headers={"accept-language": "en"})
    english.force_login(account("clerk"), backend="django.contrib.auth.backends.ModelBackend")
    drawn = english.get(reverse("finding-picture", args=[finding.pk])).content.decode()

    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<svg")
    assert "目标 700亿元" in picture.content.decode()
    assert ("Target CNY 70 billion" in drawn, "Base CNY 42 billion" in drawn, "亿元" in drawn) == (True, True, False)
    assert "大健康产业增加值" in drawn, "the indicator is a quote"
    assert reverse("finding-picture", args=[finding.pk]) in page
