"""The day and what follows: plan again when somebody stays away, take in the outcomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Final

from yuheng.app.compiling import write_file
from yuheng.app.event import refuse_faults
from yuheng.app.event_folder import OUTCOMES, PLAN, REGISTERED, Event, read_event, title_of
from yuheng.app.event_print import refuse_unfit
from yuheng.errors import Misuse
from yuheng.exchange.meetings import Rules, pair_of
from yuheng.exchange.outcomes import STAGES, Conversion, Outcome, Rung, Withdrawal, conversion, ladder, read_outcome
from yuheng.exchange.replan import Replan, replan
from yuheng.office.event_file import (
    Plan,
    outcomes_text,
    plan_text,
    read_outcomes,
    read_plan,
    read_registration,
    read_withdrawals,
)
from yuheng.office.sheets import Book, Column

LADDER: Final = "成效.xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What became known on the day; slots and tables count from 0.

    Attributes:
        now: the first slot that has not begun.
        away: firms that are not there from `now` on.
        late: firms and the slot from which they are there.
        lost: tables that cannot be used from `now` on.
        back: firms that are there from `now` on, whatever was said of them before.
        found: tables that can be used again from `now` on.

    With none of these the rest of the day is planned again under the rules as they are: a meeting to which a firm has
    said no since then is cancelled.
    """

    now: int
    away: tuple[str, ...] = ()
    late: tuple[tuple[str, int], ...] = ()
    lost: tuple[int, ...] = ()
    back: tuple[str, ...] = ()
    found: tuple[int, ...] = ()


def plan_again(folder: Path, news: News) -> tuple[Replan, Plan, tuple[Path, ...]]:
    """Plan the rest of the day, have it verified, and keep it beside the plan that it replaces; the prints follow.

    Raises:
        Misuse: no plan yet, one that the setting has no room for, or news that cannot be.
        YuhengError: the verifier found a fault; nothing is written then.
    """
    event, plan = read_event(folder), read_plan(folder / PLAN)
    refuse_unfit(event, plan)
    check_news(event, news)
    absent, lost = _absent(event, plan, news), _lost(event, plan, news)
    rules = replace(event.rules, absent=frozenset(absent), lost=frozenset(lost))
    made = replan(plan.meetings, event.firms, candidates=event.candidates, rules=rules, now=news.now)
    new = Plan(
        version=plan.version + 1,
        meetings=made.meetings,
        objective=sum(meeting.score for meeting in made.meetings),
        bound=plan.bound,
        below=made.below,
        note=_note(made),
        absent=tuple(sorted(absent)),
        lost=tuple(sorted(lost)),
        there=tuple(sorted({*event.rules.absent, *plan.there} - absent)),
        begun=news.now,
    )
    _verify(new, event, rules, now=news.now, stranded=made.stranded)
    written = (
        write_file(folder / f"timetable.v{plan.version}.json", plan_text(plan).encode()),
        write_file(folder / PLAN, plan_text(new).encode()),
    )
    return made, new, written


def _note(made: Replan) -> str:
    counts = f"留{made.surviving}场，移{len(made.moved)}场，改排{len(made.rebooked)}场"
    words = f"{counts}，取消{len(made.dropped)}场，新增{len(made.added)}场。"
    if made.stranded:
        words += f"匹配的单位都不在了：{'、'.join(made.stranded)}。"
    return words


def _verify(plan: Plan, event: Event, rules: Rules, *, now: int, stranded: Sequence[str]) -> None:
    """Past meetings are facts: only the rest of the day is held against today's absences and lost tables."""
    gone = {firm for firm in event.firms if not any(slot >= now for slot in rules.slots_of(firm))}
    excused = {*plan.below, *stranded, *gone, *_out_of_reach(plan, event, rules, now)}
    refuse_faults(replace(plan, below=tuple(sorted(excused))), event, rules_on_the_day(plan, rules, now=now))


def rules_on_the_day(plan: Plan, rules: Rules, *, now: int = 0) -> Rules:
    """The rules as far as they bind the slots from `now` on: a pin holds its meeting, but no longer slot and table.

    A meeting that was held is a fact, though one of the two has said since that they would rather not.
    """
    held = {meeting.pair for meeting in plan.meetings if meeting.slot < now}
    return replace(
        rules,
        vetoes=frozenset(pair for pair in rules.vetoes if pair_of(*pair) not in held),
        absent=frozenset(each for each in rules.absent if each[1] >= now),
        lost=frozenset(each for each in rules.lost if each[1] >= now),
        pins=tuple(
            replace(pin, slot=None, table=None)
            for pin in rules.pins
            if any(meeting.pair == pin.pair for meeting in plan.meetings)
        ),
    )


