"""对接: the events, the cockpit of one, what can be taken along, and its published list."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuheng.app.access import can, changeable, seen
from yuheng.app.event import standing
from yuheng.app.event_desk import day_of, keep_setting
from yuheng.app.event_folder import LIST
from yuheng.app.event_ledger import publish_event, withdraw_list
from yuheng.app.event_own import events_for, window_of
from yuheng.app.event_people import contacts_ended, contacts_kept, end_contacts, taken_along
from yuheng.app.event_view import registration_at, setting_at
from yuheng.app.folders import bytes_of, files_of, make_folder, reading_copy, working_copy
from yuheng.app.item_rows import item_row, origin_row
from yuheng.errors import Misuse, YuhengError
from yuheng.ledger.models import Folder, FolderKind
from yuheng.office.event_setting import Setting
from yuheng.web.event_frame import download, event_row, framed, own_event, work_row
from yuheng.web.event_intake import read_day
from yuheng.web.event_own import may_enter
from yuheng.web.item_list import listed
from yuheng.web.pages import Page, message_of, person
from yuheng.web.standing import card


def events(request: HttpRequest) -> Page:
    """Every event that the account sees; one's own lead to their cockpits."""
    account = person(request)
    rows = events_for(account).order_by("-made", "-pk")
    shown = set(seen(account, rows).values_list("pk", flat=True))
    runs = set(changeable(account, rows).values_list("pk", flat=True)) if can(account, "convene") else set()
    found = []
    for folder in rows:
        root = reading_copy(folder)
        registered = registration_at(root)
        found.append(
            {
                **event_row(folder, root),
                "firms": (len(registered.firms) if registered else 0) if folder.pk in shown else None,
                "runs": folder.pk in runs,
                "mine": bool(account.party and registered and account.party in registered.firms),
                "enters": may_enter(account) and window_of(root, on=timezone.localdate()).open,
            }
        )
    values = {"events": found, "standing": card(request)}
    return Page("web/events.html", values, {"may_convene": can(account, "convene")})


@require_POST
def add_event(request: HttpRequest) -> HttpResponse:
    """Make an event, with a setting to fill in."""
    account, given = person(request), request.POST.dict()
    try:
        setting = Setting(title=given.get("title", "").strip(), day=read_day(given.get("day", "")))
        folder = make_folder(FolderKind.EVENT, setting.title, by=account, at=timezone.now())
        with working_copy(folder, act="event.set", by=account, at=timezone.now()) as root:
            keep_setting(root, setting)
    except YuhengError as error:
        messages.error(request, message_of(error))
        return redirect("events")
    return redirect("event", folder.pk)


def event(request: HttpRequest, number: int) -> Page:
    """The cockpit: where each step stands, what to do next, what can be taken along."""
    folder = own_event(request, number)
    files = files_of(folder)
    until = setting_at(reading_copy(folder)).contacts_until
    kept = contacts_kept(folder)
    values = {
        "files": [{"path": path, "size": version.size} for path, version in files.items()],
        "contacts": {
            "until": until,
            "kept": kept,
            "ended": contacts_ended(folder),
            "over": timezone.localdate() > until,
        },
    }
    return Page("web/event.html", {**framed(folder), **values})


def work(request: HttpRequest, number: int) -> HttpResponse:
    """What the worker is doing for the event; once it is done the page asks for itself again."""
    folder = own_event(request, number)
    row = work_row(folder, "")
    response = render(request, "web/event_work.html", {"work": row, "event": {"id": folder.pk}})
    if row is None or not row["unfinished"]:
        response.headers["HX-Refresh"] = "true"
    return response


def event_file(request: HttpRequest, number: int, path: str) -> HttpResponse:
    """A file of the event, as it is now; `all.zip` is the folder to take along."""
    folder = own_event(request, number)
    if path == "all.zip":
        content = taken_along(folder, by=person(request), at=timezone.now())
        return download(content, f"{folder.title}.zip", "application/zip")
    files = files_of(folder)
    if path not in files:
        raise Http404
    return download(bytes_of(files[path]), path.rpartition("/")[2])


@require_POST
def end_event_contacts(request: HttpRequest, number: int) -> HttpResponse:
    """Erase the contacts of an event whose time is over."""
    folder = own_event(request, number)
    try:
        if request.POST.get("sure") != "1":
            raise Misuse(_("没有删除：先勾选“我知道删除后不能恢复”。"))
        count = end_contacts(folder, by=person(request), at=timezone.now(), on=timezone.localdate())
        messages.success(request, _("联系方式已删除：%d 份文件。") % count)
    except YuhengError as error:
        messages.error(request, message_of(error))
    return redirect("event", number)


# --- 清单


def event_list(request: HttpRequest, number: int) -> Page:
    """The list of offers and needs, for everybody who may see the event; nobody's contact stands in it."""
    account = person(request)
    folder = get_object_or_404(seen(account, Folder.objects.filter(kind=FolderKind.EVENT)), pk=number)
    runs = can(account, "convene") and changeable(account, Folder.objects.filter(pk=folder.pk)).exists()
    root = reading_copy(folder)
    registered = registration_at(root)
    items = standing(registered, on=day_of(root)) if registered else ()
    rows = [{**item_row(item), **({"origin": origin_row(item)} if runs else {})} for item in items]
    found, filters = listed(request, rows)
    values = {**(framed(folder, "list") if runs else {"event": event_row(folder, root)}), **found}
    beside = {
        **filters,
        "parent": "web/event_base.html" if runs else "web/event_public.html",
        "runs": runs,
        "kept": set(files_of(folder)) if runs else set(),
        "kept_at": reverse("event-file", args=[folder.pk, "-"]).removesuffix("-/"),
        "written": LIST[0] in files_of(folder),
    }
    return Page("web/event_list.html", values, beside)


def list_export(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """The list as it was written last: workbook or JSON-LD."""
    rows = seen(person(request), Folder.objects.filter(kind=FolderKind.EVENT))
    files = files_of(get_object_or_404(rows, pk=number))
    names = {"xlsx": LIST[0], "jsonld": LIST[2]}
    if form not in names or names[form] not in files:
        raise Http404
    return download(bytes_of(files[names[form]]), names[form])


@require_POST
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Write the list and open it to everybody who signs in, or take it back."""
    folder, account = own_event(request, number), person(request)
    wanted = request.POST.get("published") == "1"
    try:
        (publish_event if wanted else withdraw_list)(folder, by=account, at=timezone.now())
        messages.success(request, _("清单已公开。") if wanted else _("清单已收回，只有办活动的人看得到。"))
    except YuhengError as error:
        messages.error(request, message_of(error))
    return redirect("event-list", number)
