"""收报 and 填报: what the office does with a period, and what one department may do with its own part."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.unit.ledger.people import NOON, handed_in
from tests.unit.office.filling import Filled
from tests.unit.web.people import OTHERS, OWED, PERIOD, SECRET, account, house, period, signed_in

from yuheng.app.access import own_names
from yuheng.app.folders import bytes_of, files_of, reading_copy, work_in
from yuheng.app.ingesting import do_job
from yuheng.app.period_acts import collect_kept, send_out, write_paper
from yuheng.app.period_desk import kept_files
from yuheng.app.period_ledger import office_folder
from yuheng.app.periods import assigned
from yuheng.ledger.models import Account, Folder, Job, JobState, LogEntry, Mention, Naming, Party

pytestmark = pytest.mark.django_db
TASK = "建设岚江康养小镇"
BEDS = f"{SECRET}护理型床位"


@pytest.fixture
def folder() -> Folder:
    house()
    return period()


def json_of(client: Client, name: str, label: str = PERIOD, **query: str) -> Any:
    return json.loads(client.get(reverse(f"{name}-json", args=[label]), query).content)


def sheet(folder: Folder, owner: str = OWED) -> Filled:
    return Filled(bytes_of(files_of(folder)[f"periods/{PERIOD}/sheets/{PERIOD}_{owner}.xlsx"]))


def back(folder: Folder, owner: str = OWED, *, name: str = "", **cells: Any) -> tuple[str, bytes]:
    """An owner's sheet with the cells of its first row filled in."""
    filled = sheet(folder, owner)
    for field, value in cells.items():
        filled.sheet.cell(5, filled.column(field)).value = value
    return name or f"{PERIOD}_{owner}.xlsx", filled.data()


def dropped(*files: tuple[str, bytes]) -> dict[str, Any]:
    return {"files": [SimpleUploadedFile(name, data) for name, data in files]}


def collected(folder: Folder, *files: tuple[str, bytes]) -> None:
    kept, others = kept_files((name, [data]) for name, data in files)
    assert others == []
    by = account("clerk")
    work_in(folder, lambda root: collect_kept(root, kept, period=PERIOD, on=NOON.date()), act="test", by=by, at=NOON)


def test_a_period_is_sent_out_by_the_worker_and_every_owner_gets_a_sheet() -> None:
    house()
    client = signed_in("clerk")
    rows = json.loads(client.get("/periods/start.json").content)["plans"]
    plans = [row["key"] for row in rows if "青鸾湖" in row["title"]]

    asked = json.loads(client.get("/periods/start.json", {"plan": plans, "period": "2025Q4"}).content)["proposal"]
    due = timezone.localdate() + timedelta(days=9)
    client.post(reverse("dispatch"), {"plan": plans, "period": "2025Q4", "due": due.isoformat()})
    job = Job.objects.get(act="period.dispatch")
    do_job.call(str(job.pk))

    job.refresh_from_db()
    assert (job.state, job.step) == (JobState.DONE, "下发4个单位6行")
    assert {row["owner"]: (row["rows"], row["cells"]) for row in asked["owners"]}[OWED] == (1, 3)
    with zipfile.ZipFile(io.BytesIO(client.get(reverse("sheets-zip", args=["2025Q4"])).content)) as archive:
        assert f"2025Q4_{OWED}.xlsx" in archive.namelist()
        assert len(archive.namelist()) == 5
    assert json.loads(client.get("/periods/start.json").content)["chosen"] == plans


def test_returned_sheets_are_merged_on_the_board_and_what_is_no_workbook_is_named(folder: Folder) -> None:
    client = signed_in("clerk")
    good = back(folder, status="基本符合预期", progress="主体完工")

    client.post(reverse("upload-returns", args=[PERIOD]), dropped(good, ("说明.docx", b"PK")))
    do_job.call(str(Job.objects.get(act="period.collect").pk))
    page = client.get(reverse("period", args=[PERIOD])).content.decode()
    values = json_of(client, "period")

    rows = {row["owner"]: (row["done"], row["open"], row["missing"]) for row in values["owners"]}
    assert (rows[OWED], rows[OTHERS]) == ((1, 0, 0), (0, 0, 1))
    assert (values["summary"]["taken"], values["summary"]["late"]) == (2, 3)
    assert OWED not in [row["owner"] for row in values["late"]]
    assert "收进1个文件，1个没有并入：<br>说明.docx：不是工作簿，没有收。" in page
    assert client.get(reverse("returns-book", args=[PERIOD])).content.startswith(b"PK")


