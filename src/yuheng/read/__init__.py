"""Snapshot to reading: txt, html, docx, pdf, xlsx, csv."""

from __future__ import annotations

import hashlib
from pathlib import Path

from yuheng.errors import Misuse, UnreadableSnapshot
from yuheng.model import Issue, Reading, Snapshot
from yuheng.model.document import Media
from yuheng.read.formats import format_of
from yuheng.read.limits import MAX_BYTES

__all__ = ["read_file", "read_snapshot"]


def read_snapshot(name: str, data: bytes, *, ocr: bool = False) -> tuple[Snapshot, Reading, tuple[Issue, ...]]:
    """Read the bytes of a document as received, whatever they are: an upload and a file go the same way.

    The content decides the format; `name` breaks ties and stands in messages. With `ocr`, pages that are pictures are
    read by the optional extra `yuheng[ocr]`.

    >>> snapshot, reading, issues = read_snapshot("通知.txt", "到2025年，床位达到6张。\\n".encode("gb18030"))
    >>> snapshot.media, reading.text, issues
    ('txt', '到2025年，床位达到6张。\\n', ())

    Raises:
        UnreadableSnapshot: damaged, encrypted, too large, or of a format that is not read.
        ScannedSnapshot: a PDF of pictures, and `ocr` is off or its extra is not installed.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableSnapshot(
            f"{name}：{len(data)} 字节，超过上限 {MAX_BYTES} 字节。", hint="把文件拆开，或去掉其中的大图后再试。"
        )
    media = format_of(name, data)
    snapshot = Snapshot(name, hashlib.sha256(data).hexdigest(), len(data), media)
    reading, issues = _read(name, data, media, ocr=ocr)
    if not reading.text.strip("\ufeff \t\r\n\u3000"):
        issues = (*issues, Issue("text-empty", "文件里没有文字；请核对是否存错了文件。", name))
    return snapshot, reading, issues


def read_file(path: Path, *, ocr: bool = False) -> tuple[Snapshot, Reading, tuple[Issue, ...]]:
    """Read a file from disk, as `read_snapshot` does.

    Raises:
        Misuse: there is no such file.
        UnreadableSnapshot: the file cannot be opened, or its content cannot be read.
    """
    if not path.is_file():
        raise Misuse(f"{path}：没有这个文件。", hint="检查路径；文件夹请用通配符列出其中的文件。")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableSnapshot(
                f"{path.name}：{path.stat().st_size} 字节，超过上限 {MAX_BYTES} 字节。", hint="把文件拆开后再试。"
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableSnapshot(f"{path.name}：打不开（{error.strerror}）。", hint="检查权限和磁盘。") from error
    return read_snapshot(path.name, data, ocr=ocr)


def _read(name: str, data: bytes, media: Media, *, ocr: bool) -> tuple[Reading, tuple[Issue, ...]]:
    """Hand the bytes to the reader of their format; each is imported when first needed, to keep the start short."""
    match media:
        case "txt":
            from yuheng.read.txt import read_txt

            return read_txt(name, data)
        case "html":
            from yuheng.read.html import read_html

            return read_html(name, data)
        case "docx":
            from yuheng.read.docx import read_docx

            return read_docx(name, data)
        case "pdf":
            from yuheng.read.pdf import read_pdf

            return read_pdf(name, data, ocr=ocr)
        case "xlsx":
            from yuheng.read.xlsx import read_xlsx

            return read_xlsx(name, data)
        case "csv":
            from yuheng.read.csv import read_csv

            return read_csv(name, data)
