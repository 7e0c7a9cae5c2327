"""Items that come one by one: a firm's form says what is wrong, and what an event leaves over comes once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from yuheng.errors import Misuse
from yuheng.exchange.items import Contact, Firm, Item
from yuheng.exchange.registration import Registration, register
from yuheng.exchange.standing import Look, hand_in
from yuheng.exchange.standing_items import keep_details, put_in, read_item, replied, take_over, with_own

FIRST, LATER = date(2026, 5, 20), date(2026, 6, 10)
FORM = {
    "side": "offer",
    "form": "产能",
    "name": "冻干粉针代工",
    "specification": "西林瓶 10ml",
    "quantity": "每月30万支",
    "until": "2026-12-31",
    "must": "GMP、EHS",
}


def test_a_form_is_read_as_a_sheet_is_with_the_form_that_the_firm_chose() -> None:
    item = read_item("云津药厂", FORM, on=FIRST)

    assert item == Item(
        id="G0001",
        firm="云津药厂",
        side="offer",
        name="冻干粉针代工",
        segment=item.segment,
        specification="西林瓶 10ml",
        quantity="每月30万支",
        until=date(2026, 12, 31),
        must=("GMP", "EHS"),
        row="单位自填 2026-05-20",
        form="产能",
    )
    assert read_item("云津药厂", {**FORM, "name": "微球", "form": "技术转让"}, on=FIRST).form == "技术转让"
    assert read_item("云津药厂", {**FORM, "segment": "研发.CRO"}, on=FIRST).segment == "研发.CRO"
    assert read_item("云津药厂", {**FORM, "firm": "别家药厂"}, on=FIRST).firm == "云津药厂"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"side": ""}, "没有选供给还是需求"),
        ({"form": "赠送"}, "没有选对接形式"),
        ({"name": "  "}, "没有写名称"),
        ({"until": "年底"}, "“年底”不是日期"),
        ({"until": "2026-05-19"}, "有效期2026-05-19已经过了"),
        ({"stage": "成熟"}, "阶段“成熟”是下列哪一个"),
        ({"specification": "长" * 401}, "过长：最多400字"),
    ],
)
def test_a_form_that_cannot_be_read_says_what_is_wrong(wrong: dict[str, str], said: str) -> None:
    with pytest.raises(Misuse, match=said):
        read_item("云津药厂", {**FORM, **wrong}, on=FIRST)


def test_an_item_put_in_leaves_the_others_and_a_changed_one_keeps_its_number() -> None:
    before, look = put_in(Registration(), read_item("厂", FORM, on=FIRST), Look(), on=FIRST)
    before, look = put_in(before, read_item("院", {**FORM, "side": "need"}, on=FIRST), look, on=FIRST)
    before, look = put_in(before, read_item("厂", {**FORM, "name": "片剂代工"}, on=FIRST), look, on=FIRST)

    changed = read_item("厂", {**FORM, "name": "水针代工"}, on=LATER)
    after, look = put_in(before, changed, look, on=LATER, instead="G0001")

    assert [(item.id, item.firm, item.name) for item in after.items] == [
        ("X0001", "院", "冻干粉针代工"),
        ("G0001", "厂", "水针代工"),
        ("G0002", "厂", "片剂代工"),
    ]
    assert (look.entered["G0001"], look.handed["厂"], look.handed["院"]) == (FIRST, LATER, FIRST)


def test_a_firm_puts_in_nothing_twice_and_changes_nothing_of_another() -> None:
    whole, look = put_in(Registration(), read_item("厂", FORM, on=FIRST), Look(), on=FIRST)

    for firm, given, instead, said in (
        ("厂", FORM, "", "已登记过同样的一项（G0001）"),
        ("别家", FORM, "G0001", "不能改G0001"),
        ("厂", {**FORM, "side": "need"}, "G0001", "不能改G0001"),
    ):
        with pytest.raises(Misuse, match=said):
            put_in(whole, read_item(firm, given, on=LATER), look, on=LATER, instead=instead)


def test_a_sheet_that_is_silent_on_what_a_firm_wrote_itself_does_not_withdraw_it() -> None:
    whole, look = put_in(Registration(), read_item("厂", FORM, on=FIRST), Look(), on=FIRST)
    sheet = Item(id="?", firm="厂", side="offer", name="口罩", row="表.csv第2行")
    handed = Registration(firms={"厂": Firm(name="厂")}, items=[sheet])
    whole, _, look = hand_in(whole, with_own(whole, handed), look, on=FIRST)

    later = Registration(firms={"厂": Firm(name="厂")}, items=[replace(sheet, name="手套")])
    after, change, _ = hand_in(whole, with_own(whole, later), look, on=LATER)

    assert [(item.id, item.name) for item in after.items] == [("G0001", "冻干粉针代工"), ("G0003", "手套")]
    assert [item.name for item in change.went] == ["口罩"]


def test_a_contact_that_a_firm_changes_is_marked_for_erasing_and_the_first_one_is_not() -> None:
    given = {"contact": "王工", "phone": "13800000001", "place": "成都市"}
    whole, look = keep_details(Registration(), "厂", given, Look(), on=FIRST)
    assert (whole.firms["厂"].contact, look.lapsed, look.joined) == (
        Contact(name="王工", phone="13800000001"),
        None,
        {"厂": FIRST},
    )

    same, look = keep_details(whole, "厂", given, look, on=FIRST)
    assert look.lapsed is None
    _, look = keep_details(same, "厂", {**given, "phone": ""}, look, on=LATER)
    assert look.lapsed == LATER
    with pytest.raises(Misuse, match="通不过校验"):
        keep_details(same, "厂", {"code": "91500000000000000X"}, look, on=LATER)


def test_what_is_extended_was_heard_of_and_no_day_lies_behind() -> None:
    whole, look = put_in(Registration(), read_item("厂", FORM, on=FIRST), Look(), on=FIRST)

    after, look = replied(whole, look, on=LATER, extend=[("G0001", date(2027, 1, 1))])

    assert ([item.until for item in after.items], look.handed) == ([date(2027, 1, 1)], {"厂": LATER})
    with pytest.raises(Misuse, match="已经过了：G0001=2026-06-09"):
        replied(whole, look, on=LATER, extend=[("G0001", date(2026, 6, 9))])


def test_an_event_leaves_its_standing_items_once_and_no_contact() -> None:
    day = date(2026, 5, 30)
    rows = [
        Item(id="G0007", firm="厂", side="offer", name="口罩", until=date(2026, 6, 9)),
        Item(id="G0008", firm="厂", side="offer", name="手套", until=LATER),
        Item(id="X0001", firm="院", side="need", name="冻干粉针代工"),
    ]
    contact = Contact(name="王工", phone="13800000001")
    fair = Registration(
        firms={name: Firm(name=name, place="成都市", contact=contact) for name in ("厂", "院")},
        items=rows,
        vetoes=[("院", "丙"), ("厂", "丁")],
    )
    whole, look = put_in(Registration(), read_item("厂", {**FORM, "name": "水针代工"}, on=FIRST), Look(), on=FIRST)

    whole, taken, look = take_over(whole, fair, look, day=day, on=LATER)
    gone, look = replied(whole, look, on=LATER, withdraw=["G0002"])
    again, second, look = take_over(gone, fair, look, day=day, on=LATER)

    assert [(item.id, item.name) for item in taken.came] == [("G0002", "手套"), ("X0001", "冻干粉针代工")]
    assert (taken.known, taken.ended, second.came, second.known, second.ended) == (0, 1, (), 2, 1)
    assert [(item.id, item.name) for item in again.items] == [("X0001", "冻干粉针代工"), ("G0001", "水针代工")]
    assert {firm.contact for firm in again.firms.values()} == {Contact()}
    assert again.firms["院"].place == "成都市"
    assert again.vetoes == [("院", "丙")]
    assert look.handed == {"厂": FIRST, "院": day}
    other, _, _ = take_over(again, fair, look, day=date(2026, 6, 1), on=LATER)
    assert "手套" in [item.name for item in other.items]


ASKED = [
    {"firm": "厂", "name": "注册检验", "code": "123"},
    {"offer": "口罩、手套", "until": "年底", "licence_until": "下半年"},
    {"offer": "胶塞", "stage": "快了"},
    {"firm": "院", "need": "胶塞", "stage": "快了"},
]


def asked_on() -> tuple[Registration, Look]:
    """What a sheet has left to ask of two firms, in an exchange."""
    handed = Registration()
    register(handed, [(f"表.csv第{number}行", row) for number, row in enumerate(ASKED, start=2)])
    whole, _, look = hand_in(Registration(), handed, Look(), on=FIRST)
    return whole, look


def open_in(whole: Registration) -> list[tuple[str, str]]:
    return sorted((each.firm, each.kind) for each in whole.questions)


def closed_in(whole: Registration) -> list[tuple[str, str, str, date]]:
    return [(each.question.firm, each.question.kind, each.by, each.on) for each in whole.answered]


def test_a_question_on_an_item_is_closed_by_the_form_that_mends_it_and_says_so() -> None:
    whole, look = asked_on()
    plug = next(item.id for item in whole.items if (item.firm, item.name) == ("厂", "胶塞"))

    mended = read_item("厂", {**FORM, "name": "胶塞"}, on=LATER)
    after, look = put_in(whole, mended, look, on=LATER, instead=plug)
    tested = read_item("厂", {**FORM, "name": "注册检验"}, on=LATER)
    after, look = put_in(after, tested, look, on=LATER)

    assert open_in(whole) == [
        ("厂", "code"), ("厂", "date"), ("厂", "date"), ("厂", "side"), ("厂", "stage"), ("院", "stage")
    ]  # fmt: skip
    assert open_in(after) == [("厂", "code"), ("厂", "date"), ("厂", "date"), ("院", "stage")]
    number = max(item.id for item in after.items if item.firm == "厂")
    assert closed_in(after) == [
        ("厂", "stage", f"单位在网页上改了{plug}", LATER),
        ("厂", "side", f"单位在网页上登记了{number}", LATER),
    ]


def test_a_day_of_two_items_is_asked_about_until_both_are_mended_or_gone_and_the_licences_day_stays() -> None:
    whole, look = asked_on()
    mask, glove = (next(item.id for item in whole.items if item.name == name) for name in ("口罩", "手套"))

    one, look = put_in(whole, read_item("厂", {**FORM, "name": "口罩"}, on=LATER), look, on=LATER, instead=mask)
    both, _ = replied(one, look, on=LATER, withdraw=[glove])

    assert one.questions == whole.questions
    assert [each.text for each in both.questions if each.kind == "date"] == [
        "许可证有效期“下半年”不是日期，请写成2026-03-01，或写“长期”。"
    ]
    assert closed_in(both) == [("厂", "date", f"撤回了{glove}", LATER)]


def test_a_code_given_on_the_page_or_a_new_sheet_closes_what_was_asked_of_that_firm_alone() -> None:
    whole, look = asked_on()

    coded, look = keep_details(whole, "厂", {"code": "914403001922038216"}, look, on=LATER)
    empty, _ = keep_details(whole, "厂", {"code": ""}, look, on=LATER)
    sheet = Registration()
    register(sheet, [("新.csv第2行", {"firm": "院", "need": "胶塞", "stage": "量产"})])
    renewed, _, _ = hand_in(coded, sheet, look, on=LATER)

    assert open_in(empty) == open_in(whole)
    assert open_in(renewed) == [each for each in open_in(whole) if each not in (("厂", "code"), ("院", "stage"))]
    assert closed_in(renewed) == [
        ("厂", "code", "单位在网页上写明代码914403001922038216", LATER),
        ("院", "stage", "新的登记表：新.csv第2行", LATER),
    ]
