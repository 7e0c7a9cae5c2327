"""The verifier: it shares no code with the solver, and none of ten kinds of fault gets past it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.exchange.events import away, wished_event

import yuheng.exchange.verifier
from yuheng.exchange.meetings import Candidate, Meeting, Pin, Rules
from yuheng.exchange.timetable import timetable_of
from yuheng.exchange.verifier import faults_in

Plan = list[Meeting]
FIRMS, WISHES = wished_event(40, 6, seed=21)
RULES = Rules(slots=6, tables=10, most=6, absent=away(FIRMS, 6, 0.1, seed=3), pins=(Pin(WISHES[0].pair),))
GOOD = list(timetable_of(FIRMS, WISHES, rules=RULES).meetings)


def test_it_imports_the_nouns_and_nothing_of_the_solver() -> None:
    tree = ast.parse(Path(yuheng.exchange.verifier.__file__).read_text("utf-8"))
    imported = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]

    assert [name for name in imported if name and name.startswith("yuheng")] == ["yuheng.exchange.meetings"]


def test_a_good_timetable_has_no_fault() -> None:
    assert faults_in(GOOD, firms=FIRMS, candidates=WISHES, rules=RULES) == []


def absentee(plan: Plan, rules: Rules) -> tuple[Plan, Rules]:
    return plan, replace(rules, absent=rules.absent | {(plan[0].pair[0], plan[0].slot)})


def veto(plan: Plan, rules: Rules) -> tuple[Plan, Rules]:
    return plan, replace(rules, vetoes=frozenset({plan[0].pair}))


def rivals(plan: Plan, rules: Rules) -> tuple[Plan, Rules]:
    return plan, replace(rules, rivals=(frozenset(plan[0].pair),))


def lost_table(plan: Plan, rules: Rules) -> tuple[Plan, Rules]:
    return plan, replace(rules, lost=frozenset({(plan[0].table, plan[0].slot)}))


def double_booked(plan: Plan, rules: Rules) -> tuple[Plan, Rules]:
    busy, other = next((a, b) for a in plan for b in plan if a.slot < b.slot and set(a.pair) & set(b.pair))
    return [m for m in plan if m != other] + [replace(other, slot=busy.slot, table=9 - busy.table)], rules


def same_table(plan: Plan, rules: Rules) -> tuple[Plan, Rules]:
    one, other = [meeting for meeting in plan if meeting.slot == plan[0].slot][:2]
    return [m for m in plan if m != other] + [replace(other, table=one.table)], rules


def met_twice(plan: Plan, rules: Rules) -> tuple[Plan, Rules]:
    return [*plan, replace(plan[0], slot=(plan[0].slot + 1) % 6, table=9)], rules


def too_many(plan: Plan, rules: Rules) -> tuple[Plan, Rules]:
    return plan, replace(rules, own_most={plan[0].pair[0]: 0})


def pin_left_out(plan: Plan, rules: Rules) -> tuple[Plan, Rules]:
    return [meeting for meeting in plan if meeting.pair != rules.pins[0].pair], rules


def below_floor(plan: Plan, rules: Rules) -> tuple[Plan, Rules]:
    return [meeting for meeting in plan if "供0003" not in meeting.pair], rules


def stranger(plan: Plan, rules: Rules) -> tuple[Plan, Rules]:
    return [*plan[1:], replace(plan[0], pair=("外人", plan[0].pair[1]))], rules


def unmatched(plan: Plan, rules: Rules) -> tuple[Plan, Rules]:
    return [*plan[1:], replace(plan[0], pair=("供0000", "供0001"))], rules


def wrong_score(plan: Plan, rules: Rules) -> tuple[Plan, Rules]:
    return [*plan[1:], replace(plan[0], score=plan[0].score + 1)], rules


def no_such_slot(plan: Plan, rules: Rules) -> tuple[Plan, Rules]:
    return [*plan[1:], replace(plan[0], slot=6)], rules


@pytest.mark.parametrize(
    ("plant", "said"),
    [
        (absentee, "不在场"),
        (veto, "要求回避"),
        (rivals, "竞争单位"),
        (lost_table, "这张桌不能用"),
        (double_booked, "同时有2场"),
        (same_table, "号桌同时有2场"),
        (met_twice, "对接了2次"),
        (too_many, "上限0场"),
        (pin_left_out, "没有安排"),
        (below_floor, "只有0场，下限1场"),
        (stranger, "没有登记"),
        (unmatched, "没有匹配"),
        (wrong_score, "不符"),
        (no_such_slot, "没有这个时段"),
    ],
)
def test_each_planted_fault_is_found_and_named(plant: Callable[[Plan, Rules], tuple[Plan, Rules]], said: str) -> None:
    plan, rules = plant(list(GOOD), RULES)

    assert [fault for fault in faults_in(plan, firms=FIRMS, candidates=WISHES, rules=rules) if said in fault] != []


def test_a_firm_excused_by_a_proof_is_no_fault() -> None:
    rules = Rules(slots=1, tables=1, most=1)
    wishes = [Candidate(("甲", "乙"), 5), Candidate(("丁", "丙"), 4)]
    plan = [Meeting(0, 0, ("甲", "乙"), 5)]

    assert faults_in(plan, firms="甲乙丙丁", candidates=wishes, rules=rules, excused=["丙", "丁"]) == []
