"""The people of an event: who said yes to whom, who has arrived, and the end of what is known of their contacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from yuheng.app.compiling import write_file
from yuheng.app.copies import Scope
from yuheng.app.event_folder import (
    ARRIVALS,
    CONSENTS,
    OUTCOMES,
    PAPERS,
    REGISTERED,
    SETTING,
    SHEETS,
    STANDING,
)
from yuheng.app.event_own import keep_own, own_of, with_about
from yuheng.app.folders import Version, erase, files_of, reading_copy, versions_of, working_copy, zipped
from yuheng.errors import Misuse
from yuheng.exchange.items import Contact
from yuheng.exchange.meetings import Pair
from yuheng.ledger import chain
from yuheng.ledger.models import Account, Folder
from yuheng.office.event_file import read_registration, registration_text
from yuheng.office.event_notes import (
    Arrival,
    Consent,
    arrivals_text,
    consents_text,
    read_arrivals,
    read_consents,
)
from yuheng.office.event_setting import read_setting

CONSENTING: Final = Scope((CONSENTS,), sees=(REGISTERED,))
ARRIVING: Final = Scope((ARRIVALS,), sees=(REGISTERED,))
REPLYING: Final = Scope((OUTCOMES, PAPERS), sees=(REGISTERED, SETTING, STANDING))
"""What a word of a firm rests on: whatever else is done to the event at the same moment, both stand."""

CONTACT: Final = ("contact", "phone")
"""The fields of a firm's own sheet that say whom to ring."""


def note_consent(folder: Path, pair: Pair, firms: Sequence[str], *, yes: bool, by: str, on: date) -> None:
    """Note what firms of a pair say to meeting; the latest word of each holds, the earlier ones stay in the file.

    Raises:
        Misuse: a firm that is none of the two, or not registered.
    """
    registered = read_registration(folder / REGISTERED).firms
    for firm in firms:
        if firm not in pair or not set(pair) <= set(registered):
            raise Misuse(f"“{firm}”不在登记名单中。")
    consents = [*read_consents(folder / CONSENTS), *(Consent(pair, firm, yes, by, on) for firm in firms)]
    write_file(folder / CONSENTS, consents_text(consents).encode())


def note_arrival(folder: Path, firm: str, *, by: str, at: datetime, there: bool = True) -> None:
    """Note that a firm has arrived, or that this was a mistake; the first time holds.

    Raises:
        Misuse: the firm is not registered.
    """
    if firm not in read_registration(folder / REGISTERED).firms:
        raise Misuse(f"“{firm}”不在登记名单中。")
    arrivals = read_arrivals(folder / ARRIVALS)
    if there:
        arrivals.setdefault(firm, Arrival(firm, at, by))
    else:
        arrivals.pop(firm, None)
    write_file(folder / ARRIVALS, arrivals_text(arrivals.values()).encode())


def taken_along(folder: Folder, *, by: Account, at: datetime) -> bytes:
    """The whole folder in one zip, contacts included; that somebody took it is in the log."""
    with transaction.atomic():
        chain.append(at, by.get_username(), act="export.personal", about=f"folder:{folder.pk}", details={})
        return zipped(folder)


def may_name_contact(root: Path, firm: str, *, on: date) -> bool:
    """Whether a firm may say whom to ring: as long as contacts are kept, whatever else may still be handed in.

    The timetable does not rest on it, and those who have agreed to meet need a person who is still there.
    """
    registered = read_registration(root / REGISTERED).firms if (root / REGISTERED).exists() else {}
    ended = not any((root / SHEETS).glob("*"))
    return firm in registered and not ended and on <= read_setting(root / SETTING).contacts_until


def name_contact(folder: Path, firm: str, words: Mapping[str, str], *, on: date) -> None:
    """Keep whom to ring at a firm; nothing else of it changes, and matches and timetable stand.

    Args:
        folder: the event's.
        firm: whose contact.
        words: "contact" and "phone".
        on: today.

    Raises:
        Misuse: contacts are kept no longer, the firm is not registered, or a word is too long.
    """
    if firm not in read_registration(folder / REGISTERED).firms:
        raise Misuse(f"“{firm}”不在登记名单中。")
    if not may_name_contact(folder, firm, on=on):
        raise Misuse("联系方式已不再保留，不能修改。", hint="有改动请联系活动举办方。")
    own = own_of(folder, firm)
    keep_own(folder, with_about(own, {**own.about, **{name: words.get(name, "") for name in CONTACT}}), on=on)


def contacts_kept(folder: Folder) -> bool:
    """Whether any version of an event's files may still hold contacts."""
    root = reading_copy(folder)
    if (root / REGISTERED).exists():
        firms = read_registration(root / REGISTERED).firms.values()
        if any(firm.contact != Contact() for firm in firms):
            return True
    return any(version.is_there for version in _with_contacts(folder))


def contacts_ended(folder: Folder) -> bool:
    """Whether contacts were erased: an event that has had none yet is another matter."""
    return any(version.erased for version in versions_of(folder))


def refuse_if_ended(folder: Folder) -> None:
    """Stop sheets from being read once the contacts are erased: the registration that stays would be lost.

    Raises:
        Misuse: they are.
    """
    if any(version.erased for version in versions_of(folder, REGISTERED)):
        raise Misuse("联系方式已按期删除，登记不再改动。", hint="再办一场请新建活动。")


def end_contacts(folder: Folder, *, by: Account, at: datetime, on: date) -> int:
    """Erase all contacts of an event whose time is over: the registration goes on without them; how many files.

    The sheets as handed in hold contacts too, in every version: they are taken out and erased with the old versions of
    the registration. Items, matches, timetable and outcomes stay.

    Raises:
        Misuse: the time is not over.
    """
    said: list[date] = []
    with working_copy(folder, act="event.contacts-ended", by=by, at=at) as root:
        until = read_setting(root / SETTING).contacts_until
        if on <= until:
            raise Misuse(f"联系方式保留到{until.isoformat()}，还没有到期。", hint="到期后再删除。")
        said.append(until)
        if (root / REGISTERED).exists():  # not while the columns of the sheets wait to be confirmed
            registered = read_registration(root / REGISTERED)
            registered.firms = {name: replace(firm, contact=Contact()) for name, firm in registered.firms.items()}
            (root / REGISTERED).write_text(registration_text(registered), "utf-8")
        for sheet in sorted((root / SHEETS).glob("*")):
            sheet.unlink()
    reason = f"联系方式保留到{said[0].isoformat()}，已到期"
    return erase(folder, _with_contacts(folder), reason=reason, by=by, at=at)


def _with_contacts(folder: Folder) -> list[Version]:
    """Every version of the sheets as handed in, and the older ones of the registration."""
    newest = files_of(folder).get(REGISTERED)
    return [
        version
        for version in versions_of(folder)
        if version.path.startswith(f"{SHEETS}/")
        or (version.path == REGISTERED and (newest is None or version.sha256 != newest.sha256))
    ]
