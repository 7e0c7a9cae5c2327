"""Heads and cells of lists, as documents and an event's intake read them alike."""

from __future__ import annotations

import pytest

from yuheng.extract.trade_columns import columns_of, own, side_of_cell, things_in


@pytest.mark.parametrize(
    ("head", "columns"),
    [
        (["单位名称", "供/需", "产品名称", "规格型号"], {0: "firm", 1: "side", 2: "name", 3: "specification"}),
        (["序号", "医院名称", "需求物资", "需求数量"], {1: "firm", 2: "need", 3: "quantity"}),
        (["企业（全称）", "可提供产品/服务", "需求内容"], {0: "firm", 1: "offer", 2: "need"}),
        (["公司名称*", "联系人", "联系人手机号码", "备注"], {0: "firm", 1: "contact", 2: "phone"}),
        (["单位名称", "统一社会信用代码（18位）", "许可证有效期至"], {0: "firm", 1: "code", 2: "licence_until"}),
        (
            ["单位", "需求产品", "需求规格", "可供产品", "产品规格"],
            {0: "firm", 1: "need", 2: "need_specification", 3: "offer", 4: "specification"},
        ),
        (
            ["单位", "供应产品", "供应数量", "采购产品", "采购数量"],
            {0: "firm", 1: "offer", 2: "offer_quantity", 3: "need", 4: "need_quantity"},
        ),
        (["甲", "乙"], {}),
    ],
)
def test_columns_are_recognised_by_what_people_write_above_them(head: list[str], columns: dict[int, str]) -> None:
    assert columns_of(head) == columns


def test_slashes_part_a_list_of_products_and_no_unit_or_norm() -> None:
    assert things_in("N95口罩/护目镜/防护服") == ["N95口罩", "护目镜", "防护服"]
    assert things_in("GB/T 19083/2010口罩") == ["GB/T 19083/2010口罩"]
    assert things_in("研发/检测服务") == ["研发/检测服务"]


def test_numbers_and_commas_part_a_cell_but_not_inside_brackets() -> None:
    assert things_in("1、型式检验（EMC、安规）；2、注册检验等。") == ["型式检验（EMC、安规）", "注册检验"]
    assert things_in("") == []


@pytest.mark.parametrize(("cell", "side"), [("供给", "offer"), ("需", "need"), (" 采购", "need"), ("合作", None)])
def test_a_cell_says_which_side_its_row_is(cell: str, side: str | None) -> None:
    assert side_of_cell(cell) == side


def test_a_quantity_of_several_items_is_nobodys() -> None:
    row = {"quantity": "3项"}

    assert own(row, "quantity", "need", alone=True, first=True) == "3项"
    assert own(row, "quantity", "need", alone=False, first=True) == ""
    assert own({"need_quantity": "2台"}, "quantity", "need", alone=False, first=True) == "2台"
