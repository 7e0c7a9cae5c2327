"""The ledger as a table: which entries, in which order, in which columns; the page and its export ask for the same.

Every name in a query string is checked against the tables below. One that is unknown is refused, never ignored: a
filter that silently falls away shows rows that nobody asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet

from yuheng.app.access import Person, seen
from yuheng.app.revision import remembered
from yuheng.errors import Misuse
from yuheng.ledger.models import Document, Entry, EntryState, Owed
from yuheng.office.words import KIND_WORDS, MEASURE_WORDS, OP_SIGNS, OP_WORDS

Cell = str | Decimal | date | None
PAGE: Final = 50
_DAY: Final = timedelta(days=1)
MOST: Final = 100_000
"""Rows of one export; a workbook with more cannot be opened comfortably."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in addresses, its title, what it shows, and the field it sorts by ("" for none)."""

    key: str
    word: str
    cell: Callable[[Entry], Cell]
    sort: str = ""
    right: bool = False
    width: float = 14


def amount_of(payload: Mapping[str, Any]) -> str:
    """An amount as the lists show it: "≥ 60%"; "" where the claim has none.

    >>> amount_of({"op": ">=", "value": "60", "value2": "", "unit": "%"})
    '≥ 60%'
    """
    held = payload if "op" in payload else payload.get("amount")
    if not held:
        return ""
    upper = f"–{held['value2']}" if held["value2"] else ""
    return f"{OP_SIGNS[held['op']]}{held['value']}{upper}{held['unit']}"


def _value(entry: Entry) -> Decimal | None:
    held = entry.payload if "op" in entry.payload else entry.payload.get("amount")
    return Decimal(held["value"]) if held else None


def _last_day(entry: Entry) -> date | None:
    """The last day of what is promised, as people say it (2025-12-31); a report falls due on no day."""
    if entry.kind == "actual" or entry.period_end is None:
        return None
    return entry.period_end - _DAY


def _owners(entry: Entry) -> str:
    return "、".join(owner["name"] for owner in entry.payload.get("owners", ()))


def words_of(entry: Entry) -> str:
    """The sentence that states the claim."""
    return str(entry.payload["quote"])


COLUMNS: Final[Mapping[str, Column]] = {
    column.key: column
    for column in (
        Column("kind", "种类", lambda entry: KIND_WORDS[entry.kind], "kind", width=10),
        Column("what", "事项", lambda entry: entry.what, "what", width=42),
        Column("subject", "主体", lambda entry: entry.subject, "subject", width=18),
        Column("amount", "数额", lambda entry: amount_of(entry.payload), "low", right=True),
        Column("value", "数值", _value, "low", right=True, width=12),
        Column("unit", "计量单位", lambda entry: entry.unit, "unit", width=8),
        Column("compare", "比较", lambda entry: OP_WORDS[entry.op] if entry.op else "", width=8),
        Column("measure", "口径", lambda entry: MEASURE_WORDS[entry.measure] if entry.measure else "", width=8),
        Column("period", "期间", lambda entry: entry.period, "period_end", width=12),
        Column("due", "截止日", _last_day, "period_end", width=12),
        Column("owner", "责任单位", _owners, "owner", width=26),
        Column("sector", "领域", lambda entry: entry.sector, "sector", width=10),
        Column("heading", "章节", lambda entry: entry.heading, width=30),
        Column("document", "文档", lambda entry: str(entry.document), width=34),
        Column("state", "状态", lambda entry: EntryState(entry.state).label, "state", width=8),
        Column("words", "原文", words_of, width=60),
    )
}
USUAL: Final = ("kind", "what", "amount", "period", "owner", "document", "state")
_TRADED: Final = ("kind", "what", "subject", "amount", "period", "document", "state")
"""Of offers and needs one asks whose they are; nobody owes them."""


def usual_for(kind: str) -> tuple[str, ...]:
    """The columns that a table of a kind has as long as nobody chooses others."""
    return _TRADED if kind in ("offer", "need") else USUAL


