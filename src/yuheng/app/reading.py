"""A document as one line of JSON: what the reading process hands to the worker, and what audits take back.

The reader runs in a process of its own with limits on memory and time, for a stranger's file may be made to break it.
What comes out of such a process is data (JSON), never pickled objects, which could run code in the worker.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from yuheng.errors import BrokenAnchor
from yuheng.model import Anchor, Block, Given, Issue, Snapshot
from yuheng.model.compiled import Compiled
from yuheng.model.party import Named
from yuheng.office.documents_file import metadata_from, metadata_row, read_row
from yuheng.text.metadata import NOTHING, metadata_read

_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
"""NUL, which PostgreSQL's text cannot hold, and halves of surrogate pairs, which UTF-8 cannot."""

_RULE_ROOMS: Final = ("model", "vocab", "text", "read", "extract", "resolve")


@cache
def rules_hash() -> str:
    """Hash of everything that decides what is read out of a document: code and vocabulary."""
    digest = hashlib.sha256()
    root = files("yuheng")
    for room in _RULE_ROOMS:
        for path, content in sorted(_files(root / room, room)):
            digest.update(path.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()


def reading_of(path: Path, doc: str, *, ocr: bool = False, given: Given = NOTHING) -> dict[str, Any]:
    """Read and compile one file; `given` is what people say of it, which goes before what it says of itself.

    Raises:
        UnreadableSnapshot: the file cannot be read.
        BrokenAnchor: a claim does not stand in the text; a fault of ours, and nothing is stored.
    """
    from yuheng.app.compiling import compiled_of
    from yuheng.office.claims_file import claim_lines
    from yuheng.read import read_snapshot

    # in the vault a file is called by its hash, and where the content leaves the format open the name decides
    snapshot, read, met = read_snapshot(doc, path.read_bytes(), ocr=ocr)
    compiled = compiled_of(snapshot, read, met, doc=doc, given=given)
    reading = {
        "document_id": compiled.id,
        "sha256": compiled.snapshot.sha256,
        "media": compiled.snapshot.media,
        "reader": read.reader,
        "meta": metadata_row(compiled.meta),
        "read": read_row(metadata_read(read, compiled.text, compiled.blocks)),
        "text": compiled.text,
        "blocks": [[b.start, b.end, b.kind, b.level, list(b.path)] for b in compiled.blocks],
        "cells": [list(cell) for cell in compiled.cells],
        "characters": compiled.characters,
        "claims": [json.loads(line) for line in claim_lines(compiled)],
        "issues": [_issue_row(issue) for issue in compiled.issues],
        "mentions": _mention_rows(compiled.named),
    }
    _check(reading)
    storable: dict[str, Any] = _storable(reading)
    return storable


def compiled_from(row: Mapping[str, Any]) -> Compiled:
    """A document as the audits take it, from what the ledger stores of it.

    Args:
        row: doc, document_id, sha256, size, media, meta, text, blocks, cells, characters, claims (payloads).
    """
    from yuheng.office.claims_file import claim_of

    return Compiled(
        doc=row["doc"],
        id=row["document_id"],
        snapshot=Snapshot(row["doc"], row["sha256"], row["size"], row["media"]),
        meta=metadata_from(row["meta"]),
        text=row["text"],
        blocks=tuple(Block(start, end, kind, level, tuple(path)) for start, end, kind, level, path in row["blocks"]),
        characters=row["characters"],
        cells=tuple(tuple(cell) for cell in row["cells"]),
        claims=tuple(claim_of(payload) for payload in row["claims"]),
    )


def _files(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found = []
    for entry in folder.iterdir():
        name = f"{path}/{entry.name}"
        if entry.is_dir():
            found += [] if entry.name == "__pycache__" else _files(entry, name)
        else:
            found.append((name, entry.read_bytes()))
    return found


def _issue_row(issue: Issue) -> dict[str, Any]:
    return {
        "code": issue.code,
        "message": issue.message,
        "anchor": _anchor_row(issue.anchor) if issue.anchor is not None else None,
    }


def _anchor_row(anchor: Anchor) -> dict[str, Any]:
    place = {name: value for name, value in asdict(anchor.place).items() if value not in (None, ())}
    return {"start": anchor.start, "end": anchor.end, "quote": anchor.quote, "place": place}


def _mention_rows(named: Named | None) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for mention in named.mentions if named is not None else ():
        row = found.setdefault(
            mention.name, {"name": mention.name, "kind": mention.kind, "full": mention.full, "spans": [], "codes": []}
        )
        row["spans"].append([mention.start, mention.end])
        row["full"] = row["full"] or mention.full
    for stated in named.codes if named is not None else ():
        if stated.name in found:
            found[stated.name]["codes"].append(stated.code)
    return list(found.values())


def _check(reading: Mapping[str, Any]) -> None:
    text = reading["text"]
    for payload in reading["claims"]:
        anchor = payload["anchor"]
        if text[anchor["start"] : anchor["end"]] != anchor["quote"] or not anchor["quote"]:
            raise BrokenAnchor(f"断言 {payload['id']} 的原文与文档不符。", hint="请把此文件报告给开发者。")


def _storable(value: Any) -> Any:
    """The same value with U+FFFD for what no database can hold, one for one, so that anchors go on holding."""
    match value:
        case str():
            return _UNSTORABLE.sub("\ufffd", value)
        case list():
            return [_storable(each) for each in value]
        case dict():
            return {key: _storable(each) for key, each in value.items()}
        case _:
            return value
