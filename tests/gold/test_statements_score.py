"""The bars of tasks, held where the shared gold is present."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.gold.score_statements import judge
from tests.gold.score_statements import rows as rows_of

from yuheng.extract.tasks import tasks_in
from yuheng.model import check_anchor
from yuheng.text.documents import plain_document

SHARED = Path(__file__).parents[2] / "../shared"
SEEDS = SHARED / "corpus/seeds"

pytestmark = [pytest.mark.shared, pytest.mark.skipif(not SHARED.exists(), reason="the shared corpora are not here")]


def claims() -> list[dict[str, Any]]:
    """The tasks of the seed documents as rows of claims.jsonl; every anchor is held on the way."""
    rows: list[dict[str, Any]] = []
    for path in sorted(SEEDS.glob("*.txt")):
        document = plain_document(path.read_bytes().decode("utf-8"), path.name)
        tasks, _ = tasks_in(document)
        for task in tasks:
            check_anchor(document, task.anchor)
            rows.append(
                {
                    "doc": path.name,
                    "kind": "task",
                    "anchor": {"place": {"start": task.anchor.place.start, "end": task.anchor.place.end}},
                    "action": task.action,
                    "object": task.object,
                    "owners": [{"name": owner.name, "role": owner.role} for owner in task.owners],
                }
            )
    return rows


def test_tasks_of_the_sampled_sections_reach_their_bars() -> None:
    gold = rows_of(SHARED / "gold/seeds.commitments.sample.jsonl")

    score = judge("task", gold, claims(), SEEDS)

    assert score.found / score.gold >= 0.85, score.shown
    assert score.found / score.judged >= 0.85, score.shown
    assert score.fields["actor"] / score.found >= 0.95, score.shown
