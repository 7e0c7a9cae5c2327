"""The commands and their options, in the language asked for."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from yuheng import __version__
from yuheng.cli.audit import audit_command
from yuheng.cli.clerk import clerk_commands
from yuheng.cli.clerk_reports import report_commands
from yuheng.cli.event import event_command
from yuheng.cli.ledger import ledger_commands
from yuheng.cli.words import LANGS, word
from yuheng.errors import Misuse


class Commands(click.Group):
    """A group that guesses what a mistyped command was to be, and prints its help in the interface's language."""

    lang = "zh"

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or refuse with the nearest name.

        Raises:
            Misuse: there is no such command.
        """
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            near = difflib.get_close_matches(name, self.list_commands(ctx), n=1)
            guess = word("did_you_mean", self.lang).format(near[0]) if near else ""
            hint = f"{guess} {word('help_at', self.lang).format('yuheng')}".strip()
            raise Misuse(word("no_command", self.lang).format(name), hint=hint)
        return super().resolve_command(ctx, args)


def _whole_number(lang: str) -> Callable[[click.Context, click.Parameter, str | None], int | None]:
    """A number from 1 on; click's own type would refuse others in English."""

    def read(context: click.Context, parameter: click.Parameter, text: str | None) -> int | None:
        if text is None:
            return None
        if not text.isascii() or not text.isdigit() or int(text) < 1:
            raise click.BadParameter(word("whole_number", lang).format(text), context, parameter)
        return int(text)

    return read


def command_tree(lang: str) -> click.Group:
    """Everything that `yuheng` can be asked to do, with help in one language."""
    root = Commands(
        "yuheng", help=word("yuheng", lang), params=[_lang(lang)], no_args_is_help=True, add_help_option=False
    )
    root.lang = lang
    root.options_metavar, root.subcommand_metavar = word("options_metavar", lang), word("command_metavar", lang)
    root.params += [_help(lang), _version(lang)]
    root.callback = _nothing
    root.add_command(_compile(lang))
    root.add_command(
        audit_command(lang, [_lang(lang), _help(lang)], options_metavar=word("options_metavar", lang)),
    )
    for commands in (clerk_commands, report_commands, ledger_commands):
        for made in commands(lang, [_lang(lang), _help(lang)], options_metavar=word("options_metavar", lang)):
            root.add_command(made)
    root.add_command(event_command(lang, [_lang(lang), _help(lang)], options_metavar=word("options_metavar", lang)))
    return root


def _nothing(**_options: Any) -> None:
    """The root does nothing by itself: `--lang` was read before parsing."""


def _compile(lang: str) -> click.Command:
    def run(
        documents: tuple[str, ...], out: str, jobs: int | None, ocr: bool, given: str | None, **_options: Any
    ) -> int:
        from yuheng.cli.compiling import compile_into

        said = Path(given) if given is not None else None
        return compile_into([Path(each) for each in documents], Path(out), jobs=jobs, ocr=ocr, given=said, lang=lang)

    return click.Command(
        "compile",
        callback=run,
        help=word("compile_long", lang),
        short_help=word("compile", lang),
        add_help_option=False,
        options_metavar=word("options_metavar", lang),
        params=[
            click.Argument(["documents"], nargs=-1, required=True, metavar="DOC…"),
            click.Option(["--out"], metavar="DIR", default="out", show_default="out", help=word("out", lang)),
            click.Option(["--jobs"], metavar="N", callback=_whole_number(lang), help=word("jobs", lang)),
            click.Option(["--ocr"], is_flag=True, help=word("ocr", lang)),
            click.Option(["--given"], metavar="FILE", help=word("given", lang)),
            _lang(lang),
            _help(lang),
        ],
    )


def _lang(lang: str) -> click.Option:
    return click.Option(["--lang"], type=click.Choice(LANGS), help=word("lang", lang))


def _help(lang: str) -> click.Option:
    def show(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:
        if asked and not context.resilient_parsing:
            click.echo(translated(context.get_help(), lang))
            context.exit()

    return click.Option(
        ["--help"], is_flag=True, expose_value=False, is_eager=True, callback=show, help=word("help", lang)
    )


def _version(lang: str) -> click.Option:
    def show(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:
        if asked and not context.resilient_parsing:
            click.echo(f"yuheng {__version__}")
            context.exit()

    return click.Option(
        ["--version"], is_flag=True, expose_value=False, is_eager=True, callback=show, help=word("version", lang)
    )


def translated(help_text: str, lang: str) -> str:
    """Click's own words in its help, in ours."""
    for theirs, key in (("Usage: ", "usage"), ("Options:", "options"), ("Commands:", "commands")):
        mark = "：" if lang == "zh" else theirs.removeprefix(key.capitalize())
        help_text = help_text.replace(theirs, word(key, lang) + mark, 1)
    return help_text.replace("[default: (out)]", f"[{word('default', lang)} out]")
