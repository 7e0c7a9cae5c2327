"""claims.jsonl: what is written comes back equal, and two runs write the same."""

from __future__ import annotations

import json
from dataclasses import fields as fields_of
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.office.claims import compiled

from yuheng.errors import Misuse
from yuheng.model import (
    Actual,
    Advice,
    Agreement,
    Anchor,
    Claim,
    Measure,
    Need,
    Offer,
    Owner,
    Period,
    Place,
    Quantity,
    Siting,
    Target,
    Task,
)
from yuheng.model.compiled import Compiled
from yuheng.office.claims_file import claim_lines, claims_bytes, claims_from, printed

WORDS = st.text(max_size=8)
NAMES = st.lists(WORDS, max_size=3).map(tuple)
OFFSETS = st.integers(0, 10**6)
DECIMALS = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=3
) | st.just(Decimal("1E+3"))
BOXES = st.lists(st.tuples(*[st.floats(0, 900, allow_nan=False)] * 4), max_size=2).map(tuple)
MAYBE = st.none() | st.integers(0, 999)
PLACES = st.builds(
    Place, OFFSETS, OFFSETS, page=MAYBE, boxes=BOXES, paragraph=MAYBE, sheet=st.none() | WORDS, cell=st.none() | WORDS
)
ANCHORS = st.builds(Anchor, WORDS, OFFSETS, OFFSETS, WORDS, PLACES)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    first, second = sorted((draw(DECIMALS), draw(DECIMALS)))
    low, high = draw(st.sampled_from([(first, second), (first, first), (first, None), (None, second)]))
    flags = {name: draw(st.booleans()) for name in ("approximate", "hedged", "strict")}
    return Quantity(low, high, draw(WORDS), draw(WORDS), **flags)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(st.none() | st.dates(date(1949, 1, 1), date(2090, 1, 1)))
    end = draw(st.none() | st.dates(date(2090, 1, 2), date(2100, 1, 1)))
    return Period(draw(st.text(min_size=1, max_size=6)), start, end, draw(WORDS))


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    anchor = draw(ANCHORS)
    sentence = Anchor(anchor.document, draw(OFFSETS), draw(OFFSETS), draw(WORDS), draw(PLACES))
    kind: Any = draw(st.sampled_from([Target, Actual, Task, Agreement, Siting, Advice, Measure, Offer, Need]))
    shared = {"id": draw(WORDS), "anchor": anchor, "sentence": sentence, "heading": draw(NAMES)}
    fields: dict[str, st.SearchStrategy[object]] = {
        "number": ANCHORS,
        "quantity": quantities(),
        "period": st.none() | periods(),
        "measure": st.sampled_from(["level", "growth", "share", "flow"]),
        "owners": st.lists(st.builds(Owner, name=WORDS, role=WORDS, anchor=ANCHORS), max_size=2).map(tuple),
        "due": st.none() | periods(),
        "until": st.none() | periods(),
        "signed": st.none() | periods(),
        "amount": st.none() | quantities(),
        "stage": st.sampled_from(["接触", "意向", "协议", "合同", "到款"]),
        **dict.fromkeys(("figures", "parties", "witnesses", "industries"), NAMES),
        **dict.fromkeys(("conditional", "planned"), st.booleans()),
    }
    own = [each.name for each in fields_of(kind) if each.name not in shared]
    claim: Claim = kind(**shared, **{name: draw(fields.get(name, WORDS)) for name in own})
    return claim


@given(st.lists(claims(), max_size=4))
def test_every_claim_comes_back_as_it_was_written(given_claims: list[Claim]) -> None:
    whole = compiled()
    written = claims_bytes([_with(whole, tuple(given_claims))])

    back = list(claims_from(written.decode("utf-8").split("\n")))

    assert sorted(map(repr, back)) == sorted(repr((whole.doc, claim)) for claim in map(_plain, given_claims))


def _with(whole: Compiled, claims: tuple[Claim, ...]) -> Compiled:
    return Compiled(whole.doc, whole.id, whole.snapshot, whole.meta, whole.text, whole.blocks, 0, (), claims)


