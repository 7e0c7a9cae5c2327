"""What a plan leaves out, and what was looked for before saying so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.unit.marked import marked

from yuheng.audit.missing import missing_in
from yuheng.model import Actual, Anchor, Owner, Period, Quantity, Target, Task

DOCUMENT, (SENTENCE, SIXTY, TASK, OWNER, OTHER) = marked(
    "⟦到2025年，药材基地达到⟦60个⟧，⟦由⟦农业局⟧负责建设⟧。⟧另一句说⟦别的事⟧。"
)
Y2020 = Period("2020", date(2020, 1, 1), date(2021, 1, 1), "2020年")
Y2025 = Period("2025", date(2025, 1, 1), date(2026, 1, 1), "到2025年")


def target(**changes: object) -> Target:
    made = Target(
        id="t",
        anchor=SIXTY,
        sentence=SENTENCE,
        heading=(),
        number=SIXTY,
        indicator="药材基地",
        subject="岚江市",
        quantity=Quantity(Decimal(60), Decimal(60), "个", "60个"),
        period=Y2025,
        measure="level",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def actual(**changes: object) -> Actual:
    plain = target()
    made = Actual(
        id="a",
        anchor=OTHER,
        sentence=OTHER,
        heading=(),
        number=OTHER,
        indicator=plain.indicator,
        subject=plain.subject,
        quantity=Quantity(Decimal(42), Decimal(42), "个", "42个"),
        period=Y2020,
        measure="level",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def task(sentence: Anchor = SENTENCE, **changes: object) -> Task:
    owner = Owner(name="农业局", role="负责", anchor=OWNER)
    made = Task(
        id="k",
        anchor=TASK,
        sentence=sentence,
        heading=(),
        action="建设",
        object="",
        owners=(owner,),
        due=Y2025,
        figures=("t",),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def kinds(*claims: Target | Actual | Task) -> list[str]:
    return [finding.kind for finding in missing_in(claims)]


def test_a_target_with_date_owner_and_base_lacks_nothing() -> None:
    assert missing_in((target(), actual(), task())) == ()


def test_what_was_looked_for_is_said() -> None:
    [finding] = missing_in((target(), task()))

    assert (finding.kind, finding.claims, finding.rule, finding.version) == (
        "target-without-base",
        ("t",),
        "missing",
        "1",
    )
    assert finding.parts == (("指标", "药材基地"), ("单位", "个"), ("主体", "岚江市"), ("同名实绩", "0"))
    assert finding.message == "缺基数：所给文档中没有找到指标“药材基地”、单位“个”、主体“岚江市”的实绩。"


def test_an_owner_counts_only_in_the_target_s_own_sentence() -> None:
    assert kinds(target(), actual(), task(OTHER)) == ["target-without-owner"]
    assert kinds(target(), actual(), task(owners=())) == ["target-without-owner", "task-without-owner"]


def test_a_period_without_an_end_is_no_date() -> None:
    assert kinds(target(period=None), actual(), task()) == ["target-without-date"]
    [finding] = missing_in((target(period=Period("近年", None, None, "近年来")), actual(), task()))
    assert "近年来" in finding.message


def test_another_unit_subject_or_indicator_is_no_base() -> None:
    for other in (
        actual(quantity=Quantity(Decimal(42), Decimal(42), "亩", "42亩")),
        actual(subject="别的市"),
        actual(indicator="药材种植基地"),
        actual(period=Period("2026", date(2026, 1, 1), date(2027, 1, 1), "2026年")),
        actual(measure="growth"),
    ):
        assert kinds(target(), other, task()) == ["target-without-base"], other


def test_a_subject_that_one_side_leaves_out_is_no_contradiction() -> None:
    assert kinds(target(), actual(subject=""), task()) == []
    assert kinds(target(subject=""), actual(), task()) == []


def test_a_growth_rate_starts_from_an_amount_in_any_unit() -> None:
    rate = target(measure="growth", quantity=Quantity(Decimal(8), Decimal(8), "%", "8%"))

    assert kinds(rate, actual(), task()) == []


def test_a_task_may_lack_owner_date_and_number() -> None:
    assert kinds(task(owners=(), due=None, figures=())) == [
        *("task-without-owner", "task-without-date", "task-without-number"),
    ]


def test_findings_keep_their_names_from_run_to_run_and_differ_from_each_other() -> None:
    lonely = (target(period=None), task(owners=(), due=None, figures=()))
    ids = [finding.id for finding in missing_in(lonely)]

    assert ids == [finding.id for finding in missing_in(lonely)]
    assert len(set(ids)) == len(ids) == 6
