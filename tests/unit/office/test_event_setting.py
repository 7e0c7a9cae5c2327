"""event.toml: what a form writes is what a person would have written, and comes back the same."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuheng.errors import Misuse
from yuheng.exchange.meetings import Pin, pair_of
from yuheng.office.event_setting import Clock, Setting, read_setting, setting_text

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)


@given(title=WORDS, place=WORDS, gap=WORDS, firms=st.lists(WORDS, min_size=2, max_size=2, unique=True))
@settings(max_examples=60)
def test_a_setting_comes_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, title: str, place: str, gap: str, firms: list[str]
) -> None:
    pair = pair_of(*firms)
    setting = Setting(
        title=title,
        day=date(2026, 5, 20),
        place=place,
        clock=Clock(first=time(13, 30), count=5, minutes=15, pause=0, breaks=((2, 10), (4, 30))),
        gaps=(gap,),
        pins=(Pin(pair, 2, None), Pin(pair)),
        vetoes=(pair,),
    )
    path = tmp_path_factory.mktemp("setting") / "event.toml"
    path.write_text(setting_text(setting), "utf-8")

    assert read_setting(path) == setting


def test_a_break_is_longer_than_a_pause_and_the_day_ends_on_the_day() -> None:
    clock = Clock(first=time(9), count=3, minutes=20, pause=5, breaks=((2, 60),))

    assert [slot.words for slot in clock.slots_on(date(2026, 5, 20))] == ["09:00–09:20", "09:25–09:45", "10:45–11:05"]
    with pytest.raises(Misuse, match="次日00:05"):
        Clock(first=time(23, 20), count=2, minutes=20, pause=5).slots_on(date(2026, 5, 20))
