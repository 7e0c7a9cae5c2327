"""Everything that a document says, read at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from yuheng.extract import claims_in
from yuheng.text.documents import plain_document

PLAN = (
    "江州市健康产业发展规划\n第三章  主要任务\n"
    "到2025年，产业规模突破800亿元。加快建设中药标本馆，支持药企开展国际注册（市药监局牵头，市科技局配合）。\n"
    "江州大学与临水集团签署战略合作协议，共建联合实验室。对首次认定的国家级平台，给予一次性奖励200万元。\n"
)


@pytest.fixture
def collector() -> Iterator[None]:
    """Leave the collector of cycles as it was."""
    was_on = gc.isenabled()
    yield
    (gc.enable if was_on else gc.disable)()


def test_claims_stand_in_the_order_of_the_text() -> None:
    claims, issues = claims_in(plain_document(PLAN * 2))

    assert [claim.anchor.start for claim in claims] == sorted(claim.anchor.start for claim in claims)
    assert {type(claim).__name__ for claim in claims} == {"Target", "Task", "Agreement", "Measure"}
    assert issues == ()


@pytest.mark.usefixtures("collector")
def test_reading_needs_no_collector_and_leaves_it_as_it_was() -> None:
    document = plain_document(PLAN * 50)
    gc.enable()
    claims_in(document)
    assert gc.isenabled()

    gc.collect()
    gc.disable()
    claims = claims_in(document)

    assert (gc.collect(), gc.isenabled(), len(claims[0]) > 0) == (0, False, True)
