"""The site as it is delivered, and a screen to look at it: what the flows in a real browser share.

Skipped where the machine has no Chromium; `make viewers` installs it. With YUHENG_PICTURES=1 the screens are written to
docs/img/.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOUSE = Path(__file__).resolve().parents[2]
PICTURES = HOUSE / "docs/img"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
OPTIONS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"),
    *("--disable-component-update", "--disable-default-apps", "--hide-scrollbars"),
]
SECRET = "jade-tube-held-to-the-sky"  # noqa: S105  # of an account that lives as long as a test
PATIENCE = 60_000


class Site:
    """A running site, its address and the password that its terminal showed."""

    def __init__(self, data: Path) -> None:
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


@contextmanager
def running(data: Path) -> Iterator[Site]:
    """A site on a data folder of its own."""
    opened = Site(data)
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def browsing() -> Iterator[Browser]:
    """A Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield opened
        opened.close()


@contextmanager
def screen(browser: Browser) -> Iterator[Page]:
    """One person's screen; whatever the console complains of (a script refused by the policy, say) fails the flow."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN", accept_downloads=True)
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


def picture(page: Page, name: str, *, phone: bool = False) -> None:
    if os.environ.get("YUHENG_PICTURES") != "1":
        return
    PICTURES.mkdir(exist_ok=True)
    if phone:
        page.set_viewport_size({"width": 390, "height": 844})
        page.wait_for_timeout(300)
    page.screenshot(path=PICTURES / f"{name}{'-phone' if phone else ''}.png")
    if phone:
        page.set_viewport_size({"width": 1280, "height": 800})


def first_sign_in(site: Site, page: Page) -> None:
    """Sign in with the one-time password, and choose one."""
    page.goto(site.url)
    page.fill("[name=username]", "admin")
    page.fill("[name=password]", site.password)
    page.click("button.main")
    page.wait_for_url(f"{site.url}/password/")
    page.fill("[name=old_password]", site.password)
    page.fill("[name=new_password1]", SECRET)
    page.fill("[name=new_password2]", SECRET)
    page.click("button.main")
    page.wait_for_url(f"{site.url}/")
