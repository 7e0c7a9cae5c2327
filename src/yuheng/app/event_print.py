"""Everything of a plan that is printed or sent: PDF, workbook and calendars, all of it or what has changed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from yuheng.app.compiling import write_file
from yuheng.app.event_folder import SECRET, Event
from yuheng.errors import Misuse
from yuheng.exchange.meetings import Pair, pair_of
from yuheng.office.event_agenda import Hall, agenda_book, agenda_pages, calendar_of, table_pages, wall_pages
from yuheng.office.event_drawing import pdf_of, png_of
from yuheng.office.event_file import Plan
from yuheng.office.event_own import file_name

if TYPE_CHECKING:
    from yuheng.app.folders import Version

WALL: Final = "总表.pdf"
PICTURE: Final = "总表.png"
AGENDAS: Final = "议程.pdf"
TABLES: Final = "桌卡.pdf"
BOOK: Final = "议程.xlsx"
CALENDARS: Final = "日历"
CHANGED: Final = "变更议程"
CHANGED_TABLES: Final = "变更桌卡"
PRINTED: Final = "变更已印.json"
"""Which version's changed sheets were the last to be printed."""


def hall_of(event: Event, plan: Plan, *, secret: str = "") -> Hall:
    """An event's plan as it is printed, each pair with the reason of its best match; without a secret, no codes.

    Raises:
        Misuse: the setting no longer has a slot or table of the plan.
    """
    refuse_unfit(event, plan)
    reasons: dict[Pair, tuple[int, str]] = {}
    names = {item.id: item.name for item in event.registered.items}
    for match in event.matches:
        pair = pair_of(*match.pair)
        words = f"需求“{names[match.need]}” ↔ 供给“{names[match.offer]}”（{match.score}分）"
        reasons[pair] = max(reasons.get(pair, (0, "")), (match.score, words))
    return Hall(
        title=event.setting.title,
        place=event.setting.place,
        slots=event.setting.slots,
        meetings=plan.meetings,
        reasons={pair: words for pair, (_, words) in reasons.items()},
        codes=codes_of(secret, event.firms),
        version=f"第{plan.version}版",
    )


def unfit(event: Event, plan: Plan) -> int:
    """How many meetings stand in a slot or at a table that the setting no longer has."""
    rules = event.rules
    return sum(meeting.slot >= rules.slots or meeting.table >= rules.tables for meeting in plan.meetings)


def refuse_unfit(event: Event, plan: Plan) -> None:
    """Stop a plan that the setting no longer has room for from being printed or planned on.

    Raises:
        Misuse: it is such a plan.
    """
    if unfit(event, plan):
        raise Misuse(
            f"时间表第{plan.version}版与设定不符：有{unfit(event, plan)}场对接的时段或桌号已不在设定中。",
            hint="先在“时间表”一页重新排会，或改回设定。",
        )


