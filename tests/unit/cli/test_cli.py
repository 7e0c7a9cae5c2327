"""The command line, as it is typed and mistyped."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from yuheng import __version__
from yuheng.cli import main
from yuheng.cli.words import LANGS, WORDS, lang_of

PLAN = "到2025年，护理床位不低于500张。\n"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    said = capsys.readouterr()
    assert isinstance(left.value.code, int)
    return left.value.code, said.out, said.err


def test_help_speaks_chinese_first_and_english_on_request(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("YUHENG_LANG", raising=False)

    assert run(capsys, "--help")[1].startswith("用法：yuheng [选项] 命令 …\n")
    assert run(capsys, "compile", "--help")[1].startswith("用法：yuheng compile [选项] DOC…\n")
    assert run(capsys, "--lang", "en", "--help")[1].startswith("Usage: yuheng [OPTIONS] COMMAND …\n")
    monkeypatch.setenv("YUHENG_LANG", "en")
    assert run(capsys, "compile", "--help")[1].startswith("Usage: yuheng compile [OPTIONS] DOC…\n")


def test_english_help_holds_no_chinese_but_file_names(capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys, "--lang=en", "compile", "--help")[1].replace("台账.xlsx", "")

    assert not re.search("[\u4e00-\u9fff]", said)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--version") == (0, f"yuheng {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("compile", "--job", "2", "x"), "没有选项 --job。 是不是 --jobs？"),
        (("comple",), "没有命令 comple。"),
        (("compile",), "还缺参数 DOC…。"),
        (("compile", "x", "--out"), "选项 --out 后面要有值。"),
        (("compile", "--jobs", "0", "x"), "要一个不小于 1 的整数，不是 0"),
        (("compile", "没有这份.txt"), "没有这个文件或文件夹：没有这份.txt"),
        ((), "用法：yuheng"),
    ],
)
def test_misuse_is_status_2_and_says_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.delenv("YUHENG_LANG", raising=False)

    status, out, err = run(capsys, *arguments)

    assert (status, out) == (2, "")
    assert said in err


def test_a_mistyped_command_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Did you mean compile?" in run(capsys, "--lang", "en", "comple")[2]


def test_out_may_not_be_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    plan = tmp_path / "规划.txt"
    plan.write_text(PLAN, encoding="utf-8")

    status, _, err = run(capsys, "compile", str(plan), "--out", str(plan), "--lang", "en")

    assert (status, err) == (2, f"Error: --out wants a folder; {plan} is a file.\nName another folder.\n")


def test_the_language_is_known_before_anything_is_parsed() -> None:
    assert [lang_of(["--lang", "en"]), lang_of(["x", "--lang=zh"]), lang_of(["--lang", "en", "--lang", "zh"])] == [
        *("en", "zh", "zh"),
    ]


def test_every_word_is_said_in_every_language_with_the_same_gaps() -> None:
    for key, said in WORDS.items():
        assert len(said) == len(LANGS), key
        assert all(said), key
        assert len({text.count("{}") for text in said}) == 1, key
