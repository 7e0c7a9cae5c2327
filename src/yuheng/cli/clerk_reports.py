"""`yuheng report`, `explain` and `notice`: what leaves the office at the end of a period, and what it says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from yuheng.cli.clerk import (
    FINE,
    WITH_ISSUES,
    command,
    day,
    ledger_option,
    listed,
    on_option,
    out_option,
    period_option,
)
from yuheng.cli.clerk_words import word
from yuheng.errors import Misuse

if TYPE_CHECKING:
    from yuheng.app.reporting import Reported
    from yuheng.office.notices import Notice, Step
    from yuheng.office.verdicts import PeriodVerdict

REPORT_KINDS: Final = ("通报", "专报", "中期评估")
KEY: Final = 8
"""Digits of a duty's id that are shown: enough to tell a thousand apart."""


def report_commands(lang: str, shared: Sequence[click.Parameter], *, options_metavar: str) -> tuple[click.Command, ...]:
    """The commands, in one language."""
    made = (_report, _explain, _notice)
    return tuple(each(lang, shared, options_metavar) for each in made)


def _report(lang: str, shared: Sequence[click.Parameter], metavar: str) -> click.Command:
    def run(
        ledger: str,
        period: str,
        out: str,
        kind: str,
        subject: str,
        issuer: str,
        address: str,
        mark: str | None,
        number: str,
        pdf: bool,
        on: str | None,
        **_: Any,
    ) -> int:
        from yuheng.app.reporting import report
        from yuheng.office.bulletin import KINDS
        from yuheng.office.official_document import RedHead

        wanted = next((each for each in KINDS if each == kind), None)
        if wanted is None:
            raise Misuse(word("bad_kind", lang).format(kind, "、".join(KINDS)))
        done = report(
            Path(ledger),
            Path(out),
            period=period,
            kind=wanted,
            on=day(on, lang),
            subject=subject,
            issuer=issuer,
            address=address,
            red_head=RedHead(mark, number) if mark else None,
            pdf=pdf,
        )
        return _say_reported(done, lang)

    return command(
        "report", run, lang, shared, metavar, ledger_option(lang), period_option(lang), _report_options(lang)
    )


def _say_reported(done: Reported, lang: str) -> int:
    counts = Counter(verdict.evidence.word for verdict in done.verdicts)
    said = "　".join(f"{name} {count}" for name, count in counts.most_common())
    click.echo(word("judged", lang).format(len(done.verdicts), said))
    listed([done.path, *([done.pdf] if done.pdf is not None else [])], lang)
    silent = sum(verdict.lacks_note for verdict in done.verdicts)
    if silent:
        click.echo(word("silent", lang).format(silent), err=True)
    return WITH_ISSUES if silent else FINE


def _report_options(lang: str) -> list[click.Parameter]:
    return [
        click.Option(["--out"], metavar="FILE", default="通报.docx", show_default=True, help=word("out_docx", lang)),
        click.Option(["--kind"], metavar="KIND", default="通报", show_default="通报", help=word("kind", lang)),
        click.Option(["--subject"], metavar="TEXT", required=True, help=word("subject", lang)),
        click.Option(["--issuer"], metavar="NAME", required=True, help=word("issuer", lang)),
        click.Option(["--address"], metavar="NAME", default="各有关单位", help=word("address", lang)),
        click.Option(["--mark"], metavar="NAME", help=word("mark", lang)),
        click.Option(["--number"], metavar="TEXT", default="", help=word("number", lang)),
        click.Option(["--pdf"], is_flag=True, help=word("pdf", lang)),
        on_option(lang),
    ]


