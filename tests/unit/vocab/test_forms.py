"""Forms of exchange: read from words, and left open where words tell none or two."""

from __future__ import annotations

import pytest

from yuheng.vocab.chain import segments
from yuheng.vocab.chain.forms import can_answer, form_of, forms


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (("寻求口服固体制剂代工",), "产能"),
        (("求购医用外科口罩",), "订单"),
        (("承接订单：无菌灌装",), "产能"),
        (("核磁共振波谱仪器共享",), "开放平台与仪器"),
        (("肿瘤早筛成果转化",), "技术转让"),
        (("专利转让，可代工生产",), ""),
        (("专利转让，可代工生产", "产能"), ""),
        (("战略合作", "冻干粉针", "产能供给第3行"), "产能"),
        (("OEMS软件",), ""),
        (("医用外科口罩",), ""),
    ],
)
def test_the_first_text_that_names_a_form_decides_unless_it_names_two(texts: tuple[str, ...], form: str) -> None:
    assert form_of(*texts) == form


def test_a_segment_tells_its_form_only_where_no_text_does() -> None:
    assert form_of("质谱", segment="研发.平台") == "开放平台与仪器"
    assert form_of("采购质谱", segment="研发.平台") == "订单"
    assert form_of("质谱", segment="械.影像") == ""


def test_an_order_finds_orders_and_capacity_and_everything_finds_what_is_unstated() -> None:
    fits = {need: [offer for offer in forms() if can_answer(need, offer)] for need in ("", *forms())}

    assert fits == {
        "": ["订单", "开放平台与仪器", "技术转让", "产能"],
        "订单": ["订单", "产能"],
        "开放平台与仪器": ["开放平台与仪器"],
        "技术转让": ["技术转让"],
        "产能": ["产能"],
    }
    assert all(can_answer(need, "") for need in forms())


def test_the_data_names_only_forms_and_segments_that_there_are_and_no_word_twice() -> None:
    words = [word for form in forms().values() for word in form.words]

    assert sorted(words) == sorted(set(words))
    assert {key for form in forms().values() for key in form.segments} <= set(segments())
    assert {offer for form in forms().values() for offer in form.fits} <= set(forms())
