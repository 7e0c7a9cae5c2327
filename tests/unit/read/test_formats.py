from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.unit.read.samples import docx, packed, paragraph, reading_or_hint

from yuheng.errors import Misuse, UnreadableSnapshot, YuhengError
from yuheng.model import Issue, Reading
from yuheng.read import limits, read_file, read_snapshot
from yuheng.read.limits import MAX_TEXT

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def refused(name: str, data: bytes) -> tuple[str, str]:
    with pytest.raises(UnreadableSnapshot) as caught:
        read_snapshot(name, data)
    return caught.value.message, caught.value.hint


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (docx(paragraph("一")), "docx"),
        (b"<!DOCTYPE html><p>\xe4\xb8\x80</p>", "html"),
        (b"\xef\xbb\xbf\n<html><body>x</body></html>", "html"),
        ("指标,单位\n床位,张\n".encode(), "txt"),
        ("第一章 总则\n".encode("gb18030"), "txt"),
        (b"", "txt"),
    ],
)
def test_the_content_decides_the_format_whatever_the_name(data: bytes, media: str) -> None:
    snapshot, _, _ = read_snapshot("没有后缀", data)

    assert snapshot.media == media


def test_the_name_breaks_a_tie_between_a_list_and_a_text() -> None:
    data = "指标,单位\n床位,张\n".encode()

    assert [read_snapshot(name, data)[0].media for name in ("a.csv", "a.TSV", "a.txt")] == ["csv", "csv", "txt"]


def test_a_text_that_mentions_a_tag_stays_a_text() -> None:
    assert read_snapshot("a.txt", "网页中的 <p> 标签".encode())[0].media == "txt"


@pytest.mark.parametrize(
    ("name", "data", "says", "hints"),
    [
        ("通知.docx", b"MZ\x90\0\x03\0\0\0" * 50, "Windows 程序", "不要打开"),
        ("通知.pdf", b"\x7fELF\x02\x01\x01\0" * 50, "Linux 程序", "不要打开"),
        ("通知.doc", OLE + "WordDocument".encode("utf-16-le"), "旧版 Word（.doc）", "另存为 .docx"),
        ("通知.wps", OLE + "WordDocument".encode("utf-16-le"), "WPS 文字（.wps）", "另存为 .docx"),
        ("台账.xls", OLE + "Workbook".encode("utf-16-le"), "旧版 Excel（.xls）", "另存为 .xlsx"),
        ("台账.et", OLE + "Workbook".encode("utf-16-le"), "WPS 表格（.et）", "另存为 .xlsx"),
        ("规划.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "密码", "去掉密码"),
        ("附件.rar", b"Rar!\x1a\x07\x01\0", "RAR", "解压"),
        ("附件.zip", packed({"a.txt": "a", "b.txt": "b"}), "ZIP 压缩包（2 个文件）", "解压"),
        ("公文.ofd", packed({"OFD.xml": "<a/>"}), "OFD", "另存为 .pdf"),
        ("扫描.jpg", b"\xff\xd8\xff\xe0" + bytes(range(256)), "JPEG", "yuheng[ocr]"),
        ("通知.rtf", b"{\\rtf1\\ansi x}", "RTF", "另存为 .docx"),
        ("网页.mht", b"From: <Saved>\nContent-Type: multipart/related;\n", "MHTML", ".html"),
        ("网页.docx", b"PK\x03\x04" + b"\x07" * 90, "目录损坏", "重新下载"),
    ],
)
def test_what_is_not_read_is_named_with_the_way_out(name: str, data: bytes, says: str, hints: str) -> None:
    message, hint = refused(name, data)

    assert (message.startswith(f"{name}："), says in message, hints in hint) == (True, True, True)


def test_a_text_that_begins_with_two_magic_letters_is_a_text() -> None:
    assert read_snapshot("a.txt", "MZ 是一种标记。".encode())[0].media == "txt"


def test_unknown_bytes_say_how_many_and_what_to_do() -> None:
    message, hint = refused("数据.dat", bytes(range(256)) * 8)

    assert message.startswith("数据.dat：2048 字节不是任何已知编码的文字")
    assert "后缀" in hint


def test_an_empty_file_is_an_issue_and_no_failure() -> None:
    _, reading, issues = read_snapshot("空.txt", b"")

    assert (reading.text, [issue.code for issue in issues]) == ("", ["text-empty"])


def test_a_file_beyond_the_limit_is_refused_with_both_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yuheng.read.MAX_BYTES", 10)

    message, _ = refused("大.txt", b"x" * 11)

    assert message == "大.txt：11 字节，超过上限 10 字节。"
    assert limits.MAX_BYTES > 10


def test_a_file_and_its_bytes_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "规划.txt"
    path.write_bytes("到2025年。".encode("gb18030"))

    assert read_file(path) == read_snapshot("规划.txt", path.read_bytes())


def test_a_missing_file_is_the_callers_mistake(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="没有这个文件"):
        read_file(tmp_path / "无.txt")


NAMES = st.sampled_from(["a.txt", "a.html", "a.csv", "a.docx", "a.pdf", "a"])
HEADS = st.sampled_from(
    [
        b"",
        b"%PDF-1.7\n",
        b"PK\x03\x04",
        b"PK\x05\x06",
        OLE[:8],
        b"<html>",
        b"<!doctype html><",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
    ]
)


@given(NAMES, HEADS, st.binary(max_size=600))
@example("a.pdf", b"%PDF-1.7\n", b"trailer<</Root 1 0 R>>startxref 0")
def test_random_bytes_are_read_or_refused_and_never_crash(name: str, head: bytes, tail: bytes) -> None:
    reading = reading_or_hint(name, head + tail)

    assert reading
    if isinstance(reading, Reading):
        assert all(0 <= run.start < run.end <= len(reading.text) for run in reading.runs)
        assert all(0 <= mark.start < mark.end <= len(reading.text) for mark in reading.marks)


def test_a_megabyte_of_noise_is_refused() -> None:
    with pytest.raises(YuhengError):
        read_snapshot("a.bin", os.urandom(1_000_000))


def test_a_text_far_too_long_is_refused_before_it_is_decoded() -> None:
    message, hint = refused("大.txt", b"a" * (4 * MAX_TEXT + 1))

    assert message == f"大.txt：20000001 字节的文字，超过上限 {MAX_TEXT} 个字符。"
    assert hint == "按章拆成几个文件再试。"


def test_a_text_is_read_up_to_the_limit_and_not_beyond() -> None:
    from yuheng.read.formats import as_text

    assert len(as_text("满.txt", "床".encode() * MAX_TEXT).text) == MAX_TEXT
    with pytest.raises(UnreadableSnapshot, match=f"{MAX_TEXT + 1} 个字符"):
        as_text("溢.txt", "床".encode() * (MAX_TEXT + 1))


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_are_named_and_left_alone(part: str) -> None:
    with zipfile.ZipFile(io.BytesIO(docx(paragraph("到2025年，床位达到6张。")))) as file:
        members: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}

    _, reading, issues = read_snapshot("宏.docm", packed({**members, part: b'Shell "calc.exe"'}))

    assert reading.text.strip() == "到2025年，床位达到6张。"
    assert issues == (Issue("file-macros", "文件带有宏；宏没有运行，也没有读，读的只是文字和表格。", "宏.docm"),)