def test_of_two_answers_the_clerk_lets_one_hold_by_name_and_reason(folder: Folder) -> None:
    collected(folder, back(folder, status="滞后"), back(folder, name="更正.xlsx", status="快于预期"))
    client = signed_in("clerk")
    [cell] = json_of(client, "open-cells")["open"]
    given = {"row": cell["row"], "field": "status", "answer": "=快于预期"}

    client.post(reverse("settle", args=[PERIOD]), given)
    refused = json_of(client, "open-cells")["open"]
    client.post(reverse("settle", args=[PERIOD]), {**given, "reason": "电话核实"})
    [after] = json_of(client, "open-cells")["flagged"]

    assert [answer["words"] for answer in cell["answers"]] == ["滞后", "快于预期"]
    assert refused == [cell]
    assert (after["value"], after["by"]) == ("快于预期", "clerk")
    assert any("clerk" in remark and "电话核实" in remark for remark in after["remarks"])


def test_words_that_the_column_does_not_take_settle_nothing(folder: Folder) -> None:
    collected(folder, back(folder, status="还行"))
    client = signed_in("clerk")
    [cell] = json_of(client, "open-cells")["open"]
    given = {"row": cell["row"], "field": "status", "answer": "typed", "reason": "核实"}

    client.post(reverse("settle", args=[PERIOD]), {**given, "words": "不错"})
    still = json_of(client, "open-cells")["open"]
    client.post(reverse("settle", args=[PERIOD]), {**given, "words": "滞后"})

    assert (cell["state"], still) == ("unread", [cell])
    assert json_of(client, "open-cells")["open"] == []


def test_what_is_behind_needs_a_note_until_the_office_writes_one(folder: Folder) -> None:
    collected(folder, back(folder, status="滞后"))
    client = signed_in("clerk")
    [row] = json_of(client, "verdicts", show="silent")["verdicts"]

    client.post(reverse("explain", args=[PERIOD]), {"duty": row["duty"], "words": "用地未落实，6月开工"})
    values = json_of(client, "verdicts", show="red")

    assert (row["official"], row["evidence"]) == ("滞后", "不可判定")
    assert values["counts"]["silent"] == 0
    assert values["verdicts"][0]["explanation"]["words"] == "用地未落实，6月开工"
    assert values["verdicts"][0]["explanation"]["by"] == "clerk"
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("verdicts-book", args=[PERIOD])).content))
    rows = list(book.worksheets[0].values)
    assert [line[10] for line in rows if line[1] == TASK] == ["用地未落实，6月开工"]


def test_a_verdict_shows_three_columns_and_counts_each_for_itself(folder: Folder) -> None:
    collected(folder, back(folder, status="提前实现"))

    values = json_of(signed_in("clerk"), "verdicts")

    total = values["total"]
    assert (total["total"], total["official"]["提前实现"], total["official"]["未报"]) == (6, 1, 5)
    assert total["evidence"] == {"提前实现": 0, "快于预期": 0, "基本符合预期": 0, "滞后": 0, "不可判定": 6}
    assert sum(row["total"] for row in values["owners"]) == sum(row["total"] for row in values["chapters"]) == 6


def test_a_department_hands_in_its_own_sheet_and_sees_what_came_of_it(folder: Folder) -> None:
    client = signed_in("department")
    own = client.get(reverse("own-sheet", args=[PERIOD, f"{PERIOD}_{OWED}.xlsx"])).content

    client.post(reverse("hand-in", args=[PERIOD]), dropped(back(folder, status="大体可以", progress="主体完工")))
    [mine] = json.loads(client.get("/returns.json").content)["sheets"]

    assert own == bytes_of(files_of(folder)[f"periods/{PERIOD}/sheets/{PERIOD}_{OWED}.xlsx"])
    assert (mine["asked"], mine["answered"], mine["taken"], mine["missing"]) == (1, 1, 1, [])
    assert [(row["field_word"], row["state"]) for row in mine["open"]] == [("自评", "unread")]
    assert LogEntry.objects.filter(act="period.handed-in", by="department").count() == 1


