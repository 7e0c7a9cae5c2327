"""The workbench in a real browser: from the one-time password to an exported sheet, as a clerk would go.

The site runs as it is delivered, `yuheng serve` with its worker, on a data folder of its own. Skipped where the machine
has no Chromium; `make viewers` installs it. With YUHENG_PICTURES=1 the screens are written to docs/img/.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from tests.flows.site import CHROMIUM, PATIENCE, Site, browsing, first_sign_in, picture, running, screen

if TYPE_CHECKING:
    from playwright.sync_api import Page

HOUSE = Path(__file__).resolve().parents[2]
SAMPLES = HOUSE / "samples"
WORD, PDF = SAMPLES / "岚江市2024年工作要点.docx", SAMPLES / "岚江市大健康产业统计监测公报2023.pdf"
PLAN = SAMPLES / "岚江市大健康产业十四五规划.txt"
BUSY = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"
"""While one of these is there, an answer is on its way and keys decide nothing."""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("site")) as opened:
        yield opened


@pytest.fixture(scope="module")
def page(site: Site) -> Iterator[Page]:
    with browsing() as browser, screen(browser) as opened:
        yield opened


def test_the_clerks_morning(site: Site, page: Page, tmp_path: Path) -> None:
    first_sign_in(site, page)
    assert "台账还是空的" in page.inner_text("main")
    uploads_and_watches(site, page)
    opens_the_words_beside_the_original(site, page)
    says_what_a_document_is(site, page)
    before = finding_on_the_target(site, page)
    corrects_the_claim(site, page)
    the_finding_says_something_else(site, page, before)
    decides_by_keyboard(site, page)
    exports_what_is_shown(site, page, tmp_path)
    reads_english(site, page)
    takes_pictures(site, page)


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


def says_what_a_document_is(site: Site, page: Page) -> None:
    """The form of 文档信息: a day and an issuer in a person's words, kept beside what the machine read."""
    page.goto(f"{site.url}/library/?q=工作要点")
    page.click(".stackable tbody a")
    page.wait_for_url("**/library/*/")
    page.locator("#about").evaluate("form => { form.open = true }")
    machine = page.locator("#about tbody tr", has_text="发文日期").locator("td.was").inner_text()
    page.fill("#m-issued", "2024年2月18日")
    page.fill("#m-issuer", "岚江市大健康产业联席会议办公室")
    page.press("#m-issuer", "Enter")
    page.wait_for_selector("#about .note.good")
    row = page.locator("#about tbody tr", has_text="发文日期")
    assert (row.locator("td.was").inner_text(), row.locator("input").input_value()) == (machine, "2024-02-18")
    assert "admin" in row.locator("td").last.inner_text()
    assert page.inner_text(".head .where").startswith("岚江市大健康产业联席会议办公室 ")


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
        "Meetings",
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
