"""From a base to a goal: what growth is needed, where one should be by now, and the verdict in the official words.

The verdict is a function of printed numbers. 不可判定 is one of its answers and always says why: a colour without a
base or without data is the failure that users of every other system report.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from yuheng.audit.amounts import Amount, Unit, spell_interval, spell_span
from yuheng.model.interval import Interval, required_growth
from yuheng.vocab.indicators import Accumulation, Direction

RULE = "path/1"
TOLERANCE = Decimal("0.1")
"""Progress within a tenth of what the path asks is 基本符合预期."""

Word = Literal["提前实现", "快于预期", "基本符合预期", "滞后", "不可判定"]
Schedule = Literal["未到期", "已到期", "无期限"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """All that a verdict depends on.

    Attributes:
        direction: which way is better; None where nothing tells, and then the bounds of the goal or the base decide.
        accumulation: level, flow (an amount per year), or cumulative (counted from `start`).
        rate: the figures are growth rates, which are held and not approached.
        goal, due: what was promised, and the first day by which it must have been kept.
        base, base_on: where the path starts, and the first day after the period it was measured in.
        actual, actual_on: the latest report, likewise.
        partial: the report covers a part of a year, the goal a whole one.
        start: where a cumulative count starts from zero.
    """

    direction: Direction | None
    accumulation: Accumulation
    rate: bool = False
    goal: Amount
    due: date | None
    base: Amount | None = None
    base_on: date | None = None
    actual: Amount | None = None
    actual_on: date | None = None
    partial: bool = False
    start: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holds, why, and the arithmetic.

    Attributes:
        word: the verdict.
        reason: why, in Chinese; for 不可判定 what is missing.
        pace: what a year must bring from the base to the goal (`pace_needed`); None where none can be given.
        expected: where the path stands at the date of the report.
        progress: the part of the way that was covered, 0 to 1 and beyond.
        elapsed: the part of the time that had passed at the date of the report.
    """

    word: Word
    reason: str
    pace: Interval | None = None
    expected: Decimal | None = None
    progress: Interval | None = None
    elapsed: Decimal | None = None


def years_between(start: date, end: date) -> Decimal:
    """Years from one day to another; whole where both are the same day of a year.

    >>> years_between(date(2021, 1, 1), date(2026, 1, 1))
    Decimal('5')
    """
    whole = end.year - start.year
    try:
        anniversary = start.replace(year=end.year)
    except ValueError:  # 29 February
        anniversary = date(end.year, 3, 1)
    return Decimal(whole) + Decimal((end - anniversary).days) / 365


def pace_needed(base: Amount, goal: Amount, *, years: Decimal) -> Interval | None:
    """What a year must bring to lead from base to goal; None without time, or where no rate leads (from zero).

    Of money the compound growth in per cent, as plans state it; of counts and shares the yearly step, because a growth
    rate of a share misleads.
    """
    threshold = goal.span if goal.span.is_bounded else Interval.exactly(goal.stated)
    if goal.family != "money":
        return None if years <= 0 or not base.span.is_bounded else (threshold - base.span).scaled(1 / years)
    if years <= 0 or base.span.low is None or base.span.low <= 0 or threshold.low is None or threshold.low <= 0:
        return None
    return required_growth(base.span, threshold, years=years)


def spell_pace(pace: Interval, family: str, *, places: int = 2, unit: Unit = None) -> str:
    """Write a pace for people: 年均增长14.1%, 年均增加1.6, 年均减少0.2%."""
    if family == "money":
        return f"年均增长{spell_interval(pace, 'share', places=places)}"
    plain = family == "share" and (unit is None or unit[1].startswith(("%", "％")))
    sign, unit = ("point", None) if plain else (family, unit)
    if pace.low is not None and pace.high is not None and pace.low < 0 < pace.high:
        return f"年均变化在{spell_interval(pace, sign, places=places, unit=unit)}之间"
    if pace.high is not None and pace.high < 0:
        return f"年均减少{spell_interval(-pace, sign, places=places, unit=unit)}"
    return f"年均增加{spell_interval(pace, sign, places=places, unit=unit)}"


def schedule_of(due: date | None, *, on: date) -> Schedule:
    """Where the calendar stands, whatever has been achieved."""
    if due is None:
        return "无期限"
    return "已到期" if due <= on else "未到期"


def judge(course: Course) -> Verdict:
    """Give the verdict on one target.

    Rules, in order: figures of other kinds are not compared; a goal that the base already stands at is to be kept; a
    report that meets the goal early is 提前实现; at its date a goal is met or not; before it, progress is held
    against the path from the base (compound for money, straight for counts and shares) with a tolerance of a tenth.
    Where the words of a figure (约, 超过) leave two verdicts open, none is given.
    """
    refused = _refused(course)
    if refused:
        return Verdict("不可判定", refused)
    course = _from_zero(course)
    direction = _direction(course)
    course = _sharpened(course, direction)
    if direction is None:
        return Verdict("不可判定", "方向不明：目标未说明是上限还是下限，也无基数可推定")
    pace = _pace_of(course)
    if course.actual is None or course.actual_on is None or not _is_later(course):
        return _without_report(course, direction, pace)
    if course.rate or _is_kept(course, direction):
        return _held(course, direction, pace)
    return _on_path(course, direction, pace)


