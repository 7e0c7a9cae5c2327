"""The numbers that Word puts before paragraphs by itself: 第一章, 一、, （一）, 1.

They are printed but not in the text, and without them a plan has no outline: "（三）" is often all that tells a
heading's level.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from yuheng.read.packed import attribute, child, is_on, local, whole

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DIGITS: Final = "〇一二三四五六七八九"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MAX_LEVEL: Final = 9


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered; `text` is as Word has it: "第%1章", "%1.%2"."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False
    restarts_after: int | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says of outline and numbering."""

    name: str = ""
    parent: str = ""
    outline: int | None = None
    number: str | None = None
    level: int | None = None


@dataclass(slots=True)
class Numbering:
    """Counts the numbered paragraphs of one document in their order.

    Attributes:
        levels: of each abstract list, by level.
        lists: a list's abstract list, and the levels it overrides.
        starts: levels that a list sets back when it is first used.
    """

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, tuple[str, dict[int, Level]]] = field(default_factory=dict)
    starts: dict[str, dict[int, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def next_label(self, number: str, level: int) -> str:
        """The label of the next paragraph of a list at a level, with what separates it from the text.

        Empty for bullets and for lists that are not defined.
        """
        if number not in self.lists or not 0 <= level < _MAX_LEVEL:
            return ""
        abstract, overrides = self.lists[number]
        levels = {**self.levels.get(abstract, {}), **overrides}
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        if number not in self._begun:
            self._begun.add(number)
            for at, start in self.starts.get(number, {}).items():
                counts[at] = start - 1
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for below in [at for at in counts if at > level]:
            after = levels[below].restarts_after if below in levels else None
            if after is None or (after != 0 and level < after):
                del counts[below]
        here = levels[level]
        if here.form == "bullet":
            return ""
        label = re.sub(r"%([1-9])", lambda m: _count(levels, counts, int(m[1]) - 1, legal=here.legal), here.text)
        return label + ("" if here.suffix == "nothing" or not label else " ")


def read_numbering(root: Element, styles: dict[str, Style]) -> Numbering:
    """Read word/numbering.xml; a list that only names a style is followed to the list of that style."""
    numbering = Numbering()
    links: dict[str, str] = {}
    for element in root:
        match local(element.tag):
            case "abstractNum":
                key = attribute(element, "abstractNumId") or ""
                numbering.levels[key] = {
                    at: _level(level)
                    for level in element
                    if local(level.tag) == "lvl" and (at := whole(attribute(level, "ilvl"))) is not None
                }
                link = attribute(child(element, "numStyleLink"), "val")
                if link:
                    links[key] = link
            case "num":
                _read_list(element, numbering)
            case _:
                continue
    for key, style in links.items():
        target = numbering.lists.get(styles.get(style, Style()).number or "")
        if target is not None and target[0] != key:
            numbering.levels[key] = numbering.levels.get(target[0], {})
    return numbering


def read_styles(root: Element) -> dict[str, Style]:
    """Read word/styles.xml: paragraph styles by id."""
    styles: dict[str, Style] = {}
    for element in root:
        if local(element.tag) != "style":
            continue
        properties = child(element, "pPr")
        styles[attribute(element, "styleId") or ""] = Style(
            name=(attribute(child(element, "name"), "val") or "").lower(),
            parent=attribute(child(element, "basedOn"), "val") or "",
            outline=whole(attribute(child(properties, "outlineLvl"), "val")),
            number=attribute(child(properties, "numPr", "numId"), "val"),
            level=whole(attribute(child(properties, "numPr", "ilvl"), "val")),
        )
    return styles


def in_figures(count: int, form: str) -> str:
    """Write a count as Word's number format of that name does; an unknown format counts in digits.

    >>> [in_figures(12, form) for form in ("chineseCounting", "upperRoman", "decimalEnclosedCircle", "lowerLetter")]
    ['十二', 'XII', '⑫', 'l']
    """
    match form:
        case (
            "chineseCounting" | "chineseCountingThousand" | "japaneseCounting" | "taiwaneseCountingThousand"
            | "taiwaneseCounting" | "chineseLegalSimplified" | "ideographLegalTraditional"
        ):  # fmt: skip
            return _chinese(count)
        case "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" | "koreanDigital":
            return "".join(_DIGITS[int(digit)] for digit in str(count))
        case "ideographTraditional":
            return _STEMS[(count - 1) % 10]
        case "ideographZodiac":
            return _BRANCHES[(count - 1) % 12]
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese":
            return chr(0x245F + count) if 1 <= count <= 20 else str(count)
        case "decimalEnclosedParen":
            return chr(0x2473 + count) if 1 <= count <= 20 else f"({count})"
        case "decimalEnclosedFullstop":
            return chr(0x2487 + count) if 1 <= count <= 20 else f"{count}."
        case "ideographEnclosedCircle":
            return chr(0x321F + count) if 1 <= count <= 10 else f"（{_chinese(count)}）"
        case "decimalFullWidth" | "decimalFullWidth2":
            return "".join(chr(ord(digit) + 0xFEE0) for digit in str(count))
        case "decimalZero":
            return f"{count:02d}"
        case "upperLetter" | "lowerLetter":
            letter = chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)
            return letter if form == "upperLetter" else letter.lower()
        case "upperRoman" | "lowerRoman":
            return _roman(count) if form == "upperRoman" else _roman(count).lower()
        case "none":
            return ""
        case _:
            return str(count)


def _count(levels: dict[int, Level], counts: dict[int, int], level: int, *, legal: bool) -> str:
    if level not in levels:
        return ""
    count = counts.get(level, levels[level].start)
    return in_figures(max(count, 0), "decimal" if legal else levels[level].form)


def _chinese(count: int) -> str:
    if not 0 < count < 10_000:
        return str(count)
    words = ""
    pending = False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = count // power % 10
        if digit:
            words += ("〇" if pending and words else "") + _DIGITS[digit] + unit
            pending = False
        else:
            pending = bool(words)
    return words.removeprefix("一") if 10 <= count < 20 else words


def _roman(count: int) -> str:
    if not 0 < count < 4_000:
        return str(count)
    words = ""
    for value, letters in _ROMAN:
        words += letters * (count // value)
        count %= value
    return words


def _level(element: Element) -> Level:
    start = whole(attribute(child(element, "start"), "val"))
    return Level(
        start=1 if start is None else start,
        form=attribute(child(element, "numFmt"), "val") or "decimal",
        text=attribute(child(element, "lvlText"), "val") or "",
        suffix=attribute(child(element, "suff"), "val") or "tab",
        legal=is_on(child(element, "isLgl")),
        restarts_after=whole(attribute(child(element, "lvlRestart"), "val")),
    )


def _read_list(element: Element, numbering: Numbering) -> None:
    key = attribute(element, "numId") or ""
    overrides: dict[int, Level] = {}
    for override in element:
        at = whole(attribute(override, "ilvl"))
        if local(override.tag) != "lvlOverride" or at is None:
            continue
        level = child(override, "lvl")
        if level is not None:
            overrides[at] = _level(level)
        start = whole(attribute(child(override, "startOverride"), "val"))
        if start is not None:
            numbering.starts.setdefault(key, {})[at] = start
    numbering.lists[key] = (attribute(child(element, "abstractNumId"), "val") or "", overrides)