def _out_of_reach(plan: Plan, event: Event, rules: Rules, now: int) -> set[str]:
    """Firms that cannot come to their floor any more: too few of those who match them are there in the same slots.

    A firm stranded by an earlier re-plan has no meeting in this one that it could lose, and is still no fault.
    """
    held = Counter(firm for meeting in plan.meetings if meeting.slot < now for firm in meeting.pair)
    done = {meeting.pair for meeting in plan.meetings if meeting.slot < now}
    there = {firm: {slot for slot in rules.slots_of(firm) if slot >= now} for firm in event.firms}
    left: Counter[str] = Counter()
    possible: Counter[str] = Counter()
    for candidate in event.candidates:
        one, other = candidate.pair
        possible.update(candidate.pair)
        if candidate.pair not in done and not rules.forbids(candidate.pair) and there[one] & there[other]:
            left.update(candidate.pair)
    return {firm for firm in event.firms if held[firm] + left[firm] < min(rules.floor, possible[firm])}


def check_news(event: Event, news: News) -> None:
    """Stop news that cannot be before anything is planned by it.

    Raises:
        Misuse: an unknown firm, a slot or table that there is not, or an arrival before the plan begins.
    """
    for firm in (*news.away, *news.back, *(firm for firm, _ in news.late)):
        if firm not in event.registered.firms:
            near = [name for name in event.firms if firm in name]
            raise Misuse(
                f"“{firm}”不在登记名单中。", hint=f"是不是：{'、'.join(near[:5])}？" if near else "写全单位名称。"
            )
    if not 0 <= news.now < event.rules.slots:
        raise Misuse(f"没有第{news.now + 1}时段：共{event.rules.slots}个时段。")
    for firm, first in news.late:
        if first < news.now:
            raise Misuse(
                f"“{firm}”第{first + 1}时段就到场，早于改排开始的第{news.now + 1}时段：没有可改排的。",
                hint="到场时段要不早于“从哪个时段起改排”。",
            )
    for table in (*news.lost, *news.found):
        if not 0 <= table < event.rules.tables:
            raise Misuse(f"没有{table + 1}号桌：共{event.rules.tables}张。")


def _absent(event: Event, plan: Plan, news: News) -> set[tuple[str, int]]:
    """Absences as registered, as known from earlier re-plans, and as just heard; a late arrival or return ends its own.

    What lies before `now` stays as it was known then.
    """
    absent = (set(event.rules.absent) - set(plan.there)) | set(plan.absent)
    absent = {each for each in absent if each[0] not in news.back or each[1] < news.now}
    absent |= {(firm, slot) for firm in news.away for slot in range(news.now, event.rules.slots)}
    for firm, first in news.late:
        absent = {each for each in absent if each[0] != firm or each[1] < news.now}
        absent |= {(firm, slot) for slot in range(news.now, min(first, event.rules.slots))}
    return absent


def _lost(event: Event, plan: Plan, news: News) -> set[tuple[int, int]]:
    heard = {(table, slot) for table in news.lost for slot in range(news.now, event.rules.slots)}
    kept = {each for each in plan.lost if each[0] not in news.found or each[1] < news.now}
    return kept | heard


def take_outcomes(folder: Path, lines: Sequence[str], *, on: date) -> tuple[list[Outcome], tuple[Path, ...]]:
    """Add lines of reply to an event's outcomes; a line given twice counts once.

    Raises:
        Misuse: a line without two known firms and one result; nothing is written then.
    """
    firms = sorted(read_registration(folder / REGISTERED).firms)
    return keep_outcomes(folder, [read_outcome(line, firms=firms, on=on) for line in lines if line.strip()])


def keep_outcomes(folder: Path, read: Sequence[Outcome]) -> tuple[list[Outcome], tuple[Path, ...]]:
    """Add outcomes to those that are there, and write the ladder anew; the same outcome twice counts once."""
    return _outcomes_kept(folder, {*read_outcomes(folder / OUTCOMES), *read}, read_withdrawals(folder / OUTCOMES))


def withdraw_outcome(folder: Path, key: str, *, by: str, at: datetime, instead: Outcome | None = None) -> None:
    """Take an outcome back, or put another in its place: it counts no longer, and stays with who did it and when.

    Raises:
        Misuse: no outcome that holds has this key.
    """
    outcomes = {each.key: each for each in read_outcomes(folder / OUTCOMES)}
    if key not in outcomes:
        raise Misuse("没有这一条结果，或已经撤回。", hint="刷新后再试。")
    gone = outcomes.pop(key)
    if gone == instead:
        raise Misuse("更正前后一样，没有改动。")
    noted = Withdrawal(gone, by, at, instead)
    held = {*outcomes.values(), *((instead,) if instead else ())}
    _outcomes_kept(folder, held, [*read_withdrawals(folder / OUTCOMES), noted])


