"""What the worker does for the office's periods: send out, take in, write papers, fill in the office's own workbook."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.conf import settings

from yuheng.app.collecting import Collected, collect, left_out
from yuheng.app.compiling import write_file
from yuheng.app.dispatching import dispatch
from yuheng.app.patching import fill
from yuheng.app.period_ledger import chosen_plans, write_ledger_now
from yuheng.app.periods import PERIODS
from yuheng.app.reporting import has_printer, report
from yuheng.errors import Misuse
from yuheng.ledger.vault import open_snapshot
from yuheng.office.bulletin import KINDS
from yuheng.office.official_document import RedHead

SHEETS: Final = "sheets"
PAPERS: Final = "papers"
OWN: Final = "workbooks"
FILLED: Final = "filled"


def send_out(root: Path, arguments: Mapping[str, Any]) -> str:
    """Dispatch a period from the ledger as it stands: period, on, due, plans, owners."""
    write_ledger_now(root, arguments["plans"])
    label = arguments["period"]
    done = dispatch(
        root,
        root / PERIODS / label / SHEETS,
        period=label,
        on=date.fromisoformat(arguments["on"]),
        due=date.fromisoformat(arguments["due"]),
        owners=arguments["owners"],
        overdue=bool(arguments.get("overdue", False)),
    )
    asked = [sheet for sheet in done.sheets if sheet.owner]
    return f"下发{len(asked)}个单位{sum(len(sheet.rows) for sheet in asked)}行"


def take_in(root: Path, arguments: Mapping[str, Any]) -> str:
    """Collect files that lie in the vault already: period, on, files (name and hash each), others (no workbooks)."""
    done = collect_kept(root, arguments["files"], period=arguments["period"], on=date.fromisoformat(arguments["on"]))
    nothing = [f"{name}：{why}" for name, why in left_out(done)]
    nothing += [f"{name}：不是工作簿，没有收。" for name in arguments.get("others", ())]
    count = sum(bool(back.values) for back in done.new)
    said = f"收进{count}个文件" + (f"，{len(nothing)}个没有并入：" if nothing else "")
    return "\n".join((said, *nothing))


def collect_kept(
    root: Path,
    files: Sequence[Sequence[str]],
    *,
    period: str,
    on: date,
    owners: frozenset[str] | None = None,
) -> Collected:
    """Collect files of the vault under the names that they came with."""
    with TemporaryDirectory() as place:
        paths = []
        for number, (name, sha256) in enumerate(files):
            path = Path(place) / str(number) / name
            path.parent.mkdir()
            path.write_bytes(open_snapshot(settings.DATA, sha256))
            paths.append(path)
        return collect(root, paths, period=period, on=on, owners=owners)


def bring_up_to_date(root: Path, _arguments: Mapping[str, Any]) -> str:
    """Take over what was decided on the plans' claims since they were sent out."""
    write_ledger_now(root, chosen_plans(root))
    return "已按现在的台账更新"


def write_paper(root: Path, arguments: Mapping[str, Any]) -> str:
    """Write a paper of a period, and print it where LibreOffice is; an old print never stands beside a new paper."""
    kind = next((each for each in KINDS if each == arguments["kind"]), None)
    if kind is None:
        raise Misuse(f"没有“{arguments['kind']}”这一种。", hint=f"可以是{'、'.join(KINDS)}。")
    write_ledger_now(root, chosen_plans(root))
    path = root / PERIODS / arguments["period"] / PAPERS / f"{kind}.docx"
    path.with_suffix(".pdf").unlink(missing_ok=True)
    wanted = bool(arguments["pdf"])
    done = report(
        root,
        path,
        period=arguments["period"],
        kind=kind,
        on=date.fromisoformat(arguments["on"]),
        subject=arguments["subject"],
        issuer=arguments["issuer"],
        address=arguments["address"],
        red_head=RedHead(arguments["mark"], arguments["number"]) if arguments["mark"] else None,
        pdf=wanted and has_printer(),
    )
    without = "（这台服务器没有 LibreOffice，未出 PDF）" if wanted and done.pdf is None else ""
    return f"{kind}写好，{len(done.verdicts)}项{without}"


def fill_in(root: Path, arguments: Mapping[str, Any]) -> str:
    """Fill in the office's own workbook, and write down which cells were written: period, on, workbook, recalculate."""
    workbook = root / OWN / arguments["workbook"]
    out = root / PERIODS / arguments["period"] / FILLED / arguments["workbook"]
    done = fill(
        workbook,
        root,
        period=arguments["period"],
        on=date.fromisoformat(arguments["on"]),
        out=out,
        recalculate=arguments["recalculate"],
    )
    said = {
        "written": [[each.sheet, each.cell, each.before, each.after] for each in done.patched.written],
        "stale": list(done.patched.stale),
        "issues": [issue.message for issue in done.issues],
        "rows": list(done.rows),
        "recalculate": arguments["recalculate"],
    }
    write_file(out.with_name(out.name + ".json"), (json.dumps(said, ensure_ascii=False) + "\n").encode("utf-8"))
    return f"写入{len(done.patched.written)}格，认出{done.rows[0]}/{done.rows[1]}行"
