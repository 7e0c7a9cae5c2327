"""Lists of offers and needs, and sentences that tell one: what counts, whose it is, and that no telephone gets in."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.marked import marked

from yuheng.extract.offers import offers_in
from yuheng.model import Document, Need, Offer, Period, Quantity, check_anchor
from yuheng.model.compiled import Compiled
from yuheng.office.claims_file import claim_lines
from yuheng.read import read_snapshot
from yuheng.text.documents import document_from, plain_document
from yuheng.text.letters import plain_letters

Table = Sequence[Sequence[str]]


def csv_of(rows: Table, name: str = "表.csv") -> Document:
    """A list as a file; a comma inside a cell stays in it."""
    lines = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    snapshot, reading, _ = read_snapshot(name, lines.encode())
    return document_from(snapshot, reading)


def read(document: Document) -> list[tuple[str, str, str, str]]:
    """Side, party, thing and stated amount of every claim."""
    claims, issues = offers_in(document)
    assert issues == ()
    for claim in claims:
        check_anchor(document, claim.anchor)
        check_anchor(document, claim.sentence)
        assert claim.sentence.start <= claim.anchor.start
        assert claim.anchor.end <= claim.sentence.end
    return [(type(c).__name__, c.party, c.thing, c.amount.stated if c.amount else "") for c in claims]


def test_a_need_states_all_that_its_row_says_and_points_at_its_cell() -> None:
    document = csv_of(
        [
            ["需求单位", "需求产品", "规格型号", "数量（台）", "使用地点", "有效期至"],
            ["岚江市人民医院", "CT设备", "64排", "不少于３", "渝中区", "2026-12-31"],
        ]
    )

    [need], issues = offers_in(document)

    assert need == Need(
        id=need.id,
        anchor=need.anchor,
        sentence=need.sentence,
        heading=(),
        party="岚江市人民医院",
        thing="CT设备",
        segment="械.影像",
        specification="64排",
        amount=Quantity(Decimal(3), None, "台", "不少于3"),
        place="渝中区",
        until=Period("2026-12-31", date(2026, 12, 31), date(2027, 1, 1), "2026-12-31"),
    )
    assert (need.anchor.quote, need.anchor.place.cell) == ("CT设备", "B2")
    assert need.sentence.quote.split("\t")[0] == "岚江市人民医院"
    assert issues == ()


@pytest.mark.parametrize(
    ("name", "head", "side"),
    [
        ("表.csv", ["单位名称", "需求内容", "数量"], "Need"),
        ("表.csv", ["单位名称", "可供产品", "数量"], "Offer"),
        ("需求清单.csv", ["单位名称", "产品名称", "数量"], "Need"),
        ("供给目录.csv", ["单位名称", "产品名称", "数量"], "Offer"),
        ("表.csv", ["需求单位", "产品名称", "数量"], "Need"),
        ("表.csv", ["企业名称", "产品名称", "月产能"], "Offer"),
        ("hospital_demand.csv", ["hospital", "item", "quantity"], "Need"),
        ("factory_supply.csv", ["company", "product", "quantity"], "Offer"),
    ],
)
def test_a_list_says_its_side_in_its_head_or_in_its_name(name: str, head: list[str], side: str) -> None:
    assert read(csv_of([head, ["岚江口罩厂", "医用口罩", "5万只"]], name)) == [
        (side, "岚江口罩厂", "医用口罩", "5万只")
    ]


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("表.csv", ["单位名称", "产品名称", "数量"]),
        ("企业产值.csv", ["企业名称", "产品名称", "产值"]),
        ("表.csv", ["企业名称", "产品名称", "不合格项目"]),
        ("采购结果.csv", ["需求单位", "需求产品", "中标单位"]),
        ("表.csv", ["指标", "市场需求", "单位"]),
        ("人才需求.csv", ["用人单位", "需求人数", "岗位"]),
        ("表.csv", ["项目名称", "资金需求", "建设单位"]),
    ],
)
def test_a_table_that_says_neither_or_tells_what_is_over_lists_nothing(name: str, head: list[str]) -> None:
    assert read(csv_of([head, ["岚江口罩厂", "医用口罩", "5"]], name)) == []


def test_a_list_of_both_that_does_not_tell_which_row_is_which_is_an_issue_at_its_head() -> None:
    document = csv_of([["单位名称", "产品名称"], ["岚江口罩厂", "口罩"], ["岚江医院", "手套"]], "供需清单.csv")

    claims, [issue] = offers_in(document)

    assert claims == ()
    assert (issue.code, issue.anchor and issue.anchor.quote) == ("side-unknown", "单位名称\t产品名称")


def test_a_column_of_its_own_tells_each_row_s_side() -> None:
    rows = [
        ["单位", "供需类型", "产品"],
        ["甲药厂", "供给", "阿莫西林胶囊"],
        ["乙医院", "需求", "CT"],
        ["丙", "合作", "讲座"],
    ]

    assert read(csv_of(rows)) == [
        ("Offer", "甲药厂", "阿莫西林胶囊", ""),
        ("Need", "乙医院", "CT", ""),
    ]


def test_several_needs_of_a_cell_are_several_claims_with_their_own_words_and_amounts() -> None:
    document = csv_of(
        [["医院名称", "需求物资", "规格"], ["岚江医院", "1.防护服１万套；2、N95口罩4千；3、消毒液", "国标"]]
    )

    claims, _ = offers_in(document)

    assert [(c.thing, c.anchor.quote, c.specification) for c in claims] == [
        ("防护服", "防护服1万套", ""),
        ("N95口罩", "N95口罩4千", ""),
        ("消毒液", "消毒液", ""),
    ]
    assert [(c.amount.value, c.amount.unit) if c.amount else None for c in claims] == [
        (Decimal(1), "万套"),
        (Decimal(4), "千"),
        None,
    ]


def test_two_names_of_one_thing_are_one_need_and_products_between_slashes_of_a_list_are_several() -> None:
    assert [t for *_, t, _ in read(csv_of([["医院", "需求物资"], ["甲医院", "N95/护目镜/防护服/其他"]]))] == [
        "N95",
        "护目镜",
        "防护服",
    ]
    assert [t for *_, t, _ in read(csv_of([["hospital", "item"], ["甲医院", "护目镜/防护眼镜"]], "demand.csv"))] == [
        "护目镜/防护眼镜"
    ]


@pytest.mark.parametrize(
    ("head", "cell", "amount"),
    [
        ("数量", "每月50万只", ("=", "50", "万只/月")),
        ("月产能（万只）", "约50", ("~", "50", "万只/月")),
        ("数量", "10-20台", ("range", "10", "台")),
        ("数量", "≥５台", (">=", "5", "台")),
        ("数量", "1,000盒", ("=", "1000", "盒")),
        ("数量", "120吨/年", ("=", "120", "吨/年")),
        ("数量", "3台（套）", ("=", "3", "台（套）")),
        ("数量", "1000", ("=", "1000", "")),
        ("数量", "若干", None),
        ("数量", "100居里", None),
        ("数量", "A型3台，B型5台", None),
        ("数量", "——", None),
    ],
)
def test_a_quantity_keeps_its_bound_unit_and_rate_and_what_is_no_single_amount_is_unknown(
    head: str, cell: str, amount: tuple[str, str, str] | None
) -> None:
    [claim], _ = offers_in(csv_of([["单位名称", "需求产品", head], ["甲医院", "医用口罩", cell]]))

    found = claim.amount
    assert (found and (found.op, f"{found.value:f}", found.unit)) == amount
    assert found is None or found.stated == cell.replace("５", "5")


def test_a_column_named_danwei_holds_units_where_units_stand_in_it() -> None:
    rows = [["序号", "采购需求", "单位", "数量"], ["1", "CT设备", "台", "3"], ["2", "医用口罩", "万只", "5"]]

    claims, _ = offers_in(csv_of(rows, "岚江市人民医院采购需求清单.csv"))

    assert [(c.party, c.thing, c.amount and c.amount.unit) for c in claims] == [
        ("岚江市人民医院", "CT设备", "台"),
        ("岚江市人民医院", "医用口罩", "万只"),
    ]


def test_an_office_s_list_is_not_the_office_s_own_need() -> None:
    claims, _ = offers_in(csv_of([["采购需求", "数量"], ["CT设备", "3台"]], "岚江市卫生健康委员会需求清单.csv"))

    assert [(c.party, c.thing) for c in claims] == [("", "CT设备")]


def test_a_merged_name_holds_for_the_rows_below_and_totals_are_no_rows() -> None:
    rows = [
        ["单位名称", "需求产品", "规格", "数量"],
        ["甲医院", "医用口罩", "N95", "100只"],
        ["", "", "外科", "200只"],
        ["", "手套", "", ""],
        ["合计", "", "", "300只"],
        ["乙医院", "", "大号", "5件"],
    ]

    claims, _ = offers_in(csv_of(rows))

    assert [(c.party, c.thing, c.specification, c.amount and c.amount.stated, c.anchor.quote) for c in claims] == [
        ("甲医院", "医用口罩", "N95", "100只", "医用口罩"),
        ("甲医院", "医用口罩", "外科", "200只", "外科"),
        ("甲医院", "手套", "", None, "手套"),
    ]


def book(*sheets: tuple[str, Table], merged: str = "") -> Document:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        for name, rows in sheets:
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell:
                        sheet.write_string(number, column, cell)
            if merged:
                sheet.merge_range(merged, rows[0][1])
    snapshot, reading, _ = read_snapshot("表.xlsx", buffer.getvalue())
    return document_from(snapshot, reading)


def test_a_head_of_two_rows_with_merged_cells_is_read_as_one() -> None:
    rows = [
        ["单位名称", "需求信息", "", "", "供给信息", ""],
        ["", "产品", "规格", "数量", "产品", "产能"],
        ["甲公司", "无纺布", "SMS", "15吨", "医用防护服", "每月8万件"],
    ]

    claims, _ = offers_in(book(("登记", rows), merged="B1:D1"))

    assert [(type(c).__name__, c.thing, c.specification, c.amount and c.amount.stated) for c in claims] == [
        ("Offer", "医用防护服", "", "每月8万件"),
        ("Need", "无纺布", "SMS", "15吨"),
    ]


def test_each_sheet_is_of_its_own_side_and_a_head_holds_for_its_sheet_only() -> None:
    rows = [["单位", "名称"], ["甲厂", "口罩"]]

    document = book(
        ("供给清单", rows), ("需求清单", [["单位", "名称"], ["乙医院", "手套"]]), ("说明", [["丙厂", "试剂盒"]])
    )

    assert read(document) == [("Offer", "甲厂", "口罩", ""), ("Need", "乙医院", "手套", "")]


def test_tables_of_word_and_web_are_lists_too_under_their_captions() -> None:
    page = (
        "<html><body><h1>岚江供需对接会</h1><p>附表1 医疗机构需求清单</p><table>"
        "<tr><th>序号</th><th>单位</th><th>名称</th><th>联系人</th><th>电话</th></tr>"
        "<tr><td>1</td><td rowspan=2>岚江医院</td><td>监护仪</td><td>周某</td><td>13900001111</td></tr>"
        "<tr><td>2</td><td>呼吸机</td><td>周某</td><td>13900001111</td></tr></table></body></html>"
    )
    snapshot, reading, _ = read_snapshot("会.html", page.encode())

    assert read(document_from(snapshot, reading)) == [
        ("Need", "岚江医院", "监护仪", ""),
        ("Need", "岚江医院", "呼吸机", ""),
    ]


# --- contacts


def payloads(document: Document) -> str:
    """Every line of claims.jsonl that the document's offers and needs make."""
    claims, _ = offers_in(document)
    snapshot = document.snapshot
    whole = Compiled("表", document.id, snapshot, document.meta, document.text, document.blocks, 0, (), tuple(claims))
    return "\n".join(claim_lines(whole))