def check_in_code(secret: str, firm: str) -> str:
    """Five letters and digits that a firm shows at the door: no letter that is read for a digit, and not to be guessed.

    >>> check_in_code("k", "岚江药业") == check_in_code("k", "岚江药业") != check_in_code("j", "岚江药业")
    True
    """
    digest = hmac.new(secret.encode(), firm.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().translate(str.maketrans("IO01", "XYZW"))[:5]


def codes_of(secret: str, firms: Iterable[str]) -> dict[str, str]:
    """Every firm's check-in code; without a secret there are none yet.

    Where two firms would have the same five letters, the second one's is drawn again, in the order of their names.
    """
    codes: dict[str, str] = {}
    taken: set[str] = set()
    for firm in sorted(firms) if secret else ():
        code, again = check_in_code(secret, firm), 0
        while code in taken:
            again += 1
            code = check_in_code(secret, f"{firm}\x1f{again}")
        taken.add(code)
        codes[firm] = code
    return codes


def secret_in(folder: Path) -> str:
    """An event's secret, from which check-in codes are made; empty where nothing was printed yet."""
    path = folder / SECRET
    return path.read_text("utf-8").strip() if path.exists() else ""


def _secret(folder: Path) -> str:
    """The secret, drawn the first time that codes are printed; it stays in the folder."""
    if not secret_in(folder):
        write_file(folder / SECRET, f"{secrets.token_hex(16)}\n".encode())
    return secret_in(folder)


def print_all(folder: Path, event: Event, plan: Plan) -> tuple[Path, ...]:
    """Write wall chart, agendas, table cards, workbook and a calendar for each firm."""
    hall, tables = hall_of(event, plan, secret=_secret(folder)), event.rules.tables
    walls = wall_pages(hall, tables)
    used = sorted({meeting.table for meeting in plan.meetings})
    written = [
        write_file(folder / WALL, pdf_of(walls)),
        write_file(folder / PICTURE, png_of(walls[0])),
        write_file(folder / AGENDAS, pdf_of(agenda_pages(hall, _with_meetings(hall, event.firms)))),
        write_file(folder / BOOK, agenda_book(hall, event.firms, tables)),
    ]
    if used:
        written.append(write_file(folder / TABLES, pdf_of(table_pages(hall, used))))
    return (*written, *_calendars(folder, hall, event.firms))


def print_changed(
    folder: Path, event: Event, plan: Plan, *, firms: Sequence[str], tables: Sequence[int]
) -> tuple[Path, ...]:
    """Write the sheets of the firms and tables whose day has changed, the wall chart, and the workbook anew.

    The sheets are named by the plan's version: a second re-plan before the first one's sheets are printed must not
    take them away.
    """
    hall = hall_of(event, plan, secret=_secret(folder))
    walls = wall_pages(hall, event.rules.tables)
    written = [
        write_file(folder / WALL, pdf_of(walls)),
        write_file(folder / PICTURE, png_of(walls[0])),
        write_file(folder / BOOK, agenda_book(hall, event.firms, event.rules.tables)),
    ]
    if firms:
        written.append(write_file(folder / changed_name(CHANGED, plan), pdf_of(agenda_pages(hall, firms))))
    if tables:
        written.append(write_file(folder / changed_name(CHANGED_TABLES, plan), pdf_of(table_pages(hall, tables))))
    return (*written, *_calendars(folder, hall, firms))


def changed_name(name: str, plan: Plan) -> str:
    """What the changed sheets of a version are called."""
    return f"{name}.v{plan.version}.pdf"


def note_printed(folder: Path, plan: Plan, *, version: int, by: str, at: datetime) -> None:
    """Note that all changed sheets up to a version are printed.

    Raises:
        Misuse: there is a newer version by now, whose sheets are not.
    """
    if version != plan.version:
        raise Misuse(f"时间表已是第{plan.version}版，又有要印的。", hint="刷新后再标记。")
    table = {"version": version, "by": by, "at": at.isoformat(timespec="seconds")}
    write_file(folder / PRINTED, f"{json.dumps(table, ensure_ascii=False)}\n".encode())


def waiting_sheets(files: Mapping[str, Version]) -> list[str]:
    """The changed sheets that are not printed yet, the oldest version first: neither marked, nor all printed anew."""
    since = max((files[name].revision for name in (AGENDAS, PRINTED) if name in files), default=0)
    found = [(int(name[2]), path) for path in files if (name := _CHANGED.fullmatch(path))]
    return [path for _version, path in sorted(found) if files[path].revision > since]


_CHANGED: Final = re.compile(rf"((?:{CHANGED}|{CHANGED_TABLES})\.v(\d+)\.pdf)")


def _with_meetings(hall: Hall, firms: Iterable[str]) -> list[str]:
    """Those who meet somebody; all, where nobody does."""
    return [firm for firm in firms if hall.of_firm(firm)] or list(firms)


def _calendars(folder: Path, hall: Hall, firms: Iterable[str]) -> list[Path]:
    stamp = datetime.combine(hall.slots[0].start.date(), time(), tzinfo=UTC)
    return [
        write_file(folder / CALENDARS / f"{file_name(firm)}.ics", calendar_of(hall, firm, stamp=stamp))
        for firm in firms
    ]
