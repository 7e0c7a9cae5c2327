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
from yuheng.office.event_file import matches_text, read_registration, registration_text
from yuheng.office.event_list import list_jsonld, list_page
from yuheng.office.event_notes import latest, read_consents, refusals
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

    Raises:
        Misuse: the folder is an event of one day, nothing was ever handed in, `on` lies before the last look, or an id
            or firm is unknown.
    """
    if (folder / SETTING).exists():
        raise Misuse(f"{folder}：这是一天的活动，不是常设对接。", hint="常设对接另用一个文件夹。")
    last = read_look(folder / LOOK)
    if last.on is not None and on < last.on:
        raise Misuse(f"上次是{last.on}，不能回到更早的{on}。", hint="核对 --on 的日期。")
    proposed, confirmed, handed, unread = read_sheets(folder, paths, confirm=confirm) if paths else ({}, {}, None, ())
    first = [] if (folder / STANDING).exists() else [write_file(folder / STANDING, TEXT.encode())]
    setting = read_standing(folder / STANDING)
    if paths and handed is None:
        return Looked(registered=None, proposed=proposed, unread=unread, written=tuple(first))
    known = (folder / REGISTERED).exists() or handed is None  # reading none then says what to do
    before = read_registration(folder / REGISTERED) if known else Registration()
    stood = tuple(before.items)
    before = _replied(before, withdraw, extend)
    heard = {item.firm: on for item in before.items if item.id in dict(extend)}
    last = replace(last, handed={**last.handed, **heard})
    whole, change, look = hand_in(before, handed or Registration(), last, on=on)
    left = {item.id for item in whole.items}
    change = replace(change, went=tuple(item for item in stood if item.id not in left))
    firms = without_lapsed(whole.firms, whole.items, look, on=on, keep=setting.keep_contacts_days)
    erased = tuple(sorted(name for name in firms if firms[name].contact != whole.firms[name].contact))
    whole.firms = firms
    if paths:
        first.append(write_file(folder / COLUMNS, columns_text(confirmed).encode()))
    told = _tell(folder, whole, look, setting=setting, on=on)
    return replace(
        told, change=change, erased=erased, proposed=proposed, unread=unread, written=(*first, *told.written)
    )


def _replied(before: Registration, withdraw: Sequence[str], extend: Sequence[tuple[str, date]]) -> Registration:
    """What stands after replies by word of mouth: items that go, and items that last longer."""
    ids = {item.id for item in before.items}
    unknown = [each for each in withdraw if each not in ids and each not in before.firms]
    unknown += [each for each, _day in extend if each not in ids]
    if unknown:
        raise Misuse(f"没有登记过：{'、'.join(unknown)}。", hint="写供需清单中的编号（如 G0001）；撤回也可写单位全称。")
    days = dict(extend)
    before.items = [
        replace(item, until=days.get(item.id, item.until))
        for item in before.items
        if item.id not in withdraw and item.firm not in withdraw
    ]
    return before


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


def _tell(folder: Path, whole: Registration, look: Look, *, setting: StandingSetting, on: date) -> Looked:
    """Match what stands and write everything; the look last, so that a failure before it tells again, not never."""
    items = standing(whole, on=on)
    matches = matches_in(
        whole.items, firms=list(whole.firms.values()), on=on, gaps=setting.gaps, admits=_admitting(folder, whole)
    )
    soon, over, look = asked_again(whole.items, look, on=on, days=setting.ask_days, open_days=setting.ask_open_days)
    new, look = news_of(matches, look, on=on)
    checked = replace(whole, questions=list(whole.questions))
    check(checked, on=on)
    by_id, sheets, day = {item.id: item for item in whole.items}, kept_sheets(folder), folder / on.isoformat()
    beside = {snapshot: f"../{path}" for snapshot, path in sheets.items()}
    title = f"{setting.title} 供需清单"
    contents: dict[Path, bytes] = {
        folder / QUESTIONS: questions_bytes(checked.questions),
        folder / LIST[0]: standing_list_bytes(title, items),
        folder / LIST[1]: list_page(title, items).encode(),
        folder / LIST[2]: list_jsonld(title, items).encode(),
        folder / MATCHES: matches_text(matches).encode(),
        folder / MATCH_BOOK: standing_matches_bytes(f"{setting.title} 匹配", matches, by_id, sheets=sheets),
        day / NEWS: news_bytes(f"{setting.title} 新增匹配 {on}", new, by_id, look=look, on=on, sheets=beside),
        day / ASK: questions_bytes([*soon, *over], name="到期询问"),
        folder / REGISTERED: registration_text(whole).encode(),
        folder / LOOK: look_text(look).encode(),
    }
    return Looked(
        registered=whole,
        items=items,
        matches=tuple(matches),
        new=tuple(new),
        soon=tuple(soon),
        over=tuple(over),
        questions=tuple(checked.questions),
        proposed={},
        unread=(),
        written=tuple(write_file(path, data) for path, data in contents.items()),
    )
