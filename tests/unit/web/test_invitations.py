"""An organiser lets in a firm that stands in no sheet, and gets by it nothing that is another's."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from stdnum.cn import uscc
from tests.unit.ledger.people import NOON
from tests.unit.web.bourse import bourse
from tests.unit.web.fair import FIRM, HOSPITAL, fair, registered
from tests.unit.web.people import SECRET, account, house, signed_in

from yuheng.app import invitations
from yuheng.app.accounts import PASSWORD_DAYS, last_day
from yuheng.app.event_folder import REGISTERED
from yuheng.app.event_own import set_window
from yuheng.app.event_view import registration_at
from yuheng.app.folders import bytes_of, files_of, reading_copy, work_in
from yuheng.ledger.models import Account, Folder, LogEntry
from yuheng.office.event_file import registration_text
from yuheng.web.standing_frame import exchange_of

pytestmark = pytest.mark.django_db

NEW = "青龙生物有限公司"
CODE = "91500000MA2423688" + uscc.calc_check_digit("91500000MA2423688")
OTHER = "91510100MA6CXU21P" + uscc.calc_check_digit("91510100MA6CXU21P")
ITEM = {"side": "供给", "name": "医用外科口罩", "segment": "械.耗材.口罩", "specification": "YY 0469"}


def opened() -> Folder:
    """An organiser's event, not published, in which firms may still hand in."""
    folder = fair(by="organiser")
    work_in(
        folder,
        lambda root: set_window(root, hand_in="2099-12-31", invite=False),
        act="test",
        by=account("organiser"),
        at=NOON,
    )
    return folder


def act(client: Client, folder: Folder, firm: str = NEW, code: str = CODE, do: str = "invite") -> str:
    """What the page says of an invitation."""
    name, args = ("event-invite", [folder.pk]) if folder.kind == "event" else ("standing-invite", [])
    response = client.post(reverse(name, args=args), {"firm": firm, "code": code, "do": do}, follow=True)
    assert response.status_code == 200
    return " ".join(str(message) for message in response.context["messages"])


def secret_in(said: str) -> str:
    found = re.search(r"一次性密码 ((?:[0-9a-f]{4}-){3}[0-9a-f]{4})", said)
    assert found is not None, said
    return found[1]


def signed_in_first(name: str, secret: str) -> Client:
    """A firm that has signed in with its one-time password and chosen its own."""
    client, own = Client(), "岚江的水很清2026"
    assert client.post("/login/", {"username": name, "password": secret}).headers["Location"] == "/"
    given = {"old_password": secret, "new_password1": own, "new_password2": own}
    assert client.post("/password/", given).status_code == 302
    return client


def json_of(client: Client, name: str, *args: Any) -> Any:
    return json.loads(client.get(reverse(f"{name}-json", args=args)).content)


def test_an_invited_firm_signs_in_and_its_first_item_makes_it_part_of_the_event() -> None:
    folder, organiser = opened(), signed_in("organiser")

    said = act(organiser, folder)
    row = json_of(organiser, "event-intake", folder.pk)["invited"]
    firm = signed_in_first(CODE, secret_in(said))
    mine = json_of(firm, "event-mine", folder.pk)
    entered = json_of(organiser, "event-intake", folder.pk)["invited"][0]["state"]
    firm.post(reverse("event-own-keep", args=[folder.pk]), ITEM)

    assert f"/events/{folder.pk}/mine/" in said
    assert [(each["firm"], each["code"], each["by"], each["state"]) for each in row] == [
        (NEW, CODE, "organiser", "waiting")
    ]
    assert (mine["firm"], mine["registered"], mine["about"], entered) == (NEW, False, {"code": CODE}, "entered")
    now = registration_at(reading_copy(folder))
    assert now is not None
    assert [(item.firm, item.name) for item in now.items if item.firm == NEW] == [(NEW, "医用外科口罩")]
    assert now.firms[NEW].code == CODE
    assert json_of(organiser, "event-intake", folder.pk)["invited"][0]["state"] == "registered"


def test_an_invitation_shows_the_event_to_that_firm_only_and_nobody_elses_things_to_it() -> None:
    folder = opened()
    firm = signed_in_first(CODE, secret_in(act(signed_in("organiser"), folder)))

    seen = [each["id"] for each in json_of(firm, "events")["events"]]
    page = firm.get(reverse("event-mine", args=[folder.pk])).content.decode()

    assert seen == [folder.pk]
    assert [word for word in (FIRM, "阿莫西林", "13900000001", "骨科") if word in page] == []
    assert json_of(signed_in("firm"), "events")["events"] == []


