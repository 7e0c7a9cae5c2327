"""What a document says of itself: title, issuer, number, date, kind, region.

Read from its head (the lines before the text begins) and its signature, never from the running text: a plan quotes the
numbers and dates of other documents on every page. What is not said stays empty.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from yuheng.model import Block, Metadata, Reading
from yuheng.text.furniture import is_signature
from yuheng.vocab.gazetteer import forms
from yuheng.vocab.province_signs import province_signs

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


def metadata_of(reading: Reading, text: str, blocks: tuple[Block, ...]) -> Metadata:
    """Read the head and the signature of a document; what it does not say stays empty."""
    lines = [line for line in text.split("\n") if line]
    head = _head(lines, text, blocks)
    properties = dict(reading.properties)
    title = _title(head, [text[b.start : b.end] for b in blocks[:_HEAD] if b.kind == "title"], properties)
    issuer = _issuer(title, head, lines)
    number = _number(head, title)
    kind = _kind(title, lines, blocks)
    return Metadata(
        title, issuer, number, _issued(head, lines, properties), kind, _region(title, issuer, number, kind, lines)
    )


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
    """The date of issue: in a workbook's name, else the signature's, the head's line of publication, a date alone, …"""
    signed = [at for at in range(len(lines)) if (at < _HEAD or at >= len(lines) - _TAIL) and is_signature(lines, at)]
    ranked = [
        *(match[0] for match in [_OF_ISSUE.search(properties.get("workbook", ""))] if match),
        *(lines[at] for at in signed),
        *(line for line in head if _PUBLISHED.match(line)),
        *(line for line in head if _CLOCK.search(line) and len(line) < 80),
        *(line for line in head if len(line) < 24),
        *(line for line in head if line.startswith(("——", "（", "(")) and len(line) < 60),
        *(line[:40] for line in head[:8] if _DATELINE.match(line)),
        *(properties[key] for key in ("published", "issued") if key in properties),
        *(line for line in lines[-3:] if _IMPRINT.match(line) and len(line) < 40),
    ]
    return next((found for line in ranked if (found := _date_in(line))), None)


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
