"""The blocks of a clean text, and the headings above each.

A figure under “二、发展目标” is a promise and under “一、发展基础” a fact, so the path of headings decides what a claim
means. Headings are found by their numbers (第一章, 一、, （一）, 1., ①, 专栏1, ——), by standing short and without a
stop between paragraphs (news), and by running into their paragraph (“产业规模更大。大健康产业…”). Depth is relative:
a document that begins with 一、 has 一、 as its first level, and —— stands wherever it was first met.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from yuheng.model import Block, Mark, opened
from yuheng.model.document import BlockKind
from yuheng.text.boxes import box_ends
from yuheng.text.furniture import furniture_in, is_signature

_OpenBlock = opened(Block)
_CN = "〇零一二三四五六七八九十百"
_RUNGS = re.compile(
    rf"(?P<part>第[{_CN}\d]{{1,4}}[编篇]|附[件表录](?:[\d{_CN}]{{1,3}})?[:：]?(?=.{{0,40}}$))"
    rf"|(?P<chapter>第[{_CN}\d]{{1,4}}(?:章|部分))"
    rf"|(?P<section>第[{_CN}\d]{{1,4}}节)"
    rf"|(?P<article>第[{_CN}\d]{{1,4}}条(?:[【（(][^】）)]{{1,16}}[】）)])?(?=[^第款的规、，。]))"
    rf"|(?P<first>[{_CN}]{{1,3}}[、．.](?![{_CN}]{{1,3}}[、是线级类等产次]))"
    rf"|(?P<second>[（(][{_CN}]{{1,3}}[)）])"
    r"|(?P<third>\d{1,2}(?:[、．]|\.(?!\d))|\d{1,2}(?:\.\d{1,2}){1,3}(?=[^\d%‰.、，亿万千百元个家人倍年月日岁米吨张处项]{2,30}$))"
    r"|(?P<fourth>[（(]\d{1,2}[)）]|\d{1,2}[)）])"
    r"|(?P<fifth>[①-⑳])"
    r"|(?P<box>专栏[\s\d一二三四五六七八九十]*)"
    r"|(?P<dash>——)"
)
"""Rungs of the ladder of GB/T 9704 (一、 （一） 1. （1）) with the chapters of plans above it and ① below."""

_ORDER = ("part", "chapter", "section", "article", "first", "second", "third", "fourth", "fifth")
_LEAST = {"part": 0, "chapter": 1, "section": 2, "article": 3, "first": 4}
"""Rungs that close every sub-head and dash above them too; the lower ones may stand under such a head."""

_SENTENCE = re.compile(r"[。！？!?；;]")
_FIRST_STOP = re.compile(r"[。！？!?；;：:]")
_CLOSED = re.compile(r"[。！？!?；;：:，,、…][”’\"'）)》]*$")
_LONGEST_HEAD = 46
_SHORTEST_PROSE = 36
_LONGEST_RUN_IN = 30
_LONGEST_SUBHEAD = 36
_NOTE = re.compile(r"(?:注释?|说明|备注|资料来源|数据来源|计算方法)\s*[:：]|\[\d+\]|注\d*[.、．]|[（(]此[件页]")
_CAPTION = re.compile(
    r"资料图|图为|[/／]?摄[)）]?$|供图|效果图|现场(?:图|照|交流|合影)?$|^.{0,8}现场.{0,4}$|(?:一角|掠影|全景|外景)$"
)
_LIST = re.compile(r"[●•■▪◆★▲►]")
_NO_HEAD = re.compile(
    rf"[（(]?[12二][\d{_CN}○]{{3}}年(?=\s?[\d{_CN}]{{1,3}}\s?月|[)）]?$)|.{{0,12}}[〔\[【（(]\s?20\d\d\s?[〕\]】）)]|各位|同志们|尊敬的|女士们|各[省市州区县盟旗、（]"
    r"|.{2,16}(?:省长|市长|州长|县长|区长|主席|书记|主任|局长|厅长)[\u4e00-\u9fff·]{2,4}$|[^\u4e00-\u9fff]*$"
)
_FOREWORD = re.compile(r"(?:引\s?言|前\s?言|序\s?言|结\s?语|后\s?记|总\s?则|附\s?则)$")
_TITLE = re.compile(
    r"(?:规划|计划|方案|意见|办法|措施|政策|通知|报告|纲要|决定|清单|条例|公告|细则|规定)"
    r"(?:[（(][^（()）]{1,24}[)）])?(?:的(?:通知|意见|公告|决定|批复))?$"
)
_STATEMENT = re.compile(
    r"[是了吗呢]|谢谢|感谢|大家|这位|请问|(?:认为|表示|指出|呼吁|建议|介绍|强调|提出)[，,：:]|[各局委厅办府市县区](?:应|须|将|要(?![素点求领]))"
)
_AMOUNT = re.compile(r"\d(?:[%‰个家项亿万千元倍人张所户种名处条件次座岁吨公平米台套辆床批篇]|左右|以上|以下)")
"""A sentence with an amount in it says something: it is no heading, however short."""
_ATTACHED = re.compile(r"附[件表]\s*[:：].")
_NUMBERED = re.compile(r"\d{1,2}[.．、]")
_MOST_ATTACHED = 30
_ADDRESS = re.compile(r"各位(?:代表|委员)[！!，,：:]")


@dataclass(slots=True)
class _Trail:
    """The headings that are open at a place, outermost first, each with its rung; and what has been met so far."""

    open: list[tuple[str, str]] = field(default_factory=list)
    path: tuple[str, ...] = ()
    in_prose: bool = False
    titled: bool = False

    def close(self, rung: str) -> None:
        """Close what cannot stand above a heading of this rung: its own kind, and what is lower on the ladder."""
        keep = len(self.open)
        nested = rung == "article" and not self.has("article")
        for at, (other, _) in enumerate(self.open):
            if nested and other in ("first", "second"):
                continue  # articles that were not met before stand under the heading of their group
            if other == rung or _is_below(other, rung):
                keep = at
                break
        self.cut(keep)

    def enter(self, rung: str, words: str) -> None:
        self.open.append((rung, words))
        self.path = (*self.path, words)

    def cut(self, keep: int) -> None:
        if keep < len(self.open):
            del self.open[keep:]
            self.path = self.path[:keep]

    def leave(self, rung: str) -> None:
        """Close the headings from this rung on, if it is open."""
        self.cut(next((at for at, (other, _) in enumerate(self.open) if other == rung), len(self.open)))

    def has(self, rung: str) -> bool:
        return any(other == rung for other, _ in self.open)


def _is_below(other: str, rung: str) -> bool:
    if other == "run-in":
        return True
    if other in _ORDER:
        return rung in _ORDER and _ORDER.index(other) > _ORDER.index(rung)
    return rung in _LEAST or (other == "box" and rung == "second") or (rung == "subhead" and other == "dash")


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
    known = furniture_in(lines)
    for number, marked in _kinds_from(marks, spans).items():
        if known.get(number) != "boilerplate":
            known[number] = marked
    ends = box_ends(lines)
    trail = _Trail()
    blocks: list[Block] = []
    for number, (start, _end) in enumerate(spans):
        kind = known.get(number)
        _turn(trail, lines, number, kind)
        if number in ends:
            trail.leave("box")
        for offset, length, what, rung in _parts_of(lines, number, kind=kind, trail=trail):
            words = lines[number][offset : offset + length]
            if rung:
                trail.close(rung)
            if what == "heading":
                blocks.append(_block(start + offset, length, "heading", trail.path, len(trail.open) + 1))
                trail.enter(rung, words.rstrip("。：:；; "))
                continue
            if what == "title":
                trail.cut(0)
                trail.titled = True
            trail.in_prose = trail.in_prose or (what == "paragraph" and length > _SHORTEST_PROSE)
            shown: BlockKind = "box" if what in ("paragraph", "list") and trail.has("box") else what
            blocks.append(_block(start + offset, length, shown, trail.path, 0))
    return tuple(blocks)


def _block(start: int, length: int, kind: BlockKind, path: tuple[str, ...], level: int) -> Block:
    block: Any = _OpenBlock.__new__(_OpenBlock)
    block.start, block.end, block.kind, block.level, block.path = start, start + length, kind, level, path
    block.__class__ = Block
    made: Block = block
    return made


def _turn(trail: _Trail, lines: list[str], number: int, kind: BlockKind | None) -> None:
    """Close headings that a paragraph leaves behind without a heading of its own.

    A run-in head holds for its own line; an address to the assembly begins a new part of a speech; a signature stands
    under no heading.
    """
    if trail.open and trail.open[-1][0] == "run-in":
        trail.cut(len(trail.open) - 1)
    if kind is None and trail.open and _ADDRESS.match(lines[number]):
        trail.cut(1)
    if trail.open and is_signature(lines, number):
        trail.cut(0)


def _lines_of(text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for line in text.split("\n"):
        if line:
            spans.append((at, at + len(line)))
        at += len(line) + 1
    return spans


_MEANT: dict[str, BlockKind] = {
    "heading": "heading",
    "table": "table",
    "row": "table",
    "cell": "table",
    "note": "note",
    "box": "box",
    "boilerplate": "boilerplate",
    "contents": "contents",
}


def _kinds_from(marks: Sequence[Mark], spans: list[tuple[int, int]]) -> dict[int, BlockKind]:
    """The kinds that the reader's marks give to whole lines; a heading inside a box stays a heading."""
    kinds: dict[int, BlockKind] = {}
    line = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        while line < len(spans) and spans[line][1] <= mark.start:
            line += 1
        at = line
        while at < len(spans) and spans[at][0] < mark.end:
            if at not in kinds or (mark.kind == "heading" and kinds[at] != "boilerplate"):
                kinds[at] = _MEANT[mark.kind]
            at += 1
    return kinds


