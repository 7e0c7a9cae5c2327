"""`yuheng event` on the day and after: what the pages can say, the command line can say too."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.app.test_event_day import FOUR, LINES, ONE, THREE, TWO, small_event
from tests.unit.cli.test_cli import run

from yuheng.app.event_folder import OUTCOMES, PLAN
from yuheng.exchange.meetings import pair_of
from yuheng.office.event_file import read_outcomes, read_plan


def test_who_comes_after_all_and_a_table_that_is_back_are_planned_in_again(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = small_event(tmp_path)
    first = ("--now", "1", "--缺席", ONE, "--少桌", "1", "--少桌", "2")
    run(capsys, "event", "replan", str(folder), *first)
    assert read_plan(folder / PLAN).meetings == ()

    code, _, _ = run(capsys, "event", "replan", str(folder), "--now", "2", "--到了", ONE, "--桌恢复", "2")

    plan = read_plan(folder / PLAN)
    assert code == 0
    assert {each.pair for each in plan.meetings} == {pair_of(ONE, TWO), pair_of(THREE, FOUR)}
    assert {each.table for each in plan.meetings} == {1}


def test_a_wrong_line_is_taken_back_or_corrected_under_a_name(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder, replies = small_event(tmp_path), tmp_path / "回复.txt"
    replies.write_text("\n".join(LINES), "utf-8")
    run(capsys, "event", "outcomes", str(folder), str(replies), "--on", "2026-05-20")
    better = (f"{ONE} {TWO} 已签合同", f"{ONE} {TWO} 已签合同 60万元 2026-07-01")
    wrong = ("--撤回", LINES[2], "--更正", *better, "--on", "2026-07-02")

    nobody = run(capsys, "event", "outcomes", str(folder), *wrong)
    code, said, _ = run(capsys, "event", "outcomes", str(folder), *wrong, "--by", "张三")

    assert (nobody[0], "--by 姓名" in nobody[2]) == (2, True)
    assert (code, "合同 1  60万元（1对写明）" in said) == (0, True)
    assert [each.label for each in read_outcomes(folder / OUTCOMES)] == ["有意向", "已签合同"]
    assert run(capsys, "event", "outcomes", str(folder))[0] == 2
