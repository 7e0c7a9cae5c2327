"""Amend a document: a person says what its reader did not find, or found wrong: its day of issue, its title, its place.

What was said goes before what is read: the file is read again with it, and whatever leans on it (今年, 年底前, which
plan is the later one) is worked out anew. Nothing is overwritten: the last word on a field is taken back by another
row, and the machine's word counts again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from yuheng.app.access import Person, changeable
from yuheng.app.ingesting import is_read, read_again
from yuheng.app.rows import Row, moment
from yuheng.errors import Misuse, Overtaken
from yuheng.ledger import chain
from yuheng.ledger.amendments import FIELDS, live_amendments, without_day
from yuheng.ledger.models import (
    Account,
    Amendment,
    Claim,
    Document,
    Entry,
    EntryState,
    Issue,
    IssueState,
    Job,
    JobState,
)
from yuheng.office.documents_file import read_given
from yuheng.office.words import DOCUMENT_WORDS

WORDS: Final[Mapping[str, str]] = {
    "issued": "发文日期",
    "title": "标题",
    "issuer": "发文机关",
    "number": "文号",
    "kind": "种类",
    "region": "地区",
}
"""What people call each field, in the order in which they are asked."""
_LENGTHS: Final = {field.name: field.max_length for field in Document._meta.local_fields if field.name in FIELDS}


def amend(
    document: Document,
    typed: Mapping[str, str],
    *,
    by: Account,
    at: datetime,
    seen: int | None = None,
    none: Collection[str] = (),
) -> Job | None:
    """Record what a person says of a document, and have it read again; the job, None where nothing is left to read.

    A field set back to what the machine reads takes the last word back. Fields that were not typed stay as they are.
    Where the reading that was to follow failed, the same words again have it tried again.

    Args:
        document: any reading of the snapshot.
        typed: field and words; no words where some stood say that the document has none.
        by, at: who says so, and when.
        seen: the number of the last amendment that was on the screen, 0 where there was none.
        none: fields of which the document truly has nothing, said where none was read either: nobody need look again.

    Raises:
        Misuse: words that are no day or kind, words for a field that has none, nothing changed, or no reading of the
            file is current any more.
        Overtaken: somebody else said something meanwhile.
    """
    said = {field: read_field(field, words, on=at.date()) for field, words in typed.items() if field in FIELDS}
    absent = [field for field in FIELDS if field in none]
    _check_absent(absent, said)
    live = live_amendments(document.snapshot_id)
    _check_seen(live, seen)
    current, machine = current_of(document), machine_of(document)
    now = _now(current, live)
    changed = {field: value for field, value in said.items() if value != now[field]}
    changed |= {field: "" for field in absent if field not in live or live[field].withdrawn or live[field].value}
    last = rereading(current)
    if not changed and last is not None and last.state == JobState.FAILED and not is_read(current):
        return read_again(current, by=by, at=at)
    if not changed:
        raise Misuse("没有改动任何一项。")
    back = {f for f, v in changed.items() if v == machine[f] and f in live and not live[f].withdrawn} - {*absent}
    return _record(current, {f: None if f in back else value for f, value in changed.items()}, live, now, by=by, at=at)


def _check_absent(absent: Iterable[str], said: Mapping[str, str]) -> None:
    for field in absent:
        if said.get(field):
            raise Misuse(f"“{WORDS[field]}”既填了“{said[field]}”，又说文档没有：只能是其中一样。")


def take_back(document: Document, field: str, *, by: Account, at: datetime) -> Job | None:
    """Take the last word of a field back: what the machine reads counts again.

    Raises:
        Misuse: nobody has said anything of it, or no reading of the file is current any more.
    """
    live = live_amendments(document.snapshot_id)
    if field not in live or live[field].withdrawn:
        raise Misuse("没有可以撤回的补正。")
    current = current_of(document)
    return _record(current, {field: None}, live, _now(current, live), by=by, at=at)


def read_field(field: str, typed: str, *, on: date) -> str:
    """What somebody typed for a field, as documents.jsonl writes it; "" stays "".

    Raises:
        Misuse: as `read_given` does, a day after `on`, or more than a field can hold.
    """
    said, most = read_given(field, typed), _LENGTHS[field]
    if most is not None and len(said) > most:
        raise Misuse(f"“{WORDS[field]}”最多 {most} 字。")
    if field == "issued" and said > on.isoformat():
        raise Misuse(f"发文日期 {said} 还没有到。", hint="检查年份。")
    return said


def current_of(document: Document) -> Document:
    """The live reading of a document's snapshot.

    Raises:
        Misuse: there is none: another file has taken its place.
    """
    found = Document.objects.filter(snapshot=document.snapshot_id, live=True).select_related("run", "body").first()
    if found is None:
        raise Misuse(f"“{document}”已被新的文件取代，不再补正。")
    return found


def machine_of(document: Document) -> dict[str, str]:
    """What the machine reads of each field by itself; of an older version's reading, what the document says."""
    read = document.body.read
    return {f: held(document, f) for f in FIELDS} if read is None else {f: read[f]["value"] for f in FIELDS}


def held(document: Document, field: str) -> str:
    """A field of a document as documents.jsonl writes it."""
    value = getattr(document, field)
    return value.isoformat() if isinstance(value, date) else value or ""


