"""What documents call themselves goes with the claims, and papers quote it."""

from __future__ import annotations

from datetime import date

import pytest
from tests.unit.office.town import DOC, claims

from yuheng.errors import Misuse
from yuheng.model import Metadata
from yuheng.office.bulletin_notes import document_words, source_of
from yuheng.office.documents_file import document_line, documents_from, given_from
from yuheng.office.duties import duties_in

ABOUT = Metadata("岚江市大健康产业发展规划", "岚江市人民政府", "岚府发〔2021〕3号", date(2021, 3, 1), "plan", "岚江市")


def test_what_a_document_calls_itself_comes_back_as_it_was() -> None:
    lines = [document_line("规划.docx", "plan", ABOUT), "", document_line("a.txt", "b", Metadata())]

    assert documents_from(lines, name="documents.jsonl") == {"规划.docx": ABOUT, "a.txt": Metadata()}


@pytest.mark.parametrize("line", ["{", '{"doc": "a"}', "[]", '{"doc": "a", "title": "", "issued": "gestern"}'])
def test_a_line_that_is_no_document_is_named(line: str) -> None:
    with pytest.raises(Misuse, match=r"documents\.jsonl 第 2 行读不出"):
        documents_from(["", line], name="documents.jsonl")


def test_a_footnote_names_the_document_as_its_issuer_does() -> None:
    said = [(DOC, claim) for claim in claims(1, 1)]
    [named, *_] = duties_in(said, documents={DOC: ABOUT})
    [unnamed, *_] = duties_in(said)

    assert document_words(named) == "《岚江市大健康产业发展规划》（岚江市人民政府，岚府发〔2021〕3号）"
    assert source_of(named).startswith("《岚江市大健康产业发展规划》（岚江市人民政府，岚府发〔2021〕3号）“二、发展目标")
    assert document_words(unnamed) == "《岚江市大健康产业“十四五”规划（2021—2025年）》"


def test_what_people_say_is_what_differs_from_a_line_of_documents() -> None:
    copied = document_line("a.txt", "b", Metadata("新闻"))
    said = ['{"doc": "规划.docx", "issued": "2021年3月1日", "number": "岚府发[2021]3号", "kind": null}', "", copied]

    assert given_from(said, name="given.jsonl") == {
        "规划.docx": {"issued": "2021-03-01", "number": "岚府发〔2021〕3号", "kind": ""},
        "a.txt": {"title": "新闻"},
    }


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "第 2 行读不出"),
        ('{"issued": "2021-03-01"}', "第 2 行读不出"),
        ('{"doc": "a.txt", "issued": 20210301}', "第 2 行读不出"),
        ('{"doc": "a.txt", "issued": "2021-03"}', "第 2 行：发文日期要写到日"),
        ('{"doc": "a.txt", "kind": "poem"}', "第 2 行：没有“poem”这一种文档"),
        ('{"doc": "a.txt", "day": "2021-03-01"}', "第 2 行：文档没有“day”这一项"),
    ],
)
def test_a_line_that_says_nothing_readable_is_named(line: str, why: str) -> None:
    with pytest.raises(Misuse, match=why):
        given_from(["", line], name="given.jsonl")