def test_the_one_time_password_is_kept_nowhere_and_the_log_says_who_was_invited_by_whom() -> None:
    folder, organiser = opened(), signed_in("organiser")

    secret = secret_in(act(organiser, folder))

    files = b"".join(bytes_of(version) for version in files_of(folder).values()).decode("utf-8", "replace")
    log = list(LogEntry.objects.values_list("by", "act", "object", "details"))
    page = organiser.get(reverse("event-intake", args=[folder.pk])).content.decode()
    assert [text for text in (files, str(log), page) if secret in text] == []
    assert ("organiser", "firm.invited", f"folder:{folder.pk}", {"account": CODE, "code": CODE, "firm": NEW}) in log
    until = last_day(timezone.now()).isoformat()
    assert ("organiser", "account.made", f"account:{CODE}", {"role": "firm", "until": until}) in log


def test_a_one_time_password_ends_and_a_new_one_is_told_with_its_day_and_logged() -> None:
    folder, organiser = opened(), signed_in("organiser")
    first, today = act(organiser, folder), timezone.localdate()
    Account.objects.filter(username=CODE).update(new_password_until=today)
    waiting = json_of(organiser, "event-intake", folder.pk)["invited"][0]
    last = Client().post("/login/", {"username": CODE, "password": secret_in(first)})
    Account.objects.filter(username=CODE).update(new_password_until=today - timedelta(days=1), last_login=None)

    late = Client().post("/login/", {"username": CODE, "password": secret_in(first)})
    row = json_of(organiser, "event-intake", folder.pk)["invited"][0]
    page = organiser.get(reverse("event-intake", args=[folder.pk])).content.decode()
    said = act(organiser, folder)

    ends = (today + timedelta(days=PASSWORD_DAYS)).isoformat()
    assert (f"到{ends}" in first, f"到{ends}" in said, f"{PASSWORD_DAYS}天内有效" in page) == (True,) * 3
    assert (waiting["state"], waiting["until"]) == ("waiting", today.isoformat())
    assert (last.status_code, late.status_code) == (302, 200)
    assert f"一次性密码只到 {today - timedelta(days=1)} 有效，已过期" in late.content.decode()
    assert (row["state"], row["state_word"], row["renewable"]) == ("lapsed", "一次性密码已过期", True)
    assert Client().post("/login/", {"username": CODE, "password": secret_in(said)}).status_code == 302
    log = LogEntry.objects.filter(act="account.renewed").values_list("by", "object", "details")
    assert list(log) == [("organiser", f"account:{CODE}", {"until": ends})]


def test_who_signed_in_and_chose_no_password_is_shut_out_with_the_rest_and_an_own_password_never_ends() -> None:
    folder, organiser = opened(), signed_in("organiser")
    secret, yesterday = secret_in(act(organiser, folder)), timezone.localdate() - timedelta(days=1)
    open_still = Client()
    open_still.post("/login/", {"username": CODE, "password": secret})
    Account.objects.filter(username=CODE).update(new_password_until=yesterday)

    shut = open_still.get("/password/")
    row = json_of(organiser, "event-intake", folder.pk)["invited"][0]
    given = act(organiser, folder, "白泽器械有限公司", OTHER)
    firm = signed_in_first(OTHER, secret_in(given))

    assert shut.headers["Location"] == "/login/?next=/password/"
    assert (row["state"], row["renewable"]) == ("lapsed", False), "whoever has signed in may have more than this event"
    assert Account.objects.get(username=OTHER).new_password_until is None
    assert firm.get(reverse("event-mine", args=[folder.pk])).status_code == 200


@pytest.mark.parametrize(
    ("firm", "code", "said"),
    [
        ("", CODE, "不像单位全称"),
        ("a\nb", CODE, "不像单位全称"),
        (NEW, "", "通不过校验"),
        (NEW, CODE[:-1] + "0", "通不过校验"),
        (FIRM, OTHER, "登记的代码是"),
        (NEW, "914403001922038216", "已用这个代码登记"),
    ],
)
def test_a_wrong_name_or_code_is_refused_and_opens_no_account(firm: str, code: str, said: str) -> None:
    folder, organiser = opened(), signed_in("organiser")

    def coded(root: Path) -> None:
        firms = registered().firms
        known = {**firms, FIRM: replace(firms[FIRM], code="914403001922038216")}
        (root / REGISTERED).write_text(registration_text(replace(registered(), firms=known)), "utf-8")

    work_in(folder, coded, act="test", by=account("organiser"), at=NOON)
    before = Account.objects.count()

    assert said in act(organiser, folder, firm, code)
    assert Account.objects.count() == before
    assert json_of(organiser, "event-intake", folder.pk)["invited"] == []


