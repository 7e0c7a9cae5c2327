"""自有台账: the office's own ledger workbook, its columns confirmed once, filled in period by period."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuheng.app.patching import adopt
from yuheng.app.period_acts import FILLED, OWN
from yuheng.app.period_desk import MAX_BYTES, ask, bring_workbook, confirm_workbook
from yuheng.errors import Misuse
from yuheng.office.adoption import Adoption
from yuheng.vocab.workbook_columns import column_roles
from yuheng.web.pages import Page, person
from yuheng.web.periods import frame_of, here, said

SHOWN: Final = 200


def workbooks(request: HttpRequest, label: str) -> Page:
    """Every workbook brought, what its columns are taken for, and what was written into it for this period."""
    _folder, root, board = here(label)
    rows = [_workbook(path, board.folder.path / FILLED) for path in _books(root)]
    roles = [{"key": key, "word": role.titles[0], "owned": role.is_owned} for key, role in column_roles().items()]
    return Page(
        "web/workbooks.html",
        {"workbooks": rows},
        {**frame_of(board, "workbooks"), "roles": roles, "megabytes": MAX_BYTES >> 20},
    )


def _books(root: Path) -> list[Path]:
    place = root / OWN
    return sorted(each for each in place.iterdir() if each.suffix != ".toml") if place.is_dir() else []


def _workbook(path: Path, filled: Path) -> dict[str, Any]:
    """A workbook with its columns; its proposal lies beside it, so that nothing is written here."""
    adoption, _new = adopt(path, confirm=False)
    done = filled / path.name
    result = done.with_name(done.name + ".json")
    said_of = json.loads(result.read_text("utf-8")) if result.is_file() else None
    return {
        "name": path.name,
        "confirmed": adoption.is_confirmed,
        "sheets": _sheets(adoption),
        "filled": said_of and {**said_of, "path": f"{FILLED}/{path.name}", "count": len(said_of["written"])},
    }


def _sheets(adoption: Adoption) -> list[dict[str, Any]]:
    return [
        {
            "name": sheet.name,
            "columns": [
                {"column": use.column, "title": use.title, "role": use.role, "when": use.when} for use in sheet.columns
            ],
        }
        for sheet in adoption.sheets
    ]


@require_POST
def bring(request: HttpRequest, label: str) -> HttpResponse:
    """Keep a workbook, and propose what its columns are."""
    folder, _root, _board = here(label)

    def work() -> str:
        files = request.FILES.getlist("files")
        if not files:
            raise Misuse("没有收到文件。")
        names = [
            bring_workbook(folder, file.name or "", file.read(), by=person(request), at=timezone.now())
            for file in files
        ]
        return _("收下 %s，请核对各列。") % "、".join(names)

    said(request, work)
    return redirect("workbooks", label)


@require_POST
def confirm(request: HttpRequest, label: str) -> HttpResponse:
    """Confirm the columns as looked at and mended."""
    folder, _root, _board = here(label)
    given = request.POST

    def work() -> str:
        confirm_workbook(
            folder, given.get("workbook", ""), given.getlist("role"), by=person(request), at=timezone.now()
        )
        return _("各列已确认。")

    said(request, work)
    return redirect("workbooks", label)


@require_POST
def fill(request: HttpRequest, label: str) -> HttpResponse:
    """Ask the worker to fill a workbook in."""
    folder, root, _board = here(label)
    name = request.POST.get("workbook", "")
    if name not in {path.name for path in _books(root)}:
        raise Http404

    def work() -> str:
        arguments = {
            "period": label,
            "on": timezone.localdate().isoformat(),
            "workbook": name,
            "recalculate": request.POST.get("recalculate") == "1",
        }
        ask(folder, "period.fill", arguments, by=person(request), at=timezone.now())
        return _("已交给后台，填好后可以下载。")

    said(request, work)
    return redirect("workbooks", label)
