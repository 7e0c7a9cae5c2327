"""CP-SAT on an event, in a process of its own: two solvers of the same kind in one process can end each other.

Reads one JSON object (pairs, scores, slots, tables, absent, seconds) from its input and writes what it found: the
(pair, slot) list, or null where it found no timetable at all, its own bound and its seconds.
"""

from __future__ import annotations

import json
import sys

from ortools.sat.python import cp_model


def main() -> None:
    """Solve the full model of all slots with two workers; the floor is not asked of it."""
    asked = json.load(sys.stdin)
    absent = {(firm, slot) for firm, slot in asked["absent"]}
    model = cp_model.CpModel()
    at = {
        (number, slot): model.new_bool_var("")
        for number, pair in enumerate(asked["pairs"])
        for slot in range(asked["slots"])
        if all((firm, slot) not in absent for firm in pair)
    }
    of: dict[object, list[object]] = {}
    for (number, slot), var in at.items():
        one, other = asked["pairs"][number]
        for key in (("table", slot), ("pair", number), (one, slot), (other, slot)):
            of.setdefault(key, []).append(var)
    for key, group in of.items():
        model.add(sum(group) <= (asked["tables"] if key[0] == "table" else 1))
    model.maximize(sum(asked["scores"][number] * var for (number, _), var in at.items()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = asked["seconds"], 2
    found = solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    met = [list(key) for key, var in at.items() if solver.value(var)] if found else None
    json.dump({"met": met, "bound": solver.best_objective_bound, "seconds": solver.wall_time}, sys.stdout)


if __name__ == "__main__":
    main()
