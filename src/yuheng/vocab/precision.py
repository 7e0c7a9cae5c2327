"""How far a printed number may lie from the true one: the table of official words and of rounding."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Margin:
    """One row of `precision.toml`; its head explains the columns. None in a pair is "no bound on this side"."""

    op: str
    words: tuple[str, ...]
    counted: bool
    significant: bool
    reported: tuple[Decimal | None, Decimal | None]
    promised: tuple[Decimal | None, Decimal | None]
    why: str


@cache
def margins() -> tuple[Margin, ...]:
    """The rows in order; the first that holds counts."""
    table = tomllib.loads(files(__package__).joinpath("precision.toml").read_text("utf-8"))
    return tuple(
        Margin(
            row["op"],
            tuple(row.get("words", ())),
            bool(row.get("counted", False)),
            bool(row["significant"]),
            _pair(row["reported"]),
            _pair(row["promised"]),
            row["why"],
        )
        for row in table["rule"]
    )


def _pair(written: list[str]) -> tuple[Decimal | None, Decimal | None]:
    below, above = (None if word == "none" else Decimal(word) for word in written)
    return below, above
