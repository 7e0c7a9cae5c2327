"""LibreOffice as a second pair of eyes; absent, its tests are skipped loudly, and on CI they fail instead."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
needed = pytest.mark.skipif(
    SOFFICE is None and not os.environ.get("CI"),
    reason="LibreOffice is not installed: NOTHING here was opened by a second program",
)


def converted(files: Iterable[Path], kind: str, out: Path) -> list[Path]:
    """Convert files in one call and one fresh profile, and say where they went."""
    given = list(files)
    profile = (out / "profile").resolve()
    subprocess.run(
        [
            SOFFICE or "soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            *("--headless", "--norestore", "--convert-to", kind, "--outdir", str(out)),
            *map(str, given),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return [out / f"{each.stem}.{kind.partition(':')[0]}" for each in given]
