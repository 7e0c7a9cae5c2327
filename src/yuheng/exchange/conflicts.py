"""What cannot be had, and the fewest rules to relax, in plain Chinese.

Two models of the same rules. Without the clock they are a flow: one programme finds out that it is impossible, one the
fewest rules whose relaxation makes it possible (each rule has a switch), and one drops rules from the contradiction
until none can be spared. What only the clock forbids (two partners who are there in the same one slot) is told on the
full model of the slots, of the few firms that it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any, Final

from yuheng.exchange.meetings import Candidate, Conflict, Pair, Rules

_NODES: Final = 5000
_SPARED: Final = 150
"""Rules in a contradiction up to which each is tried out; a longer one is told by its counts."""

_NAMED: Final = 5
_MORE_TABLES: Final = "把桌数从"
_LARGEST: Final = 4_000
"""Variables of a model with the clock, at most."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """One rule that could be relaxed: its kind, whom it is about, in which slot, and its number."""

    kind: str
    about: tuple[str, ...] = ()
    limit: int = 0
    slot: int = -1


@dataclass(frozen=True, slots=True)
class _Row:
    """Σ of the columns at least `low` or at most `high`, as long as the rule holds; rule None holds always.

    Attributes:
        slots: what one more table adds to the row, where the rule is about tables.
    """

    rule: _Rule | None
    columns: tuple[int, ...]
    low: int | None = None
    high: int | None = None
    slots: int = 0

    @property
    def reach(self) -> int:
        """How far the limit must move to be none."""
        return self.low if self.low is not None else max(len(self.columns) - (self.high or 0), 0)


@dataclass(frozen=True, slots=True)
class _Model:
    """Rows over `size` variables from 0 to 1; `whole` where a fraction of a meeting is no answer."""

    rows: tuple[_Row, ...]
    size: int
    whole: bool

    @property
    def rules(self) -> list[_Rule]:
        """All rules, each once."""
        return list(dict.fromkeys(row.rule for row in self.rows if row.rule is not None))

    def only(self, rules: Collection[_Rule]) -> _Model:
        """The model under some of its rules."""
        kept = set(rules)
        return _Model(tuple(row for row in self.rows if row.rule is None or row.rule in kept), self.size, self.whole)


def floor_conflict(
    firms: Sequence[str], candidates: Sequence[Candidate], rules: Rules, *, below: Sequence[str] = ()
) -> Conflict | None:
    """Tell why not every firm with a candidate can have its floor; None where nothing forbids it.

    Args:
        firms, candidates, rules: the event.
        below: firms that stayed below their floor: for those of whom the flow says nothing the reason is looked for
            on the clock, around them, and told beside it.
    """
    pairs = sorted({each.pair for each in candidates})
    if not pairs:
        return None
    found = _told_of(_flow(firms, pairs, rules), rules)
    told = "".join((*found.rules, *found.relax)) if found else ""
    left = {firm for firm in below if firm not in told}
    if not left or _MORE_TABLES in told:  # a hall too small leaves out anybody
        return found
    more = _on_the_clock(left, pairs, rules)
    if found is None or more is None:
        return found or more
    return Conflict((*found.rules, *more.rules), (*found.relax, *more.relax), smallest=False)


def pins_conflict(pairs: Iterable[Pair], rules: Rules) -> Conflict | None:
    """Tell why these pinned meetings cannot all be held; None where they can."""
    return _told_of(_clock(sorted(set(pairs)), rules, floors=()), rules)


def _on_the_clock(below: set[str], pairs: Sequence[Pair], rules: Rules) -> Conflict | None:
    """A reason among the firms below the floor alone, else with those who compete with them for the same partners.

    Other firms only take away: what is impossible without them is impossible with them.
    """
    pinned = {pin.pair for pin in rules.pins}
    for _ in range(3):
        mine = [pair for pair in pairs if below & set(pair) or pair in pinned]
        if len(mine) * rules.slots > _LARGEST:
            return None
        found = _told_of(_clock(mine, rules, floors=sorted(below)), rules)
        if found is not None:
            return found
        partners = {firm for pair in mine for firm in pair}
        below = below | {firm for pair in pairs if partners & set(pair) for firm in pair}
    return None


def _told_of(model: _Model, rules: Rules) -> Conflict | None:
    if _possible(model):
        return None
    relaxed, proven = _fewest(model)
    tables = next((rule for rule in relaxed if rule.kind == "tables"), None)
    words = []
    if tables is not None:
        more = _more_tables(model.only([rule for rule in model.rules if rule not in relaxed or rule is tables]))
        words.append(f"{_MORE_TABLES}{rules.tables}张增加到{rules.tables + more}张（或相应增加时段）")
    words += _relaxings([rule for rule in relaxed if rule is not tables], rules)
    proof = _contradiction(model)
    told = _told(proof, rules)
    if _possible(replace(model, rows=tuple(row for row in model.rows if row.rule in proof))):
        told = (*told, "每家一个时段只能对接一场")
    return Conflict(told, tuple(words), proven)


def _flow(firms: Sequence[str], pairs: Sequence[Pair], rules: Rules) -> _Model:
    """One variable a pair: whether the two meet, at whatever time."""
    of: dict[str, list[int]] = {firm: [] for firm in sorted(firms)}
    for index, pair in enumerate(pairs):
        for firm in pair:
            of[firm].append(index)
    present = {firm: set(rules.slots_of(firm)) for firm in of}
    pinned = {pin.pair for pin in rules.pins}
    seats = sum(len(rules.tables_in(slot)) for slot in range(rules.slots))
    rows = [_Row(_Rule("tables", (), seats), tuple(range(len(pairs))), high=seats, slots=rules.slots)]
    for firm, mine in of.items():
        if not mine or not present[firm]:
            continue
        most = min(rules.most_of(firm), len(present[firm]))
        rows.append(_Row(_Rule("most", (firm,), most), tuple(mine), high=most))
        if floor := min(rules.floor, len(mine), most):
            rows.append(_Row(_Rule("floor", (firm,), floor), tuple(mine), low=floor))
    for index, pair in enumerate(pairs):
        if kind := _kept_apart(pair, rules):
            rows.append(_Row(_Rule(kind, pair), (index,), high=0))
        elif not present[pair[0]] & present[pair[1]]:
            rows.append(_Row(_Rule("absent", pair), (index,), high=0))
        if pair in pinned:
            rows.append(_Row(_Rule("pin", pair), (index,), low=1))
    return _Model(tuple(rows), len(pairs), whole=False)


def _clock(pairs: Sequence[Pair], rules: Rules, *, floors: Sequence[str]) -> _Model:
    """One variable a pair and slot; floors of the given firms only."""
    slots, count = rules.slots, len(pairs)
    at = [tuple(range(index * slots, (index + 1) * slots)) for index in range(count)]
    of: dict[str, list[int]] = {}
    for index, pair in enumerate(pairs):
        for firm in pair:
            of.setdefault(firm, []).append(index)
    rows = [_Row(None, columns, high=1) for columns in at]
    for slot in range(slots):
        seats = len(rules.tables_in(slot))
        rows.append(_Row(_Rule("tables"), tuple(columns[slot] for columns in at), high=seats, slots=1))
    for firm, mine in sorted(of.items()):
        present = rules.slots_of(firm)
        rows += [_Row(None, tuple(at[index][slot] for index in mine), high=1) for slot in present]
        rows += [
            _Row(_Rule("away", (firm,), slot=slot), tuple(at[index][slot] for index in mine), high=0)
            for slot in range(slots)
            if slot not in present
        ]
        every, most = tuple(column for index in mine for column in at[index]), rules.most_of(firm)
        rows.append(_Row(_Rule("most", (firm,), most), every, high=most))
        if firm in floors and (floor := min(rules.floor, len(mine), most, len(present))):
            rows.append(_Row(_Rule("floor", (firm,), floor), every, low=floor))
    pinned = {pin.pair: pin.slot for pin in rules.pins}
    for index, pair in enumerate(pairs):
        if kind := _kept_apart(pair, rules):
            rows.append(_Row(_Rule(kind, pair), at[index], high=0))
        if pair in pinned:
            fixed = pinned[pair]
            where = at[index] if fixed is None else (at[index][fixed],)
            rows.append(_Row(_Rule("pin", pair, slot=-1 if fixed is None else fixed), where, low=1))
    return _Model(tuple(rows), count * slots, whole=True)


def _kept_apart(pair: Pair, rules: Rules) -> str:
    if pair in rules.vetoes:
        return "veto"
    return "rivals" if rules.forbids(pair) else ""


def _matrix(model: _Model) -> tuple[Any, Any]:
    """All rows as "at most": those with a lower limit turned round."""
    import numpy as np
    from scipy.sparse import coo_array

    rows = np.repeat(np.arange(len(model.rows)), [len(row.columns) for row in model.rows])
    columns = np.array([column for row in model.rows for column in row.columns], dtype=int)
    values = np.repeat(
        [-1.0 if row.low is not None else 1.0 for row in model.rows], [len(r.columns) for r in model.rows]
    )
    limits = np.array([-row.low if row.low is not None else (row.high or 0) for row in model.rows], dtype=float)
    return coo_array((values, (rows, columns)), shape=(len(model.rows), model.size)).tocsr(), limits


def _solved(model: _Model, beside: Any, *, cost: Sequence[float], top: float, whole: bool) -> Any:
    """Minimise the cost of the columns that stand beside the meetings, each from 0 to `top`."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import hstack

    matrix, limits = _matrix(model)
    return milp(
        np.concatenate([np.zeros(model.size), cost]),
        constraints=LinearConstraint(hstack([matrix, beside]), ub=limits),
        bounds=Bounds(0, np.concatenate([np.ones(model.size), np.full(len(cost), top)])),
        integrality=np.full(model.size + len(cost), int(whole)),
        options={"node_limit": _NODES},
    )


