"""An event in a real browser: from the sheets dragged in to what came of it, as an organiser would go.

Skipped where the machine has no Chromium. With YUHENG_PICTURES=1 the screens are written to docs/img/.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from stdnum.cn.uscc import calc_check_digit
from tests.flows.site import CHROMIUM, HOUSE, OPTIONS, PATIENCE, PICTURES, SECRET, Site, screen

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")

SAMPLES = HOUSE / "samples-event"
SHEETS = [SAMPLES / name for name in ("企业登记表.xlsx", "服务机构登记表.xlsx", "医院需求.csv")]
HOSPITAL = "岚江市人民医院"
FIRM = "岚江康宁药业股份有限公司"
PAPER = (
    "采购合作协议\n\n2026年7月1日，岚江市人民医院与岚江泽医疗用品有限公司签订采购合作协议，合同金额80万元，"
    "供应医用外科口罩。\n"
)


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    """An organiser's screen on a site of its own; whatever the console complains of fails the flow."""
    from playwright.sync_api import sync_playwright

    running = Site(tmp_path / "site")
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        context = browser.new_context(
            viewport={"width": 1280, "height": 800}, locale="zh-CN", base_url=running.url, accept_downloads=True
        )
        opened = context.new_page()
        opened.set_default_timeout(PATIENCE)
        opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.goto("/")
        signs_in(opened, running.password)
        yield opened
        browser.close()
    running.close()
    assert complaints == []


def signs_in(page: Page, password: str, *, name: str = "admin") -> None:
    page.fill("[name=username]", name)
    page.fill("[name=password]", password)
    page.click("button.main")
    for field, value in (("old_password", password), ("new_password1", SECRET), ("new_password2", SECRET)):
        page.fill(f"[name={field}]", value)
    page.click("button.main")
    page.wait_for_url("**/")


def test_an_event_from_its_sheets_to_its_outcomes(page: Page, tmp_path: Path) -> None:
    makes_an_event(page)
    hands_in_sheets_and_confirms_columns(page)
    sets_the_day(page)
    invites_a_firm(page)
    publishes_the_list(page)
    a_firm_hands_in_itself(page)
    matches(page)
    makes_the_timetable(page)
    drags_a_meeting_and_pins_it(page)
    somebody_stays_away(page)
    checks_in(page)
    notes_outcomes(page, tmp_path)
    takes_the_folder_along(page, tmp_path)
    takes_pictures(page)
    keeps_a_standing_exchange(page)


def makes_an_event(page: Page) -> None:
    page.click(".rooms a:has-text('对接')")
    page.fill("[name=title]", "岚江大健康供需对接会")
    page.fill("[name=day]", "2026-05-20")
    page.click("button:has-text('新建活动')")
    page.wait_for_selector(".cockpit")


def hands_in_sheets_and_confirms_columns(page: Page) -> None:
    page.click(".cockpit a:has-text('登记')")
    page.set_input_files(".drop [name=files]", SHEETS)
    page.wait_for_selector("text=请确认各列的含义")
    assert page.locator("details.card[open]").count() == 3
    told = page.locator("tr", has_text="需求物资").locator("select")
    assert told.input_value() == "need"
    picture(page, "columns")
    page.click("button:has-text('确认并读入')")
    page.wait_for_selector(".asked")
    assert glance(page) == {"单位": "55", "供给": "65", "需求": "56", "待补充": "7"}
    picture(page, "intake")


def sets_the_day(page: Page) -> None:
    page.click(".acts a:has-text('设定')")
    for name, value in (("place", "岚江会展中心"), ("count", "8"), ("tables", "12"), ("breaks", "4=90")):
        page.fill(f"[name={name}]", value)
    page.click("button:has-text('保存')")
    page.wait_for_selector(".note.good")
    picture(page, "setting")


