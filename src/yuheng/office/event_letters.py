"""The letters that a file of pages needs, drawn once: which glyphs stand for which words, and how wide they are.

The converter opens the whole Chinese font (20 MB) anew for every letter that it draws: a page took half a second, and
a hall's agendas minutes. Here every letter of the file is drawn once, on a sheet that nobody sees; the sheet is read
back, and its fonts, which hold these letters alone, serve all pages. What stands together in other scripts than Chinese
is drawn together, so that spacing, accents and ligatures stay the converter's.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Final

from yuheng.office.event_drawing import FONTS, converter

_HAN: Final = "\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
_MARK: Final = "\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
_STRETCHES: Final = re.compile(f"[{_HAN}][{_MARK}]*|[^{_HAN}]+")
"""A Chinese character, with what is set on it; or all that stands between two of them."""

_END: Final = "一"
"""Drawn after the words of each line of the sheet: where it stands is how wide they are."""

_BOLD: Final = ' font-weight="700"'
_SIZE: Final = 100
_STEP: Final = 300
_A_LINE: Final = 50

_DRAWN: Final = re.compile(
    rb"BT\n1 0 0 -1 ([-\d.]+) ([-\d.]+) Tm\n/(fo\d+) \d+ Tf\n(?:\((.*?)\)|<([\dA-Fa-f]*)>) Tj\nET\n", re.DOTALL
)
_BESIDE: Final = re.compile(rb"(?:q|Q|[-\d. ]+ cm|/cs\d+ cs|[-\d. ]+ scn|0 Tr|\s)*")
_REFERENCE: Final = re.compile(rb"(\d+) 0 R")
_OBJECT: Final = re.compile(rb"(\d{10}) 00000 n")
_MEANT: Final = re.compile(rb"<([\dA-F]{4})> <([\dA-F]+)>\n")
_ESCAPED: Final = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_SIGNS: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True, slots=True)
class Glyph:
    """One drawn letter.

    Attributes:
        font: by its name in the file.
        code: in that font, four hexadecimal digits.
        x, y: how far right of and below the start of its words, in a size of 1.
    """

    font: str
    code: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words as they are drawn.

    Attributes:
        words: as they were given.
        glyphs: as they are drawn.
        width: in a size of 1.
        is_read_back: whether the fonts say of the glyphs that they are these words; a letter that no font has, or two
            that share a glyph, must be said beside them, or nobody finds the name.
    """

    words: str
    glyphs: tuple[Glyph, ...]
    width: float
    is_read_back: bool


@dataclass(frozen=True, slots=True)
class Letters:
    """All letters of a file.

    Attributes:
        stretches: by words and weight.
        objects: what the fonts are in a PDF, by number, as they are to be written.
        fonts: the number of each font, by its name.
    """

    stretches: Mapping[tuple[str, bool], Stretch]
    objects: Mapping[int, bytes]
    fonts: Mapping[str, int]

    def of(self, words: str, *, bold: bool) -> list[Stretch]:
        """The stretches of words that the letters were drawn for."""
        return [self.stretches[each, bold] for each in _STRETCHES.findall(words)]


def letters_of(words: Iterable[tuple[str, bool]]) -> Letters | None:
    """Draw all letters of some words once, bold or not.

    Returns:
        None where something is no letter of a font (a picture in its place, as for an emoji), or the converter writes
        its sheet in another way than the one known: such pages are drawn one by one.

    Raises:
        Misuse: the extra is not installed.
    """
    lines = list(_lines({(each, bold) for text, bold in words for each in _STRETCHES.findall(text)}))
    return letters_on(bytes(converter().svg_to_pdf(_sheet(lines))), lines) if lines else Letters({}, {}, {})


def letters_on(sheet: bytes, lines: Sequence[tuple[tuple[str, ...], bool]]) -> Letters | None:
    """Read a sheet back: the stretches and the weight of each line, in the order of the lines.

    Returns:
        None where anything on it is not accounted for.
    """
    objects = _objects(sheet)
    [page] = (each for each in objects.values() if b"/Type /Page\n" in each)
    fonts = {name.decode(): int(number) for name, number in re.findall(rb"/(fo\d+) (\d+) 0 R", page)}
    content = _content(objects, page)
    if content is None:
        return None
    drawn = _drawn(content, len(lines))
    if drawn is None:
        return None
    fonts, kept = _kept(objects, fonts)
    meant = {name: _meant(kept, number) for name, number in fonts.items()}
    stretches: dict[tuple[str, bool], Stretch] = {}
    for (parts, bold), glyphs in zip(lines, drawn, strict=True):
        if not glyphs or (len(parts) > 1 and len(glyphs) != len(parts) + 1):
            return None
        for place, part in enumerate(parts):
            mine = glyphs[place : place + 1] if len(parts) > 1 else glyphs[:-1]
            start, end = (glyphs[place].x, glyphs[place + 1].x) if len(parts) > 1 else (0.0, glyphs[-1].x)
            stretches[part, bold] = _stretch(part, mine, start, end, meant)
    return Letters(stretches, kept, fonts)


