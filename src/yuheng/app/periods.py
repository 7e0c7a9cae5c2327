"""The folder that a ledger lives in: claims, and a folder for each period with what went out and what came back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from yuheng.app.compiling import CLAIMS, DOCUMENTS, write_file
from yuheng.errors import Misuse
from yuheng.model import Metadata
from yuheng.model.claim import Claim
from yuheng.office.claims_file import claims_from
from yuheng.office.dispatch import Previous
from yuheng.office.documents_file import documents_from
from yuheng.office.duties import Duty, reporting_period
from yuheng.office.merging import Merged, Settlement, merged
from yuheng.office.owner_names import owners_written
from yuheng.office.return_rows import SentRow, sent_bytes, sent_from
from yuheng.office.returns import Return, Voiding
from yuheng.office.returns_file import explanations_from, returns_from, settlements_from, voidings_from
from yuheng.office.verdicts import Explanation

PERIODS: Final = "periods"
SENT: Final = "sent.jsonl"
TERMS: Final = "sent.json"
RETURNS: Final = "returns.jsonl"
SETTLEMENTS: Final = "settlements.jsonl"
EXPLANATIONS: Final = "explanations.jsonl"
VOIDINGS: Final = "voidings.jsonl"
RECEIVED: Final = "received"
ASSIGNED: Final = "assigned.jsonl"


@dataclass(frozen=True, slots=True)
class PeriodFolder:
    """One period of a ledger's folder."""

    root: Path
    label: str

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.root / PERIODS / self.label

    def sent(self) -> tuple[SentRow, ...]:
        """The rows sent out; none where nothing was."""
        return sent_from(_lines(self.path / SENT), name=str(self.path / SENT))

    def terms(self) -> tuple[date, date]:
        """The day it was sent, and the day it is due.

        Raises:
            Misuse: nothing was sent for this period.
        """
        try:
            row = json.loads((self.path / TERMS).read_text("utf-8"))
            return date.fromisoformat(row["on"]), date.fromisoformat(row["due"])
        except FileNotFoundError:
            raise Misuse(
                f"{self.label} 还没有下发过表。", hint=f"先运行 yuheng dispatch --period {self.label}。"
            ) from None
        except (KeyError, TypeError, ValueError) as error:
            raise Misuse(f"{self.path / TERMS} 读不出：{error!r}。", hint="重新运行 yuheng dispatch。") from error

    def returns(self) -> tuple[Return, ...]:
        """The workbooks taken in that count, in their order."""
        voided = self.voided()
        return tuple(back for back in self.received() if back.sha256 not in voided)

    def received(self) -> tuple[Return, ...]:
        """All workbooks taken in, those too that were voided, in their order."""
        return returns_from(_lines(self.path / RETURNS), name=str(self.path / RETURNS))

    def voided(self) -> dict[str, Voiding]:
        """The workbooks that do not count, by SHA-256, each with who said so; the last word holds."""
        last = {
            each.sha256: each for each in voidings_from(_lines(self.path / VOIDINGS), name=str(self.path / VOIDINGS))
        }
        return {sha256: each for sha256, each in last.items() if not each.counts}

    def settlements(self) -> tuple[Settlement, ...]:
        """What named persons settled, in its order."""
        return settlements_from(_lines(self.path / SETTLEMENTS), name=str(self.path / SETTLEMENTS))

    def explanations(self) -> dict[str, Explanation]:
        """What the office itself noted on duties that are behind, by duty; the last word holds."""
        found = explanations_from(_lines(self.path / EXPLANATIONS), name=str(self.path / EXPLANATIONS))
        return {each.duty: each for each in found}

    def cells(self) -> tuple[Merged, ...]:
        """Every owed cell as merged."""
        returns = self.returns()
        return merged(
            self.sent(),
            (value for back in returns for value in back.values),
            (change for back in returns for change in back.changes),
            self.settlements(),
        )

    def keep_sent(self, rows: Iterable[SentRow], *, on: date, due: date) -> None:
        """Write down what goes out.

        Raises:
            Misuse: the folder cannot be written.
        """
        write_file(self.path / SENT, sent_bytes(rows))
        terms = {"period": self.label, "on": on.isoformat(), "due": due.isoformat()}
        write_file(self.path / TERMS, (json.dumps(terms, ensure_ascii=False) + "\n").encode("utf-8"))

    def add(self, name: str, lines: Iterable[str]) -> None:
        """Add lines to one of the period's files; those there stay.

        Raises:
            Misuse: the folder cannot be written.
        """
        add_lines(self.path / name, lines)


