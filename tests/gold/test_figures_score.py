"""The bars of the measure: what `yuheng compile` writes for the shared corpora, against their gold.

Run as a script (`make score`), it prints the scores beside the bars.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
SHARED = HOUSE / "../shared"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (SHARED / "tools/score_figures.py").exists(), reason="needs ../shared"),
]


@dataclass(frozen=True)
class Bar:
    corpus: str
    found: float
    exact: float
    options: tuple[str, ...] = ()


BARS = (
    Bar("seeds", found=0.95, exact=0.80),
    Bar("dev", found=0.92, exact=0.65, options=("--ranges", str(SHARED / "corpus/dev/index.jsonl"))),
)


def last_line_of_the_scorer(bar: Bar, out: Path) -> str:
    yuheng = str(Path(sys.executable).with_name("yuheng"))
    corpus = str(SHARED / "corpus" / bar.corpus)
    compiled = subprocess.run(
        [yuheng, "compile", corpus, "--out", str(out)], capture_output=True, text=True, check=False
    )
    assert compiled.returncode in (0, 1), compiled.stdout + compiled.stderr
    scored = subprocess.run(
        [
            sys.executable,
            str(SHARED / "tools/score_figures.py"),
            str(SHARED / f"gold/{bar.corpus}.figures.jsonl"),
            corpus,
            str(out / "claims.jsonl"),
            *bar.options,
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    return scored.stdout.splitlines()[-1]


def f1(line: str) -> tuple[float, float]:
    found, exact = re.findall(r"F1 ([0-9.]+)", line)
    return float(found), float(exact)


@pytest.mark.parametrize("bar", BARS, ids=lambda bar: bar.corpus)
def test_figures_are_found_and_read_whole_at_least_as_often_as_promised(bar: Bar, tmp_path: Path) -> None:
    line = last_line_of_the_scorer(bar, tmp_path / "out")

    found, exact = f1(line)
    assert found >= bar.found, f"{bar.corpus}: {line}"
    assert exact >= bar.exact, f"{bar.corpus}: {line}"


if __name__ == "__main__":
    for measured in BARS:
        with tempfile.TemporaryDirectory() as folder:
            scores = last_line_of_the_scorer(measured, Path(folder))
        print(f"{measured.corpus:<6}{scores}   (bars: found {measured.found:.2f}, exact {measured.exact:.2f})")
