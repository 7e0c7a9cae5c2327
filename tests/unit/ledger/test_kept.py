"""What is written stays written, whoever asks."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.unit.ledger.people import NOON, clerk, handed_in

from yuheng.app.reviewing import decide
from yuheng.errors import Misuse
from yuheng.ledger.models import Anchor, Claim, Decision, Document, LogEntry, Verdict
from yuheng.ledger.triggers import KEPT

pytestmark = pytest.mark.django_db


@pytest.fixture
def document() -> Document:
    return handed_in()


def test_a_kept_row_is_neither_saved_again_nor_deleted(document: Document) -> None:
    claim = Claim.objects.filter(document=document).first()
    assert claim is not None

    with pytest.raises(Misuse, match="written already"):
        claim.save()
    with pytest.raises(Misuse, match="never deleted"):
        claim.delete()
    with pytest.raises(Misuse, match="written once"):
        Claim.objects.update(kind="task")
    with pytest.raises(Misuse, match="never deleted"):
        Claim.objects.all().delete()


@pytest.mark.parametrize("table", sorted(KEPT))
def test_the_database_itself_refuses_to_change_a_kept_row(document: Document, table: str) -> None:
    claim = Claim.objects.filter(document=document).first()
    assert claim is not None
    decide(claim, Decision.ACCEPT, by=clerk(), at=NOON)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ledger_{table}")  # noqa: S608
        if cursor.fetchone()[0] == 0:
            pytest.skip(f"nothing is in {table} here; its trigger is made like the others'")
        model = next(field for field in _columns(table) if field not in KEPT[table])
        for statement in (f"UPDATE ledger_{table} SET {model} = {model}", f"DELETE FROM ledger_{table}"):  # noqa: S608
            with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
                cursor.execute(statement)


def test_a_projected_column_may_follow_other_rows(document: Document) -> None:
    assert Document.objects.filter(pk=document.pk).update(live=False) == 1


def test_a_claim_without_an_anchor_cannot_be_stored(document: Document) -> None:
    claim = Claim.objects.filter(document=document).select_related("sentence").first()
    assert claim is not None

    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(
            claim_id="x", document=document, kind="task", sentence=claim.sentence, slot="x", fingerprint="x", payload={}
        )


def test_a_claim_cannot_point_into_another_document(document: Document) -> None:
    other = handed_in("岚江市简讯\n\n2024年，全市护理型床位4100张。\n", "简讯.txt")
    foreign = Anchor.objects.filter(document=other).first()
    assert foreign is not None

    with pytest.raises(DatabaseError, match="claim_anchor"), transaction.atomic():
        Claim.objects.create(
            claim_id="x",
            document=document,
            kind="task",
            anchor=foreign,
            sentence=foreign,
            slot="x",
            fingerprint="x",
            payload={},
        )


@pytest.mark.parametrize(("start", "end", "quote"), [(3, 3, "床"), (-1, 2, "床"), (0, 1, "")])
def test_an_anchor_spans_and_quotes_something(document: Document, start: int, end: int, quote: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Anchor.objects.create(document=document, start=start, end=end, quote=quote, place={})


def test_a_slot_has_one_first_verdict_and_each_verdict_one_successor(document: Document) -> None:
    claim = Claim.objects.filter(document=document).first()
    assert claim is not None
    first = decide(claim, Decision.ACCEPT, by=clerk(), at=NOON)
    decide(claim, Decision.REJECT, by=clerk(), at=NOON)
    again = {"slot": claim.slot, "fingerprint": "x", "claim": claim, "decision": "accept", "by": clerk(), "at": NOON}

    with pytest.raises(IntegrityError), transaction.atomic():
        Verdict.objects.create(**again)
    with pytest.raises(IntegrityError), transaction.atomic():
        Verdict.objects.create(**again, supersedes=first)


def test_a_verdict_cannot_supersede_one_of_another_slot(document: Document) -> None:
    one, other = Claim.objects.filter(document=document)[:2]
    verdict = decide(one, Decision.ACCEPT, by=clerk(), at=NOON)

    with pytest.raises(DatabaseError, match="verdict_slot"), transaction.atomic():
        Verdict.objects.create(
            slot=other.slot,
            fingerprint="x",
            claim=other,
            decision="accept",
            by=clerk(),
            at=NOON,
            supersedes=verdict,
        )


def test_a_verdict_is_a_person_s_or_a_rule_s_and_never_nobody_s(document: Document) -> None:
    claim = Claim.objects.filter(document=document).first()
    assert claim is not None

    for by, rule in ((None, ""), (clerk(), "数字一致")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Verdict.objects.create(slot="s", fingerprint="x", claim=claim, decision="accept", by=by, rule=rule, at=NOON)


def test_json_keeps_its_chinese_letters_in_the_table(document: Document) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT CAST(payload AS TEXT) FROM ledger_claim ORDER BY id")
        assert "护理型床位" in cursor.fetchone()[0]
    assert Claim.objects.filter(payload__indicator="护理型床位").count() == 1


def test_the_log_tells_of_each_step(document: Document) -> None:
    assert [entry.act for entry in LogEntry.objects.order_by("number")] == ["snapshot.received", "document.read"]


def _columns(table: str) -> list[str]:
    from django.apps import apps

    fields = apps.get_model("ledger", table)._meta.local_fields
    return [f'"{field.column}"' for field in fields if not field.primary_key] or ['"id"']
