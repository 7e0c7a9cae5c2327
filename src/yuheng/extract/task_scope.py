"""What a block's headings say of the tasks under them: whether anything is promised there, when, in which sector."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from yuheng.extract.document_time import document_date, issue_year, own_year
from yuheng.model import Block, Document, Metadata, Period
from yuheng.text.periods import PATTERN, mention_of, year_period
from yuheng.vocab.sectors import sector_pattern
from yuheng.vocab.verbs import verbs

_PERIODS = re.compile(PATTERN)
_MAYBE = re.compile("20\\d\\d|五[”’时期末]|[今明本当]年|年[内底]|全年|[上下]半年|前三季度|[一二三四]季度|月[底末]")
_WITHIN = re.compile(r"全年|(?<![今本去明当每上前次同翌半近几数多\d一二两三四五六七八九十])年(?:内|底(?:之?前)?)")
_READ = ("heading", "paragraph", "list", "box")
_FORWARD = re.compile(
    "(?:主要|重点|目标|工作|建设|实施|发展|具体)任务|任务$|措施|举措|重点工作|工作安排|工作重点|重点领域|下一步|今后|展望|目标$|主要目标|发展目标"
)
_BULLETIN = re.compile("(?:统计|监测)?(?:公报|年报)")
_DUTIES = re.compile("任务|重点工作|工作要点|责任|分工")
_LABEL = re.compile("^[—–\\-\\s]+|[：:。\\s]+$")


@dataclass(slots=True)
class Scope:
    """The standing of one heading path.

    Attributes:
        promises: False under background, principles and advice to persons in private.
        modal: True where only a clause with a modal promises (news, speeches).
        due: the period that the innermost dated heading states.
        sector: the part of the industry that the innermost such heading names.
    """

    promises: bool
    modal: bool
    due: Period | None
    sector: str


def scopes_of(document: Document) -> Iterator[tuple[Block, Scope]]:
    """Each heading, and each block that may hold tasks, with the scope of its heading path; a path is read once."""
    known, titles = _known(document.text, document.meta)
    modal = _is_news(document)
    for block in document.blocks:
        if block.kind not in _READ:
            continue
        scope = known.get(block.path)
        if scope is None:
            scope = known[block.path] = _scope(document, block.path, titles, modal=modal)
        yield block, scope


@lru_cache(maxsize=1)
def _known(text: str, meta: Metadata) -> tuple[dict[tuple[str, ...], Scope], dict[str, _Title]]:
    """What the paths and the headings of the last document say: tasks and measures read the same."""
    return {}, {}


def scope_of(document: Document, path: tuple[str, ...]) -> Scope:
    """The scope of one heading path."""
    return _scope(document, path, {}, modal=_is_news(document))


def due_in(document: Document, start: int, end: int) -> Period | None:
    """The deadline that text[start:end) states, or None: 到2025年, 2026年底前, “十四五”期间."""
    return _due(document.text, start, end, document)


def may_be_due(text: str, start: int, end: int) -> bool:
    """Whether a deadline may stand in text[start:end): most sentences have none."""
    return _MAYBE.search(text, start, end) is not None


def sector_of(thing: str, scope: Scope) -> str:
    """The sector that an object names, else its headings'."""
    named = sector_pattern().search(thing)
    return named.group() if named else scope.sector


def _is_news(document: Document) -> bool:
    """News and speeches report with the same bare verbs by which a plan promises."""
    if _BULLETIN.search(document.meta.title):
        return True
    if document.meta.kind:
        return document.meta.kind == "news" or (
            document.meta.kind == "list" and not _DUTIES.search(document.meta.title)
        )
    head = document.text[:400]
    return re.search(r"新闻|记者|日电|[月日]讯|发布会|论坛|举行", head) is not None and "工作报告" not in head


class _Title(NamedTuple):
    """What one heading says by itself: whether promises stand under it (None: ask the one above), when, of what."""

    promises: bool | None
    due: Period | None
    sector: str


def _title(document: Document, title: str) -> _Title:
    grammar = verbs()
    words = _LABEL.sub("", title)
    forward = _FORWARD.search(words) is not None
    promises = True if forward else None
    if words in grammar.private:
        promises = False
    elif grammar.background.search(words):
        promises = forward and "成就" not in words and "成效" not in words
    named = sector_pattern().search(title)
    return _Title(promises, _due(title, 0, len(title), document), named.group() if named else "")


def _scope(document: Document, path: tuple[str, ...], titles: dict[str, _Title], *, modal: bool) -> Scope:
    """The scope of a path; `titles` holds what its headings said when they were read before."""
    promises: bool | None = None
    due, sector = None, ""
    for words in reversed(path):
        title = titles.get(words)
        if title is None:
            title = titles[words] = _title(document, words)
        promises = title.promises if promises is None else promises
        due = due or title.due
        sector = sector or title.sector
    if not sector:
        named = sector_pattern().search(document.meta.title)
        sector = named.group() if named else ""
    return Scope(promises is not False, modal, due, sector)


def leans_on_the_day(words: str) -> bool:
    """Whether words name a time that only the day of their document fixes: 今年, 年底前, 6月底.

    >>> [leans_on_the_day(words) for words in ("年底前建成", "今年建成", "到2025年建成", "加快建设")]
    [True, True, False, False]
    """
    mentions = (mention_of(match, words, None) for match in _PERIODS.finditer(words))
    return _WITHIN.search(words) is not None or any(each is not None and each.period is None for each in mentions)


def _due(text: str, start: int, end: int, document: Document) -> Period | None:
    found = None
    if _MAYBE.search(text, start, end) is None:
        return None
    if within := _WITHIN.search(text, start, end):
        year = own_year(document) or (issue_year(document) if within.group() != "全年" else None)
        found = year_period(year, within.group()) if year else None
    on = document_date(document) if own_year(document) else document.meta.issued
    for match in _PERIODS.finditer(text, start, end):
        mention = mention_of(match, text, on)
        if mention is None or mention.period is None or mention.role not in ("by", "in") or mention.period.end is None:
            continue
        if document.meta.issued is not None and mention.period.end <= document.meta.issued:
            continue
        found = mention.period
    return found
