"""Word and Excel files are ZIP archives of XML, and either may be a trap: what is opened is measured first."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from yuheng.errors import UnreadableSnapshot
from yuheng.model import Issue
from yuheng.read.limits import MAX_RATIO, MAX_UNPACKED

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LARGE: Final = 4 * 1024 * 1024
_MACROS: Final = ("/vbaproject.bin", "/macrosheets/")
_HINT: Final = "用 Office 或 WPS 打开，另存一份再试。"


class Packed:
    """The members of an Office file, read into memory one by one and never written to a disk."""

    def __init__(self, name: str, data: bytes) -> None:
        """Open the archive and refuse what would unpack to too much.

        Raises:
            UnreadableSnapshot: damaged, locked with a password, or a bomb.
        """
        self.name = name
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
            raise UnreadableSnapshot(f"{name}：压缩包损坏（{error}）。", hint=_HINT) from error
        members = self._archive.infolist()
        total = sum(member.file_size for member in members)
        if total > MAX_UNPACKED:
            raise UnreadableSnapshot(
                f"{name}：解开有 {total} 字节，超过上限 {MAX_UNPACKED}。", hint="去掉其中的大图再试。"
            )
        for member in members:
            if member.flag_bits & 1:
                raise UnreadableSnapshot(f"{name}：文件加了密码，不能读。", hint="打开后去掉密码，另存一份再试。")
            if member.file_size > _LARGE and member.file_size > MAX_RATIO * max(member.compress_size, 1):
                raise UnreadableSnapshot(
                    f"{name}：其中 {member.filename!r} 由 {member.compress_size} 字节解开成 {member.file_size} 字节，"
                    "像是压缩炸弹，没有打开。",
                    hint="向发件人核实；若确是文档，打开后另存一份。",
                )
        self._members = {member.filename.replace("\\", "/").lower(): member for member in members}

    def __contains__(self, path: str) -> bool:
        return path.lower() in self._members

    def macros(self) -> tuple[Issue, ...]:
        """What is to be said of a file that carries macros: nothing in it is ever run, and they are not read either."""
        if not any(mark in path for path in self._members for mark in _MACROS):
            return ()
        return (Issue("file-macros", "文件带有宏；宏没有运行，也没有读，读的只是文字和表格。", self.name),)

    def data(self, path: str) -> bytes:
        """The bytes of a member.

        Raises:
            UnreadableSnapshot: there is none, or it is damaged.
        """
        try:
            return self._archive.read(self._members[path.lower()])
        except KeyError as error:
            raise UnreadableSnapshot(f"{self.name}：缺少 {path}。", hint=_HINT) from error
        except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, RuntimeError) as error:
            raise UnreadableSnapshot(f"{self.name}：其中 {path} 损坏（{error}）。", hint=_HINT) from error

    def xml(self, path: str) -> Element:
        """The tree of an XML member, entities and external references refused.

        Raises:
            UnreadableSnapshot: there is none, it is damaged, or it declares a document type.
        """
        from xml.etree.ElementTree import ParseError

        from defusedxml.common import DefusedXmlException
        from defusedxml.ElementTree import fromstring

        data = self.data(path)
        try:
            tree: Element = fromstring(data, forbid_dtd=True)
        except DefusedXmlException as error:
            raise UnreadableSnapshot(
                f"{self.name}：其中 {path} 定义了实体或外部引用，正常的文档没有，没有打开。", hint="向发件人核实。"
            ) from error
        except (ParseError, ValueError, LookupError) as error:
            raise UnreadableSnapshot(f"{self.name}：其中 {path} 不是完好的 XML（{error}）。", hint=_HINT) from error
        return tree


def local(name: str) -> str:
    """A tag or attribute without its namespace: transitional and strict Office files differ only there."""
    return name.rpartition("}")[2]


def attribute(element: Element | None, name: str) -> str | None:
    """An attribute by its local name, or None."""
    if element is None:
        return None
    return next((value for key, value in element.attrib.items() if local(key) == name), None)


def child(element: Element | None, *path: str) -> Element | None:
    """The first child, grandchild … by local names, or None."""
    for name in path:
        if element is None:
            return None
        element = next((inner for inner in element if local(inner.tag) == name), None)
    return element


def is_on(element: Element | None) -> bool:
    """Whether an on/off property is there and not switched off."""
    return element is not None and attribute(element, "val") not in {"0", "false", "off", "none"}


def whole(text: str | None) -> int | None:
    """A number of the file format, or None where there is none or it is no number."""
    return int(text) if text is not None and text.lstrip("-").isdecimal() and len(text) < 10 else None
