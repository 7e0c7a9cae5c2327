"""Anchors: exact, frozen, and the same however they were made."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from yuheng.errors import BrokenAnchor
from yuheng.model import Anchor, CharMap, Document, Place, Reading, Run, Snapshot, anchor_at

MAP = CharMap(clean=(0, 4, 6), raw=(1, 8, 10))


def document_of(text: str, chars: CharMap, runs: tuple[Run, ...] = ()) -> Document:
    """A document without blocks."""
    snapshot = Snapshot("甲.txt", "0" * 64, len(text), "txt")
    return Document(snapshot, Reading(text, wrapped=True, runs=runs, reader="txt/1"), text, chars, ())


def test_an_anchor_that_a_document_makes_is_the_one_that_its_parts_make() -> None:
    document = document_of("建设三个基地", CharMap((0,), (2,)))

    made = anchor_at(document, 2, 6)

    assert made == Anchor(document.id, 2, 6, "三个基地", Place(4, 8))
    assert hash(made) == hash(Anchor(document.id, 2, 6, "三个基地", Place(4, 8)))
    assert (type(made), type(made.place)) == (Anchor, Place)
    assert repr(made.place) == repr(Place(4, 8))


def test_an_anchor_made_fast_is_as_frozen_as_any_other() -> None:
    made = anchor_at(document_of("建设基地", CharMap((0,), (0,))), 0, 2)

    with pytest.raises(FrozenInstanceError):
        made.start = 1  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del made.place.start
    assert replace(made, start=1).start == 1
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301  # our own bytes


@pytest.mark.parametrize(
    ("start", "end", "raw"),
    [(0, 4, (1, 5)), (1, 3, (2, 4)), (3, 5, (4, 9)), (4, 6, (8, 10)), (5, 8, (9, 12)), (0, 8, (1, 12))],
)
def test_a_span_maps_to_the_reading_within_a_piece_and_across_pieces(
    start: int, end: int, raw: tuple[int, int]
) -> None:
    assert MAP.span_to_raw(start, end) == raw == (MAP.to_raw(start), MAP.to_raw(end - 1) + 1)


def test_an_anchor_in_a_page_names_the_page() -> None:
    document = document_of("建设基地", CharMap((0,), (0,)), runs=(Run(0, 4, page=3),))

    assert anchor_at(document, 2, 4).place == Place(2, 4, page=3)


def test_an_empty_span_is_no_anchor() -> None:
    with pytest.raises(BrokenAnchor):
        anchor_at(document_of("建设基地", CharMap((0,), (0,))), 2, 2)
