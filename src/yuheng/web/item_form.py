"""The form of one item, the same for an event and the standing exchange: its fields, and the class its words propose.

An event's firms write what they like; the standing exchange asks for what the chosen form of exchange needs. The class
is proposed by the words of the name and kept only once a person has confirmed it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_noop

from yuheng.exchange.registration import read_day
from yuheng.office.event_own import ITEM_TITLES
from yuheng.vocab.chain import UNCLASSED, segment_of, segments, segments_in, stages, version
from yuheng.vocab.chain.forms import forms

_ANY: Final = (
    ("specification", gettext_noop("规格、标准、型号"), "YY 0469，灭菌级"),
    ("quantity", gettext_noop("数量"), "每月10万只"),
    ("stage", gettext_noop("阶段"), ""),
)
"""What is asked where no form of exchange says what it needs: field, word, example."""

_EXAMPLE: Final = "医用外科口罩"


def form_values(
    words: Mapping[str, str], *, key: str, proposing: bool, kind: str = "", side: str = ""
) -> dict[str, Any]:
    """What the form shows.

    Args:
        words: what is filled in, by the fields of `ITEM_TITLES`.
        key: of the item that is changed; empty for a new one.
        proposing: whether the name was just typed, so that its words choose the class anew.
        kind: the form of exchange whose questions are asked; empty for the questions of any.
        side: "offer" or "need", where a kind is asked.
    """
    name = words.get("name", "")
    proposed, chosen = segment_of(name), words.get("segment", "")
    found = [each for each in segments_in(name) if each.key == proposed]
    asked = forms().get(kind)
    asks = _ANY if asked is None else [(a.field, a.need if side == "need" else a.offer, a.example) for a in asked.asks]
    return {
        "item": {field: words.get(field, "") for field in ITEM_TITLES},
        "key": key,
        "asks": [
            {"field": f, "word": word, "example": example, "value": words.get(f, "")} for f, word, example in asks
        ],
        "example": asked.example if asked else _EXAMPLE,
        "segment": proposed if proposing or not chosen else chosen,
        "proposed": proposed,
        "proposed_by": sorted({name[each.start : each.end] for each in found}),
        "version": version(),
        "until_is_day": _is_day(words.get("until", "")),
    }


def form_choices() -> dict[str, Any]:
    """What its lists offer: the segments by branch, each with its classes of GB/T 4754, and the stages."""
    branches: dict[str, dict[str, Any]] = {}
    for key, part in segments().items():
        top = key.partition(".")[0]
        branch = branches.setdefault(top, {"name": segments()[top].name, "parts": []})
        branch["parts"].append({"key": key, "name": part.name, "gbt": part.gbt, "depth": range(key.count("."))})
    return {"classes": list(branches.values()), "unclassed": UNCLASSED, "stages": stages()}


def _is_day(words: str) -> bool:
    """Whether a field for days can show it: one for days would hide 年底, and saving would drop it."""
    try:
        day = read_day(words)
    except ValueError:
        return False
    return not words or (day is not None and day.isoformat() == words)
