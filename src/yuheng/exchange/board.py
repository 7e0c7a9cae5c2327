"""Pairs on a grid of slots: put in, taken out, and moved along alternating chains without ever double-booking.

A chain of two slots a and b follows a firm's meeting in a, its partner's in b, and so on. Swapping a and b along a
whole chain keeps everybody at one meeting a slot (Kempe, König): the one move that colouring, evening out and the
closing of gaps are all made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from yuheng.exchange.instance import Instance

NONE: Final = -1
_TRIES: Final = 40
"""Pairs of slots tried before a pair is put off; matters only with absences, where a chain may be barred."""


class Board:
    """Which pair stands in which slot. Pairs pinned to a slot never move."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.at = [[NONE] * instance.slots for _ in instance.firms]
        self.slot_of = [NONE] * len(instance.left)
        self.open = list(instance.free)
        self.load = [0] * instance.slots
        self.held = {pair for pair, slot in instance.pinned.items() if slot is not None}
        for pair, slot in instance.pinned.items():
            if slot is not None:
                self.put(pair, slot)

    def put(self, pair: int, slot: int) -> None:
        """Place a pair where both are open."""
        left, right, bit = self.instance.left[pair], self.instance.right[pair], 1 << slot
        self.at[left][slot] = self.at[right][slot] = pair
        self.open[left] &= ~bit
        self.open[right] &= ~bit
        self.slot_of[pair] = slot
        self.load[slot] += 1

    def take(self, pair: int) -> None:
        """Remove a pair."""
        slot, left, right = self.slot_of[pair], self.instance.left[pair], self.instance.right[pair]
        self.at[left][slot] = self.at[right][slot] = NONE
        self.open[left] |= 1 << slot
        self.open[right] |= 1 << slot
        self.slot_of[pair] = NONE
        self.load[slot] -= 1

    def placed(self) -> list[int]:
        """All pairs that have a slot, rising."""
        return [pair for pair, slot in enumerate(self.slot_of) if slot != NONE]

    def busy(self, firm: int) -> int:
        """The slots in which a firm meets somebody, as bits."""
        return self.instance.free[firm] & ~self.open[firm]

    def objective(self) -> int:
        """Sum of the scores placed."""
        return sum(self.instance.score[pair] for pair in self.placed())

    def counts(self) -> list[int]:
        """Meetings of each firm."""
        return [self.busy(firm).bit_count() for firm in range(len(self.instance.firms))]

    def chain(self, firm: int, first: int, second: int) -> list[int] | None:
        """The pairs reached from a firm by its meeting in `first`, then `second`, …; None where one may not move.

        A chain may move if none of its pairs is held and each of its firms is there in both slots.
        """
        instance, both = self.instance, (1 << first) | (1 << second)
        pairs: list[int] = []
        here, slot = firm, first
        while True:
            if instance.free[here] & both != both:
                return None
            pair = self.at[here][slot]
            if pair == NONE:
                return pairs
            if pair in self.held:
                return None
            pairs.append(pair)
            here = instance.left[pair] + instance.right[pair] - here
            slot = first + second - slot
            if here == firm:
                return pairs

    def flip(self, pairs: Sequence[int], first: int, second: int) -> None:
        """Swap two slots along a whole chain."""
        target = [(pair, first + second - self.slot_of[pair]) for pair in pairs]
        for pair in pairs:
            self.take(pair)
        for pair, slot in target:
            self.put(pair, slot)

    def chains(self, first: int, second: int) -> Iterator[list[int]]:
        """Every chain of two slots that may move; flipping one as it comes does not spoil the others."""
        seen: set[int] = set()
        members = [pair for pair, slot in enumerate(self.slot_of) if slot in (first, second)]
        for pair in members:
            if pair in seen:
                continue
            found = self._whole(pair, first, second, seen)
            if found is not None:
                yield found

    def _whole(self, pair: int, first: int, second: int, seen: set[int]) -> list[int] | None:
        """The chain through a pair, from end to end, marking it seen; None where it may not move."""
        instance, both = self.instance, (1 << first) | (1 << second)
        todo, found, movable = [pair], [], True
        seen.add(pair)
        while todo:
            each = todo.pop()
            found.append(each)
            movable &= each not in self.held
            for firm in (instance.left[each], instance.right[each]):
                movable &= instance.free[firm] & both == both
                near = self.at[firm][first] if self.at[firm][second] == each else self.at[firm][second]
                if near != NONE and near not in seen:
                    seen.add(near)
                    todo.append(near)
        return found if movable else None

    def insert(self, pair: int) -> bool:
        """Place a pair, moving chains out of its way where no slot suits both; tells whether it could."""
        instance = self.instance
        left, right = instance.left[pair], instance.right[pair]
        common = self.open[left] & self.open[right]
        if common:
            room = [slot for slot in _bits(common) if self.load[slot] < instance.seats[slot]]
            slots = room or list(_bits(common))
            self.put(pair, min(slots, key=lambda slot: (self.load[slot] - instance.seats[slot], slot)))
            return True
        tries = 0
        for first in _bits(self.open[left]):
            for second in _bits(self.open[right]):
                tries += 1
                if tries > _TRIES:
                    return False
                if self._make_way(left, right, first, second):
                    self.put(pair, first)
                    return True
        return False

    def _make_way(self, left: int, right: int, first: int, second: int) -> bool:
        """Free slot `first` at `right`, which is open in `second`, without touching `left`."""
        pairs = self.chain(right, first, second)
        if pairs is None:
            return False
        last = {self.instance.left[pairs[-1]], self.instance.right[pairs[-1]]} if pairs else set()
        if left in last:
            return False
        self.flip(pairs, first, second)
        return True


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def place(board: Board, pairs: Iterable[int]) -> list[int]:
    """Place pairs, then even the slots out to their seats; the pairs that found no place, the best first."""
    instance = board.instance
    put_off = [pair for pair in pairs if board.slot_of[pair] == NONE and not board.insert(pair)]
    even_out(board)
    for slot in range(instance.slots):
        while board.load[slot] > instance.seats[slot]:
            loose = [p for p in board.placed() if board.slot_of[p] == slot and p not in instance.pinned]
            worst = min(loose, key=lambda p: (instance.score[p], -p))
            board.take(worst)
            put_off.append(worst)
    return sorted(put_off, key=lambda p: (-instance.score[p], p))


def even_out(board: Board) -> None:
    """Move meetings from slots with more meetings than seats to slots with room, along chains.

    A chain with one more meeting in the full slot than in the other one exists whenever nobody is absent, so a choice
    within the hall's seats always fits; with absences what is left over is taken out by `place`.
    """
    seats = board.instance.seats
    for full in range(board.instance.slots):
        while board.load[full] > seats[full]:
            if not _relieve(board, full):
                break


def _relieve(board: Board, full: int) -> bool:
    seats = board.instance.seats
    others = sorted(range(board.instance.slots), key=lambda slot: (board.load[slot] - seats[slot], slot))
    for other in others:
        if other == full or board.load[other] >= seats[other]:
            continue
        for chain in board.chains(full, other):
            if sum(1 if board.slot_of[pair] == full else -1 for pair in chain) == 1:
                board.flip(chain, full, other)
                return True
    return False
