"""Which line ends of a wrapped text end a paragraph, and which lines are page numbers.

A line end inside a sentence was forced: the next word did not fit into the column. So the column's width is measured
from the lines around (columns of a newspaper differ, and so do cells and footnotes), and a line end is forced where
the line and the next line's first word together are wider than it. Punctuation, headings' numbers and blank lines
decide the rest. Blank lines alone decide nothing: some files have one after every line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from sys import maxsize

from yuheng.model import Mark
from yuheng.text.numbers import is_split
from yuheng.text.page_numbers import page_numbers_in

_LONG = 130
"""Display columns (a Chinese character takes two) that no line of a wrapped page reaches: it is a whole paragraph."""
_NEAR = 200
"""Lines on each side over which it is judged whether a text is wrapped at all: files are glued together."""
_WINDOW = 5
"""Lines on each side that share a column."""
_INDENT = 4
"""Display columns that a paragraph's first line is indented by: two characters."""
_BROAD = 40
"""Display columns from which a line and one other of its width make a column; of narrower ones it takes two others."""
_WIDE = 60
"""Display columns from which a line without punctuation at its end is a broken sentence, whatever stands around it."""
_CELL = 4
"""Characters up to which a line may be a cell's word."""
_LONGEST_CELL = 10
"""Characters up to which a line that ends with a comma may be a piece of a cell."""
_STRETCHED = 30
"""Characters, blanks included, from which a line set wide is a line of text and no title."""
_NARROWEST = 16
"""Display columns below which lines are cells, not a column of text."""

_CN = "〇零一二三四五六七八九十百"
_MARKER = re.compile(
    rf"第[{_CN}\d]+[章节编篇条]|[{_CN}]{{1,3}}[、．](?![{_CN}]+[、线级类等产次])|[（(][{_CN}]{{1,3}}[)）]|专栏\s*[\d{_CN}]"
    r"|\d{1,2}[.、．](?!\d)|[（(]\d{1,2}[)）]|[①-⑳]|[●•■▪◆★▲►※]|附[件表录][\d一二三四五六七八九十：:]"
    r"|本报(?:记者|讯)|(?:注|注释|说明|备注|资料来源|来源|计算方法|记者|编辑|责任编辑|抄送|(?:发布|成文|印发)(?:日期|时间))[:：]|\[\d+\]|[（(](?:此件|此页|完[)）])"
)
_CHAPTER = re.compile(rf"第[{_CN}\d]+[章节编篇]|[{_CN}]{{1,3}}、|[（(][{_CN}]{{1,3}}[)）]|专栏")
_DATE_LINE = re.compile(
    rf"^[（(]?[12二][\d{_CN}○Ｏ]{{3}}\s?年\s?[\d{_CN}]{{1,3}}\s?月(?:\s?[\d{_CN}]{{1,3}}\s?日)?[)）]?$"
)
_LEADER = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|\.{2,}…|…\.{2,})[.…·\s]*\d*$")
_CLOSERS = "”’\"'）)》】"
_STOPS = frozenset("。！？!?；;：:…")
_SENTENCE_END = re.compile(r"[。！？!?][”’\"'）)》】]*$")
_WORD = re.compile(r"(?:[“‘《（【\"(]*(?:[0-9A-Za-z.,%+\-~～—]+|.)[，。、；：！？”’》）】%,.;:!?)]*)", re.DOTALL)
_LEADER_ENDS = frozenset(".…·0123456789")
_TELLING_ENDS = _STOPS | _LEADER_ENDS | frozenset(_CLOSERS + "日月")
"""Last characters of lines that may end something."""
_TELLING_STARTS = frozenset(
    "各尊发成印0123456789.,%‰≥≤<>~～—-+/([（第一二三四五六七八九十百零〇专附注说备资来计记编责抄①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳●•■▪◆★▲►※"
)
"""First characters of lines that may begin something."""
_SALUTATION = re.compile(r"各[^。；]{1,60}[:：]$|尊敬的|各位")
_TITLE = re.compile(
    r"[^，。；：]{0,60}(?:关于|印发)[^，。；：]*(?:通知|意见|规划|方案|计划|办法|措施|报告|决定|政策|公告)$"
)
_TITLE_ENDS = frozenset("知见划案法施告定策")
_COMMA = re.compile("[，。；、！？,;：]")
_BARE = re.compile(r"[\d.,%‰≥≤<>~～—\-+/ ]{1,12}$")


@dataclass(slots=True)
class Line:
    """A line that prints something.

    Attributes:
        start, end: its characters without blanks at either end.
        stop: where its line end stands.
        body: those characters.
        blank: whether a blank line parts it from the line before; a page break is none.
        indent: display columns of blanks before it.
    """

    start: int
    end: int
    stop: int
    body: str
    blank: bool
    indent: int


