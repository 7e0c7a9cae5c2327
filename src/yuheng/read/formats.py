"""What a file is, by its content; its name only breaks ties.

Files are renamed, downloads lie about their type, and `.doc` may be anything: a reader chosen by the ending crashes on
a stranger's bytes, or reads garbage without a word.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath
from typing import Final

from yuheng.errors import UnreadableSnapshot
from yuheng.model.document import Media
from yuheng.read.encodings import Decoded, decode, oddity
from yuheng.read.limits import MAX_TEXT

_HTML: Final = re.compile(
    r"\A\ufeff?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|article|section|span|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG: Final = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,10}(?:\s[^<>]{0,300})?/?>")
_HTML_NAMES: Final = frozenset({".html", ".htm", ".xhtml", ".shtml"})
_LIST_NAMES: Final = frozenset({".csv", ".tsv"})

_WORD: Final = "用 Word 或 WPS 打开，另存为 .docx 后再试。"
_EXCEL: Final = "用 Excel 或 WPS 打开，另存为 .xlsx 后再试。"
_UNPACK: Final = "先解压，再交其中的文件。"
_PICTURE: Final = "把图片放进一个 PDF，并安装 yuheng[ocr] 后再试。"
_PDF: Final = "用相应软件打开，另存为 .pdf 或 .docx 后再试。"

_MAGIC: Final = (
    (b"Rar!\x1a\x07", "RAR 压缩包", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包", _UNPACK),
    (b"\x1f\x8b", "gzip 压缩包", _UNPACK),
    (b"BZh", "bzip2 压缩包", _UNPACK),
    (b"\xfd7zXZ\0", "xz 压缩包", _UNPACK),
    (b"\x89PNG\r\n\x1a\n", "PNG 图片", _PICTURE),
    (b"\xff\xd8\xff", "JPEG 图片", _PICTURE),
    (b"GIF8", "GIF 图片", _PICTURE),
    (b"II*\0", "TIFF 图片", _PICTURE),
    (b"MM\0*", "TIFF 图片", _PICTURE),
    (b"MZ", "Windows 程序", "这不是文档；不要打开它，向发件人核实。"),
    (b"\x7fELF", "Linux 程序", "这不是文档；不要打开它，向发件人核实。"),
    (b"{\\rtf", "RTF 文档", _WORD),
    (b"CAJ", "CAJ 文档", _PDF),
    (b"HN\0\0", "CAJ 文档", _PDF),
    (b"SQLite format 3\0", "SQLite 数据库", "先导出为 .csv 或 .xlsx。"),
)

_WIDEST: Final = 4
"""Bytes that a character takes at most, in any encoding that is read."""

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def format_of(name: str, data: bytes) -> Media:
    """Tell a snapshot's format.

    Raises:
        UnreadableSnapshot: a format that is known but not read (named, with the way out), or none that is known.
    """
    if data.startswith(b"%PDF-") or (b"%PDF-" in data[:1024] and b" obj" in data):
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed_format(name, data)
    if data.startswith(_OLE):
        raise _ole(name, data)
    for magic, what, hint in _MAGIC:
        if data.startswith(magic) and (len(magic) > 2 or not _is_text(data)):
            raise UnreadableSnapshot(f"{name}：内容是{what}，不能读。", hint=hint)
    return _text_format(name, data)


def as_text(name: str, data: bytes, declared: str = "") -> Decoded:
    """Decode a text snapshot; one that is far too long is not even decoded.

    Raises:
        UnreadableSnapshot: the bytes are text in no encoding, or more than `MAX_TEXT` characters.
    """
    if len(data) > _WIDEST * MAX_TEXT:
        raise _too_long(name, f"{len(data)} 字节的文字")
    decoded = decode(data, declared)
    if len(decoded.text) > MAX_TEXT:
        raise _too_long(name, f"{len(decoded.text)} 个字符")
    odd = oddity(decoded.text)
    if odd > 0.05:
        raise UnreadableSnapshot(
            f"{name}：{len(data)} 字节不是任何已知编码的文字（按 {decoded.encoding} 读有 {odd:.0%} 的字符无效）。",
            hint="检查文件是否损坏或改过后缀；文档请另存为 .docx、.pdf 或 .txt。",
        )
    return decoded


def _too_long(name: str, size: str) -> UnreadableSnapshot:
    return UnreadableSnapshot(f"{name}：{size}，超过上限 {MAX_TEXT} 个字符。", hint="按章拆成几个文件再试。")


def _is_text(data: bytes) -> bool:
    return oddity(decode(data[:4096]).text) <= 0.05


def _text_format(name: str, data: bytes) -> Media:
    head = as_text(name, data).text[:8192]
    ending = PurePath(name).suffix.lower()
    if re.match(r"(?i)\ufeff?\s*(?:from:|mime-version:)", head) and "multipart/" in head:
        raise UnreadableSnapshot(f"{name}：内容是单一文件网页（MHTML），不能读。", hint="在浏览器里另存为 .html。")
    if "<w:wordDocument" in head or "<pkg:package" in head:
        raise UnreadableSnapshot(f"{name}：内容是 Word 的 XML 格式，不能读。", hint=_WORD)
    if _HTML.match(head) or (ending in _HTML_NAMES and _TAG.search(head)):
        return "html"
    if ending in _LIST_NAMES:
        return "csv"
    return "txt"


def _packed_format(name: str, data: bytes) -> Media:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = set(packed.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError) as error:
        raise UnreadableSnapshot(
            f"{name}：开头是 ZIP（Word、Excel 也是），但目录损坏（{error}）。", hint="重新下载，或打开后另存一份。"
        ) from error
    lower = {member.replace("\\", "/").lower() for member in members}
    if "[content_types].xml" in lower and any(member.startswith("word/document") for member in lower):
        return "docx"
    if "xl/workbook.xml" in lower:
        return "xlsx"
    for member, what, hint in (
        ("xl/workbook.bin", "Excel 二进制工作簿（.xlsb）", _EXCEL),
        ("ppt/presentation.xml", "PowerPoint 演示文稿", _PDF),
        ("ofd.xml", "OFD 版式文档", _PDF),
        ("meta-inf/manifest.xml", "OpenDocument 文档", _WORD),
    ):
        if member in lower:
            raise UnreadableSnapshot(f"{name}：内容是{what}，不能读。", hint=hint)
    raise UnreadableSnapshot(f"{name}：内容是 ZIP 压缩包（{len(members)} 个文件），不能读。", hint=_UNPACK)


def _ole(name: str, data: bytes) -> UnreadableSnapshot:
    """Name a file of the format that Office used before 2007, by the streams in it."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return UnreadableSnapshot(f"{name}：文件加了密码，不能读。", hint="打开后去掉密码，另存一份再试。")
    ending = PurePath(name).suffix.lower()
    if holds("WordDocument"):
        what = "WPS 文字（.wps）" if ending == ".wps" else "旧版 Word（.doc）"
        return UnreadableSnapshot(f"{name}：内容是{what}，不能读。", hint=_WORD)
    if holds("Workbook") or holds("Book"):
        what = "WPS 表格（.et）" if ending == ".et" else "旧版 Excel（.xls）"
        return UnreadableSnapshot(f"{name}：内容是{what}，不能读。", hint=_EXCEL)
    return UnreadableSnapshot(f"{name}：内容是旧版 Office 或 WPS 文件，不能读。", hint=_PDF)