def invites_a_firm(page: Page) -> None:
    """One that stands in no sheet: told once how to come in, and until when."""
    page.click(".steps a:has-text('登记')")
    page.fill("#invite [name=firm]", "云津新芽制药有限公司")
    page.fill("#invite [name=code]", "91510100MA6CXU21P" + calc_check_digit("91510100MA6CXU21P"))
    page.click("#invite button:has-text('邀请')")
    page.wait_for_selector("#invite td:has-text('还没有登录')")
    assert re.search(r"一次性密码 [-0-9a-f]{19}（只显示这次，到20\d\d-\d\d-\d\d）", page.inner_text(".note.good"))
    page.locator("#invite").scroll_into_view_if_needed()
    picture(page, "invite")


def publishes_the_list(page: Page) -> None:
    page.click(".steps a:has-text('清单')")
    page.click("button:has-text('公开清单')")
    page.wait_for_selector("text=清单已公开")
    assert "13800000000" not in page.content()
    page.select_option("[name=side]", "need")
    page.wait_for_url("**side=need**")
    assert set(page.locator("tbody .tag").all_inner_texts()) == {"需求"}
    picture(page, "list")


def a_firm_hands_in_itself(page: Page) -> None:
    """With an account of its own: an item by its form, once vague and asked about, once as it can be matched."""
    page.goto("/people/")
    add = page.locator("form[action='/people/add/']")
    add.locator("[name=name]").fill("kangning")
    add.locator("[name=role]").select_option("firm")
    add.locator("[name=party]").fill(FIRM)
    add.locator("button").click()
    told = re.search(r"[0-9a-f]{4}(?:-[0-9a-f]{4}){3}", page.inner_text(".note.good"))
    assert told is not None
    assert page.context.browser is not None
    with screen(page.context.browser) as firm:
        firm.goto(page.url.removesuffix("people/"))
        signs_in(firm, told[0], name="kangning")
        firm.click(".rooms a:has-text('对接')")
        firm.click("a:has-text('本单位的对接')")
        firm.click("a:has-text('登记需求')")
        firm.fill("[name=name]", "医用外科口罩")
        firm.press("[name=name]", "Tab")
        firm.wait_for_selector("text=按“医用外科口罩”建议")
        assert firm.input_value("[name=segment]") == "械.耗材.口罩"
        firm.fill("[name=name]", "寻求合作")
        firm.press("[name=name]", "Tab")
        firm.wait_for_selector("text=按“医用外科口罩”建议", state="detached")
        firm.select_option("[name=segment]", "其他")
        firm.click("button:has-text('保存')")
        assert "“寻求合作”无法匹配" in firm.inner_text("#asked")
        for name, value in (("name", "药用胶塞"), ("specification", "溴化丁基，免洗"), ("quantity", "每月200万只")):
            firm.fill(f"[name={name}]", value)
        firm.press("[name=name]", "Tab")
        firm.wait_for_selector("text=按“胶塞”建议")
        firm.click("button.main:has-text('保存')")
        firm.wait_for_selector("text=已登记：药用胶塞")
        assert firm.locator("#own tbody tr").count() == 3
        picture(firm, "firm")
    page.goto("/events/1/intake/")
    assert "kangning" in page.inner_text("#own")


def matches(page: Page) -> None:
    page.click(".steps a:has-text('匹配')")
    page.click("button:has-text('匹配需求与供给')")
    page.wait_for_selector(".match")
    page.fill("[name=firm]", HOSPITAL)
    page.press("[name=firm]", "Enter")
    page.wait_for_url("**firm=**")
    assert {HOSPITAL in each for each in page.locator(".match").all_inner_texts()} == {True}
    assert page.locator(".match mark").count() > 0
    picture(page, "matches")


def makes_the_timetable(page: Page) -> None:
    page.click(".steps a:has-text('时间表')")
    page.click("button:has-text('排会')")
    page.wait_for_selector("svg.timetable")
    facts = glance(page)
    assert (facts["核查"], facts["不足 1 场的单位"]) == ("通过", "0")
    assert "已证明最优" in facts["距上界"]


