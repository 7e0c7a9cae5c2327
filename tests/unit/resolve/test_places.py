from __future__ import annotations

from yuheng.extract.sitings import sitings_in
from yuheng.model import Siting
from yuheng.resolve.places import SiteView, sites_from
from yuheng.text.documents import plain_document


def sitings(*sentences: str) -> list[Siting]:
    text = "重庆市康养产业发展规划\n\n" + "\n\n".join(sentences)
    return sitings_in(plain_document(text))[0]


def test_a_place_in_three_lists_is_one_site_with_three_statuses() -> None:
    stated = sitings(
        "武隆仙女山、丰都南天湖等获批国家级旅游度假区。",
        "加快建设武隆仙女山、大足龙水湖等森林康养基地。",
        "提质升级仙女山、南天湖国家级旅游度假区。",
    )

    mountain = sites_from(stated)[0]

    assert mountain == SiteView(
        name="仙女山国家级旅游度假区",
        district="武隆区",
        names=("仙女山国家级旅游度假区", "武隆仙女山"),
        tiers=(),
        statuses=(("获批", stated[0].id), ("在建", stated[2].id), ("升级", stated[4].id)),
        industries=("旅游度假", "森林康养"),
        sitings=(stated[0].id, stated[2].id, stated[4].id),
        reasons=("“武隆仙女山”与“仙女山国家级旅游度假区”：去掉前面的武隆区和后面的等级称号后同名",),
    )


def test_one_name_in_two_districts_is_two_sites() -> None:
    views = sites_from(sitings("建设万州凤凰山、永川凤凰山等康养基地。"))

    assert [(view.name, view.district) for view in views] == [("万州凤凰山", "万州区"), ("永川凤凰山", "永川区")]


def test_districts_that_share_a_head_noun_stay_apart() -> None:
    views = sites_from(sitings("建设万州、忠县等一批生物医药产业园区。"))

    assert [view.name for view in views] == ["万州生物医药产业园区", "忠县生物医药产业园区"]


def test_a_bare_name_that_two_districts_have_joins_neither_and_says_so() -> None:
    [first, second] = sitings("建设万州凤凰山、永川凤凰山等康养基地。")
    bare = Siting(id="x", anchor=second.anchor, sentence=second.sentence, heading=(), site="凤凰山", status="升级")

    views = sites_from([first, second, bare])

    assert [(view.name, view.district, view.doubts) for view in views if view.doubts] == [
        ("凤凰山", "", ("可能是万州区的“凤凰山”，文中无从判断", "可能是永川区的“凤凰山”，文中无从判断"))
    ]
    assert len(views) == 3


def test_the_order_of_the_sitings_does_not_change_the_sites() -> None:
    stated = sitings("建设武隆仙女山、大足龙水湖等康养基地。", "支持大足龙水湖、武隆仙女山等创建市级旅游度假区。")

    assert sites_from(stated) == sites_from(list(reversed(stated)))


def test_no_sitings_are_no_sites() -> None:
    assert sites_from([]) == []


def test_a_district_of_no_gazetteer_stands_before_a_name_whole_or_short() -> None:
    stated = sitings(
        "串联砚池区、霁月区。",
        "建设砚池区凤栖湖康养基地。",
        "提质升级砚池凤栖湖康养基地。",
    )

    assert [view.names for view in sites_from(stated) if "凤栖湖" in view.name] == [
        ("砚池凤栖湖康养基地", "砚池区凤栖湖康养基地")
    ]
