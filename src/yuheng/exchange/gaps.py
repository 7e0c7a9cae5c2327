"""Fewer idle gaps: the same meetings, moved along chains so that each firm's day holds together.

An idle gap is an open slot (the firm is there, without a meeting) between a firm's first and last meeting. Every move
is the swap of two slots along one chain, so the choice, the seats and everybody's one meeting a slot stay as they are:
the second objective costs the first nothing.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from yuheng.exchange.board import Board

_SWEEPS: Final = (3, 300)
_WORK: Final = 2_500_000
_WORK_ABSENT: Final = 11_000_000
"""Meetings looked at in all, about a million a second: large events get fewer sweeps, by a count and not by the clock.
Absences bar chains, so more looking is needed there."""


@lru_cache(maxsize=1 << 18)
def idle(busy: int, free: int) -> int:
    """Slots between the first and the last of the busy ones in which a firm is there and meets nobody.

    A slot in which the firm is away is no gap: nobody waits there.

    >>> idle(0b10011, 0b11111), idle(0b10011, 0b10111), idle(0b1110, 0b1110), idle(0, 0b1111)
    (2, 1, 0, 0)
    """
    if busy == 0:
        return 0
    span = (1 << busy.bit_length()) - (busy & -busy)
    return (span & free & ~busy).bit_count()


def idle_gaps(board: Board) -> int:
    """All idle gaps of all firms."""
    free = board.instance.free
    return sum(idle(board.busy(firm), free[firm]) for firm in range(len(free)))


def close_gaps(board: Board, *, seed: int) -> None:
    """Swap slots along chains as long as that closes gaps; early sweeps also accept a little loss."""
    drawn = random.Random(seed)  # noqa: S311  # a search, no secret
    slots = board.instance.slots
    every = [(a, b) for a in range(slots) for b in range(a + 1, slots)]
    meetings = max(len(board.placed()), 1)
    work = _WORK if len(set(board.instance.free)) == 1 else _WORK_ABSENT
    sweeps = min(max(work // (meetings * slots * 2), _SWEEPS[0]), _SWEEPS[1])
    for sweep in range(sweeps):
        heat = 1.2 * (1 - sweep / (sweeps * 0.7))
        drawn.shuffle(every)
        gained = 0
        for first, second in every:
            gained += _swap(board, first, second, heat, drawn)
        if gained == 0 and heat <= 0:
            return


def _swap(board: Board, first: int, second: int, heat: float, drawn: random.Random) -> int:
    """Swap every chain of two slots that gains; how many were swapped for a gain."""
    load, seats, count = board.load, board.instance.seats, 0
    for chain in list(board.chains(first, second)):
        shift = sum(1 if board.slot_of[pair] == first else -1 for pair in chain)
        if load[first] - shift > seats[first] or load[second] + shift > seats[second]:
            continue
        change = _change(board, chain, first, second)
        if change < 0 or (heat > 0 and drawn.random() < math.exp(-change / heat) * 0.5):
            board.flip(chain, first, second)
            count += change < 0
    return count


def _change(board: Board, chain: Sequence[int], first: int, second: int) -> int:
    """How many idle gaps a swap adds: only firms with a meeting in one of the two slots change."""
    instance, both, total = board.instance, (1 << first) | (1 << second), 0
    for pair in chain:
        for firm in (instance.left[pair], instance.right[pair]):
            busy = board.busy(firm)
            if busy & both != both:
                total += idle(busy ^ both, instance.free[firm]) - idle(busy, instance.free[firm])
    return total
