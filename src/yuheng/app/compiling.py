"""Compile documents into the ledger: read each, claim what it says, and write the three files."""

from __future__ import annotations

import os
import traceback
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from yuheng.app.sources import Source, sources_at
from yuheng.errors import Misuse, YuhengError
from yuheng.model import (
    Actual,
    Agreement,
    Block,
    Claim,
    Document,
    Given,
    Issue,
    Mark,
    Reading,
    Snapshot,
    Target,
    Task,
    Trade,
)
from yuheng.model.compiled import Compilation, Compiled
from yuheng.text.metadata import NOTHING

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

CLAIMS: Final = "claims.jsonl"
LEDGER: Final = "台账.xlsx"
READER: Final = "reader.html"
DOCUMENTS: Final = "documents.jsonl"
OUTPUTS: Final = (CLAIMS, DOCUMENTS, LEDGER, READER)

_WEIGHTS: Final = {".pdf": 6, ".docx": 8, ".xlsx": 4}
_POOL_FROM: Final = 6_000_000
"""Bytes of text (other formats weigh more) from which starting processes costs less than it saves: about 2 s."""

_BETWEEN: Final = ("", "\t", "\n")
"""What stands around a cell; nothing at the ends of a text."""

NOTHING_GIVEN: Final[Mapping[str, Given]] = MappingProxyType({})

Progress = Callable[[str], None]
"""Called with a document's name each time one is done."""


@dataclass(frozen=True, slots=True)
class _Order:
    source: Source
    ocr: bool
    given: Given


def compile_paths(
    paths: Iterable[Path],
    *,
    jobs: int | None = None,
    ocr: bool = False,
    given: Mapping[str, Given] = NOTHING_GIVEN,
    apart_from: Sequence[Path] = (),
    begin: Callable[[int], None] = lambda count: None,
    done: Progress = lambda doc: None,
) -> Compilation:
    """Compile every document that the paths name; a file that cannot be read becomes an issue and the others go on.

    The result depends on the files' bytes and names only: not on the order of the paths, the number of processes or
    the machine.

    Args:
        paths: files, folders and patterns, as `app.sources` takes them.
        jobs: processes at most; None lets the amount of work decide, 1 stays in this process.
        ocr: read scanned pages by the optional extra.
        given: what people say of documents, by their names.
        apart_from: files to leave out, such as this run's own outputs.
        begin: called once with the number of files.
        done: called with each document's name.

    Raises:
        Misuse: a path names nothing, not one of the files could be read, or something is said of none of them.
    """
    found = sources_at(paths, apart_from=apart_from)
    if strange := sorted(set(given) - {source.doc for source in found.files}):
        raise Misuse(f"没有名为“{strange[0]}”的文档。", hint="文档名照 documents.jsonl 里的 doc 写。")
    begin(len(found.files))
    documents: list[Compiled] = []
    issues = list(found.issues)
    for source, result in zip(found.files, _compiled(found.files, jobs, ocr, given), strict=True):
        if isinstance(result, Compiled):
            documents.append(result)
        else:
            issues.append(result)
        done(source.doc)
    if not documents:
        reasons = "\n".join(f"  {issue.document}：{issue.message}" for issue in issues)
        raise Misuse(f"所给的 {len(found.files)} 个文件都不能读：\n{reasons}")
    issues.sort(key=lambda issue: (issue.document, issue.code))
    return Compilation(tuple(documents), tuple(issues), found.passed_over)


def write_ledger(compilation: Compilation, out: Path, *, lang: str = "zh") -> tuple[Path, ...]:
    """Write claims.jsonl, documents.jsonl, 台账.xlsx and reader.html into a folder; each appears whole or not at all.

    Raises:
        Misuse: the folder or a file in it cannot be written (on Windows: the workbook is open in Excel).
    """
    from yuheng.audit.missing import missing_in
    from yuheng.office.claims_file import claims_bytes
    from yuheng.office.documents_file import documents_bytes
    from yuheng.office.ledger_book import ledger_bytes
    from yuheng.office.reader_page import reader_bytes
    from yuheng.resolve.parties import parties_from

    parties = parties_from([each.named for each in compilation.documents if each.named is not None])
    findings = missing_in([claim for each in compilation.documents for claim in each.claims])
    contents: tuple[tuple[str, Callable[[], bytes]], ...] = (
        (CLAIMS, lambda: claims_bytes(compilation.documents)),
        (DOCUMENTS, lambda: documents_bytes(compilation.documents)),
        (LEDGER, lambda: ledger_bytes(compilation, findings, parties=parties[0], proposed=parties[1])),
        (READER, lambda: reader_bytes(compilation, lang=lang)),
    )
    return tuple(write_file(out / name, content()) for name, content in contents)


