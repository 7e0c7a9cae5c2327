"""A read-only MCP server over the ledger: search, claims, comparison, audit; for language models beside it.

Started as `yuheng-mcp` with YUHENG_KEY set to a key that may read (the page 程序令牌 makes one); it sees what the key's
account sees. Nothing here writes, and every claim, hit and passage in an answer carries its document, heading and
quote, so that a model which cites cannot cite what does not stand there.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from mcp.server import MCPServer

    from yuheng.ledger.models import Account, Entry

Answer = dict[str, Any]
Result = TypeVar("Result")
_MOST: Final = 20
_SHOWN: Final = ("claim", "kind", "what", "subject", "amount", "period", "owners", "state", "title", "heading", "quote")
INSTRUCTIONS: Final = (
    "The ledger of a region's plans, policies and news. Cite the document, heading and quote that each answer carries; "
    "what the ledger does not say is unknown, not zero. Numbers of findings come with their arithmetic in `parts`."
)


def search_words(account: Account, words: str, *, limit: int = 10) -> Answer:
    """Passages and claims in which the words stand, best first."""
    from yuheng.app.finding_words import found

    rows, total = found(account, words[:200])
    shown = [
        {
            "kind": row["kind"],
            "claim": row.get("claim"),
            "title": row.get("title", ""),
            "heading": row.get("heading", []),
            "quote": row.get("quote", "") or "".join(piece["text"] for piece in row["pieces"]),
        }
        for row in rows
        if row["kind"] != "party"
    ]
    return {"total": total, "hits": shown[: max(1, min(limit, _MOST))]}


def claim_whole(account: Account, number: int) -> Answer:
    """One claim by its number: what it says now, what the machine read, and the verdicts on it.

    Raises:
        Misuse: there is none that this key sees.
    """
    from yuheng.app.reviewing import history_of
    from yuheng.app.rows import verdict_row
    from yuheng.ledger.slots import statement_of

    entry = _entry(account, number)
    verdicts = [verdict_row(verdict) for verdict in history_of(entry.claim)]
    said = {
        key: each for key in ("now", "machine") for each in [entry.payload if key == "now" else entry.claim.payload]
    }
    return {
        **_shown(entry),
        **{key: statement_of(payload) for key, payload in said.items()},
        "verdicts": [{key: row[key] for key in ("decision", "at", "note")} for row in verdicts],
    }


def compared(account: Account, first: int, second: int) -> Answer:
    """Two claims side by side, where they differ, and the findings that rest on both.

    Raises:
        Misuse: one of them is none that this key sees.
    """
    from yuheng.app.access import seen
    from yuheng.app.rows import finding_row
    from yuheng.ledger.models import Finding

    one, other = _entry(account, first), _entry(account, second)
    findings = seen(account, Finding.objects.filter(live=True, cited__claim_id=one.claim.claim_id))
    findings = findings.filter(pk__in=Finding.objects.filter(cited__claim_id=other.claim.claim_id).values("pk"))
    differ = [
        key
        for key in ("kind", "indicator", "subject", "unit", "period", "measure", "op")
        if getattr(one, key) != getattr(other, key)
    ]
    return {
        "claims": [_shown(one), _shown(other)],
        "differ_in": differ,
        "findings": [finding_row(row) for row in findings.distinct().order_by("order")[:_MOST]],
    }


def audited(account: Account, *, group: str = "", page: int = 1) -> Answer:
    """Findings of the audit with their arithmetic and the passages that they rest on.

    Raises:
        Misuse: an unknown group.
    """
    from yuheng.app import conclusions
    from yuheng.app.access import seen
    from yuheng.ledger.models import Finding

    found = conclusions.findings(account, conclusions.Wanted(group=group, whole=True), page=page)
    rows = seen(account, Finding.objects.filter(pk__in=[row["id"] for row in found.rows[:_MOST]]))
    passages = {row.pk: conclusions.passages(account, row) for row in rows}
    return {
        "total": found.count,
        "findings": [
            {**row, "passages": [{key: each[key] for key in _SHOWN} for each in passages[row["id"]]]}
            for row in found.rows[:_MOST]
        ],
    }


def answered(question: Callable[[], Result], language: str) -> Result:
    """Answer a question; what cannot be answered says why in a language of the site's.

    Raises:
        Misuse: as the question raises it, in these words.
    """
    from django.utils.translation import override

    from yuheng.app.sentences import translated
    from yuheng.errors import Misuse

    with override(language):
        try:
            return question()
        except Misuse as error:
            raise Misuse(translated(str(error))) from error


def server_for(key: Callable[[], Account], *, language: str = "zh-hans") -> MCPServer:
    """The server.

    Args:
        key: gives the account for each call, so that a revoked key stops at once.
        language: in which it says what it cannot do: "zh-hans" or "en".
    """
    from asgiref.sync import sync_to_async
    from mcp.server import MCPServer
    from mcp.types import ToolAnnotations

    server = MCPServer("yuheng", instructions=INSTRUCTIONS)
    reads = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

    async def ask(question: Callable[[], Result]) -> Result:
        return await sync_to_async(lambda: answered(question, language), thread_sensitive=True)()

    @server.tool(name="search", annotations=reads)
    async def search(words: str, limit: int = 10) -> Answer:
        """Search the ledger's documents and claims; each hit has its document, heading and quote."""
        return await ask(lambda: search_words(key(), words, limit=limit))

    @server.tool(name="get_claim", annotations=reads)
    async def get_claim(number: int) -> Answer:
        """Get one claim by the number that search gives, with its words, what was read and what people decided."""
        return await ask(lambda: claim_whole(key(), number))

    @server.tool(name="compare", annotations=reads)
    async def compare(first: int, second: int) -> Answer:
        """Compare two claims by their numbers: both quotes, where they differ, the findings that rest on both."""
        return await ask(lambda: compared(key(), first, second))

    @server.tool(name="audit", annotations=reads)
    async def audit(group: str = "", page: int = 1) -> Answer:
        """Get audit findings (groups 沿革 核算 进度 关联 缺项 数列, or all) with arithmetic and passages."""
        return await ask(lambda: audited(key(), group=group, page=page))

    return server