def _stretch(
    part: str, glyphs: Sequence[Glyph], start: float, end: float, meant: Mapping[str, Mapping[str, str]]
) -> Stretch:
    said = "".join(meant[glyph.font].get(glyph.code, "") for glyph in glyphs)
    moved = tuple(Glyph(glyph.font, glyph.code, glyph.x - start, glyph.y) for glyph in glyphs)
    return Stretch(part, moved, end - start, said == part)


# --- the sheet


def _lines(stretches: Iterable[tuple[str, bool]]) -> Iterator[tuple[tuple[str, ...], bool]]:
    """What stands on each line: one stretch, or fifty characters, which are sure to be a glyph each."""
    han: dict[bool, list[str]] = {False: [], True: []}
    for words, bold in sorted(stretches):
        if re.fullmatch(f"[{_HAN}]", words):
            han[bold].append(words)
        else:
            yield (words,), bold
    for bold, found in han.items():
        yield from ((tuple(found[at : at + _A_LINE]), bold) for at in range(0, len(found), _A_LINE))


def _sheet(lines: Sequence[tuple[tuple[str, ...], bool]]) -> str:
    body = "".join(
        f'<text xml:space="preserve" x="0" y="{number * _STEP}"{_BOLD if bold else ""}>'
        f"{escape(''.join(parts))}{_END}</text>"
        for number, (parts, bold) in enumerate(lines)
    )
    head = f'width="100" height="100" font-size="{_SIZE}" font-family="{FONTS}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {head}>{body}</svg>'


# --- the sheet read back


def _objects(pdf: bytes) -> dict[int, bytes]:
    """Every object as it is written, by its number."""
    table = pdf.rindex(b"xref\n", 0, pdf.rindex(b"startxref"))
    starts = sorted(int(each) for each in _OBJECT.findall(pdf, table))
    found = (pdf[start:end].rstrip() + b"\n" for start, end in pairwise([*starts, table]))
    return {int(each.split(b" ", 1)[0]): each for each in found}


def _stream(written: bytes) -> bytes:
    """What a stream holds, as it is stored."""
    size = re.search(rb"/Length (\d+)", written)
    start = written.index(b"stream\n") + len(b"stream\n")
    return written[start : start + int(size[1])] if size else b""


def _content(objects: Mapping[int, bytes], page: bytes) -> bytes | None:
    number = re.search(rb"/Contents (\d+) 0 R", page)
    return None if number is None else zlib.decompress(_stream(objects[int(number[1])]))


def _drawn(content: bytes, count: int) -> list[list[Glyph]] | None:
    """The glyphs on each line, in a size of 1; None where anything else is on the sheet."""
    if not _BESIDE.fullmatch(_DRAWN.sub(b"", content)):
        return None
    lines: list[list[Glyph]] = [[] for _ in range(count)]
    for x, y, font, literal, code in _DRAWN.findall(content):
        number = round(float(y) / _STEP)
        letter = code.decode().upper() if code else _unescaped(literal).hex().upper()
        if len(letter) != 4 or not 0 <= number < count:
            return None
        lines[number].append(Glyph(font.decode(), letter, float(x) / _SIZE, float(y) / _SIZE - number * _STEP / _SIZE))
    return lines


def _unescaped(literal: bytes) -> bytes:
    return _ESCAPED.sub(lambda sign: _byte(sign[1]), literal)


def _byte(sign: bytes) -> bytes:
    return bytes([int(sign, 8)]) if len(sign) == 3 else _SIGNS.get(sign, sign)


def _kept(objects: Mapping[int, bytes], fonts: Mapping[str, int]) -> tuple[dict[str, int], dict[int, bytes]]:
    """The fonts' numbers, and all that they are made of, counted anew: the converter writes them in any order."""
    found: list[int] = []
    ahead = [number for _, number in sorted(fonts.items(), reverse=True)]
    while ahead:
        number = ahead.pop()
        if number not in found:
            found.append(number)
            ahead += reversed([int(each) for each in _REFERENCE.findall(_head(objects[number]))])
    anew = {number: place for place, number in enumerate(found, start=1)}
    return {name: anew[number] for name, number in fonts.items()}, {
        anew[number]: _renumbered(_in_order(objects[number]), anew) for number in found
    }


def _head(written: bytes) -> bytes:
    return written.split(b"stream\n", 1)[0]


def _renumbered(written: bytes, anew: Mapping[int, int]) -> bytes:
    head = _head(written)
    number, rest = head.split(b" ", 1)
    rest = _REFERENCE.sub(lambda found: b"%d 0 R" % anew[int(found[1])], rest)
    return b"%d %b%b" % (anew[int(number)], rest, written[len(head) :])


def _in_order(written: bytes) -> bytes:
    """An object; the table of what its codes mean, which the converter writes in any order, sorted by code."""
    if b"beginbfchar" not in written:
        return written
    lines = iter(sorted(each[0] for each in _MEANT.finditer(written)))
    return _MEANT.sub(lambda _line: next(lines), written)


def _meant(objects: Mapping[int, bytes], font: int) -> dict[str, str]:
    """What a font says of its codes."""
    table = re.search(rb"/ToUnicode (\d+) 0 R", objects[font])
    found = _MEANT.findall(objects[int(table[1])]) if table else []
    return {code.decode(): bytes.fromhex(words.decode()).decode("utf-16-be") for code, words in found}
