"""The command line: parse, call app, print."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Sequence
from typing import Final

import click

from yuheng.cli.commands import command_tree, translated
from yuheng.cli.words import lang_of, word
from yuheng.errors import YuhengError

__all__ = ["main"]

MISUSE: Final = 2
INTERRUPTED: Final = 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `yuheng` and leave the process: 0 fine, 1 read with issues, 2 misuse, 130 interrupted."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    lang = lang_of(given)
    try:
        status = command_tree(lang).main(given, prog_name="yuheng", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(translated(error.format_message(), lang), err=True)
        status = MISUSE
    except click.ClickException as error:
        status = _refuse(_said(error, lang), lang, _help_at(error, lang))
    except YuhengError as error:
        status = _refuse(error.message, lang, error.hint)
    except (click.Abort, KeyboardInterrupt):
        click.echo(word("interrupted", lang), err=True)
        status = INTERRUPTED
    except BrokenPipeError:
        # The reader of our output left (`| head`): nothing to say, and nowhere to say it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    sys.exit(status if isinstance(status, int) else 0)


def _refuse(message: str, lang: str, hint: str) -> int:
    click.echo(word("error", lang) + message, err=True)
    if hint:
        click.echo(hint, err=True)
    return MISUSE


def _said(error: click.ClickException, lang: str) -> str:
    """Click's own messages in our words; it speaks English only."""
    match error:
        case click.NoSuchOption():
            near = difflib.get_close_matches(error.option_name, error.possibilities or [], n=1, cutoff=0)
            guess = word("did_you_mean", lang).format(near[0]) if near else ""
            return f"{word('no_option', lang).format(error.option_name)} {guess}".strip()
        case click.MissingParameter(param=click.Argument() as argument):
            return word("no_argument", lang).format(argument.make_metavar(error.ctx) if error.ctx else argument.name)
        case click.BadOptionUsage():
            return word("no_value", lang).format(error.option_name)
        case click.BadParameter(param=click.Parameter() as parameter):
            return word("bad_value", lang).format(parameter.opts[0], error.message)
        case _:
            return error.format_message()


def _help_at(error: click.ClickException, lang: str) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    return word("help_at", lang).format(context.command_path if context else "yuheng")
