"""Rows of a registration sheet become firms and items; what cannot be used as it stands becomes a question back."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from stdnum.cn import uscc

from yuheng.exchange.items import Contact, Firm, Item, Origin
from yuheng.extract.trade_columns import OF_A_SIDE, Side, own, side_of_cell, things_in
from yuheng.text.letters import folded
from yuheng.text.periods import day_in
from yuheng.vocab.chain import UNCLASSED, segment_of, segments, stages, version
from yuheng.vocab.chain.forms import form_of

Row = Mapping[str, str]

_LASTING: Final = ("长期", "长期有效", "永久", "无", "")
_LIST: Final = re.compile(r"[、；;，,\n/|]+")
_LISTS: Final[dict[str, Side]] = {"offer": "offer", "need": "need"}
"""Columns whose cells list items of one side."""

_EXAMPLE: Final = "例：医用外科口罩，YY 0469，每月10万只"
_SIGNS: Final = re.compile(r"[\s（）()·\-—]")
_NAME_MARKS: Final = re.compile(r"[\s（）()·\-—]|有限责任公司|股份有限公司|有限公司|公司")


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask a firm, so that its registration can be used.

    Attributes:
        firm: whom to ask; the file's name where no firm is known.
        row: where the trouble stands.
        kind: "code", "codes", "duplicate", "group", "licence", "vague", "side", "date", "stage", "segment", "firm".
        text: the question, concrete enough to be answered in one line.
    """

    firm: str
    row: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A question that is open no more: by what it was answered, in Chinese, and when."""

    question: Question
    by: str
    on: date


@dataclass(slots=True)
class Registration:
    """What was handed in so far.

    Attributes:
        firms: by name.
        items: in the order of the rows.
        vetoes: pairs (who says so, whom) as written.
        absences: firm and slot numbers from 0.
        questions: to be asked.
        numbers: the highest number ever given, by side; those of withdrawn items are not given again.
        answered: the questions of the standing exchange that are open no more, the oldest first.
        codes: every good credit code that was written for a firm, and where first; not kept in the file.
    """

    firms: dict[str, Firm] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    vetoes: list[tuple[str, str]] = field(default_factory=list)
    absences: list[tuple[str, int]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    answered: list[Answered] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict, compare=False)

    def ask(self, firm: str, row: str, *, kind: str, text: str) -> None:
        """Note a question, once."""
        question = Question(firm, row, kind, text)
        if question not in self.questions:
            self.questions.append(question)


Origins = Mapping[tuple[str, str], Origin]
"""The cell of each (where it stands, field)."""


def register(
    into: Registration,
    rows: Iterable[tuple[str, Row]],
    *,
    side: Side | None = None,
    origins: Origins = MappingProxyType({}),
    speaks_for: Callable[[str], bool] = lambda _firm: True,
) -> None:
    """Add the rows of one sheet: (where it stands, field to words).

    Args:
        into: what was registered so far.
        rows: in order; a firm's name holds until the next.
        side: what the sheet's name says, or None.
        origins: the cells that the words stand in, as far as they are known.
        speaks_for: whether the sheet says what holds of a firm; rows of other firms are passed over.
    """
    last = ""
    for where, row in rows:
        name = row.get("firm", "").strip() or last  # merged cells leave the name in the first row only
        if not any(words.strip() for words in row.values()):
            continue
        if not name:
            into.ask(where, where, kind="firm", text=f"{where}没有写单位名称，请补上。")
            continue
        last = name
        if not speaks_for(name):
            continue
        _add_firm(into, name, where, row)
        _add_items(into, name, where, row, side, origins)
        into.vetoes += [(name, other) for other in _listed(row.get("veto", ""))]
        into.absences += [(name, int(slot) - 1) for slot in re.findall(r"\d+", row.get("absent", "")) if int(slot)]
    _ask_codes(into)


def check(into: Registration, *, on: date) -> None:
    """Ask about what only the whole shows: the same firm or item twice, one group's firms, licences that have ended."""
    _check_codes(into)
    _check_same(into)
    for firm in into.firms.values():
        if firm.licence_until is not None and firm.licence_until < on:
            said = f"{firm.licence or '许可证'}已于{firm.licence_until.isoformat()}到期"
            into.ask(firm.name, firm.row, kind="licence", text=f"登记的{said}，换发的新证编号和有效期是什么？")
    for members in rivals_in(into.firms.values()):
        group = into.firms[members[0]].group
        for name in members:
            others = "、".join(other for other in members if other != name)
            text = f"贵单位与{others}同属{group}，排会时互不安排对接。是否另有要求？"
            into.ask(name, into.firms[name].row, kind="group", text=text)
    for item in into.items:
        if is_vague(item):
            text = f"“{item.name}”无法匹配：具体是哪种产品或服务？请写明名称、规格和数量（{_EXAMPLE}）。"
            into.ask(item.firm, item.row, kind="vague", text=text)


