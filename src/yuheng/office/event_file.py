"""An event as a folder of plain files: what was registered, matched, planned and what came of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from yuheng.errors import Misuse
from yuheng.exchange.items import Contact, Firm, Item, Origin
from yuheng.exchange.matches import Match, Part
from yuheng.exchange.meetings import Meeting, pair_of
from yuheng.exchange.outcomes import Outcome, Withdrawal
from yuheng.exchange.registration import Answered, Question, Registration
from yuheng.model.identity import id_of


def registration_text(registered: Registration, *, writes: int | None = None) -> str:
    """What was registered, as JSON; contacts included, so this file stays with the organiser.

    Args:
        registered: what was.
        writes: a number that makes the bytes unlike those of any earlier version, where versions are erased.
    """
    return _json(
        {
            **({} if writes is None else {"writes": writes}),
            "firms": [asdict(firm) for _, firm in sorted(registered.firms.items())],
            "items": [asdict(item) for item in registered.items],
            "vetoes": registered.vetoes,
            "absences": registered.absences,
            "questions": [asdict(question) for question in registered.questions],
            "numbers": registered.numbers,
            **({"answered": [asdict(each) for each in registered.answered]} if registered.answered else {}),
        }
    )


def read_registration(path: Path) -> Registration:
    """Read what was registered.

    Raises:
        Misuse: nothing was.
    """
    table = _read(path, "yuheng event intake")
    firms = {}
    for each in table["firms"]:
        contact = Contact(**{**each.pop("contact"), "until": None})
        licence_until = _optional_day(each.pop("licence_until"))
        firms[each["name"]] = Firm(**each, contact=contact, licence_until=licence_until)
    items = []
    for each in table["items"]:
        lists: dict[str, Any] = {name: tuple(each[name]) for name in ("must", "want", "no")}
        origin = each.get("origin")  # folders written earlier have none
        changed = {**lists, "until": _optional_day(each["until"]), "origin": origin and Origin(**origin)}
        items.append(Item(**{**each, **changed}))
    vetoes = [(one, other) for one, other in table["vetoes"]]
    absences = [(firm, slot) for firm, slot in table["absences"]]
    questions = [Question(**each) for each in table.get("questions", ())]
    answered = [
        Answered(Question(**each["question"]), each["by"], date.fromisoformat(each["on"]))
        for each in table.get("answered", ())
    ]
    return Registration(firms, items, vetoes, absences, questions, table.get("numbers", {}), answered)


def basis_of(registered: Registration) -> str:
    """What of a registration matches and timetable rest on, in a few digits.

    Whom to ring at a firm, the cell in which an item stands and the order of the sheets change no match: whoever
    corrects a telephone number must not send the organiser back to matching.
    """
    firms = [replace(firm, contact=Contact(), row="") for _, firm in sorted(registered.firms.items())]
    items = [replace(item, origin=None, row="") for item in sorted(registered.items, key=lambda each: each.id)]
    return id_of(*map(repr, (firms, items, sorted(registered.vetoes), sorted(registered.absences))))


def matches_text(matches: Iterable[Match], *, basis: str = "") -> str:
    """The matches, as JSON, with what they were made from where that is told."""
    return _json({**({"basis": basis} if basis else {}), "matches": [asdict(match) for match in matches]})


def read_basis(path: Path) -> str:
    """What the matches were made from (`basis_of`); empty where the file does not say.

    Raises:
        Misuse: there are none yet.
    """
    return str(_read(path, "yuheng event match").get("basis", ""))


def read_matches(path: Path) -> list[Match]:
    """Read the matches.

    Raises:
        Misuse: there are none yet.
    """
    found = []
    for each in _read(path, "yuheng event match")["matches"]:
        parts = tuple(Part(**part) for part in each.pop("parts"))
        one, other = each.pop("pair")
        marked = tuple((start, end) for start, end in each.pop("marked"))
        found.append(Match(**{**each, "open": tuple(each["open"])}, pair=(one, other), parts=parts, marked=marked))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A timetable as published.

    Attributes:
        version: counts up with every re-plan.
        meetings: in order.
        objective, bound: as the solver proved them; a re-plan has no bound and repeats its objective.
        below: firms below the floor, with the reason in `note`.
        note: what is to be said about it, in Chinese.
        absent, lost: what became known on the day: firm or table, and slot.
        there: absences of the registration that proved wrong on the day: firm and slot.
        begun: the first slot that the last re-plan on the day could change; None where there was none.
    """

    version: int
    meetings: tuple[Meeting, ...]
    objective: int
    bound: int
    below: tuple[str, ...] = ()
    note: str = ""
    absent: tuple[tuple[str, int], ...] = ()
    lost: tuple[tuple[int, int], ...] = ()
    there: tuple[tuple[str, int], ...] = ()
    begun: int | None = None

    @property
    def on_the_day(self) -> bool:
        """Whether it was made again on the day: then it has no bound of its own, and its past slots are facts."""
        return self.begun is not None or bool(self.absent or self.lost)


