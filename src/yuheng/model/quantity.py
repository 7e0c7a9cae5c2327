"""How much, and how firmly it was stated."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Op = Literal["=", ">", ">=", "<", "<=", "~", "range"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount as a document states it: bounds, unit, and the words.

    "不低于60%", "超过60%", "60%左右" and "60%" are four different promises, so the bound is part of the value. Numbers
    are as printed, before scaling by the unit: 1675 亿元, not 1.675e11.

    Attributes:
        low: the lower bound, or None where there is none. Equal to `high` where one number is stated.
        high: the upper bound, or None where there is none.
        unit: as written (亿元, 家, %, 万张); empty where the number has none (倍差 1.81).
        stated: the words, comparator included: "力争突破2300亿元".
        approximate: 约, 左右, 近: the number is a guide, not a bound.
        hedged: 力争, 争取, 力求: the promise is softened.
        strict: the bound itself is excluded: 超过, 突破, 余, 低于 (not 不低于, 以上).

    >>> Quantity(Decimal(60), None, "%", "不低于60%").op
    '>='
    >>> Quantity(Decimal(3), Decimal(5), "年", "3—5年").op
    'range'
    """

    low: Decimal | None
    high: Decimal | None
    unit: str
    stated: str
    approximate: bool = False
    hedged: bool = False
    strict: bool = False

    def __post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise ValueError(f"a quantity needs a bound: {self.stated!r} has none")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"the bounds of {self.stated!r} are crossed: {self.low} > {self.high}")

    @staticmethod
    def bounds(op: str, value: Decimal, value2: Decimal | None = None) -> tuple[Decimal | None, Decimal | None]:
        """The lower and upper bound that a comparator makes of a number as printed.

        The one place where comparators are told apart: a `>=` that one reader takes for `=` turns a floor into a
        promise that was missed.

        >>> Quantity.bounds(">=", Decimal(60)), Quantity.bounds("range", Decimal(3), Decimal(5))
        ((Decimal('60'), None), (Decimal('3'), Decimal('5')))

        Raises:
            ValueError: no such comparator, or a range without its upper end.
        """
        match op:
            case "=" | "~":
                return value, value
            case ">" | ">=":
                return value, None
            case "<" | "<=":
                return None, value
            case "range" if value2 is not None:
                return value, value2
            case _:
                raise ValueError(f"no comparator is written {op!r} with {value} and {value2}")

    @property
    def op(self) -> Op:
        """The comparator, as the gold files write it."""
        if self.low is None:
            return "<" if self.strict else "<="
        if self.high is None:
            return ">" if self.strict else ">="
        if self.low != self.high:
            return "range"
        return "~" if self.approximate else "="

    @property
    def value(self) -> Decimal:
        """The number as printed: the bound that is stated, the lower end of a range."""
        value = self.low if self.low is not None else self.high
        assert value is not None  # noqa: S101  # __post_init__ refuses both None
        return value

    @property
    def value2(self) -> Decimal | None:
        """The upper end of a range, else None."""
        return self.high if self.op == "range" else None