Part = tuple[int, int, BlockKind, str]
"""Offset in the line, length, kind, and the rung of a heading or numbered item (empty for others)."""


def _parts_of(lines: list[str], number: int, *, kind: BlockKind | None, trail: _Trail) -> Iterator[Part]:
    """Take one line apart: a heading, a heading that runs into its paragraph, or one block of another kind."""
    line = lines[number]
    if kind is not None and kind not in ("heading", "box"):
        yield 0, len(line), kind, ""
        return
    match = _RUNGS.match(line)
    rung = (match.lastgroup or "") if match else ""
    if kind == "heading" and not rung and not trail.titled and not trail.open and not trail.in_prose:
        yield 0, len(line), "title", ""
    elif kind == "heading":
        yield 0, len(line), "heading", rung or "subhead"
    elif _NOTE.match(line) or (len(line) <= _LONGEST_SUBHEAD and _CAPTION.search(line) and not _CLOSED.search(line)):
        yield 0, len(line), "note", ""
    elif _ATTACHED.match(line) or (rung == "third" and _in_attached(lines, number)):
        yield 0, len(line), "list", ""
    elif match and rung and not (rung == "dash" and _is_subtitle(line, trail)):
        yield from _numbered(lines, number, match, rung=rung)
    elif _is_title(lines, number, trail):
        yield 0, len(line), "title", ""
    elif (trail.in_prose or _FOREWORD.match(line)) and _is_subhead(lines, number):
        yield 0, len(line), "heading", "subhead"
    elif kind == "box":
        yield 0, len(line), "box", ""
    else:
        yield from _run_in(lines, number)


