"""Same, different or unsure: what was decided about two names, by whom and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from yuheng.model.party import MentionKey

Sameness = Literal["same", "different", "unsure"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision about two mentions; it can be undone by a later one, and nothing is merged without one or a rule.

    Attributes:
        left, right: the two names; `left` sorts first.
        verdict: same, different or unsure.
        by: a person, or the name of the rule that proposes.
        on: the day of the decision; None for a proposal that nobody has confirmed yet.
        reason: one line, in Chinese, for the clerk who confirms.
    """

    left: MentionKey
    right: MentionKey
    verdict: Sameness
    by: str
    on: date | None
    reason: str

    def __post_init__(self) -> None:
        if self.left > self.right:
            raise ValueError(f"a judgement names its mentions in order: {self.right} before {self.left}")
