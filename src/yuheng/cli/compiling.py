"""`yuheng compile`: a progress bar while it works, and a summary of what came out."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

from yuheng.app.compiling import OUTPUTS, READER, compile_paths, read_given_file, write_ledger
from yuheng.cli.words import word
from yuheng.errors import Misuse
from yuheng.model import Issue
from yuheng.model.compiled import Compilation

ISSUES_SHOWN: Final = 20
FINE: Final = 0
WITH_ISSUES: Final = 1


def compile_into(
    paths: Sequence[Path], out: Path, *, jobs: int | None, ocr: bool, given: Path | None, lang: str
) -> int:
    """Compile, write, and say what was done; the exit status."""
    if out.exists() and not out.is_dir():
        raise Misuse(word("out_is_file", lang).format(out), hint=word("out_hint", lang))
    ours, said = [out / name for name in OUTPUTS], read_given_file(given)
    with _progress(lang) as (begin, done):
        compilation = compile_paths(paths, jobs=jobs, ocr=ocr, given=said, apart_from=ours, begin=begin, done=done)
    written = write_ledger(compilation, out, lang=lang)
    _print_summary(compilation, written, lang)
    _print_issues(compilation.all_issues, lang)
    return WITH_ISSUES if compilation.all_issues else FINE


@contextmanager
def _progress(lang: str) -> Iterator[tuple[Callable[[int], None], Callable[[str], None]]]:
    """A bar for a person who waits at a terminal; silence for a pipe or a log."""
    if not sys.stderr.isatty():
        yield lambda _count: None, lambda _doc: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(word("compiling", lang), total=None)
        yield (
            lambda count: progress.update(task, total=count),
            lambda _doc: progress.advance(task),
        )


def _print_summary(compilation: Compilation, written: Sequence[Path], lang: str) -> None:
    from yuheng.office.claims_file import KINDS, kind_of

    counts = Counter(kind_of(claim) for each in compilation.documents for claim in each.claims)
    said = "  ".join(f"{word(kind, lang)} {counts[kind]}" for kind in KINDS.values() if counts[kind])
    lines = [
        f"{word('documents', lang)} {len(compilation.documents)}  {said}".rstrip(),
        *(f"  {path}" for path in written),
        f"{word('open', lang)} {(written[-1].parent / READER).resolve().as_uri()}",
    ]
    if compilation.passed_over:
        lines.append(f"{word('passed_over', lang)}: {', '.join(compilation.passed_over)}")
    click.echo("\n".join(lines))


def _print_issues(issues: Sequence[Issue], lang: str) -> None:
    if not issues:
        return
    click.echo(f"{word('issues', lang)} {len(issues)} ({word('issues_where', lang)})", err=True)
    for issue in issues[:ISSUES_SHOWN]:
        quote = f" “{issue.anchor.quote}”" if issue.anchor else ""
        click.echo(f"  {issue.document}: {issue.message.removeprefix(issue.document + '：')}{quote}", err=True)
    if len(issues) > ISSUES_SHOWN:
        click.echo("  " + word("more", lang).format(len(issues) - ISSUES_SHOWN), err=True)
