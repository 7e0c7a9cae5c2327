"""What hangs and lies in the hall: personal agendas, table cards, the wall chart; as pages, sheets and calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from yuheng.exchange.meetings import Meeting, Pair
from yuheng.model.identity import id_of
from yuheng.office.event_drawing import A3, A4, INK, LINE, PALE, Page, fitted
from yuheng.office.sheets import ACCENT, Book, Column

_TABLES_A_PAGE: Final = 24
_SLOTS_A_PAGE: Final = 6


@dataclass(frozen=True, slots=True)
class Slot:
    """One round, with its clock."""

    start: datetime
    end: datetime

    @property
    def words(self) -> str:
        """As printed: 09:00–09:20."""
        return f"{self.start:%H:%M}–{self.end:%H:%M}"


@dataclass(frozen=True, slots=True)
class Hall:
    """An event as it is printed.

    Attributes:
        title: of the event.
        place: where; empty where not said.
        slots: in order.
        meetings: in order.
        reasons: why a pair meets, in one line.
        codes: each firm's check-in code.
        version: "第1版", printed on every sheet, so that nobody goes by an old one.
    """

    title: str
    place: str
    slots: tuple[Slot, ...]
    meetings: tuple[Meeting, ...]
    reasons: Mapping[Pair, str]
    codes: Mapping[str, str]
    version: str

    def of_firm(self, firm: str) -> list[Meeting]:
        """A firm's meetings as its day runs."""
        return [meeting for meeting in self.meetings if firm in meeting.pair]


def other_of(meeting: Meeting, firm: str) -> str:
    """Whom a firm meets."""
    return meeting.pair[1] if meeting.pair[0] == firm else meeting.pair[0]


