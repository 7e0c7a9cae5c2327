"""`yuheng audit`: what holds between plans, news and reported series, and where it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from yuheng.errors import Misuse

FINE: Final = 0
WITH_ISSUES: Final = 1
ISSUES_SHOWN: Final = 20

_WORDS: Final = {
    "audit": ("核对各文件的目标与实绩。", "Hold the targets and actuals of documents against each other."),
    "audit_long": (
        "核对各文件的目标与实绩：哪些目标延续、顺延、上调、下调、已达成，还需多快，哪些数相互矛盾，缺什么。"
        "\n\nDOC 是文件、文件夹或通配符。表头有 指标、地区、时期、数值 的 xlsx、csv 作为报送数列检验。"
        "\n\n写出三个文件：findings.jsonl（每行一条结论）、审计.xlsx、审计.html（用浏览器打开，每条都能展开原文）。"
        "\n\n退出码：0 顺利；1 已审计，但有文件或行读不了；2 用法有误，什么都没写。",
        "Hold the targets and actuals of documents against each other: which targets were kept, postponed, raised, "
        "lowered or met, what growth is still needed, which numbers contradict each other, what is missing.\n\n"
        "DOC is a file, a folder or a pattern. An xlsx or csv whose head has 指标, 地区, 时期 and 数值 is tested as a "
        "reported series.\n\nWrites three files: findings.jsonl (one finding a line), 审计.xlsx, and 审计.html (open "
        "it in a browser; every line opens at its passages).\n\nExit status: 0 fine; 1 audited, with files or rows "
        "that could not be read; 2 misuse, nothing written.",
    ),
    "out": ("写到哪个文件夹", "folder to write to"),
    "on": ("时序按哪一天计（如 2025-12-31）；不写则为今天", "the day to judge the calendar by; today where not given"),
    "jobs": ("最多用几个进程", "processes at most"),
    "ocr": ("用 OCR 读扫描件", "read scanned pages by OCR"),
    "given": (
        "补正的文档信息：每行一份，照 documents.jsonl 的写法，只写要补正的项",
        "what people say of documents: a line each as in documents.jsonl, with those fields only",
    ),
    "bad_day": ("“{}”不是日期，要写成 2025-12-31。", "{} is no date; write it like 2025-12-31."),
    "bad_jobs": ("要一个不小于 1 的整数，不是 {}", "a whole number from 1 on is wanted, not {}"),
    "out_is_file": ("--out 要写到文件夹，“{}”是一个文件。", "--out wants a folder; {} is a file."),
    "documents": ("文档", "Documents"),
    "series": ("数列", "Series"),
    "findings": ("结论", "Findings"),
    "open": ("先打开", "Open first"),
    "issues": ("问题", "Issues"),
    "more": ("…… 另有 {} 条", "… and {} more"),
}


def audit_command(lang: str, shared: Sequence[click.Parameter], *, options_metavar: str) -> click.Command:
    """The command, in one language; `shared` are the options that every command has (--lang, --help)."""

    def run(
        documents: tuple[str, ...],
        out: str,
        on: str | None,
        jobs: str | None,
        ocr: bool,
        given: str | None,
        **_options: Any,
    ) -> int:
        day = date.today() if on is None else _day(on, lang)  # the user's own calendar
        said = Path(given) if given is not None else None
        paths = [Path(each) for each in documents]
        return audit_into(paths, Path(out), on=day, jobs=_jobs(jobs, lang), ocr=ocr, given=said, lang=lang)

    return click.Command(
        "audit",
        callback=run,
        help=_word("audit_long", lang),
        short_help=_word("audit", lang),
        add_help_option=False,
        options_metavar=options_metavar,
        params=[
            click.Argument(["documents"], nargs=-1, required=True, metavar="DOC…"),
            click.Option(["--out"], metavar="DIR", default="out", show_default="out", help=_word("out", lang)),
            click.Option(["--on"], metavar="DATE", help=_word("on", lang)),
            click.Option(["--jobs"], metavar="N", help=_word("jobs", lang)),
            click.Option(["--ocr"], is_flag=True, help=_word("ocr", lang)),
            click.Option(["--given"], metavar="FILE", help=_word("given", lang)),
            *shared,
        ],
    )


def audit_into(
    paths: Sequence[Path], out: Path, *, on: date, jobs: int | None, ocr: bool, given: Path | None, lang: str
) -> int:
    """Audit, write, and say what was found; the exit status."""
    from yuheng.app.auditing import audit_paths, outputs_in, write_audit
    from yuheng.app.compiling import read_given_file

    if out.exists() and not out.is_dir():
        raise Misuse(_word("out_is_file", lang).format(out))
    amended = read_given_file(given)
    audited = audit_paths(paths, on=on, jobs=jobs, ocr=ocr, given=amended, apart_from=outputs_in(out))
    written = write_audit(audited, out)
    from yuheng.audit.conclusions import KINDS

    counts = Counter(finding.kind for finding in audited.audit.findings)
    said = "  ".join(f"{name} {counts[kind]}" for kind, name in KINDS.items() if counts[kind])
    click.echo(f"{_word('documents', lang)} {len(audited.compilation.documents)}")
    if audited.series:
        click.echo(f"{_word('series', lang)} {', '.join(audited.series)}")
    click.echo(f"{_word('findings', lang)} {len(audited.audit.findings)}  {said}".rstrip())
    for path in written:
        click.echo(f"  {path}")
    click.echo(f"{_word('open', lang)} {written[-1].resolve().as_uri()}")
    issues = audited.compilation.issues
    if issues:
        click.echo(f"{_word('issues', lang)} {len(issues)}", err=True)
        for issue in issues[:ISSUES_SHOWN]:
            click.echo(f"  {issue.document}: {issue.message.removeprefix(f'{issue.document}：')}", err=True)
        if len(issues) > ISSUES_SHOWN:
            click.echo("  " + _word("more", lang).format(len(issues) - ISSUES_SHOWN), err=True)
    return WITH_ISSUES if issues else FINE


def _word(key: str, lang: str) -> str:
    return _WORDS[key][0 if lang == "zh" else 1]


def _day(text: str, lang: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Misuse(_word("bad_day", lang).format(text)) from None


def _jobs(text: str | None, lang: str) -> int | None:
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise Misuse(_word("bad_jobs", lang).format(text))
    return int(text)
