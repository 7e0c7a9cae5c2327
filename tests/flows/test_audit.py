"""From bytes to the audit's three files, through the command line, on documents of an invented year and a real city."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from python_calamine import load_workbook

YUHENG = str(Path(sys.executable).with_name("yuheng"))
Row = dict[str, Any]

OPINION = """成都市人民政府办公厅
关于加快生物医药产业发展的指导意见

成办发〔2018〕31号

各区（市）县人民政府，市政府各部门：

为加快生物医药产业发展，提出如下意见。

一、发展目标

到2022年，生物医药工业总产值达到900亿元，培育产值百亿级企业2家，国家级创新平台达到18个。到2022年，养老床位数达到12万张。

成都市人民政府办公厅

2018年5月20日
"""

PLAN = """成都市人民政府办公厅关于印发成都市大健康产业发展“十四五”规划（2021—2025年）的通知

成办发〔2021〕66号

各区（市）县人民政府，市政府各部门：

现将规划印发给你们，请认真贯彻执行。

成都市人民政府办公厅

2021年9月10日

成都市大健康产业发展“十四五”规划（2021—2025年）

第一章 发展基础

2020年，全市大健康产业增加值约800亿元，占全市地区生产总值比重达到5.0%。2020年，生物医药工业产值450亿元。2020年，养老床位数达到11万张。

第二章 发展目标

到2025年，大健康产业增加值突破1200亿元，占全市地区生产总值比重达到6%左右。到2025年，生物医药产业产值突破900亿元，养老床位数达到15万张。

第三章 主要任务

建设成渝医疗器械产业基地。办好2027年国际山地运动会成都赛区。
"""

NEWS = """2023-03-02

成都健康产业再上台阶

