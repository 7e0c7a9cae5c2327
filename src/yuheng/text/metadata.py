"""What a document says of itself: title, issuer, number, date, kind, region.

Read from its head (the lines before the text begins) and its signature, never from the running text: a plan quotes the
numbers and dates of other documents on every page. What is not said stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Final

from yuheng.model import Block, Given, Metadata, MetaRead, Reading
from yuheng.text.furniture import is_signature
from yuheng.vocab.gazetteer import forms
from yuheng.vocab.province_signs import province_signs

NOTHING: Final[Given] = MappingProxyType({})
"""What people say of a document of which they have said nothing."""
_HEAD = 40
"""Lines of the head at most."""
_TAIL = 12
_NUMBER = re.compile(
    r"(?:.{0,6}(?:文号|字号|编号)[:：])?\s*([\u4e00-\u9fff]{2,10})\s?[〔\[（(【]\s?(\d{4})\s?[〕\]）)】]\s?第?\s?(\d{1,4})\s?号"
)
_DIGITS = {char: str(digit) for digit, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?:年|[-/.])(?P<m>\d{1,2})(?:月|[-/.])(?P<d>\d{1,2})(?:日|(?!\d))"
    r"|(?P<cy>[一二][〇零○一二三四五六七八九]{3})年(?P<cm>[一二三四五六七八九十]{1,2})月(?P<cd>[一二三四五六七八九十]{1,3})日"
)
_PUBLISHED = re.compile(r"(?:发布|成文|印发|公开|生成|发文)?(?:时间|日期)\s*[:：]")
_PUBLISHED_IN = re.compile(r"(?:发布|成文|印发|公开|生成|发文|更新)(?:时间|日期)\s*[:：]\s*(?=\d)")
"""来源：市工信局 发布日期：2025-10-28: the day behind the source on one line."""
_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_BY = re.compile(
    r"(.{2,40}?(?:人民政府办公[厅室]|政府办公[厅室]|人民政府|委员会办公室|领导小组办公室|领导小组|联席会议|国务院办公厅|国务院"
    r"|委员会|办公[厅室]|[厅局署院](?=关于|印发|$)|部(?=关于|印发|$))(?:等.{1,5}(?:部门|单位|委办))?)"
)
_ORGAN = re.compile(r".{2,40}(?:政府|办公[厅室]|委员会|领导小组|联席会议|国务院|[厅局署部院会])$")
_END = re.compile(r"(?:[（(][^（()）]{1,30}[)）])*$")
_YEARS = re.compile(r"[（(]\d{4}.{0,12}年[)）]$|[（(](?:试行|暂行|修订|征求意见)稿?[)）]$")
_OF = re.compile(r"的?(?:通知|公告|决定|批复|函)$")
_KINDS = (
    ("report", re.compile(r"工作报告$|情况(?:的)?报告$|报告$")),
    ("plan", re.compile(r"(?:规划|纲要|计划|方案|蓝图|行动|路线图|要点|分工)$")),
    ("opinion", re.compile(r"意见$")),
    ("measures", re.compile(r"(?:办法|措施|政策|细则|规定|条例|规则|规程|政策意见)$")),
    ("list", re.compile(r"(?:清单|目录|名单|一览表|汇总表|台账)$")),
)
_NOTICE = re.compile(r"(?:通知|公告|通告|决定|批复|通报|函)$")
_NEWS = re.compile(
    r"(?:\d{1,2}月)?\d{1,2}日(?:电|讯|[,，])|(?:记者|通讯员)[^，。]{2,12}(?:报道|[)）])|新闻发布会|本报讯"
)


def metadata_of(reading: Reading, text: str, blocks: tuple[Block, ...], given: Given = NOTHING) -> Metadata:
    """Read the head and the signature of a document; what it does not say stays empty.

    What people say goes before what is read, and what follows from it follows from their words: of a title given, the
    kind and the place are read as of one that was found. `given` "" says that the document has none.
    """
    lines = [line for line in text.split("\n") if line]
    head = _head(lines, text, blocks)
    properties = dict(reading.properties)
    title = given["title"] if "title" in given else _title(head, _titles(text, blocks), properties)
    issuer = given["issuer"] if "issuer" in given else _issuer(title, head, lines)
    number = given["number"] if "number" in given else _number(head, title)
    kind = given["kind"] if "kind" in given else _kind(title, lines, blocks)
    region = given["region"] if "region" in given else _region(title, issuer, number, kind, lines)
    if "issued" in given:
        issued = date.fromisoformat(given["issued"]) if given["issued"] else None
    else:
        issued = _issued(head, lines, properties)
    return Metadata(title, issuer, number, issued, kind, region)


def metadata_read(reading: Reading, text: str, blocks: tuple[Block, ...]) -> tuple[MetaRead, ...]:
    """What the machine reads by itself, field by field, each with the words that say it.

    A field that follows from another (the kind from the title) points at that one's words; what the file's format says
    (the properties of a workbook) stands nowhere in the text.
    """
    meta = metadata_of(reading, text, blocks)
    lines = [(found.start(), found.group()) for found in re.finditer(r"[^\n]+", text)]
    words = [line for _, line in lines]
    head = _head(words, text, blocks)
    title = _joined_span(meta.title, lines[: len(head)])
    issuer = _issuer_span(meta.issuer, title, lines)
    number = _number_span(meta.number, head, lines)
    opening = [(start, start + min(len(line), 80)) for start, line in lines[:6]] if meta.kind == "news" else []
    kind = title if _kind_of(meta.title) else _news_span(lines)
    telling = [span for span in (issuer, title, *opening) if span is not None]
    named = _region_span(meta.region, telling, text) or number
    issued = _issued_span(head, words, dict(reading.properties), lines)
    read = (
        ("title", meta.title, title),
        ("issuer", meta.issuer, issuer),
        ("number", meta.number, number),
        ("issued", meta.issued.isoformat() if meta.issued else "", issued),
        ("kind", meta.kind, kind),
        ("region", meta.region, named),
    )
    return tuple(MetaRead(name, value, span if value else None) for name, value, span in read)


def read_number(words: str) -> str:
    """A document's number as offices write it, in whatever brackets it was typed; other words as they are.

    >>> read_number("渝府办发[2021] 155号"), read_number("2021年第5号公告")
    ('渝府办发〔2021〕155号', '2021年第5号公告')
    """
    match = _NUMBER.fullmatch(words)
    return f"{match[1]}〔{match[2]}〕{match[3]}号" if match else words


def read_date(words: str) -> date | None:
    """The first whole day in the words: 2023年4月6日, 2023-4-6, 二〇二三年四月六日; None where there is none.

    >>> read_date("2023年4月6日印发"), read_date("2023年4月")
    (datetime.date(2023, 4, 6), None)
    """
    return _date_in(words)


def full_name(place: str) -> str:
    """A province or city by its whole name, by whichever of its names it is called; other words as they are.

    >>> full_name("重庆"), full_name("岚江市")
    ('重庆市', '岚江市')
    """
    return _full_names().get(place, place)


_Span = tuple[int, int]
_Lines = Sequence[tuple[int, str]]
"""Where each line of a text that is not empty begins, and the line."""


def _joined_span(words: str, lines: _Lines) -> _Span | None:
    """Lines that make the words when they are joined; or one line that holds them."""
    if not words:
        return None
    for at, (start, _) in enumerate(lines):
        made = ""
        for begin, line in lines[at:]:
            made += line
            if made == words:
                return start, begin + len(line)
            if not words.startswith(made):
                break
    held = next((start + line.find(words) for start, line in lines if words in line), None)
    return None if held is None else (held, held + len(words))


def _issuer_span(issuer: str, title: _Span | None, lines: _Lines) -> _Span | None:
    """A line of its own, else where the title begins with it."""
    if not issuer:
        return None
    alone = next((start for start, line in lines if line == issuer), None)
    if alone is not None:
        return alone, alone + len(issuer)
    above = [(start, line) for start, line in lines if title is not None and title[0] <= start < title[1]]
    return _joined_span(issuer, above) or _joined_span(issuer, lines)


def _number_span(number: str, head: Sequence[str], lines: _Lines) -> _Span | None:
    if not number:
        return None
    for start, line in lines[: len(head)]:
        for match in _NUMBER.finditer(line):
            if f"{match[1]}〔{match[2]}〕{match[3]}号" == number:
                return start + match.start(1), start + match.end()
    return None


def _news_span(lines: _Lines) -> _Span | None:
    """The words in the opening that only news has: 12月19日讯, 记者…报道."""
    found = ((start, _NEWS.search(line[:60])) for start, line in lines[:8])
    return next(((start + match.start(), start + match.end()) for start, match in found if match), None)


def _region_span(region: str, within: Sequence[_Span], text: str) -> _Span | None:
    """Where one of the names that mean the region stands in the words that tell it."""
    names = sorted((name for name, full in _full_names().items() if full == region), key=len, reverse=True)
    for start, end in within:
        for name in (region, *names) if region else ():
            at = text.find(name, start, end)
            if at >= 0:
                return at, at + len(name)
    return None


def _issued_span(head: list[str], words: list[str], properties: dict[str, str], lines: _Lines) -> _Span | None:
    for at, line in _dated(head, words, properties):
        match = _DATE.search(line)
        if match is not None and _date_in(line) is not None:
            return None if at is None else (lines[at][0] + match.start(), lines[at][0] + match.end())
    return None


def _titles(text: str, blocks: tuple[Block, ...]) -> list[str]:
    return [text[b.start : b.end] for b in blocks[:_HEAD] if b.kind == "title"]


def _head(lines: list[str], text: str, blocks: tuple[Block, ...]) -> list[str]:
    """The lines before the first heading with a number, at most forty."""
    stop = next((block.start for block in blocks if block.kind == "heading" and block.end - block.start > 4), len(text))
    count = text.count("\n", 0, stop) + 1
    return lines[: min(count, _HEAD)]


def _title(head: list[str], titles: list[str], properties: dict[str, str]) -> str:
    """The title: with the issuer's line above it where it begins with 关于, and its lines joined.

    A workbook that calls itself by a document's name is called so: its first words are the name of a sheet.
    """
    if _kind_of(properties.get("workbook", "")):
        return properties["workbook"]
    for at, line in enumerate(head):
        if not line.startswith("关于") or len(line) > 80 or line.endswith(("。", "：", ":")):
            continue
        above = head[at - 1] if at and _ORGAN.match(head[at - 1]) else ""
        if titles and titles[0].startswith(above) and line in titles[0] and titles[0] != line:
            return titles[0]
        below = head[at + 1] if at + 1 < len(head) and _kind_of(line) == "" and _kind_of(head[at + 1]) else ""
        return above + line + below
    named = [title for title in titles if _kind_of(title)]
    title = (named or titles or [properties.get("title", "")])[0].strip()
    if title.startswith(("及", "和", "与", "暨", "以及")) and titles.index(title):
        title = titles[titles.index(title) - 1] + title
    after = head[head.index(title) + 1 :][:1] if title in head else []
    return title + "".join(line for line in after if _YEARS.match(line))


def _issuer(title: str, head: list[str], lines: list[str]) -> str:
    if "关于" in title or "印发" in title:
        match = _BY.match(title)
        if match and title[match.end() :].startswith(("关于", "印发")):
            return match[1]
    for number, line in enumerate(lines[:_HEAD]):
        if is_signature(lines, number) and _ORGAN.match(line):
            return line
    for number in range(max(len(lines) - _TAIL, 0), len(lines)):
        if is_signature(lines, number) and _ORGAN.match(lines[number]):
            return lines[number]
    return next((line for line in head[:3] if _ORGAN.match(line) and len(line) < 30), "")


def _number(head: list[str], title: str) -> str:
    """The document's own number stands alone in a line of the head, or behind its title."""
    for line in head:
        match = _NUMBER.fullmatch(line) or (
            _NUMBER.search(line, len(title)) if title and line.startswith(title) else None
        )
        if match:
            return f"{match[1]}〔{match[2]}〕{match[3]}号"
    return ""


