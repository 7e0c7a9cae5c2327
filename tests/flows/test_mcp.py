"""The MCP server as a client starts it: a process, asked over its standard input, by a key of the ledger."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.flows.ledgers import Ledger, new_ledger, said

PLAN = "岚江市康养产业规划\n\n一、发展目标\n\n到2025年，全市护理型床位不低于5000张，康养企业达到120家。\n"
MAKE_KEY = (
    "import django; django.setup()\n"
    "from django.utils import timezone\n"
    "from yuheng.app.tokens import make_token\n"
    "from yuheng.ledger.models import Account\n"
    "analyst = Account.objects.create_user('analyst', role='analyst')\n"
    "print(make_token(analyst, '模型', ['read'], at=timezone.now())[1])\n"
)
SENTENCE = "到2025年，全市护理型床位不低于5000张，康养企业达到120家。"
STANDS = {"title": "岚江市康养产业规划", "heading": ["一、发展目标"], "quote": SENTENCE}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    folder = tmp_path_factory.mktemp("ledger")
    (folder / "规划.txt").write_text(PLAN, encoding="utf-8")
    made = new_ledger(folder / "data")
    made.hand_in(folder / "规划.txt")
    made.yuheng("worker", "--once")
    return made


async def conversation(ledger: Ledger, key: str, errors: Path) -> dict[str, Any]:
    """What a client hears that lists the tools and uses each of them, every number taken from an answer."""
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    environment = ledger.environment() | {"YUHENG_KEY": key}
    server = StdioServerParameters(command=sys.executable, args=["-m", "yuheng.api.mcp"], env=environment)
    with errors.open("w", encoding="utf-8") as log:
        async with stdio_client(server, errlog=log) as (hear, say), ClientSession(hear, say) as session:
            await session.initialize()

            async def ask(tool: str, **given: Any) -> Any:
                answer = await session.call_tool(tool, given)
                assert not answer.is_error, answer
                return answer.structured_content

            tools = sorted(tool.name for tool in (await session.list_tools()).tools)
            found = await ask("search", words="护理型床位")
            first, second = ledger.ask("list(Entry.objects.order_by('start').values_list('pk', flat=True))")
            return {
                "tools": tools,
                "search": found,
                "get_claim": await ask("get_claim", number=first),
                "compare": await ask("compare", first=first, second=second),
                "audit": await ask("audit", group="缺项"),
            }


def test_a_client_is_given_document_heading_and_quote_by_every_tool(ledger: Ledger, tmp_path: Path) -> None:
    key = said(ledger.run("-c", MAKE_KEY))[-1]

    heard = asyncio.run(conversation(ledger, key, tmp_path / "errors.txt"))

    answers = {
        "search": heard["search"]["hits"],
        "get_claim": [heard["get_claim"]],
        "compare": heard["compare"]["claims"],
        "audit": [passage for finding in heard["audit"]["findings"] for passage in finding["passages"]],
    }
    assert heard["tools"] == sorted(answers)
    assert {hit["kind"] for hit in answers["search"]} == {"passage", "claim"}
    for tool, rows in answers.items():
        assert rows, tool
        assert {json.dumps({key: row[key] for key in STANDS}, ensure_ascii=False) for row in rows} == {
            json.dumps(STANDS, ensure_ascii=False)
        }, tool


def test_without_a_key_the_server_says_where_to_get_one_and_ends(ledger: Ledger) -> None:
    done = ledger.run("-m", "yuheng.api.mcp", check=False)

    assert done.returncode == 2
    assert "在网站的“程序令牌”页新建一个" in done.stderr
