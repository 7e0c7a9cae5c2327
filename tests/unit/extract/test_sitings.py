from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.unit.marked import marked

from yuheng.extract.sitings import sitings_in
from yuheng.model import Siting
from yuheng.text.documents import plain_document

SHARED = Path(__file__).parents[3] / "../shared"
GOLD = SHARED / "gold/seeds.sites.jsonl"
HEAD = "重庆市康养产业发展规划\n\n"


def found(text: str) -> list[Siting]:
    sitings, _ = sitings_in(plain_document(HEAD + text))
    return sitings


def sites(text: str) -> list[str]:
    return [siting.site for siting in found(text)]


def test_a_list_under_one_verb_is_one_siting_each_with_its_district_industry_and_status() -> None:
    document, anchors = marked(HEAD + "规划建设⟦永川茶山竹海⟧、⟦大足龙水湖⟧、⟦江津四面山⟧等特色康养基地。")

    sitings, issues = sitings_in(document)

    assert [(s.site, s.anchor, s.district, s.industries, s.status) for s in sitings] == [
        ("永川茶山竹海", anchors[0], "永川区", ("康养",), "规划"),
        ("大足龙水湖", anchors[1], "大足区", ("康养",), "规划"),
        ("江津四面山", anchors[2], "江津区", ("康养",), "规划"),
    ]
    assert issues == []


def test_bare_districts_take_the_head_noun_that_they_share() -> None:
    assert [(s.site, s.anchor.quote) for s in found("加快建设涪陵、长寿等一批现代中药产业园区。")] == [
        ("涪陵现代中药产业园区", "涪陵"),
        ("长寿现代中药产业园区", "长寿"),
    ]


def test_whole_names_keep_their_own_head_noun() -> None:
    assert [(s.site, s.industries) for s in found("加快长寿原料药及制剂产业基地、合川医疗器械产业园建设。")] == [
        ("长寿原料药及制剂产业基地", ("原料药", "制剂")),
        ("合川医疗器械产业园", ("医疗器械",)),
    ]


def test_places_that_are_to_become_something_are_sites_with_the_status_of_that_verb() -> None:
    assert [(s.site, s.status) for s in found("支持石柱黄水、綦江横山等景区创建国家级旅游度假区。")] == [
        ("石柱黄水", "创建"),
        ("綦江横山", "创建"),
    ]
    assert [(s.site, s.status) for s in found("武隆仙女山、丰都南天湖等获批国家级旅游度假区。")] == [
        ("武隆仙女山", "获批"),
        ("丰都南天湖", "获批"),
    ]


def test_a_count_behind_the_list_is_what_its_items_share() -> None:
    assert sites("涪陵、永川、万州3个市级区域医疗中心加快建设。") == [
        "涪陵市级区域医疗中心",
        "永川市级区域医疗中心",
        "万州市级区域医疗中心",
    ]


def test_a_feature_is_known_by_the_district_that_another_sentence_names_with_it() -> None:
    sitings = found("建设武隆仙女山、丰都南天湖等康养基地。\n\n提质升级仙女山、南天湖国家级旅游度假区。")

    assert [(s.site, s.district) for s in sitings[2:]] == [
        ("仙女山国家级旅游度假区", "武隆区"),
        ("南天湖国家级旅游度假区", "丰都县"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "建设一批国家级康养基地和特色产业园区。",
        "打造若干生物医药产业集聚区、体育公园和特色小镇。",
        "推进乡镇卫生院、社区养老服务中心建设。",
        "办好永川国际女足锦标赛、重庆铜梁马拉松等赛事。",
        "重庆医科大学党委书记出席论坛。",
        "市药监局要推动合作平台建设。",
        "重庆高新区管委会副主任介绍了情况。",
        "印发《重庆高新区生物医药产业园建设方案》。",
        "深入开展“美丽医院”建设，提高大学生健康素养。",
        "建成国家级健康教育基地9家。",
    ],
)
def test_classes_events_offices_and_titles_are_no_sites(text: str) -> None:
    assert sites(text) == []


def test_the_tier_is_the_part_of_the_scheme_that_the_heading_quotes() -> None:
    sitings = found(
        "一、空间布局\n\n构建“一核引领、两带协同”的格局。\n\n（一）做强“一核”\n\n建设沙坪坝生物医药产业园。\n\n"
        "（二）培育“两带”\n\n建设开州中药材产业园。\n\n二、保障措施\n\n支持永川医疗器械产业园加快发展。"
    )

    assert [(s.site, s.tier) for s in sitings] == [
        ("沙坪坝生物医药产业园", "一核"),
        ("开州中药材产业园", "两带"),
        ("永川医疗器械产业园", ""),
    ]


