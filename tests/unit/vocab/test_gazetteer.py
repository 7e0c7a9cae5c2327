from __future__ import annotations

import pytest

from yuheng.vocab.gazetteer import division_named, divisions, forms, lookalikes


def by_name(name: str) -> str:
    found = division_named(name)
    assert found is not None
    return found.code


def test_every_parent_and_every_member_of_a_region_exists() -> None:
    known = divisions()

    assert [place.name for place in known.values() if place.parent and place.parent not in known] == []
    assert [(place.name, code) for place in known.values() for code in place.members if code not in known] == []


def test_the_country_has_thirty_four_provinces_and_chongqing_thirty_eight_districts() -> None:
    places = divisions().values()

    assert sum(place.level == "province" for place in places) == 34
    assert sum(place.level == "county" and place.province == "500000" for place in places) == 38


def test_a_district_of_a_municipality_hangs_from_the_municipality_and_a_county_from_its_prefecture() -> None:
    known = divisions()

    assert [known[code].parent for code in ("500118", "330282", "429004")] == ["500000", "330200", "420000"]


@pytest.mark.parametrize(
    ("code", "short"),
    [
        ("500240", "石柱"),
        ("500118", "永川"),
        ("500233", ""),
        ("433100", "湘西"),
        ("150000", "内蒙古"),
        ("653024", "乌恰"),
        ("632500", ""),
        ("130171", ""),
    ],
)
def test_the_short_form_leaves_out_peoples_and_ranks_and_is_never_one_character(code: str, short: str) -> None:
    assert divisions()[code].short == short


def test_no_form_is_empty_or_a_single_character() -> None:
    assert [form for form in forms() if len(form.text) < 2] == []


def test_an_autonomous_county_is_also_called_by_its_short_form_and_county() -> None:
    assert by_name("石柱县") == by_name("石柱土家族自治县") == "500240"
    assert by_name("甘南州") == "623000"


def test_hezuo_is_known_only_by_its_full_name_without_a_sentence() -> None:
    assert by_name("合作市") == "623001"
    assert division_named("合作") is None


def test_a_name_that_several_places_share_names_none_of_them() -> None:
    assert division_named("朝阳区") is None


def test_the_regions_of_chongqing_hold_its_thirty_eight_districts_once_each() -> None:
    known = divisions()
    parts = ["500000-中心城区", "500000-主城新区", "渝东北三峡库区城镇群", "渝东南武陵山区城镇群"]

    members = [code for part in parts for code in known[part].members]

    assert sorted(members) == sorted(
        place.code for place in known.values() if place.code[:2] == "50" and place.level == "county"
    )


def test_a_lookalike_is_never_itself_a_form() -> None:
    assert set(lookalikes()) & {form.text for form in forms()} == set()