def _in_attached(lines: list[str], number: int) -> bool:
    """Whether a numbered line goes on with the list of attachments: 附件：1.… and below it 2.…"""
    at = number - 1
    while at >= 0 and number - at < _MOST_ATTACHED and lines[at][0].isdigit() and _NUMBERED.match(lines[at]):
        at -= 1
    return at >= 0 and _ATTACHED.match(lines[at]) is not None


def _is_subtitle(line: str, trail: _Trail) -> bool:
    """Whether a line after —— belongs to the title: 在…会议上, or anything without a stop before the text begins."""
    return line.endswith(("会议上", "大会上", "全会上")) or (not trail.in_prose and _CLOSED.search(line) is None)


def _numbered(lines: list[str], number: int, match: re.Match[str], *, rung: str) -> Iterator[Part]:
    """A line that begins with a heading's number: a heading, or an item that says something (1、引进项目15个)."""
    line = lines[number]
    if rung == "article":
        yield 0, match.end(), "heading", rung
        if match.end() < len(line):
            yield match.end(), len(line) - match.end(), "paragraph", ""
        return
    stop = _FIRST_STOP.search(line, match.end())
    if stop is None:
        is_head = len(line) <= _LONGEST_HEAD and not line.endswith(("，", ",", "、"))
        is_head = is_head and not (_AMOUNT.search(line, match.end()) and _is_leaf(lines, number, rung))
        yield 0, len(line), "heading" if is_head else "list", rung
    elif stop[0] in "。：:" and stop.end() <= _LONGEST_HEAD and not _AMOUNT.search(line, match.end(), stop.end()):
        yield 0, stop.end(), "heading", rung
        if stop.end() < len(line):
            yield stop.end(), len(line) - stop.end(), "paragraph", ""
    else:
        yield 0, len(line), "list" if rung in ("third", "fourth", "fifth") else "paragraph", rung


