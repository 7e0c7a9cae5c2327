from __future__ import annotations

from tests.unit.marked import marked

from yuheng.model import check_anchor


def test_marked_words_are_pointed_at_in_the_clean_text() -> None:
    document, [value] = marked("到２０２５年，总产值达到 ⟦１００ 亿元⟧。")

    assert value.quote == "100亿元"
    check_anchor(document, value)
