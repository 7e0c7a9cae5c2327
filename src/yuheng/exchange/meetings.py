"""The nouns of an event's timetable: who may meet whom, under which rules, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from yuheng.errors import Misuse

Pair = tuple[str, str]
"""Two firms; the one that sorts first stands first, so that a pair has one name."""

POINTS = 1000
"""Scores are whole points, 0 to 1000: sums of whole numbers are the same on every machine."""

MOST_SLOTS = 48
"""Rounds of one event at most: a firm's slots are the bits of one machine number."""


def pair_of(one: str, other: str) -> Pair:
    """Name two firms as one pair.

    >>> pair_of("乙", "丙") == pair_of("丙", "乙")
    True

    Raises:
        Misuse: a firm cannot meet itself.
    """
    if one == other:
        raise Misuse(f"“{one}”不能与自己对接。")
    return (one, other) if one < other else (other, one)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A meeting worth having, and how much: whole points from 1 on."""

    pair: Pair
    score: int

    def __post_init__(self) -> None:
        if self.score < 1:
            raise Misuse(f"“{'—'.join(self.pair)}”的分数应当为正整数，不是 {self.score}。")


@dataclass(frozen=True, slots=True)
class Pin:
    """A meeting that must take place; in a given slot and at a given table where these are set. Both count from 0."""

    pair: Pair
    slot: int | None = None
    table: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a timetable must keep to. Slots and tables count from 0.

    Attributes:
        slots: how many rounds the event has.
        tables: how many tables the hall has, each one meeting a slot.
        most: meetings a firm at most, apart from those in `own_most`.
        floor: meetings that every firm is to have, as far as it has candidates and is present.
        own_most: other limits of single firms.
        absent: firm and slot where it is away.
        lost: table and slot where it cannot be used.
        vetoes: pairs that must not meet, each because one of them said so.
        rivals: groups of competitors; two of one group never meet.
        pins: meetings that must take place.
    """

    slots: int
    tables: int
    most: int
    floor: int = 1
    own_most: Mapping[str, int] = field(default_factory=dict)
    absent: frozenset[tuple[str, int]] = frozenset()
    lost: frozenset[tuple[int, int]] = frozenset()
    vetoes: frozenset[Pair] = frozenset()
    rivals: tuple[frozenset[str], ...] = ()
    pins: tuple[Pin, ...] = ()

    def __post_init__(self) -> None:
        for name, value, least in (
            ("时段数", self.slots, 1),
            ("桌数", self.tables, 1),
            ("每家上限", self.most, 1),
            ("每家下限", self.floor, 0),
        ):
            if value < least:
                raise Misuse(f"{name}不能是 {value}，至少为 {least}。")
        if self.slots > MOST_SLOTS:
            raise Misuse(f"时段数不能是 {self.slots}，至多为 {MOST_SLOTS}。", hint="分成几场活动。")
        # a pair has one name, whoever wrote it down in which order
        object.__setattr__(self, "vetoes", frozenset(pair_of(*pair) for pair in self.vetoes))
        object.__setattr__(self, "pins", tuple(replace(pin, pair=pair_of(*pin.pair)) for pin in self.pins))

    def most_of(self, firm: str) -> int:
        """How many meetings this firm may have, whatever its presence."""
        return min(self.own_most.get(firm, self.most), self.slots)

    def slots_of(self, firm: str) -> tuple[int, ...]:
        """The slots in which it is there."""
        return tuple(slot for slot in range(self.slots) if (firm, slot) not in self.absent)

    def tables_in(self, slot: int) -> tuple[int, ...]:
        """The tables that can be used in a slot."""
        return tuple(table for table in range(self.tables) if (table, slot) not in self.lost)

    def forbids(self, pair: Pair) -> bool:
        """Whether a veto or a group of competitors keeps the two apart."""
        return pair in self.vetoes or any(pair[0] in group and pair[1] in group for group in self.rivals)


@dataclass(frozen=True, slots=True, order=True)
class Meeting:
    """Two firms at a table for one slot; ordered as the day runs."""

    slot: int
    table: int
    pair: Pair
    score: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why something cannot be had: rules that contradict each other, and the fewest to relax.

    Attributes:
        rules: the rules that cannot hold together, in Chinese; together they are the proof.
        relax: the smallest set found whose relaxation makes it possible.
        smallest: whether that set is proven to be the smallest.
        without: firms that then stay below the floor in the timetable that was made all the same.
    """

    rules: tuple[str, ...]
    relax: tuple[str, ...]
    smallest: bool
    without: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """For the organiser, in plain Chinese."""
        sign = "最少只需放宽" if self.smallest else "可以放宽"
        return f"以下规则不能同时满足：{'；'.join(self.rules)}。{sign}：{'；'.join(self.relax)}。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """Meetings, and how good they are beside what is possible.

    Attributes:
        meetings: in the order of the day.
        objective: sum of their scores.
        bound: no timetable under these rules can have more; from the flow without the clock.
        below: present firms with candidates that have fewer meetings than the floor.
        unmatched: firms without any candidate: no timetable can help them.
        conflict: why somebody must stay below the floor; None where that was not proven, or nobody does.
        stopped: "optimal" the bound is reached; "gap" near enough; "rounds" no more found; "time" cut short, and then
            another run may differ.
    """

    meetings: tuple[Meeting, ...]
    objective: int
    bound: int
    below: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()
    conflict: Conflict | None = None
    stopped: str = "optimal"

    @property
    def gap(self) -> float:
        """What may be missing to the best, as a share of the bound; 0 is a proof of optimality."""
        return 0.0 if self.bound == 0 else max(0.0, (self.bound - self.objective) / self.bound)

    @property
    def is_optimal(self) -> bool:
        """Whether no other timetable can have a higher score."""
        return self.objective >= self.bound