def about(document: Document) -> list[Row]:
    """Each field: what stands, what the machine read and in which words, who said otherwise and when.

    `given` tells what people say from what the machine reads; `follows`: neither, it follows from another amendment.
    """
    live, machine = live_amendments(document.snapshot_id), machine_of(document)
    now = _now(document, live)
    return [_about(document, field, now[field], machine[field], live.get(field)) for field in WORDS]


def _about(document: Document, field: str, now: str, machine: str, said: Amendment | None) -> Row:
    given = said is not None and not said.withdrawn
    return {
        "field": field,
        "word": WORDS[field],
        "now": now,
        "machine": machine,
        **_words(document, field),
        "given": given,
        "follows": not given and now != machine,
        "by": said.by.get_username() if said is not None and given else "",
        "at": moment(said.at) if said is not None and given else "",
    }


def _words(document: Document, field: str) -> Row:
    """The words of the text that say a field, and the number of the block in which they begin."""
    span = document.body.read[field]["span"] if document.body.read is not None else None
    if span is None:
        return {"words": "", "block": None}
    starts = [block[0] for block in document.body.blocks]
    return {
        "words": document.body.text[span[0] : span[1]].replace("\n", ""),
        "block": max(bisect_right(starts, span[0]) - 1, 0),
    }


def history(document: Document) -> list[Row]:
    """Everything that people said of a document, the first first."""
    rows = Amendment.objects.filter(snapshot=document.snapshot_id).select_related("by", "superseded_by").order_by("pk")
    return [
        {
            "field": row.field,
            "word": WORDS[row.field],
            "value": row.value,
            "value_word": DOCUMENT_WORDS[row.value] if row.field == "kind" else row.value,
            "withdrawn": row.withdrawn,
            "stands": not row.withdrawn and not hasattr(row, "superseded_by"),
            "by": row.by.get_username(),
            "at": moment(row.at),
        }
        for row in rows
    ]


def last_seen(document: Document) -> int:
    """The number of the last amendment, 0 where there is none: what `amend` takes as `seen`."""
    return _last(live_amendments(document.snapshot_id))


def undated(account: Person) -> QuerySet[Document]:
    """The live documents that the account may amend, have no day, and of which nobody said that they have none.

    Only where something leans on the day: their issue says so, and whoever has settled it is not asked again.
    """
    waiting = (IssueState.OPEN, IssueState.TAKEN)
    asking = Issue.objects.filter(document=OuterRef("pk"), live=True, code="date-unread", state__in=waiting)
    return without_day(changeable(account, Document.objects.filter(live=True))).filter(Exists(asking)).order_by("pk")


def rereading(document: Document) -> Job | None:
    """The unfinished or failed reading that is to take the document's place; None where it stands as people said."""
    last = Job.objects.filter(snapshot=document.snapshot_id, kind="read").order_by("-created").first()
    return last if last is not None and last.state != JobState.DONE else None


def effect(document: Document) -> Row | None:
    """What an amendment came to: how many claims say something else than in the reading before, and how many verdicts
    are asked for again because of it; None where the reading before was given the same.
    """
    before = document.supersedes
    if before is None or before.run.inputs == document.run.inputs:
        return None
    was = dict(Claim.objects.filter(document=before).values_list("slot", "fingerprint"))
    now = dict(Claim.objects.filter(document=document).values_list("slot", "fingerprint"))
    changed = sum(was.get(slot) != mark for slot, mark in now.items()) + len(was.keys() - now.keys())
    return {"changed": changed, "again": Entry.objects.filter(document=document, state=EntryState.AGAIN).count()}


def _now(document: Document, live: Mapping[str, Amendment]) -> dict[str, str]:
    """Each field as it stands, what is still to be read again with it included."""
    machine = machine_of(document)
    return {field: _stands(document, field, machine[field], live.get(field)) for field in FIELDS}


def _stands(document: Document, field: str, machine: str, said: Amendment | None) -> str:
    if said is None:
        return held(document, field)
    if said.withdrawn:
        is_read = not any(each.startswith(f"{field}=") for each in document.run.inputs)
        return held(document, field) if is_read else machine
    return said.value


def _check_seen(live: Mapping[str, Amendment], seen: int | None) -> None:
    if seen is not None and seen != _last(live):
        last = max(live.values(), key=lambda row: row.pk)
        raise Overtaken(f"{last.by.get_username()} 刚刚补正了这份文档，请看过后再改。")


def _last(live: Mapping[str, Amendment]) -> int:
    return max((row.pk for row in live.values()), default=0)


def _record(
    document: Document,
    said: Mapping[str, str | None],
    live: Mapping[str, Amendment],
    now: Mapping[str, str],
    *,
    by: Account,
    at: datetime,
) -> Job | None:
    """One row a field (None takes the last word back), one entry in the log, one reading."""
    try:
        with transaction.atomic():
            for field, value in said.items():
                Amendment.objects.create(
                    snapshot_id=document.snapshot_id,
                    field=field,
                    value=value or "",
                    withdrawn=value is None,
                    by=by,
                    at=at,
                    supersedes=live.get(field),
                )
            details: dict[str, Any] = {"said": dict(said), "was": {field: now[field] for field in said}}
            about = f"document:{document.pk}"
            chain.append(at, by.get_username(), act="document.amended", about=about, details=details)
            return None if is_read(document) else read_again(document, by=by, at=at)
    except IntegrityError as error:
        raise Overtaken("另一个人刚刚补正了这份文档，请刷新后再改。") from error
