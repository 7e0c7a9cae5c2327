"""The clerk's month on the pages, in a real browser: forty sheets out, returns with errors back, the papers.

With YUHENG_PICTURES=1 the screens of docs/clerk.md are written to docs/img/.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest
from tests.flows.region import NUMBER, OFFICES, TITLE, filled, indicator, own_workbook, plan
from tests.flows.site import CHROMIUM, PATIENCE, SECRET, Site, browsing, first_sign_in, picture, running, screen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PERIOD = "2025-12"
OWN = "岚江市任务台账.xlsx"
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("site")) as opened:
        yield opened


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as opened:
        yield opened


def test_the_clerks_month(site: Site, browser: Browser, tmp_path: Path) -> None:
    with screen(browser) as page:
        first_sign_in(site, page)
        brings_the_plan(site, page, tmp_path)
        sends_out(site, page)
        takes_back(site, page, tmp_path)
        settles(site, page)
        notes_what_is_behind(site, page)
        writes_the_paper(site, page, tmp_path)
        follows_what_is_overdue(site, page, tmp_path)
        fills_in_its_own_workbook(site, page, tmp_path)
        with screen(browser) as other:
            a_department_hands_in_its_own(site, page, other, tmp_path)
        nothing_sticks_out(site, page)


def wait_for_worker(page: Page, said: str) -> None:
    """Until the note of what the worker did says so; the page asks by itself."""
    page.wait_for_selector(f"#period-jobs [data-state=done]:has-text('{said}')")
    page.wait_for_load_state()


def download(page: Page, click: str, file: Path) -> Path:
    with page.expect_download() as coming:
        page.click(click)
    coming.value.save_as(file)
    return file


def brings_the_plan(site: Site, page: Page, folder: Path) -> None:
    from playwright.sync_api import expect

    file = folder / "规划.txt"
    file.write_bytes(plan())
    page.goto(f"{site.url}/library/")
    page.set_input_files("[name=files] >> nth=0", [file])
    expect(page.locator("#jobs tr[data-state=done]")).to_have_count(1, timeout=PATIENCE)


def sends_out(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/periods/")
    page.click("text=开始一期")
    page.fill("[name=period]", PERIOD)
    page.check("[name=plan]")
    page.click("text=看看要问谁")
    page.wait_for_selector(f"text={PERIOD}：40 个单位，80 行")
    picture(page, "periods-start")
    page.fill("[name=due]", (date.today() + timedelta(days=7)).isoformat())
    page.click("button:has-text('下发')")
    wait_for_worker(page, "下发40个单位80行")


def takes_back(site: Site, page: Page, folder: Path) -> None:
    page.goto(f"{site.url}/periods/{PERIOD}/")
    sheets = download(page, "text=全部填报表", folder / "sheets.zip")
    back = folder / "back"
    back.mkdir()
    with zipfile.ZipFile(sheets) as archive:
        for number, office in enumerate(OFFICES):
            name = f"{PERIOD}_{office}.xlsx"
            for before, data in filled(archive.read(name), number):
                (back / f"{before}{name}").write_bytes(data)
    (back / "旧格式.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    page.set_input_files("[name=files]", sorted(back.iterdir()))
    wait_for_worker(page, "收进39个文件，1个没有并入")
    shown = {word: number for number, word in re.findall(r"(\d+)\s*(\D+?)\s*(?=\d|$)", page.inner_text(".tiles"))}
    # 38 offices × (1 number, 2 words, 2 notes), less the notes of one: 188, of which five wait for a person
    assert shown == {
        "单位": "40",
        "应报行": "80",
        "收到文件": "40",
        "已采用格": "183",
        "待办格": "5",
        "未报齐单位": "2",
    }
    assert "类型选“Excel 工作簿（*.xlsx）”" in page.inner_text("main")
    late = page.locator("details:has-text('没有返回') summary").all_inner_texts()
    assert [words.split()[0] for words in late] == [OFFICES[39], OFFICES[38]]
    assert "逾期" not in late[0]
    picture(page, "periods-board")


def settles(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/periods/{PERIOD}/cells/")
    picture(page, "periods-cells")
    for number, choose in ((8, "strong:text-is('236')"), (4, "")):
        cell = page.locator("section", has=page.locator(f"h2:has-text('{OFFICES[number]}')")).locator("article")
        if choose:
            cell.locator(f"label:has({choose})").click()
        else:
            cell.locator("[value=typed]").check()
            cell.locator("input[name=words]").fill("190")
        cell.locator("[name=reason]").fill("电话核实")
        cell.locator("button:has-text('选定')").click()
        page.wait_for_selector(".note.good:has-text('已选定')")
    page.click("summary:has-text('让一份文件全部作准')")
    page.fill("form.whole [name=reason]", "目标未变，数无误")
    page.click("form.whole button")
    page.wait_for_selector(".note.good:has-text('3 格以这个文件为准')")
    assert "没有待办的格" in page.inner_text("main")
    row = page.locator("tbody tr", has_text="选定：电话核实").first.inner_text()
    assert "admin" in row


def notes_what_is_behind(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/periods/{PERIOD}/verdicts/?show=silent")
    rows = page.locator("tr.red")
    before = rows.count()
    assert rows.filter(has_text=indicator(10)).count() == 2
    row = rows.filter(has_text=indicator(10)).first
    row.locator("textarea").fill("门店租约未落实，3月底前完成")
    row.locator("button:has-text('记下')").click()
    page.wait_for_selector(".note.good:has-text('说明已记下')")
    assert page.locator("tr.red").count() == before - 1
    page.goto(f"{site.url}/periods/{PERIOD}/verdicts/")
    picture(page, "periods-verdicts")


def writes_the_paper(site: Site, page: Page, folder: Path) -> None:
    page.goto(f"{site.url}/periods/{PERIOD}/papers/")
    page.fill("[name=subject]", "大健康产业规划")
    page.fill("[name=issuer]", "岚江市联席会议办公室")
    page.fill("[name=mark]", "岚江市联席会议办公室文件")
    page.fill("[name=number]", "岚健办〔2026〕1号")
    page.click("button:has-text('写出')")
    wait_for_worker(page, "通报写好，80项")
    picture(page, "periods-papers")
    paper = download(page, "a:text-is('通报.docx')", folder / "通报.docx")
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(paper)).paragraphs)
    assert "纳入跟踪80项，其中目标40项、任务40项" in text
    assert "admin" in text
    assert "门店租约未落实，3月底前完成" in text
    with zipfile.ZipFile(paper) as archive:
        notes = archive.read("word/footnotes.xml").decode("utf-8")
    assert f"《{TITLE}的通知》（{NUMBER}）" in notes
    assert f"更正_{PERIOD}_{OFFICES[8]}.xlsx" in notes
    if page.locator("a:text-is('通报.pdf')").count():
        assert download(page, "a:text-is('通报.pdf')", folder / "通报.pdf").read_bytes().startswith(b"%PDF")


def follows_what_is_overdue(site: Site, page: Page, folder: Path) -> None:
    page.goto(f"{site.url}/periods/{PERIOD}/notices/")
    waiting = page.locator("tbody tr").count()
    assert waiting > 0
    page.check("[data-all]")
    page.locator("[name=duty] >> nth=0").uncheck()
    picture(page, "periods-overdue")
    page.click("button:has-text('交办勾选的')")
    page.wait_for_selector(f".note.good:has-text('交办 {waiting - 1} 份')")
    assert page.locator("[name=duty]").count() == 1
    first = page.locator("article").first
    heading = first.locator("h2").inner_text()
    first.locator("[name=words]").first.fill("6月底前完成")
    first.locator("[name=who]").fill("李四")
    first.locator("button[value=replied]").click()
    chain = page.locator("article", has=page.locator(f"h2:text-is('{heading}')"))
    chain.locator("[name=words]").first.fill("现场核实已完成")
    chain.locator("button[value=closed]").click()
    page.wait_for_selector("article .tag.done")
    closed = page.locator("article", has=page.locator(".tag.done"))
    assert re.findall("交办|回复|销号", closed.locator(".chain").inner_text()) == ["交办", "回复", "销号"]
    picture(page, "periods-notices")
    notice = docx.Document(str(download(page, "article >> nth=0 >> text=督办单", folder / "督办单.docx")))
    assert any("办理经过" in paragraph.text for paragraph in notice.paragraphs)


def fills_in_its_own_workbook(site: Site, page: Page, folder: Path) -> None:
    own = folder / OWN
    own.write_bytes(own_workbook())
    page.goto(f"{site.url}/periods/{PERIOD}/workbooks/")
    page.set_input_files("[name=files]", own)
    page.wait_for_selector("text=请核对各列")
    picture(page, "periods-workbook")
    page.click("button:has-text('确认各列')")
    page.wait_for_selector(".tag.done:has-text('各列已确认')")
    page.click(f"button:has-text('填入 {PERIOD}')")
    wait_for_worker(page, "认出40/40行")
    assert "认出 40/40 行" in page.inner_text("main")
    done = openpyxl.load_workbook(download(page, "text=下载填好的", folder / "filled.xlsx")).active
    rows = {done.cell(row, 3).value: done.cell(row, 6).value for row in range(3, done.max_row + 1)}
    assert (rows[indicator(8)], rows[indicator(4)], rows[indicator(39)]) == (236, 190, None)


def a_department_hands_in_its_own(site: Site, page: Page, other: Page, folder: Path) -> None:
    office = OFFICES[39]
    page.goto(f"{site.url}/people/")
    page.fill("[name=name]", "district")
    page.select_option(".choose [name=role]", "department")
    page.fill(".choose [name=party]", office)
    page.click("text=新建账号")
    found = re.search(r"[0-9a-f]{4}(?:-[0-9a-f]{4}){3}", page.inner_text(".notes"))
    assert found is not None
    other.goto(f"{site.url}/returns/")
    other.fill("[name=username]", "district")
    other.fill("[name=password]", found.group())
    other.click("button.main")
    other.wait_for_url("**/password/**")
    other.fill("[name=old_password]", found.group())
    other.fill("[name=new_password1]", SECRET)
    other.fill("[name=new_password2]", SECRET)
    other.click("button.main")
    other.goto(f"{site.url}/returns/")
    shown = other.inner_text("main")
    assert office in shown
    assert [name for name in OFFICES if name != office and name in shown] == []
    sheet = download(other, f"text={PERIOD}_{office}.xlsx", folder / "own.xlsx")
    file = folder / f"{PERIOD}_{office}.xlsx"
    file.write_bytes(filled(sheet.read_bytes(), 0)[0][1])
    other.set_input_files("[name=files]", file)
    other.wait_for_selector(".note.good:has-text('收下 1 个文件')")
    assert "已报齐" in other.inner_text("main")
    picture(other, "returns")
    answers = [other.request.get(f"{site.url}{path}").status for path in (
        f"/periods/{PERIOD}/", f"/returns/{PERIOD}/sheets/{PERIOD}_{OFFICES[38]}.xlsx")]  # fmt: skip
    assert answers == [403, 404]


def nothing_sticks_out(site: Site, page: Page) -> None:
    """Every page at a phone's width."""
    rooms = {"list": "/periods/", "start": "/periods/start/", "board": f"/periods/{PERIOD}/"}
    rooms |= {name: f"/periods/{PERIOD}/{name}/" for name in ("cells", "verdicts", "papers", "notices", "workbooks")}
    for name, address in rooms.items():
        page.goto(site.url + address)
        page.set_viewport_size({"width": 390, "height": 844})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is {wide} pixels too wide for a phone"
        for width in (390, 1024, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            hidden = page.evaluate("[...document.querySelectorAll('.sheet')].map(s => s.scrollWidth - s.clientWidth)")
            assert [each for each in hidden if each > 0] == [], f"{name} hides a column at {width} pixels"
