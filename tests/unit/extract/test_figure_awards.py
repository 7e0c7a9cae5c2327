"""What an award of a policy measures: whose case it is, what one gets it for, and what its ceiling bounds."""

from __future__ import annotations

import pytest
from tests.unit.extract.test_figure_constructions import MEASURES, NEWS, Row, rows
from tests.unit.extract.test_figures import read

AWARDS: dict[str, tuple[str, list[Row]]] = {
    "each amount is of its own threshold": (
        "年销售额首次达到2亿元、6亿元的药企，分别给予20万元、60万元一次性奖励。",
        [
            ("=20", "万元", "", "年销售额首次达到2亿元的药企一次性奖励"),
            ("=60", "万元", "", "年销售额首次达到6亿元的药企一次性奖励"),
        ],
    ),
    "each amount is of its own phase": (
        "对本市研制的新药，按完成Ⅰ、Ⅱ期临床试验分别给予最高90万元、180万元的资助。",
        [
            ("<=90", "万元", "", "完成Ⅰ期临床试验资助"),
            ("<=180", "万元", "", "完成Ⅱ期临床试验资助"),
        ],
    ),
    "a case without 对 is what its award is for": (
        "首次通过省级评定的，每个品种奖励30万元；首次通过市级评定的，每个品种奖励9万元。",
        [
            ("=30", "万元", "", "通过省级评定每个品种奖励"),
            ("=9", "万元", "", "通过市级评定每个品种奖励"),
        ],
    ),
    "a bare ceiling bounds the award before it": (
        "企业自建的检验平台，按设备投资额的25%给予补助，最高不超过700万元。",
        [("=25", "%", "", "设备投资额"), ("<=700", "万元", "", "检验平台补助")],
    ),
    "a ceiling of a year says so": (
        "企业自建的检验平台，按设备投资额的25%给予补助，年度累计不超过700万元。",
        [("=25", "%", "", "设备投资额"), ("<=700", "万元", "", "检验平台年度累计补助")],
    ),
    "shares of different years are of the award behind the last": (
        "租用药谷厂房的，前两年按90%、后三年按40%给予房租补贴。",
        [("=90", "%", "", "前两年房租补贴"), ("=40", "%", "", "后三年房租补贴")],
    ),
    "what one gets is part of it": (
        "对通过评价的品种，每个给予70万元奖励。",
        [("=70", "万元", "", "通过评价的品种每个奖励")],
    ),
    "an award by a standard is of its case and of each": (
        "对新建的托育机构，按每个托位3万元的标准给予建设补助；收住老人的，按每人每月200元标准给予运营补贴。",
        [
            ("=3", "万元", "", "托育机构每个托位建设补助"),
            ("=200", "元", "", "收住老人每人每月运营补贴"),
        ],
    ),
    "the base of a share stands behind its bound": (
        "公寓租金不高于市场价的60%。自筹资金不低于总投入的40%，其余由财政负担。",
        [("<=60", "%", "", "公寓租金不高于市场价"), (">=40", "%", "", "自筹资金")],
    ),
    "a size of a case is no figure, and each acre has its grant": (
        "新建连片的规范化种植基地，每亩一次性补助400元。",
        [("=400", "元", "", "规范化种植基地每亩补助")],
    ),
    "a ceiling without an award before it is its own": (
        "平台用房，最高不超过9层，租金不超过30元。",
        [("<=9", "层", "", "平台用房"), ("<=30", "元", "", "租金")],
    ),
}


@pytest.mark.parametrize(("text", "stated"), AWARDS.values(), ids=AWARDS.keys())
def test_an_award_is_named_by_its_case_and_its_own_words(text: str, stated: list[Row]) -> None:
    assert rows(text, MEASURES) == stated


def test_a_threshold_of_what_is_reported_is_no_case_of_an_award() -> None:
    text = "药企去年增加到80家。获奖的药企，已给予奖励60万元。"

    assert [row[0] for row in rows(text, NEWS)] == ["=80", "=60"]
    assert [row[0] for row in read(text, NEWS)] == ["Actual", "Actual"]
