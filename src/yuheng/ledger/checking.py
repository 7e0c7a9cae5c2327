"""Hold the ledger against what it promises: every anchor holds, every id recomputes, every chain is whole.

Each check is a generator of faults; a whole ledger gives none. Nothing is mended here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.db.models import Count, Max, Q

from yuheng.errors import Misuse
from yuheng.ledger import chain, triggers, vault
from yuheng.ledger.amendments import given_for, inputs_of
from yuheng.ledger.entries import entry_of, live_verdicts, standing_of
from yuheng.ledger.models import (
    Amendment,
    Anchor,
    Body,
    Claim,
    Document,
    Entry,
    Folder,
    Job,
    JobState,
    Judgement,
    Snapshot,
    Verdict,
)
from yuheng.ledger.slots import fingerprint_of, slots_of
from yuheng.model import id_of

_AGREEMENTS: Final = 4096
"""More agreements than one sentence holds: the id of an agreement carries its number among them."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One promise that does not hold: what about, and how."""

    about: str
    message: str

    def __str__(self) -> str:
        return f"{self.about}：{self.message}"


def faults_in(data: Path) -> Iterator[Fault]:
    """Everything that is wrong with the ledger; nothing where it is whole."""
    yield from (Fault("数据库", f"缺触发器 {name}。") for name in triggers.missing())
    yield from _snapshots(data)
    for document in Document.objects.select_related("body", "run", "source").order_by("pk").iterator(chunk_size=50):
        yield from _document(document)
    yield from _folders()
    yield from _chains()
    yield from (Fault("日志", line) for line in chain.breaks())


def claim_ids(sha256: str, payload: Mapping[str, Any]) -> Iterator[str]:
    """The ids that a claim may carry, by how its kind makes them; one each, but for the agreements of a sentence."""
    kind, place = payload["kind"], payload["anchor"]["place"]
    match kind:
        case "target" | "actual":
            number = payload["number"]["place"]
            yield id_of(sha256, "figure", number["start"], number["end"])
        case "agreement":
            for turn in range(_AGREEMENTS):
                yield id_of(sha256, place["start"], place["end"], "agreement", turn)
        case "task" | "siting" | "advice" | "measure" | "offer" | "need":
            yield id_of(sha256, kind, place["start"], place["end"])
        case _:
            raise ValueError(f"no kind of claim is called {kind!r}")


def _snapshots(data: Path) -> Iterator[Fault]:
    for sha256, size, erased in Snapshot.objects.order_by("pk").values_list("sha256", "size", "erasure"):
        if erased is not None and not vault.place_of(data, sha256).exists():
            continue
        try:
            content = vault.open_snapshot(data, sha256)
        except Misuse as error:
            yield Fault(f"快照 {sha256[:12]}", error.message)
            continue
        if len(content) != size:
            yield Fault(f"快照 {sha256[:12]}", f"登记 {size} 字节，实有 {len(content)} 字节。")


def _document(document: Document) -> Iterator[Fault]:
    about = f"文档 {document.pk}"
    if document.document_id != id_of(document.snapshot_id, document.run.reader):
        yield Fault(about, "文档号与快照、读取器不符。")
    try:
        text = document.body.text
    except Body.DoesNotExist:
        yield Fault(about, "没有正文。")
        return
    anchors = {anchor.pk: anchor for anchor in Anchor.objects.filter(document=document)}
    for anchor in anchors.values():
        if text[anchor.start : anchor.end] != anchor.quote:
            yield Fault(f"锚点 {anchor.pk}", f"原文 {anchor.start}–{anchor.end} 处不是“{anchor.quote[:40]}”。")
    claims = list(Claim.objects.filter(document=document).order_by("pk"))
    slots = slots_of(document.source.name, [claim.payload for claim in claims])
    for claim, slot in zip(claims, slots, strict=True):
        claim.document = document
        yield from _claim(claim, slot, anchors)
    if document.live:
        yield from _entries(document, claims)
        yield from _given(document)
    elif Entry.objects.filter(document=document).exists():
        yield Fault(about, "已被取代，却还有条目。")


