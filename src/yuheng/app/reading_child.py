"""Read a file in a process of its own: the worker's side of `app.reading_process`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from yuheng.errors import UnreadableSnapshot
from yuheng.model import Given
from yuheng.text.metadata import NOTHING

_LOOK: Final = 0.05
_BEAT: Final = 2.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: bytes of memory, seconds of time."""

    memory: int
    seconds: int


def read_apart(
    path: Path, name: str, *, ocr: bool, limits: Limits, beat: Callable[[], bool], given: Given = NOTHING
) -> dict[str, Any]:
    """Read one file in another process; the reading as `app.reading.reading_of` makes it.

    `given` is what people say of the document. `beat` is called every two seconds; where it answers False the reading
    is stopped.

    Raises:
        UnreadableSnapshot: the file cannot be read within the limits, or not at all.
    """
    said = {"ocr": ocr, "given": dict(given), "memory": limits.memory, "seconds": limits.seconds}
    order = {"path": str(path), "name": name, **said}
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "yuheng.app.reading_process"],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        try:
            assert process.stdin is not None  # noqa: S101  # PIPE was asked for
            process.stdin.write(json.dumps(order).encode() + b"\n")
            process.stdin.flush()
            stopped = _wait(process, limits, beat)
        finally:
            process.kill()
            process.communicate()
        if stopped:
            raise UnreadableSnapshot(f"{name}：{stopped}")
        return _answer(out, name, process.returncode)


def _wait(process: subprocess.Popen[bytes], limits: Limits, beat: Callable[[], bool]) -> str:
    """Until the process ends; why it was stopped before, or nothing."""
    begun = told = time.monotonic()
    while process.poll() is None:
        now = time.monotonic()
        if now - begun > limits.seconds:
            return f"读取超过 {limits.seconds} 秒，已停止。请把文件拆开后再试。"
        if now - told > _BEAT:
            told = now
            if not beat():
                return "已由另一个工作进程接手。"
        time.sleep(_LOOK)
    return ""


def _answer(out: IO[bytes], name: str, code: int) -> dict[str, Any]:
    out.seek(0)
    words = out.read()
    if not words.endswith(b"\n"):
        if code == -getattr(signal, "SIGXCPU", 0):
            raise UnreadableSnapshot(f"{name}：读取用的处理器时间超过上限，已停止。", hint="请把文件拆开后再试。")
        raise UnreadableSnapshot(f"{name}：读取进程意外终止（{code}），多半是内存不足。", hint="请把文件拆开后再试。")
    answer = json.loads(words)
    if "refused" in answer:
        raise UnreadableSnapshot(answer["refused"])
    reading: dict[str, Any] = answer["reading"]
    return reading


def _environment() -> dict[str, str]:
    """The reader needs neither the database nor the secret, and is not given them."""
    hidden = ("DATABASE_URL", "YUHENG_SECRET_KEY", "DJANGO_SETTINGS_MODULE", "PGPASSWORD")
    return {key: value for key, value in os.environ.items() if key not in hidden} | {"PYTHONUTF8": "1"}