_DATELINE = re.compile(
    r"\S{2,12}[网社报台](?:\S{0,6})20\d\d年\d{1,2}月\d{1,2}日(?:讯|电)|20\d\d年\d{1,2}月\d{1,2}日\s?星期\S{1,4}第?\s?\S{1,3}版"
)
"""The dateline of an article that names its year, or a page's own line: 2026年1月8日 星期四 第03版 要闻."""
_IMPRINT = re.compile(r"\S{2,10}(?:日报|晚报|早报|时报|商报|晨报|周报)\D{0,4}\d{4}年")
"""The paper's own line under an article: 岚江日报 2020年12月9日 星期三 第03版."""


_OF_ISSUE = re.compile(r"[（(][^（()）]{6,16}(?:发布|公布|印发)[)）]$")
"""How a workbook ends that calls itself by the day of its issue: 供需清单（2026-05-02发布）."""


def _issued(head: list[str], lines: list[str], properties: dict[str, str]) -> date | None:
    return next((found for _, line in _dated(head, lines, properties) if (found := _date_in(line))), None)


def _dated(head: list[str], lines: list[str], properties: dict[str, str]) -> Iterator[tuple[int | None, str]]:
    """Lines where the date of issue may stand, with their numbers, the likeliest first: signature, publication line …

    What the format itself says, before all of them a workbook's name, is no line and has no number.
    """
    signed = [at for at in range(len(lines)) if (at < _HEAD or at >= len(lines) - _TAIL) and is_signature(lines, at)]
    yield from ((None, match[0]) for match in [_OF_ISSUE.search(properties.get("workbook", ""))] if match)
    yield from ((at, lines[at]) for at in signed)
    yield from ((at, line) for at, line in enumerate(head) if _PUBLISHED.match(line))
    yield from ((at, line) for at, line in enumerate(head) if len(line) < 80 and _PUBLISHED_IN.search(line))
    yield from ((at, line) for at, line in enumerate(head) if _CLOCK.search(line) and len(line) < 80)
    yield from ((at, line) for at, line in enumerate(head) if len(line) < 24)
    yield from ((at, line) for at, line in enumerate(head) if line.startswith(("——", "（", "(")) and len(line) < 60)
    yield from ((at, line[:40]) for at, line in enumerate(head[:8]) if _DATELINE.match(line))
    yield from ((None, properties[key]) for key in ("published", "issued") if key in properties)
    last = max(len(lines) - 3, 0)
    yield from ((at, line) for at, line in enumerate(lines[last:], last) if _IMPRINT.match(line) and len(line) < 40)


