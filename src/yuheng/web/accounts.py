"""Signing in, one's own password, and the accounts that an administrator keeps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from yuheng.app.access import role_for, seen
from yuheng.app.accounts import (
    change_account,
    is_lapsed,
    last_day,
    make_account,
    make_firm_accounts,
    name_person,
    renew_password,
)
from yuheng.app.event_view import registration_at
from yuheng.app.exporting import FORMATS
from yuheng.app.folders import reading_copy
from yuheng.app.roles import ROLES
from yuheng.app.rows import moment
from yuheng.errors import Misuse
from yuheng.ledger.models import Account, Folder
from yuheng.office.sheets import Book, Column
from yuheng.web.pages import Page, message_of, person

_Made = tuple[str, str, str]


class SignInForm(AuthenticationForm):
    """Name and password; a one-time password opens nothing once its last day is over."""

    def confirm_login_allowed(self, user: Any) -> None:
        """Raises ValidationError: the account is closed, or its one-time password has ended."""
        super().confirm_login_allowed(user)
        if isinstance(user, Account) and is_lapsed(user, on=timezone.localdate()):
            said = _("一次性密码只到 %(day)s 有效，已过期：请向给您密码的人要一个新的。")
            raise ValidationError(said % {"day": user.new_password_until}, code="lapsed")


class SignIn(LoginView):
    """The door."""

    template_name = "web/login.html"
    redirect_authenticated_user = True
    authentication_form = SignInForm

    def get_context_data(self, **values: Any) -> dict[str, Any]:
        """With what is said of a password that has ended; nothing of any other one."""
        said = (
            [each for each in values["form"].non_field_errors().as_data() if each.code == "lapsed"]
            if "form" in values
            else []
        )
        return super().get_context_data(**values, lapsed=" ".join(each.message for each in said))


@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; the only page open to whoever holds a one-time password."""
    if role_for(request.user) is None:
        return redirect_to_login(request.get_full_path())
    account = person(request)
    if is_lapsed(account, on=timezone.localdate()):
        logout(request)
        return redirect_to_login(request.get_full_path())
    if "person" in request.POST:
        name_person(account, request.POST["person"], by=account, at=timezone.now())
        messages.success(request, _("签名是“%s”。") % account.signature)
        return redirect("overview")
    form = PasswordChangeForm(account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        account.new_password_due, account.new_password_until = False, None
        form.save()
        update_session_auth_hash(request, account)
        messages.success(request, _("密码已修改。"))
        asked = request.GET.get("next", "")
        ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
        return redirect(asked if ours else "overview")
    return render(request, "web/password.html", {"form": form, "account": account})


def people(request: HttpRequest) -> Page:
    """Every account."""
    rows = Account.objects.order_by("-is_active", "username")
    events = seen(person(request), Folder.objects.filter(kind="event")).order_by("-made")
    return Page(
        "web/people.html",
        {"accounts": [_row(account) for account in rows]},
        {
            "roles": [(role.name, role.word) for role in ROLES.values()],
            "events": [(event.pk, event.title) for event in events],
        },
    )


def _row(account: Account) -> dict[str, Any]:
    return {
        "id": account.pk,
        "name": account.get_username(),
        "person": account.first_name,
        "role": account.role,
        "role_word": ROLES[account.role].word,
        "party": account.party,
        "active": account.is_active,
        "new_password_due": account.new_password_due,
        "new_password_until": account.new_password_until if account.new_password_due else None,
        "lapsed": is_lapsed(account, on=timezone.localdate()),
        "last_login": moment(account.last_login) if account.last_login else "",
    }


@require_POST
def add_person(request: HttpRequest) -> HttpResponse:
    """Make an account; its one-time password is shown once."""
    name, role, party, who = (request.POST.get(key, "").strip() for key in ("name", "role", "party", "person"))
    try:
        account, secret = make_account(name, role, party=party, by=person(request), at=timezone.now(), person=who)
    except Misuse as error:
        messages.error(request, message_of(error))
    else:
        messages.success(request, _told(account, secret))
    return redirect("people")


def _told(account: Account, secret: str) -> str:
    held = {"name": account, "secret": secret, "day": account.new_password_until}
    return _("%(name)s 的一次性密码：%(secret)s（只显示这一次，到 %(day)s 有效）") % held


@require_POST
def add_firms(request: HttpRequest) -> HttpResponse:
    """Accounts for the firms of an event that have none; a workbook with their one-time passwords, handed out once."""
    number = request.POST.get("event", "")
    if not number.isdecimal():
        raise Misuse(_("请选择一场活动。"))
    by = person(request)
    folder = get_object_or_404(seen(by, Folder.objects.filter(kind="event")), pk=int(number))
    registered = registration_at(reading_copy(folder))
    firms = {} if registered is None else {firm.name: firm.code for firm in registered.firms.values()}
    at = timezone.now()
    made = make_firm_accounts(firms, by=by, at=at)
    if not made:
        messages.success(request, _("登记的单位都已有账号。"))
        return redirect("people")
    columns = [
        Column[_Made]("单位", 40, lambda row: row[0]),
        Column[_Made]("用户名", 28, lambda row: row[1]),
        Column[_Made]("一次性密码", 24, lambda row: row[2]),
        Column[_Made]("有效到", 14, lambda _row: last_day(at)),
    ]
    book = Book("企业账号")
    book.add("企业账号", columns, made)
    response = HttpResponse(book.close(), content_type=FORMATS["xlsx"])
    response.headers["Content-Disposition"] = 'attachment; filename="firms.xlsx"'
    return response


@require_POST
def change_person(request: HttpRequest, number: int) -> HttpResponse:
    """Another role or party, open or closed, or a new one-time password."""
    by, account = person(request), get_object_or_404(Account, pk=number)
    try:
        if "renew" in request.POST:
            secret = renew_password(account, by=by, at=timezone.now())
            text = _told(account, secret)
        else:
            role, party = (request.POST.get(key, "").strip() for key in ("role", "party"))
            active = request.POST.get("active") == "1"
            change_account(account, role=role, party=party, active=active, by=by, at=timezone.now())
            name_person(account, request.POST.get("person", account.first_name), by=by, at=timezone.now())
            text = _("已保存。")
        messages.success(request, text)
    except Misuse as error:
        messages.error(request, message_of(error))
    return redirect("people")


def locked(request: HttpRequest, _credentials: object = None, *_args: object, **_kwargs: object) -> HttpResponse:
    """What django-axes shows after too many wrong passwords."""
    return render(request, "web/locked.html", status=429)