def drags_a_meeting_and_pins_it(page: Page) -> None:
    meeting = page.locator("svg.timetable .meeting").first
    words = str(meeting.get_attribute("aria-label")).split()[1]
    free = a_free_place(page, str(meeting.get_attribute("id")))
    meeting.drag_to(page.locator(f"#{free}"))
    page.wait_for_selector(".note.good")
    moved = page.locator(f"#{free}.meeting")
    assert words in str(moved.get_attribute("aria-label"))
    moved.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".picked")
    page.click("button:has-text('指定在这里')")
    page.wait_for_selector(f"#{free} .pin")
    busy = a_place_where_it_is_busy(page, free)
    page.locator(f"#{free}").focus()
    page.keyboard.press("Enter")
    page.locator(f"#{busy}").click()
    page.wait_for_selector(".note.bad")
    assert "不能移到" in page.inner_text(".note.bad")
    picture(page, "timetable")
    page.click("button:has-text('重新印制')")
    page.wait_for_selector("#press li:has-text('总表.pdf'):has-text('第 2 版')")
    page.wait_for_selector("#press progress", state="detached")
    assert set(page.locator("#press .tag").all_inner_texts()) == {"第 2 版"}


def a_free_place(page: Page, held: str) -> str:
    """A free table in the meeting's own slot: nothing speaks against a move there."""
    slot = held.split("-")[1]
    return str(page.locator(f"svg.timetable .free[data-slot='{slot}']").last.get_attribute("id"))


def a_place_where_it_is_busy(page: Page, held: str) -> str:
    """A free table of another slot: the pin forbids it."""
    slot = "2" if held.split("-")[1] != "2" else "3"
    return str(page.locator(f"svg.timetable .free[data-slot='{slot}']").last.get_attribute("id"))


def somebody_stays_away(page: Page) -> None:
    page.click(".steps a:has-text('现场')")
    form = page.locator("form", has_text="缺席，改排")
    form.locator("[name=firm]").fill(HOSPITAL)
    form.locator("[name=now]").select_option("4")
    form.locator("button").click()
    page.wait_for_selector("text=第 3 版已排好")
    assert page.locator("text=这一版改了什么").count() == 1
    assert HOSPITAL in page.inner_text("section:has-text('已知情况')")
    form.locator("[name=firm]").fill(FIRM)
    page.wait_for_selector("#press a:has-text('变更议程.v3')")
    page.wait_for_selector("#press button:has-text('都印好了')")
    assert form.locator("[name=firm]").input_value() == FIRM, "the end of the printing has emptied the form"
    form.locator("[name=firm]").fill("")
    picture(page, "day")


def checks_in(page: Page) -> None:
    page.click("a:has-text('签到台')")
    page.fill("[name=code]", "云津华测影像设备有限公司")
    page.press("[name=code]", "Enter")
    page.wait_for_selector(".tag.done:has-text('已到')")
    code = re.search(r"签到码 ([A-Z2-7]{5})", page.inner_text("main"))
    assert code is not None
    page.click("text=弄错了，改为未到")
    page.wait_for_selector(".tag.waiting:has-text('未到')")
    page.fill("[name=code]", code[1].lower())
    page.press("[name=code]", "Enter")
    page.wait_for_selector(".note:has-text('已到：云津华测影像设备有限公司')")
    picture(page, "door")


