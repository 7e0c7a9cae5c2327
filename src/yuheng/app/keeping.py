"""Keep the ledger: back it up, bring it back, check it, hand it on.

A backup is one zip file: the rows of each table as lines of JSON, the bytes of each snapshot, and a list of both with
their hashes. It goes into either engine. A restore checks every byte before it writes the first, and writes in one
transaction: it is done or it has not begun.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import QuerySet

from yuheng import __version__
from yuheng.errors import Misuse
from yuheng.ledger import chain, vault
from yuheng.ledger.checking import Fault, faults_in
from yuheng.ledger.copying import at_once, bottom_of, check_empty, lines_of, load_rows, number_on, rows_of, tables
from yuheng.ledger.models import Snapshot

_LIST: Final = "list.json"
_PIECE: Final = 1 << 20


def back_up(target: Path, *, at: datetime) -> dict[str, int]:
    """Write the whole ledger, snapshots included, into one file; rows a table.

    Others go on working: the rows are those of one moment. The file appears under its name only when it is whole.

    Raises:
        Misuse: the file cannot be written.
    """
    coming = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with _one_moment() as database, zipfile.ZipFile(coming, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
                counts = _fill(file, database, at)
            with coming.open("rb+") as written:
                os.fsync(written.fileno())
            coming.replace(target)
        finally:
            coming.unlink(missing_ok=True)
    except OSError as error:
        raise Misuse(f"备份 {target} 写不了（{error.strerror}）。", hint="检查磁盘空间和权限。") from error
    return counts


def restore(source: Path, *, at: datetime) -> dict[str, int]:
    """Bring a backup into an empty ledger; rows a table.

    Raises:
        Misuse: the file is no backup, is cut short or changed, is of another version, or the ledger is not empty.
    """
    try:
        with zipfile.ZipFile(source) as file:
            listed = _check(file, source)
            return _bring_in(file, listed, at=at, act="ledger.restored")
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError) as error:
        raise Misuse(f"{source} 不是完整的备份（{error}）。", hint="什么都没有写；请换一份备份。") from error
    except OSError as error:
        raise Misuse(f"{source} 读不了（{error.strerror}）。", hint="检查路径、权限和磁盘空间。") from error


def verify() -> Iterator[Fault]:
    """Everything in the ledger that does not hold; nothing where it is whole."""
    return faults_in(settings.DATA)


def export_ledger(folder: Path, *, at: datetime, by: str, parquet: bool = False) -> dict[str, int]:
    """Write each table as JSONL (and Parquet) with the snapshots into a folder; rows a table.

    Passwords and addresses stay here. What leaves is in the log.

    Raises:
        Misuse: the folder holds something, cannot be written, or Parquet is asked for without `yuheng[parquet]`.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Misuse(f"{folder} 里已有文件。", hint="换一个空文件夹。")
    counts: dict[str, int] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _one_moment() as database:
            for model in tables():
                name = _name(model)
                counts[name] = _write_lines(folder / f"{name}.jsonl", model, database)
                if parquet:
                    _write_parquet(folder / f"{name}.parquet", model, database)
            for sha256 in _snapshots(database):
                path = folder / "snapshots" / sha256
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(vault.open_snapshot(settings.DATA, sha256))
        (folder / _LIST).write_text(json.dumps({**_about(at), "rows": counts}, ensure_ascii=False, indent=1), "utf-8")
    except OSError as error:
        raise Misuse(f"{folder} 写不了（{error.strerror}）。", hint="检查磁盘空间和权限。") from error
    with transaction.atomic():
        chain.append(at, by, act="ledger.exported", details={"rows": counts})
    return counts


def import_ledger(folder: Path, *, at: datetime) -> dict[str, int]:
    """Bring an exported folder into an empty ledger; rows a table. Nobody can sign in until a password is given.

    Raises:
        Misuse: the folder is no export or incomplete, is of another version, or the ledger is not empty.
    """
    check_empty()
    try:
        listed = json.loads((folder / _LIST).read_text("utf-8"))
        _check_version(listed, folder)
        for path in sorted((folder / "snapshots").glob("*")):
            _keep_bytes(path.name, path.read_bytes())
        counts = {}
        with transaction.atomic():
            for model in tables():
                with (folder / f"{_name(model)}.jsonl").open("rb") as lines:
                    counts[_name(model)] = load_rows(model, (json.loads(line) for line in lines))
            if counts != listed["rows"]:
                raise Misuse(f"{folder} 的行数与清单不符。", hint="什么都没有写；请重新导出。")
            _finish(at, "ledger.imported", counts)
    except (OSError, ValueError, KeyError) as error:
        raise Misuse(f"{folder} 不是完整的导出（{error}）。", hint="什么都没有写；请重新导出。") from error
    return counts


