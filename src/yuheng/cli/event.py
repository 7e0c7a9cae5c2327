"""`yuheng event …`: intake, list, match, timetable, replan, outcomes: an event is a folder."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from yuheng.cli.event_words import day_of, extended_of, late_of, number_of, pair_in, word
from yuheng.errors import Misuse

if TYPE_CHECKING:
    from yuheng.app.event_standing import Looked
    from yuheng.exchange.registration import Question
    from yuheng.exchange.standing import Change

FINE: Final = 0
WITH_ISSUES: Final = 1
_SHOWN: Final = 12


def _group(lang: str, shared: Sequence[click.Parameter], options_metavar: str) -> click.Group:
    return click.Group(
        "event",
        help=word("event_long", lang),
        short_help=word("event", lang),
        params=list(shared),
        no_args_is_help=True,
        add_help_option=False,
        callback=lambda **_options: None,
        options_metavar=options_metavar,
    )


def event_command(lang: str, shared: Sequence[click.Parameter], *, options_metavar: str) -> click.Command:
    """The group of commands, in one language; `shared` are the options that every command has (--lang, --help)."""
    group = _group(lang, shared, options_metavar)
    on = click.Option(["--on"], metavar="DATE", help=word("on", lang))

    def add(name: str, run: Callable[..., int], *params: click.Parameter) -> None:
        folder = click.Argument(["folder"], metavar="DIR")
        group.add_command(
            click.Command(
                name,
                callback=lambda folder, **options: run(Path(folder), **{**options, "lang": lang}),
                help=word(name, lang),
                add_help_option=False,
                options_metavar=options_metavar,
                params=[folder, *params, *shared],
            )
        )

    files = click.Argument(["files"], nargs=-1, required=True, metavar="FILE…")
    add("intake", _intake, files, on, click.Option(["--confirm"], is_flag=True, help=word("confirm", lang)))
    add("check", _check, click.Argument(["files"], nargs=-1, metavar="[FILE…]"))
    add("list", _list, on)
    add("match", _match, on)
    add("timetable", _timetable, click.Option(["--seconds"], metavar="N", help=word("seconds", lang)))
    add(
        "replan",
        _replan,
        click.Option(["--now"], metavar="SLOT", required=True, help=word("now", lang)),
        click.Option(["--absent", "--缺席"], metavar="FIRM", multiple=True, help=word("absent", lang)),
        click.Option(["--late", "--迟到"], metavar="FIRM=SLOT", multiple=True, help=word("late", lang)),
        click.Option(["--lost-table", "--少桌"], metavar="TABLE", multiple=True, help=word("lost", lang)),
        click.Option(["--arrived", "--到了"], metavar="FIRM", multiple=True, help=word("arrived", lang)),
        click.Option(["--table-back", "--桌恢复"], metavar="TABLE", multiple=True, help=word("found", lang)),
    )
    add("print", _print, click.Option(["--all", "everything", "--全部"], is_flag=True, help=word("everything", lang)))
    add("outcomes", _outcomes, *_outcome_options(lang), on)
    add("standing", _standing, *_standing_options(lang), on)
    return group


def _outcome_options(lang: str) -> tuple[click.Parameter, ...]:
    return (
        click.Argument(["file"], required=False, metavar="[FILE]"),
        click.Option(["--withdraw", "--撤回"], metavar="LINE", multiple=True, help=word("take_back", lang)),
        click.Option(["--correct", "--更正"], metavar="LINE LINE", nargs=2, multiple=True, help=word("correct", lang)),
        click.Option(["--by"], metavar="NAME", default="", help=word("by", lang)),
    )


def _standing_options(lang: str) -> tuple[click.Parameter, ...]:
    return (
        click.Argument(["files"], nargs=-1, metavar="[FILE…]"),
        click.Option(["--confirm"], is_flag=True, help=word("confirm", lang)),
        click.Option(["--withdraw", "--撤回"], metavar="ID", multiple=True, help=word("withdraw", lang)),
        click.Option(["--extend", "--延期"], metavar="ID=DATE", multiple=True, help=word("extend", lang)),
        click.Option(["--from", "event", "--接续"], metavar="DIR", help=word("from", lang)),
        click.Option(["--agree", "--同意"], metavar="FIRM=FIRM", multiple=True, help=word("agree", lang)),
        click.Option(["--refuse", "--不同意"], metavar="FIRM=FIRM", multiple=True, help=word("refuse", lang)),
        click.Option(["--since", "--以来"], metavar="DATE", help=word("since", lang)),
    )


def _intake(folder: Path, *, lang: str, files: tuple[str, ...], on: str | None, confirm: bool, **_options: Any) -> int:
    from yuheng.app.event import take_in

    taken = take_in(folder, [Path(each) for each in files], on=day_of(on, lang), confirm=confirm)
    _tell_heads(taken.unread, taken.proposed)
    if taken.registered is None:
        return _unconfirmed(taken.written)
    registered = taken.registered
    offers = sum(item.side == "offer" for item in registered.items)
    click.echo(f"单位 {len(registered.firms)}  供给 {offers}  需求 {len(registered.items) - offers}")
    _tell_questions("待补充", registered.questions)
    _written(taken.written)
    return WITH_ISSUES if registered.questions or taken.unread else FINE


def _tell_heads(unread: Iterable[str], proposed: Mapping[str, Mapping[int, str]]) -> None:
    """What the columns of new heads are taken for, and which are left out."""
    from yuheng.office.event_sheet import FIELDS

    for name in unread:
        click.echo(f"没有认出登记表：{name}", err=True)
    for head, columns in proposed.items():
        titles = head.split(" | ")
        click.echo("列的含义：" + "，".join(f"{titles[column]} → {FIELDS[field]}" for column, field in columns.items()))
        left = [title for column, title in enumerate(titles) if column not in columns and title]
        if left:
            click.echo(f"  不读的列：{'、'.join(left)}")


def _unconfirmed(written: Iterable[Path]) -> int:
    click.echo("还没有登记：请核对以上各列，无误后加 --confirm 再运行；以后同样的表头不再问。")
    _written(written)
    return WITH_ISSUES


def _tell_questions(name: str, questions: Sequence[Question]) -> None:
    click.echo(f"{name} {len(questions)}")
    for question in questions[:_SHOWN]:
        click.echo(f"  {question.firm}：{question.text}")
    if len(questions) > _SHOWN:
        click.echo(f"  …… 另有 {len(questions) - _SHOWN} 条")


def _standing(
    folder: Path,
    *,
    lang: str,
    files: tuple[str, ...],
    on: str | None,
    confirm: bool,
    withdraw: tuple[str, ...],
    extend: tuple[str, ...],
    event: str | None,
    agree: tuple[str, ...],
    refuse: tuple[str, ...],
    since: str | None,
    **_options: Any,
) -> int:
    from yuheng.app.event_standing import look_again

    looked = look_again(
        folder,
        [Path(each) for each in files],
        on=day_of(on, lang),
        confirm=confirm,
        withdraw=withdraw,
        extend=[extended_of(each, lang) for each in extend],
        event=None if event is None else Path(event),
        agree=[pair_in(each, lang) for each in agree],
        refuse=[pair_in(each, lang) for each in refuse],
        since=None if since is None else day_of(since, lang),
    )
    _tell_heads(looked.unread, looked.proposed)
    if looked.registered is None:
        return _unconfirmed(looked.written)
    _tell_looked(looked)
    _written(looked.written)
    return WITH_ISSUES if looked.questions or looked.unread else FINE


def _tell_looked(looked: Looked) -> None:
    """What came, what stands, what is new and what is to be asked."""
    _tell_change(looked.change)
    if looked.taken is not None:
        taken = looked.taken
        click.echo(f"接续 {len(taken.came)}  已在列或接续过 {taken.known}  已到期 {taken.ended}")
    needs = sum(item.side == "need" for item in looked.items)
    click.echo(f"在列：需求 {needs}  供给 {len(looked.items) - needs}")
    click.echo(f"匹配 {len(looked.matches)}  新增匹配 {len(looked.new)}")
    _tell_questions("将到期待确认", looked.soon)
    _tell_questions("已到期", looked.over)
    _tell_questions("待补充", looked.questions)
    if looked.erased:
        click.echo(f"已删去联系方式：{'、'.join(looked.erased)}")


def _tell_change(change: Change) -> None:
    click.echo(f"新登记 {len(change.came)}  重新登记 {len(change.stayed)}  撤下 {len(change.went)}")
    for item in change.went[:_SHOWN]:
        click.echo(f"  撤下 {item.id} {item.firm} “{item.name}”")
    if len(change.went) > _SHOWN:
        click.echo(f"  …… 另有 {len(change.went) - _SHOWN} 项")


def _check(folder: Path, *, files: tuple[str, ...], **_options: Any) -> int:
    from yuheng.app.event_origins import check_origins

    found = check_origins(folder, [Path(each) for each in files])
    click.echo(f"一致 {len(found.held)}  不符 {len(found.broken)}")
    click.echo(f"原表不在 {len(found.missing)}  未记出处 {len(found.unknown)}")
    for item in (*found.broken, *found.missing):
        if item.origin is not None:
            click.echo(f"  {item.id} {item.firm} “{item.origin.quote}”：{item.origin.words}")
    return FINE if not (found.broken or found.missing or found.unknown) else WITH_ISSUES


def _list(folder: Path, *, lang: str, on: str | None, **_options: Any) -> int:
    from yuheng.app.event import publish_list

    items, written = publish_list(folder, on=(day := day_of(on, lang)), issued=day)
    needs = sum(item.side == "need" for item in items)
    click.echo(f"需求 {needs}  供给 {len(items) - needs}")
    _written(written)
    return FINE


def _match(folder: Path, *, lang: str, on: str | None, **_options: Any) -> int:
    from yuheng.app.event import match_items

    matches, written = match_items(folder, on=day_of(on, lang))
    needs = len({match.need for match in matches})
    click.echo(f"匹配 {len(matches)}  有匹配的需求 {needs}")
    _written(written)
    return FINE


def _timetable(folder: Path, *, lang: str, seconds: str | None, **_options: Any) -> int:
    from yuheng.app.event import make_timetable
    from yuheng.exchange.rounds import Effort

    effort = Effort(tell=_tell_step) if seconds is None else Effort(seconds=number_of(seconds, lang), tell=_tell_step)
    plan, written = make_timetable(folder, effort=effort)
    _clear_line()
    gap = max(plan.bound - plan.objective, 0) / plan.bound if plan.bound else 0.0
    proof = "已证明最优" if plan.objective >= plan.bound else f"距上界{gap:.2%}"
    click.echo(f"对接 {len(plan.meetings)}  总分 {plan.objective}  上界 {plan.bound}  {proof}")
    click.echo(f"不足下限 {len(plan.below)}  {'、'.join(plan.below[:_SHOWN])}".rstrip())
    if plan.note:
        click.echo(plan.note)
    _written(written)
    _print_out(folder, everything=True, lang=lang)
    return WITH_ISSUES if plan.below else FINE


def _tell_step(step: int, gap: float) -> None:
    """How far the improvement is, on a terminal alone."""
    if sys.stderr.isatty():
        click.echo(f"\r  改进第{step}步，距上界{gap:.2%}  ", err=True, nl=False)


def _replan(
    folder: Path,
    *,
    lang: str,
    now: str,
    absent: tuple[str, ...],
    late: tuple[str, ...],
    lost_table: tuple[str, ...],
    arrived: tuple[str, ...],
    table_back: tuple[str, ...],
    **_options: Any,
) -> int:
    from yuheng.app.event_day import News, plan_again

    news = News(
        now=number_of(now, lang) - 1,
        away=absent,
        late=tuple(late_of(each, lang) for each in late),
        lost=tuple(number_of(each, lang) - 1 for each in lost_table),
        back=arrived,
        found=tuple(number_of(each, lang) - 1 for each in table_back),
    )
    made, plan, written = plan_again(folder, news)
    click.echo(f"第{plan.version}版  {plan.note}")
    click.echo(
        f"日程有变的单位 {len(made.changed)}  不足下限 {len(made.below)}  {'、'.join(made.below[:_SHOWN])}".rstrip()
    )
    _written(written)
    _print_out(folder, everything=False, lang=lang)
    return WITH_ISSUES if made.below else FINE


def _print(folder: Path, *, lang: str, everything: bool, **_options: Any) -> int:
    _print_out(folder, everything=everything, lang=lang)
    return FINE


def _print_out(folder: Path, *, everything: bool, lang: str) -> None:
    """Print what is due, and say how far it is; the timetable is kept already, whatever ends this."""
    from yuheng.app.event_folder import PLAN, read_event
    from yuheng.app.event_press import print_out
    from yuheng.office.event_file import read_plan

    try:
        written = print_out(
            folder, read_event(folder), read_plan(folder / PLAN), everything=everything, tell=_tell_page
        )
    except KeyboardInterrupt:
        _clear_line()
        click.echo(word("print_rest", lang).format(folder), err=True)
        raise
    _clear_line()
    if not written:
        click.echo(word("all_printed", lang))
    _written(written)


def _tell_page(name: str, done: int, total: int) -> None:
    """How far the printing is, on a terminal alone."""
    if sys.stderr.isatty():
        click.echo(f"\r  印制 {name} {done}/{total}页  ", err=True, nl=False)


def _clear_line() -> None:
    if sys.stderr.isatty():
        click.echo("\r" + " " * 50 + "\r", err=True, nl=False)


def _outcomes(
    folder: Path,
    *,
    lang: str,
    file: str | None,
    on: str | None,
    withdraw: tuple[str, ...],
    correct: tuple[tuple[str, str], ...],
    by: str,
    **_options: Any,
) -> int:
    from yuheng.app.event_day import conversions, take_back, take_outcomes
    from yuheng.exchange.outcomes import ladder

    wrong, day = [*((line, "") for line in withdraw), *correct], day_of(on, lang)
    if wrong and not by:
        raise Misuse(word("no_by", lang))
    if file is None and not wrong:
        raise Misuse(word("no_lines", lang))
    if file is not None and not Path(file).is_file():
        raise Misuse(f"{file}：没有这个文件。", hint="每行一条，如：甲—乙 已签协议 300万元 2026-05-20。")
    for line, instead in wrong:
        take_back(folder, line, by=by, at=datetime.now().astimezone(), on=day, instead=instead)  # the user's own clock
    lines = [] if file is None else Path(file).read_text("utf-8").splitlines()
    outcomes, written = take_outcomes(folder, lines, on=day)
    for rung in ladder(outcomes):
        amount = f"  {rung.amount:f}万元（{rung.with_amount}对写明）" if rung.with_amount else ""
        click.echo(f"{rung.stage} {rung.pairs}{amount}")
    for each in conversions(outcomes):
        click.echo(each.words)
    _written(written)
    return FINE


def _written(paths: Iterable[Path]) -> None:
    """Name the files, those of a folder within the event's by their number."""
    calendars = [path for path in paths if path.suffix == ".ics"]
    for path in paths:
        if path.suffix != ".ics":
            click.echo(f"  {path}")
    if calendars:
        click.echo(f"  {calendars[0].parent}  {len(calendars)}")
