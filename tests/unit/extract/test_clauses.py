"""Where a sentence is cut, and where it must not be."""

from __future__ import annotations

import pytest

from yuheng.extract.clauses import sentences_of


def cut(text: str) -> list[list[str]]:
    """The words of every clause, sentence by sentence."""
    return [[text[c.start : c.end] for c in sentence] for sentence in sentences_of(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("建成A，投用B。推广C", [["建成A", "投用B"], ["推广C"]]),
        (
            "产值达1,000亿元，比例为1:2，增长5%,其中三成为新品",
            [["产值达1,000亿元", "比例为1:2", "增长5%", "其中三成为新品"]],
        ),
        ("扶持企业（含甲（乙，丙），丁），推广", [["扶持企业（含甲（乙，丙），丁）", "推广"]]),
        ("扶持企业（含甲，推广", [["扶持企业（含甲", "推广"]]),
        ("落实《甲，乙办法》，推广“三改，三提”", [["落实《甲，乙办法》", "推广“三改，三提”"]]),
        ("他说“先做甲。再做乙”，推广", [["他说“先做甲"], ["再做乙”", "推广"]]),
        ("，，建成A；；", [["建成A"]]),
        ("甲\n乙", [["甲"], ["乙"]]),
    ],
)
def test_a_clause_ends_at_its_mark_and_never_inside_brackets_or_numbers(text: str, sentences: list[list[str]]) -> None:
    assert cut(text) == sentences


def test_a_text_is_cut_once_and_another_text_anew() -> None:
    text = "建成A，投用B。"

    first = sentences_of(text, 0, len(text))

    assert sentences_of(text, 0, len(text)) is first
    assert sentences_of(text, 0, 4) != first
    sentences_of("推广C。", 0, 4)
    assert sentences_of(text, 0, len(text)) == first
