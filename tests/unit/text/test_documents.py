from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.marked import marked

from yuheng.model import Mark, Reading, Snapshot, anchor_at, check_anchor
from yuheng.text.documents import document_from, plain_document


def test_marked_words_are_pointed_at_in_the_clean_text() -> None:
    document, [value] = marked("到２０２５年，總產值達到 ⟦１００ 億元⟧。")

    assert document.text == "到2025年，总产值达到100亿元。"
    assert (value.quote, value.place.start, value.place.end) == ("100亿元", 13, 19)
    check_anchor(document, value)


def test_marks_may_nest() -> None:
    _, anchors = marked("培育⟦企业⟦12家⟧⟧。")

    assert [anchor.quote for anchor in anchors] == ["企业12家", "12家"]


def test_a_string_is_a_text_file_in_utf_8() -> None:
    document = plain_document("产值5亿元。", "a.txt")

    data = "产值5亿元。".encode()
    assert document.snapshot == Snapshot("a.txt", hashlib.sha256(data).hexdigest(), len(data), "txt")


def test_the_readers_marks_move_with_the_text() -> None:
    reading = Reading(
        "页眉\n目 标\n床位 数\n第一 句。",
        wrapped=False,
        marks=(Mark(0, 2, "cut"), Mark(3, 6, "heading", 1), Mark(7, 11, "cell")),
    )
    document = document_from(Snapshot("a.docx", "0" * 64, 1, "docx"), reading)

    assert [(block.kind, document.text[block.start : block.end], block.path) for block in document.blocks] == [
        ("title", "目标", ()),
        ("table", "床位数", ()),
        ("paragraph", "第一句。", ()),
    ]


@given(st.text(st.characters(exclude_categories=()), max_size=120), st.data())
def test_every_anchor_holds_in_any_text(raw: str, data: st.DataObject) -> None:
    document = plain_document(raw)
    if not document.text:
        return
    start = data.draw(st.integers(0, len(document.text) - 1))
    end = data.draw(st.integers(start + 1, len(document.text)))
    anchor = anchor_at(document, start, end)

    check_anchor(document, anchor)
    assert 0 <= anchor.place.start < anchor.place.end <= len(raw)
