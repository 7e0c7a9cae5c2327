"""What a firm hands in itself: its offers and needs, and its own data, kept as its own sheet among the others.

Everything goes through the firm's own sheet and the intake of all sheets; there is no second way into the register.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.db.models import QuerySet

from yuheng.app.access import can, seen
from yuheng.app.compiling import write_file
from yuheng.app.event_desk import keep_setting, read_sheets, tables_in
from yuheng.app.event_folder import COLUMNS, INVITED, PLAN, REGISTERED, SETTING, SHEETS
from yuheng.app.folders import files_of, reading_copy
from yuheng.errors import Misuse, UnreadableSnapshot
from yuheng.exchange.items import Item
from yuheng.exchange.numbering import paired
from yuheng.exchange.registration import Question, Registration, check, register
from yuheng.ledger.models import Account, Filed, Folder, FolderKind
from yuheng.model.identity import id_of
from yuheng.office.event_file import read_registration
from yuheng.office.event_notes import read_invitations
from yuheng.office.event_own import (
    FIRM_TITLES,
    ITEM_TITLES,
    PREFIX,
    SIDE_WORDS,
    OwnSheet,
    is_own,
    item_words,
    own_bytes,
    own_name,
    owner_of,
    read_own,
)
from yuheng.office.event_setting import CLOSED, read_setting
from yuheng.office.event_sheet import read_columns, tables_at

MOST_ITEMS: Final = 200
MOST_BYTES: Final = 4_000_000
_UNPACKED: Final = 60_000_000
_LONGEST: Final = 500


WINDOWS: Final = {
    "always": "排会之前随时可以登记和修改。",
    "until": "登记和修改开放到%s。",
    "planned": "时间表已排好，登记已截止；有改动请联系活动举办方。",
    "over": "登记已于%s截止；有改动请联系活动举办方。",
    "closed": "登记已截止；有改动请联系活动举办方。",
}
"""What is said of the time in which firms hand in; %s is a day."""


@dataclass(frozen=True, slots=True)
class Window:
    """Whether firms may hand in now.

    Attributes:
        state: a key of `WINDOWS`.
        day: the last day, where there is one.
    """

    state: str
    day: str = ""

    @property
    def open(self) -> bool:
        """Whether they may."""
        return self.state in ("always", "until")

    @property
    def words(self) -> str:
        """What is said of it, in Chinese."""
        return WINDOWS[self.state].replace("%s", self.day)

    def refuse_closed(self) -> None:
        """Stop what comes too late.

        Raises:
            Misuse: it is closed.
        """
        if not self.open:
            raise Misuse(self.words)


def window_of(root: Path, *, on: date) -> Window:
    """Whether firms hand in their own items: until the timetable is made, unless the organiser has said otherwise."""
    setting = read_setting(root / SETTING)
    if setting.hand_in == CLOSED:
        return Window("closed")
    if setting.hand_in:
        return Window("over" if on > date.fromisoformat(setting.hand_in) else "until", setting.hand_in)
    return Window("planned" if (root / PLAN).exists() else "always")


def set_window(folder: Path, *, hand_in: str, invite: bool) -> None:
    """Say how long firms hand in, and whether they do before the list is published.

    Raises:
        Misuse: no day.
    """
    try:
        setting = replace(read_setting(folder / SETTING), hand_in=hand_in, invite=invite)
    except ValueError:
        raise Misuse(f"“{hand_in}”不是日期，要写成 2026-05-10。") from None
    keep_setting(folder, setting)


def events_for(account: Account) -> QuerySet[Folder]:
    """The events that an account sees; a firm also those that invite firms before their list is published, or it."""
    rows = Folder.objects.filter(kind=FolderKind.EVENT)
    shown = seen(account, rows)
    if not account.party or not can(account, "enter"):
        return shown
    hidden = rows.exclude(pk__in=shown.values("pk"))
    roots = {folder.pk: reading_copy(folder) for folder in hidden}
    inviting = [number for number, root in roots.items() if _invites(root, account.party)]
    return rows.filter(pk__in=[*shown.values_list("pk", flat=True), *inviting])


def _invites(root: Path, firm: str) -> bool:
    if (root / SETTING).exists() and read_setting(root / SETTING).invite:
        return True
    return invited_code(root, firm) is not None


def invited_code(root: Path, firm: str) -> str | None:
    """The code under which a firm was invited; None where it was not."""
    return next((each.code for each in read_invitations(root / INVITED) if each.firm == firm), None)


# --- reading


def own_of(root: Path, firm: str) -> OwnSheet:
    """What a firm has said of itself; where it has not yet, what the sheets of others say of it."""
    path = root / SHEETS / own_name(firm)
    if path.exists():
        [table] = tables_at(path)
        return read_own(table, firm)
    registered = read_registration(root / REGISTERED) if (root / REGISTERED).exists() else Registration()
    if firm not in registered.firms:
        code = invited_code(root, firm)
        return OwnSheet(firm, {"code": code} if code else {})
    rows = _rows_of(root, firm)
    return OwnSheet(firm, _about(registered, firm, rows), _items(registered, firm, rows))


def _rows_of(root: Path, firm: str) -> dict[str, dict[str, str]]:
    """What the sheets of others say of a firm, by where it stands: what could not be used is only there."""
    confirmed = read_columns(root / COLUMNS)
    found: dict[str, dict[str, str]] = {}
    for table in tables_in(root)[0]:
        last = ""
        for where, row in () if is_own(table) else table.filled(confirmed.get(table.signature, {})):
            last = row.get("firm", "").strip() or last
            if last == firm:
                found[where] = {key: words.strip() for key, words in row.items() if words.strip()}
    return found


def _items(registered: Registration, firm: str, rows: Mapping[str, Mapping[str, str]]) -> tuple[dict[str, str], ...]:
    """A firm's items in its own sheet's words; what waits for an answer is among them, as it was written."""
    items = [item for item in registered.items if item.firm == firm]
    named = {(item.row, item.name) for item in items}
    sideless = [row for where, row in rows.items() if "name" in row and (where, row["name"]) not in named]
    unsaid = [{key: row[key] for key in ITEM_TITLES if key in row} for row in sideless]
    return (*(_as_written(item, rows.get(item.row, {})) for item in items), *unsaid)


def _as_written(item: Item, row: Mapping[str, str]) -> dict[str, str]:
    """An item's words, with those that could not be used; 其他 is an answer, an unknown class is still asked about."""
    words, kept = item_words(item), ("segment", "stage", "until")
    said = {key: row[key] for key in kept if key in row and (key == "segment" or key not in words)}
    return {**words, **said}


