"""What a verdict binds to."""

from __future__ import annotations

from typing import Any

from yuheng.ledger.slots import fingerprint_of, slots_of


def payload(**changes: Any) -> dict[str, Any]:
    return {
        "id": "c1",
        "kind": "target",
        "start": 10,
        "heading": ["一、目标"],
        "quote": "护理型床位达到60%。",
        "anchor": {"quote": "60%", "start": 10},
        "indicator": "护理型床位",
        "value": "60",
        "unit": "%",
    } | changes


def test_moved_words_keep_slot_and_fingerprint() -> None:
    moved = payload(id="c2", start=99, anchor={"quote": "60%", "start": 99})

    assert slots_of("市政府网站", [moved]) == slots_of("市政府网站", [payload()])
    assert fingerprint_of(moved) == fingerprint_of(payload())


def test_another_reading_of_the_same_words_keeps_the_slot_and_asks_again() -> None:
    other = payload(unit="张")

    assert slots_of("市政府网站", [other]) == slots_of("市政府网站", [payload()])
    assert fingerprint_of(other) != fingerprint_of(payload())


def test_source_kind_heading_sentence_and_quote_each_make_another_slot() -> None:
    slots = [
        slots_of(*arguments)[0]
        for arguments in (
            ("甲", [payload()]),
            ("乙", [payload()]),
            ("甲", [payload(kind="actual")]),
            ("甲", [payload(heading=["二、任务"])]),
            ("甲", [payload(heading=["一、目标", "护理型床位达到60%。"], quote="60%")]),
            ("甲", [payload(quote="护理型床位达到65%。")]),
            ("甲", [payload(anchor={"quote": "达到60%", "start": 8})]),
        )
    ]

    assert len(set(slots)) == len(slots)


def test_the_same_words_twice_in_a_sentence_are_two_slots() -> None:
    assert len(set(slots_of("甲", [payload(), payload(id="c2")]))) == 2


def test_owners_count_by_name_and_role_not_by_place() -> None:
    owner = {"name": "市民政局", "role": "牵头", "anchor": {"start": 5}}
    task = payload(kind="task", owners=[owner])

    assert fingerprint_of(task) == fingerprint_of(payload(kind="task", owners=[{**owner, "anchor": {"start": 9}}]))
    assert fingerprint_of(task) != fingerprint_of(payload(kind="task", owners=[{**owner, "role": "配合"}]))
