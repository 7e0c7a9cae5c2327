"""A long document costs in proportion to its length: ten times the text, not a hundred times the work."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from yuheng.extract import claims_in
from yuheng.read import read_file
from yuheng.text.documents import plain_document

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SHORT = 60_000
TIMES = 8


def seconds(text: str, rounds: int) -> float:
    """Processor time, which other work on the machine hardly moves; the best of the rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        claims_in(plain_document(text))
        best = min(best, time.process_time() - start)
    return best


@pytest.fixture(scope="module")
def once() -> str:
    return "\n".join(read_file(path)[1].text for path in sorted(SAMPLES.glob("*.txt")))


def test_a_document_eight_times_as_long_costs_no_more_than_twelve_times(once: str) -> None:
    long = (once * (SHORT * TIMES // len(once) + 1))[: SHORT * TIMES]

    assert seconds(long, 2) <= 1.5 * TIMES * seconds(long[:SHORT], 4)


PIECES = ("（", "1", "、", "到2025年", "一、", "“", "《", "A", "\n", "1.", "3家、", "比上年增长", "由市", "专栏1\n")


@pytest.mark.parametrize("piece", PIECES)
def test_one_piece_said_over_and_over_takes_no_while(piece: str) -> None:
    assert seconds(piece * (20_000 // len(piece)), 1) < 5
