"""The samples from bytes to ledger, through the command line: what the clerk would see of `make demo`."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HOUSE = Path(__file__).resolve().parents[2]
SAMPLES = HOUSE / "samples"
YUHENG = str(Path(sys.executable).with_name("yuheng"))
Row = dict[str, Any]

OPINION = "岚江市生物医药指导意见.txt"
SIGNING = "云津新区签约新闻.html"
FORUM = "岚江大健康论坛报道.txt"
PLAN = "岚江市大健康产业十四五规划.txt"
EVENT = "岚江供需对接报道.txt"
BULLETIN = "岚江市大健康产业统计监测公报2023.pdf"
POINTS = "岚江市2024年工作要点.docx"

# document, words with the number, kind, op, value, value2, unit, period, measure, hedged
STATED = """
opinion 工业总产值达到600亿元 target = 600 - 亿元 2022 level no
opinion 10亿级企业8家 target = 8 - 家 2022 level no
opinion 提高到4%以上 target >= 4 - % 2022 share no
opinion 白鹭县7万亩 target = 7 - 万亩 - level no
opinion 到2022年60%的规模以上 target = 60 - % 2022 share no
signing 投资总额达38.5亿元 actual = 38.5 - 亿元 2020 - no
signing 工业产值达64.7亿元 actual = 64.7 - 亿元 2020H1 level no
signing 同比增长8.2% actual = 8.2 - % 2020H1 growth no
signing 企业300家以上 target >= 300 - 家 2025 level no
forum 医药企业92家 actual = 92 - 家 2020 level no
forum 产业产值达到288亿元 actual = 288 - 亿元 2019 level no
forum 比上年增长11.5% actual = 11.5 - % 2019 growth no
forum 预期寿命为78.3岁 actual = 78.3 - 岁 2019 level no
plan 达到约420亿元 actual ~ 420 - 亿元 2020 level no
plan 产业增加值力争突破700亿元 target > 700 - 亿元 2025 level yes
plan 达到7.5%左右 target ~ 7.5 - % 2025 share no
plan 生物医药产业产值达到600亿元 target = 600 - 亿元 2025 level no
plan 产值百亿级企业2家 target = 2 - 家 2025 level no
plan 20亿元级企业6家 target = 6 - 家 2025 level no
plan 国家级创新平台12个 target = 12 - 个 2025 level yes
plan 新增市级特色园区3至5个 target range 3 5 个 2025 - no
plan 不低于60% target >= 60 - % 2025 share no
plan 国家级创新平台7个 actual = 7 - 个 - level no
plan 孕产妇死亡率降至9.8/10万 actual = 9.8 - /10万 2020 - no
plan 近1200万人次 actual ~ 1200 - 万人次 2020 - no
event 營業收入1860億元 actual = 1860 - 亿元 - - no
event 同比增長9.6% actual = 9.6 - % - growth no
event 簽約金額達8.6億元 actual = 8.6 - 亿元 - - no
event 年產能8000臺 actual = 8000 - 台 - - no
bulletin 产业产值452.6亿元 actual = 452.6 - 亿元 2023 level no
bulletin 比上年增长11.8% actual = 11.8 - % 2023 growth no
bulletin 修订为312亿元 actual = 312 - 亿元 2020 level no
bulletin 固定资产投资97.6亿元 actual = 97.6 - 亿元 2023 - no
bulletin 下降2.3% actual = 2.3 - % 2023 growth no
points 增加值达到610亿元左右 target ~ 610 - 亿元 2024 level no
points 增长8%以上 target >= 8 - % 2024 growth no
points 规上医药企业达到140家 target = 140 - 家 2024 level no
points 度假区达到18个 target = 18 - 个 2025 level no
"""
NAMES = {
    "opinion": OPINION,
    "signing": SIGNING,
    "forum": FORUM,
    "plan": PLAN,
    "event": EVENT,
    "bulletin": BULLETIN,
    "points": POINTS,
}
NOT_FIGURES = (
    "2381", "128", "36", "100", "6000", "8000个", "0999", "2015001", "5507",  # the page around the news
    "88", "95", "37", "6号",  # numbers of documents and meetings
)  # fmt: skip


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ledger")
    compiled(folder)
    return folder


def compiled(out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [YUHENG, "compile", str(SAMPLES), "--out", str(out), *options],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def claims(out: Path) -> list[Row]:
    return [json.loads(line) for line in (out / "claims.jsonl").read_text("utf-8").splitlines()]


def squeezed(text: str) -> str:
    return re.sub(r"\s|[（(][a-zA-Züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+[)）]", "", text)


def simplified(text: str) -> str:
    import opencc

    return str(opencc.OpenCC("t2s").convert(text))


def test_every_sample_states_something(claims: list[Row]) -> None:
    assert {claim["doc"] for claim in claims} == set(NAMES.values())


@pytest.mark.parametrize("stated", STATED.split("\n")[1:-1])
def test_a_figure_of_the_samples_is_read_whole(stated: str, claims: list[Row]) -> None:
    name, words, kind, op, value, value2, unit, period, measure, hedged = stated.split(" ")
    wanted = simplified(words)
    at = [
        claim
        for claim in claims
        if claim["doc"] == NAMES[name]
        and claim["kind"] in ("target", "actual")
        and claim["value"] == value
        and wanted in squeezed(claim["quote"])
    ]
    read = [(c["kind"], c["op"], c["value"], c["value2"] or "-", c["unit"], c["hedge"]) for c in at]
    assert (kind, op, value, value2, unit, hedged == "yes") in read, read or "not found"
    if period != "-":
        assert period in [c["period"] for c in at]
    if measure != "-":
        assert measure in [c["measure"] for c in at]


def test_numbers_of_the_page_around_the_news_and_of_documents_are_no_figures(claims: list[Row]) -> None:
    around = {SIGNING: NOT_FIGURES[:9], PLAN: NOT_FIGURES[9:12], POINTS: NOT_FIGURES[12:]}
    taken = [
        (claim["doc"], claim["stated"])
        for claim in claims
        if "stated" in claim
        for numbers in [around.get(claim["doc"], ())]
        if claim["value"] + claim["unit"] in numbers or claim["value"] in numbers
    ]

    assert taken == []


def test_the_spans_of_a_text_file_open_at_the_number_in_any_encoding(claims: list[Row]) -> None:
    for name, encoding in ((FORUM, "gb18030"), (OPINION, "utf-8"), (EVENT, "utf-8")):
        text = (SAMPLES / name).read_bytes().decode(encoding)
        figures = [claim for claim in claims if claim["doc"] == name and "number" in claim]
        assert figures
        for claim in figures:
            found = simplified(squeezed(text[claim["start"] : claim["end"]]))
            assert found == squeezed(claim["number"]["quote"]), claim["stated"]


def test_a_second_run_changes_no_byte_however_many_processes_work(out: Path, tmp_path: Path) -> None:
    compiled(tmp_path / "again", "--jobs", "2")

    first = {path.name: path.read_bytes() for path in sorted(out.iterdir())}
    assert first == {path.name: path.read_bytes() for path in sorted((tmp_path / "again").iterdir())}
    assert set(first) == {"claims.jsonl", "documents.jsonl", "台账.xlsx", "reader.html"}


def test_the_reader_is_one_file_that_loads_nothing(out: Path) -> None:
    page = (out / "reader.html").read_text("utf-8")

    assert re.findall(r"""(?:src|href)=["'](?:https?:)?//[^"']+""", page) == []
    assert [name for name in NAMES.values() if name not in page] == []


# site as named, tier, district, industries, status; read from the boxes and the prose of the plan by hand
SITED = """
省级生物医药产业集聚区|||生物医药|规划
岚江高新区|一核|岚江高新区||
云津新区|一核|云津新区||
云津生物城|一核|云津新区|抗体药物、疫苗、细胞治疗|
岚江高新区医疗器械产业园|一核|岚江高新区|医疗器械、体外诊断、医学影像、植介入器械|
砚池区现代中药产业园|一核|砚池区|现代中药|
岚江医科大学附属医院云津院区|一核|云津新区|医疗服务|在建
雁回区|一核|雁回区|健康体检、检验|在建
青屏区|一廊|青屏区|康养文旅|
霁月区|一廊|霁月区|康养文旅|
松荫县|一廊|松荫县|康养文旅|
青屏山旅游度假区|一廊||旅游|升级
霁月湖旅游度假区|一廊||旅游|升级
松荫县森林康养基地|一廊|松荫县|森林康养|在建
青屏区|一廊|青屏区|水上|在建
霁月区|一廊|霁月区|水上|在建
禾丰县|两片|禾丰县||
白鹭县|两片|白鹭县||
松荫县|两片|松荫县||
青屏区|两片|青屏区||
禾丰县|两片|禾丰县|天麻规范化种植|
白鹭县|两片|白鹭县|山银花、佛手|
青屏山旅游度假区|两片||旅游|创建
白鹭温泉小镇|两片|白鹭县|温泉|在建
"""


def test_the_plan_s_sites_are_found_though_no_gazetteer_knows_its_places(claims: list[Row]) -> None:
    read = [
        "|".join([it["site"], it["tier"], it["district"], "、".join(it["industries"]), it["status"]])
        for it in claims
        if it["kind"] == "siting" and it["doc"] == PLAN
    ]

    assert read == SITED.split("\n")[1:-1]


def test_news_and_opinion_name_their_sites_too(claims: list[Row]) -> None:
    named = {(it["doc"], it["site"]) for it in claims if it["kind"] == "siting" and it["doc"] != PLAN}

    assert {(OPINION, "云津生物城"), (EVENT, "云津生物城"), (FORUM, "云津生物城")} <= named
    assert {doc for doc, site in named if site == "岚江市"} == set()