def rivals_in(firms: Iterable[Firm]) -> list[tuple[str, ...]]:
    """The firms of each group that sent more than one, sorted: they do not meet each other at the event."""
    groups: dict[str, list[str]] = {}
    for firm in firms:
        if firm.group:
            groups.setdefault(firm.group, []).append(firm.name)
    return [tuple(sorted(members)) for _, members in sorted(groups.items()) if len(members) > 1]


def is_vague(item: Item) -> bool:
    """Whether an item is too vague to be matched: no segment below the branches, and no specification.

    >>> is_vague(Item(id="1", firm="甲", side="need", name="寻求合作"))
    True
    """
    return not item.specification and item.segment.count(".") == 0


def read_day(words: str) -> date | None:
    """A day as people write it; None for 长期 and an empty cell.

    >>> read_day("2026年3月1日"), read_day("长期")
    (datetime.date(2026, 3, 1), None)

    Raises:
        ValueError: neither a day nor a word for "no end".
    """
    if words.strip() in _LASTING:
        return None
    day = day_in(words)
    if day is None:
        raise ValueError(f"“{words}”不是日期")
    return day.start


def code_in(words: str) -> str:
    """A 统一社会信用代码 as people write it: in full-width signs, in groups, in small letters.

    >>> code_in("９１５０ 0000-ma2423688ｘ")
    '91500000MA2423688X'
    """
    return re.sub(r"[\s\-－—·.]", "", unicodedata.normalize("NFKC", words)).upper()


def _add_firm(into: Registration, name: str, where: str, row: Row) -> None:
    """Add what a row says of its firm: what an earlier one left open is filled in, what it said stays."""
    code = code_in(row.get("code", ""))
    if code and not uscc.is_valid(code):
        into.ask(
            name,
            where,
            kind="code",
            text=f"统一社会信用代码“{code}”通不过校验（18位，末位是校验码），正确的代码是什么？",
        )
        code = ""
    elif code:
        into.codes.setdefault(name, {}).setdefault(code, where)
    said = Firm(
        name=name,
        code=code,
        group=row.get("group", "").strip(),
        place=row.get("place", "").strip(),
        licence=row.get("licence", "").strip(),
        licence_until=_day(into, name, where, row.get("licence_until", ""), of="许可证有效期"),
        contact=Contact(name=row.get("contact", "").strip(), phone=row.get("phone", "").strip()),
        row=where,
    )
    into.firms[name] = _filled(into.firms[name], said) if name in into.firms else said


def _filled(firm: Firm, later: Firm) -> Firm:
    """A firm with what only a later row says of it; a contact, or a licence and its last day, is taken whole."""
    licensed = firm if firm.licence or firm.licence_until else later
    return replace(
        firm,
        code=firm.code or later.code,
        group=firm.group or later.group,
        place=firm.place or later.place,
        licence=licensed.licence,
        licence_until=licensed.licence_until,
        contact=firm.contact if firm.contact != Contact() else later.contact,
    )


def _ask_codes(into: Registration) -> None:
    """Ask which of several good codes is right, once a firm; none is chosen before it has answered."""
    for name, codes in into.codes.items():
        if len(codes) > 1:
            written = "；".join(f"{where}写的是{code}" for code, where in codes.items())
            into.questions = [each for each in into.questions if (each.firm, each.kind) != (name, "codes")]
            into.ask(name, into.firms[name].row, kind="codes", text=f"统一社会信用代码不同：{written}。哪个正确？")
            into.firms[name] = replace(into.firms[name], code="")


def _add_items(into: Registration, firm: str, where: str, row: Row, side: Side | None, origins: Origins) -> None:
    found: list[tuple[Side, str, Origin | None]] = []
    for column, each in _LISTS.items():
        after = 0
        for words in things_in(row.get(column, "")):
            cell = origins.get((where, column))
            origin = cell and cell.within(words, after)
            after = origin.start + len(words) if origin else after
            found.append((each, words, origin))
    name = row.get("name", "").strip()
    if name:
        stated = side_of_cell(row.get("side", "")) or side
        if stated is None:
            into.ask(firm, where, kind="side", text=f"“{name}”是供给还是需求？")
        else:
            cell = origins.get((where, "name"))
            found.append((stated, name, cell and cell.within(name)))
    sides = Counter(each for each, _, _ in found)
    for each, words, origin in found:
        its = {field: own(row, field, each, alone=len(found) == 1, first=sides[each] == 1) for field in OF_A_SIDE}
        item = _item(into, firm, where, {**row, **its}, side=each, name=words, alone=len(found) == 1)
        into.items.append(replace(item, origin=origin))


