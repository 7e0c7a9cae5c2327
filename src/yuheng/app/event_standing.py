"""The standing exchange: take in what came, and tell what is new since the last look; one folder holds it all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from yuheng.app.compiling import write_file
from yuheng.app.event import kept_sheets, read_sheets, standing
from yuheng.app.event_folder import (
    COLUMNS,
    CONSENTS,
    LIST,
    MATCH_BOOK,
    MATCHES,
    QUESTIONS,
    REGISTERED,
    SETTING,
    STANDING,
    vetoes_of,
)
from yuheng.errors import Misuse
from yuheng.exchange.items import Item
from yuheng.exchange.matches import Match, matches_in
from yuheng.exchange.meetings import pair_of
from yuheng.exchange.registration import Question, Registration, check, rivals_in
from yuheng.exchange.standing import Change, Look, asked_again, hand_in, news_of, without_lapsed
from yuheng.exchange.standing_items import TakenOver, replied, take_over, with_own
from yuheng.office.event_file import matches_text, read_registration, registration_text
from yuheng.office.event_list import list_jsonld, list_page
from yuheng.office.event_notes import Consent, consents_text, latest, read_consents, refusals
from yuheng.office.event_setting import read_setting
from yuheng.office.event_sheet import columns_text, questions_bytes
from yuheng.office.event_standing import (
    TEXT,
    StandingSetting,
    look_text,
    news_bytes,
    read_look,
    read_standing,
    standing_list_bytes,
    standing_matches_bytes,
)
from yuheng.vocab.chain.forms import can_answer

LOOK: Final = "常设.json"
NEWS: Final = "新增匹配.xlsx"
ASK: Final = "到期询问.xlsx"
NO_CHANGE: Final = Change()


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What came of a look.

    Attributes:
        registered: everything that is registered; None where columns wait to be confirmed first.
        change: what the hand-in did.
        items: those that stand on the day.
        matches: all that stand.
        new: the new ones.
        soon: questions on items that are about to end, or of which nothing was heard.
        over: questions on those that have ended.
        questions: on what cannot be used as it stands.
        erased: firms whose contact was erased.
        taken: what came of the items of an event that is over; None where none was named.
        proposed, unread, written: as of an event's intake.
    """

    registered: Registration | None
    change: Change = NO_CHANGE
    items: tuple[Item, ...] = ()
    matches: tuple[Match, ...] = ()
    new: tuple[Match, ...] = ()
    soon: tuple[Question, ...] = ()
    over: tuple[Question, ...] = ()
    questions: tuple[Question, ...] = ()
    erased: tuple[str, ...] = ()
    taken: TakenOver | None = None
    proposed: Mapping[str, Mapping[int, str]]
    unread: tuple[str, ...]
    written: tuple[Path, ...]


def look_again(
    folder: Path,
    paths: Sequence[Path] = (),
    *,
    on: date,
    confirm: bool = False,
    withdraw: Sequence[str] = (),
    extend: Sequence[tuple[str, date]] = (),
    event: Path | None = None,
    agree: Sequence[tuple[str, str]] = (),
    refuse: Sequence[tuple[str, str]] = (),
    since: date | None = None,
    books: bool = True,
) -> Looked:
    """Take in sheets and replies, then tell what is new: matches, items about to end, items that have ended.

    The two files to send lie in a folder named by the day. Looking again on the same day writes them whole again, with
    what came in between; what was told on an earlier day is told no more.

    Args:
        folder: the exchange's; made where it is not there.
        paths: sheets that came since the last look; a firm's later sheet replaces its items, other firms' stay.
        on: the day.
        confirm: take proposed columns as confirmed.
        withdraw: ids of items, or names of firms whose items all go.
        extend: ids of items, and the new last day of each.
        event: the folder of an event that is over, whose items that still stand are taken over.
        agree: pairs of firms that have both said yes, by word of mouth.
        refuse: a firm, and the one to which it has said no: the two are kept apart.
        since: write what was new on this day or later, though it was told before.
        books: write what is sent and printed too; without, only what is remembered and the published list.

    Raises:
        Misuse: the folder is an event of one day, nothing was ever handed in, `on` lies before the last look, or an id
            or firm is unknown.
    """
    last = _last_look(folder, on)
    proposed, confirmed, handed, unread = read_sheets(folder, paths, confirm=confirm) if paths else ({}, {}, None, ())
    first = [] if (folder / STANDING).exists() else [write_file(folder / STANDING, TEXT.encode())]
    if paths and handed is None:
        return Looked(registered=None, proposed=proposed, unread=unread, written=tuple(first))
    known = (folder / REGISTERED).exists() or (handed is None and event is None)  # reading none says what to do
    stood = read_registration(folder / REGISTERED) if known else Registration()
    before, last = replied(stood, last, on=on, withdraw=withdraw, extend=extend)
    whole, change, look = hand_in(before, with_own(before, handed or Registration()), last, on=on)
    taken = None
    if event is not None:
        whole, taken, look = taken_from(event, whole, look, on=on)
    change = _changed(stood, whole, change)
    _note_words(folder, whole, agree=agree, refuse=refuse, on=on)
    whole, look, erased = _lapse(whole, look, setting=read_standing(folder / STANDING), on=on)
    if paths:
        first.append(write_file(folder / COLUMNS, columns_text(confirmed).encode()))
    told = _tell(folder, whole, look, on=on, since=since, books=books)
    written = (*first, *told.written)
    return replace(told, change=change, erased=erased, taken=taken, proposed=proposed, unread=unread, written=written)