def short_name(name: str) -> str:
    """A firm as it fits a cell: what the law adds to names is left out.

    >>> short_name("岚江康宁药业股份有限公司")
    '岚江康宁药业'
    """
    for end in ("股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "（集团）", "集团公司"):
        name = name.removesuffix(end)
    return name


def agenda_pages(hall: Hall, firms: Iterable[str]) -> list[Page]:
    """Personal agendas, two to an A4 page, to be cut in the middle."""
    pages: list[Page] = []
    half = A4[1] / 2
    for place, firm in enumerate(firms):
        if place % 2 == 0:
            pages.append(Page((A4[1], A4[0])))
        else:
            pages[-1].line(half, 12, half, A4[0] - 12, dashed=True)
        _agenda(pages[-1], half * (place % 2), half, hall, firm)
    return pages


def _agenda(page: Page, left: float, width: float, hall: Hall, firm: str) -> None:
    x, inner = left + 28, width - 56
    page.text(x, 42, fitted(hall.title, 10, inner), size=10, ink="#4A5A60")
    page.text(x, 66, fitted(firm, 16, inner), size=16, bold=True)
    meetings = hall.of_firm(firm)
    day = f"{hall.slots[0].start:%Y年%m月%d日}"
    page.text(x, 84, f"{day}　{hall.place}　共{len(meetings)}场", size=9, ink="#4A5A60")
    page.text(x + inner, 42, f"签到码 {hall.codes.get(firm, '')}", size=11, bold=True, ink=ACCENT, end=True)
    columns = (x, x + 72, x + 112)
    page.box(x, 94, inner, 18, fill=ACCENT)
    for at, words in zip(columns, ("时间", "桌号", "对接单位与理由"), strict=True):
        page.text(at + 5, 107, words, size=9, bold=True, ink="#FFFFFF")
    room = x + inner - columns[2] - 8
    step = min(36.0, (A4[0] - 150) / max(len(meetings), 1))
    y = 112.0
    for number, meeting in enumerate(meetings):
        if number % 2:
            page.box(x, y, inner, step, fill=PALE)
        page.text(columns[0] + 5, y + 14, hall.slots[meeting.slot].words, size=9.5)
        page.text(columns[1] + 5, y + 14, f"{meeting.table + 1}号", size=10.5, bold=True, ink=ACCENT)
        page.text(columns[2] + 5, y + 14, fitted(other_of(meeting, firm), 10, room), size=10, bold=True)
        reason = hall.reasons.get(meeting.pair, "")
        page.text(columns[2] + 5, y + 27, fitted(reason, 8, room), size=8, ink="#4A5A60")
        y += step
        page.line(x, y, x + inner, y)
    if not meetings:
        page.text(x, 136, "今天没有安排对接。", size=11)
    page.text(x, A4[0] - 20, f"{hall.version}　以版次最大的一张为准", size=8, ink="#4A5A60")


def table_pages(hall: Hall, tables: Iterable[int]) -> list[Page]:
    """Table cards: one A4 page each, to be folded and stood on the table."""
    pages = []
    for table in tables:
        page = Page((A4[1], A4[0]))
        page.text(48, 120, f"{table + 1}", size=84, bold=True, ink=ACCENT)
        page.text(48 + 54 * len(str(table + 1)), 118, "号桌", size=28, bold=True)
        page.text(A4[1] - 48, 60, fitted(hall.title, 12, 420), size=12, ink="#4A5A60", end=True)
        page.text(A4[1] - 48, 80, hall.version, size=10, ink="#4A5A60", end=True)
        mine = [meeting for meeting in hall.meetings if meeting.table == table]
        step, y = min(32.0, 400 / max(len(mine), 1)), 160.0
        for meeting in mine:
            page.line(48, y, A4[1] - 48, y)
            page.text(48, y + step * 0.66, hall.slots[meeting.slot].words, size=13)
            page.text(170, y + step * 0.66, fitted(meeting.pair[0], 14, 290), size=14, bold=True)
            page.text(480, y + step * 0.66, fitted(meeting.pair[1], 14, 300), size=14, bold=True)
            y += step
        pages.append(page)
    return pages


def wall_count(slots: int, tables: int) -> int:
    """How many pages the wall chart of so many slots and tables has."""
    return -(-slots // _SLOTS_A_PAGE) * -(-tables // _TABLES_A_PAGE)


def wall_pages(hall: Hall, tables: int) -> list[Page]:
    """The wall chart on A3: tables down, slots across, both firms in each cell."""
    pages = []
    at = {(meeting.slot, meeting.table): meeting for meeting in hall.meetings}
    for first in range(0, len(hall.slots), _SLOTS_A_PAGE):
        slots = range(first, min(first + _SLOTS_A_PAGE, len(hall.slots)))
        for top in range(0, tables, _TABLES_A_PAGE):
            pages.append(_wall(hall, at, slots, range(top, min(top + _TABLES_A_PAGE, tables))))
    return pages


def _wall(hall: Hall, at: Mapping[tuple[int, int], Meeting], slots: range, tables: range) -> Page:
    page = Page((A3[1], A3[0]))
    left, top, head = 30.0, 70.0, 24.0
    wide = (A3[1] - 2 * left - 40) / len(slots)
    high = min((A3[0] - top - head - 30) / len(tables), 44.0)
    page.text(left, 36, fitted(hall.title, 18, 760), size=18, bold=True)
    page.text(left, 56, f"第{slots[0] + 1}–{slots[-1] + 1}时段　{tables[0] + 1}–{tables[-1] + 1}号桌", size=11)
    page.text(A3[1] - left, 40, f"{hall.slots[0].start:%Y-%m-%d}　{hall.place}　{hall.version}", size=11, end=True)
    page.box(left, top, A3[1] - 2 * left, head, fill=ACCENT)
    for column, slot in enumerate(slots):
        x = left + 40 + column * wide
        page.text(x + 6, top + 16, f"{slot + 1}　{hall.slots[slot].words}", size=11, bold=True, ink="#FFFFFF")
    for row, table in enumerate(tables):
        y = top + head + row * high
        if row % 2:
            page.box(left, y, A3[1] - 2 * left, high, fill=PALE)
        page.text(left + 6, y + high / 2 + 5, str(table + 1), size=13, bold=True, ink=ACCENT)
        for column, slot in enumerate(slots):
            meeting = at.get((slot, table))
            x = left + 40 + column * wide
            if meeting is not None:
                for line, firm in enumerate(meeting.pair):
                    words = fitted(short_name(firm), 9, wide - 10)
                    page.text(x + 6, y + high / 2 - 2 + line * 12, words, size=9, ink=INK)
            page.box(x, y, wide, high, line=LINE)
    return page


def agenda_book(hall: Hall, firms: Sequence[str], tables: int) -> bytes:
    """All of it as a workbook: by firm, by slot, and the wall chart."""
    book = Book(hall.title)
    by_firm = [(firm, meeting) for firm in firms for meeting in hall.of_firm(firm)]
    book.add(
        "按单位",
        (
            Column[tuple[str, Meeting]]("单位", 30, lambda row: row[0]),
            Column[tuple[str, Meeting]]("时间", 14, lambda row: hall.slots[row[1].slot].words),
            Column[tuple[str, Meeting]]("桌号", 7, lambda row: row[1].table + 1),
            Column[tuple[str, Meeting]]("对接单位", 30, lambda row: other_of(row[1], row[0])),
            Column[tuple[str, Meeting]]("理由", 46, lambda row: hall.reasons.get(row[1].pair, "")),
            Column[tuple[str, Meeting]]("签到码", 9, lambda row: hall.codes.get(row[0], "")),
        ),
        by_firm,
    )
    book.add(
        "按时段",
        (
            Column[Meeting]("时段", 7, lambda row: row.slot + 1),
            Column[Meeting]("时间", 14, lambda row: hall.slots[row.slot].words),
            Column[Meeting]("桌号", 7, lambda row: row.table + 1),
            Column[Meeting]("一方", 30, lambda row: row.pair[0]),
            Column[Meeting]("另一方", 30, lambda row: row.pair[1]),
            Column[Meeting]("分数", 7, lambda row: row.score),
        ),
        hall.meetings,
    )
    at = {(meeting.slot, meeting.table): meeting for meeting in hall.meetings}

    def cell(slot: int) -> Column[int]:
        def words(table: int) -> str:
            found = at.get((slot, table))
            return "" if found is None else "\n".join(short_name(firm) for firm in found.pair)

        return Column[int](hall.slots[slot].words, 18, words)

    grid = (Column[int]("桌号", 7, lambda table: table + 1), *(cell(slot) for slot in range(len(hall.slots))))
    book.add("总表", grid, range(tables))
    return book.close()


def calendar_of(hall: Hall, firm: str, *, stamp: datetime) -> bytes:
    """A firm's meetings as an iCalendar file (RFC 5545): lines of at most 75 octets, ended by CR LF.

    Times are those of the hall's clock, written with China's time zone.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Yuheng//event//ZH", *_ZONE]
    for meeting in hall.of_firm(firm):
        slot = hall.slots[meeting.slot]
        lines += [
            "BEGIN:VEVENT",
            f"UID:{id_of(hall.title, *meeting.pair)}@yuheng",
            f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
            f"DTSTART;TZID=Asia/Shanghai:{slot.start:%Y%m%dT%H%M%S}",
            f"DTEND;TZID=Asia/Shanghai:{slot.end:%Y%m%dT%H%M%S}",
            f"SUMMARY:{_ics(f'{meeting.table + 1}号桌 {other_of(meeting, firm)}')}",
            f"LOCATION:{_ics(f'{hall.place} {meeting.table + 1}号桌'.strip())}",
            f"DESCRIPTION:{_ics(hall.reasons.get(meeting.pair, ''))}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


_ZONE: Final = (
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Shanghai",
    "BEGIN:STANDARD",
    "DTSTART:19910915T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
)


def _ics(words: str) -> str:
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        words = words.replace(sign, written)
    return words


def _folded(line: str) -> bytes:
    """A line cut to 75 octets, never inside a character; what follows begins with a space."""
    out, here = b"", b""
    for char in line:
        octets = char.encode()
        if len(here) + len(octets) > 75:
            out += here + b"\r\n"
            here = b" "
        here += octets
    return out + here + b"\r\n"
