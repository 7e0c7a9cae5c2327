"""The standing exchange 常设对接: sheets come again and again, and each look tells what was not told before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from yuheng.exchange.items import Contact, Firm, Item
from yuheng.exchange.matches import Match
from yuheng.exchange.numbering import next_id, paired
from yuheng.exchange.registration import Answered, Question, Registration
from yuheng.vocab.chain.forms import UNSTATED, forms

Told = Mapping[tuple[str, str], date]
"""What was told, and the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is remembered from the last look, so that nobody is told twice.

    Attributes:
        on: its day; None before the first one.
        joined: the day on which each firm first came.
        handed: the day on which each firm last handed in a sheet or said that an item stands.
        entered: the day on which each item was new, by id.
        numbers: the highest number ever given, by side; the ids of withdrawn items are not given again.
        matches: ids of need and offer.
        asked: id of an item, and what it was asked about: its last day, or since when it is open.
        ended: id of an item, and its last day.
        taken: the day of an event and the mark of an item that was taken over from it.
        lapsed: the day on which a contact was last erased or changed; None before that. What was kept until then holds
            more than is kept now.
        listed: the day on which the published list last came to say what it says; None before there is one.
        writes: how often the registration was written: no version of it has the bytes of an earlier one, since the
            bytes of one that was erased cannot come back.
    """

    on: date | None = None
    joined: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    handed: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    entered: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    numbers: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    matches: Told = field(default_factory=lambda: MappingProxyType({}))
    asked: Told = field(default_factory=lambda: MappingProxyType({}))
    ended: Told = field(default_factory=lambda: MappingProxyType({}))
    taken: Told = field(default_factory=lambda: MappingProxyType({}))
    lapsed: date | None = None
    listed: date | None = None
    writes: int = 0

    def before(self, day: date) -> Look:
        """What had been told before a day: held against it, everything since then is new."""
        matches, asked, ended = (
            {key: on for key, on in told.items() if on < day} for told in (self.matches, self.asked, self.ended)
        )
        return replace(self, matches=matches, asked=asked, ended=ended)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a hand-in did to the items: those that came, stayed (their words may have changed), and went."""

    came: tuple[Item, ...] = ()
    stayed: tuple[Item, ...] = ()
    went: tuple[Item, ...] = ()


def hand_in(before: Registration, handed: Registration, look: Look, *, on: date) -> tuple[Registration, Change, Look]:
    """Add a hand-in to what stands: each firm that it names has the items that it names now, and no others.

    An item that a firm hands in again keeps its id, so that its matches are not new: the same name and specification,
    else the same name. What the new sheet does not say of a firm (its contact, its code) is kept.

    Args:
        before: what stood; its questions are those of the rows, without those of the whole.
        handed: the sheets handed in together.
        look: the last one.
        on: the day.
    """
    numbers = dict(look.numbers)
    for item in before.items:
        numbers[item.side] = max(numbers.get(item.side, 0), int(item.id[1:]))
    renewed, came, stayed = [], [], []
    for item, same in paired([item for item in before.items if item.firm in handed.firms], handed.items):
        if same is None:
            item = replace(item, id=next_id(item.side, numbers))
            came.append(item)
        else:
            item = replace(item, id=same.id)
            stayed.append(item)
        renewed.append(item)
    kept = [item for item in before.items if item.firm not in handed.firms]
    contested = _contested(before, handed)
    unsure = {each.firm for each in (*handed.questions, *contested) if each.kind == "codes"}
    newer = {name: _newer(firm, before.firms.get(name)) for name, firm in handed.firms.items()}
    left = {item.id for item in stayed} | {item.id for item in kept}
    whole = Registration(
        firms={**before.firms, **{n: replace(firm, code="") if n in unsure else firm for n, firm in newer.items()}},
        items=sorted([*kept, *renewed], key=lambda item: (item.side != "need", item.id)),
        vetoes=[veto for veto in before.vetoes if veto[0] not in handed.firms] + handed.vetoes,
        questions=[each for each in before.questions if each.firm in before.firms and each.firm not in handed.firms]
        + handed.questions
        + contested,
        answered=before.answered,
    )
    whole = _answered_by_sheet(before, whole, handed, on=on)
    days = dict.fromkeys(sorted(handed.firms), on)
    after = replace(
        look,
        joined={**days, **look.joined},
        handed={**look.handed, **days},
        entered={**look.entered, **{item.id: on for item in came}},
        numbers=numbers,
    )
    went = tuple(item for item in before.items if item.id not in left)
    return whole, Change(came=tuple(came), stayed=tuple(stayed), went=went), after


MOST_ANSWERED: Final = 500
"""Answered questions that are remembered, the newest ones."""


def answer(whole: Registration, is_answered: Callable[[Question], bool], *, by: str, on: date) -> Registration:
    """Close the questions that something has answered, and remember by what; the others stay open."""
    done = [Answered(each, by, on) for each in whole.questions if is_answered(each)]
    left = [each for each in whole.questions if not is_answered(each)]
    return replace(whole, questions=left, answered=[*whole.answered, *done][-MOST_ANSWERED:])


