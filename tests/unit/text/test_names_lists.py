"""Lists of parties are cut where they join, and nowhere else."""

from __future__ import annotations

import pytest

from yuheng.text.names_lists import listed
from yuheng.text.names_regions import blocs_in, region_pairs_in, short_region


def items(text: str) -> list[str]:
    return [text[start:end] for start, end in listed(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲医院、乙医院和丙公司", ["甲医院", "乙医院", "丙公司"]),
        ("贵州省住房和城乡建设厅与青海省文化和旅游厅", ["贵州省住房和城乡建设厅", "青海省文化和旅游厅"]),
        ("北京协和医院和同济医院", ["北京协和医院", "同济医院"]),
        ("甲公司、乙公司等12家单位", ["甲公司", "乙公司"]),
        ("江南医科大学等院校", ["江南医科大学等院校"]),
        ("长江学者、江南大学王明教授和甲公司", ["长江学者、江南大学王明教授", "甲公司"]),
        ("青松生物股份有限公司（以下简称“青松”）与松江大学（上海）", ["青松生物股份有限公司", "松江大学（上海）"]),
        ("省内高等院校", ["省内高等院校"]),
        ("", []),
    ],
)
def test_a_list_gives_its_items_as_written(text: str, expected: list[str]) -> None:
    assert items(text) == expected


def test_two_letters_stand_for_two_regions_and_a_strategys_name_for_none() -> None:
    pairs = region_pairs_in("深化粤桂协作，推进成渝地区双城经济圈和粤港澳大湾区建设，甘青两省共治")

    assert [(pair.word, pair.members) for pair in pairs] == [("粤桂", ("广东", "广西")), ("甘青", ("甘肃", "青海"))]


def test_letters_that_are_words_pair_only_before_words_that_say_so() -> None:
    assert region_pairs_in("青台新云") == ()


def test_a_bloc_is_one_party_under_one_name() -> None:
    text = "对接粤港澳大湾区和东盟"
    assert [text[start:end] for start, end in blocs_in(text)] == ["粤港澳大湾区", "东盟"]


@pytest.mark.parametrize(
    ("full", "short"), [("内蒙古自治区", "内蒙古"), ("成都市", "成都"), ("沙市", "沙市"), ("永川区", "永川区")]
)
def test_a_region_is_called_as_it_is_spoken(full: str, short: str) -> None:
    assert short_region(full) == short