def _last_look(folder: Path, on: date) -> Look:
    if (folder / SETTING).exists():
        raise Misuse(f"{folder}：这是一天的活动，不是常设对接。", hint="常设对接另用一个文件夹。")
    last = read_look(folder / LOOK)
    if last.on is not None and on < last.on:
        raise Misuse(f"上次是{last.on}，不能回到更早的{on}。", hint="核对 --on 的日期。")
    return last


def _note_words(
    folder: Path,
    whole: Registration,
    *,
    agree: Sequence[tuple[str, str]],
    refuse: Sequence[tuple[str, str]],
    on: date,
) -> None:
    """Note what firms have said to each other by word of mouth.

    Raises:
        Misuse: a firm that is not registered.
    """
    unknown = sorted({firm for pair in (*agree, *refuse) for firm in pair} - set(whole.firms))
    if unknown:
        raise Misuse(f"没有登记过：{'、'.join(unknown)}。", hint="写单位全称。")
    said = [Consent(pair_of(*pair), firm, True, "yuheng", on) for pair in agree for firm in pair]
    said += [Consent(pair_of(*pair), pair[0], False, "yuheng", on) for pair in refuse]
    if said:
        consents = [*read_consents(folder / CONSENTS), *said]
        write_file(folder / CONSENTS, consents_text(consents).encode())


def taken_from(event: Path, whole: Registration, look: Look, *, on: date) -> tuple[Registration, TakenOver, Look]:
    """What stands with the items of an event that is over; contacts stay behind.

    Raises:
        Misuse: the event is still to come, or nothing is registered in it.
    """
    day = read_setting(event / SETTING).day
    if day >= on:
        raise Misuse(f"这场活动在{day}，还没有结束。", hint="活动结束的第二天起可以接续。")
    return take_over(whole, read_registration(event / REGISTERED), look, day=day, on=on)


def _changed(stood: Registration, whole: Registration, change: Change) -> Change:
    """A change by sheets and by replies together."""
    left = {item.id for item in whole.items}
    return replace(change, went=tuple(item for item in stood.items if item.id not in left))


def _lapse(
    whole: Registration, look: Look, *, setting: StandingSetting, on: date
) -> tuple[Registration, Look, tuple[str, ...]]:
    """Without the contacts whose time is over, and whose they were."""
    firms = without_lapsed(whole.firms, whole.items, look, on=on, keep=setting.keep_contacts_days)
    erased = tuple(sorted(name for name in firms if firms[name].contact != whole.firms[name].contact))
    return replace(whole, firms=firms), replace(look, lapsed=on) if erased else look, erased


def kept_registration(folder: Path, whole: Registration, look: Look) -> tuple[Path, ...]:
    """Write what stands and what is remembered; the look last, so that a failure before it tells again, not never."""
    look = replace(look, writes=look.writes + 1)
    return (
        write_file(folder / REGISTERED, registration_text(whole, writes=look.writes).encode()),
        write_file(folder / LOOK, look_text(look).encode()),
    )


