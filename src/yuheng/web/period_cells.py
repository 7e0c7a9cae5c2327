"""待办: the cells of a period that wait for a person, and what is settled about them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuheng.app.period_board import changed_cells, flagged_cells, open_cells, reasons_in
from yuheng.app.period_desk import settle_file, settle_here
from yuheng.errors import Misuse
from yuheng.web.pages import Page, person
from yuheng.web.periods import frame_of, here, said


def cells(request: HttpRequest, label: str) -> Page:
    """Everything that waits, owner by owner; what was refused; what was taken over and is worth a look."""
    _folder, _root, board = here(label)
    waiting = open_cells(board)
    return Page(
        "web/period_cells.html",
        {
            "open": waiting,
            "refused": changed_cells(board, refused=True),
            "changed": changed_cells(board, refused=False),
            "flagged": flagged_cells(board),
        },
        {**frame_of(board, "open-cells"), "groups": _by_owner(waiting), "reasons": reasons_in(board)},
    )


def _by_owner(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    groups = []
    for owner, found in groupby(rows, key=lambda row: str(row["name"])):
        group = list(found)
        files = dict.fromkeys(answer["file"] for row in group for answer in row["answers"])
        several = len(group) > 1
        groups.append({"owner": owner, "rows": group, "files": list(files) if several else []})
    return groups


@require_POST
def settle(request: HttpRequest, label: str) -> HttpResponse:
    """Let one answer, or words typed here, hold for a cell; words that were typed win over an answer ticked before.

    After an open cell the next one stands at the top, under what was said; a cell settled anew is shown again.
    """
    folder, _root, _board = here(label)
    given = request.POST
    typed, answer = given.get("words", "").strip(), given.get("answer", "")
    words = typed if typed or answer == "typed" else answer.removeprefix("=")

    def work() -> str:
        if not typed and not answer:
            raise Misuse("没有选定哪一个。", hint="选一个答复，或写上核实后的值。")
        settle_here(
            folder,
            given.get("row", ""),
            given.get("field", ""),
            words=words,
            period=label,
            reason=given.get("reason", ""),
            by=person(request),
            at=timezone.now(),
            on=timezone.localdate(),
        )
        return _("已选定“%s”。") % words if words else _("已选定：不采用。")

    said(request, work)
    place, anchor = reverse("open-cells", args=[label]), given.get("anchor", "")
    return redirect(f"{place}#{anchor}" if anchor else place)


@require_POST
def settle_whole_file(request: HttpRequest, label: str) -> HttpResponse:
    """Let one returned file hold wherever its cells are open."""
    folder, _root, _board = here(label)
    given = request.POST

    def work() -> str:
        count = settle_file(
            folder,
            given.get("file", ""),
            period=label,
            reason=given.get("reason", ""),
            by=person(request),
            at=timezone.now(),
            on=timezone.localdate(),
        )
        return _("%d 格以这个文件为准。") % count

    said(request, work)
    return redirect("open-cells", label)
