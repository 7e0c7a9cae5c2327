"""Every page's address, and the deed that it takes."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from yuheng.web import accounts, claims, findings, ledger_table, library, overview, parties, rules, search, tokens
from yuheng.web.pages import guarded, paged

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", LoginView.as_view(template_name="web/login.html", redirect_authenticated_user=True), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", accounts.password, name="password"),
    path("language/", set_language, name="set_language"),
    *paged("", "overview", "read", overview.overview),
    *paged("library", "library", "read", library.library),
    path("library/jobs/", guarded("upload")(library.jobs), name="jobs"),
    path("library/upload/", guarded("upload")(library.upload), name="upload"),
    *paged("library/<int:number>", "document", "read", library.document),
    path("library/<int:number>/original/", guarded("read")(library.original), name="original"),
    path("library/<int:number>/pages/<int:page>/", guarded("read")(library.original_page), name="original-page"),
    path(
        "library/<int:number>/pages/<int:page>.png", guarded("read")(library.original_picture), name="original-picture"
    ),
    path("library/<int:number>/publish/", guarded("publish")(library.publish), name="publish"),
    *paged("ledger", "ledger", "read", ledger_table.ledger),
    path("ledger/export.<str:form>", guarded("export")(ledger_table.export), name="ledger-export"),
    path("ledger/views/", guarded("read")(ledger_table.save_view), name="view-save"),
    path("ledger/views/<int:number>/drop/", guarded("read")(ledger_table.drop_view), name="view-drop"),
    *paged("claims/<int:number>", "claim", "read", claims.claim),
    path("claims/<int:number>/card/", guarded("read")(claims.claim_card), name="claim-card"),
    path("claims/<int:number>/verdict/", guarded("decide")(claims.decide), name="decide"),
    *paged("review", "review", "decide", claims.review),
    *paged("review/rules", "rules", "decide", rules.rules),
    path("review/rules/run/", guarded("decide")(rules.run_rule), name="run-rule"),
    *paged("parties", "parties", "read", parties.parties),
    *paged("parties/proposals", "proposals", "merge", parties.proposals),
    *paged("parties/<int:number>", "party", "read", parties.party),
    path("parties/joining/", guarded("merge")(parties.joining), name="joining"),
    path("parties/judge/", guarded("merge")(parties.judge), name="judge"),
    path("parties/judgements/<int:number>/undo/", guarded("merge")(parties.take_back), name="undo-judgement"),
    *paged("findings", "findings", "read", findings.findings),
    *paged("findings/<int:number>", "finding", "read", findings.finding),
    path("findings/<int:number>/path.svg", guarded("read")(findings.finding_picture), name="finding-picture"),
    path("findings/<int:number>/assess/", guarded("assess")(findings.assess), name="assess"),
    *paged("issues", "issues", "read", findings.issues),
    path("issues/<int:number>/mend/", guarded("mend")(findings.mend), name="mend"),
    *paged("search", "search", "read", search.search),
    *paged("tokens", "tokens", "token", tokens.tokens),
    path("tokens/add/", guarded("token")(tokens.add_token), name="add-token"),
    path("tokens/<int:number>/close/", guarded("token")(tokens.close_token), name="close-token"),
    *paged("people", "people", "manage", accounts.people),
    path("people/add/", guarded("manage")(accounts.add_person), name="add-person"),
    path("people/<int:number>/", guarded("manage")(accounts.change_person), name="change-person"),
]
