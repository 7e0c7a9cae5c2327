"""Plain text: the file's own characters, nothing added and nothing taken."""

from __future__ import annotations

from yuheng.model import Issue, Reading
from yuheng.read.encodings import Decoded
from yuheng.read.formats import as_text


def read_txt(name: str, data: bytes) -> tuple[Reading, tuple[Issue, ...]]:
    """Read a text file in any encoding seen in China; line ends and a byte order mark stay, so offsets are the file's.

    Raises:
        UnreadableSnapshot: the bytes are text in no encoding.
    """
    decoded = as_text(name, data)
    reading = Reading(decoded.text, wrapped=True, reader="txt/1", properties=(("encoding", decoded.encoding),))
    return reading, lost_characters(name, decoded)


def lost_characters(name: str, decoded: Decoded) -> tuple[Issue, ...]:
    """One issue that counts the bytes that are no character, and says where the first of them are."""
    if not decoded.lost:
        return ()
    where = "、".join(str(offset) for offset in decoded.lost_at)
    more = " 等" if decoded.lost > len(decoded.lost_at) else ""
    message = (
        f"按 {decoded.encoding} 解码时有 {decoded.lost} 处字节不成字（字节 {where}{more}），"
        "已记作 U+FFFD；请核对原文件是否残缺。"
    )
    return (Issue("characters-lost", message, name),)