def read_given_file(path: Path | None) -> dict[str, dict[str, str]]:
    """What people say of documents, out of the file that `--given` names; nothing where none is named.

    Raises:
        Misuse: it cannot be opened, or a line of it is none.
    """
    from yuheng.office.documents_file import given_from

    if path is None:
        return {}
    try:
        return given_from(path.read_text("utf-8").splitlines(), name=path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise Misuse(f"{path} 打不开（{error}）。", hint="检查路径；文件要用 UTF-8。") from error


def write_file(path: Path, data: bytes) -> Path:
    """Write a file whole or not at all.

    Raises:
        Misuse: it cannot be written (on Windows: it is open in Excel).
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            unfinished.write_bytes(data)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise Misuse(
            f"不能写 {path}（{error.strerror}）。",
            hint="若文件正在 Excel 或 WPS 中打开，请先关闭；或用 --out 换一个文件夹。",
        ) from error
    return path


def _compiled(
    files: Sequence[Source], jobs: int | None, ocr: bool, given: Mapping[str, Given]
) -> Iterator[Compiled | Issue]:
    orders = [_Order(source, ocr, dict(given.get(source.doc, NOTHING))) for source in files]
    workers = min(jobs if jobs is not None else _worth(files, ocr), len(files))
    if workers <= 1:
        return map(_compile_one, orders)
    return _in_pool(orders, workers)


def _worth(files: Sequence[Source], ocr: bool) -> int:
    weight = sum(each.size * _WEIGHTS.get(each.path.suffix.lower(), 1) for each in files)
    pays = len(files) > 1 and (weight >= _POOL_FROM or (ocr and any(f.path.suffix.lower() == ".pdf" for f in files)))
    return (os.cpu_count() or 1) if pays else 1


def _in_pool(orders: Sequence[_Order], workers: int) -> Iterator[Compiled | Issue]:
    """In the order given. A process that dies (out of memory) takes its pool along: each order left runs alone then,
    so that only the file at fault is lost.
    """
    from concurrent.futures.process import BrokenProcessPool

    finished = 0
    try:
        with _pool(workers) as pool:
            for result in pool.map(_compile_one, orders):
                finished += 1
                yield result
    except BrokenProcessPool:
        for order in orders[finished:]:
            yield _alone(order)


def _alone(order: _Order) -> Compiled | Issue:
    from concurrent.futures.process import BrokenProcessPool

    try:
        with _pool(1) as pool:
            return pool.submit(_compile_one, order).result()
    except BrokenProcessPool:
        message = "读这个文件时进程被系统终止，多半是内存不足；请把文件拆开后再试。"
        return Issue("file-crashed", message, order.source.doc)


def _pool(workers: int) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def _compile_one(order: _Order) -> Compiled | Issue:
    """Compile one file; whatever goes wrong with it is told as an issue of that file, a fault of ours included."""
    doc = order.source.doc
    try:
        return compile_file(order.source.path, doc, ocr=order.ocr, given=order.given)
    except YuhengError as error:
        return Issue("file-unreadable", str(error), doc)
    except OSError as error:
        return Issue("file-unreadable", f"打不开（{error.strerror}）。检查权限和磁盘。", doc)
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(last.filename).name}:{last.lineno}"
        return Issue(
            "file-crashed", f"程序出错（{type(error).__name__}: {error}，{where}）；请把此文件报告给开发者。", doc
        )


def compile_file(path: Path, doc: str, *, ocr: bool = False, given: Given = NOTHING) -> Compiled:
    """Compile one file under the name given; `given` is what people say of it.

    Raises:
        UnreadableSnapshot: the file cannot be read.
    """
    from yuheng.read import read_file

    return compiled_of(*read_file(path, ocr=ocr), doc=doc, given=given)


def compiled_of(
    snapshot: Snapshot, reading: Reading, met: Sequence[Issue], *, doc: str, given: Given = NOTHING
) -> Compiled:
    """A file that was read, with everything that is found in it; `given` is what people say of it."""
    from yuheng.extract import claims_in
    from yuheng.resolve.parties import named_in
    from yuheng.text.documents import document_from

    document = document_from(snapshot, reading, given)
    claims, more = claims_in(document)
    named, wrong = named_in(document, _listed(document, claims))
    unread = _unread(document, claims, given)
    return Compiled(
        doc=doc,
        id=document.id,
        snapshot=snapshot,
        meta=document.meta,
        text=document.text,
        blocks=document.blocks,
        characters=len(reading.text),
        cells=_cells(document),
        claims=tuple(sorted(claims, key=lambda claim: (claim.anchor.start, claim.anchor.end, claim.id))),
        issues=tuple(replace(issue, document=doc) for issue in (*met, *unread, *more, *wrong)),
        named=named,
    )


def _unread(document: Document, claims: Sequence[Claim], given: Given) -> Iterator[Issue]:
    """What a document does not say of itself and its claims lean on: without its day 今年 is no year, and no plan is
    the later one. What people say that it has none of is settled, and what no claim leans on is not asked for.
    """
    lost = _lost_without_day(claims) if document.meta.issued is None and "issued" not in given else ""
    if lost:
        to_do = "请补上成文或发布的那一天；确实没有，就注明没有。"
        yield Issue("date-unread", lost + to_do, document.snapshot.name)
    if not document.meta.title and "title" not in given and claims:
        yield Issue("title-unread", "没有读出标题：种类和地区也可能因此没有读出。", document.snapshot.name)


def _lost_without_day(claims: Sequence[Claim]) -> str:
    """What cannot be told for want of the document's day; "" where nothing leans on it."""
    n, n2 = sum(map(_leans, claims)), sum(isinstance(claim, Target) for claim in claims)
    if n and n2:
        return f"没有读出发文日期，{n} 条断言的时间无从推算，{n2} 条目标与别的规划排不出先后。"
    if n:
        return f"没有读出发文日期，{n} 条断言的时间无从推算。"
    return f"没有读出发文日期，{n2} 条目标与别的规划排不出先后。" if n2 else ""


def _leans(claim: Claim) -> bool:
    """Whether a claim's time is open as long as its document has no day."""
    from yuheng.extract.task_scope import leans_on_the_day

    match claim:
        case Actual():
            return claim.period is None or (claim.period.start, claim.period.end) == (None, None)
        case Target():
            return claim.period is None and leans_on_the_day(claim.sentence.quote)
        case Task():
            return claim.due is None and leans_on_the_day(claim.sentence.quote)
        case Agreement():
            return claim.signed is not None and claim.signed.end is None
        case _:
            return False


def _listed(document: Document, claims: Iterable[Claim]) -> Iterator[tuple[int, int]]:
    """Where lists name who offers or needs something: whole cells, and so whole names."""
    for claim in claims:
        if isinstance(claim, Trade) and claim.party:
            line = document.text.rfind("\n", 0, claim.sentence.start) + 1
            start = document.text.find(claim.party, line, claim.sentence.end)
            end = start + len(claim.party)
            if start >= 0 and document.text[start - 1 : start] in _BETWEEN and document.text[end : end + 1] in _BETWEEN:
                yield start, end


def _cells(document: Document) -> tuple[tuple[int, ...], ...]:
    """Where a document's table blocks stand: number of the block, row, column, as the reader marked them.

    Blocks do not know their cell; without it a table of numbers would be shown as a column of words. A row of a list is
    one block with tabs between its cells: the columns of all of them follow, for an empty cell leaves no tab behind.
    """
    marks = document.reading.marks
    cells = sorted((mark for mark in marks if mark.kind == "cell"), key=lambda mark: mark.start)
    rows = sorted(mark.start for mark in marks if mark.kind == "row")
    found = []
    for number, block in enumerate(document.blocks):
        if block.kind != "table":
            continue
        start = document.chars.to_raw(block.start)
        last = bisect_right(cells, start, key=lambda mark: mark.start) - 1
        if last >= 0 and start < cells[last].end:
            more = _further_columns(document, block, cells)
            found.append((number, bisect_right(rows, start), cells[last].level, *more))
    return tuple(found)


def _further_columns(document: Document, block: Block, cells: Sequence[Mark]) -> Iterator[int]:
    at = document.text.find("\t", block.start, block.end)
    while at >= 0:
        place = bisect_right(cells, document.chars.to_raw(at + 1), key=lambda mark: mark.start) - 1
        yield cells[place].level
        at = document.text.find("\t", at + 1, block.end)
