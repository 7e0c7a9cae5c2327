"""`yuheng dispatch`, `collect` and `patch`: the clerk's month on the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from yuheng.cli.clerk_words import word
from yuheng.errors import Misuse

if TYPE_CHECKING:
    from yuheng.app.collecting import Collected
    from yuheng.app.dispatching import Dispatched

FINE: Final = 0
WITH_ISSUES: Final = 1
SHOWN: Final = 20
Made = Callable[[str, Sequence[click.Parameter], str], click.Command]


def clerk_commands(lang: str, shared: Sequence[click.Parameter], *, options_metavar: str) -> tuple[click.Command, ...]:
    """The commands, in one language; `shared` are the options that every command has (--lang, --help)."""
    made: tuple[Made, ...] = (_dispatch, _collect, _patch)
    return tuple(each(lang, shared, options_metavar) for each in made)


def _dispatch(lang: str, shared: Sequence[click.Parameter], metavar: str) -> click.Command:
    def run(
        ledger: str,
        period: str,
        out: str,
        due: str | None,
        owner: tuple[str, ...],
        overdue: bool,
        take_back: bool,
        on: str | None,
        **_: Any,
    ) -> int:
        from yuheng.app.dispatching import dispatch, recall

        if take_back:
            recall(Path(ledger), period)
            click.echo(word("recalled", lang).format(period))
            return FINE
        done = dispatch(
            Path(ledger),
            Path(out),
            period=period,
            on=day(on, lang),
            due=None if due is None else day(due, lang),
            owners=owner,
            overdue=overdue,
        )
        _tell_sent(done, lang)
        listed(done.files, lang)
        return FINE

    return command("dispatch", run, lang, shared, metavar, [
        *ledger_option(lang), *period_option(lang), *out_option("sheets", lang),
        click.Option(["--due"], metavar="DATE", help=word("due", lang)),
        click.Option(["--owner"], metavar="NAME", multiple=True, help=word("owner", lang)),
        click.Option(["--overdue"], is_flag=True, help=word("overdue", lang)),
        click.Option(["--take-back"], is_flag=True, help=word("take_back", lang)),
        on_option(lang),
    ])  # fmt: skip


def _tell_sent(done: Dispatched, lang: str) -> None:
    """Print what was asked of whom, and what was left out."""
    from yuheng.vocab.calendar import unannounced_words

    asked = [sheet for sheet in done.sheets if sheet.owner]
    rows = sum(len(sheet.rows) for sheet in asked)
    due = done.due.day.isoformat()
    click.echo(word("sent", lang).format(len(asked), rows, due) + unannounced_words(done.due.unannounced))
    click.echo(word("spared", lang).format(done.prefilled, done.owed))
    for sheet in (sheet for sheet in done.sheets if not sheet.owner):
        click.echo(word("unassigned", lang).format(len(sheet.rows), sheet.file))
    if done.left_out:
        click.echo(word("left_out", lang).format(done.left_out))


def _collect(lang: str, shared: Sequence[click.Parameter], metavar: str) -> click.Command:
    def run(
        files: tuple[str, ...],
        ledger: str,
        period: str,
        out: str,
        on: str | None,
        accept: str | None,
        void: str | None,
        restore: str | None,
        by: str,
        reason: str,
        **_: Any,
    ) -> int:
        from yuheng.app import collecting
        from yuheng.app.collecting import collect, settle, write_collected

        today = day(on, lang)
        for name, counts in ((void, False), (restore, True)):
            if name is not None:
                collecting.void(Path(ledger), name, counts=counts, period=period, by=by, on=today, reason=reason)
                click.echo(word("restored" if counts else "voided", lang).format(name, by))
        if accept is not None:
            settled = settle(Path(ledger), accept, period=period, by=by, on=today, reason=reason)
            click.echo(word("settled", lang).format(len(settled), accept, by))
        done = collect(Path(ledger), [Path(each) for each in files], period=period, on=today)
        written = write_collected(done, Path(ledger), Path(out), period=period)
        return _tell_collected(done, written[:1], lang)

    return command("collect", run, lang, shared, metavar, [
        *ledger_option(lang), *period_option(lang), *out_option("collected", lang),
        click.Argument(["files"], nargs=-1, metavar="FILE…"),
        click.Option(["--accept"], metavar="FILE", help=word("accept", lang)),
        click.Option(["--void"], metavar="FILE", help=word("void", lang)),
        click.Option(["--restore"], metavar="FILE", help=word("restore", lang)),
        click.Option(["--by"], metavar="NAME", default="", help=word("by", lang)),
        click.Option(["--reason"], metavar="TEXT", default="", help=word("reason", lang)),
        on_option(lang),
    ])  # fmt: skip


def _tell_collected(done: Collected, written: Sequence[Path], lang: str) -> int:
    """Print what was taken in and what waits; the exit status."""
    click.echo(word("taken_in", lang).format(len(done.new)))
    states = [done.count(state) for state in ("taken", "conflict", "held", "unread")]
    click.echo(word("states", lang).format(*states, sum(change.is_refused for change in done.changes)))
    click.echo(word("late", lang).format(len(done.late), len(done.reminders)))
    listed(written, lang)
    told([(issue.document, issue.message) for back in done.new for issue in back.issues], lang)
    return WITH_ISSUES if any(back.issues for back in done.new) or any(states[1:]) else FINE


def _patch(lang: str, shared: Sequence[click.Parameter], metavar: str) -> click.Command:
    def run(
        workbook: str,
        ledger: str,
        period: str,
        out: str | None,
        on: str | None,
        confirm: bool,
        recalculate: bool,
        **_: Any,
    ) -> int:
        from yuheng.app.patching import adopt, fill, mapping_path
        from yuheng.office.adoption import uses_of

        path = Path(workbook)
        adoption, is_new = adopt(path, confirm=confirm)
        if is_new or not adoption.is_confirmed:
            click.echo(word("proposed", lang).format(mapping_path(path)))
            for sheet, use in uses_of(adoption):
                click.echo(f"  {sheet} {use.column}  {use.title} → {use.role}{f' ({use.when})' if use.when else ''}")
            click.echo(word("confirm_it", lang))
            return WITH_ISSUES
        target = Path(out) if out is not None else path.with_name(f"{path.stem}_{period}{path.suffix}")
        done = fill(path, Path(ledger), period=period, on=day(on, lang), out=target, recalculate=recalculate)
        click.echo(word("filled", lang).format(len(done.patched.written), *done.rows))
        if done.patched.stale:
            said = "、".join(done.patched.stale[:SHOWN])
            more = "…" if len(done.patched.stale) > SHOWN else ""
            click.echo(word("recalculated" if recalculate else "stale", lang).format(said + more))
        listed([done.path], lang)
        told([(issue.document, issue.message) for issue in done.issues], lang)
        return WITH_ISSUES if done.issues else FINE

    return command("patch", run, lang, shared, metavar, ledger_option(lang), period_option(lang), [
        click.Argument(["workbook"], metavar="WORKBOOK"),
        click.Option(["--out"], metavar="FILE", help=word("out_file", lang)),
        click.Option(["--confirm"], is_flag=True, help=word("confirm", lang)),
        click.Option(["--recalculate"], is_flag=True, help=word("recalculate", lang)),
        on_option(lang),
    ])  # fmt: skip


def command(
    name: str,
    run: Callable[..., int],
    lang: str,
    shared: Sequence[click.Parameter],
    metavar: str,
    *parameters: Sequence[click.Parameter],
) -> click.Command:
    """A command with its help in one language."""
    given = [parameter for each in parameters for parameter in each]
    arguments = [each for each in given if isinstance(each, click.Argument)]
    options = [each for each in given if not isinstance(each, click.Argument)]
    return click.Command(
        name,
        callback=run,
        help=word(f"{name}_long", lang),
        short_help=word(name, lang),
        add_help_option=False,
        options_metavar=metavar,
        params=[*arguments, *options, *shared],
    )


def listed(paths: Sequence[Path], lang: str) -> None:
    """Print where files went; a folder stands for many."""
    if len(paths) > SHOWN:
        click.echo(word("files", lang).format(len(paths), paths[0].parent))
        return
    for path in paths:
        click.echo(f"  {path}")


def told(issues: Sequence[tuple[str, str]], lang: str) -> None:
    """Print what was not understood, to stderr."""
    if issues:
        click.echo(word("issues", lang).format(len(issues)), err=True)
    for name, message in issues[:SHOWN]:
        click.echo(f"  {name}: {message}", err=True)
    if len(issues) > SHOWN:
        click.echo("  " + word("more", lang).format(len(issues) - SHOWN), err=True)


def day(text: str | None, lang: str) -> date:
    """A day as typed; today, by the user's own calendar, where none was.

    Raises:
        Misuse: not a date.
    """
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Misuse(word("bad_day", lang).format(text)) from None


def ledger_option(lang: str) -> list[click.Parameter]:
    """--ledger."""
    return [click.Option(["--ledger"], metavar="DIR", default="out", show_default="out", help=word("ledger", lang))]


def period_option(lang: str) -> list[click.Parameter]:
    """--period, which must be given."""
    return [click.Option(["--period"], metavar="PERIOD", required=True, help=word("period", lang))]


def out_option(default: str, lang: str) -> list[click.Parameter]:
    """--out, a folder."""
    return [click.Option(["--out"], metavar="DIR", default=default, show_default=default, help=word("out", lang))]


def on_option(lang: str) -> click.Option:
    """--on, the day to count by."""
    return click.Option(["--on"], metavar="DATE", help=word("on", lang))
