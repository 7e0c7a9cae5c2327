"""The workbench under load: every page as each role gets it, the first look after a verdict, and search.

`make bench-ledger` makes a ledger of 100,000 claims and 1,000,000 passages on SQLite and on PostgreSQL, asks for every
address of `web/urls.py` that shows something, through all of Django's middleware, and for what programs ask, and prints
both engines side by side.
The numbers that count are the 95th percentiles: 200 ms for a page, 50 ms for a search. "first" is the same page asked
right after somebody decided on a claim, when nothing that was counted before holds any more.

    python bench/ledger_bench.py                 both engines, side by side
    python bench/ledger_bench.py --here          the engine of DATABASE_URL alone
    YUHENG_BENCH_CLAIMS=10000 YUHENG_BENCH_PASSAGES=100000 …        a smaller ledger
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from made_folders import addresses, fill_folders
from made_ledger import CLAIMS, OWNERS, PASSAGES, PEOPLE, THINGS, WORDS, fill

HOUSE = Path(__file__).resolve().parents[1]
ROUNDS = FIRSTS = int(os.environ.get("YUHENG_BENCH_ROUNDS", "20"))
PAGE, SEARCH, NEWS = 200, 50, 3000
"""Milliseconds that the 95th percentile must not pass: of a page, of a search, and from news of an event's day to the
board that shows the new plan."""
OFFICE = {"finding"}
"""Addresses of things that only those see who see everything."""
OWN = {"event-mine": "firm"}
"""Addresses that are one role's own."""
ENGINES = {"SQLite": [], "PostgreSQL": ["scripts/postgres.sh"]}
LEDGER: dict[str, dict[str, str]] = {
    "": {},
    " by amount": {"sort": "-amount"},
    " by what": {"sort": "what"},
    " by due day": {"sort": "due"},
    " targets by amount": {"kind": "target", "sort": "-amount"},
    " open": {"state": "open"},
    " of an owner": {"owner": OWNERS[2]},
    " grouped by owner": {"group": "owner"},
    " grouped by chapter": {"group": "chapter"},
    " grouped by indicator": {"group": "indicator", "kind": "target"},
    " of a sector": {"sector": "医"},
    " due by a day": {"due": "2026-01-01", "sort": "due"},
    " without owner": {"missing": "owner"},
    " with a word": {"q": THINGS[3]},
    " last page": {"page": "100000"},
}
"""What the ledger's table is asked for, under a word that tells several from each other."""
ROUTES: dict[str, dict[str, str]] = {
    "documents": {},
    "claims": {"page": "1000"},
    "claims of an owner": {"owner": OWNERS[2], "sort": "-amount"},
    "claims with a word": {"q": THINGS[3]},
    "findings": {"page": "50"},
    "findings of a group": {"group": "进度", "state": "open"},
    "search": {"q": "岚江 医药工业 产值"},
}
"""What programs ask the interface for, under a word that tells several from each other."""
KEYS = ("clerk", "organiser")
"""Whose keys programs carry: one that sees everything, and one that sees a part."""
Times = dict[str, list[float]]


def main() -> None:
    """Time one engine, or each in a process of its own, and print them side by side; 1 where a bar is passed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--here", action="store_true", help="this engine alone")
    parser.add_argument("--data", type=Path, help="keep the ledger in this folder, or time the one that is there")
    parser.add_argument("--only", default="", help="only lines that hold this word")
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.here or given.write:
        with tempfile.TemporaryDirectory(prefix="yuheng-bench-") as passing:
            times = _timed(given.data or Path(passing), given.only)
        if given.write:
            given.write.write_text(json.dumps(times), "utf-8")
            return
        sys.exit(_printed({"here": times}))
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores;", end=" ")
    print(f"{CLAIMS:,} claims, {PASSAGES:,} passages")
    print(f"milliseconds, p50 / p95 of {ROUNDS}; first: each right after a verdict\n")
    sys.exit(_printed({name: _apart(command, given.only) for name, command in ENGINES.items()}))


def _apart(command: list[str], only: str) -> Times:
    """One engine's times, measured in a process of its own; nothing where the engine is not to be had."""
    with tempfile.TemporaryDirectory(prefix="yuheng-bench-") as folder:
        written = Path(folder) / "times.json"
        here = [sys.executable, __file__, "--only", only, "--write", str(written)]
        subprocess.run([*command, *here], cwd=HOUSE, check=True)  # noqa: S603  # our own
        return json.loads(written.read_text("utf-8")) if written.exists() else {}


