"""What cannot be had: the contradiction named, and the fewest rules to relax."""

from __future__ import annotations

from tests.unit.exchange.events import candidates, wished_event

from yuheng.exchange.conflicts import floor_conflict
from yuheng.exchange.meetings import Conflict, Rules
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
        rules=("甲每家至少1场", "回避：乙—甲"), relax=("取消回避“乙—甲”",), smallest=True
    )


def test_a_limit_that_three_firms_compete_for_is_found() -> None:
    wishes = candidates(("医院", "甲", 5), ("医院", "乙", 5), ("医院", "丙", 5))
    rules = Rules(slots=6, tables=6, most=2)

    conflict = floor_conflict(["医院", "甲", "乙", "丙"], wishes, rules)

    assert conflict is not None
    assert conflict.relax == ("提高“医院”的上限（现在2场）",)
    assert conflict.rules == ("丙、乙、甲每家至少1场", "医院每家最多2场（上限与在场时段取小）")
    assert conflict.message.startswith("以下规则不能同时满足：")


def test_two_firms_never_there_together_are_asked_for_one_slot() -> None:
    rules = Rules(slots=2, tables=1, most=2, absent=frozenset({("甲", 0), ("乙", 1)}))

    conflict = floor_conflict("甲乙", candidates(("甲", "乙", 5)), rules)

    assert conflict is not None
    assert conflict.relax == ("让“乙—甲”有一个同时在场的时段",)


def test_what_can_be_had_is_no_conflict() -> None:
    firms, wishes = wished_event(60, 6, seed=2)

    assert floor_conflict(firms, wishes, Rules(slots=8, tables=10, most=8)) is None
