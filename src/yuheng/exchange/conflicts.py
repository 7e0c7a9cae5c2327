"""Why the floor cannot be kept: rules that contradict each other, and the fewest to relax, in plain Chinese.

Three programmes on the same flow: one finds out that it is impossible, one the fewest rules whose relaxation makes it
possible (each rule has a switch), and one drops rules from the contradiction until none can be spared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from yuheng.exchange.meetings import Candidate, Conflict, Pair, Rules

_NODES: Final = 5000
_SPARED: Final = 150
"""Rules in a contradiction up to which each is tried out; a longer one is told by its counts."""

_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class _Rule:
    """One row: Σ of the pairs' values at least `low` or at most `high`; `relaxed` moves that limit out of the way."""

    kind: str
    about: tuple[str, ...]
    pairs: tuple[int, ...]
    low: int | None
    high: int | None

    @property
    def reach(self) -> int:
        """How far the limit must move to be none."""
        return self.low if self.low is not None else len(self.pairs) - (self.high or 0)


def floor_conflict(firms: Sequence[str], candidates: Sequence[Candidate], rules: Rules) -> Conflict | None:
    """Tell why not every firm with a candidate can have its floor; None where the flow shows that all can."""
    pairs = sorted({each.pair for each in candidates})
    found = _rules(firms, pairs, rules)
    if not pairs or _possible(found, len(pairs)):
        return None
    relaxed, proven = _fewest(found, len(pairs))
    proof = _contradiction(found, len(pairs))
    tables = next((rule for rule in found if rule.kind == "tables"), None)
    words = []
    if tables in relaxed and tables is not None:
        seats = _seats_needed([rule for rule in found if rule not in relaxed], len(pairs))
        more = ceil((seats - (tables.high or 0)) / rules.slots)
        words.append(f"把桌数从{rules.tables}张增加到{rules.tables + more}张（或相应增加时段）")
    words += [_relaxing(rule, rules) for rule in relaxed if rule is not tables]
    return Conflict(_told(proof, rules), tuple(words), proven)


def _rules(firms: Sequence[str], pairs: Sequence[Pair], rules: Rules) -> list[_Rule]:
    of: dict[str, list[int]] = {firm: [] for firm in sorted(firms)}
    for index, pair in enumerate(pairs):
        for firm in pair:
            of[firm].append(index)
    present = {firm: set(rules.slots_of(firm)) for firm in of}
    pinned = {pin.pair for pin in rules.pins}
    seats = sum(len(rules.tables_in(slot)) for slot in range(rules.slots))
    found = [_Rule("tables", (), tuple(range(len(pairs))), None, seats)]
    for firm, mine in of.items():
        if not mine or not present[firm]:
            continue
        most = min(rules.most_of(firm), len(present[firm]))
        found.append(_Rule("most", (firm,), tuple(mine), None, most))
        if min(rules.floor, len(mine), most) > 0:
            found.append(_Rule("floor", (firm,), tuple(mine), min(rules.floor, len(mine), most), None))
    for index, pair in enumerate(pairs):
        if pair in rules.vetoes:
            found.append(_Rule("veto", pair, (index,), None, 0))
        elif rules.forbids(pair):
            found.append(_Rule("rivals", pair, (index,), None, 0))
        elif not present[pair[0]] & present[pair[1]]:
            found.append(_Rule("absent", pair, (index,), None, 0))
        if pair in pinned:
            found.append(_Rule("pin", pair, (index,), 1, None))
    return found


def _matrix(found: Sequence[_Rule], size: int) -> tuple[Any, Any]:
    """All rules as rows "at most": those with a lower limit turned round."""
    import numpy as np
    from scipy.sparse import coo_array

    rows = np.repeat(np.arange(len(found)), [len(rule.pairs) for rule in found])
    columns = np.array([pair for rule in found for pair in rule.pairs], dtype=int)
    values = np.repeat([-1.0 if rule.low is not None else 1.0 for rule in found], [len(r.pairs) for r in found])
    limits = np.array([-rule.low if rule.low is not None else (rule.high or 0) for rule in found], dtype=float)
    return coo_array((values, (rows, columns)), shape=(len(found), size)).tocsr(), limits


def _possible(found: Sequence[_Rule], size: int) -> bool:
    import numpy as np
    from scipy.optimize import linprog

    matrix, limits = _matrix(found, size)
    return bool(linprog(np.zeros(size), A_ub=matrix, b_ub=limits, bounds=(0, 1), method="highs").status == 0)


