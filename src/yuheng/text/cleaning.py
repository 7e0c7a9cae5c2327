"""Clean text that remembers where each character came from.

Everything downstream quotes the clean text and points into the reading, so cleaning only ever does three things: it
writes one letter for another (`text.letters`), it leaves characters out, and it puts one line end where the reading
has several. Each is an edit with offsets; a map drifts as soon as anything else is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yuheng.model import CharMap, Reading
from yuheng.text.letters import plain_letters
from yuheng.text.lines import Line, lines_in, starts_paragraph

Edit = tuple[int, int, str]
"""A stretch of the flat text, and what stands in its place: nothing, a line end or one space."""

_NOTHING = "".join(
    chr(code)
    for first, last in (
        (0x00, 0x08), (0x0E, 0x1B), (0x7F, 0x84), (0x86, 0x9F), (0xAD, 0xAD), (0x200B, 0x200F), (0x202A, 0x202E),
        (0x2060, 0x2064), (0xFEFF, 0xFEFF),
    )
    for code in range(first, last + 1)
)  # fmt: skip
"""Characters that print nothing: controls, zero-width marks, the byte order mark."""
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_GAP = re.compile(f"[ \t{_NOTHING}]+")
_BLANK = f"{_NOTHING} \t"

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_VOWEL = f"[aɑeiouüvê{_TONED}\u0300\u0301\u0304\u030c\u0308]"
_SYLLABLE = (
    rf"(?:(?:[zcs]h|[bpmfdtnlgɡkhjqxrzcsyw])?(?=[aɑeiouüêmn]{{0,2}}[{_TONED}\u0300\u0301\u0304\u030c])"
    rf"(?:{_VOWEL}{{1,6}}|[{_TONED}])(?:n[gɡ]|n|r)?)"
)
_TONELESS = "(?:men|zhe|guo|tou|ge|de|le|zi|me|ma|li|ne|ba|la|bo|shi|shang)"
_SPOKEN = rf" *(?:{_SYLLABLE}|{_TONELESS})(?:[ '’·-]*(?:{_SYLLABLE}|{_TONELESS}))* *[)）]"
_PINYIN = re.compile(rf"[ (（](?<=[\u3400-\u9fff][ (（])(?:(?<= ) *[(（]|(?<=[(（])){_SPOKEN}(?: *[(（]{_SPOKEN})*")
"""Begins with one set of characters, over which `re` skips."""
_GROUP_BEFORE = re.compile(r"[\u3400-\u9fff]\d{1,3}(?: \d{3})*$")
_GROUP_AFTER = re.compile(r"\d{3}(?: \d{3})*(?:\.\d+)?[\u3400-\u9fff%]")
_WIDE_BEFORE = re.compile(r"[\u3400-\u9fff] ?\d(?: \d)*(?: ?\.)?$")
_WIDE_AFTER = re.compile(r"\d(?: \d)*(?: ?\. ?\d(?: \d)*)? ?[%‰万亿]")
_HAS_TONE = re.compile(f"[{_TONED}\u0300\u0301\u0304\u030c]")


def clean(reading: Reading) -> tuple[str, CharMap]:
    r"""Clean a reading's text, and map every character of the result to the reading's character that it is.

    Paragraphs are parted by exactly one line end. Where `reading.wrapped`, line ends inside sentences are taken out
    (`text.lines` decides which) and page numbers cut. Linear in the text's length.

    >>> text, chars = clean(Reading("總產(chǎn)值超\r\n過 １５ 億元。\r\n\r\n二、目標(biāo)", wrapped=False))
    >>> text
    '总产值超\n过15亿元。\n二、目标'
    >>> chars.span_to_raw(6, 8)
    (14, 16)
    """
    flat = _without_cut(_HALF_PAIR.sub("\u200b", plain_letters(reading.text)), reading)
    flat = _tabs_between_cells(flat) if reading.wrapped else flat
    lines = lines_in(flat, wrapped=reading.wrapped, blank=_BLANK)
    begins = starts_paragraph(lines, reading.marks) if reading.wrapped else [True] * len(lines)
    edits = [*_gaps_in(flat), *_pinyin_in(flat), *_line_ends_in(flat, lines, begins)]
    edits.sort()
    return _apply(flat, edits)


def _without_cut(flat: str, reading: Reading) -> str:
    """Blank out what the reader cut, line ends excepted, so that the lines around it still meet as lines."""
    cuts = [mark for mark in reading.marks if mark.kind == "cut"]
    if not cuts:
        return flat
    pieces, at = [], 0
    for mark in cuts:
        start = max(mark.start, at)
        if start < mark.end:
            pieces += [flat[at:start], re.sub(r"[^\n\r\f]", "\u200b", flat[start : mark.end])]
            at = mark.end
    pieces.append(flat[at:])
    return "".join(pieces)


_CELL = re.compile(r"[^ \u3000]+")
_VALUE = re.compile(r"[≥≤<>＞＜约]?\d[\d,.]*[%‰]?|[—－-]+")
_NATURE = re.compile("(?:预期|约束|倡导|指导|引导)性")
"""The last column of a plan's table of indicators."""
_STOP = re.compile("[\t，。；：]")
_PAGE_NUMBER = re.compile(r"[-—–−·\s]*\d{1,4}[-—–−·\s]*")
_LONGEST_ROW = 160
_FEWEST_ROWS = 3


