"""Retrieval: the listings nearest to a text, out of a million if need be, by BM25 over pairs of characters.

Chinese product names are short and have no spaces; cutting them into words loses more than it wins. Every two
neighbouring characters are a term (口罩 in 医用外科口罩), every run of Latin letters and digits is one, and every
segment of the chain that the words name is one more, so that KN95 finds 防护口罩.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from yuheng.errors import Misuse
from yuheng.text.letters import folded
from yuheng.vocab.chain import segments_in

_RUN: Final = re.compile(r"[A-Z0-9]+(?:[.\-/][A-Z0-9]+)*|[\u3400-\u9fff]+")
_MEMORY: Final = 64_000_000


def terms_of(text: str, *, classes: bool = True) -> list[str]:
    """The terms of a text, in order and with repetitions.

    >>> terms_of("N95口罩", classes=False)
    ['N95', '口罩']
    """
    text = folded(text)
    terms: list[str] = []
    for run in _RUN.findall(text):
        if run.isascii() or len(run) == 1:
            terms.append(run)
        else:
            terms += (run[at : at + 2] for at in range(len(run) - 1))
    if classes:
        terms += sorted({"§" + named.key for named in segments_in(text)})
    return terms


class Listings:
    """An index in memory, made anew from the items whenever they change: a cache, never the record."""

    def __init__(self, listings: Iterable[tuple[str, str]]) -> None:
        """Index (id, text) pairs.

        Raises:
            Misuse: the extra is not installed.
        """
        try:
            import tantivy
        except ImportError as error:
            raise Misuse("匹配需要 yuheng[exchange]。", hint="pip install 'yuheng[exchange]'") from error
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("terms", stored=False, tokenizer_name="whitespace", index_option="freq")
        self._tantivy: Any = tantivy
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        writer = self._index.writer(_MEMORY, 1)
        for identity, text in listings:
            writer.add_document(tantivy.Document(id=identity, terms=" ".join(terms_of(text))))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def nearest(self, text: str, limit: int) -> list[tuple[str, float]]:
        """The ids nearest to a text with their BM25 scores, best first; equal scores by id."""
        query_of, occur = self._tantivy.Query, self._tantivy.Occur
        terms = sorted(set(terms_of(text)))
        if not terms:
            return []
        parts = [(occur.Should, query_of.term_query(self._schema, "terms", term)) for term in terms]
        found = self._searcher.search(query_of.boolean_query(parts), limit).hits
        hits = [(self._searcher.doc(address)["id"][0], score) for score, address in found]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))
