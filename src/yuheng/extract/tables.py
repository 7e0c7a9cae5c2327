"""Figures of tables of indicators: 指标 | 单位 | 2020年 | 2025年 | 属性.

The header says what a column holds: an indicator, a unit, a base year's value, a target. A value whose unit is in its
row's bracket ("人均预期寿命（岁）") takes it from there. A cell that says something else than a number (持续提高, —)
is no figure; a row whose values cannot be told apart is an Issue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from yuheng.extract.amounts import tokens_in
from yuheng.extract.comparators import Amount
from yuheng.extract.grids import Cell, Grid, is_measured
from yuheng.extract.scopes import Kind, Scopes
from yuheng.model import Actual, Document, Figure, Issue, Period, Quantity, Target, anchor_at, id_of
from yuheng.model.claim import FigureMeasure
from yuheng.text.periods import PeriodMention, plan_period, year_period
from yuheng.vocab.units import is_unit, split_unit

Role = Literal["label", "unit", "value", "other"]


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds, as its header says.

    `named`: a label column of indicators (指标, 名称); False where it holds places or firms (园区, 县区), whose rows
    are values of what the table's caption names. `name`: what a value column measures, where its own header says it.
    """

    role: Role
    period: Period | None = None
    kind: Kind | None = None
    unit: str = ""
    growth: bool = False
    named: bool = True
    name: str = ""


_LABEL = re.compile(r"(?:主要|具体|核心|分项|一级|二级)?(?:指标|目标)(?:名称|内容)?|名称|项目|内容|主要指标|指标项")
_UNIT_HEAD = re.compile(r"(?:计量)?单位")
_OTHER = re.compile(r"序号|编号|属性|性质|类型|类别|领域|责任|牵头|备注|部门|来源|说明|分类|一级指标")
_VALUE = re.compile(r"20\d\d|基期|基线|现状|目标值|完成值|实际|预期值|规划值|五[”’]?末|累计|年均|增速|增长")
_TARGET_WORDS = re.compile(r"目标|规划|预期|计划")
_ACTUAL_WORDS = re.compile(r"基期|基线|现状|实际|完成|实绩|基数")
_PROPERTY = re.compile(r"(?:预期|约束|倡导|指导|引导)性?")
_BLANK = re.compile(
    r"[—\-－–/／]+|(?:持续|逐步|明显|显著|稳步|不断|进一步)?(?:提高|提升|下降|降低|改善|减缓|增长|消除|实现|完成|控制|有效控制|基本消除|增加|达标).{0,6}"
)
_PROPERTY_HEAD = re.compile(r"(?:指标)?(?:属性|性质)")
_NO_UNIT = re.compile(r"[—\-－–/／]+")
"""What a cell of units holds where the value has none."""
_TRAILING_UNIT = re.compile(r"[（(]\s*(?P<unit>[^（）()]{1,12})\s*[）)]\s*$")
_BRACKET = re.compile(r"[（(]([^（）()]{1,10})[）)]")
_LEAD = re.compile(r"^(?:[（(]?\d{1,3}[）)]|\d{1,3}[.、．]|[一二三四五六七八九十]+[、.]|[①-⑳]|其中[:：]?|#|\*|★)\s*")
_RESIDUE = re.compile(r"[为约\[\]〔〕【】()（）#＃*＊※△▲\s%％以上左右达到每]+")