def take_back(folder: Path, line: str, *, by: str, at: datetime, on: date, instead: str = "") -> Outcome:
    """Take back the outcome that a line of reply names, or put another line in its place; the one that it named.

    A day or an amount that the line does not write is not compared, as long as one outcome alone fits.

    Args:
        folder: the event's.
        line: as it was given, or as 成效.xlsx shows it: both firms and the result.
        by, at: who takes it back, and when.
        on: the day of a line that writes none.
        instead: the line that holds in its place; empty where none does.

    Raises:
        Misuse: a line that cannot be read, that fits no outcome that holds, or fits several.
    """
    firms = sorted(read_registration(folder / REGISTERED).firms)
    named, later = (read_outcome(line, firms=firms, on=day) for day in (on, on + timedelta(days=1)))
    fitting = [
        each
        for each in read_outcomes(folder / OUTCOMES)
        if (each.pair, each.label) == (named.pair, named.label)
        and (named.amount is None or each.amount == named.amount)
        and (named.on != later.on or each.on == named.on)
    ]
    if len(fitting) != 1:
        found = "；".join(_said(each) for each in fitting)
        hint = f"有{len(fitting)}条：{found}。写上日期和金额。" if fitting else "照成效.xlsx“逐条”里的写。"
        raise Misuse(f"“{line}”对不上一条现有的结果。", hint=hint)
    new = replace(read_outcome(instead, firms=firms, on=on), target=fitting[0].target) if instead else None
    if new is not None and not new.paper:
        new = replace(new, paper=fitting[0].paper)
    withdraw_outcome(folder, fitting[0].key, by=by, at=at, instead=new)
    return fitting[0]


def _outcomes_kept(
    folder: Path, held: Iterable[Outcome], withdrawn: Sequence[Withdrawal]
) -> tuple[list[Outcome], tuple[Path, ...]]:
    outcomes = sorted(held, key=lambda each: (each.on, each.pair, each.label, each.key))
    title = title_of(folder)
    written = (
        write_file(folder / OUTCOMES, outcomes_text(outcomes, withdrawn).encode()),
        write_file(folder / LADDER, _ladder_bytes(title, outcomes, withdrawn)),
    )
    return outcomes, written


_WITHDRAWN: Final = (
    Column[Withdrawal]("撤回时间", 18, lambda each: f"{each.at:%Y-%m-%d %H:%M}"),
    Column[Withdrawal]("撤回人", 14, lambda each: each.by),
    Column[Withdrawal]("一方", 28, lambda each: each.outcome.pair[0]),
    Column[Withdrawal]("另一方", 28, lambda each: each.outcome.pair[1]),
    Column[Withdrawal]("原来的回复", 30, lambda each: _said(each.outcome)),
    Column[Withdrawal]("现在的回复", 30, lambda each: _said(each.instead) if each.instead else ""),
)


def _said(each: Outcome) -> str:
    amount = "" if each.amount is None else f" {each.amount}万元"
    return f"{each.on} {each.label}{amount}"


def conversions(outcomes: Sequence[Outcome]) -> list[Conversion]:
    """Every step of the ladder, each naming its two stages."""
    return [conversion(outcomes, start, end) for start, end in pairwise(STAGES)]


def _ladder_bytes(title: str, outcomes: Sequence[Outcome], withdrawn: Sequence[Withdrawal]) -> bytes:
    book = Book(f"{title} 成效")
    book.add(
        "阶段（各列不相加）",
        (
            Column[Rung]("阶段", 10, lambda rung: rung.stage),
            Column[Rung]("对数", 8, lambda rung: rung.pairs, right=True),
            Column[Rung]("写明金额的对数", 16, lambda rung: rung.with_amount, right=True),
            Column[Rung]("本阶段金额（万元）", 20, lambda rung: rung.amount if rung.with_amount else "", right=True),
        ),
        ladder(outcomes),
    )
    book.add("转化", (Column[Conversion]("转化", 60, lambda each: each.words),), conversions(outcomes))
    book.add(
        "逐条",
        (
            Column[Outcome]("日期", 12, lambda each: each.on),
            Column[Outcome]("一方", 28, lambda each: each.pair[0]),
            Column[Outcome]("另一方", 28, lambda each: each.pair[1]),
            Column[Outcome]("回复", 12, lambda each: each.label),
            Column[Outcome]("阶段", 8, lambda each: each.stage or ""),
            Column[Outcome]("金额（万元）", 14, lambda each: "" if each.amount is None else each.amount, right=True),
            Column[Outcome]("签署文件", 30, lambda each: each.paper),
        ),
        outcomes,
    )
    if withdrawn:
        book.add("撤回与更正", _WITHDRAWN, withdrawn)
    return book.close()
