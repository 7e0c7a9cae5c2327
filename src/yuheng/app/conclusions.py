"""Findings as people work through them: in groups, with both passages, what was said to each, and a picture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from yuheng.app.access import Person, seen
from yuheng.app.rows import Row, entry_row, finding_row, moment
from yuheng.audit.conclusions import KINDS
from yuheng.errors import Misuse
from yuheng.ledger.models import Cited, Document, Entry, Finding, Resolution
from yuheng.office.audit_book import GROUPS

PAGE: Final = 40
ABSENCES: Final = "缺项"
"""The group that says of each claim what it lacks: many times as many as all others, and looked through by itself."""
WORDS: Final = ("提前实现", "快于预期", "基本符合预期", "滞后", "不可判定")
"""The verdicts of `audit.path`, the best first; 不可判定 is an answer, not a gap."""
STATES: Final[Mapping[str, str]] = {"": "全部", "open": "待核", "confirm": "已认可", "dismiss": "不采纳"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings somebody asks for; empty strings ask for everything.

    Attributes:
        group: a key of `GROUPS`.
        sort: a kind of finding, or one of `WORDS`: the verdicts of that word.
        state: what was said to it, a key of `STATES`.
        q: words that the conclusion holds.
        document: number of a document that it quotes.
        whole: without a group also the group of absences; the page leaves it to be asked for.
    """

    group: str = ""
    sort: str = ""
    state: str = ""
    q: str = ""
    document: str = ""
    whole: bool = False

    def query(self, **changes: str) -> str:
        """The address's query string, without what is not asked."""
        rows = {name: getattr(self, name) for name in ("group", "sort", "state", "q", "document")}
        return urlencode({name: value for name, value in {**rows, **changes}.items() if value})


@dataclass(frozen=True, slots=True)
class Findings:
    """One page of findings, with how many each group, each sort in the group, and each state holds."""

    rows: tuple[Row, ...]
    groups: tuple[tuple[str, int], ...]
    sorts: tuple[tuple[str, str, int], ...]
    states: tuple[tuple[str, str, int], ...]
    count: int
    page: int
    pages: int


def findings(account: Person, wanted: Wanted, *, page: int = 1) -> Findings:
    """The live findings that the account sees and asks for.

    Raises:
        Misuse: an unknown group, sort, state or document.
    """
    every = _about(_live(account), wanted)
    kinds = dict(every.order_by().values_list("kind").annotate(n=Count("pk")))
    groups = tuple((name, sum(kinds.get(kind, 0) for kind in GROUPS[name])) for name in GROUPS)
    rows = _grouped(every, wanted)
    sorts = _sorts(rows, wanted, kinds)
    rows = _sorted(rows, wanted)
    counts = dict(rows.order_by().values_list("said").annotate(n=Count("pk")))
    states = tuple((key, word, counts.get(key, 0)) for key, word in STATES.items() if key)
    if wanted.state:
        rows = rows.filter(said=wanted.state)
    count = rows.count()
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 1), pages)
    shown = rows.order_by("order", "pk")[(page - 1) * PAGE : page * PAGE]
    return Findings(_rows(account, shown), groups, sorts, states, count, page, pages)


def every_finding(account: Person, wanted: Wanted) -> QuerySet[Any]:
    """All that is asked for, in order, for an export.

    Raises:
        Misuse: an unknown group, sort, state or document.
    """
    rows = _sorted(_grouped(_about(_live(account), wanted), wanted), wanted)
    return (rows.filter(said=wanted.state) if wanted.state else rows).order_by("order", "pk")


def after(account: Person, finding: Finding) -> int | None:
    """The next finding of the same group that waits for a word, or the first one; None where none does."""
    group = next(kinds for kinds in GROUPS.values() if finding.kind in kinds)
    rows = _live(account).filter(kind__in=group, said="open").exclude(pk=finding.pk).order_by("order", "pk")
    behind = rows.filter(Q(order__gt=finding.order) | Q(order=finding.order, pk__gt=finding.pk))
    found: int | None = behind.values_list("pk", flat=True).first() or rows.values_list("pk", flat=True).first()
    return found


def _live(account: Person) -> QuerySet[Any]:
    return with_decision(seen(account, Finding.objects.filter(live=True)))