def _item(into: Registration, firm: str, where: str, row: Row, *, side: Side, name: str, alone: bool) -> Item:
    """One item; what belongs to none of a row's several items for certain is left."""
    stage = row.get("stage", "").strip()
    if stage and stage not in stages():
        into.ask(firm, where, kind="stage", text=f"“{name}”的阶段“{stage}”是下列哪一个：{'、'.join(stages())}？")
        stage = ""
    number = 1 + sum(each.side == side for each in into.items)
    specification = row["specification"].strip()
    segment = _segment(into, firm, where, row, name=name, alone=alone)
    return Item(
        id=f"{'G' if side == 'offer' else 'X'}{number:04}",
        firm=firm,
        side=side,
        name=name,
        segment=segment,
        specification=specification,
        quantity=row["quantity"].strip(),
        place=row.get("item_place", "").strip(),
        # the sheet's name tells as well (产能供给); a file's name may be that of the whole event
        form=form_of(row.get("form", ""), name, specification, where.partition("·")[2], segment=segment),
        stage=stage,
        until=_day(into, firm, where, row.get("until", "")),
        must=_listed(row.get("must", "")),
        want=_listed(row.get("want", "")),
        no=_listed(row.get("no", "")),
        row=where,
    )


def _segment(into: Registration, firm: str, where: str, row: Row, *, name: str, alone: bool) -> str:
    """The segment that a person has chosen; where none was, the one that the words name."""
    chosen = row.get("segment", "").strip()
    if chosen == UNCLASSED:
        return ""
    known = chosen if chosen in segments() else segment_of(chosen)
    if known:
        return known
    if chosen:
        text = f"“{name}”的产业链环节“{chosen}”不在第{version()}版分类中，是其中哪一个？都不是请写“{UNCLASSED}”。"
        into.ask(firm, where, kind="segment", text=text)
    return segment_of(name) or (segment_of(row.get("class", "")) if alone else "")


def _day(into: Registration, firm: str, where: str, words: str, *, of: str = "") -> date | None:
    try:
        return read_day(words)
    except ValueError:
        into.ask(firm, where, kind="date", text=f"{of}“{words}”不是日期，请写成2026-03-01，或写“长期”。")
        return None


def _listed(words: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _LIST.split(words) if part.strip() and part.strip() not in _LASTING)


def _check_codes(into: Registration) -> None:
    by_code: dict[str, list[Firm]] = {}
    by_name: dict[str, list[Firm]] = {}
    for firm in into.firms.values():
        by_name.setdefault(_NAME_MARKS.sub("", folded(firm.name)), []).append(firm)
        if firm.code:
            by_code.setdefault(firm.code, []).append(firm)
    same_code = [same for _, same in sorted(by_code.items()) if len(same) > 1]
    alike = [same for _, same in sorted(by_name.items()) if len(same) > 1 and same not in same_code]
    for same in same_code:
        _ask_same(into, same, "用了同一个统一社会信用代码")
    for same in alike:
        codes = [firm.code for firm in same if firm.code]
        if len(set(codes)) < 2:
            _ask_same(into, same, "名称几乎相同")
        elif len({_SIGNS.sub("", folded(firm.name)) for firm in same}) == 1:  # else two firms of much the same name
            _ask_same(into, same, f"名称只差标点，统一社会信用代码不同（{'、'.join(codes)}）")


def _ask_same(into: Registration, same: Sequence[Firm], reason: str) -> None:
    names = "、".join(f"“{firm.name}”" for firm in same)
    text = f"{names}{reason}，是同一家单位吗？以哪个名称为准？"
    into.ask(same[-1].name, same[-1].row, kind="duplicate", text=text)


def _check_same(into: Registration) -> None:
    seen: dict[tuple[str, str, str, str], Item] = {}
    for item in into.items:
        key = (item.firm, item.side, folded(item.name), folded(item.specification))
        if key in seen:
            text = f"“{item.name}”登记了两次（{seen[key].row}、{item.row}），是同一项吗？可否删去一项？"
            into.ask(item.firm, item.row, kind="duplicate", text=text)
        else:
            seen[key] = item
