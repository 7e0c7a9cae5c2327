"""A standing exchange on paper: its setting, the last look, and the workbooks that are sent."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from yuheng.errors import Misuse
from yuheng.exchange.items import Item
from yuheng.exchange.matches import Match
from yuheng.exchange.standing import Look, form_of_match, form_rank, form_words, why_new
from yuheng.office.event_list import ITEM_COLUMNS, issued_title, match_columns
from yuheng.office.sheets import Book, Column

TEXT: Final = """# 常设对接的设定；改后保存，下次运行 yuheng event standing 时生效。
title = "常设对接"
gaps = []                 # 规划所列缺口的分类，如 ["械.诊断"]
ask_days = 30             # 到期前多少天去问
ask_open_days = 180       # 未写有效期的，多少天没有消息就去问
keep_contacts_days = 180  # 全部到期或撤回后，联系方式再保留多少天
"""
"""The setting of a standing exchange, to be filled in."""


_DAYS: Final = ("ask_days", "ask_open_days", "keep_contacts_days")


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingSetting:
    """What the organiser set for a standing exchange (standing.toml); the numbers are days."""

    title: str
    gaps: tuple[str, ...]
    ask_days: int
    ask_open_days: int
    keep_contacts_days: int


def read_standing(path: Path) -> StandingSetting:
    """Read standing.toml.

    Raises:
        Misuse: there is none, or a value is missing or of the wrong kind.
    """
    if not path.exists():
        raise Misuse(
            f"{path.name}：没有常设对接的设定。", hint="先运行 yuheng event standing，它会写出一份可以修改的设定。"
        )
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        days = {name: _days_of(table, name) for name in _DAYS}
        return StandingSetting(title=str(table["title"]), gaps=tuple(table["gaps"]), **days)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise Misuse(
            f"{path.name}：读不懂（{error}）。", hint="对照模板改正：数字不加引号；删去文件会重写一份。"
        ) from error


def standing_text(setting: StandingSetting) -> str:
    """The setting as a file that people can correct: the template, with these values."""
    values = {
        "title": json.dumps(setting.title, ensure_ascii=False),
        "gaps": json.dumps(setting.gaps, ensure_ascii=False),
    }
    values |= {name: str(getattr(setting, name)) for name in _DAYS}
    lines = []
    for line in TEXT.splitlines():
        name, sign, rest = line.partition(" = ")
        note = rest.partition("#")[2]
        lines.append(f"{name} = {values[name]}{f'  #{note}' if note else ''}" if sign else line)
    return "\n".join(lines) + "\n"


def _days_of(table: Mapping[str, Any], name: str) -> int:
    if type(table[name]) is not int or table[name] < 1:
        raise ValueError(f"{name} 要是不小于1的整数")
    return int(table[name])


def look_text(look: Look) -> str:
    """The last look, as JSON."""
    table: dict[str, Any] = {"on": None if look.on is None else look.on.isoformat(), "numbers": dict(look.numbers)}
    for name in ("joined", "handed", "entered"):
        table[name] = {key: day.isoformat() for key, day in sorted(getattr(look, name).items())}
    table |= {name: None if (day := getattr(look, name)) is None else day.isoformat() for name in ("lapsed", "listed")}
    table["writes"] = look.writes
    for name in ("matches", "asked", "ended", "taken"):
        table[name] = [[*key, day.isoformat()] for key, day in sorted(getattr(look, name).items())]
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def read_look(path: Path) -> Look:
    """Read the last look; before the first one it is empty.

    Raises:
        Misuse: the file is damaged. It is not made anew: everybody would be told again.
    """
    if not path.exists():
        return Look()
    try:
        table = json.loads(path.read_text("utf-8"))
        return Look(
            on=_day(table["on"]),
            joined=_days(table["joined"]),
            handed=_days(table["handed"]),
            entered=_days(table["entered"]),
            numbers=table["numbers"],
            matches=_told(table["matches"]),
            asked=_told(table["asked"]),
            ended=_told(table["ended"]),
            taken=_told(table.get("taken", [])),  # folders written earlier have none of these
            lapsed=_day(table.get("lapsed")),
            listed=_day(table.get("listed")),
            writes=table.get("writes", 0),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Misuse(
            f"{path.name}：文件损坏（{error}）。", hint="从备份取回；不要删去，否则会把说过的再说一遍。"
        ) from error


def _day(words: str | None) -> date | None:
    return None if words is None else date.fromisoformat(words)


def _days(table: Mapping[str, str]) -> dict[str, date]:
    return {key: date.fromisoformat(day) for key, day in table.items()}


def _told(rows: Sequence[tuple[str, str, str]]) -> dict[tuple[str, str], date]:
    return {(one, other): date.fromisoformat(day) for one, other, day in rows}


_FORM: Final = Column[Item]("对接形式", 14, lambda item: form_words(item.form))


def standing_list_bytes(title: str, items: Sequence[Item], *, issued: date) -> bytes:
    """The list as a workbook, each side grouped by form; it calls itself by the exchange and the day of its issue."""
    book = Book(issued_title(title, issued))
    for side, name in (("need", "需求清单"), ("offer", "供给清单")):
        mine = sorted((item for item in items if item.side == side), key=lambda each: (form_rank(each.form), each.id))
        book.add(name, (_FORM, *ITEM_COLUMNS), mine, frozen=4)
    return book.close()


def standing_matches_bytes(
    title: str, matches: Sequence[Match], items: Mapping[str, Item], *, sheets: Mapping[str, str]
) -> bytes:
    """All matches that stand, grouped by form, best first."""
    book = Book(title)
    columns = (_match_form(items), _open_form(items), *match_columns(items, sheets))
    book.add("匹配", columns, _grouped(matches, items), frozen=2)
    return book.close()


def news_bytes(
    title: str,
    matches: Sequence[Match],
    items: Mapping[str, Item],
    *,
    look: Look,
    sheets: Mapping[str, str],
) -> bytes:
    """Matches that are new, grouped by form, with since when each of them is possible and what made it so."""
    book = Book(title)
    since = Column[Match]("首次可对接", 12, lambda match: look.matches[match.need, match.offer])
    why = Column[Match]("为何是新的", 26, lambda match: why_new(match, look, on=look.matches[match.need, match.offer]))
    columns = (_match_form(items), _open_form(items), since, why, *match_columns(items, sheets))
    book.add("新增匹配", columns, _grouped(matches, items), frozen=2)
    return book.close()


def _match_form(items: Mapping[str, Item]) -> Column[Match]:
    return Column[Match]("对接形式", 14, lambda match: form_words(form_of_match(items[match.need], items[match.offer])))


def _open_form(items: Mapping[str, Item]) -> Column[Match]:
    """Who did not say its form: to be asked before the two are brought together."""

    def unsaid(match: Match) -> str:
        sides = (("需求", items[match.need]), ("供给", items[match.offer]))
        words = "、".join(name for name, item in sides if not item.form)
        return f"{words}未写明" if words else ""

    return Column[Match]("形式待核", 16, unsaid)


def _grouped(matches: Sequence[Match], items: Mapping[str, Item]) -> list[Match]:
    return sorted(
        matches,
        key=lambda each: (
            form_rank(form_of_match(items[each.need], items[each.offer])),
            -each.score,
            each.need,
            each.offer,
        ),
    )
