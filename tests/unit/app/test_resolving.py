"""Parties are a view: judged, undone, and worked out again to the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.unit.ledger.people import NOON, clerk, handed_in

from yuheng.app.parties import proposals
from yuheng.app.resolving import (
    JOINED,
    is_behind,
    judge,
    last_change,
    live_judgements,
    load_indicators,
    resolve_parties,
    undo,
)
from yuheng.errors import Misuse
from yuheng.ledger.models import Indicator, Judgement, Mark, Mention, Naming, Party
from yuheng.model.party import MentionKey

pytestmark = pytest.mark.django_db

ONE = "岚江市简报\n\n近日，岚江华康药业有限公司与岚江医科大学签署合作协议。\n"
TWO = "岚江市要闻\n\n昨日，岚江华康药业集团有限公司开工建设新厂。\n"


def _keys() -> tuple[MentionKey, MentionKey]:
    one = handed_in(ONE, "简报.txt")
    two = handed_in(TWO, "要闻.txt", minute=1)
    left = Mention.objects.get(document=one, kind="firm")
    right = Mention.objects.get(document=two, kind="firm")
    return MentionKey(one.document_id, left.name), MentionKey(two.document_id, right.name)


def _view() -> list[tuple[str, list[str]]]:
    return sorted((party.name, list(party.names)) for party in Party.objects.all())


def test_a_judgement_joins_two_names_and_undoing_it_parts_them_again() -> None:
    left, right = _keys()
    resolve_parties()
    before = _view()

    judgement = judge(left, right, "same", by=clerk(), at=NOON, reason="同一集团")
    resolve_parties()
    joined = _view()
    undo(judgement, by=clerk(), at=NOON + timedelta(days=1))
    resolve_parties()

    assert [names for _, names in joined if len(names) == 2] == [sorted((left.name, right.name))]
    assert _view() == before
    assert Judgement.objects.count() == 2
    assert [each.verdict for each in live_judgements()] == ["unsure"]


def test_a_party_that_comes_out_as_it_was_keeps_its_row() -> None:
    left, right = _keys()
    resolve_parties()
    before = {row.name: row.pk for row in Party.objects.all()}

    judge(left, right, "same", by=clerk(), at=NOON)
    resolve_parties()

    after = {row.name: row.pk for row in Party.objects.all()}
    assert {name: pk for name, pk in after.items() if before.get(name) != pk}.keys() == {right.name}
    assert before.keys() - after.keys() == {left.name}


def test_what_is_judged_leaves_the_proposals_before_the_parties_are_made_anew() -> None:
    left, right = _keys()
    resolve_parties()
    before = [(row["left"]["name"], row["right"]["name"]) for row in proposals()]

    judge(left, right, "different", by=clerk(), at=NOON)

    assert before == [tuple(key.name for key in sorted((left, right)))]
    assert proposals() == ()
    assert is_behind(judged=True)


def test_the_view_is_behind_until_it_has_seen_the_last_judgement() -> None:
    left, right = _keys()
    behind = [is_behind()]
    resolve_parties()
    behind.append(is_behind())
    judge(left, right, "same", by=clerk(), at=NOON)
    behind.append(is_behind())
    resolve_parties()

    assert [*behind, is_behind()] == [True, False, True, False]


def test_a_view_that_has_seen_less_than_another_stores_nothing() -> None:
    left, right = _keys()
    judgement = judge(left, right, "same", by=clerk(), at=NOON)
    resolve_parties()
    joined = _view()
    Mark.objects.filter(name=JOINED).update(value=str(last_change() + 10))
    undo(judgement, by=clerk(), at=NOON)

    resolve_parties()

    assert _view() == joined


def test_every_mention_but_a_collective_noun_belongs_to_one_party() -> None:
    _keys()
    resolved = resolve_parties()

    named = set(Mention.objects.exclude(kind="generic").values_list("pk", flat=True))
    assert set(Naming.objects.values_list("mention", flat=True)) == named
    assert Party.objects.count() == resolved.parties


def test_a_pair_is_one_pair_whichever_way_it_is_named() -> None:
    left, right = _keys()

    first = judge(left, right, "different", by=clerk(), at=NOON)
    second = judge(right, left, "same", by=clerk(), at=NOON)

    assert (second.pair, second.supersedes) == (first.pair, first)


def test_one_mention_is_no_pair() -> None:
    left, _ = _keys()

    with pytest.raises(Misuse, match="不用归并"):
        judge(left, left, "same", by=clerk(), at=NOON)


def test_a_judgement_cannot_supersede_another_pair_s() -> None:
    left, right = _keys()
    judgement = judge(left, right, "same", by=clerk(), at=NOON)

    with pytest.raises(DatabaseError, match="judgement_pair"), transaction.atomic():
        Judgement.objects.create(
            pair="other",
            left_document="a",
            left_name="a",
            right_document="b",
            right_name="b",
            verdict="same",
            by=clerk(),
            at=NOON,
            supersedes=judgement,
        )


def test_the_vocabulary_s_indicators_are_loaded_again_without_doubling() -> None:
    count = load_indicators()

    assert load_indicators() == count == Indicator.objects.count() > 20
