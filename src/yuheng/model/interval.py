"""Numbers that are known only to lie between two bounds, and their arithmetic.

A printed number is never a point: "6.7%" is anything that rounds to 6.7. Every number that Yuheng derives carries the
bounds that follow from those of its inputs, so that a contradiction is shown only where no rounding can explain it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext

from yuheng.errors import Misuse

DIGITS = 28
"""Significant digits of a division or a root; far below any rounding of a printed figure."""


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`, both included; None is "no bound on this side".

    Whether a bound itself is excluded (超过) is not kept: it decides nothing between numbers that are rounded anyway.

    >>> Interval.exactly(Decimal(3)) + Interval(Decimal(1), None)
    Interval(low=Decimal('4'), high=None)
    """

    low: Decimal | None
    high: Decimal | None

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise Misuse(f"the bounds of an interval are crossed: {self.low} > {self.high}.")

    @classmethod
    def exactly(cls, value: Decimal | int) -> Interval:
        """The interval that holds one number."""
        return cls(Decimal(value), Decimal(value))

    @property
    def is_point(self) -> bool:
        """Whether it holds one number only."""
        return self.low is not None and self.low == self.high

    @property
    def is_bounded(self) -> bool:
        """Whether both bounds are known."""
        return self.low is not None and self.high is not None

    def __add__(self, other: Interval) -> Interval:
        return Interval(_sum(self.low, other.low), _sum(self.high, other.high))

    def __neg__(self) -> Interval:
        return Interval(_minus(self.high), _minus(self.low))

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        """Multiply two intervals of numbers that are not negative.

        Raises:
            Misuse: one may be negative: its lower bound is missing or below zero.
        """
        first, second = _not_negative(self), _not_negative(other)
        with localcontext() as context:
            context.prec = DIGITS
            high = None if self.high is None or other.high is None else self.high * other.high
            return Interval(first * second, high)

    def __truediv__(self, other: Interval) -> Interval:
        """Divide by an interval of positive numbers; the dividend must not be negative.

        Raises:
            Misuse: the divisor may be zero or negative, or the dividend negative.
        """
        if other.low is None or other.low <= 0:
            raise Misuse(f"cannot divide by {other}: it may be zero.", hint="Say 不可判定 with the reason instead.")
        first = _not_negative(self)
        with localcontext() as context:
            context.prec = DIGITS
            low = Decimal(0) if other.high is None else first / other.high
            return Interval(low, None if self.high is None else self.high / other.low)

    def scaled(self, factor: Decimal) -> Interval:
        """Multiply by an exact positive factor, e.g. that of a unit."""
        return Interval(
            None if self.low is None else self.low * factor, None if self.high is None else self.high * factor
        )

    def root(self, degree: Decimal) -> Interval:
        """The positive root of an interval that is not negative; `degree` need not be whole.

        Raises:
            Misuse: the interval may be negative, or the degree is not positive.
        """
        if degree <= 0:
            raise Misuse(f"cannot draw a root of degree {degree}.")
        return Interval(_power(_not_negative(self), 1 / degree), _power(self.high, 1 / degree))

    def overlaps(self, other: Interval) -> bool:
        """Whether some number lies in both: if not, the two contradict each other whatever the rounding."""
        return not (_below(self.high, other.low) or _below(other.high, self.low))

    def holds(self, other: Interval) -> bool:
        """Whether `other` lies in it whole."""
        low = self.low is None or (other.low is not None and other.low >= self.low)
        high = self.high is None or (other.high is not None and other.high <= self.high)
        return low and high


def required_growth(base: Interval, goal: Interval, *, years: Decimal) -> Interval:
    """The compound yearly growth that leads from `base` to `goal`, in per cent.

    >>> rate = required_growth(Interval.exactly(672), Interval.exactly(1300), years=Decimal(5))
    >>> f"{rate.low:.1f}"
    '14.1'

    Raises:
        Misuse: the base may be zero: no rate leads away from nothing.
    """
    return ((goal / base).root(years) - Interval.exactly(1)).scaled(Decimal(100))


def _sum(a: Decimal | None, b: Decimal | None) -> Decimal | None:
    return None if a is None or b is None else a + b


def _minus(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value


def _not_negative(interval: Interval) -> Decimal:
    if interval.low is None or interval.low < 0:
        raise Misuse(f"{interval} may be negative, and this arithmetic is for amounts.")
    return interval.low


def _power(value: Decimal | None, exponent: Decimal) -> Decimal | None:
    if value is None or value == 0:
        return value
    with localcontext() as context:
        context.prec = DIGITS
        return value**exponent


def _below(a: Decimal | None, b: Decimal | None) -> bool:
    return a is not None and b is not None and a < b
