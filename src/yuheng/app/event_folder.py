"""An event's folder: which file is what, and everything that a plan needs read from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from yuheng.errors import Misuse
from yuheng.exchange.matches import Match, candidates_from
from yuheng.exchange.meetings import Candidate, Pair, Rules, pair_of
from yuheng.exchange.registration import Registration, rivals_in
from yuheng.office.event_file import read_matches, read_registration
from yuheng.office.event_notes import latest, read_consents, refusals
from yuheng.office.event_setting import Setting, read_setting
from yuheng.office.event_standing import read_standing

SETTING: Final = "event.toml"
STANDING: Final = "standing.toml"
COLUMNS: Final = "columns.toml"
REGISTERED: Final = "登记.json"
QUESTIONS: Final = "待补充.xlsx"
LIST: Final = ("供需清单.xlsx", "供需清单.html", "供需清单.jsonld")
MATCHES: Final = "matches.json"
MATCH_BOOK: Final = "匹配.xlsx"
PLAN: Final = "timetable.json"
CONSENTS: Final = "同意.json"
INVITED: Final = "邀请.json"
ARRIVALS: Final = "签到.json"
PAPERS: Final = "签署文件.json"
OUTCOMES: Final = "outcomes.json"
SHEETS: Final = "登记表"
SECRET: Final = "签到密钥.txt"  # noqa: S105  # a file's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Everything that a plan needs, read from the folder."""

    setting: Setting
    registered: Registration
    matches: tuple[Match, ...]
    candidates: tuple[Candidate, ...]
    rules: Rules
    refusals: Mapping[Pair, tuple[str, ...]]
    """Who has said no to whom."""

    @property
    def firms(self) -> tuple[str, ...]:
        """Who is registered."""
        return tuple(sorted(self.registered.firms))


def read_event(folder: Path) -> Event:
    """Read an event whose matches are made; those of items that were withdrawn since then are matches no more.

    Raises:
        Misuse: a file is missing, or a veto or absence names what there is not.
    """
    refuse_standing(folder)
    setting, registered = read_setting(folder / SETTING), read_registration(folder / REGISTERED)
    there = {item.id for item in registered.items}
    matches = tuple(match for match in read_matches(folder / MATCHES) if {match.need, match.offer} <= there)
    said = refusals(latest(read_consents(folder / CONSENTS)))
    rules = Rules(
        slots=len(setting.slots),
        tables=setting.tables,
        most=setting.most,
        floor=setting.floor,
        absent=frozenset((firm, slot) for firm, slot in registered.absences if 0 <= slot < len(setting.slots)),
        vetoes=frozenset({*setting.vetoes, *vetoes_of(registered), *said}),
        rivals=tuple(frozenset(members) for members in rivals_in(registered.firms.values())),
        pins=setting.pins,
    )
    candidates = tuple(candidates_from(matches))
    return Event(
        setting=setting, registered=registered, matches=matches, candidates=candidates, rules=rules, refusals=said
    )


def refuse_standing(folder: Path) -> None:
    """Keep what belongs to an event of one day away from a standing exchange: intake would empty it.

    Raises:
        Misuse: the folder is a standing exchange.
    """
    if (folder / STANDING).exists():
        raise Misuse(
            f"{folder}：这是常设对接，没有单独的登记、清单、匹配和排会。",
            hint="用 yuheng event standing；一天的活动另用一个文件夹。",
        )


def title_of(folder: Path) -> str:
    """What the event or the standing exchange is called.

    Raises:
        Misuse: the folder holds neither setting.
    """
    if (folder / STANDING).exists():
        return read_standing(folder / STANDING).title
    return read_setting(folder / SETTING).title


def vetoes_of(registered: Registration) -> list[Pair]:
    """Vetoes as written may shorten a name: they hold for every firm whose name has it."""
    return [
        pair_of(one, other)
        for one, words in registered.vetoes
        for other in registered.firms
        if words in other and other != one
    ]
