"""What became of each meeting: labels on the day and after half a year, and five stages that are never added up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, get_args

from yuheng.errors import Misuse
from yuheng.exchange.meetings import Pair, pair_of
from yuheng.model.claim import Stage
from yuheng.model.identity import id_of
from yuheng.text.periods import PATTERN

STAGES: Final[tuple[str, ...]] = get_args(Stage)
DAY_LABELS: Final = ("有意向", "再联系", "不合适", "未见面")
"""The line on the day itself."""

HALF_YEAR_LABELS: Final = ("已到款", "已签合同", "已签协议", "仍在谈", "已终止")
"""The line after six months."""

_STAGE_OF: Final[dict[str, Stage]] = {
    "有意向": "意向",
    "再联系": "接触",
    "不合适": "接触",
    "已到款": "到款",
    "已签合同": "合同",
    "已签协议": "协议",
    "接触": "接触",
    "意向": "意向",
    "协议": "协议",
    "合同": "合同",
    "到款": "到款",
}
_NONE: Final = ("未见面", "仍在谈", "已终止")
_AMOUNT: Final = re.compile(r"((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(亿元|万元|元|[亿万](?![\u4e00-\u9fff]))")
_LIKE_AN_AMOUNT: Final = re.compile(
    r"[¥￥$]|[万亿]?(?:美|欧|港|日)?元|[\d零一二两三四五六七八九十百千]\s*[万亿](?![\u4e00-\u9fff])"
)
"""What speaks of money: where some is left once the amount is read, it was not all of it."""

_LONG: Final = {"亿": "亿元", "万": "万元"}
SCALE: Final = {"亿元": Decimal(10_000), "万元": Decimal(1), "元": Decimal("0.0001")}
_PAPER: Final = re.compile(r"\S+\.(?:pdf|docx|jpg|png)", re.IGNORECASE)
_DATE: Final = re.compile(
    r"(?P<year>20\d\d)\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?(?!\d)"
    r"|(?<!\d)(?P<short>\d{1,2})\s*月\s*(?P<of>\d{1,2})\s*[日号]"
)
_LIKE_A_DATE: Final = re.compile(
    rf"{PATTERN}|[前昨今明后][天日]|(?:上|下|本|这)(?:个?月|周|星期)|(?:周|星期)[一二三四五六日天]"
    r"|\d+\s*[-/.]\s*\d+(?:\s*[-/.]\s*\d+)*|\d+\s*[年月日号]|[〇零一二三四五六七八九十]+[年月日号]|(?<!\d)20\d{6}(?!\d)"
)


@dataclass(frozen=True, slots=True, order=True)
class Outcome:
    """One line of reply.

    Attributes:
        pair: the two firms.
        on: the day it speaks of.
        label: as replied: one of `DAY_LABELS`, `HALF_YEAR_LABELS` or `STAGES`.
        amount: in 万元, or None where the reply has none.
        paper: the signed paper's file, or empty: an agreement without one is a report, no claim.
        target: what it serves, id of a target or segment key; empty where not said.
    """

    pair: Pair
    on: date
    label: str
    amount: Decimal | None = None
    paper: str = ""
    target: str = ""

    @property
    def stage(self) -> Stage | None:
        """The stage that the reply proves; None where it proves none (未见面, 仍在谈, 已终止)."""
        return None if self.label in _NONE else _STAGE_OF[self.label]

    @property
    def key(self) -> str:
        """The line as an address or a form carries it."""
        amount = "" if self.amount is None else f"{self.amount.normalize():f}"
        return id_of(*self.pair, self.on.isoformat(), self.label, amount, self.paper, self.target)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A line of reply that does not hold any more: it counts in no stage, and stays with who took it back and when.

    Attributes:
        outcome: the line as it was.
        by: the account.
        at: when.
        instead: the line that holds in its place; None where none does.
    """

    outcome: Outcome
    by: str
    at: datetime
    instead: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """One stage: how many pairs reached it, those with an amount, and the amounts of this stage alone, in 万元."""

    stage: str
    pairs: int
    with_amount: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Conversion:
    """Of the pairs that reached one stage, how many reached another; None of none is no rate."""

    start: str
    end: str
    of: int
    reached: int

    @property
    def words(self) -> str:
        """For the report: always both stages and both counts."""
        share = f"{100 * self.reached / self.of:.1f}%" if self.of else "不可判定"
        return f"{self.start}→{self.end}：{self.of}对中{self.reached}对，{share}"


