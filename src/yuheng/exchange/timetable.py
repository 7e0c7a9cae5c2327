"""From candidates and rules to a timetable: choice, slots, gaps, tables, with the bound beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from yuheng.errors import Misuse
from yuheng.exchange.board import NONE, Board, place
from yuheng.exchange.choice import Choice, choose
from yuheng.exchange.conflicts import floor_conflict, pins_conflict
from yuheng.exchange.gaps import begin_early, close_gaps
from yuheng.exchange.greedy import greedy_board
from yuheng.exchange.instance import Instance, instance_of
from yuheng.exchange.meetings import Candidate, Conflict, Meeting, Rules, Timetable
from yuheng.exchange.rounds import Effort, improve, resolve_slots
from yuheng.exchange.seating import seat


def timetable_of(
    firms: Iterable[str], candidates: Sequence[Candidate], *, rules: Rules, seed: int = 0, effort: Effort | None = None
) -> Timetable:
    """Make the timetable with the highest total score, and say how far from the best it can be at most.

    Without absences the result is optimal, by the proof of the flow and König's colouring. With absences it starts
    there and is improved until within `effort.gap` of the bound. Every firm with a candidate gets its floor wherever
    that is possible; where not, `conflict` is the proof. Gaps and table changes are lessened afterwards, at no cost in
    score, and the day begins as early as it can. The same seed gives the same timetable unless `stopped` says "time".

    Raises:
        Misuse: unknown names, or pins that cannot all be held, with the fewest rules to relax.
    """
    names = tuple(sorted(set(firms)))
    instance = instance_of(names, candidates, rules)
    pinned = _pinned_slots(instance, rules)
    choice = choose(instance)
    board, stopped, bound = _placed(instance, choice, pinned=pinned, seed=seed, effort=effort or Effort())
    close_gaps(board, seed=seed)
    begin_early(board)
    counts = board.counts()
    below = tuple(
        name
        for name, want, have in zip(instance.firms, _floors(instance, candidates, rules), counts, strict=True)
        if have < want
    )
    conflict = _conflict(names, candidates, rules, below) if below else None
    wanted = {firm for each in candidates for firm in each.pair}
    return Timetable(
        meetings=meetings_on(board, rules),
        objective=board.objective(),
        bound=max(bound, board.objective()) if below else bound,
        below=below,
        unmatched=tuple(name for name in names if name not in wanted),
        conflict=conflict,
        stopped=stopped,
    )


def greedy_timetable(firms: Iterable[str], candidates: Sequence[Candidate], *, rules: Rules) -> Timetable:
    """The timetable that best score first gives: for comparison only, nothing is proven."""
    instance = instance_of(firms, candidates, rules)
    board = greedy_board(instance)
    below = tuple(
        name for name, want, have in zip(instance.firms, instance.floor, board.counts(), strict=True) if have < want
    )
    return Timetable(
        meetings=meetings_on(board, rules),
        objective=board.objective(),
        bound=choose(instance).bound,
        below=below,
        stopped="rounds",
    )


def meetings_on(board: Board, rules: Rules) -> tuple[Meeting, ...]:
    """What stands on a board, seated."""
    instance = board.instance
    sittings = [(instance.name(pair), board.slot_of[pair]) for pair in board.placed()]
    fixed = {(pin.pair, pin.slot): pin.table for pin in rules.pins if pin.slot is not None and pin.table is not None}
    tables = seat(sittings, rules, fixed=fixed)
    scores = {instance.name(pair): instance.score[pair] for pair in board.placed()}
    return tuple(sorted(Meeting(slot, tables[pair, slot], pair, scores[pair]) for pair, slot in sittings))


def _pinned_slots(instance: Instance, rules: Rules) -> dict[int, int]:
    """A slot for every pinned meeting, with nothing else in the hall."""
    pins = sorted(instance.pinned)
    if not pins:
        return {}
    alone = replace(
        instance,
        left=tuple(instance.left[pair] for pair in pins),
        right=tuple(instance.right[pair] for pair in pins),
        score=tuple(instance.score[pair] for pair in pins),
        floor=(0,) * len(instance.firms),
        pinned={number: instance.pinned[pair] for number, pair in enumerate(pins)},
    )
    board = Board(alone)
    seated = all(load <= seats for load, seats in zip(board.load, instance.seats, strict=True))
    if seated:
        resolve_slots(board, range(instance.slots))
    held = all(have <= most for have, most in zip(board.counts(), instance.most, strict=True))
    if NONE in board.slot_of or not held or not seated:
        conflict = pins_conflict([instance.name(pair) for pair in pins], rules)
        why = conflict.message if conflict else "没有找到能同时安排它们的办法。"
        raise Misuse(f"指定的对接不能都排上。{why}", hint="改 event.toml 里的指定或相应的规则，再排一次。")
    return dict(zip(pins, board.slot_of, strict=True))


def _placed(
    instance: Instance, choice: Choice, *, pinned: dict[int, int], seed: int, effort: Effort
) -> tuple[Board, str, int]:
    board = Board(instance)
    for pair, slot in pinned.items():
        if board.slot_of[pair] == NONE:
            board.put(pair, slot)
    first = sorted(choice.pairs, key=lambda pair: (-instance.score[pair], pair))
    put_off = place(board, first)
    if not put_off:
        return board, "optimal", choice.bound
    stopped, bound = improve(board, choice.bound, missing=choice.missing, seed=seed, effort=effort)
    return board, stopped, bound


def _floors(instance: Instance, candidates: Sequence[Candidate], rules: Rules) -> list[int]:
    """What every present firm with a candidate is to have, vetoes or not."""
    degree = dict.fromkeys(instance.firms, 0)
    for pair in {each.pair for each in candidates}:
        for firm in pair:
            degree[firm] += 1
    return [min(rules.floor, degree[name], most) for name, most in zip(instance.firms, instance.most, strict=True)]


def _conflict(
    firms: Sequence[str], candidates: Sequence[Candidate], rules: Rules, below: tuple[str, ...]
) -> Conflict | None:
    found = floor_conflict(firms, candidates, rules, below=below)
    return None if found is None else replace(found, without=below)
