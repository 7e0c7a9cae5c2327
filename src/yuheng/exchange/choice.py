"""Which pairs meet: the choice of highest score, proven, before any clock is looked at.

Every firm has a limit and a floor, the hall has so many seats in all: a network flow. Where offers and needs fall into
two sides its linear programme has whole solutions, so HiGHS proves the optimum in about a second for 10,000 firms.
Where firms stand on both sides and odd rings appear, the same model is solved as a whole-number programme.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from yuheng.errors import Misuse
from yuheng.exchange.instance import Instance

_WHOLE: Final = 1e-6
_NODES: Final = 2000
"""Branches at most: a count, not a time, so that every machine gives the same answer."""

SHORTFALL: Final = 10
"""What a meeting missing to a floor costs, in highest scores: more than it can ever be worth to leave somebody out."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The pairs chosen, and the bound that no timetable can pass.

    Attributes:
        pairs: indices into the instance, rising.
        bound: the optimum of the flow, in points, rounded down.
        short: firms that stay below their floor; empty where the floor can be kept by all.
        missing: meetings that are missing to all floors together.
    """

    pairs: tuple[int, ...]
    bound: int
    short: tuple[int, ...]
    missing: int = 0


def choose(instance: Instance) -> Choice:
    """Choose the pairs with the highest total score that the limits, floors, seats and pins allow.

    Where the floors cannot all be kept, as little as possible is missing to them; `conflicts.floor_conflict` says why.

    Raises:
        Misuse: the pins alone break the limits.
    """
    if not instance.left:
        return Choice((), 0, ())
    found = _solve(instance, with_floors=True) or _solve_short(instance)
    if found is None:
        raise Misuse("指定的对接太多：超过了某家的上限或全部桌位。", hint="减少指定，或提高上限、增加桌位。")
    return found


def _rows(instance: Instance) -> tuple[Any, Any, Any]:
    """One row a firm (its meetings), one for the hall; with limits below and above."""
    import numpy as np
    from scipy.sparse import csr_array

    pairs, firms = len(instance.left), len(instance.firms)
    columns = np.arange(pairs)
    row = np.concatenate([np.array(instance.left), np.array(instance.right), np.full(pairs, firms)])
    column = np.concatenate([columns, columns, columns])
    matrix = csr_array((np.ones(3 * pairs), (row, column)), shape=(firms + 1, pairs))
    low = np.array([*instance.floor, 0], dtype=float)
    high = np.array([*instance.most, sum(instance.seats)], dtype=float)
    return matrix, low, high


def _solve(instance: Instance, *, with_floors: bool) -> Choice | None:
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, linprog, milp
    from scipy.sparse import vstack

    matrix, low, high = _rows(instance)
    cost = -np.array(instance.score, dtype=float)
    least = np.zeros(len(cost))
    least[list(instance.pinned)] = 1
    floors = low > 0
    if with_floors and floors.any():
        bounded, limit = vstack([matrix, -matrix[np.flatnonzero(floors)]]), np.concatenate([high, -low[floors]])
    else:
        bounded, limit = matrix, high
    done = linprog(cost, A_ub=bounded, b_ub=limit, bounds=np.column_stack([least, np.ones_like(least)]), method="highs")
    if done.x is None:
        return None
    values, bound = done.x, -done.fun
    if np.abs(values - np.round(values)).max() > _WHOLE:
        whole = milp(
            cost,
            constraints=LinearConstraint(bounded, ub=limit),
            bounds=Bounds(least, np.ones_like(least)),
            integrality=np.ones_like(least),
            options={"node_limit": _NODES, "mip_rel_gap": 0.0},
        )
        if whole.x is None:
            return None
        values, bound = whole.x, min(bound, -whole.mip_dual_bound)
    return Choice(tuple(np.flatnonzero(values > 0.5).tolist()), int(np.floor(bound + _WHOLE)), ())


def _solve_short(instance: Instance) -> Choice | None:
    """The choice where some floors cannot be kept: what is missing to them costs more than any meeting brings."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, hstack

    matrix, low, high = _rows(instance)
    pairs, firms = len(instance.left), len(instance.firms)
    slack = csr_array((np.ones(firms), (np.arange(firms), np.arange(firms))), shape=(firms + 1, firms))
    penalty = SHORTFALL * max(instance.score)
    cost = np.concatenate([-np.array(instance.score, dtype=float), np.full(firms, float(penalty))])
    least = np.zeros(pairs + firms)
    least[list(instance.pinned)] = 1
    top = np.concatenate([np.ones(pairs), np.array(instance.floor, dtype=float)])
    rows = [
        LinearConstraint(hstack([matrix, slack * 0.0]), ub=high),
        LinearConstraint(hstack([matrix, slack]), lb=low),
    ]
    done = milp(
        cost,
        constraints=rows,
        bounds=Bounds(least, top),
        integrality=np.ones_like(cost),
        options={"node_limit": _NODES, "mip_rel_gap": 0.0},
    )
    if done.x is None:
        return None
    chosen = np.flatnonzero(done.x[:pairs] > 0.5)
    missing = np.flatnonzero(done.x[pairs:] > 0.5)
    lacking = int(np.round(done.x[pairs:]).sum())
    bound = -done.mip_dual_bound + penalty * float(lacking)
    return Choice(tuple(chosen.tolist()), int(np.floor(bound + _WHOLE)), tuple(missing.tolist()), lacking)
