"""The bytes of snapshots on disk, each under its SHA-256; rows name them, nothing else does.

A file is written beside its place, synced, and renamed: it is there whole or not at all, also after a power cut. The
same bytes are stored once. Storing comes before the row that names them: bytes without a row are harmless, a row
without bytes would be a promise broken.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from yuheng.errors import Misuse

_PIECE: Final = 1 << 20


def place_of(data: Path, sha256: str) -> Path:
    """Where the bytes of a snapshot lie: two digits make the folder, so that none holds too many files."""
    return data / "snapshots" / sha256[:2] / sha256


def store(data: Path, pieces: Iterable[bytes], *, limit: int) -> tuple[str, int]:
    """Store bytes as they come; their SHA-256 and number.

    Raises:
        Misuse: more than `limit` bytes, or the disk refuses them; nothing is left behind.
    """
    folder = data / "snapshots"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".coming-", delete=False) as file:
            coming = Path(file.name)
            try:
                sha256, size = _write(file.fileno(), pieces, limit)
                target = place_of(data, sha256)
                target.parent.mkdir(exist_ok=True)
                coming.replace(target)
                _sync_folder(target.parent)
            finally:
                coming.unlink(missing_ok=True)
    except OSError as error:
        raise Misuse(f"收到的文件存不下（{error.strerror}）。", hint="检查数据文件夹所在磁盘的空间和权限。") from error
    return sha256, size


def open_snapshot(data: Path, sha256: str) -> bytes:
    """The bytes of a snapshot, held against their name.

    Raises:
        Misuse: they are not there or not what they were.
    """
    try:
        content = place_of(data, sha256).read_bytes()
    except OSError as error:
        raise Misuse(
            f"快照 {sha256} 的原件打不开（{error.strerror}）。", hint="用 yuheng verify 检查数据文件夹。"
        ) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Misuse(f"快照 {sha256} 的原件已被改动。", hint="用 yuheng restore 从备份恢复。")
    return content


def sweep(data: Path) -> int:
    """Remove what interrupted uploads left; how many files. Called at start, before any upload comes."""
    left = list((data / "snapshots").glob(".coming-*"))
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _write(descriptor: int, pieces: Iterable[bytes], limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise Misuse(f"文件超过上限 {limit} 字节。", hint="把文件拆开，或去掉其中的大图后再试。")
        digest.update(piece)
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(descriptor, rest[:_PIECE]) :]
    os.fsync(descriptor)
    return digest.hexdigest(), size


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no handle on folders; NTFS journals the rename
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
