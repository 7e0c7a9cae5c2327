"""What is registered, held against the sheets that it came from."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from yuheng.app.event import match_items, take_in
from yuheng.app.event_folder import MATCH_BOOK, REGISTERED
from yuheng.app.event_origins import check_origins
from yuheng.office.event_file import read_registration
from yuheng.office.sheets import Book, Column

ON = date(2026, 5, 20)


def sheet(folder: Path, *rows: tuple[str, str, str]) -> Path:
    book = Book("登记")
    columns = (
        Column[tuple[str, str, str]]("单位名称", 20, lambda row: row[0]),
        Column[tuple[str, str, str]]("可提供产品", 20, lambda row: row[1]),
        Column[tuple[str, str, str]]("需求产品", 20, lambda row: row[2]),
    )
    book.add("登记", columns, rows)
    path = folder / "会/登记表/登记.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(book.close())
    return path


def test_every_item_stands_in_its_cell_until_somebody_changes_the_sheet(tmp_path: Path) -> None:
    path = sheet(tmp_path, ("岚江厂", "医用口罩、检查手套", ""), ("岚江医院", "", "医用口罩"))
    take_in(tmp_path / "会", [path], on=ON, confirm=True)

    found = check_origins(tmp_path / "会")

    words = [(item.origin.cell, item.origin.quote) for item in found.held if item.origin]
    assert words == [("B2", "医用口罩"), ("B2", "检查手套"), ("C3", "医用口罩")]
    assert (found.broken, found.missing, found.unknown) == ((), (), ())

    sheet(tmp_path, ("岚江厂", "医用口罩、检查手套", ""), ("岚江医院", "", "医用口罩 200只"))
    assert check_origins(tmp_path / "会").broken == found.held
    path.unlink()
    assert check_origins(tmp_path / "会").missing == found.held


def test_a_folder_written_before_items_had_an_origin_is_read_and_says_that_none_is_known(tmp_path: Path) -> None:
    path = sheet(tmp_path, ("岚江厂", "医用口罩", ""))
    take_in(tmp_path / "会", [path], on=ON, confirm=True)
    registered = tmp_path / "会" / REGISTERED
    table = json.loads(registered.read_text("utf-8"))
    for item in table["items"]:
        del item["origin"]
    registered.write_text(json.dumps(table, ensure_ascii=False), "utf-8")

    found = check_origins(tmp_path / "会")

    assert found.unknown == tuple(read_registration(registered).items)
    assert found.held == ()


def test_a_match_opens_the_cells_of_its_need_and_its_offer(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = sheet(tmp_path, ("岚江厂", "医用口罩", ""), ("岚江医院", "", "医用口罩"))
    take_in(tmp_path / "会", [path], on=ON, confirm=True)

    match_items(tmp_path / "会", on=ON)

    row = load_workbook(tmp_path / "会" / MATCH_BOOK)["匹配"][2]
    links = [(cell.value, cell.hyperlink.target, cell.hyperlink.location) for cell in row if cell.hyperlink]
    assert links == [  # with the stroke that Excel writes into addresses of files
        ("登记.xlsx·登记!C3", "登记表\\登记.xlsx", "'登记'!C3"),
        ("登记.xlsx·登记!B2", "登记表\\登记.xlsx", "'登记'!B2"),
    ]
