"""event.toml: what the organiser sets for an event, read and written back; pages and people edit the same file."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from yuheng.errors import Misuse
from yuheng.exchange.meetings import Pair, Pin, pair_of
from yuheng.office.event_agenda import Slot

_TEXT: Final = """# 供需对接活动的设定；改后保存，再运行 yuheng event timetable。
title = {title}
day = {day}
place = {place}
first = "{first:%H:%M}"      # 第一个时段的开始
slots = {count}           # 时段数
minutes = {minutes}         # 每个时段多长
pause = {pause}            # 时段之间的间隔
breaks = {{ {breaks} }}  # 如 6 = 90：第6时段之后休息90分钟
tables = {tables}
most = {most}             # 每家最多几场
floor = {floor}            # 有匹配的单位每家至少几场
seed = {seed}
gaps = {gaps}            # 规划所列缺口的分类，如 ["械.诊断"]
keep_contacts_days = {keep}  # 联系方式只用于本次活动，活动后保留的天数
hand_in = {hand_in}        # 企业自己登记供需："" 排会前一直开放，"2026-05-10" 到这一天，"closed" 已截止
invite = {invite}      # true：清单公开前，企业账号就能看到这场活动并登记
# [[pins]]           # 指定对接
# firms = ["甲", "乙"]
# slot = 1
# table = 1
# [[vetoes]]         # 回避
# firms = ["甲", "乙"]
"""


CLOSED: Final = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How the day is cut into slots.

    Attributes:
        first: when the first slot begins.
        count: how many slots.
        minutes: how long each is.
        pause: minutes between two slots.
        breaks: longer pauses: after which slot (from 1), how many minutes.
    """

    first: time = time(9, 0)
    count: int = 12
    minutes: int = 20
    pause: int = 5
    breaks: tuple[tuple[int, int], ...] = ((6, 90),)

    def __post_init__(self) -> None:
        if not 1 <= self.count <= 60 or not 1 <= self.minutes <= 480 or not 0 <= self.pause <= 480:
            raise Misuse(
                f"时段设定不对：{self.count}个时段，每个{self.minutes}分钟，间隔{self.pause}分钟。",
                hint="时段1至60个，每个1至480分钟，间隔0至480分钟。",
            )

    def slots_on(self, day: date) -> tuple[Slot, ...]:
        """The slots of a day, in order.

        Raises:
            Misuse: the last one would end on the day after.
        """
        return _slots_on(self, day)


@lru_cache(maxsize=16)
def _slots_on(clock: Clock, day: date) -> tuple[Slot, ...]:
    """Every line of every page asks for them."""
    start, breaks = datetime.combine(day, clock.first), dict(clock.breaks)
    found = []
    for number in range(1, clock.count + 1):
        end = start + timedelta(minutes=clock.minutes)
        found.append(Slot(start, end))
        start = end + timedelta(minutes=breaks.get(number, clock.pause))
    if found[-1].end.date() != day:
        raise Misuse(f"第{clock.count}时段要到次日{found[-1].end:%H:%M}才结束。", hint="减少时段或缩短间隔。")
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the organiser set for an event (event.toml).

    Attributes:
        hand_in: how long firms hand in their own items: "" until the timetable is made, the last day, or `CLOSED`.
        invite: whether firms see the event, and hand in, before its list is published.

    Raises:
        ValueError: `hand_in` is none of the three.
    """

    title: str
    day: date
    place: str = ""
    clock: Clock = Clock()
    tables: int = 20
    most: int = 8
    floor: int = 1
    seed: int = 0
    gaps: tuple[str, ...] = ()
    keep_contacts_days: int = 180
    pins: tuple[Pin, ...] = ()
    vetoes: tuple[Pair, ...] = ()
    hand_in: str = ""
    invite: bool = False

    def __post_init__(self) -> None:
        if self.hand_in not in ("", CLOSED):
            date.fromisoformat(self.hand_in)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The day's slots, in order."""
        return self.clock.slots_on(self.day)

    @property
    def contacts_until(self) -> date:
        """The last day on which contacts may be kept."""
        return self.day + timedelta(days=self.keep_contacts_days)


def read_setting(path: Path) -> Setting:
    """Read event.toml.

    Raises:
        Misuse: there is none, or a value is missing or of the wrong kind.
    """
    if not path.exists():
        raise Misuse(f"{path.name}：没有活动设定。", hint="先运行 yuheng event intake，它会写出一份可以修改的设定。")
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        setting = Setting(
            title=str(table["title"]),
            day=_day(table["day"]),
            place=str(table.get("place", "")),
            clock=_clock(table),
            tables=int(table["tables"]),
            most=int(table["most"]),
            floor=int(table.get("floor", 1)),
            seed=int(table.get("seed", 0)),
            gaps=tuple(table.get("gaps", ())),
            keep_contacts_days=int(table.get("keep_contacts_days", 180)),
            pins=tuple(_pin(pin) for pin in table.get("pins", ())),
            vetoes=tuple(pair_of(*veto["firms"]) for veto in table.get("vetoes", ())),
            hand_in=str(table.get("hand_in", "")),
            invite=bool(table.get("invite", False)),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise Misuse(
            f"{path.name}：读不懂（{error}）。", hint="对照模板改正：数字不加引号，日期写成 2026-05-20。"
        ) from error
    return setting


def setting_text(setting: Setting) -> str:
    """The setting as the file that `read_setting` reads: what was read comes back the same.

    >>> setting_text(Setting(title="会", day=date(2026, 5, 20))).splitlines()[1:3]
    ['title = "会"', 'day = 2026-05-20']
    """
    clock = setting.clock
    text = _TEXT.format(
        title=_quoted(setting.title),
        day=setting.day.isoformat(),
        place=_quoted(setting.place),
        first=clock.first,
        count=clock.count,
        minutes=clock.minutes,
        pause=clock.pause,
        breaks=", ".join(f"{after} = {minutes}" for after, minutes in clock.breaks),
        tables=setting.tables,
        most=setting.most,
        floor=setting.floor,
        seed=setting.seed,
        gaps=f"[{', '.join(map(_quoted, setting.gaps))}]",
        keep=setting.keep_contacts_days,
        hand_in=_quoted(setting.hand_in),
        invite="true" if setting.invite else "false",
    )
    return text + "".join([*map(_pin_text, setting.pins), *map(_veto_text, setting.vetoes)])


def _pin_text(pin: Pin) -> str:
    lines = ["", "[[pins]]", f"firms = [{', '.join(map(_quoted, pin.pair))}]"]
    lines += [f"slot = {pin.slot + 1}"] if pin.slot is not None else []
    lines += [f"table = {pin.table + 1}"] if pin.table is not None else []
    return "\n".join(lines) + "\n"


def _veto_text(pair: Pair) -> str:
    return f"\n[[vetoes]]\nfirms = [{', '.join(map(_quoted, pair))}]\n"


def _quoted(words: str) -> str:
    """A TOML basic string: JSON's escapes are a part of TOML's, but for DEL."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _pin(pin: Mapping[str, Any]) -> Pin:
    slot, table = pin.get("slot"), pin.get("table")
    return Pin(pair_of(*pin["firms"]), None if slot is None else slot - 1, None if table is None else table - 1)


def _clock(table: Mapping[str, Any]) -> Clock:
    breaks = {int(after): int(minutes) for after, minutes in table.get("breaks", {}).items()}
    return Clock(
        first=time.fromisoformat(table["first"]),
        count=int(table["slots"]),
        minutes=int(table["minutes"]),
        pause=int(table.get("pause", 0)),
        breaks=tuple(sorted(breaks.items())),
    )
