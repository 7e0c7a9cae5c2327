"""What the documentation shows is what happens: its commands and its Python are run, and their output compared.

A ```console block holds `$ command` lines, each followed by what it prints; a ```python block holds a session with
`>>>`. As in doctest, `...` stands for anything. Every file's blocks run in their order, in a copy of the house.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "README.zh-CN.md", "docs/tutorial.md", "docs/organiser.md")
FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
COPIED = ("Makefile", "pyproject.toml", "requirements", "samples", "samples-event", "src", "README.md")
LOOSE = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True)
class Step:
    command: str
    expected: str


def blocks_of(page: str) -> list[tuple[str, str]]:
    text = (HOUSE / page).read_text("utf-8")
    return [(match["language"], match["body"]) for match in FENCE.finditer(text)]


def steps_of(body: str) -> list[Step]:
    parts = re.split(r"^\$ ", body, flags=re.MULTILINE)
    assert parts[0] == "", f"a console block starts with a command, this one with {parts[0]!r}"
    return [Step(*part.partition("\n")[::2]) for part in parts[1:]]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the house whose .venv is already set up: it runs the interpreter of this test."""
    for name in COPIED:
        source = HOUSE / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, tmp_path / name)
    tools = tmp_path / ".venv/bin"
    tools.mkdir(parents=True)
    for name in ("python", "yuheng"):
        tool = tools / name
        tool.write_text(f'#!/bin/sh\nexec "{Path(sys.executable).with_name(name)}" "$@"\n', "utf-8")
        tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    for stamp in ("pip.stamp", "core.stamp", "server.stamp", "dev.stamp", "bench.stamp"):
        (tmp_path / ".venv" / stamp).touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("YUHENG_NO_BROWSER", "1")
    for inherited in ("MAKELEVEL", "MAKEFLAGS", "MFLAGS"):  # under `make test`, make would speak of itself
        monkeypatch.delenv(inherited, raising=False)
    monkeypatch.setenv("PYTHONUTF8", "1")
    return tmp_path


def run(step: Step, folder: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", step.command], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )
    got = done.stdout + done.stderr
    assert done.returncode in (0, 1), f"$ {step.command}\nends with {done.returncode}:\n{got}"
    expected = re.sub(r"\n\.\.\.\n+$", "...\n", step.expected)  # a last "..." may also stand for nothing
    if not doctest.OutputChecker().check_output(expected, got, LOOSE):
        pytest.fail(f"$ {step.command}\nthe page shows:\n{step.expected}\nbut it prints:\n{got}")


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_session_of_the_page_prints_what_the_page_shows(page: str, house: Path) -> None:
    sessions: dict[str, object] = {}
    blocks = blocks_of(page)

    for number, (language, body) in enumerate(blocks, start=1):
        match language:
            case "console":
                for step in steps_of(body):
                    run(step, house)
            case "python":
                test = doctest.DocTestParser().get_doctest(body, sessions, f"{page} block {number}", page, 0)
                assert test.examples, f"{page} block {number} shows Python without >>>"
                report: list[str] = []
                runner = doctest.DocTestRunner(optionflags=LOOSE)
                outcome = runner.run(test, out=report.append, clear_globs=False)
                sessions.update(test.globs)
                assert outcome.failed == 0, "".join(report)
            case "text":
                pass  # a picture in letters: nothing to run
            case _:
                pytest.fail(f"{page} block {number} is of language {language!r}: only console, python, text are shown")

    assert any(language == "console" for language, _ in blocks)


def test_both_guides_for_organisers_show_the_same_commands() -> None:
    """The Chinese guide is not run a second time; it must not show what the English one does not run."""
    folder = re.compile(r" (?:fair|对接会)\b.*", re.DOTALL)
    pages = [blocks_of(page) for page in ("docs/organiser.md", "docs/organiser.zh-CN.md")]
    shown = [{folder.sub("", step.command) for _, body in blocks for step in steps_of(body)} for blocks in pages]
    events = [{command for command in commands if command.startswith("yuheng event")} for commands in shown]

    assert events[0] == events[1]
    assert len(events[0]) == 9


LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


@pytest.mark.parametrize(
    "page",
    sorted(
        path.relative_to(HOUSE).as_posix()
        for path in [*HOUSE.glob("*.md"), *HOUSE.glob("docs/**/*.md"), *HOUSE.glob("samples/*.md")]
    ),
)
def test_every_link_of_the_page_leads_to_a_file_that_is_there(page: str) -> None:
    targets = LINK.findall((HOUSE / page).read_text("utf-8"))

    assert [target for target in targets if not (HOUSE / page).parent.joinpath(target).exists()] == []
