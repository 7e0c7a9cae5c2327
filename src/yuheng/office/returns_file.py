"""What came back, what was settled and what the office noted: one thing a line, only ever added to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeVar

from yuheng.errors import Misuse
from yuheng.model import Issue, Quantity
from yuheng.office.merging import Settlement
from yuheng.office.return_entries import Entry
from yuheng.office.returns import Change, Return, Returned, Voiding
from yuheng.office.verdicts import Explanation

T = TypeVar("T")
_HINT: Final = "文件被改动过；从备份恢复，或删去这一行后重新收表。"


def return_line(back: Return, *, on: date) -> str:
    """One returned workbook as one line, with the day it was taken in."""
    row = {
        "file": back.file,
        "sha256": back.sha256,
        "owner": back.owner,
        "on": on.isoformat(),
        "rows": sorted(back.rows),
        "values": [_value_row(value) for value in back.values],
        "changes": [_plain(change) for change in back.changes],
        "issues": [{"code": issue.code, "message": issue.message} for issue in back.issues],
    }
    return json.dumps(row, ensure_ascii=False)


def returns_from(lines: Iterable[str], *, name: str) -> tuple[Return, ...]:
    """Read returned workbooks back, in the order they were taken in.

    Raises:
        Misuse: a line is none.
    """
    return _from(lines, _return, name=name)


def settlement_line(settlement: Settlement) -> str:
    """One settlement as one line."""
    row = {**_plain(settlement), "on": settlement.on.isoformat(), "seen": list(settlement.seen)}
    return json.dumps(row, ensure_ascii=False)


def settlements_from(lines: Iterable[str], *, name: str) -> tuple[Settlement, ...]:
    """Read settlements back, in the order they were made.

    Raises:
        Misuse: a line is none.
    """
    return _from(
        lines,
        lambda row: Settlement(**{**row, "on": date.fromisoformat(row["on"]), "seen": tuple(row["seen"])}),
        name=name,
    )


def voiding_line(voiding: Voiding) -> str:
    """One voiding as one line."""
    return json.dumps({**_plain(voiding), "on": voiding.on.isoformat()}, ensure_ascii=False)


def voidings_from(lines: Iterable[str], *, name: str) -> tuple[Voiding, ...]:
    """Read voidings back, in the order they were made.

    Raises:
        Misuse: a line is none.
    """
    return _from(lines, lambda row: Voiding(**{**row, "on": date.fromisoformat(row["on"])}), name=name)


def explanation_line(said: Explanation) -> str:
    """One explanation as one line."""
    return json.dumps({**_plain(said), "on": said.on.isoformat()}, ensure_ascii=False)


def explanations_from(lines: Iterable[str], *, name: str) -> tuple[Explanation, ...]:
    """Read explanations back, in the order they were written.

    Raises:
        Misuse: a line is none.
    """
    return _from(lines, lambda row: Explanation(**{**row, "on": date.fromisoformat(row["on"])}), name=name)


def _from(lines: Iterable[str], made: Callable[[dict[str, Any]], T], *, name: str) -> tuple[T, ...]:
    """What each line holds, in their order; a line that is none stops with its number."""
    found = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                found.append(made(json.loads(line)))
            except (KeyError, TypeError, ValueError, InvalidOperation) as error:
                raise Misuse(f"{name} 第 {number} 行读不出：{error!r}。", hint=_HINT) from error
    return tuple(found)


def _plain(thing: Any) -> dict[str, Any]:
    return {each.name: getattr(thing, each.name) for each in fields(thing)}


def _value_row(value: Returned) -> dict[str, Any]:
    entry, quantity = value.entry, value.entry.quantity
    amount = None
    if quantity is not None:
        amount = _plain(quantity)
        amount["low"], amount["high"] = (None if b is None else str(b) for b in (quantity.low, quantity.high))
    return {**_plain(value), "entry": {**_plain(entry), "quantity": amount}}


def _made(kind: type[T], row: dict[str, Any]) -> T:
    return kind(**row)


def _return(row: dict[str, Any]) -> Return:
    values = []
    for each in row["values"]:
        said = each["entry"]
        amount = said["quantity"]
        if amount is not None:
            bounds = {side: None if amount[side] is None else Decimal(amount[side]) for side in ("low", "high")}
            amount = Quantity(**{**amount, **bounds})
        values.append(Returned(**{**each, "entry": Entry(**{**said, "quantity": amount})}))
    return Return(
        file=row["file"],
        sha256=row["sha256"],
        owner=row["owner"],
        values=values,
        changes=[Change(**each) for each in row["changes"]],
        issues=[_made(Issue, {**each, "document": row["file"]}) for each in row["issues"]],
        rows=set(row["rows"]),
    )