def _date_in(line: str) -> date | None:
    match = _DATE.search(line)
    if match is None:
        return None
    if match["y"]:
        parts = (int(match["y"]), int(match["m"]), int(match["d"]))
    else:
        year = int("".join(_DIGITS[char] for char in match["cy"]))
        parts = (year, _small(match["cm"]), _small(match["cd"]))
    try:
        return date(*parts)
    except ValueError:
        return None


def _small(words: str) -> int:
    """A number up to 99 in Chinese numerals: 十二, 二十七, 三十."""
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return int("".join(_DIGITS[char] for char in words))
    return (int(_DIGITS[tens[-1]]) if tens else 1) * 10 + (int(_DIGITS[ones]) if ones in _DIGITS else 0)


def _kind_of(title: str) -> str:
    """The kind that a title's last words name; a notice that issues a plan is a plan."""
    core = _END.sub("", title)
    issued = _NOTICE.search(core) is not None and re.search(r"印发|转发|公布|发布|下达", core) is not None
    if issued:
        core = _END.sub("", _OF.sub("", core).rstrip("》”的"))
    for kind, pattern in _KINDS:
        if pattern.search(core):
            return kind
    return "notice" if _NOTICE.search(_END.sub("", title)) else ""


def _kind(title: str, lines: list[str], blocks: tuple[Block, ...]) -> str:
    kind = _kind_of(title)
    if kind:
        return kind
    opening = [line[:60] for line in lines[:8]]
    credited = any(block.kind == "boilerplate" for block in blocks)
    return "news" if any(_NEWS.search(line) for line in opening) or (credited and title) else ""


