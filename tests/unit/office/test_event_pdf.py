"""The letters of a file are drawn once, and its pages look and read as if the converter had drawn each of them."""

from __future__ import annotations

import pypdfium2
import pytest
from PIL import Image, ImageChops

from yuheng.errors import Misuse
from yuheng.office.event_drawing import Page, converter
from yuheng.office.event_letters import letters_of, letters_on
from yuheng.office.event_pdf import page_by_page, pdf_of

NAMES = (
    "岚江康宁药业股份有限公司",
    "㼆氏𠮷犇（集团）医院",
    "GE HealthCare AVATo（中国）Ⅲ类",
    "α－Café ×①± 5℃ “口罩”",
    "需求“CT 64排” ↔ 供给“N95；”（90分）",
)


def page_of(*names: str) -> Page:
    page = Page((800, 200))
    page.box(20, 10, 360, 24, fill="#1F4E5F", line="#B9C6CA")
    for number, name in enumerate(names):
        page.text(20, 60 + number * 24, name, size=12, bold=number % 2 == 0)
        page.text(780, 60 + number * 24, name, size=8, ink="#4A5A60", end=True)
        page.line(20, 66 + number * 24, 380, 66 + number * 24, dashed=number % 2 == 1)
    return page


def read_back(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    words = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return words


def picture_of(pdf: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    picture: Image.Image = document[0].render(scale=2).to_pil().convert("L")
    document.close()
    return picture


def test_a_page_looks_and_reads_as_the_converter_draws_it() -> None:
    pages = [page_of(*NAMES)]

    made, drawn = pdf_of(pages), page_by_page(pages)

    assert read_back(made) == read_back(drawn)
    assert all(name.replace(" ", "") in read_back(made)[0].replace(" ", "") for name in NAMES)
    apart = ImageChops.difference(picture_of(made), picture_of(drawn)).histogram()
    assert sum(apart[128:]) == 0
    assert picture_of(made).histogram()[0:100] != [0] * 100


def test_a_letter_that_no_font_has_is_still_found_by_who_searches() -> None:
    """A box is drawn for it, and what it stands for is said beside it; so it is of two letters that are drawn alike."""
    letters = letters_of([("\U0010fffc、\U0010fffd豈⼀一", False)])

    assert letters is not None
    unlike = [each.words for each in letters.of("\U0010fffc、\U0010fffd豈⼀一", bold=False) if not each.is_read_back]
    found = "豈⼀一" in read_back(pdf_of([page_of("⼀二", "豈⼀一药")]))[0]
    assert (unlike, found) == (["\U0010fffc", "\U0010fffd", "⼀"], True)


def test_the_same_pages_give_the_same_bytes() -> None:
    assert pdf_of([page_of(*NAMES)]) == pdf_of([page_of(*NAMES)])


def test_pages_share_their_fonts_and_each_is_told_of() -> None:
    told: list[int] = []

    made = pdf_of([page_of(name) for name in NAMES * 4], tell=told.append)

    assert told == list(range(1, 21))
    assert [name in words for name, words in zip(NAMES * 4, read_back(made), strict=True)] == [True] * 20
    assert made.count(b"/FontFile3") == 2


def test_spaces_count_once_as_in_svg_and_a_page_without_words_is_a_page() -> None:
    [words, nothing] = read_back(pdf_of([page_of("  岚江   药业\t厂 "), Page((40, 40))]))

    assert "岚江 药业 厂" in words
    assert nothing == ""


def test_a_sheet_on_which_something_is_no_letter_is_not_gone_by() -> None:
    head = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" font-size="100" font-family="Noto Sans CJK SC">'
    )
    letters, lines = '<text x="0" y="0">岚江一</text>', [(("岚", "江"), False)]
    picture = '<rect width="5" height="5"/>'
    [whole, more, fewer] = [
        letters_on(bytes(converter().svg_to_pdf(f"{head}{body}</svg>")), lines)
        for body in (letters, letters + picture, letters.replace("江", ""))
    ]

    assert whole is not None
    assert [(each.words, round(each.width, 2)) for each in whole.of("江岚", bold=False)] == [("江", 1), ("岚", 1)]
    assert (more, fewer) == (None, None)


def test_there_is_nothing_to_print_without_pages() -> None:
    with pytest.raises(Misuse, match="没有要印的页"):
        pdf_of([])
