"""Every address × every role: who gets in, who does not, and that nobody is shown what is not theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.unit.web.bourse import bourse
from tests.unit.web.fair import fair
from tests.unit.web.people import (
    OTHERS,
    OWED,
    OWN,
    PEOPLE,
    PERIOD,
    SECRET,
    House,
    account,
    house,
    period,
    signed_in,
)

from yuheng.app.access import seen
from yuheng.app.roles import DEED_WORDS, ROLES, may, roles_table
from yuheng.app.tokens import make_token
from yuheng.ledger.models import (
    Account,
    Amendment,
    Entry,
    Filed,
    Finding,
    Folder,
    Job,
    Judgement,
    LogEntry,
    Resolution,
    SavedView,
    Token,
    Verdict,
)

pytestmark = pytest.mark.django_db
HOUSE_FOLDER = Path(__file__).resolve().parents[3]

PAGES = {
    "overview": ("read", "list"),
    "library": ("read", "list"),
    "jobs": ("upload", "list"),
    "document": ("read", "document"),
    "reread": ("read", "document"),
    "original": ("read", "document"),
    "original-page": ("read", "no page"),
    "original-picture": ("read", "no page"),
    "ledger": ("read", "list"),
    "ledger-export": ("export", "list"),
    "claim": ("read", "entry"),
    "claim-card": ("read", "entry"),
    "review": ("decide", "list"),
    "rules": ("decide", "list"),
    "parties": ("read", "list"),
    "proposals": ("merge", "list"),
    "party": ("read", "mention"),
    "joining": ("merge", "list"),
    "findings": ("read", "list"),
    "findings-export": ("export", "none"),
    "finding": ("read", "finding"),
    "finding-picture": ("read", "no picture"),
    "issues": ("read", "list"),
    "events": ("read", "list"),
    "event": ("convene", "event"),
    "event-work": ("convene", "event"),
    "event-file": ("convene", "event's file"),
    "event-press": ("convene", "event"),
    "event-intake": ("convene", "event"),
    "event-setting": ("convene", "event"),
    "event-list": ("read", "event"),
    "event-list-export": ("read", "event's list"),
    "event-matches": ("convene", "event"),
    "event-timetable": ("convene", "event"),
    "event-day": ("convene", "event"),
    "event-door": ("convene", "event"),
    "event-hall": ("convene", "event"),
    "event-outcomes": ("convene", "event"),
    "event-mine": ("read", "no firm's event"),
    "event-agenda": ("read", "no firm's agenda"),
    "standing": ("convene", "list"),
    "standing-work": ("read", "exchange"),
    "standing-file": ("convene", "exchange's file"),
    "standing-list": ("read", "exchange"),
    "standing-export": ("read", "exchange's list"),
    "standing-matches": ("convene", "exchange"),
    "standing-news": ("convene", "exchange's news"),
    "standing-intake": ("convene", "exchange"),
    "standing-questions": ("convene", "exchange"),
    "standing-outcomes": ("convene", "exchange"),
    "standing-mine": ("enter", "no firm's exchange"),
    "standing-form": ("enter", "no firm's exchange"),
    "event-own-item": ("enter", "no firm's event"),
    "event-own-firm": ("enter", "no firm's event"),
    "event-own-sheet": ("enter", "no firm's event"),
    "periods": ("collect", "list"),
    "period-jobs": ("collect", "list"),
    "period-start": ("collect", "list"),
    "period": ("collect", "period"),
    "open-cells": ("collect", "period"),
    "verdicts": ("collect", "period"),
    "papers": ("collect", "period"),
    "notices": ("collect", "period"),
    "workbooks": ("collect", "period"),
    "sheets-zip": ("collect", "period"),
    "reminders-zip": ("collect", "period"),
    "returns-book": ("collect", "period"),
    "verdicts-book": ("collect", "period"),
    "period-file": ("collect", "sheet"),
    "notice-paper": ("collect", "no notice"),
    "returns": ("answer", "list"),
    "own-sheet": ("answer", "another's sheet"),
    "search": ("read", "list"),
    "tokens": ("token", "list"),
    "people": ("manage", "list"),
}
"""Addresses that show something: the deed that it takes, and what they show."""
DEEDS = {
    "upload": ("upload", "none"),
    "publish": ("publish", "document"),
    "amend": ("mend", "document"),
    "view-save": ("read", "none"),
    "view-drop": ("read", "another's"),
    "decide": ("decide", "entry"),
    "run-rule": ("decide", "none"),
    "judge": ("merge", "none"),
    "undo-judgement": ("merge", "judgement"),
    "assess": ("assess", "finding"),
    "assess-several": ("assess", "none"),
    "mend": ("mend", "issue"),
    "event-add": ("convene", "none"),
    "event-contacts": ("convene", "event"),
    "event-sheets": ("convene", "event"),
    "event-sheet-drop": ("convene", "event"),
    "event-columns": ("convene", "event"),
    "event-set": ("convene", "event"),
    "event-invite": ("convene", "event"),
    "event-publish": ("convene", "event"),
    "event-ask": ("convene", "event"),
    "event-pair": ("convene", "event"),
    "event-move": ("convene", "event"),
    "event-news": ("convene", "event"),
    "event-printed": ("convene", "event"),
    "event-arrived": ("convene", "event"),
    "event-outcomes-add": ("convene", "event"),
    "event-outcomes-correct": ("convene", "event"),
    "event-consent": ("read", "event"),
    "event-reply": ("read", "event"),
    "standing-make": ("convene", "none"),
    "standing-publish": ("convene", "exchange"),
    "standing-pair": ("convene", "exchange"),
    "standing-item": ("convene", "exchange"),
    "standing-sheets": ("convene", "exchange"),
    "standing-columns": ("convene", "exchange"),
    "standing-sheet-drop": ("convene", "exchange"),
    "standing-from": ("convene", "exchange"),
    "standing-set": ("convene", "exchange"),
    "standing-invite": ("convene", "exchange"),
    "standing-outcomes-add": ("convene", "exchange"),
    "standing-outcomes-correct": ("convene", "exchange"),
    "standing-hand-in": ("enter", "exchange"),
    "standing-keep": ("enter", "exchange"),
    "standing-details": ("enter", "exchange"),
    "standing-consent": ("enter", "exchange"),
    "standing-reply": ("enter", "exchange"),
    "event-window": ("convene", "event"),
    "event-own-keep": ("enter", "event"),
    "event-own-withdraw": ("enter", "event"),
    "event-own-firm-keep": ("enter", "event"),
    "event-own-take": ("enter", "event"),
    "dispatch": ("collect", "none"),
    "upload-returns": ("collect", "period"),
    "refresh-period": ("collect", "period"),
    "void-return": ("collect", "period"),
    "take-back": ("collect", "period"),
    "settle": ("collect", "period"),
    "settle-file": ("collect", "period"),
    "explain": ("collect", "period"),
    "write-paper": ("collect", "period"),
    "issue-notices": ("collect", "period"),
    "notice-step": ("collect", "no notice"),
    "bring-workbook": ("collect", "period"),
    "confirm-workbook": ("collect", "period"),
    "fill-workbook": ("collect", "period"),
    "hand-in": ("answer", "another's period"),
    "add-token": ("token", "none"),
    "close-token": ("token", "another's"),
    "add-firms": ("manage", "none"),
    "add-person": ("manage", "none"),
    "change-person": ("manage", "account"),
}
"""Addresses that do something."""
ANYBODY = {"login", "logout", "password", "set_language"}
LEAKS = ("5000张", "120家", "医养中心", "4100张", "单位不认识", "朱雀市人民医院", "骨科手术机器人", "13900000002")
"""Words of what is not published and names neither the department nor the firm."""


@pytest.fixture
def rows() -> House:
    return house()


def patterns() -> Iterator[URLPattern]:
    def below(found: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
        for each in found:
            if isinstance(each, URLPattern):
                yield each
            elif str(each.pattern) != "api/":  # walked by tests/unit/api
                yield from below(each.url_patterns)

    yield from below(get_resolver().url_patterns)


def test_every_address_stands_in_the_table() -> None:
    named = {str(pattern.name) for pattern in patterns()}

    twins = {f"{name}-json" for name in PAGES} & named
    assert named == {*PAGES, *DEEDS, *ANYBODY, *twins}


def test_every_address_asks_for_the_deed_that_the_table_says() -> None:
    asked = {str(each.name): getattr(each.callback, "deed", None) for each in patterns()}
    table = {**PAGES, **DEEDS}

    assert {name: deed for name, deed in asked.items() if name not in ANYBODY} == {
        name: table[name.removesuffix("-json")][0] for name in asked if name not in ANYBODY
    }


def address(name: str, rows: House, thing: str) -> str:
    secret = rows.secret
    events = [*Folder.objects.filter(kind="event").values_list("pk", flat=True), 1]
    arguments: dict[str, list[object]] = {
        "document": [secret.pk],
        "entry": [rows.entry(secret).pk],
        "mention": [rows.mention(secret).pk],
        "finding": [rows.finding.pk],
        "no picture": [Finding.objects.exclude(kind="verdict")[0].pk],
        "issue": [rows.issue.pk],
        "no page": [secret.pk, 1],
        "judgement": [1],
        "account": [account("visitor").pk],
        "another's": [1],
        "event": [events[0]],
        "event's file": [events[0], "登记.json"],
        "event's list": [events[0], "xlsx"],
        "no firm's event": [events[0]],
        "no firm's agenda": [events[0], "ics"],
        "exchange": [],
        "exchange's file": ["登记.json"],
        "exchange's list": ["xlsx"],
        "exchange's news": ["matches"],
        "no firm's exchange": [],
        "period": [PERIOD],
        "sheet": [PERIOD, f"sheets/{PERIOD}_{OTHERS}.xlsx"],
        "no notice": [PERIOD, "0"],
        "another's sheet": [PERIOD, f"{PERIOD}_{OTHERS}.xlsx"],
        "another's period": ["2020-01"],
        "list": ["csv"] if name == "ledger-export" else [],
        "none": [],
    }
    return reverse(name, args=arguments[thing])


def shown(role: str, deed: str, thing: str) -> int:
    """What the table promises for a thing that is not published and names nobody."""
    if deed not in ROLES[role].deeds:
        return 403
    if thing in ("list", "none"):
        return 200
    return 200 if ROLES[role].scope == "all" and not thing.startswith("no ") else 404


@pytest.mark.parametrize("role", PEOPLE)
def test_pages_answer_as_the_table_says_and_show_nothing_else(role: str, rows: House) -> None:
    period()
    fair()
    bourse()
    client, answers, wanted, leaks = signed_in(role), {}, {}, []
    for name, (deed, thing) in PAGES.items():
        for twin in ("", "-json"):
            if twin and f"{name}-json" not in {str(each.name) for each in patterns()}:
                continue
            response = client.get(address(name + twin, rows, thing), {"q": "护理型床位"} if name == "search" else {})
            answers[name + twin], wanted[name + twin] = response.status_code, shown(role, deed, thing)
            text = b"".join(response) if response.streaming else response.content
            leaks += [(name + twin, word) for word in hidden_from(role) if word in text.decode("utf-8", "replace")]

    assert answers == wanted
    assert leaks == []


def hidden_from(role: str) -> tuple[str, ...]:
    match ROLES[role].scope:
        case "all":
            return ()
        case "own":
            return (SECRET, *LEAKS)
        case "named":
            return (OWN, *LEAKS)
        case "published":
            return (SECRET, OWN, *LEAKS)


@pytest.mark.parametrize("role", PEOPLE)
def test_deeds_are_refused_as_the_table_says_and_leave_no_trace(role: str, rows: House) -> None:
    period()
    fair()
    bourse()
    client, answers, wanted = signed_in(role), {}, {}
    before = state()
    for name, (deed, thing) in DEEDS.items():
        allowed = deed in ROLES[role].deeds
        if allowed and (ROLES[role].scope == "all" or thing == "none"):
            continue
        answers[name] = client.post(address(name, rows, thing), {"decision": "accept", "state": "solved"}).status_code
        wanted[name] = 404 if allowed else 403

    assert answers == wanted
    assert state() == before


def state() -> dict[str, int]:
    tables = (Verdict, Resolution, Judgement, LogEntry, SavedView, Token, Account, Filed, Job, Amendment)
    return {model.__name__: model._default_manager.count() for model in tables}


def test_a_published_document_is_read_by_all_and_judged_by_the_office_only(rows: House) -> None:
    entry = rows.entry(rows.open)
    read = {role: signed_in(role).get(reverse("claim", args=[entry.pk])).status_code for role in PEOPLE}
    judged = {
        role: signed_in(role).post(reverse("decide", args=[entry.pk]), {"decision": "nothing"}).status_code
        for role in PEOPLE
    }

    assert read == dict.fromkeys(PEOPLE, 200)
    assert judged == {
        **dict.fromkeys(PEOPLE, 403),
        "administrator": 302,
        "clerk": 302,
        "organiser": 404,
    }


def test_an_organiser_judges_what_they_handed_in(rows: House) -> None:
    entry = rows.entry(rows.handed)

    response = signed_in("organiser").post(reverse("decide", args=[entry.pk]), {"decision": "accept"})

    assert response.status_code == 302
    assert Entry.objects.get(pk=entry.pk).state == "accepted"


def test_an_organiser_says_what_their_own_document_is_and_no_others(rows: House) -> None:
    client = signed_in("organiser")

    answers = {
        document: client.post(reverse("amend", args=[document.pk]), {"issued": "2025-03-01"}).status_code
        for document in (rows.handed, rows.open)
    }

    assert answers == {rows.handed: 302, rows.open: 404}
    assert list(Amendment.objects.values_list("snapshot", "by__username")) == [(rows.handed.snapshot_id, "organiser")]


def test_who_said_what_a_document_is_is_the_offices_business(rows: House) -> None:
    signed_in("clerk").post(reverse("amend", args=[rows.open.pk]), {"issued": "2025-03-01"})

    names = {
        role: signed_in(role).get(f"/library/{rows.open.pk}.json").json()["amendments"][0]["by"] for role in PEOPLE
    }

    assert names == {
        **dict.fromkeys(PEOPLE, ""),
        **dict.fromkeys(("administrator", "clerk", "analyst", "organiser"), "clerk"),
    }


def test_a_department_sees_its_own_task_and_not_the_plan_around_it(rows: House) -> None:
    client = signed_in("department")
    mine = seen(account("department"), Entry.objects.filter(document=rows.secret))

    assert [entry.owner for entry in mine] == [OWED]
    assert client.get(reverse("claim", args=[mine[0].pk])).status_code == 200
    assert client.get(reverse("document", args=[rows.secret.pk])).status_code == 404


def test_a_firm_sees_the_agreement_that_names_it(rows: House) -> None:
    mine = seen(account("firm"), Entry.objects.filter(document=rows.secret))

    assert "agreement" in {entry.kind for entry in mine}
    assert [entry.what for entry in mine if "玄武制药" not in entry.payload["quote"]] == []


@pytest.mark.parametrize("name", [*PAGES, *DEEDS])
def test_an_outsider_is_sent_to_the_door_everywhere(name: str, rows: House) -> None:
    thing = {**PAGES, **DEEDS}[name][1]

    response = Client().get(address(name, rows, thing))

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/login/")


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ("jobs", "original", "ledger-export")])
def test_an_outsiders_program_is_told_to_sign_in(name: str, rows: House) -> None:
    if f"{name}-json" not in {str(each.name) for each in patterns()}:
        return
    response = Client().get(address(f"{name}-json", rows, PAGES[name][1]))

    assert (response.status_code, SECRET in response.content.decode()) == (401, False)


def test_a_closed_account_is_nobody(rows: House) -> None:
    client = signed_in("clerk")
    Account.objects.filter(username="clerk").update(is_active=False)

    assert client.get(reverse("ledger")).status_code == 302


def test_whoever_holds_a_one_time_password_gets_no_further_than_changing_it() -> None:
    client = signed_in("clerk")
    Account.objects.filter(username="clerk").update(new_password_due=True)

    answers = [client.get(reverse(name)).headers["Location"] for name in ("overview", "ledger", "library")]

    assert answers == [reverse("password") + query for query in ("", "?next=%2Fledger%2F", "?next=%2Flibrary%2F")]
    assert client.get("/ledger.json").status_code == 403


def test_another_persons_view_and_key_cannot_be_touched() -> None:
    view = SavedView.objects.create(account=account("clerk"), page="ledger", name="我的", query={})
    token, _ = make_token(account("clerk"), "同步", ["read"], at=view.account.date_joined)
    other = signed_in("administrator")

    dropped = other.post(reverse("view-drop", args=[view.pk])).status_code
    closed = other.post(reverse("close-token", args=[token.pk])).status_code

    assert (dropped, closed) == (404, 404)
    assert SavedView.objects.filter(pk=view.pk).exists()
    assert Token.objects.get(pk=token.pk).revoked is None


def test_findings_are_for_those_who_see_what_they_quote(rows: House) -> None:
    assert {role: seen(account(role), Finding.objects.all()).exists() for role in PEOPLE} == {
        role: ROLES[role].scope == "all" for role in PEOPLE
    }


def test_every_role_may_read() -> None:
    assert [role for role in ROLES.values() if not may(role, "read")] == []


def addresses_table() -> str:
    """The second table of docs/roles.md: each address with the deed that it takes."""
    rows = {str(each.pattern): getattr(each.callback, "deed", None) for each in patterns()}
    lines = [f"| `/{route}` | {DEED_WORDS[deed] if deed else '—'} |" for route, deed in sorted(rows.items())]
    return "\n".join(["| 地址 | 需要 |", "| --- | --- |", *lines])


@pytest.mark.parametrize("table", [roles_table, addresses_table])
def test_the_page_of_roles_says_what_the_program_does(table: Callable[[], str]) -> None:
    assert table() in (HOUSE_FOLDER / "docs/roles.md").read_text("utf-8")
