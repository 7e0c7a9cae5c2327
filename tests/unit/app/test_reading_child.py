"""A stranger's file is read in a process of its own, within its limits."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from tests.unit.ledger.people import PLAN, read

from yuheng.app.reading_child import Limits, read_apart
from yuheng.errors import UnreadableSnapshot

ENOUGH = Limits(3 * 2**30, 60)


def _file(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "0a1b"
    path.write_bytes(content)
    return path


def test_what_comes_out_of_the_process_is_what_is_read_here(tmp_path: Path) -> None:
    reading = read_apart(_file(tmp_path, PLAN.encode()), "规划.txt", ocr=False, limits=ENOUGH, beat=lambda: True)

    assert reading == read(PLAN)


def test_time_beyond_the_limit_stops_the_reading(tmp_path: Path) -> None:
    path = _file(tmp_path, (PLAN * 20_000).encode())
    begun = time.monotonic()

    with pytest.raises(UnreadableSnapshot, match=r"规划\.txt：读取超过 1 秒|处理器时间"):
        read_apart(path, "规划.txt", ocr=False, limits=Limits(3 * 2**30, 1), beat=lambda: True)

    assert time.monotonic() - begun < 10


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot limit a process's memory")
def test_memory_beyond_the_limit_stops_the_reading(tmp_path: Path) -> None:
    path = _file(tmp_path, (PLAN * 50_000).encode())

    with pytest.raises(UnreadableSnapshot, match="内存"):
        read_apart(path, "规划.txt", ocr=False, limits=Limits(300 * 2**20, 60), beat=lambda: True)


def test_a_reading_that_another_worker_has_taken_over_stops(tmp_path: Path) -> None:
    path = _file(tmp_path, (PLAN * 20_000).encode())

    with pytest.raises(UnreadableSnapshot, match="另一个工作进程"):
        read_apart(path, "规划.txt", ocr=False, limits=ENOUGH, beat=lambda: False)
