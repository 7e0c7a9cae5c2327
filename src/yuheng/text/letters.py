"""One letter for another: simplified for traditional, half-width for full-width, never changing a text's length.

Offsets survive for free where every character keeps its place, so everything that can be done one for one is done
here, before `text.cleaning` cuts anything.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from functools import cache

import opencc

_FULL = "０-９Ａ-Ｚａ-ｚ％＋－＝＜＞／．＆＃＠＊\u00a0\u2002-\u200a\u202f\u205f\u3000"
_FULL_WIDTH = re.compile(f"[{_FULL}\u2f00-\u2fd5\uf900-\ufaff]+")
"""Full-width forms, wide spaces, and the radicals and compatibility ideographs that PDF writes for common characters
(⽣ for 生)."""

_WIDE_COMMA = re.compile(r"(?<=\d)，(?<!\d{4}，)(?<!第\d，)(?=\d{3}(?:\.\d+)?[\u3400-\u9fff%])")
"""The comma of 1，200张: a number without a unit before it, three digits and their unit behind it."""
_MOSTLY_TRADITIONAL = 0.02
"""Share of unmistakably traditional characters from which a whole text is converted, context and all."""


def plain_letters(text: str) -> str:
    """Write a text in half-width and simplified characters, one for one.

    A text in simplified characters comes back as it is: OpenCC also changes characters that simplified text rightly
    uses (於 as a surname), so it is asked only for a text that is traditional, and for single characters of another
    only where the character is not in GB 2312.

    >>> plain_letters("國內生產總值１.２％")
    '国内生产总值1.2%'
    >>> plain_letters("於先生，乾隆")
    '於先生，乾隆'
    """
    text = _FULL_WIDTH.sub(_half_width, text)
    if _WIDE_COMMA.search(text):
        text = _WIDE_COMMA.sub(",", text)
    if _foreign().search(text) is None:
        return text
    share = len(_foreign().findall(text)) / len(text)
    if share >= _MOSTLY_TRADITIONAL:
        return "".join(_simplified_lines(text.splitlines(keepends=True)))
    return _foreign().sub(_simplified_character, text)


def _half_width(match: re.Match[str]) -> str:
    return "".join(_one_for_one(unicodedata.normalize("NFKC", char), char) for char in match[0])


def _one_for_one(new: str, old: str) -> str:
    return new if len(new) == len(old) else old


def _simplified_lines(lines: list[str]) -> list[str]:
    """Convert lines: at once, which costs a tenth, where no line changes its length."""
    converted: list[str] = []
    with suppress(UnicodeEncodeError):  # a lone surrogate spoils its own line only
        converted = _to_simplified().convert("".join(lines)).splitlines(keepends=True)
    if list(map(len, converted)) == list(map(len, lines)):
        return converted
    return list(map(_simplified_line, lines))


def _simplified_line(line: str) -> str:
    """Convert a line with its context; by single characters where that would change its length or cannot be done."""
    try:
        new = _to_simplified().convert(line)
    except UnicodeEncodeError:  # a lone surrogate
        new = ""
    return new if len(new) == len(line) else _foreign().sub(_simplified_character, line)


def _simplified_character(match: re.Match[str]) -> str:
    return _one_for_one(_to_simplified().convert(match[0]), match[0])


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _foreign() -> re.Pattern[str]:
    """Characters that no simplified text has: OpenCC changes them, and GB 2312 lacks them."""
    ideographs = [chr(code) for code in range(0x3400, 0xA000)]
    simplified = _to_simplified().convert("\n".join(ideographs)).split("\n")
    found = [old for old, new in zip(ideographs, simplified, strict=True) if old != new and not _in_gb2312(old)]
    return re.compile(f"[{''.join(found)}]")


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def folded(text: str) -> str:
    """One writing for full-width and half-width, large and small; one character stays one character.

    >>> folded("ｎ95口罩")
    'N95口罩'
    """
    whole = unicodedata.normalize("NFKC", text).upper()
    if len(whole) == len(text):
        return whole
    return "".join(new if len(new := unicodedata.normalize("NFKC", char).upper()) == 1 else char for char in text)