def _entry(account: Account, number: int) -> Entry:
    from yuheng.app.access import seen
    from yuheng.errors import Misuse
    from yuheng.ledger.models import Entry

    entry = seen(account, Entry.objects.filter(pk=number)).select_related("claim", "document").first()
    if entry is None:
        raise Misuse(f"没有 {number} 号断言。", hint="编号来自 search 的 claim。")
    return entry


def _shown(entry: Entry) -> Answer:
    from yuheng.app.rows import entry_row

    row = entry_row(entry)
    return {"number": entry.pk, **{key: row[key] for key in _SHOWN}}


def account_of(secret: str) -> Account:
    """The account behind a key that may read.

    Raises:
        Misuse: no such key, or it was revoked.
    """
    from django.utils import timezone

    from yuheng.app.tokens import token_for
    from yuheng.errors import Misuse

    token = token_for(secret, at=timezone.now())
    if token is None or "read" not in token.scopes:
        raise Misuse("YUHENG_KEY 不是可以查阅的令牌。", hint="在网站的“程序令牌”页新建一个，范围选“查阅”。")
    return token.account


def main() -> None:
    """Serve on standard input and output until it closes, in YUHENG_LANG; 2 where the key opens nothing."""
    import django

    from yuheng.errors import Misuse

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuheng.web.settings")
    django.setup()
    from django.utils.translation import override

    from yuheng.app.sentences import translated

    language = "en" if os.environ.get("YUHENG_LANG", "zh") == "en" else "zh-hans"
    secret = os.environ.get("YUHENG_KEY", "")
    try:
        account_of(secret)
        server = server_for(lambda: account_of(secret), language=language)
    except Misuse as error:
        with override(language):
            print(translated(str(error)), file=sys.stderr)
        sys.exit(2)
    except ImportError:
        print('请安装：pip install "yuheng[server,mcp]"。', file=sys.stderr)
        sys.exit(2)
    server.run()


if __name__ == "__main__":
    main()
