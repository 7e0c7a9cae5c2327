"""Parties as pages show them: names, where they stand, and everything that is said of them.

A party is a view that is rebuilt whenever names are judged, so its row's number passes. Addresses name one of its
mentions instead, which is for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from yuheng.app.access import Person, role_for, seen
from yuheng.app.listing import fetched
from yuheng.app.rows import Row, entry_row, moment
from yuheng.errors import Misuse
from yuheng.ledger.models import Document, Entry, Judgement, Mention, Naming, Owed, Party, Proposal, Signed

PAGE: Final = 60
KINDS: Final[Mapping[str, str]] = {
    "department": "部门",
    "district-government": "党委政府",
    "firm": "企业",
    "hospital": "医院",
    "university": "高校",
    "institute": "院所",
    "association": "协会",
    "park": "园区",
    "fund": "基金",
    "platform": "平台",
    "team": "团队",
    "person": "人",
    "generic": "泛称",
}
_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Parties:
    """One page of parties, and how many there are of each kind."""

    rows: tuple[Row, ...]
    kinds: tuple[tuple[str, str, int], ...]
    count: int
    page: int
    pages: int


def parties(account: Person, *, kind: str = "", words: str = "", page: int = 1) -> Parties:
    """The parties that documents which the account sees name, those most often named first.

    Raises:
        Misuse: an unknown kind.
    """
    if kind and kind not in KINDS:
        raise Misuse(f"没有“{kind}”这一种主体。")
    every = seen(account, Party.objects.all())
    counts = dict(every.order_by().values_list("kind").annotate(n=Count("pk")))
    kinds = tuple((key, word, counts[key]) for key, word in KINDS.items() if key in counts)
    rows = every.filter(kind=kind) if kind else every
    mentions = seen(account, Mention.objects.filter(document__live=True))
    if words:
        rows = rows.filter(
            pk__in=Naming.objects.filter(mention__in=mentions.filter(name__icontains=words)).values("party")
        )
    count = rows.count()
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 1), pages)
    shown = list(rows.order_by("-mentions_count", "name", "pk")[(page - 1) * PAGE : page * PAGE])
    named = mentions.filter(naming__party__in=shown).values_list("naming__party", "pk", "name", "document_id")
    held: dict[int, list[tuple[int, str, int]]] = {}
    for party, mention, name, document in named:
        held.setdefault(party, []).append((mention, name, document))
    return Parties(tuple(_row(each, held[each.pk]) for each in shown if each.pk in held), kinds, count, page, pages)


def _row(party: Party, held: list[tuple[int, str, int]]) -> Row:
    """Only names that the account may read: the fullest one may stand in a document that it does not see."""
    names = sorted({name for _, name, _ in held})
    return {
        "mention": min(mention for mention, _, _ in held),
        "name": party.name if party.name in names else max(names, key=len),
        "kind": party.kind,
        "kind_word": KINDS[party.kind],
        "names": names,
        "documents": len({document for _, _, document in held}),
    }


def party_page(account: Person, mention: Mention) -> Row:
    """Everything that is said of the party that a mention belongs to."""
    party = mention.naming.party
    visible = seen(account, Mention.objects.filter(naming__party=party, document__live=True))
    held = list(visible.values_list("pk", "name", "document_id"))
    whole = _is_whole(account)
    said = _said(account, held)
    documents = Document.objects.filter(pk__in={document for _, _, document in held}).order_by("-issued", "pk")
    return {
        "party": {**_row(party, held), "code": party.code, "reasons": party.reasons if whole else []},
        "documents": [
            {"id": each.pk, "title": str(each), "names": sorted({n for _, n, d in held if d == each.pk})}
            for each in documents
        ],
        "tasks": [entry_row(each) for each in said["tasks"]],
        "agreements": [entry_row(each) for each in said["agreements"]],
        "offers": [entry_row(each) for each in said["offers"]],
        "needs": [entry_row(each) for each in said["needs"]],
        "sitings": [entry_row(each) for each in said["sitings"]],
        "numbers": [entry_row(each) for each in said["numbers"]],
        "judgements": _judged(held, documents) if whole else [],
    }


def _is_whole(account: Person) -> bool:
    role = role_for(account)
    return role is not None and role.scope == "all"


def _said(account: Person, held: list[tuple[int, str, int]]) -> dict[str, list[Entry]]:
    """Claims that name the party in a document where that name means it."""
    where: dict[str, list[int]] = {}
    for _, name, document in held:
        where.setdefault(name, []).append(document)
    named, documents = Q(pk__in=()), {document for _, _, document in held}
    for name, places in sorted(where.items()):
        named |= Q(name=name, document__in=places)
    rows = seen(account, Entry.objects.exclude(state="rejected")).filter(document__in=documents)
    wanted = {
        "tasks": Q(pk__in=Owed.objects.filter(named).values("entry")),
        "agreements": Q(pk__in=Signed.objects.filter(named).values("entry")),
        "offers": Q(kind="offer", subject__in=sorted(where)),
        "needs": Q(kind="need", subject__in=sorted(where)),
        "sitings": Q(kind="siting", what__in=sorted(where)),
        "numbers": Q(kind__in=("target", "actual"), subject__in=sorted(where)),
    }
    return {key: fetched(rows.filter(rule).order_by("document_id", "start")[:_MOST]) for key, rule in wanted.items()}


def _judged(held: list[tuple[int, str, int]], documents: QuerySet[Document]) -> list[Row]:
    names, keys = {name for _, name, _ in held}, set(documents.values_list("document_id", flat=True))
    later = Judgement.objects.filter(supersedes=OuterRef("pk"))
    rows = Judgement.objects.filter(~Exists(later), left_name__in=names, right_name__in=names)
    rows = rows.filter(left_document__in=keys, right_document__in=keys).exclude(verdict="unsure").select_related("by")
    return [_judgement(row) for row in rows.order_by("-pk")]


def _judgement(row: Judgement) -> Row:
    return {
        "id": row.pk,
        "left": row.left_name,
        "right": row.right_name,
        "verdict": row.verdict,
        "verdict_word": row.get_verdict_display(),
        "by": row.by.get_username() if row.by else row.rule,
        "at": moment(row.at),
        "reason": row.reason,
    }


def judgements() -> list[Row]:
    """The judgements that people made and nobody took back, the newest first."""
    later = Judgement.objects.filter(supersedes=OuterRef("pk"))
    rows = Judgement.objects.filter(~Exists(later)).exclude(verdict="unsure").select_related("by").order_by("-pk")
    return [_judgement(row) for row in rows[:_MOST]]


def proposals() -> tuple[Row, ...]:
    """Pairs of names that may be one party, with the reason, for a person to judge; what is judged is gone at once."""
    found = list(Proposal.objects.exclude(pair__in=Judgement.objects.values("pair")).order_by("pk"))
    keys = {key for each in found for key in (each.left_document, each.right_document)}
    titles = {d.document_id: (d.pk, str(d)) for d in Document.objects.filter(document_id__in=keys, live=True)}
    return tuple(
        _proposal(each, titles) for each in found if each.left_document in titles and each.right_document in titles
    )


def _proposal(each: Proposal, titles: Mapping[str, tuple[int, str]]) -> Row:
    left, right = titles[each.left_document], titles[each.right_document]
    return {
        "left": {"name": each.left_name, "key": each.left_document, "document": left[0], "title": left[1]},
        "right": {"name": each.right_name, "key": each.right_document, "document": right[0], "title": right[1]},
        "reason": each.reason,
        "by": each.by,
    }


def first_mention(party: Party) -> int | None:
    """The mention by which a party's page is addressed."""
    found: int | None = Naming.objects.filter(party=party).aggregate(first=Min("mention"))["first"]
    return found
