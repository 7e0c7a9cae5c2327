"""Invented events for the tests: firms, wishes, rules."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable

from yuheng.exchange.meetings import Candidate, Meeting, Rules, pair_of


def candidates(*wishes: tuple[str, str, int]) -> list[Candidate]:
    return [Candidate(pair_of(one, other), score) for one, other, score in wishes]


def wished_event(firms: int, wishes: int, *, seed: int, skew: float = 1.0) -> tuple[list[str], list[Candidate]]:
    """Half offer and half need; each ranks some of the other half, popular ones more often."""
    drawn = random.Random(seed)  # noqa: S311
    offering = [f"供{number:04}" for number in range(firms // 2)]
    needing = [f"需{number:04}" for number in range(firms - firms // 2)]
    scores: Counter[tuple[str, str]] = Counter()
    for mine, others in ((offering, needing), (needing, offering)):
        weights = [(rank + 1) ** -skew for rank in range(len(others))]
        for firm in mine:
            for rank, other in enumerate(dict.fromkeys(drawn.choices(others, weights, k=wishes))):
                scores[pair_of(firm, other)] += 10 * (wishes - rank)
    return offering + needing, [Candidate(pair, score) for pair, score in sorted(scores.items())]


def away(firms: Iterable[str], slots: int, share: float, *, seed: int) -> frozenset[tuple[str, int]]:
    drawn = random.Random(seed)  # noqa: S311
    return frozenset((firm, slot) for firm in firms for slot in range(slots) if drawn.random() < share)


def idle_gaps(meetings: Iterable[Meeting], rules: Rules) -> int:
    """Counted anew, from the words of the definition: there, between one's first and last meeting, and without one."""
    slots: dict[str, set[int]] = {}
    for meeting in meetings:
        for firm in meeting.pair:
            slots.setdefault(firm, set()).add(meeting.slot)
    return sum(
        (firm, slot) not in rules.absent and slot not in busy
        for firm, busy in slots.items()
        for slot in range(min(busy), max(busy))
    )
