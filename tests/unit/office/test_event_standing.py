"""A standing exchange's setting and last look come back as they were, and damage is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from yuheng.errors import Misuse
from yuheng.exchange.standing import Look
from yuheng.office.event_standing import TEXT, StandingSetting, look_text, read_look, read_standing

ON = date(2026, 5, 20)


def test_the_last_look_comes_back_as_it_was_and_before_the_first_it_is_empty(tmp_path: Path) -> None:
    look = Look(
        on=ON,
        joined={"厂": ON},
        handed={"厂": ON, "医院": ON},
        entered={"G0001": ON},
        numbers={"offer": 3},
        matches={("X0001", "G0001"): ON},
        asked={("G0001", "2026-06-01"): ON},
        ended={("X0001", "2026-05-01"): ON},
    )
    (tmp_path / "常设.json").write_text(look_text(look), "utf-8")

    assert read_look(tmp_path / "常设.json") == look
    assert read_look(tmp_path / "没有.json") == Look()


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"on": 3}'])
def test_a_damaged_look_is_not_taken_for_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "常设.json").write_text(text, "utf-8")

    with pytest.raises(Misuse, match=r"常设\.json：文件损坏"):
        read_look(tmp_path / "常设.json")


def test_the_setting_to_fill_in_can_be_read_and_a_wrong_number_is_said(tmp_path: Path) -> None:
    path = tmp_path / "standing.toml"
    path.write_text(TEXT, "utf-8")

    assert read_standing(path) == StandingSetting(
        title="常设对接", gaps=(), ask_days=30, ask_open_days=180, keep_contacts_days=180
    )
    path.write_text(TEXT.replace("ask_days = 30", 'ask_days = "30"'), "utf-8")
    with pytest.raises(Misuse, match="ask_days 要是不小于1的整数"):
        read_standing(path)