@pytest.mark.parametrize(
    "rows",
    [
        [["单位", "联系人", "需求产品", "电话"], ["甲医院", "赵六", "CT设备3台", "13812345678"]],
        [["联系人", "单位", "电话", "需求产品"], ["赵六", "甲医院", "13812345678", "CT设备3台"]],
        [["单位", "需求产品", "备注"], ["甲医院", "CT设备3台", "找赵六 13812345678"]],
        [["单位", "需求产品"], ["甲医院", "CT设备3台，联系人：赵六13812345678"]],
        [["单位", "需求产品"], ["甲医院（联系人赵六）", "CT设备3台 电话：023-12345678"]],
        [["单位", "需求产品", "规格"], ["甲医院", "CT设备3台", "64排，微信：zhaoliu 13812345678"]],
        [["单位", "需求产品", "数量"], ["甲医院", "CT设备", "3台 赵六 13812345678"]],
        [["单位", "需求产品", "地点"], ["甲医院", "CT设备", "渝中区 13812345678"]],
    ],
)
def test_whom_to_ring_never_gets_into_a_claim_nor_into_the_sentence_around_it(rows: Table) -> None:
    document = csv_of(rows)

    lines = payloads(document)

    assert "CT设备" in lines
    for secret in ("13812345678", "023-12345678", "12345678", "zhaoliu"):
        assert secret not in lines