def _tabs_between_cells(flat: str) -> str:
    """Write a tab for the blanks between the cells of a table: lines with as many cells, numbers at their ends.

    Blanks beside Chinese characters are left out elsewhere, which would run 省内 12 30 and its neighbours together. One
    letter stands for one letter, so that offsets hold.
    """
    chars: list[str] | None = None
    run: list[list[tuple[int, int]]] = []
    at = 0
    for line in (*flat.split("\n"), ""):
        if run and line and _PAGE_NUMBER.fullmatch(line):
            at += len(line) + 1  # the table goes on over the page
            continue
        cells = [] if len(line) > _LONGEST_ROW else _cells_of(line, at)
        if run and len(cells) != len(run[0]):
            heads = [row for row in run if _words(flat, row) == _words(flat, run[0])]
            if len(run) >= _FEWEST_ROWS and sum(_is_valued(flat, row) for row in run) >= len(run) - len(heads):
                chars = chars or list(flat)
                for row in run:
                    for _, end in row[:-1]:
                        chars[end] = "\t"
            run = []
        if cells:
            run.append(cells)
        at += len(line) + 1
    return "".join(chars) if chars else flat


def _cells_of(line: str, at: int) -> list[tuple[int, int]]:
    """The spans of a line's cells, none where it has fewer than three or reads like a sentence."""
    body = line.strip(" \u3000")
    if (" " not in body and "\u3000" not in body) or _STOP.search(body):
        return []
    cells = [(at + cell.start(), at + cell.end()) for cell in _CELL.finditer(line)]
    return cells if len(cells) > 2 else []


def _words(flat: str, row: list[tuple[int, int]]) -> list[str]:
    return [flat[start:end] for start, end in row]


def _is_valued(flat: str, row: list[tuple[int, int]]) -> bool:
    words = [flat[start:end] for start, end in row]
    last = words[-2] if _NATURE.fullmatch(words[-1]) else words[-1]
    return _VALUE.fullmatch(last) is not None


def _gaps_in(flat: str) -> Iterator[Edit]:
    """Leave out what prints nothing, and spaces that touch a Chinese character; one space or tab stays elsewhere."""
    for match in _GAP.finditer(flat):
        start, end = match.span()
        gap = match[0]
        kept = "" if start == 0 or end == len(flat) else _kept(gap, flat[start - 1], flat[end])
        if kept and _parts_number(flat, start, end):
            kept = ""
        if not kept:
            yield start, end, ""
        elif len(gap) > 1:
            at = start + gap.index(kept)
            yield start, at, ""
            yield at + 1, end, ""


def _parts_number(flat: str, start: int, end: int) -> bool:
    """Whether blanks stand inside one number: 3 256.78亿元 in a bulletin, 1 0 % set wide.

    Two numbers side by side are cells of a table: only where the word before and the unit behind touch is it one.
    """
    if not (flat[start - 1].isdigit() and flat[end].isdigit()):
        return False
    before, after = flat[max(0, start - 12) : start], flat[end : end + 16]
    return bool(
        (_GROUP_BEFORE.search(before) and _GROUP_AFTER.match(after))
        or (_WIDE_BEFORE.search(before) and _WIDE_AFTER.match(after))
    )


def _kept(gap: str, before: str, after: str) -> str:
    if "\t" in gap:
        return "\t"
    if " " not in gap or before >= "\u2e80" or after >= "\u2e80":
        return ""
    if (after in "%‰℃°" and before.isdigit()) or before in "≥≤" or "—" in (before, after):
        return ""
    return " "


def _pinyin_in(flat: str) -> Iterator[Edit]:
    if _HAS_TONE.search(flat) is None:
        return
    for match in _PINYIN.finditer(flat):
        yield *match.span(), ""


def _line_ends_in(flat: str, lines: list[Line], begins: list[bool]) -> Iterator[Edit]:
    """Leave out blank lines, page numbers and line ends inside sentences."""
    if not lines:
        yield 0, len(flat), ""
        return
    yield 0, lines[0].start, ""
    for number in range(1, len(lines)):
        before, line = lines[number - 1], lines[number]
        if begins[number]:
            yield before.end, before.stop, ""
            yield before.stop, before.stop + 1, "\n"
            yield before.stop + 1, line.start, ""
        elif _is_word(flat[before.end - 1]) and _is_word(flat[line.start]):
            yield before.end, before.stop, ""
            yield before.stop, before.stop + 1, " "
            yield before.stop + 1, line.start, ""
        else:
            yield before.end, line.start, ""
    yield lines[-1].end, len(flat), ""


def _is_word(char: str) -> bool:
    return char.isascii() and (char.isalpha() or char in ",.;:)(")


def _apply(flat: str, edits: list[Edit]) -> tuple[str, CharMap]:
    """Build the clean text and its map; edits are sorted, and where two overlap the later gives way."""
    out: list[str] = []
    clean_at, raw_at = [0], [0]
    length = at = 0
    for start, end, put in edits:
        if start < at:
            start = at
        if start >= end or flat[start:end] == put:
            continue
        if start > at:
            _map(clean_at, raw_at, length, at)
            out.append(flat[at:start])
            length += start - at
        if put:
            _map(clean_at, raw_at, length, start)
            out.append(put)
            length += len(put)
        at = end
    if at < len(flat):
        _map(clean_at, raw_at, length, at)
        out.append(flat[at:])
    return "".join(out), CharMap(tuple(clean_at), tuple(raw_at))


def _map(clean_at: list[int], raw_at: list[int], length: int, raw: int) -> None:
    """Note that clean character `length` is the reading's `raw`, unless the last piece says so already."""
    if clean_at[-1] == length:
        raw_at[-1] = raw
    elif raw - raw_at[-1] != length - clean_at[-1]:
        clean_at.append(length)
        raw_at.append(raw)