def read_outcome(line: str, *, firms: Iterable[str], on: date) -> Outcome:
    """Read one line of reply: "甲—乙 已签协议 300万元 2026-05-01 协议扫描件.pdf".

    The firms may stand in any order with anything between; a day that is not written is `on`. A day may be written
    2026-05-01, 2026/5/1, 2026年5月1日, or 5月1日, which is the last one that is not after `on`.

    An amount that cannot be read is refused: left out, the pair would stand in the report as one that named none.

    >>> read_outcome("甲药业 与 乙医院：已签协议 300万元", firms=["甲药业", "乙医院"], on=date(2026, 5, 1)).stage
    '协议'

    Raises:
        Misuse: not two known firms, or no label or stage, or more than one, or an amount or a day that cannot be read:
            to take another day for it would put an amount into the wrong half-year.
    """
    named = _named(line, firms)
    if len(named) != 2:
        raise Misuse(f"“{line}”里要有两家参会单位，找到{len(named)}家。", hint="写全单位名称。")
    rest = line
    for name in named:
        rest = rest.replace(name, " ")
    paper = _PAPER.search(rest)
    rest = unicodedata.normalize("NFKC", _PAPER.sub(" ", rest))
    labels = _labels(rest)
    if len(labels) != 1:
        known = "、".join((*DAY_LABELS, *HALF_YEAR_LABELS))
        raise Misuse(f"“{line}”里要有且只有一个结果，找到{len(labels)}个。", hint=f"可写：{known}。")
    amounts = _AMOUNT.findall(rest)
    if len(amounts) > 1 or _LIKE_AN_AMOUNT.search(_AMOUNT.sub(" ", rest)):
        raise Misuse(f"“{line}”里的金额读不懂。", hint="写一个人民币金额，如 80万元；没有就不写。")
    return Outcome(
        pair=pair_of(*named),
        on=_day_in(_AMOUNT.sub(" ", rest), line, on=on),
        label=labels[0],
        amount=Decimal(amounts[0][0].replace(",", "")) * SCALE[_LONG.get(amounts[0][1], amounts[0][1])]
        if amounts
        else None,
        paper=paper[0] if paper else "",
    )


def ladder(outcomes: Sequence[Outcome]) -> tuple[Rung, ...]:
    """The five stages side by side. A pair counts in a stage that a reply of its own proves, and nowhere else.

    Amounts of one pair and stage are not added either: the latest reply holds.
    """
    rungs = []
    for stage in STAGES:
        latest = {each.pair: each for each in sorted(outcomes, key=lambda o: (o.on, o.pair)) if each.stage == stage}
        amounts = [each.amount for each in latest.values() if each.amount is not None]
        rungs.append(Rung(stage, len(latest), len(amounts), sum(amounts, Decimal(0))))
    return tuple(rungs)


def conversion(outcomes: Sequence[Outcome], start: str, end: str) -> Conversion:
    """How many of the pairs with a reply at `start` also have one at `end`, on the same day or later.

    Raises:
        Misuse: a stage that is none, or an end that does not come after the start.
    """
    for stage in (start, end):
        if stage not in STAGES:
            raise Misuse(f"没有“{stage}”这个阶段。", hint=f"阶段有：{'、'.join(STAGES)}。")
    if STAGES.index(start) >= STAGES.index(end):
        raise Misuse(f"“{end}”不在“{start}”之后，算不出转化。")
    first: dict[Pair, date] = {}
    for each in sorted(outcomes, key=lambda outcome: outcome.on):
        if each.stage == start:
            first.setdefault(each.pair, each.on)
    reached = {
        each.pair for each in outcomes if each.stage == end and each.pair in first and each.on >= first[each.pair]
    }
    return Conversion(start, end, len(first), len(reached))


def _day_in(rest: str, line: str, *, on: date) -> date:
    """The day that a reply names, or `on` where it names none.

    Raises:
        Misuse: words for a day that is none, that cannot be read, or for two days.
    """
    found = list(_DATE.finditer(rest))
    others = [each[0] for each in _LIKE_A_DATE.finditer(_DATE.sub(" ", rest)) if not each["now"]]
    if others or len(found) > 1:
        words = "、".join([*(each[0] for each in found), *others])
        raise Misuse(f"“{line}”里的日期“{words}”读不准。", hint="写一个日期，如 2026-11-22 或 2026年11月22日。")
    if not found:
        return on
    said = found[0]
    try:
        if said["year"]:
            return date(int(said["year"]), int(said["month"]), int(said["day"]))
        month, day = int(said["short"]), int(said["of"])
        return date(on.year if (month, day) <= (on.month, on.day) else on.year - 1, month, day)
    except ValueError:
        raise Misuse(f"“{line}”里的“{said[0]}”不是日期。", hint="写一个日期，如 2026-11-22。") from None


def _named(line: str, firms: Iterable[str]) -> list[str]:
    """The firms that a line names, the longest names first so that none is taken for its own beginning."""
    found = []
    for name in sorted(set(firms), key=lambda each: (-len(each), each)):
        if name in line:
            found.append(name)
            line = line.replace(name, "\0")
    return found


def _labels(words: str) -> list[str]:
    found = []
    for label in sorted({*_STAGE_OF, *_NONE}, key=len, reverse=True):
        if label in words:
            found.append(label)
            words = words.replace(label, "\0")
    return found
