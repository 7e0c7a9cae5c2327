"""What cannot be had: the contradiction named, and the fewest rules to relax."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.exchange.events import candidates, wished_event

from yuheng.errors import Misuse
from yuheng.exchange.conflicts import floor_conflict, pins_conflict
from yuheng.exchange.meetings import Conflict, Pin, Rules
from yuheng.exchange.timetable import timetable_of


def test_too_few_tables_are_told_with_the_number_that_would_do() -> None:
    wishes = candidates(("甲", "乙", 5), ("丙", "丁", 4), ("戊", "己", 3))
    rules = Rules(slots=1, tables=2, most=1)

    made = timetable_of("甲乙丙丁戊己", wishes, rules=rules)

    assert made.below == ("己", "戊")
    assert made.conflict is not None
    assert made.conflict.relax == ("把桌数从2张增加到3张（或相应增加时段）",)
    assert made.conflict.smallest
    assert "会场2张桌、1个时段，全天最多2场" in made.conflict.rules


def test_a_veto_that_leaves_a_firm_alone_is_the_rule_to_relax() -> None:
    wishes = candidates(("甲", "乙", 5), ("丙", "乙", 5))
    rules = Rules(slots=2, tables=2, most=2, vetoes=frozenset({("乙", "甲")}))

    assert floor_conflict("甲乙丙", wishes, rules) == Conflict(
        rules=("甲至少1场", "回避：乙—甲"), relax=("取消回避“乙—甲”",), smallest=True
    )


def test_a_limit_that_three_firms_compete_for_is_found() -> None:
    wishes = candidates(("医院", "甲", 5), ("医院", "乙", 5), ("医院", "丙", 5))
    rules = Rules(slots=6, tables=6, most=2)

    conflict = floor_conflict(["医院", "甲", "乙", "丙"], wishes, rules)

    assert conflict is not None
    assert conflict.relax == ("提高“医院”的上限（现在2场）",)
    assert conflict.rules == ("丙、乙、甲每家至少1场", "医院最多2场（上限与在场时段取小）")
    assert conflict.message.startswith("以下规则不能同时满足：")


def test_two_firms_never_there_together_are_asked_for_one_slot() -> None:
    rules = Rules(slots=2, tables=1, most=2, absent=frozenset({("甲", 0), ("乙", 1)}))

    conflict = floor_conflict("甲乙", candidates(("甲", "乙", 5)), rules)

    assert conflict is not None
    assert conflict.relax == ("让“乙—甲”有一个同时在场的时段",)


def test_what_can_be_had_is_no_conflict() -> None:
    firms, wishes = wished_event(60, 6, seed=2)

    assert floor_conflict(firms, wishes, Rules(slots=8, tables=10, most=8)) is None


def test_two_partners_who_are_there_in_the_same_one_slot_are_told_though_no_count_forbids_it() -> None:
    wishes = candidates(("甲", "乙", 5), ("甲", "丙", 4))
    late = frozenset((firm, slot) for firm in "乙丙" for slot in (1, 2))
    rules = Rules(slots=3, tables=2, most=3, absent=late)

    made = timetable_of("甲乙丙", wishes, rules=rules)

    assert made.below == ("丙",)
    assert made.conflict == Conflict(
        rules=("丙、乙每家至少1场", "丙第2、3时段不在场，乙第2、3时段不在场", "每家一个时段只能对接一场"),
        relax=("请“丙”第2时段到场",),
        smallest=True,
        without=("丙",),
    )


def test_a_firm_that_only_the_clock_leaves_out_is_told_beside_one_that_a_veto_does() -> None:
    wishes = candidates(("甲", "乙", 5), ("甲", "丙", 4), ("戊", "己", 3))
    late = frozenset((firm, 1) for firm in "乙丙")
    rules = Rules(slots=2, tables=3, most=2, absent=late, vetoes=frozenset({("己", "戊")}))

    made = timetable_of("甲乙丙戊己", wishes, rules=rules)

    assert made.below == ("丙", "己", "戊")
    assert made.conflict is not None
    assert made.conflict.relax == ("取消回避“己—戊”", "请“丙”第2时段到场")
    assert not made.conflict.smallest


def test_what_is_to_be_relaxed_is_told_by_its_kind_and_every_pair_is_named() -> None:
    wishes = candidates(("甲", "乙", 5), ("丙", "丁", 4))
    rules = Rules(slots=2, tables=2, most=2, vetoes=frozenset({("乙", "甲"), ("丁", "丙")}))

    conflict = floor_conflict("甲乙丙丁", wishes, rules)

    assert conflict is not None
    assert conflict.relax == ("取消回避“丁—丙”、“乙—甲”",)


@pytest.mark.parametrize(
    ("changed", "why", "relax"),
    [
        (
            {"pins": (Pin(("甲", "乙"), slot=0), Pin(("丙", "丁"), slot=0), Pin(("戊", "己"), slot=0))},
            "会场2张桌；指定：丁—丙在第1时段、乙—甲在第1时段、己—戊在第1时段",
            "把桌数从2张增加到3张（或相应增加时段）",
        ),
        (
            {"pins": (Pin(("甲", "乙")), Pin(("甲", "丙"))), "most": 1},
            "甲最多1场（上限与在场时段取小）；指定：丙—甲、乙—甲",
            "提高“甲”的上限（现在1场）",
        ),
        (
            {"pins": (Pin(("甲", "乙")), Pin(("甲", "丙"))), "absent": frozenset({("乙", 1), ("丙", 1)})},
            "丙第2时段不在场，乙第2时段不在场；指定：丙—甲、乙—甲；每家一个时段只能对接一场",
            "请“丙”第2时段到场",
        ),
    ],
)
def test_pins_that_cannot_all_be_held_are_refused_with_the_fewest_rules_to_relax(
    changed: dict[str, Any], why: str, relax: str
) -> None:
    wishes = candidates(("甲", "乙", 5), ("甲", "丙", 4), ("丙", "丁", 4), ("戊", "己", 3))
    rules = Rules(**{"slots": 2, "tables": 2, "most": 2, **changed})

    with pytest.raises(Misuse) as refused:
        timetable_of("甲乙丙丁戊己", wishes, rules=rules)

    assert f"以下规则不能同时满足：{why}。最少只需放宽：{relax}。" in str(refused.value)


def test_pins_that_can_be_held_are_no_conflict_and_are_held_however_little_they_are_worth() -> None:
    firms, wishes = wished_event(60, 8, seed=2)
    away = frozenset((firm, slot) for number, firm in enumerate(firms) for slot in range(6) if (number + slot) % 3 == 0)
    least = sorted(wishes, key=lambda each: each.score)[:6]
    rules = Rules(slots=6, tables=12, most=6, absent=away, pins=tuple(Pin(each.pair) for each in least))

    made = timetable_of(firms, wishes, rules=rules)

    assert pins_conflict([each.pair for each in least], rules) is None
    assert {each.pair for each in least} <= {meeting.pair for meeting in made.meetings}
