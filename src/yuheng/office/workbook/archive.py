"""The ZIP archive around a workbook: one member replaced, every other copied with its very bytes.

`zipfile` can only write members anew: it would pack them again, reorder their flags and drop what it does not know.
Here the packed bytes of the others, their headers, their order, their times and the archive's comment stay.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from yuheng.errors import Misuse

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_UNKNOWN_SIZE: Final = 0x0008
_STORED: Final = 0
_DEFLATED: Final = 8
_FULL: Final = 0xFFFFFFFF
_HINT: Final = "用 Excel 或 WPS 打开，另存一份再试。"


@dataclass(frozen=True, slots=True)
class _Member:
    """One line of the central directory, taken apart as far as it has to be rewritten."""

    fields: tuple[int, ...]
    name: bytes
    extra: bytes
    comment: bytes

    @property
    def offset(self) -> int:
        return self.fields[15]


def replaced(data: bytes, contents: Mapping[str, bytes], *, name: str) -> bytes:
    """The archive with the members named in `contents` holding those bytes, unpacked; `name` is for messages.

    Raises:
        Misuse: a member is not there, or the archive is laid out in a way that cannot be kept (over 4 GB, damaged).
    """
    at, end = _end_of(data, name)
    start = at - end[5]
    shift = start - end[6]
    members = list(_members(data, start, end[4], name))
    wanted = {member.encode("utf-8") for member in contents} | {member.encode("cp437", "ignore") for member in contents}
    if not wanted & {member.name for member in members}:
        raise Misuse(f"{name}：压缩包中没有 {'、'.join(contents)}。", hint=_HINT)
    order = sorted(members, key=lambda member: member.offset)
    stops = [member.offset + shift for member in order[1:]] + [start]
    out = bytearray(data[: order[0].offset + shift])
    moved: dict[int, bytes] = {}
    for member, stop in zip(order, stops, strict=True):
        place = len(out) - shift
        new = contents.get(member.name.decode("utf-8", "replace"))
        if new is None:
            out += data[member.offset + shift : stop]
            moved[member.offset] = _central(member, (*member.fields[:15], place), member.extra)
        else:
            local, fields, extra = _packed(data, member, new, shift)
            out += local
            moved[member.offset] = _central(member, (*fields, place), extra)
    directory = b"".join(moved[member.offset] for member in members)
    tail = data[at + _END.size :]
    closing = _END.pack(b"PK\5\6", *end[1:5], len(directory), len(out) - shift, end[7])
    return bytes(out) + directory + closing + tail


def _end_of(data: bytes, name: str) -> tuple[int, tuple[int, ...]]:
    """Where the end record stands, and its fields; the last one whose directory ends right before it."""
    at = len(data)
    while (at := data.rfind(b"PK\5\6", 0, at)) >= 0:
        if at + _END.size <= len(data):
            fields = _END.unpack_from(data, at)
            start = at - fields[5]
            if start >= 0 and data[start : start + 4] == b"PK\1\2" and fields[6] <= start:
                return at, fields
    raise Misuse(f"{name}：压缩包的目录不在它该在的地方，不能原样修改。", hint=_HINT)


def _members(data: bytes, at: int, count: int, name: str) -> Iterator[_Member]:
    for _ in range(count):
        try:
            signature, *fields = _CENTRAL.unpack_from(data, at)
        except struct.error as error:
            raise Misuse(f"{name}：压缩包的目录损坏，不能原样修改。", hint=_HINT) from error
        if signature != b"PK\1\2" or _FULL in (fields[7], fields[8], fields[15]):
            raise Misuse(f"{name}：压缩包损坏或过大（zip64），不能原样修改。", hint=_HINT)
        sizes = fields[9], fields[10], fields[11]
        at += _CENTRAL.size
        stops = (at + sizes[0], at + sizes[0] + sizes[1], at + sum(sizes))
        yield _Member(tuple(fields), data[at : stops[0]], data[stops[0] : stops[1]], data[stops[1] : stops[2]])
        at = stops[2]


def _central(member: _Member, fields: tuple[int, ...], extra: bytes) -> bytes:
    sizes = (len(member.name), len(extra), len(member.comment))
    return _CENTRAL.pack(b"PK\1\2", *fields[:9], *sizes, *fields[12:]) + member.name + extra + member.comment


def _packed(data: bytes, member: _Member, new: bytes, shift: int) -> tuple[bytes, tuple[int, ...], bytes]:
    """The new local entry, and the fields and extra of its line in the directory, offset left out."""
    old = _LOCAL.unpack_from(data, member.offset + shift)
    begin = member.offset + shift + _LOCAL.size + old[9]
    extra = _without_zip64(data[begin : begin + old[10]])
    method = _STORED if old[3] == _STORED else _DEFLATED
    body = new if method == _STORED else _deflated(new)
    flags = old[2] & ~_UNKNOWN_SIZE
    sizes = (zlib.crc32(new), len(body), len(new))
    local = _LOCAL.pack(b"PK\3\4", old[1], flags, method, old[4], old[5], *sizes, len(member.name), len(extra))
    version_made, version, _, _, time, day = member.fields[:6]
    fields = (version_made, version, flags, method, time, day, *sizes, *member.fields[9:15])
    return local + member.name + extra + body, fields, _without_zip64(member.extra)


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def _without_zip64(extra: bytes) -> bytes:
    """Extra fields but the one with 64-bit sizes, which would contradict the new ones."""
    kept, at = bytearray(), 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, at)
        if kind != 1:
            kept += extra[at : at + 4 + size]
        at += 4 + size
    return bytes(kept)
