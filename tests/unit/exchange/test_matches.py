"""Matches: what is said counts, what is not said neither helps nor hurts, and the reasons can be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from yuheng.exchange.items import Firm, Item, amount_of, division_of
from yuheng.exchange.matches import (
    WEIGHTS,
    Match,
    Rarity,
    candidates_from,
    matches_in,
    score_match,
    shared_words,
)
from yuheng.exchange.meetings import Candidate

ON = date(2026, 5, 20)
NEED = Item(
    id="X1",
    firm="医院",
    side="need",
    name="医用防护口罩N95",
    segment="械.耗材.口罩",
    specification="GB 19083",
    quantity="2万只",
    place="重庆市渝北区",
)
OFFER = Item(
    id="G1",
    firm="厂",
    side="offer",
    name="医用防护口罩（N95）",
    segment="械.耗材.口罩",
    specification="GB 19083",
    quantity="每月40万只",
    place="四川省成都市",
)
OTHER = Item(id="G2", firm="厂二", side="offer", name="64排CT", segment="械.影像", specification="国产")


def scored(need: Item = NEED, offer: Item = OFFER, **options: tuple[str, ...]) -> Match:
    return score_match(need, offer, rarity=Rarity([NEED.text, OFFER.text, OTHER.text]), **options)


def test_the_score_is_the_weighted_mean_of_its_parts() -> None:
    match = scored()

    parts = {part.name: part.value for part in match.parts}
    assert parts == {"产品": 1.0, "规格": 1.0, "分类": 1.0, "地点": 0.5, "数量": 1.0}
    whole = sum(WEIGHTS[name] for name in parts)
    assert match.score == round(1000 * sum(WEIGHTS[name] * value for name, value in parts.items()) / whole)


def test_each_part_says_why() -> None:
    assert [part.why for part in scored().parts] == [
        "都写有医用防护口罩、N95",
        "要GB 19083，供GB 19083",
        "同属口罩",
        "同在成渝",
        "要2万只，供每月40万只",
    ]


def test_a_specification_that_does_not_fit_is_named_with_what_was_asked() -> None:
    offer = replace(OFFER, specification="YY 0469")
    apart = {part.name: (part.value, part.why) for part in scored(offer=offer).parts}
    more = {part.name: part.why for part in scored(need=replace(NEED, must=("N95", "注册证")), offer=offer).parts}

    assert apart["规格"] == (0.0, "要GB 19083，供YY 0469")
    assert more["规格"] == "要GB 19083，供YY 0469；写明N95；没有写明注册证"


def test_what_is_not_said_leaves_the_score_of_what_is_said() -> None:
    plain = replace(NEED, specification="", quantity="", place="")

    assert scored(need=plain, offer=replace(OFFER, specification="", quantity="", place="")).score == 1000
    assert scored(need=plain).score == 1000
    assert scored(need=replace(plain, quantity="大量")).score == 1000


def test_a_demand_that_the_offer_does_not_mention_is_left_open_to_be_asked() -> None:
    assert scored(need=replace(NEED, must=("注册证",))).open == ("注册证",)
    assert scored(need=replace(NEED, must=("19083",))).open == ()


def test_a_gap_of_the_plan_counts_only_where_gaps_were_read() -> None:
    assert "规划缺口" not in {part.name for part in scored().parts}
    assert [part.value for part in scored(gaps=("械.耗材",)).parts if part.name == "规划缺口"] == [1.0]
    assert [part.value for part in scored(gaps=("药",)).parts if part.name == "规划缺口"] == [0.0]


def test_the_words_that_match_are_marked_in_the_offer() -> None:
    assert [OFFER.text[start:end] for start, end in scored().marked] == ["医用防护口罩", "N95", "GB 19083"]
    assert shared_words("ｎ95", "N95口罩") == ((0, 3),)


def test_the_right_offer_comes_first_and_the_unrelated_not_at_all() -> None:
    assert [(match.need, match.offer) for match in matches_in([NEED, OFFER, OTHER], on=ON)] == [("X1", "G1")]


def test_expired_excluded_own_and_vague_items_match_nothing() -> None:
    assert matches_in([NEED, replace(OFFER, until=date(2026, 5, 19))], on=ON) == []
    assert matches_in([replace(NEED, no=("厂",)), OFFER], on=ON) == []
    assert matches_in([NEED, replace(OFFER, firm="医院")], on=ON) == []
    vague = replace(NEED, name="合作", segment="", specification="")
    assert matches_in([vague, OFFER], on=ON) == []


def test_an_item_without_a_place_stands_where_its_firm_sits() -> None:
    [match] = matches_in([NEED, replace(OFFER, place="")], firms=[Firm(name="厂", place="重庆市渝北区")], on=ON)

    assert [part.why for part in match.parts if part.name == "地点"] == ["同在渝北区"]


def test_two_firms_become_one_candidate_however_many_items_match() -> None:
    match = Match("X1", "G1", ("医院", "厂"), 800, (), ())

    assert candidates_from([match, replace(match, need="X2", score=500)]) == [Candidate(("医院", "厂")[::-1], 850)] or (
        candidates_from([match, replace(match, need="X2", score=500)]) == [Candidate(("医院", "厂"), 850)]
    )


def test_a_weak_match_is_a_meeting_only_where_the_need_has_no_better() -> None:
    good = Match("X1", "G1", ("甲", "乙"), 800, (), ())
    weak = Match("X1", "G2", ("甲", "丙"), 400, (), ())

    assert [each.score for each in candidates_from([good, weak])] == [800]
    assert [each.score for each in candidates_from([weak])] == [400]


def test_amounts_and_places_are_read_as_written() -> None:
    assert amount_of("1万瓶") == amount_of("10000瓶")
    assert amount_of("3到5台或面议8台") is None
    found = division_of("渝北区"), division_of("四川省成都市"), division_of("月球")
    assert [each.name if each else None for each in found] == ["渝北区", "成都市", None]
