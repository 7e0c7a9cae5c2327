from __future__ import annotations

import pytest

from yuheng.text.own_places import with_own_places
from yuheng.text.places import places_in


def own(text: str, *, home: str = "") -> list[tuple[str, str]]:
    known = places_in(text, home=home)
    return [
        (mention.words, mention.place.name)
        for mention in with_own_places(text, known, home=home)
        if mention not in known and mention.place is not None
    ]


def test_districts_of_no_gazetteer_are_known_by_their_suffix_and_their_list() -> None:
    assert own("串联砚池区、霁月区、松荫县，打造健康步道。") == [
        ("砚池区", "砚池区"),
        ("霁月区", "霁月区"),
        ("松荫县", "松荫县"),
    ]


def test_a_common_word_is_a_district_where_its_neighbour_in_the_list_is_one() -> None:
    assert own("以禾丰县、白鹭县为主。") == [("禾丰县", "禾丰县"), ("白鹭县", "白鹭县")]
    assert own("帮扶贫困县、脱贫县发展。") == []


def test_a_short_form_is_the_district_before_a_park_and_in_a_list_only() -> None:
    text = "支持霁月区发展。建设霁月温泉小镇。霁月的风光很好。霁月湖水质优良。"

    assert own(text) == [("霁月区", "霁月区"), ("霁月", "霁月区")]


def test_a_zone_behind_a_known_place_is_one_place_with_it_or_its_own() -> None:
    assert own("依托湖州云栖新区、砚江高新区发展。", home="浙江省") == [
        ("云栖新区", "云栖新区"),
        ("砚江高新区", "砚江高新区"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "建设示范区、先行区和集聚区。",
        "推动各区县、全市社区、景区发展。",
        "设区的市、县级市要落实责任。",
        "在重庆市、江津区布局。",
        "覆盖老旧小区和城郊地区。",
    ],
)
def test_classes_of_areas_and_known_places_are_no_places_of_the_document_s_own(text: str) -> None:
    assert own(text) == []
