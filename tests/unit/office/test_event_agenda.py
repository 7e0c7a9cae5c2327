"""What is printed: every meeting once on each sheet, and in a calendar that other programs can read."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, date, datetime

import pypdfium2
import pytest

from yuheng.exchange.items import Contact, Firm, Item
from yuheng.exchange.meetings import Meeting
from yuheng.office.event_agenda import (
    Hall,
    Slot,
    agenda_book,
    agenda_pages,
    calendar_of,
    short_name,
    table_pages,
    wall_pages,
)
from yuheng.office.event_drawing import A3, fitted, png_of, width_of
from yuheng.office.event_list import list_bytes, list_jsonld, list_page
from yuheng.office.event_pdf import pdf_of

SLOTS = tuple(
    Slot(datetime(2026, 5, 20, hour, 0), datetime(2026, 5, 20, hour, 20))  # the hall's own clock
    for hour in range(9, 16)
)
HALL = Hall(
    title="岚江供需对接会",
    place="会议中心",
    slots=SLOTS,
    meetings=(Meeting(0, 1, ("岚江医院", "康宁药业股份有限公司"), 900), Meeting(6, 0, ("乙厂", "岚江医院"), 500)),
    reasons={("岚江医院", "康宁药业股份有限公司"): "需求“口罩”, 供给“N95；”" + "很长的理由" * 20},
    codes={"岚江医院": "AB2CD"},
    version="第2版",
)


def words_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    words = [document[number].get_textpage().get_text_bounded() for number in range(len(document))]
    document.close()
    return words


def test_two_agendas_share_a_page_and_say_who_where_and_why() -> None:
    pages = agenda_pages(HALL, ["岚江医院", "乙厂", "丙"])

    [first, second] = words_of(pdf_of(pages))

    for words in ("岚江医院", "签到码 AB2CD", "09:00–09:20", "2号", "康宁药业股份有限公司", "15:00–15:20", "第2版"):
        assert words in first
    assert "今天没有安排对接" in second


def test_the_wall_chart_shows_every_meeting_once_over_its_pages() -> None:
    pages = wall_pages(HALL, 30)

    words = "".join(words_of(pdf_of(pages)))

    assert [(page.width, page.height) for page in pages] == [(A3[1], A3[0])] * 4
    assert words.count("康宁药业") == 1
    assert words.count("乙厂") == 1
    assert "康宁药业股份" not in words
    assert png_of(pages[0])[:8] == b"\x89PNG\r\n\x1a\n"


def test_a_table_card_lists_the_meetings_of_its_table_only() -> None:
    [words] = words_of(pdf_of(table_pages(HALL, [1])))

    assert "康宁药业股份有限公司" in words
    assert "乙厂" not in words


def test_the_calendar_keeps_to_its_line_length_and_loses_no_character() -> None:
    written = calendar_of(HALL, "岚江医院", stamp=datetime(2026, 5, 1, tzinfo=UTC))

    lines = written.split(b"\r\n")
    assert lines[-1] == b""
    assert max(len(line) for line in lines) <= 75
    whole = re.sub(r"\r\n ", "", written.decode())
    assert whole.count("BEGIN:VEVENT") == whole.count("END:VEVENT") == 2
    assert "DTSTART;TZID=Asia/Shanghai:20260520T090000" in whole
    assert "SUMMARY:2号桌 康宁药业股份有限公司" in whole
    assert "需求“口罩”\\, 供给“N95；”" in whole
    assert "很长的理由" * 20 in whole


def test_the_same_hall_gives_the_same_bytes() -> None:
    assert agenda_book(HALL, ["岚江医院", "乙厂"], 2) == agenda_book(HALL, ["岚江医院", "乙厂"], 2)
    assert agenda_pages(HALL, ["乙厂"])[0].svg == agenda_pages(HALL, ["乙厂"])[0].svg


def test_words_are_cut_to_their_room_with_a_sign() -> None:
    cut = fitted("岚江康宁药业股份有限公司", 10, 60)

    assert cut == "岚江康宁药…" or cut.endswith("…")
    assert width_of(cut, 10) <= 60
    assert short_name("某某（集团）有限公司") == "某某"


ITEM = Item(
    id="X0001",
    firm="岚江医院",
    side="need",
    name="口罩<script>",
    segment="械.耗材.口罩",
    quantity="2万只",
    until=date(2026, 6, 30),
)


def test_the_published_list_holds_items_and_no_contact() -> None:
    firm = Firm(name="岚江医院", code="91", contact=Contact(name="张三丰", phone="13800000000"))
    page, data = list_page("清单", [ITEM]), list_jsonld("清单", [ITEM])
    book = list_bytes("清单", [ITEM], issued=date(2026, 5, 20))

    assert "口罩&lt;script&gt;" in page
    assert "<script>alert" not in page
    for text in (page, data):
        assert firm.contact.name not in text
        assert firm.contact.phone not in text
    assert book[:2] == b"PK"


def test_the_list_as_json_ld_uses_the_words_of_schema_org() -> None:
    assert json.loads(list_jsonld("清单", [ITEM])) == {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "name": "清单",
        "itemListElement": [
            {
                "@type": "Organization",
                "name": "岚江医院",
                "seeks": [
                    {
                        "@type": "Demand",
                        "identifier": "X0001",
                        "itemOffered": {
                            "@type": "Product",
                            "name": "口罩<script>",
                            "category": [
                                {
                                    "@type": "CategoryCode",
                                    "codeValue": "2770",
                                    "name": "口罩",
                                    "inCodeSet": "GB/T 4754-2017",
                                }
                            ],
                        },
                        "eligibleQuantity": {"@type": "QuantitativeValue", "description": "2万只"},
                        "validThrough": "2026-06-30",
                    }
                ],
            }
        ],
    }


@pytest.mark.parametrize("firms", [[], ["没有会的"]])
def test_an_agenda_for_nobody_is_a_page_that_says_so_or_none(firms: list[str]) -> None:
    assert len(agenda_pages(HALL, firms)) == len(firms)
