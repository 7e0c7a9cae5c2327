"""Which files a person means."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from yuheng.app.sources import sources_at
from yuheng.errors import Misuse


def _fill(folder: Path, *names: str) -> None:
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"内容{name}", encoding="utf-8")


def _docs(*paths: Path) -> list[str]:
    return [each.doc for each in sources_at(paths).files]


def test_a_folder_is_read_with_its_folders_and_without_hidden_temporary_and_page_side_files(tmp_path: Path) -> None:
    _fill(tmp_path, "b.txt", "a/c.PDF", ".隐藏.txt", "~$b.docx", ".git/x.txt", "页_files/logo.png", "d.doc", "读我.md")

    found = sources_at([tmp_path])

    assert [each.doc for each in found.files] == ["b.txt", "c.PDF", "d.doc"]
    assert found.passed_over == ("读我.md",)


def test_a_file_that_is_named_is_taken_whatever_its_ending(tmp_path: Path) -> None:
    _fill(tmp_path, "公告.md")

    assert _docs(tmp_path / "公告.md") == ["公告.md"]
    assert sources_at([tmp_path / "公告.md", tmp_path]).passed_over == ()


def test_only_names_that_collide_get_their_folders(tmp_path: Path) -> None:
    _fill(tmp_path, "甲/规划.txt", "乙/规划.txt", "规划.txt", "甲/意见.txt")

    assert _docs(tmp_path) == ["乙/规划.txt", "意见.txt", "甲/规划.txt", "规划.txt"]
    assert _docs(tmp_path / "甲", tmp_path / "乙") == ["乙/规划.txt", "意见.txt", "甲/规划.txt"]


def test_the_order_of_the_paths_changes_nothing(tmp_path: Path) -> None:
    _fill(tmp_path, "甲/规划.txt", "乙/规划.txt", "z.txt")
    paths = [tmp_path, tmp_path / "甲" / "规划.txt", tmp_path / "甲"]

    assert sources_at(paths) == sources_at(paths[::-1])


def test_the_same_bytes_are_read_once_and_the_copy_is_named(tmp_path: Path) -> None:
    for name in ("甲.txt", "乙/副本.txt", "丙.txt"):
        _fill(tmp_path, name)
        (tmp_path / name).write_bytes(b"\xe5\xba\x8a" if name != "丙.txt" else b"\xe5\xba\x93")

    found = sources_at([tmp_path])

    assert [each.doc for each in found.files] == ["丙.txt", "副本.txt"]
    assert [(issue.code, issue.document) for issue in found.issues] == [("file-duplicate", "甲.txt")]
    assert "副本.txt" in found.issues[0].message


def test_a_pattern_is_expanded_where_the_shell_did_not(tmp_path: Path) -> None:
    _fill(tmp_path, "a.txt", "b.txt", "c.pdf")

    assert _docs(tmp_path / "*.txt") == ["a.txt", "b.txt"]


def test_files_of_an_earlier_run_are_left_out(tmp_path: Path) -> None:
    _fill(tmp_path, "a.txt", "out/reader.html")

    assert [each.doc for each in sources_at([tmp_path], apart_from=[tmp_path / "out" / "reader.html"]).files] == [
        "a.txt"
    ]


def test_a_path_that_names_nothing_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    _fill(tmp_path, "规划纲要.txt", "empty/说明.md")

    with pytest.raises(Misuse, match=r"是不是“.*规划纲要\.txt”"):
        sources_at([tmp_path / "规划纲.txt"])
    with pytest.raises(Misuse, match="没有文件符合"):
        sources_at([tmp_path / "*.pdf"])
    with pytest.raises(Misuse, match="没有可以编入台账的文档"):
        sources_at([tmp_path / "empty"])


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_to_a_file_is_the_file(tmp_path: Path) -> None:
    _fill(tmp_path, "a.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")

    assert _docs(tmp_path) == ["a.txt"]