def test_a_name_beside_a_number_is_cut_off_with_it_and_an_item_may_be_called_after_telephones() -> None:
    assert "赵六" not in payloads(csv_of([["单位", "联系人", "需求产品"], ["甲医院", "赵六", "CT设备"]]))
    assert read(csv_of([["单位", "需求产品"], ["甲医院", "电话随访系统"]])) == [("Need", "甲医院", "电话随访系统", "")]


CELLS = st.text(
    st.sampled_from("口罩CT设备3台，、；/（）()12３.万套每月产能需求供给单位联系人：138 \t\n一"), max_size=14
)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5), st.permutations(["单位", "需求", "可供产品数量"]))
def test_whatever_stands_in_a_list_its_anchors_hold_and_ids_are_one_each(
    rows: list[list[str]], head: list[str]
) -> None:
    document = csv_of([head, *[[cell.replace('"', "") for cell in row] for row in rows]], "供需.csv")

    claims, _ = offers_in(document)

    for claim in claims:
        check_anchor(document, claim.anchor)
        check_anchor(document, claim.sentence)
        assert claim.thing.strip()
        assert claim.thing in document.text
    assert len({(type(claim), claim.id) for claim in claims}) == len(claims)


# --- sentences


def test_a_need_told_in_a_sentence_points_at_the_thing_with_its_amount() -> None:
    document, [words] = marked("供需对接会上，岚江市人民医院发布⟦CT设备采购需求3台⟧，其余另行安排。")

    [need], _ = offers_in(document)

    assert (need.anchor, need.party, need.thing, need.segment) == (words, "岚江市人民医院", "CT设备", "械.影像")
    assert need.amount == Quantity(Decimal(3), Decimal(3), "台", "3台")


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "岚江市人民医院拟采购监护仪20台、医用口罩5万只。",
            [("Need", "监护仪", "20台"), ("Need", "医用口罩", "5万只")],
        ),
        ("岚江康宁药业有限公司可提供冻干粉针产能。", [("Offer", "冻干粉针产能", "")]),
        ("现场发布需求120项，供给85项。", []),
        ("会议发布了医药健康产业供需清单。", []),
        ("平台可提供一站式服务。", []),
        ("支持岚江市人民医院拟采购监护仪20台。", []),
        ("岚江市人民医院已采购监护仪20台。", []),
        ("岚江市人民医院可提供优质服务。", []),
        ("市场急需监护仪。", []),
    ],
)
def test_a_sentence_counts_only_where_it_leaves_no_doubt(sentence: str, told: list[tuple[str, str, str]]) -> None:
    found = read(plain_document(sentence))

    assert [(side, thing, amount) for side, _, thing, amount in found] == told


