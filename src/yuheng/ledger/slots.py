"""What a verdict binds to: the slot (where the words stand) and the fingerprint (what was read out of them).

A new advertisement on the page moves offsets and changes neither; a better reader that reads another unit changes the
fingerprint and asks again; other words are another slot.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from yuheng.model import id_of

PLACES: Final = frozenset(
    {"id", "doc", "start", "end", "anchor", "sentence", "quote", "heading", "number", "figures", "parent", "kind"}
)
"""Fields of a payload that say where a claim stands, not what it states."""


def statement_of(payload: Mapping[str, Any]) -> dict[str, Any]:
    """What a payload states, without ids and places."""
    said = {key: value for key, value in payload.items() if key not in PLACES}
    if "owners" in said:
        said["owners"] = [{"name": owner["name"], "role": owner["role"]} for owner in said["owners"]]
    return said


def fingerprint_of(payload: Mapping[str, Any]) -> str:
    """Hash of what a payload states; the order of its keys, which PostgreSQL does not keep, does not matter.

    >>> fingerprint_of({"kind": "target", "start": 3, "unit": "张"}) == fingerprint_of({"unit": "张", "start": 9})
    True
    """
    return id_of("fingerprint", json.dumps(statement_of(payload), ensure_ascii=False, sort_keys=True))


def slots_of(source: str, payloads: Sequence[Mapping[str, Any]]) -> list[str]:
    """The slots of one document's claims, in the order given, which must be that of the text.

    Made of source, kind, heading path, sentence and quote. Where one sentence holds the same words twice
    (男性60%、女性60%) the first and the second are told apart by their turn.
    """
    turns: Counter[tuple[str | int, ...]] = Counter()
    slots = []
    for payload in payloads:
        heading = tuple(payload["heading"])
        words = (source, payload["kind"], len(heading), *heading, payload["quote"], payload["anchor"]["quote"])
        slots.append(id_of("slot", *words, turns[words]))
        turns[words] += 1
    return slots
