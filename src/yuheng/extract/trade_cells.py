"""What single cells of a list of offers and needs state: an amount, a thing with its amount, a day; never a person.

Whom to ring stands in many such lists. It must not get into a claim, which nobody can erase (decision 0014): cells are
cut where a contact begins, and words that still hold a number to ring are not read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from yuheng.extract.amounts import tokens_in
from yuheng.extract.comparators import Amount
from yuheng.extract.task_scope import due_in
from yuheng.model import Document, Period, Quantity
from yuheng.text.periods import day_in
from yuheng.vocab.chain.columns import words_for
from yuheng.vocab.units import is_unit, split_unit, units

_NUMBER_TO_RING = re.compile(
    r"(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)|(?<!\d)0\d{2,3}[-—－)）\s]{1,2}\d{7,8}(?!\d)|(?<!\d)400[-\s]?\d{3}[-\s]?\d{4}"
    r"|[\w.+-]+@[\w-]+\.\w+"
)
_RATE_AFTER = re.compile(r"\s?(?:/|每)(?P<per>[年月日天周])")
_RATE_BEFORE = re.compile(r"每(?P<per>[年月日天周])[^\d]{0,4}$")
_RATE_OF_HEAD = re.compile(r"(?P<per>[年月日])(?:产|供|需|用|采购)")
_UNIT_OF_HEAD = re.compile(r"[（(](?:单位[:：])?\s*(?P<unit>[^（）()]{1,8})\s*[）)]")
_ORDINAL = re.compile(r"[\d\s.,，、~～\-—/:：年月日%]*")
_EDGES = " \t\n。，,；;、：:（("


def without_contacts(words: str) -> str:
    """A cell up to where whom to ring begins; all that is read of it.

    >>> without_contacts("CT设备3台，联系人：李某 023-12345678")
    'CT设备3台'
    """
    found = [match.start() for match in (_contacts().search(words), _NUMBER_TO_RING.search(words)) if match]
    return words[: min(found)].rstrip(_EDGES) if found else words


def holds_contact(words: str) -> bool:
    """Whether words name somebody to ring, or a number or address."""
    return _NUMBER_TO_RING.search(words) is not None or _contacts().search(words) is not None


def is_name(words: str) -> bool:
    """Whether words can name a thing or a party: no number, no total, no dash.

    >>> is_name("CT"), is_name("3"), is_name("合计"), is_name("——")
    (True, False, False, False)
    """
    bare = words.strip(" （）():：")
    return (
        len(bare) >= 2
        and bare not in words_for("totals")
        and not bare.startswith(tuple(f"{word}：" for word in words_for("totals")))
        and _ORDINAL.fullmatch(bare) is None
        and any(letter.isalpha() for letter in bare)
    )


def read_amount(words: str, *, head: str = "", unit: str = "") -> Quantity | None:
    """The one amount that a cell states; None where it states none, or several.

    Args:
        words: the cell.
        head: its column's title, which may hold the unit and the rate: 月产能（万只）.
        unit: what the row's own column for units says.

    >>> read_amount("约50", head="月产能（万只）").unit, read_amount("每月８吨").unit, read_amount("若干")
    ('万只/月', '吨/月', None)
    """
    bracket = _UNIT_OF_HEAD.search(head)
    given = unit or (bracket["unit"] if bracket and is_unit(bracket["unit"]) else "")
    amounts = _amounts(words)
    if not amounts and given:
        amounts = [
            replace(each, end=len(words), outer_end=len(words), unit="")
            for each in _amounts(words + given)
            if each.start < len(words) and each.end == len(words) + len(given)
        ]
    if len(amounts) != 1:
        return None
    amount = amounts[0]
    if not given and not amount.unit and words[amount.end : amount.end + 1].isalpha():
        return None  # a unit that nobody knows: 100居里
    if given and not split_unit(amount.unit)[1]:
        amount = replace(amount, unit=amount.unit + given)
    rate = _RATE_AFTER.match(words, amount.end) or _RATE_BEFORE.search(words, 0, amount.outer_start)
    return _quantity(amount, words.strip(), rate or _RATE_OF_HEAD.search(head))


def thing_with_amount(words: str) -> tuple[str, Quantity | None]:
    """Part a thing from the amount beside it: CT设备3台, 3台CT设备. What says how large one piece is stays with it.

    >>> [thing_with_amount(words)[0] for words in ("CT设备3台", "2套负压担架", "75%酒精", "注射器10ml", "碘131")]
    ['CT设备', '负压担架', '75%酒精', '注射器10ml', '碘131']
    """
    amounts = _amounts(words)
    if not amounts or not _is_ordered(amounts[-1].unit):
        return words, None
    last, first = amounts[-1], amounts[0]
    rate = _RATE_AFTER.match(words, last.end)
    end = rate.end() if rate else last.outer_end
    if words[end:].strip(" 。）)") == "" and is_name(words[: last.outer_start].strip(_EDGES)):
        before = _RATE_BEFORE.search(words, 0, last.outer_start)
        start = before.start() if before else last.outer_start
        return words[:start].strip(_EDGES), _quantity(last, words[start:end], rate or before)
    if first.outer_start == 0 and words[:1].isdigit() and _is_ordered(first.unit) and is_name(words[first.outer_end :]):
        return words[first.outer_end :].strip(_EDGES), _quantity(first, words[: first.outer_end], None)
    return words, None


def read_until(document: Document, start: int, end: int) -> Period | None:
    """The last day that a cell states, or the year or month by whose end: 2026-12-31, 2026年底; 长期 is none."""
    return day_in(document.text[start:end]) or due_in(document, start, end)


def _amounts(words: str) -> list[Amount]:
    return [token for token in tokens_in(words, None) if isinstance(token, Amount)]


def _is_ordered(unit: str) -> bool:
    """Whether goods are ordered by a unit (台, 万只, 吨); of a bare number only a scale says so (口罩4千)."""
    scale, base = split_unit(unit.partition("/")[0])
    if not base:
        return scale > 1
    known = units().get(base)
    return base in words_for("bulk") or (known is not None and known.family == known.name and not known.bare)


def _quantity(amount: Amount, stated: str, rate: re.Match[str] | None) -> Quantity:
    low, high = amount.bounds
    unit = amount.unit.replace(" ", "")
    if rate is not None and unit and "/" not in unit:
        unit = f"{unit}/{rate['per']}"
    return Quantity(low, high, unit, stated, approximate=amount.op == "~", strict=amount.op in (">", "<"))


@cache
def _contacts() -> re.Pattern[str]:
    whole, lines = ("|".join(map(re.escape, words_for(use))) for use in ("contacts", "lines"))
    return re.compile(rf"{whole}|(?:{lines})\s*(?:[:：]|(?=[\d+]))", re.IGNORECASE)
