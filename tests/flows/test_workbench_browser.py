"""The workbench in a real browser: from the one-time password to an exported sheet, as a clerk would go.

The site runs as it is delivered, `yuheng serve` with its worker, on a data folder of its own. Skipped where the machine
has no Chromium; `make viewers` installs it. With YUHENG_PICTURES=1 the screens are written to docs/img/.
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
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOUSE = Path(__file__).resolve().parents[2]
SAMPLES = HOUSE / "samples"
PICTURES = HOUSE / "docs/img"
WORD, PDF = SAMPLES / "岚江市2024年工作要点.docx", SAMPLES / "岚江市大健康产业统计监测公报2023.pdf"
PLAN = SAMPLES / "岚江市大健康产业十四五规划.txt"
BUSY = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"
"""While one of these is there, an answer is on its way and keys decide nothing."""
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
OPTIONS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"),
    *("--disable-component-update", "--disable-default-apps", "--hide-scrollbars"),
]
SECRET = "jade-tube-held-to-the-sky"  # noqa: S105  # of an account that lives as long as this test
PATIENCE = 60_000

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")


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


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    running = Site(tmp_path_factory.mktemp("site"))
    yield running
    running.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A clerk's screen; whatever the console complains of (a script refused by the policy, say) fails the flow."""
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


def test_the_clerks_morning(site: Site, page: Page, tmp_path: Path) -> None:
    signs_in_and_must_choose_a_password(site, page)
    uploads_and_watches(site, page)
    opens_the_words_beside_the_original(site, page)
    before = finding_on_the_target(site, page)
    corrects_the_claim(site, page)
    the_finding_says_something_else(site, page, before)
    decides_by_keyboard(site, page)
    exports_what_is_shown(site, page, tmp_path)
    reads_english(site, page)
    takes_pictures(site, page)


def signs_in_and_must_choose_a_password(site: Site, page: Page) -> None:
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
    assert "台账还是空的" in page.inner_text("main")


def uploads_and_watches(site: Site, page: Page) -> None:
    from playwright.sync_api import expect

    page.goto(f"{site.url}/library/")
    page.set_input_files("[name=files] >> nth=0", [WORD, PDF, PLAN])
    page.wait_for_selector("#jobs tr")
    expect(page.locator("#jobs tr[data-state=done]")).to_have_count(3, timeout=PATIENCE)
    page.goto(f"{site.url}/library/")
    assert page.locator("main .stackable tbody tr").count() == 3
    picture(page, "workbench-upload")


