"""What is kept can be brought back, and what does not hold is named."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from tests.unit.ledger.people import NOON, claim_about, clerk, handed_in

from yuheng.app.keeping import back_up, export_ledger, import_ledger, restore, verify
from yuheng.app.reviewing import decide
from yuheng.errors import Misuse
from yuheng.ledger import triggers, vault
from yuheng.ledger.copying import at_once, rows_of, tables
from yuheng.ledger.models import Account, Body, Decision, Entry, LogEntry

pytestmark = pytest.mark.django_db


def _worked_in() -> None:
    handed_in()
    clerk().set_password("岚江-康养-2026")
    decide(claim_about("康养企业"), Decision.CORRECT, by=clerk(), at=NOON, correction={"value": "130"})


def _rows(*, secrets: bool = True) -> dict[str, list[dict[str, object]]]:
    return {
        model._meta.model_name or "": list(rows_of(model, secrets=secrets))
        for model in tables()
        if model is not LogEntry
    }


def test_a_backup_brings_everything_back(tmp_path: Path) -> None:
    _worked_in()
    before = _rows()

    back_up(tmp_path / "台账.zip", at=NOON)
    _emptied()
    restore(tmp_path / "台账.zip", at=NOON)

    assert _rows() == before
    assert list(verify()) == []
    last = LogEntry.objects.order_by("-number").first()
    assert last is not None
    assert last.act == "ledger.restored"
    decide(claim_about("护理型床位"), Decision.ACCEPT, by=clerk(), at=NOON)


def test_an_export_leaves_passwords_at_home_and_can_be_imported(tmp_path: Path) -> None:
    _worked_in()
    before = _rows(secrets=False)

    export_ledger(tmp_path / "out", at=NOON, by="clerk")
    _emptied()
    import_ledger(tmp_path / "out", at=NOON)

    assert _rows() == before
    assert not Account.objects.get(username="clerk").has_usable_password()
    assert list(verify()) == []


def test_parquet_holds_the_same_rows_as_jsonl(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    _worked_in()

    export_ledger(tmp_path / "out", at=NOON, by="clerk", parquet=True)

    for model in tables():
        name = model._meta.model_name
        lines = (tmp_path / "out" / f"{name}.jsonl").read_text("utf-8").splitlines()
        flat = [
            {
                k: json.dumps(v, ensure_ascii=False) if isinstance(v, dict | list) else v
                for k, v in json.loads(line).items()
            }
            for line in lines
        ]
        assert parquet.read_table(tmp_path / "out" / f"{name}.parquet").to_pylist() == flat


@pytest.mark.parametrize("part", [0.0, 0.3, 0.6, 0.99])
def test_a_backup_cut_short_changes_nothing(tmp_path: Path, part: float) -> None:
    _worked_in()
    back_up(tmp_path / "台账.zip", at=NOON)
    _emptied()
    whole = (tmp_path / "台账.zip").read_bytes()
    (tmp_path / "台账.zip").write_bytes(whole[: int(len(whole) * part)])

    with pytest.raises(Misuse, match="不是完整的备份"):
        restore(tmp_path / "台账.zip", at=NOON)

    assert not Account.objects.exists()
    assert not LogEntry.objects.exists()


def test_a_backup_with_another_byte_in_it_changes_nothing(tmp_path: Path) -> None:
    _worked_in()
    back_up(tmp_path / "台账.zip", at=NOON)
    _emptied()
    with zipfile.ZipFile(tmp_path / "台账.zip") as file:
        members = {name: file.read(name) for name in file.namelist()}
    members["rows/claim.jsonl"] = members["rows/claim.jsonl"].replace(b'"120"', b'"999"')
    with zipfile.ZipFile(tmp_path / "改.zip", "w") as file:
        for name, content in members.items():
            file.writestr(name, content)

    with pytest.raises(Misuse, match="已被改动"):
        restore(tmp_path / "改.zip", at=NOON)
    assert not Account.objects.exists()


def test_nothing_is_restored_over_a_ledger_in_use(tmp_path: Path) -> None:
    _worked_in()
    back_up(tmp_path / "台账.zip", at=NOON)

    with pytest.raises(Misuse, match="已有内容"):
        restore(tmp_path / "台账.zip", at=NOON)


def test_a_backup_that_cannot_be_written_leaves_no_file(tmp_path: Path) -> None:
    handed_in()
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(Misuse, match="写不了"):
        back_up(tmp_path / "file" / "台账.zip", at=NOON)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE ledger_body SET text = 'x' || text", "锚点"),
        ("UPDATE ledger_claim SET claim_id = 'x' || SUBSTR(claim_id, 2)", "断言号重算不出"),
        ("UPDATE ledger_claim SET fingerprint = 'x'", "指纹与内容不符"),
        ("UPDATE ledger_claim SET slot = 'x' || SUBSTR(slot, 2)", "槽位重算不出"),
        ("UPDATE ledger_document SET document_id = 'x'", "文档号与快照"),
        ("UPDATE ledger_document SET live = (1 = 0)", "现行文档不是恰好一份"),
        ("UPDATE ledger_entry SET low = 7", "与断言和裁定不符：low"),
        ("UPDATE ledger_logentry SET details = '{}'", "内容被改动过"),
        ("UPDATE ledger_snapshot SET size = 1", "登记 1 字节"),
    ],
)
def test_every_promise_that_is_broken_is_named(statement: str, said: str) -> None:
    _worked_in()
    assert list(verify()) == []

    _behind_the_triggers(statement)

    assert any(said in str(fault) for fault in verify())


def test_bytes_changed_on_disk_are_named() -> None:
    document = handed_in()
    path = vault.place_of(settings.DATA, document.snapshot_id)
    content = path.read_bytes()
    path.write_bytes(content + b" ")
    try:
        assert [fault.message for fault in verify()] == [f"快照 {document.snapshot_id} 的原件已被改动。"]
    finally:
        path.write_bytes(content)


def test_a_lost_trigger_is_named() -> None:
    with connection.cursor() as cursor:
        on = " ON ledger_claim" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER ledger_claim_update{on}")

    assert [str(fault) for fault in verify()] == ["数据库：缺触发器 ledger_claim_update。"]


def test_a_missing_entry_is_named() -> None:
    handed_in()
    Entry.objects.filter(what="康养企业").delete()

    assert ["缺" in str(fault) for fault in verify()] == [True]


class _Editor:
    def __init__(self) -> None:
        self.connection = connection

    def execute(self, sql: str, params: None = None) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)


def _behind_the_triggers(*statements: str) -> None:
    with transaction.atomic():
        triggers.drop(apps, _Editor())
        for statement in statements:
            _Editor().execute(statement)
        if connection.vendor == "postgresql":
            _Editor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        triggers.make(apps, _Editor())


def _emptied() -> None:
    """A ledger as on another machine: no row, no snapshot."""
    for path in (settings.DATA / "snapshots").rglob("*"):
        if path.is_file():
            path.unlink()
    _behind_the_triggers(*(f"DELETE FROM {model._meta.db_table}" for model in reversed(tables())))  # noqa: S608


def test_more_documents_than_are_held_at_once_come_back_too(tmp_path: Path) -> None:
    for number in range(at_once(Body) + 1):
        handed_in(f"第{number}号\n\n到2025年，全市护理型床位不低于{number + 10}张。\n", f"{number}.txt", minute=number)
    texts = list(Body.objects.order_by("pk").values_list("text", flat=True))

    back_up(tmp_path / "台账.zip", at=NOON)
    _emptied()
    restore(tmp_path / "台账.zip", at=NOON)

    assert list(Body.objects.order_by("pk").values_list("text", flat=True)) == texts
    assert len(set(texts)) == at_once(Body) + 1
