"""Invitations: a firm that stands in no sheet is let in, and gets the account with which it hands in its first item.

An account opens what the ledger holds of its firm. Whoever sees everything may open one for anybody; an organiser only
for a firm of which it sees everything itself, so that nobody reads another's papers or speaks in another's event by an
account that they made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

from django.utils import timezone
from stdnum.cn import uscc

from yuheng.app.access import changeable, is_named_unseen
from yuheng.app.accounts import is_lapsed, make_account, renew_password
from yuheng.app.compiling import write_file
from yuheng.app.event_folder import INVITED, REGISTERED
from yuheng.app.event_own import window_of
from yuheng.app.event_people import refuse_if_ended
from yuheng.app.event_view import registration_at
from yuheng.app.folders import reading_copy, work_in
from yuheng.app.rows import Row
from yuheng.errors import Misuse
from yuheng.exchange.registration import Registration, code_in
from yuheng.ledger import chain
from yuheng.ledger.models import Account, Folder, FolderKind, LogEntry
from yuheng.office.event_file import read_registration
from yuheng.office.event_notes import Invitation, invitations_text, read_invitations

MOST_A_DAY: Final = 100
"""Invitations that one person gives out in a day."""

_ACT: Final = "firm.invited"
_NAME: Final = re.compile(r"[^\W_][\w（）()·\-—&.、 ]{3,119}")
_STATES: Final[Mapping[str, str]] = {
    "waiting": "还没有登录",
    "lapsed": "一次性密码已过期",
    "entered": "已登录，还没有登记",
    "registered": "已登记",
}


def invite(folder: Folder, firm: str, *, code: str, by: Account, at: datetime) -> tuple[str, str]:
    """Invite a firm: its user name and its one-time password, which is stored nowhere.

    A firm that has an account keeps it, and both are empty. One that was invited here and never signed in gets a new
    password, as the first may have been lost.

    Args:
        folder: the event or exchange, which `by` runs.
        firm: its full name.
        code: its 统一社会信用代码, with which it signs in.
        by, at: who invites, and when.

    Raises:
        Misuse: no name, a code that fails its check digit or is another firm's, registration is closed, too many in a
            day, or the firm is known where `by` does not see it.
    """
    name, code = read_name(firm), read_code(code)
    _refuse_closed(folder, at=at)
    _refuse_too_many(by, at=at)
    account = _account_of(name, code)
    known = {each.firm: each for each in read_invitations(reading_copy(folder) / INVITED)}
    ours = account is None or (name in known and known[name].made)
    if account is None or (ours and _is_unused(account)):
        _refuse_foreign(folder, name, by=by)
    invitation = Invitation(name, code, made=ours, by=by.get_username(), on=timezone.localtime(at).date())
    opened = ("", "")

    def finish() -> None:
        nonlocal opened
        opened = _opened(account, invitation, by=by, at=at)
        details = {"firm": name, "code": code, "account": opened[0]}
        chain.append(at, by.get_username(), act=_ACT, about=f"folder:{folder.pk}", details=details)

    work_in(folder, lambda root: _note(root, invitation), act=f"{folder.kind}.invited", by=by, at=at, finish=finish)
    return opened


def take_back(folder: Folder, firm: str, *, by: Account, at: datetime) -> None:
    """Take an invitation back; the account that was made for it goes with it if nobody has signed in.

    Raises:
        Misuse: there is none.
    """
    held = next((each for each in read_invitations(reading_copy(folder) / INVITED) if each.firm == firm), None)
    if held is None:
        raise Misuse(f"没有邀请过“{firm}”。", hint="刷新后再试。")

    def finish() -> None:
        unused = Account.objects.filter(role="firm", party=firm, last_login=None, new_password_due=True)
        details = {"firm": firm, "accounts": [each.get_username() for each in unused] if held.made else []}
        if held.made:
            unused.delete()
        chain.append(at, by.get_username(), act="firm.uninvited", about=f"folder:{folder.pk}", details=details)

    def work(root: Path) -> None:
        left = [each for each in read_invitations(root / INVITED) if each.firm != firm]
        write_file(root / INVITED, invitations_text(left).encode())

    work_in(folder, work, act=f"{folder.kind}.uninvited", by=by, at=at, finish=finish)


def invitation_rows(root: Path, registered: Registration | None, *, on: date) -> list[Row]:
    """Whom this event or exchange has invited, the latest first, how far each has come, and until when it may."""
    invitations = read_invitations(root / INVITED)
    accounts = Account.objects.filter(role="firm", party__in=[each.firm for each in invitations])
    entered = set(accounts.exclude(last_login=None).values_list("party", flat=True))
    once = {each.party: each for each in accounts if each.new_password_due}
    lapsed = {firm for firm, each in once.items() if is_lapsed(each, on=on)}
    there = {item.firm for item in registered.items} if registered else set()
    return [
        {
            "firm": each.firm,
            "code": each.code,
            "by": each.by,
            "on": each.on,
            "renewable": state in ("waiting", "lapsed") and each.firm not in entered,
            "until": once[each.firm].new_password_until if each.firm in once else None,
            "state": state,
            "state_word": _STATES[state],
        }
        for each in reversed(invitations)
        for state in (_state(each.firm, entered, there, lapsed),)
    ]


def _state(firm: str, entered: set[str], there: set[str], lapsed: set[str]) -> str:
    if firm in there:
        return "registered"
    if firm in lapsed:
        return "lapsed"
    return "entered" if firm in entered else "waiting"


def read_name(words: str) -> str:
    """A firm's full name as it stands on its licence.

    >>> read_name(" 云津手套有限公司 ")
    '云津手套有限公司'

    Raises:
        Misuse: it is none.
    """
    name = " ".join(words.split())
    if not _NAME.fullmatch(name):
        raise Misuse(f"“{name[:40]}”不像单位全称。", hint="写营业执照上的全称，4到120字。")
    return name


def read_code(words: str) -> str:
    """A 统一社会信用代码, checked by its last digit.

    >>> read_code("91440300 1922038216")
    '914403001922038216'

    Raises:
        Misuse: it fails.
    """
    code = code_in(words)
    if not uscc.is_valid(code):
        raise Misuse(f"统一社会信用代码“{code[:40]}”通不过校验。", hint="18位，末位是校验码；对照营业执照。")
    return code


def _refuse_closed(folder: Folder, *, at: datetime) -> None:
    match folder.kind:
        case FolderKind.EVENT:
            refuse_if_ended(folder)
            if not window_of(reading_copy(folder), on=timezone.localtime(at).date()).open:
                raise Misuse("登记已截止，请进来的单位登记不了。", hint="先把“单位自己登记的”改成开放到某一天。")
        case FolderKind.STANDING:
            if not folder.published:
                raise Misuse("常设对接还没有开放给企业。", hint="先在看板上点“开放给企业”。")
        case other:
            raise Misuse(f"nobody is invited to a folder of kind {other!r}.")


def _refuse_too_many(by: Account, *, at: datetime) -> None:
    start = timezone.make_aware(datetime.combine(timezone.localtime(at).date(), time()))
    if LogEntry.objects.filter(act=_ACT, by=by.get_username(), at__gte=start).count() >= MOST_A_DAY:
        raise Misuse(f"今天已邀请{MOST_A_DAY}家。", hint="明天再邀请；一批单位请管理员在“账号”页一次开齐。")


def _refuse_foreign(folder: Folder, name: str, *, by: Account) -> None:
    """Stop an account from being made by which its maker would see or do what is not theirs."""
    others = Folder.objects.filter(kind__in=(FolderKind.EVENT, FolderKind.STANDING)).exclude(pk=folder.pk)
    hidden = others.exclude(pk__in=changeable(by, others).values("pk"))
    registered = (registration_at(reading_copy(each)) for each in hidden)
    if is_named_unseen(by, name) or any(name in each.firms for each in registered if each is not None):
        raise Misuse(f"“{name}”在别处已有记录，账号要由管理员开。", hint="请管理员在“账号”页新建，角色选企业。")


def _account_of(name: str, code: str) -> Account | None:
    """The firm's account; None where it has none.

    Raises:
        Misuse: it is closed, or the code opens the account of somebody else.
    """
    other = Account.objects.filter(username__iexact=code).exclude(role="firm", party=name)
    if other.exists():
        raise Misuse(f"用{code}登录的账号属于另一家单位。", hint="核对名称和代码；都对就请管理员查看。")
    found = list(Account.objects.filter(role="firm", party=name).order_by("pk"))
    if found and not any(each.is_active for each in found):
        raise Misuse(f"“{name}”的账号已停用。", hint="请管理员在“账号”页重新开通。")
    return next((each for each in found if each.is_active), None)


def _note(root: Path, invitation: Invitation) -> None:
    """Keep an invitation, if what is registered does not speak against it."""
    firms = read_registration(root / REGISTERED).firms if (root / REGISTERED).exists() else {}
    same = next((firm for firm in firms.values() if firm.code == invitation.code), None)
    if same is not None and same.name != invitation.firm:
        raise Misuse(f"“{same.name}”已用这个代码登记。", hint="是同一家单位就用已登记的名称邀请。")
    held = firms.get(invitation.firm)
    if held is not None and held.code not in ("", invitation.code):
        raise Misuse(f"“{held.name}”登记的代码是{held.code}。", hint="核对哪一个正确。")
    kept = [each for each in read_invitations(root / INVITED) if each.firm != invitation.firm]
    write_file(root / INVITED, invitations_text([*kept, invitation]).encode())


def _opened(account: Account | None, invitation: Invitation, *, by: Account, at: datetime) -> tuple[str, str]:
    """The user name and one-time password of a new account, or of one that nobody has used; else nothing."""
    if account is None:
        account, secret = make_account(invitation.code, "firm", party=invitation.firm, by=by, at=at)
        return account.get_username(), secret
    if invitation.made and _is_unused(account):
        return account.get_username(), renew_password(account, by=by, at=at)
    return "", ""


def _is_unused(account: Account) -> bool:
    return account.last_login is None and account.new_password_due