def _admitting(folder: Path, whole: Registration) -> Callable[[Item, Item], bool]:
    """Which need and offer may be brought together: forms that fit, no veto, no refusal, not of one group."""
    apart = {*vetoes_of(whole), *refusals(latest(read_consents(folder / CONSENTS)))}
    groups = [frozenset(members) for members in rivals_in(whole.firms.values())]

    def admits(need: Item, offer: Item) -> bool:
        pair = pair_of(need.firm, offer.firm)
        return (
            can_answer(need.form, offer.form)
            and pair not in apart
            and not any(set(pair) <= members for members in groups)
        )

    return admits


def matching(folder: Path, whole: Registration, *, on: date) -> list[Match]:
    """Every match of what stands on a day."""
    setting = read_standing(folder / STANDING)
    return matches_in(
        whole.items, firms=list(whole.firms.values()), on=on, gaps=setting.gaps, admits=_admitting(folder, whole)
    )


def _tell(folder: Path, whole: Registration, look: Look, *, on: date, since: date | None, books: bool) -> Looked:
    """Match what stands and write everything."""
    setting = read_standing(folder / STANDING)
    earlier = look if since is None else look.before(since)
    matches = matching(folder, whole, on=on)
    days = {"days": setting.ask_days, "open_days": setting.ask_open_days}
    soon, over, _ = asked_again(whole.items, earlier, on=on, **days)
    new, _ = news_of(matches, earlier, on=on)
    _, _, look = asked_again(whole.items, look, on=on, **days)
    _, look = news_of(matches, look, on=on)
    checked = replace(whole, questions=list(whole.questions))
    check(checked, on=on)
    told = Looked(
        registered=whole,
        items=standing(whole, on=on),
        matches=tuple(matches),
        new=tuple(new),
        soon=tuple(soon),
        over=tuple(over),
        questions=tuple(checked.questions),
        proposed={},
        unread=(),
        written=(),
    )
    written = _books(folder, told, look, title=setting.title, on=on) if books else ()
    listed, look = _listed(folder, told.items, look, title=setting.title, on=on)
    written = (*listed, *written, write_file(folder / MATCHES, matches_text(matches).encode()))
    return replace(told, written=(*written, *kept_registration(folder, whole, look)))


def issue_list(folder: Path, *, on: date) -> None:
    """Write the list of what stands on a day as issued on this day, whatever it said before."""
    whole, look = read_registration(folder / REGISTERED), read_look(folder / LOOK)
    title = read_standing(folder / STANDING).title
    _, look = _listed(folder, standing(whole, on=on), replace(look, listed=None), title=title, on=on)
    write_file(folder / LOOK, look_text(look).encode())


def _listed(folder: Path, items: Sequence[Item], look: Look, *, title: str, on: date) -> tuple[tuple[Path, ...], Look]:
    """Write the list if it has anything new to say: one that says the same every day is issued once."""
    name, path = f"{title} 供需清单", folder / LIST[0]
    if look.listed and path.exists() and path.read_bytes() == standing_list_bytes(name, items, issued=look.listed):
        return (), look
    return (write_file(path, standing_list_bytes(name, items, issued=on)),), replace(look, listed=on)


def _books(folder: Path, told: Looked, look: Look, *, title: str, on: date) -> tuple[Path, ...]:
    """What is printed, sent and published."""
    items = told.registered.items if told.registered else []
    by_id, sheets, day = {item.id: item for item in items}, kept_sheets(folder), folder / on.isoformat()
    beside = {snapshot: f"../{path}" for snapshot, path in sheets.items()}
    listed = f"{title} 供需清单"
    contents: dict[Path, bytes] = {
        folder / QUESTIONS: questions_bytes(told.questions),
        folder / LIST[1]: list_page(listed, told.items).encode(),
        folder / LIST[2]: list_jsonld(listed, told.items).encode(),
        folder / MATCH_BOOK: standing_matches_bytes(f"{title} 匹配", told.matches, by_id, sheets=sheets),
        day / NEWS: news_bytes(f"{title} 新增匹配 {on}", told.new, by_id, look=look, sheets=beside),
        day / ASK: questions_bytes([*told.soon, *told.over], name="到期询问"),
    }
    return tuple(write_file(path, data) for path, data in contents.items())
