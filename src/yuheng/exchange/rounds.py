"""Solve one or two slots anew, exactly, with all others as they stand: the step that closes the gap with absences.

Where firms are away the flow's choice may not fit the clock, and a model of all slots at once is hopeless (HiGHS: 21 %
gap after two minutes at 400 firms). Two slots at a time are a small whole-number programme that is solved to the end.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from yuheng.exchange.board import NONE, Board
from yuheng.exchange.choice import SHORTFALL
from yuheng.exchange.instance import Instance

_NODES: Final = 200
_LITTLE: Final = 0.001
"""A sweep that gains less than this share of the bound is followed by a wider one; half of it ends the widest."""

WIDEST: Final = 4
LARGEST: Final = 40_000


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to look for more.

    Attributes:
        gap: near enough to the bound, as a share.
        rounds: steps at most.
        seconds: a guard for the person who waits; a run that it ends may differ from the next.
        tell: called after each step with its number and the gap, for whoever shows how far it is.
    """

    gap: float = 0.004
    rounds: int = 2000
    seconds: float = 60.0
    tell: Callable[[int, float], None] | None = None


@dataclass(frozen=True, slots=True)
class Leave:
    """What re-planning adds to the scores: kept[pair] is worth `stay` more in its old slot and `keep` in another."""

    slot_of: Mapping[int, int]
    stay: int
    keep: int

    def bonus(self, pair: int, slot: int) -> int:
        """What a pair is worth in a slot beyond its score."""
        if pair not in self.slot_of:
            return 0
        return self.stay if self.slot_of[pair] == slot else self.keep


def resolve_slots(board: Board, slots: Sequence[int], *, leave: Leave | None = None) -> None:
    """Put the best meetings into these slots, given all others; the result is never worse than what stood there."""
    import numpy as np

    model = _model(board, slots, leave)
    if model is None:
        return
    pairs, at_slots, chosen = model
    for pair in np.unique(pairs):
        if board.slot_of[pair] in slots and pair not in board.held:
            board.take(int(pair))
    for index in np.flatnonzero(chosen):
        board.put(int(pairs[index]), int(at_slots[index]))


def _variables(board: Board, slots: Sequence[int]) -> tuple[Any, Any]:
    """Every (pair, slot) that could stand: not placed elsewhere, both there and not held by another meeting."""
    import numpy as np

    instance = board.instance
    free = np.array(instance.free)
    for pair in board.held:
        if board.slot_of[pair] in slots:
            for firm in (instance.left[pair], instance.right[pair]):
                free[firm] &= ~(1 << board.slot_of[pair])
    left, right, where = (np.array(each, dtype=int) for each in (instance.left, instance.right, board.slot_of))
    held = np.zeros(len(left), dtype=bool)
    held[list(board.held)] = True
    loose = ((where == NONE) | np.isin(where, slots)) & ~held
    both = free[left] & free[right]
    found = [np.flatnonzero(loose & ((both >> slot) & 1 == 1)) for slot in slots]
    return np.concatenate(found), np.repeat(np.array(slots), [len(each) for each in found])


@dataclass(frozen=True, slots=True)
class _Model:
    """The whole-number programme of a few slots: its variables, and its rows "at most"."""

    pairs: Any
    at_slots: Any
    left: Any
    right: Any
    need: Any
    matrix: Any
    limits: Any


