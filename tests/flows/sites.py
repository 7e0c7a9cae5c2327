"""A running site, as `yuheng serve` delivers it, with its worker."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path


class Site:
    """A running site, its address and the password that its terminal showed."""

    def __init__(self, data: Path) -> None:
        self.data = data
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        kept = {
            key: value for key, value in os.environ.items() if key not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL")
        }
        command = [sys.executable, "-m", "yuheng", "serve", "--data", str(data), "--port", str(port)]
        environment = {**kept, "YUHENG_DATA": str(data), "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
        )
        assert self.process.stdout is not None
        first = self.process.stdout.readline()
        found = re.search(r"[0-9a-f]{4}(?:-[0-9a-f]{4}){3}", first)
        assert found is not None, first + self.process.stdout.read()
        self.password = found.group()
        assert self.url in self.process.stdout.readline()
        self._wait(port)

    def _wait(self, port: int) -> None:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("the site does not answer")

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)
        assert self.process.stdout is not None
        self.process.stdout.close()
