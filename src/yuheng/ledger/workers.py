"""Which process works on a job, and whether it still lives."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def this_worker() -> str:
    """Machine, process and the moment it started: a number that the system gives to another process later is not it."""
    return f"{socket.gethostname()}:{os.getpid()}:{_started(os.getpid())}"


def is_gone(worker: str) -> bool:
    """Whether a worker is known to have ended; of another machine's nothing is known, and its silence must tell."""
    host, _, rest = worker.partition(":")
    number, _, started = rest.partition(":")
    if host != socket.gethostname() or not number.isdigit() or not started:
        return False
    return _started(int(number)) != started


def _started(process: int) -> str:
    """When a process of this machine started, in the kernel's ticks; empty where it does not run or cannot be seen."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text("ascii", "replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] in ("Z", "X") else fields[19]
