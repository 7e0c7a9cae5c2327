"""An event in numbers: firms and pairs by index, presence as bits, so that the solver need not look up names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yuheng.errors import Misuse
from yuheng.exchange.meetings import Candidate, Pair, Rules


@dataclass(frozen=True, slots=True)
class Instance:
    """Firms and the pairs that may meet.

    Attributes:
        firms: names, sorted.
        left, right, score: of each pair; pairs are sorted by their names.
        most: meetings a firm at most: its limit and its slots, whichever is less.
        floor: meetings that it is to have: never more than it has candidates or may have.
        free: bit s is set where the firm is there in slot s.
        seats: usable tables of each slot.
        pinned: pair to its slot, or None where any will do.
    """

    firms: tuple[str, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    score: tuple[int, ...]
    most: tuple[int, ...]
    floor: tuple[int, ...]
    free: tuple[int, ...]
    seats: tuple[int, ...]
    pinned: dict[int, int | None]

    @property
    def slots(self) -> int:
        """How many rounds there are."""
        return len(self.seats)

    def name(self, pair: int) -> Pair:
        """A pair's firms."""
        return self.firms[self.left[pair]], self.firms[self.right[pair]]

    def both_free(self, pair: int) -> int:
        """The slots in which both are there, as bits."""
        return self.free[self.left[pair]] & self.free[self.right[pair]]


def instance_of(firms: Iterable[str], candidates: Sequence[Candidate], rules: Rules) -> Instance:
    """Number an event: pairs that the rules forbid, or whose firms are never there together, are left out.

    Raises:
        Misuse: a candidate, absence or pin names a firm that is not of the event, a pin is no candidate, or two pins
            want one firm or table in one slot.
    """
    names = tuple(sorted(set(firms)))
    number = {name: index for index, name in enumerate(names)}
    _known(number, candidates, rules)
    free = [sum(1 << slot for slot in rules.slots_of(name)) for name in names]
    scores = {each.pair: each.score for each in candidates}
    kept = [
        pair for pair in sorted(scores) if not rules.forbids(pair) and free[number[pair[0]]] & free[number[pair[1]]]
    ]
    left, right = tuple(number[a] for a, _ in kept), tuple(number[b] for _, b in kept)
    degree = [0] * len(names)
    for index in (*left, *right):
        degree[index] += 1
    most = tuple(min(rules.most_of(name), free[index].bit_count()) for index, name in enumerate(names))
    place = {pair: index for index, pair in enumerate(kept)}
    return Instance(
        firms=names,
        left=left,
        right=right,
        score=tuple(scores[pair] for pair in kept),
        most=most,
        floor=tuple(min(rules.floor, limit, have) for limit, have in zip(most, degree, strict=True)),
        free=tuple(free),
        seats=tuple(len(rules.tables_in(slot)) for slot in range(rules.slots)),
        pinned=_pins(place, candidates, rules),
    )


def _known(number: dict[str, int], candidates: Sequence[Candidate], rules: Rules) -> None:
    named = [(name, "候选") for each in candidates for name in each.pair]
    named += [(name, "缺席") for name, _ in rules.absent] + [(name, "指定") for pin in rules.pins for name in pin.pair]
    for name, what in named:
        if name not in number:
            raise Misuse(f"{what}里的“{name}”不在参会名单中。", hint="核对名称，或先登记这家单位。")


def _pins(place: dict[Pair, int], candidates: Sequence[Candidate], rules: Rules) -> dict[int, int | None]:
    taken: set[tuple[str, int]] = set()
    pinned: dict[int, int | None] = {}
    for pin in rules.pins:
        words = "—".join(pin.pair)
        if pin.pair not in place:
            raise Misuse(
                f"指定的对接“{words}”排不了：{_apart(pin.pair, candidates, rules)}。", hint="取消指定，或放宽这条规则。"
            )
        if pin.slot is not None:
            _pin_fits(pin.slot, pin.pair, words, rules, taken)
            if pin.table is not None:
                key = (f"{pin.table + 1}号桌", pin.slot)
                if key in taken or pin.table not in rules.tables_in(pin.slot):
                    why = "已有别的指定" if key in taken else "不能用"
                    text = f"指定的对接“{words}”排不了：第{pin.slot + 1}时段的{key[0]}{why}。"
                    raise Misuse(text, hint="换一张桌或一个时段，或取消指定。")
                taken.add(key)
        elif pin.table is not None:
            raise Misuse(f"指定的对接“{words}”写了桌号没有写时段。", hint="同时写明时段。")
        pinned[place[pin.pair]] = pin.slot
    return pinned


def _apart(pair: Pair, candidates: Sequence[Candidate], rules: Rules) -> str:
    """Why two firms are no pair of this event."""
    if pair not in {each.pair for each in candidates}:
        return "两家之间没有匹配"
    if pair in rules.vetoes:
        return "其中一家要求回避另一家"
    return "两家是竞争单位" if rules.forbids(pair) else "两家没有同时在场的时段"


def _pin_fits(slot: int, pair: Pair, words: str, rules: Rules, taken: set[tuple[str, int]]) -> None:
    if not 0 <= slot < rules.slots:
        raise Misuse(f"指定的对接“{words}”排在第{slot + 1}时段，会议只有{rules.slots}个时段。")
    for name in pair:
        if (name, slot) in rules.absent:
            raise Misuse(
                f"指定的对接“{words}”排不了：“{name}”第{slot + 1}时段不在场。", hint="换一个时段，或取消指定。"
            )
        if (name, slot) in taken:
            text = f"指定的对接“{words}”排不了：“{name}”第{slot + 1}时段已有别的指定。"
            raise Misuse(text, hint="两个指定中的一个换时段，或取消。")
        taken.add((name, slot))