@dataclass(slots=True, frozen=True)
class _Page:
    """What is measured of the lines.

    Attributes:
        widths: in display columns.
        commas: how many of the first n lines hold punctuation.
        indent: by how much the first line of a paragraph is shorter.
    """

    lines: list[Line]
    widths: list[int]
    commas: list[int]
    indent: int

    def is_prose(self, number: int) -> bool:
        """Whether the lines around read like sentences; in a list of names no line goes on."""
        first, last = max(number - 3, 0), min(number + 3, len(self.lines))
        return self.commas[last] - self.commas[first] > (1 if last - first > 3 else 0)


def lines_in(flat: str, *, wrapped: bool, blank: str) -> list[Line]:
    """Find the lines that print something; in wrapped text without the page numbers."""
    found: list[Line] = []
    breaks: list[int] = []
    at, empty, page = 0, 0, False
    ends = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
    around = blank + ends
    for raw in flat.splitlines(keepends=True):
        if raw[-1] == "\n" and "\u3000" < raw[0] < "\ufe00" and "\u3000" < raw[-2] < "\ufe00":  # no blanks at its ends
            found.append(Line(at, at + len(raw) - 1, at + len(raw) - 1, raw[:-1], empty > 0 and not page, 0))
            empty, page = 0, False
            at += len(raw)
            continue
        body = raw.strip(around)
        if body:
            whole = len(raw) - len(body)
            lead = 0 if raw[0] == body[0] else raw.index(body)
            start = at + lead
            stop = at + len(raw.rstrip(ends)) if whole else at + len(raw)
            found.append(Line(start, start + len(body), stop, body, empty > 0 and not page, lead))
            empty, page = 0, False
        elif (raw != "\f" and raw != "\n") or not found or flat[at - 1] != "\f":
            empty += 1
        if raw.endswith("\f"):
            page = True
            breaks.append(len(found))
        at += len(raw)
    if not wrapped:
        return found
    cut = page_numbers_in([line.body for line in found], breaks)
    for number in cut:
        if number + 1 < len(found):
            found[number + 1].blank = False
    return [line for number, line in enumerate(found) if number not in cut]


def starts_paragraph(lines: list[Line], marks: Sequence[Mark] = ()) -> list[bool]:
    """Say of each line of a wrapped text whether it starts a paragraph.

    Where the reader knows that something begins or ends (a cell, a heading) no lines are joined; inside a cell all are,
    but for its notes.
    """
    firm = {offset for mark in marks if mark.kind != "cut" for offset in (mark.start, mark.end)}
    cells = [(mark.start, mark.end) for mark in marks if mark.kind == "cell"]
    widths = [_width(line.body) for line in lines]
    commas = [0, *accumulate(1 if _COMMA.search(line.body) else 0 for line in lines)]
    page = _Page(lines, widths, commas, _indent(lines, widths))
    wrapped = _wrapped_near(widths)
    starts = [True] * len(lines)
    for number in range(1, len(lines)):
        before, line = lines[number - 1], lines[number]
        if before.end in firm or line.start in firm:
            continue
        if cells and _in_one(cells, before, line):
            starts[number] = _stops(before.body) or _MARKER.match(line.body) is not None
        elif wrapped[number]:
            starts[number] = not _continues(page, number)
        elif "《" in before.body:
            starts[number] = not (widths[number - 1] <= _LONG and _opens(before.body, line.body))
        if starts[number] and not line.blank and (before.body[-1] in "，、" or not starts[number - 1]):
            starts[number] = not _is_within(lines, number)
    return starts


def _is_within(lines: list[Line], number: int) -> bool:
    """Whether a sentence is still open: a line ended with a comma, and no line since has ended one."""
    body, nxt = lines[number - 1].body, lines[number].body
    if _MARKER.match(nxt) or nxt.startswith("——") or "\t" in nxt or "|" in nxt:
        return False
    if body[-1] in "，、":
        return len(body) > _LONGEST_CELL
    if number < 2 or _stops(body) or body[-1] in _TITLE_ENDS or _stands_alone(body) or _stands_alone(nxt):
        return False
    above = lines[number - 2].body
    return above[-1] in "，、" and len(above) > _LONGEST_CELL


def _in_one(cells: list[tuple[int, int]], before: Line, line: Line) -> bool:
    at = bisect_right(cells, (before.start, maxsize)) - 1
    return at >= 0 and line.end <= cells[at][1]


def _width(body: str) -> int:
    return (len(body.encode("utf-8", "surrogatepass")) + len(body)) // 2