def table_figures_in(
    document: Document, grids: tuple[Grid, ...], scopes: Scopes
) -> tuple[list[Figure], list[Issue], set[int]]:
    """Read the grids; also returns the starts of all cells that were taken, so that nothing is read twice."""
    figures: list[Figure] = []
    issues: list[Issue] = []
    taken: set[int] = set()
    columns: dict[int, Column] = {}
    fresh = False
    for grid in grids:
        if grid.flat:
            continue
        for row in grid.rows:
            header = _header(row, document, scopes.on) or _measured_header(row, grid.above or grid.caption, scopes.on)
            if header:
                columns, fresh = header, True
                taken.update(cell.start for cell in row)
            elif fresh and (second := _second_header(row, columns)):
                columns, fresh = second, False
                taken.update(cell.start for cell in row)
            elif columns:
                fresh = False
                made = _row_figures(document, grid, row, columns)
                if grid.inferred and any(not figure.quantity.unit for figure in made) and not _unitless(row, columns):
                    made = [figure for figure in made if figure.quantity.unit]
                    issues.append(_doubtful_row(document, row))
                figures += made
                if made:
                    taken.update(cell.start for cell in row if len(cell.text) < 60)
    return figures, issues, taken


def _unitless(row: tuple[Cell, ...], columns: dict[int, Column]) -> bool:
    """Whether a row says itself that its values have no unit: 单位 is a dash."""
    return any(
        columns.get(cell.column, Column("other")).role == "unit" and _NO_UNIT.fullmatch(cell.text) for cell in row
    )


def _doubtful_row(document: Document, row: tuple[Cell, ...]) -> Issue:
    """Lines taken for a row need a unit to be believed."""
    return Issue(
        "table-ambiguous",
        f"“{row[0].text[:30]}”等{len(row)}行文字像是表格的一行，但数值没有单位，无法确定是不是同一行；"
        "请对照原件（PDF 或 Word）填写，或直接上传原件。",
        document.snapshot.name,
        anchor_at(document, row[0].start, row[-1].end),
    )


def _header(row: tuple[Cell, ...], document: Document, on: date | None) -> dict[int, Column]:
    """The columns that a row announces, or nothing where it is no header."""
    columns = {cell.column: column for cell in row if (column := read_column(cell.text, document, on))}
    roles = [column.role for column in columns.values()]
    if "value" not in roles or len(columns) < 2 or any(_is_number(cell.text) for cell in row):
        return {}
    _settle_base(columns, on, is_promise=any(_PROPERTY_HEAD.fullmatch(cell.text.strip()) for cell in row))
    _date_growth(columns, document)
    if "label" not in roles:
        first = min(number for number, column in columns.items() if column.role == "value")
        before = [number for number in range(first) if columns.get(number, Column("other")).role != "unit"]
        if not before:
            return {}
        columns[before[-1]] = Column("label", named=False)
    return columns


def _measured_header(row: tuple[Cell, ...], above: str, on: date | None) -> dict[int, Column]:
    """The columns of a header that gives each its measure and unit (行业 | 收入（亿元）); `above` may date them."""
    measured = [cell for cell in row if is_measured(cell.text)]
    first = [cell for cell in row if not is_measured(cell.text) and not _OTHER.fullmatch(cell.text.strip())]
    if len(measured) < 2 or len(first) != 1 or first[0].column > measured[0].column or len(first[0].text) > 8:
        return {}
    period = next((token.period for token in tokens_in(above, on) if isinstance(token, PeriodMention)), None)
    kind: Kind | None = None
    if period and period.end and on:
        kind = "actual" if period.end <= on else "target"
    columns = {first[0].column: Column("label")}
    for cell in measured:
        name, unit = read_label(cell.text)
        columns[cell.column] = Column("value", period, kind, unit, bool(_RATE_HEAD.search(name)), name=name)
    return columns


_YEAR_LABEL = re.compile(r"((?:19|20)\d\d)年?")
"""A row of a table by years: its label says when."""
_RATE_HEAD = re.compile("同比|增长|增速|增幅")


def _date_growth(columns: dict[int, Column], document: Document) -> None:
    """A column of yearly growth behind those of a base and an aim is due with the aim, if no title names the plan."""
    dated = [columns[number] for number in sorted(columns) if columns[number].period and not columns[number].growth]
    if len(dated) < 2 or dated[-1].kind == "actual" or _plan_of(document):
        return
    for number, column in columns.items():
        if column.growth and column.period is None and column.role == "value":
            columns[number] = replace(column, period=dated[-1].period, kind=dated[-1].kind)


