from __future__ import annotations

import pytest

from yuheng.text.proper import proper_names_in


def names(phrase: str) -> list[str]:
    return [phrase[start:end] for start, end in proper_names_in(phrase)]


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("云津生物城", ["云津"]),
        ("青屏山旅游度假区", ["青屏山"]),
        ("东湖高新区", ["东湖"]),
        ("国家级霁月湖森林康养基地", ["霁月湖"]),
        ("鹤浦医院砚池院区", ["鹤浦", "砚池"]),
    ],
)
def test_what_no_common_words_cover_is_a_proper_name(phrase: str, found: list[str]) -> None:
    assert names(phrase) == found


@pytest.mark.parametrize(
    "phrase",
    [
        "特色农业示范园",
        "国家级健康医疗大数据中心",
        "体外诊断专业园区",
        "海洋生物医药集聚区",
        "市级临床重点专科",
        "智慧康养小镇",
        "G60",
        "",
    ],
)
def test_common_words_letters_and_digits_name_nothing(phrase: str) -> None:
    assert names(phrase) == []
