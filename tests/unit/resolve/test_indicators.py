# ruff: noqa: E501  # tables are read by their rows
from __future__ import annotations

import pytest

from yuheng.resolve.indicators import compare, measured, topic_of
from yuheng.vocab.indicators import indicators, names, wording

SAME = [
    ("生物医药产业产值", "生物医药产业总产值"),
    ("医药流通行业销售额", "医药流通产业销售额"),
    ("国家级生物医药产业集聚区", "国家级生物医药产业聚集区"),
    ("规模以上医药企业", "规上医药企业"),
    ("产值百亿级企业", "年产值100亿元级企业"),
    ("百亿元以上企业", "100亿级重点企业"),
    ("大健康产业增加值占全市地区生产总值比重", "大健康产业增加值占GDP的比重"),
    ("人均预期寿命", "全省居民人均预期寿命"),
    ("院士、国家级人才等", "院士、国家级人才等高端人才"),
    ("产值的“生命谷”", "“生命谷”产值"),
]
CARRIED_ON = [
    ("生物医药工业总产值", "生物医药产业产值", "工业产值只计工业企业，产业产值还可含服务和流通"),
    ("产值10亿级企业", "营业收入10亿元级企业", "分级所依不同：产值、营业收入"),
    ("企业研发投入占销售收入比重", "企业研发投入占营业收入比重", "分母为营业收入，不是销售收入"),
]
NOT_COMPARABLE = [
    ("生物医药产值", "生物医药产业增加值", "增加值不含中间投入，与产值相差数倍"),
    ("婴儿死亡率", "5岁以下儿童死亡率", "一为一岁以内，一为五岁以下"),
    ("人均预期寿命", "人均健康预期寿命", "健康预期寿命要减去患病和失能的年数"),
    ("获批新药上市品种", "新药证书和三类医疗器械注册证", "证书含第三类医疗器械注册证，按年均件数计；品种只计新药，按期末累计"),
]  # fmt: skip
UNRELATED = [
    ("百亿级企业", "50亿级企业"),
    ("中药材产值", "医疗器械产值"),
    ("国家级生物医药产业集聚区", "国家级平台"),
    ("湿地公园", "森林公园"),
    ("“生命谷”产值", "生物医药增加值"),
    ("城镇化率", "森林覆盖率"),
    ("国家级平台", "市级平台"),
    ("床位", "床位"),
    ("企业", "企业"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_other_spellings_of_one_indicator_are_one(a: str, b: str) -> None:
    assert compare(measured(a), measured(b)).relation == "same"


@pytest.mark.parametrize(("a", "b", "note"), CARRIED_ON)
def test_names_under_which_a_target_is_carried_on_compare_with_a_note(a: str, b: str, note: str) -> None:
    found = compare(measured(a), measured(b))
    assert (found.relation, found.reason) == ("variant", note)
    assert found.is_comparable


@pytest.mark.parametrize(("a", "b", "reason"), NOT_COMPARABLE)
def test_near_misses_are_declared_not_comparable_with_the_reason(a: str, b: str, reason: str) -> None:
    for first, second in ((a, b), (b, a)):
        found = compare(measured(first), measured(second))
        assert (found.relation, found.reason) == ("incomparable", reason)


@pytest.mark.parametrize(("a", "b"), UNRELATED)
def test_nothing_is_forced_into_a_near_one(a: str, b: str) -> None:
    assert compare(measured(a), measured(b)).relation == "unrelated"


def test_a_phrase_without_a_sector_means_its_documents() -> None:
    silent, said = measured("产值百亿级企业", "生物医药"), measured("生物医药产业领域百亿级企业", "大健康")
    assert compare(silent, said).relation == "same"
    wider = measured("年产值10亿元级重点企业", "大健康")
    found = compare(measured("10亿级企业", "生物医药"), wider)
    assert (found.relation, found.reason[:6]) == ("variant", "范围未言明：")
    assert compare(measured("10亿级企业", "养老"), measured("10亿级企业", "生物医药")).relation == "unrelated"


def test_the_whole_economy_is_not_a_sector() -> None:
    assert compare(measured("工业总产值"), measured("中医药产业产值")).relation == "unrelated"


def test_a_narrower_scope_is_told_from_the_wider_one() -> None:
    narrow, wide = measured("规模以上生物医药企业"), measured("规上医药企业")
    assert compare(narrow, wide).relation == "narrower"
    assert compare(wide, narrow).relation == "wider"
    listed = measured("在深圳和上海主板上市的规模以上生物医药企业")
    assert compare(listed, measured("上市企业", "大健康")).relation == "narrower"


def test_other_qualifiers_of_an_umbrella_noun_are_not_comparable_in_words() -> None:
    found = compare(measured("国家级产业技术平台"), measured("国家级公共服务平台"))
    assert found.relation == "incomparable"
    assert (
        found.reason == "限定不同：“国家级产业技术平台”限于国家级、产业技术，“国家级公共服务平台”限于国家级、公共服务"
    )


def test_the_direction_is_the_vocabularys_or_the_endings_or_unknown() -> None:
    assert measured("婴儿死亡率").direction == "less"
    assert measured("成人吸烟率").direction == "less"
    assert measured("高血压患者规范管理率").direction == "more"
    assert measured("三级医院").direction == "more"
    assert measured("森林覆盖率").direction == "keep"
    assert measured("氧吧").direction is None


def test_a_title_names_the_topic_by_its_longest_sector() -> None:
    assert topic_of("关于加快生物医药产业发展的意见") == "生物医药"
    assert topic_of("大健康产业“十四五”规划") == "大健康"
    assert topic_of("政府工作报告") == ""


def test_the_vocabulary_is_consistent() -> None:
    entries = indicators()
    every_name = [name for name, _, _ in names()]
    assert len(every_name) == len(set(every_name))
    assert all(key in entries for entry in entries.values() for key, _ in entry.near)
    assert all(entry.definition for entry in entries.values())
    parents = wording().sectors
    assert all(parent in parents for parent in parents.values() if parent)
