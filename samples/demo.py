"""What `make demo` does: compile the samples, and open the reader where there is a screen."""

from __future__ import annotations

import os
import subprocess
import sys
import webbrowser
from pathlib import Path

SAMPLES = Path(__file__).parent
KINDS = {".txt", ".html", ".docx", ".pdf"}


def has_screen() -> bool:
    """Whether a page can be shown: not on a server, in a build, or where somebody has said no."""
    if os.environ.get("YUHENG_NO_BROWSER") or os.environ.get("CI"):
        return False
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main(out: Path) -> int:
    """Compile and open; 1 from `yuheng compile` (read, with issues) is fine here."""
    documents = sorted(path for path in SAMPLES.iterdir() if path.suffix in KINDS)
    yuheng = Path(sys.executable).with_name("yuheng")
    command = [str(yuheng), "compile", *map(str, documents), "--out", str(out)]
    status = subprocess.run(command, check=False).returncode  # noqa: S603  # our own command on our own files
    if status not in (0, 1):
        return status
    if has_screen():
        webbrowser.open((out / "reader.html").resolve().as_uri())
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("out/demo")))
