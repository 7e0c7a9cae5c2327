"""Which names are one party: make the view anew, judge a proposal, undo a judgement.

Judging stores one row and answers at once; the worker makes the view anew right after the job at hand. Until it has,
`is_behind` says so, and the pair that was judged is no longer proposed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from yuheng.errors import Misuse
from yuheng.ledger import chain
from yuheng.ledger.engine import take_turns
from yuheng.ledger.models import Account, Indicator, LogEntry, Mark, Mention, Naming, Party, Proposal
from yuheng.ledger.models import Judgement as JudgementRow
from yuheng.model import id_of
from yuheng.model.judgement import Judgement, Sameness
from yuheng.model.party import Mention as NamedAt
from yuheng.model.party import MentionKey, Named, PartyKind, StatedCode
from yuheng.model.party import Party as Joined

_BATCH: Final = 500
JOINED: Final = "joined"
"""The mark that says which entry of the log the parties have seen."""
MOST: Final = 1000
"""Proposals that are kept: nobody works more off before the next document makes others."""
_JUDGED: Final = ("judgement.same", "judgement.different", "judgement.unsure")
_CHANGED: Final = (*_JUDGED, "document.read", "document.current", "ledger.restored")


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a rebuilding came to: parties, and the proposals that nobody has judged yet."""

    parties: int
    proposals: tuple[Judgement, ...]


def pair_of(left: MentionKey, right: MentionKey) -> str:
    """Names two mentions, whichever comes first.

    >>> a, b = MentionKey("d1", "市卫健委"), MentionKey("d2", "市卫生健康委员会")
    >>> pair_of(a, b) == pair_of(b, a)
    True
    """
    first, second = sorted((left, right))
    return id_of("pair", first.document, first.name, second.document, second.name)


def last_change(*, judged: bool = False) -> int:
    """Number of the log's last entry that may change who is one party; with `judged`, of the last judgement."""
    acts = _JUDGED if judged else _CHANGED
    return LogEntry.objects.filter(act__in=acts).aggregate(last=Max("number"))["last"] or 0


def is_behind(*, judged: bool = False) -> bool:
    """Whether something has come in, or with `judged` been judged, that the parties have not seen yet."""
    return _joined() < last_change(judged=judged)


def _joined() -> int:
    mark = Mark.objects.filter(name=JOINED).first()
    return int(mark.value) if mark is not None else -1


def resolve_parties() -> Resolved:
    """Work the parties out anew from the mentions of live documents and the live judgements.

    The view has no memory of its own: undoing a judgement and calling this gives what there was before it. A party that
    comes out as it was keeps its row. Of two at once the one that has seen less of the log stores nothing.
    """
    from yuheng.resolve.parties import parties_from

    change = last_change()
    mentions = list(Mention.objects.filter(document__live=True).select_related("document").order_by("pk"))
    parties, proposals, _ = parties_from(_named(mentions), live_judgements())
    with transaction.atomic():
        take_turns("parties")
        if _joined() <= change:
            keys = {MentionKey(each.document.document_id, each.name): each.pk for each in mentions}
            _store_parties([(_party(each), {keys[key] for key in each.mentions if key in keys}) for each in parties])
            _store_proposals(proposals)
            Mark.objects.update_or_create(name=JOINED, defaults={"value": str(change), "at": timezone.now()})
    return Resolved(len(parties), proposals)


def _store_parties(made: Sequence[tuple[Party, set[int]]]) -> None:
    """Put in what is new, take out what is no longer, and leave the rest."""
    held: dict[int, set[int]] = {}
    for party, mention in Naming.objects.values_list("party_id", "mention_id").iterator():
        held.setdefault(party, set()).add(mention)
    before = {(_said_of(row), frozenset(held.get(row.pk, ()))): row.pk for row in Party.objects.iterator()}
    now = {(_said_of(row), frozenset(mentions)): row for row, mentions in made}
    gone = [pk for key, pk in before.items() if key not in now]
    for first in range(0, len(gone), _BATCH):
        Naming.objects.filter(party__in=gone[first : first + _BATCH]).delete()
        Party.objects.filter(pk__in=gone[first : first + _BATCH]).delete()
    fresh = [(row, mentions) for (said, mentions), row in now.items() if (said, mentions) not in before]
    Party.objects.bulk_create([row for row, _ in fresh], batch_size=_BATCH)
    namings = [Naming(mention_id=mention, party=row) for row, mentions in fresh for mention in sorted(mentions)]
    Naming.objects.bulk_create(namings, batch_size=_BATCH)


