"""A stranger's workbook written in place: nothing but the owned cells may differ, in any byte."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tests.unit.office import libreoffice
from tests.unit.office.workbooks import OWNED, SAVED_BY_LIBREOFFICE, SHEET, base, packed, parts_of, rewritten, wild

from yuheng.errors import Misuse, UnreadableSnapshot
from yuheng.office.workbook import Edit, column_letters, open_workbook, patch
from yuheng.office.workbook.cells import scan

WILD = wild()


def edits() -> list[Edit]:
    return [
        Edit(SHEET, row, column, value if column == 7 else Decimal(value)) for (row, column), value in OWNED.items()
    ]


def without_owned(data: bytes) -> bytes:
    """A worksheet's XML with the owned cells cut out; nothing else is touched."""
    out, at = [], 0
    for row in scan(data, name="").rows:
        for cell in row.cells:
            if (cell.row, cell.column) in OWNED:
                out.append(data[at : cell.span[0]])
                at = cell.span[1]
    return b"".join([*out, data[at:]])


def raw_members(data: bytes) -> dict[str, tuple[bytes, int, int]]:
    """Every member's packed bytes, flags and time."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            start = info.header_offset + 30
            name, extra = (int.from_bytes(data[info.header_offset + at :][:2], "little") for at in (26, 28))
            body = data[start + name + extra :][: info.compress_size]
            found[info.filename] = (body, info.flag_bits, hash(info.date_time))
    return found


def check(name: str, data: bytes) -> bytes:
    book = open_workbook(name, data)
    sheet = book.sheet(SHEET)
    assert sheet is not None

    result = patch(book, edits())

    before, after = parts_of(data), parts_of(result.data)
    assert list(before) == list(after), "the order of the parts"
    assert [part for part in before if before[part] != after[part]] == [sheet.part]
    assert without_owned(after[sheet.part]) == without_owned(before[sheet.part])
    packed_before, packed_after = raw_members(data), raw_members(result.data)
    assert [part for part in packed_before if packed_before[part] != packed_after[part]] == [sheet.part]
    assert result.issues == ()
    assert shown(name, result.data) == OWNED
    assert patch(open_workbook(name, result.data), edits()).data == result.data, "a second time changes nothing"
    return result.data


def shown(name: str, data: bytes) -> dict[tuple[int, int], str]:
    """What the owned cells show afterwards, as a second and a third reader see them."""
    sheet = open_workbook(name, data).sheet(SHEET)
    assert sheet is not None
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
    found = {}
    for row, column in OWNED:
        held = sheet.held(row, column)
        plain = held.words if held.number is None else str(held.number)
        theirs = rows[row - 1][column - 1]
        assert (theirs if isinstance(theirs, str) else f"{theirs:g}") == plain.replace("\n", "\n")
        found[row, column] = plain
    return found


@pytest.mark.parametrize("name", sorted(WILD))
def test_only_the_owned_cells_of_a_wild_workbook_change(name: str) -> None:
    data = WILD[name]()

    result = check(name, data)

    if name != "prefixed.xlsx":  # openpyxl itself reads no prefixed worksheet
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl says what it would drop, which is why it does not write here
            book = openpyxl.load_workbook(io.BytesIO(result), keep_vba=name.endswith("xlsm"))
        assert book[SHEET]["F6"].value == 640
        if book.vba_archive is not None:  # openpyxl leaves it open, to be complained of in whatever test comes next
            book.vba_archive.close()


@libreoffice.needed
def test_libreoffice_opens_each_patched_workbook_and_shows_what_was_written(tmp_path: Path) -> None:
    made = tmp_path / "made"
    made.mkdir()
    for name in SAVED_BY_LIBREOFFICE:
        (made / name).write_bytes(WILD[name]())
    saved = libreoffice.converted(sorted(made.iterdir()), "xlsx", tmp_path / "saved")
    ready = tmp_path / "ready"
    ready.mkdir()
    for path in saved:
        (ready / f"libreoffice-{path.name}").write_bytes(check(path.name, path.read_bytes()))
    for name in WILD:
        (ready / name).write_bytes(patch(open_workbook(name, WILD[name]()), edits()).data)

    files = sorted(ready.iterdir())
    opened = libreoffice.converted(files, "ods", tmp_path / "opened")

    assert len(files) >= 35
    wrong = []
    for path in opened:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
        texts = {place: rows[place[0] - 1][place[1] - 1] for place in OWNED}
        wrong += [
            (path.name, place, got)
            for place, got in texts.items()
            if (got if isinstance(got, str) else f"{got:g}") != OWNED[place]
        ]
    assert wrong == []


def test_what_may_not_be_written_is_left_and_said() -> None:
    book = open_workbook("台账.xlsx", WILD["arrays.xlsx"]())
    wanted = [Edit(SHEET, 6, 8, Decimal(1)), Edit(SHEET, 7, 10, Decimal(1)), Edit(SHEET, 1, 3, "题")]

    result = patch(book, wanted)

    assert result.data == book.data
    assert [issue.message for issue in result.issues] == [
        "重点指标!C1 并在 A1 里，没有写入“题”。",
        "重点指标!H6 是公式，没有写入“1”。",
        "重点指标!J7 由数组公式算出，没有写入“1”。",
    ]


def test_a_tables_column_name_is_not_overwritten() -> None:
    result = patch(open_workbook("台账.xlsx", WILD["table.xlsx"]()), [Edit(SHEET, 5, 10, "地区")])

    assert [issue.message for issue in result.issues] == ["重点指标!J5 是表格的列名，没有写入“地区”。"]


def uncomputed(data: bytes) -> bytes:
    """As Excel saves it: results are stored, and nobody is asked to compute them on opening."""
    parts = parts_of(data)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    return packed(parts)


def test_formulas_that_read_a_written_cell_are_named_also_across_sheets_and_names() -> None:
    result = patch(open_workbook("台账.xlsx", uncomputed(WILD["names.xlsx"]())), [Edit(SHEET, 7, 6, Decimal(3))])

    assert result.stale == ("重点指标!H7", "重点指标!F11", "重点指标!H13", "汇总!A1")


def test_asked_to_recalculate_it_changes_one_attribute_of_one_more_part() -> None:
    data = uncomputed(base())

    result = patch(open_workbook("台账.xlsx", data), edits(), recalculate=True)

    before, after = parts_of(data), parts_of(result.data)
    assert {part for part in before if before[part] != after[part]} == {"xl/workbook.xml", "xl/worksheets/sheet1.xml"}
    assert after["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"") == before["xl/workbook.xml"]
    assert after["xl/workbook.xml"].count(b' fullCalcOnLoad="1"') == 1
    assert patch(open_workbook("台账.xlsx", result.data), [Edit(SHEET, 6, 6, Decimal(9))]).stale == ()


def test_a_share_goes_into_a_percentage_cell_as_a_hundredth() -> None:
    book = open_workbook("台账.xlsx", WILD["column-format.xlsx"]())

    sheet = open_workbook("x", patch(book, [Edit(SHEET, 9, 6, Decimal("36.2"), is_share=True)]).data).sheet(SHEET)

    assert sheet is not None
    assert (sheet.held(9, 6).number, sheet.held(9, 6).words) == (Decimal("0.362"), "36.2%")


@pytest.mark.parametrize("name", ["dates.xlsx", "calendar-1904.xlsx"])
def test_a_date_is_written_in_the_workbooks_own_calendar(name: str) -> None:
    day = date(2026, 11, 22)

    data = patch(open_workbook(name, WILD[name]()), [Edit(SHEET, 6, 9, day), Edit(SHEET, 6, 7, day)]).data

    assert openpyxl.load_workbook(io.BytesIO(data))[SHEET]["I6"].value.date() == day
    assert openpyxl.load_workbook(io.BytesIO(data))[SHEET]["G6"].value == "2026-11-22"


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (b"<sheetData/>", b'<sheetData><row r="7"><c r="F7"><v>3</v></c></row></sheetData>'),
        (
            b'<sheetData><row r="7" ht="20"/></sheetData>',
            b'<sheetData><row r="7" ht="20"><c r="F7"><v>3</v></c></row></sheetData>',
        ),
        (
            b'<sheetData><row r="3"/><row r="9"><c r="A9"/></row></sheetData>',
            b'<sheetData><row r="3"/><row r="7"><c r="F7"><v>3</v></c></row><row r="9"><c r="A9"/></row></sheetData>',
        ),
        (
            b'<sheetData><row r="7" s="1" customFormat="1"><c r="E7"/><c r="G7"/></row></sheetData>',
            b'<sheetData><row r="7" s="1" customFormat="1"><c r="E7"/><c r="F7" s="1"><v>3</v></c><c r="G7"/></row>'
            b"</sheetData>",
        ),
        (
            b'<sheetData><row r="7"><c r="F7" s="2" t="s" cm="1"><v>0</v></c></row></sheetData>',
            b'<sheetData><row r="7"><c r="F7" s="2"><v>3</v></c></row></sheetData>',
        ),
    ],
    ids=["no rows", "an empty row", "between rows", "a formatted row", "a shared string"],
)  # fmt: skip
def test_cells_and_rows_that_are_not_there_are_set_in_their_place(rows: bytes, wanted: bytes) -> None:
    data = rewritten(lambda xml: re.sub(rb"<sheetData>.*</sheetData>", rows, xml, flags=re.DOTALL))

    after = parts_of(patch(open_workbook("台账.xlsx", data), [Edit(SHEET, 7, 6, Decimal(3))]).data)

    assert after["xl/worksheets/sheet1.xml"] == parts_of(data)["xl/worksheets/sheet1.xml"].replace(rows, wanted)


def test_a_signed_workbook_is_not_written() -> None:
    parts = parts_of(base())
    parts["_xmlsignatures/sig1.xml"] = b"<Signature/>"

    with pytest.raises(Misuse, match="数字签名"):
        patch(open_workbook("台账.xlsx", packed(parts)), edits())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧的 .xls 或 .et 格式，没有读。 请用 .*另存为.*xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加了密码.*去掉密码"),
        (b"PK\3\4", "损坏"),
    ],
)
def test_what_is_no_workbook_is_refused_with_the_way_out(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableSnapshot, match=said):
        open_workbook("台账.xls", data)


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@given(
    st.dictionaries(
        st.tuples(st.integers(1, 30), st.integers(1, 12)),
        st.one_of(WORDS, st.decimals("-1e9", "1e9", places=4), st.dates(date(1990, 1, 1), date(2100, 1, 1))),
        min_size=1,
        max_size=12,
    )
)
def test_any_words_anywhere_come_back_as_written_and_nothing_else_moves(
    values: dict[tuple[int, int], str | Decimal | date],
) -> None:
    data = PLAIN
    book = open_workbook("台账.xlsx", data)

    result = patch(book, [Edit(SHEET, row, column, value) for (row, column), value in values.items()])

    refused = {issue.message.split(" ")[0] for issue in result.issues}
    after = open_workbook("台账.xlsx", result.data).sheet(SHEET)
    before = book.sheet(SHEET)
    assert after is not None
    assert before is not None
    for row in range(1, 31):
        for column in range(1, 13):
            held, place = after.held(row, column), f"{SHEET}!{column_letters(column)}{row}"
            if (row, column) not in values or place in refused:
                assert held == before.held(row, column)
                continue
            match values[row, column]:
                case Decimal() as number:
                    assert held.number == number
                case date() as day:
                    assert held.words == day.isoformat()
                case str() as words:
                    assert held.words == re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", words).replace(
                        "\r", "\n"
                    )


PLAIN = base()
