"""Which duty a row of the office's own ledger is, and what is to be written into it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from yuheng.model import Issue, Period, Quantity, Target
from yuheng.office.adoption import Adoption, LedgerRow, target_column
from yuheng.office.duties import Duty
from yuheng.office.owner_names import owners_written, same_office
from yuheng.office.return_entries import Entry, read_value
from yuheng.office.return_rows import folded
from yuheng.office.workbook import Edit
from yuheng.office.workbook.book import Held
from yuheng.vocab.workbook_columns import column_roles

_UNIT: Final = re.compile(r"[（(][^（）()]{1,8}[）)]$")
_ORDINAL: Final = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[）).、．]\s*")
_SHORTEST: Final = 4


@dataclass(frozen=True, slots=True)
class Paired:
    """A row and the duties it is (several where several offices answer for one claim), and by what it was known."""

    row: LedgerRow
    duties: tuple[Duty, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a duty at the end of a period: everything an owned column may ask for.

    Attributes:
        value, status, progress, source: as reported and taken; None where nothing was.
        evidence, schedule: what the numbers and the calendar show; empty where nothing.
        updated: the day it was taken in.
        undecided: whether numbers disagree and nobody has settled which holds.
    """

    value: Entry | None = None
    status: Entry | None = None
    progress: Entry | None = None
    source: Entry | None = None
    evidence: str = ""
    schedule: str = ""
    updated: date | None = None
    undecided: bool = False


def paired(rows: Sequence[LedgerRow], duties: Sequence[Duty], *, name: str) -> tuple[list[Paired], list[Issue]]:
    """Find the duty of each row by name, then by target, date and owner; a row that fits several or none is an issue.

    A name alone may occur in three plans with three targets: whatever else the row says must not contradict it.
    """
    by_name: dict[str, list[Duty]] = defaultdict(list)
    for duty in duties:
        by_name[_plain_name(duty.what)].append(duty)
    found: list[Paired] = []
    issues: list[Issue] = []
    for row in rows:
        wanted = _plain_name(row.words("what"))
        same = by_name.get(wanted, [])
        reason = "名称相同"
        if not same:
            same, reason = _named_within(wanted, row, duties), "名称与目标见于原文"
        fitting, told = _fitting(row, same)
        claims = {duty.claim.id for duty in fitting}
        where = f"{row.sheet} 第 {row.row} 行“{row.words('what')[:40]}”"
        if len(claims) == 1:
            found.append(Paired(row, tuple(fitting), "、".join([reason, *told])))
        elif claims:
            message = f"{where}对得上 {len(claims)} 项（目标、时限、单位都分不开），没有写。"
            issues.append(Issue("row-ambiguous", message, name))
        elif same:
            why = _other_owners(row, same) or "目标、时限或单位与台账不符"
            message = f"{where}名称对得上，{why}，没有写。"
            issues.append(Issue("row-differs", message, name))
        else:
            issues.append(Issue("row-unmatched", f"{where}在台账里找不到，没有写。", name))
    return found, issues


def _plain_name(words: str) -> str:
    return folded(_UNIT.sub("", _ORDINAL.sub("", words.strip())))


def _named_within(name: str, row: LedgerRow, duties: Sequence[Duty]) -> list[Duty]:
    """Duties whose sentence holds the row's name: for targets only where the row also states their number."""
    if len(name) < _SHORTEST:
        return []
    found = []
    for duty in duties:
        if name in folded(duty.words):
            if duty.kind == "目标":
                goal = _goal(row)
                fits = goal is not None and _same_number(goal, duty)
                near = name in folded(duty.what) or folded(duty.what) in name
                if fits and near:
                    found.append(duty)
            elif folded(duty.claim.anchor.quote) and (folded(duty.what) in name or name in folded(duty.what)):
                found.append(duty)
    return found


def _fitting(row: LedgerRow, duties: Sequence[Duty]) -> tuple[list[Duty], list[str]]:
    """Those that nothing in the row contradicts, and by what they were told apart."""
    left, told = list(duties), []
    goal = _goal(row)
    if goal is not None:
        left = [duty for duty in left if duty.kind != "目标" or _same_number(goal, duty)]
        told.append("目标相同")
    years = set(re.findall(r"20\d\d", row.words("due")))
    if years and len({duty.claim.id for duty in left}) > 1:
        left = [duty for duty in left if set(re.findall(r"20\d\d", duty.due)) & years]
        told.append("时限相同")
    if left and owners_written(row.words("owner")):
        own = [duty for duty in left if _is_owner(duty.owner, row)]
        left = own or [duty for duty in left if not duty.owner]
        told += ["单位相同"] if own else []
    return left, told