def notes_outcomes(page: Page, tmp_path: Path) -> None:
    paper = tmp_path / "采购合作协议.txt"
    paper.write_text(PAPER, "utf-8")
    page.click(".steps a:has-text('成效')")
    page.fill("[name=lines]", f"{HOSPITAL} 岚江泽医疗用品有限公司 有意向 2026-05-20")
    page.click("button:has-text('读入')")
    page.wait_for_selector(".ladder")
    choose = page.locator("#outcome [name=pair]")
    choose.select_option(label=f"{HOSPITAL}—岚江泽医疗用品有限公司")
    page.wait_for_selector("#serves option:has-text('口罩')", state="attached")
    page.select_option("#outcome [name=label]", "已签合同")
    page.fill("#outcome [name=amount]", "80")
    page.fill("#outcome [name=on]", "2026-07-01")
    page.set_input_files("#outcome [name=paper]", paper)
    page.click("#outcome button.main")
    page.wait_for_selector("td:has-text('采购合作协议.txt')")
    for _ in range(60):
        if page.locator("td a:has-text('采购合作协议.txt')").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    assert page.locator("td a[href*='/claims/']").count() >= 1
    assert page.locator(".ladder .count").all_inner_texts() == ["0", "1", "0", "1", "0"]
    picture(page, "outcomes")


def takes_the_folder_along(page: Page, tmp_path: Path) -> None:
    """The command line goes on where the site stopped."""
    page.goto("/events/1/")
    with page.expect_download() as coming:
        page.click("text=带走整个案卷")
    coming.value.save_as(tmp_path / "会.zip")
    zipfile.ZipFile(tmp_path / "会.zip").extractall(tmp_path / "会")
    command = [sys.executable, "-m", "yuheng", "event", "replan", "会", "--now", "5", "--absent", "云津农商银行"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert "第4版" in done.stdout, done.stdout + done.stderr


def takes_pictures(page: Page) -> None:
    """Every page at both widths: nothing may stick out sideways."""
    rooms = {"cockpit": "", "hall": "hall/?slot=2"}
    rooms |= {
        name: f"{name}/" for name in ("intake", "list", "matches", "timetable", "day", "door", "outcomes", "setting")
    }
    for name, address in rooms.items():
        page.goto(f"/events/1/{address}")
        if name in ("cockpit", "hall", "timetable"):
            picture(page, name)
        page.set_viewport_size({"width": 390, "height": 844})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is {wide} pixels too wide for a phone"
        if name == "door":
            page.reload()
            here = page.locator(".rooms [aria-current]").bounding_box()
            assert here is not None
            assert here["x"] + here["width"] <= 390, "the open room is not to be seen on a phone"
            picture(page, f"{name}-phone")
        page.set_viewport_size({"width": 1280, "height": 800})


def keeps_a_standing_exchange(page: Page) -> None:
    """Made in one click, fed with sheets, matched by the worker; nothing may stick out sideways."""
    page.goto("/events/")
    page.click("button:has-text('建立常设对接')")
    page.click(".steps a:has-text('收表和设定')")
    page.set_input_files(".drop [name=files]", SHEETS)
    page.wait_for_selector("text=有登记表的列待确认")
    page.click("button:has-text('确认并读入')")
    page.wait_for_selector("text=新登记 121 项，重新登记 0 项，撤下 0 项")
    page.wait_for_selector("#event-work progress", state="detached")
    for name in ("", "list/", "matches/", "intake/", "outcomes/"):
        page.goto(f"/events/standing/{name}")
        page.set_viewport_size({"width": 390, "height": 844})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"standing/{name} is {wide} pixels too wide for a phone"
        page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/events/standing/")
    forms = page.locator(".four h2").all_inner_texts()
    assert forms[:4] == ["订单", "开放平台与仪器", "技术转让", "产能"]


def glance(page: Page) -> dict[str, str]:
    names, values = page.locator(".glance dt").all_inner_texts(), page.locator(".glance dd").all_inner_texts()
    return dict(zip(names, values, strict=True))


def picture(page: Page, name: str) -> None:
    folder = os.environ.get("YUHENG_PICTURES_IN") or (PICTURES if os.environ.get("YUHENG_PICTURES") == "1" else "")
    if folder:
        page.screenshot(path=Path(folder) / f"event-{name}.png")
