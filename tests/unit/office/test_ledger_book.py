"""台账.xlsx, read back as a clerk's program reads it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook
from tests.unit.office.claims import compilation, compiled

from yuheng.app.compiling import compile_paths, write_ledger
from yuheng.audit.missing import missing_in
from yuheng.model import Figure, Metadata
from yuheng.model.compiled import Compilation
from yuheng.office.ledger_book import ledger_bytes


def _sheets(run: Compilation) -> dict[str, list[list[Any]]]:
    findings = missing_in([claim for each in run.documents for claim in each.claims])
    book = CalamineWorkbook.from_filelike(io.BytesIO(ledger_bytes(run, findings)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def _parts(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "\n".join(packed.read(name).decode("utf-8") for name in sorted(packed.namelist()) if "xl/" in name)


def test_there_is_a_sheet_for_each_kind_that_was_found_and_no_other() -> None:
    whole = compiled()
    figures = replace(whole, claims=tuple(claim for claim in whole.claims if isinstance(claim, Figure)))

    assert list(_sheets(compilation())) == [
        *(
            "指标表",
            "任务表",
            "协议表",
            "布局表",
            "建议表",
            "政策表",
            "需求表",
            "供给表",
            "主体表",
            "缺项表",
            "缺项统计",
            "问题表",
            "文档表",
        ),
    ]
    assert list(_sheets(compilation(figures))) == ["指标表", "缺项表", "缺项统计", "问题表", "文档表"]


def test_a_figure_fills_its_row_with_a_number_that_can_be_summed() -> None:
    head, target, actual = _sheets(compilation())["指标表"]

    assert head[:11] == ["序号", "类型", "指标", "主体", "比较", "数值", "上限", "单位", "期间", "口径", "力争"]
    assert target == [
        *(1.0, "目标", "森林药材基地", "岚江县", "不低于", 60.0, "", "个", "2025", "总量", ""),
        "到2025年，森林药材基地不低于60个；由县农业局牵头建设基地，2020年已有42个。",
        *("一、目标任务", "规划.txt", "第21字", "看原文"),
    ]
    assert actual[:9] == [3.0, "实绩", "森林药材基地", "岚江县", "等于", 42.0, "", "个", "2020"]


def test_the_number_is_bold_in_its_sentence_and_each_row_opens_the_reader_at_its_claim() -> None:
    whole = compiled()
    parts = _parts(ledger_bytes(compilation(whole), ()))

    assert re.search(r"<b/>.{0,120}<t>60个</t>", parts)
    assert parts.count('Target="reader.html" TargetMode="External"') >= len(whole.claims)
    assert f'location="c-{whole.claims[0].id}"' in parts


def test_what_a_document_says_is_never_a_formula_an_address_or_a_date() -> None:
    whole = compiled()
    hostile = replace(
        whole, meta=Metadata(title="=HYPERLINK(1)", issuer="http://x.example", number="+1-1", region="@SUM(1)")
    )
    data = ledger_bytes(compilation(hostile), ())

    [_, row] = _sheets(compilation(hostile))["文档表"]
    assert row[1:7] == ["=HYPERLINK(1)", "http://x.example", "+1-1", "", "", "@SUM(1)"]
    assert "<f>" not in _parts(data)
    assert "x.example" not in "".join(re.findall(r"<Relationship [^>]*>", _parts(data)))


def test_a_gap_sheet_counts_what_is_absent_by_chapter() -> None:
    sheets = _sheets(compilation())

    assert [row[:8] for row in sheets["缺项表"]] == [
        ["序号", "类型", "指标或事项", "数值原文", "期限", "责任主体", "基数", "量化指标"],
        [2.0, "任务", "建设基地", "", "缺", "", "", "缺"],
    ]
    assert sheets["缺项统计"] == [
        ["文档", "章", "有缺项的条数", "缺期限", "缺责任主体", "缺基数", "缺量化指标"],
        ["规划.txt", "一、目标任务", 1.0, 1.0, 0.0, 0.0, 1.0],
    ]


def test_issues_of_whole_files_stand_beside_issues_of_words() -> None:
    assert _sheets(compilation())["问题表"][1:] == [
        ["坏.docx", "file-unreadable", "坏.docx：目录损坏。", "", ""],
        ["规划.txt", "unit-unknown", "单位不认识。", "60个", "第24字"],
    ]


def test_the_same_documents_give_the_same_bytes_and_a_date_stays_a_date() -> None:
    dated = replace(compiled(), meta=Metadata(issued=date(2021, 12, 31), kind="plan"))

    assert ledger_bytes(compilation(dated), ()) == ledger_bytes(compilation(dated), ())
    assert _sheets(compilation(dated))["文档表"][1][4:6] == [date(2021, 12, 31), "规划"]


def test_words_longer_than_a_cell_are_cut_with_a_sign() -> None:
    whole = replace(compiled(), meta=Metadata(title="长" * 40_000))

    [_, row] = _sheets(compilation(whole))["文档表"]

    assert row[1] == "长" * 32_000 + "……（过长，余下见 reader.html）"


def test_names_of_one_party_share_a_row_and_say_why(tmp_path: Path) -> None:
    plan = tmp_path / "规划.txt"
    plan.write_text(
        "重庆市江城区健康规划\n重庆市人民政府办公厅\n一、保障措施\n"
        "建设江城医药产业园。（市经信委牵头）\n完善江城药品流通体系。（重庆市经济和信息化委员会牵头，有关单位配合）\n",
        "utf-8",
    )

    write_ledger(compile_paths([plan]), tmp_path / "out")

    book = CalamineWorkbook.from_path(str(tmp_path / "out" / "台账.xlsx"))
    head, *rows = book.get_sheet_by_name("主体表").to_python()
    [row] = [dict(zip(head, row, strict=True)) for row in rows if row[0] == "重庆市经济和信息化委员会"]
    assert (row["类别"], row["角色"], row["次数"]) == ("部门", "任务牵头", 2.0)
    assert row["原文写法"] == "市经信委、重庆市经济和信息化委员会"
    assert "市经信委" in str(row["归并依据"])