def opens_the_words_beside_the_original(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/library/?q=统计监测公报")
    page.click(".stackable tbody a")
    page.wait_for_url("**/library/*/")
    page.wait_for_load_state("load")
    page.keyboard.press("o")
    page.wait_for_selector("#original image")
    page.locator(".text .c", has_text="563.2亿元").first.click()
    page.wait_for_selector(".beside li.on .said")
    assert "563.2" in page.inner_text(".beside li.on .said mark")
    page.click(".beside li.on button:has-text('看原件')")
    page.wait_for_selector("#original .hit-box")
    picture(page, "workbench-original")


def finding_on_the_target(site: Site, page: Page) -> str:
    """The verdict on the plan's target of 700 亿元, as the audit draws it from the bulletin."""
    deadline = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < deadline:
        page.goto(f"{site.url}/findings/?group=进度")
        rows = page.locator("tbody tr", has_text="700亿元")
        if rows.count():
            return rows.first.inner_text()
        page.wait_for_timeout(500)
    raise AssertionError("no finding speaks of the target")


def corrects_the_claim(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/ledger/?kind=target&q=大健康产业增加值")
    row = page.locator("tbody tr", has_text="700亿元").first
    row.locator("a").first.click()
    page.wait_for_url("**/claims/*/")
    page.wait_for_load_state("load")
    page.keyboard.press("e")
    page.fill("[name=value]", "720")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".note.good")
    shown = page.inner_text("main")
    assert "已更正" in shown
    assert page.locator("#verdict tr", has_text="数值").locator("td").first.inner_text() == "700"
    picture(page, "workbench-claim")


def the_finding_says_something_else(site: Site, page: Page, before: str) -> None:
    deadline = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < deadline:
        page.goto(f"{site.url}/findings/?group=进度")
        if page.locator("tbody tr", has_text="720亿元").count() and before not in page.inner_text("tbody"):
            return
        page.wait_for_timeout(500)
    raise AssertionError("the finding does not follow the correction")


def decides_by_keyboard(site: Site, page: Page) -> None:
    from playwright.sync_api import expect

    page.goto(f"{site.url}/review/?kind=target")
    asked = page.locator("#verdict")
    first = page.get_attribute("#verdict", "action") or ""
    page.keyboard.press("a")
    expect(asked).not_to_have_attribute("action", first)
    expect(page.locator(BUSY)).to_have_count(0)
    second = page.get_attribute("#verdict", "action") or ""
    page.keyboard.press("x")
    expect(asked).not_to_have_attribute("action", second)
    expect(page.locator(BUSY)).to_have_count(0)
    page.keyboard.press("z")
    expect(asked).to_have_attribute("action", second)
    picture(page, "workbench-review")


def exports_what_is_shown(site: Site, page: Page, folder: Path) -> None:
    page.goto(f"{site.url}/ledger/?kind=target&sort=-amount&columns=what,amount,period,state")
    count = int(re.findall(r"\d+", page.inner_text(".head p"))[0])
    shown = page.locator("tbody tr").first.locator("td").all_inner_texts()
    with page.expect_download() as coming:
        page.click("text=导出 Excel")
    file = folder / "shown.xlsx"
    coming.value.save_as(file)
    rows = list(openpyxl.load_workbook(file).active.iter_rows(values_only=True))
    assert rows[0] == ("事项", "数额", "期间", "状态")
    assert list(rows[1]) == shown
    assert len(rows) == count + 1
    opens_in_libreoffice(file, rows)


def opens_in_libreoffice(file: Path, rows: list[tuple[object, ...]]) -> None:
    office = shutil.which("soffice")
    if office is None:
        return
    profile = f"-env:UserInstallation={(file.parent / 'office').as_uri()}"
    options = ["--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", str(file.parent)]
    subprocess.run([office, profile, *options, str(file)], check=True, capture_output=True, timeout=120)
    import csv

    with file.with_suffix(".csv").open(encoding="utf-8", newline="") as opened:
        assert [tuple(row) for row in csv.reader(opened)] == [
            tuple("" if cell is None else str(cell) for cell in row) for row in rows
        ]


def reads_english(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/findings/")
    page.click("button[lang=en]")
    page.wait_for_selector("html[lang=en]")
    assert page.locator(".rooms a").all_inner_texts() == [
        "Overview",
        "Library",
        "Ledger",
        "Review",
        "Parties",
        "Periods",
        "Audit",
        "Issues",
    ]
    page.click("button[lang=zh-CN]")
    page.wait_for_selector("html[lang=zh-CN]")


def takes_pictures(site: Site, page: Page) -> None:
    """Every room at both widths: nothing may stick out sideways."""
    rooms = {
        "overview": "/",
        "ledger": "/ledger/",
        "parties": "/parties/",
        "findings": "/findings/",
        "library": "/library/",
    }
    rooms |= {"review": "/review/", "issues": "/issues/", "search": "/search/?q=医药产业", "document": "/library/1/"}
    for name, address in rooms.items():
        page.goto(site.url + address)
        picture(page, f"workbench-{name}")
        page.set_viewport_size({"width": 390, "height": 844})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is {wide} pixels too wide for a phone"
        page.set_viewport_size({"width": 1280, "height": 800})
        picture(page, f"workbench-{name}", phone=True)
