"""Lists as .csv or .tsv, in any encoding and with any of the usual delimiters."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Final

from yuheng.errors import UnreadableSnapshot
from yuheng.model import Issue, Reading
from yuheng.read.formats import as_text
from yuheng.read.grid import Grid
from yuheng.read.txt import lost_characters

_DELIMITERS: Final = (",", "\t", ";", "|", "，")
_SAMPLE: Final = 40


def read_csv(name: str, data: bytes) -> tuple[Reading, tuple[Issue, ...]]:
    """Read a list; the delimiter is the one that cuts most lines into equally many cells.

    Raises:
        UnreadableSnapshot: text in no encoding, or a quote that never ends.
    """
    decoded = as_text(name, data)
    text = decoded.text.removeprefix("\ufeff")
    delimiter = delimiter_of(text)
    grid = Grid()
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        grid.table("", ((number, enumerate(row)) for number, row in enumerate(rows)))
    except csv.Error as error:
        raise UnreadableSnapshot(
            f"{name}：第 {rows.line_num} 行不成表（{error}）。", hint="检查该行的引号是否成对；或另存为 .xlsx。"
        ) from error
    reading = Reading(
        grid.text,
        wrapped=False,
        runs=tuple(grid.runs),
        marks=tuple(grid.marks),
        reader="csv/1",
        properties=(("encoding", decoded.encoding), ("delimiter", delimiter)),
    )
    return reading, lost_characters(name, decoded)


def delimiter_of(text: str) -> str:
    """Tell what sets cells apart; a comma where nothing tells.

    >>> delimiter_of("指标;2020年;2025年\\n床位数;1,200;1,500")
    ';'
    """
    lines = [line for line in text[:65536].splitlines() if line.strip()][:_SAMPLE]
    best, most = ",", 0.0
    for delimiter in _DELIMITERS:
        widths = Counter(line.count(delimiter) for line in lines if delimiter in line)
        if not widths:
            continue
        width, agreeing = widths.most_common(1)[0]
        score = agreeing / len(lines) + min(width, 20) / 100
        if score > most:
            best, most = delimiter, score
    return best
