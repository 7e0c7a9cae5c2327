"""The footnote of a reported number names who said it where, and of a settled one who settled it and why."""

from __future__ import annotations

from datetime import date

from tests.unit.office.filling import Filled
from tests.unit.office.plans import HEALTH, claims, duties, sheets

from yuheng.office.bulletin_notes import value_words
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
