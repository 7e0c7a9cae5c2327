"""Which rows an account sees: one rule for each table, used by every list and every single page alike.

A page that shows one row asks `seen(account, rows).get(…)`, so a row that no list shows is a row that does not exist
for that account: the answer is 404, which says nothing about what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from yuheng.app.roles import Deed, Role, Scope, may, role_of
from yuheng.errors import Misuse
from yuheng.ledger.models import (
    Account,
    Document,
    Entry,
    Finding,
    Folder,
    Issue,
    Job,
    Judgement,
    Mention,
    Naming,
    Owed,
    Party,
    SavedView,
    Signed,
)

Row = TypeVar("Row", bound=Model)
Person = Account | AnonymousUser


def role_for(account: Person) -> Role | None:
    """The role of an account; None for somebody who has not signed in or whose account is closed."""
    if not isinstance(account, Account) or not account.is_active:
        return None
    return role_of(account.role)


def can(account: Person, deed: Deed) -> bool:
    """Whether an account may do a deed; whoever has not signed in may do nothing."""
    role = role_for(account)
    return role is not None and may(role, deed)


def seen(account: Person, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Those of the rows that the account sees.

    Raises:
        Misuse: no rule is written for this table; a table without a rule is shown to nobody.
    """
    role = role_for(account)
    if role is None or not isinstance(account, Account):
        return rows.none()
    try:
        rule = _RULES[rows.model]
    except KeyError:
        raise Misuse(f"no rule says who sees {rows.model.__name__} rows.", hint="Write one in app/access.py.") from None
    return rows.filter(rule(account, role.scope))


