"""Events: the solver beside greedy and, where ortools is installed, CP-SAT; re-planning; matching; a million listings.

Run `python bench/event_bench.py` for the events of 400 firms and the matching; `--large` adds 2,000 and 10,000 firms,
`--listings N` an index of N listings. Every timetable is checked by the verifier before its numbers are printed.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import time
from collections import Counter
from dataclasses import replace
from typing import NamedTuple

import event_matching

from yuheng.exchange.choice import choose
from yuheng.exchange.instance import instance_of
from yuheng.exchange.listings import Listings
from yuheng.exchange.meetings import Candidate, Meeting, Rules, Timetable, pair_of
from yuheng.exchange.replan import replan
from yuheng.exchange.rounds import Effort
from yuheng.exchange.timetable import greedy_timetable, timetable_of
from yuheng.exchange.verifier import faults_in
from yuheng.vocab.chain import segments


class Size(NamedTuple):
    """One event to solve."""

    firms: int
    tables: int
    skew: float
    away: float
    gap: float
    seconds: float


SMALL = (
    Size(400, 60, 1.0, 0.0, 0, 5),
    Size(400, 120, 1.0, 0.0, 0, 5),
    Size(400, 200, 1.0, 0.0, 0, 5),
    Size(400, 60, 1.0, 0.25, 0.004, 60),
    Size(400, 120, 1.0, 0.25, 0.004, 60),
    Size(400, 200, 1.0, 0.25, 0.004, 60),
)
LARGE = (
    Size(2000, 600, 1.0, 0.0, 0, 30),
    Size(2000, 300, 1.0, 0.25, 0.002, 90),
    Size(2000, 600, 1.0, 0.25, 0.004, 90),
    Size(10000, 1500, 1.0, 0.0, 0, 30),
    Size(10000, 3000, 1.0, 0.0, 0, 30),
)
SLOTS = 12


def event_of(size: Size) -> tuple[list[str], list[Candidate], Rules]:
    """Firms in sectors of about fifty; each ranks ten of the other side, popular ones more often."""
    drawn = random.Random(1)  # noqa: S311
    half, sectors = size.firms // 2, max(size.firms // 50, 4)
    offering, needing = [f"供{n:05}" for n in range(half)], [f"需{n:05}" for n in range(half)]
    scores: Counter[tuple[str, str]] = Counter()
    for mine, others in ((offering, needing), (needing, offering)):
        for number, firm in enumerate(mine):
            pool = others[number % sectors :: sectors]
            weights = [(rank + 1) ** -size.skew for rank in range(len(pool))]
            wishes: dict[str, None] = {}
            while len(wishes) < min(10, len(pool)):
                wishes[drawn.choices(pool, weights)[0]] = None
            for rank, other in enumerate(wishes):
                scores[pair_of(firm, other)] += 10 * (10 - rank)
    firms = offering + needing
    absent = frozenset((f, s) for f in firms for s in range(SLOTS) if drawn.random() < size.away)
    wishes_of = [Candidate(pair, score) for pair, score in sorted(scores.items())]
    return firms, wishes_of, Rules(slots=SLOTS, tables=size.tables, most=SLOTS, absent=absent)


def idle_gaps(meetings: tuple[Meeting, ...], rules: Rules) -> int:
    """Counted from the timetable alone."""
    busy: dict[str, set[int]] = {}
    for meeting in meetings:
        for firm in meeting.pair:
            busy.setdefault(firm, set()).add(meeting.slot)
    return sum(
        slot not in mine and (firm, slot) not in rules.absent
        for firm, mine in busy.items()
        for slot in range(min(mine), max(mine))
    )


def line(name: str, made: Timetable, rules: Rules, bound: int, seconds: float) -> str:
    """One row of the table."""
    gap = (bound - made.objective) / bound
    return (
        f"  {name:<10}{made.objective:>10}{bound:>10}{gap:>8.2%}{len(made.below):>7}"
        f"{idle_gaps(made.meetings, rules):>7}{len(made.meetings):>8}{seconds:>8.1f}"
    )


def solve(size: Size, *, cp_sat: bool) -> None:
    """Print one event: ours, greedy, CP-SAT."""
    firms, wishes, rules = event_of(size)
    print(f"{size.firms} firms, {size.tables} tables, {size.away:.0%} away, {len(wishes)} pairs")
    start = time.perf_counter()
    choose(instance_of(firms, wishes, rules))
    chosen = time.perf_counter() - start
    start = time.perf_counter()
    made = timetable_of(firms, wishes, rules=rules, effort=Effort(gap=size.gap, seconds=size.seconds))
    took = time.perf_counter() - start
    faults = faults_in(made.meetings, firms=firms, candidates=wishes, rules=rules, excused=made.below)
    if faults:
        raise SystemExit(f"the verifier found: {faults[:3]}")
    print(f"  {'':<10}{'score':>10}{'bound':>10}{'gap':>8}{'below':>7}{'idle':>7}{'meet':>8}{'s':>8}")
    print(line("Yuheng", made, rules, made.bound, took), f" choice {chosen:.2f} s, ended by {made.stopped}")
    start = time.perf_counter()
    greedy = greedy_timetable(firms, wishes, rules=rules)
    print(line("greedy", greedy, rules, made.bound, time.perf_counter() - start))
    if cp_sat and size.firms <= 400:
        print(cp_sat_line(firms, wishes, rules, 60.0, made.bound))


def cp_sat_line(firms: list[str], wishes: list[Candidate], rules: Rules, seconds: float, bound: int) -> str:
    """CP-SAT on the full model of all slots, two workers, for `seconds`; the floor is not asked of it."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    at = {
        (each.pair, slot): model.new_bool_var("")
        for each in wishes
        for slot in range(rules.slots)
        if all((firm, slot) not in rules.absent for firm in each.pair)
    }
    of: dict[object, list[object]] = {}
    for (pair, slot), var in at.items():
        for key in (("table", slot), ("pair", pair), (pair[0], slot), (pair[1], slot)):
            of.setdefault(key, []).append(var)
    for key, group in of.items():
        limit = rules.tables if isinstance(key, tuple) and key[0] == "table" else 1
        model.add(sum(group) <= limit)
    scores = {each.pair: each.score for each in wishes}
    model.maximize(sum(scores[pair] * var for (pair, _), var in at.items()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, 2
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return f"  CP-SAT    no timetable at all in {seconds:.0f} s"
    met = [(pair, slot) for (pair, slot), var in at.items() if solver.value(var)]
    meetings = tuple(Meeting(slot, 0, pair, scores[pair]) for pair, slot in met)
    have = {firm for pair, _ in met for firm in pair}
    below = tuple(firm for firm in {f for each in wishes for f in each.pair} - have)
    objective = round(solver.objective_value)
    made = Timetable(meetings=meetings, objective=objective, bound=bound, below=below)
    return line("CP-SAT", made, rules, bound, solver.wall_time) + f"  own bound {solver.best_objective_bound:.0f}"


def day(size: Size) -> None:
    """Print a re-plan with one firm in twenty away from the fourth slot on."""
    firms, wishes, rules = event_of(size)
    plan = timetable_of(firms, wishes, rules=rules)
    gone = random.Random(4).sample(firms, size.firms // 20)  # noqa: S311
    news = replace(rules, absent=frozenset((firm, slot) for firm in gone for slot in range(3, SLOTS)))
    start = time.perf_counter()
    made = replan(plan.meetings, firms, candidates=wishes, rules=news, now=3)
    took = time.perf_counter() - start
    later = [meeting for meeting in made.meetings if meeting.slot >= 3]
    faults = faults_in(later, firms=firms, candidates=wishes, rules=replace(news, floor=0))
    print(
        f"re-plan of {size.firms} firms, {size.tables} tables, {len(gone)} away: {took:.1f} s, {made.surviving} could "
        f"stay, {len(made.moved)} moved, {len(made.added)} new, {len(made.below)} below the floor, {len(faults)} faults"
    )


def listings(count: int) -> None:
    """Print how long an index takes, and how long the twenty nearest."""
    drawn = random.Random(2)  # noqa: S311
    words = [word for segment in segments().values() for word in segment.words if not word.isascii()]
    places = [f"{first}{second}" for first in "岚云石青白金" for second in "江津屏山河城"]
    texts = [
        (
            f"L{n:07}",
            f"{drawn.choice(places)}供应{drawn.choice(words)}及{drawn.choice(words)}型号{drawn.randrange(9999)}",
        )
        for n in range(count)
    ]
    start = time.perf_counter()
    index = Listings(texts)
    built = time.perf_counter() - start
    times = []
    for _ in range(300):
        asked = " ".join(drawn.choice(words) for _ in range(drawn.randint(1, 3)))
        start = time.perf_counter()
        index.nearest(asked, 20)
        times.append(1000 * (time.perf_counter() - start))
    times.sort()
    print(f"{count} listings: index {built:.1f} s, top 20 p50 {times[150]:.1f} ms, p99 {times[296]:.1f} ms")


def main() -> None:
    """Print everything asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--listings", type=int, default=0)
    asked = parser.parse_args()
    cp_sat = importlib.util.find_spec("ortools") is not None
    if not cp_sat:
        print("CP-SAT is left out: pip install ortools to have it beside")
    for size in (*SMALL, *(LARGE if asked.large else ())):
        solve(size, cp_sat=cp_sat)
    for size in SMALL[:3]:
        day(size)
    event_matching.main()
    if asked.listings:
        listings(asked.listings)


if __name__ == "__main__":
    main()
