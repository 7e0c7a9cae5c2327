"""Events: the solver beside greedy and CP-SAT; re-planning; matching; a million listings: `make bench-event`.

Without options the events of 400 firms and the matching; `--large` adds 2,000 and 10,000 firms, `--listings N` an index
of N listings. Every timetable is checked by the verifier before its numbers are printed. Seconds are those on the
clock; beside them stand those of the processor, which a busy machine does not change.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple, TypeVar

import event_matching

from yuheng.exchange.choice import choose
from yuheng.exchange.instance import instance_of
from yuheng.exchange.listings import Listings
from yuheng.exchange.meetings import Candidate, Meeting, Rules, Timetable, pair_of
from yuheng.exchange.replan import replan
from yuheng.exchange.rounds import Effort
from yuheng.exchange.seating import table_changes
from yuheng.exchange.timetable import greedy_timetable, timetable_of
from yuheng.exchange.verifier import faults_in
from yuheng.office.event_agenda import Hall, Slot, agenda_pages, table_pages, wall_pages
from yuheng.office.event_pdf import page_by_page, pdf_of
from yuheng.vocab.chain import segments

Made = TypeVar("Made")


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
HEAD = "             score     bound     gap  below   idle  changes   meet       s   cpu s"
CP_SAT_FIRMS = 2000
"""Larger events are not asked of it: at 2,000 firms it already ends far from the bound."""


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


def timed(what: str, work: Callable[[], Made]) -> tuple[Made, str]:
    """Do something long, saying so on the terminal, and give its seconds: on the clock, and of the processor."""
    if sys.stderr.isatty():
        print(f"  … {what}", end="\r", file=sys.stderr, flush=True)
    clock, processor = time.perf_counter(), time.process_time()
    made = work()
    spent = f"{time.perf_counter() - clock:>8.1f}{time.process_time() - processor:>8.1f}"
    if sys.stderr.isatty():
        print(" " * (len(what) + 6), end="\r", file=sys.stderr, flush=True)
    return made, spent


def line(name: str, made: Timetable, rules: Rules, *, bound: int, spent: str) -> str:
    """One row of the table."""
    gap = (bound - made.objective) / bound
    return (
        f"  {name:<8}{made.objective:>10}{bound:>10}{gap:>8.2%}{len(made.below):>7}"
        f"{idle_gaps(made.meetings, rules):>7}{table_changes(made.meetings) or '':>9}{len(made.meetings):>7}{spent}"
    )


def solve(size: Size, *, cp_sat: float) -> None:
    """Print one event: ours, greedy, CP-SAT."""
    firms, wishes, rules = event_of(size)
    print(f"\n{size.firms} firms, {size.tables} tables, {size.away:.0%} away, {len(wishes)} pairs")
    print(HEAD)
    _, chosen = timed("choice", lambda: choose(instance_of(firms, wishes, rules)))
    effort = Effort(gap=size.gap, seconds=size.seconds)
    made, spent = timed("timetable", lambda: timetable_of(firms, wishes, rules=rules, effort=effort))
    faults = faults_in(made.meetings, firms=firms, candidates=wishes, rules=rules, excused=made.below)
    if faults:
        raise SystemExit(f"the verifier found: {faults[:3]}")
    print(line("Yuheng", made, rules, bound=made.bound, spent=spent), f" ended by {made.stopped}")
    greedy, spent = timed("greedy", lambda: greedy_timetable(firms, wishes, rules=rules))
    print(line("greedy", greedy, rules, bound=made.bound, spent=spent))
    if cp_sat:
        print(cp_sat_line(firms, wishes, rules, seconds=cp_sat, bound=made.bound))
    ours, theirs = idle_gaps(made.meetings, rules), idle_gaps(greedy.meetings, rules)
    print(f"  idle gaps {ours / max(theirs, 1):.2f} of greedy's; the choice alone {chosen.split()[0]} s")


def cp_sat_line(firms: list[str], wishes: list[Candidate], rules: Rules, *, seconds: float, bound: int) -> str:
    """CP-SAT on the full model of all slots, in another process; the floor is not asked of it."""
    asked = {
        "pairs": [each.pair for each in wishes],
        "scores": [each.score for each in wishes],
        "absent": sorted(rules.absent),
        "slots": rules.slots,
        "tables": rules.tables,
        "seconds": seconds,
    }
    command = [sys.executable, str(Path(__file__).with_name("event_cp_sat.py"))]
    done, _ = timed(
        f"CP-SAT, {seconds:.0f} s",
        lambda: subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True),  # noqa: S603
    )
    answer = json.loads(done.stdout)
    if answer["met"] is None:
        return f"  CP-SAT    no timetable at all in {seconds:.0f} s"
    meetings = tuple(Meeting(slot, 0, wishes[number].pair, wishes[number].score) for number, slot in answer["met"])
    have = {firm for meeting in meetings for firm in meeting.pair}
    below = tuple(firm for firm in firms if firm not in have)
    made = Timetable(meetings=meetings, objective=sum(m.score for m in meetings), bound=bound, below=below)
    spent = f"{answer['seconds']:>8.1f}{'':>8}"
    return line("CP-SAT", made, rules, bound=bound, spent=spent) + f" its own bound {answer['bound']:.0f}"


def day(size: Size) -> None:
    """Print a re-plan with one firm in twenty away from the fourth slot on."""
    firms, wishes, rules = event_of(size)
    plan = timetable_of(firms, wishes, rules=rules)
    gone = random.Random(4).sample(firms, size.firms // 20)  # noqa: S311
    away = frozenset((firm, slot) for firm in gone for slot in range(3, SLOTS))
    news = replace(rules, absent=rules.absent | away)
    made, spent = timed("re-plan", lambda: replan(plan.meetings, firms, candidates=wishes, rules=news, now=3))
    later = [meeting for meeting in made.meetings if meeting.slot >= 3]
    faults = faults_in(later, firms=firms, candidates=wishes, rules=replace(news, floor=0))
    print(
        f"  {size.tables:>3} tables, {size.away:>3.0%} away before: {'/'.join(spent.split())} s, "
        f"{made.surviving} could stay, {len(made.moved)} moved, {len(made.added)} new, "
        f"{len(made.below)} below the floor, {len(faults)} faults"
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
    index, spent = timed("index", lambda: Listings(texts))
    times = []
    for _ in range(300):
        asked = " ".join(drawn.choice(words) for _ in range(drawn.randint(1, 3)))
        start = time.perf_counter()
        index.nearest(asked, 20)
        times.append(1000 * (time.perf_counter() - start))
    times.sort()
    took = f"p50 {times[150]:.1f} ms, p99 {times[296]:.1f} ms"
    print(f"{count:,} listings: index {'/'.join(spent.split())} s (clock/processor), top 20 {took}")


def prints() -> None:
    """Print how many pages a second are made, beside the same pages drawn one by one."""
    drawn = random.Random(5)  # noqa: S311
    size = SMALL[1]
    firms, wishes, rules = event_of(size)
    letters = "".join(words for segment in segments().values() for words in segment.words if not words.isascii())
    names = {firm: f"岚江{''.join(drawn.choices(letters, k=6))}{firm}有限公司" for firm in firms}
    plan = timetable_of(firms, wishes, rules=rules)
    meetings = [replace(each, pair=pair_of(names[each.pair[0]], names[each.pair[1]])) for each in plan.meetings]
    items = {
        each.pair: [f"{''.join(drawn.choices(letters, k=7))}{drawn.randrange(90)}" for _ in "12"] for each in meetings
    }
    nine = datetime(2026, 5, 20, 9)
    hall = Hall(
        title="岚江供需对接会",
        place="会议中心",
        slots=tuple(
            Slot(nine + timedelta(minutes=20 * n), nine + timedelta(minutes=20 * n + 15)) for n in range(SLOTS)
        ),
        meetings=tuple(meetings),
        reasons={
            pair: f"需求“{need}” ↔ 供给“{offer}”（{drawn.randrange(100)}分）" for pair, (need, offer) in items.items()
        },
        codes={name: f"{drawn.randrange(16**5):05X}" for name in names.values()},
        version="第1版",
    )
    few = sorted(names.values())[:109]
    print("\nprints, 400 firms, 120 tables: pages of the file, s on the clock/of the processor, beside page by page")
    for what, pages in (
        ("agendas", agenda_pages(hall, names.values())),
        ("109 agendas", agenda_pages(hall, few)),
        ("table cards", table_pages(hall, range(size.tables))),
        ("wall chart", wall_pages(hall, size.tables)),
    ):
        _, spent = timed(what, lambda pages=pages: pdf_of(pages))
        _, beside = timed(what, lambda pages=pages: page_by_page(pages[:4]))
        (clock, ours), (_, theirs) = (map(float, each.split()) for each in (spent, beside))
        pace, slow = len(pages) / max(ours, 0.1), 4 / max(theirs, 0.1)
        print(
            f"  {what:<12}{len(pages):>4} pages {clock:.1f}/{ours:.1f} s, {pace:.0f} a second, {pace / slow:.0f} times"
        )


def main() -> None:
    """Print everything asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="2,000 and 10,000 firms too")
    parser.add_argument("--listings", type=int, default=0, help="how many listings to index")
    parser.add_argument("--cp-sat", type=float, default=30, help="seconds for CP-SAT on each event; 0 leaves it out")
    asked = parser.parse_args()
    if asked.cp_sat and importlib.util.find_spec("ortools") is None:
        raise SystemExit("CP-SAT is not installed: use make bench-event, or --cp-sat 0 to leave it out")
    for size in (*SMALL, *(LARGE if asked.large else ())):
        solve(size, cp_sat=asked.cp_sat if size.firms <= CP_SAT_FIRMS else 0)
    print("\nre-plan, 400 firms, 20 of them away from the fourth slot on (s on the clock/of the processor)")
    for size in SMALL:
        day(size)
    prints()
    print()
    event_matching.main()
    if asked.listings:
        print()
        listings(asked.listings)


if __name__ == "__main__":
    main()
