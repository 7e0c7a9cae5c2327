"""Every page's address, and the deed that it takes."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from yuheng.web import (
    accounts,
    claims,
    findings,
    ledger_table,
    library,
    overview,
    parties,
    period_books,
    period_cells,
    period_papers,
    periods,
    returns,
    rules,
    search,
    tokens,
)
from yuheng.web.event_urls import event_patterns
from yuheng.web.pages import guarded, paged
from yuheng.web.standing_urls import standing_patterns

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", LoginView.as_view(template_name="web/login.html", redirect_authenticated_user=True), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", accounts.password, name="password"),
    path("language/", set_language, name="set_language"),
    *paged("", "overview", "read", overview.overview),
    *paged("library", "library", "read", library.shelves),
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
    path("findings/export.xlsx", guarded("export")(findings.findings_export), name="findings-export"),
    *paged("findings/<int:number>", "finding", "read", findings.finding),
    path("findings/<int:number>/path.svg", guarded("read")(findings.finding_picture), name="finding-picture"),
    path("findings/<int:number>/assess/", guarded("assess")(findings.assess), name="assess"),
    *event_patterns,
    *standing_patterns,
    *paged("issues", "issues", "read", findings.issues),
    path("issues/<int:number>/mend/", guarded("mend")(findings.mend), name="mend"),
    *paged("periods", "periods", "collect", periods.periods),
    path("periods/jobs/", guarded("collect")(periods.period_jobs), name="period-jobs"),
    *paged("periods/start", "period-start", "collect", periods.start),
    path("periods/dispatch/", guarded("collect")(periods.dispatch), name="dispatch"),
    *paged("periods/<str:label>/cells", "open-cells", "collect", period_cells.cells),
    *paged("periods/<str:label>/verdicts", "verdicts", "collect", period_papers.verdicts),
    *paged("periods/<str:label>/papers", "papers", "collect", period_papers.papers),
    *paged("periods/<str:label>/notices", "notices", "collect", period_papers.notices),
    *paged("periods/<str:label>/workbooks", "workbooks", "collect", period_books.workbooks),
    *paged("periods/<str:label>", "period", "collect", periods.period),
    path("periods/<str:label>/upload/", guarded("collect")(periods.upload_returns), name="upload-returns"),
    path("periods/<str:label>/take-back/", guarded("collect")(periods.take_back), name="take-back"),
    path("periods/<str:label>/void/", guarded("collect")(periods.void_return), name="void-return"),
    path("periods/<str:label>/refresh/", guarded("collect")(periods.refresh), name="refresh-period"),
    path("periods/<str:label>/sheets.zip", guarded("collect")(periods.sheets_zip), name="sheets-zip"),
    path("periods/<str:label>/reminders.zip", guarded("collect")(periods.reminders_zip), name="reminders-zip"),
    path("periods/<str:label>/returns.xlsx", guarded("collect")(periods.board_download), name="returns-book"),
    path("periods/<str:label>/files/<path:path>", guarded("collect")(periods.period_file), name="period-file"),
    path("periods/<str:label>/settle/", guarded("collect")(period_cells.settle), name="settle"),
    path("periods/<str:label>/settle-file/", guarded("collect")(period_cells.settle_whole_file), name="settle-file"),
    path(
        "periods/<str:label>/verdicts.xlsx", guarded("collect")(period_papers.verdicts_download), name="verdicts-book"
    ),
    path("periods/<str:label>/explain/", guarded("collect")(period_papers.note_down), name="explain"),
    path("periods/<str:label>/papers/write/", guarded("collect")(period_papers.write_paper), name="write-paper"),
    path("periods/<str:label>/notices/issue/", guarded("collect")(period_papers.issue), name="issue-notices"),
    path(
        "periods/<str:label>/notices/<str:key>/step/", guarded("collect")(period_papers.take_step), name="notice-step"
    ),
    path(
        "periods/<str:label>/notices/<str:key>.docx",
        guarded("collect")(period_papers.notice_download),
        name="notice-paper",
    ),
    path("periods/<str:label>/workbooks/bring/", guarded("collect")(period_books.bring), name="bring-workbook"),
    path("periods/<str:label>/workbooks/confirm/", guarded("collect")(period_books.confirm), name="confirm-workbook"),
    path("periods/<str:label>/workbooks/fill/", guarded("collect")(period_books.fill), name="fill-workbook"),
    *paged("returns", "returns", "answer", returns.returns),
    path("returns/<str:label>/sheets/<str:name>", guarded("answer")(returns.own_file), name="own-sheet"),
    path("returns/<str:label>/hand-in/", guarded("answer")(returns.hand_in_return), name="hand-in"),
    *paged("search", "search", "read", search.search),
    *paged("tokens", "tokens", "token", tokens.tokens),
    path("tokens/add/", guarded("token")(tokens.add_token), name="add-token"),
    path("tokens/<int:number>/close/", guarded("token")(tokens.close_token), name="close-token"),
    *paged("people", "people", "manage", accounts.people),
    path("people/firms/", guarded("manage")(accounts.add_firms), name="add-firms"),
    path("people/add/", guarded("manage")(accounts.add_person), name="add-person"),
    path("people/<int:number>/", guarded("manage")(accounts.change_person), name="change-person"),
]
