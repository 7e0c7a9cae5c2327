from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuheng.text.places import home_of, places_in
from yuheng.vocab.gazetteer import divisions

SHARED = Path(__file__).parents[3] / "../shared"
PLAN = SHARED / "corpus/seeds/003_f4be28f461863356.txt"


def names(text: str, home: str = "") -> list[tuple[str, str]]:
    """What is named, and as which place; "?" where the words fit several."""
    return [(each.words, each.place.name if each.place else "?") for each in places_in(text, home=home)]


@pytest.mark.parametrize(
    "text",
    [
        "深化区域合作，推进合作园区建设。",
        "开放、合作、共享的格局。",
        "与兰州合作共建实验室。",
        "甘肃合作发展的朋友圈越来越大。",
        "签订战略合作协议，合作办院。",
    ],
)
def test_cooperation_is_never_the_city_of_hezuo(text: str) -> None:
    assert [words for words, _ in names(text, "甘肃省") if words.startswith("合作")] == []


def test_hezuo_is_a_city_by_its_full_name_after_its_prefecture_and_among_its_neighbours() -> None:
    assert names("合作市人民医院") == [("合作市", "合作市")]
    assert names("甘南合作建成一所医院") == [("甘南", "甘南藏族自治州"), ("合作", "合作市")]
    assert ("合作", "合作市") in names("临潭、合作、夏河三地", "甘肃省")


def test_short_forms_in_a_list_under_one_verb_are_all_places() -> None:
    assert names("建设永川、长寿、大足、城口、忠县等一批产业园区。", "重庆市") == [
        ("永川", "永川区"),
        ("长寿", "长寿区"),
        ("大足", "大足区"),
        ("城口", "城口县"),
        ("忠县", "忠县"),
    ]


def test_short_forms_before_a_mountain_or_a_park_are_places() -> None:
    assert names("建设江北铁山坪、南岸广阳岛、开州满月，长寿制剂产业基地。", "重庆市") == [
        ("江北", "江北区"),
        ("南岸", "南岸区"),
        ("开州", "开州区"),
        ("长寿", "长寿区"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "健康、长寿、幸福的晚年。",
        "长江南岸建设码头。",
        "融入强大足够的市场。",
        "提高县级医院能力，管理县域医共体。",
        "建成都市农业示范区。",
        "新乡村建设者。",
        "进城口岸通关。",
        "阿里云发布新产品。",
        "环金佛山温泉。",
        "中山大学的教授。",
        "大连接时代到来。",
        "市中区别对待。",
    ],
)
def test_words_that_only_look_like_places_are_none(text: str) -> None:
    assert names(text, "重庆市") == []


def test_the_longest_name_wins_and_a_name_does_not_eat_the_next_word() -> None:
    assert names("上海市场、兰州市民、永川区域，江北区块", "重庆市") == [
        ("上海", "上海市"),
        ("兰州", "兰州市"),
        ("永川", "永川区"),
    ]
    assert names("海南山区") == [("海南", "海南省")]


def test_a_name_that_several_places_share_is_decided_by_the_name_before_it() -> None:
    assert names("北京朝阳区") == [("北京", "北京市"), ("朝阳区", "朝阳区")]
    assert places_in("宁波市江北区")[1].place == divisions()["330205"]


def test_a_shared_name_is_decided_by_the_home_of_the_document() -> None:
    assert places_in("支持江北区建设", home="重庆市")[0].place == divisions()["500105"]
    assert places_in("支持江北区建设", home="浙江省宁波市")[0].place == divisions()["330205"]


def test_a_shared_name_that_nothing_decides_keeps_its_candidates() -> None:
    [mention] = places_in("支持江北区建设")

    assert mention.place is None
    assert [each.code for each in mention.candidates] == ["330205", "500105"]


def test_a_county_elsewhere_needs_its_sentence() -> None:
    assert names("位于慈溪的园区", "重庆市") == [("慈溪", "慈溪市")]
    assert names("建设宁波、慈溪产业园", "重庆市") == [("宁波", "宁波市"), ("慈溪", "慈溪市")]
    assert names("慈溪模式", "重庆市") == []
    assert names("荣昌生物产业园", "山东省") == []


def test_a_zone_behind_a_city_is_one_function_area_of_it() -> None:
    [mention] = places_in("天水经开区跻身全国百强")

    assert mention.place is not None
    assert (mention.words, mention.place.level, mention.place.parent) == ("天水经开区", "area", "620500")


def test_a_district_in_brackets_behind_its_city_is_a_place() -> None:
    assert names("中国·重庆(石柱)康养大会", "重庆市") == [("重庆", "重庆市"), ("石柱", "石柱土家族自治县")]


def test_the_central_districts_are_a_region_only_where_chongqing_speaks() -> None:
    assert names("以中心城区为核心", "重庆市") == [("中心城区", "中心城区")]
    assert names("以中心城区为核心", "浙江省") == []


def test_a_document_that_names_one_province_most_speaks_for_it() -> None:
    text = "重庆市医药产业。重庆将支持大足龙水湖、秀山川河盖创建度假区。"

    assert [words for words, _ in names(text)] == ["重庆市", "重庆", "大足", "秀山"]


def test_home_is_the_finest_place_that_a_region_names() -> None:
    found = [home_of(region) for region in ("重庆市", "四川省成都市", "全国", "")]

    assert [place.name if place else None for place in found] == ["重庆市", "成都市", None, None]


@given(
    st.text(alphabet="合作市区县永川长寿、，。在(）重庆甘南江北城口", max_size=40),
    st.sampled_from(["", "重庆市", "甘肃省"]),
)
def test_mentions_stand_where_they_say_in_order_and_without_overlap(text: str, home: str) -> None:
    mentions = places_in(text, home=home)

    assert [text[each.start : each.end] for each in mentions] == [each.words for each in mentions]
    assert all(left.end <= right.start for left, right in pairwise(mentions))


@pytest.mark.shared
@pytest.mark.skipif(not PLAN.exists(), reason="the shared corpus is not here")
def test_every_district_that_the_plan_names_is_found() -> None:
    text = PLAN.read_text("utf-8")
    mentions = places_in(text, home="重庆市")
    found = {(each.start, each.place.code[:6]) for each in mentions if each.place is not None}
    named = {
        (match.start(), place.code)
        for place in divisions().values()
        if place.level == "county" and place.province == "500000"
        for match in re.finditer(place.short or place.name, text)
    }

    assert len(named) > 80
    assert len(named - found) <= len(named) * 0.02
    assert [each for each in mentions if each.words.startswith("合作")] == []
