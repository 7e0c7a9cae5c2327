"""The process that reads one file: `python -m yuheng.app.reading_process`.

It takes one line of JSON on its standard input (path, name, limits), writes one line of JSON to its standard output,
and ends. It ends too when its standard input closes: a reader whose worker was killed must not go on alone.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

from yuheng.errors import YuhengError


def main() -> None:
    """Read one file as told; whatever goes wrong is said in the answer."""
    order = json.loads(sys.stdin.readline())
    limit(memory=order["memory"], seconds=order["seconds"])
    threading.Thread(target=_end_with_the_worker, daemon=True).start()
    answer = json.dumps(_answer(order), ensure_ascii=True)
    sys.stdout.write(answer + "\n")
    sys.stdout.flush()
    os._exit(0)


def limit(*, memory: int, seconds: int) -> None:
    """Let the system refuse memory (bytes) and end the process after so much processor time, where it can.

    Windows cannot; there the worker's own clock still ends a reader that takes too long.
    """
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(order: dict[str, Any]) -> dict[str, Any]:
    from yuheng.app.reading import reading_of

    try:
        reading = reading_of(Path(order["path"]), order["name"], ocr=order["ocr"], given=order["given"])
    except MemoryError:
        return {"refused": f"读这个文件要用的内存超过 {order['memory'] // 2**20} MB。请把文件拆开后再试。"}
    except YuhengError as error:
        return {"refused": str(error)}
    except Exception as error:
        return {"refused": f"程序出错（{type(error).__name__}: {error}）；请把此文件报告给开发者。"}
    return {"reading": reading}


def _end_with_the_worker() -> None:
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    main()