3月1日，成都市健康产业推进会举行。2022年，成都市养老床位数达到12.6万张，生物医药产业产值达到620亿元。
"""

SERIES = "指标,地区,时期,数值,单位,来源\n" + "".join(
    f"床位使用率,{place},{year},{value},%,卫健委\n"
    for place, year, value in (("青羊区", 2021, "88.1"), ("青羊区", 2022, "104.3"), ("锦江区", 2022, ""))
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audit")
    documents = folder / "文件"
    documents.mkdir()
    for name, text in (("意见.txt", OPINION), ("规划.txt", PLAN), ("新闻.txt", NEWS), ("上报.csv", SERIES)):
        (documents / name).write_text(text, encoding="utf-8")
    run = subprocess.run(
        [YUHENG, "audit", str(documents), "--out", str(folder / "out"), "--on", "2024-01-01"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return folder


@pytest.fixture(scope="module")
def findings(folder: Path) -> list[Row]:
    lines = (folder / "out" / "findings.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def of(findings: list[Row], kind: str) -> list[Row]:
    return [each for each in findings if each["kind"] == kind]


def test_a_number_promised_again_for_a_later_year_is_postponed_with_both_passages(findings: list[Row]) -> None:
    [postponed] = of(findings, "postponed")
    assert postponed["message"].startswith(
        "顺延：生物医药工业总产值900亿元（2022） → 生物医药产业产值突破900亿元（2025）"
    )
    assert [claim["number"] for claim in postponed["claims"][:2]] == ["成办发〔2018〕31号", "成办发〔2021〕66号"]
    assert all(claim["anchor"] in claim["quote"] for claim in postponed["claims"])
    assert ["所需速度（2025）", "年均增长14.8%—14.9%（5年）"] in postponed["parts"]


def test_a_higher_number_is_raised_and_one_not_seen_again_is_said_so(findings: list[Row]) -> None:
    assert [each["message"][:18] for each in of(findings, "raised")] == ["上调：养老床位数12万张（2022）"]
    gone = "".join(each["message"] for each in of(findings, "not-continued"))
    assert "百亿级企业2家" in gone


def test_shares_tell_the_total_that_no_document_states(findings: list[Row]) -> None:
    messages = [each["message"] for each in of(findings, "share-identity")]
    assert "占比核算：2025地区生产总值应为18462亿元—21818亿元，所给文档未述总量。" in messages


def test_targets_are_judged_by_what_later_documents_report(findings: list[Row]) -> None:
    words = {each["message"].split("：")[0]: dict(each["parts"])["证据裁定"] for each in of(findings, "verdict")}
    beds = next(word for name, word in words.items() if name.startswith("养老床位数15万张"))
    output = next(word for name, word in words.items() if name.startswith("生物医药产业产值突破900"))
    assert beds == "基本符合预期（按等差路径应完成40%）"
    assert output == "快于预期（按等比路径应完成32%）"


def test_a_list_with_a_series_head_is_tested_and_is_no_document(findings: list[Row], folder: Path) -> None:
    assert [each["parts"][0] for each in of(findings, "broken-identity")] == [["检验", "比例应在0与100%之间"]]
    assert not any(claim["doc"] == "上报.csv" for each in findings for claim in each["claims"])


def test_the_workbook_holds_one_sheet_a_question(folder: Path) -> None:
    book = load_workbook(str(folder / "out" / "审计.xlsx"))
    names = ["沿革", "核算", "数列", "目标进度", "目标沿革表", "缺项", "读数规则", "裁定规则"]
    assert [name for name in book.sheet_names if name != "关联"] == names
    rows = book.get_sheet_by_name("目标进度").to_python()
    assert rows[0][6:10] == ["官方结论", "证据裁定", "理由", "时序"]
    assert {row[6] for row in rows[1:]} == {"所给文档中未见官方结论"}


def test_the_page_opens_every_finding_at_its_passages_and_loads_nothing(folder: Path, findings: list[Row]) -> None:
    page = (folder / "out" / "审计.html").read_text("utf-8")
    for each in findings:
        if not each["kind"].startswith(("target-", "task-")):
            assert f'id="f-{each["id"]}"' in page
    assert page.count("<mark>") >= len(of(findings, "verdict"))
    assert not re.search(r"(?:src|href)=[\"'](?!#|data:)", page)
    assert "default-src 'none'" in page


def test_the_pictures_are_drawn_in_the_page(folder: Path) -> None:
    pytest.importorskip("vl_convert")
    page = (folder / "out" / "审计.html").read_text("utf-8")
    pictures = re.findall(r"<svg .*?</svg>", page, re.S)
    assert len(pictures) == 2
    words = ["".join(ElementTree.fromstring(picture).itertext()) for picture in pictures]  # noqa: S314  # our own
    assert "顺延" in words[0]
    assert "成办发〔2018〕31号" in words[0]
    assert "目标 突破1200亿元" in words[1]


def test_the_same_documents_give_the_same_bytes_under_other_names(folder: Path, tmp_path: Path) -> None:
    documents = tmp_path / "改名"
    documents.mkdir()
    for number, name in enumerate(("新闻.txt", "规划.txt", "意见.txt")):
        (documents / f"{number}.txt").write_bytes((folder / "文件" / name).read_bytes())
    (documents / "上报.csv").write_bytes((folder / "文件" / "上报.csv").read_bytes())
    subprocess.run(
        [YUHENG, "audit", str(documents), "--out", str(tmp_path / "out"), "--on", "2024-01-01"],
        check=True,
        capture_output=True,
    )

    def heart(out: Path) -> list[tuple[str, str]]:
        rows = [json.loads(line) for line in (out / "findings.jsonl").read_text("utf-8").splitlines()]
        return sorted((row["id"], row["message"]) for row in rows)

    assert heart(tmp_path / "out") == heart(folder / "out")


def test_a_wrong_day_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "文.txt").write_text(NEWS, encoding="utf-8")
    run = subprocess.run(
        [YUHENG, "audit", str(tmp_path), "--out", str(tmp_path / "out"), "--on", "明天"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (2, "错误：“明天”不是日期，要写成 2025-12-31。\n")
    assert not (tmp_path / "out").exists()
