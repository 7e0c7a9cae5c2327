"""成效 of an event: lines of reply, signed papers, five stages side by side, conversions between named ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuheng.app.compiling import write_file
from yuheng.app.event_day import LADDER, conversions, keep_outcomes, take_outcomes, withdraw_outcome
from yuheng.app.event_folder import MATCHES, OUTCOMES, PAPERS, REGISTERED
from yuheng.app.event_people import REPLYING
from yuheng.app.event_serving import differs, papers_of, target_row, targets_for
from yuheng.app.event_view import event_at, key_of, plan_at, segments_of
from yuheng.app.folders import files_of, reading_copy
from yuheng.app.ingesting import plain_name, receive
from yuheng.errors import Misuse, YuhengError
from yuheng.exchange.meetings import Pair
from yuheng.exchange.outcomes import DAY_LABELS, HALF_YEAR_LABELS, STAGES, Outcome, Withdrawal, ladder
from yuheng.ledger.models import Account, Folder
from yuheng.office.event_file import read_outcomes, read_withdrawals
from yuheng.office.event_notes import papers_text, read_papers
from yuheng.vocab.chain import segments
from yuheng.web.event_frame import done, framed, own_event, pair_from
from yuheng.web.event_intake import read_day
from yuheng.web.pages import Page, message_of, person

_HIGH: Final = 120
_PAIRS: Final = 100
"""Pairs to choose from at once; with more, a firm is chosen first."""
_FORMATS: Final = (".pdf", ".docx", ".txt", ".html", ".jpg", ".png")


def event_outcomes(request: HttpRequest, number: int) -> Page:
    """What became of each meeting."""
    folder = own_event(request, number)
    frame = framed(folder, "outcomes")
    root = reading_copy(folder)
    matched = (root / MATCHES).exists() and (root / REGISTERED).exists()
    event = event_at(root) if matched else None
    kinds = segments_of(event.registered.items, event.matches) if event else {}
    plan = plan_at(root)
    planned = {meeting.pair: None for meeting in plan.meetings} if plan else {}
    met = [*planned, *(pair for pair in kinds if pair not in planned)]
    values, beside = outcome_values(request, folder, kinds=kinds, met=met)
    return Page(
        "web/event_outcomes.html",
        {**frame, **values},
        {**beside, "matched": matched, "day": frame["event"]["day"].isoformat()},
    )


def outcome_values(
    request: HttpRequest, folder: Folder, *, kinds: Mapping[Pair, str], met: Sequence[Pair]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a page of outcomes shows, and what its forms need.

    Args:
        request: who asks, and which pair is chosen.
        folder: the event's or the standing exchange's.
        kinds: the segment of each pair that matches.
        met: the pairs to choose from, the likeliest first.
    """
    account, root = person(request), reading_copy(folder)
    outcomes = read_outcomes(root / OUTCOMES)
    rates = conversions(outcomes)
    values = {
        "ladder": ladder_rows(outcomes),
        "conversions": [each.words for each in rates],
        "outcomes": outcome_rows(account, outcomes, read_papers(root / PAPERS), kinds),
        "withdrawn": [_withdrawn(each) for each in reversed(read_withdrawals(root / OUTCOMES))],
        "book": LADDER in files_of(folder),
    }
    beside = {
        "rates": [(each, f"{each.reached / each.of:.1%}" if each.of else "") for each in rates],
        "labels": (DAY_LABELS, HALF_YEAR_LABELS),
        **_choices(request, kinds, met),
    }
    return values, beside


def _choices(request: HttpRequest, kinds: Mapping[Pair, str], every: Sequence[Pair]) -> dict[str, Any]:
    """The pairs to note an outcome of, and what the chosen one may serve."""
    firm = request.GET.get("firm", "").strip()
    met = [pair for pair in every if not firm or any(firm in name for name in pair)]
    chosen = request.GET.get("pair") or (key_of(met[0]) if met else "")
    pair = next((each for each in kinds if key_of(each) == chosen), None)
    return {
        "firm": firm,
        "firms": sorted({name for pair in every for name in pair}),
        "pairs": [(key_of(each), "—".join(each)) for each in met[:_PAIRS]],
        "more": max(len(met) - _PAIRS, 0),
        "chosen": chosen,
        "targets": targets_for(person(request), kinds[pair]) if pair else [],
        "segment": (kinds[pair], segments()[kinds[pair]].name) if pair and kinds[pair] else None,
    }