def test_a_department_cannot_answer_for_another_nor_see_it(folder: Folder) -> None:
    collected(folder, back(folder, OTHERS, status="滞后", progress="青鸾湖征地受阻"))
    client, before = signed_in("department"), files_of(folder)

    client.post(reverse("hand-in", args=[PERIOD]), dropped(back(folder, OTHERS, name="a.xlsx", status="提前实现")))
    page = client.get("/returns/").content.decode()

    assert "a.xlsx 是别的单位的填报表" in page
    assert files_of(folder) == before
    assert [word for word in (OTHERS, "青鸾湖", "征地") if word in page.replace("是别的单位", "")] == []


def test_rows_of_another_office_pasted_into_ones_own_sheet_count_for_nothing(folder: Folder) -> None:
    mine, theirs = sheet(folder), sheet(folder, OTHERS)
    mine.put_rows([*mine.rows(), *theirs.rows()])
    status = mine.column("status")
    for row in (5, 6):
        mine.sheet.cell(row, status).value = "提前实现"
    client = signed_in("department")

    client.post(reverse("hand-in", args=[PERIOD]), dropped((f"{PERIOD}_{OWED}.xlsx", mine.data())))

    rows = {row["owner"]: row["done"] for row in json_of(signed_in("clerk"), "period")["owners"]}
    assert (rows[OWED], rows[OTHERS]) == (1, 0)


def test_a_name_that_was_joined_to_two_parties_is_nobodys_own() -> None:
    house()
    Account.objects.filter(username="department").update(party="白鹭洲市民政局")
    department = Account.objects.get(username="department")
    [mine] = Naming.objects.filter(mention__name=OWED)

    before = own_names(department, {OWED, OTHERS})
    mine.party = Party.objects.create(name="白鹭洲市民政局", kind="government")
    mine.save()
    joined = own_names(department, {OWED, OTHERS})
    second = handed_in("云津市工作要点\n\n加快建设云津康养小镇。（市民政局牵头）\n", "云津.txt", minute=9)
    resolved = Mention.objects.get(document=second, name=OWED)
    Naming.objects.update_or_create(
        mention=resolved, defaults={"party": Party.objects.create(name="云津市民政局", kind="government")}
    )

    assert (before, joined, own_names(department, {OWED, OTHERS})) == (
        frozenset(),
        frozenset({OWED}),
        frozenset(),
    )
    assert own_names(account("visitor"), {OWED}) == frozenset()


def test_an_act_overtaken_by_a_hand_in_is_done_again_and_both_are_kept(folder: Folder) -> None:
    others = office_folder()
    assert others is not None
    calls: list[int] = []

    def slow(root: Any) -> str:
        if not calls:
            collected(folder, back(folder, status="滞后"))
        calls.append(1)
        arguments = {"period": "2025Q3", "on": "2026-03-02", "due": "2026-03-09", "owners": []}
        return send_out(root, {**arguments, "plans": json.loads((root / "plans.json").read_text("utf-8"))})

    work_in(others, slow, act="test", by=account("clerk"), at=NOON)

    assert len(calls) == 2
    assert json_of(signed_in("clerk"), "period")["summary"]["taken"] == 1
    assert json_of(signed_in("clerk"), "period", "2025Q3")["summary"]["rows"] == 6


def test_a_path_out_of_the_period_is_no_file(folder: Folder) -> None:
    client = signed_in("clerk")
    paths = ["sheets/../sent.jsonl", "sent.jsonl", "../../plans.json", "papers/../../../plans.json"]

    assert [client.get(f"/periods/{PERIOD}/files/{path}").status_code for path in paths] == [404] * 4


def test_a_period_that_was_never_sent_is_not_there(folder: Folder) -> None:
    assert signed_in("clerk").get(reverse("period", args=["2019-01"])).status_code == 404


