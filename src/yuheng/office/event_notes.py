"""What is noted around the meetings: who was invited, said yes or no, has arrived, and which signed paper is which."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from yuheng.errors import Misuse
from yuheng.exchange.meetings import Pair, pair_of


@dataclass(frozen=True, slots=True)
class Consent:
    """What one firm says to meeting another: its latest word holds.

    Attributes:
        pair: the two firms.
        firm: the one of the two whose word it is.
        yes: whether it agrees; a no keeps the two apart.
        by: the account that noted it: the firm's own, or an organiser's who was told.
        on: the day.
    """

    pair: Pair
    firm: str
    yes: bool
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Arrival:
    """A firm that is there, since when, and whose desk noted it."""

    firm: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """A firm that was asked to hand in: its name and code, whether its account was made for it, by whom and when."""

    firm: str
    code: str
    made: bool
    by: str
    on: date


Consents = Mapping[tuple[Pair, str], Consent]
"""The latest word of each firm on each pair."""


def agreed(consents: Consents, pair: Pair) -> bool:
    """Whether both have said yes: only then does each see the other's contact."""
    said = [consents.get((pair, firm)) for firm in pair]
    return all(consent is not None and consent.yes for consent in said)


def refusals(consents: Consents) -> dict[Pair, tuple[str, ...]]:
    """The pairs to which somebody has said no, and who has."""
    found: dict[Pair, tuple[str, ...]] = {}
    for (pair, firm), consent in sorted(consents.items()):
        if not consent.yes:
            found[pair] = (*found.get(pair, ()), firm)
    return found


def consents_text(consents: Iterable[Consent]) -> str:
    """The consents, as JSON; the order in which they were given is kept."""
    return _json({"consents": [{**asdict(each), "on": each.on.isoformat()} for each in consents]})


def read_consents(path: Path) -> list[Consent]:
    """Read every consent, the oldest first; none yet are none."""
    return [
        Consent(pair_of(*each["pair"]), each["firm"], each["yes"], each["by"], date.fromisoformat(each["on"]))
        for each in _rows(path, "consents")
    ]


def latest(consents: Iterable[Consent]) -> dict[tuple[Pair, str], Consent]:
    """What holds now."""
    return {(each.pair, each.firm): each for each in consents}


def arrivals_text(arrivals: Iterable[Arrival]) -> str:
    """Who has arrived, as JSON."""
    return _json({"arrivals": [{**asdict(each), "at": each.at.isoformat(timespec="seconds")} for each in arrivals]})


def read_arrivals(path: Path) -> dict[str, Arrival]:
    """Read who has arrived, by firm; nobody yet is nobody."""
    rows = (Arrival(each["firm"], datetime.fromisoformat(each["at"]), each["by"]) for each in _rows(path, "arrivals"))
    return {each.firm: each for each in rows}


def invitations_text(invitations: Iterable[Invitation]) -> str:
    """The invitations, as JSON, in the order in which they were given."""
    return _json({"invitations": [{**asdict(each), "on": each.on.isoformat()} for each in invitations]})


def read_invitations(path: Path) -> list[Invitation]:
    """Read who was invited, the oldest first; nobody yet is nobody."""
    rows = _rows(path, "invitations")
    return [Invitation(**{**each, "on": date.fromisoformat(each["on"])}) for each in rows]


def papers_text(papers: Mapping[str, str]) -> str:
    """The signed papers by the name that outcomes give them: the SHA-256 of each one's bytes."""
    return _json({"papers": dict(sorted(papers.items()))})


def read_papers(path: Path) -> dict[str, str]:
    """Read which paper is which; none yet are none."""
    return dict(_table(path).get("papers", {}))


def _rows(path: Path, name: str) -> list[dict[str, Any]]:
    return list(_table(path).get(name, []))


def _table(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        table = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise Misuse(f"{path.name}：文件损坏（{error}）。", hint="从案卷以前的版本取回。") from error
    if not isinstance(table, dict):
        raise Misuse(f"{path.name}：文件损坏。", hint="从案卷以前的版本取回。")
    return table


def _json(table: object) -> str:
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"