def plan_text(plan: Plan) -> str:
    """A plan, as JSON."""
    return _json(asdict(plan))


def read_plan(path: Path) -> Plan:
    """Read a plan.

    Raises:
        Misuse: there is none yet.
    """
    table = _read(path, "yuheng event timetable")
    meetings = tuple(Meeting(m["slot"], m["table"], pair_of(*m["pair"]), m["score"]) for m in table.pop("meetings"))
    below = tuple(table.pop("below"))
    absent = tuple((firm, slot) for firm, slot in table.pop("absent"))
    lost = tuple((number, slot) for number, slot in table.pop("lost"))
    there = tuple((firm, slot) for firm, slot in table.pop("there", ()))
    return Plan(**table, meetings=meetings, below=below, absent=absent, lost=lost, there=there)


def outcomes_text(outcomes: Iterable[Outcome], withdrawn: Iterable[Withdrawal] = ()) -> str:
    """The outcomes that hold and those taken back, as JSON."""
    return _json({"outcomes": [asdict(each) for each in outcomes], "withdrawn": [asdict(each) for each in withdrawn]})


def read_outcomes(path: Path) -> list[Outcome]:
    """Read the outcomes that hold; none yet are none."""
    if not path.exists():
        return []
    return [_outcome(each) for each in _read(path, "yuheng event outcomes")["outcomes"]]


def read_withdrawals(path: Path) -> list[Withdrawal]:
    """Read the outcomes that were taken back, the first of them first; none yet are none."""
    if not path.exists():
        return []
    return [
        Withdrawal(
            _outcome(each["outcome"]),
            each["by"],
            datetime.fromisoformat(each["at"]),
            None if each["instead"] is None else _outcome(each["instead"]),
        )
        for each in _read(path, "yuheng event outcomes").get("withdrawn", [])
    ]


def _outcome(each: dict[str, Any]) -> Outcome:
    amount = None if each["amount"] is None else Decimal(each["amount"])
    changed = {"pair": pair_of(*each["pair"]), "on": date.fromisoformat(each["on"]), "amount": amount}
    return Outcome(**{**each, **changed})


def _json(table: object) -> str:
    def plain(value: object) -> str:
        if isinstance(value, date):  # a moment is one too
            return value.isoformat()
        if isinstance(value, Decimal):
            return str(value)
        raise TypeError(f"{type(value).__name__} has no place in an event's file")

    return json.dumps(table, ensure_ascii=False, indent=1, default=plain) + "\n"


def _read(path: Path, command: str) -> dict[str, Any]:
    if not path.exists():
        raise Misuse(f"{path}：还没有这个文件。", hint=f"先运行 {command}。")
    try:
        table = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise Misuse(f"{path}：文件损坏（{error}）。", hint=f"重新运行 {command}。") from error
    if not isinstance(table, dict):
        raise Misuse(f"{path}：文件损坏。", hint=f"重新运行 {command}。")
    return table


def _optional_day(words: str | None) -> date | None:
    return None if words is None else date.fromisoformat(words)
