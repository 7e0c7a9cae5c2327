"""Items that come to a standing exchange one by one: written by their firm on a form, or left over from an event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from yuheng.errors import Misuse
from yuheng.exchange.items import Contact, Firm, Item
from yuheng.exchange.registration import Question, Registration, register
from yuheng.exchange.standing import Look, answer, hand_in
from yuheng.extract.trade_columns import Side
from yuheng.model.identity import id_of
from yuheng.text.letters import folded
from yuheng.vocab.chain.forms import forms

SELF: Final = "单位自填"
"""How the row of an item begins that its firm wrote itself: no sheet takes its place."""

_SIDES: Final[Mapping[str, Side]] = {"need": "need", "offer": "offer"}
_FIELDS: Final = ("name", "segment", "specification", "quantity", "item_place", "stage", "until", "must", "want", "no")
_DETAILS: Final = ("code", "place", "contact", "phone")
_LONGEST: Final = 400
"""Characters of one answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """What came of an event's items.

    Attributes:
        came: those that stand in the exchange now.
        known: how many stood in it already, or were taken over before.
        ended: how many had ended.
    """

    came: tuple[Item, ...]
    known: int
    ended: int


def read_item(firm: str, given: Mapping[str, str], *, on: date) -> Item:
    """Read an item as its firm wrote it in a form; its number comes when it is put in.

    Args:
        firm: whose it is; the form has no say in that.
        given: side, form, name, segment (or "" for what the name says) and the other fields as written.
        on: the day: what has ended cannot be handed in.

    Raises:
        Misuse: no side, form or name, a day or stage that cannot be read, or an answer that is too long.
    """
    side, form = _SIDES.get(given.get("side", "")), given.get("form", "")
    if side is None:
        raise Misuse("没有选供给还是需求。")
    if form not in forms():
        raise Misuse(f"没有选对接形式：{'、'.join(forms())}。")
    row = {field: _answer(given, field) for field in _FIELDS}
    if not row["name"]:
        raise Misuse("没有写名称。", hint=f"写产品、技术或服务的名称，如“{forms()[form].example}”。")
    into = Registration()
    register(into, [(f"{SELF} {on}", {**row, "firm": firm})], side=side)
    if into.questions:
        raise Misuse("".join(question.text for question in into.questions))
    [item] = into.items
    if item.until is not None and item.until < on:
        raise Misuse(f"有效期{item.until}已经过了。", hint="写今天或以后的一天，或留空。")
    return replace(item, form=form)


def put_in(before: Registration, item: Item, look: Look, *, on: date, instead: str = "") -> tuple[Registration, Look]:
    """Add an item to those of its firm, or put it in the place of one of them, whose number it takes.

    Raises:
        Misuse: the firm has the same item already, or `instead` is none of its items or stands on the other side.
    """
    own = [each for each in before.items if each.firm == item.firm]
    same = next((each for each in own if each.id != instead and _key(each) == _key(item)), None)
    if same is not None:
        raise Misuse(f"已登记过同样的一项（{same.id}）。", hint="改那一项，或写明不同的规格。")
    if instead:
        old = next((each for each in own if each.id == instead), None)
        if old is None or old.side != item.side:
            raise Misuse(f"不能改{instead}：没有登记过，或供给改成了需求。", hint="撤回那一项，另登记一项。")
        items = [replace(item, id=instead) if each is old else each for each in before.items]
        mended = _mended(replace(before, items=items), old, by=f"单位在网页上改了{instead}", on=on)
        return _sided(mended, item, number=instead, on=on), replace(look, handed={**look.handed, item.firm: on})
    handed = Registration(
        firms={item.firm: before.firms.get(item.firm, Firm(name=item.firm))},
        items=[*own, item],
        vetoes=[veto for veto in before.vetoes if veto[0] == item.firm],
        questions=[each for each in before.questions if each.firm == item.firm],
    )
    whole, change, after = hand_in(before, handed, look, on=on)
    return _sided(whole, item, number=change.came[0].id, on=on), after


def _mended(whole: Registration, old: Item, *, by: str, on: date) -> Registration:
    """Close what was asked about an item that is written anew, or withdrawn.

    A form that is taken in leaves nothing to ask. A day that stands for all items of a row stays asked about as long as
    one of them does.
    """
    alone = all((each.firm, each.row) != (old.firm, old.row) for each in whole.items)

    def is_answered(asked: Question) -> bool:
        if (asked.firm, asked.row) != (old.firm, old.row):
            return False
        named = asked.kind in ("stage", "segment") and asked.text.startswith(f"“{old.name}”")
        return named or (alone and asked.kind == "date" and asked.text.startswith("“"))

    return answer(whole, is_answered, by=by, on=on)


def _sided(whole: Registration, item: Item, *, number: str, on: date) -> Registration:
    """Close what was asked about a row that said neither offer nor need, once the firm has handed its item in."""
    asked = f"“{item.name}”是供给还是需求？"
    by = f"单位在网页上登记了{number}"
    return answer(whole, lambda each: (each.firm, each.kind, each.text) == (item.firm, "side", asked), by=by, on=on)


