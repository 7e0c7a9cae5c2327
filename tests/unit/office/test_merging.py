"""Sent, returned, ledger: one answer is taken, two are kept, a changed target makes it wait."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import openpyxl
from tests.unit.office.filling import Filled
from tests.unit.office.plans import DUE, HEALTH, PERIOD, SCIENCE, duties, sheets

from yuheng.office.dispatch import Outgoing, Previous, outgoing
from yuheng.office.merging import Merged, Settlement, late_in, merged, reminder
from yuheng.office.return_book import return_book
from yuheng.office.return_rows import SentRow
from yuheng.office.returns import Return, read_return
from yuheng.office.returns_file import return_line, returns_from, settlement_line, settlements_from

OUT = sheets()
ALL = tuple(row for each in OUT.values() for row in each.rows)
ON = date(2026, 11, 5)


def row_of(what: str) -> SentRow:
    return next(row for row in ALL if row.locked["what"] == what)


def answer(file: str, *cells: tuple[str, str, object], owner: str = HEALTH) -> Return:
    sheet = Filled(OUT[owner].data)
    for what, field, value in cells:
        sheet.put(what, field, value)
    return read_return(file, sheet.data(), ALL)


def one(*returns: Return, settlements: tuple[Settlement, ...] = (), sent: tuple[SentRow, ...] = ALL) -> Merged:
    [cell] = merged(
        sent, [v for back in returns for v in back.values], [c for back in returns for c in back.changes], settlements
    )
    return cell


def test_two_ways_of_typing_one_number_are_one_answer() -> None:
    cell = one(answer("甲.xlsx", ("护理床位数", "value", 480)), answer("乙.xlsx", ("护理床位数", "value", "４８０ 张")))

    assert (cell.state, cell.entry and cell.entry.words, len(cell.answers)) == ("taken", "480", 2)


def test_two_returns_that_disagree_are_both_kept_until_a_named_person_settles_them() -> None:
    first, second = (
        answer("甲.xlsx", ("护理床位数", "value", 480)),
        answer("乙.xlsx", ("护理床位数", "value", "约480")),
    )
    row = row_of("护理床位数").id
    word = Settlement(row, "value", "480", "张三", ON, "以报表为准", (first.sha256, second.sha256))

    before, after = one(first, second), one(first, second, settlements=(word,))

    assert (before.state, before.entry) == ("conflict", None)
    assert before.remarks == ("填报不一致：甲.xlsx·填报!I5“480”；乙.xlsx·填报!I5“约480”",)
    assert (after.state, after.entry and after.entry.words, after.by) == ("taken", "480", "张三")
    assert after.answers == before.answers
    assert after.remarks == ("张三 2026-11-05 选定：以报表为准",)


def test_an_answer_that_comes_after_the_settlement_opens_the_cell_again() -> None:
    first, later = answer("甲.xlsx", ("护理床位数", "value", 480)), answer("丙.xlsx", ("护理床位数", "value", 495))
    word = Settlement(row_of("护理床位数").id, "value", "480", "张三", ON, "", (first.sha256,))

    assert one(first, later, settlements=(word,)).state == "conflict"
    assert one(first, settlements=(word,)).state == "taken"


def test_numbers_out_of_range_are_flagged_and_kept() -> None:
    remarks = {
        what: one(answer("甲.xlsx", (what, "value", value), owner=owner)).remarks
        for what, value, owner in (
            ("护理型床位占比", 120, HEALTH),
            ("护理床位数", "480.5", HEALTH),
            ("中药材产值", -3, HEALTH),
            ("国家级创新平台", 400, SCIENCE),
            ("规上企业", 119, SCIENCE),
        )
    }

    assert remarks == {
        "护理型床位占比": ("占比120%超过100%",),
        "护理床位数": ("480.5张不是整数",),
        "中药材产值": ("-3亿元是负数",),
        "国家级创新平台": ("是目标5的80倍，单位或许不对",),
        "规上企业": (),
    }


def test_a_jump_against_the_last_report_is_flagged_and_kept() -> None:
    row = row_of("护理床位数")
    sent = tuple(
        replace(each, locked={**each.locked, "previous": "150张（2026-09）"}) if each.id == row.id else each
        for each in ALL
    )

    cell = one(answer("甲.xlsx", ("护理床位数", "value", 480)), sent=sent)

    assert (cell.state, cell.remarks) == ("taken", ("与上期150相比变动过大",))


def test_a_cumulative_count_that_falls_is_flagged() -> None:
    row = row_of("护理床位数")
    sent = tuple(
        replace(each, counting="规划期累计", locked={**each.locked, "previous": "490（2026-09）"})
        if each.id == row.id
        else each
        for each in ALL
    )

    assert one(answer("甲.xlsx", ("护理床位数", "value", 480)), sent=sent).remarks == ("累计数比上期490少",)


def test_that_there_is_no_number_is_an_answer_and_not_zero() -> None:
    cell = one(answer("甲.xlsx", ("护理床位数", "value", "无")))

    assert (cell.state, cell.entry and cell.entry.is_none, cell.entry and cell.entry.quantity) == ("taken", True, None)


def test_last_months_number_is_shown_and_is_never_this_months_answer() -> None:
    row = row_of("护理床位数")
    again = sheets(previous={row.id: Previous("2026-09", "470")})[HEALTH]

    assert Filled(again.data).sheet.cell(5, 8).value == "470（2026-09）"
    assert read_return("回.xlsx", again.data, again.rows).values == []


def test_who_has_not_replied_is_counted_in_working_days_and_gets_a_text() -> None:
    back = answer("甲.xlsx", ("护理床位数", "value", 480), ("中药材产值", "value", "说不清"))
    cells = merged(ALL, back.values)

    late = late_in(ALL, cells, due=DUE, on=date(2026, 11, 16))

    assert [(each.owner, each.missing, each.asked, each.since.count, each.has_replied) for each in late] == [
        (HEALTH, 4, 6, 5, True),
        (SCIENCE, 3, 3, 5, False),
    ]
    rows = [row for row in ALL if row.owner == SCIENCE]
    assert reminder(late[1], rows, due=DUE, on=date(2026, 11, 16)) == (
        "市科技局：\n　　2026-10进展填报表应于2026年11月9日前返回，已逾期5个工作日。"
        "截至11月16日，下列3项（共3项）尚未收到：\n1. 国家级创新平台\n2. 规上企业\n3. 组建生物医药研究院\n"
        "　　请在《2026-10_市科技局.xlsx》的黄色各格填写后返回；没有数据的请写“无”并说明原因。\n"
    )
    assert late_in(ALL, cells, due=DUE, on=DUE)[0].since.count == 0


def test_returns_and_settlements_come_back_from_their_files_as_they_were() -> None:
    back = answer(
        "甲.xlsx", ("护理床位数", "value", "约480"), ("护理床位数", "goal", "400"), ("中药材产值", "value", "略")
    )
    word = Settlement("a", "value", "480", "张三", ON, "", ("x", "y"))

    assert returns_from([return_line(back, on=ON), ""], name="x") == (back,)
    assert settlements_from([settlement_line(word)], name="x") == (word,)


def joint_sheets() -> dict[str, Outgoing]:
    """One target that two offices lead together: each has a row of its own for it."""
    bed = next(duty for duty in duties() if duty.what == "护理床位数")
    both = (bed, replace(bed, id="joint", owner=SCIENCE))
    return {each.owner: each for each in outgoing(both, period=PERIOD, due=DUE)}


def jointly(*told: tuple[str, str, object], settlements: tuple[Settlement, ...] = ()) -> tuple[Merged, ...]:
    """The cells of the joint target after returns (file, owner, value)."""
    out = joint_sheets()
    sent = tuple(row for each in out.values() for row in each.rows)
    values = []
    for file, owner, value in told:
        sheet = Filled(out[owner].data)
        sheet.put("护理床位数", "value", value)
        back = read_return(file, sheet.data(), sent)
        values += [replace(each, sha256=file) for each in back.values]  # a saved workbook carries the time
    return merged(sent, values, (), settlements)


def test_two_offices_that_report_different_numbers_for_one_target_are_both_kept_and_neither_holds() -> None:
    alike = jointly(("卫.xlsx", HEALTH, 480), ("科.xlsx", SCIENCE, "480张"))
    silent = jointly(("卫.xlsx", HEALTH, 480), ("科.xlsx", SCIENCE, "无"))
    apart = jointly(("卫.xlsx", HEALTH, 480), ("科.xlsx", SCIENCE, 510))

    assert [(cell.state, cell.is_apart) for cell in (*alike, *silent)] == [("taken", False)] * 4
    assert [(cell.state, cell.entry, cell.is_apart) for cell in apart] == [("conflict", None, True)] * 2
    assert [[(owner, each.entry.words, each.file) for owner, each in cell.told(whose)] for cell, whose in zip(
        apart, (HEALTH, SCIENCE), strict=True)] == [
        [(HEALTH, "480", "卫.xlsx"), (SCIENCE, "510", "科.xlsx")],
        [(SCIENCE, "510", "科.xlsx"), (HEALTH, "480", "卫.xlsx")],
    ]  # fmt: skip


def test_one_settlement_holds_for_every_office_of_a_joint_target_until_one_of_them_says_something_new() -> None:
    told = (("卫.xlsx", HEALTH, 480), ("科.xlsx", SCIENCE, 510))
    first = jointly(*told)
    words = tuple(
        Settlement(row, "value", "510", "张三", ON, "两家会商", first[0].seen) for row in first[0].settled_with
    )

    settled = jointly(*told, settlements=words)
    later = jointly(*told, ("卫2.xlsx", HEALTH, 490), settlements=words)
    agreed = jointly(*told, ("卫2.xlsx", HEALTH, 510), settlements=words)

    assert {row for cell in first for row in cell.settled_with} == {cell.row for cell in first}
    assert {(cell.state, cell.entry and cell.entry.words, cell.by) for cell in settled} == {("taken", "510", "张三")}
    assert [(cell.state, cell.is_apart) for cell in later] == [("conflict", True)] * 2
    assert [cell.state for cell in agreed] == ["taken"] * 2


def test_a_settlement_of_one_office_alone_does_not_outvote_the_other_that_answers_later() -> None:
    row = next(iter(joint_sheets()[HEALTH].rows)).id
    word = Settlement(row, "value", "495", "张三", ON, "电话", ("卫.xlsx",))

    alone = jointly(("卫.xlsx", HEALTH, 480), settlements=(word,))
    later = jointly(("卫.xlsx", HEALTH, 480), ("科.xlsx", SCIENCE, 480), settlements=(word,))

    assert [cell.state for cell in alone] == ["taken"]
    assert [(cell.state, cell.is_apart) for cell in later] == [("conflict", True)] * 2


def test_the_merge_report_shows_what_each_office_said_of_a_joint_target() -> None:
    cells = jointly(("卫.xlsx", HEALTH, 480), ("科.xlsx", SCIENCE, 510))
    sent = tuple(row for each in joint_sheets().values() for row in each.rows)

    book = openpyxl.load_workbook(io.BytesIO(return_book(sent, cells, (), (), ())))

    rows = [[cell.value for cell in row] for row in book["待办"].iter_rows(min_row=2)]
    assert [(row[0], row[3], row[7].split("\n")) for row in rows] == [
        (HEALTH, "不一致", [f"{HEALTH}，卫.xlsx·填报!I5：480", f"{SCIENCE}，科.xlsx·填报!I5：510"]),
        (SCIENCE, "不一致", [f"{SCIENCE}，科.xlsx·填报!I5：510", f"{HEALTH}，卫.xlsx·填报!I5：480"]),
    ]
    assert {row[8] for row in rows} == {"共同牵头的单位报数不一致；选定的一个对各单位都算"}