def _plain(claim: Claim) -> Claim:
    """1E+3 and 1000 are equal; written the same they can be compared by their words."""
    from yuheng.office.claims_file import _claim_row, claim_of

    return claim_of(json.loads(json.dumps(_claim_row("", claim))))


def test_a_figure_is_one_line_of_flat_fields_in_one_order() -> None:
    line = json.loads(next(claim_lines(compiled())))

    assert {key: line[key] for key in list(line)[:18]} == {
        "id": line["id"],
        "doc": "规划.txt",
        "kind": "target",
        "start": 23,
        "end": 26,
        "indicator": "森林药材基地",
        "subject": "岚江县",
        "op": ">=",
        "value": "60",
        "value2": "",
        "unit": "个",
        "period": "2025",
        "period_start": "2025-01-01",
        "period_end": "2026-01-01",
        "period_stated": "到2025年",
        "measure": "level",
        "hedge": False,
        "approximate": False,
    }
    assert line["quote"] == "到2025年，森林药材基地不低于60个；由县农业局牵头建设基地，2020年已有42个。"
    assert line["heading"] == ["一、目标任务"]
    assert {name: line["anchor"][name] for name in ("quote", "place")} == {
        "quote": "不低于60个",
        "place": {"start": 20, "end": 26},
    }


def test_only_a_figure_s_span_holds_a_number_and_every_claim_has_its_place() -> None:
    lines = [json.loads(line) for line in claim_lines(compiled())]

    assert [(line["kind"], line["end"] - line["start"]) for line in lines] == [
        *(("target", 3), ("task", 0), ("actual", 3), ("agreement", 0), ("siting", 0), ("advice", 0), ("measure", 0)),
        *(("offer", 0), ("need", 0)),
    ]
    assert all(line["anchor"]["place"]["end"] > line["anchor"]["place"]["start"] for line in lines)


def test_claims_stand_in_the_order_of_the_text_whatever_order_they_come_in() -> None:
    whole = compiled()

    assert claims_bytes([_with(whole, whole.claims[::-1])]) == claims_bytes([whole])


def test_a_number_is_written_as_digits_never_with_an_exponent() -> None:
    assert [printed(Decimal(text)) for text in ("1E+3", "0.00001", "1.50", "0E+2")] == ["1000", "0.00001", "1.50", "0"]


def test_a_lone_surrogate_in_a_document_does_not_break_the_file() -> None:
    whole = compiled()
    odd = Advice(
        id="x",
        anchor=whole.claims[0].anchor,
        sentence=whole.claims[0].sentence,
        heading=(),
        adviser="\ud800",
        addressee="",
        content="",
    )

    [(_, back)] = claims_from(claims_bytes([_with(whole, (odd,))]).decode("utf-8").split("\n"))

    assert back == odd


@pytest.mark.parametrize("line", ["{", "[]", '{"doc": "a"}', '{"doc": "a", "kind": "rumour"}'])
def test_a_line_that_is_no_claim_is_refused_with_its_number(line: str) -> None:
    good = next(claim_lines(compiled()))
    if "rumour" in line:
        line = good.replace('"target"', '"rumour"')

    with pytest.raises(Misuse, match="line 2"):
        list(claims_from([good, line]))


def test_days_survive() -> None:
    whole = compiled()

    [first, *_] = claims_from(claim_lines(whole))

    assert first == ("规划.txt", whole.claims[0])
    assert isinstance(first[1], Target)
    assert first[1].period is not None
    assert first[1].period.end == date(2025, 12, 31) + timedelta(days=1)


def test_a_need_is_a_line_with_its_class_its_amount_and_nobody_to_ring() -> None:
    line = json.loads(list(claim_lines(compiled()))[-1])

    assert {key: line[key] for key in list(line)[5:14]} == {
        "party": "乙医院",
        "thing": "CT设备",
        "segment": "械.影像",
        "specification": "64排",
        "place": "岚江县",
        "stage": "",
        "amount": {
            "op": "=",
            "value": "3",
            "value2": "",
            "unit": "台",
            "hedge": False,
            "approximate": False,
            "strict": False,
            "stated": "3台",
        },
        "until": None,
        "quote": "乙医院求购CT设备3台。",
    }
