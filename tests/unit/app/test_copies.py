"""Layouts share their contents, show what was written in them, and remember what was made of the same files."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

from yuheng.app.copies import changed_in, copy_out, let_go, link_out, remembered


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _store(*texts: str) -> Callable[[str], bytes]:
    held = {_sha(text): text.encode() for text in texts}
    return lambda sha256: held[sha256]


def _folders(tmp_path: Path, *names: str) -> list[Path]:
    found = [tmp_path / name for name in names]
    for each in found:
        each.mkdir()
    return found


def test_the_same_content_is_the_same_file_in_every_layout(tmp_path: Path) -> None:
    contents, first, second = _folders(tmp_path, "contents", "first", "second")
    asked: list[str] = []

    def bytes_of(sha256: str) -> bytes:
        asked.append(sha256)
        return _store("一", "二")(sha256)

    link_out({"日历/a": _sha("一")}, first, contents=contents, bytes_of=bytes_of)
    link_out({"日历/a": _sha("一"), "b": _sha("二")}, second, contents=contents, bytes_of=bytes_of)

    assert (first / "日历/a").samefile(second / "日历/a")
    assert (second / "b").read_text("utf-8") == "二"
    assert asked == [_sha("一"), _sha("二")]


def test_a_copy_to_work_in_leaves_the_content_alone(tmp_path: Path) -> None:
    contents, work = _folders(tmp_path, "contents", "work")
    copy_out({"a": _sha("一")}, work, contents=contents, bytes_of=_store("一"))

    (work / "a").write_text("二", "utf-8")

    assert (contents / _sha("一")).read_text("utf-8") == "一"


def test_what_was_written_new_or_taken_out_is_told(tmp_path: Path) -> None:
    contents, work = _folders(tmp_path, "contents", "work")
    before = {name: _sha(name) for name in ("left", "written", "same", "gone", "moved", "replaced", "twin")}
    copy_out(before, work, contents=contents, bytes_of=_store(*before))

    (work / "written").write_text("WRITTEN", "utf-8")
    (work / "same").write_text("same", "utf-8")
    (work / "gone").unlink()
    (work / "moved").rename(work / "new")
    shutil.copy2(work / "twin", work / "replaced")

    changed, gone = changed_in(work, before)
    assert sorted(changed.items()) == [(name, work / name) for name in ("new", "replaced", "written")]
    assert gone == ["gone", "moved"]


def test_a_content_goes_when_no_layout_has_it_any_more(tmp_path: Path) -> None:
    contents, layout = _folders(tmp_path, "contents", "layout")
    link_out({"a": _sha("一"), "b": _sha("二")}, layout, contents=contents, bytes_of=_store("一", "二"))
    (layout / "b").unlink()
    made = (contents / _sha("二")).stat().st_mtime

    let_go(contents, now=made + 60)
    assert sorted(each.name for each in contents.iterdir()) == sorted([_sha("一"), _sha("二")])
    let_go(contents, now=made + 7200)
    assert [each.name for each in contents.iterdir()] == [_sha("一")]


def test_what_was_made_of_a_layout_holds_until_a_file_that_it_reads_changes(tmp_path: Path) -> None:
    [contents] = _folders(tmp_path, "contents")
    made: list[str] = []

    @remembered("read", "missing")
    def words(root: Path) -> str:
        made.append(root.name)
        return (root / "read").read_text("utf-8") + ("，缺的也来了" if (root / "missing").exists() else "")

    def layout(name: str, **files: str) -> Path:
        [place] = _folders(tmp_path, name)
        named = {path: _sha(text) for path, text in files.items()}
        link_out(named, place, contents=contents, bytes_of=_store(*files.values()))
        return place

    said = [
        words(layout("1", read="甲", other="一")),
        words(layout("2", read="甲", other="二")),
        words(layout("3", read="乙", other="二")),
        words(layout("4", read="乙", missing="丙")),
    ]

    assert said == ["甲", "甲", "乙", "乙，缺的也来了"]
    assert made == ["1", "3", "4"]
