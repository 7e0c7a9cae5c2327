"""填报: what an office that reports sees: its own sheets, what it has handed in, what is still missing."""

from __future__ import annotations

from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuheng.app.access import own_names
from yuheng.app.folders import reading_copy
from yuheng.app.period_acts import SHEETS
from yuheng.app.period_board import board_of, labels_in
from yuheng.app.period_desk import BOOKS, MAX_BYTES, hand_in, kept_files
from yuheng.app.period_ledger import office_folder
from yuheng.app.period_own import OwnSheet, own_sheet
from yuheng.app.sentences import translated
from yuheng.ledger.models import Account, Folder
from yuheng.web.pages import Page, person
from yuheng.web.periods import as_file, said


def returns(request: HttpRequest) -> Page:
    """Every period that the account's own party was asked for, the latest first."""
    account = person(request)
    folder = office_folder()
    found = [] if folder is None else [_own(reading_copy(folder), label, account) for label in _labels(folder)]
    return Page(
        "web/returns.html",
        {"party": account.party, "sheets": [each.row for each in found if each is not None]},
        {"accept": ",".join(BOOKS), "megabytes": MAX_BYTES >> 20},
    )


def _labels(folder: Folder) -> tuple[str, ...]:
    return labels_in(reading_copy(folder))


def _own(root: Path, label: str, account: Account) -> OwnSheet | None:
    """The account's own part of a period; None where it has none."""
    board = board_of(root, label, timezone.localdate())
    return own_sheet(board, own_names(account, {row.owner for row in board.sent if row.owner}))


def _found(request: HttpRequest, label: str) -> tuple[Folder, OwnSheet]:
    """The account's own part of a period; 404 where it has none, whether or not there is such a period."""
    folder = office_folder()
    if folder is None or label not in _labels(folder):
        raise Http404
    own = _own(reading_copy(folder), label, person(request))
    if own is None:
        raise Http404
    return folder, own


def own_file(request: HttpRequest, label: str, name: str) -> HttpResponse:
    """The account's own sheet, as it was sent."""
    folder, own = _found(request, label)
    if name not in own.files:
        raise Http404
    path = reading_copy(folder) / "periods" / label / SHEETS / name
    return as_file(path.read_bytes(), name)


@require_POST
def hand_in_return(request: HttpRequest, label: str) -> HttpResponse:
    """Hand in filled sheets, at once, for the account's own rows only."""
    folder, own = _found(request, label)

    def work() -> str:
        kept, others = kept_files((file.name or "", file.chunks()) for file in request.FILES.getlist("files"))
        if others:
            messages.error(request, _("不是工作簿，没有收：%s") % "、".join(others[:20]))
        count, nothing = hand_in(
            folder,
            kept,
            period=label,
            owners=own.owners,
            by=person(request),
            at=timezone.now(),
            on=timezone.localdate(),
        )
        for name, why in nothing:
            messages.error(request, translated(f"{name}：{why}"))
        if not kept and not others:
            messages.error(request, _("没有收到文件。"))
        return _("收下 %d 个文件。") % count if count else ""

    said(request, work)
    return redirect("returns")
