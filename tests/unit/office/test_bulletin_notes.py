"""The footnote of a reported number names who said it where, and of a settled one who settled it and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.unit.office.filling import Filled
from tests.unit.office.plans import DUE, HEALTH, PERIOD, SCIENCE, claims, duties, sheets

from yuheng.office.bulletin_notes import value_words
from yuheng.office.dispatch import outgoing
from yuheng.office.duties import reporting_period
from yuheng.office.merging import Settlement, merged
from yuheng.office.official_document import Note
from yuheng.office.returns import read_return
from yuheng.office.verdicts import verdicts_of

ON = date(2026, 11, 5)
BEDS = next(duty for duty in duties() if duty.what == "护理床位数")


def footnote(returned: object, settled: str = "") -> str:
    """The footnote of the beds after one return and, where wanted, the clerk's own word."""
    sheet = Filled(sheets()[HEALTH].data)
    sheet.put("护理床位数", "value", returned)
    rows = tuple(row for each in sheets().values() for row in each.rows)
    back = read_return("甲.xlsx", sheet.data(), rows)
    words = (Settlement(BEDS.id, "value", settled, "admin", ON, "电话核实", (back.sha256,)),) if settled else ()
    cells = merged(rows, back.values, (), words)
    [found] = verdicts_of((BEDS,), claims(), cells, period=reporting_period("2026-10"), on=ON)
    [note] = [each.words for each in value_words(found) if isinstance(each, Note)]
    return note


def test_a_number_that_no_file_has_is_not_footnoted_as_if_one_had() -> None:
    assert footnote("四百多", "480") == (
        f"台账员 admin 核实（2026-11-05，电话核实），{HEALTH}原报“四百多”（甲.xlsx·填报!I5）。"
    )


def test_a_number_that_was_chosen_among_the_answers_names_its_cell_and_who_chose_it() -> None:
    assert footnote(480) == f"{HEALTH}报送（期末数），甲.xlsx·填报!I5：“480”。"
    assert footnote(480, "480") == (
        f"{HEALTH}报送（期末数），甲.xlsx·填报!I5：“480”；台账员 admin 选定（2026-11-05，电话核实）。"
    )


def test_a_number_taken_from_the_other_office_of_a_joint_target_names_that_office_and_both_numbers() -> None:
    both = (BEDS, replace(BEDS, id="joint", owner=SCIENCE))
    out = {each.owner: each for each in outgoing(both, period=PERIOD, due=DUE)}
    rows = tuple(row for each in out.values() for row in each.rows)
    values = []
    for owner, number in ((HEALTH, 480), (SCIENCE, 510)):
        sheet = Filled(out[owner].data)
        sheet.put("护理床位数", "value", number)
        values += read_return(f"{owner}.xlsx", sheet.data(), rows).values
    open_now = merged(rows, values)
    first = open_now[0]
    words = [Settlement(row, "value", "510", "张三", ON, "两家会商", first.seen) for row in first.settled_with]
    period = reporting_period("2026-10")

    waiting, settled = (
        verdicts_of(both, claims(), cells, period=period, on=ON)
        for cells in (open_now, merged(rows, values, (), words))
    )

    assert [value_words(each)[0] for each in (*waiting, *settled)] == ["待核", "待核", "510张", "510张"]
    assert [each.is_apart for each in (*waiting, *settled)] == [True, True, False, False]
    [note] = [each.words for each in value_words(settled[0]) if isinstance(each, Note)]
    assert note == (
        f"台账员 张三 选定{SCIENCE}报送的“510”（{SCIENCE}.xlsx·填报!I5）（2026-11-05，两家会商），"
        f"{HEALTH}原报“480”（{HEALTH}.xlsx·填报!I5）。"
    )
