"""The timetable's picture: every place is there, words are escaped, what is over or lost cannot be aimed at."""

from __future__ import annotations

import re
from datetime import datetime
from xml.etree import ElementTree

from yuheng.exchange.meetings import Meeting, pair_of
from yuheng.office.event_agenda import Slot
from yuheng.office.event_grid import grid_svg

SLOTS = [Slot(datetime(2026, 5, 20, hour), datetime(2026, 5, 20, hour, 20)) for hour in (9, 10)]
PAIR = pair_of("<b>甲&乙</b>有限公司", "丙医院")


def drawn(**more: object) -> str:
    meeting = Meeting(1, 0, PAIR, 700)
    return grid_svg([meeting], SLOTS, 2, shades={PAIR: "s4"}, keys={PAIR: "k1"}, **more)  # type: ignore[arg-type]


def test_words_of_firms_stay_words() -> None:
    picture = ElementTree.fromstring(drawn())  # noqa: S314  # our own drawing

    titles = [each.text for each in picture.iter("title")]
    assert titles == [f"第2时段1号桌 {'—'.join(PAIR)} 700分"]
    assert "<b>" not in drawn()


def test_each_free_place_can_be_aimed_at_but_those_that_are_lost_or_over() -> None:
    def places(svg: str) -> list[str]:
        return re.findall(r'class="cell free" id="(c-\d+-\d+)"', svg)

    assert places(drawn()) == ["c-1-1", "c-1-2", "c-2-2"]
    assert places(drawn(lost={(1, 1)})) == ["c-1-1", "c-1-2"]
    assert places(drawn(held=1)) == ["c-2-2"]
    assert drawn(held=2).count("data-pair") == 0
    assert drawn(pinned={PAIR}).count('class="pin"') == 1