def _fill(file: zipfile.ZipFile, database: str, at: datetime) -> dict[str, int]:
    hashes: dict[str, str] = {}
    counts: dict[str, int] = {}
    for model in tables():
        member = f"rows/{_name(model)}.jsonl"
        digest, counts[_name(model)] = hashlib.sha256(), 0
        with file.open(member, "w", force_zip64=True) as lines:
            for line in lines_of(rows_of(model, database=database)):
                lines.write(line)
                digest.update(line)
                counts[_name(model)] += 1
        hashes[member] = digest.hexdigest()
    for sha256 in _snapshots(database):
        file.writestr(f"snapshots/{sha256}", vault.open_snapshot(settings.DATA, sha256))
        hashes[f"snapshots/{sha256}"] = sha256
    listed = {**_about(at), "rows": counts, "members": hashes}
    file.writestr(_LIST, json.dumps(listed, ensure_ascii=False, indent=1))
    return counts


def _snapshots(database: str) -> QuerySet[Snapshot, str]:
    """The snapshots that have bytes: all but those that were erased."""
    rows = Snapshot.objects.using(database).filter(erasure=None)
    return rows.order_by("pk").values_list("sha256", flat=True)


def _check(file: zipfile.ZipFile, source: Path) -> dict[str, Any]:
    """Every member is there and is what the list says, before anything is written."""
    check_empty()
    listed: dict[str, Any] = json.loads(file.read(_LIST))
    _check_version(listed, source)
    for member, expected in listed["members"].items():
        digest = hashlib.sha256()
        with file.open(member) as content:
            while piece := content.read(_PIECE):
                digest.update(piece)
        if digest.hexdigest() != expected:
            raise Misuse(f"{source} 里的 {member} 已被改动。", hint="什么都没有写；请换一份备份。")
    return listed


def _bring_in(file: zipfile.ZipFile, listed: Mapping[str, Any], *, at: datetime, act: str) -> dict[str, int]:
    for member in listed["members"]:
        folder, _, sha256 = member.partition("/")
        if folder == "snapshots":
            _keep_bytes(sha256, file.read(member))
    counts = {}
    with transaction.atomic():
        for model in tables():
            with file.open(f"rows/{_name(model)}.jsonl") as lines:
                counts[_name(model)] = load_rows(model, (json.loads(line) for line in lines))
        if counts != listed["rows"]:
            raise ValueError("行数与清单不符")
        _finish(at, act, counts)
    return counts


def _finish(at: datetime, act: str, counts: Mapping[str, int]) -> None:
    number_on()
    chain.append(at, "yuheng", act=act, details={"rows": dict(counts)})


def _keep_bytes(sha256: str, content: bytes) -> None:
    found, _ = vault.store(settings.DATA, [content], limit=len(content))
    if found != sha256:
        raise ValueError(f"快照 {sha256} 的字节不对")


def _about(at: datetime) -> dict[str, Any]:
    return {"what": "yuheng ledger", "version": __version__, "tables": _state(), "at": at.isoformat()}


def _state() -> list[str]:
    """Which changes of the tables have been made: rows fit only the tables they came from."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(name for app, name in applied if app == "ledger")


def _check_version(listed: Mapping[str, Any], source: Path) -> None:
    if listed.get("what") != "yuheng ledger":
        raise Misuse(f"{source} 不是玉衡的备份。")
    if listed["tables"] != _state():
        raise Misuse(
            f"{source} 由版本 {listed['version']} 写出，表结构与当前版本 {__version__} 不同。",
            hint="请先用那个版本恢复，再升级。",
        )


def _name(model: type[models.Model]) -> str:
    return model._meta.model_name or ""


def _write_lines(path: Path, model: type[models.Model], database: str) -> int:
    count = 0
    with path.open("wb") as file:
        for line in lines_of(rows_of(model, database=database, secrets=False)):
            file.write(line)
            count += 1
    return count


def _write_parquet(path: Path, model: type[models.Model], database: str) -> None:
    """Columns of text, numbers and booleans as themselves; JSON columns as the text that JSONL has."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise Misuse("写 Parquet 需要 pyarrow。", hint='请安装：pip install "yuheng[parquet]"。') from error
    schema = pa.schema([(field.attname, _arrow(field, pa)) for field in model._meta.local_concrete_fields])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        batch: list[dict[str, Any]] = []
        for row in rows_of(model, database=database, secrets=False):
            batch.append({name: _flat(value) for name, value in row.items()})
            if len(batch) == at_once(model):
                writer.write_table(pa.Table.from_pylist(batch, schema=schema))
                batch = []
        writer.write_table(pa.Table.from_pylist(batch, schema=schema))


def _arrow(field: Any, pa: Any) -> Any:
    match bottom_of(field):
        case models.BooleanField():
            return pa.bool_()
        case models.IntegerField():
            return pa.int64()
        case models.FloatField():
            return pa.float64()
        case _:
            return pa.string()


def _flat(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


@contextmanager
def _one_moment() -> Iterator[str]:
    """The name of a database that does not change while it is read.

    PostgreSQL shows one snapshot to a repeatable-read transaction. SQLite is copied by its own backup, which waits for
    nobody and holds nobody up.
    """
    from yuheng.ledger.engine import copied_sqlite

    if connection.in_atomic_block:  # the caller's transaction is the moment; SQLite would not copy what it holds open
        yield "default"
        return
    if connection.vendor == "sqlite":
        with copied_sqlite(settings.DATA) as database:
            yield database
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield "default"
