"""Audit documents and reported series: compile, hold against each other, write the three files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from yuheng.app.compiling import NOTHING_GIVEN, compile_paths, write_file
from yuheng.app.compiling import OUTPUTS as LEDGER_OUTPUTS
from yuheng.app.sources import sources_at
from yuheng.audit.findings import Audit, audit_of
from yuheng.audit.series import Report
from yuheng.model import Given, Issue
from yuheng.model.compiled import Compilation

FINDINGS: Final = "findings.jsonl"
BOOK: Final = "审计.xlsx"
PAGE: Final = "审计.html"
OUTPUTS: Final = (FINDINGS, BOOK, PAGE)


@dataclass(frozen=True, slots=True)
class Audited:
    """An audit with what it was made from.

    Attributes:
        compilation: the documents; its issues include those of the series.
        audit: what was found.
        series: names of the files taken as reported series.
    """

    compilation: Compilation
    audit: Audit
    series: tuple[str, ...]


def audit_paths(
    paths: Iterable[Path],
    *,
    on: date,
    jobs: int | None = None,
    ocr: bool = False,
    given: Mapping[str, Given] = NOTHING_GIVEN,
    apart_from: Sequence[Path] = (),
    begin: Callable[[int], None] = lambda count: None,
    done: Callable[[str], None] = lambda doc: None,
) -> Audited:
    """Compile the documents that the paths name and audit them; lists with a series' head are audited as series.

    Args:
        paths: files, folders and patterns.
        on: the day that the calendar column is for.
        jobs, ocr, given, apart_from, begin, done: as `compile_paths` takes them.

    Raises:
        Misuse: a path names nothing, or nothing could be read.
    """
    from yuheng.office.series_table import series_in

    named = tuple(paths)
    reports: list[Report] = []
    issues: list[Issue] = []
    tables: list[Path] = []
    names: list[str] = []
    files = sources_at(named, apart_from=apart_from).files
    for source in files:
        found = series_in(source.path, source.doc)
        if found is not None:
            reports += (replace(report, order=len(reports) + place) for place, report in enumerate(found[0]))
            issues += found[1]
            tables.append(source.path)
            names.append(source.doc)
    if len(tables) == len(files):
        compilation = Compilation(())
    else:
        left_out = (*apart_from, *tables)
        compilation = compile_paths(named, jobs=jobs, ocr=ocr, given=given, apart_from=left_out, begin=begin, done=done)
    compilation = replace(compilation, issues=(*compilation.issues, *issues))
    return Audited(compilation, audit_of(compilation.documents, on=on, series=reports), tuple(names))


def write_audit(audited: Audited, out: Path) -> tuple[Path, ...]:
    """Write findings.jsonl, 审计.xlsx and 审计.html into a folder; each appears whole or not at all.

    Raises:
        Misuse: the folder or a file in it cannot be written.
    """
    from yuheng.office.audit_book import audit_bytes
    from yuheng.office.audit_page import audit_page_bytes
    from yuheng.office.findings_file import findings_bytes

    audit, documents = audited.audit, audited.compilation.documents
    contents: tuple[tuple[str, Callable[[], bytes]], ...] = (
        (FINDINGS, lambda: findings_bytes(audit.findings, documents)),
        (BOOK, lambda: audit_bytes(audit, documents)),
        (PAGE, lambda: audit_page_bytes(audit, documents)),
    )
    return tuple(write_file(out / name, content()) for name, content in contents)


def outputs_in(out: Path) -> tuple[Path, ...]:
    """The files of a folder that are ours and so no documents."""
    return tuple(out / name for name in (*OUTPUTS, *LEDGER_OUTPUTS))