def _beside(model: _Model, columns: int, cells: Iterable[tuple[int, int, float]]) -> Any:
    """Columns beside the meetings: (row, column, value) of those that are not nothing."""
    import numpy as np
    from scipy.sparse import coo_array

    row, column, value = np.array([*cells], dtype=float).reshape(-1, 3).T
    return coo_array((value, (row.astype(int), column.astype(int))), shape=(len(model.rows), columns))


def _possible(model: _Model) -> bool:
    """Whether all rows can hold; without the clock fractions do, as a flow has a whole answer wherever it has one."""
    return _solved(model, _beside(model, 0, ()), cost=[], top=0.0, whole=model.whole).x is not None


def _fewest(model: _Model) -> tuple[list[_Rule], bool]:
    """The fewest rules to relax, and whether the search was finished: the tables alone first, then with switches."""
    rules = model.rules
    if _possible(model.only([rule for rule in rules if rule.kind != "tables"])):
        return [rule for rule in rules if rule.kind == "tables"], True
    number = {rule: index for index, rule in enumerate(rules)}
    cells = ((at, number[row.rule], -float(row.reach)) for at, row in enumerate(model.rows) if row.rule is not None)
    # among sets of the same size a floor or pin given up is the last resort, and the first in order wins
    last = [0.4 if rule.kind in ("floor", "pin") else 0.3 * index / len(rules) for index, rule in enumerate(rules)]
    price = [1.0 + part / len(rules) for part in last]
    done = _solved(model, _beside(model, len(rules), cells), cost=price, top=1.0, whole=True)
    return [rule for rule, on in zip(rules, done.x[model.size :], strict=True) if on > 0.5], bool(done.status == 0)