def period_folder(root: Path, label: str) -> PeriodFolder:
    """One period of a ledger.

    Raises:
        Misuse: no such period.
    """
    return PeriodFolder(root, reporting_period(label).label)


def ledger_claims(root: Path) -> tuple[tuple[str, Claim], ...]:
    """The claims of a ledger's folder.

    Raises:
        Misuse: there are none.
    """
    path = root / CLAIMS
    if not path.is_file():
        raise Misuse(f"{root} 里没有 {CLAIMS}。", hint=f"先运行 yuheng compile 文件… --out {root}。")
    return tuple(claims_from(path.read_text("utf-8").splitlines()))


def ledger_documents(root: Path) -> dict[str, Metadata]:
    """What the ledger's documents say of themselves, by the name that claims give them; a folder may not have it."""
    return documents_from(_lines(root / DOCUMENTS), name=str(root / DOCUMENTS))


def earlier(root: Path, label: str) -> tuple[PeriodFolder, ...]:
    """The periods that ended before this one did, the latest last."""
    end = reporting_period(label).end
    found = []
    folder = root / PERIODS
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.is_dir() and (path / SENT).is_file():
            period = reporting_period(path.name)
            assert period.end is not None  # noqa: S101  # reporting_period sets both
            assert end is not None  # noqa: S101
            if period.end < end:
                found.append((period.end, PeriodFolder(root, period.label)))
    return tuple(each for _, each in sorted(found, key=lambda pair: (pair[0], pair[1].label)))


def previous_values(root: Path, label: str) -> tuple[dict[str, Previous], frozenset[str]]:
    """What was last reported on each duty before a period, and which duties were then still open."""
    shown: dict[str, Previous] = {}
    still: dict[str, bool] = {}
    for folder in earlier(root, label):
        cells = {(cell.row, cell.field): cell for cell in folder.cells()}
        for row in folder.sent():
            value, status = cells.get((row.id, "value")), cells.get((row.id, "status"))
            taken = next((each.entry for each in (value, status) if each is not None and each.entry is not None), None)
            if taken is not None and taken.words:
                shown[row.id] = Previous(folder.label, taken.words)
            still[row.id] = status is None or status.entry is None or status.entry.words != "提前实现"
    return shown, frozenset(row for row, is_open in still.items() if is_open)


def asked_before(root: Path, label: str) -> frozenset[str]:
    """The duties that the periods before one asked for."""
    return frozenset(row.id for folder in earlier(root, label) for row in folder.sent())


def never_asked(label: str, duties: Iterable[Duty], *, asked: frozenset[str]) -> frozenset[str]:
    """The duties that were due before a period and that none before it `asked` for: nobody would ever hear of them."""
    start = reporting_period(label).start
    assert start is not None  # noqa: S101  # reporting_period sets both
    ends = ((duty.id, duty.period.end if duty.period is not None else None) for duty in duties)
    return frozenset(key for key, end in ends if end is not None and end <= start and key not in asked)


def assigned(root: Path) -> dict[str, tuple[str, ...]]:
    """The owners that the clerk named for claims whose documents name nobody; the last word holds."""
    found: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(_lines(root / ASSIGNED), start=1):
        if line.strip():
            try:
                row = json.loads(line)
                found[str(row["claim"])] = owners_written(str(row["owner"]))
            except (KeyError, TypeError, ValueError) as error:
                raise Misuse(f"{root / ASSIGNED} 第 {number} 行读不出：{error!r}。") from error
    return found


def add_lines(path: Path, lines: Iterable[str]) -> None:
    """Add lines to a file, made where it is not there.

    Raises:
        Misuse: it cannot be written.
    """
    new = "".join(f"{line}\n" for line in lines)
    if new:
        before = path.read_bytes() if path.is_file() else b""
        write_file(path, before + new.encode("utf-8"))


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").split("\n") if path.is_file() else []
