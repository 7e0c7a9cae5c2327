"""The day itself: firms stay away or come late, a table is lost, and the rest of the day must move as little as it can.

What can stay stays, in its slot and at its table. Freed firms and tables are filled with new meetings, firms below the
floor first. Only where somebody would stay below the floor, or a meeting without a place could still be held, are
others moved, and never more than one in a hundred.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from yuheng.exchange.board import NONE, Board
from yuheng.exchange.choice import SHORTFALL
from yuheng.exchange.instance import Instance, instance_of
from yuheng.exchange.meetings import Candidate, Meeting, Pair, Rules
from yuheng.exchange.rounds import Leave, resolve_slots
from yuheng.exchange.seating import seat

MOVED_SHARE: Final = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Replan:
    """The plan for the rest of the day beside the one it replaces.

    Attributes:
        meetings: the whole day: what has been held stands as it was.
        moved: surviving meetings that changed slot or table, as they stand now.
        rebooked: meetings that could not stay (a firm away in that slot, the table lost) and found another place.
        dropped: meetings that are no more, as they stood.
        added: meetings that are new.
        surviving: how many meetings could have stayed as they were.
        below: present firms with fewer meetings than their floor, though somebody is left whom they could meet.
        stranded: present firms that had or have nobody to meet, because everybody who matches them is away.
        changed: firms whose sheet must be printed again.
    """

    meetings: tuple[Meeting, ...]
    moved: tuple[Meeting, ...]
    rebooked: tuple[Meeting, ...]
    dropped: tuple[Meeting, ...]
    added: tuple[Meeting, ...]
    surviving: int
    below: tuple[str, ...]
    stranded: tuple[str, ...]
    changed: tuple[str, ...]


def replan(
    meetings: Sequence[Meeting],
    firms: Iterable[str],
    *,
    candidates: Sequence[Candidate],
    rules: Rules,
    now: int,
) -> Replan:
    """Plan the slots from `now` on again, under the rules as they are since the news.

    Args:
        meetings: the plan in force.
        firms: everybody registered, late arrivals included.
        candidates: pairs that may meet, late arrivals' included.
        rules: with the new absences and lost tables.
        now: the first slot that has not begun; earlier ones are not touched.

    Raises:
        Misuse: unknown names, or pins that cannot be any more.
    """
    past = [meeting for meeting in meetings if meeting.slot < now]
    future = {meeting.pair: meeting for meeting in meetings if meeting.slot >= now}
    instance = _rest_of_day(firms, candidates, rules, past, now)
    number = {instance.name(pair): pair for pair in range(len(instance.left))}
    staying = [each for each in future.values() if _stays(each, rules, number)]
    board = Board(replace(instance, pinned={}))
    for meeting in staying:
        board.put(number[meeting.pair], meeting.slot)
    _same_slot(board, future, number, rules)
    homeless = sorted(
        (number[each.pair] for each in future.values() if each.pair in number and board.slot_of[number[each.pair]] < 0),
        key=lambda pair: (-instance.score[pair], pair),
    )
    pinned = {number[pin.pair] for pin in rules.pins if pin.pair in number}
    board.held |= {pair for pair, slot in enumerate(board.slot_of) if slot != NONE}
    _fill(board, homeless, now)
    surviving = {number[each.pair]: each.slot for each in staying}
    _mend(board, surviving, homeless, pinned=pinned, now=now)
    fixed = {(each.pair, each.slot): each.table for each in staying if _table_stays(each, rules)}
    rest = _seated(board, rules, fixed)
    return _told(meetings, [*past, *rest], staying=staying, rules=rules, board=board, now=now)


def _rest_of_day(
    firms: Iterable[str], candidates: Sequence[Candidate], rules: Rules, past: Sequence[Meeting], now: int
) -> Instance:
    """The instance of what is left: held meetings count towards limits and floors, their pairs are done."""
    done = {meeting.pair for meeting in past}
    had: dict[str, int] = {}
    for meeting in past:
        for firm in meeting.pair:
            had[firm] = had.get(firm, 0) + 1
    open_pins = tuple(replace(pin, slot=None, table=None) for pin in rules.pins if pin.pair not in done)
    kept = [each for each in candidates if each.pair not in done]
    names = tuple(firms)
    possible = {each.pair for each in kept}
    pins = tuple(pin for pin in open_pins if pin.pair in possible and _can_meet(pin.pair, rules))
    instance = instance_of(names, kept, replace(rules, pins=pins))
    later = sum(1 << slot for slot in range(now, rules.slots))
    free = tuple(mask & later for mask in instance.free)
    most = tuple(
        max(min(rules.most_of(name) - had.get(name, 0), mask.bit_count()), 0)
        for name, mask in zip(instance.firms, free, strict=True)
    )
    partners = [0] * len(free)
    for left, right in zip(instance.left, instance.right, strict=True):
        possible_later = bool(free[left] & free[right])
        partners[left] += possible_later
        partners[right] += possible_later
    floor = tuple(
        max(min(floor - had.get(name, 0), limit, others), 0)
        for name, floor, limit, others in zip(instance.firms, instance.floor, most, partners, strict=True)
    )
    seats = tuple(count if slot >= now else 0 for slot, count in enumerate(instance.seats))
    return replace(instance, free=free, most=most, floor=floor, seats=seats)


def _can_meet(pair: Pair, rules: Rules) -> bool:
    return bool(set(rules.slots_of(pair[0])) & set(rules.slots_of(pair[1]))) and not rules.forbids(pair)


def _stays(meeting: Meeting, rules: Rules, number: dict[Pair, int]) -> bool:
    """Whether both are there in its slot and its table is too."""
    there = all((firm, meeting.slot) not in rules.absent for firm in meeting.pair)
    return there and meeting.pair in number and _table_stays(meeting, rules)


def _table_stays(meeting: Meeting, rules: Rules) -> bool:
    return (meeting.table, meeting.slot) not in rules.lost


def _same_slot(board: Board, future: dict[Pair, Meeting], number: dict[Pair, int], rules: Rules) -> None:
    """Keep meetings whose table was lost in their slot as long as other tables are free there, the best first."""
    lost = [each for each in future.values() if each.pair in number and not _table_stays(each, rules)]
    for meeting in sorted(lost, key=lambda each: (-each.score, each.pair)):
        pair, bit = number[meeting.pair], 1 << meeting.slot
        both = board.open[board.instance.left[pair]] & board.open[board.instance.right[pair]]
        if both & bit and board.load[meeting.slot] < board.instance.seats[meeting.slot]:
            board.put(pair, meeting.slot)


def _fill(board: Board, homeless: Sequence[int], now: int) -> None:
    """New meetings in what is open, slot by slot, nothing moved; meetings that lost their place count for more."""
    best = max(board.instance.score, default=1)
    leave = Leave(dict.fromkeys(homeless, NONE), stay=0, keep=2 * best)
    for _ in range(2):
        for slot in range(now, board.instance.slots):
            resolve_slots(board, [slot], leave=leave)


def _mend(board: Board, surviving: dict[int, int], homeless: Sequence[int], *, pinned: set[int], now: int) -> None:
    """Move a few surviving meetings where that brings a firm to its floor or a pinned meeting back."""
    allowed = int(MOVED_SHARE * len(surviving))
    best = max(board.instance.score, default=1)
    stay = {**dict.fromkeys(homeless, NONE), **surviving}
    for slots in combinations(range(now, board.instance.slots), 2):
        lacking = any(have < want for have, want in zip(board.counts(), board.instance.floor, strict=True))
        waiting = any(pair in pinned and board.slot_of[pair] == NONE for pair in homeless)
        moved = _moved(board, surviving)
        if not (lacking or waiting) or moved >= allowed:
            return
        before = list(board.slot_of)
        board.held.clear()
        resolve_slots(board, slots, leave=Leave(stay, stay=SHORTFALL * best // 2, keep=best))
        if _moved(board, surviving) > allowed:
            _restore(board, before)


def _moved(board: Board, surviving: dict[int, int]) -> int:
    return sum(board.slot_of[pair] != slot for pair, slot in surviving.items())


def _restore(board: Board, before: Sequence[int]) -> None:
    for pair in board.placed():
        board.take(pair)
    for pair, slot in enumerate(before):
        if slot != NONE:
            board.put(pair, slot)


def _seated(board: Board, rules: Rules, fixed: dict[tuple[Pair, int], int]) -> list[Meeting]:
    instance = board.instance
    sittings = [(instance.name(pair), board.slot_of[pair]) for pair in board.placed()]
    tables = seat(sittings, rules, fixed={key: table for key, table in fixed.items() if key in set(sittings)})
    scores = {instance.name(pair): instance.score[pair] for pair in board.placed()}
    return [Meeting(slot, tables[pair, slot], pair, scores[pair]) for pair, slot in sittings]


def _told(
    before: Sequence[Meeting],
    after: Sequence[Meeting],
    *,
    staying: Sequence[Meeting],
    rules: Rules,
    board: Board,
    now: int,
) -> Replan:
    old, new = {each.pair: each for each in before}, {each.pair: each for each in after}
    survivors = {each.pair for each in staying}
    changed_pairs = [
        pair
        for pair in old.keys() | new.keys()
        if pair not in old or pair not in new or (old[pair].slot, old[pair].table) != (new[pair].slot, new[pair].table)
    ]
    other = [pair for pair in changed_pairs if pair in old and pair in new]
    floors = zip(board.instance.firms, board.instance.floor, board.counts(), strict=True)
    below = [name for name, want, have in floors if have < want and rules.slots_of(name)]
    met = {firm for each in after for firm in each.pair}
    lonely = {firm for each in before for firm in each.pair} - met - set(below)
    return Replan(
        meetings=tuple(sorted(after)),
        moved=tuple(sorted(new[pair] for pair in other if pair in survivors)),
        rebooked=tuple(sorted(new[pair] for pair in other if pair not in survivors)),
        dropped=tuple(sorted(old[pair] for pair in changed_pairs if pair not in new)),
        added=tuple(sorted(new[pair] for pair in changed_pairs if pair not in old)),
        surviving=len(staying),
        below=tuple(below),
        stranded=tuple(sorted(firm for firm in lonely if any(s >= now for s in rules.slots_of(firm)))),
        changed=tuple(sorted({firm for pair in changed_pairs for firm in pair})),
    )
