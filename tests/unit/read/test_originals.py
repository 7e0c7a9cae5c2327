"""The Word and PDF files of the development corpus against the text files made from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from yuheng.read import read_file

DEV = Path(__file__).parents[3] / "../shared/corpus/dev"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (DEV / "original").exists(), reason="the shared corpora are not here"),
]


def words(text: str) -> list[str]:
    return ["".join(line.split()) for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("name", ["h13", "h14", "h15"])
def test_a_word_file_gives_its_text_twin_line_by_line(name: str) -> None:
    _, original, issues = read_file(DEV / "original" / f"{name}.docx")
    _, twin, _ = read_file(DEV / f"{name}.txt")

    assert (words(original.text), issues) == (words(twin.text), ())


def test_a_pdf_gives_its_text_twin_outside_of_tables() -> None:
    _, original, issues = read_file(DEV / "original" / "h26.pdf")
    _, twin, _ = read_file(DEV / "h26.txt")

    text = "".join(original.text.split())
    missing = [line for line in words(twin.text) if line not in text]

    assert issues == ()
    # the twin was printed line by line across the cells of the tables of indicators: those lines are no sentences
    assert len(missing) < 25
    assert {run.page for run in original.runs} == set(range(1, 109))


def test_the_indicators_of_a_ruled_table_keep_their_columns() -> None:
    _, reading, _ = read_file(DEV / "original" / "h26.pdf")

    cells = [(reading.text[m.start : m.end].replace("\n", ""), m.level) for m in reading.marks if m.kind == "cell"]
    at = cells.index(("孕产妇死亡率（1/10万）", 2))

    assert cells[at - 1 : at + 5] == [
        ("51", 1), ("孕产妇死亡率（1/10万）", 2), ("19.6", 3), ("≤18", 4), ("≤12", 5), ("预期性", 6),
    ]  # fmt: skip