def test_what_was_settled_may_be_settled_again_and_the_log_keeps_both(folder: Folder) -> None:
    collected(folder, back(folder, status="滞后"), back(folder, name="更正.xlsx", status="快于预期"))
    client = signed_in("clerk")
    [cell] = json_of(client, "open-cells")["open"]
    given = {"row": cell["row"], "field": "status", "answer": "=快于预期", "reason": "电话核实"}

    client.post(reverse("settle", args=[PERIOD]), given)
    page = client.get(reverse("open-cells", args=[PERIOD])).content.decode()
    client.post(reverse("settle", args=[PERIOD]), {**given, "answer": "=滞后", "reason": "看错了"})

    [after] = json_of(client, "open-cells")["flagged"]
    lines = bytes_of(files_of(folder)[f"periods/{PERIOD}/settlements.jsonl"]).decode().splitlines()
    assert page.count(f'action="{reverse("settle", args=[PERIOD])}"') == 1
    assert (after["value"], [json.loads(line)["words"] for line in lines]) == ("滞后", ["快于预期", "滞后"])
    assert LogEntry.objects.filter(act="period.settled", by="clerk").count() == 2


def test_words_that_were_typed_win_over_an_answer_ticked_before_and_nothing_settles_nothing(folder: Folder) -> None:
    collected(folder, back(folder, progress="甲"), back(folder, name="更正.xlsx", progress="乙"))
    client = signed_in("clerk")
    [cell] = json_of(client, "open-cells")["open"]
    given = {"row": cell["row"], "field": "progress", "reason": "核实"}

    client.post(reverse("settle", args=[PERIOD]), {**given, "words": ""})
    still = json_of(client, "open-cells")["open"]
    client.post(reverse("settle", args=[PERIOD]), {**given, "answer": "=甲", "words": "主体完工"})

    assert still == [cell]
    assert [row["value"] for row in json_of(client, "open-cells")["flagged"]] == ["主体完工"]


def test_owners_that_the_clerk_names_are_offices_spelt_as_the_ledger_does_and_may_be_corrected(folder: Folder) -> None:
    filled = Filled(bytes_of(files_of(folder)[f"periods/{PERIOD}/sheets/{PERIOD}_未明确责任单位.xlsx"]))
    owner = filled.column("owner")
    filled.sheet.cell(5, owner).value = "市卫健委，市财政局"
    filled.sheet.cell(6, owner).value = "不清楚"
    collected(folder, ("单位.xlsx", filled.data()))
    client = signed_in("clerk")
    [unread] = json_of(client, "open-cells")["open"]
    [taken] = json_of(client, "open-cells")["flagged"]
    root = reading_copy(folder)
    before = sorted(assigned(root).values())

    client.post(
        reverse("settle", args=[PERIOD]),
        {"row": taken["row"], "field": "owner", "words": "市财政局", "reason": "分工调整"},
    )

    assert "“不清楚”不是单位名称" in unread["remarks"][0]
    assert any(
        "单位.xlsx" in issue["file"] and "不清楚" in issue["message"] for issue in json_of(client, "period")["issues"]
    )
    assert before == [(OTHERS, "市财政局")]
    assert list(assigned(reading_copy(Folder.objects.get(pk=folder.pk))).values()) == [("市财政局",)]
    assert len(bytes_of(files_of(folder)["assigned.jsonl"]).decode().splitlines()) == 2


def test_a_file_that_brings_nothing_is_named_with_the_reason(folder: Folder) -> None:
    client, mine = signed_in("department"), back(folder, status="滞后")
    theirs = back(folder, OTHERS, name="b.xlsx", status="滞后")
    collected(folder, theirs)

    def said(*files: tuple[str, bytes]) -> list[str]:
        answer = client.post(reverse("hand-in", args=[PERIOD]), dropped(*files), follow=True)
        return [str(each) for each in answer.context["messages"]]

    assert said(mine) == ["收下 1 个文件。"]
    assert said(("再交.xlsx", mine[1])) == [f"再交.xlsx：与已收的文件（{mine[0]}）一模一样，没有再收。"]
    assert said(("空.xlsx", b"")) == ["空.xlsx：文件是空的。 重新保存后再交。"]
    assert "b.xlsx 是别的单位的填报表。" in said(theirs)[0]
    assert said(back(folder, name="没填.xlsx")) == ["没填.xlsx：黄色各格没有填。"]


def test_what_disagrees_is_not_called_complete(folder: Folder) -> None:
    collected(folder, back(folder, status="滞后"), back(folder, name="更正.xlsx", status="快于预期"))

    page = signed_in("department").get("/returns/").content.decode()

    assert ("已报齐" in page, "1 格待核" in page) == (False, True)


