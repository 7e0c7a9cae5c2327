from __future__ import annotations

import pytest

from yuheng.read.numbering import in_figures


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("decimal", ["1", "10", "11", "20", "105"]),
        ("chineseCounting", ["一", "十", "十一", "二十", "一百〇五"]),
        ("ideographDigital", ["一", "一〇", "一一", "二〇", "一〇五"]),
        ("ideographTraditional", ["甲", "癸", "甲", "癸", "戊"]),
        ("decimalEnclosedCircleChinese", ["①", "⑩", "⑪", "⑳", "105"]),
        ("decimalFullWidth", ["１", "１０", "１１", "２０", "１０５"]),
        ("decimalZero", ["01", "10", "11", "20", "105"]),
        ("upperLetter", ["A", "J", "K", "T", "AAAAA"]),
        ("lowerRoman", ["i", "x", "xi", "xx", "cv"]),
        ("ideographEnclosedCircle", ["㈠", "㈩", "（十一）", "（二十）", "（一百〇五）"]),
        ("none", ["", "", "", "", ""]),
    ],
)
def test_a_count_is_written_as_word_prints_it(form: str, expected: list[str]) -> None:
    assert [in_figures(count, form) for count in (1, 10, 11, 20, 105)] == expected
