"""The timetable as a picture for the page: tables down, slots across; each place can be reached by mouse and by key.

No style and no script stands in it: colours are classes of the style sheet, and what a click does is event.js.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from html import escape
from typing import Final

from yuheng.exchange.meetings import Meeting, Pair
from yuheng.office.event_agenda import Slot, short_name
from yuheng.office.event_drawing import fitted

_LEFT: Final = 40
_HEAD: Final = 30
_HIGH: Final = 44
_WIDE: Final = 1012
_LEAST: Final = 92
_ROOMY: Final = 112
"""The width from which on a slot's end has room beside its beginning."""
SCORES: Final = ((800, "s5"), (650, "s4"), (500, "s3"), (350, "s2"), (0, "s1"))
"""From how many points on a meeting has which shade."""


def shade_of(score: int) -> str:
    """The class of a score.

    >>> shade_of(862), shade_of(360)
    ('s5', 's2')
    """
    return next(shade for least, shade in SCORES if score >= least)


def grid_svg(
    meetings: Sequence[Meeting],
    slots: Sequence[Slot],
    tables: int,
    *,
    shades: Mapping[Pair, str],
    keys: Mapping[Pair, str],
    pinned: Collection[Pair] = (),
    lost: Collection[tuple[int, int]] = (),
    held: int = 0,
    say: Callable[[str], str] = str,
) -> str:
    """Draw a timetable.

    Args:
        meetings: in any order.
        slots: of the day.
        tables: how many, free ones included: they are where a meeting can go.
        shades: the class of each meeting's colour.
        keys: what each pair is called in forms.
        pinned: pairs that are fixed.
        lost: table and slot that cannot be used.
        held: slots before this one are over: nothing in them moves.
        say: puts what a place is called into the reader's words.
    """
    wide = max(_LEAST, (_WIDE - _LEFT) // len(slots))
    width, height = _LEFT + wide * len(slots), _HEAD + _HIGH * tables
    at = {(meeting.slot, meeting.table): meeting for meeting in meetings}
    parts = [
        f'<svg class="timetable" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="group" '
        f'aria-label="{escape(say("时间表"))}">',
        *(_heading(number, slot, wide) for number, slot in enumerate(slots)),
    ]
    for table in range(tables):
        y = _HEAD + table * _HIGH
        parts.append(f'<text class="n" x="{_LEFT - 10}" y="{y + 27}">{table + 1}</text>')
        for number in range(len(slots)):
            place = (number, table)
            box = (_LEFT + number * wide, y, wide)
            meeting = at.get(place)
            over = number < held
            if meeting is not None:
                pair = meeting.pair
                words = say(_words(meeting, pinned=pair in pinned))
                parts.append(_meeting(meeting, box, shades[pair], keys[pair], words, pinned=pair in pinned, over=over))
            else:
                is_lost = (table, number) in lost
                words = say(f"第{number + 1}时段{table + 1}号桌 {'不能用' if is_lost else '空'}")
                parts.append(_free(place, box, words, lost=is_lost, over=over))
    parts.append("</svg>")
    return "".join(parts)


def _heading(number: int, slot: Slot, wide: int) -> str:
    words = slot.words if wide >= _ROOMY else f"{slot.start:%H:%M}"
    return f'<text class="h" x="{_LEFT + number * wide + 4}" y="19">{number + 1}　{words}</text>'


def _words(meeting: Meeting, *, pinned: bool) -> str:
    pair = "—".join(meeting.pair)
    return f"第{meeting.slot + 1}时段{meeting.table + 1}号桌 {pair} {meeting.score}分" + (" 已指定" if pinned else "")


def _meeting(
    meeting: Meeting, box: tuple[int, int, int], shade: str, key: str, words: str, *, pinned: bool, over: bool
) -> str:
    x, y, wide = box
    lines = "".join(
        f'<text x="{x + 8}" y="{y + 18 + 16 * line}">{escape(fitted(short_name(firm), 12, wide - 14))}</text>'
        for line, firm in enumerate(meeting.pair)
    )
    mark = f'<circle class="pin" cx="{x + wide - 9}" cy="{y + 9}" r="4"/>' if pinned else ""
    moves = "" if over else f' data-pair="{key}"'
    return (
        f'<g class="cell meeting{" over" if over else ""}" id="c-{meeting.slot + 1}-{meeting.table + 1}" role="button" '
        f'tabindex="-1" data-slot="{meeting.slot + 1}" data-table="{meeting.table + 1}"{moves} '
        f'aria-label="{escape(words)}"><title>{escape(words)}</title>'
        f'<rect class="{shade}" x="{x + 1}" y="{y + 1}" width="{wide - 2}" height="{_HIGH - 2}" rx="3"/>'
        f"{lines}{mark}</g>"
    )


def _free(place: tuple[int, int], box: tuple[int, int, int], words: str, *, lost: bool, over: bool) -> str:
    x, y, wide = box
    slot, table = place[0] + 1, place[1] + 1
    state = " lost" if lost else " over" if over else ""
    place_words = "" if lost or over else f' data-slot="{slot}" data-table="{table}"'
    return (
        f'<g class="cell free{state}" id="c-{slot}-{table}" role="button" tabindex="-1"{place_words} '
        f'aria-label="{escape(words)}">'
        f'<rect x="{x + 1}" y="{y + 1}" width="{wide - 2}" height="{_HIGH - 2}" rx="3"/></g>'
    )
