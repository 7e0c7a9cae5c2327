"""The layout of GB/T 9704, measured on the pages that LibreOffice prints."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import docx
import pdfplumber
import pytest
from tests.unit.office import libreoffice

from yuheng.app.reporting import printed
from yuheng.office.official_document import Note, OfficialDocument, RedHead

MM = 72 / 25.4


def document(*, red: bool = False) -> bytes:
    made = OfficialDocument(
        "关于目标任务\n进展情况的通报", red_head=RedHead("岚江市办公室", "岚办〔2026〕1号") if red else None
    )
    made.address("各有关单位：")
    made.heading(1, "一、总体情况")
    made.heading(2, "（一）报送情况")
    made.heading(3, "1.按时报送")
    made.paragraph("本期应报9项", Note("《岚江市规划》“二、发展目标”：“到2026年，床位达到500张”。"), "。")
    made.new_page()
    for _ in range(3):
        made.paragraph("国" * 28 * 22)
    made.sign("岚江市办公室", date(2026, 11, 18))
    return made.close()


def test_headings_fonts_and_their_stand_ins_are_declared(tmp_path: Path) -> None:
    path = tmp_path / "通报.docx"
    path.write_bytes(document(red=True))
    read = docx.Document(str(path))

    styles = {style.name: style for each in read.paragraphs if (style := each.style) is not None}
    faces = {
        name: (style.element.rPr.rFonts.get(docx.oxml.ns.qn("w:eastAsia")), style.font.size.pt)
        for name, style in styles.items()
    }
    assert {name: faces[name] for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "Normal")} == {
        "Title": ("方正小标宋简体", 22),
        "Heading 1": ("黑体", 16),
        "Heading 2": ("楷体_GB2312", 16),
        "Heading 3": ("仿宋_GB2312", 16),
        "Normal": ("仿宋_GB2312", 16),
    }
    table = next(part for part in read.part.package.iter_parts() if part.partname == "/word/fontTable.xml")
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong' in table.blob.decode("utf-8")


def test_the_same_calls_give_the_same_bytes() -> None:
    parts = [docx.Document(io.BytesIO(document())).part.blob for _ in range(2)]

    assert parts[0] == parts[1]


@libreoffice.needed
def test_a_page_holds_22_lines_of_28_characters_inside_the_standards_margins(tmp_path: Path) -> None:
    path = tmp_path / "通报.docx"
    path.write_bytes(document())

    with pdfplumber.open(printed(path)) as pdf:
        first, page = pdf.pages[0], pdf.pages[2]
        size = (round(page.width / MM), round(page.height / MM))
        letters = [char for char in page.chars if char["text"] == "国"]
        lines = sorted({round(char["top"], 1) for char in letters})
        counts = {line: sum(round(char["top"], 1) == line for char in letters) for line in lines}
        left, right = min(char["x0"] for char in letters), max(char["x1"] for char in letters)
        numbers = [(char["x0"], char["top"]) for char in page.chars if char["text"] == "3"]
        notes = "".join(char["text"] for char in first.chars if char["top"] > first.height * 0.8)

    assert size == (210, 297)
    assert len(lines) == 22
    assert max(counts.values()) == 28
    assert (left / MM, right / MM) == (pytest.approx(28, abs=1), pytest.approx(184, abs=1.5))
    pitch = (lines[-1] - lines[0]) / 21
    assert pitch * 22 / MM == pytest.approx(225, abs=1)
    assert lines[0] / MM == pytest.approx(37, abs=4)  # the letter stands in the middle of its line
    [(across, down)] = numbers
    assert across > page.width / 2, "odd pages are numbered on the right"
    assert down / MM == pytest.approx(297 - 35 + 7, abs=3)
    assert "《岚江市规划》“二、发展目标”：“到2026年，床位达到500张”" in notes.replace(" ", "")