def changeable(account: Person, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Those of the rows that the account may decide on: of what it sees, what is its own; of an office, everything.

    A published document is there to be read by everybody and to be judged by those whose it is.
    """
    role = role_for(account)
    if role is None or not isinstance(account, Account):
        return rows.none()
    match role.scope:
        case "all":
            return seen(account, rows)
        case "own" if rows.model is Folder:
            return seen(account, rows).filter(made_by=account)
        case "own":
            return seen(account, rows).filter(**{f"{_PATHS[rows.model]}snapshot__in": _received_first(account)})
        case "named" | "published":
            return rows.none()


def with_issues(account: Person, documents: Iterable[Document]) -> frozenset[int]:
    """Those of the documents whose issues the account sees: who may see none is not told how many there are."""
    role = role_for(account)
    if role is None or not isinstance(account, Account):
        return frozenset()
    keys = [document.pk for document in documents]
    match role.scope:
        case "all":
            return frozenset(keys)
        case "own":
            own = Document.objects.filter(pk__in=keys, snapshot__in=_received(account))
            return frozenset(own.values_list("pk", flat=True))
        case "named" | "published":
            return frozenset()


def is_named_unseen(account: Account, party: str) -> bool:
    """Whether anything names a party that the account does not see: the party's own account would see it."""
    naming = Entry.objects.filter(pk__in=_naming(party))
    return naming.exclude(pk__in=seen(account, naming).values("pk")).exists()


def own_names(account: Account, names: Iterable[str]) -> frozenset[str]:
    """Those of the names that are the account's own party: its name as written, or one that only ever meant it.

    Sheets are sent by the name that a plan uses. Two cities may have an office of one name; where that name was joined
    to another party too, it is nobody's own, unless the account was opened under it.
    """
    if not account.party:
        return frozenset()
    wanted = set(names)
    meant: dict[str, set[str]] = {}
    joined = Naming.objects.filter(mention__name__in=wanted).values_list("mention__name", "party__name").distinct()
    for name, party in joined:
        meant.setdefault(name, set()).add(party)
    return frozenset(name for name in wanted if name == account.party or meant.get(name) == {account.party})


def _received(account: Account) -> QuerySet[Job, Any]:
    """The snapshots that an account has sent in."""
    return Job.objects.filter(by=account, kind="read", document__isnull=False).values("snapshot")


def _received_first(account: Account) -> QuerySet[Job, Any]:
    """The snapshots that an account has sent in before anybody else did.

    Plans are public: whoever hands in once more what the office has handed in could else overrule its verdicts.
    """
    before = Job.objects.filter(kind="read", document__isnull=False, snapshot=OuterRef("snapshot"))
    return _received(account).filter(~Exists(before.filter(created__lt=OuterRef("created")).exclude(by=account)))


def _handed_in(account: Account) -> QuerySet[Document, Any]:
    """The documents that an account has sent in, by their keys: rows of a document are found without joining it."""
    return Document.objects.filter(snapshot__in=_received(account)).values("pk")


def _document(account: Account, scope: Scope, before: str = "") -> Q:
    """Documents as such: `before` is the path from the row to its document."""
    published = Q(**{f"{before}published": True})
    match scope:
        case "all":
            return Q()
        case "own":
            return published | Q(**{f"{before}snapshot__in": _received(account)})
        case "named" | "published":
            return published


def _entry(account: Account, scope: Scope) -> Q:
    match scope:
        case "all":
            return Q()
        case "own":
            return Q(published=True) | Q(document__in=_handed_in(account))
        case "named":
            own = Q(pk__in=_naming(account.party) if account.party else ())
            return Q(published=True) | own
        case "published":
            return Q(published=True)


def _naming(party: str) -> QuerySet[Any, Any]:
    """Keys of the entries that name a party: who owes the task, by any name that means it; who signed; whom the number
    is about.

    One set of keys, each part found by its own index. As three conditions beside each other PostgreSQL held every row
    of the ledger against each, and every list of a department's or a firm's took twice as long.
    """
    owed, signed = Owed.objects.filter(_owing(party)), Signed.objects.filter(name=party)
    about = Entry.objects.filter(subject=party)
    return owed.values("entry").union(signed.values("entry"), about.values("pk"))


def _owing(party: str) -> Q:
    """What a party owes: under its own name, and under each other name in the documents where that name means it."""
    meant = Mention.objects.filter(naming__party__name=party)
    owing = Q(name=party)
    for name in meant.exclude(name=party).values_list("name", flat=True).distinct().order_by("name"):
        owing |= Q(name=name, document__in=meant.filter(name=name).values("document"))
    return owing


def _owed(account: Account, scope: Scope) -> Q:
    """As its entry is seen, found without joining the entry."""
    match scope:
        case "all":
            return Q()
        case "own":
            return Q(document__published=True) | Q(document__in=_handed_in(account))
        case "named":
            own = Q(entry__in=_naming(account.party) if account.party else ())
            return Q(document__published=True) | own
        case "published":
            return Q(document__published=True)


def _mention(account: Account, scope: Scope) -> Q:
    return _document(account, scope, "document__")


def _party(account: Account, scope: Scope) -> Q:
    if scope == "all":
        return Q()
    mentions = Mention.objects.filter(_mention(account, scope))
    return Q(pk__in=Naming.objects.filter(mention__in=mentions).values("party"))


def _office(account: Account, scope: Scope) -> Q:
    """Conclusions and judgements quote every document they were drawn from: for those only who see them all."""
    return Q() if scope == "all" else Q(pk__in=())


def _issue(account: Account, scope: Scope) -> Q:
    match scope:
        case "all":
            return Q()
        case "own":
            return Q(document__snapshot__in=_received(account))
        case "named" | "published":
            return Q(pk__in=())


def _job(account: Account, scope: Scope) -> Q:
    return Q() if scope == "all" else Q(by=account)


def _folder(account: Account, scope: Scope) -> Q:
    match scope:
        case "all":
            return Q()
        case "own":
            return Q(published=True) | Q(made_by=account)
        case "named" | "published":
            return Q(published=True)


_RULES: Final[Mapping[type[Model], Callable[[Account, Scope], Q]]] = {
    Document: _document,
    Entry: _entry,
    Mention: _mention,
    Owed: _owed,
    Party: _party,
    Finding: _office,
    Judgement: _office,
    Issue: _issue,
    Job: _job,
    Folder: _folder,
    SavedView: lambda account, scope: Q(account=account),
}

_PATHS: Final[Mapping[type[Model], str]] = {Document: "", Entry: "document__", Issue: "document__"}
"""How each table that people decide on leads to its document."""