def _fewest(found: Sequence[_Rule], size: int) -> tuple[list[_Rule], bool]:
    """The fewest rules to relax, and whether the search was finished: one at a time first, then with switches."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import diags_array, hstack

    if _possible([rule for rule in found if rule.kind != "tables"], size):
        return [rule for rule in found if rule.kind == "tables"], True
    matrix, limits = _matrix(found, size)
    switches = diags_array([-float(rule.reach) for rule in found])
    # a floor given up is the last resort among sets of the same size
    price = [1.0 + (0.4 / len(found) if rule.kind in ("floor", "pin") else 0.0) for rule in found]
    done = milp(
        np.concatenate([np.zeros(size), price]),
        constraints=LinearConstraint(hstack([matrix, switches]), ub=limits),
        bounds=Bounds(0, 1),
        integrality=np.ones(size + len(found)),
        options={"node_limit": _NODES},
    )
    return [rule for rule, on in zip(found, done.x[size:], strict=True) if on > 0.5], bool(done.status == 0)


def _contradiction(found: Sequence[_Rule], size: int) -> list[_Rule]:
    """Rules that cannot hold together, by the duals of the least violation; none to spare if there are not too many."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import eye_array, hstack

    matrix, limits = _matrix(found, size)
    elastic = hstack([matrix, -eye_array(len(found))])
    cost = np.concatenate([np.zeros(size), np.ones(len(found))])
    bounds = [(0, 1)] * size + [(0, None)] * len(found)
    done = linprog(cost, A_ub=elastic, b_ub=limits, bounds=bounds, method="highs")
    proof = [rule for rule, dual in zip(found, done.ineqlin.marginals, strict=True) if abs(dual) > 1e-9]
    if len(proof) <= _SPARED:
        for rule in list(proof):
            rest = [other for other in proof if other is not rule]
            if not _possible(rest, size):
                proof = rest
    return proof


def _seats_needed(found: Sequence[_Rule], size: int) -> int:
    import numpy as np
    from scipy.optimize import linprog

    matrix, limits = _matrix(found, size)
    needed: float = linprog(np.ones(size), A_ub=matrix, b_ub=limits, bounds=(0, 1), method="highs").fun
    return ceil(needed - 1e-6)


def _told(proof: Sequence[_Rule], rules: Rules) -> tuple[str, ...]:
    """A contradiction in words: rules of one kind together, with names as long as they are few."""
    words = []
    for kind, say in _SAYINGS.items():
        mine = [rule for rule in proof if rule.kind == kind]
        if mine:
            words.append(say(mine, rules))
    return tuple(words)


def _names(found: Sequence[_Rule]) -> str:
    shown = ["—".join(rule.about) for rule in found[:_NAMED]]
    counted = f"等{len(found)}{'家' if len(found[0].about) == 1 else '对'}" if len(found) > _NAMED else ""
    return "、".join(shown) + counted


def _tables_words(found: Sequence[_Rule], rules: Rules) -> str:
    return f"会场{rules.tables}张桌、{rules.slots}个时段，全天最多{found[0].high}场"


def _most_words(found: Sequence[_Rule], _rules: Rules) -> str:
    least = sorted({rule.high or 0 for rule in found})
    return f"{_names(found)}每家最多{'或'.join(map(str, least))}场（上限与在场时段取小）"


_SAYINGS: Final[dict[str, Callable[[Sequence[_Rule], Rules], str]]] = {
    "floor": lambda found, rules: f"{_names(found)}每家至少{found[0].low}场",
    "tables": _tables_words,
    "most": _most_words,
    "veto": lambda found, _rules: f"回避：{_names(found)}",
    "rivals": lambda found, _rules: f"竞争单位不对接：{_names(found)}",
    "absent": lambda found, _rules: f"没有同时在场的时段：{_names(found)}",
    "pin": lambda found, _rules: f"指定：{_names(found)}",
}


def _relaxing(rule: _Rule, rules: Rules) -> str:
    about = "—".join(rule.about)
    match rule.kind:
        case "most":
            present = len(rules.slots_of(rule.about[0]))
            if (rule.high or 0) >= present:
                return f"请“{about}”多到场几个时段（现在{present}个）"
            return f"提高“{about}”的上限（现在{rule.high}场）"
        case "floor":
            return f"允许“{about}”少于{rule.low}场"
        case "veto":
            return f"取消回避“{about}”"
        case "rivals":
            return f"允许竞争单位“{about}”对接"
        case "absent":
            return f"让“{about}”有一个同时在场的时段"
        case "pin":
            return f"取消指定“{about}”"
        case _:
            raise ValueError(f"a rule of kind {rule.kind!r} has no words")
