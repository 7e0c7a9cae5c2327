"""Offers and needs told in a sentence: 某医院发布CT设备采购需求3台, 某公司可提供冻干粉针产能.

Only what leaves no doubt: a named hospital, firm, university or institute as the subject, a thing that the chain knows,
and a verb that says 拟采购, 求购 or 可提供. 现场发布需求120项 counts needs and is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yuheng.extract.clauses import Clause, sentences_of
from yuheng.extract.trade_cells import holds_contact, is_name, read_amount, thing_with_amount, without_contacts
from yuheng.extract.trade_columns import Side, things_in
from yuheng.model import Block, Document, Need, Offer, Quantity, Trade, anchor_at, id_of
from yuheng.text.names import parties_in
from yuheng.vocab.chain import segment_of

_READ = frozenset({"paragraph", "list", "box", "note"})
_PUBLISHED = re.compile(
    r"发布了?(?P<thing>[^，。；：]{2,30}?)(?:采购)?(?P<side>需求|供给)(?P<amount>\d[^，。；]{0,8})?$"
)
_WANTED = re.compile(r"(?:(?:拟|计划|急需|需要)(?:采购|购置|购买)|求购|急需)(?P<thing>(?!的)[^，。；：]{2,60})$")
_GIVEN = re.compile(r"可(?:对外)?(?:提供|供应)(?P<thing>(?!的)[^，。；：]{2,60})$")
_TRIGGER = re.compile(
    r"发布[^，。；：]{2,32}(?:需求|供给)|(?:拟|计划|急需|需要)(?:采购|购置|购买)|求购|急需|可(?:对外)?(?:提供|供应)"
)
_SUBJECTS = frozenset({"hospital", "firm", "university", "institute"})
_BETWEEN = re.compile(r"(?:现|今年|近期|目前|已|现场|还|也|另|正式|公开)*")
_LED = re.compile(r"(?:支持|鼓励|引导|推动|帮助|为|向|对|与|和|由|组织|协助)$")
"""Words before a name by which somebody else acts."""


def offer_clauses_in(document: Document) -> Iterator[Trade]:
    """The offers and needs that a document tells in its sentences, in order."""
    if _TRIGGER.search(document.text) is None:
        return
    for block in document.blocks:
        if block.kind not in _READ or _TRIGGER.search(document.text, block.start, block.end) is None:
            continue
        for clauses in sentences_of(document.text, block.start, block.end):
            for clause in clauses:
                if _TRIGGER.search(document.text, clause.start, clause.end) is not None:
                    yield from _told(document, block, (clauses[0].start, clauses[-1].end), clause)


def _told(document: Document, block: Block, sentence: tuple[int, int], clause: Clause) -> Iterator[Trade]:
    words = without_contacts(document.text[clause.start : clause.end])
    if holds_contact(document.text[slice(*sentence)]):
        sentence = clause.start, clause.start + len(words)
    for pattern, side in ((_PUBLISHED, None), (_WANTED, "need"), (_GIVEN, "offer")):
        match = pattern.search(words)
        party = _subject(words[: match.start()]) if match else ""
        if match is None or not party:
            continue
        told: Side = "need" if side == "need" or (side is None and match["side"] == "需求") else "offer"
        for start, end, thing, amount in _things(match):
            anchor = anchor_at(document, clause.start + start, clause.start + end)
            make = Offer if told == "offer" else Need
            yield make(
                id=id_of(document.snapshot.sha256, told, anchor.place.start, anchor.place.end),
                anchor=anchor,
                sentence=anchor_at(document, *sentence),
                heading=block.path,
                party=party,
                thing=thing,
                segment=segment_of(thing),
                amount=amount,
            )
        return


def _subject(before: str) -> str:
    """The party that acts: the name right before the verb, nobody else's help in front of it."""
    mentions = [each for each in parties_in(before) if each.kind in _SUBJECTS]
    if not mentions or _BETWEEN.fullmatch(before, mentions[-1].end) is None:
        return ""
    return "" if _LED.search(before[: mentions[-1].start]) else mentions[-1].name


def _things(match: re.Match[str]) -> Iterator[tuple[int, int, str, Quantity | None]]:
    """Each thing that the chain knows, with its span in the clause and its amount."""
    parts, at = things_in(match["thing"]), match.start("thing")
    behind = match.groupdict().get("amount")
    for words in parts:
        start = match.string.find(words, at)
        at = end = start + len(words)
        thing, amount = thing_with_amount(words)
        if behind and len(parts) == 1:
            amount, end = read_amount(behind), match.end()
        if is_name(thing) and segment_of(thing):
            yield start, end, thing, amount
