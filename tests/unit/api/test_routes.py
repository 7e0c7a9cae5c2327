"""The interface for programs: who gets in, what each key sees, and that its description tells the truth."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.unit.web.people import OWN, PEOPLE, SECRET, House, account, house

from yuheng.api.routes import api
from yuheng.app.roles import ROLES
from yuheng.app.tokens import make_token, revoke
from yuheng.ledger.models import Entry, Token, Verdict

pytestmark = pytest.mark.django_db

ROUTES = {
    ("GET", "/api/documents"): "list",
    ("GET", "/api/documents/{number}"): "document",
    ("POST", "/api/documents"): "upload",
    ("GET", "/api/jobs/{number}"): "job",
    ("GET", "/api/claims"): "list",
    ("GET", "/api/claims/{number}"): "claim",
    ("POST", "/api/claims/{number}/verdicts"): "verdict",
    ("GET", "/api/findings"): "list",
    ("GET", "/api/findings/{number}"): "finding",
    ("GET", "/api/search"): "search",
}
"""Every route of the interface, and what it is about."""


@pytest.fixture
def rows() -> House:
    return house()


def key(role: str, *scopes: str) -> str:
    """A key of one who may have none is put into the table by hand: it must not open anything either."""
    if "token" in ROLES[role].deeds:
        return make_token(account(role), "试验", list(scopes or ("read", "write")), at=timezone.now())[1]
    secret = f"yh_{role}"
    digest = hashlib.sha256(secret.encode()).hexdigest()
    Token.objects.create(
        account=account(role), name="x", digest=digest, scopes=["read", "write"], created=timezone.now()
    )
    return secret


def program(secret: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {secret}"})


def call(client: Client, method: str, path: str, rows: House, thing: str) -> Any:
    number = {
        "document": rows.secret.pk,
        "claim": rows.entry(rows.secret).pk,
        "verdict": rows.entry(rows.secret).pk,
        "finding": rows.finding.pk,
        "job": str(rows.secret.jobs.get().pk),
    }.get(thing, "")
    at = path.replace("{number}", str(number))
    match thing:
        case "upload":
            return client.post(at, {"file": SimpleUploadedFile("a.txt", b"a")})
        case "verdict":
            return client.post(at, {"decision": "accept"}, content_type="application/json")
        case "search":
            return client.get(at, {"q": SECRET})
        case _:
            return client.get(at)


def described() -> dict[tuple[str, str], Any]:
    paths = api.get_openapi_schema()["paths"]
    return {(method.upper(), path): each for path, methods in paths.items() for method, each in methods.items()}


def test_every_route_stands_in_the_table() -> None:
    assert set(described()) == set(ROUTES)


@pytest.mark.parametrize("role", PEOPLE)
def test_a_key_opens_what_its_account_may(role: str, rows: House) -> None:
    client, answers, wanted = program(key(role)), {}, {}
    for (method, path), thing in ROUTES.items():
        response = call(client, method, path, rows, thing)
        answers[method, path], wanted[method, path] = response.status_code, expected(role, thing)
        assert (SECRET in json.dumps(response.json(), ensure_ascii=False)) <= (ROLES[role].scope == "all")

    assert answers == wanted


def expected(role: str, thing: str) -> int:
    held = ROLES[role]
    if "token" not in held.deeds:
        return 401
    match thing:
        case "list" | "search":
            return 200
        case "upload":
            return 202 if "upload" in held.deeds else 403
        case "verdict":
            return 403 if "decide" not in held.deeds else 201 if held.scope == "all" else 404
        case _:
            return 200 if held.scope == "all" else 404


def test_without_a_key_every_route_says_401(rows: House) -> None:
    answers = {call(Client(), method, path, rows, thing).status_code for (method, path), thing in ROUTES.items()}

    assert answers == {401}


def test_a_key_to_read_does_not_write(rows: House) -> None:
    client = program(key("clerk", "read"))

    answers = [call(client, m, p, rows, thing).status_code for (m, p), thing in ROUTES.items() if m == "POST"]

    assert answers == [403, 403]
    assert Verdict.objects.count() == 0


def test_a_revoked_key_and_one_of_a_closed_account_open_nothing(rows: House) -> None:
    token, secret = make_token(account("clerk"), "旧", ["read"], at=timezone.now())
    closed = key("analyst")
    account("analyst").__class__.objects.filter(username="analyst").update(is_active=False)
    revoke(token, by=account("clerk"), at=timezone.now())

    assert [program(each).get("/api/claims").status_code for each in (secret, closed)] == [401, 401]


def test_the_key_itself_is_stored_nowhere() -> None:
    token, secret = make_token(account("clerk"), "同步", ["read"], at=timezone.now())

    assert secret not in json.dumps([str(value) for value in token.__dict__.values()])
    assert token.digest == hashlib.sha256(secret.encode()).hexdigest()


def test_every_claim_carries_document_heading_and_quote(rows: House) -> None:
    found = program(key("analyst")).get("/api/claims", {"kind": "target"}).json()["rows"]

    assert found
    assert [row for row in found if not (row["title"] and row["quote"] and row["words"] in row["quote"])] == []
    assert all(isinstance(row["heading"], list) for row in found)


def test_an_organiser_is_shown_published_things_and_their_own(rows: House) -> None:
    found = program(key("organiser")).get("/api/documents").json()["rows"]

    assert sorted(row["id"] for row in found) == sorted([rows.open.pk, rows.handed.pk])
    assert any(OWN in row["title"] for row in found)


def test_a_program_corrects_as_a_person_does(rows: House) -> None:
    entry = rows.entry(rows.secret, "target")
    body = {"decision": "correct", "correction": {"value": "5100"}, "note": "核对原文"}

    answer = program(key("clerk")).post(f"/api/claims/{entry.pk}/verdicts", body, content_type="application/json")

    assert (answer.status_code, answer.json()["machine"]["value"], answer.json()["now"]["value"]) == (
        201,
        "5000",
        "5100",
    )
    assert Entry.objects.get(pk=entry.pk).state == "corrected"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/claims?kind=none", 400),
        ("/api/claims?page=0", 422),
        ("/api/claims?due=soon", 400),
        ("/api/claims?document=x", 400),
        ("/api/claims/0", 422),
        ("/api/claims/99999999", 404),
        ("/api/documents?year=20", 400),
        ("/api/findings?group=x", 400),
        ("/api/findings?sort=x", 400),
        ("/api/findings?document=x", 400),
        ("/api/claims?since=soon", 400),
        ("/api/search?q=a&kind=x", 400),
        ("/api/jobs/00000000-0000-0000-0000-000000000000", 404),
        ("/api/jobs/none", 422),
        ("/api/nothing", 404),
    ],
)
def test_a_wrong_question_is_answered_as_described(path: str, status: int) -> None:
    answer = program(key("clerk")).get(path)

    assert (answer.status_code, set(answer.json())) == (status, {"error"})


def test_a_refusal_is_in_the_language_that_the_program_accepts() -> None:
    client = program(key("clerk"))

    said = [client.get("/api/claims?since=soon", headers={"accept-language": one}).json() for one in ("zh", "en", "fr")]

    assert said == [
        {"error": "日期“soon”不是 年-月-日。"},
        {"error": "The date “soon” is not year-month-day."},
        {"error": "日期“soon”不是 年-月-日。"},
    ]


def test_a_body_that_is_no_json_is_refused_in_json(rows: House) -> None:
    at = f"/api/claims/{rows.entry(rows.secret).pk}/verdicts"

    answer = program(key("clerk")).post(at, b"\x00", content_type="application/json")

    assert (answer.status_code, set(answer.json())) == (400, {"error"})


def test_every_route_describes_its_refusals() -> None:
    assert [
        at
        for at, each in described().items()
        if not {"400", "401", "403", "404", "422"} <= set(map(str, each["responses"]))
    ] == []


def test_an_export_to_another_machine_carries_no_key_that_opens_anything() -> None:
    from yuheng.ledger.copying import rows_of

    key("clerk")

    assert list(rows_of(Token, secrets=False)) == []
    assert len(list(rows_of(Token))) == 1
