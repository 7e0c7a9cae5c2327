"""One search box over passages, claims and parties: what it finds, with the words marked.

The index is a cache beside the ledger, rebuilt from it at any time. Chinese is cut into overlapping pairs of characters
by us, so that no dictionary decides what can be found; a query's pairs must all be there for the best hits, and the
rarest decide the order (BM25). A mark in the database says up to which document and party the index has followed.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from django.conf import settings
from django.utils import timezone

from yuheng.ledger.models import Body, Document, Entry, Mark, Party

Found = Literal["passage", "claim", "party"]
VERSION: Final = "2"
"""Of the index's shape; a folder of another shape is made anew."""

_Indexed = tuple[Found, int, int, str, str]
"""A row of the index: kind, key, document, words, and for a passage its block's number and headings as JSON."""
_MARK: Final = "search"
_MEMORY: Final = 64 * 2**20
_BATCH: Final = 2000
_SHOWN: Final = 120
_WORD: Final = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?|[\u3400-\u9fff\U00020000-\U0003ffff]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found.

    Attributes:
        kind: a passage of a document, a claim, or a party.
        key: the entry's or party's primary key; of a passage, its first character in the document.
        document: the document's primary key; 0 for a party.
        pieces: the words in order: (text, whether it is marked); of a long text, what stands around the first mark.
        words: all of the words.
        block, heading: of a passage, its number in the document and the headings above it.
        score: how well it fits; only to be compared within one search.
    """

    kind: Found
    key: int
    document: int
    pieces: tuple[tuple[str, bool], ...]
    score: float
    words: str
    block: int = 0
    heading: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of hits, and how many there are in all."""

    hits: tuple[Hit, ...]
    total: int


def terms_of(text: str) -> list[str]:
    """Cut a text into what the index holds: pairs of Chinese characters, words of Latin letters, numbers.

    A single Chinese character between other signs is a term of its own, as every pair's characters are not: a query of
    one character finds only those. Full-width letters are read as the plain ones.

    >>> terms_of("护理型床位 6,000张，CT")
    ['护理', '理型', '型床', '床位', '6', '000', '张', 'ct']
    """
    found = []
    for match in _WORD.finditer(unicodedata.normalize("NFKC", text).lower()):
        word = match.group()
        if word[0] < "\u3400" or len(word) == 1:
            found.append(word)
        else:
            found += [word[place : place + 2] for place in range(len(word) - 1)]
    return found


def search(
    words: str,
    *,
    kinds: Sequence[Found] = ("passage", "claim", "party"),
    documents: Iterable[int] | None = None,
    limit: int = 20,
    offset: int = 0,
) -> Hits:
    """Find passages, claims and parties.

    Args:
        words: what was typed; an empty search finds nothing.
        kinds: what to look for.
        documents: primary keys of the documents that the asker may see, or None for all. With a list no party is
            found, for its names may stand in documents that the asker must not see.
        limit, offset: which part of the hits.
    """
    import tantivy

    terms = list(dict.fromkeys(terms_of(words)))
    if not terms or not kinds:
        return Hits((), 0)
    index = _index(settings.DATA / "index")
    if index is None:
        return Hits((), 0)
    schema = index.schema
    must = tantivy.Occur.Must
    parts = [
        (must, tantivy.Query.boolean_query([(must, _term(schema, term)) for term in terms])),
        (must, tantivy.Query.term_set_query(schema, "kind", list(kinds))),
    ]
    if documents is not None:
        parts.append((must, tantivy.Query.term_set_query(schema, "document", list(documents))))
    result = index.searcher().search(tantivy.Query.boolean_query(parts), limit, offset=offset)
    searcher = index.searcher()
    hits = tuple(_hit(searcher.doc(address), score, terms) for score, address in result.hits)
    return Hits(hits, result.count or 0)


def follow() -> int | None:
    """Bring the index up to date with the ledger; how many rows were put in.

    Documents that are no longer live leave it, new ones come in; entries follow their documents. Called by the worker
    after each job; a lost or older index is made anew. None where another worker is at it: ask again later.
    """
    with _alone() as mine:
        return _follow(settings.DATA / "index") if mine else None