def test_an_organiser_opens_no_account_of_a_firm_that_is_known_where_it_does_not_see() -> None:
    house()
    mine, other = opened(), bourse(by="clerk", published=True)
    organiser, clerk = signed_in("organiser"), signed_in("clerk")
    named = f"{SECRET}药业有限公司"

    refused = [act(organiser, mine, name, OTHER) for name in (named, HOSPITAL)]
    assert all("别处已有记录" in said for said in refused)
    assert not Account.objects.filter(party__in=(named, HOSPITAL), username=OTHER).exists()
    assert exchange_of(other).registered.firms[HOSPITAL].name == HOSPITAL, "data that could leak"

    assert secret_in(act(clerk, other, named, OTHER))


def test_a_firm_with_an_account_is_invited_under_it_and_nobody_gets_its_password() -> None:
    folder, organiser = opened(), signed_in("organiser")
    bourse(by="clerk", published=True)
    Account.objects.create_user("玄武", role="firm", party=FIRM, new_password_due=True)
    closed = Account.objects.create_user("白虎", role="firm", party="白泽器械有限公司", is_active=False)
    Account.objects.create_user(OTHER, role="visitor")

    assert "已有账号" in act(organiser, folder, FIRM)
    assert "已有账号" in act(organiser, folder, FIRM), "an account that others made gets no new password here"
    assert "已停用" in act(organiser, folder, closed.party)
    assert "属于另一家" in act(organiser, folder, NEW, OTHER)


def test_a_lost_password_is_replaced_until_the_firm_has_signed_in_and_an_invitation_can_be_taken_back() -> None:
    folder, organiser = opened(), signed_in("organiser")
    first, second = secret_in(act(organiser, folder)), secret_in(act(organiser, folder))
    assert Client().post("/login/", {"username": CODE, "password": first}).status_code == 200
    act(organiser, folder, "白泽器械有限公司", OTHER)

    signed_in_first(CODE, second)
    said = act(organiser, folder)
    for name in (NEW, "白泽器械有限公司"):
        act(organiser, folder, name, do="take back")

    assert "已有账号" in said
    assert list(Account.objects.filter(role="firm").values_list("party", flat=True)) == [NEW]
    assert json_of(organiser, "event-intake", folder.pk)["invited"] == []
    assert "没有邀请过" in act(organiser, folder, NEW, do="take back")


def test_who_cannot_hand_in_any_more_is_not_invited() -> None:
    assert "登记已截止" in act(signed_in("organiser"), fair(by="organiser"))
    assert not Account.objects.filter(role="firm").exists()


def test_nobody_invites_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = opened()
    monkeypatch.setattr(invitations, "MOST_A_DAY", 1)

    assert secret_in(act(signed_in("organiser"), folder))
    assert "今天已邀请1家" in act(signed_in("organiser"), folder, "白泽器械有限公司", OTHER)
    assert secret_in(act(signed_in("clerk"), folder, "白泽器械有限公司", OTHER)), "each counts for themselves"


def test_a_firm_invited_to_the_open_exchange_hands_in_with_its_code() -> None:
    folder, clerk = bourse(by="clerk"), signed_in("clerk")
    assert "还没有开放" in act(clerk, folder)
    clerk.post(reverse("standing-publish"), {"published": "1"})
    folder.refresh_from_db()

    firm = signed_in_first(CODE, secret_in(act(clerk, folder)))
    details = json_of(firm, "standing-mine")["details"]
    firm.post(reverse("standing-hand-in"), {**ITEM, "form": "订单", "side": "offer"})

    folder.refresh_from_db()
    now = exchange_of(folder).registered
    assert details == {"code": CODE, "place": "", "contact": "", "phone": ""}
    assert (now.firms[NEW].code, [item.name for item in now.items if item.firm == NEW]) == (
        CODE,
        ["医用外科口罩"],
    )
