"""From a folder of files to the ledger, through the door that people use."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
PLAN = (
    "岚江市康养产业规划\n\n一、发展目标\n\n到2025年，全市护理型床位不低于5000张，康养企业达到120家。\n\n"
    "二、发展基础\n\n2020年，全市护理型床位3200张。\n"
)
NEWS = "岚江新闻网讯 去年全市中药材种植面积达12万亩，同比增长8.5%。\n"


def yuheng(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "YUHENG_LANG"}
    return subprocess.run(
        [sys.executable, "-m", "yuheng", *map(str, arguments)],
        cwd=folder,
        env={**environment, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "材料"
    (folder / "往年").mkdir(parents=True)
    (folder / "规划.txt").write_bytes(PLAN.encode("gb18030"))
    (folder / "往年" / "新闻.txt").write_text(NEWS, encoding="utf-8")
    (folder / "往年" / "规划（副本）.txt").write_bytes(PLAN.encode("gb18030"))
    (folder / "坏.docx").write_bytes(b"PK\x03\x04" + b"\x00" * 64)
    (folder / "~$规划.docx").write_bytes(b"lock")
    return folder


def test_good_files_are_compiled_and_bad_ones_are_named(tmp_path: Path) -> None:
    folder = _folder(tmp_path)

    done = yuheng("compile", folder, "--out", tmp_path / "out", folder=tmp_path)

    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("文档 2  目标 ")
    assert "坏.docx" in done.stderr
    assert "规划（副本）.txt" in done.stderr
    lines = (tmp_path / "out" / "claims.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    claims = [json.loads(line) for line in lines]
    assert {claim["doc"] for claim in claims} == {"新闻.txt", "规划.txt"}
    source = (folder / "规划.txt").read_bytes().decode("gb18030")
    found = {
        (c["kind"], c["value"], c["unit"], source[c["start"] : c["end"]]) for c in claims if c["doc"] == "规划.txt"
    }
    assert {
        ("target", "5000", "张", "5000张"),
        ("target", "120", "家", "120家"),
        ("actual", "3200", "张", "3200张"),
    } <= found
    book = CalamineWorkbook.from_path(str(tmp_path / "out" / "台账.xlsx"))
    assert len(book.get_sheet_by_name("指标表").to_python()) >= 1 + len(found)
    page = (tmp_path / "out" / "reader.html").read_text(encoding="utf-8")
    assert all(f'"id":"{claim["id"]}"' in page for claim in claims)


def test_a_rerun_changes_no_byte_wherever_and_however_it_runs(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    elsewhere = tmp_path / "别处"
    elsewhere.mkdir()
    folder.rename(elsewhere / "材料")
    (elsewhere / "材料").rename(folder)

    yuheng("compile", folder, "--out", tmp_path / "a", folder=tmp_path)
    yuheng("compile", ".", "--out", tmp_path / "b", "--jobs", "2", folder=folder)

    assert {path.name: path.read_bytes() for path in (tmp_path / "a").iterdir()} == {
        path.name: path.read_bytes() for path in (tmp_path / "b").iterdir()
    }


def test_the_ledger_s_own_files_are_not_read_back_as_documents(tmp_path: Path) -> None:
    folder = _folder(tmp_path)

    first = yuheng("compile", ".", folder=folder)
    kept = {path.name: path.read_bytes() for path in (folder / "out").iterdir()}
    second = yuheng("compile", ".", folder=folder)

    assert (first.returncode, first.stdout) == (second.returncode, second.stdout)
    assert kept == {path.name: path.read_bytes() for path in (folder / "out").iterdir()}


def test_no_path_of_this_machine_and_no_hour_gets_into_the_files(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    yuheng("compile", folder, "--out", tmp_path / "out", folder=tmp_path)

    for name in ("claims.jsonl", "reader.html"):
        text = (tmp_path / "out" / name).read_text(encoding="utf-8")
        assert str(tmp_path) not in text, name


def test_misuse_writes_nothing(tmp_path: Path) -> None:
    folder = _folder(tmp_path)

    for wrong in (("compile", folder, "没有.txt"), ("compile", folder / "坏.docx"), ("compile", "--ot", "x", folder)):
        done = yuheng(*wrong, "--out", tmp_path / "out", folder=tmp_path)
        assert (done.returncode, done.stdout) == (2, ""), wrong
        assert not (tmp_path / "out").exists(), wrong


@pytest.mark.skipif(CHROMIUM is None, reason="no browser here")
def test_a_link_into_the_reader_shows_the_words_and_the_row(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    yuheng("compile", folder, "--out", tmp_path / "out", folder=tmp_path)
    lines = (tmp_path / "out" / "claims.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    claim = next(each for each in map(json.loads, lines) if each["kind"] == "actual" and each["value"] == "3200")

    page = subprocess.run(
        [
            *(str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=3000", "--dump-dom"),
            (tmp_path / "out" / "reader.html").as_uri() + f"#c-{claim['id']}",
        ],
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout

    [marked] = re.findall(r'<span class="c actual on[^"]*"[^>]*>([^<]*)</span>', page)
    [row] = re.findall(r'<tr [^>]*class="on[^"]*".*?</tr>', page)
    assert marked == claim["anchor"]["quote"]
    assert claim["indicator"] in row
