"""Fewer idle gaps: the same meetings, moved along chains so that each firm's day holds together.

An idle gap is an open slot (the firm is there, without a meeting) between a firm's first and last meeting. Every move
swaps two slots along whole chains, so the choice and everybody's one meeting a slot stay as they are. A chain that
would overfill a slot moves together with one that goes the other way, or into an empty table: full halls can be
calmed too. The second objective costs the first nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any, Final

from yuheng.exchange.board import NONE, Board

_SWEEPS: Final = (60, 300)
_WORK: Final = 3_000_000
_WORK_ABSENT: Final = 6_000_000
"""Firms looked at in all for each pair of slots: large events get fewer sweeps, by a count and not by the clock.
Absences bar chains, so more looking is needed there."""

_HEAT: Final = 0.5
_COOL: Final = 0.8
"""The share of the sweeps after which no loss is accepted any more."""


def idle(busy: Any, free: Any) -> Any:
    """Slots between the first and the last of the busy ones in which a firm is there and meets nobody; by arrays.

    A slot in which the firm is away is no gap: nobody waits there.

    >>> import numpy as np
    >>> idle(np.array([0b10011, 0b10011, 0b1110, 0]), np.array([0b11111, 0b10111, 0b1110, 0b1111])).tolist()
    [2, 1, 0, 0]
    """
    import numpy as np

    above = np.left_shift(1, np.frexp(busy.astype(float))[1].astype(busy.dtype))
    waiting = (above - (busy & -busy)) & free & ~busy
    return np.where(busy == 0, 0, np.bitwise_count(waiting)).astype(int)


def idle_gaps(board: Board) -> int:
    """All idle gaps of all firms."""
    return _Day(board).total


def close_gaps(board: Board, *, seed: int) -> None:
    """Swap slots along chains as long as that closes gaps; early sweeps also accept a little loss."""
    import numpy as np

    drawn = np.random.default_rng(seed)
    day = _Day(board)
    every = list(combinations(range(board.instance.slots), 2))
    if not every or not board.placed():
        return
    work = _WORK if len(set(board.instance.free)) == 1 else _WORK_ABSENT
    sweeps = min(max(work // (len(board.instance.firms) * len(every)), _SWEEPS[0]), _SWEEPS[1])
    best, kept = day.total, day.at.copy()
    for sweep in range(sweeps):
        heat = max(_HEAT * (1 - sweep / (sweeps * _COOL)), 0.0)
        for index in drawn.permutation(len(every)):
            day.swap(*every[index], heat=heat, drawn=drawn)
        if day.total < best:
            best, kept = day.total, day.at.copy()
        if best == 0:
            break
    _write(board, kept)


def _write(board: Board, at: Any) -> None:
    """Move what has moved."""
    import numpy as np

    left = np.array(board.instance.left)
    firm, slot = np.nonzero(at != NONE)
    first = left[at[firm, slot]] == firm
    moved = [
        (int(pair), int(to))
        for pair, to in zip(at[firm[first], slot[first]], slot[first], strict=True)
        if board.slot_of[pair] != to
    ]
    _move(board, moved)


def _move(board: Board, moved: Sequence[tuple[int, int]]) -> None:
    for pair, _ in moved:
        board.take(pair)
    for pair, to in moved:
        board.put(pair, to)


def begin_early(board: Board) -> None:
    """Move whole rounds into earlier ones that stand empty, where everybody is there and the tables suffice.

    A hall with more room than meetings would else stand empty in the morning and meet in the afternoon. A round with a
    meeting pinned to it stays; where moving would cost an idle gap, all stay.
    """
    to: dict[int, int] = {}
    for slot in (slot for slot, load in enumerate(board.load) if load):
        first = max(to.values(), default=NONE) + 1
        to[slot] = next(
            earlier for earlier in range(first, slot + 1) if earlier == slot or _can_move(board, slot, earlier)
        )
    before = idle_gaps(board)
    moved = [(pair, board.slot_of[pair]) for pair in board.placed() if to[board.slot_of[pair]] != board.slot_of[pair]]
    _move(board, [(pair, to[slot]) for pair, slot in moved])
    if idle_gaps(board) > before:
        _move(board, moved)


def _can_move(board: Board, slot: int, earlier: int) -> bool:
    here = [pair for pair in board.placed() if board.slot_of[pair] == slot]
    return board.instance.seats[earlier] >= len(here) and all(
        pair not in board.held and board.instance.both_free(pair) >> earlier & 1 for pair in here
    )


class _Day:
    """A board in arrays: all chains of two slots are found, weighed and swapped at once."""

    def __init__(self, board: Board) -> None:
        import numpy as np

        instance = board.instance
        self.at = np.array(board.at, dtype=np.int64).reshape(len(instance.firms), instance.slots)
        self.free = np.array(instance.free, dtype=np.int64)
        self.busy = self.free & ~np.array(board.open, dtype=np.int64)
        self.ends = np.array(instance.left, dtype=np.int64) + np.array(instance.right, dtype=np.int64)
        self.seats = np.array(instance.seats)
        self.load = np.array(board.load)
        self.held = np.isin(self.at, sorted(board.held))
        self.total = int(idle(self.busy, self.free).sum())
        self._firm = np.arange(len(instance.firms))

    def swap(self, first: int, second: int, *, heat: float, drawn: Any) -> None:
        """Swap two slots along chains that gain, and with some heat along some that lose a little."""
        import numpy as np

        label, count = self._chains(first, second), len(self._firm)
        both, has_first, has_second = (1 << first) | (1 << second), self.at[:, first] >= 0, self.at[:, second] >= 0
        one, any_ = has_first ^ has_second, has_first | has_second
        stuck = any_ & ((self.free & both != both) | self.held[:, first] | self.held[:, second])
        ends = np.flatnonzero(one)
        busy, free = self.busy[ends], self.free[ends]
        added = idle(busy ^ both, free) - idle(busy, free)
        cost = np.bincount(label[ends], weights=added, minlength=count)
        more = np.bincount(label[ends], weights=np.where(has_first[ends], 1, -1), minlength=count) / 2
        movable = np.bincount(label[any_], minlength=count) > 0
        movable[label[stuck]] = False
        noise = -heat * np.log1p(-drawn.random(count)) if heat > 0 else np.zeros(count)
        willing = (cost < 0) | ((cost <= noise) & (drawn.random(count) < 0.5))
        chosen = movable & (more == 0) & willing
        self._pair_up(chosen, cost=cost, more=np.where(movable, more, 0), noise=noise, slots=(first, second))
        moving = np.flatnonzero(chosen[label] & any_)
        self.at[moving[:, None], (first, second)] = self.at[moving[:, None], (second, first)]
        ends = ends[chosen[label[ends]]]
        self.busy[ends] ^= both
        self.load[second] += (shift := round(more[chosen].sum()))
        self.load[first] -= shift
        self.total += round(cost[chosen].sum())

    def _chains(self, first: int, second: int) -> Any:
        """The chain that each firm is in, named by its first firm: from partner to partner in steps that double."""
        import numpy as np

        near = []
        for slot in (first, second):
            pair = self.at[:, slot]
            near.append(np.where(pair >= 0, self.ends[pair] - self._firm, self._firm))
        step, label = near[1][near[0]], self._firm
        while True:
            lower = np.minimum(label, label[step])
            if np.array_equal(lower, label):
                return np.minimum(label, label[near[0]])
            step, label = step[step], lower

    def _pair_up(self, chosen: Any, *, cost: Any, more: Any, noise: Any, slots: tuple[int, int]) -> None:
        """Choose chains that make one slot fuller, each with one that makes it emptier, or with an empty table."""
        import numpy as np

        first, second = slots
        there = _by_cost(np.flatnonzero(more > 0), cost - noise, empty=int(self.seats[first] - self.load[first]))
        back = _by_cost(np.flatnonzero(more < 0), cost - noise, empty=int(self.seats[second] - self.load[second]))
        size = min(len(there), len(back))
        there, back = there[:size], back[:size]
        padded, slack = np.append(cost, 0.0), np.append(noise, 0.0)
        together = padded[there] + padded[back]
        good = (together < 0) | (together < np.maximum(slack[there], slack[back]))
        taken = np.concatenate([there[good], back[good]])
        chosen[taken[taken >= 0]] = True


def _by_cost(chains: Any, cost: Any, *, empty: int) -> Any:
    """Chains by rising cost, with an empty table, NONE, as a chain that costs nothing."""
    import numpy as np

    every = np.concatenate([chains, np.full(max(min(empty, len(cost)), 0), NONE)])
    return every[np.argsort(np.append(cost, 0.0)[every], kind="stable")]