def _refused(course: Course) -> str:
    for other, name in ((course.base, "基数"), (course.actual, "实绩")):
        if other is not None and other.family != course.goal.family:
            return f"口径不同：目标与{name}的计量单位不同类"
    if course.partial and course.accumulation == "flow" and not course.rate:
        return "实绩只是部分时段的数，不能与全年目标相比"
    return ""


def _from_zero(course: Course) -> Course:
    """A cumulative count has a base by nature: zero on its first day."""
    if course.accumulation != "cumulative" or course.base is not None or course.start is None:
        return course
    nothing = Interval.exactly(0)
    zero = Amount(nothing, nothing, Decimal(0), course.goal.family)
    return replace(course, base=zero, base_on=course.start)


def _sharpened(course: Course, direction: Direction | None) -> Course:
    """Where the base already lies in the margin of a softened goal (6.7% of 7%左右), the number itself is the goal."""
    base, goal = course.base, course.goal
    if base is None or direction not in ("more", "less") or goal.said.is_point or not goal.said.is_bounded:
        return course
    exact = Interval.exactly(goal.stated)
    ends = _ends(base.said)
    if all(_meets(end, goal.said, direction) for end in ends) and not all(_meets(e, exact, direction) for e in ends):
        return replace(course, goal=replace(goal, said=exact))
    return course


def _direction(course: Course) -> Direction | None:
    """The goal's own bound outranks the vocabulary: "控制在5%以内" is a ceiling whatever is measured."""
    span = course.goal.span
    if course.direction == "keep":
        return "keep"
    if span.low is None:
        return "less"
    if span.high is None:
        return "more"
    if course.direction is not None:
        return course.direction
    if course.base is None:
        return None
    if course.base.stated == course.goal.stated:
        return "keep"
    return "more" if course.goal.stated > course.base.stated else "less"


def _pace_of(course: Course) -> Interval | None:
    if course.base is None or course.base_on is None or course.due is None or course.rate:
        return None
    if _direction(course) in ("keep", "band") or not _goes_on(course):
        return None
    if course.direction is None and course.goal.stated < course.base.stated:
        return None  # nothing but the two numbers says that less is wanted
    return pace_needed(course.base, course.goal, years=years_between(course.base_on, course.due))


def _is_later(course: Course) -> bool:
    assert course.actual_on is not None  # noqa: S101  # the caller has looked
    return course.base_on is None or course.actual_on > course.base_on


def _is_kept(course: Course, direction: Direction) -> bool:
    if direction in ("keep", "band"):
        return True
    return course.base is not None and course.base.stated == course.goal.stated


def _meets(value: Decimal, goal: Interval, direction: Direction) -> bool:
    if direction == "less":
        return goal.high is None or value <= goal.high
    if direction == "band":
        return (goal.low is None or value >= goal.low) and (goal.high is None or value <= goal.high)
    return goal.low is None or value >= goal.low


def _ends(interval: Interval) -> tuple[Decimal, ...]:
    """The bounds that words leave to a number; an open side counts as its closed one, the safer reading of a report."""
    return tuple({bound for bound in (interval.low, interval.high) if bound is not None})


def _open(amount: Amount, words: set[Word]) -> Verdict:
    return Verdict("不可判定", f"精度不足：数值在{spell_span(amount)}之间，{'、'.join(sorted(words))}都有可能")


def _without_report(course: Course, direction: Direction, pace: Interval | None) -> Verdict:
    stays = course.accumulation == "level" and direction == "more" and not course.rate
    if course.base is not None and stays and not _is_kept(course, direction):
        worst = all(_meets(end, course.goal.said, direction) for end in _ends(course.base.said))
        if worst and course.due is not None:
            return Verdict("不可判定", "基期的数已高于目标，或为保持，或口径不同", pace)
    if course.actual is not None:
        return Verdict("不可判定", "无基期以后的实绩", pace)
    return Verdict("不可判定", "无实绩", pace)


def _held(course: Course, direction: Direction, pace: Interval | None) -> Verdict:
    """A goal to keep: each report holds it or not; there is no path, and nothing is early."""
    assert course.actual is not None  # noqa: S101  # judge has looked
    if course.due is None and not course.rate and direction != "keep":
        return Verdict("不可判定", "无期限", pace)
    if course.due is not None and course.actual_on is not None and course.actual_on > course.due:
        return Verdict("不可判定", "实绩不在目标期内", pace)
    side = _kept_side(course.goal.said, direction)
    words: set[Word] = set()
    for end in _ends(course.actual.said):
        if not _meets(end, course.goal.said, side):
            words.add("滞后")
        elif course.rate and side != "band" and _exceeds(end, course.goal.stated, side):
            words.add("快于预期")
        else:
            words.add("基本符合预期")
    if len(words) > 1:
        return _open(course.actual, words)
    what = "增速" if course.rate else "保持型目标"
    return Verdict(words.pop(), f"{what}：逐期与目标值相比，不设进度", pace)


