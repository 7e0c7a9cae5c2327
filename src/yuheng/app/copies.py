"""Folders laid out on disk: cheap for a page to ask for after a small change, and for what is read of them.

An event of 400 firms has hundreds of files, and each firm that checks in changes one of them. A layout to read is made
of hard links to contents that are written once; a layout to work in is made of copies, whose changes show without
reading them again; and what a page makes of some files is remembered as long as those files are the same ones.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import lru_cache, wraps
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final, NamedTuple, TypeVar

Value = TypeVar("Value")

_LEFT: Final = 3600
"""Seconds for which a content stays that no layout has: somebody may be about to link it."""


class Scope(NamedTuple):
    """The files that work in a folder is handed. Of the others it is told nothing, so that it cannot come to rest on
    one unnoticed, and whoever changes them meanwhile is not in its way.

    Attributes:
        needs: patterns of paths; somebody else's change to one of them meanwhile undoes the work.
        sees: patterns of paths by which the work goes as they were when it began, whatever is said in them since.
    """

    needs: tuple[str, ...]
    sees: tuple[str, ...] = ()

    def is_given(self, path: str) -> bool:
        """Whether the work has the file."""
        return self.needs_it(path) or _fits(path, self.sees)

    def needs_it(self, path: str) -> bool:
        """Whether the work would come out otherwise by another version of the file."""
        return _fits(path, self.needs)


EVERYTHING: Final = Scope(("*",))
"""What work is handed that says nothing of itself."""


def _fits(path: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in patterns)


def link_out(files: Mapping[str, str], place: Path, *, contents: Path, bytes_of: Callable[[str], bytes]) -> None:
    """Lay files out to be read and never to be written: the same content is the same file in every layout.

    Args:
        files: SHA-256 by path.
        place: an empty folder.
        contents: where contents are kept, each under its SHA-256.
        bytes_of: the content of one, asked for only the first time.
    """
    for path, sha256 in files.items():
        target = place / path
        target.parent.mkdir(parents=True, exist_ok=True)
        content = _content(sha256, contents, bytes_of)
        try:
            os.link(content, target)
        except OSError:  # a file system without links
            shutil.copyfile(content, target)


def copy_out(files: Mapping[str, str], place: Path, *, contents: Path, bytes_of: Callable[[str], bytes]) -> None:
    """Lay files out to be worked in; `changed_in` tells afterwards what was written.

    Each copy is given a time of its own in 1970: whoever writes in it gives it another one, and another file put in its
    place brings its own.
    """
    for number, (path, sha256) in enumerate(files.items(), start=1):
        target = place / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_content(sha256, contents, bytes_of), target)
        os.utime(target, (number, number))


def changed_in(place: Path, before: Mapping[str, str]) -> tuple[dict[str, Path], list[str]]:
    """What was written in a layout of `copy_out`: files with other content by path, and paths that are gone.

    Args:
        place: the layout.
        before: what was laid out, in the same order.
    """
    untouched = {path: number for number, path in enumerate(before, start=1)}
    after = {path.relative_to(place).as_posix(): path for path in sorted(place.rglob("*")) if path.is_file()}
    changed = {
        path: file
        for path, file in after.items()
        if path not in before or (file.stat().st_mtime != untouched[path] and digest_of(file) != before[path])
    }
    return changed, sorted(set(before) - set(after))


def let_go(contents: Path, *, now: float) -> None:
    """Remove contents that no layout has any more."""
    for content in contents.iterdir():
        found = content.stat()
        if found.st_nlink == 1 and now - found.st_mtime > _LEFT:
            content.unlink(missing_ok=True)


def digest_of(file: Path) -> str:
    """SHA-256 of a file."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def remembered(*names: str) -> Callable[[Callable[[Path], Value]], Callable[[Path], Value]]:
    """Remember what a function makes of a layout as long as the files that it reads are the same ones.

    Args:
        names: every file that the function reads. One left out is a page that shows what was.
    """

    def wrap(work: Callable[[Path], Value]) -> Callable[[Path], Value]:
        @lru_cache(maxsize=8)
        def made(seen: _Seen) -> Value:
            return work(seen.root)

        @wraps(work)
        def asked(root: Path) -> Value:
            return made(_Seen(tuple(_mark(root / name) for name in names), root))

        return asked

    return wrap


@dataclass(frozen=True, slots=True)
class _Seen:
    """A layout, known by the files in it that count."""

    marks: tuple[tuple[int, int, int], ...]
    root: Path = field(compare=False)


def _mark(file: Path) -> tuple[int, int, int]:
    """What tells a file from every other one and from itself before it was written again; zeros where there is none."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return 0, 0, 0
    return found.st_ino, found.st_mtime_ns, found.st_size


def _content(sha256: str, contents: Path, bytes_of: Callable[[str], bytes]) -> Path:
    """The file of one content, written whole or not at all."""
    content = contents / sha256
    if not content.exists():
        with NamedTemporaryFile(dir=contents, prefix=".", delete=False) as coming:
            coming.write(bytes_of(sha256))
        Path(coming.name).replace(content)
    return content
