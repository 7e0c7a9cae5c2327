"""裁定 by rule: what each rule would accept, letting it run, and the log of its runs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuheng.app.access import role_for
from yuheng.app.reviewing import decide_by_rule
from yuheng.app.revision import remembered
from yuheng.app.rows import Row, entry_row
from yuheng.app.rules import RULES, rule_named, runs, waiting_under
from yuheng.ledger.models import Account, Decision
from yuheng.web.pages import Page, person


def rules(request: HttpRequest) -> Page:
    """The rules with how many claims each would accept, and some of them to look at."""
    account = person(request)
    found = remembered(lambda: _found(account), "rules", account.pk)
    role = role_for(account)
    whole = role is not None and role.scope == "all"
    return Page("web/rules.html", {"rules": found, "runs": runs() if whole else []})


def _found(account: Account) -> list[Row]:
    found = []
    for rule in RULES.values():
        rows = waiting_under(account, rule).select_related("claim", "document").order_by("document_id", "start")
        found.append(
            {"name": rule.name, "word": rule.word, "count": rows.count(), "some": [entry_row(e) for e in rows[:3]]}
        )
    return found


@require_POST
def run_rule(request: HttpRequest) -> HttpResponse:
    """Let one rule accept everything that it looks at."""
    account = person(request)
    rule = rule_named(request.POST.get("rule", ""))
    entries = waiting_under(account, rule)
    count = decide_by_rule(entries, Decision.ACCEPT, rule=rule.name, at=timezone.now(), by=account)
    messages.success(request, _("规则确认了 %d 条断言。") % count)
    return redirect("rules")