def _is_leaf(lines: list[str], number: int, rung: str) -> bool:
    """Whether nothing stands under a numbered line: the next one has a number of its rung or of a higher one."""
    if rung not in _ORDER or number + 1 >= len(lines):
        return rung in _ORDER
    after = _RUNGS.match(lines[number + 1])
    following = (after.lastgroup or "") if after else ""
    return following in _ORDER and _ORDER.index(following) <= _ORDER.index(rung)


def _is_title(lines: list[str], number: int, trail: _Trail) -> bool:
    """The first line, a line of the head that names a kind of document, or the title of what is attached."""
    line = lines[number]
    if len(line) > 80 or _SENTENCE.search(line) or _CLOSED.search(line):
        return False
    if number == 0:
        return True
    attached = len(trail.open) == 1 and trail.open[0][0] == "part"
    if attached and re.fullmatch(r"附[件表录]\s?[\d一二三四五六七八九十]*", lines[number - 1]):
        return True
    head = not trail.open and number < 40
    return (head or attached or line in lines[:40]) and _TITLE.search(line) is not None


def _is_subhead(lines: list[str], number: int) -> bool:
    """A heading of news: short, without a stop at its end, and a paragraph (or another such line) after it."""
    line = lines[number]
    if _FOREWORD.match(line):
        return True
    if not 3 <= len(line) <= _LONGEST_SUBHEAD or _CLOSED.search(line) or _NO_HEAD.match(line) or _LIST.match(line):
        return False
    if number + 1 >= len(lines) or _SENTENCE.search(line) or _AMOUNT.search(line) or is_signature(lines, number):
        return False
    if lines[number + 1].startswith("——") and not _CLOSED.search(lines[number + 1]):
        return True
    if len(line) < 4 or len(lines[number + 1]) < 4 or (number and len(lines[number - 1]) < 4):
        return False  # a cell, or a piece of a vertical heading
    after = lines[number + 1 : number + 4]
    return any(len(text) > 2 * _LONGEST_SUBHEAD or _SENTENCE.search(text) for text in after)


def _run_in(lines: list[str], number: int) -> Iterator[Part]:
    """A paragraph, or one whose first words name it: “产业规模更大。大健康产业…”.

    One short first sentence proves nothing (“思想是行动的先导。”): a heading has sisters before or after it.
    """
    line = lines[number]
    end = _first_words(line)
    sisters = (lines[at] for at in (number - 1, number + 1, number - 2, number + 2) if 0 <= at < len(lines))
    if end and any(_first_words(sister) for sister in sisters):
        yield 0, end, "heading", "run-in"
        yield end, len(line) - end, "paragraph", ""
        return
    yield 0, len(line), "list" if _LIST.match(line) else "paragraph", ""


def _first_words(line: str) -> int:
    """Where a paragraph's run-in head ends; 0 where it has none."""
    stop = _FIRST_STOP.search(line, 0, _LONGEST_RUN_IN)
    if stop is None or stop[0] != "。" or not 4 <= stop.end() < len(line) - 8 or line[0] in "“‘《（(":
        return 0
    if any(bad.search(line, 0, stop.start()) for bad in (_STATEMENT, _AMOUNT)) or _RUNGS.match(line):
        return 0
    return stop.end()
