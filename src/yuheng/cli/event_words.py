"""What `yuheng event` says in both languages, and how it reads what is typed behind an option."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from yuheng.errors import Misuse

_WORDS: Final = {
    "event": ("供需对接活动：登记、清单、匹配、排会、改排、成效。", "Supply-demand events, from intake to outcomes."),
    "event_long": (
        "供需对接活动，一个活动一个文件夹 DIR。次序：intake 登记 → list 清单 → match 匹配 → timetable 排会 → "
        "replan 当天改排 → print 印制 → outcomes 成效。",
        "A supply-demand event is a folder DIR. In order: intake, list, match, timetable, replan and print on the day, "
        "outcomes.",
    ),
    "intake": ("读入各单位的登记表 FILE…（xlsx、csv）。", "Read registration sheets FILE… (xlsx, csv)."),
    "check": (
        "核对各项出处：登记的每一项是否仍逐字在原表的那一格（不给 FILE 则查 DIR/登记表）。",
        "Check that every item stands in its cell of the sheets FILE… (DIR/登记表 where none is given).",
    ),
    "list": ("写出不含联系方式的供需清单。", "Write the list of offers and needs, without contacts."),
    "match": ("匹配需求与供给，写明理由。", "Match needs with offers, with reasons."),
    "timetable": ("排会，核查，印出议程、桌卡、总表和日历。", "Make, verify and print the timetable."),
    "print": (
        "印制还没有印的：有变动的议程和桌卡、总表；加 --all 则全部。",
        "Print what is not printed yet: changed agendas and table cards, the wall chart; with --all everything.",
    ),
    "everything": ("全部议程和桌卡，不只是有变动的", "all agendas and table cards, not only the changed ones"),
    "print_rest": (
        "时间表已保存，印制没有完成。接着印：yuheng event print {}",
        "The timetable is kept; the printing is not done. Go on with: yuheng event print {}",
    ),
    "all_printed": ("都是最新的，没有要印的。", "Everything is printed already."),
    "replan": ("当天改排：缺席、迟到、少桌，或又到了、桌恢复。", "Plan the rest of the day again."),
    "outcomes": (
        "记下成效回复 FILE（每行一条）；撤回或更正记错的。",
        "Take in outcomes from FILE, one line each; take back or correct wrong ones.",
    ),
    "standing": (
        "常设对接：登记表 FILE… 随到随收，写出上次以来的新增匹配和到期询问。",
        "A standing exchange: take in sheets FILE… as they come, and tell what is new since the last look.",
    ),
    "withdraw": ("撤回：编号或单位，可重复", "an item (by id) or a firm that withdraws; may be repeated"),
    "from": (
        "接续一场已结束的活动（它的文件夹）：仍有效的供需转入，联系方式不转",
        "take over what still stands of an event that is over (its folder); contacts stay behind",
    ),
    "agree": ("双方都同意：单位=单位，可重复", "both firms have agreed: FIRM=FIRM; may be repeated"),
    "refuse": (
        "前一家不同意与后一家对接：单位=单位，可重复",
        "the first firm says no to the second: FIRM=FIRM; may be repeated",
    ),
    "since": (
        "写出这一天以来的全部新增，说过的也写",
        "write what was new on this day or later, though it was told before",
    ),
    "extend": ("延期：编号=日期，可重复", "an item that lasts longer: ID=DATE; may be repeated"),
    "on": ("按哪一天算（如 2026-05-20）；不写则为今天", "the day to go by; today where not given"),
    "confirm": ("确认列的含义", "take the proposed columns as confirmed"),
    "seconds": ("有缺席时最多再改进几秒", "seconds to improve at most, where firms are absent"),
    "now": ("从第几时段起改排（从1起）", "first slot to plan again, from 1"),
    "absent": ("缺席的单位，可重复", "a firm that is away; may be repeated"),
    "late": ("迟到：单位=时段，可重复", "late arrival: FIRM=SLOT; may be repeated"),
    "lost": ("不能用的桌号，可重复", "a table that cannot be used; may be repeated"),
    "arrived": ("报过缺席或迟到、又到了的单位，可重复", "a firm that is there after all; may be repeated"),
    "found": ("又能用的桌号，可重复", "a table that is back; may be repeated"),
    "take_back": ("撤回记错的一条（照原样写），可重复", "a line to take back, as it was given; may be repeated"),
    "correct": ("更正：原来的一条和现在的一条，可重复", "a line, and the one that holds instead; may be repeated"),
    "by": ("谁撤回或更正", "who takes back or corrects"),
    "no_by": ("撤回和更正要写明是谁：加 --by 姓名。", "Say who takes back or corrects: --by NAME."),
    "no_lines": ("没有给回复文件，也没有要撤回或更正的。", "Neither replies nor anything to take back or correct."),
    "bad_day": ("“{}”不是日期，要写成 2026-05-20。", "{} is no date; write it like 2026-05-20."),
    "bad_number": ("“{}”要是不小于1的整数。", "{} must be a whole number from 1 on."),
    "bad_extend": ("“{}”要写成 编号=日期，如 G0001=2026-12-31。", "{} must be written ID=DATE, like G0001=2026-12-31."),
    "bad_pair": ("“{}”要写成 单位=单位，写全称。", "{} must be written FIRM=FIRM, full names."),
    "bad_late": ("“{}”要写成 单位=时段。", "{} must be written FIRM=SLOT."),
}


def word(key: str, lang: str) -> str:
    """What is said, in the language asked for."""
    return _WORDS[key][0 if lang == "zh" else 1]


def day_of(text: str | None, lang: str) -> date:
    """A day as it is typed; today where none is.

    Raises:
        Misuse: it is none.
    """
    if text is None:
        return date.today()  # the user's own calendar
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Misuse(word("bad_day", lang).format(text)) from None


def number_of(text: str, lang: str) -> int:
    """A whole number from 1 on.

    Raises:
        Misuse: it is none.
    """
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise Misuse(word("bad_number", lang).format(text))
    return int(text)


def extended_of(text: str, lang: str) -> tuple[str, date]:
    """An item and its new last day, typed ID=DATE.

    Raises:
        Misuse: it is not written so.
    """
    match = re.fullmatch(r"\s*([GX]\d+)\s*[=＝]\s*(\S+)\s*", text)
    if match is None:
        raise Misuse(word("bad_extend", lang).format(text))
    return match[1], day_of(match[2], lang)


def pair_in(text: str, lang: str) -> tuple[str, str]:
    """Two firms, typed FIRM=FIRM.

    Raises:
        Misuse: they are not written so.
    """
    one, sign, other = re.sub("＝", "=", text).partition("=")
    if not sign or not one.strip() or not other.strip():
        raise Misuse(word("bad_pair", lang).format(text))
    return one.strip(), other.strip()


def late_of(text: str, lang: str) -> tuple[str, int]:
    """A firm and the slot, from 0, in which it arrives, typed FIRM=SLOT.

    Raises:
        Misuse: it is not written so.
    """
    match = re.fullmatch(r"(.+)[=＝](\d+)", text)
    if match is None or int(match[2]) < 1:
        raise Misuse(word("bad_late", lang).format(text))
    return match[1].strip(), int(match[2]) - 1