def test_a_sentence_with_a_number_to_ring_is_quoted_without_it() -> None:
    lines = payloads(plain_document("岚江市人民医院拟采购监护仪20台，联系电话13812345678。"))

    assert json.loads(lines)["thing"] == "监护仪"
    assert "13812345678" not in lines


def test_what_is_offered_and_what_is_needed_are_two_kinds_of_claim() -> None:
    claims, _ = offers_in(csv_of([["单位", "可供产品", "需求产品"], ["甲厂", "口罩", "熔喷布"]]))

    assert [type(claim) for claim in claims] == [Offer, Need]


# --- real lists, where they are present

LISTS = Path(__file__).parents[3] / "../shared/data/licensed"


@pytest.mark.shared
@pytest.mark.skipif(not LISTS.exists(), reason="the shared data is not here")
@pytest.mark.parametrize(("name", "kind"), [("hospital_demand_items", Need), ("factory_supply_items", Offer)])
def test_every_row_of_a_real_list_is_one_claim_of_its_side_and_party(name: str, kind: type[Offer | Need]) -> None:
    data = (LISTS / f"{name}.csv").read_bytes()
    snapshot, reading, _ = read_snapshot(f"{name}.csv", data)
    rows = list(csv.DictReader(io.StringIO(data.decode())))

    claims, issues = offers_in(document_from(snapshot, reading))

    assert issues == ()
    assert {type(claim) for claim in claims} == {kind}
    party = "hospital" if kind is Need else "company"
    plain = [plain_letters(row[party].strip()) for row in rows]
    assert [re.sub(r"\s", "", claim.party) for claim in claims] == [re.sub(r"\s", "", each) for each in plain]