@cache
def _place() -> re.Pattern[str]:
    names = {form.text for form in forms() if form.division.level in ("province", "prefecture") and not form.care}
    return re.compile("|".join(sorted(names, key=lambda name: (-len(name), name))))


@cache
def _full_names() -> dict[str, str]:
    return {form.text: form.division.name for form in forms() if form.division.level in ("province", "prefecture")}


_UNLISTED = re.compile(r"(?:\d{4}年)?(?P<name>(?!全|我|各|本|该)[\u4e00-\u9fff]{2,4}?[省市州盟])(?![场民容县区级值])")


def _region(title: str, issuer: str, number: str, kind: str, lines: list[str]) -> str:
    """The province or city that the issuer, the title or the number names; of news, the first in its opening.

    A name that the gazetteer lacks (divisions are founded and renamed) counts where the issuer or title begins with it.
    """
    for words in (issuer, title):
        match = _place().search(words)
        if match:
            return _full_names()[match[0]]
    if unlisted := _UNLISTED.match(issuer) or _UNLISTED.match(title):
        return unlisted["name"]
    if number and number[0] in province_signs():
        return province_signs()[number[0]]
    if issuer.startswith(("国务院", "国家")):
        return province_signs()["国"]
    if kind == "news":
        found = (_place().search(line, 0, 80) for line in lines[:6])
        return next((_full_names()[match[0]] for match in found if match), "")
    return ""
