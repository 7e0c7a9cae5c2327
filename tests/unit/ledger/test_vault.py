"""Bytes under their hash, whole or not at all."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from yuheng.errors import Misuse
from yuheng.ledger import vault

WORDS = "到2025年，护理型床位达到6000张。".encode()
SHA256 = hashlib.sha256(WORDS).hexdigest()


def _files(data: Path) -> list[str]:
    return sorted(str(path.relative_to(data)) for path in data.rglob("*") if path.is_file())


def test_bytes_come_back_under_their_hash_and_are_kept_once(tmp_path: Path) -> None:
    first = vault.store(tmp_path, [WORDS[:5], WORDS[5:]], limit=1000)
    second = vault.store(tmp_path, [WORDS], limit=1000)

    assert first == second == (SHA256, len(WORDS))
    assert vault.open_snapshot(tmp_path, SHA256) == WORDS
    assert _files(tmp_path) == [f"snapshots/{SHA256[:2]}/{SHA256}"]


def test_too_many_bytes_are_refused_and_leave_nothing(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="上限 10 字节"):
        vault.store(tmp_path, [WORDS], limit=10)

    assert _files(tmp_path) == []


def test_an_upload_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> object:
        yield WORDS
        raise ConnectionResetError("gone")

    with pytest.raises(Misuse, match="存不下"):
        vault.store(tmp_path, broken(), limit=1000)  # type: ignore[arg-type]

    assert _files(tmp_path) == []


def test_changed_bytes_are_noticed(tmp_path: Path) -> None:
    vault.store(tmp_path, [WORDS], limit=1000)
    vault.place_of(tmp_path, SHA256).write_bytes(WORDS + b"x")

    with pytest.raises(Misuse, match="已被改动"):
        vault.open_snapshot(tmp_path, SHA256)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot limit the size of a process's files")
def test_a_disk_that_takes_no_more_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    code = (
        "import resource, signal, sys, pathlib\n"
        "from yuheng.errors import Misuse\n"
        "from yuheng.ledger import vault\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n"
        "    vault.store(pathlib.Path(sys.argv[1]), [b'x' * 10000], limit=10**6)\n"
        "except Misuse as error:\n"
        "    print(error.message)\n"
    )

    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, str(tmp_path)], capture_output=True, encoding="utf-8", check=True
    )

    assert done.stdout.startswith("收到的文件存不下（")
    assert _files(tmp_path) == []


def test_what_interrupted_uploads_left_is_swept(tmp_path: Path) -> None:
    vault.store(tmp_path, [WORDS], limit=1000)
    (tmp_path / "snapshots" / ".coming-abc").write_bytes(b"half")

    assert vault.sweep(tmp_path) == 1
    assert _files(tmp_path) == [f"snapshots/{SHA256[:2]}/{SHA256}"]