def _about(rows: QuerySet[Any], wanted: Wanted) -> QuerySet[Any]:
    if wanted.group and wanted.group not in GROUPS:
        raise Misuse(f"没有“{wanted.group}”这一组结论。", hint="可用：" + "、".join(GROUPS))
    if wanted.state not in STATES:
        raise Misuse(f"没有“{wanted.state}”这种状态。")
    if wanted.sort and wanted.sort not in (*KINDS, *WORDS):
        raise Misuse(f"没有“{wanted.sort}”这一种结论。", hint="可用：" + "、".join((*KINDS, *WORDS)))
    if wanted.q:
        lacking = Cited.objects.filter(place=0, finding__kind__in=GROUPS[ABSENCES])
        named = Entry.objects.filter(what__icontains=wanted.q).values("claim__claim_id")
        rows = rows.filter(
            Q(message__icontains=wanted.q) | Q(pk__in=lacking.filter(claim_id__in=named).values("finding"))
        )
    if wanted.document:
        if not wanted.document.isdigit():
            raise Misuse("document 要写文档的编号。")
        held = Entry.objects.filter(document_id=int(wanted.document)).values("claim__claim_id")
        rows = rows.filter(pk__in=Cited.objects.filter(claim_id__in=held).values("finding"))
    return rows


def _grouped(rows: QuerySet[Any], wanted: Wanted) -> QuerySet[Any]:
    if wanted.group:
        return rows.filter(kind__in=GROUPS[wanted.group])
    return rows if wanted.whole else rows.exclude(kind__in=GROUPS[ABSENCES])


def _sorted(rows: QuerySet[Any], wanted: Wanted) -> QuerySet[Any]:
    if wanted.sort in WORDS:
        return rows.filter(kind="verdict", message__contains=_verdict(wanted.sort))
    return rows.filter(kind=wanted.sort) if wanted.sort else rows


def _sorts(rows: QuerySet[Any], wanted: Wanted, kinds: Mapping[str, int]) -> tuple[tuple[str, str, int], ...]:
    """The kinds in a group; of progress, which has one only, the verdicts."""
    if wanted.group == "进度":
        each = {f"n{at}": Count("pk", filter=Q(message__contains=_verdict(word))) for at, word in enumerate(WORDS)}
        counts = rows.order_by().aggregate(**each)
        return tuple((word, word, counts[f"n{at}"]) for at, word in enumerate(WORDS) if counts[f"n{at}"])
    within = GROUPS.get(wanted.group, ())
    return tuple((kind, kind_word(kind), kinds[kind]) for kind in within if kinds.get(kind))


def kind_word(kind: str) -> str:
    """A kind's word; where targets and tasks share it, with what it is about."""
    about = {"target": "目标", "task": "任务"}.get(kind.partition("-")[0])
    return f"{about}{KINDS[kind]}" if about else KINDS[kind]


def _verdict(word: str) -> str:
    """How the message of a verdict says its word."""
    return f"：{word}，"


def cited_documents(account: Person) -> list[tuple[int, str]]:
    """The documents that the account may ask findings of."""
    return [(row.pk, str(row)) for row in seen(account, Document.objects.filter(live=True)).order_by("-issued", "pk")]


def with_decision(rows: QuerySet[Finding]) -> QuerySet[Any]:
    """Findings with what was last said to each as `said`: "open" where nobody has, or it was opened again."""
    later = Resolution.objects.filter(supersedes=OuterRef("pk"))
    live = Resolution.objects.filter(finding_key=OuterRef("finding_id")).filter(~Exists(later))
    return rows.annotate(last=Subquery(live.values("decision")[:1])).annotate(
        said=Case(
            When(Q(last__isnull=True) | Q(last="reopen"), then=Value("open")),
            default=F("last"),
            output_field=CharField(),
        )
    )


def said_to(finding: Finding) -> str:
    """What was last said to a finding: "open", "confirm" or "dismiss"."""
    found: str = with_decision(Finding.objects.filter(pk=finding.pk)).values_list("said", flat=True)[0]
    return found


def last_note(finding: Finding) -> str:
    """What was written with the last thing said to a finding."""
    rows = Resolution.objects.filter(finding_key=finding.finding_id).order_by("-pk")
    return rows.values_list("note", flat=True).first() or ""