def _settle_base(columns: dict[int, Column], on: date | None, *, is_promise: bool) -> None:
    """The year of issue in a first column, with the next one years away, is the base and not a promise.

    Without a date of issue the columns of a table of 属性 (预期性, 约束性) run from the base to what is promised.
    """
    years = [(number, column.period) for number, column in sorted(columns.items()) if column.role == "value"]
    dated = [(number, int(period.label)) for number, period in years if period and period.label.isdigit()]
    if on is None and is_promise and len(dated) > 1:
        for at, (number, _) in enumerate(dated):
            columns[number] = replace(columns[number], kind=columns[number].kind or ("target" if at else "actual"))
        return
    if on is None or len(dated) < 2 or dated[0][1] != on.year or dated[1][1] - dated[0][1] < 2:
        return
    columns[dated[0][0]] = replace(columns[dated[0][0]], kind="actual")


_SUB_HEAD = re.compile(
    r"(?:总量|绝对[值数量]|数值|数量|规模|金额)|(?P<growth>(?:同比|年均|比上年)?(?:增速|增长率?|增幅|增减)(?:[（(]%[）)])?)"
)


def _second_header(row: tuple[Cell, ...], columns: dict[int, Column]) -> dict[int, Column]:
    """The columns of a header of two rows: under 2025年 stand 总量 and 增速; nothing where the row is no header."""
    found = {cell.column: match for cell in row if (match := _SUB_HEAD.fullmatch(cell.text.strip()))}
    if len(found) < 2 or len(found) < len(row) - 1:
        return {}
    values = [number for number, column in sorted(columns.items()) if column.role == "value"]
    made = {number: column for number, column in columns.items() if column.role != "value"}
    for number, match in found.items():
        above = [value for value in values if value <= number]
        if above:
            growth = match.group("growth") is not None
            made[number] = replace(columns[above[-1]], growth=growth, unit="%" if growth else columns[above[-1]].unit)
    return made


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[≥≤<>＞＜约]?\d+(?:\.\d+)?%?", text.strip()))


def read_column(text: str, document: Document, on: date | None) -> Column | None:
    """What a header cell announces, or None where its words are no header's."""
    words = text.strip()
    if len(words) > 24 or re.search(r"[。；]", words):
        return None
    if _UNIT_HEAD.fullmatch(words):
        return Column("unit")
    if _OTHER.fullmatch(words) or words.startswith(("指标属性", "指标性质", "指标类型", "序号", "责任", "牵头")):
        return Column("other")
    if _VALUE.search(words):
        mention = next((token for token in tokens_in(words, on) if isinstance(token, PeriodMention)), None)
        period = mention.period if mention else base_period(document.text) if _ACTUAL_WORDS.search(words) else None
        unit = _TRAILING_UNIT.search(words)
        growth = bool(re.search(r"年均|增速|增长", words)) and "目标" not in words
        return Column(
            "value",
            period,
            _column_kind(words, period, document, on),
            unit.group("unit") if unit and is_unit(unit.group("unit")) else "",
            growth,
        )
    return Column("label") if _LABEL.fullmatch(words) else None


def base_period(text: str) -> Period | None:
    """The year of a base column that a note fixes: "未写明年份的基线水平值，均为2017年数值"."""
    note = re.search(r"未(?:写明|注明|标明|标注)年份的?(?:基期|基线|基数)[^。；]{0,12}?(20\d\d)\s?年", text)
    return year_period(int(note.group(1)), note.group(1) + "年") if note else None


def _column_kind(words: str, period: Period | None, document: Document, on: date | None) -> Kind | None:
    if _ACTUAL_WORDS.search(words):
        return "actual"
    if _TARGET_WORDS.search(words):
        return "target"
    if period is None or period.end is None or period.start is None:
        return "target" if document.meta.kind == "plan" else None
    if on is not None:
        return "target" if period.end.year > on.year else "actual"
    return None


