"""Where the fields of a returned sheet stand now: columns moved, heads renamed or repeated, rows above and between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from yuheng.office.return_rows import KEY, TITLES, SentRow, folded, looks_like_token, read_token
from yuheng.office.workbook import Sheet
from yuheng.office.workbook.book import Held

Row = Mapping[int, Held]
_BY_TITLE: Final = {folded(title): field for field, title in TITLES.items()}
_BY_CONTENT: Final = ("what", "words")
_HEAD_FROM: Final = 3
_KEYS_FROM: Final = 2


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one head: which column holds which field. A sheet has as many as people pasted into it."""

    columns: Mapping[str, int]
    titles: Mapping[int, str]
    rows: tuple[tuple[int, Row], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A returned sheet taken apart.

    Attributes:
        sections: in the order of the sheet; none where nothing in it is ours.
        above: the rows above the first head.
        covered: cells under a merged area, with the area's first cell.
        strange: cells of the heads that are no title of ours: renamed, or data that a sort carried there.
    """

    sections: tuple[Section, ...]
    above: tuple[tuple[int, Row], ...]
    covered: Mapping[tuple[int, int], tuple[int, int]]
    strange: tuple[tuple[int, Row], ...] = ()


def layout_of(sheet: Sheet, sent: Sequence[SentRow]) -> Layout:
    """Find the heads of a sheet and the columns under them.

    Columns are known by the hidden keys above them, which move along; where those are gone by their titles; and the two
    columns of long words by what stands in them. A column that nothing tells is nobody's: its cells become issues.
    """
    rows = [(number, row) for number, row in sheet.rows() if row]
    starts = [at for at, (_, row) in enumerate(rows) if _is_head(row)]
    covered = _covered(sheet)
    if not starts:
        columns = _by_content(rows, sent, {})
        return Layout(
            (Section(columns, {}, tuple(rows)),) if "row" in columns or "what" in columns else (), (), covered
        )
    sections: list[Section] = []
    for place, (at, stop) in enumerate(zip(starts, [*starts[1:], len(rows)], strict=True)):
        if place and stop > at and starts[place - 1] == at - 1 and not sections[-1].rows:
            before = sections.pop()  # keys and titles stand in two rows, and are one head
            columns, titles = _read_head(rows[at][1], before.columns, before.titles)
        else:
            inherited = sections[-1].columns if sections else {}
            columns, titles = _read_head(rows[at][1], {}, {})
            columns = {**_free(inherited, columns), **columns}
        body = tuple(rows[at + 1 : stop])
        sections.append(Section(_by_content(body, sent, columns) if body else columns, titles, body))
    heads = ((rows[at][0], _strange(rows[at][1])) for at in starts)
    strange = tuple((number, row) for number, row in heads if row)
    return Layout(tuple(sections), tuple(rows[: starts[0]]), covered, strange)


def _strange(row: Row) -> Row:
    return {column: held for column, held in row.items() if not _key(held) and folded(held.words) not in _BY_TITLE}


def _is_head(row: Row) -> bool:
    keys = sum(_key(held) != "" for held in row.values())
    titles = len({_BY_TITLE[folded(held.words)] for held in row.values() if folded(held.words) in _BY_TITLE})
    return keys >= _KEYS_FROM or titles >= _HEAD_FROM


def _key(held: Held) -> str:
    words = folded(held.words)
    return words.removeprefix(KEY) if words.startswith(KEY) and words.removeprefix(KEY) in TITLES else ""


def _read_head(
    row: Row, columns: Mapping[str, int], titles: Mapping[int, str]
) -> tuple[dict[str, int], dict[int, str]]:
    """The columns that a head names, those known already kept; keys outrank titles, the first of two wins."""
    found = dict(columns)
    for column, held in sorted(row.items()):
        found.setdefault(_key(held) or "", column)
    found.pop("", None)
    for column, held in sorted(row.items()):
        titled = _BY_TITLE.get(folded(held.words))
        if titled is not None and titled not in found and column not in found.values():
            found[titled] = column
    names = {column: held.words for column, held in row.items() if not _key(held)}
    return found, {**titles, **names}


def _free(inherited: Mapping[str, int], own: Mapping[str, int]) -> dict[str, int]:
    """What an earlier head says of columns that this one leaves unnamed."""
    taken = set(own.values())
    return {field: column for field, column in inherited.items() if field not in own and column not in taken}


def _by_content(rows: Iterable[tuple[int, Row]], sent: Sequence[SentRow], columns: Mapping[str, int]) -> dict[str, int]:
    """Find the identities and the long words by what stands in a column, where no head names it."""
    found = dict(columns)
    tallies: dict[str, Counter[int]] = {field: Counter() for field in ("row", *_BY_CONTENT)}
    values = {field: {folded(row.locked[field]) for row in sent} - {""} for field in _BY_CONTENT}
    filled: Counter[int] = Counter()
    for _, row in rows:
        for column, held in row.items():
            filled[column] += 1
            tallies["row"][column] += read_token(held.words) != "" or looks_like_token(held.words)
            for field in _BY_CONTENT:
                tallies[field][column] += folded(held.words) in values[field]
    for field, tally in tallies.items():
        if field not in found:
            best = next((c for c, n in tally.most_common() if n * 2 >= filled[c] > 0 and c not in found.values()), None)
            if best is not None:
                found[field] = best
    return found


def _covered(sheet: Sheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Every cell under a merged area but its first; areas beyond what people fill in are left out."""
    found = {}
    for top, left, bottom, right in sheet.cells.merged:
        if (bottom - top + 1) * (right - left + 1) <= 100_000:
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    if (row, column) != (top, left):
                        found[row, column] = (top, left)
    return found