def _contradiction(model: _Model) -> list[_Rule]:
    """Rules that cannot hold together, by the duals of the least violation; none to spare if there are not too many."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import eye_array, hstack

    matrix, limits = _matrix(model)
    count = len(model.rows)
    elastic = hstack([matrix, -eye_array(count)])
    cost = np.concatenate([np.zeros(model.size), np.ones(count)])
    bounds = [(0, 1)] * model.size + [(0, None) if row.rule is not None else (0, 0) for row in model.rows]
    done = linprog(cost, A_ub=elastic, b_ub=limits, bounds=bounds, method="highs")
    tight = [row.rule for row, dual in zip(model.rows, done.ineqlin.marginals, strict=True) if abs(dual) > 1e-9]
    proof = list(dict.fromkeys(rule for rule in tight if rule is not None))
    if _possible(model.only(proof)):  # only whole meetings contradict each other: the duals do not see it
        proof = model.rules
    if len(proof) <= _SPARED:
        for rule in list(proof):
            rest = [other for other in proof if other is not rule]
            if not _possible(model.only(rest)):
                proof = rest
    return proof


def _more_tables(model: _Model) -> int:
    """How many more tables all other rules need."""
    cells = ((at, 0, -float(row.slots)) for at, row in enumerate(model.rows) if row.slots)
    more: float = _solved(model, _beside(model, 1, cells), cost=[1.0], top=float("inf"), whole=model.whole).fun
    return ceil(more - 1e-6)


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


def _each(found: Sequence[_Rule]) -> str:
    return "每家" if len(found) > 1 else ""


def _tables_words(found: Sequence[_Rule], rules: Rules) -> str:
    whole_day = f"、{rules.slots}个时段，全天最多{found[0].limit}场" if found[0].limit else ""
    return f"会场{rules.tables}张桌{whole_day}"


def _most_words(found: Sequence[_Rule], _rules: Rules) -> str:
    least = sorted({rule.limit for rule in found})
    return f"{_names(found)}{_each(found)}最多{'或'.join(map(str, least))}场（上限与在场时段取小）"


def _away_words(found: Sequence[_Rule], _rules: Rules) -> str:
    slots: dict[str, list[str]] = {}
    for rule in found:
        slots.setdefault(rule.about[0], []).append(str(rule.slot + 1))
    shown = [f"{firm}第{'、'.join(mine)}时段不在场" for firm, mine in list(slots.items())[:_NAMED]]
    return "，".join(shown) + (f"等{len(slots)}家" if len(slots) > _NAMED else "")


def _pin_words(found: Sequence[_Rule], _rules: Rules) -> str:
    shown = ["—".join(rule.about) + (f"在第{rule.slot + 1}时段" if rule.slot >= 0 else "") for rule in found[:_NAMED]]
    return f"指定：{'、'.join(shown)}" + (f"等{len(found)}对" if len(found) > _NAMED else "")


def _floor_words(found: Sequence[_Rule], _rules: Rules) -> str:
    least = sorted({rule.limit for rule in found})
    return f"{_names(found)}{_each(found)}至少{'或'.join(map(str, least))}场"


_SAYINGS: Final[dict[str, Callable[[Sequence[_Rule], Rules], str]]] = {
    "floor": _floor_words,
    "tables": _tables_words,
    "most": _most_words,
    "veto": lambda found, _rules: f"回避：{_names(found)}",
    "rivals": lambda found, _rules: f"竞争单位不对接：{_names(found)}",
    "absent": lambda found, _rules: f"没有同时在场的时段：{_names(found)}",
    "away": _away_words,
    "pin": _pin_words,
}


def _relaxings(found: Sequence[_Rule], rules: Rules) -> list[str]:
    """What to relax, rules of one kind in one sentence."""
    kinds: dict[tuple[str, int], list[str]] = {}
    for rule in found:
        present = len(rules.slots_of(rule.about[0])) if rule.kind == "most" else 0
        number = {"most": rule.limit, "floor": rule.limit, "away": rule.slot}.get(rule.kind, 0)
        kind = "few" if rule.kind == "most" and rule.limit >= present else rule.kind
        kinds.setdefault((kind, number), []).append(f"“{'—'.join(rule.about)}”")
    return [_relaxing(kind, "、".join(names), number) for (kind, number), names in kinds.items()]


def _relaxing(kind: str, about: str, number: int) -> str:
    match kind:
        case "most":
            return f"提高{about}的上限（现在{number}场）"
        case "few":
            return f"请{about}多到场几个时段（现在{number}个）"
        case "floor":
            return f"允许{about}少于{number}场"
        case "veto":
            return f"取消回避{about}"
        case "rivals":
            return f"允许竞争单位{about}对接"
        case "absent":
            return f"让{about}有一个同时在场的时段"
        case "away":
            return f"请{about}第{number + 1}时段到场"
        case "pin":
            return f"取消指定{about}"
        case _:
            raise ValueError(f"a rule of kind {kind!r} has no words")
