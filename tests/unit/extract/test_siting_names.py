"""Sites of places that no gazetteer holds: what a plan of an unknown city says must not be lost."""

from __future__ import annotations

import pytest

from yuheng.extract.siting_tiers import is_scheme, names_tier, opening_tier, tier_of
from yuheng.extract.sitings import sitings_in
from yuheng.model import Siting
from yuheng.text.documents import plain_document

HEAD = "栖梧市健康产业发展规划\n\n"


def found(text: str) -> list[Siting]:
    sitings, _ = sitings_in(plain_document(HEAD + text))
    return sitings


def sites(text: str) -> list[str]:
    return [siting.site for siting in found(text)]


def industries(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(siting.site, siting.industries) for siting in found(text)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("高标准建设鹤浦生物城。", ["鹤浦生物城"]),
        ("建好澹溪实验室、桐坞实验室。", ["澹溪实验室", "桐坞实验室"]),
        ("提档升级霁月湖旅游度假区、霜岭温泉小镇。", ["霁月湖旅游度假区", "霜岭温泉小镇"]),
        ("1．芦浦医药包材产业园。规划面积3平方公里。", ["芦浦医药包材产业园"]),
        ("推进栖梧大学附属口腔医院澹溪院区投入使用。", ["栖梧大学附属口腔医院澹溪院区"]),
        ("加快建设国家放射药物技术创新中心。", ["国家放射药物技术创新中心"]),
        ("支持罗屏山、砚鹿湖、霜鹤岭等建设中医药健康旅游示范基地。", ["罗屏山", "砚鹿湖", "霜鹤岭"]),
    ],
)
def test_a_proper_name_before_a_head_noun_is_a_site_wherever_it_lies(text: str, named: list[str]) -> None:
    assert sites(text) == named


@pytest.mark.parametrize(
    "text",
    [
        "建设特色农业产业园和智慧康养小镇。",
        "形成“一中心四基地”发展格局。",
        "鼓励医院设立分院，支持建设月子中心。",
        "鹤浦高新区管委会与栖梧大学附属医院开展交流。",
        "联合栖梧医科大学共建临床研究中心3个。",
        "把栖梧打造成为药械制造重要基地。",
    ],
)
def test_classes_schemes_offices_partners_and_the_region_itself_are_no_sites(text: str) -> None:
    assert sites(text) == []


def test_a_site_that_is_to_build_named_sites_is_beside_them() -> None:
    assert sites("鹤浦科学城规划建设澹溪实验室、桐坞中试平台。") == ["鹤浦科学城", "澹溪实验室", "桐坞中试平台"]


def test_a_district_of_the_document_s_own_is_the_district_of_its_parks() -> None:
    sitings = found("支持绛丘县、芦浦县错位发展。\n\n建设绛丘化学原料药产业园、砚鹿湖旅游度假区。")

    assert [(s.site, s.district) for s in sitings] == [("绛丘化学原料药产业园", "绛丘县"), ("砚鹿湖旅游度假区", "")]


def test_the_place_in_brackets_behind_a_name_is_its_district() -> None:
    [siting] = found("建设鹤浦山银花精深加工园（芦浦县）。")

    assert (siting.site, siting.district) == ("鹤浦山银花精深加工园", "芦浦县")


def test_places_in_a_list_get_what_the_next_clause_assigns() -> None:
    assert industries("栖梧经开区、绛丘县，主攻医疗器械和医用新材料。") == [
        ("栖梧经开区", ("医疗器械", "医用新材料")),
        ("绛丘县", ("医疗器械", "医用新材料")),
    ]
    assert industries("绛丘县重点发展黄连、莼菜，芦浦县以蕲艾为主导产业。") == [
        ("绛丘县", ("黄连", "莼菜")),
        ("芦浦县", ("蕲艾",)),
    ]


def test_a_whole_list_speaks_where_it_opens_the_sentence() -> None:
    assert industries("依托鹤浦科技城、澹溪新区、桐坞医学城，发展疫苗、诊断试剂。") == [
        ("鹤浦科技城", ("疫苗", "诊断试剂")),
        ("澹溪新区", ("疫苗", "诊断试剂")),
        ("桐坞医学城", ("疫苗", "诊断试剂")),
    ]


def test_a_site_that_stands_alone_is_what_the_next_sentences_speak_of() -> None:
    assert industries("专栏1 重点园区\n\n鹤浦产业园。规划面积3平方公里，主导产业为抗体药物、疫苗。") == [
        ("鹤浦产业园", ("抗体药物", "疫苗"))
    ]


def test_the_label_of_a_list_gives_the_industry_that_its_names_leave_out() -> None:
    assert industries("药材种植：鹤浦半夏基地、澹溪桔梗基地。") == [
        ("鹤浦半夏基地", ("药材种植",)),
        ("澹溪桔梗基地", ("药材种植",)),
    ]


def test_the_places_that_a_tier_joins_are_its_sites() -> None:
    sitings = found("一、布局\n\n（一）拓展“一廊”\n\n沿河布局康养文旅走廊，串联砚池区、霁月区。")

    assert [(s.site, s.tier, s.industries) for s in sitings] == [
        ("砚池区", "一廊", ("康养文旅",)),
        ("霁月区", "一廊", ("康养文旅",)),
    ]


@pytest.mark.parametrize(
    ("path", "tier"),
    [
        (("三、布局", "（一）做强“一核”"), "一核"),
        (("第二节 做优“三区多园”",), "三区多园"),
        (("一、构建“一轴两翼”空间格局",), ""),
        (("（二）三极带动", "鹤浦增长极"), "三极"),
        (("二、四区：各展所长",), "四区"),
        (("一、坚持以人民为中心",), ""),
    ],
)
def test_the_tier_is_the_part_that_the_nearest_heading_names(path: tuple[str, ...], tier: str) -> None:
    assert tier_of(path) == tier
    assert names_tier(path[-1]) == ((bool(tier) and "鹤浦" not in path[-1]) or "一轴两翼" in path[-1])


@pytest.mark.parametrize(
    ("sentence", "tier"),
    [
        ("“一芯”即鹤浦生物城", "一芯"),
        ("——两带。沿河布局", "两带"),
        ("一批园区建成", ""),
        ("两翼：东翼发展疫苗", "两翼"),
    ],
)
def test_a_sentence_names_the_tier_that_it_opens_with(sentence: str, tier: str) -> None:
    assert opening_tier(sentence, 0, len(sentence)) == tier


def test_a_scheme_or_its_part_is_no_name() -> None:
    assert [is_scheme(name) for name in ("一中心四基地", "中部康养区", "西部生命芯谷", "鹤浦生物城")] == [
        True,
        True,
        False,
        False,
    ]
