"""One passage being read: its sentences, its brackets, and the statements that its numbers make.

Reading figures is a few steps over the same passage (which numbers count, what they measure, when they hold), so the
passage carries what each step found for the next. Positions count the passage's own text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date

from yuheng.extract.comparators import Amount
from yuheng.extract.phrases import CLAUSE_MARKS, MASK
from yuheng.extract.scopes import Scope
from yuheng.model import Anchor, Block, Document, Period
from yuheng.text.periods import PeriodMention

SENTENCE_END = re.compile(r"[。！？!?](?:[”’」』])?")
CLAUSE_MARK = re.compile(f"[{re.escape(CLAUSE_MARKS)}]")
_BRACKETS = re.compile(r"（(?:[^（）]|（[^（）]*）)*）|\((?:[^()]|\([^()]*\))*\)")
_STREAK = re.compile(r"连续(?:\d+|[两三四五六七八九十]+)个?(?:月|季度|年)")
_LONGEST_CLAUSE = 1000
_LONGEST = 8000
"""Characters after which a paragraph is read in parts: costs stay linear on text that never ends a paragraph."""


@dataclass(slots=True)
class Statement:
    """One amount on its way to a figure.

    Attributes:
        amount: the number, its unit and comparators.
        group: amounts of one run ("30%、18%和20%") share a number.
        indicator: what it measures, so far.
        growth: the verb of change before it (同比增长), "" where none.
        period, role: when it holds and how that is known (see `text.periods.Role`; also "scope" and "standard").
        before_change: for the A of "从A提高到B" the verb of the change.
        changed: it is the B.
        clause: the words from the clause's beginning to the number.
        right: the noun taken from behind the number.
        base: what a share is a share of, so that what follows can speak of that ("营收5亿元，占全市2%，增长3%").
        subject: the place that the number alone is of ("其中禾丰县8万亩"), "" where the sentence's is meant.
        beside: it stands directly behind another number ("9万亿三个大台阶").
    """

    amount: Amount
    group: int = 0
    indicator: str = ""
    growth: str = ""
    period: Period | None = None
    role: str = ""
    before_change: str = ""
    changed: bool = False
    clause: str = ""
    right: str = ""
    beside: bool = False
    base: str = ""
    subject: str = ""


@dataclass(slots=True)
class Passage:
    """A paragraph (or a part of a very long one) with its time expressions and statements.

    Attributes:
        offset: where its text begins in the document's text.
        masked: the text with brackets and time expressions blanked, of the same length, so that phrases skip them.
        marks: where its clause marks stand.
        quoted: the anchors of sentences that are made already, by where the sentence starts, and whom each speaks of.
    """

    document: Document
    block: Block
    offset: int
    text: str
    scope: Scope
    on: date | None
    mentions: list[PeriodMention] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    brackets: list[tuple[int, int]] = field(default_factory=list)
    masked: str = ""
    marks: list[int] = field(default_factory=list)
    quoted: dict[int, tuple[Anchor, str]] = field(default_factory=dict)

    def prepare(self) -> None:
        """Find sentences and brackets, and blank what phrases must skip; `mentions` must be set."""
        self.sentences = [
            0,
            *(match.end() for match in SENTENCE_END.finditer(self.text) if match.end() < len(self.text)),
        ]
        has_brackets = "（" in self.text or "(" in self.text
        self.brackets = [match.span() for match in _BRACKETS.finditer(self.text)] if has_brackets else []
        self.masked = masked(self.text, self.mentions)
        self.marks = [match.start() for match in CLAUSE_MARK.finditer(self.text)]

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """The sentence that holds an offset."""
        at = bisect_right(self.sentences, offset)
        return self.sentences[at - 1], self.sentences[at] if at < len(self.sentences) else len(self.text)

    def in_brackets(self, offset: int) -> bool:
        """Whether an offset lies inside closed brackets."""
        return any(start < offset < end for start, end in self.brackets)

    def clause_start(self, at: int) -> int:
        """Where the words that belong to statement `at` begin: the last clause mark, or the number before it."""
        amount = self.statements[at].amount
        floor = self._after_mark(amount.outer_start)
        for start, end in self.brackets:
            if start < amount.outer_start < end:
                floor = max(floor, start + 1)
            elif start < floor <= end <= amount.outer_start:
                floor = self._after_mark(start)
        if at:
            floor = max(floor, min(self.statements[at - 1].amount.outer_end, amount.outer_start))
        return floor

    def _after_mark(self, before: int) -> int:
        """The offset behind the last clause mark before an offset; of a clause without end, a part."""
        at = bisect_left(self.marks, before)
        return max(self.marks[at - 1] + 1 if at else 0, before - _LONGEST_CLAUSE, 0)


def parts_of(text: str) -> list[tuple[int, int]]:
    """Cut a paragraph into the stretches that are read by themselves: one, unless it is very long."""
    parts: list[tuple[int, int]] = []
    start = 0
    while len(text) - start > _LONGEST:
        end = max(text.rfind(mark, start, start + _LONGEST) for mark in "。！？；\n，,") + 1
        end = end if end > start else start + _LONGEST
        parts.append((start, end))
        start = end
    return [*parts, (start, len(text))]


def masked(text: str, mentions: list[PeriodMention]) -> str:
    """The text with brackets, streaks (连续16个季度) and time expressions blanked, of the same length."""
    chars = text
    if "（" in text or "(" in text:
        chars = _BRACKETS.sub(lambda match: MASK * len(match.group()), chars)
    if "连续" in text:
        chars = _STREAK.sub(lambda match: MASK * len(match.group()), chars)
    for mention in mentions:
        if mention.role == "now" and text[mention.start : mention.end] in ("此次", "本次", "现场"):
            continue
        chars = chars[: mention.lead] + MASK * (mention.end - mention.lead) + chars[mention.end :]
    return chars
