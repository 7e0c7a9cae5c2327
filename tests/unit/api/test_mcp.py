"""The MCP server: what models are told, with whose eyes, and that nothing in it writes."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.unit.web.people import SECRET, account, house

from yuheng.api.mcp import account_of, answered, audited, claim_whole, compared, server_for
from yuheng.app.tokens import make_token, revoke
from yuheng.errors import Misuse
from yuheng.ledger.models import Entry

pytestmark = pytest.mark.django_db


def test_a_claim_comes_with_document_heading_quote_and_both_readings() -> None:
    rows = house()
    entry = rows.entry(rows.secret, "target")

    answer = claim_whole(account("analyst"), entry.pk)

    assert (answer["title"], answer["heading"]) == (f"{SECRET}市康养产业规划", ["一、发展目标"])
    assert "5000张" in answer["quote"]
    assert answer["now"] == answer["machine"]


def test_a_comparison_says_where_two_claims_differ() -> None:
    rows = house()
    first = rows.entry(rows.secret, "target")
    second = Entry.objects.get(kind="actual", low=4100)

    answer = compared(account("clerk"), first.pk, second.pk)

    assert [claim["amount"] for claim in answer["claims"]] == ["≥ 5000张", "4100张"]
    assert {"kind", "period", "op"} <= set(answer["differ_in"])
    assert "unit" not in answer["differ_in"]


def test_the_audit_cites_every_passage() -> None:
    house()

    findings = audited(account("clerk"))["findings"]

    passages = [passage for finding in findings for passage in finding["passages"]]
    assert passages
    assert [each for each in passages if not (each["title"] and each["quote"])] == []


def test_an_organisers_model_sees_with_the_organisers_eyes() -> None:
    rows = house()

    with pytest.raises(Misuse):
        claim_whole(account("organiser"), rows.entry(rows.secret).pk)
    assert audited(account("organiser")) == {"total": 0, "findings": []}


def test_what_a_model_asks_in_vain_is_said_in_the_language_of_the_server() -> None:
    clerk, said = account("clerk"), []

    for language in ("zh-hans", "en"):
        with pytest.raises(Misuse) as refused:
            answered(lambda: claim_whole(clerk, 404404), language)
        said.append(str(refused.value))

    assert said == [
        "没有 404404 号断言。 编号来自 search 的 claim。",
        "There is no claim 404404. Its number comes from search, as claim.",
    ]
    assert answered(lambda: audited(clerk), "en") == audited(clerk)


def test_a_revoked_key_stops_at_once() -> None:
    token, secret = make_token(account("clerk"), "模型", ["read"], at=timezone.now())
    assert account_of(secret) == account("clerk")

    revoke(token, by=account("clerk"), at=timezone.now())

    with pytest.raises(Misuse):
        account_of(secret)


def test_there_are_four_tools_and_each_says_that_it_only_reads() -> None:
    import asyncio

    tools = asyncio.run(server_for(lambda: account("clerk")).list_tools())

    assert {tool.name: bool(tool.annotations and tool.annotations.read_only_hint) for tool in tools} == {
        "search": True,
        "get_claim": True,
        "compare": True,
        "audit": True,
    }