GROUPS: Final[Mapping[str, tuple[str, str]]] = {
    "": ("不分组", ""),
    "owner": ("责任单位", "owner"),
    "chapter": ("章节", "heading"),
    "document": ("文档", "document"),
    "sector": ("领域", "sector"),
    "indicator": ("指标", "indicator"),
    "kind": ("种类", "kind"),
}
MISSING: Final[Mapping[str, str]] = {"": "", "owner": "缺责任单位", "date": "缺期限"}
_PARAMETERS: Final = (
    "q",
    "kind",
    "state",
    "document",
    "owner",
    "sector",
    "region",
    "since",
    "due",
    "missing",
    "sort",
    "group",
    "columns",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody asks the table for; empty strings ask for everything.

    Attributes:
        sort: a column's key, with "-" before it for the other direction; "" is the order of the documents.
        region: the place that the document is of.
        since, due: ISO days; only what falls due on or after the one, on or before the other.
        columns: keys of `COLUMNS`, in their order.
    """

    q: str = ""
    kind: str = ""
    state: str = ""
    document: str = ""
    owner: str = ""
    sector: str = ""
    region: str = ""
    since: str = ""
    due: str = ""
    missing: str = ""
    sort: str = ""
    group: str = ""
    columns: tuple[str, ...] = USUAL

    def query(self, **changes: str) -> str:
        """The address's query string, without what is as usual."""
        rows = {name: getattr(self, name) for name in _PARAMETERS if name != "columns"}
        rows["columns"] = "" if self.columns == usual_for(self.kind) else ",".join(self.columns)
        return urlencode({name: value for name, value in {**rows, **changes}.items() if value})

    def as_dict(self) -> dict[str, str]:
        """The choice as a saved view keeps it."""
        return {name: ",".join(v) if name == "columns" else v for name in _PARAMETERS for v in [getattr(self, name)]}


def choice_from(given: Mapping[str, str]) -> Choice:
    """Read a query string.

    Raises:
        Misuse: a value that the tables do not know.
    """
    values = {name: given.get(name, "").strip()[:300] for name in _PARAMETERS}
    columns = tuple(key for key in values.pop("columns").split(",") if key)
    if columns in ((), USUAL, _TRADED):  # the form sends the last table's columns along with a new kind
        columns = usual_for(values["kind"])
    for name, known in (
        ("kind", {"", *KIND_WORDS}),
        ("state", {"", *EntryState.values}),
        ("missing", set(MISSING)),
        ("group", set(GROUPS)),
    ):
        if values[name] not in known:
            raise _unknown(name, values[name], known)
    sort = values["sort"].removeprefix("-")
    if sort and (sort not in COLUMNS or not COLUMNS[sort].sort):
        raise _unknown("sort", sort, {key for key, column in COLUMNS.items() if column.sort})
    for key in columns:
        if key not in COLUMNS:
            raise _unknown("columns", key, COLUMNS)
    if values["document"] and not values["document"].isdigit():
        raise Misuse("document 要写文档的编号。")
    for name in ("since", "due"):
        if values[name]:
            _day(values[name])
    return Choice(**values, columns=tuple(key for key in COLUMNS if key in columns))


def _unknown(name: str, value: str, known: Iterable[str]) -> Misuse:
    return Misuse(f"{name}={value} 不认识。", hint="可用：" + "、".join(sorted(filter(None, known))))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Misuse(f"日期“{text}”不是 年-月-日。") from None


def entries(account: Person, choice: Choice) -> QuerySet[Entry]:
    """The entries that an account sees and asks for, in order."""
    rows = seen(account, Entry.objects.all()).filter(_wanted(choice)).select_related("document", "claim")
    order = ["document_id", "start", "pk"]
    if choice.sort:
        field = COLUMNS[choice.sort.removeprefix("-")].sort
        order = [f"-{field}" if choice.sort.startswith("-") else field, *order]
    if choice.group:
        order = [GROUPS[choice.group][1], *order]
    return rows.order_by(*order)


def _wanted(choice: Choice) -> Q:
    wanted = Q()
    for field in ("kind", "state", "sector"):
        if value := getattr(choice, field):
            wanted &= Q(**{field: value})
    if choice.document:
        wanted &= Q(document_id=int(choice.document))
    if choice.owner:
        wanted &= Q(pk__in=Owed.objects.filter(name=choice.owner).values("entry"))
    if choice.region:
        wanted &= Q(document__region=choice.region)
    if choice.since or choice.due:
        wanted &= ~Q(kind="actual")
    if choice.since:
        wanted &= Q(period_end__gt=_day(choice.since))
    if choice.due:
        wanted &= Q(period_end__lte=_day(choice.due) + _DAY)
    if choice.q:
        fields = ("what", "subject", "owner", "heading")
        wanted &= reduce(or_, (Q(**{f"{field}__icontains": choice.q}) for field in fields))
    match choice.missing:
        case "owner":
            wanted &= Q(kind="task", owner="")
        case "date":
            wanted &= Q(kind__in=("task", "target"), period="")
        case "":
            pass
        case other:
            raise _unknown("missing", other, MISSING)
    return wanted


@dataclass(frozen=True, slots=True)
class Line:
    """One row as shown: its cells by column, and the heading of its group where a new one begins."""

    entry: Entry
    cells: tuple[Cell, ...]
    group: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the table."""

    choice: Choice
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    count: int
    page: int
    pages: int


def sheet(account: Person, choice: Choice, *, page: int = 1) -> Sheet:
    """The page asked for; a page beyond the last is the last."""
    rows = entries(account, choice)
    count = remembered(rows.count, "count", account.pk or 0, choice.query())
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 1), pages)
    columns = tuple(COLUMNS[key] for key in choice.columns)
    lines = lines_of(fetched(rows[(page - 1) * PAGE : page * PAGE]), columns, choice)
    return Sheet(choice, columns, tuple(lines), count, page, pages)


def fetched(rows: QuerySet[Entry]) -> list[Entry]:
    """The rows in their order, with document and claim; found by index first and joined after.

    Joined at once, SQLite walks the documents and sorts all their entries to show fifty.
    """
    keys = list(rows.select_related(None).values_list("pk", flat=True))
    found = Entry.objects.select_related("document", "claim", "verdict").in_bulk(keys)
    return [found[key] for key in keys]


def lines_of(rows: Iterable[Entry], columns: tuple[Column, ...], choice: Choice) -> Iterable[Line]:
    """The rows with their cells, and a heading wherever the group changes."""
    last: str | None = None
    for entry in rows:
        group = _group(entry, choice.group) if choice.group else None
        yield Line(entry, tuple(column.cell(entry) for column in columns), group if group != last else None)
        last = group


def _group(entry: Entry, group: str) -> str:
    match group:
        case "document":
            return str(entry.document)
        case "kind":
            return KIND_WORDS[entry.kind]
        case _:
            return str(getattr(entry, GROUPS[group][1])) or "（未写明）"


def choices_of(account: Person) -> dict[str, list[tuple[str, int]]]:
    """The owners, sectors and documents' regions that the account sees, the most frequent first, to choose from."""
    return remembered(lambda: _choices(account), "choices", account.pk or 0)


def _choices(account: Person) -> dict[str, list[tuple[str, int]]]:
    rows = seen(account, Entry.objects.all())
    owners = seen(account, Owed.objects.all()).values_list("name").annotate(n=Count("*")).order_by("-n", "name")
    sectors = rows.exclude(sector="").values_list("sector").annotate(n=Count("*")).order_by("-n", "sector")
    regions = seen(account, Document.objects.filter(live=True)).exclude(region="").values_list("region")
    return {
        "owners": list(owners[:200]),
        "sectors": list(sectors[:50]),
        "regions": list(regions.annotate(n=Count("pk")).order_by("-n", "region")[:50]),
    }


def without_paging(account: Person, choice: Choice) -> tuple[Sheet, int]:
    """Everything asked for, for an export, and how many rows were left out beyond `MOST`."""
    rows = entries(account, choice)
    columns = tuple(COLUMNS[key] for key in choice.columns)
    count = rows.count()
    lines = tuple(lines_of(rows[:MOST].iterator(chunk_size=2000), columns, choice))
    return Sheet(choice, columns, lines, count, 1, 1), max(0, count - MOST)
