"""Ledgers of their own, each with its data folder and database, worked in by processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

SERVER = os.environ.get("DATABASE_URL", "")
ROOT = Path(__file__).parents[2]


@dataclass
class Ledger:
    """A ledger in a folder, and in a database of its own where the tests run on PostgreSQL."""

    data: Path
    url: str = ""
    more: dict[str, str] = field(default_factory=dict)

    def yuheng(self, *arguments: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run `yuheng` on this ledger."""
        return self.run("-m", "yuheng", *arguments, check=check)

    def run(self, *arguments: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run Python on this ledger."""
        done = subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert not check or done.returncode == 0, done.stderr
        return done

    def start(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        """Start Python on this ledger, and do not wait."""
        command = [sys.executable, *map(str, arguments)]
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def environment(self) -> dict[str, str]:
        """What a process on this ledger is told."""
        kept = {key: value for key, value in os.environ.items() if key not in ("YUHENG_LANG", "DATABASE_URL")}
        url = {"DATABASE_URL": self.url} if self.url else {}
        return kept | url | {"YUHENG_DATA": str(self.data), "PYTHONUTF8": "1"} | self.more

    def hand_in(self, *paths: Path) -> None:
        """Hand files in, as the upload page does."""
        code = (
            "import sys, django; django.setup()\n"
            "from pathlib import Path\n"
            "from django.utils import timezone\n"
            "from yuheng.app.ingesting import receive_file\n"
            "for path in sys.argv[1:]: receive_file(Path(path), by=None, at=timezone.now())\n"
        )
        self.run("-c", code, *paths)

    def ask(self, code: str) -> Any:
        """What an expression over the tables comes to; it must be JSON."""
        head = "import json, django; django.setup()\nfrom yuheng.ledger.models import *\n"
        return json.loads(self.run("-c", f"{head}print(json.dumps({code}))").stdout)

    def copy(self, data: Path) -> Ledger:
        """Another ledger with the same content; nobody may be at work in this one."""
        shutil.copytree(self.data, data)
        return Ledger(data, new_database(self.url), dict(self.more))


def new_ledger(data: Path) -> Ledger:
    """An empty ledger with its tables."""
    ledger = Ledger(data, new_database())
    ledger.yuheng("manage", "migrate", "-v0")
    return ledger


def new_database(template: str = "") -> str:
    """A database of its own on the tests' PostgreSQL; nothing where they run on SQLite."""
    if not SERVER:
        return ""
    import psycopg

    name = "flow_" + uuid.uuid4().hex[:12]
    source = urlsplit(template).path.removeprefix("/") or "template1"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"'.encode())
    return urlunsplit(urlsplit(SERVER)._replace(path="/" + name))


def said(done: subprocess.CompletedProcess[str]) -> Sequence[str]:
    """The lines that a process printed."""
    return done.stdout.splitlines()