def _kept_side(goal: Interval, direction: Direction) -> Direction:
    """Which side of a goal to keep counts: of a ceiling below it, of a range inside, of anything else above."""
    if direction != "keep" or goal.is_point or goal.high is None:
        return direction
    return "less" if goal.low is None else "band"


def _exceeds(value: Decimal, goal: Decimal, side: Direction) -> bool:
    margin = abs(goal) * TOLERANCE
    return value < goal - margin if side == "less" else value > goal + margin


def _on_path(course: Course, direction: Direction, pace: Interval | None) -> Verdict:
    assert course.actual is not None  # noqa: S101  # judge has looked
    assert course.actual_on is not None  # noqa: S101
    met = {_meets(end, course.goal.said, direction) for end in _ends(course.actual.said)}
    if course.due is None:
        known = "已达到目标值，但目标无期限" if met == {True} else "无期限"
        return Verdict("不可判定", known, pace)
    if course.actual_on > course.due:
        if met == {False}:
            return Verdict("滞后", "期限已过，期后的实绩仍未达到目标", pace)
        return Verdict("不可判定", "实绩晚于期限，无法确认到期时是否达到", pace)
    if len(met) > 1:
        return Verdict("不可判定", f"精度不足：数值在{spell_span(course.actual)}之间，跨越目标值", pace)
    if course.actual_on < course.due:
        if met == {True}:
            return Verdict("提前实现", "期限未到，已达到目标", pace, *_shares(course))
        return _under_way(course, pace)
    if met == {False}:
        return Verdict("滞后", "期限已到，未达到目标", pace, *_shares(course))
    return _at_due(course, pace)


def _under_way(course: Course, pace: Interval | None) -> Verdict:
    if course.base is None or course.base_on is None:
        return Verdict("不可判定", "无基数：只知尚未达到目标，不知进度", pace)
    expected, progress, elapsed = _shares(course)
    assert expected is not None  # noqa: S101  # there is a base and a date
    assert progress is not None  # noqa: S101
    if not _goes_on(course):
        return Verdict("滞后", "基期已达到目标，现低于目标", pace, expected, progress, elapsed)
    asked = (expected - course.base.stated) / (course.goal.stated - course.base.stated)
    words = {_tempo(end, asked) for end in _ends(progress)}
    if len(words) > 1:
        assert course.actual is not None  # noqa: S101
        return Verdict("不可判定", _open(course.actual, words).reason, pace, expected, progress, elapsed)
    word = words.pop()
    return Verdict(word, f"按{_shape(course)}应完成{asked:.0%}", pace, expected, progress, elapsed)


def _at_due(course: Course, pace: Interval | None) -> Verdict:
    expected, progress, elapsed = _shares(course)
    ahead = progress is not None and progress.low is not None and progress.low > 1 + TOLERANCE
    if ahead and _goes_on(course):
        return Verdict("快于预期", "期限已到，超过目标", pace, expected, progress, elapsed)
    return Verdict("基本符合预期", "期限已到，达到目标", pace, expected, progress, elapsed)


def _goes_on(course: Course) -> bool:
    """Whether the goal lies ahead of the base, and not behind it."""
    if course.base is None:
        return False
    ahead = course.goal.stated - course.base.stated
    return ahead < 0 if _direction(course) == "less" else ahead > 0


def _tempo(progress: Decimal, asked: Decimal) -> Word:
    if progress > asked * (1 + TOLERANCE):
        return "快于预期"
    return "滞后" if progress < asked * (1 - TOLERANCE) else "基本符合预期"


def _is_compound(course: Course) -> bool:
    if course.base is None or course.goal.family != "money" or course.accumulation == "cumulative":
        return False
    return course.base.stated > 0 and course.goal.stated > 0


def _shape(course: Course) -> str:
    return "等比路径" if _is_compound(course) else "等差路径"


def _shares(course: Course) -> tuple[Decimal | None, Interval | None, Decimal | None]:
    """Where the path stands at the report, the part of the way covered, the part of the time passed."""
    base, goal = course.base, course.goal
    if base is None or course.base_on is None or course.due is None or course.actual is None:
        return None, None, None
    assert course.actual_on is not None  # noqa: S101
    whole = years_between(course.base_on, course.due)
    if whole <= 0 or goal.stated == base.stated:
        return None, None, None
    elapsed = years_between(course.base_on, course.actual_on) / whole
    if _is_compound(course):
        expected = base.stated * (goal.stated / base.stated) ** elapsed
    else:
        expected = base.stated + (goal.stated - base.stated) * elapsed
    covered = [
        (end - start) / (goal.stated - start)
        for end in _ends(course.actual.said)
        for start in _ends(base.said)
        if goal.stated != start
    ]
    return expected, Interval(min(covered), max(covered)), elapsed
