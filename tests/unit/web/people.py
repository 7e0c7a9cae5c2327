"""The same people as everywhere, and a ledger with things that each of them must not see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.test import Client
from tests.unit.ledger.people import NOON, handed_in, made, read

from yuheng.app.folders import work_in
from yuheng.app.ingesting import receive, store_reading, take_up
from yuheng.app.period_acts import send_out
from yuheng.app.period_ledger import opened_office_folder, plan_rows
from yuheng.app.publishing import set_published
from yuheng.app.recounting import recount
from yuheng.app.resolving import resolve_parties
from yuheng.app.roles import ROLES
from yuheng.ledger.models import Account, Document, Entry, Finding, Folder, Issue, Job, JobState, Mention
from yuheng.ledger.readings import append_issues

SECRET = "青鸾湖"  # noqa: S105  # no password: a place that only the office knows
"""Stands in everything that is not published: whoever finds it in an answer has seen too much."""
OWN = "白鹭洲"
"""Stands in what the organiser has handed in."""
OWED = "市民政局"
"""The department's own name; a task in the secret plan names it."""
PLAN = (
    f"{SECRET}市康养产业规划\n\n一、发展目标\n\n到2025年，{SECRET}护理型床位不低于5000张，{SECRET}康养企业达到120家。\n\n"
    f"二、重点任务\n\n加快建设{SECRET}医养中心（市卫生健康委牵头）。\n\n"
    f"加快建设岚江康养小镇（{OWED}牵头）。\n\n"
    f"三、合作\n\n{SECRET}药业有限公司与玄武制药有限公司签订合作协议，投资3亿元。\n"
)
REPORT = f"{SECRET}市统计公报\n\n2024年，{SECRET}护理型床位达4100张，同比增长8.5%。\n"
OPEN = "岚江市公开信息\n\n2024年，岚江市康养企业达到96家，同比增长5%。\n\n加快建设岚江康养小镇（市发展改革委牵头）。\n"
HANDED = f"{OWN}市供需对接工作方案\n\n一、目标\n\n到2026年，{OWN}市签约企业达到30家。\n"
OTHERS = "市卫生健康委"
"""Another office that the secret plan names."""
PERIOD, DUE = "2025-12", date(2026, 3, 9)
PEOPLE = tuple(ROLES)
"""One of each role, under the role's name; the outsider has no account."""


@dataclass(frozen=True, slots=True)
class House:
    """The documents of the tests, and one row of everything that pages address."""

    secret: Document
    open: Document
    handed: Document
    finding: Finding
    issue: Issue

    def entry(self, document: Document, kind: str = "") -> Entry:
        rows = Entry.objects.filter(document=document)
        found = (rows.filter(kind=kind) if kind else rows).order_by("start").first()
        assert found is not None
        return found

    def mention(self, document: Document) -> Mention:
        found = Mention.objects.filter(document=document, naming__isnull=False).order_by("pk").first()
        assert found is not None
        return found


def account(role: str) -> Account:
    found = Account.objects.filter(username=role).first()
    party = {"department": OWED, "firm": "玄武制药有限公司"}.get(role, "")
    return found or Account.objects.create_user(role, role=role, party=party)


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(account(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def house() -> House:
    """Two secret documents, one published, one that the organiser handed in; audited, with an issue."""
    secret = handed_in(PLAN, f"{SECRET}规划.txt")
    handed_in(REPORT, f"{SECRET}公报.txt", minute=1)
    opened = handed_in(OPEN, "公开.txt", minute=2)
    handed = _by_organiser()
    for role in PEOPLE:
        account(role)
    set_published(opened, True, by=account("clerk"), at=NOON)
    resolve_parties()
    job = Job.objects.filter(kind="audit").first() or Job.objects.create(kind="audit", name="核对", created=NOON)
    Job.objects.filter(pk=job.pk).update(state=JobState.WORKING)
    recount(job, is_ours=lambda: True)
    issue = {"code": "unit-unknown", "message": f"{SECRET}的单位不认识", "anchor": None}
    append_issues([issue], f"{SECRET}规划.txt", document=secret, met=NOON)
    finding = Finding.objects.filter(message__contains=SECRET).order_by("order").first()
    met = Issue.objects.filter(document=secret, code="unit-unknown").first()
    assert finding is not None
    assert met is not None
    return House(Document.objects.get(pk=secret.pk), Document.objects.get(pk=opened.pk), handed, finding, met)


def period(label: str = PERIOD, *, due: date = DUE, owners: Sequence[str] = ()) -> Folder:
    """Sheets of the secret plan as they went out: the department's own, and one that is not for its eyes."""
    folder = opened_office_folder(by=account("clerk"), at=NOON)
    plans = [row["key"] for row in plan_rows() if SECRET in row["title"]]
    arguments = {"period": label, "on": "2026-03-02", "due": due.isoformat(), "plans": plans, "owners": list(owners)}
    work_in(folder, lambda root: send_out(root, arguments), act="period.dispatch", by=account("clerk"), at=NOON)
    return folder


def _by_organiser() -> Document:
    job = receive("对接.txt", [HANDED.encode()], by=account("organiser"), at=NOON + timedelta(minutes=3))
    taken = take_up(job.pk, at=NOON)
    assert taken is not None
    document = store_reading(taken, read(HANDED, "对接.txt"), made(minute=3))
    assert document is not None
    return document
