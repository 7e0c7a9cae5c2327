"""Intake: whatever the sheet looks like, and one concrete question for what cannot be used."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from stdnum.cn import uscc

from yuheng.exchange.items import Contact, Firm, Item, Origin
from yuheng.exchange.registration import Question, Registration, check, is_vague, read_day, register

ON = date(2026, 5, 20)
GOOD = "91500000MA2423688" + uscc.calc_check_digit("91500000MA2423688")
OTHER = "91510100MA6CXU21P" + uscc.calc_check_digit("91510100MA6CXU21P")
WIDE = "".join(chr(ord(sign) + 0xFEE0) for sign in GOOD)


def taken(*rows: dict[str, str], **options: object) -> Registration:
    registered = Registration()
    register(registered, [(f"表第{number}行", row) for number, row in enumerate(rows, start=2)], side=None)
    check(registered, on=ON)
    return registered


def test_each_item_of_a_cell_that_lists_several_points_at_its_own_words() -> None:
    cell = Origin(snapshot="ab", file="表.xlsx", sheet="甲", cell="C2", start=0, quote="1.口罩；2.口罩用熔喷布")
    registered = Registration()

    register(registered, [("第2行", {"firm": "岚江厂", "offer": cell.quote})], origins={("第2行", "offer"): cell})

    assert [item.origin for item in registered.items] == [
        replace(cell, start=2, quote="口罩"),
        replace(cell, start=7, quote="口罩用熔喷布"),
    ]


def test_an_item_whose_words_are_not_in_the_cell_has_no_origin_rather_than_one_close_by() -> None:
    cell = Origin(snapshot="ab", file="表.xlsx", sheet="甲", cell="C2", start=0, quote="手套")
    registered = Registration()

    register(registered, [("第2行", {"firm": "岚江厂", "offer": "口罩"})], origins={("第2行", "offer"): cell})

    assert [item.origin for item in registered.items] == [None]


def test_a_row_becomes_a_firm_and_an_item_with_all_that_it_says() -> None:
    registered = taken(
        {
            "firm": "岚江药业",
            "place": "重庆市渝北区",
            "side": "供给",
            "name": "阿莫西林原料药",
            "specification": "含量98%",
            "quantity": "每月8吨",
            "stage": "量产",
            "until": "2026年12月31日",
            "must": "GMP；批件",
            "no": "贸易商",
        }
    )

    assert registered.firms == {"岚江药业": Firm(name="岚江药业", place="重庆市渝北区", row="表第2行")}
    assert registered.items == [
        Item(
            id="G0001",
            firm="岚江药业",
            side="offer",
            name="阿莫西林原料药",
            segment="药.化学药.原料药",
            specification="含量98%",
            quantity="每月8吨",
            stage="量产",
            until=date(2026, 12, 31),
            must=("GMP", "批件"),
            no=("贸易商",),
            row="表第2行",
        )
    ]
    assert registered.questions == []


def test_several_items_in_one_cell_are_several_items_and_share_no_quantity() -> None:
    registered = taken(
        {"firm": "甲", "offer": "1、型式检验（EMC、安规）；2、注册检验", "need": "专利许可", "quantity": "3项"}
    )

    assert [(item.id, item.side, item.name, item.quantity) for item in registered.items] == [
        ("G0001", "offer", "型式检验（EMC、安规）", ""),
        ("G0002", "offer", "注册检验", ""),
        ("X0001", "need", "专利许可", ""),
    ]


def test_a_merged_name_cell_holds_for_the_rows_below_it() -> None:
    registered = taken({"firm": "甲", "need": "口罩"}, {"firm": "", "need": "防护服"})

    assert [(item.firm, item.name) for item in registered.items] == [("甲", "口罩"), ("甲", "防护服")]


@pytest.mark.parametrize(
    ("rows", "kind", "text"),
    [
        ([{"firm": "甲", "need": "口罩", "code": GOOD[:-1] + "0"}], "code", "通不过校验"),
        ([{"firm": "甲", "need": "各类药品"}], "vague", "具体是哪种产品或服务"),
        ([{"firm": "甲", "name": "口罩"}], "side", "“口罩”是供给还是需求？"),
        (
            [{"firm": "甲", "need": "口罩", "licence": "许可证", "licence_until": "2026-01-31"}],
            "licence",
            "已于2026-01-31到期",
        ),
        ([{"firm": "甲", "need": "口罩"}, {"firm": "甲", "need": "口罩"}], "duplicate", "登记了两次"),
        (
            [{"firm": "甲药业有限公司", "need": "口罩"}, {"firm": "甲药业公司", "need": "CT"}],
            "duplicate",
            "是同一家单位吗",
        ),
        ([{"firm": "甲", "need": "口罩", "until": "下周"}], "date", "“下周”不是日期"),
        ([{"firm": "甲", "need": "口罩", "stage": "成熟"}], "stage", "是下列哪一个"),
        ([{"firm": "", "need": "口罩"}], "firm", "没有写单位名称"),
    ],
)
def test_what_cannot_be_used_is_asked_about_once_and_concretely(
    rows: list[dict[str, str]], kind: str, text: str
) -> None:
    [question] = taken(*rows).questions

    assert (question.kind, text in question.text) == (kind, True)


def test_firms_of_one_group_are_each_told_of_the_other() -> None:
    registered = taken(
        {"firm": "甲", "need": "口罩", "group": "大集团"}, {"firm": "乙", "need": "CT", "group": "大集团"}
    )

    assert [(question.firm, question.kind) for question in registered.questions] == [("乙", "group"), ("甲", "group")]


def test_the_good_code_raises_no_question() -> None:
    assert taken({"firm": "甲", "need": "口罩", "code": GOOD}).questions == []
    assert taken({"firm": "甲", "need": "口罩", "code": GOOD}).firms["甲"].code == GOOD


@pytest.mark.parametrize(
    "written", [WIDE, f"{GOOD[:4]} {GOOD[4:8]}\u3000{GOOD[8:]}", GOOD.lower(), f"{GOOD[:8]}-{GOOD[8:]}"]
)
def test_a_code_is_read_as_people_write_it_and_asked_about_in_no_such_form(written: str) -> None:
    registered = taken({"firm": "甲", "need": "口罩", "code": written})

    assert (registered.firms["甲"].code, registered.questions) == (GOOD, [])


def test_of_two_good_codes_none_is_chosen_and_one_question_names_where_each_stands() -> None:
    registered = Registration()
    for name, code in (("甲表", GOOD), ("乙表", OTHER), ("丙表", GOOD)):
        register(
            registered, [(f"{name}第2行", {"firm": "岚江厂", "need": "口罩", "specification": name, "code": code})]
        )
    check(registered, on=ON)

    written = f"甲表第2行写的是{GOOD}；乙表第2行写的是{OTHER}"
    asked = Question("岚江厂", "甲表第2行", "codes", f"统一社会信用代码不同：{written}。哪个正确？")
    assert (registered.questions, registered.firms["岚江厂"].code) == ([asked], "")


def test_what_only_a_later_row_says_of_a_firm_is_kept_and_what_the_first_one_said_stays() -> None:
    registered = taken(
        {"firm": "甲", "need": "口罩", "place": "岚江", "licence": "A1", "licence_until": "2027-01-01"},
        {"firm": "甲", "need": "CT", "place": "云津", "code": GOOD, "contact": "李甲", "phone": "139", "licence": "B2"},
        {"firm": "甲", "need": "手套", "contact": "王乙"},
    )

    firm = Firm(
        name="甲", code=GOOD, place="岚江", licence="A1", licence_until=date(2027, 1, 1), row="表第2行",
        contact=Contact(name="李甲", phone="139"),
    )  # fmt: skip
    assert registered.firms == {"甲": firm}


def test_two_names_with_one_code_are_asked_about_once_and_two_codes_with_one_name_too() -> None:
    alike = taken(
        {"firm": "甲药业有限公司", "need": "口罩", "code": GOOD}, {"firm": "甲药业公司", "need": "CT", "code": GOOD}
    )
    signs = taken(
        {"firm": "甲药业（渝）", "need": "口罩", "code": GOOD}, {"firm": "甲药业(渝)", "need": "CT", "code": OTHER}
    )
    others = taken(
        {"firm": "甲药业有限公司", "need": "口罩", "code": GOOD}, {"firm": "甲药业公司", "need": "CT", "code": OTHER}
    )

    assert [each.text for each in alike.questions] == [
        "“甲药业有限公司”、“甲药业公司”用了同一个统一社会信用代码，是同一家单位吗？以哪个名称为准？"
    ]
    said = f"名称只差标点，统一社会信用代码不同（{GOOD}、{OTHER}），是同一家单位吗？以哪个名称为准？"
    assert [each.text for each in signs.questions] == [f"“甲药业（渝）”、“甲药业(渝)”{said}"]
    assert others.questions == []


def test_absences_and_vetoes_are_kept_as_written() -> None:
    registered = taken({"firm": "甲", "need": "口罩", "absent": "第1、3时段", "veto": "乙厂；丙厂"})

    assert registered.absences == [("甲", 0), ("甲", 2)]
    assert registered.vetoes == [("甲", "乙厂"), ("甲", "丙厂")]


def test_a_specification_makes_an_unknown_product_usable() -> None:
    assert is_vague(Item(id="1", firm="甲", side="need", name="新型装置"))
    assert not is_vague(Item(id="1", firm="甲", side="need", name="新型装置", specification="功率5kW"))


def test_a_day_that_is_none_is_refused_and_long_term_is_open() -> None:
    assert (read_day("2026/3/1"), read_day("长期有效")) == (date(2026, 3, 1), None)
    with pytest.raises(ValueError, match="不是日期"):
        read_day("尽快")


def test_a_question_is_noted_once() -> None:
    registered = Registration()
    for _ in range(2):
        registered.ask("甲", "表", kind="side", text="供还是需？")

    assert registered.questions == [Question("甲", "表", "side", "供还是需？")]


@pytest.mark.parametrize(
    ("row", "specifications"),
    [
        ({"offer": "口罩", "specification": "甲", "need": "铝箔", "need_specification": "乙"}, ["甲", "乙"]),
        ({"offer": "口罩", "specification": "甲", "need": "铝箔", "need_specification": ""}, ["甲", ""]),
        ({"offer": "口罩、手套", "specification": "甲", "need": "铝箔", "need_specification": "乙"}, ["", "", "乙"]),
        (
            {"offer": "口罩", "offer_specification": "甲", "need": "铝箔、纸", "need_specification": "乙"},
            ["甲", "", ""],
        ),
        ({"offer": "口罩", "specification": "甲", "need": "铝箔"}, ["", ""]),
    ],
)
def test_a_specification_goes_to_the_item_whose_side_its_column_speaks_of(
    row: dict[str, str], specifications: list[str]
) -> None:
    assert [item.specification for item in taken({"firm": "岚江厂", **row}).items] == specifications
