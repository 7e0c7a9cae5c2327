"""Who may be told to act: the words that stand as a clause's subject."""

from __future__ import annotations

from functools import cache

from yuheng.extract.commitment_words import NO_SUBJECT, PARTY_END
from yuheng.vocab.gazetteer import forms


def names_actor(words: str) -> bool:
    """Whether words end like a party, or name a place: who may be told to act.

    >>> names_actor("重庆的医药企业"), names_actor("医药的研发生产")
    (True, False)
    """
    return PARTY_END.search(words) is not None or words in place_names()


def is_plain(who: str) -> bool:
    """Whether words may be a subject: a party's name, no relative clause, no quotation, no occasion (研讨会)."""
    return (
        "的" not in who.replace("有关的", "") and who[0] not in "其该此这那，、“”《（据" and not NO_SUBJECT.search(who)
    )


@cache
def place_names() -> frozenset[str]:
    """Every way to write a place of the gazetteer."""
    return frozenset(form.text for form in forms())
