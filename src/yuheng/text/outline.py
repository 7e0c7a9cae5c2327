"""The blocks of a clean text, and the headings above each.

A figure under “二、发展目标” is a promise and under “一、发展基础” a fact, so the path of headings decides what a claim
means. Headings are found by their numbers (第一章, 一、, （一）, 1., ①, 专栏1, ——), by standing short and without a
stop between paragraphs (news), and by running into their paragraph (“产业规模更大。大健康产业…”). Depth is relative:
a document that begins with 一、 has 一、 as its first level.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from yuheng.model import Block, Mark
from yuheng.model.document import BlockKind
from yuheng.text.furniture import web_furniture

_CN = "〇零一二三四五六七八九十百"
_RUNGS = re.compile(
    rf"(?P<r1>第[{_CN}\d]{{1,4}}[编篇]|附[件表录](?:[\d{_CN}]{{1,3}})?[:：]?(?=.{{0,30}}$))"
    rf"|(?P<r2>第[{_CN}\d]{{1,4}}章|第[{_CN}]{{1,3}}部分)"
    rf"|(?P<r3>第[{_CN}\d]{{1,4}}节)"
    rf"|(?P<r4>[{_CN}]{{1,3}}[、．.](?![{_CN}]{{1,3}}[、是]))"
    rf"|(?P<r5>[（(][{_CN}]{{1,3}}[)）])"
    r"|(?P<r6>\d{1,2}(?:[、．]|\.(?!\d)))"
    r"|(?P<r7>[（(]\d{1,2}[)）]|\d{1,2}[)）])"
    r"|(?P<r8>[①-⑳])"
    r"|(?P<box>专栏[\s\d一二三四五六七八九十]*)"
    r"|(?P<dash>——)"
)
"""Rungs of the ladder from GB/T 9704 (一、 （一） 1. （1）) with the chapters of plans above and ① below."""

_LEVEL = {"r1": 1, "r2": 2, "r3": 3, "r4": 4, "r5": 5, "r6": 6, "r7": 7, "r8": 8, "box": 9, "dash": 9}
_SUBHEAD, _RUN_IN = 10, 11
_SENTENCE = re.compile(r"[。！？!?；;]")
_FIRST_STOP = re.compile(r"[。！？!?；;：:]")
_CLOSED = re.compile(r"[。！？!?；;：:，,、…][”’\"'）)》]*$")
_LONGEST_HEAD = 46
_LONGEST_RUN_IN = 30
_LONGEST_SUBHEAD = 36
_NOTE = re.compile(r"(?:注|说明|备注|资料来源|数据来源|计算方法)\s*[:：]|\[\d+\]|注\d*[.、．]")
_SALUTATION = re.compile(r"(?:各位|同志们|女士们|尊敬的|各[省市州区县盟旗、（]|[^，。]{2,40}[:：]$)")
_LIST = re.compile(r"[●•■▪◆★▲►]")
_SENTENCE_LIKE = re.compile(r"(?:是|将|要|了|已|在)[^的]{0,3}.{8,}")


@dataclass(slots=True)
class _Trail:
    """The headings that are open at a place, with their depths on the ladder."""

    open: list[tuple[int, str]] = field(default_factory=list)

    def path(self) -> tuple[str, ...]:
        return tuple(words for _, words in self.open)

    def close(self, depth: int) -> None:
        while self.open and self.open[-1][0] >= depth:
            self.open.pop()

    def enter(self, depth: int, words: str) -> int:
        self.close(depth)
        self.open.append((depth, words))
        return len(self.open)


def blocks_in(text: str, *, marks: Sequence[Mark] = ()) -> tuple[Block, ...]:
    """Cut a clean text into blocks, each with the headings above it.

    Every line that is not empty belongs to one block, or to two where its heading runs into its paragraph. `marks` are
    what the reader knows, in offsets of the clean text; they outrank what the words look like.

    >>> [(b.kind, b.path) for b in blocks_in("一、目标\\n（一）规模壮大。产值达到5亿元。\\n二、任务")]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('heading', ()), ('heading', ('一、目标',)), ('paragraph', ('一、目标', '（一）规模壮大')), ('heading', ())]
    """
    spans = _lines_of(text)
    lines = [text[start:end] for start, end in spans]
    kinds = _kinds_from(marks, spans)
    furniture = web_furniture(lines)
    trail = _Trail()
    blocks: list[Block] = []
    in_box = False
    for number, (start, _end) in enumerate(spans):
        kind = kinds.get(number) or furniture.get(number)
        for offset, length, what, depth in _parts_of(lines, number, kind, started=bool(trail.open)):
            words = lines[number][offset : offset + length]
            if what == "heading":
                path, level = _enter(trail, depth, words)
                in_box = (depth == _LEVEL["box"] and words.startswith("专栏")) or (in_box and depth > _LEVEL["box"])
                blocks.append(Block(start + offset, start + offset + length, "heading", level, path))
                continue
            shown: BlockKind = "box" if what == "paragraph" and in_box else what
            blocks.append(Block(start + offset, start + offset + length, shown, 0, trail.path()))
        if kind is None:
            trail.close(_RUN_IN)
    return tuple(blocks)


def _lines_of(text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for line in text.split("\n"):
        if line:
            spans.append((at, at + len(line)))
        at += len(line) + 1
    return spans


def _enter(trail: _Trail, depth: int, words: str) -> tuple[tuple[str, ...], int]:
    trail.close(depth)
    path = trail.path()
    return path, trail.enter(depth, words.rstrip("。：:；; "))


def _kinds_from(marks: Sequence[Mark], spans: list[tuple[int, int]]) -> dict[int, BlockKind]:
    """The kinds that the reader's marks give to whole lines."""
    kinds: dict[int, BlockKind] = {}
    meant: dict[str, BlockKind] = {
        "heading": "heading", "table": "table", "row": "table", "cell": "table", "note": "note", "box": "box",
        "boilerplate": "boilerplate", "contents": "contents",
    }  # fmt: skip
    line = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.kind == "cut":
            continue
        while line < len(spans) and spans[line][1] <= mark.start:
            line += 1
        at = line
        while at < len(spans) and spans[at][0] < mark.end:
            if spans[at][0] >= mark.start:
                kinds.setdefault(at, meant[mark.kind])
            at += 1
    return kinds


