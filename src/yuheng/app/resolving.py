"""Which names are one party: make the view anew, judge a proposal, undo a judgement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from yuheng.errors import Misuse
from yuheng.ledger import chain
from yuheng.ledger.engine import take_turns
from yuheng.ledger.models import Account, Indicator, Mention, Naming, Party
from yuheng.ledger.models import Judgement as JudgementRow
from yuheng.model import id_of
from yuheng.model.judgement import Judgement, Sameness
from yuheng.model.party import Mention as NamedAt
from yuheng.model.party import MentionKey, Named, PartyKind, StatedCode
from yuheng.model.party import Party as Joined

_BATCH: Final = 500


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


def resolve_parties() -> Resolved:
    """Work the parties out anew from the mentions of live documents and the live judgements.

    The view has no memory of its own: undoing a judgement and calling this gives what there was before it.
    """
    from yuheng.resolve.parties import parties_from

    mentions = list(Mention.objects.filter(document__live=True).select_related("document").order_by("pk"))
    parties, proposals, _ = parties_from(_named(mentions), live_judgements())
    with transaction.atomic():
        take_turns("parties")
        Naming.objects.all().delete()
        Party.objects.all().delete()
        rows = Party.objects.bulk_create([_party(each) for each in parties], batch_size=_BATCH)
        by_key = {MentionKey(each.document.document_id, each.name): each for each in mentions}
        Naming.objects.bulk_create(
            [
                Naming(mention=by_key[key], party=row)
                for row, each in zip(rows, parties, strict=True)
                for key in each.mentions
                if key in by_key
            ],
            batch_size=_BATCH,
        )
    return Resolved(len(parties), proposals)


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