def _indent(lines: list[Line], widths: list[int]) -> int:
    """Whether first lines of paragraphs (after a short last line) are indented: shorter than the lines below them."""
    shorter = [
        widths[number + 1] - widths[number]
        for number in range(1, len(lines) - 1)
        if lines[number - 1].body[-1] == "。"
        and _NARROWEST < widths[number] <= _LONG
        and not _stops(lines[number].body)
    ]
    flush = sum(1 for room in shorter if -1 <= room <= 1)
    indented = sum(1 for room in shorter if 2 <= room <= _INDENT + 2)  # 1. is half as wide as two characters
    return 0 if flush > indented else _INDENT


def _wrapped_near(widths: list[int]) -> list[bool]:
    """Whether most of the text around each line stands in lines of a page's width."""
    if max(widths, default=0) <= _LONG:
        return [True] * len(widths)
    total = [0, *accumulate(widths)]
    long = [0, *accumulate(width if width > _LONG else 0 for width in widths)]
    last = len(widths)
    return [
        2 * (long[min(n + _NEAR, last)] - long[max(n - _NEAR, 0)])
        < total[min(n + _NEAR, last)] - total[max(n - _NEAR, 0)]
        for n in range(last)
    ]


def _continues(page: _Page, number: int) -> bool:
    """Whether line `number` goes on with the sentence or paragraph of the line before."""
    line, widths = page.lines[number], page.widths
    body, nxt = page.lines[number - 1].body, line.body
    if "|" in nxt and nxt.count("|") > 1:
        return False  # a row of a table
    plain = (
        body[-1] not in _TELLING_ENDS
        and body[-1] not in _TITLE_ENDS
        and nxt[0] not in _TELLING_STARTS
        and nxt[-1] not in _LEADER_ENDS
    )
    if plain and not line.blank and _is_full(page, number):
        return True  # by far the commonest case, and the rest would come to the same
    if is_split(body, nxt) and not line.blank and page.is_prose(number):
        return True
    if _BARE.match(nxt) or _stands_alone(body) or _stands_alone(nxt) or _SALUTATION.match(nxt):
        return False
    if _is_upright(body) and _is_upright(nxt) and not line.blank:
        return True
    if _MARKER.match(nxt) and (body[-1] not in "，、" or _CHAPTER.match(nxt)) and not _opens(body, nxt):
        return False
    if body[-1] in _TITLE_ENDS and _TITLE.match(body) and nxt[0] not in _CLOSERS:
        return False
    longer = widths[number] > 2 * widths[number - 1]
    if (longer or (line.blank and _stops(nxt)) or _dates(body, nxt)) and _is_bare_head(body, widths[number - 1]):
        return False
    stopped = _stops(body)
    full = _is_full(page, number)
    if nxt.startswith("——") and (stopped or not full or line.blank or not _ends_well(page, number)):
        return False
    if stopped:
        return full and _goes_on(page, number)
    if (body[-1] in "，、" and (len(nxt) > _CELL or _stops(nxt))) or _opens(body, nxt):
        return True
    if full:
        return not line.blank or (_ends_well(page, number) and not _is_head_before(page, number))
    if widths[number - 1] >= _WIDE and not line.blank:
        return nxt[-1] not in "：:" and (_stops(nxt) or abs(widths[number] - widths[number - 1]) <= _INDENT)
    return _is_second_half(page, number)


_DATED = re.compile(
    r"(?:(?:到|截至)?20\d\d年(?:[上下]半年|前三季度|以来|[末底])?|“?十[一二三四五六七]五”?(?:期间|时期|以来)|今年(?:以来)?|去年|近年来|目前)[，,]"
)


def _dates(body: str, nxt: str) -> bool:
    """Whether a line opens with when its sentence was (2021年，全县…), so that the head above it has ended."""
    return _DATED.match(nxt) is not None and body[-1] not in "自于从至到在由和与、"


def _is_bare_head(body: str, width: int) -> bool:
    """Whether a line is a chapter's number and a few words: 第一节 提升“一轴”. The sentence below is its own."""
    marker = _CHAPTER.match(body) if width < _BROAD else None
    return marker is not None and _COMMA.search(body, marker.end()) is None


def _stops(body: str) -> bool:
    """Whether a line ends with a stop, quotes and brackets aside."""
    return body.rstrip(_CLOSERS)[-1:] in _STOPS


def _stands_alone(body: str) -> bool:
    """Whether a line is an entry of contents with its leader, or a date."""
    if body[-1] in _LEADER_ENDS and _LEADER.search(body) is not None:
        return True
    return body[-1] in "日月)）" and _DATE_LINE.match(body) is not None


def _is_upright(body: str) -> bool:
    """A line of a vertical heading: one character, perhaps with a bracket."""
    return (len(body) == 1 and not body.isascii() and body not in "—－→≥≤") or (len(body) == 2 and body[0] in "（(")


