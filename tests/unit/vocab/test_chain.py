"""The taxonomy of the chain: whole in itself, and read from what people write."""

from __future__ import annotations

import re

import pytest

from yuheng.vocab.chain import closeness, segment_of, segments, stages, version
from yuheng.vocab.chain.columns import column_words


def test_every_segment_has_its_parent_a_class_and_feeds_segments_that_there_are() -> None:
    known = segments()

    assert version() == "1"
    for key, segment in known.items():
        parent = key.rpartition(".")[0]
        assert not parent or parent in known
        assert segment.gbt != ()
        assert all(re.fullmatch(r"\d{2,4}", code) for code in segment.gbt)
        assert [fed for fed in segment.feeds if fed not in known] == []


def test_no_word_names_two_segments() -> None:
    words = [word for segment in segments().values() for word in (*segment.words, *segment.weak)]

    assert sorted(word for word in words if words.count(word) > 1) == []


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("KN95", "械.耗材.口罩"),
        ("医用一次性乳胶手套", "械.耗材.手套"),
        ("口罩用熔喷布", "械.原材料.无纺材料"),
        ("A轮股权投资（核医药方向）", "金融.股权"),
        ("PD-1单抗注射液", "药.生物药.抗体"),
        ("降压药片剂", "药.化学药.制剂"),
        ("葡萄糖注射液", "药.化学药.制剂"),
        ("核酸检测试剂盒", "械.诊断"),
        ("ACTH", ""),
        ("互利合作", ""),
    ],
)
def test_a_name_is_put_where_a_person_would_put_it(written: str, key: str) -> None:
    assert segment_of(written) == key


def test_closeness_falls_from_the_same_to_the_unrelated_and_has_no_side() -> None:
    steps = [
        ("药.化学药.原料药", "药.化学药.原料药"),
        ("药.化学药", "药.化学药.原料药"),
        ("药.化学药.原料药", "药.化学药.制剂"),
        ("械.耗材.手套", "械.耗材.口罩"),
        ("械.影像", "械.口腔"),
        ("健.器材", "药.生物药.疫苗"),
    ]

    assert [closeness(*step) for step in steps] == [1.0, 0.8, 0.5, 0.4, 0.2, 0.0]
    assert all(closeness(one, other) == closeness(other, one) for one, other in steps)


def test_the_stages_have_an_order_and_each_column_word_one_field() -> None:
    assert stages()[0] == "概念"
    assert column_words()["单位名称"] == "firm"
