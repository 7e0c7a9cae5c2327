"""Which files a person means: paths, folders and patterns become a list of named documents."""

from __future__ import annotations

import difflib
import glob
import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from yuheng.errors import Misuse
from yuheng.model import Issue

READ: Final = frozenset(
    {".txt", ".html", ".htm", ".xhtml", ".shtml", ".docx", ".pdf", ".xlsx", ".csv", ".tsv"},
)
"""Endings that a folder's documents have. The content decides how each is read."""

REFUSED: Final = frozenset(
    {
        *(".doc", ".wps", ".rtf", ".odt", ".xls", ".et", ".xlsb", ".ods", ".ppt", ".pptx", ".dps", ".ofd", ".caj"),
        *(".mht", ".mhtml", ".zip", ".rar", ".7z", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"),
    }
)
"""Endings that may hold a document and are not read: handed to the reader all the same, so that it says why."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to compile, and the name that the ledger calls it by."""

    path: Path
    doc: str
    size: int


@dataclass(frozen=True, slots=True)
class Sources:
    """What was found: files to compile in the order of their names, issues, and names that are no documents."""

    files: tuple[Source, ...]
    issues: tuple[Issue, ...]
    passed_over: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    path: Path
    base: Path


def sources_at(paths: Iterable[Path], *, apart_from: Sequence[Path] = ()) -> Sources:
    """Find the documents that paths, folders (with all folders in them) and patterns (`*.pdf`) name.

    Hidden files, Office's lock files (~$…), a browser's side folders (…_files) and the files in `apart_from` (the
    ledger's own, from an earlier run) are left out. The order of the paths does not matter. Files with the same bytes
    are kept once; the others become issues.

    Raises:
        Misuse: a path or pattern that names nothing, or nothing that is a document.
    """
    apart = {path.resolve() for path in apart_from}
    found: dict[Path, _Found] = {}
    passed: dict[Path, _Found] = {}
    for path in paths:
        for each in _expand(path):
            _collect(each, found, passed, apart)
    for path in found:
        passed.pop(path, None)
    if not found:
        raise Misuse("没有可以编入台账的文档。", hint=f"请给出文件或文件夹；能读的格式：{' '.join(sorted(READ))}")
    names = names_of([(each.path, each.base) for each in found.values()])
    ordered = sorted(zip(found.values(), names, strict=True), key=lambda pair: (pair[1], str(pair[0].path)))
    files, issues = _without_copies([Source(each.path, name, each.path.stat().st_size) for each, name in ordered])
    others = sorted(each.path.relative_to(each.base).as_posix() for each in passed.values())
    return Sources(files, issues, tuple(others))


def names_of(files: Sequence[tuple[Path, Path]]) -> list[str]:
    """What to call each file, given with the folder it was found in.

    The file's name, or, where several share it, its path from the folder; if that too is shared, the folder's name
    joins, and so on upwards: never more of the machine than is needed to tell two files apart.

    >>> names_of([(Path(path), Path("/a")) for path in ("/a/x/plan.txt", "/a/plan.txt", "/a/b.txt")])
    ['x/plan.txt', 'plan.txt', 'b.txt']
    """
    lengths = [1] * len(files)
    names = [path.name for path, _ in files]
    for index in _shared(names):
        path, base = files[index]
        lengths[index] = max(len(path.parts) - len(base.parts), 1)
    while True:
        names = ["/".join(path.parts[-length:]) for (path, _), length in zip(files, lengths, strict=True)]
        growing = [index for index in _shared(names) if lengths[index] < len(files[index][0].parts) - 1]
        if not growing:
            return names
        for index in growing:
            lengths[index] += 1


def _shared(names: Sequence[str]) -> list[int]:
    counts = Counter(names)
    return [index for index, name in enumerate(names) if counts[name] > 1]


def _expand(path: Path) -> list[Path]:
    if path.exists():
        return [path]
    if glob.has_magic(str(path)):
        matches = sorted(glob.glob(str(path), recursive=True))
        if matches:
            return [Path(match) for match in matches]
        raise Misuse(f"没有文件符合“{path}”。", hint="检查通配符；文件夹可以直接给出，不用通配符。")
    near = _near(path)
    raise Misuse(f"没有这个文件或文件夹：{path}", hint=f"是不是“{near}”？" if near else "检查路径和拼写。")


def _near(path: Path) -> str:
    parent = path.parent
    if not parent.is_dir():
        return ""
    close = difflib.get_close_matches(path.name, sorted(os.listdir(parent)), n=1)
    return str(parent / close[0]) if close else ""


def _collect(path: Path, found: dict[Path, _Found], passed: dict[Path, _Found], apart: set[Path]) -> None:
    base = path.absolute()
    if not path.is_dir():
        if not path.name.startswith("~$"):
            _keep(found, _Found(base, base.parent))
        return
    for folder, folders, names in os.walk(base):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not name.endswith("_files"))
        for name in sorted(names):
            file = Path(folder, name)
            if name.startswith((".", "~$")) or not file.is_file() or file.resolve() in apart:
                continue
            known = file.suffix.lower() in READ | REFUSED
            _keep(found if known else passed, _Found(file, base))


def _keep(files: dict[Path, _Found], new: _Found) -> None:
    """A file that is reached twice goes by the folder furthest up, whichever came first."""
    key = new.path.resolve()
    files[key] = min(files.get(key, new), new, key=lambda each: (len(each.base.parts), str(each.path)))


def _without_copies(files: Sequence[Source]) -> tuple[tuple[Source, ...], tuple[Issue, ...]]:
    """Only files of the same size are hashed. One that cannot be opened is kept: reading it will say why."""
    sizes: dict[int, int] = defaultdict(int)
    for each in files:
        sizes[each.size] += 1
    kept, issues = [], []
    first: dict[str, Source] = {}
    for each in files:
        sha256 = _sha256(each.path) if sizes[each.size] > 1 else ""
        if sha256 and sha256 in first:
            message = f"与“{first[sha256].doc}”逐字节相同，只读一次。多余的一份可以从文件夹里移走。"
            issues.append(Issue("file-duplicate", message, each.doc))
            continue
        first.setdefault(sha256, each)
        kept.append(each)
    return tuple(kept), tuple(issues)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
