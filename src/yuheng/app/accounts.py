"""Accounts: made by an administrator, each with one role and a one-time password; every change is in the log."""

from __future__ import annotations

import re
import secrets
from collections.abc import Container, Mapping
from datetime import date, datetime, timedelta
from itertools import count
from typing import Final

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from yuheng.app.roles import role_of
from yuheng.errors import Misuse
from yuheng.ledger import chain
from yuheng.ledger.models import Account

NAME: Final = 80
"""Characters of a person's name."""

PASSWORD_DAYS: Final = 14
"""Days for which a one-time password opens its account: one that was lost on its way must not open it for good."""

_QUICK: Final = 2000
"""Rounds of hashing for a random one-time password: nobody guesses 64 bits, at whatever speed."""


def one_time_password() -> str:
    """Sixteen random hexadecimal digits in groups that can be read out over the telephone: 64 bits."""
    return "-".join(secrets.token_hex(2) for _ in range(4))


def last_day(at: datetime) -> date:
    """The last day of a one-time password that is made now."""
    return timezone.localtime(at).date() + timedelta(days=PASSWORD_DAYS)


def is_lapsed(account: Account, *, on: date) -> bool:
    """Whether an account has nothing but a one-time password whose time is over."""
    until = account.new_password_until
    return account.new_password_due and until is not None and on > until


def make_account(
    name: str, role: str, *, party: str, by: Account, at: datetime, person: str = ""
) -> tuple[Account, str]:
    """A new account and its one-time password, which is stored nowhere and ends; `person` is who signs with it.

    Raises:
        Misuse: the name is taken or no name, the role unknown, or a department or firm without its name.
    """
    _check_party(role, party)
    try:
        UnicodeUsernameValidator()(name)
    except ValidationError as error:
        raise Misuse(f"用户名“{name}”不能用。", hint="可用文字、数字和 @ . + - _。") from error
    password = one_time_password()
    try:
        with transaction.atomic():
            account = Account.objects.create_user(
                name[:150],
                password=password,
                role=role_of(role).name,
                party=party,
                first_name=person.strip()[:NAME],
                new_password_due=True,
                new_password_until=last_day(at),
            )
            details = {"role": role, "until": last_day(at).isoformat()}
            chain.append(at, by.get_username(), act="account.made", about=f"account:{name}", details=details)
    except IntegrityError as error:
        raise Misuse(f"已有用户名“{name}”。") from error
    return account, password


def make_firm_accounts(firms: Mapping[str, str], *, by: Account, at: datetime) -> list[tuple[str, str, str]]:
    """An account for each firm that has none: its name, its user name, its one-time password.

    An event of 400 firms cannot wait for 400 forms. A firm signs in with its 统一社会信用代码, or with its name where
    it gave none. A random password of 64 bits needs no slow hash; the one that the firm chooses at its first sign-in
    gets one.

    Args:
        firms: names, each with its code or "".
        by, at: which administrator, and when.
    """
    known = set(Account.objects.filter(role="firm").values_list("party", flat=True))
    taken = set(Account.objects.values_list("username", flat=True))
    made: list[tuple[str, str, str]] = []
    accounts = []
    for party in sorted(set(firms) - known):
        name = _free_name(firms[party] or re.sub(r"[^\w.@+-]", "", party), taken)
        taken.add(name)
        secret = one_time_password()
        hashed = PBKDF2PasswordHasher().encode(secret, get_random_string(22), iterations=_QUICK)
        row = Account(username=name, password=hashed, role="firm", party=party, new_password_due=True)
        row.new_password_until = last_day(at)
        accounts.append(row)
        made.append((party, name, secret))
    with transaction.atomic():
        Account.objects.bulk_create(accounts)
        if accounts:
            details = {"role": "firm", "accounts": len(accounts), "until": last_day(at).isoformat()}
            chain.append(at, by.get_username(), act="account.made", about="accounts:firms", details=details)
    return made


def _free_name(wished: str, taken: Container[str]) -> str:
    return next(
        name
        for number in count(1)
        if (name := wished[:140] if number == 1 else f"{wished[:140]}-{number}") not in taken
    )


def change_account(account: Account, *, role: str, party: str, active: bool, by: Account, at: datetime) -> None:
    """Give an account another role or party, close it or open it again.

    Raises:
        Misuse: somebody would shut themselves out, the role is unknown, or a department or firm has no name.
    """
    _check_party(role, party)
    if account.pk == by.pk and (not active or role != account.role):
        raise Misuse("不能停用自己或改自己的角色。", hint="请另一位管理员来做。")
    with transaction.atomic():
        account.role, account.party, account.is_active = role_of(role).name, party, active
        account.save(update_fields=["role", "party", "is_active"])
        details = {"role": role, "party": party, "active": active}
        chain.append(
            at, by.get_username(), act="account.changed", about=f"account:{account.get_username()}", details=details
        )


def name_person(account: Account, person: str, *, by: Account, at: datetime) -> None:
    """Write down who signs with an account; what was signed before stays as it was signed."""
    name = person.strip()[:NAME]
    if name == account.first_name:
        return
    with transaction.atomic():
        account.first_name = name
        account.save(update_fields=["first_name"])
        chain.append(at, by.get_username(), act="account.named", about=f"account:{account.get_username()}")


def renew_password(account: Account, *, by: Account, at: datetime) -> str:
    """A new one-time password; the old one no longer opens anything."""
    password = one_time_password()
    with transaction.atomic():
        account.set_password(password)
        account.new_password_due, account.new_password_until = True, last_day(at)
        account.save(update_fields=["password", "new_password_due", "new_password_until"])
        about, details = f"account:{account.get_username()}", {"until": last_day(at).isoformat()}
        chain.append(at, by.get_username(), act="account.renewed", about=about, details=details)
    return password


def _check_party(role: str, party: str) -> None:
    if role_of(role).scope == "named" and not party:
        raise Misuse("填报单位和企业的账号要写单位名称，系统按它决定能看什么。")
