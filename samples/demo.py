"""What `make demo` does: compile the samples, take them into a ledger with an event, and open its site.

Where nobody sits in front (CI, YUHENG_NO_BROWSER) it ends after compiling; --once takes the samples in and ends.
A second run keeps what was decided in the first and gives the administrator another one-time password.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import webbrowser
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yuheng.ledger.models import Account

SAMPLES = Path(__file__).parent
EVENT = SAMPLES.parent / "samples-event"
KINDS = {".txt", ".html", ".docx", ".pdf"}
PORT = os.environ.get("YUHENG_PORT", "8000")
WORDS = {
    "zh": ("收入台账 {} 份文档 ...", "登录名 admin，一次性密码：{}", "网站 {}（Ctrl+C 结束）"),
    "en": (
        "Taking {} documents into the ledger ...",
        "Sign in as admin with the one-time password {}",
        "Site {} (Ctrl+C)",
    ),
}


def is_attended() -> bool:
    """Whether somebody is there to look at a site: not in a build, or where somebody has said no."""
    return not (os.environ.get("YUHENG_NO_BROWSER") or os.environ.get("CI"))


def has_screen() -> bool:
    """Whether a page can be shown."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def take_in(documents: list[Path], data: Path) -> str:
    """Take the documents into the ledger of a data folder, read and audit them; the administrator's password."""
    from yuheng.ledger.folder import make_folder

    os.environ["YUHENG_DATA"] = str(data.absolute())
    os.environ["DJANGO_SETTINGS_MODULE"] = "yuheng.web.settings"
    make_folder(data)
    import django

    django.setup()
    from django.utils import timezone

    from yuheng.app.accounts import renew_password
    from yuheng.app.ingesting import receive_file
    from yuheng.app.opening import open_ledger
    from yuheng.app.working import work
    from yuheng.ledger.models import Account

    password = open_ledger(at=timezone.now())
    admin = Account.objects.get(username="admin")
    for document in documents:
        receive_file(document, by=admin, at=timezone.now())
    work(once=True)
    make_event(
        sorted(path for path in EVENT.iterdir() if path.suffix in (".xlsx", ".csv") and path.stem != "labels"),
        by=admin,
        at=timezone.now(),
    )
    work(once=True)
    return password or renew_password(admin, by=admin, at=timezone.now())


def make_event(sheets: list[Path], *, by: Account, at: datetime) -> None:
    """An event in a month's time, from its sheets to the timetable, its list published; one that is there stays."""
    from yuheng.app.event import make_timetable, match_items, take_in
    from yuheng.app.event_desk import keep_setting, keep_sheet, sheets_in
    from yuheng.app.event_ledger import publish_event
    from yuheng.app.event_printing import ask_print
    from yuheng.app.folders import make_folder, working_copy
    from yuheng.app.ingesting import queue
    from yuheng.ledger.models import Folder, FolderKind
    from yuheng.office.event_setting import Setting

    if Folder.objects.filter(kind=FolderKind.EVENT).exists():
        return
    setting = Setting(title="岚江医药健康供需对接会", day=at.date() + timedelta(days=30))
    folder = make_folder(FolderKind.EVENT, setting.title, by=by, at=at)
    with working_copy(folder, act="event.set", by=by, at=at) as root:
        keep_setting(root, setting)
        for sheet in sheets:
            keep_sheet(root, sheet.name, sheet.read_bytes())
        take_in(root, sheets_in(root), on=setting.day, confirm=True)
        match_items(root, on=setting.day)
        make_timetable(root)
    publish_event(folder, by=by, at=at)
    prints = ask_print(folder, everything=True, by=by, at=at)
    if prints is not None:
        queue(prints)


def main(out: Path, *, once: bool) -> int:
    """Compile, take in, serve; 1 from `yuheng compile` (read, with issues) is fine here."""
    documents = sorted(path for path in SAMPLES.iterdir() if path.suffix in KINDS)
    yuheng = Path(sys.executable).with_name("yuheng")
    command = [str(yuheng), "compile", *map(str, documents), "--out", str(out)]
    status = subprocess.run(command, check=False).returncode  # noqa: S603  # our own command on our own files
    if status not in (0, 1):
        return status
    if not (once or is_attended()):
        return 0
    taking, signing, site = WORDS["en" if os.environ.get("YUHENG_LANG") == "en" else "zh"]
    print(taking.format(len(documents)), flush=True)
    password = take_in(documents, out / "ledger")
    print(signing.format(password), flush=True)
    if once:
        return 0
    address = f"http://127.0.0.1:{PORT}/"
    print(site.format(address), flush=True)
    if has_screen():
        threading.Timer(3, webbrowser.open, [address]).start()
    serve = [str(yuheng), "serve", "--data", str(out / "ledger"), "--port", PORT]
    try:
        return subprocess.run(serve, check=False).returncode  # noqa: S603  # our own command
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    given = [word for word in sys.argv[1:] if word != "--once"]
    sys.exit(main(Path(given[0]) if given else Path("out/demo"), once="--once" in sys.argv))