def test_the_next_papers_form_keeps_the_mark_and_not_the_number_and_another_periods_act_is_not_shown(
    folder: Folder,
) -> None:
    Job.objects.create(
        kind="folder",
        folder=folder,
        act="period.report",
        arguments={"period": "2025Q3", "mark": "岚江市文件", "number": "岚办〔2026〕7号", "issuer": "办公室"},
        name="x",
        created=NOON,
        ended=timezone.now(),
        state=JobState.DONE,
        step="通报写好",
    )

    page = signed_in("clerk").get(reverse("papers", args=[PERIOD])).content.decode()

    assert ("岚江市文件" in page, "7号" in page, "通报写好" in page) == (True, False, False)


def test_a_period_is_read_as_people_write_it_and_what_is_refused_stays_on_the_form(folder: Folder) -> None:
    client, today = signed_in("clerk"), timezone.localdate()
    plans = json.loads(client.get("/periods/start.json").content)["chosen"]

    def sent(**given: str) -> str:
        answer = client.post(reverse("dispatch"), {"plan": plans, **given}, follow=True)
        return " ".join(str(each) for each in answer.context["messages"])

    written = json.loads(client.get("/periods/start.json", {"plan": plans, "period": "2025年12月"}).content)
    wrong = client.get("/periods/start/", {"plan": plans, "period": "上个月"})
    bare = client.get("/periods/start/", {"period": PERIOD}).content.decode()
    past = sent(period="2025Q4", due=(today - timedelta(days=1)).isoformat())
    twice = sent(period=PERIOD, due=(today + timedelta(days=3)).isoformat())

    assert (written["period"], written["proposal"]["sent_due"]) == (PERIOD, "2026-03-09")
    assert (wrong.status_code, "不认识的期间“上个月”" in wrong.content.decode()) == (200, True)
    assert ("没有选规划" in bare, "已经过了" in past, f"{PERIOD} 已于 2026-03-02 下发过" in twice) == (True, True, True)
    assert not Job.objects.filter(act="period.dispatch").exists()
    assert sent(period=PERIOD, due=(today + timedelta(days=3)).isoformat(), again="1") == ""
    assert Job.objects.filter(act="period.dispatch").count() == 1


def test_what_was_due_and_never_asked_for_is_counted_and_taken_along_when_wanted() -> None:
    house()
    client = signed_in("clerk")
    plans = [row["key"] for row in json.loads(client.get("/periods/start.json").content)["plans"]]
    plans = [key for key in plans if key]

    def proposed(**more: str) -> dict[str, Any]:
        given = {"plan": plans, "period": "2027-01", **more}
        return dict(json.loads(client.get("/periods/start.json", given).content)["proposal"])

    left, along = proposed(), proposed(overdue="1")

    assert left["left_out"] > 0
    assert (along["left_out"], along["overdue"]) == (0, left["left_out"])
    assert along["rows"] + along["unassigned"] == left["rows"] + left["unassigned"] + left["left_out"]
    period("2027-01")
    rows = json_of(client, "period", "2027-01")["summary"]
    assert rows["rows"] + rows["unassigned"] <= left["rows"] + left["unassigned"]


def test_a_long_note_is_folded_behind_its_beginning(folder: Folder) -> None:
    collected(folder, back(folder, status="滞后", progress="用地未落实。" * 300))

    page = signed_in("clerk").get(reverse("verdicts", args=[PERIOD])).content.decode()

    assert f"<summary>{'用地未落实。' * 19}用地未...</summary>" in page


def joint(folder: Folder) -> None:
    """The clerk names two offices for one target, and each is asked for it."""
    filled = Filled(bytes_of(files_of(folder)[f"periods/{PERIOD}/sheets/{PERIOD}_未明确责任单位.xlsx"]))
    filled.put(BEDS, "owner", f"{OTHERS}、{OWED}")
    collected(folder, ("单位.xlsx", filled.data()))
    period()
    for owner, number in ((OWED, 4800), (OTHERS, 5150)):
        told = sheet(folder, owner)
        told.put(BEDS, "value", number)
        collected(folder, (f"{owner}.xlsx", told.data()))


