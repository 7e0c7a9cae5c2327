"""documents.jsonl: what each document of a ledger says of itself, one a line, beside claims.jsonl.

A claim names its document by the file's name. A paper that quotes it must name the document as its issuer does, and a
bulletin's year is told from the title: without this file both would come from whatever somebody called the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from yuheng.errors import Misuse
from yuheng.model import Metadata, MetaRead
from yuheng.model.compiled import Compiled
from yuheng.office.words import DOCUMENT_WORDS
from yuheng.text.metadata import full_name, read_date, read_number


def documents_bytes(documents: Iterable[Compiled]) -> bytes:
    """The whole file, in the order given. A lone surrogate becomes the JSON escape that means the same."""
    return b"".join(
        (document_line(each.doc, each.id, each.meta) + "\n").encode("utf-8", "backslashreplace") for each in documents
    )


def document_line(doc: str, key: str, meta: Metadata) -> str:
    """One document as one line: the name that claims give it, its id, and what it says of itself."""
    return json.dumps({"doc": doc, "id": key, **metadata_row(meta)}, ensure_ascii=False)


def documents_from(lines: Iterable[str], *, name: str) -> dict[str, Metadata]:
    """Read documents back, by the name that claims give them.

    Raises:
        Misuse: a line is none.
    """
    found = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                row = json.loads(line)
                found[str(row["doc"])] = metadata_from(row)
            except (KeyError, TypeError, ValueError) as error:
                raise Misuse(
                    f"{name} 第 {number} 行读不出：{error!r}。", hint="重新运行 yuheng compile 写出。"
                ) from error
    return found


def given_from(lines: Iterable[str], *, name: str) -> dict[str, dict[str, str]]:
    """Read what people say of documents, one a line as above with those fields only that they say, by the same name.

    A field that is "" is as the machine reads it, so that lines of documents.jsonl may be copied; null says that the
    document has none.

    Raises:
        Misuse: a line is none, or says something that is no field, day or kind.
    """
    found = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                row = json.loads(line)
                said = {field: value for field, value in row.items() if field not in ("doc", "id") and value != ""}
                found[str(row["doc"])] = {field: read_given(field, value or "") for field, value in said.items()}
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                raise Misuse(f"{name} 第 {number} 行读不出：{error!r}。", hint="照 documents.jsonl 的写法。") from error
            except Misuse as error:
                raise Misuse(f"{name} 第 {number} 行：{error.message}", hint=error.hint) from error
    return found


def read_given(field: str, typed: str) -> str:
    """What somebody says for one field of a document, as documents.jsonl writes it; "" says that it has none.

    Raises:
        Misuse: no such field, a day that is none or not a whole one, or an unknown kind.
    """
    words = " ".join(typed.split())
    match field:
        case "issued":
            return _day(words) if words else ""
        case "kind":
            if words not in DOCUMENT_WORDS:
                raise Misuse(f"没有“{words}”这一种文档。", hint="可用：" + "、".join(filter(None, DOCUMENT_WORDS)))
            return words
        case "number":
            return read_number(words)
        case "region":
            return full_name(words)
        case "title" | "issuer":
            return words
        case _:
            raise Misuse(f"文档没有“{field}”这一项。", hint="可用：title、issuer、number、issued、kind、region")


def _day(words: str) -> str:
    plain = f"{words[:4]}-{words[4:6]}-{words[6:]}" if len(words) == 8 and words.isdecimal() else words
    day = read_date(plain)
    if day is None:
        raise Misuse(f"发文日期要写到日，如 2021-03-01，不是“{words[:40]}”。")
    return day.isoformat()


def read_row(read: Iterable[MetaRead]) -> dict[str, dict[str, Any]]:
    """What the machine reads of a document's metadata as plain values: of each field its value and where it stands."""
    return {each.name: {"value": each.value, "span": list(each.span) if each.span else None} for each in read}


def metadata_row(meta: Metadata) -> dict[str, str]:
    """A document's metadata as plain values."""
    named = {name: getattr(meta, name) for name in ("title", "issuer", "number", "kind", "region")}
    return {**named, "issued": meta.issued.isoformat() if meta.issued else ""}


def metadata_from(row: Mapping[str, Any]) -> Metadata:
    """A document's metadata, from its row."""
    issued = date.fromisoformat(row["issued"]) if row["issued"] else None
    return Metadata(row["title"], row["issuer"], row["number"], issued, row["kind"], row["region"])