def rebuild_index() -> int | None:
    """Throw the index away and make it anew; how many rows it holds. None where a worker is at it."""
    with _alone() as mine:
        if not mine:
            return None
        shutil.rmtree(settings.DATA / "index", ignore_errors=True)
        _index.cache_clear()
        return _follow(settings.DATA / "index")


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether the index is ours to write: a lock on the disk that ends with its process, however that ends."""
    held = sqlite3.connect(settings.DATA / "index.lock", timeout=0, isolation_level=None)
    try:
        held.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        held.close()
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        yield False
        return
    with closing(held):
        yield True


def _follow(folder: Path) -> int:
    known = _known(folder)
    live = {
        str(pk): _stamp(pk, claims) for pk, claims in Document.objects.filter(live=True).values_list("pk", "run_id")
    }
    gone = [key for key in known if live.get(key) != known[key]]
    fresh = [key for key in live if known.get(key) != live[key]]
    writer = _opened(folder).writer(_MEMORY, 1)
    count = 0
    for key in gone:
        writer.delete_documents_by_term("document", int(key))
    for key in sorted(fresh, key=int):
        for row in _rows_of(int(key)):
            writer.add_document(_document(row))
            count += 1
    writer.delete_documents_by_term("kind", "party")
    for party in Party.objects.order_by("pk").iterator(chunk_size=_BATCH):
        writer.add_document(_document(("party", party.pk, 0, "、".join(party.names) or party.name, "[0, []]")))
        count += 1
    writer.commit()
    writer.wait_merging_threads()
    _remember(folder, live)
    _index.cache_clear()
    return count


def marked(text: str, terms: Iterable[str], *, shown: int = _SHOWN) -> tuple[tuple[str, bool], ...]:
    """A text in pieces, those that a search's terms cover marked; a long text around its first marked words.

    >>> marked("护理型床位不低于5000张", ["床位", "5000"])
    (('护理型', False), ('床位', True), ('不低于', False), ('5000', True), ('张', False))
    """
    plain = "".join(_plain(letter) for letter in text)
    covered = bytearray(len(text))
    for term in terms:
        place = plain.find(term)
        while place >= 0:
            covered[place : place + len(term)] = b"\x01" * len(term)
            place = plain.find(term, place + 1)
    first = max(covered.find(1) - shown // 4, 0) if len(text) > shown else 0
    last = min(first + shown, len(text))
    pieces: list[tuple[str, bool]] = []
    start = first
    for place in range(first + 1, last + 1):
        if place == last or covered[place] != covered[start]:
            pieces.append((text[start:place], bool(covered[start])))
            start = place
    return tuple(pieces)


def _plain(letter: str) -> str:
    """One character for one, so that places in the plain text are places in the text."""
    plain = unicodedata.normalize("NFKC", letter).lower()
    return plain if len(plain) == 1 else letter


def _rows_of(document: int) -> Iterator[_Indexed]:
    body = Body.objects.get(pk=document)
    for number, (start, end, kind, _, path) in enumerate(body.blocks):
        if kind not in ("contents", "boilerplate"):
            yield "passage", start, document, body.text[start:end], json.dumps([number, path], ensure_ascii=False)
    rows = Entry.objects.filter(document_id=document).order_by("pk")
    for entry in rows.iterator(chunk_size=_BATCH):
        words = (entry.what, entry.subject, entry.owner, entry.payload["anchor"]["quote"])
        yield "claim", entry.pk, document, " ".join(dict.fromkeys(word for word in words if word)), "[0, []]"


def _stamp(document: int, run: int) -> str:
    return f"{document}.{run}"


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("terms", stored=False, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("kind", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("document", stored=True, indexed=True)
    builder.add_integer_field("key", stored=True, indexed=False)
    builder.add_text_field("words", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("place", stored=True, indexed=False)
    return builder.build()


def _document(row: _Indexed) -> Any:
    import tantivy

    kind, key, document, words, place = row
    terms = " ".join(terms_of(words))
    return tantivy.Document(kind=kind, key=key, document=document, words=words, terms=terms, place=place.encode())


def _term(schema: Any, term: str) -> Any:
    import tantivy

    return tantivy.Query.term_query(schema, "terms", term, index_option="freq")


def _hit(row: Any, score: float, terms: Sequence[str]) -> Hit:
    words = row.get_first("words")
    block, heading = json.loads(bytes(row.get_first("place")))
    key, document = row.get_first("key"), row.get_first("document")
    return Hit(row.get_first("kind"), key, document, marked(words, terms), score, words, block, tuple(heading))


def _opened(folder: Path) -> Any:
    """The index in its folder, empty where there is none of today's shape."""
    import tantivy

    shape = folder / "shape"
    if not shape.exists() or shape.read_text("ascii") != VERSION:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        index = tantivy.Index(_schema(), path=str(folder))
        shape.write_text(VERSION, "ascii")
        return index
    return tantivy.Index.open(str(folder))


@lru_cache(maxsize=4)
def _index(folder: Path) -> Any:
    """The index for searching, kept open: it reloads by itself when the worker commits. None where there is none."""
    import tantivy

    if not (folder / "shape").exists():
        return None
    index = tantivy.Index.open(str(folder))
    index.config_reader("commit", 1)
    return index


def _known(folder: Path) -> dict[str, str]:
    """Which documents the index holds, as the mark in the database and the folder agree; nothing where they do not."""
    mark = Mark.objects.filter(name=_MARK).first()
    beside = folder / "followed.json"
    if mark is None or not beside.exists():
        shutil.rmtree(folder, ignore_errors=True)
        return {}
    held: dict[str, Any] = json.loads(beside.read_text("utf-8"))
    if held["mark"] != mark.value:
        shutil.rmtree(folder, ignore_errors=True)
        return {}
    documents: dict[str, str] = held["documents"]
    return documents


def _remember(folder: Path, live: dict[str, str]) -> None:
    now = timezone.now()
    coming = folder / "followed.coming"
    coming.write_text(json.dumps({"mark": now.isoformat(), "documents": live}), "utf-8")
    coming.replace(folder / "followed.json")
    Mark.objects.update_or_create(name=_MARK, defaults={"value": now.isoformat(), "at": now})