def _timed(data: Path, only: str) -> Times:
    data.mkdir(parents=True, exist_ok=True)
    os.environ.update(YUHENG_DATA=str(data), DJANGO_SETTINGS_MODULE="yuheng.web.settings", YUHENG_HOSTS="testserver")
    import django
    from django.core.management import call_command

    django.setup()
    from django.db import connection

    from yuheng.app.opening import settle
    from yuheng.app.searching import follow
    from yuheng.ledger.models import Document

    call_command("migrate", verbosity=0)
    if not Document.objects.exists():
        begun = time.perf_counter()
        fill()
        filled = time.perf_counter()
        rows = follow()
        print(f"{connection.vendor}: filled in {filled - begun:.0f} s,", end=" ", file=sys.stderr)
        print(f"{rows} rows indexed in {time.perf_counter() - filled:.0f} s,", end=" ", file=sys.stderr)
        begun = time.perf_counter()
        fill_folders()
        print(f"an event and a period made in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "PRAGMA optimize=0x10002")
    settle()
    asks = {name: ask for name, ask in (*_pages(), *_routes(), *_answers(), *_searches(), *_news()) if only in name}
    times = {name: [_once(ask) for _ in range(ROUNDS)] for name, ask in asks.items()}
    return times | {
        f"first {name}": _firsts(ask) for name, ask in asks.items() if not name.startswith(("search", "news"))
    }


def _once(ask: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    ask()
    return (time.perf_counter() - begun) * 1000


def _firsts(ask: Callable[[], Any]) -> list[float]:
    """The page right after a verdict, some times over."""
    taken = []
    for _ in range(FIRSTS):
        _decide()
        taken.append(_once(ask))
    return taken


def _decide() -> None:
    """A person rejects a target, or takes that back: the ledger is another one."""
    from django.utils import timezone

    from yuheng.app.reviewing import decide
    from yuheng.ledger.models import Account, Decision, Entry

    entry = Entry.objects.filter(kind="target").order_by("-pk")[0]
    decision = Decision.WITHDRAW if entry.state == "rejected" else Decision.REJECT
    decide(entry.claim, decision, by=Account.objects.get(username="clerk"), at=timezone.now())


def _pages() -> Iterator[tuple[str, Callable[[], Any]]]:
    """Every page for every role that may open it; a page is what has a JSON twin, or is named in `_asked`."""
    from django.test import Client
    from django.urls import URLPattern, reverse

    from yuheng.app.roles import may, role_of
    from yuheng.ledger.models import Account
    from yuheng.web.urls import urlpatterns

    asked = _asked()
    named = {pattern.name or "": pattern for pattern in urlpatterns if isinstance(pattern, URLPattern)}
    twins = {name for name in named if f"{name}-json" in named}
    for name in sorted(twins - asked.keys()):
        if not named[name].pattern.converters:
            asked[name] = {"": ([], {})}
        else:
            print(f"not timed, for the bench makes nothing to show there: /{named[name].pattern}", file=sys.stderr)
    for role in PEOPLE:
        client = Client()
        client.force_login(Account.objects.get(username=role), backend="django.contrib.auth.backends.ModelBackend")
        for name in (name for name in named if name in asked):
            office = name in OFFICE and role_of(role).scope != "all"
            if office or OWN.get(name, role) != role or not may(role_of(role), named[name].callback.deed):  # type: ignore[attr-defined]
                continue
            for more, (arguments, query) in asked[name].items():
                address = reverse(name, args=arguments)
                yield f"{address.rstrip('/') or '/'}{more} {role}", lambda c=client, a=address, q=query: _get(c, a, q)


def _get(client: Any, address: str, query: Mapping[str, str]) -> None:
    answer = client.get(address, query)
    if answer.status_code != 200:
        raise SystemExit(f"{address} {query} answered {answer.status_code}")


def _asked() -> dict[str, dict[str, tuple[list[Any], dict[str, str]]]]:
    """What is asked of each address: arguments and query, under a word that tells several from each other.

    Single pages show what every role sees: a published document with its claims.
    """
    from yuheng.ledger.models import Document, Entry, Finding, Mention

    document = Document.objects.filter(published=True, live=True).order_by("pk")[0]
    entry = Entry.objects.filter(document=document, kind="target").order_by("start")[0]
    mention = Mention.objects.filter(document=document, naming__isnull=False).order_by("pk")[0]
    finding = Finding.objects.filter(kind="verdict", live=True).order_by("pk")[0]
    usual: tuple[list[Any], dict[str, str]] = ([], {})

    def of(number: int) -> tuple[list[Any], dict[str, str]]:
        return ([number], {})

    return {
        **{name: {"": asked} for name, asked in addresses().items()},
        "overview": {"": usual},
        "library": {"": usual, " of a place": ([], {"region": "重庆市", "order": "issued"})},
        "jobs": {"": usual},
        "document": {"": of(document.pk)},
        "ledger": {more: ([], query) for more, query in LEDGER.items()},
        "claim": {"": of(entry.pk)},
        "claim-card": {"": of(entry.pk)},
        "review": {"": usual, " of a kind": ([], {"kind": "task"})},
        "rules": {"": usual},
        "parties": {"": usual, " with a word": ([], {"q": "药业", "kind": "firm"})},
        "proposals": {"": usual},
        "joining": {"": usual},
        "party": {"": of(mention.pk)},
        "findings": {"": usual, " of a group": ([], {"group": "进度", "state": "open"})},
        "finding": {"": of(finding.pk)},
        "issues": {"": usual, " every": ([], {"state": "all"})},
        "search": {" three words": ([], {"q": "岚江 医药工业 产值"}), " one word": ([], {"q": THINGS[0]})},
        "tokens": {"": usual},
        "people": {"": usual},
    }


def _routes() -> Iterator[tuple[str, Callable[[], Any]]]:
    """What programs ask with a key: the lists of the interface, and one thing of each."""
    from django.test import Client
    from django.utils import timezone

    from yuheng.app.roles import role_of
    from yuheng.app.tokens import make_token
    from yuheng.ledger.models import Account

    asked = _asked()
    one = {f"{name}s/{asked[name][''][0][0]}": {} for name in ("document", "claim", "finding")}
    for role in KEYS:
        account = Account.objects.get(username=role)
        _, key = make_token(account, "bench", ["read"], at=timezone.now())
        client = Client(headers={"Authorization": f"Bearer {key}"})
        for name, query in {**ROUTES, **one}.items():
            if role_of(role).scope == "all" or not name.startswith("findings/"):
                address = f"/api/{name.split()[0]}"
                yield f"/api/{name} {role}", lambda c=client, a=address, q=query: _get(c, a, q)


def _answers() -> Iterator[tuple[str, Callable[[], Any]]]:
    """What the MCP server answers a language model beside it."""
    from yuheng.api import mcp
    from yuheng.ledger.models import Account, Cited, Entry, Finding

    clerk = Account.objects.get(username="clerk")
    finding = Finding.objects.filter(kind="verdict", live=True).order_by("pk")[0]
    cited = Cited.objects.filter(finding=finding).values("claim_id")
    first, second = Entry.objects.filter(claim__claim_id__in=cited).order_by("pk").values_list("pk", flat=True)
    yield "mcp search", lambda: mcp.search_words(clerk, "岚江 医药工业 产值")
    yield "mcp get_claim", lambda: mcp.claim_whole(clerk, first)
    yield "mcp compare", lambda: mcp.compared(clerk, first, second)
    yield "mcp audit", lambda: mcp.audited(clerk)
    yield "mcp audit of a group", lambda: mcp.audited(clerk, group="进度")


def _searches() -> Iterator[tuple[str, Callable[[], Any]]]:
    """The index alone, other words each time."""
    from yuheng.app.searching import search
    from yuheng.ledger.models import Document

    dice = random.Random(7)  # noqa: S311
    for name, count in (("one word", 1), ("three words", 3), ("five words", 5)):
        yield f"search, {name}", lambda count=count: search(" ".join(dice.sample(WORDS, count)))  # type: ignore[misc]
    some = list(Document.objects.values_list("pk", flat=True)[:100])
    yield "search, within 100 documents", lambda: search(dice.choice(THINGS), documents=some)


def _news() -> Iterator[tuple[str, Callable[[], Any]]]:
    """A firm is away, and is back: the page with the new plan, and the board; the prints are the worker's."""
    from django.test import Client
    from django.urls import reverse

    from yuheng.app.event_view import event_at, plan_at
    from yuheng.app.folders import reading_copy
    from yuheng.ledger.models import Account, Folder, FolderKind

    event = Folder.objects.get(kind=FolderKind.EVENT)
    firm = event_at(reading_copy(event)).firms[50]
    client = Client()
    client.force_login(Account.objects.get(username="organiser"), backend="django.contrib.auth.backends.ModelBackend")

    def told() -> None:
        before = plan_at(reading_copy(event))
        kind = "back" if before is not None and any(firm == away for away, _ in before.absent) else "away"
        given = {"news": kind, "firm": firm, "now": "6"}
        client.post(reverse("event-news", args=[event.pk]), given, follow=True)
        board = json.loads(client.get(reverse("event-hall-json", args=[event.pk]), {"slot": "6"}).content)
        if before is None or board["event"]["version"] != before.version + 1:
            raise SystemExit(f"the board shows version {board['event']['version']} after the news")

    yield "news to the board", told


def _printed(engines: Mapping[str, Times]) -> int:
    """The table, one engine beside the other; 1 where a line of one of them passes its bar."""
    measured = {name: times for name, times in engines.items() if times}
    print(f"{'':<52}" + "".join(f"{name:>22}" for name in measured))
    over = 0
    for line in dict.fromkeys(line for times in measured.values() for line in times):
        bar = SEARCH if line.startswith("search") else NEWS if line.startswith("news") else PAGE
        cells, passed = "", False
        for times in measured.values():
            p50, p95 = _percentiles(times[line])
            cells += f"{p50:>12.1f} /{p95:>8.1f}"
            passed |= p95 > bar
        over += passed
        print(f"{line:<52}{cells}{'   OVER' if passed else ''}")
    print(f"\n{over} lines over their bar ({PAGE} ms for a page, {SEARCH} ms for a search, {NEWS} ms for news)")
    return int(over > 0)


def _percentiles(taken: list[float]) -> tuple[float, float]:
    """The median and the 95th percentile, by the nearest rank."""
    ranked = sorted(taken)
    return ranked[math.ceil(0.5 * len(ranked)) - 1], ranked[math.ceil(0.95 * len(ranked)) - 1]


if __name__ == "__main__":
    main()
