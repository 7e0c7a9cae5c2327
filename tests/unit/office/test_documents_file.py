"""What documents call themselves goes with the claims, and papers quote it."""

from __future__ import annotations

from datetime import date

import pytest
from tests.unit.office.town import DOC, claims

from yuheng.errors import Misuse
from yuheng.model import Metadata
from yuheng.office.bulletin_notes import document_words, source_of
from yuheng.office.documents_file import document_line, documents_from
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
