"""`yuheng report` and `yuheng notice`: what leaves the office at the end of a period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
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
    from yuheng.office.notices import Notice

REPORT_KINDS: Final = ("通报", "专报", "中期评估")


def report_commands(lang: str, shared: Sequence[click.Parameter], *, options_metavar: str) -> tuple[click.Command, ...]:
    """The commands, in one language."""
    return _report(lang, shared, options_metavar), _notice(lang, shared, options_metavar)


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
        reply: str | None,
        reject: str | None,
        close: str | None,
        words: str,
        by: str,
        issuer: str,
        on: str | None,
        **_: Any,
    ) -> int:
        from yuheng.app.reporting import all_notices, follow, issue_notices

        today = day(on, lang)
        for step, key in (("replied", reply), ("rejected", reject), ("closed", close)):
            if key is not None:
                follow(Path(ledger), key, step, by=by, on=today, words=words)  # type: ignore[arg-type]
        if period is not None:
            listed(issue_notices(Path(ledger), Path(out), period=period, on=today, by=by, issuer=issuer or by), lang)
        return _say_notices(all_notices(Path(ledger)), on=today, lang=lang)

    return command("notice", run, lang, shared, metavar, ledger_option(lang), out_option("notices", lang), [
        click.Option(["--period"], metavar="PERIOD", help=word("notice_period", lang)),
        click.Option(["--reply"], metavar="ID", help=word("reply", lang)),
        click.Option(["--reject"], metavar="ID", help=word("reject", lang)),
        click.Option(["--close"], metavar="ID", help=word("close", lang)),
        click.Option(["--words"], metavar="TEXT", default="", help=word("words", lang)),
        click.Option(["--by"], metavar="NAME", default="", help=word("signed", lang)),
        click.Option(["--issuer"], metavar="NAME", default="", help=word("issuer", lang)),
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
