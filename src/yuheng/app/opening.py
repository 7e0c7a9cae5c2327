"""Open the ledger for work: bring its tables up to date, and let the first person in."""

from __future__ import annotations

import gc
import secrets
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from yuheng.app import folders
from yuheng.ledger import chain, vault
from yuheng.ledger.models import Account, Role

ADMINISTRATOR: Final = "admin"
_THRESHOLDS: Final = (10_000, 5, 100)


def open_ledger(*, at: datetime) -> str:
    """Bring the tables up to date; the one-time password of the first administrator, or "" where there are accounts."""
    from yuheng.app.resolving import load_indicators

    call_command("migrate", interactive=False, verbosity=0)
    vault.sweep(settings.DATA)
    folders.sweep(at=at)
    load_indicators()
    return first_administrator(at=at)


def settle() -> None:
    """Make a process ready to answer: what its start made stays, and Python need not look through it again.

    A long document's page makes tens of thousands of objects. With Python's own settings its garbage collector then
    walked the whole program in the middle of the request, which took longer than the page itself (of a plan with 5,000
    paragraphs and 500 claims: 80 to 260 ms with, 80 to 115 ms without). What requests leave behind is looked through
    often and a little at a time: one walk over a million objects held one page in six hundred up for 0.3 s.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)


def first_administrator(*, at: datetime) -> str:
    """Make the administrator of a ledger that has no account; the password, which is stored nowhere and must be changed
    at the first sign-in.
    """
    with transaction.atomic():
        if Account.objects.exists():
            return ""
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        Account.objects.create_user(
            ADMINISTRATOR, password=password, role=Role.ADMINISTRATOR, new_password_due=True, is_superuser=True
        )
        chain.append(at, "yuheng", act="account.first", about=f"account:{ADMINISTRATOR}")
    return password
