"""Names are found whole, at their place, and nobody is found where nobody is named."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuheng.model.party import Mention
from yuheng.text.names import parties_in


def named(text: str) -> list[tuple[str, str]]:
    return [(mention.name, mention.kind) for mention in parties_in(text) if mention.kind != "generic"]


def test_departments_of_every_province_are_found_by_their_short_forms() -> None:
    found = named("（省发展改革委、省工信厅、省市场监管局、市医保局、区卫健委按职责分工负责）")

    assert found == [
        ("省发展改革委", "department"),
        ("省工信厅", "department"),
        ("省市场监管局", "department"),
        ("市医保局", "department"),
        ("区卫健委", "department"),
    ]


def test_bodies_with_one_word_for_a_name_are_found_at_every_level() -> None:
    assert named("市妇联、团市委、省残联、市总工会和市委组织部配合") == [
        ("市妇联", "association"),
        ("团市委", "association"),
        ("省残联", "association"),
        ("市总工会", "association"),
        ("市委组织部", "department"),
    ]


def test_the_longest_name_that_starts_at_one_place_is_the_name() -> None:
    assert named("由南方医科大学附属第三医院承担") == [("南方医科大学附属第三医院", "hospital")]
    assert named("来自江南大学生物医学国家重点实验室的成果") == [("江南大学生物医学国家重点实验室", "institute")]


def test_and_inside_an_official_name_does_not_cut_it() -> None:
    assert named("贵州省住房和城乡建设厅与贵州省文化和旅游厅联合发文") == [
        ("贵州省住房和城乡建设厅", "department"),
        ("贵州省文化和旅游厅", "department"),
    ]


def test_words_that_only_sound_like_names_name_nobody() -> None:
    assert (
        named("建设一批高水平医院，培育龙头企业，推动大学生创业，以人民健康为中心，加快仿制药研发，中心城区先行。")
        == []
    )


def test_a_place_in_front_makes_a_description_a_name() -> None:
    assert named("发展智慧养老产业园，建设绵阳智慧养老产业园") == [("绵阳智慧养老产业园", "park")]


def test_a_collective_noun_is_kept_as_nobody_by_name() -> None:
    [mention] = parties_in("我市有关部门将与其会商")

    assert mention == Mention(0, 6, "我市有关部门", "generic")


def test_a_declared_short_name_is_found_again_and_carries_the_full_one() -> None:
    text = "青松生物科技股份有限公司（以下简称“青松股份”）落户。青松股份将扩产。"

    assert [(m.name, m.full) for m in parties_in(text)] == [
        ("青松生物科技股份有限公司", ""),
        ("青松股份", "青松生物科技股份有限公司"),
        ("青松股份", "青松生物科技股份有限公司"),
    ]


def test_one_bracket_that_explains_a_term_declares_no_party() -> None:
    assert [m.full for m in parties_in("各区县（自治县，以下简称区县）要落实")] == []


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("市科技局副局长王建国表示，要加快转化", [("王建国", "市科技局副局长")]),
        (
            "中国工程院院士李文、张一平、赵安出席",
            [("李文", "中国工程院院士"), ("张一平", "中国工程院院士"), ("赵安", "中国工程院院士")],
        ),
        ("江南大学附属医院陈思远教授领衔", [("陈思远", "江南大学附属医院教授")]),
        ("甘肃省省长出席", []),
        ("金融专家和高新企业负责人参加", []),
    ],
)
def test_persons_are_found_by_their_titles_only(text: str, people: list[tuple[str, str]]) -> None:
    assert [(m.name, m.title) for m in parties_in(text) if m.kind == "person"] == people


@given(st.text(alphabet="市省委局厅医院大学公司与和、，。（）“”以下简称华森制药重庆副局长王建国教授", max_size=60))
def test_every_mention_is_its_span_and_no_two_overlap(text: str) -> None:
    mentions = parties_in(text)

    assert [text[m.start : m.end] for m in mentions] == [m.name for m in mentions]
    assert all(one.end <= other.start for one, other in pairwise(mentions))
