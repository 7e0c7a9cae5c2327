"""A firm's own pages of an event: its items, its matches with reasons, its agenda, its word on each, what came of it.

Everything here is found from the firm outwards: what does not name it is never looked at, so it cannot be shown.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuheng.app.access import seen
from yuheng.app.event_day import keep_outcomes
from yuheng.app.event_folder import MATCHES, OUTCOMES
from yuheng.app.event_people import CONSENTING, REPLYING, note_consent
from yuheng.app.event_print import hall_of, secret_in
from yuheng.app.event_view import (
    cancelled_rows,
    consents_at,
    event_at,
    key_of,
    match_rows,
    plan_at,
)
from yuheng.errors import Misuse
from yuheng.exchange.meetings import Pair, pair_of
from yuheng.exchange.outcomes import DAY_LABELS, HALF_YEAR_LABELS
from yuheng.exchange.registration import Registration
from yuheng.ledger.models import Account, Folder
from yuheng.office.event_agenda import agenda_pages, calendar_of
from yuheng.office.event_file import read_outcomes
from yuheng.office.event_notes import Consents, agreed
from yuheng.office.event_own import FIRM_TITLES
from yuheng.office.event_pdf import pdf_of
from yuheng.web.event_day import agenda_rows
from yuheng.web.event_frame import done, download, event_row
from yuheng.web.event_outcomes import outcome_from
from yuheng.web.event_own import may_enter, own_event_of, own_values
from yuheng.web.pages import Page, person


def _mine(account: Account, number: int) -> tuple[Folder, Path, Registration]:
    """An event whose list is published and in which the account's own firm is registered; no other exists for it."""
    folder, root, registered = own_event_of(account, number)
    if registered is None or account.party not in registered.firms or not _is_shown(account, folder):
        raise Http404
    return folder, root, registered


def event_mine(request: HttpRequest, number: int) -> Page:
    """What the event is for one firm; before the list is published, what it has handed in itself and nothing else."""
    account = person(request)
    folder, root, registered = own_event_of(account, number)
    firm = account.party
    values: dict[str, Any] = {
        "event": event_row(folder, root),
        **own_values(folder, root, registered, firm),
        "matches": [],
        "agenda": [],
        "cancelled": [],
        "outcomes": [],
    }
    if registered is not None and values["registered"] and _is_shown(account, folder):
        values |= _meetings(root, registered, firm)
    return Page(
        "web/event_mine.html",
        values,
        {
            "labels": (DAY_LABELS, HALF_YEAR_LABELS),
            "today": timezone.localdate().isoformat(),
            "told": [(word, values["about"][name]) for name, word in FIRM_TITLES.items() if name in values["about"]],
            "enters": may_enter(account),
        },
    )


def _is_shown(account: Account, folder: Folder) -> bool:
    """Whether the list is published, or the account is one that sees everything: an invitation shows no other firm."""
    return seen(account, Folder.objects.filter(pk=folder.pk)).exists()


def _meetings(root: Path, registered: Registration, firm: str) -> dict[str, Any]:
    """A firm's matches, its agenda, and what came of it."""
    consents, plan = consents_at(root), plan_at(root)
    values: dict[str, Any] = {
        "outcomes": [_outcome(each) for each in read_outcomes(root / OUTCOMES) if firm in each.pair]
    }
    if (root / MATCHES).exists():
        event = event_at(root)
        own = sorted((m for m in event.matches if firm in m.pair), key=lambda m: (-m.score, m.need, m.offer))
        values["matches"] = [
            {**_for_firm(row), **_between(registered, consents, firm, pair_of(*match.pair))}
            for match, row in zip(own, match_rows(event, consents, own), strict=True)
        ]
        if plan is not None:
            values["agenda"] = [
                {**_for_firm(row), **_between(registered, consents, firm, pair_of(firm, row["other"]))}
                for row in agenda_rows(event, plan.meetings, firm)
            ]
            values["cancelled"] = [_for_firm(row) for row in cancelled_rows(root, plan, event, firm)]
    return values


def _for_firm(row: dict[str, Any]) -> dict[str, Any]:
    """A row without what the organiser has decided and what the other side has said."""
    withheld = ("pinned", "vetoed", "forbidden", "refused", "origins")
    return {key: value for key, value in row.items() if key not in withheld}


def _between(registered: Registration, consents: Consents, firm: str, pair: Pair) -> dict[str, Any]:
    """The other side, this firm's own word, and the contact once both have said yes."""
    other = pair[1] if pair[0] == firm else pair[0]
    said = consents.get((pair, firm))
    both = agreed(consents, pair)
    contact = registered.firms[other].contact if both and other in registered.firms else None
    return {
        "other": other,
        "said": "" if said is None else "yes" if said.yes else "no",
        "agreed": both,
        "contact": {"name": contact.name, "phone": contact.phone} if contact else None,
    }


def _outcome(each: Any) -> dict[str, Any]:
    return {"on": each.on, "firms": list(each.pair), "label": each.label, "amount": each.amount}


def _pair(root: Path, firm: str, key: str) -> Pair:
    """One of the firm's own pairs.

    Raises:
        Http404: there is none, or it is another's.
    """
    event = event_at(root) if (root / MATCHES).exists() else None
    mine = (
        {key_of(pair_of(*match.pair)): pair_of(*match.pair) for match in event.matches if firm in match.pair}
        if event
        else {}
    )
    if key not in mine:
        raise Http404
    return mine[key]


@require_POST
def consent(request: HttpRequest, number: int) -> HttpResponse:
    """Say yes or no to meeting one of one's matches."""
    account = person(request)
    folder, root, _registered = _mine(account, number)
    pair, said = _pair(root, account.party, request.POST.get("pair", "")), request.POST.get("said", "")
    if said not in ("yes", "no"):
        raise Misuse(_("答复要么同意，要么不同意。"))

    def work(place: Path) -> None:
        firms, by = [account.party], account.get_username()
        note_consent(place, pair, firms, yes=said == "yes", by=by, on=timezone.localdate())

    done(request, folder, "event.consent", work, _("已记下您的答复。"), scope=CONSENTING)
    return redirect("event-mine", number)


@require_POST
def reply(request: HttpRequest, number: int) -> HttpResponse:
    """Say what came of one of one's meetings."""
    account, given = person(request), request.POST
    folder, root, _registered = _mine(account, number)
    pair = _pair(root, account.party, given.get("pair", ""))

    def work(place: Path) -> None:
        keep_outcomes(place, [outcome_from({**given.dict(), "target": ""}, pair)])

    done(request, folder, "event.outcomes", work, _("已记下您的回复。"), scope=REPLYING)
    return redirect("event-mine", number)


def agenda(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """One's own agenda to take along: a calendar or a sheet to print."""
    account = person(request)
    _folder, root, _registered = _mine(account, number)
    plan = plan_at(root)
    if plan is None or form not in ("ics", "pdf"):
        raise Http404
    hall = hall_of(event_at(root), plan, secret=secret_in(root))
    if form == "pdf":
        return download(pdf_of(agenda_pages(hall, [account.party])), f"{account.party}.pdf", "application/pdf")
    stamp = datetime.combine(hall.slots[0].start.date(), time(), tzinfo=UTC)
    return download(calendar_of(hall, account.party, stamp=stamp), f"{account.party}.ics", "text/calendar")
