"""How fast Yuheng reads, beside what it is made of and what people start from: `make bench`.

Everything is measured in one process on one core and the same text, one after the other, and the best of the rounds is
printed: the least disturbed one. OpenCC and one compiled `re` are the limits of what Python can do here; jieba is what
most people begin with, and only cuts words.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
SHARED = HOUSE / "../shared/corpus"
NUMBER_UNIT = re.compile(
    r"(?:约|近|超过|突破|达到?|不低于|不少于)?[0-9０-９][0-9,，.．]*(?:[—~～至-][0-9][0-9.]*)?[余多]?"
    r"(?:个百分点|[万亿千百]*(?:美元|欧元|元|人次|平方米|平方公里|公里|亩|吨|人|家|户|个|张|件|项|处|所|名|位|场|批|台|套|座|条|种|次|年|天|小时|岁|片|升)"
    r"|[%％‰]|/10万|[万亿])"
)
DOCUMENT, FIGURES = 500_000, 1_000_000
"""Characters a second on one core that a whole document, and its figures alone, must not fall below."""
START, PEAK = 0.6, 120
"""Seconds and megabytes that compiling a small file in a new process must not exceed."""
Work = Callable[[], object]


def passage(size: int) -> str:
    """Dirty text of `size` characters: the samples (and the shared corpora where present), over and over."""
    from yuheng.read import read_file

    folders = [HOUSE / "samples", *(SHARED / name for name in ("seeds", "dev"))]
    files = sorted(path for folder in folders if folder.exists() for path in folder.glob("*.txt"))
    once = "\n".join(read_file(path)[1].text for path in files)
    return (once * (size // len(once) + 1))[:size]


def fastest(work: Work, rounds: int) -> float:
    """Seconds of processor time of the best round."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def speeds(text: str, rounds: int) -> None:
    """Characters a second, side by side."""
    import jieba
    import opencc

    from yuheng.extract import claims_in
    from yuheng.extract.figures import figures_in
    from yuheng.text.documents import plain_document

    document = plain_document(text, "bench.txt")
    convert = opencc.OpenCC("t2s").convert
    jieba.setLogLevel(60)
    jieba.initialize()
    sample = text[: len(text) // 10]
    rows: list[tuple[str, int, int, Work]] = [
        ("clean + outline + figures", FIGURES, len(text), lambda: figures_in(plain_document(text, "bench.txt"))),
        ("  clean + outline alone", 0, len(text), lambda: plain_document(text, "bench.txt")),
        ("  figures alone", 0, len(text), lambda: figures_in(document)),
        ("clean + outline + every claim", DOCUMENT, len(text), lambda: claims_in(plain_document(text, "bench.txt"))),
        ("OpenCC t2s alone", 0, len(text), lambda: convert(text)),
        ("one re with number and unit", 0, len(text), lambda: sum(1 for _ in NUMBER_UNIT.finditer(text))),
        ("jieba.cut", 0, len(sample), lambda: sum(1 for _ in jieba.cut(sample))),
    ]
    print(f"{'on one core':<34}{'characters/s':>14}{'of ours':>10}")
    ours = 0.0
    for name, bar, size, work in rows:
        speed = size / fastest(work, rounds)
        ours = ours or speed
        print(f"{name:<34}{speed:>14,.0f}{speed / ours:>9.2f}×" + (f"   bar: {bar:,}" if bar else ""))
    figures = len(figures_in(document)[0])
    print(f"({len(text):,} characters, {figures:,} figures; jieba on a tenth of them)")


def linearity() -> None:
    """A document of 10 MB beside one of 1 MB: ten times the text must cost ten times the time."""
    from yuheng.extract import claims_in
    from yuheng.extract.figures import figures_in
    from yuheng.text.documents import plain_document

    large = passage(4_000_000).encode("utf-8")[:10_000_000].decode("utf-8", "ignore")
    small = large.encode("utf-8")[:1_000_000].decode("utf-8", "ignore")
    sizes = f"{len(small.encode()) / 1e6:.0f} MB", f"{len(large.encode()) / 1e6:.0f} MB"
    print(f"\n{'one document':<34}{sizes[0]:>14}{sizes[1]:>14}")
    for name, read in (("clean + outline + figures", figures_in), ("clean + outline + every claim", claims_in)):
        one, ten = (
            fastest(lambda text=text, read=read: read(plain_document(text, "x.txt")), rounds)  # type: ignore[misc]
            for text, rounds in ((small, 5), (large, 2))
        )
        print(f"{name:<34}{one:>12.2f} s{ten:>12.2f} s   {ten / one:.1f} times")


PIECES = ("（", "1", "、", "到2025年", "一、", "“", "《", "A", "\n", "1.", "3家、", "比上年增长", "由市", "专栏1\n")
MARKUP = (
    '<a "',
    "<!",
    "<!--",
    "<div>",
    "</p>",
    "<p><td>",
    "&",
    "&#x",
    "<li>",
    "<table>",
    "</b",
    "<title>",
    "<script>",
    "<a",
)


def broken(text: str) -> None:
    """One piece over and over, beside ordinary text of the same length: what is broken must not take for ever."""
    from yuheng.extract import claims_in
    from yuheng.read import read_snapshot
    from yuheng.text.documents import plain_document

    ordinary = fastest(lambda: claims_in(plain_document(text[:20_000])), 3)
    taken = {piece: fastest(lambda p=piece: claims_in(plain_document(p * (20_000 // len(p)))), 1) for piece in PIECES}  # type: ignore[misc]
    page = f"<html><p>{text[:120_000]}</p>".encode()
    plain = fastest(lambda: read_snapshot("x.html", page), 2)
    marked = {p: fastest(lambda p=p: read_snapshot("x.html", ("<html>" + p * 60_000).encode()), 1) for p in MARKUP}  # type: ignore[misc]
    print(f"\n{'one piece over and over':<34}{'the slowest':>14}{'of ordinary':>14}")
    for name, times, usual in (
        ("20,000 characters, every claim", taken, ordinary),
        ("60,000 pieces of markup", marked, plain),
    ):
        worst = max(times, key=lambda piece: times[piece])
        print(f"{name:<34}{times[worst]:>12.2f} s{times[worst] / usual:>13.1f}×   {worst!r}")


def starts(rounds: int) -> None:
    """What a person waits for: a new process, to the end; its byte code is cached, as it is from the second run on."""
    yuheng = str(Path(sys.executable).with_name("yuheng"))
    small = HOUSE / "samples/岚江市生物医药指导意见.txt"
    print(f"{'a new process, to its end':<34}{'time':>14}{'peak':>13}")
    with tempfile.TemporaryDirectory() as out:
        for name, command in (
            ("python -c pass", [sys.executable, "-c", "pass"]),
            ("yuheng --help", [yuheng, "--help"]),
            ("yuheng compile, a small file", [yuheng, "compile", str(small), "--out", out]),
        ):
            _spawn(command)
            seconds, peak = min(_spawn(command) for _ in range(rounds))
            bars = f"   bars: {START} s, {PEAK} MB" if "compile" in command else ""
            print(f"{name:<34}{seconds:>11.2f} s {peak:>9.0f} MB{bars}")


def _spawn(command: list[str]) -> tuple[float, float]:
    """Seconds and peak memory in MB of one child process."""
    start = time.perf_counter()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    child = subprocess.Popen(  # noqa: S603  # our own
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    )
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with {child.returncode}")
    return time.perf_counter() - start, _megabytes(usage.ru_maxrss)


def _megabytes(maxrss: int) -> float:
    return maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Print everything; `--quick` measures less, for a look."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    warnings.simplefilter("ignore")  # jieba's own
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores\n")
    starts(2 if quick else 5)  # first: a child's peak counts its parent's memory at the fork
    print()
    speeds(passage(200_000 if quick else 1_000_000), 2 if quick else 3)
    if not quick:
        linearity()
        broken(passage(200_000))
    here = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{'this process, at its peak':<36}{'':>9} {_megabytes(here):>9.0f} MB")


if __name__ == "__main__":
    main()
