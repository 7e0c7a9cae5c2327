"""How long an office waits for its owners' sheets to be merged: 40 returns of 200 rows each, part of `make bench`.

Beside it stands what any program must do first: opening the same forty files with the fastest reader there is.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date
from io import BytesIO
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
OWNERS, ROWS, PERIOD = 40, 199, "2025-12"
MERGED = 20
"""Seconds of processor time that merging must not exceed on a quiet machine."""


def main() -> None:
    """Print the merge and what it is made of."""
    sys.path.insert(0, str(HOUSE))
    with tempfile.TemporaryDirectory() as folder:
        books, back, count = returns(Path(folder))
        merged, taken = merge(books, back)
        read = fastest_read(back)
    if taken != count:
        raise SystemExit(
            f"{count} rows were sent back and {taken} taken: the merge is wrong, and its speed says nothing."
        )
    print(f"\n{f'merging {OWNERS} returns, {count:,} rows':<34}{merged:>12.2f} s   bar: {MERGED} s")
    print(
        f"{'the same files, read by calamine':<34}{read:>12.2f} s   the merge takes {merged / read:.0f} times as long"
    )


def returns(folder: Path) -> tuple[Path, Path, int]:
    """A ledger, the folder of the sheets that came back filled in, and how many rows they hold."""
    from tests.unit.office.town import ledger

    from yuheng.app.dispatching import dispatch
    from yuheng.office.workbook import Edit, open_workbook, patch

    books, back = ledger(folder / "ledger", owners=OWNERS, rows=ROWS), folder / "back"
    back.mkdir()
    sheets = dispatch(books, folder / "sheets", period=PERIOD, on=date(2026, 1, 5)).sheets
    for each in sheets:
        edits = [Edit("填报", 5 + at, 11, f"进展{at}") for at in range(len(each.rows))]
        (back / each.file).write_bytes(patch(open_workbook(each.file, each.data), edits).data)
    return books, back, sum(len(each.rows) for each in sheets)


def merge(books: Path, back: Path) -> tuple[float, int]:
    """Seconds of this process's time, and how many rows were taken."""
    from yuheng.app.collecting import collect

    start = time.process_time()
    collected = collect(books, [back], period=PERIOD, on=date(2026, 1, 10))
    return time.process_time() - start, collected.count("taken")


def fastest_read(back: Path) -> float:
    """Seconds that reading every cell of the same files takes."""
    from python_calamine import CalamineWorkbook

    start = time.process_time()
    for path in sorted(back.iterdir()):
        book = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()
    return time.process_time() - start


if __name__ == "__main__":
    main()