Part = tuple[int, int, BlockKind, int]
"""Offset in the line, length, kind, depth on the ladder."""


def _parts_of(lines: list[str], number: int, kind: BlockKind | None, *, started: bool) -> Iterator[Part]:
    """Take one line apart: a heading, a heading that runs into its paragraph, or one block of another kind."""
    line = lines[number]
    if kind is not None and kind != "heading":
        yield 0, len(line), kind, 0
        return
    rung = _RUNGS.match(line)
    depth = _LEVEL[rung.lastgroup] if rung and rung.lastgroup else 0
    if kind == "heading":
        yield 0, len(line), "heading", depth or _SUBHEAD
    elif _NOTE.match(line):
        yield 0, len(line), "note", 0
    elif rung and depth:
        yield from _numbered(line, rung, depth)
    elif _is_title(lines, number, started):
        yield 0, len(line), "title", 0
    elif _is_subhead(lines, number, started):
        yield 0, len(line), "heading", _SUBHEAD
    else:
        yield from _run_in(line)


def _numbered(line: str, rung: re.Match[str], depth: int) -> Iterator[Part]:
    """A line that begins with a heading's number."""
    stop = _FIRST_STOP.search(line, rung.end())
    if stop is None:
        if len(line) <= _LONGEST_HEAD and "，" not in line[_LONGEST_HEAD // 2 :]:
            yield 0, len(line), "heading", depth
        else:
            yield 0, len(line), "list", 0
    elif stop.end() == len(line) and stop[0] in "。：:" and len(line) <= _LONGEST_HEAD:
        yield 0, len(line), "heading", depth
    elif stop[0] in "。：:" and stop.end() <= _LONGEST_HEAD and stop.end() < len(line):
        yield 0, stop.end(), "heading", depth
        yield stop.end(), len(line) - stop.end(), "paragraph", 0
    else:
        yield 0, len(line), "paragraph", 0


def _is_title(lines: list[str], number: int, started: bool) -> bool:
    line = lines[number]
    if number == 0 and len(line) <= 80 and not _SENTENCE.search(line):
        return True
    return not started and number < 40 and len(line) <= 80 and _TITLE_END.search(line) is not None


_TITLE_END = re.compile(
    r"(?:规划|计划|方案|意见|办法|措施|政策|通知|报告|纲要|决定|清单|条例|公告)"
    r"(?:[（(][^（()）]{1,24}[)）])?(?:的通知|的意见)?$"
)


def _is_subhead(lines: list[str], number: int, started: bool) -> bool:
    """A heading of news: short, without a stop at its end, and a paragraph (or another such line) after it."""
    line = lines[number]
    if len(line) > _LONGEST_SUBHEAD or len(line) < 3 or _CLOSED.search(line) or _SALUTATION.match(line):
        return False
    if number + 1 >= len(lines) or _LIST.match(line):
        return False
    after = lines[number + 1 : number + 3]
    return any(len(text) > 2 * _LONGEST_SUBHEAD or _CLOSED.search(text) for text in after)


def _run_in(line: str) -> Iterator[Part]:
    """A paragraph, or one whose first words name it: “产业规模更大。大健康产业…”."""
    stop = _FIRST_STOP.search(line, 0, _LONGEST_RUN_IN)
    if stop and stop[0] == "。" and 4 <= stop.end() < len(line) - 8 and not _SENTENCE_LIKE.search(line[: stop.start()]):
        yield 0, stop.end(), "heading", _RUN_IN
        yield stop.end(), len(line) - stop.end(), "paragraph", 0
        return
    yield 0, len(line), "list" if _LIST.match(line) else "paragraph", 0