def _answered_by_sheet(before: Registration, whole: Registration, handed: Registration, *, on: date) -> Registration:
    """What was asked about a firm's earlier sheet and is not asked about the new one."""
    still = {(each.firm, each.kind, each.text) for each in whole.questions}
    gone = [q for q in before.questions if q.firm in handed.firms and (q.firm, q.kind, q.text) not in still]
    done = [Answered(q, f"新的登记表：{handed.firms[q.firm].row}", on) for q in gone]
    return replace(whole, answered=[*whole.answered, *done][-MOST_ANSWERED:])


def _contested(before: Registration, handed: Registration) -> list[Question]:
    """What to ask where a new sheet has another credit code than stands, or an earlier such question has no answer."""
    asked = []
    for name, firm in handed.firms.items():
        old = before.firms[name].code if name in before.firms else ""
        if old and firm.code and old != firm.code:
            written = f"以前登记的是{old}；{firm.row}写的是{firm.code}"
            asked.append(Question(name, firm.row, "codes", f"统一社会信用代码不同：{written}。哪个正确？"))
        open_still = [each for each in before.questions if (each.firm, each.kind) == (name, "codes") and not firm.code]
        asked += [each for each in open_still if each not in handed.questions]
    return asked


def _newer(firm: Firm, before: Firm | None) -> Firm:
    if before is None:
        return firm
    licensed = firm if firm.licence or firm.licence_until else before  # a licence and its last day belong together
    return replace(
        firm,
        code=firm.code or before.code,
        group=firm.group or before.group,
        place=firm.place or before.place,
        licence=licensed.licence,
        licence_until=licensed.licence_until,
        contact=firm.contact if firm.contact != Contact() else before.contact,
    )


def asked_again(
    items: Iterable[Item], look: Look, *, on: date, days: int, open_days: int
) -> tuple[list[Question], list[Question], Look]:
    """What to ask the firms: items that end within `days`, ended ones, open ones not heard of for `open_days`.

    Returns:
        Questions on items that stand, those on items that have ended, and the look that remembers both. What was asked
        on an earlier day is not asked again; what was asked on this day is, so that a second look on it loses nothing.
    """
    asked, ended = dict(look.asked), dict(look.ended)
    soon: list[Question] = []
    over: list[Question] = []
    for item in items:
        heard = look.handed.get(item.firm, on)
        if item.until is not None and item.until < on:
            if ended.setdefault((item.id, item.until.isoformat()), on) == on:
                over.append(_question(item, f"已于{item.until}到期，不再列出。若仍有效，新的有效期到哪一天？"))
        elif item.until is not None and item.until <= on + timedelta(days=days):
            left = f"还有{(item.until - on).days}天" if item.until > on else "今天是最后一天"
            if asked.setdefault((item.id, item.until.isoformat()), on) == on:
                soon.append(_question(item, f"将于{item.until}到期（{left}）。延长到哪一天，还是撤回？"))
        elif (
            item.until is None
            and heard + timedelta(days=open_days) <= on
            and asked.setdefault((item.id, heard.isoformat()), on) == on
        ):
            soon.append(_question(item, f"未写有效期，上次确认是{heard}。是否仍有效，到哪一天？"))
    return soon, over, replace(look, asked=asked, ended=ended)


def _question(item: Item, words: str) -> Question:
    return Question(item.firm, item.row, "expiry", f"{item.id}“{item.name}”{words}")


def news_of(matches: Iterable[Match], look: Look, *, on: date) -> tuple[list[Match], Look]:
    """The matches that were not told on an earlier day, and the look that remembers them."""
    told = dict(look.matches)
    new = [match for match in matches if told.setdefault((match.need, match.offer), on) == on]
    return new, replace(look, on=on, matches=told)


def why_new(match: Match, look: Look, *, on: date) -> str:
    """What made a match new: a firm that joined, an item that came, a firm heard of again, or else what others did.

    Others do it when they go: a need shows its best offers alone, and the next one takes the place that is free.
    """
    firms = [firm for firm in match.pair if look.joined.get(firm) == on]
    items = [each for each in (match.need, match.offer) if look.entered.get(each) == on]
    if firms:
        return f"新单位：{'、'.join(firms)}"
    if items:
        return f"新登记：{'、'.join(items)}"
    heard = [firm for firm in match.pair if look.handed.get(firm) == on]
    if heard:
        return f"有更新：{'、'.join(heard)}"
    later = any(look.handed.get(firm, on) > on for firm in match.pair)  # then the day of its earlier word is not kept
    return "有更新或其他项有变动" if later else "其他项有变动，新排进前列"


def without_lapsed(
    firms: Mapping[str, Firm], items: Sequence[Item], look: Look, *, on: date, keep: int
) -> dict[str, Firm]:
    """The firms, the contacts erased of those of which nothing has stood for `keep` days."""
    last: dict[str, date] = dict(look.handed)
    for item in items:
        end = on if item.until is None else item.until
        last[item.firm] = max(last.get(item.firm, end), end)
    return {
        name: replace(firm, contact=Contact()) if last.get(name, on) + timedelta(days=keep) < on else firm
        for name, firm in firms.items()
    }


def form_words(form: str) -> str:
    """A form as printed."""
    return form or UNSTATED


def form_rank(form: str) -> int:
    """Where a form stands in lists: in the order of the data, the unstated last."""
    return (*forms(), "").index(form)


def form_of_match(need: Item, offer: Item) -> str:
    """The form under which a match is listed: the need's, else the offer's."""
    return need.form or offer.form
