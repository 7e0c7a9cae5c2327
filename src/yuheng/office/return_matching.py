"""Which row that was sent a returned row is: by its hidden identity, else by its words, else by nothing.

The identity can be wrong: a sort that left the hidden column out puts every identity beside another row's words. A
value in the wrong row is worse than a question, so identity and words must not contradict each other; where they do and
the words alone are plain, the words win and it is said; otherwise the row stays open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from yuheng.office.return_rows import SentRow, folded, read_token

STRONG: Final = ("what", "words")
_WEAK: Final = ("kind", "goal", "unit", "due", "chapter")
Fields = Mapping[str, str]
"""Our fields as they came back; what is not there (a deleted column, a cell under a merged one) is left out."""


@dataclass(frozen=True, slots=True)
class Match:
    """The row found, how, and what is to be looked at; `row` is None where it stays open."""

    row: SentRow | None
    how: str
    doubt: str = ""


class Rows:
    """The rows sent, ready to be looked up."""

    def __init__(self, sent: Sequence[SentRow], owner: str | None = None) -> None:
        """`owner` is whose workbook it says it is: rows of others are known by identity only."""
        self.by_token = {row.token: row for row in sent}
        self._own = [row for row in sent if owner is None or row.owner == owner] or list(sent)
        self._by_words: dict[tuple[str, str], list[SentRow]] = defaultdict(list)
        for row in self._own:
            for field in STRONG:
                if row.locked[field]:
                    self._by_words[field, folded(row.locked[field])].append(row)

    def match(self, identity: str, fields: Fields) -> Match:
        """Find the row. `identity` is what stands in the hidden column, "" where nothing does."""
        known = {field: folded(words) for field, words in fields.items() if folded(words)}
        row = self.by_token.get(read_token(identity))
        if row is not None:
            return self._checked(row, known)
        doubt = "行号损坏" if identity.strip() else "行号缺失"
        found = self._by_content(known)
        if found is not None:
            return Match(found, "按内容认行", doubt)
        return Match(None, "", doubt)

    def _checked(self, row: SentRow, known: Fields) -> Match:
        differing = [field for field in STRONG if field in known and known[field] != folded(row.locked[field])]
        if not differing:
            return Match(row, "按行号认行")
        elsewhere = [other for field in differing for other in self._by_words.get((field, known[field]), ())]
        if elsewhere:
            found = self._by_content(known)
            if found is not None and all(_agrees(found, known, field) for field in STRONG):
                return Match(found, "按内容认行", "行号是另一行的，多半排序时漏了隐藏列")
            return Match(None, "", "行号与内容指向不同的行")
        if any(field in known and field not in differing for field in STRONG):
            return Match(row, "按行号认行", "文字有改动")
        agreeing = [field for field in _WEAK if field in known and _agrees(row, known, field)]
        if len(agreeing) >= len(_WEAK) - 2:
            return Match(row, "按行号认行", "文字有改动")
        return Match(None, "", "行号在，内容却全换了")

    def _by_content(self, known: Fields) -> SentRow | None:
        """The one row that the words leave: all fields agree, or both long ones do."""
        if "what" not in known and "words" not in known:
            return None
        near = [row for row in self._own if all(_agrees(row, known, field) for field in STRONG if field in known)]
        whole = [row for row in near if all(_agrees(row, known, field) for field in _WEAK if field in known)]
        enough = sum(field in known for field in (*STRONG, *_WEAK)) >= 2
        if len(whole) == 1 and enough:
            return whole[0]
        if len(near) == 1 and all(field in known for field in STRONG):
            return near[0]
        return None


def _agrees(row: SentRow, known: Fields, field: str) -> bool:
    return field not in known or known[field] == folded(row.locked[field])
