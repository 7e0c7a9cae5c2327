"""The rows that are sent out and come back: their fields, their hidden identity, and what was sent in them.

A row's identity is a word with a check sum, because people fill a column down by dragging, and Excel then counts its
last digits up: a wrong identity must never look like another row's.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from yuheng.errors import Misuse
from yuheng.model import id_of

STATUSES: Final = ("提前实现", "快于预期", "基本符合预期", "滞后", "不可判定")
"""The four official words, and the answer that nobody can judge yet."""

OWED: Final = ("value", "status", "progress", "source")
"""The fields that an owner fills in, in the order of the sheet."""

LOCKED: Final = ("kind", "what", "goal", "unit", "due", "previous", "words", "chapter")
"""The fields that are ours: changed ones are refused and shown."""

TITLES: Final = {
    "row": "行号",
    "number": "序号",
    "kind": "类型",
    "what": "指标或任务",
    "goal": "目标值",
    "unit": "单位",
    "due": "完成时限",
    "previous": "上期值",
    "value": "本期值",
    "status": "自评",
    "progress": "进展与问题",
    "source": "数据来源",
    "owner": "责任单位",
    "words": "规划原文",
    "chapter": "所在章节",
}
"""What the columns are called, in the order of the sheet; `owner` only where nobody is known yet."""

KEY: Final = "yh:"
_TOKEN: Final = re.compile(r"yh-([0-9a-f]{12})-([0-9a-f]{4})")


@dataclass(frozen=True, slots=True)
class SentRow:
    """One row as it was sent.

    Attributes:
        id: the duty's id.
        period: the period reported on: 2026-10.
        owner: who was asked; empty where the clerk is to say who.
        file: the workbook's name.
        kind: 目标 or 任务.
        claim: id of the claim.
        counting: 期末数, 本年累计, 规划期累计, 增速; empty for a task.
        locked: our fields, by name, as the cells show them.
        owed: the fields to fill in, by name, as they were pre-filled; empty where they were blank.
    """

    id: str
    period: str
    owner: str
    file: str
    kind: str
    claim: str
    counting: str
    locked: dict[str, str]
    owed: dict[str, str]

    @property
    def token(self) -> str:
        """The hidden identity, the same for one duty in one period."""
        return token_of(self.period, self.id)


def token_of(period: str, duty: str) -> str:
    """A row's identity: yh-, twelve digits, and a check sum of four."""
    digits = id_of("row", period, duty)[:12]
    return f"yh-{digits}-{_check(digits)}"


def read_token(words: str) -> str:
    """The identity in a cell, "" where it holds none or one whose check sum is wrong.

    >>> token = token_of("2026-10", "a")
    >>> read_token(f" {token.upper()} ") == token, read_token(token[:-1] + ("1" if token[-1] != "1" else "2"))
    (True, '')
    """
    found = _TOKEN.fullmatch(words.strip().lower())
    return found[0] if found is not None and _check(found[1]) == found[2] else ""


def looks_like_token(words: str) -> bool:
    """Whether a cell was meant to hold an identity, broken or not."""
    return words.strip().lower().startswith("yh-")


def _check(digits: str) -> str:
    return id_of("check", digits)[:4]


def folded(words: str) -> str:
    """Words as two people may type them: full-width and half-width alike, without spaces and line ends.

    >>> folded("护理　床位数（张） ") == folded("护理床位数(张)")
    True
    """
    return "".join(unicodedata.normalize("NFKC", words).split()).casefold()


def sent_bytes(rows: Iterable[SentRow]) -> bytes:
    """Rows as JSON lines, to be kept: what comes back is compared with them and with nothing else."""
    return "".join(json.dumps(_row(row), ensure_ascii=False) + "\n" for row in rows).encode("utf-8")


def sent_from(lines: Iterable[str], *, name: str) -> tuple[SentRow, ...]:
    """Read the rows back; `name` is for messages.

    Raises:
        Misuse: a line is no row.
    """
    rows = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                rows.append(SentRow(**json.loads(line)))
            except (TypeError, ValueError) as error:
                raise Misuse(
                    f"{name} 第 {number} 行不是下发的行：{error}。", hint="重新运行 yuheng dispatch。"
                ) from error
    return tuple(rows)


def _row(row: SentRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in SentRow.__dataclass_fields__}