def _is_owner(owner: str, row: LedgerRow) -> bool:
    """Whether a row names an office, in full or in short."""
    written = row.words("owner")
    return bool(owner) and (
        folded(owner) in folded(written) or any(same_office(owner, each) for each in owners_written(written))
    )


def _other_owners(row: LedgerRow, duties: Sequence[Duty]) -> str:
    """What to say where nothing but the office differs: whose answer it would have been."""
    own = row.words("owner")
    if not owners_written(own) or any(_is_owner(duty.owner, row) for duty in duties):
        return ""
    theirs = "、".join(dict.fromkeys(duty.owner for duty in duties if duty.owner))
    return f"责任单位“{own}”与台账的“{theirs}”不同" if theirs else ""


def _goal(row: LedgerRow) -> Quantity | None:
    held = row.held.get("goal")
    if held is None:
        return None
    unit = row.words("unit")
    return read_value(held if held.kind != "number" else Held("text", held.words), unit).quantity


def _same_number(goal: Quantity, duty: Duty) -> bool:
    """Whether a row's target is the duty's; a row that gives no unit means the duty's own."""
    theirs = goal.value
    if goal.unit and duty.unit and folded(goal.unit) != folded(duty.unit):
        converted = read_value(Held("text", f"{theirs}{goal.unit}"), duty.unit).quantity
        if converted is None:
            return False
        theirs = converted.value
    if not isinstance(duty.claim, Target):
        return False
    return theirs in (duty.claim.quantity.value, duty.claim.quantity.value2)


def edits_for(
    pairs: Iterable[Paired],
    adoption: Adoption,
    standings: Mapping[str, Standing],
    *,
    period: Period,
    name: str,
) -> tuple[list[Edit], list[Issue]]:
    """What to write: only into owned columns, only what was taken, and nothing where offices disagree."""
    uses = {use.name: use for use in adoption.sheets}
    roles = [key for key, role in column_roles().items() if role.is_owned]
    edits: list[Edit] = []
    issues: list[Issue] = []
    seen: dict[tuple[str, int, int], Edit] = {}
    for pair in pairs:
        known = [standings[duty.id] for duty in pair.duties if duty.id in standings]
        where = f"{pair.row.sheet} 第 {pair.row.row} 行“{pair.row.words('what')[:40]}”"
        if any(each.undecided for each in known) and target_column(uses[pair.row.sheet], "value", period) is not None:
            issues.append(Issue("row-disagrees", f"{where}的报数不一致，还没有选定，没有写。", name))
        for role in roles:
            column = target_column(uses[pair.row.sheet], role, period)
            values = [value for each in known if (value := _value(each, role)) is not None]
            if column is None or not values:
                continue
            different = list(dict.fromkeys(values))
            if len(different) > 1:
                said = "；".join(map(str, different))
                message = f"{where}的{column_roles()[role].titles[0]}各单位报的不同（{said}），没有写。"
                issues.append(Issue("row-disagrees", message, name))
                continue
            edit = _edit(pair, column, different[0], role)
            seen[edit.sheet, edit.row, edit.column] = edit
    edits += seen.values()
    return edits, issues


def _value(standing: Standing, role: str) -> Decimal | str | date | None:
    """What an owned column of a role is to hold; None leaves the cell as it is."""
    match role:
        case "value":
            entry = standing.value
            if entry is None:
                return None
            exact = entry.quantity is not None and entry.quantity.op == "="
            return entry.quantity.value if exact and entry.quantity is not None else entry.words or None
        case "status":
            return standing.status.words or None if standing.status else None
        case "progress":
            return standing.progress.words or None if standing.progress else None
        case "source":
            return standing.source.words or None if standing.source else None
        case "evidence":
            return standing.evidence or None
        case "schedule":
            return standing.schedule or None
        case "updated":
            return standing.updated
        case _:
            raise ValueError(f"no such owned role: {role}")


def _edit(pair: Paired, column: int, value: Decimal | str | date, role: str) -> Edit:
    """The number goes in the unit of the office's own column, where that differs from the duty's."""
    duty = pair.duties[0]
    unit = pair.row.words("unit")
    share = duty.unit.startswith(("%", "％"))
    if role == "value" and isinstance(value, Decimal) and unit and folded(unit) != folded(duty.unit):
        converted = read_value(Held("text", f"{value}{duty.unit}"), unit).quantity
        if converted is None:
            return Edit(pair.row.sheet, pair.row.row, column, f"{value}{duty.unit}")
        value = converted.value
    return Edit(pair.row.sheet, pair.row.row, column, value, is_share=role == "value" and share)