def _row_figures(document: Document, grid: Grid, row: tuple[Cell, ...], columns: dict[int, Column]) -> list[Figure]:
    labels = [cell for cell in row if columns.get(cell.column, Column("other")).role == "label"]
    unit_cells = [cell for cell in row if columns.get(cell.column, Column("other")).role == "unit"]
    if not labels or len(labels[0].text) > 80 or labels[0].text.startswith(("说明", "注", "计算方法")):
        return []
    label = "".join(cell.text for cell in labels) if len(labels) <= 3 else labels[0].text
    label, common = _with_caption(label, columns[labels[0].column], grid.caption)
    figures: list[Figure] = []
    for number, column in sorted(columns.items()):
        if column.role != "value":
            continue
        values = [cell for cell in row if cell.column == number and not _BLANK.fullmatch(cell.text)]
        for index, cell in enumerate(values):
            part = _part_of_label(label, index, len(values)) + column.name
            total = column.growth and bool(_TOTAL.fullmatch(cell.text.strip()))
            held = replace(column, growth=False, period=_plan_of(document)) if total else column
            if held.growth and held.period is None:
                held = replace(held, period=_plan_of(document))
            if column.name and (year := _YEAR_LABEL.fullmatch(label)):
                part, held = column.name, replace(held, period=year_period(int(year.group(1)), label))
            unit = unit_cells[0].text if unit_cells and not (held.growth and held.unit) else column.unit or common
            unit = "" if total and not unit_cells else unit
            figure = cell_figure(document, grid.path, part, cell, held, unit=unit, row=(labels[0].start, row[-1].end))
            if figure is not None:
                figures.append(figure)
    return figures


_TOTAL = re.compile(r"[\[〔【]\s?[\d.]+\s?%?[\]〕】]")
_CAPTION_UNIT = re.compile(r"单位[:：]\s?([^\s，,；;）)]{1,10})")
_CAPTION_LEAD = re.compile(
    r"^(?:附?表|专栏)\s?[\d一二三四五六七八九十]+(?:[-—.]\d+)?[:：]?\s*|[（(]?单位[:：].*$|[（(][^（）()]*[）)]$"
    r"|“十.五”(?:时期|期间)?|主要|重点(?:园区|企业|区县|市县|县区)?|各?(?:园区|区县|市县|市州|县区|地区|企业|市|县|区)(?=.{2})|20\d\d年|(?:发展)?(?:目标|情况|指标|任务)?(?:一览|分解|统计)?表?$"
)


def _with_caption(label: str, column: Column, caption: str) -> tuple[str, str]:
    """A row's label completed by the caption where it names only a place or a firm, and the caption's unit."""
    unit = next((found for found in _CAPTION_UNIT.findall(caption) if is_unit(found)), "")
    if column.named or not caption:
        return label, unit
    lines = [line for line in caption.split("\n") if not re.match(r"[（(]?单位[:：]", line)]
    title = lines[-1].strip() if lines else ""
    shorter = _CAPTION_LEAD.sub("", title).strip()
    while shorter != title:
        title, shorter = shorter, _CAPTION_LEAD.sub("", shorter).strip()
    return (label + title if 2 <= len(title) <= 10 else label), unit


def _plan_of(document: Document) -> Period | None:
    """The five years of a plan, over which its 年均增速 and [累计] columns run, as its title says."""
    named = re.search(r"[“‘](十[一二三四五六]?)五[”’]", document.meta.title)
    return plan_period(named.group(1), named.group()) if named else None


def _part_of_label(label: str, index: int, count: int) -> str:
    """A cell with two values under "A（%），B（%）" holds one for each."""
    parts = [part for part in re.split(r"[，,；;]", label) if part]
    return parts[index] if count > 1 and len(parts) == count else label