def keep_details(
    before: Registration, firm: str, given: Mapping[str, str], look: Look, *, on: date
) -> tuple[Registration, Look]:
    """Keep what a firm says of itself: code, place, and whom to ring; what it leaves empty is empty.

    Raises:
        Misuse: the code fails its check digit, or an answer is too long.
    """
    into = Registration()
    register(into, [(f"{SELF} {on}", {"firm": firm, **{field: _answer(given, field) for field in _DETAILS}})])
    if into.questions:
        raise Misuse("".join(question.text for question in into.questions))
    said, old = into.firms[firm], before.firms.get(firm, Firm(name=firm))
    kept = replace(old, code=said.code, place=said.place, contact=said.contact)
    lapsed = on if old.contact not in (Contact(), kept.contact) else look.lapsed
    joined = {**look.joined, **({} if firm in look.joined else {firm: on})}
    after = replace(look, lapsed=lapsed, joined=joined, handed={**look.handed, firm: on})
    whole = replace(before, firms={**before.firms, firm: kept})
    if not kept.code:
        return whole, after
    by = f"单位在网页上写明代码{kept.code}"
    return answer(whole, lambda each: each.firm == firm and each.kind in ("code", "codes"), by=by, on=on), after


def replied(
    before: Registration,
    look: Look,
    *,
    on: date,
    withdraw: Sequence[str] = (),
    extend: Sequence[tuple[str, date]] = (),
) -> tuple[Registration, Look]:
    """What stands after replies: items that go, and items that last longer, whose firms have been heard of.

    Raises:
        Misuse: an unknown item or firm, or a last day that is over.
    """
    ids = {item.id for item in before.items}
    unknown = [each for each in withdraw if each not in ids and each not in before.firms]
    unknown += [each for each, _day in extend if each not in ids]
    if unknown:
        raise Misuse(f"没有登记过：{'、'.join(unknown)}。", hint="写供需清单中的编号（如 G0001）；撤回也可写单位全称。")
    over = [f"{each}={day}" for each, day in extend if day < on]
    if over:
        raise Misuse(f"延长到的日期已经过了：{'、'.join(over)}。", hint="写今天或以后的一天；不再有效就撤回。")
    days = dict(extend)
    items = [
        replace(item, until=days.get(item.id, item.until))
        for item in before.items
        if item.id not in withdraw and item.firm not in withdraw
    ]
    heard = {item.firm: on for item in before.items if item.id in days}
    whole, left = replace(before, items=items), {item.id for item in items}
    for gone in (item for item in before.items if item.id not in left):
        whole = _mended(whole, gone, by=f"撤回了{gone.id}", on=on)
    return whole, replace(look, handed={**look.handed, **heard})


def with_own(before: Registration, handed: Registration) -> Registration:
    """Sheets, and what its firms wrote themselves: that goes when they say so, not where a sheet is silent."""
    named = {_key(item) for item in handed.items}
    own = [
        item
        for item in before.items
        if item.firm in handed.firms and item.row.startswith(SELF) and _key(item) not in named
    ]
    return replace(handed, items=[*handed.items, *own])


def take_over(
    before: Registration, event: Registration, look: Look, *, day: date, on: date
) -> tuple[Registration, TakenOver, Look]:
    """Take the items of an event that is over into the exchange; what stands there already stays as it is.

    An item is taken over once: what its firm has withdrawn since does not come back with a second click. Contacts were
    given for the event and are not taken over. A firm new to the exchange was last heard of on the event's day.

    Args:
        before: what stands in the exchange.
        event: the event's registration.
        look: the last one.
        day: the event's.
        on: today.
    """
    stood = {_key(item) for item in before.items}
    taken, came, known, ended = dict(look.taken), [], 0, 0
    for item in event.items:
        mark = (day.isoformat(), id_of(*_key(item)))
        if item.until is not None and item.until < on:
            ended += 1
        elif mark in taken or _key(item) in stood:
            known += 1
        else:
            came.append(item)
            stood.add(_key(item))
            taken[mark] = on
    names = {item.firm for item in came}
    handed = Registration(
        firms={name: before.firms.get(name, replace(event.firms[name], contact=Contact())) for name in sorted(names)},
        items=[*(item for item in before.items if item.firm in names), *came],
        vetoes=[veto for veto in before.vetoes if veto[0] in names]
        + [veto for veto in event.vetoes if veto[0] in names and veto[0] not in before.firms],
        questions=[each for each in before.questions if each.firm in names],
    )
    whole, change, after = hand_in(before, handed, look, on=on)
    heard = {name: min(day, on) for name in names if name not in look.handed}
    after = replace(after, handed={**after.handed, **heard, **_of(look.handed, names)}, taken=taken)
    return whole, TakenOver(came=change.came, known=known, ended=ended), after


def _of(days: Mapping[str, date], names: set[str]) -> dict[str, date]:
    return {name: day for name, day in days.items() if name in names}


def _answer(given: Mapping[str, str], field: str) -> str:
    text = given.get(field, "").strip()
    if len(text) > _LONGEST:
        raise Misuse(f"“{text[:12]}……”过长：最多{_LONGEST}字。", hint="写要点。")
    return text


def _key(item: Item) -> tuple[str, str, str, str]:
    """What tells one item of an exchange from another."""
    return item.firm, item.side, folded(item.name), folded(item.specification)