def waiting(account: Person, numbers: Iterable[int]) -> list[Finding]:
    """Those of the findings with these numbers that wait for a word: what somebody has said to one stands.

    Raises:
        Misuse: one of them is not there any more, or was never.
    """
    wanted = set(numbers)
    found = list(_live(account).filter(pk__in=wanted).order_by("order", "pk"))
    if len(found) < len(wanted):
        raise Misuse("有的结论现已不成立，请刷新后再看。")
    return [each for each in found if each.said == "open"]


def _rows(account: Person, shown: Iterable[Finding]) -> tuple[Row, ...]:
    """The findings as rows; `about` is the claim that lacks something: hundreds that lack a date read alike."""
    found = list(shown)
    lacking = [each.pk for each in found if each.kind in GROUPS[ABSENCES]]
    cited = dict(Cited.objects.filter(finding__in=lacking, place=0).values_list("finding_id", "claim_id"))
    held = seen(account, Entry.objects.filter(claim__claim_id__in=cited.values())).select_related("claim", "document")
    abouts = {entry.claim.claim_id: _about_row(entry_row(entry)) for entry in held.order_by("-pk")}
    return tuple({**_row(each), "about": abouts.get(cited.get(each.pk, ""))} for each in found)


def _about_row(row: Row) -> Row:
    return {key: row[key] for key in ("id", "kind", "what", "amount", "period", "document", "title", "heading")}


def _row(finding: Finding) -> Row:
    said: str = finding.said  # type: ignore[attr-defined]  # annotated by `with_decision`
    return {**finding_row(finding), "state": said, "state_word": STATES[said]}


def passages(account: Person, finding: Finding) -> list[Row]:
    """The claims that a finding used, as they stand in live documents, the one it is about first."""
    order = {cited.claim_id: cited.place for cited in Cited.objects.filter(finding=finding)}
    rows = seen(account, Entry.objects.filter(claim__claim_id__in=order)).select_related("claim", "document")
    once = {(entry.claim.claim_id, entry.document_id): entry for entry in rows}
    return [entry_row(entry) for entry in sorted(once.values(), key=lambda entry: order[entry.claim.claim_id])]


def lacking(finding: Finding, passages: Sequence[Row]) -> str:
    """What lacks something, where the conclusion does not name it by itself; "" where it does or nothing is lacking."""
    if finding.kind not in GROUPS[ABSENCES] or not passages or passages[0]["what"] in finding.message:
        return ""
    return str(passages[0]["what"])


def history(finding: Finding) -> list[Row]:
    """What people said to a finding, the first first; it stands whatever the finding's numbers became."""
    rows = Resolution.objects.filter(finding_key=finding.finding_id).select_related("by", "finding").order_by("pk")
    return [
        {
            "decision": row.decision,
            "decision_word": row.get_decision_display(),
            "by": row.by.get_username(),
            "at": moment(row.at),
            "note": row.note,
            "message": "" if row.finding_id == finding.pk else row.finding.message,
        }
        for row in rows
    ]


def earlier(finding: Finding) -> list[Row]:
    """What the same conclusion said with other numbers, the newest first."""
    rows = Finding.objects.filter(finding_id=finding.finding_id).exclude(pk=finding.pk).order_by("-pk")
    return [finding_row(row) for row in rows[:20]]


UNDATED: Final = "未说明期限"
_AMOUNT: Final = re.compile(r"-?\d+(?:\.\d+)?")


def scale(rows: Iterable[Row]) -> list[Row]:
    """The passages' amounts as bars of one length scale; empty where their units differ or there is nothing to compare.

    Only what is printed in one unit is drawn side by side: a bar for 3 万人 beside one for 20000 人 would lie.
    """
    bars = []
    for row in rows:
        number = _AMOUNT.search(row["amount"])
        if number is not None:
            unit = row["amount"][number.end() :].rsplit("–", 1)[-1].lstrip("0123456789.")
            bars.append({"name": row["period"] or UNDATED, "value": float(number.group()), "unit": unit, **_cut(row)})
    if len(bars) < 2 or len({bar["unit"] for bar in bars}) > 1 or any(bar["value"] < 0 for bar in bars):
        return []
    most = max(bar["value"] for bar in bars) or 1
    return [
        {
            "name": bar["name"],
            "total": bar["amount"],
            "parts": [{"shade": f"f-{bar['kind']}", "begin": 0, "length": round(100 * bar["value"] / most, 2)}],
        }
        for bar in bars
    ]


def _cut(row: Row) -> Row:
    return {"amount": row["amount"], "kind": row["kind"]}