def read_label(text: str) -> tuple[str, str]:
    """An indicator's name and the unit in its last bracket.

    >>> read_label("1.人均预期寿命（岁）")
    ('人均预期寿命', '岁')
    """
    name = _LEAD.sub("", text.strip())
    bracket = _TRAILING_UNIT.search(name)
    if bracket and is_unit(bracket.group("unit").replace(" ", "")):
        return name[: bracket.start()].strip(), bracket.group("unit").replace(" ", "")
    inner = next((found for found in _BRACKET.finditer(name) if is_unit(found.group(1))), None)
    return (name.replace(inner.group(), ""), inner.group(1)) if inner else (name, "")


def cell_figure(
    document: Document,
    path: tuple[str, ...],
    label: str,
    cell: Cell,
    column: Column,
    *,
    unit: str,
    row: tuple[int, int],
) -> Figure | None:
    """The figure that a value cell states, or None where it states no number."""
    name, own_unit = read_label(label)
    amounts, mentions = _cell_tokens(cell.text, unit or own_unit)
    if len(amounts) != 1:
        return None
    amount = amounts[0]
    if _says_more(cell.text, amount, mentions):
        return None
    written = amount.unit or ("" if _NO_UNIT.fullmatch(unit) else unit.replace(" ", "")) or own_unit
    period = mentions[0].period if mentions else _noted_period(document.text, cell.text) or column.period
    number = anchor_at(document, cell.start + amount.start, cell.start + amount.end)
    make = Target if (column.kind or ("target" if document.meta.kind == "plan" else "actual")) == "target" else Actual
    measure: FigureMeasure = "growth" if column.growth else "share" if split_unit(written)[1] in ("%", "‰") else "level"
    return make(
        id=id_of(document.snapshot.sha256, "figure", number.place.start, number.place.end),
        anchor=anchor_at(document, cell.start + amount.outer_start, cell.start + amount.outer_end),
        sentence=anchor_at(document, min(row[0], cell.start), max(row[1], cell.end)),
        heading=path,
        number=number,
        indicator=name,
        subject=document.meta.region,
        quantity=Quantity(
            *amount.bounds,
            unit=written,
            stated=cell.text[amount.outer_start : amount.outer_end],
            approximate=amount.op == "~",
            strict=amount.op in (">", "<"),
        ),
        period=period,
        measure=measure,
    )


def _says_more(text: str, amount: Amount, mentions: list[PeriodMention]) -> bool:
    """Whether a cell holds words beside its number and its year: it explains, and is no value."""
    rest = text[: amount.outer_start] + text[amount.outer_end :]
    for mention in mentions:
        rest = rest.replace(text[mention.start : mention.end], "")
    return len(_RESIDUE.sub("", rest)) > 2


def _cell_tokens(text: str, unit: str) -> tuple[list[Amount], list[PeriodMention]]:
    """The amounts and dates of a cell; "25～30" is a range only with the unit that its row's label has."""
    tokens = tokens_in(text, None)
    amounts = [token for token in tokens if isinstance(token, Amount)]
    mentions = [token for token in tokens if isinstance(token, PeriodMention) and token.period]
    if not amounts and unit:
        amounts = [
            replace(token, end=len(text), outer_end=len(text), unit="")
            for token in tokens_in(text + unit, None)
            if isinstance(token, Amount) and token.start < len(text) and token.end == len(text) + len(unit)
        ]
    return amounts, mentions


def _noted_period(text: str, cell: str) -> Period | None:
    """The year that a sign in a cell stands for: "≥70#" under "#为2020年目标值"."""
    sign = re.search(r"[#＃*＊※△▲]", cell)
    note = re.search(re.escape(sign.group()) + r"\s?为\s?(20\d\d)\s?年", text) if sign else None
    return year_period(int(note.group(1)), note.group(1) + "年") if note else None
