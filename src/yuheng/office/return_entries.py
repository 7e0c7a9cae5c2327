"""What a filled-in cell says: a number in the row's unit, a word from the list, "none", or nothing that can be read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from yuheng.errors import UnreadableQuantity
from yuheng.extract.amounts import tokens_in
from yuheng.extract.comparators import Amount, with_comparators
from yuheng.model import Quantity
from yuheng.office.owner_names import is_office, owners_written
from yuheng.office.return_rows import STATUSES, folded
from yuheng.office.workbook.book import Held, plain
from yuheng.text.numbers import read_number
from yuheng.vocab.units import split_unit, units

NONE_WORDS: Final = frozenset(
    {
        "无",
        "-",
        "--",
        "—",
        "——",
        "/",
        "\\",
        "暂无",
        "未统计",
        "无数据",
        "暂无数据",
        "不详",
        "n/a",
        "na",
        "未报",
        "不适用",
    }
)
"""How people write that there is no number: an answer, and not zero."""

_SIGNED: Final = re.compile(r"[-−－](?=\d)")
_EDGES: Final = "。.,，;；、:： "
_SHARE: Final = ("%", "％")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a cell was read as.

    Attributes:
        words: what the cell shows.
        quantity: the amount in the row's unit; None where the cell gives none.
        is_none: the owner says that there is no number.
        note: what was converted on the way, in Chinese.
        trouble: why the cell could not be read; empty where it could.
    """

    words: str
    quantity: Quantity | None = None
    is_none: bool = False
    note: str = ""
    trouble: str = ""


def read_value(held: Held, unit: str) -> Entry:
    """Read a cell that owes a number in `unit`; what cannot be read keeps its words and says why.

    Full-width digits, separators, numbers kept as text, 约300 and 300家 are read; 300个 where 家 are asked for is not,
    and neither is a sentence that happens to hold a number.

    >>> entry = read_value(Held("text", "约１，２００张"), "张")
    >>> entry.quantity.value, entry.quantity.approximate, entry.trouble
    (Decimal('1200'), True, '')
    >>> read_value(Held("text", "300个"), "家").trouble
    '单位是“个”，应填“家”'
    """
    words = held.words.strip()
    match held.kind:
        case "blank":
            return Entry("")
        case "number":
            return _number(held, words, unit)
        case "text":
            return _text(words, unit)
        case "day":
            return Entry(words, trouble="是日期：多半是 Excel 把数改成了日期")
        case "boolean":
            return Entry(words, trouble="是逻辑值，不是数")
        case "error":
            return Entry(words, trouble="公式出错")


def read_status(held: Held) -> Entry:
    """Read a self-assessment: one of the words of the list, whatever the spacing; others are kept and asked about."""
    words = held.words.strip()
    if not words:
        return Entry("")
    found = next((status for status in STATUSES if folded(status) == folded(words)), "")
    if found:
        return Entry(found)
    return Entry(words, trouble=f"不是所列的词（{'、'.join(STATUSES)}）")


def read_owner(held: Held) -> Entry:
    """Read who is to answer for a row: one office or several; words that are no office's name are kept and asked about.

    >>> read_owner(Held("text", "市经信委（牵头），市财政局")).words, read_owner(Held("text", "不清楚")).trouble
    ('市经信委、市财政局', '“不清楚”不是单位名称')
    """
    if held.kind == "error":
        return Entry(held.words, trouble="公式出错")
    names = owners_written(held.words)
    unknown = [name for name in names if not is_office(name)]
    if unknown:
        return Entry(held.words.strip(), trouble=f"“{'、'.join(unknown)}”不是单位名称")
    return Entry("、".join(names))


def read_words(held: Held) -> Entry:
    """Read a cell of free words."""
    if held.kind == "error":
        return Entry(held.words, trouble="公式出错")
    return Entry(held.words.strip())


def read_answer(field: str, words: str, unit: str) -> Entry:
    """Read what a person typed for a cell outside its sheet; `field` is one of those that a row owes.

    An owner's name is taken as typed: a named person says it, and no list knows every office.
    """
    if not words:
        return Entry("")
    match field:
        case "value":
            return read_value(Held("text", words), unit)
        case "status":
            return read_status(Held("text", words))
        case "owner":
            return Entry("、".join(owners_written(words)))
        case _:
            return read_words(Held("text", words))


def _number(held: Held, words: str, unit: str) -> Entry:
    assert held.number is not None  # noqa: S101  # the kind says so
    if words.endswith("%"):
        if not unit.startswith(_SHARE):
            return Entry(words, trouble=f"是百分数，应填“{unit or '数'}”")
        return Entry(words, _exactly(Decimal(words.removesuffix("%")), unit, words))
    return Entry(words, _exactly(held.number, unit, words))


def _text(words: str, unit: str) -> Entry:
    plainly = unicodedata.normalize("NFKC", words).strip().strip(_EDGES)
    if not plainly or plainly.casefold() in NONE_WORDS or words in NONE_WORDS:
        return Entry(words, is_none=True)
    plainly = re.sub(r"(?<=\d)[\s,](?=\d{3}(?!\d))", "", plainly)
    negative = _SIGNED.match(plainly) is not None
    bare = _SIGNED.sub("", plainly, count=1) if negative else plainly
    amounts = [token for token in tokens_in(bare, None) if isinstance(token, Amount)]
    if len(amounts) == 1:
        amount = with_comparators(amounts[0], bare)
        if amount.value2 is None and not (bare[: amount.outer_start] + bare[amount.outer_end :]).strip(_EDGES):
            return _in_unit(words, amount, unit, negative)
    try:
        return Entry(words, _exactly(read_number(bare) * (-1 if negative else 1), unit, words))
    except UnreadableQuantity:
        return Entry(words, trouble="读不出一个数")


def _in_unit(words: str, amount: Amount, unit: str, negative: bool) -> Entry:
    """Bring an amount to the row's unit; units of another kind are refused, since nobody can know what was meant."""
    value, note = amount.value, ""
    if amount.unit and folded(amount.unit) != folded(unit):
        (scale, name), (their_scale, their_name) = split_unit(amount.unit), split_unit(unit)
        ours, theirs = units().get(name), units().get(their_name)
        if name and name != their_name:
            same = ours is not None and theirs is not None and ours.family == theirs.family
            if not same or ours is None or theirs is None:
                return Entry(words, trouble=f"单位是“{amount.unit}”，应填“{unit or '（无单位）'}”")
            scale, their_scale = scale * ours.factor, their_scale * theirs.factor
        value = value * scale / their_scale
        note = f"“{words}”按{plain(value)}{unit}计" if scale != their_scale else ""
    if negative:
        value = -value
    low: Decimal | None = value
    high: Decimal | None = value
    match amount.op:
        case "=" | "~":
            pass
        case ">" | ">=":
            high = None
        case "<" | "<=":
            low = None
        case "range":
            return Entry(words, trouble="是一个区间，应填一个数")
    strict, about = amount.op in (">", "<"), amount.op == "~"
    return Entry(words, Quantity(low, high, unit, words, approximate=about, strict=strict), note=note)


def _exactly(value: Decimal, unit: str, words: str) -> Quantity:
    return Quantity(value, value, unit, words)