def _claim(claim: Claim, slot: str, anchors: Mapping[int, Anchor]) -> Iterator[Fault]:
    about = f"断言 {claim.claim_id}"
    if claim.anchor_id not in anchors or claim.sentence_id not in anchors:
        yield Fault(about, "锚点不在它的文档里。")
    elif claim.payload["anchor"]["quote"] != anchors[claim.anchor_id].quote:
        yield Fault(about, "内容与锚点的原文不符。")
    if claim.claim_id != claim.payload["id"] or claim.claim_id not in claim_ids(
        claim.document.snapshot_id, claim.payload
    ):
        yield Fault(about, "断言号重算不出。")
    if claim.slot != slot:
        yield Fault(about, "槽位重算不出。")
    if claim.fingerprint != fingerprint_of(claim.payload):
        yield Fault(about, "指纹与内容不符。")


def _entries(document: Document, claims: list[Claim]) -> Iterator[Fault]:
    """Each entry as it would be worked out now, column by column."""
    verdicts = live_verdicts(claim.slot for claim in claims)
    stored = {entry.pk: entry for entry in Entry.objects.filter(document=document)}
    names = [field.attname for field in Entry._meta.local_concrete_fields]
    for claim in claims:
        entry = stored.pop(claim.pk, None)
        due = entry_of(claim, standing_of(claim, verdicts.get(claim.slot)))
        wrong = "缺" if entry is None else "、".join(n for n in names if getattr(entry, n) != getattr(due, n))
        if wrong:
            yield Fault(f"条目 {claim.claim_id}", f"与断言和裁定不符：{wrong}。")
    for pk in stored:
        yield Fault(f"条目 {pk}", "没有对应的断言。")


def _given(document: Document) -> Iterator[Fault]:
    """A live document is read with what people say of it, or is about to be."""
    about, given = f"文档 {document.pk}", given_for(document.snapshot_id)
    said = inputs_of(document.snapshot_id, given)
    unfinished = Job.objects.filter(snapshot=document.snapshot_id, state__in=[JobState.WAITING, JobState.WORKING])
    if document.run.inputs != said and not unfinished.exists():
        yield Fault(about, "补正之后没有重新读过。")
    for field, value in given.items() if document.run.inputs == said else ():
        held = getattr(document, field)
        if (held.isoformat() if isinstance(held, date) else held or "") != value:
            yield Fault(about, f"与对 {field} 的补正不符。")


def _folders() -> Iterator[Fault]:
    for folder in Folder.objects.annotate(last=Max("filed__revision")).order_by("pk"):
        if folder.revision != (folder.last or 0):
            yield Fault(f"案卷 {folder.pk}", f"修订为 {folder.revision}，最新的文件是第 {folder.last or 0} 次。")


def _chains() -> Iterator[Fault]:
    for model, *keys in ((Verdict, "slot"), (Judgement, "pair"), (Amendment, "snapshot", "field")):
        name = str(model._meta.verbose_name)
        counted = model._base_manager.values(*keys).annotate(
            rows=Count("pk"), later=Count("supersedes"), first=Count("pk", filter=Q(supersedes=None))
        )
        for row in counted.order_by(*keys):
            if row["first"] != 1 or row["later"] != row["rows"] - 1:
                yield Fault(f"{name} {' '.join(row[key] for key in keys)}", "取代关系不成一条链。")
    for sha256 in (
        Document.objects.values("snapshot").annotate(current=Count("pk", filter=Q(live=True))).exclude(current=1)
    ).values_list("snapshot", flat=True):
        if not _is_replaced(sha256):
            yield Fault(f"快照 {sha256[:12]}", "现行文档不是恰好一份。")


def _is_replaced(sha256: str) -> bool:
    """Whether a snapshot's document was retired for a newer one of its source, or of the list that it was."""
    rows = Document.objects.filter(snapshot=sha256)
    if rows.filter(live=True).exists():
        return False
    listed = Job.objects.filter(kind="read", snapshot=sha256, folder__isnull=False)
    return listed.exists() or rows.filter(source__documents__live=True).exists()
