"""Take the README's picture of the reader: `make picture`. Needs chromium and a Chinese font on the machine."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

PICTURE = Path(__file__).with_name("reader.png")
SHOWN = "突破700亿元"


def main(out: Path) -> int:
    """Open the reader of `out` at one claim and keep what the screen shows."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        print("no chromium on this machine: the picture stays as it is", file=sys.stderr)
        return 1
    lines = (out / "claims.jsonl").read_text("utf-8").splitlines()
    claim = next(claim for claim in map(json.loads, lines) if claim["anchor"]["quote"] == SHOWN)
    page = f"{(out / 'reader.html').resolve().as_uri()}#c-{claim['id']}"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1440,860"]
    command = [browser, *options, "--virtual-time-budget=3000", f"--screenshot={PICTURE}", page]
    return subprocess.run(command, check=False, capture_output=True).returncode  # noqa: S603  # our own command


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