def _said_of(row: Party) -> tuple[str | int, ...]:
    """What a row says, to be held against another's."""
    return row.name, row.kind, row.code, "\n".join(row.names), "\n".join(row.reasons), row.mentions_count


def _store_proposals(proposals: Sequence[Judgement]) -> None:
    Proposal.objects.all().delete()
    Proposal.objects.bulk_create(
        [
            Proposal(
                pair=pair_of(each.left, each.right),
                left_document=each.left.document,
                left_name=each.left.name,
                right_document=each.right.document,
                right_name=each.right.name,
                reason=each.reason,
                by=each.by,
            )
            for each in proposals[:MOST]
        ],
        batch_size=_BATCH,
    )


def judge(
    left: MentionKey, right: MentionKey, verdict: Sameness, *, by: Account, at: datetime, reason: str = ""
) -> JudgementRow:
    """Record that two names are the same party, different ones, or that one cannot tell; a later one undoes it.

    Raises:
        Misuse: the two are one mention, or somebody judged the pair at the same moment.
    """
    if left == right:
        raise Misuse("同一处名称不用归并。")
    first, second = sorted((left, right))
    pair = pair_of(first, second)
    try:
        with transaction.atomic():
            row = JudgementRow.objects.create(
                pair=pair,
                left_document=first.document,
                left_name=first.name,
                right_document=second.document,
                right_name=second.name,
                verdict=verdict,
                by=by,
                at=at,
                reason=reason,
                supersedes=_live_rows().filter(pair=pair).first(),
            )
            details = {"left": first.name, "right": second.name, "reason": reason}
            chain.append(at, by.get_username(), act=f"judgement.{verdict}", about=f"pair:{pair}", details=details)
    except IntegrityError as error:
        raise Misuse("另一个人刚刚判过这两个名称，请刷新后再看。") from error
    return row


def undo(judgement: JudgementRow, *, by: Account, at: datetime) -> JudgementRow:
    """Take a judgement back: the pair is unsure again, and the log shows both."""
    left = MentionKey(judgement.left_document, judgement.left_name)
    right = MentionKey(judgement.right_document, judgement.right_name)
    return judge(left, right, "unsure", by=by, at=at, reason=f"撤回第 {judgement.pk} 号归并")


def live_judgements() -> tuple[Judgement, ...]:
    """The judgements that nothing supersedes, as the resolver takes them; those taken back ("unsure") among them."""
    return tuple(
        Judgement(
            left=MentionKey(row.left_document, row.left_name),
            right=MentionKey(row.right_document, row.right_name),
            verdict=cast("Sameness", row.verdict),
            by=row.by.get_username() if row.by is not None else row.rule,
            on=row.at.date(),
            reason=row.reason,
        )
        for row in _live_rows().select_related("by").order_by("pk")
    )


def load_indicators() -> int:
    """Write the vocabulary's indicators into their table; how many."""
    from yuheng.vocab.indicators import indicators

    rows = [
        Indicator(
            key=each.key,
            name=each.name,
            definition=each.definition,
            unit=each.family,
            better=each.direction,
            accumulates=each.accumulation,
            aliases=[form.name for form in each.forms],
        )
        for each in indicators().values()
    ]
    with transaction.atomic():
        Indicator.objects.all().delete()
        Indicator.objects.bulk_create(rows)
    return len(rows)


def _live_rows() -> QuerySet[JudgementRow]:
    later = JudgementRow.objects.filter(supersedes=OuterRef("pk"))
    return JudgementRow.objects.filter(~Exists(later))


def _named(mentions: Sequence[Mention]) -> list[Named]:
    """Whom each document names, as the resolver takes it; `mentions` come with their documents."""
    by_document: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_document.setdefault(mention.document_id, []).append(mention)
    return [
        Named(
            rows[0].document.document_id,
            rows[0].document.region,
            tuple(sorted((each for row in rows for each in _places(row)), key=lambda each: each.start)),
            tuple(StatedCode(code, row.name) for row in rows for code in row.codes),
        )
        for rows in by_document.values()
    ]


def _places(row: Mention) -> list[NamedAt]:
    kind = cast("PartyKind", row.kind)
    return [NamedAt(start, end, row.name, kind, full=row.full) for start, end in row.spans]


def _party(each: Joined) -> Party:
    return Party(
        name=each.name,
        kind=each.kind,
        code=each.code,
        names=list(each.names),
        reasons=list(each.reasons),
        mentions_count=len(each.mentions),
    )