def test_two_offices_numbers_for_one_target_stand_side_by_side_until_the_clerk_settles_them(folder: Folder) -> None:
    joint(folder)
    client = signed_in("clerk")
    [cell] = json_of(client, "open-cells")["open"]
    before = json_of(client, "verdicts")["verdicts"]
    board = json_of(client, "period")

    given = {"row": cell["row"], "field": "value", "answer": "=5150", "reason": "两家会商"}
    client.post(reverse("settle", args=[PERIOD]), given)
    after = json_of(client, "verdicts")["verdicts"]

    assert (cell["name"], [(each["owner"], each["words"]) for each in cell["answers"]]) == (
        f"{OWED}、{OTHERS}" if cell["owner"] == OWED else f"{OTHERS}、{OWED}",
        [(owner, {OWED: "4800", OTHERS: "5150"}[owner]) for owner in cell["name"].split("、")],
    )
    assert (board["summary"]["open"], [row["cells_conflict"] for row in board["owners"] if row["open"]]) == (1, [1, 1])
    assert sorted((row["owner"], row["value"], len(row["waiting"])) for row in before if row["what"] == BEDS) == [
        (OTHERS, "", 2), (OWED, "", 2)]  # fmt: skip
    assert sorted((row["owner"], row["value"], row["waiting"]) for row in after if row["what"] == BEDS) == [
        (OTHERS, "5150张", []), (OWED, "5150张", [])]  # fmt: skip
    assert json_of(client, "open-cells")["open"] == []
    assert all("clerk" in row["remarks"][-1] for row in json_of(client, "open-cells")["flagged"][:2])


def test_a_department_learns_that_a_joint_number_differs_and_not_what_the_other_office_said(folder: Folder) -> None:
    joint(folder)
    client = signed_in("department")

    page, values = client.get("/returns/").content.decode(), client.get("/returns.json").content.decode()

    assert "与共同牵头的单位报数不一致" in page
    assert [word for word in (OTHERS, "5150") if word in page + values] == []


def test_notices_are_issued_on_what_is_ticked_by_a_persons_name_and_one_may_be_withdrawn(folder: Folder) -> None:
    joint(folder)
    Account.objects.filter(username="clerk").update(first_name="张三")
    client = signed_in("clerk")
    waiting = json_of(client, "notices")["waiting"]
    issue = reverse("issue-notices", args=[PERIOD])

    none = client.post(issue, {"issuer": "联席会议办公室"}, follow=True).content.decode()
    client.post(issue, {"issuer": "联席会议办公室", "duty": [waiting[0]["duty"]]})
    values = json_of(client, "notices")
    [notice] = values["notices"]
    again = client.post(issue, {"issuer": "办", "duty": [waiting[0]["duty"]]}, follow=True).content.decode()
    step = reverse("notice-step", args=[PERIOD, notice["id"]])
    client.post(step, {"step": "withdrawn", "words": "已另案督办"})
    after = json_of(client, "notices")

    assert len(waiting) > 1
    assert ("没有勾选事项" in none, "不是到期未完成、还没有交办的事项的编号" in again) == (True, True)
    assert [row["duty"] for row in values["waiting"]] == [row["duty"] for row in waiting[1:]]
    assert [(each["step"], each["by"]) for each in notice["chain"]] == [("issued", "张三")]
    assert [row["duty"] for row in after["waiting"]] == [row["duty"] for row in waiting]
    assert [(each["step"], each["by"], each["words"]) for each in after["notices"][0]["chain"]][1:] == [
        ("withdrawn", "张三", "已另案督办")
    ]
    paper = docx.Document(io.BytesIO(client.get(reverse("notice-paper", args=[PERIOD, notice["id"]])).content))
    assert "联席会议办公室" in [paragraph.text.strip() for paragraph in paper.paragraphs]
    assert LogEntry.objects.filter(act="period.notices", by="clerk").count() == 1