def _model(board: Board, slots: Sequence[int], leave: Leave | None) -> tuple[Any, Any, Any] | None:
    """Solve, and give what to place where; None where nothing better was found."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    pairs, at_slots = _variables(board, slots)
    if len(pairs) == 0:
        return None
    model = _rows(board, slots, pairs, at_slots)
    size, hungry = len(pairs), np.flatnonzero(model.need)
    penalty = SHORTFALL * max(board.instance.score)
    worth = np.concatenate([_worth(board.instance, pairs, at_slots, leave), np.full(len(hungry), penalty)])
    done = milp(
        -worth.astype(float),
        constraints=LinearConstraint(model.matrix, ub=model.limits),
        bounds=Bounds(0, np.concatenate([np.ones(size), model.need[hungry]])),
        integrality=np.ones(size + len(hungry)),
        options={"node_limit": _NODES, "mip_rel_gap": 1e-6},
    )
    if done.x is None:
        return None
    chosen = done.x[:size] > 0.5
    now = np.array(board.slot_of)[pairs] == at_slots
    gained = _value(worth, chosen, model) - _value(worth, now, model)
    return (pairs, at_slots, chosen) if gained > 0 else None


def _rows(board: Board, slots: Sequence[int], pairs: Any, at_slots: Any) -> _Model:
    """One row for each firm and slot, each firm, each slot, each pair, and each firm below its floor."""
    import numpy as np
    from scipy.sparse import coo_array

    instance = board.instance
    firms, size, count = len(instance.firms), len(pairs), len(slots)
    column = np.arange(size)
    left, right = np.array(instance.left)[pairs], np.array(instance.right)[pairs]
    outside = _outside(board, slots)
    need = np.maximum(np.array(instance.floor) - outside, 0)
    hungry = np.flatnonzero(need)
    seated = np.searchsorted(np.array(slots), at_slots)
    of_firm, of_slot, of_pair = count * firms, (count + 1) * firms, (count + 1) * firms + count
    of_hungry = of_pair + len(instance.left)
    rows = [seated * firms + left, seated * firms + right, of_firm + left, of_firm + right]
    rows += [of_slot + seated, of_pair + pairs]
    columns, values = [column] * 6, [np.ones(size)] * 6
    place = np.full(firms, -1)
    place[hungry] = np.arange(len(hungry))
    for side in (left, right):
        hit = place[side] >= 0
        rows.append(of_hungry + place[side][hit])
        columns.append(column[hit])
        values.append(-np.ones(int(hit.sum())))
    rows.append(of_hungry + np.arange(len(hungry)))
    columns.append(size + np.arange(len(hungry)))
    values.append(np.ones(len(hungry)))
    used, packed = np.unique(np.concatenate(rows), return_inverse=True)
    shape = (len(used), size + len(hungry))
    matrix = coo_array((np.concatenate(values), (packed, np.concatenate(columns))), shape=shape).tocsr()
    return _Model(pairs, at_slots, left, right, need, matrix, _limits(board, slots, outside, hungry)[used])


def _limits(board: Board, slots: Sequence[int], outside: Any, hungry: Any) -> Any:
    import numpy as np

    instance = board.instance
    held = [sum(1 for pair in board.held if board.slot_of[pair] == slot) for slot in slots]
    return np.concatenate(
        [
            np.ones(len(slots) * len(instance.firms)),
            np.maximum(np.array(instance.most) - outside, 0),
            np.array([instance.seats[slot] - taken for slot, taken in zip(slots, held, strict=True)]),
            np.ones(len(instance.left)),
            np.zeros(len(hungry)),
        ]
    )


def _outside(board: Board, slots: Sequence[int]) -> Any:
    """Meetings of each firm that these slots do not decide: in other slots, or held."""
    import numpy as np

    mask = sum(1 << slot for slot in slots)
    counts = np.array([(board.busy(firm) & ~mask).bit_count() for firm in range(len(board.instance.firms))])
    for pair in board.held:
        if board.slot_of[pair] in slots:
            counts[board.instance.left[pair]] += 1
            counts[board.instance.right[pair]] += 1
    return counts


def _worth(instance: Instance, pairs: Any, at_slots: Any, leave: Leave | None) -> Any:
    import numpy as np

    worth = np.array(instance.score)[pairs]
    free = [pair for pair, slot in instance.pinned.items() if slot is None]
    worth = worth + np.isin(pairs, free) * SHORTFALL * SHORTFALL * max(instance.score)
    if leave is not None:
        bonus = [leave.bonus(int(pair), int(slot)) for pair, slot in zip(pairs, at_slots, strict=True)]
        worth = worth + np.array(bonus)
    return worth


def _value(worth: Any, chosen: Any, model: _Model) -> int:
    """Scores of what is chosen, and the floors that it fills."""
    import numpy as np

    size, firms = len(chosen), len(model.need)
    met = np.bincount(model.left[chosen], minlength=firms) + np.bincount(model.right[chosen], minlength=firms)
    penalty = int(worth[size]) if len(worth) > size else 0
    return int(worth[:size][chosen].sum()) + penalty * int(np.minimum(met, model.need).sum())


def improve(board: Board, bound: int, *, missing: int = 0, seed: int, effort: Effort) -> tuple[str, int]:
    """Solve few slots anew, in an order drawn by the seed, until near enough or nothing more is found.

    Two slots at a time first, three and four when a sweep brings little. Returns why it ended ("optimal", "gap",
    "rounds": nothing more found or the steps are used up, "time") and the bound, which the clock may have lowered.
    `missing` meetings to the floors cannot be had at all, whatever is tried.
    """
    ends = time.monotonic() + effort.seconds
    instance = board.instance
    drawn = random.Random(seed)  # noqa: S311  # a search, no secret
    sweep, width, gained = 2 * instance.slots, 2, 0
    objective, short = board.objective(), _missing(board)
    waiting: list[int] = []
    for step in range(1, effort.rounds + 1):
        if short <= missing and bound - objective <= effort.gap * bound:
            break
        if time.monotonic() > ends:
            return "time", bound
        if len(waiting) < min(width, instance.slots):  # every slot has its turn
            waiting = drawn.sample(range(instance.slots), instance.slots)
        chosen, waiting = waiting[:width], waiting[width:]
        resolve_slots(board, sorted(chosen))
        now, lacking = board.objective(), _missing(board)
        gained += now - objective + (short - lacking) * bound
        objective, short = now, lacking
        if effort.tell is not None:
            effort.tell(step, (bound - objective) / bound)
        if step % sweep == 0:
            if step == sweep and bound - objective > effort.gap * bound:
                bound = min(bound, clock_bound(instance))
            if width == WIDEST and gained <= _LITTLE * bound / 2:
                return "rounds", bound
            width = min(width + (gained <= _LITTLE * bound), WIDEST)
            gained = 0
    else:
        return "rounds", bound
    return ("optimal" if objective >= bound else "gap"), bound


def clock_bound(instance: Instance) -> int:
    """The bound of the model of all slots, relaxed: tighter than the flow's where firms are nearly full.

    Returns the sum of all scores, which bounds nothing, where the model would have more than `LARGEST` variables.
    """
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    left, right = np.array(instance.left), np.array(instance.right)
    both = np.array(instance.free)[left] & np.array(instance.free)[right]
    found = [np.flatnonzero(both >> slot & 1) for slot in range(instance.slots)]
    pairs, at = np.concatenate(found), np.repeat(np.arange(instance.slots), [len(each) for each in found])
    size, firms, slots = len(pairs), len(instance.firms), instance.slots
    if size > LARGEST:
        return sum(instance.score)
    of_firm, of_slot = slots * firms, slots * firms + firms
    rows = [at * firms + left[pairs], at * firms + right[pairs], of_firm + left[pairs], of_firm + right[pairs]]
    rows += [of_slot + at, of_slot + slots + pairs]
    matrix = coo_array(
        (np.ones(6 * size), (np.concatenate(rows), np.tile(np.arange(size), 6))),
        shape=(of_slot + slots + len(left), size),
    ).tocsr()
    limits = np.concatenate([np.ones(of_firm), instance.most, instance.seats, np.ones(len(left))])
    done = linprog(-np.array(instance.score)[pairs], A_ub=matrix, b_ub=limits, bounds=(0, 1), method="highs-ipm")
    return sum(instance.score) if done.x is None else int(np.floor(-done.fun + 1e-4))


def _missing(board: Board) -> int:
    return sum(max(floor - have, 0) for floor, have in zip(board.instance.floor, board.counts(), strict=True))
