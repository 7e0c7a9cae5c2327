from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from tests.unit.audit.plans import NEWS, Paper, opinion, plan

from yuheng.audit.findings import Audit, audit_of
from yuheng.errors import Misuse
from yuheng.model.compiled import Compiled
from yuheng.office.audit_book import GROUPS, absences, audit_bytes
from yuheng.office.audit_page import audit_page_bytes
from yuheng.office.charts import lineage_chart, path_chart, paths_chart, png_of, svg_of
from yuheng.office.findings_file import findings_bytes, sources_of

ON = date(2024, 1, 1)


def papers() -> list[Compiled]:
    return [
        opinion().compiled(),
        plan().compiled(),
        Paper(NEWS).actual("生物医药产业产值", "452亿元", "2022").compiled(),
    ]


def audited(documents: list[Compiled]) -> Audit:
    return audit_of(documents, on=ON)


def test_words_of_a_document_can_never_become_markup() -> None:
    hostile = Paper(NEWS).target("<script>alert(1)</script>床位", "9张", "2025").compiled()
    page = audit_page_bytes(audited([hostile]), [hostile]).decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;床位" in page


def test_page_and_workbook_and_lines_are_the_same_bytes_every_time() -> None:
    first, second = audited(papers()), audited(papers())
    assert audit_page_bytes(first, papers()) == audit_page_bytes(second, papers())
    assert audit_bytes(first, papers()) == audit_bytes(second, papers())
    assert findings_bytes(first.findings, papers()) == findings_bytes(second.findings, papers())


def test_every_kind_of_finding_has_its_place_on_the_page() -> None:
    grouped = [kind for kinds in GROUPS.values() for kind in kinds]
    assert len(grouped) == len(set(grouped))
    assert {each.kind for each in audited(papers()).findings} <= set(grouped)


def test_what_is_missing_is_one_row_a_claim() -> None:
    rows = absences(audited(papers()).findings, sources_of(papers()))
    assert len({row.claim.id for row in rows}) == len(rows)
    bare = next(row for row in rows if row.claim.anchor.quote == "4%以上")
    assert bare.words == ("缺期限", "缺责任主体")


def test_one_specification_draws_the_page_and_the_word_file() -> None:
    pytest.importorskip("vl_convert")
    audit = audited(papers())
    spec = lineage_chart(audit.edges, audit.findings, audit.statements)
    words = "".join(ElementTree.fromstring(svg_of(spec)).itertext())  # noqa: S314  # our own
    for expected in (
        "2018-06-01　成办发〔2018〕1号",
        "2021-10-01　成办发〔2021〕9号",
        "顺延",
        "600亿元（2022）",
        "已达成后未延续",
    ):
        assert expected in words
    assert png_of(spec, scale=1).startswith(b"\x89PNG")


def test_a_chain_of_documents_is_one_line() -> None:
    third = Paper(NEWS).target("生物医药产业产值", "650亿元", "2025").compiled()
    audit = audited([opinion().compiled(), plan().compiled(), third])
    rows = lineage_chart(audit.edges, audit.findings, audit.statements)["layer"][0]["data"]["values"]
    assert [row["word"] for row in rows if row["row"] == "生物医药工业总产值"] == ["顺延", "上调"]


def test_a_path_runs_from_the_base_to_the_goal_with_its_band() -> None:
    track = next(each for each in audited(papers()).tracks if each.target.figure.indicator == "生物医药产业产值")
    layers = path_chart(track)["layer"]
    band, points = layers[0]["data"]["values"], layers[3]["data"]["values"]
    assert (band[0]["year"], round(band[0]["value"], 1), round(band[0]["low"], 1)) == (2020, 318.0, 317.5)
    assert (band[-1]["year"], round(band[-1]["value"], 1)) == (2025, 600.0)
    assert [(point["what"], point["year"], point["value"]) for point in points] == [
        ("基数", 2020, 318.0),
        ("目标", 2025, 600.0),
        ("实绩", 2022, 452.0),
    ]


def test_nothing_to_draw_is_refused_and_the_page_stands_without_pictures() -> None:
    with pytest.raises(Misuse, match="no lineage to draw"):
        lineage_chart((), (), ())
    with pytest.raises(Misuse, match="no path to draw"):
        paths_chart(())
    lonely = [Paper(NEWS).target("养老床位数", "9张", "2025").compiled()]
    page = audit_page_bytes(audited(lonely), lonely).decode()
    assert not re.search("<svg ", page)
    assert "缺基数" in page