def ladder_rows(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """The five stages with the height of each one's column; their amounts stand beside each other and nowhere else."""
    rungs = ladder(outcomes)
    most = max((rung.pairs for rung in rungs), default=0)
    days = {stage: sorted({each.on for each in outcomes if each.stage == stage}) for stage in STAGES}
    return [
        {
            "stage": rung.stage,
            "pairs": rung.pairs,
            "with_amount": rung.with_amount,
            "amount": rung.amount if rung.with_amount else None,
            "first": days[rung.stage][0] if days[rung.stage] else None,
            "last": days[rung.stage][-1] if days[rung.stage] else None,
            "height": (height := round(_HIGH * rung.pairs / most) if most else 0),
            "rest": _HIGH - height,
        }
        for rung in rungs
    ]


def outcome_rows(
    account: Account, outcomes: Sequence[Outcome], papers: Mapping[str, str], kinds: Mapping[Pair, str]
) -> list[dict[str, Any]]:
    """Each outcome with its paper, the claims in it, and what it serves; the newest first."""
    found = papers_of(account, papers)
    none: dict[str, Any] = {"document": None, "agreements": []}
    shown = {each: found.get(each.paper, {**none, "name": each.paper}) for each in outcomes if each.paper}
    return [
        {
            "key": each.key,
            "on": each.on,
            "firms": list(each.pair),
            "pair": key_of(each.pair),
            "label": each.label,
            "stage": each.stage or "",
            "amount": each.amount,
            "paper": shown.get(each),
            "differs": each in shown and differs(each.amount, shown[each]["agreements"]),
            "serves": target_row(account, each.target),
            "segment": segments()[kinds[each.pair]].name if kinds.get(each.pair) else "",
        }
        for each in reversed(outcomes)
    ]


def _withdrawn(each: Withdrawal) -> dict[str, Any]:
    said = [
        None if one is None else {"on": one.on, "label": one.label, "amount": one.amount}
        for one in (each.outcome, each.instead)
    ]
    return {"at": each.at.isoformat(), "by": each.by, "firms": list(each.outcome.pair), "was": said[0], "now": said[1]}


@require_POST
def correct_outcome(request: HttpRequest, number: int) -> HttpResponse:
    """Take a line of reply back, or put a corrected one in its place."""
    correct_in(request, own_event(request, number))
    return redirect("event-outcomes", number)


def correct_in(request: HttpRequest, folder: Folder) -> None:
    """Do what the form of a line asks for."""
    account, given = person(request), request.POST
    key, act = given.get("key", ""), given.get("do", "")

    def work(root: Path) -> None:
        instead = None
        match act:
            case "withdraw":
                pass
            case "correct":
                was = next((each for each in read_outcomes(root / OUTCOMES) if each.key == key), None)
                if was is not None:
                    instead = outcome_from({**given.dict(), "target": was.target}, was.pair, paper=was.paper)
            case unknown:
                raise Misuse(f"没有“{unknown}”这一项。")
        withdraw_outcome(root, key, by=account.get_username(), at=timezone.localtime(), instead=instead)

    said = _("已更正。") if act == "correct" else _("已撤回。")
    done(request, folder, "event.outcome.corrected", work, said, scope=REPLYING)


@require_POST
def add_outcomes(request: HttpRequest, number: int) -> HttpResponse:
    """Take in lines of reply, or one outcome with its signed paper."""
    folder = own_event(request, number)
    if add_to(request, folder, lambda given: pair_from(reading_copy(folder), given)):
        return redirect("event-outcomes", number)
    return with_lines(request, event_outcomes(request, number))


def with_lines(request: HttpRequest, page: Page) -> HttpResponse:
    """The page again, with the lines that were pasted: one wrong line of a hundred must not cost the others."""
    return render(request, page.template, {**page.values, **page.beside, "lines": request.POST.get("lines", "")})


def add_to(request: HttpRequest, folder: Folder, pair_in: Callable[[Mapping[str, str]], Pair]) -> bool:
    """Take in the lines that were pasted, or the one outcome of a form, with its paper; whether they were kept.

    Args:
        request: who sends what.
        folder: the event's or the standing exchange's.
        pair_in: the pair that a form names.
    """
    account, given = person(request), request.POST
    lines = given.get("lines", "").splitlines()
    if any(line.strip() for line in lines):

        def work(root: Path) -> None:
            take_outcomes(root, lines, on=timezone.localdate())

    else:
        file = request.FILES.get("paper")
        try:
            paper = received(plain_name(file.name or ""), file.read(), by=account) if file else ("", "")
        except YuhengError as error:
            messages.error(request, message_of(error))
            return False

        def work(root: Path) -> None:
            _keep(root, outcome_from(given, pair_in(given), paper=paper[0]), paper)

    return done(request, folder, "event.outcomes", work, _("已记下。"), scope=REPLYING)


def _keep(root: Path, one: Outcome, paper: tuple[str, str]) -> None:
    keep_outcomes(root, [one])
    if paper[0]:
        papers = {**read_papers(root / PAPERS), paper[0]: paper[1]}
        write_file(root / PAPERS, papers_text(papers).encode())


def received(name: str, data: bytes, *, by: Account) -> tuple[str, str]:
    """Take a signed paper into the library, where it is read; its name and its SHA-256.

    Raises:
        Misuse: of a format that is no paper, or as `receive` raises.
    """
    if not name.lower().endswith(_FORMATS):
        raise Misuse(f"{name}：签署文件要是 PDF、Word 或图片。")
    job = receive(name, [data], by=by, at=timezone.now())
    return name, str(job.snapshot_id)


def outcome_from(given: Mapping[str, str], pair: Pair, *, paper: str = "") -> Outcome:
    """One outcome as a form gives it.

    Raises:
        Misuse: no label that there is, or an amount or day that cannot be read.
    """
    label = given.get("label", "")
    if label not in (*DAY_LABELS, *HALF_YEAR_LABELS):
        raise Misuse(f"没有“{label}”这种结果。", hint=f"可选：{'、'.join((*DAY_LABELS, *HALF_YEAR_LABELS))}。")
    amount, text = None, given.get("amount", "").strip()
    if text:
        try:
            amount = Decimal(text)
        except InvalidOperation:
            raise Misuse(f"金额“{text}”不是数。", hint="以万元为单位，如 80 或 12.5。") from None
        if not amount.is_finite() or amount < 0:
            raise Misuse(f"金额“{text}”不是数。", hint="以万元为单位，如 80 或 12.5。")
    return Outcome(
        pair=pair,
        on=read_day(given.get("on", "")),
        label=label,
        amount=amount,
        paper=paper,
        target=given.get("target", "")[:80],
    )