def test_a_run_in_heading_without_quotation_marks_names_the_tier_too() -> None:
    sitings = found("一、空间布局\n\n一核引领。建设渝北生物药产业园。\n\n两翼支撑。建设巫山、奉节等中药材种植基地。")

    assert [s.tier for s in sitings] == ["一核", "两翼", "两翼"]


def test_what_a_sentence_assigns_goes_to_the_site_it_speaks_of() -> None:
    [core] = found("以中心城区为核心，聚焦生物医药、高端医疗服务等重点领域，打造创新引领区。")

    assert (core.site, core.industries) == ("中心城区", ("生物医药", "医疗服务"))


def test_each_site_between_semicolons_keeps_its_own_industries() -> None:
    first, second = found(
        "重庆国际生物城，构建以生物药为核心支柱产业的体系；永川医疗器械产业园，重点发展体外诊断、口腔器械等产业。"
    )

    assert (first.industries, second.industries) == (("生物药",), ("医疗器械", "体外诊断", "口腔器械"))


def test_a_place_that_makes_an_industry_its_leading_one_is_a_site() -> None:
    [siting] = found("据介绍，两江新区将生物医药作为主导产业之一。")

    assert (siting.site, siting.district, siting.industries) == ("两江新区", "两江新区", ("生物医药",))


def test_the_place_that_acts_is_not_the_place_that_is_built() -> None:
    assert sites("重庆重点打造巴南国际生物城、北碚传感器产业园。") == ["巴南国际生物城", "北碚传感器产业园"]


def test_a_district_before_a_whole_name_does_not_borrow_its_head_noun() -> None:
    assert sites("铜梁区、荣昌高新区、璧山医疗器械产业基地集聚发展。") == ["荣昌高新区", "璧山医疗器械产业基地"]
    assert [s.site for s in found("依托永川、巴南、大足康复辅具产业园，发展养老用品。")] == [
        "永川康复辅具产业园",
        "巴南康复辅具产业园",
        "大足康复辅具产业园",
    ]


def test_one_clause_can_name_a_park_and_what_stands_in_it() -> None:
    assert sites("项目落户位于永川高新区凤凰湖产业园的西部前沿医学中心。")[0] == "永川高新区凤凰湖产业园"


def test_a_hospital_is_a_site_where_it_is_built_not_where_it_acts() -> None:
    assert sites("规划建设市第九人民医院老年护养中心和市中医院康养新院区。") == [
        "市第九人民医院老年护养中心",
        "市中医院康养新院区",
    ]
    assert sites("依托重庆市人民医院开展临床研究。") == []


def test_built_promises_in_a_plan_and_reports_in_its_review() -> None:
    plan = found("一、发展基础\n\n建成永川体外诊断产业园。\n\n二、主要任务\n\n建成大足中药产业园。")

    assert [(s.site, s.status) for s in plan] == [("永川体外诊断产业园", "已建"), ("大足中药产业园", "规划")]


def test_a_run_in_heading_gives_the_industry_that_the_list_leaves_out() -> None:
    first, _, third = found(
        "一、重点\n\n温泉康养。打造北碚缙云山、南川金佛山等聚集区。\n\n森林康养。建设永川竹海小镇，完善步道。"
    )

    assert (first.industries, third.industries) == (("温泉康养",), ("森林康养",))


def test_a_place_whose_name_fits_several_is_an_issue() -> None:
    document, [anchor] = marked("江北区园区介绍\n\n加快建设⟦江北区医疗器械产业园⟧。")

    sitings, issues = sitings_in(document)

    assert [s.anchor for s in sitings] == [anchor]
    assert [(issue.code, issue.anchor) for issue in issues] == [("place-ambiguous", anchor)]


def test_sitings_are_the_same_on_every_run_and_their_ids_differ() -> None:
    text = "建设永川茶山竹海、大足龙水湖等康养基地。\n\n支持大足龙水湖、永川茶山竹海等创建市级旅游度假区。"

    assert found(text) == found(text)
    assert len({s.id for s in found(text)}) == 4


@pytest.mark.shared
@pytest.mark.skipif(not GOLD.exists(), reason="the shared corpus is not here")
def test_four_in_five_sites_of_the_gold_are_found_and_their_tiers_are_right() -> None:
    gold = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    hit = right = 0
    for name in sorted({row["doc"] for row in gold}):
        sitings, _ = sitings_in(plain_document((SHARED / "corpus/seeds" / name).read_text("utf-8"), name))
        for row in (row for row in gold if row["doc"] == name):
            core = re.sub(r"[\s“”]|\(.*?试点\)", "", row["site"])
            same = [s for s in sitings if s.anchor.quote[:4] in core or core[:6] in s.site]
            hit += bool(same)
            right += any(s.tier == row["tier"] for s in same)

    assert hit >= 0.8 * len(gold)
    assert right >= 0.95 * hit