def _about(registered: Registration, firm: str, rows: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """A firm's own data as registered; a code or day that could not be used stays as it was written, and asked."""
    known = registered.firms[firm]
    row = rows.get(known.row, {})
    words = {
        "code": known.code or row.get("code", ""),
        "group": known.group,
        "place": known.place,
        "contact": known.contact.name,
        "phone": known.contact.phone,
        "licence": known.licence,
        "licence_until": known.licence_until.isoformat() if known.licence_until else row.get("licence_until", ""),
        "veto": "、".join(other for one, other in registered.vetoes if one == firm),
        "absent": "、".join(str(slot + 1) for one, slot in registered.absences if one == firm),
    }
    return {key: value for key, value in words.items() if value}


def key_of_item(words: Mapping[str, str]) -> str:
    """An item of a firm's own sheet as a form carries it: by its words, so that a change meanwhile is noticed."""
    return id_of(*(words.get(name, "") for name in ITEM_TITLES))


def own_items(root: Path, own: OwnSheet) -> list[tuple[Mapping[str, str], Item | None]]:
    """A firm's items as it said them, each as registered; None for one that says neither offer nor need."""
    path = root / REGISTERED
    before = [item for item in read_registration(path).items if item.firm == own.firm] if path.exists() else []
    found = {
        item.row: item if same is None else replace(item, id=same.id)
        for item, same in paired(before, _alone(own).items)
    }
    return [(words, found.get(_row(number))) for number, words in enumerate(own.items, start=1)]


def _alone(own: OwnSheet) -> Registration:
    alone = Registration()
    register(alone, [(_row(number), row) for number, row in enumerate(own.rows, start=1)])
    return alone


def _row(number: int) -> str:
    return f"第{number}行"


def questions_on(own: OwnSheet, *, on: date) -> list[Question]:
    """What is to be asked about a firm's own words, other firms apart."""
    alone = _alone(own)
    check(alone, on=on)
    return [question for question in alone.questions if question.kind != "group"]


def without_others(question: Question, firms: Mapping[str, object]) -> str:
    """A question back as its firm may read it: the names of other firms are not its business."""
    if not any(name != question.firm and name in question.text for name in firms):
        return question.text
    match question.kind:
        case "group":
            return "另有同一集团的单位参会，排会时互不安排对接。是否另有要求？"
        case "duplicate":
            return "另有单位与贵单位名称几乎相同，或用了同一个统一社会信用代码：登记的名称和代码正确吗？"
        case _:
            return question.text


@dataclass(frozen=True, slots=True)
class HandedIn:
    """Who handed a firm's own sheet in, and when, the last time."""

    path: str
    by: str
    at: datetime


def handed_in(folder: Folder) -> list[HandedIn]:
    """The firms' own sheets as they are now, the latest first."""
    there = files_of(folder)
    rows = Filed.objects.filter(folder=folder, path__startswith=f"{SHEETS}/{PREFIX}").select_related("by")
    latest = {row.path: row for row in rows.order_by("revision")}
    found = sorted((row for path, row in latest.items() if path in there), key=lambda row: -row.revision)
    return [HandedIn(row.path, row.by.get_username() if row.by else "", row.at) for row in found]


# --- handing in


def with_item(own: OwnSheet, words: Mapping[str, str], *, instead: str = "") -> OwnSheet:
    """A firm's sheet with one item more, or with one item in another's place.

    Args:
        own: what it says now.
        words: of the item, by the fields of `ITEM_TITLES`.
        instead: the key of the item that it replaces; empty for a new one.

    Raises:
        Misuse: no name or side, a field too long, too many items, or the item to replace is gone.
    """
    item = _checked(words, ITEM_TITLES)
    if not item.get("name"):
        raise Misuse("没有写名称。", hint="写明产品或服务的名称。")
    if item.get("side") not in SIDE_WORDS.values():
        raise Misuse(f"“{item['name']}”是供给还是需求？")
    if not instead:
        if len(own.items) >= MOST_ITEMS:
            raise Misuse(f"本单位已有{MOST_ITEMS}项，不能再加。", hint="撤回不再需要的，或请活动举办方收表。")
        return replace(own, items=(*own.items, item))
    at = _place(own, instead)
    return replace(own, items=(*own.items[:at], item, *own.items[at + 1 :]))


def without_item(own: OwnSheet, key: str) -> OwnSheet:
    """A firm's sheet without one item.

    Raises:
        Misuse: it is gone already.
    """
    at = _place(own, key)
    return replace(own, items=(*own.items[:at], *own.items[at + 1 :]))


def with_about(own: OwnSheet, words: Mapping[str, str]) -> OwnSheet:
    """A firm's sheet with its own data as given.

    Raises:
        Misuse: a field is too long.
    """
    return replace(own, about=_checked(words, FIRM_TITLES))


def item_at(own: OwnSheet, key: str) -> Mapping[str, str]:
    """One item of a firm's sheet.

    Raises:
        Misuse: it is gone.
    """
    return own.items[_place(own, key)]


def _place(own: OwnSheet, key: str) -> int:
    found = next((at for at, item in enumerate(own.items) if key_of_item(item) == key), None)
    if found is None:
        raise Misuse("这一项刚被改动过。", hint="刷新后再试。")
    return found


def _checked(words: Mapping[str, str], titles: Mapping[str, str]) -> dict[str, str]:
    kept = {name: " ".join(words.get(name, "").split()) for name in titles}
    long = [titles[name] for name, value in kept.items() if len(value) > _LONGEST]
    if long:
        raise Misuse(f"{'、'.join(long)}太长：最多{_LONGEST}字。")
    return {name: value for name, value in kept.items() if value}


def asked_by(before: OwnSheet, after: OwnSheet, *, on: date) -> list[str]:
    """The questions that a change raises, to be answered before it is kept; what was asked before is not asked here."""
    known = {(question.kind, question.text) for question in questions_on(before, on=on)}
    return [each.text for each in questions_on(after, on=on) if (each.kind, each.text) not in known]


def keep_own(folder: Path, own: OwnSheet, *, on: date) -> None:
    """Write a firm's own sheet, and read all sheets anew, today."""
    write_file(folder / SHEETS / own_name(own.firm), own_bytes(own))
    read_sheets(folder, on=on)


def take_own_sheet(folder: Path, firm: str, data: bytes, *, on: date) -> OwnSheet:
    """Take in a firm's own sheet, as it filled it in; it replaces the one before, byte for byte as it came.

    Args:
        folder: the event's.
        firm: whose.
        data: the workbook.
        on: today.

    Raises:
        Misuse: too large, another head than the sheet's own, a row of another firm, no row of this one, or a cell too
            long.
        UnreadableSnapshot: no workbook, or damaged.
    """
    if len(data) > MOST_BYTES:
        raise Misuse(f"登记表过大：最多{MOST_BYTES // 1_000_000} MB。")
    name = own_name(firm)
    with TemporaryDirectory(dir=folder) as aside:
        path = write_file(Path(aside) / name, data)
        _refuse_blown_up(path)
        tables = tables_at(path)
        if len(tables) != 1:
            raise Misuse("没有认出登记表。", hint="下载本单位的登记表，填好再交，不要改列名。")
        own = read_own(tables[0], firm)
    if owner_of(tables[0]) != firm:
        raise Misuse(f"没有写单位名称“{firm}”。", hint="单位名称写在第一行，其余各行可以不写。")
    for item in own.items:
        _checked(item, ITEM_TITLES)
    _checked(own.about, FIRM_TITLES)
    if len(own.items) > MOST_ITEMS:
        raise Misuse(f"表中有{len(own.items)}项：一家单位最多{MOST_ITEMS}项。")
    write_file(folder / SHEETS / name, data)
    read_sheets(folder, on=on)
    return own


def _refuse_blown_up(path: Path) -> None:
    """A workbook is an archive, and a small one may unpack to more than the machine holds."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise UnreadableSnapshot("不是 Excel 工作簿（.xlsx）。", hint="用 Excel 或 WPS 另存为 .xlsx 再交。") from error
    if size > _UNPACKED:
        raise Misuse("登记表解开后过大。")