def _notice(lang: str, shared: Sequence[click.Parameter], metavar: str) -> click.Command:
    def run(
        ledger: str,
        period: str | None,
        out: str,
        only: tuple[str, ...],
        words: str,
        by: str,
        issuer: str,
        on: str | None,
        **steps: Any,
    ) -> int:
        from yuheng.app.reporting import all_notices, follow, issue_notices

        today, books = day(on, lang), Path(ledger)
        taken = [(step, steps[name]) for name, step in _STEPS.items() if steps[name] is not None]
        for step, key in taken:
            follow(books, key, step, by=by, on=today, words=words)
        if period is not None and not by:
            return _say_due(books, period, on=today, lang=lang)
        if period is not None:
            done = issue_notices(
                books, Path(out), period=period, on=today, by=by, issuer=issuer or by, only=only or None
            )
            listed(done, lang)
        return _say_notices(all_notices(books), on=today, lang=lang)

    return command("notice", run, lang, shared, metavar, ledger_option(lang), out_option("notices", lang), [
        click.Option(["--period"], metavar="PERIOD", help=word("notice_period", lang)),
        click.Option(["--only"], metavar="ID", multiple=True, help=word("only", lang)),
        *(click.Option([f"--{name}"], metavar="ID", help=word(name, lang)) for name in _STEPS),
        click.Option(["--words"], metavar="TEXT", default="", help=word("words", lang)),
        click.Option(["--by"], metavar="NAME", default="", help=word("signed", lang)),
        click.Option(["--issuer"], metavar="NAME", default="", help=word("issuer", lang)),
        on_option(lang),
    ])  # fmt: skip


_STEPS: Final[Mapping[str, Step]] = {
    "reply": "replied",
    "reject": "rejected",
    "close": "closed",
    "withdraw": "withdrawn",
}


def _say_due(ledger: Path, period: str, *, on: date, lang: str) -> int:
    """What a notice may be issued on, with the id to choose it by; nothing is written."""
    from yuheng.app.periods import period_folder
    from yuheng.app.reporting import due_for_notice, period_verdicts

    due = due_for_notice(ledger, period_verdicts(period_folder(ledger, period), on=on), period=period)
    _list_duties(due)
    click.echo(word("notice_due", lang).format(len(due)))
    return WITH_ISSUES if due else FINE


def _list_duties(verdicts: Sequence[PeriodVerdict]) -> None:
    for each in verdicts:
        duty = each.duty
        click.echo(f"{duty.id[:KEY]}  {duty.owner}  {duty.what}  {duty.due}  {each.official}／{each.evidence.word}")


def _explain(lang: str, shared: Sequence[click.Parameter], metavar: str) -> click.Command:
    def run(duty: str | None, ledger: str, period: str, words: str, by: str, on: str | None, **_: Any) -> int:
        from yuheng.app.periods import period_folder
        from yuheng.app.reporting import explain, period_verdicts

        today, books = day(on, lang), Path(ledger)
        if duty is not None:
            said = explain(books, duty, words=words, period=period, by=by, on=today)
            click.echo(word("explained", lang).format(said.by, said.words))
        verdicts = period_verdicts(period_folder(books, period), on=today)
        silent = [each for each in verdicts if each.lacks_note]
        _list_duties(silent)
        click.echo(word("silent", lang).format(len(silent)))
        return WITH_ISSUES if silent else FINE

    return command("explain", run, lang, shared, metavar, ledger_option(lang), period_option(lang), [
        click.Argument(["duty"], metavar="[ID]", required=False),
        click.Option(["--words"], metavar="TEXT", default="", help=word("explain_words", lang)),
        click.Option(["--by"], metavar="NAME", default="", help=word("explain_by", lang)),
        on_option(lang),
    ])  # fmt: skip


def _say_notices(notices: Sequence[Notice], *, on: date, lang: str) -> int:
    from yuheng.office.notices import STEP_WORDS

    for notice in notices:
        late = word("notice_late", lang) if notice.is_late(on=on) else ""
        last = notice.events[-1]
        said = f"{STEP_WORDS[notice.step]} {last.on.isoformat()} {last.by}{late}"
        click.echo(f"{notice.id}  {notice.owner}  {notice.what}  {said}")
    waiting = [notice for notice in notices if notice.is_open]
    click.echo(word("notices", lang).format(len(notices), len(waiting)))
    return WITH_ISSUES if waiting else FINE
