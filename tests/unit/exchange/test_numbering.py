"""Items keep their numbers: what people were told of G0007 stays true of G0007."""

from __future__ import annotations

from yuheng.exchange.items import Item
from yuheng.exchange.numbering import keep_numbers
from yuheng.exchange.registration import Registration
from yuheng.extract.trade_columns import Side


def item(number: str, firm: str, name: str, specification: str = "") -> Item:
    side: Side = "offer" if number.startswith("G") else "need"
    return Item(id=number, firm=firm, side=side, name=name, specification=specification)


def numbered(before: Registration, *items: Item) -> Registration:
    now = Registration(items=list(items))
    keep_numbers(before, now)
    return now


BEFORE = Registration(items=[item("G0001", "甲", "口罩"), item("G0002", "乙", "手套"), item("X0001", "甲", "CT")])


def test_a_row_more_above_the_others_takes_no_number_away_from_them() -> None:
    now = numbered(
        BEFORE,
        item("G0001", "丙", "手套"),
        item("G0002", "甲", "口罩"),
        item("G0003", "乙", "手套"),
        item("X0001", "甲", "CT"),
    )

    assert [(each.id, each.firm) for each in now.items] == [
        ("G0003", "丙"),
        ("G0001", "甲"),
        ("G0002", "乙"),
        ("X0001", "甲"),
    ]


def test_a_number_of_an_item_that_went_is_not_given_again() -> None:
    without = numbered(BEFORE, item("G0001", "甲", "口罩"), item("X0001", "甲", "CT"))

    again = numbered(without, item("G0001", "甲", "口罩"), item("G0002", "乙", "纱布"))

    assert [each.id for each in again.items] == ["G0001", "G0003"]
    assert again.numbers == {"offer": 3, "need": 1}


def test_of_two_items_of_one_name_each_keeps_the_number_of_its_specification() -> None:
    before = Registration(items=[item("G0001", "甲", "口罩", "平面"), item("G0002", "甲", "口罩", "N95")])

    now = numbered(before, item("G0001", "甲", "口罩", "N95"), item("G0002", "甲", "口罩", "立体"))

    assert [(each.id, each.specification) for each in now.items] == [("G0002", "N95"), ("G0001", "立体")]


def test_the_first_reading_counts_the_rows() -> None:
    now = numbered(Registration(), item("G0009", "甲", "口罩"), item("X0009", "乙", "口罩"))

    assert ([each.id for each in now.items], now.numbers) == (["G0001", "X0001"], {"offer": 1, "need": 1})