def _opens(body: str, nxt: str) -> bool:
    """Whether a bracket or title opened in one line closes in the next."""
    for left, right in ("《》", "（）", "()", "“”"):
        close = nxt.find(right)
        if close >= 0 and body.rfind(left) > body.rfind(right):
            opening = nxt.find(left)
            if opening < 0 or opening > close:
                return True
    return False


def _is_full(page: _Page, number: int) -> bool:
    """Whether the line before could not have taken the next line's first word, in the column above or below it."""
    widths, nxt = page.widths, page.lines[number].body
    width = widths[number - 1]
    if width > _LONG or not page.is_prose(number):
        return False
    body = page.lines[number - 1].body
    if body.count(" ") * 3 > len(body) > _STRETCHED:
        return True  # set wide letter by letter, to fill its column
    if width >= _BROAD and len(nxt) > _CELL and max(widths[max(number - 5, 0) : number + 4]) - 2 <= width:
        above = widths[number - 2] if number > 1 else 0
        if width - max(above, widths[number]) <= _INDENT:
            return True  # as wide as the widest around, and no more than a character is lacking
    if width >= _BROAD and len(nxt) <= _CELL and nxt[-1] not in _CLOSERS and not _stops(nxt):
        return False
    if len(nxt) > 1 and "\u4e00" <= nxt[0] <= "\u9fff" and "\u4e00" <= nxt[1] <= "\u9fff":
        taken = width + 2
    else:
        word = _WORD.match(nxt)
        taken = width + (_width(word[0]) if word else 0)
    own = 0 if width >= _BROAD else 1
    for column in (
        _column(widths[max(number - 1 - _WINDOW, 0) : number - own]),
        _column(widths[number - 1 + own : number + _WINDOW]),
    ):
        # a paragraph's first line is shorter by its indent, and punctuation is set tighter in some lines
        least = max(column - page.indent - max(column // 12, 2), column // 2)
        if column >= _NARROWEST and width <= column + _INDENT and taken > least:
            return True
    return False


def _column(widths: list[int]) -> int:
    """The width of a column from some of its lines: the greatest that a second line comes near; 0 if none does."""
    ranked = sorted(widths, reverse=True)
    for wide, narrow in pairwise(ranked):
        if wide - narrow <= _INDENT:
            return wide
    return 0


def _goes_on(page: _Page, number: int) -> bool:
    """Whether a paragraph goes on after a sentence that happens to end with its line."""
    lines, widths = page.lines, page.widths
    line = lines[number]
    around = [at for at in (number - 2, number, number + 1) if 0 <= at < len(lines)]
    if all(_stops(lines[at].body) for at in around):
        return False  # every line ends a sentence: paragraphs, not lines of one
    if not _SENTENCE_END.search(lines[number - 1].body):
        return lines[number - 1].body[-1] in "；;" and (not line.blank or lines[number - 1].blank)
    if line.indent >= _INDENT // 2 and line.indent > lines[number - 1].indent:
        return False
    column = _column(widths[max(number - 1 - _WINDOW, 0) : number])
    if widths[number - 1] < column - _INDENT - 2:
        return False
    indented = number + 1 < len(lines) and _INDENT - 1 <= column - widths[number] <= _INDENT + 2
    return not indented and (not line.blank or lines[number - 1].blank)


def _ends_well(page: _Page, number: int) -> bool:
    """Whether what stands after a blank line reads like the rest of a sentence: it is full or ends one."""
    if _stops(page.lines[number].body):
        return True
    return number + 1 < len(page.lines) and _is_full(page, number + 1)


def _is_head_before(page: _Page, number: int) -> bool:
    """Whether the line before stands alone after a sentence, and this one is indented as a paragraph's first line."""
    lines, widths = page.lines, page.widths
    if number + 1 >= len(lines) or not lines[number - 1].blank or lines[number + 1].blank:
        return False
    if number > 1 and not _stops(lines[number - 2].body):
        return False
    column = widths[number + 1]
    return _INDENT - 1 <= column - widths[number] <= _INDENT + 2 and widths[number - 1] + 2 <= column - _INDENT


def _is_second_half(page: _Page, number: int) -> bool:
    """Whether the line is the rest of a heading that was broken in two, apart from everything else."""
    lines, widths = page.lines, page.widths
    before, line = lines[number - 1], lines[number]
    top = before.blank or (number > 1 and lines[number - 2].blank and lines[number - 2].body[-1] in "，、")
    alone = top and not line.blank and (number + 1 == len(lines) or lines[number + 1].blank)
    if not alone or widths[number] >= widths[number - 1] or widths[number - 1] < 20 or widths[number] < 4:
        return False
    return not any(char.isdigit() for char in line.body) and not _stops(line.body)