def test_a_file_taken_in_by_mistake_is_voided_by_name_and_counts_again_when_restored(folder: Folder) -> None:
    wrong = back(folder, name="试填.xlsx", status="滞后")
    collected(folder, wrong)
    client, address = signed_in("clerk"), reverse("void-return", args=[PERIOD])
    [before] = json_of(client, "period")["received"]
    given = {"file": before["sha256"], "reason": "试填的表"}

    client.post(address, {**given, "reason": ""})
    refused = json_of(client, "period")["summary"]
    client.post(address, given)
    after = json_of(client, "period")
    collected(folder, wrong)
    again = json_of(client, "period")["summary"]
    client.post(address, {**given, "counts": "1", "reason": "看错了"})
    restored = json_of(client, "period")

    assert (before["owners"], before["values"], before["void"]) == ([OWED], 1, None)
    assert [(each["taken"], each["files"]) for each in (refused, after["summary"], again)] == [(1, 1), (0, 0), (0, 0)]
    assert [(row["void"]["by"], row["void"]["reason"]) for row in after["received"]] == [("clerk", "试填的表")]
    assert ([row["void"] for row in restored["received"]], restored["summary"]["taken"]) == ([None], 1)
    assert client.get(reverse("period-file", args=[PERIOD, before["path"]])).content == wrong[1]
    assert LogEntry.objects.filter(act="period.voided", by="clerk").count() == 2


def test_a_sheet_that_named_owners_is_not_voided_for_the_ledger_has_taken_them_over(folder: Folder) -> None:
    filled = Filled(bytes_of(files_of(folder)[f"periods/{PERIOD}/sheets/{PERIOD}_未明确责任单位.xlsx"]))
    filled.put(BEDS, "owner", OWED)
    collected(folder, ("单位.xlsx", filled.data()))
    client = signed_in("clerk")
    [row] = json_of(client, "period")["received"]

    answer = client.post(reverse("void-return", args=[PERIOD]), {"file": row["sha256"], "reason": "填错"}, follow=True)

    assert "填的是责任单位，已记入台账" in answer.content.decode()
    assert json_of(client, "period")["summary"]["files"] == 1


def test_a_paper_says_that_more_came_in_after_it_was_written(folder: Folder) -> None:
    collected(folder, back(folder, status="滞后"))
    arguments = {"period": PERIOD, "kind": "通报", "on": "2026-03-10", "subject": "规划", "issuer": "办公室",
                 "address": "各有关单位", "mark": "", "number": "", "pdf": False}  # fmt: skip
    work_in(folder, lambda root: write_paper(root, arguments), act="test", by=account("clerk"), at=NOON)
    client = signed_in("clerk")

    [fresh] = json_of(client, "papers")["papers"]
    collected(folder, back(folder, OTHERS, status="滞后"))
    [stale] = json_of(client, "papers")["papers"]

    assert (fresh["name"], fresh["stale"], stale["stale"]) == ("通报.docx", False, True)
    assert "之后又有新的报送或改定，请重写" in client.get(reverse("papers", args=[PERIOD])).content.decode()


def test_a_period_sent_out_by_mistake_is_taken_back_until_something_came_back_for_it(folder: Folder) -> None:
    period("2025Q4")
    client = signed_in("clerk")

    client.post(reverse("take-back", args=["2025Q4"]))
    left = [row["label"] for row in json.loads(client.get("/periods.json").content)["periods"]]
    collected(folder, back(folder, status="滞后"))
    answer = client.post(reverse("take-back", args=[PERIOD]), follow=True).content.decode()

    assert left == [PERIOD]
    assert "已收到 1 个文件，不能撤回" in answer
    assert json_of(client, "period")["summary"]["taken"] == 1
    assert LogEntry.objects.filter(act="period.recalled", by="clerk").count() == 1


def test_after_an_open_cell_the_next_one_comes_first_and_a_cell_settled_anew_is_shown_again(folder: Folder) -> None:
    collected(folder, back(folder, status="滞后"), back(folder, name="更正.xlsx", status="快于预期"))
    client = signed_in("clerk")
    [cell] = json_of(client, "open-cells")["open"]
    given = {"row": cell["row"], "field": "status", "answer": "=滞后", "reason": "电话核实"}
    anchor, cells = f"c-{cell['row']}-status", reverse("open-cells", args=[PERIOD])

    before = client.get(cells).content.decode()
    first = client.post(reverse("settle", args=[PERIOD]), given).headers["Location"]
    after = client.get(cells).content.decode()
    again = client.post(reverse("settle", args=[PERIOD]), {**given, "anchor": anchor}).headers["Location"]

    assert (f'name="anchor" value="{anchor}"' in before, f'name="anchor" value="{anchor}"' in after) == (False, True)
    assert (first, again) == (cells, f"{cells}#{anchor}")
